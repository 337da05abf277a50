"""The index as the files are now: opened, brought up to date if it has to be, or not used at all.

TOML stays the truth and the file can be thrown away at any moment. One transaction brings it up to
date, so a reader sees it as it was or as it is to be. What cannot be kept on disk (no home, a full disk,
a read-only folder) is held in memory for this one search, with the same results.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from salvage_cli.library import Library
from salvage_cli.problems import SalvageError
from salvage_cli.search.index import Index
from salvage_cli.search.state import State, looking, state
from salvage_cli.search.tables import SHAPE

WAIT = 60
"""Seconds to wait for another process that is building the same index."""


DAMAGED = (sqlite3.DatabaseError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What reading from a damaged index can end in; made anew, the same question is answered."""

A = TypeVar("A")


def ask(library: Library, path: Path | None, question: Callable[[Index], A]) -> A:
    """What the index of a library says, as its files are now.

    The index on disk is asked while others look at the files: what it says holds if none of them has changed.
    """
    look = looking(library)
    damaged = False
    try:
        if path is not None and (last := _last(path)) is not None:
            with closing(last):  # else what it reads could not be brought up to date below
                said = question(Index(last))
                if _is_fresh(last, look()):
                    return said
    except (SalvageError, OSError):
        pass  # of files that may have changed; it is asked again
    except DAMAGED:  # a file that opens well can still be broken further in
        damaged = True
    try:
        return question(opened(library, path, anew=damaged, now=look()))
    except DAMAGED:
        return question(opened(library, path, anew=True))


def opened(library: Library, path: Path | None, *, anew: bool = False, now: State | None = None) -> Index:
    """The index of a library as its files are now: from disk if it can be, else in memory.

    `anew`: what is on disk has proved to be broken, and is made again.
    """
    now = now or state(library)
    if path is not None:
        for spoiled in (anew, True):
            try:
                if spoiled:
                    _remove(path)
                return Index(_current(library, path, now))
            except sqlite3.DatabaseError as error:
                if not _is_spoiled(error):
                    break
            except (OSError, MemoryError):
                break
    from salvage_cli.search.build import update

    database = sqlite3.connect(":memory:")
    update(database, library, now)
    return Index(database)


def fresh(library: Library, path: Path) -> Index | None:
    """The index on disk if it says what the files say now; it is not made."""
    last = _last(path)
    if last is None:
        return None
    if _is_fresh(last, state(library)):
        return Index(last)
    last.close()
    return None


def _last(path: Path) -> sqlite3.Connection | None:
    """The index as it was last made, in one transaction of reading; None where it cannot be read at once."""
    name = path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    database = None
    with suppress(sqlite3.DatabaseError, OSError, MemoryError):
        database = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=0, isolation_level=None)
        database.execute("PRAGMA cache_size = -16000")  # kB
        database.execute("BEGIN")
        if _made_from(database).startswith(f"{SHAPE} "):
            return database
    if database is not None:
        database.close()  # it holds itself, and nobody looks for garbage
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
            from salvage_cli.search.build import update

            database.execute("ROLLBACK")
            database.execute("BEGIN IMMEDIATE")
            if not _is_fresh(database, now):  # another process may have done it while we waited
                update(database, library, now)
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
    return _made_from(database) == f"{SHAPE} {now.whole}"


def _made_from(database: sqlite3.Connection) -> str:
    """The shape of an index and the signature of the files it was made from; nothing where it is empty."""
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'whole'").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return ""
        raise
    return str(row[0]) if row else ""
