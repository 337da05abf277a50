"""One function for each section of a condition's page: its entries as blocks, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from salvage_cli.compose import words
from salvage_cli.compose.citations import Citations
from salvage_cli.compose.effects import effects
from salvage_cli.knowledge import (
    Claim,
    Faq,
    Line,
    Moment,
    Number,
    Option,
    RungKind,
    SectionId,
    Sign,
    SignUrgency,
    Test,
    TestMoment,
)
from salvage_cli.library import Dossier
from salvage_cli.page import (
    Ask,
    Block,
    Bullets,
    Contrast,
    Heading,
    Item,
    Ladder,
    Paragraph,
    Passage,
    Rung,
)

RUNGS: dict[RungKind, str] = {
    "first": "First treatment",
    "adjuvant": "Added to the first treatment",
    "second": "Second treatment",
    "later": "Later treatment",
    "salvage": "Rescue (salvage) treatment",
    "alongside": "Alongside, at every step",
    "beyond": "Beyond",
}
ASIDE: tuple[RungKind, ...] = ("alongside", "beyond")
MOMENTS: dict[Moment, str] = {
    "deciding": "While you decide",
    "before": "Before it starts",
    "during": "During treatment",
    "after": "After treatment",
    "stopped": "If it stops working",
}
TEST_MOMENTS: dict[TestMoment, str] = {"before": "Before treatment", "during": "During treatment"}
SIGNS: dict[SignUrgency, str] = {
    "emergency": "Call your local emergency number now if you have",
    "now": "Call your team now, day or night, if you have",
    "today": "Call your team today if you have",
}


class Desk:
    """What the functions below work with: a dossier, its citations, and how deep to go."""

    def __init__(self, dossier: Dossier, cite: Citations, detail: bool) -> None:
        self.dossier = dossier
        self.condition = dossier.condition
        self.cite = cite
        self.detail = detail

    def clinicians(self, claim: Claim | None) -> tuple[Passage, ...]:
        """The clinicians' layer of an entry, when it was asked for."""
        return self.cite.claim(words.CLINICIANS, claim) if self.detail else ()


def blocks(desk: Desk, section: SectionId) -> tuple[Block, ...]:
    """A whole section: what only it has, then its statements, disagreements and gaps."""
    own = _OWN.get(section, _nothing)
    return (
        *own(desk),
        *_statements(desk, section),
        *_disagreements(desk, section),
        *_gaps(desk, section),
    )


def _nothing(desk: Desk) -> Iterator[Block]:
    yield from ()


def _overview(desk: Desk) -> Iterator[Block]:
    if desk.condition.not_for:
        yield Heading("Who this page is not for")
        yield Bullets(tuple(desk.cite.passage(n.text, n.cites, id=n.id) for n in desk.condition.not_for))


def _lines(desk: Desk) -> Iterator[Block]:
    if desk.condition.line:
        yield Ladder(tuple(_rung(desk, line) for line in desk.condition.line))


def _rung(desk: Desk, line: Line) -> Rung:
    cite = desk.cite
    after = (Passage(line.after, (), "After"),) if line.after else ()
    parts = (
        *after,
        cite.passage(line.text, line.cites),
        *cite.claim("Aim", line.aim),
        *cite.claim("Why one moves on", line.moving_on),
        *cite.claim("How sure this is", line.evidence),
        *cite.claim("What may come next", line.next),
        *desk.clinicians(line.detail),
    )
    examples = tuple(Item(e.name, (cite.passage(e.text, e.cites),), id=e.id) for e in line.example)
    return Rung(RUNGS[line.rung], Item(line.name, parts, id=line.id), examples, line.rung in ASIDE)


def _options(desk: Desk) -> Iterator[Block]:
    return (_option(desk, option) for option in desk.condition.option)


def _option(desk: Desk, option: Option) -> Item:
    cite = desk.cite
    parts = (
        cite.passage(option.text, option.cites),
        *cite.claim("How it works", option.how),
        *cite.claim("What it offers", option.offers),
        *cite.claim("What it asks of you", option.costs),
        *desk.clinicians(option.detail),
    )
    return Item(option.name, parts, id=option.id)


def _tests(desk: Desk) -> Iterator[Block]:
    for moment, title in TEST_MOMENTS.items():
        if tests := [test for test in desk.condition.test if test.moment == moment]:
            yield Heading(title)
            yield from (_test(desk, test) for test in tests)


def _test(desk: Desk, test: Test) -> Item:
    parts = (desk.cite.passage(test.text, test.cites), *desk.clinicians(test.detail))
    return Item(test.name, parts, id=test.id)


