"""Pages of a condition: the whole of it, or one section."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from salvage_cli.compose import words
from salvage_cli.compose.citations import Citations
from salvage_cli.compose.sections import Desk, blocks, outlook_sentence
from salvage_cli.knowledge import CardLine, Condition, Entry, SectionId, Source, Term
from salvage_cli.library import GENERAL, Dossier
from salvage_cli.page import (
    Bibliography,
    Block,
    Bullets,
    Card,
    Commands,
    Heading,
    Item,
    Page,
    Paragraph,
    Passage,
    Section,
)
from salvage_cli.sections import TITLES

WITH_CARD: tuple[SectionId | None, ...] = (None, "side-effects")
"""Pages that carry the urgent card; None is the whole page. Others carry one pointer line."""


def condition(
    dossier: Dossier, command: str, section: SectionId | None, *, detail: bool, today: date, hash: str
) -> Page:
    """The page of a condition, or of one of its sections.

    Order (docs/decisions/0005-page-order.md): title, what rescue therapy means, the urgent
    card, key points, the rest; then sources, dates, what the page is for, what to type next.
    """
    cite = Citations(dossier.lookup.sources)
    desk = Desk(dossier, cite, detail)
    found = dossier.condition
    top = _top(desk, section)
    wanted = (section,) if section else tuple(TITLES)
    sections = [_section(desk, id, whole=section is None) for id in wanted]
    if section is None and found.terms:
        sections.append(_glossary(desk))
    closing = _closing(dossier, section, cite.used(), hash)
    whole = bare(dossier, command, title(dossier, section), today)
    return whole.replaced(top=top, sections=tuple(sections), closing=closing)


def bare(dossier: Dossier, command: str, title: str, today: date) -> Page:
    """What every page of the condition says of itself, before anything is on it."""
    return Page(
        command=command,
        title=title,
        warnings=warnings(dossier, today),
        condition=dossier.slug,
        checked=dossier.condition.checked,
        due=dossier.condition.due,
        signed_by=_signed_by(dossier),
        label=None if dossier.shelf.bundled else words.OWN_PAGE,
        card=card_lines(dossier),
        sources=dossier.lookup.sources,
    )


def _signed_by(dossier: Dossier) -> str | None:
    """Who signed a page that came with the program; what an own page says of it, nobody can vouch for."""
    return dossier.condition.signed_by if dossier.shelf.bundled else None


def title(dossier: Dossier, section: SectionId | None = None) -> str:
    """The title of a page: of the whole one, or of one section."""
    name = dossier.condition.name
    if section:
        return f"{name}: {words.small(TITLES[section])}"
    return "What is salvage therapy?" if dossier.slug == GENERAL else f"{name}: rescue (salvage) therapy"


def warnings(dossier: Dossier, today: date) -> tuple[str, ...]:
    """What opens every page of the condition: that it is one's own, or was due to be checked."""
    label = () if dossier.shelf.bundled else (words.OWN_PAGE,)
    due = dossier.condition.due
    late = (words.overdue(due.isoformat()),) if due < today else ()
    checked = dossier.condition.checked
    early = (words.not_yet(checked.isoformat()),) if label and checked > today else ()
    return (*dossier.warnings, *label, *early, *late)


def _top(desk: Desk, section: SectionId | None) -> tuple[Block, ...]:
    """What a first screen must hold: what it is, what is dangerous, what can be done."""
    found, cite = desk.condition, desk.cite
    pointer = words.all_signs(desk.dossier.slug)
    if desk.dossier.bundled:
        return _guarded_top(desk, desk.dossier.bundled, section, pointer)
    meaning = _meaning(desk)
    if section == "urgent":
        return (meaning,)
    if section not in WITH_CARD:
        return (meaning, Paragraph(pointer))
    card = _card(cite, found.card, pointer)
    return (meaning, card) if section else (meaning, card, *_points(desk))


def _guarded_top(
    desk: Desk, bundled: Condition, section: SectionId | None, pointer: Passage
) -> tuple[Block, ...]:
    """The same for a page that replaces a bundled one: nothing of its own stands before what is dangerous."""
    if section == "urgent":
        return ()
    if section not in WITH_CARD:
        return (Paragraph(pointer), _meaning(desk))
    first = _card(desk.cite, bundled.card, pointer)
    meaning, lines = _meaning(desk), own_card(desk.dossier)
    own = (_card(desk.cite, lines, Passage(words.OWN_CARD)),) if lines else ()
    return (first, meaning, *own) if section else (first, meaning, *own, *_points(desk))


