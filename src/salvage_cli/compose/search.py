"""The page of an answer: advice first, then passages with their words marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from salvage_cli.compose import words
from salvage_cli.compose.citations import Citations
from salvage_cli.knowledge import SectionId, Source
from salvage_cli.page import (
    Advice,
    Answer,
    Bibliography,
    Block,
    Card,
    Commands,
    Heading,
    Match,
    Page,
    Paragraph,
    Passage,
    Result,
    Section,
)
from salvage_cli.search.words import STOP, stem
from salvage_cli.sections import TITLES

NOTHING = (
    "Nothing was found. Salvage knows about treatment after the usual treatments stopped working, "
    "and about nothing else."
)
INSTEAD = "What there is to read instead"


def page(answer: Answer, sources: Callable[[Iterable[str]], Mapping[str, Source]]) -> Page:
    """What to do first, what is not answered, what was found, and where all that comes from."""
    cite = Citations(sources)
    top = tuple(_advice(answer, cite))
    matches = tuple(_match(result, cite) for result in _shown(answer.results))
    title = INSTEAD if answer.outcome == "declined" else "Found"
    used = cite.used()
    closing: tuple[Block, ...] = (Heading("Sources", 2), Bibliography(used)) if used else ()
    return Page(
        "search",
        f"Search: {answer.query}",
        tuple(map(words.unread, answer.unread)),
        top=top,
        sections=(Section("results", title, matches),) if matches else (),
        closing=(*closing, Paragraph(Passage(words.NOTICE))),
        answer=answer,
        sources=sources,
    )


def _advice(answer: Answer, cite: Citations) -> Iterator[Block]:
    match answer.outcome, answer.advice:
        case "urgent", Advice(text, numbers, cites) as advice:
            lines = [cite.passage(text, cites)]
            if numbers:
                own = tuple(dict.fromkeys(id for number in numbers for id in number.cites))
                lines.append(cite.passage(advice.calls, own))
            yield Card(tuple(lines), words.all_signs())
        case _, Advice(text):
            yield Paragraph(Passage(text))
        case "nothing", _:
            yield Paragraph(Passage(NOTHING))
            yield Commands((("salvage list", "every condition there is"), ("salvage define", "every word")))


def _shown(results: Iterable[Result]) -> Iterator[Result]:
    """For people, the survival numbers of a page are one pointer: they are never sprung on anyone."""
    pointed: set[str] = set()
    for result in results:
        if result.title != words.SURVIVAL:
            yield result
        elif result.condition not in pointed:
            pointed.add(result.condition)
            yield result.replaced(text="They are shown only when they are asked for:", cites=())


def _match(result: Result, cite: Citations) -> Match:
    section: SectionId = result.section  # type: ignore[assignment]  # it came from a page
    whose = f" ({words.OWN})" if result.own else ""
    return Match(
        f"{result.name}{whose}: {words.small(TITLES[section])}",
        result.title,
        tuple(_marked(result.text, result.words)),
        cite.marks(result.cites),
        f"salvage explain {result.condition}.{result.section}",
    )


def _marked(text: str, wanted: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces; a piece is marked where its word is one of those wanted, in any form."""
    sought = {stem(word) for phrase in wanted for word in phrase.split() if word not in STOP}
    start = 0
    for found in re.finditer(r"[^\W\d_]+", text):
        if stem(found[0].casefold()) in sought:
            if found.start() > start:
                yield text[start : found.start()], False
            yield found[0], True
            start = found.end()
    if start < len(text):
        yield text[start:], False
