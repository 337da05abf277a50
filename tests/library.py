"""What tests read of the libraries: bundled and made up, and every string in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from salvage_cli import places
from salvage_cli.compose.condition import condition as compose
from salvage_cli.knowledge import SectionId
from salvage_cli.library import Library
from salvage_cli.page import Page
from salvage_cli.places import Shelf

KNOWLEDGE = Path(__file__).parent / "knowledge"
BUNDLED = Library(places.bundled())
MADE_UP = Library(Shelf(KNOWLEDGE, True, "made up for tests"))
SLUGS = sorted(BUNDLED.heads)
LIBRARIES = {**dict.fromkeys(SLUGS, BUNDLED), "exampleitis": MADE_UP}
assert "hiv" in SLUGS, "an empty library would pass every test over it"

# Keys whose strings are not for the page: ids, names to be found by, and choices that the page says in words.
UNSHOWN = {
    "id", "aliases", "ambiguous", "broader", "terms", "cites", "phrases", "section", "effect", "kind",
    "urgency", "rung", "moment", "why", "extent", "also", "read", "checked", "due", "count", "of", "to",
    "allow",
}  # fmt: skip


def page(slug: str, section: SectionId | None = None, *, detail: bool = True) -> Page:
    """A page of a condition of either library, on a day on which none is overdue."""
    dossier = LIBRARIES[slug].find(slug)
    return compose(dossier, "explain", section, detail=detail, today=date(2026, 1, 1), hash="0" * 12)


def raw(slug: str) -> dict[str, Any]:
    """A condition file as TOML has it, without our decoder."""
    path = LIBRARIES[slug].bundled.conditions / f"{slug}.toml"
    return tomli.loads(path.read_text(encoding="utf-8"))


def vocabulary(slug: str, name: str) -> dict[str, dict[str, Any]]:
    """effects or glossary of the library that holds `slug`, as TOML has it."""
    return {id: held for id, held in shared(slug, name).items() if id not in ("source", "allow")}


def shared(slug: str, name: str) -> dict[str, Any]:
    """A vocabulary file as TOML has it, with the sources that only it cites."""
    path = LIBRARIES[slug].bundled.folder / f"{name}.toml"
    return tomli.loads(path.read_text(encoding="utf-8"))


def bibliography() -> list[tuple[str, dict[str, Any]]]:
    """Every source of the bundled library with its id, wherever it stands."""
    files = [shared("general", "effects"), shared("general", "glossary"), *map(raw, SLUGS)]
    found = list(vocabulary("general", "sources").items())
    return found + [held for file in files for held in file.get("source", {}).items()]


def strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a file that belongs on a page, with its key."""
    if isinstance(value, str) and key not in UNSHOWN:
        yield key, value
    elif isinstance(value, dict):
        for name, held in value.items():
            if name not in UNSHOWN:
                yield from strings(held, name)
    elif isinstance(value, list):
        for held in value:
            yield from strings(held, key)
