"""The index: SQLite FTS5 in the cache folder. TOML stays the truth; this can be thrown away at any moment.

One transaction brings it up to date, so a reader sees it as it was or as it is to be. What
cannot be kept on disk (no home, a full disk, a file that is no database) is held in memory for this
one search, with the same results.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from salvage_cli.clean import clean
from salvage_cli.library import Dossier, Library, condition_files
from salvage_cli.names import plain
from salvage_cli.problems import SalvageError
from salvage_cli.record import Record
from salvage_cli.search.passages import passages
from salvage_cli.search.words import content, tokens

VERSION = 3
"""Goes up when the tables or what is put into them change."""
WAIT = 60
"""Seconds to wait for another process that is building the same index."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT UNIQUE, slug TEXT, title TEXT, broader TEXT,
                   signature TEXT);
CREATE TABLE name (word TEXT, slug TEXT, file INTEGER, own INTEGER, PRIMARY KEY (word, slug)) WITHOUT ROWID;
CREATE TABLE passage (id INTEGER PRIMARY KEY, file INTEGER, slug TEXT, section TEXT, entry TEXT,
                      title TEXT, text TEXT, also TEXT, cites TEXT);
CREATE INDEX passage_place ON passage (slug, section);
CREATE INDEX passage_file ON passage (file);
CREATE VIRTUAL TABLE found USING fts5 (title, text, also, content='passage', content_rowid='id',
                                       tokenize="porter unicode61 remove_diacritics 2");
CREATE TABLE spelling (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""


_COLUMNS = "p.slug, p.section, p.entry, p.title, p.text, p.also, p.cites"
_NEW = "INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND = "INSERT INTO found (rowid, title, text, also) SELECT id, title, text, also FROM passage WHERE id >= ?"


class Hit(Record):
    """A passage that holds words of a question. `rank` is BM25 as SQLite has it: smaller is better."""

    slug: str
    section: str
    entry: str
    title: str
    text: str
    also: tuple[str, ...]
    cites: tuple[str, ...]
    rank: float


class Index:
    """An index that is up to date, open for questions."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @cached_property
    def size(self) -> int:
        """How many passages there are."""
        return int(self.database.execute("SELECT count(*) FROM passage").fetchone()[0])

    def meanings(self, words: Sequence[str]) -> dict[str, list[str]]:
        """For each of these plain names that is one, the conditions it may mean."""
        found: dict[str, list[str]] = {}
        marks = ",".join("?" * len(words))
        rows = self.database.execute(
            f"SELECT word, slug FROM name WHERE word IN ({marks}) ORDER BY slug", words
        )
        for word, slug in rows:
            found.setdefault(word, []).append(slug)
        return found

    def broader(self, slugs: Iterable[str]) -> dict[str, str]:
        """The page that holds what each of these conditions shares, where there is one."""
        rows = [
            self.database.execute("SELECT slug, broader FROM file WHERE slug = ?", (s,)).fetchone()
            for s in slugs
        ]
        return {slug: broader for slug, broader in filter(None, rows) if broader}

    def titles(self) -> dict[str, str]:
        return dict(self.database.execute("SELECT slug, title FROM file"))

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

    def count(self, word: str) -> int:
        """In how many passages a word stands, in any of its forms."""
        row = self.database.execute(
            "SELECT count(*) FROM found WHERE found MATCH ?", (quoted(word),)
        ).fetchone()
        return int(row[0])

    def hits(
        self, words: Sequence[str], slugs: Sequence[str] = (), section: str = "", limit: int = 60
    ) -> list[Hit]:
        """Passages with any of these words or phrases, best first, of some conditions or of all."""
        if not words:
            return []
        where, values = _within(slugs, section)
        rows = self.database.execute(
            f"SELECT {_COLUMNS}, bm25(found, 4.0, 2.0, 1.0) AS rank FROM found "
            f"JOIN passage p ON p.id = found.rowid WHERE found MATCH ?{where} ORDER BY rank LIMIT ?",
            (" OR ".join(map(quoted, words)), *values, limit),
        )
        return [_hit(row) for row in rows]

    def first(self, slugs: Sequence[str], section: str, limit: int = 10) -> list[Hit]:
        """The first passages of a section, whatever words they hold."""
        where, values = _within(slugs, section)
        rows = self.database.execute(
            f"SELECT {_COLUMNS}, 0.0 FROM passage p WHERE 1{where} ORDER BY id LIMIT ?",
            (*values, limit),
        )
        return [_hit(row) for row in rows]


def quoted(words: str) -> str:
    """A word or phrase as FTS5 takes it: never as syntax."""
    return '"' + words.replace('"', '""') + '"'


def _within(slugs: Sequence[str], section: str) -> tuple[str, list[str]]:
    where = ""
    values: list[str] = []
    if slugs:
        where += f" AND p.slug IN ({','.join('?' * len(slugs))})"
        values += slugs
    if section:
        where += " AND p.section = ?"
        values.append(section)
    return where, values


def _hit(row: tuple[str, str, str, str, str, str, str, float]) -> Hit:
    slug, section, entry, title, text, also, cites, rank = row
    return Hit(slug, section, entry, title, text, tuple(also.splitlines()), tuple(cites.split()), rank)


# --- bringing it up to date


def opened(library: Library, path: Path | None) -> Index:
    """The index of a library as its files are now: from disk if it can be, else in memory."""
    signatures = dict(_signatures(library))
    if path is not None:
        for attempt in range(2):
            try:
                return Index(_current(library, path, signatures))
            except (sqlite3.DatabaseError, OSError):
                if attempt or not _removed(path):
                    break
    database = sqlite3.connect(":memory:")
    _update(database, library, signatures)
    return Index(database)


def _current(library: Library, path: Path, signatures: dict[str, str]) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        # A page can be made again from TOML, so nothing waits for the disk; the journal guards a kill.
        database.execute("PRAGMA synchronous = OFF")
        if not _fresh(database, signatures):
            database.execute("BEGIN IMMEDIATE")
            if not _fresh(database, signatures):  # another process may have done it while we waited
                _update(database, library, signatures)
            database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _removed(path: Path) -> bool:
    """Throw away a file that is no index of ours."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _whole(signatures: dict[str, str]) -> str:
    return f"{VERSION} " + str(hash_of(signatures))


def hash_of(signatures: dict[str, str]) -> int:
    from zlib import crc32

    return crc32("\n".join(f"{path} {sign}" for path, sign in signatures.items()).encode("utf-8", "replace"))


def _fresh(database: sqlite3.Connection, signatures: dict[str, str]) -> bool:
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'whole'").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return False
        raise
    return row is not None and row[0] == _whole(signatures)


def _signatures(library: Library) -> Iterator[tuple[str, str]]:
    """Every file that the index is made of, and what changes when it changes.

    What came with the program has one signature for all of it; in a checkout, and in own
    folders, each file has its size and its times.
    """
    for shelf in library.shelves:
        if shelf.bundled and library.seal.sums:
            yield str(shelf.folder), library.seal.hash
            continue
        for folder in {shelf.folder, shelf.conditions}:
            with suppress(OSError):
                for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
                    if entry.name.endswith(".toml"):
                        with suppress(OSError):
                            stat = entry.stat()
                            yield entry.path, f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"


def _update(database: sqlite3.Connection, library: Library, signatures: dict[str, str]) -> None:
    """Make the tables say what the files say, reading only those that changed."""
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.OperationalError:
        row = None
    if row is None or row[0] != str(VERSION):
        _emptied(database)
    conditions = _conditions(library)
    shared = {path: sign for path, sign in signatures.items() if path not in conditions}
    said = str(hash_of(shared))
    known = dict(database.execute("SELECT path, signature FROM file"))
    if (database.execute("SELECT value FROM meta WHERE key = 'shared'").fetchone() or [None])[0] != said:
        known = dict.fromkeys(known, "")  # words for side effects changed: every page may read differently
    signs = {path: signatures.get(path, said) for path in conditions}
    _forget(database, [path for path in known if signs.get(path) != known[path]])
    rows: list[tuple[object, ...]] = []
    for path, slug in conditions.items():
        if known.get(path) != signs[path]:
            rows += _read(database, library, slug, path, signs[path])
    first = (database.execute("SELECT max(id) FROM passage").fetchone()[0] or 0) + 1
    database.executemany(_NEW, rows)
    database.execute(_FIND, (first,))
    for key, value in (("version", str(VERSION)), ("shared", said), ("whole", _whole(signatures))):
        database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _conditions(library: Library) -> dict[str, str]:
    """The file of every condition with its slug; the first shelf that has one wins."""
    found: dict[str, Path] = {}
    for shelf in library.shelves:
        for slug, path in condition_files(shelf):
            found.setdefault(slug, path)
    return {str(path): slug for slug, path in found.items()}


def _emptied(database: sqlite3.Connection) -> None:
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'found_%'"
    ).fetchall()
    for (name,) in names:
        database.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _TABLES.split(";"):
        if statement.strip():
            database.execute(statement)


