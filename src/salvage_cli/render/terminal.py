"""The drawn layout, with Rich: wrapped to the width, the ladder as a ladder, headings in bold.

Content goes into `Text` objects, never through markup, so brackets and codes stay as written.
Only bold, underline and red are used, on the reader's own ground: safe on dark and light. What
is urgent says so in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text

from salvage_cli.knowledge import Source
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
    Names,
    Page,
    Paragraph,
    Passage,
    Section,
)
from salvage_cli.render.degrade import fitted
from salvage_cli.render.text import DISAGREE, numbered, reference

NARROWEST = 40
WIDEST = 100
"""Columns of prose; longer lines are hard to read, so a wider terminal leaves room."""

# A source's number stays with its last word, and a degree with its number. A private-use
# character holds them together while lines are broken: content has none left after `clean`.
_BOUND = "\ue000"
_TOGETHER = re.compile(r" (?=\[\d[\d, ]*\]|°)|(?<=\[\d,) (?=\d)|(?<=\[\d\d,) (?=\d)")


def render(page: Page, *, width: int, color: bool, encoding: str | None = "utf-8") -> str:
    """The page drawn `width` columns wide, in letters of `encoding`, with styles if `color`."""
    pen = _Pen(min(max(width, NARROWEST), WIDEST), encoding)
    lines: list[Text] = []
    for warning in page.warnings:
        lines += [*pen.prose(warning, "bold"), Text()]
    lines += [*pen.prose(page.title, "bold underline"), Text()]
    for section in (page.top, *(_whole(section) for section in page.sections), page.closing):
        for block in section:
            lines += pen.block(block)
            if not isinstance(block, Heading):
                lines.append(Text())
    return _printed(lines, color)


def _whole(section: Section) -> tuple[Block, ...]:
    return (Heading(section.title, 2), *section.blocks)


def _printed(lines: list[Text], color: bool) -> str:
    if not color:
        return "".join(f"{line.plain.rstrip()}\n" for line in lines)
    held = StringIO()
    console = Console(
        file=held,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        width=10_000,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for line in lines:
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return held.getvalue()


class _Pen:
    """Draws blocks as lines of `Text`, none wider than the page but addresses and commands."""

    def __init__(self, width: int, encoding: str | None) -> None:
        self.width = width
        self.encoding = encoding
        self.console = Console(width=width, file=StringIO(), markup=False, emoji=False, highlight=False)

    def text(self, text: str, style: str = "") -> Text:
        """A piece in one style. `Text(text, style)` would style all that is added to it, too."""
        return Text.assemble((fitted(text, self.encoding), style))

    def prose(
        self, text: str | Text, style: str = "", first: str = "", rest: str | None = None
    ) -> list[Text]:
        """Wrapped lines; the first begins with `first`, the others with `rest` or as much space."""
        body = self.text(text, style) if isinstance(text, str) else text
        first = fitted(first, self.encoding)
        rest = " " * len(first) if rest is None else fitted(rest, self.encoding)
        room = max(self.width - max(len(first), len(rest)), 1)
        body.plain = _TOGETHER.sub(_BOUND, body.plain)
        lines = body.wrap(self.console, room, overflow="fold")
        for line in lines:
            line.plain = line.plain.replace(_BOUND, " ")
        return [Text(first if n == 0 else rest) + line for n, line in enumerate(lines)]

    def passage(self, passage: Passage, style: str = "") -> Text:
        whole = Text()
        if passage.lead:
            whole.append(fitted(f"{passage.lead}: ", self.encoding), "bold")
        whole.append(fitted(passage.text, self.encoding), style)
        whole.append(numbered(passage.marks))
        return whole

    def heading(self, text: str, level: int) -> list[Text]:
        if level > 2:
            return self.prose(text, "bold", first="── " if level == 3 else "")
        title = self.prose(text, "bold")
        rule = fitted("─", self.encoding) * max(len(line) for line in title)
        return [*title, Text(rule)]

    def block(self, block: Block) -> list[Text]:
        match block:
            case Heading(text, level):
                return self.heading(text, level)
            case Paragraph(passage):
                return self.prose(self.passage(passage))
            case Bullets(items):
                return [line for item in items for line in self.prose(self.passage(item), first="• ")]
            case Card():
                return self.card(block)
            case Item():
                return self.item(block)
            case Ladder():
                return self.ladder(block)
            case Contrast():
                return self.contrast(block)
            case Ask(text, marks):
                room = "_" * (self.width - 2)
                return [*self.prose(text + numbered(marks), first="• "), Text(), Text(f"  {room}")]
            case Names(rows):
                return self.table(rows)
            case Commands(rows):
                return self.table(rows)
            case Bibliography(sources):
                return [line for number, _, source in sources for line in self.source(number, source)]

    def card(self, card: Card) -> list[Text]:
        """A red bar beside every line: the bar only points, the words say what is urgent.

        The pointer goes on with the last line where there is room, so that the card stays short.
        """
        bar = self.text("▌ ", "bold red")
        narrow = _Pen(self.width - len(bar), self.encoding)
        lines = [line for passage in card.lines for line in narrow.prose(narrow.passage(passage, "bold"))]
        pointer = narrow.passage(card.pointer)
        if lines and len(lines[-1]) + 2 + len(pointer) <= narrow.width:
            lines[-1] = lines[-1] + "  " + pointer
        else:
            lines += narrow.prose(pointer)
        return [bar + line for line in lines]

    def item(self, item: Item) -> list[Text]:
        title = self.text(item.title, "bold")
        title.append(numbered(item.marks))
        lines = self.prose(title, first="  ")
        for part in item.parts:
            lines += self.prose(self.passage(part), first="    ")
        return lines

    def ladder(self, ladder: Ladder) -> list[Text]:
        """One rail; a rung for each treatment, dotted where it runs alongside or lies beyond."""
        lines: list[Text] = []
        step = 0
        for rung in ladder.rungs:
            step += not rung.aside
            rail, node = ("┊  ", "┊- ") if rung.aside else ("│  ", f"├─ {step}. ")
            title = self.text(f"{rung.label}: {rung.item.title}", "bold")
            lines += self.prose(title, first=node, rest=rail + " " * max(len(node) - 3, 0))
            for part in rung.item.parts:
                lines += self.prose(self.passage(part), first=rail, rest=rail)
            for example in rung.examples:
                lines += self.example(example, rail)
            lines.append(Text(fitted(rail.rstrip(), self.encoding)))
        return lines[:-1]

    def example(self, example: Item, rail: str) -> list[Text]:
        first, *more = (self.passage(part) for part in example.parts)
        whole = self.text(f"Example: {example.title}. ", "bold") + first
        lines = self.prose(whole, first=f"{rail}• ", rest=f"{rail}  ")
        for part in more:
            lines += self.prose(part, first=f"{rail}  ", rest=f"{rail}  ")
        return lines

    def contrast(self, contrast: Contrast) -> list[Text]:
        lines = self.prose(f"{DISAGREE}: {contrast.about}", "bold")
        for side in contrast.sides:
            lines += self.prose(self.passage(side), first="  • ")
        return [*lines, *self.prose(self.passage(contrast.verdict), first="  ")]

    def table(self, rows: tuple[tuple[str, str], ...]) -> list[Text]:
        """Two columns where they fit; else what it shows stands below what to type."""
        widest = max((len(left) for left, _ in rows), default=0)
        beside = widest + 24 <= self.width
        lines: list[Text] = []
        for left, right in rows:
            name = self.text(left, "bold")
            if beside and right:
                name.pad_right(widest + 2 - len(left))
                lines += self._beside(name, right, widest + 2)
            else:
                lines += [*self.prose(name), *(self.prose(right, first="    ") if right else [])]
        return lines

    def _beside(self, name: Text, right: str, column: int) -> Iterator[Text]:
        narrow = _Pen(self.width - column, self.encoding)
        for n, line in enumerate(narrow.prose(right)):
            yield (name if n == 0 else Text(" " * column)) + line

    def source(self, number: int, source: Source) -> list[Text]:
        """Addresses stay on one line, however long: a broken address cannot be used."""
        mark = f"[{number}] "
        head, *rest = reference(source)
        drawn = self.prose(head, first=mark)
        for line in rest:
            address = line.startswith(("http://", "https://"))
            drawn += [Text("    ") + self.text(line)] if address else self.prose(line, first="    ")
        return drawn
