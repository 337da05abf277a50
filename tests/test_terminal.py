"""What a person sees who types a command into a real terminal: tmux, a shell, the program, less."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.window import Open

pytestmark = [pytest.mark.needs("tmux"), pytest.mark.needs("less")]

SIZES = [(80, 24), (40, 24), (200, 50)]


def squashed(shown: str) -> str:
    """Without white space and without what the drawn layout puts in front of lines."""
    return re.sub(r"[\s│┊▌├─•]+", "", shown)


def drawn(salvage: Run, *words: str, columns: int) -> str:
    ended = salvage(*words, "--width", str(columns))
    assert ended.returncode == 0
    return ended.stdout


class Top:
    """What must stand at the top of a condition's page, from what programs get."""

    def __init__(self, salvage: Run, slug: str) -> None:
        page = json.loads(salvage("explain", slug, "--format", "json").stdout)["page"]
        overview = page["sections"][0]["items"]
        unplaced = [item for item in overview if item["kind"] == "statement" and "section" not in item]
        self.title = page["title"]
        self.meaning, *self.key = (item["text"] for item in unplaced)
        self.card = [line["text"] for line in page["card"]]
        assert self.card
        assert len(self.key) > 1

    def missing(self, screens: str) -> list[str]:
        return [text for text in (self.meaning, *self.card) if squashed(text) not in squashed(screens)]

    def key_points(self, screens: str) -> int:
        return sum(squashed(point) in squashed(screens) for point in self.key)


# --- the pager


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_a_long_page_opens_in_a_pager_on_what_matters(
    columns: int, lines: int, window: Open, salvage: Run
) -> None:
    top = Top(salvage, "exampleitis")
    screen = window(columns, lines).first("salvage explain exampleitis")
    assert squashed(top.title) in squashed(screen)
    assert not top.missing(screen)
    assert squashed(top.key[0]) in squashed(screen)


@pytest.mark.parametrize("page", ["exampleitis", "cancer"])
def test_q_leaves_the_shell_as_it_was(page: str, window: Open, tmp_path: Path) -> None:
    shell = window()
    shell.first(f"stty -g > {tmp_path}/before; salvage explain {page}; stty -g > {tmp_path}/after")
    shell.press("q")
    shell.until(shell.ended)
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()
    assert "Traceback" not in shell.screen()
    assert shell.printed("echo here again") == ("here again\n", 0)


def test_q_leaves_the_page_on_the_screen_and_nothing_else_behind(
    window: Open, salvage: Run, tmp_path: Path
) -> None:
    shell = window(env={"HOME": str(tmp_path), "TMPDIR": str(tmp_path)})
    top = squashed(Top(salvage, "exampleitis").title)
    shell.first("salvage explain exampleitis")
    assert shell.children() != ""
    shell.press("q")
    assert top in squashed(shell.until(shell.ended))
    assert shell.children() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_search_in_the_pager_leaves_no_history(window: Open, tmp_path: Path) -> None:
    shell = window(env={"HOME": str(tmp_path)})
    shell.first("salvage explain exampleitis")
    shell.tmux("send-keys", "-l", "/example")
    shell.press("Enter")
    shell.press("q")
    shell.until(shell.ended)
    assert list(tmp_path.iterdir()) == []


def test_the_pager_runs_no_other_program(window: Open, tmp_path: Path) -> None:
    shell = window()
    shell.first("salvage explain exampleitis")
    shell.tmux("send-keys", "-l", f"!touch {tmp_path}/hit")
    shell.press("Enter")
    shell.press_until("q", shell.ended)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("settings", ["F", "-F -X", "X"])
def test_a_less_that_takes_no_color_is_given_none(settings: str, window: Open) -> None:
    screen = window(env={"LESS": settings}).first("salvage explain exampleitis")
    assert "[1m" not in screen
    assert "ESC" not in screen


def test_rows_that_an_address_takes_count(window: Open, salvage: Run) -> None:
    """A page is longer than its lines where addresses are wider than the window."""
    lines = drawn(salvage, "sources", "example-trial", columns=40).count("\n")
    assert window(40, lines + 2).printed("salvage sources example-trial")[1] == 0
    assert window(20, lines + 2).first("salvage sources example-trial")


def test_the_pager_shows_the_page_to_its_end(window: Open, salvage: Run) -> None:
    shell = window()
    shell.first("salvage explain cancer")
    shell.press("G")
    last = drawn(salvage, "explain", "cancer", columns=80).rstrip().split("\n")[-1]
    shell.until(lambda screen: last in screen)


def test_control_c_in_the_pager_loses_nothing_of_the_page(window: Open, salvage: Run) -> None:
    """People press it to stop a search; `less` goes on, and so must what feeds it."""
    shell = window()
    shell.first("salvage explain cancer")
    last = drawn(salvage, "explain", "cancer", columns=80).rstrip().split("\n")[-1]
    shell.press("C-c")
    shell.press_until("G", lambda screen: last in screen)
    shell.press_until("q", shell.ended)
    assert "Traceback" not in shell.screen()


