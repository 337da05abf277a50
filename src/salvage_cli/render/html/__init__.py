"""A page as one HTML file that needs nothing else: no script, no font, no request to anywhere."""

from __future__ import annotations

from salvage_cli.page import Page
from salvage_cli.render.html.blocks import LeadsTo, Pen
from salvage_cli.render.html.document import document, encoded, parted
from salvage_cli.render.html.markup import EMPTY, Markup, anchor, h
from salvage_cli.render.html.style import STYLE

__all__ = ["encoded", "render"]

MADE_BY = "salvage: rescue (salvage) therapy in plain words"


def render(page: Page, leads_to: LeadsTo | None = None) -> str:
    """The page as a whole document.

    `leads_to` says where a command leads; without it, to the section of this page that it shows.
    """
    if page.sheet:
        from salvage_cli.render.html import handout

        return handout.render(page)
    pen = Pen(leads_to or (lambda command: _within(page, command)))
    main = h("main", *body(page, pen), id="main")
    _, about = parted(page)
    footer = h("footer", pen.blocks(about)) if about else EMPTY
    return document(page.title, [_header(), main, footer], STYLE)


def _header() -> Markup:
    skip = h("a", "Skip to the page", href="#main", class_="skip")
    return h("header", skip, h("p", MADE_BY, class_="small"))


def body(page: Page, pen: Pen, beside: Markup = EMPTY) -> list[Markup]:
    """Warnings, title, what a first screen must hold, where to find what, the sections, the sources.

    `beside` stands after where to find what.
    """
    parts = [h("p", h("strong", warning), class_="warning") for warning in page.warnings]
    parts += [pen.heading(1, page.title), pen.blocks(page.top), _contents(page), beside]
    for section in page.sections:
        title = pen.heading(2, section.title, id=section.id)
        parts.append(h("section", title, pen.blocks(section.blocks)))
    sources, _ = parted(page)
    return [*parts, h("section", pen.blocks(sources)) if sources else EMPTY]


def _contents(page: Page) -> Markup:
    """Links to the sections, where there are several."""
    if len(page.sections) < 2:
        return EMPTY
    links = [h("li", h("a", section.title, href=f"#{anchor(section.id)}")) for section in page.sections]
    return h("nav", h("ul", links), aria_label="On this page")


def _within(page: Page, command: str) -> str | None:
    """The section of this very page that a command would show, if it is here whole."""
    if page.condition and len(page.sections) > 1:
        for section in page.sections:
            if command == f"salvage {section.id} {page.condition}":
                return f"#{anchor(section.id)}"
    return None
