"""What a page costs beside its floor: whole processes, interleaved, in one run (README.md)."""

import argparse
import os
import platform
import pty
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
Place = Callable[[Sequence[str], Mapping[str, str]], float]


@dataclass(frozen=True)
class Program:
    """What is run, where, and what the table calls it."""

    name: str
    place: Place
    command: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """Milliseconds of many runs."""

    least: float
    median: float

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.least - other.least, self.median - other.median)

    def over(self, floor: "Cost") -> str:
        return f"{self.least / floor.least:8.2f} {self.median / floor.median:8.2f}"


def pipe(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds until the program has ended and its pipe is read."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def terminal(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds until the program has ended and its terminal of 80 by 24 is read."""
    start = time.perf_counter()
    reader, screen = pty.openpty()
    termios.tcsetwinsize(screen, (24, 80))
    process = subprocess.Popen(command, env=environment, stdin=screen, stdout=screen)
    os.close(screen)
    with suppress(OSError):  # on Linux, the end of a terminal is an error
        while os.read(reader, 65536):
            pass
    if code := process.wait():
        raise subprocess.CalledProcessError(code, command)
    os.close(reader)
    return time.perf_counter() - start


BARE, WRAPPER = "python -I -c pass", "true"
FLOOR, WRAPPED, EXPLAIN, TLDR = "floor", "floor, wrapped by Rich", "salvage explain hiv", "tldr tar"
ASKED = (
    (pipe, FLOOR, "at most 1.25, aim 1.10"),
    (pipe, TLDR, "below 1"),
    (terminal, FLOOR, "at most 1.25, aim 1.10"),
)


def programs(python: str, toml: str) -> list[Program]:
    """Everything that is measured, with the console scripts that stand beside `python`."""
    salvage, tldr = (str(Path(python).with_name(name)) for name in ("salvage", "tldr"))
    drawn = str(HERE / "floor_terminal.py")
    known = [
        Program(BARE, pipe, (python, "-I", "-c", "pass")),
        Program(FLOOR, pipe, (python, str(HERE / "floor.py"), "show", toml)),
        Program(EXPLAIN, pipe, (salvage, "explain", "hiv")),
        Program("salvage lines hiv", pipe, (salvage, "lines", "hiv")),
        Program("salvage side-effects cancer", pipe, (salvage, "side-effects", "cancer")),
        Program("salvage faq", pipe, (salvage, "faq")),
        Program(TLDR, pipe, (tldr, "tar")),
        Program(WRAPPER, terminal, ("true",)),
        Program(FLOOR, terminal, (python, drawn, "show", toml)),
        Program(WRAPPED, terminal, (python, drawn, "wrap", toml)),
        Program(EXPLAIN, terminal, (salvage, "explain", "hiv", "--no-pager")),
        Program(TLDR, terminal, (tldr, "tar")),
    ]
    return [program for program in known if program.name != TLDR or Path(tldr).exists()]


def measured(programs: Sequence[Program], runs: int, environment: Mapping[str, str]) -> dict[Program, Cost]:
    """Every program once per round; a first round, not counted, fills the caches."""
    rounds = [[program.place(program.command, environment) for program in programs] for _ in range(runs + 1)]
    columns = zip(programs, zip(*rounds[1:], strict=True), strict=True)
    return {program: Cost(min(seconds) * 1000, median(seconds) * 1000) for program, seconds in columns}


def table(costs: Mapping[Program, Cost], place: Place) -> str:
    """Milliseconds and how many times the floor, then the ratios that are asked for."""
    here = {program.name: cost for program, cost in costs.items() if program.place is place}
    if wrapper := here.get(WRAPPER):
        here = {name: cost if name == WRAPPER else cost - wrapper for name, cost in here.items()}
    rows = [f"{place.__name__:30}{'least ms':>9}{'median ms':>10}   / floor: least, median"]
    rows += [f"{name:30}{c.least:9.1f}{c.median:10.1f}   {c.over(here[FLOOR])}" for name, c in here.items()]
    rows += ["tldr tar: not measured, `tldr` is not installed beside this Python"] * (TLDR not in here)
    for where, other, asked in ASKED:
        if where is place and other in here:
            rows.append(f"{f'{EXPLAIN} / {other}':49}   {here[EXPLAIN].over(here[other])}   asked: {asked}")
    return "\n".join(rows)


def told(python: str, code: str) -> str:
    """What that Python prints."""
    return subprocess.run([python, "-c", code], stdout=subprocess.PIPE, check=True, text=True).stdout.strip()


VERSIONS = """
import importlib.metadata, platform
print("Python", platform.python_version(), end="")
for name in ("typer", "rich", "tomli", "tldr"):
    found = list(importlib.metadata.distributions(name=name))
    print(",", name, found[0].version if found else "not installed", end="")
"""
TOML = "from salvage_cli.places import bundled; print(bundled().conditions / 'hiv.toml')"


def machine() -> str:
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
        return f"{os.cpu_count()} cores, {name}"
    return f"{os.cpu_count()} cores, {platform.processor() or platform.machine()}"


def clean(home: str) -> dict[str, str]:
    """An environment with nothing of the reader's own, and tldr's page in its cache."""
    page = Path(home, "tldr", "pages", "common", "tar.md")
    page.parent.mkdir(parents=True)
    page.write_bytes((HERE / "tar.md").read_bytes())
    tldr = {"TLDR_CACHE_MAX_AGE": "1000", "TLDR_PAGES_SOURCE_LOCATION": "file:///nonexistent"}  # no network
    return {"PATH": os.environ["PATH"], "HOME": home, "XDG_CACHE_HOME": home, "LANG": "C.UTF-8",
            "TERM": "xterm-256color", **tldr}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--python", default=sys.executable, help="whose programs are measured")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    with TemporaryDirectory() as home:
        costs = measured(programs(asked.python, told(asked.python, TOML)), asked.runs, clean(home))
    print(f"{machine()}; {told(asked.python, VERSIONS)}; load before {load:.1f}")
    print(f"Least and median of {asked.runs} runs, whole processes, interleaved.")
    for place in (pipe, terminal):
        print(f"\n{table(costs, place)}")


if __name__ == "__main__":
    main()
