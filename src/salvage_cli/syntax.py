"""How TOML is written, for people who never heard of TOML: where a file stops being it, what to add."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args, get_origin

from salvage_cli.clean import clean
from salvage_cli.problems import KeyPath
from salvage_cli.record import Record

_MOST = 50
"""Lines before the place where reading stopped in which an open list is looked for."""
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"|\'[^\']*+\'')
_OPEN = re.compile(r"[ \t]*+[\w.-]++[ \t]*+=[ \t]*+\[")
_VALUE = re.compile(r"[ \t]*+[\w.-]++[ \t]*+=[ \t]*+(.*)")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}\b|(?:\d{{1,2}}\.? )?(?:{_MONTHS})[a-z]{{0,6}}\.? \d",
    re.IGNORECASE,
)
_CURLY = "“”„‟«»‘’‚"
_STRAIGHT = 'write straight quotes, " and not “ ”; a word processor makes curly ones, a text editor does not'
_AFTER = "expected newline or end of document after a statement"
_PLAIN: tuple[tuple[str, str, str], ...] = (
    (r"cannot declare|cannot overwrite", "this key or table stands twice",
     "keep one; what there may be several of stands under two brackets each time: [[sign]]"),
    (r"illegal character '\\[nr]'|unterminated string|expected [\"]'[\"]", "a text is not closed",
     "close the quote; a text stands on one line"),
    (r"unclosed array", "a list is not closed", "write ] at its end, and a comma between its items"),
    (r"unclosed inline table", "a claim is not closed", "write } at its end, and a comma between its parts"),
    (r"expected '='", "a key is not followed by =", 'write key = "text"'),
    (r"declaration", "a header is not closed", "write [meaning] or [[sign]]: as many brackets behind it"),
    (r"unescaped", r"a backslash \ stands in a text", "write it twice, or leave it out"),
    (_AFTER, "something stands behind a value", "a line holds one key and its value; text stands in quotes"),
    (r"invalid value", "here stands no text, number, date or list", 'put text in quotes: key = "text"'),
    (r"invalid statement", "this line has no key", 'write key = "text"'),
)  # fmt: skip


class Slip(Record):
    """What is wrong and what to do; line and column, from 1."""

    message: str
    hint: str
    line: int
    column: int


def slip(text: str, reason: str, line: int, column: int) -> Slip:
    """Why a text could not be read on at this place. `reason` is what the parser said."""
    lines = text.split("\n")
    here = lines[line - 1]
    reason = reason[:1].lower() + reason[1:]
    value = found[1] if (found := _VALUE.match(here)) else ""
    if here[column - 1 : column] in _CURLY and here[column - 1 : column]:
        return Slip("a text stands in curly quotes", _STRAIGHT, line, column)
    if ("invalid value" in reason or _AFTER in reason) and _DATE.match(value):
        return Slip(
            "this is not written as a date", "a date is written 2026-11-22, without quotes", line, column
        )
    if _AFTER in reason and re.match(r"\d+,\d", value):
        return Slip("a number has no comma", "write it without: 1204", line, column)
    if _AFTER in reason and value[:1] == '"':
        return Slip("something stands behind a text", "inside a text write “ ” for quotes", line, column)
    if "unclosed array" in reason and (opened := _opened(lines, line)):
        return Slip("a list is not closed", "write ] at its end, and a comma between its items", *opened)
    for pattern, message, hint in _PLAIN:
        if re.search(pattern, reason):
            return Slip(message, hint, line, column)
    return Slip(clean(reason), "check quotes, brackets and = on this line and the one before", line, column)


def _opened(lines: list[str], line: int) -> tuple[int, int] | None:
    """Where the list begins that is still open on this line."""
    for number in range(line, max(0, line - _MOST), -1):
        if found := _OPEN.match(lines[number - 1]):
            bare = _TEXT.sub("", lines[number - 1])
            return (number, found.end()) if bare.count("[") > bare.count("]") else None
    return None


def to_add(annotation: Any, path: KeyPath) -> str:
    """How a key that is missing is written: [meaning], [[card]], or a value of its type."""
    several = get_origin(annotation) is tuple
    inner = get_args(annotation)[0] if several else annotation
    name, header = path[-1], ".".join(step for step in path if isinstance(step, str))
    if name == "cites":
        return 'name the sources that say so: cites = ["…"]'
    if isinstance(inner, type) and issubclass(inner, Record):
        if several:
            return f"add [[{header}]], and its keys below it"
        return f"add [{header}], and its keys below it" if len(path) == 1 else f"add {name} = {{ … }}"
    value = {int: "12", date: "2026-11-22"}.get(inner, '"…"')
    return f"add {name} = [{value}]" if several else f"add {name} = {value}"
