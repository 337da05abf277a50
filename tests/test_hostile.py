"""Promises 1, 8 and 9 under files that mean harm: what is promised of each holds in every layout."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from salvage_cli.check import report
from salvage_cli.check.run import Checked, check
from salvage_cli.output import Terminal
from salvage_cli.problems import Problem
from tests.conftest import TODAY, environment
from tests.hostile.files import FILES, Case
from tests.hostile.pages import shelf
from tests.hostile.run import LOOKS, Ended, acting, expected, leaks, looking, page_of, run, said


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All hostile files in one folder with a good one, as an environment."""
    folder = tmp_path_factory.mktemp("hostile")
    shelf(folder / "own", **{case.slug: case.data for case in FILES})
    return {"HOME": str(folder), "SALVAGE_PATH": str(folder / "own"), "SALVAGE_TODAY": TODAY}


def runs(env: dict[str, str], case: Case) -> Iterator[tuple[str, str, Ended]]:
    """What a file comes to: command, look, what was left.

    A file that is refused makes no page, so there is no more to it than the message, as text and as
    JSON. Of any other the program shows the page as text; then the same page is rendered in every look.
    """
    if case.expect == "refused":
        yield "explain", "text", run(env, "explain", case.slug)
        yield "explain", "json", run(env, "explain", case.slug, "--format", "json")
        return
    for command, looks in {"explain": tuple(LOOKS), "side-effects": ("json",)}.items():
        whole = run(env, command, case.slug)
        yield command, "text", whole
        if whole.code == 0:
            page, err = page_of(env, command, [case.slug])
            assert looking(page, "text") == whole.out
            yield from ((command, look, Ended(0, looking(page, look), err)) for look in looks)


def promised(look: str, command: str, case: Case, ended: Ended) -> list[str]:
    """What of the promises that hold for every output is broken."""
    broken = [f"leaks {leak!r}" for leak in leaks(look, ended)]
    for word in ("Traceback", "something went wrong"):
        broken += [f"says {word}"] if word in ended.all else []
    if case.expect == "refused":
        broken += _refusal(look, case, ended)
    elif (ended.code, ended.err) != (0, ""):
        broken.append(f"ends with {ended.code}: {ended.err[:300]}")
    else:
        shown = said(look, ended.out)
        wanted = case.shown if command == "explain" else ()
        broken += [f"lacks {text[:80]!r}" for text in wanted if expected(look, text) not in shown]
        broken += [f"holds {text!r}" for text in case.never if expected(look, text) in shown]
    return broken


def _refusal(look: str, case: Case, ended: Ended) -> list[str]:
    """One line, or one JSON object, that names file, line and reason."""
    if ended.code != 4:
        return [f"ends with {ended.code}, not 4: {ended.all[:300]}"]
    line = case.line()
    place = f"{case.slug}.toml:{line}: " if line else f"{case.slug}.toml"
    message = ended.out if look == "json" else ended.err
    silent = ended.err if look == "json" else ended.out
    one_line = look == "json" or message.count("\n") == 1
    checks = {
        f"does not name {place}: {message[:300]}": place in message,
        f"does not say {case.said!r}: {message[:300]}": case.said in message,
        "is more than one line": one_line,
        "writes to both streams": not silent,
    }
    return [what for what, holds in checks.items() if not holds]


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_a_hostile_file_does_what_is_promised_of_it(case: Case, library: dict[str, str]) -> None:
    broken = [
        f"{command} {look}: {what}"
        for command, look, ended in runs(library, case)
        for what in promised(look, command, case, ended)
    ]
    assert broken == []


def test_all_hostile_files_together_leave_the_list_whole(library: dict[str, str]) -> None:
    page, err = page_of(library, "list")
    assert acting(err) == set()
    refused = {case.slug for case in FILES if case.expect == "refused"}
    assert {slug for slug in refused if f"{slug}.toml" not in err} == set()
    assert len(err.splitlines()) == len(refused)
    slugs = {case.slug for case in FILES if case.expect != "refused"} | {"exampleitis", "hiv"}
    for look in LOOKS:
        shown = Ended(0, looking(page, look), "")
        assert (look, leaks(look, shown)) == (look, set())
        assert {slug for slug in slugs if slug not in shown.out} == set()


QUESTIONS = ("sleep helps", "nausea", '[red] NEAR("a" *) {0}', "\x1b]52;c;QQ==\x07 stop \u202e")