def test_control_c_again_and_again_leaves_the_pager_in_charge(window: Open, tmp_path: Path) -> None:
    shell = window()
    shell.first(f"stty -g > {tmp_path}/before; salvage explain exampleitis; stty -g > {tmp_path}/after")
    for _ in range(3):
        shell.press("C-c")
        shell.moved()
    shell.press_until("q", shell.ended)
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()
    assert "Traceback" not in shell.screen()


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_no_pager_prints_the_whole_page(columns: int, lines: int, window: Open, salvage: Run) -> None:
    shown = window(columns, lines).printed("salvage explain exampleitis --no-pager")
    assert shown == (drawn(salvage, "explain", "exampleitis", columns=columns), 0)


@pytest.mark.parametrize(
    "env",
    [
        {"SALVAGE_PAGER": "cat"},
        {"SALVAGE_PAGER": ""},
        {"PAGER": "cat"},
        {"PAGER": ""},
        {"PAGER": "no-such-pager"},
        {"SALVAGE_PAGER": "/no/such/pager -x"},
        {"SALVAGE_PAGER": "less 'and no end"},
        {"SALVAGE_PAGER": "cat", "PAGER": "less"},
        {"SALVAGE_PAGER": "", "PAGER": "less"},
        {"PAGER": "false"},
        {"SALVAGE_PAGER": "sh -c 'exit 3'"},
        {"PAGER": "/"},
    ],
)
def test_without_a_usable_pager_the_whole_page_is_printed(
    env: dict[str, str], window: Open, salvage: Run
) -> None:
    shown = window(env=env).printed("salvage explain exampleitis")
    assert shown == (drawn(salvage, "explain", "exampleitis", columns=80), 0)


def test_salvage_pager_beats_pager(window: Open) -> None:
    window(env={"SALVAGE_PAGER": "less", "PAGER": "cat"}).first("salvage explain exampleitis")


def test_a_pager_gets_its_arguments_and_may_stop_reading(window: Open, salvage: Run) -> None:
    shown = window(env={"PAGER": "head -n 1"}).printed("salvage explain cancer")
    assert shown == (salvage("explain", "cancer").stdout.split("\n")[0] + "\n", 0)


@pytest.mark.parametrize("words", ["--plain", "--format text", "--format markdown", "--format json"])
def test_what_is_meant_for_programs_is_never_paged(words: str, window: Open, salvage: Run) -> None:
    shown, code = window(200, 24).printed(f"salvage explain exampleitis {words}")
    expected = salvage("explain", "exampleitis", *words.split()).stdout
    assert (shown.split("\n")[-2], code) == (expected.split("\n")[-2], 0)


def test_a_page_that_was_asked_for_on_standard_output_is_not_paged(window: Open, salvage: Run) -> None:
    shown = window().printed("salvage explain exampleitis --output -")
    assert shown == (drawn(salvage, "explain", "exampleitis", columns=80), 0)


def test_a_short_page_is_not_paged(window: Open, salvage: Run) -> None:
    shown = window(80, 24).printed("salvage define example-regimen")
    assert shown == (drawn(salvage, "define", "example-regimen", columns=80), 0)


# --- the first screen of real pages


@pytest.mark.parametrize("slug", ["hiv", "cancer", "general"])
def test_the_first_screen_holds_meaning_card_and_two_key_points(
    slug: str, window: Open, salvage: Run
) -> None:
    top = Top(salvage, slug)
    screen = window(80, 24).first(f"salvage explain {slug}")
    assert not top.missing(screen)
    assert top.key_points(screen) >= 2


@pytest.mark.parametrize("slug", ["hiv", "cancer", "general"])
def test_two_narrow_screens_hold_meaning_card_and_two_key_points(
    slug: str, window: Open, salvage: Run
) -> None:
    top = Top(salvage, slug)
    shell = window(40, 24)
    screens = shell.first(f"salvage explain {slug}") + shell.next()
    assert not top.missing(screens)
    assert top.key_points(screens) >= 2


@pytest.mark.parametrize("slug", ["hiv", "cancer"])
@pytest.mark.parametrize(("columns", "screens"), [(80, 1), (40, 2)])
def test_side_effects_open_on_meaning_and_card(
    slug: str, columns: int, screens: int, window: Open, salvage: Run
) -> None:
    shell = window(columns, 24)
    shown = shell.first(f"salvage side-effects {slug}")
    shown += "".join(shell.next() for _ in range(screens - 1))
    assert not Top(salvage, slug).missing(shown)


@pytest.mark.parametrize(("columns", "lines"), SIZES)
@pytest.mark.parametrize("slug", ["exampleitis", "hiv", "cancer", "general"])
def test_no_line_is_wider_than_the_window_but_addresses(
    slug: str, columns: int, lines: int, window: Open
) -> None:
    shown, code = window(columns, lines).printed(f"salvage explain {slug} --detail --no-pager")
    assert code == 0
    wide = [line for line in shown.split("\n") if len(line) > columns]
    assert [line for line in wide if not re.match(r" *https?://\S+$", line)] == []
