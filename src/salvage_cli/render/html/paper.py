"""How much paper a handout takes, counted without a browser, and never too little.

Lines are filled word by word with the widths of Arial, which Liberation Sans and Helvetica share, and
a few hundredths more; columns are filled block by block as a browser fills them. All lengths are mm;
`handout` writes those of the look into its rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from salvage_cli.page import (
    Ask,
    Bibliography,
    Block,
    Bullets,
    Card,
    Heading,
    Ladder,
    Page,
    Paragraph,
    Passage,
)
from salvage_cli.record import Record
from salvage_cli.render.html.document import parted
from salvage_cli.render.html.markup import BREAKS
from salvage_cli.render.text import brief, numbered

POINT = 25.4 / 72
PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
MARGIN, GAP = 11.0, 6.0
"""Around each side; between its two columns."""
TEXT, SMALL, CARD, TITLE, HEADING = 9.5, 8.0, 10.5, 16.0, 11.0
"""Sizes of type, in points."""
LEADING, DENSE = 1.22, 1.15
"""Height of a line, in sizes of its type; of one in small type."""
ROOM = 7.0
"""Of a line to write on."""
INDENT = 3.5
"""Of what stands in a list."""
APART = 0.6
"""Between one thing and the next in a list."""
ABOVE = 2.4
"""Above a heading, and around the card."""
RULE = 0.3
"""The line under a heading."""
FRAME = 4.0
"""What the borders and paddings of a box add to its height, and to each of its sides."""

SLACK = 2.0
"""What is left free of each side."""

Pieces = tuple[tuple[str, bool], ...]
"""Texts in a row, and whether each is bold."""

_WIDTHS = {
    letter: width / 1000
    for width, letters in {
        191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft\u00a0·", 333: "()-`r{}“”", 355: '"•',
        389: "*", 400: "°", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~×±",
        611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W",
    }.items()
    for letter in letters
}  # fmt: skip
_OTHER = 1.05
"""Width of a letter that is not in the table, in ems; more than any of Latin, Greek or Cyrillic has."""
_SPARE, _BOLD = 1.02, 1.08


class Box(Record):
    """Something that no column end cuts; a heading stays with what is under it."""

    height: float
    heading: bool = False


def fits(page: Page) -> bool:
    """Whether a handout takes no more than two sides of either paper."""
    return all(_fits(page, *size) for size in PAPERS.values())


def _fits(page: Page, width: float, height: float) -> bool:
    whole, tall = width - 2 * MARGIN, height - 2 * MARGIN - SLACK
    column = (whole - GAP) / 2
    front = sum(box.height for box in _front(page, whole)) + ABOVE
    about = sum(box.height for box in _about(page, whole))
    boxes = list(_flow(page, column))
    for room in (tall - front, tall - front, tall - about, tall - about):
        boxes = _after(boxes, room)
    return front <= tall and not boxes


def _after(boxes: list[Box], room: float) -> list[Box]:
    """What goes on in the next column when one with so much room is full."""
    for n, box in enumerate(boxes):
        room -= box.height
        if room < 0:
            while n and boxes[n - 1].heading:
                n -= 1
            return boxes[n:]
    return []


def _front(page: Page, width: float) -> Iterator[Box]:
    for warning in page.warnings:
        yield Box(_lines(((warning, True),), width - 2 * FRAME, CARD) + FRAME)
    yield Box(_lines(((page.title, True),), width, TITLE))
    for block in page.top:
        match block:
            case Card(lines, pointer):
                inside = width - 2 * FRAME - INDENT
                texts = (*(((_text(line), True),) for line in lines), ((_text(pointer), True),))
                heights = [_lines(text, inside, CARD) + APART for text in texts]
                yield Box(sum(heights) + _line(HEADING) + FRAME + ABOVE)
            case _:
                yield from _boxes(block, width)


def _flow(page: Page, width: float) -> Iterator[Box]:
    for section in page.sections:
        yield from _boxes(Heading(section.title, 2), width)
        for block in section.blocks:
            yield from _boxes(block, width)
    for block in parted(page)[0]:
        yield from _boxes(block, width)


def _about(page: Page, width: float) -> Iterator[Box]:
    for block in parted(page)[1]:
        yield from _boxes(block, width, SMALL)


def _boxes(block: Block, width: float, size: float = TEXT) -> Iterator[Box]:
    match block:
        case Heading(text, level):
            size, above = (size, ABOVE - 1) if level > 2 else (size * HEADING / TEXT, ABOVE + RULE + APART)
            yield Box(_lines(((text, True),), width, size) + above, heading=True)
        case Paragraph(passage):
            yield Box(_lines(_pieces(passage), width, size) + APART)
        case Bullets(items):
            for item in items:
                yield Box(_lines(_pieces(item), width - INDENT, size) + APART)
        case Ladder(rungs):
            for rung in rungs:
                title = (f"0. {rung.label}: {rung.item.title}. ", True)
                said = _pieces(rung.item.parts[0])
                yield Box(_lines((title, *said), width - INDENT, size) + 2 * APART)
        case Ask(text, marks):
            yield Box(_lines(((text + numbered(marks), False),), width, size) + ROOM + APART)
        case Bibliography(sources):
            words = tuple((_source(n, *brief(source)), False) for n, _, source in sources)
            lines = round(_lines(words, width, SMALL) / _line(SMALL))
            yield from (Box(_line(SMALL)) for _ in range(lines))
        case _:
            raise TypeError(f"no {type(block).__name__} stands on a handout")


def _source(number: int, *lines: str) -> str:
    return f"[{number}] {' '.join(lines)} "


def _pieces(passage: Passage) -> Pieces:
    lead = ((f"{passage.lead}: ", True),) if passage.lead else ()
    return (*lead, (passage.text + numbered(passage.marks), False))


def _text(passage: Passage) -> str:
    return "".join(text for text, _ in _pieces(passage))


def _line(size: float) -> float:
    return size * POINT * (DENSE if size == SMALL else LEADING)


def _lines(pieces: Pieces, width: float, size: float) -> float:
    """The height of texts in a row: their lines, filled part by part; too long a part is broken."""
    lines, at, room = 1, 0.0, width / (size * POINT)
    for text, bold in pieces:
        scale = _SPARE * (_BOLD if bold else 1)
        for part, space in _parts(text):
            long = scale * part
            if at and at + long > room:
                lines, at = lines + 1, 0.0
            lines += int(long // room)
            at += long % room + scale * space
    return lines * _line(size)


@cache
def _parts(text: str) -> tuple[tuple[float, float], ...]:
    """The widths, in ems, of what stays together in a text, and of the space after it."""
    return tuple(
        (sum(_WIDTHS.get(letter, _OTHER) for letter in part.rstrip(" ")), _WIDTHS[" "] * part.endswith(" "))
        for part in re.split(BREAKS, text)
    )
