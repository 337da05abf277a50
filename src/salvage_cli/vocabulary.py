"""Many small tables in one file (sources, effects, glossary), read by the slice.

A page shows a few dozen of hundreds of sources. Parsing them all would cost more than the
page itself, so the text is cut at its table headers and only the tables asked for are parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from salvage_cli.decode import decode_each, taken
from salvage_cli.knowledge import Source
from salvage_cli.problems import Finding, Problem
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile

R = TypeVar("R", bound=Record)


class Picked(Record, Generic[R]):
    """Records by id, and what is wrong with those that could not be read."""

    records: dict[str, R]
    problems: list[Problem]


class Given(Generic[R]):
    """Records that are there already, found by id like those of a vocabulary."""

    def __init__(self, records: Mapping[str, R]) -> None:
        self.records = records

    def pick(self, ids: Iterable[str]) -> Picked[R]:
        """The records of those `ids` that are here."""
        return Picked({id: self.records[id] for id in ids if id in self.records}, [])


class Vocabulary(Generic[R]):
    """The tables of one file, each a record of one kind, found by id."""

    def __init__(self, kind: type[R], file: TomlFile) -> None:
        self.kind = kind
        self.file = file
        self._known: dict[str, R] = {}

    @cached_property
    def _tables(self) -> dict[bytes, bytes]:
        tables = (b"\n" + self.file.data).split(b"\n[")[1:]
        found = {table[: table.find(b"]\n")]: table for table in tables}
        found.pop(b"[allow]", None)  # exceptions for `salvage check`; no page has them
        return found

    def ids(self) -> list[str]:
        """Every id in the file, in its order."""
        return [id.decode("utf-8", "replace") for id in self._tables]

    def pick(self, ids: Iterable[str]) -> Picked[R]:
        """The records of those `ids` that are here, and what is wrong with the others."""
        ids = list(ids)
        known = self._known
        tables = self._parsed([id for id in ids if id not in known] if known else ids)
        if isinstance(tables, Problem):
            return Picked({}, [tables])
        findings: list[Finding] = []
        if self.file.trusted:
            new = {id: taken(self.kind, table) for id, table in tables.items()}
        else:
            new, findings = decode_each(self.kind, tables)
        known.update(new)
        return Picked({id: known[id] for id in ids if id in known}, self.file.refused(findings))

    def _parsed(self, ids: Iterable[str]) -> dict[str, Any] | Problem:
        """The tables asked for; where they cannot be parsed, the problem that the whole file has."""
        found = (self._tables.get(id.encode("utf-8", "replace")) for id in dict.fromkeys(ids))
        data = b"\n[".join([b"", *(table for table in found if table)])
        if not data:
            return {}
        tables = TomlFile(self.file.name, data, self.file.trusted).parsed()
        if isinstance(tables, Problem) and isinstance(whole := self.file.parsed(), Problem):
            return whole
        return tables


OWN_SOURCES = b"\n[source."


def parted(file: TomlFile) -> tuple[TomlFile, Vocabulary[Source]]:
    """A bundled condition file without the sources at its end, and those by the slice."""
    start = file.data.find(OWN_SOURCES)
    end = len(file.data) if start < 0 else start
    tables = file.data[end:].replace(OWN_SOURCES, b"\n[")
    return file.replaced(data=file.data[:end]), Vocabulary(Source, file.replaced(data=tables))
