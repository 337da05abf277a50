"""What files that mean harm can do, as figures: hostile files, every width, every letter (README.md).

python benchmarks/trust.py [--examples 200000] [--json]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from salvage_cli.clean import clean  # noqa: E402
from salvage_cli.render import terminal  # noqa: E402
from tests.hostile.files import FILES  # noqa: E402
from tests.hostile.folders import FOLDERS, argv, made  # noqa: E402
from tests.hostile.pages import shelf  # noqa: E402
from tests.hostile.run import Ended, acting, leaks, run  # noqa: E402
from tests.library import SLUGS, page  # noqa: E402
from tests.test_hostile import promised, runs  # noqa: E402
from tests.test_promises import expected, missing  # noqa: E402

Row = tuple[str, str]
SMALL, LARGE = 161, 30
SECONDS, MEGABYTES = 1.0, 150
WHOLE: dict[str, tuple[str, ...]] = {
    "text": (),
    "color": ("--color", "always"),
    "json": ("--format", "json"),
    "html": ("--format", "html"),
}
MEASURE = """
import os, resource, sys, time
start = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


def environment(folder: Path) -> dict[str, str]:
    own = {"SALVAGE_PATH": str(folder / "own"), "SALVAGE_TODAY": "2026-06-01", "LANG": "C.UTF-8"}
    return {"HOME": str(folder), "PATH": os.environ["PATH"], **own}


def hostile(folder: Path) -> Iterator[tuple[str, Ended, list[str]]]:
    """Every run of every hostile file and folder: its layout, what it left, what it broke."""
    env = environment(folder)
    for case in FILES:
        for command, look, ended in runs(env, case):
            yield look, ended, promised(look, command, case, ended)
    for odd in FOLDERS:
        with TemporaryDirectory() as place:
            env = made(odd, Path(place))
            for words in (argv(odd, Path(place)), ("list",)):
                ended = run(env, *words)
                yield "text", ended, [] if words == ("list",) or ended.code == odd.code else [odd.name]


def tried(folder: Path) -> list[Row]:
    """Hostile files, and what came of them."""
    runs = crashes = tracebacks = escaped = broken = 0
    for look, ended, wrong in hostile(folder):
        runs += 1
        crashes += ended.code not in range(6)
        tracebacks += "Traceback" in ended.all or "something went wrong" in ended.all
        escaped += len(leaks(look, ended))
        broken += bool(wrong)
    large = sum(case.large for case in FILES) + sum(folder.large for folder in FOLDERS)
    small = len(FILES) + len(FOLDERS) - large
    return [
        ("hostile files, small + large", f"{small} + {large} (asked: {SMALL} + {LARGE})"),
        ("runs of them", f"{runs:,}"),
        (
            "crashes / tracebacks / escape bytes leaked / promises broken",
            f"{crashes} / {tracebacks} / {escaped} / {broken}",
        ),
    ]


def widths() -> list[Row]:
    """Texts lost at any width."""
    lost = sum(
        len(missing(expected(slug), terminal.render(page(slug), width=width, color=False)))
        for slug in SLUGS
        for width in range(1, 301)
    )
    return [(f"texts lost, {len(SLUGS)} pages at each width from 1 to 300", str(lost))]


def letters() -> list[Row]:
    """Unicode scalar values that come out safe, and unaltered where they are letters, numbers or signs."""
    fillers = re.compile("[\u115f\u1160\u3164\uffa0]")
    scalar = [chr(point) for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF]
    safe = 0
    for letter in scalar:
        out = clean(f"a{letter}b")
        kept = unicodedata.category(letter)[0] not in "LNPS" or letter in out or bool(fillers.match(letter))
        safe += kept and not acting(out)
    return [("Unicode scalar values cleaned right", f"{safe:,} of {len(scalar):,}")]


def properties(examples: int) -> list[Row]:
    """The larger run of tests/test_properties.py."""
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "0",
        "-q",
        "tests/test_properties.py",
        f"--examples={examples}",
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    failed = len(re.findall("^FAILED", done.stdout, re.MULTILINE))
    return [
        (
            "Hypothesis examples / properties that failed",
            f"{examples:,} / {failed if done.returncode in (0, 1) else done.stdout}",
        )
    ]


def worst(folder: Path, program: str) -> list[Row]:
    """The accepted file that takes longest, and the one that takes most memory: whole processes."""
    found: list[tuple[float, float, str]] = []
    for case in FILES:
        if case.large and case.expect != "refused":
            for look, more in WHOLE.items():
                words = [
                    sys.executable,
                    "-I",
                    "-S",
                    "-c",
                    MEASURE,
                    program,
                    "explain",
                    case.slug,
                    *more,
                ]
                done = subprocess.run(
                    words, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
                )
                _, processor, memory = map(float, done.stderr.split()[-3:])
                found.append((processor, memory / 1024, f"{case.name}, {look}"))
    slowest, largest = max(found), max(found, key=lambda row: row[1])
    return [
        (
            "slowest accepted file, seconds of processor",
            f"{slowest[0]:.2f} ({slowest[2]}; asked: {SECONDS:.0f})",
        ),
        ("greediest accepted file, MB", f"{largest[1]:.0f} ({largest[2]}; asked: {MEGABYTES})"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=["tried", "widths", "letters", "properties", "worst"], nargs="+")
    options = parser.parse_args()
    start = perf_counter()
    with TemporaryDirectory() as place:
        folder = Path(place)
        shelf(folder / "own", **{case.slug: case.data for case in FILES})
        program = str(Path(sys.executable).with_name("salvage"))
        parts: dict[str, Callable[[], list[Row]]] = {
            "tried": lambda: tried(folder),
            "widths": widths,
            "letters": letters,
            "properties": lambda: properties(options.examples),
            "worst": lambda: worst(folder, program),
        }
        rows = [row for name in options.only or parts for row in parts[name]()]
    if options.json:
        print(json.dumps(dict(rows), indent=2))
    else:
        print("\n".join(f"{name:64}{value}" for name, value in rows))
        print(f"\n{perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
