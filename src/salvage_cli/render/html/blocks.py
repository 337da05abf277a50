"""Blocks of a page as HTML: headings in order, sources as links there and back, drawings beside words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    Marks,
    Match,
    Names,
    Paragraph,
    Passage,
    Rung,
)
from salvage_cli.render.html import drawing
from salvage_cli.render.html.markup import EMPTY, Inside, Markup, address, anchor, h, is_anchor, joined
from salvage_cli.render.text import DISAGREE, brief, reference

LeadsTo = Callable[[str], str | None]
"""Where a command leads, as an address in the same site or page, or None if nowhere."""
SIGNS = "Signs that need help now"
DEEPEST = 6


class Pen:
    """Writes blocks in order; it knows how deep it is in headings and which sources were named."""

    def __init__(self, leads_to: LeadsTo, *, drawings: bool = True) -> None:
        self._leads_to = leads_to
        self._drawings = drawings
        self._named: set[int] = set()
        self._ids: set[str] = set()
        self._level = 1

    def heading(self, level: int, *inside: Inside, id: str | None = None) -> Markup:
        """A heading, at most one level deeper than the one before."""
        self._level = min(level, self._level + 1, DEEPEST)
        return h(f"h{self._level}", *inside, id=id and anchor(id))

    def _id(self, id: str) -> str | None:
        """The id of an entry where it first stands: a page and the one that it replaces may share some."""
        if "." not in id or id in self._ids or not is_anchor(id):
            return None
        self._ids.add(id)
        return id

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Blocks in a row, each under the heading before it."""
        parts: list[Markup] = []
        under = self._level
        for block in blocks:
            self._level = under
            parts.append(self._block(block))
            if isinstance(block, Heading):
                under = self._level
        return joined(parts)

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading(text, level):
                return self.heading(level, text)
            case Paragraph(passage):
                return self._paragraph(passage)
            case Bullets(items):
                return h("ul", [h("li", self._sentence(item), id=self._id(item.id)) for item in items])
            case Card():
                return self._card(block)
            case Item():
                return h("div", self._item(block), class_="item")
            case Ladder():
                return self._ladder(block)
            case Contrast():
                return self._contrast(block)
            case Ask(text, marks, id):
                room = h("div", class_="room")
                return h("div", h("p", text, self._marks(marks), id=self._id(id)), room, room, class_="ask")
            case Names(rows) | Commands(rows):
                return h("dl", [self._row(left, right) for left, right in rows])
            case Match():
                return self._match(block)
            case Bibliography(sources, short):
                listed = brief if short else reference
                lines = [self._source(number, listed(source)) for number, _, source in sources]
                return h("ol", lines, class_="sources")

    def _card(self, card: Card) -> Markup:
        lines = [h("li", self._sentence(line)) for line in card.lines]
        return h(
            "section",
            self.heading(2, SIGNS, id="urgent-card"),
            h("ul", lines),
            self._paragraph(card.pointer),
            class_="card",
            aria_labelledby="urgent-card",
        )

    def _item(self, item: Item, before: str = "") -> Markup:
        title = self.heading(
            self._level + 1, before, item.title, self._marks(item.marks), id=self._id(item.id)
        )
        return joined([title, *map(self._paragraph, item.parts)])

    def _ladder(self, ladder: Ladder) -> Markup:
        steps = 0
        rungs: list[Markup] = []
        under = self._level
        for rung in ladder.rungs:
            steps += not rung.aside
            self._level = under
            rungs.append(self._rung(rung, "" if rung.aside else f"{steps}. "))
        drawn = drawing.ladder(ladder) if self._drawings else EMPTY
        return joined([drawn, h("ol", rungs, class_="rungs")])

    def _rung(self, rung: Rung, number: str) -> Markup:
        inside = [self._item(rung.item, f"{number}{rung.label}: ")]
        under = self._level
        for example in rung.examples:
            self._level = under
            inside.append(h("div", self._item(example, "Example: "), class_="example"))
        return h("li", inside, class_="aside" if rung.aside else None)

    def _contrast(self, contrast: Contrast) -> Markup:
        return h(
            "div",
            self.heading(self._level + 1, f"{DISAGREE}: {contrast.about}", id=self._id(contrast.id)),
            h("ul", [h("li", self._sentence(side)) for side in contrast.sides]),
            self._paragraph(contrast.verdict),
            class_="contrast",
        )

    def _match(self, found: Match) -> Markup:
        named = f"{found.place}: {found.title}" if found.title else found.place
        said = [h("mark", piece) if marked else piece for piece, marked in found.pieces]
        title = self.heading(self._level + 1, named)
        command = h("p", self._command(found.command))
        return h("div", title, h("p", said, self._marks(found.marks)), command, class_="item")

    def _row(self, left: str, right: str) -> Markup:
        return h("div", h("dt", self._command(left)), h("dd", right))

    def _paragraph(self, passage: Passage) -> Markup:
        drawn, said = drawing.dots(passage.share) if passage.share and self._drawings else (EMPTY, "")
        if not drawn:
            return h("p", self._sentence(passage), id=self._id(passage.id))
        about = h("p", said, class_="small") if said else EMPTY
        return h("div", h("div", h("p", self._sentence(passage)), about), drawn, class_="share")

    def _sentence(self, passage: Passage) -> Markup:
        lead = [h("strong", f"{passage.lead}:"), " "] if passage.lead else []
        text = [self._text(passage.text)]
        if passage.typed:
            before, _, after = passage.text.partition(passage.typed)
            text = [before, self._command(passage.typed), after]
        return joined([*lead, text, self._marks(passage.marks)])

    def _text(self, text: str) -> Inside:
        """What a passage says."""
        return text

    def _command(self, command: str) -> Markup:
        place = self._leads_to(command)
        written = h("code", command)
        return h("a", written, href=place) if place else written

    def _marks(self, marks: Marks) -> Markup:
        """` [1, 2]`, each a link to its source; the first of a number can be come back to."""
        if not marks:
            return EMPTY
        links = [inside for number in marks for inside in (", ", self._mark(number))][1:]
        return joined(["\u00a0", h("span", "[", links, "]", class_="marks")])

    def _mark(self, number: int) -> Markup:
        first = None if number in self._named else f"cite-{number}"
        self._named.add(number)
        return h("a", str(number), id=first, href=f"#source-{number}", aria_label=f"source {number}")

    def _source(self, number: int, listed: Iterable[str]) -> Markup:
        """A source in words, its addresses as links that say where they lead."""
        lines = [inside for line in listed for inside in (" ", address(line))][1:]
        back = EMPTY
        if number in self._named:
            label = f"Back to the text from source {number}"
            back = h("a", "Back to the text", href=f"#cite-{number}", aria_label=label, class_="back")
        return h("li", lines, back, id=f"source-{number}", value=number)
