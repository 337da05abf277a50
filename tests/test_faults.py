"""Errors of the system where the program reads and writes: a documented exit code, in one line."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from salvage_cli.problems import SalvageError
from salvage_cli.search import build
from salvage_cli.site.folder import Folder
from tests.conftest import TODAY, Run, environment
from tests.hostile.pages import shelf
from tests.hostile.run import run

FAULTS = {
    "no-right": OSError(errno.EACCES, "Permission denied"),
    "damaged": OSError(errno.EIO, "Input/output error"),
    "too-many": OSError(errno.EMFILE, "Too many open files"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "memory": MemoryError(),
}


@pytest.mark.parametrize("call", ["open", "read", "fstat", "listdir"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "words", [("explain", "exampleitis"), ("list",), ("search", "sleep helps")], ids=lambda w: w[0]
)
def test_an_error_of_the_system_is_one_line_with_a_documented_code(
    words: tuple[str, ...], fault: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The own folder cannot be read; what came with the program can."""
    own = shelf(tmp_path / "own")
    env = {"HOME": str(tmp_path), "SALVAGE_PATH": str(own), "SALVAGE_TODAY": TODAY}
    really = getattr(os, call)
    mine: set[int] = set()
    opened = os.open

    def opening(path: object, *rest: object, **more: object) -> int:
        if call == "open" and str(path).startswith(str(own)):
            raise FAULTS[fault]
        handle: int = opened(path, *rest, **more)  # type: ignore[arg-type]
        (mine.add if str(path).startswith(str(own)) else mine.discard)(handle)
        return handle

    def failing(what: object, *rest: object, **more: object) -> object:
        if what in mine or str(what).startswith(str(own)):
            raise FAULTS[fault]
        return really(what, *rest, **more)

    if call != "open":
        monkeypatch.setattr(os, call, failing)
    monkeypatch.setattr(os, "open", opening)
    ended = run(env, *words)
    assert ended.code in (0, 1, 3, 4)
    assert "Traceback" not in ended.all
    assert "something went wrong" not in ended.all
    if words[0] == "explain" and call != "listdir":
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (4, "", 1)


# --- saving

SAVING: dict[str, tuple[str, ...]] = {
    "page": ("explain", "exampleitis", "--output", "@/page.txt"),
    "page-json": ("lines", "exampleitis", "--format", "json", "--output", "@/page.json"),
    "handout": ("export", "handout", "exampleitis", "--output", "@/sheet.html"),
    "check": ("check", "mrsa", "--output", "@/said.txt"),
    "new": ("new", "my-disease", "--output", "@/my-disease.toml"),
    "card": ("card", "--clinic", "Day unit"),
}
"""Commands that write one file into a folder, `@`; the card is under the home."""
CALLS = ("open", "fsync", "replace")


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(monkeypatch: pytest.MonkeyPatch, call: str, fault: BaseException, after: int, folder: Path) -> None:
    """Let a call fail where it writes into this folder, but for the first times."""
    really, opened = getattr(os, call), os.open
    times, mine = 0, set()

    def failing(what: object, *rest: object, **more: object) -> object:
        nonlocal times
        writes = call != "open" or (rest and isinstance(rest[0], int) and rest[0] & os.O_WRONLY)
        if writes and (what in mine or str(what).startswith(str(folder))):
            times += 1
            if times > after:
                raise fault
        return really(what, *rest, **more)

    def opening(path: object, *rest: object, **more: object) -> int:
        handle: int = opened(path, *rest, **more)  # type: ignore[arg-type]
        if str(path).startswith(str(folder)):
            mine.add(handle)
        return handle

    monkeypatch.setattr(os, call, failing)
    if call != "open":
        monkeypatch.setattr(os, "open", opening)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", SAVING)
