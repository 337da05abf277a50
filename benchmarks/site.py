"""What making the site costs: first, again, after one change, for libraries of several sizes (README.md).

python benchmarks/site.py
"""

import os
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import page
import scale

TASKS = ("start", "first", "again", "changed")
"""`--version`; the whole site; nothing has changed; one file has."""


def once(program: str, shelf: scale.Shelf, words: tuple[str, ...]) -> float:
    """Seconds of one run."""
    return scale.run(program, scale.Task(words[0], words), shelf) / 1000


def measured(program: str, shelf: scale.Shelf, runs: int) -> dict[str, float]:
    """The least seconds of each task; every round makes the site anew."""
    found: dict[str, list[float]] = {}
    site = shelf.home / "site"
    export = ("export", "site", str(site))
    for _ in range(runs):
        rmtree(site, ignore_errors=True)
        found.setdefault("start", []).append(once(program, shelf, ("--version",)))
        found.setdefault("first", []).append(once(program, shelf, export))
        found.setdefault("again", []).append(once(program, shelf, export))
        scale.changed(shelf)
        found.setdefault("changed", []).append(once(program, shelf, export))
    return {name: min(times) for name, times in found.items()}


def main() -> None:
    options = scale.asked_for(__doc__, runs=3)
    program = str(Path(options.python).with_name("salvage"))
    print(f"{page.machine()}; load before {os.getloadavg()[0]:.1f}")
    print(f"Least of {options.runs} runs (one from 10,000 conditions on), whole processes.\n")
    print("".join(f"{name:>12}" for name in ("conditions", *TASKS, "ms each", "files", "MB", "memory MB")))
    over: dict[int, float] = {}
    for size in options.sizes:
        with TemporaryDirectory() as scratch:
            shelf = scale.filled(Path(scratch), size, options.corpus)
            found = measured(program, shelf, options.runs if size < 10_000 else 1)
            over[size] = found["first"] - found["start"]
            held = [path.stat().st_size for path in (shelf.home / "site").rglob("*") if path.is_file()]
            words = ("export", "site", str(shelf.home / "another"))
            memory = scale.memory(program, scale.Task("", words), shelf)
        row = f"{size:12,}" + "".join(f"{found[name]:12.2f}" for name in TASKS)
        row += f"{over[size] / size * 1000:12.1f}{len(held):12,}{sum(held) / 1e6:12.0f}{memory:12.0f}"
        print(row, flush=True)
    print(f"\n{_asked(over)}")


def _asked(over: Mapping[int, float]) -> str:
    """What is asked, by the figures of this run."""
    small, *more = sorted(over)
    rows = [f"{small} conditions, over the bare start: {over[small]:.2f} s   asked: less than 2"]
    if len(more) > 1:
        low, high = more[0], more[-1]
        each = {size: (over[size] - over[small]) / (size - small) for size in (low, high)}
        rows.append(
            f"one more of {high:,} / one more of {low:,}: {each[high] / each[low]:.2f}   asked: at most 1.2"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
