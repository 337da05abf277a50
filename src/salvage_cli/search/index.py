"""The index, asked: passages, names and spellings in SQLite FTS5. `search.build` makes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from salvage_cli.names import LAST, Name, meant
from salvage_cli.record import Record
from salvage_cli.search.learned import BIAS, About, chances

if TYPE_CHECKING:
    from salvage_cli.search.heard import Heard

_NAME = "word, slug, sort, own, sum"
_COLUMNS = "p.slug, p.section, p.entry, p.title, p.text, p.also, p.cites, p.own, p.sum"


class Hit(Record):
    """A passage that holds words of a question. `rank` is BM25 as SQLite has it: smaller is better."""

    slug: str
    section: str
    entry: str
    title: str
    text: str
    also: tuple[str, ...]
    cites: tuple[str, ...]
    own: bool
    rank: float

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it from every other: two pages may use one id, and an own one that of a bundled sign."""
        return self.slug, self.entry, self.own


class Index:
    """An index that is up to date, open for questions."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @cached_property
    def size(self) -> int:
        """How many passages there are."""
        return int(self.database.execute("SELECT value FROM meta WHERE key = 'size'").fetchone()[0])

    @cached_property
    def heard(self) -> Heard:
        """The lexicon, ready to hold a question against."""
        from salvage_cli.search.heard import loaded

        text, sum = (self._meta(key) for key in ("heard", "heard-sum"))
        if sum != str(sum_of([text])):
            raise sqlite3.DatabaseError("the lexicon is not as it was written")
        return loaded(text)

    def _meta(self, key: str) -> str:
        (value,) = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(value)

    # names, as `salvage_cli.names.Names` has them

    def named(self, word: str) -> list[Name]:
        """Whatever is called by this plain name."""
        rows = self.database.execute(f"SELECT {_NAME} FROM name WHERE word = ? ORDER BY slug, sort", (word,))
        return [_name(row) for row in rows]

    def words(self) -> list[str]:
        """Every plain name there is."""
        return [word for (word,) in self.database.execute("SELECT DISTINCT word FROM name")]

    def starting(self, start: str, limit: int) -> list[str]:
        """The first plain names that begin so."""
        rows = self.database.execute(
            "SELECT DISTINCT word FROM name WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
            (start, start + LAST, limit),
        )
        return [word for (word,) in rows]

    def slugs(self, limit: int) -> list[str]:
        """The first conditions."""
        rows = self.database.execute("SELECT DISTINCT slug FROM name ORDER BY slug LIMIT ?", (limit,))
        return [slug for (slug,) in rows]

    def broken(self) -> frozenset[str]:
        """Conditions that have a file which cannot be used."""
        rows = self.database.execute("SELECT slug FROM file WHERE NOT readable")
        return frozenset(slug for (slug,) in rows)

    def meanings(self, words: Sequence[str]) -> dict[str, tuple[list[str], bool]]:
        """For each of these plain names that is one, what it may mean, and whether it says which."""
        found: dict[str, list[Name]] = {}
        marks = ",".join("?" * len(words))
        rows = self.database.execute(f"SELECT {_NAME} FROM name WHERE word IN ({marks})", words)
        for name in map(_name, rows):
            found.setdefault(name.word, []).append(name)
        return {word: meant(names) for word, names in found.items()}

    def broader(self, slugs: Iterable[str]) -> dict[str, str]:
        """The page that holds what each of these conditions shares, where there is one."""
        rows = [
            self.database.execute("SELECT slug, broader FROM file WHERE slug = ?", (s,)).fetchone()
            for s in slugs
        ]
        return {slug: broader for slug, broader in filter(None, rows) if broader}

    def titles(self, slugs: Iterable[str]) -> dict[str, str]:
        """The names of these conditions."""
        wanted = list(dict.fromkeys(slugs))
        marks = ",".join("?" * len(wanted))
        rows = self.database.execute(f"SELECT slug, title, sum FROM file WHERE slug IN ({marks})", wanted)
        return dict(map(_checked, rows))

    def spelled_like(self, word: str) -> list[str]:
        """Known words that begin with the same letter and are about as long."""
        rows = self.database.execute(
            "SELECT word FROM spelling WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
            (word[0], chr(ord(word[0]) + 1), len(word) - 2, len(word) + 2),
        )
        return [word for (word,) in rows]

    def knows(self, word: str) -> bool:
        row = self.database.execute("SELECT 1 FROM spelling WHERE word = ?", (word,)).fetchone()
        return row is not None

    @cache  # noqa: B019  # an index lives as long as one search
    def count(self, word: str) -> int:
        """In how many passages a word stands, in any of its forms."""
        row = self.database.execute(
            "SELECT count(*) FROM found WHERE found MATCH ?", (quoted(word),)
        ).fetchone()
        return int(row[0])

    def spread(self, word: str) -> dict[str, int]:
        """In how many passages of each condition a word stands."""
        rows = self.database.execute(
            "SELECT p.slug, count(*) FROM found JOIN passage p ON p.id = found.rowid "
            "WHERE found MATCH ? GROUP BY p.slug",
            (quoted(word),),
        )
        return dict(rows)

    def chances(self, about: About, features: Mapping[str, float]) -> dict[str, float]:
        """How likely each label is, for a question with these features."""
        names = [BIAS, *features]
        marks = ",".join("?" * len(names))
        rows = self.database.execute(
            f"SELECT feature, row FROM weight WHERE about = ? AND feature IN ({marks}) ORDER BY feature",
            (about, *names),
        )
        (labels,) = self.database.execute("SELECT value FROM meta WHERE key = ?", (about,)).fetchone()
        return chances(labels.split(), rows, features)

    def hits(
        self, words: Sequence[str], slugs: Sequence[str] = (), section: str = "", limit: int = 40
    ) -> list[Hit]:
        """Passages with any of these words or phrases, best first, of some conditions or of all."""
        if not words:
            return []
        # First which, then what they say: a passage is read whole only where it is among the best.
        rows = self.database.execute(
            "SELECT rowid, rank FROM found WHERE found MATCH ? AND rank MATCH 'bm25(4.0, 2.0, 1.0, 0.0)' "
            "ORDER BY rank LIMIT ?",
            (_all_of(words, slugs, section), limit),
        )
        ranks: dict[int, float] = dict(rows)
        marks = ",".join("?" * len(ranks))
        found = self.database.execute(
            f"SELECT p.id, {_COLUMNS} FROM passage p WHERE p.id IN ({marks})", list(ranks)
        )
        said = {id: values for id, *values in found}
        return [_hit(said[id], rank) for id, rank in ranks.items()]

    def first(self, slugs: Sequence[str], section: str, limit: int = 10) -> list[Hit]:
        """The first passages of a section, whatever words they hold."""
        marks = ",".join("?" * len(slugs))
        rows = self.database.execute(
            f"SELECT {_COLUMNS} FROM passage p WHERE p.slug IN ({marks}) AND p.section = ? "
            "ORDER BY p.slug, p.id LIMIT ?",
            (*slugs, section, limit),
        )
        return [_hit(row, 0.0) for row in rows]


def place(name: str) -> str:
    """A condition or section as one word that no stemming changes: what the column `place` is made of."""
    return name.replace("-", "0") + "0"


def _all_of(words: Sequence[str], slugs: Sequence[str], section: str) -> str:
    """A query of FTS5: any of the words, in these places."""
    parts = [
        words,
        *([[place(slug) for slug in slugs]] if slugs else []),
        *([[place(section)]] if section else []),
    ]
    anyof = [f"({' OR '.join(map(quoted, part))})" for part in parts]
    return " AND ".join([f"{{title text also}} : {anyof[0]}", *(f"place : {part}" for part in anyof[1:])])


def quoted(words: str) -> str:
    """A word or phrase as FTS5 takes it: never as syntax."""
    return '"' + words.replace('"', '""') + '"'


def sum_of(values: Iterable[str]) -> int:
    """What tells that a row is as it was written: what is shown must not come from a damaged file."""
    return crc32("\0".join(values).encode("utf-8", "replace"))


def _checked(row: Sequence[Any]) -> list[Any]:
    """The values of a row without their sum. Raises sqlite3.DatabaseError: they are not as written."""
    *values, sum = row
    if sum != sum_of(map(str, values)):
        raise sqlite3.DatabaseError("a row is not as it was written")
    return values


def _name(row: Sequence[Any]) -> Name:
    word, slug, sort, own = _checked(row)
    return Name(word, slug, sort, bool(own))


def _hit(row: Sequence[Any], rank: float) -> Hit:
    slug, section, entry, title, text, also, cites, own = _checked(row)
    return Hit(
        slug, section, entry, title, text, tuple(also.splitlines()), tuple(cites.split()), bool(own), rank
    )
