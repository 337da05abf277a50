"""Which files are checked, against what, and every problem of each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from salvage_cli import places
from salvage_cli.author.schema import VOCABULARIES, Kind
from salvage_cli.check.allow import allowed
from salvage_cli.check.rules import RULES
from salvage_cli.check.shape import SHAPE, shaped
from salvage_cli.check.subject import Subject, stem
from salvage_cli.check.world import World
from salvage_cli.library import Library
from salvage_cli.names import ENDING, misnamed, plain
from salvage_cli.places import Shelf
from salvage_cli.problems import Finding, Problem, SalvageError
from salvage_cli.toml_file import read

CARD = "card.toml"
"""The reader's card: no knowledge."""
_SHARED: tuple[Kind, ...] = ("effects", "glossary", "sources")
_SHAPE = frozenset(rule.name for rule in SHAPE)
"""What keeps a file from being used; the other rules are promises of what it says."""
OURS = ("search", "learned-outcome", "learned-section", "changes")
"""Files that only the bundled library has."""


class Checked:
    """What was found in how many files; `shelves` has the same for each folder, where all were checked."""

    def __init__(self) -> None:
        self.files = 0
        self.problems: list[Problem] = []
        self.shelves: list[tuple[str, Checked]] = []

    def add(self, shelf: Shelf, found: Checked) -> None:
        """What was found in one of several folders."""
        name = "the library that came with the program" if shelf.bundled else _shown(shelf.folder)
        self.shelves.append((name, found))
        self.files += found.files
        self.problems += found.problems


def check(paths: list[Path], environment: Mapping[str, str], today: date) -> Checked:
    """Everything that is wrong with these files and folders; without any, with all that is loaded.

    Raises SalvageError (unreadable, unknown): one of them is not there.
    """
    own = places.own(environment)
    bundled = places.bundled()
    done = Checked()
    if not paths:
        for shelf in (bundled, *own):
            found = Checked()
            _folder(World(Library(bundled, () if shelf.bundled else own), shelf, today), found)
            done.add(shelf, found)
    single: list[tuple[Path, World]] = []
    for path in paths:
        if os.path.isdir(path):  # which raises nothing where it may not look
            _folder(_world(path, own, bundled, today), done)
        else:
            for file, folder in _named(path, (*own, bundled)):
                single.append((file, _world(folder, own, bundled, today)))
                _all([file], single[-1][1], done)
    done.problems += _beside(single)
    return done


def _folder(world: World, done: Checked) -> None:
    if shut := places.unopened(world.shelf):
        done.problems.append(shut)
    else:
        _all(_files(world.shelf), world, done)
        done.problems += _misnamed(world.shelf)


def _named(path: Path, shelves: tuple[Shelf, ...]) -> Iterator[tuple[Path, Path]]:
    """A file with the folder that it belongs to; or the files of the condition of that name."""
    if os.path.lexists(path) or path.suffix == ".toml" or len(path.parts) > 1:
        if not os.path.lexists(path):
            raise SalvageError("unreadable", f"there is no file or folder “{path}”", "check the name")
        yield path, places.around(path)
        return
    slug = plain(path.name)
    found = [(shelf.conditions / f"{slug}.toml", shelf.folder) for shelf in shelves]
    if not (found := [(file, folder) for file, folder in found if os.path.isfile(file)]):
        hint = "name a file, a folder, or a condition as salvage list has it"
        raise SalvageError("unknown", f"there is no file, folder or condition called “{path}”", hint)
    yield from found


def _beside(single: list[tuple[Path, World]]) -> Iterator[Problem]:
    """For each file that is read with those checked, and was not named itself: why it cannot be used."""
    own = [(file, world) for file, world in single if not world.shelf.bundled]
    read_too = {world.shelf.folder / f"{kind}.toml": world for _, world in own for kind in _SHARED}
    for path, world in read_too.items():
        if os.path.lexists(path) and not any(_same(path, file) for file, _ in own):
            wrong = [one for one in problems(path, world) if one.severity == "error" and one.rule in _SHAPE]
            for first in wrong[:1]:
                message = f"the {path.name} beside what you check cannot be used as it is: {first.message}"
                yield first.replaced(message=message, hint=f"{first.hint}; {first.checked}")


