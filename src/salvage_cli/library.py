"""The conditions on their shelves, and the one that is asked for, loaded and whole.

A page reads its own file and, of the shared vocabularies, only what it shows. An own folder
adds a condition or replaces one whole; it never hides the bundled urgent signs, and a
replacement that cannot be read leaves the bundled page standing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from salvage_cli import places
from salvage_cli.clean import clean
from salvage_cli.decode import Mention, decode, flat, taken
from salvage_cli.fingerprint import Seal, seal
from salvage_cli.knowledge import (
    Claim,
    Condition,
    EffectId,
    EffectWords,
    EntryId,
    IdKind,
    Sign,
    Source,
    SourceId,
    Term,
    TermId,
)
from salvage_cli.names import Listed, Name, Names, called, either, is_slug, meant, near, plain, within
from salvage_cli.places import Shelf
from salvage_cli.problems import MOST, Finding, Problem, SalvageError
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile, read
from salvage_cli.vocabulary import Given, Picked, Vocabulary, parted

GENERAL = "general"
DRAFT = "draft"
"""What a file is called that has no usable name of its own: it stands in commands."""
LOST = "The urgent signs that came with salvage cannot be read, so they are missing here"
VOCABULARIES = ("effects", "glossary", "sources", "search", "learned-outcome", "learned-section", "changes")
NO_CONDITIONS = (*VOCABULARIES, "card")
"""Names of files that are no pages; on some platforms settings and data share a folder."""

A = TypeVar("A")
R = TypeVar("R", bound=Record)


class Head(Record):
    """The first keys of a condition file: enough to find it by name.

    `beneath` is that of the bundled page that this one replaces; it is found by its names too.
    """

    slug: str
    name: str
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    broader: str | None
    shelf: Shelf
    beneath: Head | None = None

    def names(self) -> list[Name]:
        """Every name, the bundled ones first."""
        mine = called(self.slug, self.name, self.aliases, self.ambiguous, not self.shelf.bundled)
        return [*(self.beneath.names() if self.beneath else ()), *mine]


class Dossier(Record):
    """A condition and the way to what its ids lead to.

    `bundled` is the bundled condition that an own one replaces: its card and its urgent signs
    stand first, with its own sources. `warnings` open the page.
    """

    slug: str
    condition: Condition
    shelf: Shelf
    lookup: Lookup
    bundled: Condition | None = None
    warnings: tuple[str, ...] = ()

    @property
    def own_signs(self) -> tuple[Sign, ...]:
        """The signs of the page itself; of one that replaces a bundled page, what that one does not say."""
        said = set(map(_said_by, self.bundled.sign)) if self.bundled else set()
        return tuple(sign for sign in self.condition.sign if _said_by(sign) not in said)


class Lookup:
    """What the ids of one condition file lead to, read when a page needs it and no sooner."""

    def __init__(
        self,
        library: Library,
        file: TomlFile,
        condition: Condition,
        own: Vocabulary[Source] | Given[Source],
        mentions: list[Mention] | None = None,
    ) -> None:
        self._library = library
        self._file = file
        self._condition = condition
        self._own = own
        self._kept: Dossier | None = None
        if mentions is not None:
            self._mentions = mentions

    def beneath(self, kept: Dossier) -> None:
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
        behind = set(_behind_signs(self._kept.condition))
        kept = self._kept.lookup.sources(id for id in ids if id in behind)
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
        above = _behind_signs(self._kept.condition) if self._kept else ()
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
        picked = self._library.pick(kind, record, missing)
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


class Library:
    """Shelves in order, the reader's own before the bundled one."""

    def __init__(self, bundled: Shelf, own: tuple[Shelf, ...] = (), index: Path | None = None) -> None:
        self.bundled = bundled
        self.own = own
        self.index = index
        self._bundled: dict[Path, TomlFile | Problem] = {}
        self._shared: dict[Path, Vocabulary[Any] | None] = {}
        self._added: dict[IdKind, Picked[Any]] = {}
        self._parts: dict[Path, tuple[TomlFile, Vocabulary[Source]]] = {}

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Library:
        """The library that these environment variables describe."""
        return cls(places.bundled(), places.own(environment), places.index(environment))

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        return (*self.own, self.bundled)

    # finding

    def find(self, name: str) -> Dossier:
        """The condition that `name` means. Raises SalvageError: unknown, ambiguous or unreadable."""
        if (file := places.page_file(name)) is not None:
            return self._preview(file)
        slug = plain(name)
        shelves = [shelf for shelf, _ in self._files(slug)]
        if not shelves or not (shelves[-1].bundled or self.taken(slug) is None):
            slug = self.meaning(name)
        return self.load(slug)

    def taken(self, word: str) -> str | None:
        """The bundled condition that is called so: no file of the reader's can take its name from it."""
        return self._bundled_names.get(word)

    @cached_property
    def _bundled_names(self) -> dict[str, str]:
        heads = (_head(slug, path, self.bundled) for slug, path in condition_files(self.bundled))
        return {plain(word): h.slug for h in heads if h for word in (h.slug, h.name, *h.aliases)}

    def meaning(self, name: str) -> str:
        """The one slug that a name or alias stands for."""
        return self.ask(lambda names: _meaning(names, name))

    @cached_property
    def names(self) -> Names:
        """What conditions are called: from the index while it is fresh, else from the files."""
        if self.index is not None and os.path.isfile(self.index):
            from salvage_cli.search.fresh import fresh

            if (found := fresh(self, self.index)) is not None:
                return found
        return self._listed()

    def ask(self, question: Callable[[Names], A]) -> A:
        """What names say to a question; those of the files say it where the index proves damaged."""
        try:
            return question(self.names)
        except SalvageError:
            raise
        except Exception:  # a damaged file can end in anything
            if isinstance(self.names, Listed):
                raise
            self.names = self._listed()
            return question(self.names)

    def _listed(self) -> Listed:
        return Listed(name for head in self.heads.values() for name in head.names())

    def head(self, slug: str) -> Head | None:
        """The head of one condition, from the first shelf where it can be read."""
        found: Head | None = None
        for shelf, path in self._files(slug):
            head = _head(slug, path, shelf) if found is None or shelf.bundled else None
            found = _joined(found, head) if head else found
        return found

    @cached_property
    def heads(self) -> dict[str, Head]:
        """The head of every condition that has a readable one, by slug."""
        heads: dict[str, Head] = {}
        for shelf in self.shelves:
            for slug, path in sorted(condition_files(shelf)):
                head = _head(slug, path, shelf) if slug not in heads or shelf.bundled else None
                if head is not None:
                    heads[slug] = _joined(heads.get(slug), head)
        return dict(sorted(heads.items()))

    def shut(self) -> dict[Shelf, Problem]:
        """The reader's folders that cannot be opened, and why."""
        return {shelf: problem for shelf in self.own if (problem := places.unopened(shelf))}

    def first_problem(self, slugs: Iterable[str]) -> Problem | None:
        """What is wrong with a file of the reader's for one of these conditions, if anything is."""
        for slug in sorted(slugs):
            for shelf, path in self._files(slug):
                if not shelf.bundled and isinstance(loaded := self._load(slug, path, shelf), list):
                    return loaded[0]
        return None

    def unusable(self) -> dict[Path, Problem]:
        """The first problem of each of the reader's condition files that cannot be used."""
        broken = self.ask(lambda names: names.broken())
        files = [(slug, path, shelf) for shelf in self.own for slug, path in sorted(condition_files(shelf))]
        stand = Counter(slug for slug, _, _ in files)
        found: dict[Path, Problem] = {}
        for slug, path, shelf in files:
            # The index knows of the first file of a condition; one that it hides is read to be sure.
            suspect = broken is None or slug in broken or stand[slug] > 1
            if suspect and isinstance(loaded := self._load(slug, path, shelf), list):
                found[path] = loaded[0]
        return found

    # loading

    def load(self, slug: str) -> Dossier:
        """The condition with exactly this slug, from the first shelf that has it readable."""
        failed: list[Problem] = []
        for shelf, path in self._files(slug):
            loaded = self._load(slug, path, shelf)
            if isinstance(loaded, Dossier):
                return self._guarded(loaded, failed)
            failed = failed or loaded
        if not failed:  # its folder can be listed, and its files not be looked at
            raise SalvageError("unknown", f"there is no condition called “{slug}”", "see salvage where")
        raise self._broken(failed)

    def _broken(self, problems: list[Problem]) -> SalvageError:
        """For a file that cannot be used; of one's own, with the command that says all about it."""
        error = SalvageError.unreadable(problems)
        bundled = {problem.name for problem in self._bundled.values() if isinstance(problem, TomlFile)}
        if problems[0].rule != "unreadable" and problems[0].file not in bundled:
            error.hint += f"; {problems[0].checked}"
        return error

    def _guarded(self, dossier: Dossier, failed: list[Problem]) -> Dossier:
        """With the bundled signs that an own file must not hide, and what could not be read."""
        warnings: tuple[str, ...] = ()
        if failed:  # a page names the file, never the folder
            problem = failed[0].replaced(file=failed[0].file.replace("\\", "/").rpartition("/")[2])
            instead = "the bundled one" if dossier.shelf.bundled else "the next one"
            warnings = (f"Your own page could not be read, so this is {instead}. {problem}",)
        if dossier.shelf.bundled:
            return dossier.replaced(warnings=warnings)
        path = next((path for shelf, path in self._files(dossier.slug) if shelf.bundled), None)
        if path is None:
            return dossier.replaced(warnings=warnings)
        kept = self._load(dossier.slug, path, self.bundled)
        if isinstance(kept, list):
            return dossier.replaced(warnings=(*warnings, f"{LOST}: {kept[0]}"))
        dossier.lookup.beneath(kept)
        return dossier.replaced(bundled=kept.condition, warnings=warnings)

    def _preview(self, path: Path) -> Dossier:
        """A file by its path; the vocabularies around it are read too, as `salvage check` does."""
        shelf = Shelf(places.around(path), False, "a file you named")
        if not any(os.path.realpath(one.folder) == os.path.realpath(shelf.folder) for one in self.shelves):
            self.own = (shelf, *self.own)
        slug = plain(path.stem)
        loaded = self._load(slug if is_slug(slug) else DRAFT, path, shelf)
        if isinstance(loaded, list):
            raise self._broken(loaded)
        return self._guarded(loaded, [])

    def _files(self, slug: str) -> list[tuple[Shelf, Path]]:
        """Where a condition of this slug is, on which shelf; a name that is no slug is nowhere."""
        if slug in NO_CONDITIONS or not is_slug(slug):
            return []
        paths = [(shelf, shelf.conditions / f"{slug}.toml") for shelf in self.shelves]
        return [(shelf, path) for shelf, path in paths if os.path.isfile(path)]

    def _load(self, slug: str, path: Path, shelf: Shelf) -> Dossier | list[Problem]:
        file = self._read(shelf, path)
        if isinstance(file, Problem):
            return [file]
        if file.trusted:
            return self._taken(slug, file, shelf)
        tables = file.parsed()
        if isinstance(tables, Problem):
            return [tables]
        decoded = decode(Condition, tables)
        if (found := decoded.record) is None:
            return file.refused(decoded.findings)
        lookup = Lookup(self, file, found, Given(dict(found.source.items())), decoded.mentions)
        try:
            lookup.whole()
        except SalvageError as error:
            return [error.problem] if error.problem else []
        return Dossier(slug, found, shelf, lookup)

    def _taken(self, slug: str, file: TomlFile, shelf: Shelf) -> Dossier | list[Problem]:
        """A condition as it left us: its sources are read when they are shown."""
        page, own = parted(file)
        tables = page.parsed()
        if isinstance(tables, Problem):
            return [tables]
        found = taken(Condition, tables)
        return Dossier(slug, found, shelf, Lookup(self, file, found, own))

    def bundled_record(self, name: str, kind: type[R]) -> R:
        """A file that came with the program and that own folders cannot add to, as one record."""
        file = self._read(self.bundled, self.bundled.folder / name)
        tables = file if isinstance(file, Problem) else file.parsed()
        if isinstance(tables, Problem):
            raise SalvageError.unreadable([tables])
        assert not isinstance(file, Problem)
        if file.trusted:
            return taken(kind, tables)
        decoded = decode(kind, tables)
        if decoded.record is None:
            raise SalvageError.unreadable(file.refused(decoded.findings))
        return decoded.record

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

    # vocabularies

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

    def cited(self, ids: Iterable[str], slugs: Iterable[str] = ()) -> dict[str, Source]:
        """Those of these ids that are sources; the pages that cite them, if known, are looked into first.

        What a bundled page or sources.toml says of an id comes before what a page of one's own does.
        """
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Source] = {}
        files = [file for slug in dict.fromkeys(slugs) for file in self._files(slug)]
        tails = [tail for shelf, path in files if shelf.bundled for tail in self._tail(path)]
        own = [tail for shelf, path in files if not shelf.bundled for tail in self._own_tail(path, shelf)]
        shared = islice(self._vocabularies(SourceId, Source), bool(own))
        places: list[Vocabulary[Source] | Given[Source]] = [*tails, *shared, *own]
        for tail in places:
            found |= tail.pick([id for id in wanted if id not in found]).records
        rest = self.pick(SourceId, Source, [id for id in wanted if id not in found]).records
        return {id: (found | rest)[id] for id in wanted if id in found or id in rest}

    def _tail(self, path: Path) -> Iterator[Vocabulary[Source]]:
        """The sources that a bundled file brings."""
        if isinstance(file := self._read(self.bundled, path), TomlFile):
            yield self._parted(path, file)[1]

    def _own_tail(self, path: Path, shelf: Shelf) -> Iterator[Given[Source]]:
        """The sources that a file of one's own brings."""
        if isinstance(loaded := self._load(path.stem, path, shelf), Dossier):
            yield Given(dict(loaded.condition.source.items()))

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
        yield from (path for _, path in sorted(condition_files(self.bundled)))


