"""What can be wrong, as values: a `Problem` has a place and a hint, and prints on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from salvage_cli.record import Record

if TYPE_CHECKING:
    from salvage_cli.positions import Positions

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


Severity = Literal["error", "warning", "notice"]


class Finding(Record):
    """Something wrong at a key, before anyone has looked for its line.

    `rule` is the promise that it breaks (`salvage check --explain RULE`). `part` are the characters
    of the text at `path` that break it; for the empty path, those of the file.
    """

    path: KeyPath
    message: str
    hint: str
    rule: str
    part: tuple[int, int] | None = None


class Problem(Record):
    """Something wrong in a file: where, what, and what to do.

    Lines and columns count from 1, columns and `width` in characters. `excerpt` is the line itself,
    as it stands in the file and not cleaned.
    """

    file: str
    line: int | None
    message: str
    hint: str
    rule: str = "unreadable"
    severity: Severity = "error"
    column: int | None = None
    width: int = 1
    excerpt: str | None = None

    @property
    def checked(self) -> str:
        """The command that says all that is wrong with the file."""
        from shlex import quote

        return f"salvage check {quote(self.file)} says all"

    @property
    def place(self) -> str:
        """The file, and the line if there is one, as editors and terminals take them."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({self.hint})"


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
        count = f"{more} or more" if len(problems) >= MOST else f"{more} more"
        rest = f" (and {count} in this file)" if more else ""
        return cls("unreadable", f"{first.place}: {first.message}{rest}", first.hint, first)


def reason(error: BaseException | None) -> str:
    """Why the system did not do what it was asked for, in its words or in ours."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    return str(getattr(error, "strerror", None) or "it is closed").lower()


def located(file: str, source: str, findings: list[Finding]) -> list[Problem]:
    """Findings with where they stand: the value, the key that should not be there, or what is around."""
    from salvage_cli.positions import Positions

    places = Positions(source)
    return [_located(file, places, finding) for finding in findings]


def _located(file: str, places: Positions, finding: Finding) -> Problem:
    start, end = places.span(finding.path, finding.part, key=finding.rule in AT_ITS_KEY)
    line, column = places.line(start), places.column(start)
    excerpt = places.text_of(line)
    return Problem(
        file, line, finding.message, finding.hint, finding.rule,
        column=column, width=max(1, min(end - start, len(excerpt) + 1 - column)), excerpt=excerpt,
    )  # fmt: skip


AT_ITS_KEY = ("unknown-key",)
"""Rules whose problem is the key, whatever its value."""
