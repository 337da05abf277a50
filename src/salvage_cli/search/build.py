"""Making the index and keeping it fresh: SQLite in the cache folder, a copy of TOML for finding things.

TOML stays the truth and the file can be thrown away at any moment. One transaction brings it up to
date, so a reader sees it as it was or as it is to be. What cannot be kept on disk (no home, a full disk,
a read-only folder) is held in memory for this one search, with the same results.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from zlib import crc32

from salvage_cli.clean import clean
from salvage_cli.library import Dossier, Library
from salvage_cli.names import Name, called
from salvage_cli.problems import SalvageError
from salvage_cli.search.crew import shared_out
from salvage_cli.search.heard import dumped
from salvage_cli.search.index import Index, place
from salvage_cli.search.learned import Learned, learned
from salvage_cli.search.lexicon import lexicon
from salvage_cli.search.passages import Passage, passages
from salvage_cli.search.state import State, state
from salvage_cli.search.words import content, tokens

VERSION = 5
"""Goes up when what is put into the tables changes."""
WAIT = 60
"""Seconds to wait for another process that is building the same index."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, path TEXT, signature TEXT, readable INTEGER,
                   title TEXT, broader TEXT, spelled TEXT);
CREATE TABLE name (word TEXT, slug TEXT, sort TEXT, own INTEGER,
                   PRIMARY KEY (word, slug, sort)) WITHOUT ROWID;
CREATE INDEX name_slug ON name (slug);
CREATE TABLE passage (id INTEGER PRIMARY KEY, slug TEXT, section TEXT, entry TEXT,
                      title TEXT, text TEXT, also TEXT, place TEXT, cites TEXT);
CREATE INDEX passage_place ON passage (slug, section);
CREATE VIRTUAL TABLE found USING fts5 (title, text, also, place, content='passage', content_rowid='id',
                                       tokenize="porter unicode61 remove_diacritics 2");
