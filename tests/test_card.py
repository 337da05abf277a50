"""The reader's own card: shown on a terminal where a page says to call, never elsewhere, never in the way."""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from salvage_cli import places
from salvage_cli.compose.readers_card import LEAD, blocks, placed
from salvage_cli.page import Card, Paragraph
from salvage_cli.readers_card import ReadersCard, read_card, written
from salvage_cli.render import text
from tests.conftest import Run, environment, program
from tests.library import page
from tests.screen import sent

CARD = """
clinic = "Day unit, St Example"
clinic_phone = "+1 (555) 010-4477 ext. 12"
out_of_hours = "555 010 4400"
emergency = "999"
country = "UK"
note = "Ask for the nurse on call"
"""
SECRETS = ("St Example", "010-4477", "555 010 4400", "nurse on call")
LAYOUTS = ((), ("--format", "text"), ("--plain",), ("--width", "80"), ("--color", "always"))
FORMATS = (("--format", "json"), ("--format", "markdown"), ("--format", "html"))
CALLS = (
    (),
    ("explain", "hiv"),
    ("explain",),
    ("side-effects", "cancer"),
    ("urgent", "hiv"),
    ("urgent",),
    ("search", "i cant breathe"),
)


def home(folder: Path, card: str | bytes = CARD) -> dict[str, str]:
    """A settings folder with this card in it, as an environment without folders of one's own."""
    (folder / "salvage").mkdir(parents=True)
    data = card.encode() if isinstance(card, str) else card
    (folder / "salvage" / "card.toml").write_bytes(data)
    return {"XDG_CONFIG_HOME": str(folder), "SALVAGE_PATH": ""}


def on_a_terminal(*words: str, env: Mapping[str, str] | None = None) -> str:
    """What the installed program prints on a terminal, 80 columns wide; messages with it."""
    place = environment({"TERM": "dumb", "COLUMNS": "80", "PAGER": "cat", **(env or {})})
    return sent([program(), *words], place)


def squeezed(shown: str) -> str:
    return "".join(shown.split())


LOOKS: list[tuple[str, ...]] = [(), ("--plain",), ("--format", "text")]


# The start page, which no word asks for, takes no options.
@pytest.mark.parametrize(
    "words, looks", [(words, looks) for words in CALLS for looks in LOOKS if words or not looks]
)
def test_it_stands_where_a_page_says_to_call(
    words: tuple[str, ...], looks: tuple[str, ...], tmp_path: Path
) -> None:
    shown = on_a_terminal(*words, *looks, env=home(tmp_path))
    assert shown.count(LEAD) == 1
    assert [secret for secret in SECRETS if squeezed(secret) not in squeezed(shown)] == []
    before = shown[: shown.index(LEAD)].casefold()
    assert "call" in before


@pytest.mark.parametrize(
    "words", [("lines", "hiv"), ("faq",), ("list",), ("define", "regimen"), ("sources", "hiv")]
)
def test_other_pages_are_without_it(words: tuple[str, ...], tmp_path: Path) -> None:
    assert on_a_terminal(*words, env=home(tmp_path)) == on_a_terminal(*words, env={"SALVAGE_PATH": ""})


@pytest.mark.parametrize("words", CALLS)
def test_it_only_adds_to_a_page(words: tuple[str, ...], tmp_path: Path) -> None:
    """Every line of the page without it is still there, in the same order."""
    env = home(tmp_path, CARD.replace('country = "UK"', ""))
    lines = iter(on_a_terminal(*words, env=env).split("\n"))
    alone = on_a_terminal(*words, env={"SALVAGE_PATH": ""}).split("\n")
    assert [line for line in alone if line not in lines] == []


@pytest.mark.parametrize("words", CALLS)
def test_it_is_never_in_a_pipe(words: tuple[str, ...], tmp_path: Path, salvage: Run) -> None:
    env = home(tmp_path)
    for looks in (*LAYOUTS, *FORMATS) if words else ((),):
        with_card = salvage(*words, *looks, env=env)
        assert with_card.stdout == salvage(*words, *looks, env={"SALVAGE_PATH": ""}).stdout
        assert with_card.stderr == ""


@pytest.mark.parametrize("looks", FORMATS)
def test_it_is_never_in_another_format_or_a_file(looks: tuple[str, ...], tmp_path: Path) -> None:
    env = home(tmp_path)
    for words in CALLS[1:]:
        shown = on_a_terminal(*words, *looks, env=env)
        on_a_terminal(*words, "--output", str(tmp_path / "page"), env=env)
        shown += (tmp_path / "page").read_text(encoding="utf-8")
        assert [secret for secret in SECRETS if squeezed(secret) in squeezed(shown)] == []


def test_it_never_stands_before_a_sign_that_is_most_urgent() -> None:
    card = ReadersCard(clinic="Day unit", clinic_phone="555 0100")
    shown = text.render(placed(page("cancer", "urgent"), card))
    emergencies, _, rest = shown.partition(LEAD)
    assert "Call your local emergency number now if you have:" in emergencies
    assert "Call your team now, day or night, if you have:" not in emergencies
    assert "Call your team now, day or night, if you have:" in rest
    assert text.render(page("cancer", "urgent")).startswith(emergencies.rstrip())