def _effects(desk: Desk) -> Iterator[Block]:
    return effects(desk.condition.effect, desk.dossier.lookup.effects, desk.cite, desk.detail)


def _urgent(desk: Desk) -> Iterator[Block]:
    if desk.dossier.bundled:
        yield Heading("Signs from the bundled page of salvage")
        yield from _signs(desk, desk.dossier.bundled.sign, 4)
        if signs := desk.dossier.own_signs:
            yield Heading("Signs from this page")
            yield from _signs(desk, signs, 4)
    else:
        yield from _signs(desk, desk.condition.sign, 3)


def _signs(desk: Desk, signs: Iterable[Sign], level: int) -> Iterator[Block]:
    signs = tuple(signs)
    for urgency, title in SIGNS.items():
        if these := [sign for sign in signs if sign.urgency == urgency]:
            yield Heading(f"{title}:", level)
            yield from (_sign(desk, sign) for sign in these)


def _sign(desk: Desk, sign: Sign) -> Item:
    cite = desk.cite
    numbers = (
        cite.passage(f"{n.number}, {n.text}", n.cites, f"{words.HELP_IN} {n.country}") for n in sign.numbers
    )
    parts = (
        cite.passage(sign.action, sign.cites, "What to do"),
        *numbers,
        Passage(f"{sign.who} (guidance: {sign.country})", (), "For"),
        *desk.clinicians(sign.detail),
    )
    return Item(words.capital(sign.text), parts, id=sign.id)


def _outlook(desk: Desk) -> Iterator[Block]:
    yield outlook_sentence(desk)
    if desk.condition.number:
        yield Heading("Numbers")
        yield from (_number(desk, number) for number in desk.condition.number)


def outlook_sentence(desk: Desk) -> Paragraph:
    """The outlook in one honest sentence: all of it that is shown unasked."""
    outlook = desk.condition.outlook
    return Paragraph(desk.cite.passage(outlook.text, outlook.cites, id=outlook.id))


def _number(desk: Desk, number: Number) -> Item:
    title = number.text
    if number.count is not None and number.of is not None:
        title = f"{words.of_people(number.count, number.of, number.to)} {number.text}"
    parts = (
        desk.cite.passage(number.group, number.cites, "Who"),
        Passage(number.treatment, (), "Treatment"),
        Passage(number.time, (), "When"),
        *desk.clinicians(number.detail),
    )
    return Item(title, parts, id=number.id)


def _questions(desk: Desk) -> Iterator[Block]:
    for moment, title in MOMENTS.items():
        if asked := [question for question in desk.condition.question if question.moment == moment]:
            yield Heading(title)
            yield from (Ask(q.text, desk.cite.marks(q.cites), q.id) for q in asked)


def _faq(desk: Desk) -> Iterator[Block]:
    return (_answer(desk, faq) for faq in desk.condition.faq)


def _answer(desk: Desk, faq: Faq) -> Item:
    parts = (desk.cite.passage(faq.text, faq.cites), *desk.clinicians(faq.detail))
    return Item(faq.ask, parts, id=faq.id)


def _statements(desk: Desk, section: SectionId) -> Iterator[Block]:
    mine = (statement for statement in desk.condition.statement if statement.section == section)
    for topic, group in groupby(mine, key=lambda statement: statement.topic):
        if topic:
            yield Heading(topic)
        passages: list[Passage] = []
        for statement in group:
            passages.append(desk.cite.passage(statement.text, statement.cites, id=statement.id))
            passages += desk.clinicians(statement.detail)
        yield Bullets(tuple(passages))


def _disagreements(desk: Desk, section: SectionId) -> Iterator[Block]:
    cite = desk.cite
    for found in desk.condition.disagreement:
        if found.section == section:
            sides = tuple(cite.passage(side.text, side.cites, side.date) for side in found.side)
            verdict = cite.passage(found.goes_by.text, found.goes_by.cites)
            yield Contrast(found.about, sides, verdict, found.id)


def _gaps(desk: Desk, section: SectionId) -> Iterator[Block]:
    leads = {"not-covered": "Not covered here", "none-found": "Nothing found", "not-known": "Not known"}
    for gap in desk.condition.gap:
        if gap.section == section:
            yield Paragraph(Passage(gap.text, (), leads[gap.why], id=gap.id))


_OWN: dict[SectionId, Callable[[Desk], Iterator[Block]]] = {
    "overview": _overview,
    "lines": _lines,
    "options": _options,
    "tests": _tests,
    "side-effects": _effects,
    "urgent": _urgent,
    "outlook": _outlook,
    "questions": _questions,
    "faq": _faq,
}