def _forget(database: sqlite3.Connection, paths: Iterable[str]) -> None:
    for path in paths:
        (file,) = database.execute("SELECT id FROM file WHERE path = ?", (path,)).fetchone()
        database.execute(
            "INSERT INTO found (found, rowid, title, text, also) "
            "SELECT 'delete', id, title, text, also FROM passage WHERE file = ?",
            (file,),
        )
        for table in ("passage", "name"):
            database.execute(f"DELETE FROM {table} WHERE file = ?", (file,))
        database.execute("DELETE FROM file WHERE id = ?", (file,))


def _read(
    database: sqlite3.Connection, library: Library, slug: str, path: str, sign: str
) -> list[tuple[object, ...]]:
    """A condition as rows; its names and words go in at once. One that cannot be read has none."""
    try:
        dossier = library.load(slug)
    except SalvageError:
        dossier = None
    title = dossier.condition.name if dossier else ""
    broader = dossier.condition.broader if dossier else None
    file = database.execute(
        "INSERT INTO file (path, slug, title, broader, signature) VALUES (?, ?, ?, ?, ?)",
        (path, slug, title, broader, sign),
    ).lastrowid
    if dossier is None:
        return []
    return list(_rows(database, dossier, file))


def _rows(database: sqlite3.Connection, dossier: Dossier, file: int | None) -> Iterator[tuple[object, ...]]:
    condition, slug = dossier.condition, dossier.slug
    names = [slug, condition.name, *condition.aliases, *condition.ambiguous]
    database.executemany(
        "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
        [(plain(clean(name)), slug, file, not dossier.shelf.bundled) for name in names],
    )
    effects = dossier.lookup.effects
    spelled = {word for name in names for word in tokens(name)}
    for passage in passages(condition, effects, dossier.bundled):
        spelled.update(tokens(passage.title))
        yield (
            file, slug, passage.section, passage.id, passage.title, passage.text,
            "\n".join(passage.also), " ".join(passage.cites),
        )  # fmt: skip
    for words in effects.values():
        spelled.update(word for name in (words.name, words.medical, *words.also) for word in tokens(name))
    for term in dossier.lookup.terms.values():
        spelled.update(word for name in (term.name, *term.also) for word in tokens(name))
    kept = [(word,) for word in content(spelled) if len(word) > 3 and word.isalpha()]
    database.executemany("INSERT OR IGNORE INTO spelling VALUES (?)", kept)