def test_it_stands_right_below_the_urgent_card() -> None:
    top = placed(page("hiv"), ReadersCard(clinic="Day unit")).top
    below = next(n for n, block in enumerate(top) if isinstance(block, Card)) + 1
    assert isinstance(mine := top[below], Paragraph)
    assert (mine.passage.lead, mine.passage.text) == (LEAD, "Day unit")


@pytest.mark.parametrize(
    ("country", "first"),
    [("uk", "UK"), ("United Kingdom", "UK"), ("Germany", "EU"), ("Australia", "Australia")],
)
def test_the_help_numbers_of_the_country_stand_first(country: str, first: str) -> None:
    plain = text.render(page("general", "urgent"))
    shown = text.render(placed(page("general", "urgent"), ReadersCard(country=country)))
    assert shown.split("Help in ")[1].startswith(f"{first}: ")
    assert sorted(shown.split("\n")) == sorted(plain.split("\n"))


def test_the_advice_of_a_search_puts_them_first_too(tmp_path: Path) -> None:
    shown = on_a_terminal("search", "i cant breathe", env=home(tmp_path, 'country = "UK"'))
    alone = on_a_terminal("search", "i cant breathe", env={"SALVAGE_PATH": ""})
    assert "Call: UK 999 · US 911" in shown
    assert "Call: US 911" in alone
    assert LEAD not in shown


def test_a_country_that_nothing_is_known_of_changes_nothing() -> None:
    alone = text.render(page("general", "urgent"))
    assert text.render(placed(page("general", "urgent"), ReadersCard(country="Atlantis"))) == alone


# --- a card that is wrong


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ('clinic = "A"\nclinc_phone = "1"\n', "card.toml:2: `clinc_phone` is not a key that can stand here"),
        ('clinic_phone = "call me"\n', "card.toml:1: `clinic_phone` is no telephone number"),
        ('emergency = "0"\n', "card.toml:1: `emergency` is no telephone number"),
        ("out_of_hours = 5550100\n", "card.toml:1: `out_of_hours` should be text in quotes"),
        (f'\nnote = "{"x" * 101}"\n', "card.toml:2: `note` is longer than 100 characters"),
        (f'clinic = "{"x" * 61}"\n', "card.toml:1: `clinic` is longer than 60 characters"),
        ('clinic = "A\n', "card.toml:1: is not TOML"),
        ('clinic = ""\n', "card.toml:1: `clinic` is empty"),
        (b'clinic = "\xff"\n', "card.toml:1: is not UTF-8"),
        (b"#" * 300_000, "is larger than 256 KiB"),
        ("[source.x]\n", "`source` is not a key"),
    ],
)
def test_a_card_that_is_wrong_is_one_line_and_the_page_is_shown(
    card: str | bytes, said: str, tmp_path: Path
) -> None:
    shown = on_a_terminal("urgent", "hiv", env=home(tmp_path, card))
    line, _, rest = shown.partition("\n")
    assert line.startswith("salvage: your card is not shown: ")
    assert said in line
    assert rest == on_a_terminal("urgent", "hiv", env={"SALVAGE_PATH": ""})


@pytest.mark.parametrize("make", ["fifo", "folder", "dangling", "loop"])
def test_a_card_that_is_no_plain_file_is_refused_at_once(make: str, tmp_path: Path) -> None:
    env = home(tmp_path)
    path = tmp_path / "salvage" / "card.toml"
    path.unlink()
    match make:
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "dangling":
            path.symlink_to(tmp_path / "nowhere")
        case "loop":
            path.symlink_to(path)
    shown = on_a_terminal("urgent", "hiv", env=env)
    assert shown.startswith("salvage: your card is not shown: ")
    assert "HIV: when to get help" in shown


def test_nothing_on_a_card_acts_on_the_terminal(tmp_path: Path) -> None:
    hostile = 'clinic = "a\\u001b[31mred\\u009b\\u202egnp\\nb"\n'
    shown = on_a_terminal("explain", "hiv", env=home(tmp_path, hostile))
    assert "a[31mredgnp b" in shown
    assert [character for character in shown.replace("\n", "") if not character.isprintable()] == []


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    home(tmp_path, b"\xef\xbb\xbf" + CARD.encode())
    found = read_card(tmp_path / "salvage" / "card.toml")
    assert isinstance(found, ReadersCard)
    assert found.emergency == "999"


def test_an_empty_card_is_no_card(tmp_path: Path) -> None:
    assert blocks(ReadersCard()) == blocks(None) == ()
    assert on_a_terminal("explain", "hiv", env=home(tmp_path, "")) == on_a_terminal(
        "explain", "hiv", env={"SALVAGE_PATH": ""}
    )


# --- its place


