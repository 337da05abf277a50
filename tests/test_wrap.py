"""Where lines of a drawn page end: what belongs together stays on one line, wherever it fits on one."""

import pytest

from salvage_cli.render.wrap import wrapped

KEPT = ("confused. [30, 31, 4, 9]", "38.0 °C", "(100.4 °F)", "13 11 14")
SAID = f"At {KEPT[1]} {KEPT[2]} or more ring {KEPT[3]}. It is an emergency if someone is more {KEPT[0]}"


def lines(text: str, room: int) -> list[str]:
    return ["".join(said for said, _ in line) for line in wrapped([(text, "")], room)]


@pytest.mark.parametrize("room", range(max(map(len, KEPT)), len(SAID) + 1))
def test_marks_degrees_and_telephone_numbers_stay_whole(room: int) -> None:
    shown = lines(SAID, room)
    assert " ".join(shown) == SAID
    assert [kept for kept in KEPT if not any(kept in line for line in shown)] == []


@pytest.mark.parametrize("room", range(len("[101,"), 40))
def test_what_is_longer_than_a_line_is_parted_between_numbers(room: int) -> None:
    marks = ", ".join(map(str, range(101, 121)))
    said = f"word [{marks}]"
    shown = lines(said, room)
    assert " ".join(shown) == said
    assert max(map(len, shown)) <= room
