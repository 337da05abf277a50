"""What the ids on a page lead to: the shared vocabularies of every shelf (effects, glossary, sources).

`vocabulary.py` is one file; here are all of them in order. What came with the program is asked
first, so no file of the reader's can say what a bundled page means.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from salvage_cli import places
from salvage_cli.decode import Mention, decode, flat
from salvage_cli.fingerprint import Seal, seal
from salvage_cli.knowledge import (
    Claim,
    Condition,
    EffectId,
    EffectWords,
    EntryId,
    IdKind,
    Source,
    SourceId,
    Term,
    TermId,
)
from salvage_cli.names import either, near, plain
from salvage_cli.places import Shelf
from salvage_cli.problems import MOST, Finding, Problem, SalvageError
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile, read
from salvage_cli.vocabulary import Given, Picked, Vocabulary, parted

R = TypeVar("R", bound=Record)


class Lookup:
    """What the ids of one condition file lead to, read when a page needs it and no sooner."""

    def __init__(
        self,
        vocabularies: Vocabularies,
        file: TomlFile,
        condition: Condition,
        own: Vocabulary[Source] | Given[Source],
        mentions: list[Mention] | None = None,
    ) -> None:
        self._vocabularies = vocabularies
        self._file = file
        self._condition = condition
        self._own = own
        self._kept: Lookup | None = None
        if mentions is not None:
            self._mentions = mentions

    def beneath(self, kept: Lookup) -> None:
        """Let the sources of the bundled signs be the bundled ones, whatever this file says of their ids."""
        self._kept = kept

    @cached_property
    def effects(self) -> dict[str, EffectWords]:
        """The words for every side effect of the file."""
        return self._found(EffectId, EffectWords, [effect.effect for effect in self._condition.effect])

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Every glossary entry that the file names."""
        return self._found(TermId, Term, self._condition.terms)

    def sources(self, ids: Iterable[str]) -> dict[str, Source]:
        """Sources by id, in the order of `ids`; those of the file itself come with it."""
        ids = list(ids)
        if self._kept is None:
            return self._found(SourceId, Source, ids, self._own.pick(ids))
        behind = set(_behind_signs(self._kept._condition))
        kept = self._kept.sources(id for id in ids if id in behind)
        own = self._own.pick(id for id in ids if id not in kept)
        return self._found(SourceId, Source, ids, Picked(own.records | kept, own.problems))

    def whole(self) -> dict[str, Source]:
        """Every source that a page of this file can show. Raises SalvageError: an id leads nowhere."""
        if doubled := list(islice(twice(self._mentions), MOST)):
            raise SalvageError.unreadable(self._file.refused(doubled))
        said: list[Claim | Term] = [
            claim for words in self.effects.values() for claim in (words.feels, words.helps, words.call)
        ]
        behind = [id for claim in (*said, *self.terms.values()) for id in claim.cites]
        above = _behind_signs(self._kept._condition) if self._kept else ()
        return self.sources([*above, *(id for kind, id, _ in self._mentions if kind is SourceId), *behind])

    @cached_property
    def _mentions(self) -> list[Mention]:
        """Every id in the file and where it stands; known already where the file was decoded."""
        return decode(Condition, self._file.parsed()).mentions

    def _found(
        self, kind: IdKind, record: type[R], ids: Iterable[str], own: Picked[R] | None = None
    ) -> dict[str, R]:
        ids = list(dict.fromkeys(ids))
        own = own or Picked({}, [])
        missing = [id for id in ids if id not in own.records]
        picked = self._vocabularies.pick(kind, record, missing)
        found = own.records | picked.records
        if lost := {id for id in ids if id not in found}:  # they may be where something is wrong
            raise SalvageError.unreadable(own.problems + picked.problems or self._lost(kind, lost))
        return {id: found[id] for id in ids}

    def _lost(self, kind: IdKind, ids: set[str]) -> list[Problem]:
        """Ids that lead nowhere, where the file mentions them."""
        found = (leads_nowhere(one) for one in self._mentions if one[0] is kind and one[1] in ids)
        if not (findings := list(islice(found, MOST))):  # mentioned by a vocabulary
            lost = leads_nowhere((kind, min(ids), ()))
            return [Problem(self._file.name, None, lost.message, lost.hint, lost.rule)]
        return self._file.refused(findings)


