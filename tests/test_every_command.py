"""Every command in every environment, and without a socket: one table, so that none is forgotten."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from salvage_cli.commands import COMMANDS
from tests.commands import TYPED, every, is_silent
from tests.conftest import environment
from tests.hostile.run import OUR_STYLES, acting

DRIVER = """
import json, os, sys

def refuse(event, args):
    if event.startswith("socket."):
        os._exit(97)

sys.addaudithook(refuse)
from salvage_cli.cli import main

place, commands = sys.argv[1], json.loads(sys.argv[2])
codes = []
for number, words in enumerate(commands):
    child = os.fork()
    if not child:
        for stream, kept in ((1, sys.argv[3] == "kept"), (2, False)):
            if not kept:
                made = os.open(f"{place}/{number}.{stream}", os.O_WRONLY | os.O_CREAT)
                os.dup2(made, stream)
                if made != stream and made > 2:
                    os.close(made)
        sys.exit(main(words))
    codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
with open(f"{place}/codes", "w") as file:
    json.dump(codes, file)
"""
"""Each command in a process of its own, made from one that has Python and the program in it already."""


class Left:
    """What the commands left: codes, and what stands on stdout (unless kept) and stderr."""

    def __init__(self, place: Path, commands: list[tuple[str, ...]], encoding: str = "utf-8") -> None:
        self.commands = commands
        self.codes: list[int] = json.loads((place / "codes").read_text())
        self.out = [self._read(place, f"{n}.1", encoding) for n in range(len(commands))]
        self.err = [self._read(place, f"{n}.2", encoding) for n in range(len(commands))]

    @staticmethod
    def _read(place: Path, name: str, encoding: str) -> str:
        path = place / name
        return path.read_bytes().decode(encoding) if path.exists() else ""


def ended(
    place: Path,
    env: dict[str, str | None],
    encoding: str = "utf-8",
    stdout: int | None = None,
    redirected: str = "",
    site: bool = False,
) -> Left:
    """Every command in this environment; with a `stdout`, or one that a shell opens, that one is theirs."""
    made = place / "made"
    made.mkdir()
    commands = every(made, site=site)
    kept = "kept" if stdout is not None or redirected else "files"
    usual = {**environment(), "SALVAGE_TODAY": "2026-11-22"}
    whole = {name: held for name, held in {**usual, **env}.items() if held is not None}
    script = f'exec "$@" {redirected}'
    words = ["sh", "-c", script, "sh", sys.executable, "-c", DRIVER, str(place), json.dumps(commands), kept]
    subprocess.run(
        words, env=whole, stdout=stdout, stderr=subprocess.DEVNULL, timeout=120, check=True, cwd=made
    )
    return Left(place, commands, encoding)


def test_every_command_is_in_the_table() -> None:
    assert TYPED.keys() == COMMANDS.keys()


BARE = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
PLACES: dict[str, tuple[dict[str, str | None], str]] = {
    "as usual": ({}, "utf-8"),
    "C locale": ({**BARE}, "ascii"),
    "ascii": ({"PYTHONIOENCODING": "ascii"}, "ascii"),
    "cp1252": ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
    "cp437": ({"PYTHONIOENCODING": "cp437"}, "cp437"),
    "COLUMNS 0": ({"COLUMNS": "0", "FORCE_COLOR": "1"}, "utf-8"),
    "COLUMNS 1": ({"COLUMNS": "1", "FORCE_COLOR": "1"}, "utf-8"),
    "no home": ({"HOME": None}, "utf-8"),
    "a home that cannot be written": ({"HOME": "/proc/1"}, "utf-8"),
}


@pytest.mark.parametrize("name", PLACES)
def test_every_command_does_its_work_in_every_environment_without_a_socket(name: str, tmp_path: Path) -> None:
    env, encoding = PLACES[name]
    left = ended(tmp_path, {"HOME": str(tmp_path), **env}, encoding, site=name == "as usual")
    for words, code, out, err in zip(left.commands, left.codes, left.out, left.err, strict=True):
        homeless = "home" in name and words[:2] == ("card", "--clinic")
        assert (words, code) == (words, 5 if homeless else 0)
        assert acting(OUR_STYLES.sub("", out) + err) == set()
        assert "Traceback" not in err and err.count("\n") <= 1
        assert bool(out) != (homeless or is_silent(words)), words


@pytest.mark.parametrize(
    "more", [{"COLUMNS": "0"}, {"COLUMNS": "1"}, {"COLUMNS": "10"}, {"TERM": "dumb"}], ids=str
)
def test_every_command_does_its_work_on_a_terminal(more: dict[str, str | None], tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        with suppress(OSError):
            while part := os.read(ours, 65536):
                shown.append(part)

    reader = Thread(target=read)
    reader.start()
    env: dict[str, str | None] = {"TERM": "xterm", "SALVAGE_PAGER": "", "HOME": str(tmp_path), **more}
    left = ended(tmp_path, {**env, "NO_COLOR": "1"}, stdout=theirs)
    os.close(theirs)
    reader.join(30)
    os.close(ours)
    assert set(left.codes) == {0}
    assert "Traceback" not in "".join(left.err)
    text = b"".join(shown).decode().replace("\r\n", "\n")
    assert acting(text) == set()
    assert "Traceback" not in text and len(text) > 20_000


FULL = pytest.param(
    "> /dev/full", marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
)


@pytest.mark.parametrize("stdout", [">&-", FULL])
def test_every_command_says_in_one_line_that_nothing_can_be_written(stdout: str, tmp_path: Path) -> None:
    left = ended(tmp_path, {"HOME": str(tmp_path)}, redirected=stdout)
    for words, code, err in zip(left.commands, left.codes, left.err, strict=True):
        assert code == 5 or (is_silent(words) and code == 0), words
        assert err.startswith("salvage: ") and err.count("\n") == 1, words


def test_every_command_is_quiet_when_nobody_reads(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    left = ended(tmp_path, {"HOME": str(tmp_path)}, stdout=writer)
    os.close(writer)
    for words, code, err in zip(left.commands, left.codes, left.err, strict=True):
        assert (words, code) == (words, 0)
        assert is_silent(words) or err == "", words
