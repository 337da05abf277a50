"""What the files of a library are now: enough to know which of them changed since the index was made.

Every search asks, so it asks little: one look at each file of one's own, by the folder it is in,
and one signature for all that came with the program.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from zlib import crc32

from salvage_cli.library import Library
from salvage_cli.names import is_slug
from salvage_cli.places import NO_CONDITIONS, VOCABULARIES
from salvage_cli.record import Record
from salvage_cli.search.crew import PROCESSORS, shared_out

TOML = ".toml"
MANY = 2000
"""Files that are worth the start of more processes."""


class Folder(Record):
    """The TOML files of one folder. `stamps` are three numbers for each: size in bytes, times in ns.

    `sealed` is the hash of a folder that is as it was built; its files are not looked at.
    """

    path: str
    names: tuple[str, ...]
    stamps: Sequence[int]
    sealed: str

    def signature(self, place: int) -> str:
        """What changes when the file at this place changes."""
        return self.sealed or " ".join(map(str, self.stamps[3 * place : 3 * place + 3]))


class State(Record):
    """Every file that an index is made of. `conditions` are where condition files are, first come first."""

    conditions: tuple[Folder, ...]
    shared: tuple[Folder, ...]

    @cached_property
    def whole(self) -> str:
        """One signature for all of it."""
        return _crc((*self.conditions, *self.shared))

    @cached_property
    def words(self) -> str:
        """One signature for the vocabularies: when one of them changes, any page may read differently."""
        return _crc(self.shared)

    def files(self) -> dict[str, tuple[str, str]]:
        """The path and signature of every condition, by slug.

        The first folder that has one wins, but what it stands before can show through it (a bundled
        page's signs, or all of it where the first cannot be read) and is part of the signature.
        """
        found: dict[str, tuple[str, str]] = {}
        for folder in self.conditions:
            for place, name in enumerate(folder.names):
                slug, signature = name[: -len(TOML)], folder.signature(place)
                if slug in found:
                    path, first = found[slug]
                    found[slug] = path, f"{first} {signature}"
                elif slug not in NO_CONDITIONS and is_slug(slug):
                    found[slug] = os.path.join(folder.path, name), signature
        return found


def state(library: Library) -> State:
    """How the files of a library are at this moment."""
    return looking(library)()


def looking(library: Library) -> Callable[[], State]:
    """Begin to look at the files of a library; many of them are looked at by other processes meanwhile."""
    begun: list[tuple[Callable[[], Folder], Callable[[], Folder] | None]] = []
    for shelf in library.shelves:
        sealed = library.seal.hash if shelf.bundled and library.seal.sums else ""
        beside = shelf.folder != shelf.conditions
        begun.append((_folder(shelf.conditions, sealed), _folder(shelf.folder, sealed) if beside else None))

    def ended() -> State:
        conditions = tuple([found() for found, _ in begun])
        # Where there is no inner folder, conditions and vocabularies stand side by side.
        shared = [outer() if outer else _words(conditions[n]) for n, (_, outer) in enumerate(begun)]
        return State(conditions, tuple(shared))

    return ended


def _folder(path: Path, sealed: str) -> Callable[[], Folder]:
    names: list[str] = []
    stamps: Callable[[], array[int]] = partial(array, "q")
    with suppress(OSError):
        names = [name for name in os.listdir(path) if name.endswith(TOML)]  # in the order of the folder
        if not sealed:
            stamps = _stamps(path, names)
    return lambda: Folder(str(path), tuple(names), stamps(), sealed)


def _words(folder: Folder) -> Folder:
    """Only the vocabularies of a folder."""
    places = [place for place, name in enumerate(folder.names) if name.removesuffix(TOML) in VOCABULARIES]
    stamps = array("q", (stamp for place in places for stamp in folder.stamps[3 * place : 3 * place + 3]))
    return Folder(folder.path, tuple(folder.names[place] for place in places), stamps, folder.sealed)


def _stamps(path: Path, names: Sequence[str]) -> Callable[[], array[int]]:
    """Size and times of files, by all processors if there are many files."""
    if len(names) < MANY:
        found = _looked(path, names)
        return lambda: found
    size = -(-len(names) // PROCESSORS)
    parts = [names[start : start + size] for start in range(0, len(names), size)]
    work = shared_out(lambda n: (n, _looked(path, parts[n]).tobytes()), range(len(parts)), many=1)
    return lambda: array("q", b"".join(stamps for _, stamps in sorted(work)))


def _looked(path: Path, names: Sequence[str]) -> array[int]:
    """Size and times of files, one after the other; three zeros for one that cannot be looked at."""
    at = os.open(path, os.O_RDONLY) if os.stat in os.supports_dir_fd else None
    base = "" if at is not None else f"{path}{os.sep}"
    stamps = array("q")
    add, look = stamps.append, os.stat  # ten thousand times, in every search
    try:
        for name in names:
            try:
                found = look(base + name, dir_fd=at)
            except OSError:
                stamps.extend((0, 0, 0))
            else:
                add(found.st_size)
                add(found.st_mtime_ns)
                add(found.st_ctime_ns)
    finally:
        if at is not None:
            os.close(at)
    return stamps


def _crc(folders: Sequence[Folder]) -> str:
    sum = 0
    for folder in folders:
        names = "\n".join((folder.path, folder.sealed, *folder.names))
        sum = crc32(bytes(folder.stamps), crc32(names.encode("utf-8", "replace"), sum))
    return str(sum)
