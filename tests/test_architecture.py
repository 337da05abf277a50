"""docs/architecture.md is a map of what is there: it names nothing else, and every folder of the package."""

import re

from tests.conftest import HERE

ROOT = HERE.parent
PACKAGE = ROOT / "src" / "salvage_cli"
PATH = ROOT / "docs" / "architecture.md"
PAGE = PATH.read_text(encoding="utf-8")
NAMED = set(re.findall(r"`((?:[\w.-]+/)*[\w.-]+(?:/|\.py|\.toml|\.md)|\.ci/run)`", PAGE))


def test_every_place_that_it_names_is_there() -> None:
    assert len(NAMED) > 20
    assert {name for name in NAMED if not ((PACKAGE / name).exists() or (ROOT / name).exists())} == set()


def test_it_names_every_folder_of_the_package() -> None:
    folders = {
        f"{path.relative_to(PACKAGE).as_posix()}/"
        for path in PACKAGE.rglob("*")
        if path.is_dir() and any(path.glob("*.py"))
    }
    assert folders - NAMED == set()


def test_every_page_that_it_links_to_is_there() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", PAGE)
    assert linked
    assert [name for name in linked if not (PATH.parent / name).exists()] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path for path in PACKAGE.rglob("*.py") if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []
