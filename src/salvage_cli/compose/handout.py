"""A sheet to hand out: what it is, what is dangerous, what to report, what to ask, and who says so.

It has no numbers about survival, and names side effects without theirs. How much fits on two sides is
for the one who prints it to say: `extents` are the lengths that there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from salvage_cli.compose import readers_card, words
from salvage_cli.compose.citations import Citations
from salvage_cli.compose.condition import bare, card_lines, standing, title
from salvage_cli.compose.effects import URGENCIES
from salvage_cli.compose.sections import ASIDE, MOMENTS, RUNGS, SIGNS
from salvage_cli.knowledge import Cites, Question, SectionId, Sign, Urgency
from salvage_cli.library import Dossier
from salvage_cli.page import (
    Ask,
    Bibliography,
    Block,
    Bullets,
    Card,
    Heading,
    Item,
    Ladder,
    Page,
    Paragraph,
    Passage,
    Rung,
    Section,
)
from salvage_cli.readers_card import ReadersCard
from salvage_cli.record import Record
from salvage_cli.sections import TITLES

REPORTED: tuple[Urgency, ...] = ("emergency", "now", "today")
"""What a side effect must be to stand on the sheet: something to call about."""
BLANKS = tuple(Passage("_" * 24, lead=who) for who in ("Your team", "At night and on weekends"))
"""Where the numbers to call go, to be filled in by hand."""
YOURS = "Numbers to call"
FIRST_TO_GO: tuple[SectionId, ...] = ("options", "coping")
FEWEST = 5
"""Questions that are kept, one of each moment, before a side effect goes."""


class Extent(Record):
    """How much of what may be shortened is on a sheet."""

    sections: tuple[SectionId, ...]
    effects: int
    questions: int


def extents(dossier: Dossier) -> list[Extent]:
    """All lengths of a sheet, longest first.

    Options go first, then coping, then question after question. The last few questions outlive the side
    effects. The card and the signs, which name what is dangerous in each of them, are never shortened.
    """
    asked, all = len(dossier.condition.question), sum(1 for _ in _reported(dossier))
    few = min(FEWEST, asked)
    return [
        *(Extent(FIRST_TO_GO[gone:], all, asked) for gone in range(len(FIRST_TO_GO))),
        *(Extent((), all, questions) for questions in range(asked, few, -1)),
        *(Extent((), effects, few) for effects in range(all, 0, -1)),
        *(Extent((), 0, questions) for questions in range(few, -1, -1)),
    ]


def sheet(
    dossier: Dossier, extent: Extent, *, today: date, hash: str, mine: ReadersCard | None = None
) -> Page:
    """The handout of a condition, with the numbers of the reader's own card, or with room for them."""
    found, cite = dossier.condition, Citations(dossier.lookup.sources, dossier.lookup.whole())
    meaning = Paragraph(cite.passage(found.meaning.text, found.meaning.cites))
    lines = tuple(cite.passage(line.text, line.cites) for line in card_lines(dossier))
    own = (block.passage.replaced(lead=YOURS) for block in readers_card.blocks(mine))
    numbers = tuple(own) or BLANKS
    card = Card((*lines, *numbers), words.all_signs(dossier.slug))
    points = tuple(cite.passage(point.text, point.cites) for point in found.key)
    sections = [
        Section("urgent", TITLES["urgent"], tuple(_signs(dossier, cite))),
        Section("overview", words.KEY_POINTS, (Bullets(points),)),
        Section("lines", TITLES["lines"], (_ladder(dossier, cite),)),
    ]
    if "options" in extent.sections:
        sections.append(Section("options", TITLES["options"], (_options(dossier, cite),)))
    if effects := tuple(_effects(dossier, cite, extent.effects)):
        sections.append(Section("side-effects", "Side effects to report", effects))
    if "coping" in extent.sections and (coping := _coping(dossier, cite)).items:
        sections.append(Section("coping", TITLES["coping"], (coping,)))
    if extent.questions:
        sections.append(Section("questions", TITLES["questions"], tuple(_asked(dossier, cite, extent))))
    closing = _closing(dossier, cite, extent, hash)
    whole = bare(dossier, "handout", title(dossier), today)
    return whole.replaced(top=(meaning, card), sections=tuple(sections), closing=closing, sheet=True)


def _signs(dossier: Dossier, cite: Citations) -> Iterator[Block]:
    """Every urgent sign in its own words, by how fast to call; those that came with the program first."""
    bundled = dossier.bundled.sign if dossier.bundled else dossier.condition.sign
    signs = (*bundled, *(dossier.own_signs if dossier.bundled else ()))
    for urgency, when in SIGNS.items():
        if these := [sign for sign in signs if sign.urgency == urgency]:
            yield Heading(f"{when}:")
            yield Bullets(tuple(_sign(sign, cite) for sign in these))