class Vocabularies:
    """The vocabularies on the reader's own shelves and on the bundled one, each file read once."""

    def __init__(self, bundled: Shelf, own: tuple[Shelf, ...] = ()) -> None:
        self.bundled = bundled
        self.own = own
        self._bundled: dict[Path, TomlFile | Problem] = {}
        self._shared: dict[Path, Vocabulary[Any] | None] = {}
        self._added: dict[IdKind, Picked[Any]] = {}
        self._parts: dict[Path, tuple[TomlFile, Vocabulary[Source]]] = {}

    def terms(self) -> dict[str, Term]:
        """The whole glossary by id, in order of name; a bundled name beats a reader's."""
        found = self.whose(TermId, Term)
        by_name: dict[str, tuple[str, Term]] = {}
        for held in found:
            for id, term in held.items():
                by_name.setdefault(plain(term.name), (id, term))
        return {id: term for _, (id, term) in sorted(by_name.items())}

    def own_terms(self) -> frozenset[str]:
        """The ids of the words that the reader's own files add."""
        return frozenset(self.whose(TermId, Term)[1])

    def sources(self) -> tuple[dict[str, Source], dict[str, Source]]:
        """The whole bibliography by id: what came with the program, and what the reader's own files add."""
        bundled, own = self.whose(SourceId, Source)
        return dict(sorted(bundled.items())), dict(sorted(own.items()))

    def define(self, name: str) -> tuple[str, Term, bool]:
        """A glossary entry, by id, name or another word for it, and whether it is the reader's own.

        Raises SalvageError: unknown, or unreadable where it may be in a file that is broken.
        """
        bundled, own = self.whose(TermId, Term)
        terms = bundled | own
        words: dict[str, str] = {}
        for held in (bundled, own):
            # A name beats an id, and an id another word; all that is bundled beats a reader's.
            called = [(term.name, id) for id, term in held.items()] + [(id, id) for id in held]
            called += [(word, id) for id, term in held.items() for word in term.also]
            for word, id in called:
                words.setdefault(plain(word), id)
        found = words.get(plain(name)) or self._lay(plain(name), words)
        if found is None:
            if spoiled := self.spoiled(TermId, EffectId):
                raise self._broken(spoiled[:1])
            close = near(plain(name), words)
            hint = (
                f"did you mean {either(close)}?" if close else f"try salvage search {name}, or salvage define"
            )
            raise SalvageError("unknown", f"the glossary has no “{name}”", hint)
        return found, terms[found], found in own

    def _lay(self, name: str, words: Mapping[str, str]) -> str | None:
        """The glossary entry for a side effect that people call by this name."""
        bundled, own = self.whose(EffectId, EffectWords)
        for id, effect in (bundled | own).items():
            if name in map(plain, (effect.name, effect.medical, *effect.also)):
                return words.get(plain(effect.medical)) or words.get(id)
        return None

    def whose(self, kind: IdKind, record: type[R]) -> tuple[dict[str, R], dict[str, R]]:
        """Every record of a kind by id: those that came with the program, and those that a reader adds."""
        bundled: dict[str, R] = {}
        for vocabulary in self._bundled_ones(kind, record):
            bundled = _every(vocabulary) | bundled
        own = self.added(kind).records
        return bundled, {id: held for id, held in own.items() if id not in bundled}

    def spoiled(self, *kinds: IdKind) -> list[Problem]:
        """The first problem of each file of the reader's that holds these kinds and is not all right."""
        return [problem for kind in kinds for problem in self.added(kind).problems]

    def added(self, kind: IdKind) -> Picked[Any]:
        """What the reader's own files hold of a kind, and the first problem of each that is not all right."""
        if kind not in self._added:
            records: dict[str, Record] = {}
            problems: list[Problem] = []
            for shelf in self.own:
                for vocabulary in self._defined(shelf, kind, RECORDS[kind]):
                    picked = self._sourced(vocabulary)
                    records = picked.records | records
                    problems += picked.problems[:1]
            self._added[kind] = Picked(records, problems)
        return self._added[kind]

    def _sourced(self, vocabulary: Vocabulary[R]) -> Picked[R]:
        """All of a reader's vocabulary but for words whose sources are nowhere."""
        picked = vocabulary.all()
        cites = {id: term.cites for id, term in picked.records.items() if isinstance(term, Term)}
        sources = self.pick(SourceId, Source, [cite for cited in cites.values() for cite in cited])
        lost = [
            leads_nowhere((SourceId, cite, ((((), id), "cites"), place)))
            for id, cited in cites.items()
            for place, cite in enumerate(cited)
            if cite not in sources.records
        ]
        if not lost:
            return picked
        gone = {finding.path[0] for finding in lost}
        kept = {id: held for id, held in picked.records.items() if id not in gone}
        return Picked(kept, picked.problems or sources.problems or vocabulary.file.refused(lost))

    def ids(self, kind: IdKind, record: type[R]) -> Iterator[str]:
        """Every id of a kind that a file defines, whether or not it can be read."""
        return (id for vocabulary in self._vocabularies(kind, record) for id in vocabulary.ids())

    def pick(self, kind: IdKind, record: type[R], ids: Iterable[str]) -> Picked[R]:
        """The records that these ids of one kind lead to; a bundled id beats the reader's."""
        missing = dict.fromkeys(ids)
        records: dict[str, R] = {}
        problems: list[Problem] = []
        vocabularies = self._vocabularies(kind, record)
        while missing and (vocabulary := next(vocabularies, None)):
            picked = vocabulary.pick(missing)
            records |= picked.records
            problems += picked.problems
            for id in picked.records:
                del missing[id]
        return Picked(records, problems)

    def _vocabularies(self, kind: IdKind, record: type[R]) -> Iterator[Vocabulary[R]]:
        """The files that define ids of this kind: the bundled one, tails of other bundled ones, the reader's.

        In this order no file of the reader's can say what a bundled page means, or keep it from being shown.
        """
        yield from self._bundled_ones(kind, record)
        for shelf in self.own:
            yield from self._defined(shelf, kind, record)

    def _bundled_ones(self, kind: IdKind, record: type[R]) -> Iterator[Vocabulary[R]]:
        yield from self._defined(self.bundled, kind, record)
        if kind is SourceId:
            for path in self._with_sources():
                yield from cast(Iterator[Vocabulary[R]], self._tail(path))

    def _defined(self, shelf: Shelf, kind: IdKind, record: type[R]) -> Iterator[Vocabulary[R]]:
        """The file of a shelf that defines ids of this kind, if it has one."""
        path = shelf.folder / f"{_DEFINED_IN[kind]}.toml"
        if path not in self._shared:
            self._shared[path] = self._opened(shelf, path, record)
        if (vocabulary := self._shared[path]) is not None:
            yield cast(Vocabulary[R], vocabulary)

    def _opened(self, shelf: Shelf, path: Path, record: type[R]) -> Vocabulary[R] | None:
        """The vocabulary in a file, for as long as this library lives; an own folder need not have one."""
        if not shelf.bundled and not os.path.isfile(path):
            return None
        file = self._read(shelf, path)
        if not shelf.bundled:
            return Vocabulary(record, file, own=True)
        if isinstance(file, Problem):
            raise SalvageError.unreadable([file])
        return Vocabulary(record, self._parted(path, file)[0])

    def _parted(self, path: Path, file: TomlFile) -> tuple[TomlFile, Vocabulary[Source]]:
        """A bundled file without its sources, and those; cut once."""
        if path not in self._parts:
            self._parts[path] = parted(file)
        return self._parts[path]

    def _with_sources(self) -> Iterator[Path]:
        """Bundled files that bring sources which only they cite."""
        yield from (self.bundled.folder / f"{name}.toml" for name in ("effects", "glossary"))
        yield from (path for _, path in sorted(places.condition_files(self.bundled)))

    # files

    def _tail(self, path: Path) -> Iterator[Vocabulary[Source]]:
        """The sources that a bundled file brings."""
        if isinstance(file := self._read(self.bundled, path), TomlFile):
            yield self._parted(path, file)[1]

    @cached_property
    def seal(self) -> Seal:
        """What the bundled knowledge was when the program was built."""
        return seal(self.bundled.folder)

    def _read(self, shelf: Shelf, path: Path) -> TomlFile | Problem:
        """A file of a shelf; a bundled one has a short name, and is trusted if it is as it left us."""
        if not shelf.bundled:
            return read(path)
        if path not in self._bundled:
            file = read(path, path.name)
            name = path.relative_to(shelf.folder).as_posix()
            if isinstance(file, TomlFile) and self.seal.holds(name, file.data):
                file = file.replaced(trusted=True)
            self._bundled[path] = file
        return self._bundled[path]

    def _broken(self, problems: list[Problem]) -> SalvageError:
        """For a file that cannot be used; of one's own, with the command that says all about it."""
        error = SalvageError.unreadable(problems)
        bundled = {problem.name for problem in self._bundled.values() if isinstance(problem, TomlFile)}
        if problems[0].rule != "unreadable" and problems[0].file not in bundled:
            error.hint += f"; {problems[0].checked}"
        return error


