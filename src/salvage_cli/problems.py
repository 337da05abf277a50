"""What can be wrong, as values: a `Problem` has a place and a hint, and prints on one line."""

from __future__ import annotations

import re
from typing import Literal

from salvage_cli.record import Record

KeyPath = tuple[str | int, ...]
MOST = 100
"""Problems of one file that are looked for; nobody reads more, and a file can be made to have 100,000."""

Code = Literal["shown", "no", "usage", "unknown", "unreadable", "unwritable"]
EXIT: dict[Code, int] = {
    "shown": 0,
    "no": 1,
    "usage": 2,
    "unknown": 3,
    "unreadable": 4,
    "unwritable": 5,
}
"""Exit codes by the names that JSON errors have. They are promises: README, "Exit codes"."""


class Finding(Record):
    """Something wrong at a key, before anyone has looked for its line."""

    path: KeyPath
    message: str
    hint: str


class Problem(Record):
    """Something wrong in a file: where, what, and what to do."""

    file: str
    line: int | None
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message} ({self.hint})"


class SalvageError(Exception):
    """There is no going on: what happened, what to try, and the name of its exit code."""

    def __init__(self, code: Code, message: str, hint: str = "", problem: Problem | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.problem = problem

    @classmethod
    def unreadable(cls, problems: list[Problem]) -> SalvageError:
        """For a file that cannot be used: its first problem, and how many more there are."""
        first, more = problems[0], len(problems) - 1
        place = f"{first.file}:{first.line}" if first.line else first.file
        count = f"{more} or more" if len(problems) >= MOST else f"{more} more"
        rest = f" (and {count} in this file)" if more else ""
        return cls("unreadable", f"{place}: {first.message}{rest}", first.hint, first)


def located(file: str, source: str, findings: list[Finding]) -> list[Problem]:
    """Findings with the line on which their key is set, or on which the table around it opens."""
    lines = _Lines(source)
    return [Problem(file, lines.of(f.path), f.message, f.hint) for f in findings]


class _Lines:
    """Where keys stand. TOML parsers forget, but headers and keys begin lines, so ask the lines.

    One pass over the lines, and a look-up for each finding, however the file is made.
    """

    def __init__(self, source: str) -> None:
        self.tables: dict[KeyPath, int] = {(): 0}
        """The line on which a table opens, or the first table inside it."""
        self.keys: dict[tuple[KeyPath, str], int] = {}
        counts: dict[str, int] = {}
        table: KeyPath = ()
        fence: str | None = None
        for number, line in enumerate(source.split("\n")):
            opened = fence
            for mark in _FENCE.findall(line):
                fence = None if fence == mark else fence or mark
            if opened is None and (header := _HEADER.match(line)):
                table = self._path(header, counts)
                for length in range(1, len(table) + 1):
                    self.tables.setdefault(table[:length], number)
            elif opened is None and (key := _KEY.match(line)):
                self.keys.setdefault((table, key[1]), number)

    @staticmethod
    def _path(header: re.Match[str], counts: dict[str, int]) -> KeyPath:
        """`[[line.example]]` is ("line", 4, "example", 1) when it is the second of the fifth."""
        path: list[str | int] = []
        names = [part.strip(" \t\"'") for part in header[2].split(".")]
        for depth, name in enumerate(names):
            path.append(name)
            key = repr(path)
            if depth == len(names) - 1 and header[1] == "[[":
                counts[key] = counts.get(key, -1) + 1
            if key in counts:
                path.append(counts[key])
        return tuple(path)

    def of(self, path: KeyPath) -> int:
        """The line that opens the table at `path`, else that sets its key, else of the table around."""
        around = next(path[:length] for length in range(len(path), -1, -1) if path[:length] in self.tables)
        step = path[len(around)] if len(around) < len(path) else None
        key = self.keys.get((around, step)) if isinstance(step, str) else None
        return (self.tables[around] if key is None else key) + 1


# No two parts that follow each other take the same letter: a line of 200,000 spaces is read once.
_HEADER = re.compile(r"""\s*(\[\[?)([A-Za-z0-9_.\-"' \t]+)\]\]?\s*(?:#.*)?$""")
_KEY = re.compile(r"""\s*["']?([^\s"'=.]+)["']?\s*[.=]""")
_FENCE = re.compile("\"{3}|'{3}")