RECORDS: dict[IdKind, type[Record]] = {EffectId: EffectWords, TermId: Term, SourceId: Source}
_DEFINED_IN: dict[IdKind, str] = {EffectId: "effects", TermId: "glossary", SourceId: "sources"}
_CALLED: dict[IdKind, str] = {EffectId: "side effect", TermId: "glossary term", SourceId: "source"}


def leads_nowhere(mention: Mention) -> Finding:
    """What is wrong with an id that nothing defines."""
    kind, id, path = mention
    hint = f"define it in {_DEFINED_IN[kind]}.toml, or mend the id"
    rule = f"unknown-{_CALLED[kind].split()[-1]}"
    return Finding(flat(path), f"there is no {_CALLED[kind]} `{id}`", hint, rule)


def condition_files(shelf: Shelf) -> Iterator[tuple[str, Path]]:
    try:
        paths = list(shelf.conditions.glob("*.toml"))
    except OSError:
        return
    for path in paths:
        if path.stem not in NO_CONDITIONS and is_slug(path.stem):
            yield path.stem, path


def _head(slug: str, path: Path, shelf: Shelf) -> Head | None:
    """The keys before the first table; None where the file cannot be read that far."""
    file = read(path, path.name if shelf.bundled else None)
    if isinstance(file, Problem):
        return None
    top = TomlFile(file.name, file.data.split(b"\n[", 1)[0], file.trusted)
    if isinstance(tables := top.parsed(), Problem) and isinstance(tables := file.parsed(), Problem):
        return None

    def words(key: str) -> tuple[str, ...]:
        value = tables.get(key, [])
        return (
            tuple(clean(word) for word in value if isinstance(word, str)) if isinstance(value, list) else ()
        )

    name, broader = tables.get("name"), tables.get("broader")
    if not isinstance(name, str):
        return None
    return Head(
        slug, clean(name), words("aliases"), words("ambiguous"),
        clean(broader) if isinstance(broader, str) else None, shelf,
    )  # fmt: skip


