"""Where every key and value of a TOML text stands: TOML parsers forget, so this reads the text again.

One pass, without recursion, and no further than to what is asked for. It expects a text that a parser
accepted; of any other it maps what stands before the first thing that it cannot read, and never fails.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

Span = tuple[int, int]
"""Where something begins in a text, and where it has ended."""
Step = str | int

_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(r"[ \t]*+")
_KEY = re.compile(r"""([\w-]++)|"((?:[^"\\\n]|\\.)*+)"|'([^'\n]*+)'""", re.ASCII)
_VALUE = re.compile(
    r""""{3}(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"{3,5}"""
    r"""|'{3}(?:[^']|'{1,2}(?!'))*+'{3,5}"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+\'"""
    r"|\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*+|[^\s,\]}#]++"
)
_ESCAPE = re.compile(r"\\(?:u(.{4})|U(.{8})|x(..)|[ \t]*\n[ \t\n]*|(.))", re.DOTALL)
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class Place:
    """A key and its value, or an item of a list: where they stand, and what stands in them."""

    __slots__ = ("end", "inside", "key", "start")

    def __init__(self, start: int, end: int, key: Span | None = None) -> None:
        self.start = start
        self.end = end
        self.key = key
        self.inside: dict[Step, Place] = {}


class Positions:
    """Every place in a text, by its path of keys. `steps` counts what reading it took."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")  # as the parser reads it
        self.root = Place(0, len(self.text))
        self.steps = 0
        self._ends = [match.start() for match in re.finditer("\n", self.text)]
        self._offsets: dict[int, list[int]] = {}
        self._lines: dict[int, str] = {}
        self._unclosed: list[Place] = []
        self._reading = self._read()

    # asking

    def span(self, path: tuple[Step, ...], part: Span | None = None, *, key: bool = False) -> Span:
        """Where the value at `path` stands, its key, or a part of its text; else what is around it.

        `part` counts the characters of the text itself; for the empty path, those of the file.
        """
        place = self.root
        for step in path:
            if (inner := self._found(place, step)) is None:
                key, part = False, None
                break
            place = inner
        if place is self.root:
            return part or self._first()
        if key and place.key:
            return place.key
        while place in self._unclosed and next(self._reading, False):
            pass
        if part:
            offsets = self._characters(place)
            if part[1] < len(offsets):
                return offsets[part[0]], max(offsets[part[1]], offsets[part[0]] + 1)
        return place.start, place.end

    def line(self, offset: int) -> int:
        """The number of the line on which this character stands, from 1."""
        return bisect_right(self._ends, offset - 1) + 1

    def column(self, offset: int) -> int:
        """Where on its line this character stands, from 1."""
        number = self.line(offset)
        return offset - (self._ends[number - 2] + 1 if number > 1 else 0) + 1

    def text_of(self, line: int) -> str:
        """A line, without its end. It is cut out once: one long line can hold all that is wrong."""
        if line not in self._lines:
            start = self._ends[line - 2] + 1 if line > 1 else 0
            end = self._ends[line - 1] if line <= len(self._ends) else len(self.text)
            self._lines[line] = self.text[start:end]
        return self._lines[line]

    def _found(self, place: Place, step: Step) -> Place | None:
        """What is called so inside a place, once the text has been read as far."""
        while step not in place.inside and next(self._reading, False):
            pass
        return place.inside.get(step)

    def _first(self) -> Span:
        """The first key: where one points for what the file as a whole lacks."""
        while not self.root.inside and next(self._reading, False):
            pass
        first = next(iter(self.root.inside.values()), None)
        return (first.key or (first.start, first.end)) if first else (0, 0)

    def _characters(self, place: Place) -> list[int]:
        """For every character of a text, where it stands in the file; and where the text ends."""
        if place.start not in self._offsets:
            self._offsets[place.start] = list(self._counted(place))
        return self._offsets[place.start]

    def _counted(self, place: Place) -> list[int]:
        token = self.text[place.start : place.end]
        quote = next((mark for mark in ('"""', "'''", '"', "'") if token.startswith(mark)), "")
        at, end = place.start + len(quote), place.end - len(quote)
        if len(quote) == 3 and self.text[at : at + 1] == "\n":
            at += 1
        if not quote.startswith('"') or "\\" not in token:
            return list(range(at, end + 1))
        offsets: list[int] = []
        while at < end:
            escape = _ESCAPE.match(self.text, at, end) if self.text[at] == "\\" else None
            if escape is None or any(escape.groups()):
                offsets.append(at)
            at = escape.end() if escape else at + 1
        return [*offsets, end]

    # reading

    def _read(self) -> Iterator[Literal[True]]:
        """Stops before each step; what is on the map by then stays as it is, but for ends of what is open."""
        text, table, unclosed = self.text, self.root, self._unclosed
        at = 0
        while (at := _end(_GAP, text, at)) < len(text):
            yield True
            self.steps += 1
            if unclosed and text[at] in ",]}":
                if text[at] != ",":
                    unclosed.pop().end = at + 1
                at += 1
                continue
            holder = unclosed[-1] if unclosed else table
            if unclosed and text[holder.start] == "[":
                place = holder.inside[len(holder.inside)] = Place(at, at)
            elif not unclosed and text[at] == "[":
                double = text.startswith("[[", at)
                names, closing = self._names(at + 1 + double)
                if not names:
                    return
                table = self._opened(names, double, (at, closing + 1 + double))
                at = closing + 1 + double
                continue
            else:
                names, at = self._names(at)
                if not names or text[at : at + 1] != "=":
                    return
                place = self._set(holder, names)
                at = _end(_GAP, text, at + 1)
            place.start = at
            if text[at : at + 1] in ("[", "{"):
                unclosed.append(place)
                at += 1
            elif value := _VALUE.match(text, at):
                place.end = at = value.end()
            else:
                return

    def _names(self, at: int) -> tuple[list[tuple[str, Span]], int]:
        """The parts of a key with where they stand, and where it has ended."""
        names: list[tuple[str, Span]] = []
        while match := _KEY.match(self.text, at := _end(_BLANK, self.text, at)):
            self.steps += 1
            bare, quoted, literal = match.groups()
            name = bare if bare is not None else literal if literal is not None else _unescaped(quoted)
            names.append((name, match.span()))
            at = _end(_BLANK, self.text, match.end())
            if self.text[at : at + 1] != ".":
                break
            at += 1
        return names, at

    def _opened(self, names: list[tuple[str, Span]], double: bool, header: Span) -> Place:
        """The table that a header opens: `[[line.example]]` is one more in the last of `line`."""
        place = self.root
        for name, span in names[:-1]:
            place = _last(place.inside.setdefault(name, Place(*header, span)))
        name, span = names[-1]
        place = place.inside.setdefault(name, Place(*header, span))
        if double:
            place.inside[len(place.inside)] = place = Place(*header, span)
        return place

    def _set(self, holder: Place, names: list[tuple[str, Span]]) -> Place:
        """The value that a key sets; one of several parts sets it in tables of its own."""
        for name, span in names:
            holder = holder.inside.setdefault(name, Place(*span, span))
        return holder


def _last(place: Place) -> Place:
    """The table itself, or the last one in a list of tables."""
    return place.inside.get(len(place.inside) - 1, place)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _unescaped(text: str) -> str:
    """A quoted key as the parser reads it."""

    def character(match: re.Match[str]) -> str:
        number = match[1] or match[2] or match[3]
        try:
            return chr(int(number, 16)) if number else _SHORT.get(match[4], match[4] or "")
        except (ValueError, OverflowError):
            return ""

    return _ESCAPE.sub(character, text) if "\\" in text else text
