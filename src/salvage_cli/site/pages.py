"""Pages of the site that are made of a `Page`: those of a condition, and the lists of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from salvage_cli.compose import reference, words
from salvage_cli.compose.changes import log
from salvage_cli.compose.condition import condition as compose
from salvage_cli.knowledge import Change, SectionId
from salvage_cli.library import GENERAL, Dossier, Head, Library
from salvage_cli.page import Block, Card, Commands, Heading, Item, Page, Passage
from salvage_cli.record import Record
from salvage_cli.render import json
from salvage_cli.render.html.markup import EMPTY, Markup, h
from salvage_cli.render.html.site import Frame, SitePen, links, render
from salvage_cli.sections import TITLES
from salvage_cli.site import addresses
from salvage_cli.site.addresses import PARTS, of_condition, of_section, up

ADDED = "This page was added by whoever runs this site. It is not part of salvage."
"""What the label of one's own page says to readers who do not know whose folder it is from."""
ADDED_CARD = "This card is from the page that was added. The one above came with salvage."
FALLEN_BACK = "A file that was added to this site could not be read. This may not be the page that was meant."
ADDED_HERE = "added to this site, not part of salvage"
OTHERS = "To read or print by themselves"
WAYS = (
    (addresses.URGENT, "Urgent signs"),
    (addresses.HOME, "Conditions"),
    (addresses.SEARCH, "Search"),
)
MORE = (
    (of_condition(GENERAL), "What is salvage therapy?"),
    (addresses.FAQ, "Questions people ask"),
    (addresses.GLOSSARY, "Hard words"),
    (addresses.SOURCES, "Sources"),
    (addresses.CHANGES, "What changed"),
    (addresses.ABOUT, "About this site"),
)
"""What is linked above and below every page."""
POINTERS = (
    (re.compile(r"salvage urgent [a-z0-9-]+"), "when to get help"),
    (re.compile(r"salvage explain [a-z0-9-]+\.outlook"), "on a page of their own"),
    (re.compile(r"salvage urgent"), "when to get help"),
)
"""What a command is called where its page can be opened instead."""


class Site(Record):
    """What all pages of one site share; `base` is its address on the web, or empty."""

    heads: Mapping[str, Head]
    today: date
    hash: str
    base: str = ""


File = tuple[str, str]
"""An address on the site, and the text of the file there."""


def of(dossier: Dossier, site: Site) -> Iterator[File]:
    """Every page of a condition with its copy for programs."""
    if dossier.warnings:  # they name files, which are nobody's business on a site
        dossier = dossier.replaced(warnings=(FALLEN_BACK,))
    for section in (None, *PARTS):
        path = of_condition(dossier.slug, section)
        page = _composed(dossier, site, section)
        name = dossier.condition.name
        way: tuple[tuple[str | None, str], ...] = ((None, name),)
        if section:
            way = (("index.html", name), (None, TITLES[section]))
        beside = EMPTY if section else _parts()
        yield from _files(site, path, page, way, beside)


def _composed(dossier: Dossier, site: Site, section: SectionId | None) -> Page:
    command = section if section and section != "outlook" else "explain"
    page = compose(dossier, command, section, detail=False, today=site.today, hash=site.hash)
    return page.replaced(closing=tuple(_closing(page)))


def _closing(page: Page) -> Iterator[Block]:
    """The end of a page without what to type."""
    for block in page.closing:
        if not isinstance(block, Commands) and not (isinstance(block, Heading) and block.text == words.NEXT):
            yield block


def _parts() -> Markup:
    rows = [(f"{section}.html", TITLES[section], "") for section in PARTS]
    return h("nav", h("p", OTHERS, class_="small"), links(rows), aria_label=OTHERS)


def shared(library: Library, site: Site, changes: tuple[Change, ...]) -> Iterator[File]:
    """The pages that are about no one condition."""
    general = library.load(GENERAL)
    of_all = [head for head in site.heads.values() if head.slug != GENERAL]
    both: tuple[tuple[str, SectionId, str], ...] = (
        (addresses.URGENT, "urgent", "Signs of one condition"),
        (addresses.FAQ, "faq", "Questions about one condition"),
    )
    for path, section, title in both:
        page = _composed(general, site, section)
        rows = [(of_section(head.slug, section), head.name, "") for head in of_all]
        more = h("section", h("h2", title), links(rows))
        yield from _files(site, path, page, ((None, TITLES[section]),), EMPTY, more)
    for path, page in (
        (addresses.GLOSSARY, reference.terms(library.terms(), library.cited, library.own_terms())),
        (addresses.SOURCES, reference.bibliography("Sources", *library.sources())),
        (addresses.CHANGES, log(changes, None, None, None)),
    ):
        yield from _files(site, path, page, ((None, page.title),), EMPTY)


def _public(page: Page) -> Page:
    """A page for readers who do not know whose folder something is from."""
    return page.replaced(
        warnings=tuple(ADDED if text == words.OWN_PAGE else text for text in page.warnings),
        top=tuple(
            block.replaced(pointer=Passage(ADDED_CARD))
            if isinstance(block, Card) and block.pointer.text == words.OWN_CARD
            else block
            for block in page.top
        ),
        sections=tuple(
            section.replaced(
                title=_said(section.title),
                blocks=tuple(
                    block.replaced(title=_said(block.title)) if isinstance(block, Item) else block
                    for block in section.blocks
                ),
            )
            for section in page.sections
        ),
    )


def _said(title: str) -> str:
    return title.replace(words.OWN, ADDED_HERE).replace(words.OWN.capitalize(), ADDED_HERE.capitalize())


def _files(
    site: Site,
    path: str,
    page: Page,
    way: tuple[tuple[str | None, str], ...],
    beside: Markup,
    more: Markup = EMPTY,
) -> Iterator[File]:
    """A page and its copy for programs."""
    copy = path.removesuffix("html") + "json"
    pen = SitePen(addresses.leads_from(path, site.heads), called, pieces)
    yield path, render(_public(page), pen, frame(site, path, way, copy), beside, more)
    yield copy, json.render(page, indent=None)


def frame(site: Site, path: str, way: tuple[tuple[str | None, str], ...], copy: str = "") -> Frame:
    """What stands around the page at `path`."""
    top = up(path)
    heads = []
    if copy:
        name = copy.rpartition("/")[2]
        heads.append(h("link", rel="alternate", type="application/json", href=name))
    if site.base:
        heads.append(h("link", rel="canonical", href=f"{site.base}{path}"))
    return Frame(
        ways=tuple((f"{top}{place}", title) for place, title in WAYS),
        more=tuple((f"{top}{place}", title) for place, title in MORE),
        way=((f"{top}{addresses.HOME}", "Home"), *way) if way else (),
        links=tuple(heads),
    )


def called(command: str) -> str:
    """What a command is called on the site."""
    return next((words for pattern, words in POINTERS if pattern.fullmatch(command)), command)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is a command."""
    start = 0
    for found in addresses.COMMAND.finditer(text):
        yield text[start : found.start()], False
        yield found[0], True
        start = found.end()
    yield text[start:], False
