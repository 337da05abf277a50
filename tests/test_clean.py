"""Promise 9: no character that acts or hides gets through; nothing else is touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salvage_cli.clean import clean
from tests.conftest import KNOWLEDGE, Run

FORBIDDEN = {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"}
KEPT = ("L", "N", "P", "S")
FILLERS = {0x115F, 0x1160, 0x3164, 0xFFA0}
JOINERS = {0x200C, 0x200D}
EVERY = range(0x110000)


def test_no_code_point_that_acts_or_hides_gets_through() -> None:
    through = [
        point
        for point in EVERY
        if unicodedata.category(chr(point)) in FORBIDDEN and clean(f"a{chr(point)}b") not in ("ab", "a b")
    ]
    assert through == []


def test_no_letter_number_punctuation_or_symbol_is_touched() -> None:
    touched = [
        point
        for point in EVERY
        if unicodedata.category(chr(point)).startswith(KEPT) and clean(f"a{chr(point)}b") != f"a{chr(point)}b"
    ]
    assert set(touched) == FILLERS


@pytest.mark.parametrize("point", sorted(JOINERS))
def test_a_joiner_stays_where_a_script_needs_it_only(point: int) -> None:
    joiner = chr(point)
    assert clean(f"می{joiner}خواهم") == f"می{joiner}خواهم"
    assert clean(f"st{joiner}op") == "stop"
    assert clean(f"{joiner}a{joiner}") == "a"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\t", "\u2028", " \n "])
def test_a_line_end_inside_a_text_becomes_a_space(end: str) -> None:
    assert " ".join(clean(f"one{end}two").split()) == "one two"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


HOSTILE = {
    "screen": "\\u001b[2J\\u001b]0;title\\u0007",
    "clipboard": "\\u001b]52;c;ZXZpbA==\\u0007",
    "c1": "\\u009b31mred",
    "backspace": "100\\b\\b\\b5 tablets",
    "bidi": "Take \\u202e05\\u202c now",
    "zero-width": "st\\u200bop",
    "tag": "a\\U000e0041b",
    "return": "danger\\rsafe",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "looks", [(), ("--plain",), ("--format", "markdown"), ("--format", "json"), ("--width", "80")]
)
def test_no_hostile_text_of_a_file_reaches_an_output(
    name: str, looks: tuple[str, ...], salvage: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The text stands in a statement, a name, an alias and a source; the page shows what is left of it."""
    page = (KNOWLEDGE / "conditions" / "exampleitis.toml").read_text(encoding="utf-8")
    hostile = HOSTILE[name]
    for harmless in ("Sleep helps.", "Our clinic's leaflet", "Comfort care", "example disease"):
        assert harmless in page
        page = page.replace(harmless, f"{harmless[:-1]}{hostile}{harmless[-1]}")
    path = tmp_path_factory.mktemp("hostile") / "draft.toml"
    path.write_text(page, encoding="utf-8")
    done = salvage("explain", str(path), *looks)
    assert done.returncode == 0, done.stderr
    acting = {c for c in done.stdout if unicodedata.category(c) in FORBIDDEN and c != "\n"}
    assert not acting
    assert "Sleep helps" in done.stdout


def test_with_colors_on_the_only_escapes_are_our_own_styles(salvage: Run) -> None:
    import re

    done = salvage("explain", "exampleitis", "--color", "always")
    left = re.sub(r"\x1b\[(?:0|1|4|31|1;31|1;4)m", "", done.stdout)
    assert "\x1b[" in done.stdout
    assert "\x1b" not in left
