"""Where the program starts: `salvage` and `python -m salvage_cli`.

One page and out. Looking for garbage and taking the interpreter down in good order would cost a
tenth of the page, and there is nothing to keep (docs/decisions/0003-one-command.md).
"""

import gc

gc.disable()

import os  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402

from salvage_cli.cli import main  # noqa: E402


def run() -> None:
    """The program; it ends the process with the exit code."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed or gone: that has been said
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
