"""Long pages through a pager, as git does it; never a trap when the pager is missing."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping

from salvage_cli.output import Terminal

DEFAULT = "less"


def page(text: str, place: Terminal, environment: Mapping[str, str]) -> bool:
    """Show `text` in the reader's pager; False where it should simply be written.

    SALVAGE_PAGER beats PAGER; empty or `cat` means none. No shell is involved. `less` gets
    -FRX unless LESS says otherwise, may not run other programs, and keeps no history.
    """
    if text.count("\n") < place.height:
        return False
    try:
        command = shlex.split(environment.get("SALVAGE_PAGER", environment.get("PAGER", DEFAULT)))
    except ValueError:
        return False
    if not command or os.path.basename(command[0]) == "cat":
        return False
    settings = {"LESS": "FRX", **environment, "LESSSECURE": "1", "LESSHISTFILE": "-"}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings)
    except OSError:
        return False
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pager
    try:
        process.communicate(text.encode(place.encoding, "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, interrupt)
    return process.returncode != 127