def _meaning(desk: Desk) -> Paragraph:
    meaning = desk.condition.meaning
    return Paragraph(desk.cite.passage(meaning.text, meaning.cites, id=meaning.id))


def _points(desk: Desk) -> tuple[Block, ...]:
    points = tuple(desk.cite.passage(point.text, point.cites, id=point.id) for point in desk.condition.key)
    return (Heading(words.KEY_POINTS, 2), Bullets(points))


def _card(cite: Citations, lines: Iterable[CardLine], pointer: Passage) -> Card:
    return Card(tuple(cite.passage(line.text, line.cites) for line in lines), pointer)


def card_lines(dossier: Dossier) -> tuple[CardLine, ...]:
    """The urgent card; that of the bundled page stands above that of an own one."""
    bundled = dossier.bundled.card if dossier.bundled else ()
    return (*bundled, *own_card(dossier))


def own_card(dossier: Dossier) -> tuple[CardLine, ...]:
    """The card of the page itself; of one that replaces a bundled page, what that one does not say."""
    said = {line.text for line in dossier.bundled.card} if dossier.bundled else set()
    return tuple(line for line in dossier.condition.card if line.text not in said)


def _section(desk: Desk, id: SectionId, whole: bool) -> Section:
    """A section. On the whole page, the outlook is one sentence and a pointer."""
    items = partial(_items, desk.dossier, id)
    if id == "outlook" and whole:
        pointer = (Paragraph(words.numbers(desk.dossier.slug)),) if desk.condition.number else ()
        return Section(id, TITLES[id], (outlook_sentence(desk), *pointer), items)
    return Section(id, TITLES[id], blocks(desk, id), items)


def _glossary(desk: Desk) -> Section:
    terms = sorted(desk.dossier.lookup.terms.items(), key=lambda entry: entry[1].name.casefold())
    blocks = tuple(Item(term.name, (desk.cite.passage(term.text, term.cites),)) for _, term in terms)
    return Section("glossary", "Words on this page", blocks, partial(_words, terms))


def _items(dossier: Dossier, section: SectionId) -> tuple[Entry, ...]:
    from salvage_cli.compose import items  # for programs only

    return items.of_section(dossier, section)


def _words(terms: list[tuple[str, Term]]) -> tuple[Entry, ...]:
    from salvage_cli.compose import items

    return tuple(items.word(id, term) for id, term in terms)


def _closing(
    dossier: Dossier, section: SectionId | None, used: tuple[tuple[int, str, Source], ...], hash: str
) -> tuple[Block, ...]:
    return (
        Heading("Sources", 2),
        Bibliography(used),
        Heading("About this page", 2),
        Paragraph(Passage(standing(dossier))),
        Paragraph(Passage(words.NOTICE)),
        Heading(words.NEXT, 2),
        Commands(_next(dossier.slug, section)),
        Paragraph(Passage(words.made(hash))),
    )


def standing(dossier: Dossier) -> str:
    """When the page was checked, when it must be checked again, and whether anyone signed it."""
    found = dossier.condition
    checked = f"Checked against its sources on {found.checked}. Next check due by {found.due}."
    return f"{checked} {words.signed(_signed_by(dossier))}"


def _next(slug: str, section: SectionId | None) -> tuple[tuple[str, str], ...]:
    rows = {
        None: (f"salvage explain {slug}", "the whole page"),
        "urgent": (f"salvage urgent {slug}", "signs that need help, and how fast"),
        "lines": (f"salvage lines {slug}", "the lines of treatment"),
        "side-effects": (f"salvage side-effects {slug}", "side effects, urgent ones first"),
        "questions": (f"salvage questions {slug}", "questions to take to your visit"),
        "faq": (f"salvage faq {slug}", "questions people ask"),
    }
    here = tuple(row for id, row in rows.items() if id != section)
    if slug != GENERAL:
        return here
    same = section if section in rows else "explain"
    others = (f"salvage {same} CONDITION", "the same for one condition")
    return (*here, others, ("salvage list", "every condition there is"))
