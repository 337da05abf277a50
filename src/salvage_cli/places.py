"""Where things are: the bundled knowledge and the reader's own folders. Nothing is created."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from salvage_cli.clean import shown
from salvage_cli.names import ENDING, is_slug, misnamed
from salvage_cli.problems import Problem, SalvageError
from salvage_cli.record import Record

NAME = "salvage"
INSIDE = Path(__file__).parent / "data"
"""The bundled knowledge of an installed program."""
VOCABULARIES = ("effects", "glossary", "sources", "search", "learned-outcome", "learned-section", "changes")
NO_CONDITIONS = (*VOCABULARIES, "card")
"""Names of files that are no pages; on some platforms settings and data share a folder."""


class Shelf(Record):
    """A folder of knowledge, whose it is, and why it is used."""

    folder: Path
    bundled: bool
    why: str

    @cached_property
    def conditions(self) -> Path:
        """The folder of condition files: `conditions` inside, or the folder itself."""
        inner = self.folder / "conditions"
        return inner if os.path.isdir(inner) else self.folder  # which says no where it may not look


def bundled() -> Shelf:
    """The knowledge that came with the program: inside the package, or beside `src` in a checkout."""
    if INSIDE.is_dir():
        return Shelf(INSIDE, True, "came with the program")
    return Shelf(INSIDE.parents[2] / "data", True, "came with the program (a checkout)")


def is_installed(folder: Path) -> bool:
    """Whether a folder of bundled knowledge was built into the program, and so is not to change."""
    return folder == INSIDE


def own(environment: Mapping[str, str]) -> tuple[Shelf, ...]:
    """The reader's own folders, first come first: SALVAGE_PATH, then the user's data folder."""
    named = [part for part in environment.get("SALVAGE_PATH", "").split(os.pathsep) if part]
    shelves = [Shelf(Path(part), False, _named(Path(part))) for part in named]
    if (home := user_data(environment)) is not None and os.path.isdir(home):
        shelves.append(Shelf(home, False, "your data folder"))
    return tuple(shelves)


def around(file: Path) -> Path:
    """The folder of knowledge that a page stands in: the one that holds `conditions`, if it stands there."""
    parent = Path(os.path.abspath(file)).parent
    return parent.parent if parent.name == "conditions" else parent


def unopened(shelf: Shelf) -> Problem | None:
    """Why no file of this folder can be read, if that is so; a folder that is not there is no problem."""
    for folder in (shelf.folder, shelf.conditions):
        try:
            os.scandir(folder).close()
            os.stat(os.path.join(folder, os.curdir))  # a folder may be listed, and its files shut away
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = (error.strerror or "error").lower()
            return Problem(
                shown(folder), None, f"cannot be opened: {reason}", "check the folder and its rights"
            )
    return None


def page_file(name: str) -> Path | None:
    """The file that `name` is the path of, `~` resolved; None where it is the name of a condition.

    Raises SalvageError (unknown): it is a path, and no page can be read there.
    """
    path = os.path.expanduser(name)
    if name.endswith(".toml"):
        return Path(path)
    there = (os.sep in name or misnamed(name)) and (os.path.exists(path) or os.path.isfile(f"{path}.toml"))
    if not there and not name.startswith(_PATHS):
        return None
    if os.path.isfile(path) and (better := misnamed(os.path.basename(path))):
        hint = f"call it {better}: {ENDING}"
    elif os.path.isfile(f"{path}.toml"):
        hint = f"did you mean {name}.toml?"
    elif os.path.isdir(path):
        hint = f"name a file in it, such as {os.path.join(name, 'draft.toml')}"
    else:
        hint = "a page is read from a file whose name ends in .toml"
    raise SalvageError("unknown", f"`{name}` is not a page", hint)


_PATHS = tuple(f"{start}{os.sep}" for start in ("", ".", "..", "~"))


def _named(folder: Path) -> str:
    return "named in SALVAGE_PATH" + ("" if os.path.isdir(folder) else "; there is no such folder")


def unused(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Places for own folders that are not used now, and why."""
    home = user_data(environment)
    rows = [] if environment.get("SALVAGE_PATH") else [("SALVAGE_PATH", "is not set")]
    if home is not None and not os.path.isdir(home):
        rows.append((str(home), "your data folder; it does not exist"))
    return tuple(rows)


def user_data(environment: Mapping[str, str]) -> Path | None:
    """The platform's folder for a user's data; None where there is no home.

    XDG Base Directory Specification 0.8: a relative path in XDG_DATA_HOME is to be ignored.
    """
    if sys.platform == "win32":
        return _under(environment.get("LOCALAPPDATA"))
    if sys.platform == "darwin":
        return _under(environment.get("HOME"), "Library", "Application Support")
    return _under(environment.get("XDG_DATA_HOME")) or _under(environment.get("HOME"), ".local", "share")


def user_cache(environment: Mapping[str, str]) -> Path | None:
    """The platform's folder for what can be made again; None where there is no home."""
    if sys.platform == "win32":
        return _under(environment.get("LOCALAPPDATA"), "Cache")
    if sys.platform == "darwin":
        return _under(environment.get("HOME"), "Library", "Caches")
    return _under(environment.get("XDG_CACHE_HOME")) or _under(environment.get("HOME"), ".cache")


def user_settings(environment: Mapping[str, str]) -> Path | None:
    """The platform's folder for a user's settings; None where there is no home."""
    if sys.platform == "win32":
        return _under(environment.get("APPDATA"))
    if sys.platform == "darwin":
        return _under(environment.get("HOME"), "Library", "Application Support")
    return _under(environment.get("XDG_CONFIG_HOME")) or _under(environment.get("HOME"), ".config")


def card(environment: Mapping[str, str]) -> Path | None:
    """Where the reader's own card is, or would be; None where there is no home."""
    settings = user_settings(environment)
    return settings / "card.toml" if settings else None


def index(environment: Mapping[str, str]) -> Path | None:
    """Where the search index is kept; deleting it is always safe."""
    cache = user_cache(environment)
    return cache / "index.sqlite3" if cache else None


def _under(base: str | None, *parts: str) -> Path | None:
    if not base or not os.path.isabs(base):
        return None
    return Path(base, *parts, NAME)


def condition_files(shelf: Shelf) -> Iterator[tuple[str, Path]]:
    """The short name and the path of each page on a shelf, in no order."""
    try:
        paths = list(shelf.conditions.glob("*.toml"))
    except OSError:
        return
    for path in paths:
        if path.stem not in NO_CONDITIONS and is_slug(path.stem):
            yield path.stem, path
