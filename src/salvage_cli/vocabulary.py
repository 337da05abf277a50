"""Many small tables in one file (sources, effects, glossary), those that came with the program by the slice.

A page shows a few dozen of hundreds of sources. Parsing them all would cost more than the
page itself, so the text is cut at its table headers and only the tables asked for are parsed.
A reader writes headers as they like (`[id] # mine`), so a file of theirs is parsed whole; where
it cannot be, the tables before and behind the slip are still found by the slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """The tables of one file, each a record of one kind, found by id.

    `own`: the file is a reader's; where it cannot even be opened, nothing is found in it.
    """

    def __init__(self, kind: type[R], file: TomlFile | Problem, *, own: bool = False) -> None:
        self.kind = kind
        self.file = TomlFile(file.file, b"") if isinstance(file, Problem) else file
        self._own = own
        self._unopened = file if isinstance(file, Problem) else None
        self._known: dict[str, R] = {}

    @cached_property
    def _whole(self) -> dict[str, Any] | Problem | None:
        """All tables of a reader's file by id, or why there are none; None where it is not parsed whole."""
        if not self._own:
            return None
        tables = self._unopened or self.file.parsed()
        return tables if isinstance(tables, Problem) else self._ids_only(tables)

    def _ids_only(self, tables: dict[str, Any]) -> dict[str, Any]:
        """Without exceptions for `salvage check`, and sources where they do not belong; no page has them."""
        no_ids = ("allow",) if self.kind is Source else ("allow", "source")
        return {id: table for id, table in tables.items() if id not in no_ids}

    @cached_property
    def _tables(self) -> dict[bytes, bytes]:
        tables = (b"\n" + self.file.data).split(b"\n[")[1:]
        found = {table[: table.find(b"]\n")]: table for table in tables}
        found.pop(b"[allow]", None)  # exceptions for `salvage check`; no page has them
        return found

    def ids(self) -> list[str]:
        """Every id in the file, in its order."""
        if isinstance(self._whole, dict):
            return list(self._whole)
        return [id.decode("utf-8", "replace") for id in self._tables]

    def pick(self, ids: Iterable[str]) -> Picked[R]:
        """The records of those `ids` that are here, and what is wrong with the others."""
        ids = list(ids)
        known = self._known
        tables, problems = self._parsed([id for id in ids if id not in known] if known else ids)
        findings: list[Finding] = []
        if self.file.trusted:
            new = {id: taken(self.kind, table) for id, table in tables.items()}
        else:
            new, findings = decode_each(self.kind, tables)
        known.update(new)
        found = {id: known[id] for id in ids if id in known}
        return Picked(found, [*problems, *self.file.refused(findings)])

    def all(self) -> Picked[R]:
        """Every record of the file, and what is wrong with it."""
        picked = self.pick(self.ids())
        wrong = [self._whole] if isinstance(self._whole, Problem) else []
        return picked.replaced(problems=picked.problems or wrong)

    def _parsed(self, ids: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
        """The tables asked for; where they cannot be parsed, the problem that the whole file has."""
        if isinstance(whole := self._whole, dict):
            return {id: whole[id] for id in ids if id in whole}, []
        found = (self._tables.get(id.encode("utf-8", "replace")) for id in dict.fromkeys(ids))
        data = b"\n[".join([b"", *(table for table in found if table)])
        tables = TomlFile(self.file.name, data, self.file.trusted).parsed() if data else {}
        if isinstance(tables, Problem):
            whole = whole or self.file.parsed()
            return {}, [whole if isinstance(whole, Problem) else tables]
        lost = whole is not None and not tables.keys() >= set(ids)  # what is broken may hold them
        return tables, [whole] if whole and lost else []


OWN_SOURCES = b"\n[source."


def parted(file: TomlFile) -> tuple[TomlFile, Vocabulary[Source]]:
    """A bundled condition file without the sources at its end, and those by the slice."""
    start = file.data.find(OWN_SOURCES)
    end = len(file.data) if start < 0 else start
    tables = file.data[end:].replace(OWN_SOURCES, b"\n[")
    return file.replaced(data=file.data[:end]), Vocabulary(Source, file.replaced(data=tables))