def _world(folder: Path, own: tuple[Shelf, ...], bundled: Shelf, today: date) -> World:
    """The library around a folder. A folder that has all that the bundled one has is read in its place."""
    if _same(folder, bundled.folder):
        return World(Library(bundled), bundled, today)
    if os.path.isfile(folder / "search.toml") and os.path.isdir(folder / "conditions"):
        whole = Shelf(folder, True, "a library of its own")
        return World(Library(whole), whole, today)
    shelf = Shelf(folder, False, "named to be checked")
    others = tuple(one for one in own if not _same(one.folder, folder))
    return World(Library(bundled, (shelf, *others)), shelf, today)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _files(shelf: Shelf) -> list[Path]:
    """Every TOML file of a shelf that is read, or that looks as if it were meant to be."""
    return [path for path in _listed(shelf) if path.name.endswith(".toml")]


def _listed(shelf: Shelf) -> list[Path]:
    folders = dict.fromkeys((shelf.folder, shelf.conditions))
    try:
        return sorted(path for folder in folders for path in folder.iterdir())
    except OSError:
        return []


def _misnamed(shelf: Shelf) -> list[Problem]:
    """Files whose names only seem to end in .toml."""
    found = ((path, misnamed(path.name)) for path in _listed(shelf))
    return [
        Problem(_shown(path), None, f"is not read: {ENDING}", f"call it {better}", "file-ending", "warning")
        for path, better in found
        if better
    ]


def _all(paths: list[Path], world: World, done: Checked) -> None:
    for path in paths:
        if path.name == CARD or (world.shelf.bundled and path.stem in OURS):
            continue
        done.files += 1
        done.problems += problems(path, world)


def problems(path: Path, world: World) -> list[Problem]:
    """Every problem of one file: errors first, then warnings and notices, each by place."""
    file = read(path, _shown(path))
    if isinstance(file, Problem):
        return [file]
    if path.stem in OURS:
        message = f"this file is not read: only the bundled library has a {path.stem}.toml"
        return [Problem(file.name, None, message, "remove it", "not-read", "notice")]
    if _astray(path, world):
        message = "this file is not read: here conditions stand in the folder `conditions`"
        return [Problem(file.name, None, message, "move it there, or remove it", "not-read", "notice")]
    tables = file.parsed()
    if isinstance(tables, Problem):
        return [tables]
    kind: Kind = next((kind for kind in VOCABULARIES if kind == stem(path)), "condition")
    if kind == "condition" and not tables:
        return [Problem(file.name, None, "holds nothing", "salvage new makes a page to fill in", "empty")]
    shape = shaped(kind, file, tables, world)
    subject = Subject(path, file, kind, shape.tables, world, shape.taken)
    found = [finding for rule in RULES.values() for finding in rule.findings(subject)]
    found = [*shape.findings, *allowed(subject, found, RULES)]
    return sorted(map(_graded, file.located(_once(found))), key=_order)


def _astray(path: Path, world: World) -> bool:
    """Whether a condition stands beside the folder of conditions and not in it."""
    shelf = world.shelf
    in_place = _same(path.parent, shelf.conditions) or not _same(path.parent, shelf.folder)
    return path.stem not in VOCABULARIES and not in_place


def _once(findings: list[Finding]) -> list[Finding]:
    """One problem at one place is said once."""
    return list({(one.path, one.part, one.rule, one.message): one for one in findings}.values())


def _graded(problem: Problem) -> Problem:
    return problem.replaced(severity=RULES[problem.rule].severity)


def _order(problem: Problem) -> tuple[int, int, int, str]:
    severities = ("error", "warning", "notice")
    return severities.index(problem.severity), problem.line or 0, problem.column or 0, problem.rule


def _shown(path: Path) -> str:
    """The name of a file as one can type it from here."""
    absolute = path.absolute()
    here = Path.cwd()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(path)
