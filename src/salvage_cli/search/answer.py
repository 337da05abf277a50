"""A question answered: urgent before declined, declined before found; where there is nothing, that."""

from __future__ import annotations

from collections.abc import Mapping

from salvage_cli.knowledge import EntryId, Sign, SourceId
from salvage_cli.library import Library
from salvage_cli.page import Advice, Answer, Result
from salvage_cli.search import rank
from salvage_cli.search.fresh import ask
from salvage_cli.search.index import Index
from salvage_cli.search.understanding import Asked, Reader

SURE = 0.6
"""How likely urgent has to be for the sign to be the first passage too."""
ANY_DANGER = EntryId("general.urgent.any-danger")
DECLINED = (
    "This tool does not say how much of a medicine to take, what someone has, or which treatment to choose "
    "or stop. Your care team or a pharmacist does. What it can show stands below."
)
"""Said where no refusal of the lexicon fits better."""
URGENT, HEARD, ASKED_ABOUT, DECLINE, NOTHING, CERTAIN = 0.08, 0.05, 0.5, 0.6, 0.5, 0.8
"""How likely each has to be (benchmarks/learn.py --check): urgent; so where the lexicon hears it; where it is
only asked about; declined; nothing; and nothing though it names a page or is a word or two of pages."""


def answer(library: Library, question: str, condition: str | None, section: str | None, limit: int) -> Answer:
    """What is said to a question, and the passages for it. Raises SalvageError: knowledge cannot be read."""
    return ask(
        library, library.index, lambda found: _answer(library, question, found, condition, section, limit)
    )


def _answer(
    library: Library,
    question: str,
    found: Index,
    condition: str | None,
    section: str | None,
    limit: int,
) -> Answer:
    asked = Reader(found).read(question)
    sought = rank.sought(found, asked, condition, section)
    features = {**asked.features, **sought.measures()}
    chances = found.chances("outcome", features)
    about = asked.only_about or bool(section)  # who names a section asks about something
    outcome = decided(chances, asked, about, narrowed=bool(condition or section), known=sought.known)
    likely = found.chances("section", features)
    broken = found.broken()
    if outcome == "nothing":
        return Answer(question, "nothing", None, (), broken=broken)
    sign = (asked.emergency or ANY_DANGER) if outcome == "urgent" else None
    results = rank.ranked(found, sought, likely, section, limit, sign, sure=chances["urgent"] >= SURE)
    titles = found.titles(result.hit.slug for result in results)
    shown = tuple(_result(result, titles, asked) for result in results)
    unread = tuple(title for slug, title in titles.items() if slug in broken)
    if sign:
        return Answer(question, "urgent", _urgent(library, sign), shown, unread, broken)
    if outcome == "declined":
        return Answer(question, "declined", Advice(asked.declined or DECLINED, (), ()), shown, unread, broken)
    return Answer(question, "found" if shown else "nothing", None, shown, unread, broken)


def decided(chances: Mapping[str, float], asked: Asked, about: bool, *, narrowed: bool, known: bool) -> str:
    """Urgent before declined, declined before found; in doubt urgent, and in doubt an answer."""
    heard = HEARD if asked.features["sounds-urgent"] else URGENT
    if asked.certain or chances["urgent"] >= (ASKED_ABOUT if about else heard):
        return "urgent"
    if chances["declined"] >= DECLINE:
        return "declined"
    unknown = chances["nothing"] >= (CERTAIN if known else NOTHING) and not narrowed
    return "nothing" if unknown else "found"


def _urgent(library: Library, sign: EntryId) -> Advice:
    """The sign's own words, and the numbers to call."""
    from salvage_cli.compose.sections import SIGNS

    found = bundled_sign(library, sign)
    numbers = found.numbers
    if not numbers and found.urgency == "emergency":
        numbers = bundled_sign(library, ANY_DANGER).numbers
    text = f"{SIGNS[found.urgency]}: {found.text.rstrip('.')}. {found.action}"
    return Advice(text, numbers, found.cites, tuple(id.partition(".")[0] for id in (sign, ANY_DANGER)))


def bundled_sign(library: Library, id: EntryId) -> Sign:
    """A sign that came with the program: what is said first is never a reader's."""
    dossier = library.load(id.partition(".")[0])
    page = dossier.condition if dossier.shelf.bundled else dossier.bundled
    signs = page.sign if page else ()
    return next((sign for sign in signs if sign.id == id), None) or bundled_sign(library, ANY_DANGER)


def _result(result: rank.Result, titles: dict[str, str], asked: Asked) -> Result:
    hit = result.hit
    return Result(
        condition=hit.slug,
        section=hit.section,
        id=hit.entry,
        title=hit.title,
        text=_line(hit.title, hit.text, hit.also, asked),
        cites=tuple(map(SourceId, hit.cites)),
        score=result.score,
        own=hit.own,
        name=titles[hit.slug],
        words=asked.seek,
    )


def _line(title: str, text: str, also: tuple[str, ...], asked: Asked) -> str:
    """The sentence that matches: the text, or, where it says nothing, what stands behind the title."""
    return text or next((sentence for sentence in also if " " in sentence and sentence[-1:] == "."), title)
