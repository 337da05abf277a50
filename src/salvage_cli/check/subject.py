"""What a rule looks at: one file, its tables and texts, and the library that it is read against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from salvage_cli.author.schema import Kind
from salvage_cli.check.tables import Table, tables_in
from salvage_cli.check.world import World
from salvage_cli.names import misnamed
from salvage_cli.problems import KeyPath
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile

NO_ENTRIES = frozenset({"aliases", "ambiguous", "broader", "terms", "signed_by", "source", "allow"})
"""Keys of a file whose strings are not for the page, or not our words."""
UNSHOWN = frozenset({
    "id", "cites", "phrases", "section", "effect", "kind", "urgency", "rung", "moment", "why", "also",
})  # fmt: skip
"""Keys inside an entry whose strings are not for the page."""
SENTENCES = frozenset({"text", "action", "ask", "about"})
"""Keys whose strings are read as sentences."""


class Hit(Record):
    """Where a rule is broken, how, and what to do. `part` are the characters there, as in `Finding`."""

    path: KeyPath
    message: str
    hint: str
    part: tuple[int, int] | None = None


class Text(Record):
    """A string of ours that people read. `owner` is what an `[[allow]]` names: an id, else a key.

    `detail` is for clinicians. `said` are sentences, and not a name, a group or a heading.
    """

    path: KeyPath
    written: str
    owner: str
    said: bool
    detail: bool

    @cached_property
    def text(self) -> str:
        """As a rule reads it, with one space wherever the file has several or another: they hide nothing."""
        return " ".join(self.written.split())

    def hit(self, message: str, hint: str, part: tuple[int, int] | None = None) -> Hit:
        """A rule that this text breaks; `part` counts the characters of `text`."""
        if part and self.text != self.written:
            part = self._places[part[0]], self._places[part[1] - 1] + 1
        return Hit(self.path, message, hint, part)

    @cached_property
    def _places(self) -> list[int]:
        """Where each character of `text` stands in what was written."""
        places: list[int] = []
        for word in re.finditer(r"\S+", self.written):
            places += range(word.start() - bool(places), word.end())
        return places


def stem(path: Path) -> str:
    """The short name of a file, also of one that is misnamed `psa.toml.txt`."""
    return Path(misnamed(path.name) or path.name).stem


class Subject:
    """One file that can be read. `tables` hold only what has the right shape; `taken` are keys without it."""

    def __init__(
        self,
        path: Path,
        file: TomlFile,
        kind: Kind,
        tables: Table,
        world: World,
        taken: frozenset[KeyPath] = frozenset(),
    ) -> None:
        self.path = path
        self.slug = stem(path)
        self.kind = kind
        self.file = file
        self.tables = tables
        self.world = world
        self.taken = taken

    @cached_property
    def source_text(self) -> str:
        """The file as it was written, line ends as the parser reads them."""
        return self.file.data.decode("utf-8", "replace").replace("\r\n", "\n")

    @cached_property
    def texts(self) -> list[Text]:
        """Every string that people read, in the order of the file."""
        return [
            found
            for key, held in self.tables.items()
            if key not in NO_ENTRIES
            for found in _texts(held, (key,), key, False)
        ]

    @cached_property
    def prose(self) -> list[Text]:
        """The sentences that people read, without the clinicians' layer."""
        return [text for text in self.texts if text.said and not text.detail]

    @property
    def entries(self) -> Iterator[tuple[KeyPath, str, Table]]:
        """Every entry of a condition: where it is, its key (`sign`), and what it holds."""
        for key, held in self.tables.items():
            if key in ("meaning", "outlook") and isinstance(held, dict):
                yield (key,), key, held
            elif key not in NO_ENTRIES:
                yield from (((key, place), key, entry) for place, entry in tables_in(held))

    def each(self, *kinds: str) -> Iterator[tuple[KeyPath, Table]]:
        """The entries of these kinds."""
        return ((path, entry) for path, kind, entry in self.entries if kind in kinds)

    @property
    def sources(self) -> Iterator[tuple[KeyPath, str, Table]]:
        """Every source that stands in this file: where, its id, and its record."""
        held = self.tables if self.kind == "sources" else self.tables.get("source", {})
        start: KeyPath = () if self.kind == "sources" else ("source",)
        for id, source in held.items():
            if isinstance(source, dict) and id != "allow":
                yield (*start, id), id, source

    def owner(self, path: KeyPath) -> str:
        """What an `[[allow]]` names to allow something at this place: an id, a key, or the file."""
        found = str(path[0]) if path else self.slug
        held: Any = self.tables
        for depth, step in enumerate(path):
            try:
                held = held[step]
            except (LookupError, TypeError):
                break
            if isinstance(held, dict) and isinstance(held.get("id"), str):
                found = held["id"]
            elif depth == 1 and path[0] == "source":
                found = str(step)
        return found


def _texts(value: object, path: KeyPath, owner: str, detail: bool) -> Iterator[Text]:
    match value:
        case str():
            said = next((step for step in reversed(path) if isinstance(step, str)), "") in SENTENCES
            yield Text(path, value, owner, said, detail)
        case dict():
            owner = value["id"] if isinstance(value.get("id"), str) else owner
            for key, held in value.items():
                if key not in UNSHOWN:
                    yield from _texts(held, (*path, key), owner, detail or key == "detail")
        case list():
            for place, held in enumerate(value):
                yield from _texts(held, (*path, place), owner, detail)
