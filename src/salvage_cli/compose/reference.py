"""Pages that are not about one condition: start, list, define, sources."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

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

NAMES = "Conditions, by these names or what you call them"
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
    shown = [head for head in heads.values() if head.slug != GENERAL]
    own = [head for head in shown if not head.shelf.bundled]
    few = " · ".join(_short(own)) if len(own) <= OWN_NAMES else f"{len(own)} pages (salvage list)"
    blocks: tuple[Block, ...] = (
        Paragraph(Passage(words.RESCUE)),
        Paragraph(Passage(words.START_URGENT)),
        Paragraph(Passage(" · ".join(_short(head for head in shown if head.shelf.bundled)), (), NAMES)),
        *((Paragraph(Passage(few, (), words.OWN.capitalize())),) if own else ()),
        Heading("Five things to type"),
        Commands(FIVE),
        Paragraph(Passage(f"{words.PRIVACY} More: salvage --help")),
    )
    return Page("start", "salvage", top=blocks)


def _short(heads: Iterable[Head]) -> list[str]:
    """Names without what stands behind them in brackets: a start page has to stay short."""
    return sorted((head.name.partition(" (")[0] for head in heads), key=str.casefold)


def listing(heads: Mapping[str, Head], unread: Container[str]) -> Page:
    """What there is: in a pipe one slug a line. `unread`: conditions with an own page that cannot be read."""
    shown = [head.beneath if head.slug in unread and head.beneath else head for head in heads.values()]
    items = tuple(
        Notice(EntryId(head.slug), head.name, {
            "aliases": head.aliases, "broader": head.broader, "bundled": head.shelf.bundled,
        })
        for head in shown
    )  # fmt: skip
    rows = tuple((head.slug, _described(head, head.slug in unread)) for head in shown)
    return Page(
        "list", "What there is", sections=(Section("list", "Conditions", (Names(rows),), lambda: items),)
    )


def _described(head: Head, unread: bool) -> str:
    if head.shelf.bundled:
        return f"{head.name} (the bundled page: your own could not be read)" if unread else head.name
    return f"{head.name} ({words.OWN}{'; it is not used' * unread})"


Cited = Callable[[Iterable[str]], Mapping[str, Source]]


def definition(id: str, term: Term, cited: Cited, *, own: bool) -> Page:
    """One glossary entry; `own`: a reader added it."""
    cite = Citations(cited)
    block = Paragraph(cite.passage(term.text, term.cites))
    section = Section("glossary", "What it means", (block,), lambda: (word(id, term),))
    used = cite.used()
    closing = (Heading("Sources", 2), Bibliography(used))
    warnings, label = ((words.OWN_WORD,), words.OWN_WORD) if own else ((), None)
    return Page(
        "define", term.name, warnings, sections=(section,), closing=closing, label=label, sources=cited
    )


def terms(found: Mapping[str, Term], cited: Cited, own: Container[str]) -> Page:
    """The whole glossary, by name; `own` are the ids that a reader added."""
    cite = Citations(cited)
    blocks = tuple(
        Item(
            f"{term.name} ({words.OWN})" if id in own else term.name,
            (cite.passage(term.text, term.cites),),
            id=f"term.{id}",
        )
        for id, term in found.items()
    )
    items = tuple(word(id, term) for id, term in found.items())
    section = Section("glossary", "Hard words", blocks, lambda: items)
    closing = (Heading("Sources", 2), Bibliography(cite.used()))
    return Page("define", "Glossary", sections=(section,), closing=closing, sources=cited)


def bibliography(
    title: str,
    sources: Mapping[str, Source],
    added: Mapping[str, Source],
    condition: str | None = None,
    label: str | None = None,
) -> Page:
    """The bibliography of a condition, of everything, or one source of it.

    `added` are sources that a reader's own files add to it; `label` says that all of it is a reader's.
    """
    both = {**sources, **added}
    used = [(number, id, source) for number, (id, source) in enumerate(both.items(), start=1)]
    mine = tuple(Notice(EntryId(id), source.title, {"bundled": False}) for id, source in added.items())
    first, rest = Bibliography(tuple(used[: len(sources)])), Bibliography(tuple(used[len(sources) :]))
    sections = [Section("sources", "What was read, and how far", (first,))]
    if added:
        sections.append(Section("own-sources", words.OWN.capitalize(), (rest,), lambda: mine))
    warnings = (label,) if label else ()
    return Page(
        "sources",
        title,
        warnings,
        sections=tuple(sections),
        condition=condition,
        label=label,
        sources=lambda ids: both,
    )
