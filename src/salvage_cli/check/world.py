"""The library that a file is read against: what its ids lead to, what names are taken, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

from salvage_cli.check.plain import easy, words_of
from salvage_cli.check.tables import Table, cited_in, tables_in, texts_in
from salvage_cli.knowledge import EffectId, IdKind, SourceId, TermId
from salvage_cli.library import Head, Library
from salvage_cli.names import plain
from salvage_cli.places import Shelf, condition_files
from salvage_cli.problems import Problem, SalvageError
from salvage_cli.record import Record
from salvage_cli.toml_file import read
from salvage_cli.vocabularies import RECORDS

R = TypeVar("R", bound=Record)
_KINDS: dict[str, IdKind] = {"effects": EffectId, "glossary": TermId, "sources": SourceId}


class World:
    """A library, the shelf whose files are checked, and today."""

    def __init__(self, library: Library, shelf: Shelf, today: date) -> None:
        self.library = library
        self.shelf = shelf
        self.today = today
        self._ids: dict[IdKind, frozenset[str]] = {}
        self._named: dict[IdKind, dict[str, str]] = {}
        self._bundled: dict[str, frozenset[str]] = {}

    def ids(self, kind: IdKind) -> frozenset[str]:
        """Every id of a kind that a vocabulary defines, well or badly."""
        if kind not in self._ids:
            self._ids[kind] = frozenset(self.library.ids(kind, RECORDS[kind]))
        return self._ids[kind]

    def picked(self, kind: IdKind, record: type[R], ids: Iterable[str]) -> dict[str, R]:
        """The records of these ids that can be read."""
        try:
            return self.library.pick(kind, record, ids).records
        except SalvageError:  # a vocabulary that cannot be opened has a problem of its own
            return {}

    def named(self, kind: IdKind) -> dict[str, str]:
        """The ids of side effects or hard words by every name that they have, in lower case."""
        if kind not in self._named:
            found = self.picked(kind, RECORDS[kind], sorted(self.ids(kind))) if kind is not SourceId else {}
            self._named[kind] = {
                name.lower(): id
                for id, held in found.items()
                for name in (held.name, *held.also, getattr(held, "medical", held.name))  # type: ignore[attr-defined]
            }
        return self._named[kind]

    @cached_property
    def heads(self) -> dict[str, Head]:
        """Every condition that can be found by name."""
        return self.library.heads

    @cached_property
    def owners(self) -> dict[str, list[str]]:
        """The conditions that each name or alias belongs to."""
        found: dict[str, list[str]] = {}
        for slug, head in self.heads.items():
            for word in {plain(word) for word in (slug, head.name, *head.aliases)}:
                found.setdefault(word, []).append(slug)
        return found

    @cached_property
    def bundled_slugs(self) -> frozenset[str]:
        """The short names of the bundled pages."""
        return frozenset(slug for slug, _ in condition_files(self.library.bundled))

    def bundled_ids(self, name: str) -> frozenset[str]:
        """Every id of the bundled vocabulary of this name."""
        if name not in self._bundled:
            kind = _KINDS[name]
            alone = Library(self.library.bundled)
            self._bundled[name] = frozenset(alone.ids(kind, RECORDS[kind]))
        return self._bundled[name]

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Words that need no explaining on any page: easy ones, and the names of conditions."""
        return easy() | words_of(name for head in self.heads.values() for name in (head.name, *head.aliases))

    @cached_property
    def mentioned(self) -> dict[IdKind, frozenset[str]]:
        """The ids that anything on the shelf mentions: what no file mentions is not needed."""
        sources: set[str] = set()
        effects: set[str] = set()
        terms: set[str] = set()
        for tables in self._tables():
            sources.update(cited_in(tables))
            effects.update(texts_in([entry.get("effect") for _, entry in tables_in(tables.get("effect"))]))
            terms.update(texts_in(tables.get("terms")))
        return {SourceId: frozenset(sources), EffectId: frozenset(effects), TermId: frozenset(terms)}

    def _tables(self) -> Iterator[Table]:
        paths = [path for _, path in condition_files(self.shelf)]
        paths += [self.shelf.folder / f"{name}.toml" for name in ("effects", "glossary")]
        for path in paths:
            file = read(path)
            tables = file if isinstance(file, Problem) else file.parsed()
            if not isinstance(tables, Problem):
                yield tables
