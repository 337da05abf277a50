"""A line of a file as it can be shown: on one screen, with the place marked, and nothing hidden in it."""

from __future__ import annotations

from salvage_cli.clean import clean
from salvage_cli.record import Record
from salvage_cli.render.degrade import fitted
from salvage_cli.render.wrap import width

CUT = "…"


class Excerpt(Record):
    """Part of a line, and how many cells into it the marked place begins and how many it takes."""

    text: str
    start: int
    cells: int


def excerpt(line: str, column: int, length: int, room: int, encoding: str | None = "utf-8") -> Excerpt:
    """The marked place with as much of the line around it as fits into `room` cells.

    `column` and `length` are in characters of the line, from 1. What is left out is marked with `…`; a
    character that would hide or act is named.
    """
    start = min(column - 1, len(line))
    first, last = max(0, start - room), min(len(line), start + min(length, room) + room)
    part = line[first:last]
    plain = part.isascii() and part.isprintable()
    shown = list(part) if plain else [_shown(one, encoding) for one in part]
    cells = [1] * len(part) if plain else [width(one) for one in shown]
    cut = fitted(CUT, encoding)
    here, end = start - first, min(start - first + max(length, 1), len(shown))
    low, high = 0, len(shown)
    if first > 0 or last < len(line) or sum(cells) > room:
        low, high = _window(cells, here, end, max(room - 2 * len(cut), 1))
    before = cut if first + low > 0 else ""
    after = cut if first + high < len(line) else ""
    indent = len(before) + sum(cells[low:here])
    return Excerpt(
        before + "".join(shown[low:high]) + after, indent, max(1, sum(cells[here : min(end, high)]))
    )


def _window(cells: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """What fits: the marked place from its beginning, then what follows it, then what leads to it."""
    high = start
    while high < end and cells[high] <= room:
        room -= cells[high]
        high += 1
    low = start
    spare = room // 2
    while low > 0 and cells[low - 1] <= spare:
        low -= 1
        spare -= cells[low]
        room -= cells[low]
    while high < len(cells) and high >= end and cells[high] <= room:
        room -= cells[high]
        high += 1
    while low > 0 and cells[low - 1] <= room:
        low -= 1
        room -= cells[low]
    return low, high


def _shown(character: str, encoding: str | None) -> str:
    if character in " \t":
        return " "
    return fitted(character, encoding) if clean(character) else f"<U+{ord(character):04X}>"
