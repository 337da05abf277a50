"""Promises 1, 8 and 9 under files that mean harm: what is promised of each holds in every layout."""

import pytest

from tests.conftest import TODAY
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
