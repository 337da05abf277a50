"""Shared files of many small tables (sources, effects, glossary), read by the slice.

A page shows a few dozen of hundreds of sources. Parsing them all would cost more than the
page itself, so the text is cut at its table headers and only the tables asked for are parsed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from salvage_cli.decode import decode
from salvage_cli.problems import Problem, located
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile, parse

R = TypeVar("R", bound=Record)


class Picked(Record, Generic[R]):
    """Records by id, and what is wrong with those that could not be read."""

    records: dict[str, R]
    problems: list[Problem]


class Vocabulary(Generic[R]):
    """The tables of one file, each a record of one kind, found by id."""

    def __init__(self, kind: type[R], file: TomlFile) -> None:
        self.kind = kind
        self.file = file
        parts = f"\n{file.text}".split("\n[")[1:]
        self._tables = {part[: part.find("]\n")]: f"[{part}\n" for part in parts}

    def ids(self) -> list[str]:
        """Every id in the file, in its order."""
        return list(self._tables)

    def pick(self, ids: Iterable[str]) -> Picked[R]:
        """The records of those `ids` that are here, and what is wrong with the others."""
        text = "".join(self._tables.get(id, "") for id in ids)
        if isinstance(tables := parse(self.file.name, text), Problem):
            whole = self.file.parsed()  # for the line in the file rather than in the slice
            return Picked({}, [whole if isinstance(whole, Problem) else tables])
        picked: Picked[R] = Picked({}, [])
        for id, table in tables.items():
            decoded = decode(self.kind, table, (id,))
            picked.problems.extend(located(self.file.name, self.file.text, decoded.findings))
            if decoded.record is not None:
                picked.records[id] = decoded.record
        return picked
