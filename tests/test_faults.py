"""Errors of the system at the calls by which the program reads: a documented exit code, in one line."""

import errno
import os
from pathlib import Path

import pytest

from tests.conftest import TODAY
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
    assert fault == "memory" or "something went wrong" not in ended.all
    if words[0] == "explain" and call != "listdir":
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (4, "", 1)
