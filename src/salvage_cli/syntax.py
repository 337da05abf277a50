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
_VALUE = re.compile(r"[ \t]*+([\w.-]++)[ \t]*+=[ \t]*+(.*)")
_DAYS = ("checked", "due", "read")
"""Keys whose value is a day, in every kind of table."""
_CURLY = "“”„‟«»‘’‚"
_STRAIGHT = 'write straight quotes, " and not “ ”; a word processor makes curly ones, a text editor does not'
_QUOTED = {'"': "inside a text write “ ” for quotes", "'": "put it between two \", not two '"}
"""What to do about a text that ends too early, by the quote that it begins with."""
_AFTER = "expected newline or end of document after a statement"
_PLAIN: tuple[tuple[str, str, str], ...] = (
    (r"cannot declare|cannot overwrite", "this key or table stands twice",
     "keep one; what there may be several of stands under two brackets each time: [[sign]]"),
    (r"illegal character '\\[nr]'|unterminated string|expected [\"]'[\"]", "a text is not closed",
     "close the quote; a text stands on one line"),
    (r"unclosed array", "a comma or ] is missing",
     "write a comma between the items of a list, and ] at its end"),
    (r"unclosed inline table", "a comma or } is missing",
     "write a comma between the parts of a claim, and } at its end"),
    (r"expected '='", "a key is not followed by =", 'write key = "text"'),
    (r"initial character", "this is no key or header",
     'write key = "text", or a header [meaning] or [[sign]]'),
    (r"declaration", "this is no header",
     "write [meaning] or [[sign]]: as many brackets behind, and no space inside"),
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
    reason = reason[:1].lower() + reason[1:]
    if "unclosed array" in reason and (opened := _open_list(text.split("\n"), line)):
        return Slip("a list is not closed", "write ] at its end, and a comma between its items", *opened)
    if "unterminated" in reason and (at := _open_text(text)):
        begun = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return Slip("a text is not closed", f"write {text[at : at + 3]} at its end", *begun)
    here = text.split("\n")[line - 1]
    message, hint = _why(here, column, reason)
    if "cannot" in reason:  # it is said at the end of a statement whose key is in the way
        column = len(here) - len(here.lstrip(" \t")) + 1
    return Slip(message, hint, line, column)


def _why(line: str, column: int, reason: str) -> tuple[str, str]:
    """What is wrong at this place of a line, and what to do."""
    mark = line[column - 1 : column]
    found = _VALUE.match(line)
    key, value = found.groups() if found else ("", "")
    if found and key in _DAYS and column > found.start(2) and "cannot" not in reason:
        return "this is not written as a date", "a date is written 2026-11-22, without quotes"
    if mark == "\r":
        return "here is a line end that is not read", "save it with line ends of Unix or Windows"
    if mark and mark in _CURLY:
        return "a text stands in curly quotes", _STRAIGHT
    if mark != "\t" and not mark.isprintable():
        return (
            f"a character that nobody sees: U+{ord(mark):04X}",
            "type a plain space in its place, or nothing",
        )
    if _AFTER in reason and re.match(r"\d+,\d", value):
        return "a number has no comma", "write it without: 1204"
    if _AFTER in reason and value[:1] in _QUOTED:
        return "something stands behind a text", _QUOTED[value[:1]]
    for pattern, message, hint in _PLAIN:
        if re.search(pattern, reason):
            return message, hint
    return clean(reason), "check quotes, brackets and = on this line and the one before"


def _open_list(lines: list[str], line: int) -> tuple[int, int] | None:
    """Where the list begins that is still open on this line."""
    for number in range(line, max(0, line - _MOST), -1):
        if found := _OPEN.match(lines[number - 1]):
            bare = _TEXT.sub("", lines[number - 1])
            return (number, found.end()) if bare.count("[") > bare.count("]") else None
    return None


def _open_text(text: str) -> int:
    """Where the last text over several lines begins; 0 where the last three quotes only end one."""
    at = max(text.rfind('"""'), text.rfind("'''"))
    return at if at > 0 and text[:at].rstrip(" \t")[-1:] in ("=", "[", ",") else 0


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
