"""Long pages through a pager, as git does it; never a trap when the pager is missing or fails."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence

from salvage_cli.output import Terminal

DEFAULT = "less"
SETTINGS = "FRX"
"""Of `less`, where LESS does not say otherwise: leave if it fits, take color, keep the screen."""
LEFT = (0, 2, 130)
"""Exit codes of a pager that was left, by `q` or by an interrupt; with others it has failed."""
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def page(text: str, place: Terminal, environment: Mapping[str, str]) -> bool:
    """Show `text` in the reader's pager; False where it should simply be written.

    SALVAGE_PAGER beats PAGER; empty or `cat` means none. No shell is involved. `less` gets
    -FRX unless LESS says otherwise, may not run other programs, and keeps no history.
    """
    if _rows(text, place.width) < place.height:
        return False
    try:
        command = shlex.split(environment.get("SALVAGE_PAGER", environment.get("PAGER", DEFAULT)))
    except ValueError:
        return False
    if not command or os.path.basename(command[0]) == "cat":
        return False
    settings = {"LESS": SETTINGS, **environment, "LESSSECURE": "1", "LESSHISTFILE": "-"}
    if not _takes_color(command, settings["LESS"]):
        text = STYLE.sub("", text)
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings)
    except OSError:
        return False
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pager
    try:
        process.communicate(text.encode(place.encoding, "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, interrupt)
    return process.returncode in LEFT or process.returncode < 0


def _rows(text: str, width: int) -> int:
    """Rows of the screen that a text takes; an address may be longer than one."""
    return sum(max(1, -(-len(line) // width)) for line in STYLE.sub("", text).splitlines())


def _takes_color(command: Sequence[str], settings: str) -> bool:
    """`less` shows the codes of color as letters unless it is told to take them."""
    told = any("R" in word for word in (settings, *command[1:]))
    return told or os.path.basename(command[0]) != "less"
