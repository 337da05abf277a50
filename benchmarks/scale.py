"""What a large library costs: the bundled pages and thousands more, whole processes, in one run (README.md).

python benchmarks/scale.py --corpus medquad.jsonl
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory

import generated
import page

from salvage_cli import places
from salvage_cli.library import Library
from salvage_cli.search.fresh import opened

ASK = ("search", "thinning", "hair", "on", "chemo")
ASK_LONG = ("search", "what are the side effects of the treatment of lung cancer that came back")


@dataclass(frozen=True)
class Shelf:
    """A library of so many conditions, and the home of a reader who has it."""

    size: int
    passages: int
    folder: Path
    home: Path

    def environment(self) -> dict[str, str]:
        own = {"SALVAGE_PATH": str(self.folder)} if self.folder.is_dir() else {}
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", **own}

    @property
    def cache(self) -> Path:
        return self.home / ".cache" / "salvage"


def nothing(shelf: Shelf) -> None:
    """The library as it was."""


def forgotten(shelf: Shelf) -> None:
    """The index is thrown away."""
    rmtree(shelf.cache, ignore_errors=True)


def changed(shelf: Shelf) -> None:
    """One file changes, if there is one of the reader's own."""
    page = shelf.folder / "conditions" / "made-7.toml"
    if page.is_file():
        page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Task:
    """What is run, what happens before, how often at most, and more of its environment."""

    name: str
    words: tuple[str, ...]
    before: Callable[[Shelf], None] = nothing
    most: int = 1000
    more: Mapping[str, str] | None = None
    exit: int = 0

    def environment(self, shelf: Shelf) -> dict[str, str]:
        return {**shelf.environment(), **(self.more or {})}


TAB = {"_SALVAGE_COMPLETE": "complete_bash", "COMP_WORDS": "salvage explain pro", "COMP_CWORD": "2"}
PAGE, NEXT, LONG, CHANGED = (
    "explain hiv",
    "next search",
    "next search, a long question",
    "search, one file changed",
)
FIRST, WORDS = "first search: the index is made", ("explain", "aids")
TASKS = (
    Task("by an alias, no index", WORDS, forgotten, most=3),
    Task(FIRST, ASK, forgotten, most=3),
    Task(PAGE, ("explain", "hiv")),
    Task("by an alias", WORDS),
    Task("a miss, with a suggestion", ("explain", "prostata cancr"), exit=3),
    Task("Tab after `explain pro`", (), more=TAB),
    Task(NEXT, ASK),
    Task(LONG, ASK_LONG),
    Task(CHANGED, ASK, changed),
)
"""In this order: the first search leaves the index that the others find."""

LAUNCHER = """
import os, sys
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A process counts its parent's memory as its own until it is itself, so its parent is a small one."""


def run(program: str, task: Task, shelf: Shelf) -> float:
    """Milliseconds from start to the last byte read."""
    task.before(shelf)
    start = time.perf_counter()
    done = subprocess.run(
        [program, *task.words], env=task.environment(shelf), stdin=subprocess.DEVNULL, capture_output=True
    )
    took = (time.perf_counter() - start) * 1000
    if done.returncode != task.exit:
        sys.exit(f"{task.name}: exit code {done.returncode}: {done.stderr.decode()}")
    return took


def memory(program: str, task: Task, shelf: Shelf) -> float:
    """The most memory that a task held, in MB."""
    task.before(shelf)
    command = [sys.executable, "-I", "-S", "-c", LAUNCHER, program, *task.words]
    done = subprocess.run(
        command, env=task.environment(shelf), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return int(done.stderr.split()[-1]) / unit


Runs = dict[tuple[str, int], list[float]]


def measured(program: str, shelves: Sequence[Shelf], runs: int) -> Runs:
    """Every task in every library once per round; a first round, not counted, fills the caches."""
    found: Runs = {}
    for round in range(runs + 1):
        for task in TASKS:
            for shelf in shelves if round <= task.most else ():
                once = run(program, task, shelf)
                if round:
                    found.setdefault((task.name, shelf.size), []).append(once)
    return found


def table(found: Runs, held: Mapping[tuple[str, int], float], shelves: Sequence[Shelf]) -> str:
    """Milliseconds, how many times the page of the smallest library, and memory."""
    floor = min(found[PAGE, shelves[0].size])
    head = "".join(f"{f'{shelf.size:,} conditions':>32}" for shelf in shelves)
    rows = [
        f"{'':34}{head}",
        f"{'':34}" + f"{'least ms':>12}{'of page':>8}{'median':>7}{'MB':>5}" * len(shelves),
    ]
    for task in TASKS:
        row = f"{task.name:34}"
        for shelf in shelves:
            times = found[task.name, shelf.size]
            row += f"{min(times):12.1f}{min(times) / floor:8.2f}{median(times):7.0f}"
            row += f"{held[task.name, shelf.size]:5.0f}"
        rows.append(row)
    return "\n".join(rows)


def asked(found: Runs, shelves: Sequence[Shelf]) -> str:
    """The ratios that are asked for, by the least times of this run."""
    small, large = shelves[0].size, shelves[-1].size

    def least(name: str, size: int = large) -> float:
        return min(found[name, size])

    rows = (
        ("a page, largest library / smallest", least(PAGE) / least(PAGE, small), "at most 1.1"),
        ("a search / a page", least(NEXT) / least(PAGE), "at most 1.5"),
        ("a search, a long question / a page", least(LONG) / least(PAGE), "at most 1.5"),
        ("a search after one change / a search", least(CHANGED) / least(NEXT), "at most 2"),
        (
            "passages a second, index made",
            shelves[-1].passages / (least(FIRST) - least(NEXT)) * 1000,
            "20,000 or more",
        ),
    )
    return "\n".join(f"{name:40}{value:12,.2f}   asked: {limit}" for name, value, limit in rows)


def asked_for(about: str, runs: int) -> argparse.Namespace:
    """What was typed: sizes, runs, corpus and python."""
    parser = argparse.ArgumentParser(description=about.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[22, 1000, 10000])
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--corpus", type=Path, help="lines of JSON with focus, question, answer and url")
    parser.add_argument("--python", default=sys.executable, help="whose `salvage` is measured")
    return parser.parse_args()


def main() -> None:
    options = asked_for(__doc__, runs=15)
    program = str(Path(options.python).with_name("salvage"))
    with TemporaryDirectory() as scratch:
        shelves = [filled(Path(scratch, str(size)), size, options.corpus) for size in options.sizes]
        load = os.getloadavg()[0]
        found = measured(program, shelves, options.runs)
        held = {(task.name, shelf.size): memory(program, task, shelf) for task in TASKS for shelf in shelves}
    print(f"{page.machine()}; {page.told(options.python, page.VERSIONS)}; load before {load:.1f}")
    print(
        f"Least and median of {options.runs} runs (3 where an index is made), whole processes, interleaved."
    )
    print(f"\n{table(found, held, shelves)}\n\n{asked(found, shelves)}")


def filled(place: Path, size: int, corpus: Path | None) -> Shelf:
    """The bundled library, filled up to this size with pages of one's own."""
    folder, home = place / "own", place / "home"
    home.mkdir(parents=True)
    bundled = Library(places.bundled())
    more = size - len(bundled.heads)
    made = generated.made(folder, more, corpus) if more > 0 else 0
    return Shelf(size, opened(bundled, None).size + made, folder, home)


if __name__ == "__main__":
    main()