def _joined(own: Head | None, head: Head) -> Head:
    """The head of a page; one that replaces a bundled page is found by its names too."""
    return own.replaced(beneath=head) if own else head


def _meaning(names: Names, name: str) -> str:
    word = plain(name)
    slugs, sure = meant(names.named(word))
    if sure:
        return slugs[0]
    if slugs:
        raise SalvageError(
            "unknown",
            f"“{name}” fits more than one condition",
            f"say which one, such as {either(slugs)}",
        )
    alike = within(word, names) or near(word, names.words())
    close = dict.fromkeys(found.slug for other in alike for found in names.named(other))
    hint = f"did you mean {either(close)}?" if close else f"try salvage search {name}, or salvage list"
    raise SalvageError("unknown", f"there is no condition called “{name}”", hint)


def _every(vocabulary: Vocabulary[R]) -> dict[str, R]:
    """All that a vocabulary holds. Raises SalvageError: some of it cannot be read."""
    picked = vocabulary.pick(vocabulary.ids())
    if picked.problems:
        raise SalvageError.unreadable(picked.problems)
    return picked.records


def _said_by(sign: Sign) -> tuple[object, ...]:
    """All that a page says of a sign; two that differ in any of it are both shown."""
    numbers = tuple((held.country, held.number, held.text) for held in sign.numbers)
    detail = sign.detail.text if sign.detail else None
    return sign.text, sign.action, sign.urgency, sign.who, sign.country, numbers, detail


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
