"""What was found, written for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from salvage_cli.check.excerpt import excerpt
from salvage_cli.check.rule import Rule
from salvage_cli.check.run import Checked
from salvage_cli.check.shape import TO_FILL
from salvage_cli.clean import clean
from salvage_cli.output import Terminal
from salvage_cli.problems import Problem
from salvage_cli.render.degrade import fitted
from salvage_cli.render.json import SCHEMA_VERSION, library
from salvage_cli.render.wrap import wrapped

STYLES: dict[str, str] = {"error": "1;31", "warning": "1;33", "notice": "1;36", "place": "34", "strong": "1"}
"""Select Graphic Rendition codes."""
UNWRAPPED = 100
"""Cells of an excerpt where lines are not wrapped."""
FOR_PROGRAMS = 400
"""Cells of an excerpt in JSON: a line of a hostile file can be the whole file, and all of it wrong."""


def text(done: Checked, place: Terminal, width: int | None) -> str:
    """For people. Lines are wrapped at `width`, or not at all; an excerpt always fits one line."""
    pen = _Pen(place, width)
    unfilled: dict[str, list[Problem]] = {}
    for problem in done.problems:
        if problem.rule == TO_FILL:
            unfilled.setdefault(problem.file, []).append(problem)
    blocks = ["".join(pen.unfilled(places)) for places in unfilled.values()]
    blocks += ["".join(pen.problem(problem)) for problem in done.problems if problem.rule != TO_FILL]
    return "\n".join([*blocks, "".join(pen.sum(done))])


class _Pen:
    def __init__(self, place: Terminal, width: int | None) -> None:
        self.color = place.color
        self.encoding = place.encoding
        self.width = width

    def problem(self, problem: Problem) -> Iterator[str]:
        head = f"{problem.severity}[{problem.rule}]"
        first, *rest = self._wrapped(f"{head}: {clean(problem.message)}", 2)
        yield self._styled(head, problem.severity) + self._styled(first[len(head) :], "strong") + "\n"
        yield from (self._styled(line, "strong") + "\n" for line in rest)
        gutter = " " * len(str(problem.line or ""))
        where = [clean(problem.file), *(str(n) for n in (problem.line, problem.column) if n)]
        yield self._styled(f"{gutter}-->", "place") + f" {fitted(':'.join(where), self.encoding)}\n"
        if problem.excerpt is not None and problem.line and problem.column:
            room = max((self.width or UNWRAPPED) - len(gutter) - 3, 10)
            found = excerpt(problem.excerpt, problem.column, problem.width, room, self.encoding)
            carets = " " * found.start + self._styled("^" * found.cells, problem.severity)
            yield self._styled(f"{gutter} |", "place") + "\n"
            yield self._styled(f"{problem.line} |", "place") + f" {found.text}".rstrip() + "\n"
            yield self._styled(f"{gutter} |", "place") + f" {carets}\n"
        if problem.hint:
            lines = self._wrapped(f"{gutter} = help: {clean(problem.hint)}", len(gutter) + 3)
            yield from (f"{line}\n" for line in lines)

    def unfilled(self, places: list[Problem]) -> Iterator[str]:
        """What is still empty in a file: a line each."""
        first, gutter = places[0], len(str(places[-1].line or ""))
        head = f"{first.severity}[{first.rule}]"
        yield self._styled(head, first.severity)
        yield self._styled(f": {_many(len(places), 'place')} to fill in", "strong") + "\n"
        yield self._styled(f"{'':{gutter}}-->", "place") + f" {fitted(clean(first.file), self.encoding)}\n"
        for number, line in {place.line: place.excerpt or "" for place in places}.items():
            found = excerpt(line, 1, 1, max((self.width or UNWRAPPED) - gutter - 3, 10), self.encoding)
            yield self._styled(f"{number:{gutter}} |", "place") + f" {found.text}\n"
        for line in self._wrapped(f"{'':{gutter}} = help: {first.hint}", gutter + 3):
            yield f"{line}\n"

    def sum(self, done: Checked) -> Iterator[str]:
        shelves = done.shelves if len(done.shelves) > 1 else [("", done)]
        for name, found in shelves:
            said = f"{clean(name)}: " * bool(name) + summary(found)
            yield from (self._styled(line, "strong") + "\n" for line in self._wrapped(said, 0))
        if done.problems:
            first = min(done.problems, key=lambda problem: problem.rule != TO_FILL).rule  # as they are shown
            why = f"Why, and what to do: salvage check --explain {first}"
            yield from (f"{line}\n" for line in self._wrapped(why, 0))

    def _wrapped(self, line: str, indent: int) -> list[str]:
        line = fitted(line, self.encoding)
        if self.width is None:
            return [line]
        first, *rest = _lines(line, self.width)
        if not rest:
            return [first]
        tail = line[len(first) :].lstrip(" ")
        return [first, *(" " * indent + one for one in _lines(tail, max(self.width - indent, 10)))]

    def _styled(self, line: str, style: str) -> str:
        return f"\x1b[{STYLES[style]}m{line}\x1b[0m" if self.color and line else line


def _lines(line: str, room: int) -> list[str]:
    return ["".join(part for part, _ in pieces) for pieces in wrapped([(line, "")], room)]


def summary(done: Checked) -> str:
    """One plain sentence: how many files, and how many problems of each kind."""
    counts = Counter("place" if problem.rule == TO_FILL else problem.severity for problem in done.problems)
    kinds = {"place": " to fill in", "error": "", "warning": "", "notice": ""}
    found = [_many(counts[kind], kind) + after for kind, after in kinds.items() if counts[kind]]
    files = _many(done.files, "file")
    if not found:
        return f"Checked {files}: nothing is wrong." if done.files else "There is no knowledge file to check."
    return f"Checked {files}: {' and '.join(filter(None, (', '.join(found[:-1]), found[-1])))}."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def as_json(done: Checked) -> str:
    """The envelope of every command, with `problems` in place of a page."""
    counts = Counter(problem.severity for problem in done.problems)
    value = {
        "schema_version": SCHEMA_VERSION,
        "command": "check",
        "library": library(),
        "files": done.files,
        "counts": {severity: counts[severity] for severity in ("error", "warning", "notice")},
        "problems": [_object(problem) for problem in done.problems],
    }
    return json.dumps(value, indent=2, allow_nan=False) + "\n"


def _object(problem: Problem) -> dict[str, Any]:
    return {
        "file": clean(problem.file),
        "line": problem.line,
        "column": problem.column,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": clean(problem.message),
        "hint": clean(problem.hint) or None,
        "excerpt": _excerpt(problem),
    }


def _excerpt(problem: Problem) -> str | None:
    if problem.excerpt is None:
        return None
    return excerpt(problem.excerpt, problem.column or 1, problem.width, FOR_PROGRAMS).text


def github(done: Checked) -> str:
    """Workflow commands: GitHub shows them beside the lines of a pull request."""
    return "".join(f"{_command(problem)}\n" for problem in done.problems)


def _command(problem: Problem) -> str:
    places = {"file": clean(problem.file), "line": problem.line, "col": problem.column, "title": problem.rule}
    if problem.column:
        places["endColumn"] = problem.column + problem.width
    named = ",".join(f"{name}={_escaped(str(held), ':,')}" for name, held in places.items() if held)
    message = f"{clean(problem.message)} ({clean(problem.hint)})" if problem.hint else clean(problem.message)
    return f"::{problem.severity} {named}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(one):02X}" if one in f"%\r\n{more}" else one for one in text)


def explanation(rule: Rule) -> str:
    """What a rule promises, why, and what to do."""
    return f"{rule.severity}[{rule.name}]\n\n{rule.text}\n"


def listing(rules: list[Rule]) -> str:
    """Every rule on a line: its name, how bad it is to break it, what it promises."""
    longest = max(len(rule.name) for rule in rules)
    return "".join(f"{rule.name:{longest}}  {rule.severity:7}  {_promise(rule)}\n" for rule in rules)


def rules_as_json(rules: list[Rule]) -> str:
    """The envelope of every command, with `rules` in place of a page."""
    value = {
        "schema_version": SCHEMA_VERSION,
        "command": "check",
        "library": library(),
        "rules": [
            {"rule": rule.name, "severity": rule.severity, "promise": _promise(rule), "text": rule.text}
            for rule in rules
        ],
    }
    return json.dumps(value, indent=2, allow_nan=False) + "\n"


def _promise(rule: Rule) -> str:
    """What a rule promises, on one line: the first paragraph of its text."""
    return " ".join(rule.text.partition("\n\n")[0].split())
