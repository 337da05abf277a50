"""The reader's own numbers as blocks, and where they stand on a page that says whom to call."""

from __future__ import annotations

from collections.abc import Sequence

from salvage_cli.compose.words import HELP_IN
from salvage_cli.names import plain
from salvage_cli.page import Block, Card, Commands, Heading, Item, Page, Paragraph, Passage, Section
from salvage_cli.readers_card import ReadersCard

LEAD = "Your numbers (from your own card)"
NO_BREAK = "\u00a0"

NONE = "There is no card yet. This makes one, or changes it:"
SHOWN = "It stands below what a page says about calling, on your terminal and on handouts that you make."
NOT_SHOWN = "On a page it is never in JSON, Markdown or HTML, never in a file or a pipe, and never on a site."
OPTIONS = (
    ('salvage card --clinic "Day unit, St Example"', "who to call"),
    ('salvage card --clinic-phone "+1 (555) 010-4477"', "their number"),
    ('salvage card --out-of-hours "+1 (555) 010-4400"', "at night and on weekends"),
    ('salvage card --emergency "911"', "the emergency number where you are"),
    ('salvage card --country "US"', "whose help numbers come first on a page"),
    ('salvage card --note "Ask for the nurse on call"', "one line more"),
)

EU = (
    "austria", "belgium", "bulgaria", "croatia", "cyprus", "czechia", "denmark", "estonia", "finland",
    "france", "germany", "greece", "hungary", "ireland", "italy", "latvia", "lithuania", "luxembourg",
    "malta", "netherlands", "poland", "portugal", "romania", "slovakia", "slovenia", "spain", "sweden",
)  # fmt: skip
CALLED = {
    **dict.fromkeys(("usa", "united-states", "united-states-of-america", "america"), ("us",)),
    **dict.fromkeys(
        ("united-kingdom", "great-britain", "england", "scotland", "wales", "northern-ireland"), ("uk",)
    ),
    **{country: (country, "eu") for country in EU},
}
"""Countries whose help numbers go by another name, or by one more."""


def blocks(card: ReadersCard | None) -> tuple[Paragraph, ...]:
    """The numbers of the card in one labelled paragraph; nothing where there is none."""
    if card is None:
        return ()
    parts = (
        _named(card.clinic or "", card.clinic_phone),
        _named("Out of hours", card.out_of_hours) if card.out_of_hours else "",
        _named("Emergency", card.emergency) if card.emergency else "",
        card.note,
    )
    said = " · ".join(filter(None, parts))
    return (Paragraph(Passage(said, (), LEAD)),) if said else ()


def _named(who: str, phone: str | None) -> str:
    """Who and their number, which no line end may part."""
    return " ".join(filter(None, (who, (phone or "").replace(" ", NO_BREAK))))


def placed(page: Page, card: ReadersCard) -> Page:
    """A page with the card below what it says about calling; any other page as it is.

    It comes after the urgent card, on a page of signs after the first group of them, and on the start
    page after its warning: never before a danger. The help numbers of the reader's country stand first.
    A sheet to hand out has them already.
    """
    if page.sheet:
        return page
    page = _country_first(page, _countries(card.country))
    mine = blocks(card)
    if page.command == "start":
        return page.replaced(top=(*page.top[:2], *mine, *page.top[2:]))
    if cards := [n for n, block in enumerate(page.top, start=1) if isinstance(block, Card)]:
        return page.replaced(top=(*page.top[: cards[-1]], *mine, *page.top[cards[-1] :]))
    return page.replaced(sections=tuple(_below_signs(section, mine) for section in page.sections))


def _below_signs(section: Section, mine: tuple[Block, ...]) -> Section:
    """A section of signs with the card after those that are most urgent; another as it is."""
    if section.id != "urgent":
        return section
    held = section.blocks
    signs = next((n for n, block in enumerate(held) if isinstance(block, Item)), len(held))
    end = next((n for n in range(signs, len(held)) if isinstance(held[n], Heading)), len(held))
    return section.replaced(blocks=(*held[:end], *mine, *held[end:]))


def _countries(country: str | None) -> tuple[str, ...]:
    """The names that help numbers of this country have, in their plain form."""
    name = plain(country or "")
    return CALLED.get(name, (name,))


def _country_first(page: Page, wanted: tuple[str, ...]) -> Page:
    """Help numbers in their order, those of the wanted countries before the others."""
    return page.replaced(
        top=_advised(page, wanted),
        sections=tuple(
            section.replaced(blocks=tuple(_reordered(block, wanted) for block in section.blocks))
            for section in page.sections
        ),
    )


def _reordered(block: Block, wanted: tuple[str, ...]) -> Block:
    if not isinstance(block, Item):
        return block
    places = [n for n, part in enumerate(block.parts) if part.lead.startswith(HELP_IN)]
    parts = list(block.parts)
    in_order = sorted((parts[n] for n in places), key=lambda part: _rank(part.lead[len(HELP_IN) :], wanted))
    for n, part in zip(places, in_order, strict=True):
        parts[n] = part
    return block.replaced(parts=tuple(parts))


def _advised(page: Page, wanted: tuple[str, ...]) -> tuple[Block, ...]:
    """The top of a page; the advice of a search names all its numbers in one sentence."""
    advice = page.answer and page.answer.advice
    if not advice or not advice.numbers:
        return page.top
    numbers = tuple(sorted(advice.numbers, key=lambda number: _rank(number.country, wanted)))
    calls = advice.replaced(numbers=numbers).calls

    def said(line: Passage) -> Passage:
        return line.replaced(text=calls) if line.text == advice.calls else line

    return tuple(
        block.replaced(lines=tuple(map(said, block.lines))) if isinstance(block, Card) else block
        for block in page.top
    )


def _rank(country: str, wanted: tuple[str, ...]) -> int:
    """Where a country comes; all that are not wanted come last and keep their order."""
    name = plain(country)
    return wanted.index(name) if name in wanted else len(wanted)


def page(card: ReadersCard, known: Sequence[str], *, kept: bool) -> Page:
    """The card for its owner, and how to change it. `known` countries have numbers; `kept`: just written."""
    country = Passage(card.country or "", (), "Help numbers of this country come first")
    if known and not any(plain(name) in _countries(card.country) for name in known):
        lead = "Of this country salvage has no help number"
        country = Passage(f"{card.country}. It has those of {', '.join(known)}.", (), lead)
    top: tuple[Block, ...] = (
        *((Paragraph(Passage("The card was written.")),) if kept else ()),
        *blocks(card),
        *((Paragraph(country),) if card.country else ()),
        Paragraph(Passage(f"{SHOWN} {NOT_SHOWN}")),
        Paragraph(Passage("This changes it:" if card.said else NONE)),
        Commands(OPTIONS),
        Paragraph(Passage('"" takes one off the card. Its place: salvage where')),
    )
    return Page("card", "Your card", top=top)