@pytest.mark.parametrize("question", QUESTIONS)
def test_all_hostile_files_together_leave_a_search_whole(question: str, library: dict[str, str]) -> None:
    page, err = page_of(library, "search", [question], limit=100)
    assert (err.count("\n") <= 1, acting(err)) == (True, set())
    for look in LOOKS:
        shown = Ended(0, looking(page, look), "")
        assert (look, leaks(look, shown)) == (look, set())
        assert said(look, shown.out)


REFERENCE: tuple[tuple[str, ...], ...] = (("define",), ("sources",), ("changes",), ("where",))


@pytest.mark.parametrize("words", REFERENCE, ids=" ".join)
def test_all_hostile_files_together_leave_what_is_looked_up_whole(
    words: tuple[str, ...], library: dict[str, str]
) -> None:
    page, err = page_of(library, *words)
    assert err == ""
    for look in LOOKS:
        assert (look, leaks(look, Ended(0, looking(page, look), ""))) == (look, set())


GREEDY = (
    "statements",
    "effects",
    "marks-long",
    "han-and-spaces",
    "sources-cited",
    "fences",
    "tables-in-tables",
)
GREEDY_TO_CHECK = ("cites-nowhere", "terms-nowhere", "escapes-long", "questions", "words-of-20000")
LIMITS = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from salvage_cli.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("name", GREEDY)
def test_the_greediest_files_keep_to_ten_seconds_and_a_gigabyte(name: str, library: dict[str, str]) -> None:
    case = next(case for case in FILES if case.name == name)
    words = [sys.executable, "-c", LIMITS, "explain", case.slug, "--color", "always"]
    done = subprocess.run(words, env=environment(library), capture_output=True, encoding="utf-8", timeout=120)
    assert promised("color", "side-effects", case, Ended(done.returncode, done.stdout, done.stderr)) == []


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("name", GREEDY_TO_CHECK)
def test_check_keeps_to_ten_seconds_and_a_gigabyte(name: str, format: str, tmp_path: Path) -> None:
    case = next(case for case in FILES if case.name == name)
    own = shelf(tmp_path / "own", **{case.slug: case.data})
    file = str(own / "conditions" / f"{case.slug}.toml")
    words = [sys.executable, "-c", LIMITS, "check", file, "--format", format]
    done = subprocess.run(
        words, env=environment({"SALVAGE_PATH": str(own)}), capture_output=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (1, b"")


SMALL = [case for case in FILES if not case.large]


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """What `salvage check` finds in all but the long files, found once and written in many ways."""
    own = shelf(tmp_path_factory.mktemp("checked") / "own", **{case.slug: case.data for case in SMALL})
    return check([own], {"HOME": str(own), "SALVAGE_PATH": str(own)}, date.fromisoformat(TODAY))


WRITTEN: dict[str, Callable[[Checked], str]] = {
    "text": lambda found: report.text(found, Terminal(False, 80, 24, False, "utf-8"), None),
    "wrapped": lambda found: report.text(found, Terminal(True, 40, 24, False, "utf-8"), 40),
    "ascii": lambda found: report.text(found, Terminal(False, 80, 24, False, "ascii"), None),
    "color": lambda found: report.text(found, Terminal(True, 80, 24, True, "utf-8"), 80),
    "json": report.as_json,
    "github": report.github,
}


@pytest.mark.parametrize("format", WRITTEN)
def test_check_tells_of_every_hostile_file_and_nothing_acts(format: str, checked: Checked) -> None:
    shown = WRITTEN[format](checked)
    assert acting(re.sub(r"\x1b\[[\d;]*m", "", shown) if format == "color" else shown) == set()
    assert format != "ascii" or shown.isascii()
    if format == "json":
        assert len(json.loads(shown)["problems"]) == len(checked.problems)


def test_check_finds_an_error_in_every_file_that_is_refused(checked: Checked) -> None:
    wrong = {Path(one.file).stem for one in checked.problems if one.severity == "error"}
    assert {case.slug for case in SMALL if case.expect == "refused"} - wrong == set()


HIDDEN_AS_IT_IS = [case for case in FILES if case.name in ("escape-raw", "bidi-raw", "c1-raw", "nul-raw")]


@pytest.mark.parametrize("case", HIDDEN_AS_IT_IS, ids=lambda case: case.name)
def test_the_excerpt_of_a_hostile_line_names_what_is_hidden(case: Case, checked: Checked) -> None:
    found = [one for one in checked.problems if Path(one.file).stem == case.slug and one.excerpt]
    shown = [report.as_json(_only(one)) for one in found]
    assert any("<U+" in text for text in shown)


def _only(problem: Problem) -> Checked:
    found = Checked()
    found.problems = [problem]
    return found