def test_what_cannot_be_saved_is_one_line_and_leaves_all_as_it_was(
    what: str, fault: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    env = {
        "HOME": str(tmp_path),
        "SALVAGE_PATH": str(shelf(tmp_path / "own")),
        "SALVAGE_TODAY": TODAY,
        "XDG_CONFIG_HOME": str(out),
    }
    words = tuple(word.replace("@", str(out)) for word in SAVING[what])
    (out / "salvage").mkdir(parents=True)
    if what != "new":  # which writes over nothing
        (out / words[-1]).write_text("as it was")
        (out / "salvage" / "card.toml").write_text('clinic = "as it was"\n')
    before = files(out)
    for after in range(2 if what == "new" else 1):  # the page, and the schema beside it
        with monkeypatch.context() as patched:
            spoil(patched, call, FAULTS[fault], after, out)
            ended = run(env, *words)
        shown = ended.out if what == "page-json" else ended.err
        assert (ended.code, ended.all) == (5, shown)
        assert "could not be written: " in shown and ("hint" if what == "page-json" else " (") in shown
        assert "--output FILE" not in shown
        assert what == "page-json" or shown.count("\n") == 1
        assert "Traceback" not in shown and "something went wrong" not in shown
        assert files(out) == before
    assert run(env, *words).code == (1 if what == "check" else 0)
    assert files(out) != before


@pytest.mark.parametrize("after", [0, 3])
@pytest.mark.parametrize("call", ["open", "replace", "mkdir"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_of_a_site_is_whole_or_not_there(
    fault: str, call: str, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Folder(tmp_path / "site")
    spoil(monkeypatch, call, FAULTS[fault], after, tmp_path / "site")
    with pytest.raises(SalvageError) as raised:
        site.claim(False)
        for number in range(9):
            site.put(f"part-{number}/page.html", "whole")
    assert (raised.value.code, bool(raised.value.hint)) == ("unwritable", True)
    assert "could not be written: " in raised.value.message
    monkeypatch.undo()
    left = files(tmp_path / "site") if (tmp_path / "site").exists() else {}
    assert set(left.values()) <= {b"whole"}
    assert all(path.startswith("part-") for path in left)


# --- the index


@pytest.mark.parametrize("call", ["mkdir", "connect", "update"])
@pytest.mark.parametrize(
    "fault", [*FAULTS, "SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_FULL"]
)
def test_where_the_index_cannot_be_written_the_same_is_found(
    fault: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"SALVAGE_PATH": str(shelf(tmp_path / "own")), "SALVAGE_TODAY": TODAY}
    words = ("search", "what helps with sleep")
    wanted = run(env, *words)  # no home: it is held in memory
    error = FAULTS.get(fault) or sqlite3.OperationalError(fault)
    error.sqlite_errorname = fault  # type: ignore[attr-defined]
    where: Any = {"mkdir": os, "connect": sqlite3, "update": build}[call]
    really = getattr(where, call)

    def failing(what: Any, *rest: Any, **more: Any) -> Any:
        on_disk = call != "update" or what.execute("PRAGMA database_list").fetchone()[2]
        if on_disk and what != ":memory:":
            raise error
        return really(what, *rest, **more)

    monkeypatch.setattr(where, call, failing)
    home = tmp_path / "home"
    found = run({**env, "XDG_CACHE_HOME": str(home)}, *words)
    assert found == wanted
    assert (found.code, found.err) == (0, "")
    monkeypatch.undo()
    assert run({**env, "XDG_CACHE_HOME": str(home)}, *words) == wanted


def test_a_disk_that_is_full_leaves_no_torn_index_and_finds_the_same(tmp_path: Path, salvage: Run) -> None:
    """A real one: no file may grow beyond a few pages."""
    env = {"SALVAGE_PATH": str(shelf(tmp_path / "own")), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
    limited += "from salvage_cli.cli import main; sys.exit(main(sys.argv[1:]))"

    def under(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", limited, *words],
            env=environment(env),
            capture_output=True,
            encoding="utf-8",
        )

    wanted = salvage("search", "sleep", env={**env, "XDG_CACHE_HOME": "", "HOME": ""})
    for done in (under("search", "sleep"), salvage("search", "sleep", env=env), under("search", "sleep")):
        assert (done.returncode, done.stdout, done.stderr) == (0, wanted.stdout, "")
    saved = under("explain", "exampleitis", "--format", "html", "--output", str(tmp_path / "page.html"))
    assert (saved.returncode, saved.stdout) == (5, "")
    assert "could not be written: file too large (" in saved.stderr
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