@pytest.mark.parametrize(
    ("platform", "env", "place"),
    [
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": "/c"}, "/c/salvage/card.toml"),
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": "c"}, "/h/.config/salvage/card.toml"),
        ("linux", {"HOME": "/h"}, "/h/.config/salvage/card.toml"),
        ("linux", {}, None),
        ("darwin", {"HOME": "/h"}, "/h/Library/Application Support/salvage/card.toml"),
        ("win32", {"APPDATA": "/a"}, "/a/salvage/card.toml"),
    ],
)
def test_it_lies_in_the_folder_of_settings(
    platform: str, env: dict[str, str], place: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    found = places.card(env)
    assert (found and found.as_posix()) == place


def test_where_settings_and_data_share_a_folder_it_is_no_page(tmp_path: Path, salvage: Run) -> None:
    env = {**home(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    listed = salvage("list", env=env)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "card" not in listed.stdout.split()
    assert salvage("explain", "card", env=env).returncode == 3


def test_where_says_whether_it_is_used_and_why_not(tmp_path: Path, salvage: Run) -> None:
    path = str(tmp_path / "salvage" / "card.toml")
    env = {"XDG_CONFIG_HOME": str(tmp_path), "SALVAGE_PATH": ""}

    def said() -> str:
        shown = salvage("where", env=env).stdout
        return shown[shown.index(path) :].partition("\n\n")[0]

    assert "does not exist; salvage card makes one" in said()
    home(tmp_path)
    assert "is shown where a page says to call" in said()
    Path(path).write_text("clinic = 1\nnote = 2\n")
    assert "is not used, because of this:" in said()
    assert f"{path}:1: " in said()
    assert f"{path}:2: " in said()


# --- the command


def test_the_command_writes_a_card_that_is_read_again(tmp_path: Path, salvage: Run) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path), "SALVAGE_PATH": ""}
    done = salvage("card", "--clinic", 'St "Example" \\ unit', "--clinic-phone", "555 0100", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "salvage" / "card.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["card.toml"]
    assert 'St "Example" \\ unit' in on_a_terminal("explain", "hiv", env=env)
    salvage("card", "--clinic", "", "--emergency", "112", env=env)
    assert path.read_text() == 'clinic_phone = "555 0100"\nemergency = "112"\n'
    assert "555" in salvage("card", env=env).stdout


@pytest.mark.parametrize(
    ("country", "known"), [("Atlantis", False), ("UK", True), ("germany", True), ("", True)]
)
def test_a_country_without_a_help_number_is_told(
    country: str, known: bool, tmp_path: Path, salvage: Run
) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    salvage("card", "--clinic", "Day unit", env=env)
    for words in (("card", "--country", country), ("card",)):
        shown = salvage(*words, env=env).stdout
        assert ("salvage has no help number: Atlantis. It has those of US, " in shown) != known
        assert "Help numbers of this country come first" not in shown or known


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--clinic-phone", "ask"), "`clinic_phone` is no telephone number"),
        (("--note", "x" * 101), "`note` is longer than 100 characters"),
    ],
)
def test_the_command_refuses_what_a_page_would_not_show(
    words: tuple[str, ...], said: str, tmp_path: Path, salvage: Run
) -> None:
    done = salvage("card", *words, env={"XDG_CONFIG_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "salvage").exists()


def test_the_command_never_writes_over_what_it_cannot_read(tmp_path: Path, salvage: Run) -> None:
    env = home(tmp_path, "clinic = \n")
    done = salvage("card", "--clinic", "A", env=env)
    assert (done.returncode, done.stdout) == (4, "")
    assert "card.toml:1: " in done.stderr
    assert (tmp_path / "salvage" / "card.toml").read_text() == "clinic = \n"


def test_the_command_keeps_the_rights_and_the_link_of_a_card(tmp_path: Path, salvage: Run) -> None:
    env = home(tmp_path)
    real, path = tmp_path / "real.toml", tmp_path / "salvage" / "card.toml"
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    assert salvage("card", "--country", "Ireland", env=env).returncode == 0
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert 'country = "Ireland"' in real.read_text()


def test_without_a_home_there_is_no_card_and_a_page_all_the_same(salvage: Run) -> None:
    env = {"HOME": "", "SALVAGE_PATH": ""}
    assert salvage("card", "--clinic", "A", env=env).returncode == 5
    assert "HIV: when to get help" in on_a_terminal("urgent", "hiv", env=env)


def test_json_of_the_command_holds_no_number(tmp_path: Path, salvage: Run) -> None:
    shown = salvage("card", "--format", "json", env=home(tmp_path)).stdout
    assert json.loads(shown)["page"]["sections"] == []
    assert [secret for secret in SECRETS if squeezed(secret) in squeezed(shown)] == []


def test_what_is_written_reads_the_same() -> None:
    card = ReadersCard(clinic='a "b" \\ c', note="ÄÖ — 日本")
    assert written(card) == 'clinic = "a \\"b\\" \\\\ c"\nnote = "ÄÖ — 日本"\n'