def _sign(sign: Sign, cite: Citations) -> Passage:
    """A sign, and the lines to call that are there for it alone."""
    calls = "; ".join(f"{number.country} {number.number}, {number.text}" for number in sign.numbers)
    cites = (*sign.cites, *(id for number in sign.numbers for id in number.cites))
    said = words.capital(sign.text)
    return cite.passage(f"{said}. {calls}" if calls else said, tuple(dict.fromkeys(cites)))


def _ladder(dossier: Dossier, cite: Citations) -> Ladder:
    rungs = (
        Rung(
            RUNGS[line.rung],
            Item(line.name, (cite.passage(line.text, line.cites),)),
            aside=line.rung in ASIDE,
        )
        for line in dossier.condition.line
    )
    return Ladder(tuple(rungs))


def _options(dossier: Dossier, cite: Citations) -> Bullets:
    options = dossier.condition.option
    return Bullets(tuple(cite.passage(option.text, option.cites, option.name) for option in options))


def _coping(dossier: Dossier, cite: Citations) -> Bullets:
    mine = (statement for statement in dossier.condition.statement if statement.section == "coping")
    return Bullets(tuple(cite.passage(statement.text, statement.cites) for statement in mine))


class Reported(Record):
    """A side effect to call about, once, with the treatments that bring it."""

    name: str
    treatments: tuple[str, ...]
    cites: Cites


def _reported(dossier: Dossier) -> Iterator[tuple[Urgency, Reported]]:
    """Side effects by how fast to call."""
    for urgency in REPORTED:
        these = [effect for effect in dossier.condition.effect if effect.urgency == urgency]
        for id in dict.fromkeys(effect.effect for effect in these):
            same = [effect for effect in these if effect.effect == id]
            treatments = tuple(dict.fromkeys(effect.treatment for effect in same))
            cites = tuple(dict.fromkeys(cited for effect in same for cited in effect.cites))
            name = words.capital(dossier.lookup.effects[id].name)
            yield urgency, Reported(name, treatments, cites)


def _effects(dossier: Dossier, cite: Citations, kept: int) -> Iterator[Block]:
    reported = list(_reported(dossier))
    for urgency, group in groupby(reported[:kept], key=itemgetter(0)):
        yield Heading(URGENCIES[urgency])
        lines = (
            cite.passage(f"from {'; '.join(effect.treatments)}", effect.cites, effect.name)
            for _, effect in group
        )
        yield Bullets(tuple(lines))
    if 0 < kept < len(dossier.condition.effect):
        command = f"salvage side-effects {dossier.slug}"
        yield Paragraph(Passage(f"This list is not whole. All of them: {command}", typed=command))


def _asked(dossier: Dossier, cite: Citations, extent: Extent) -> Iterator[Block]:
    """Questions by moment, as many as there is room for, taken from all moments in turn."""
    groups = [[q for q in dossier.condition.question if q.moment == moment] for moment in MOMENTS]
    turns = [group[n] for n in range(max(map(len, groups))) for group in groups if n < len(group)]
    taken = set(map(id, turns[: extent.questions]))
    for moment, group in zip(MOMENTS.values(), groups, strict=True):
        if kept := [question for question in group if id(question) in taken]:
            yield Heading(moment)
            yield from (_ask(question, cite) for question in kept)


def _ask(question: Question, cite: Citations) -> Ask:
    return Ask(question.text, cite.marks(question.cites))


def _closing(dossier: Dossier, cite: Citations, extent: Extent, hash: str) -> tuple[Block, ...]:
    slug, asked, whole = dossier.slug, len(dossier.condition.question), f"salvage sources {dossier.slug}"
    more = [f"salvage explain {slug}.{id}" for id in FIRST_TO_GO if id not in extent.sections]
    more += [f"salvage side-effects {slug}"] if not extent.effects and dossier.condition.effect else []
    more += [f"salvage questions {slug}"] if extent.questions < asked else []
    left_out = (
        (Paragraph(Passage(" · ".join(more), lead="There is more, where salvage is installed")),)
        if more
        else ()
    )
    return (
        *left_out,
        Heading("Sources", 2),
        Paragraph(Passage(f"In full, with addresses, by these numbers: {whole}", typed=whole)),
        Bibliography(cite.used(), brief=True),
        Heading("About this sheet", 2),
        Paragraph(Passage(f"{standing(dossier)} {words.NOTICE}")),
        Paragraph(Passage(words.made(hash))),
    )
