"""The folder of a site: files come whole or not at all, those that are right stay as they are, and
nothing is touched that we did not write."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from salvage_cli.problems import SalvageError, reason
from salvage_cli.site.addresses import is_address

MANIFEST = "salvage-site.json"
NEW = ".salvage-new"
"""Where files are written before they take their place."""
MADE_BY = "salvage export site"
DIGITS = 32
"""Of the SHA-256 of a file, hexadecimal."""


class Manifest:
    """What we wrote into a folder: files with their sums, and what parts of the site were made from."""

    def __init__(self, held: Mapping[str, Any] | None = None) -> None:
        files = (held or {}).get("files")
        parts = (held or {}).get("parts")
        self.files: dict[str, str] = {
            str(path): str(sum)
            for path, sum in (files.items() if isinstance(files, dict) else ())
            if is_address(str(path))
        }
        self.parts: dict[str, list[str]] = parts if isinstance(parts, dict) else {}

    def written(self) -> str:
        held = {"made_by": MADE_BY, "version": 1, "parts": self.parts, "files": self.files}
        return json.dumps(held, indent=0, sort_keys=True) + "\n"


class Folder:
    """A folder that holds a site, or is to hold one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._numbers = count()

    def claim(self, force: bool) -> Manifest:
        """What we wrote into it before. Raises SalvageError: it holds what is not ours."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            names = [entry.name for entry in os.scandir(self.root)]
        except (OSError, MemoryError) as error:
            raise _unwritable(self.root, error) from error
        if _is_link(self.root / NEW):
            raise SalvageError("unwritable", f"`{self.root / NEW}` is a link", "remove it first")
        if (found := self._manifest()) is None and names and not force:
            raise SalvageError(
                "unwritable",
                f"`{self.root}` is not empty and holds no site of ours",
                "name an empty folder, or add --force to write into this one; no other file is removed",
            )
        self._sweep()
        return found or Manifest()

    def _manifest(self) -> Manifest | None:
        data = self._bytes(MANIFEST)
        try:
            held = json.loads(data) if data else None
        except ValueError:
            return None
        return Manifest(held) if isinstance(held, dict) and held.get("made_by") == MADE_BY else None

    def put(self, path: str, text: str) -> tuple[str, bool]:
        """Make the file say this: its sum, and whether it had to be written. Raises SalvageError."""
        data = text.encode()
        target = self._target(path)
        if self._bytes(path, len(data)) != data:
            try:
                target.parent.mkdir(exist_ok=True)
                self._replace(target, data)
            except (OSError, MemoryError) as error:
                raise _unwritable(target, error) from error
            return sum_of(data), True
        return sum_of(data), False

    def holds(self, path: str, sum: str) -> bool:
        """Whether the file is there and has this sum."""
        data = self._bytes(path)
        return data is not None and sum_of(data) == sum

    def remove(self, files: Mapping[str, str]) -> tuple[int, list[str]]:
        """Remove files that are as we wrote them: how many; and which were changed since, and stay."""
        gone, kept = 0, []
        for path, sum in files.items():
            target = self.root / path
            if not os.path.lexists(target) or _is_link(target.parent):
                continue
            if sum and not self.holds(path, sum):
                kept.append(path)
                continue
            try:
                target.unlink()
            except (OSError, MemoryError) as error:
                raise _unwritable(target, error) from error
            gone += 1
            if target.parent != self.root:
                with suppress(OSError):  # something else is in it
                    target.parent.rmdir()
        return gone, kept

    def close(self) -> None:
        """Remove what lies between the files and us."""
        self._sweep()
        with suppress(OSError):
            (self.root / NEW).rmdir()

    def _sweep(self) -> None:
        """Files of a run that was killed."""
        with suppress(OSError):
            for entry in os.scandir(self.root / NEW):
                with suppress(OSError):
                    os.unlink(entry.path)

    def _target(self, path: str) -> Path:
        """The place of a file. Raises SalvageError: a link would lead out of the folder."""
        target = self.root / path
        if target.parent != self.root and _is_link(target.parent):
            hint = "remove it; a site is never written through a link"
            raise SalvageError("unwritable", f"`{target.parent}` is a link", hint)
        return target

    def _bytes(self, path: str, size: int | None = None) -> bytes | None:
        """What a plain file holds, if it is of this size; None for a link and for what is no file."""
        target = self.root / path
        try:
            seen = os.lstat(target)
            if not stat.S_ISREG(seen.st_mode) or size not in (None, seen.st_size) or _is_link(target.parent):
                return None
            return target.read_bytes()
        except OSError:
            return None

    def _replace(self, target: Path, data: bytes) -> None:
        part = self.root / NEW / f"{os.getpid()}-{next(self._numbers)}"
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            part.parent.mkdir(exist_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with open(handle, "wb") as stream:
                stream.write(data)
            os.replace(part, target)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def sum_of(data: bytes) -> str:
    return sha256(data).hexdigest()[:DIGITS]


def _is_link(path: Path) -> bool:
    return os.path.islink(path)


def _unwritable(path: Path, error: OSError | MemoryError) -> SalvageError:
    message = f"`{path}` could not be written: {reason(error)}"
    return SalvageError("unwritable", message, "what was written before still stands")


def planned(paths: Iterable[str], before: Manifest) -> Manifest:
    """What the folder may hold from now on: a run that is killed leaves nothing that is not listed."""
    both = Manifest()
    both.files = {**dict.fromkeys(paths, ""), **before.files}
    both.parts = before.parts
    return both
