"""Where the program starts: `salvage` and `python -m salvage_cli`."""

# One page and out: looking for garbage, here and at the end, would cost a tenth of the page.
import gc

gc.disable()

import sys  # noqa: E402

from salvage_cli.cli import main  # noqa: E402


def run() -> int:
    """The program with its exit code."""
    code = main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(run())
