"""Promises 1, 8 and 9 under files that mean harm: what is promised of each holds in every layout."""

import subprocess
import sys

import pytest

from tests.conftest import TODAY, environment
from tests.hostile.files import FILES, Case
from tests.hostile.pages import shelf
from tests.hostile.run import LOOKS, Ended, expected, leaks, run, said

RUNS = [*(("explain", look) for look in LOOKS), ("side-effects", "text"), ("side-effects", "json")]
"""Every layout of the whole page; of the other commands, which print part of it, two."""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All hostile files in one folder with a good one, as an environment."""
    folder = tmp_path_factory.mktemp("hostile")
    shelf(folder / "own", **{case.slug: case.data for case in FILES})
    return {"HOME": str(folder), "SALVAGE_PATH": str(folder / "own"), "SALVAGE_TODAY": TODAY}


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
        for command, look in RUNS
        for what in promised(look, command, case, run(library, command, case.slug, *LOOKS[look]))
    ]
    assert broken == []


@pytest.mark.parametrize("look", LOOKS)
def test_all_hostile_files_together_leave_the_list_whole(look: str, library: dict[str, str]) -> None:
    ended = run(library, "list", *LOOKS[look])
    assert (ended.code, leaks(look, ended)) == (0, set())
    slugs = {case.slug for case in FILES if case.expect != "refused"} | {"exampleitis", "hiv"}
    assert {slug for slug in slugs if slug not in ended.out} == set()
    refused = {case.slug for case in FILES if case.expect == "refused"}
    assert {slug for slug in refused if f"{slug}.toml" not in ended.err} == set()
    assert len(ended.err.splitlines()) == len(refused)


@pytest.mark.parametrize("look", LOOKS)
def test_all_hostile_files_together_leave_a_search_whole(look: str, library: dict[str, str]) -> None:
    for words in (["sleep helps"], ["nausea"], ['[red] NEAR("a" *) {0}'], ["\x1b]52;c;QQ==\x07 stop \u202e"]):
        ended = run(library, "search", *words, "--limit", "100", *LOOKS[look])
        assert ended.code in (0, 1)
        assert (leaks(look, ended), ended.err) == (set(), "")


GREEDY = (
    "statements",
    "effects",
    "marks-long",
    "han-and-spaces",
    "sources-cited",
    "fences",
    "tables-in-tables",
)
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
