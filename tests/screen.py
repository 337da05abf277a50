"""A terminal that only shows: what a command sends to it."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

import pytest


def sent(command: Sequence[str], env: Mapping[str, str], columns: int = 80) -> str:
    """All that a command sends to a terminal of 24 lines, messages with it; it has to end with 0."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    shown = b""
    with subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        with suppress(OSError):  # on Linux, the end of a terminal is an error
            while part := os.read(ours, 65536):
                shown += part
        os.close(ours)
    assert running.returncode == 0, shown
    return shown.decode().replace("\r\n", "\n")