CREATE TABLE weight (about TEXT, feature TEXT, row TEXT, PRIMARY KEY (about, feature)) WITHOUT ROWID;
CREATE TABLE spelling (word TEXT PRIMARY KEY, pages INTEGER) WITHOUT ROWID;
"""
MANY = 400
"""Files that are worth the start of more processes."""
SHAPE = f"{VERSION}.{crc32(_TABLES.encode())}"
_NEW = "INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND = (
    "INSERT INTO found (rowid, title, text, also, place) "
    "SELECT id, title, text, also, place FROM passage WHERE id > ?"
)
_SPELLED = (
    "INSERT INTO spelling VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET pages = pages + excluded.pages"
)
_LOST = (
    "INSERT INTO found (found, rowid, title, text, also, place) "
    "SELECT 'delete', id, title, text, also, place FROM passage WHERE slug = ?"
)


def opened(library: Library, path: Path | None, *, anew: bool = False) -> Index:
    """The index of a library as its files are now: from disk if it can be, else in memory.

    `anew`: what is on disk has proved to be broken, and is made again.
    """
    now = state(library)
    if path is not None:
        for spoiled in (anew, True):
            try:
                if spoiled:
                    _remove(path)
                return Index(_current(library, path, now))
            except sqlite3.DatabaseError as error:
                if not _is_spoiled(error):
                    break
            except OSError:
                break
    database = sqlite3.connect(":memory:")
    _update(database, library, now)
    return Index(database)


def fresh(library: Library, path: Path) -> Index | None:
    """The index on disk if it says what the files say now; it is not made."""
    try:
        name = path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        database = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=0, isolation_level=None)
        database.execute("BEGIN")
        if _is_fresh(database, state(library)):
            return Index(database)
        database.close()
    except (sqlite3.DatabaseError, OSError):
        pass
    return None


def _current(library: Library, path: Path, now: State) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        # Whatever is lost can be made again, so nothing waits for the disk; the journal guards a kill.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -16000")  # kB
        database.execute("BEGIN")  # until the answer is given, no other process changes what we read
        if not _is_fresh(database, now):
            database.execute("ROLLBACK")
            database.execute("BEGIN IMMEDIATE")
            if not _is_fresh(database, now):  # another process may have done it while we waited
                _update(database, library, now)
            database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _is_spoiled(error: sqlite3.DatabaseError) -> bool:
    """Whether a file is no index of ours; a busy, full or read-only disk is none of its faults."""
    return error.sqlite_errorname.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_IOERR_SHORT_READ"))


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _is_fresh(database: sqlite3.Connection, now: State) -> bool:
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'whole'").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return False
        raise
    return row is not None and row[0] == f"{SHAPE} {now.whole}"


def _update(database: sqlite3.Connection, library: Library, now: State) -> None:
    """Make the tables say what the files say, reading only those that changed."""
    meta = _meta(database)
    if meta.get("shape") != SHAPE:
        _empty(database)
        meta = {}
    files = now.files()
    known = {
        slug: (path, signature)
        for slug, path, signature in database.execute("SELECT slug, path, signature FROM file")
    }
    # Where words for side effects changed, every page may read differently.
    changed = set(files) if meta.get("words") != now.words else {s for s in files if known.get(s) != files[s]}
    spelled: Counter[str] = Counter()
    _forget(database, sorted(known.keys() & changed | known.keys() - files.keys()), spelled)
    (last,) = database.execute("SELECT coalesce(max(id), 0) FROM passage").fetchone()
    for made in shared_out(partial(_made, library), sorted(changed), MANY):
        spelled.update(made[-1].split())
        _keep(database, made, *files[made[0]])
    database.execute(_FIND, (last,))
    database.executemany(_SPELLED, spelled.items())
    database.execute("DELETE FROM spelling WHERE pages <= 0")
    (size,) = database.execute("SELECT count(*) FROM passage").fetchone()
    said: dict[str, object] = {
        "shape": SHAPE,
        "words": now.words,
        "size": size,
        "whole": f"{SHAPE} {now.whole}",
    }
    if meta.get("words") != now.words:
        said["heard"] = dumped(lexicon(library))
        said |= _learn(database, learned(library))
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", said.items())


def _meta(database: sqlite3.Connection) -> dict[str, str]:
    try:
        return dict(database.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError:
        return {}


def _empty(database: sqlite3.Connection) -> None:
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'found_%'"
    ).fetchall()
    for (name,) in names:
        database.execute(f'DROP TABLE IF EXISTS "{name}"')
    for statement in _TABLES.split(";"):
        if statement.strip():
            database.execute(statement)


def _forget(database: sqlite3.Connection, slugs: Iterable[str], spelled: Counter[str]) -> None:
    for slug in slugs:
        (words,) = database.execute("SELECT spelled FROM file WHERE slug = ?", (slug,)).fetchone()
        spelled.subtract(words.split())
        database.execute(_LOST, (slug,))
        for table in ("passage", "name", "file"):
            database.execute(f"DELETE FROM {table} WHERE slug = ?", (slug,))


def _learn(database: sqlite3.Connection, found: Learned) -> dict[str, str]:
    """Keep what was learned; the labels, by what they are about."""
    database.execute("DELETE FROM weight")
    for about, weights in (("outcome", found.outcome), ("section", found.section)):
        rows = [(about, feature, row) for feature, row in weights.weight.items()]
        database.executemany("INSERT INTO weight VALUES (?, ?, ?)", rows)
    return {"outcome": " ".join(found.outcome.labels), "section": " ".join(found.section.labels)}


Made = tuple[str, str, str | None, bool, list[tuple[str, str, bool]], list[tuple[str, ...]], str]
"""A condition as the tables hold it: slug, name, broader, whether it can be read; names; passages; words."""


def _made(library: Library, slug: str) -> Made:
    """What the index keeps of a condition. One that cannot be read has no passages."""
    try:
        dossier = library.load(slug)
    except SalvageError:
        dossier = None
    names = _names(library, slug, dossier)
    found = list(passages(dossier.condition, dossier.lookup.effects, dossier.bundled)) if dossier else []
    return (
        slug,
        dossier.condition.name if dossier else "",
        dossier.condition.broader if dossier else None,
        dossier is not None and not dossier.warnings,
        [(name.word, name.sort, name.own) for name in names],
        [_row(slug, passage) for passage in found],
        " ".join(_words(names, dossier, found)),
    )


def _row(slug: str, passage: Passage) -> tuple[str, ...]:
    where = f"{place(slug)} {place(passage.section)}"
    also, cites = "\n".join(passage.also), " ".join(passage.cites)
    return (passage.section, passage.id, passage.title, passage.text, also, where, cites)


def _keep(database: sqlite3.Connection, made: Made, path: str, signature: str) -> None:
    slug, title, broader, readable, names, found, spelled = made
    row = (slug, path, signature, readable, title, broader, spelled)
    database.execute("INSERT INTO file VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
    database.executemany(
        "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
        [(word, slug, sort, own) for word, sort, own in names],
    )
    database.executemany(_NEW, [(slug, *passage) for passage in found])


def _names(library: Library, slug: str, dossier: Dossier | None) -> list[Name]:
    """What the condition is called; a file that is broken further down still has its names."""
    if dossier is None or dossier.warnings:
        head = library.head(slug)
        return head.names() if head else []
    condition = dossier.condition
    return called(
        slug, clean(condition.name), condition.aliases, condition.ambiguous, not dossier.shelf.bundled
    )


def _words(names: Iterable[Name], dossier: Dossier | None, found: Iterable[Passage]) -> set[str]:
    """How the hard words of a page are spelled: names, titles, side effects and glossary."""
    said = [name.word for name in names]
    said += (passage.title for passage in found)
    if dossier is not None:
        for words in dossier.lookup.effects.values():
            said += (words.name, words.medical, *words.also)
        for term in dossier.lookup.terms.values():
            said += (term.name, *term.also)
    spelled = {word for text in said for word in tokens(text)}
    return {word for word in content(spelled) if len(word) > 3 and word.isalpha()}
