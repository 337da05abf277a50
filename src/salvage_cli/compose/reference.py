"""Pages that are not about one condition: start, list, define, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from salvage_cli.compose import words
from salvage_cli.compose.citations import Citations
from salvage_cli.compose.items import Notice, word
from salvage_cli.knowledge import EntryId, Source, Term
from salvage_cli.library import GENERAL, Head
from salvage_cli.page import (
    Bibliography,
    Block,
    Commands,
    Heading,
    Item,
    Names,
    Page,
    Paragraph,
    Passage,
    Section,
)

OWN_NAMES = 12
"""More pages of one's own than this are counted on the start page, not named."""
FIVE = (
    ("salvage explain", "what salvage (rescue) therapy is"),
    ("salvage explain prostate cancer", "everything about one condition"),
    ("salvage urgent cancer", "signs that need help, and how fast"),
    ("salvage questions hiv", "questions to take to your visit"),
    ("salvage faq", "questions people ask"),
)


def start(heads: Mapping[str, Head]) -> Page:
    """The start page: what this is, the conditions, five things to type."""
    blocks: tuple[Block, ...] = (
        Paragraph(Passage(words.RESCUE)),
        Paragraph(Passage(words.START_URGENT)),
        Paragraph(Passage(_all_names(heads), (), "Conditions, by these names or what you call them")),
        Heading("Five things to type"),
        Commands(FIVE),
        Paragraph(Passage(f"{words.PRIVACY} More: salvage --help")),
    )
    return Page("start", "salvage", top=blocks)


def _all_names(heads: Mapping[str, Head]) -> str:
    """What there is in one sentence: a start page has to stay short."""
    shown = [head for head in heads.values() if head.slug != GENERAL]
    own = [head for head in shown if not head.shelf.bundled]
    if len(own) > OWN_NAMES:
        shown = [head for head in shown if head.shelf.bundled]
    names = sorted((head.name.partition(" (")[0] for head in shown), key=str.casefold)
    if len(own) > OWN_NAMES:
        names.append(f"and {len(own)} of your own (salvage list)")
    return " · ".join(names)


def listing(heads: Mapping[str, Head]) -> Page:
    """What there is: in a pipe one slug a line."""
    items = tuple(
        Notice(EntryId(head.slug), head.name, {
            "aliases": head.aliases, "broader": head.broader, "bundled": head.shelf.bundled,
        })
        for head in heads.values()
    )  # fmt: skip
    rows = tuple((head.slug, _described(head)) for head in heads.values())
    return Page(
        "list", "What there is", sections=(Section("list", "Conditions", (Names(rows),), lambda: items),)
    )


def _described(head: Head) -> str:
    return head.name if head.shelf.bundled else f"{head.name} (from a folder of your own)"


Cited = Callable[[Iterable[str]], Mapping[str, Source]]


def definition(id: str, term: Term, cited: Cited) -> Page:
    """One glossary entry."""
    cite = Citations(cited)
    block = Paragraph(cite.passage(term.text, term.cites))
    section = Section("glossary", "What it means", (block,), lambda: (word(id, term),))
    used = cite.used()
    closing = (Heading("Sources", 2), Bibliography(used))
    return Page("define", term.name, sections=(section,), closing=closing, sources=cited)


def terms(found: Mapping[str, Term], cited: Cited) -> Page:
    """The whole glossary, by name."""
    cite = Citations(cited)
    blocks = tuple(Item(term.name, (cite.passage(term.text, term.cites),)) for term in found.values())
    items = tuple(word(id, term) for id, term in found.items())
    section = Section("glossary", "Hard words", blocks, lambda: items)
    closing = (Heading("Sources", 2), Bibliography(cite.used()))
    return Page("define", "Glossary", sections=(section,), closing=closing, sources=cited)


def bibliography(title: str, sources: Mapping[str, Source], condition: str | None) -> Page:
    """The bibliography of a condition, of everything, or one source of it."""
    used = tuple((number, id, source) for number, (id, source) in enumerate(sources.items(), start=1))
    section = Section("sources", "What was read, and how far", (Bibliography(used),))
    return Page("sources", title, sections=(section,), condition=condition, sources=lambda ids: sources)