RECORDS: dict[IdKind, type[Record]] = {EffectId: EffectWords, TermId: Term, SourceId: Source}
_DEFINED_IN: dict[IdKind, str] = {EffectId: "effects", TermId: "glossary", SourceId: "sources"}
_CALLED: dict[IdKind, str] = {EffectId: "side effect", TermId: "glossary term", SourceId: "source"}


def leads_nowhere(mention: Mention) -> Finding:
    """What is wrong with an id that nothing defines."""
    kind, id, path = mention
    hint = f"define it in {_DEFINED_IN[kind]}.toml, or mend the id"
    rule = f"unknown-{_CALLED[kind].split()[-1]}"
    return Finding(flat(path), f"there is no {_CALLED[kind]} `{id}`", hint, rule)


def _every(vocabulary: Vocabulary[R]) -> dict[str, R]:
    """All that a vocabulary holds. Raises SalvageError: some of it cannot be read."""
    picked = vocabulary.pick(vocabulary.ids())
    if picked.problems:
        raise SalvageError.unreadable(picked.problems)
    return picked.records


def _behind_signs(condition: Condition) -> Iterator[SourceId]:
    """The sources of the card and of the urgent signs."""
    claims = [claim for sign in condition.sign for claim in (sign, *sign.numbers, sign.detail) if claim]
    for claim in (*condition.card, *claims):
        yield from claim.cites


def twice(mentions: list[Mention]) -> Iterator[Finding]:
    seen: set[str] = set()
    for kind, id, path in mentions:
        if kind is EntryId:
            if id in seen:
                yield Finding(
                    flat(path), f"the id `{id}` stands twice", "give one of them an id of its own", "id-twice"
                )
            seen.add(id)
