"""The drawn layout, with Rich: wrapped to the width, the ladder as a ladder, headings in bold.

Content becomes a `Text`, never markup, so brackets and codes stay as written. Only bold,
underline and red are used, on the reader's own ground: safe on dark and light. What is urgent
says so in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.segment import Segments
from rich.text import Text

from salvage_cli.address import is_address
from salvage_cli.page import (
    Ask,
    Bibliography,
    Block,
    Bullets,
    Card,
    Commands,
    Contrast,
    Heading,
    Item,
    Ladder,
    Match,
    Names,
    Page,
    Paragraph,
    Passage,
    Section,
)
from salvage_cli.render.degrade import fitted
from salvage_cli.render.text import DISAGREE, brief, numbered, reference
from salvage_cli.render.wrap import Line, Piece, width, wrapped

NARROWEST = 40
WIDEST = 100
"""Columns of prose; longer lines are hard to read, so a wider terminal leaves room."""


def render(page: Page, *, width: int, color: bool, encoding: str | None = "utf-8") -> str:
    """The page drawn `width` columns wide, in letters of `encoding`, with styles if `color`."""
    pen = _Pen(min(max(width, NARROWEST), WIDEST), encoding)
    lines: list[Line] = []
    for warning in page.warnings:
        lines += [*pen.prose([(warning, "bold")]), []]
    lines += [*pen.prose([(page.title, "bold underline")]), []]
    for blocks in (page.top, *(_whole(section) for section in page.sections), page.closing):
        for block in blocks:
            lines += pen.block(block)
            if not isinstance(block, Heading):
                lines.append([])
    return _styled(lines) if color else _bare(lines)


def _whole(section: Section) -> tuple[Block, ...]:
    return (Heading(section.title, 2), *section.blocks)


def _bare(lines: list[Line]) -> str:
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _styled(lines: list[Line]) -> str:
    """One `Text` for the whole page: Rich takes its time for each thing it is given."""
    pieces: list[Piece] = []
    for line in lines:
        pieces += [*line, ("\n", "")]
    console = Console(
        file=StringIO(),
        width=WIDEST,  # else it asks COLUMNS, and draws nothing where that is 0
        force_terminal=True,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
    )
    with console.capture() as held:
        console.print(Segments(Text.assemble(*_merged(pieces), end="").render(console)), end="", crop=False)
    return held.get()


def _merged(pieces: list[Piece]) -> list[Piece]:
    runs = groupby(pieces, key=itemgetter(1))
    return [("".join(text for text, _ in run), style) for style, run in runs]


class _Pen:
    """Draws blocks as lines, none wider than the page but addresses and commands."""

    def __init__(self, width: int, encoding: str | None) -> None:
        self.width = width
        self.encoding = encoding

    def prose(self, pieces: Line, first: str = "", rest: str | None = None) -> list[Line]:
        """Wrapped lines; the first begins with `first`, the others with `rest` or as much space."""
        first = fitted(first, self.encoding)
        rest = " " * len(first) if rest is None else fitted(rest, self.encoding)
        pieces = [(fitted(text, self.encoding), style) for text, style in pieces]
        lines = wrapped(pieces, self.width - max(len(first), len(rest)))
        return [[(rest if n else first, ""), *line] for n, line in enumerate(lines)]

    def block(self, block: Block) -> list[Line]:
        match block:
            case Heading(text, level):
                return self.heading(text, level)
            case Paragraph(passage):
                return self.prose(_pieces(passage))
            case Bullets(items):
                return [line for item in items for line in self.prose(_pieces(item), first="• ")]
            case Card():
                return self.card(block)
            case Item():
                return self.item(block)
            case Ladder():
                return self.ladder(block)
            case Contrast():
                return self.contrast(block)
            case Ask(text, marks):
                room = [("  " + "_" * (self.width - 2), "")]
                return [*self.prose([(text + numbered(marks), "")], first="• "), [], room]
            case Names(rows):
                return self.table(rows)
            case Commands(rows):
                return self.table(rows)
            case Match():
                return self.match(block)
            case Bibliography(sources, short):
                listed = brief if short else reference
                return [line for number, _, source in sources for line in self.source(number, listed(source))]

    def match(self, found: Match) -> list[Line]:
        named = f"{found.place}: {found.title}" if found.title else found.place
        pieces = [(piece, "bold" if marked else "") for piece, marked in found.pieces]
        lines = self.prose([(named, "bold")], first="• ")
        lines += self.prose([*pieces, (numbered(found.marks), "")], first="  ")
        return [*lines, [("  ", ""), (found.command, "")]]

    def heading(self, text: str, level: int) -> list[Line]:
        if level > 2:
            return self.prose([(text, "bold")], first="── " if level == 3 else "")
        title = self.prose([(text, "bold")])
        longest = max(sum(width(text) for text, _ in line) for line in title)
        return [*title, [(fitted("─", self.encoding) * longest, "")]]

    def card(self, card: Card) -> list[Line]:
        """A red bar beside every line: the bar only points, the words say what is urgent.

        The pointer goes on with the last line where there is room, so that the card stays short.
        """
        bar = (fitted("▌ ", self.encoding), "bold red")
        narrow = _Pen(self.width - len(bar[0]), self.encoding)
        lines = [line for passage in card.lines for line in narrow.prose(_pieces(passage, "bold"))]
        pointer = f"  {card.pointer.text}"
        if lines and sum(width(text) for text, _ in lines[-1]) + len(pointer) <= narrow.width:
            lines[-1].append((pointer, ""))
        else:
            lines += narrow.prose(_pieces(card.pointer))
        return [[bar, *line] for line in lines]

    def item(self, item: Item) -> list[Line]:
        lines = self.prose([(item.title, "bold"), (numbered(item.marks), "")], first="  ")
        for part in item.parts:
            lines += self.prose(_pieces(part), first="    ")
        return lines

    def ladder(self, ladder: Ladder) -> list[Line]:
        """One rail; a rung for each treatment, dotted where it runs alongside or lies beyond."""
        lines: list[Line] = []
        step = 0
        for rung in ladder.rungs:
            step += not rung.aside
            rail, node = ("┊  ", "┊- ") if rung.aside else ("│  ", f"├─ {step}. ")
            title = [(f"{rung.label}: {rung.item.title}", "bold")]
            lines += self.prose(title, first=node, rest=rail.ljust(len(node)))
            for part in rung.item.parts:
                lines += self.prose(_pieces(part), first=rail, rest=rail)
            for example in rung.examples:
                lines += self.example(example, rail)
            lines.append([(fitted(rail.rstrip(), self.encoding), "")])
        return lines[:-1]

    def example(self, example: Item, rail: str) -> list[Line]:
        first, *more = map(_pieces, example.parts)
        title = (f"Example: {example.title}. ", "bold")
        lines = self.prose([title, *first], first=f"{rail}• ", rest=f"{rail}  ")
        for part in more:
            lines += self.prose(part, first=f"{rail}  ", rest=f"{rail}  ")
        return lines

    def contrast(self, contrast: Contrast) -> list[Line]:
        lines = self.prose([(f"{DISAGREE}: {contrast.about}", "bold")])
        for side in contrast.sides:
            lines += self.prose(_pieces(side), first="  • ")
        return [*lines, *self.prose(_pieces(contrast.verdict), first="  ")]

    def table(self, rows: tuple[tuple[str, str], ...]) -> list[Line]:
        """Two columns where they fit; else what it shows stands below what to type, which is never broken."""
        rows = tuple((fitted(left, self.encoding), right) for left, right in rows)
        column = max((width(left) for left, _ in rows), default=0) + 2
        lines: list[Line] = []
        for left, right in rows:
            if right and column + 22 <= self.width:
                name = [(left, "bold"), (" " * (column - width(left)), "")]
                narrow = _Pen(self.width - column, self.encoding)
                for n, line in enumerate(narrow.prose([(right, "")])):
                    lines.append([(" " * column, ""), *line] if n else [*name, *line])
            else:
                lines.append([(left, "bold")])
                lines += self.prose([(right, "")], first="    ") if right else []
        return lines

    def source(self, number: int, listed: Iterable[str]) -> list[Line]:
        """Addresses stay on one line, however long: a broken address cannot be used."""
        head, *rest = listed
        mark = f"[{number}] "
        below = " " * len(mark)
        lines = self.prose([(head, "")], first=mark)
        for text in rest:
            lines += [[(f"{below}{text}", "")]] if is_address(text) else self.prose([(text, "")], first=below)
        return lines


def _pieces(passage: Passage, style: str = "") -> Line:
    lead = [(f"{passage.lead}: ", "bold")] if passage.lead else []
    return [*lead, (passage.text, style), (numbered(passage.marks), "")]
