"""What becomes of each file in the reader's own folders: shown, hidden by another, or not read, and why."""

from __future__ import annotations

import os
from pathlib import Path

from salvage_cli.clean import clean, shown
from salvage_cli.library import Library
from salvage_cli.names import ENDING, is_slug, misnamed
from salvage_cli.places import NO_CONDITIONS, Shelf, condition_files
from salvage_cli.problems import Problem
from salvage_cli.record import Record

ADDS = ("effects.toml", "glossary.toml", "sources.toml", "card.toml")
"""Files that may stand beside pages: three that add ids, and the reader's card."""


class OwnFile(Record):
    """A file of the reader's. `behind` is an earlier folder that has the same condition, and so hides it.

    `replaces`: there is a bundled page of that name. `leads` is the real place of a link.
    """

    path: Path
    slug: str
    shelf: Shelf
    problem: Problem | None
    behind: Shelf | None
    replaces: bool
    leads: str | None

    @property
    def used(self) -> bool:
        return self.problem is None and self.behind is None


def own_files(library: Library) -> list[OwnFile]:
    """Every condition file of the reader's, in the order of the folders, and files that are taken for one."""
    unusable = library.unusable()
    bundled = {slug for slug, _ in condition_files(library.bundled)}
    first: dict[str, Shelf] = {}
    found: list[OwnFile] = []
    for shelf in library.own:
        for slug, path in sorted(condition_files(shelf)):
            problem = unusable.get(path) or (None if slug in bundled else _taken(library, slug, path))
            leads = os.path.realpath(path) if os.path.islink(path) else None
            found.append(OwnFile(path, slug, shelf, problem, first.get(slug), slug in bundled, leads))
            if problem is None:
                first.setdefault(slug, shelf)
        found += (OwnFile(path, "", shelf, _odd(path), None, False, None) for path in _others(shelf))
    return found


def _taken(library: Library, slug: str, path: Path) -> Problem | None:
    if (other := library.taken(slug)) is None:
        return None
    return Problem(shown(path), None, f"is called like the bundled page {other}", "give it another name")


def _others(shelf: Shelf) -> list[Path]:
    """Files that no page comes from, though their writer may think so."""
    names: set[Path] = set()
    for folder in {shelf.folder, shelf.conditions}:
        try:
            names |= {
                folder / name for name in os.listdir(folder) if name.endswith(".toml") or misnamed(name)
            }
        except OSError:
            continue
    return sorted(path for path in names if path.name not in ADDS and not _is_page(path, shelf))


def _is_page(path: Path, shelf: Shelf) -> bool:
    return (
        not misnamed(path.name)
        and path.parent == shelf.conditions
        and path.stem not in NO_CONDITIONS
        and is_slug(path.stem)
    )


def _odd(path: Path) -> Problem:
    name = shown(path)
    if better := misnamed(path.name):
        return Problem(name, None, f"is not read: {ENDING}", f"call it {clean(better)}")
    if path.stem in NO_CONDITIONS:
        return Problem(name, None, "is not read: only the one that came with the program is", "remove it")
    if is_slug(path.stem):
        return Problem(name, None, "is not read: pages are in the folder `conditions`", "move it there")
    return Problem(name, None, "is not read: the name of a page is a-z, 0-9 and hyphens", "rename it")
