"""What Tab offers, asked as a shell asks; tests/test_terminal.py presses the key."""

from pathlib import Path

import pytest

from tests.conftest import Run


def offered(salvage: Run, line: str, env: dict[str, str] | None = None) -> list[str]:
    """The words that bash is given at the end of a line."""
    words = line.split(" ")
    asked = {"_SALVAGE_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = salvage(env={**asked, **(env or {})})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("salvage side", "side-effects"),
        ("salvage explain pros", "prostate-cancer"),
        ("salvage explain prostate can", "cancer"),
        ("salvage explain psa ", "rising"),
        ("salvage explain ", "hiv"),
        ("salvage explain hiv.out", "hiv.outlook"),
        ("salvage explain hiv --section out", "outlook"),
        ("salvage search pain --condition lung-c", "lung-cancer"),
        ("salvage define regi", "regimen"),
        ("salvage sources glio", "glioblastoma"),
        ("salvage explain hiv --form", "--format"),
        ("salvage explain hiv --format ", "markdown"),
        ("salvage explain exampl", "exampleitis"),
    ],
)
def test_tab_offers_what_may_stand_there(line: str, word: str, salvage: Run) -> None:
    assert word in offered(salvage, line)


def test_tab_offers_nothing_that_does_not_begin_so(salvage: Run) -> None:
    assert offered(salvage, "salvage explain xqz") == []
    assert {word[:2] for word in offered(salvage, "salvage explain hi")} == {"hi"}


def test_tab_offers_the_same_from_the_index_as_from_the_files(tmp_path: Path, salvage: Run) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    lines = ("salvage explain ", "salvage explain p", "salvage explain lung ", "salvage explain breast c")
    from_files = [offered(salvage, line, env) for line in lines]
    assert not list(tmp_path.iterdir()), "Tab makes no index"
    salvage("search", "pain", env=env)
    assert [offered(salvage, line, env) for line in lines] == from_files


def test_what_tab_offers_is_understood(salvage: Run) -> None:
    for word in offered(salvage, "salvage explain b")[:5]:
        assert salvage("urgent", word).returncode == 0
