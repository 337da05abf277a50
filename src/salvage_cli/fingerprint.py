"""What the bundled knowledge was when the program was built: its hash, and a sum for every file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

from salvage_cli.record import Record

FILE = "HASH"
SHOWN = 12
"""Digits of the hash that a page shows: what a print can be traced by."""


class Seal(Record):
    """SHA-256 of all files, hexadecimal; and the CRC-32 of each, by its name below the folder.

    A file with the same sum as at build time was tested and need not be checked again. A sum
    finds an accident or an edit. Whoever can write into the program's own folder needs no knowledge file.
    """

    hash: str
    sums: Mapping[str, int]

    def holds(self, name: str, data: bytes) -> bool:
        """Whether a file is still what it was."""
        return self.sums.get(name) == crc32(data)

    def written(self) -> str:
        """As `HASH` has it: the hash, then a line for every file."""
        return "".join([f"{self.hash}\n", *(f"{sum} {name}\n" for name, sum in self.sums.items())])


def seal(folder: Path) -> Seal:
    """What was recorded for `folder`. In a checkout, where files change, a fresh hash and no sums."""
    try:
        hash, *lines = (folder / FILE).read_bytes().decode().splitlines()
        rows = (line.split(" ", 1) for line in lines)
        return Seal(hash, {name: int(sum) for sum, name in rows})
    except (OSError, ValueError):
        return Seal(computed(folder).hash, {})


def changed(folder: Path) -> tuple[str, ...]:
    """Names of the files that are not what they were when `folder` was sealed; none where all hold."""
    recorded, now = seal(folder), computed(folder)
    if not recorded.sums:
        return (FILE,)
    names = sorted({*recorded.sums, *now.sums})
    others = tuple(name for name in names if recorded.sums.get(name) != now.sums.get(name))
    return others or (() if recorded.hash == now.hash else (FILE,))


def computed(folder: Path) -> Seal:
    """The seal of a folder as it is now: over names and bytes of its TOML files, in order of name."""
    from hashlib import sha256

    total = sha256()
    sums: dict[str, int] = {}
    for path in sorted(folder.rglob("*.toml"), key=lambda path: path.relative_to(folder).as_posix()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
        sums[name] = crc32(data)
    return Seal(total.hexdigest(), sums)
