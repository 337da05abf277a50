"""Styled text broken into lines at spaces, by the cells that a terminal gives each character.

A drawn page has some thousand pieces of text. Wrapping each with Rich's own `Text.wrap` takes
twice as long as all the rest of a page; Rich still says how wide a character is.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

Piece = tuple[str, str]
"""Some text and its style."""
Line = list[Piece]

# The numbers of sources stay with their last word, a degree with its number, a telephone number whole. A
# private-use character holds them together while lines are broken: content has none left after `clean`.
_BOUND = "\ue000"
_TOGETHER = re.compile(r" \[\d+(?:, \d+)*\]| (?=°)|(?<=\d) (?=\d)")


def width(text: str) -> int:
    """Cells that `text` takes on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def wrapped(pieces: Line, room: int) -> list[Line]:
    """The pieces as lines of at most `room` cells; only a word longer than a line is broken."""
    whole = "".join(text for text, _ in pieces)
    if width(whole) <= room:
        return [pieces]
    held = _TOGETHER.sub(lambda found: found[0].replace(" ", _BOUND), whole)
    return [_cut(pieces, start, end) for start, end in _breaks(held, room)]


def _breaks(text: str, room: int) -> list[tuple[int, int]]:
    """Where each line begins and ends, without the space at which it was broken."""
    narrow = text.isascii() or cell_len(text) == len(text)
    lines: list[tuple[int, int]] = []
    start = 0
    while (end := start + room if narrow else _fitting(text, start, room)) < len(text):
        if (space := _last_space(text, start, end + 1)) > start:
            lines.append((start, space))
            start = space + 1
        else:
            lines.append((start, end))
            start = end
    return [*lines, (start, len(text))]


def _last_space(text: str, start: int, end: int) -> int:
    """Where to break; what should stay together is parted only where it is longer than a line."""
    space = text.rfind(" ", start, end)
    return space if space > start else text.rfind(_BOUND, start, end)


def _fitting(text: str, start: int, room: int) -> int:
    """The end of what fits into `room` cells from `start`; at least one character."""
    for end in range(start, len(text)):
        room -= get_character_cell_size(text[end])
        if room < 0:
            return max(end, start + 1)
    return len(text)


def _cut(pieces: Line, start: int, end: int) -> Line:
    line: Line = []
    at = 0
    for text, style in pieces:
        if part := text[max(start - at, 0) : max(end - at, 0)]:
            line.append((part, style))
        at += len(text)
    return line
