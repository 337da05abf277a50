"""A question answered: urgent before declined, declined before found; where there is nothing, that."""

from __future__ import annotations

import sqlite3

from salvage_cli.knowledge import EntryId, Sign, SourceId
from salvage_cli.library import Library
from salvage_cli.page import Advice, Answer, Result
from salvage_cli.search import rank
from salvage_cli.search.build import opened
from salvage_cli.search.index import Index
from salvage_cli.search.understanding import Asked, Reader

GENERAL_HELP: tuple[EntryId, ...] = (EntryId("general.urgent.any-danger"),)


def answer(library: Library, question: str, condition: str | None, section: str | None, limit: int) -> Answer:
    """What is said to a question, and the passages for it. Raises SalvageError: knowledge cannot be read."""
    try:
        return _answer(library, question, opened(library, library.index), condition, section, limit)
    except sqlite3.DatabaseError:  # a file that opens well can still be broken further in
        return _answer(
            library, question, opened(library, library.index, anew=True), condition, section, limit
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
    results = rank.ranked(found, asked, condition, section, limit)
    titles = found.titles(result.hit.slug for result in results)
    shown = tuple(_result(result, titles, asked) for result in results)
    if asked.emergency:
        return Answer(question, "urgent", _urgent(library, asked.emergency), shown)
    if asked.declined:
        return Answer(question, "declined", Advice(asked.declined, (), ()), shown)
    return Answer(question, "found" if shown else "nothing", None, shown)


def _urgent(library: Library, sign: EntryId) -> Advice:
    """The sign's own words, and the numbers to call."""
    from salvage_cli.compose.sections import SIGNS

    found = _sign(library, sign)
    numbers = found.numbers
    if not numbers and found.urgency == "emergency":
        numbers = _sign(library, GENERAL_HELP[0]).numbers
    text = f"{SIGNS[found.urgency]}: {found.text.rstrip('.')}. {found.action}"
    return Advice(text, numbers, found.cites)


def _sign(library: Library, id: EntryId) -> Sign:
    dossier = library.load(id.partition(".")[0])
    signs = (*(dossier.bundled.sign if dossier.bundled else ()), *dossier.condition.sign)
    return next(sign for sign in signs if sign.id == id)


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
        name=titles[hit.slug],
        words=asked.seek,
    )


def _line(title: str, text: str, also: tuple[str, ...], asked: Asked) -> str:
    """The sentence that matches: the text, or, where it says nothing, what stands behind the title."""
    return text or next((sentence for sentence in also if " " in sentence and sentence[-1:] == "."), title)
