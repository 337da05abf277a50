"""What can be wrong, as values: a `Problem` has a place and a hint, and prints on one line."""

from __future__ import annotations

import re
from typing import Literal

from salvage_cli.record import Record

KeyPath = tuple[str | int, ...]


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
        rest = f" (and {more} more in this file)" if more else ""
        return cls("unreadable", f"{place}: {first.message}{rest}", first.hint, first)


def located(file: str, source: str, findings: list[Finding]) -> list[Problem]:
    """Findings with the line on which their key is set, or on which the table around it opens."""
    lines = _Lines(source)
    return [Problem(file, lines.of(f.path), f.message, f.hint) for f in findings]


class _Lines:
    """Where keys stand. TOML parsers forget, but headers and keys begin lines, so ask the lines."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n")
        self.tables: list[tuple[KeyPath, int]] = [((), 0)]
        counts: dict[str, int] = {}
        fence: str | None = None
        header_line = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
        fences = re.compile("\"{3}|'{3}")
        for number, line in enumerate(self.lines):
            opened = fence
            for mark in fences.findall(line):
                fence = None if fence == mark else fence or mark
            if opened is None and (header := header_line.match(line)):
                self.tables.append((self._path(header, counts), number))

    @staticmethod
    def _path(header: re.Match[str], counts: dict[str, int]) -> KeyPath:
        """`[[line.example]]` is ("line", 4, "example", 1) when it is the second of the fifth."""
        path: list[str | int] = []
        names = [part.strip(" \"'") for part in header[2].split(".")]
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
        for table, number in self.tables:
            if path and table[: len(path)] == path:
                return number + 1
        around = [index for index, (table, _) in enumerate(self.tables) if path[: len(table)] == table]
        index = max(around, key=lambda index: len(self.tables[index][0]))
        table, start = self.tables[index]
        end = self.tables[index + 1][1] if index + 1 < len(self.tables) else len(self.lines)
        if (rest := path[len(table) :]) and isinstance(rest[0], str):
            key = re.compile(rf"\s*[\"']?{re.escape(rest[0])}[\"']?\s*[.=]")
            for number in range(start, end):
                if key.match(self.lines[number]):
                    return number + 1
        return start + 1
