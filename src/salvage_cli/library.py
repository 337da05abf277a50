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
from typing import TypeVar

from salvage_cli import places
from salvage_cli.clean import clean
from salvage_cli.decode import decode, taken
from salvage_cli.knowledge import (
    Condition,
    Sign,
    Source,
    SourceId,
)
from salvage_cli.names import Listed, Name, Names, called, either, is_slug, meant, near, plain, within
from salvage_cli.places import NO_CONDITIONS, Shelf, condition_files
from salvage_cli.problems import Problem, SalvageError
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile, read
from salvage_cli.vocabularies import Lookup, Vocabularies
from salvage_cli.vocabulary import Given, Vocabulary, parted

GENERAL = "general"
DRAFT = "draft"
"""What a file is called that has no usable name of its own: it stands in commands."""
LOST = "The urgent signs that came with salvage cannot be read, so they are missing here"

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


class Library(Vocabularies):
    """Shelves in order, the reader's own before the bundled one."""

    def __init__(self, bundled: Shelf, own: tuple[Shelf, ...] = (), index: Path | None = None) -> None:
        super().__init__(bundled, own)
        self.index = index

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
        dossier.lookup.beneath(kept.lookup)
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

    def _own_tail(self, path: Path, shelf: Shelf) -> Iterator[Given[Source]]:
        """The sources that a file of one's own brings."""
        if isinstance(loaded := self._load(path.stem, path, shelf), Dossier):
            yield Given(dict(loaded.condition.source.items()))


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


def _said_by(sign: Sign) -> tuple[object, ...]:
    """All that a page says of a sign; two that differ in any of it are both shown."""
    numbers = tuple((held.country, held.number, held.text) for held in sign.numbers)
    detail = sign.detail.text if sign.detail else None
    return sign.text, sign.action, sign.urgency, sign.who, sign.country, numbers, detail
