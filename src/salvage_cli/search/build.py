"""Making the index say what the files say, by reading those that changed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from functools import partial

from salvage_cli.library import Dossier, Library
from salvage_cli.names import Name, called
from salvage_cli.problems import SalvageError
from salvage_cli.search.crew import shared_out
from salvage_cli.search.heard import dumped
from salvage_cli.search.index import place, sum_of
from salvage_cli.search.learned import ABOUT, learned
from salvage_cli.search.lexicon import lexicon
from salvage_cli.search.passages import Passage, passages
from salvage_cli.search.state import State
from salvage_cli.search.tables import SHAPE, TABLES
from salvage_cli.search.words import content, tokens

MANY = 400
"""Files that are worth the start of more processes."""
_NEW = "INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
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


def update(database: sqlite3.Connection, library: Library, now: State) -> None:
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
        said["heard"] = heard = dumped(lexicon(library))
        said["heard-sum"] = sum_of([heard])
        said |= _learn(database, library)
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
    for statement in TABLES.split(";"):
        if statement.strip():
            database.execute(statement)


def _forget(database: sqlite3.Connection, slugs: Iterable[str], spelled: Counter[str]) -> None:
    for slug in slugs:
        (words,) = database.execute("SELECT spelled FROM file WHERE slug = ?", (slug,)).fetchone()
        spelled.subtract(words.split())
        database.execute(_LOST, (slug,))
        for table in ("passage", "name", "file"):
            database.execute(f"DELETE FROM {table} WHERE slug = ?", (slug,))


def _learn(database: sqlite3.Connection, library: Library) -> dict[str, str]:
    """Keep what was learned; the labels, by what they are about."""
    database.execute("DELETE FROM weight")
    found = {about: learned(library, about) for about in ABOUT}
    for about, held in found.items():
        database.executemany("INSERT INTO weight VALUES (?, ?, ?)", ((about, *row) for row in held.rows))
    return {about: " ".join(held.labels) for about, held in found.items()}


Made = tuple[str, str, str | None, bool, list[tuple[str, str, bool]], list[tuple[str | int, ...]], str]
"""A condition as the tables hold it: slug, name, broader, whether it can be read; names; passages; words."""


def _made(library: Library, slug: str) -> Made:
    """What the index keeps of a condition. One that cannot be read has no passages."""
    try:
        dossier = library.load(slug)
    except SalvageError:
        dossier = None
    names = _names(library, slug, dossier)
    found: list[Passage] = []
    if dossier:
        held, own = dossier.condition, not dossier.shelf.bundled
        found += passages(held, dossier.lookup.effects, dossier.bundled, own=own)
    return (
        slug,
        dossier.condition.name if dossier else "",
        dossier.condition.broader if dossier else None,
        dossier is not None and not dossier.warnings,
        [(name.word, name.sort, name.own) for name in names],
        [_row(slug, passage) for passage in found],
        " ".join(_words(names, dossier, found)),
    )


def _row(slug: str, passage: Passage) -> tuple[str | int, ...]:
    where = f"{place(slug)} {place(passage.section)}"
    also, cites = "\n".join(passage.also), " ".join(passage.cites)
    said = (passage.section, passage.id, passage.title, passage.text, also)
    return (*said, where, cites, passage.own, sum_of((slug, *said, cites, str(int(passage.own)))))


def _keep(database: sqlite3.Connection, made: Made, path: str, signature: str) -> None:
    slug, title, broader, readable, names, found, spelled = made
    row = (slug, path, signature, readable, title, broader, spelled, sum_of((slug, title)))
    database.execute("INSERT INTO file VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    database.executemany(
        "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?)",
        [(word, slug, sort, own, sum_of((word, slug, sort, str(int(own))))) for word, sort, own in names],
    )
    database.executemany(_NEW, [(slug, *passage) for passage in found])


def _names(library: Library, slug: str, dossier: Dossier | None) -> list[Name]:
    """What the condition is called; a file that is broken further down still has its names."""
    if dossier is None or dossier.warnings:
        head = library.head(slug)
        return head.names() if head else []
    beneath, page = dossier.bundled, dossier.condition
    bundled = called(slug, beneath.name, beneath.aliases, beneath.ambiguous, False) if beneath else []
    return [*bundled, *called(slug, page.name, page.aliases, page.ambiguous, not dossier.shelf.bundled)]


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
