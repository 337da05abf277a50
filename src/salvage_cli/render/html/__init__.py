"""A page as one HTML file that needs nothing else: no script, no font, no request to anywhere."""

from __future__ import annotations

from salvage_cli.page import Bibliography, Block, Page
from salvage_cli.render.html.blocks import LeadsTo, Pen
from salvage_cli.render.html.markup import EMPTY, Markup, anchor, h
from salvage_cli.render.html.style import STYLE, Style

MADE_BY = "salvage: rescue (salvage) therapy in plain words"


def render(page: Page, leads_to: LeadsTo | None = None) -> str:
    """The page as a whole document.

    `leads_to` says where a command leads; without it, to the section of this page that it shows.
    """
    pen = Pen(leads_to or (lambda command: _within(page, command)))
    main = h("main", *_main(page, pen), id="main")
    footer = h("footer", pen.blocks(_parted(page)[1]))
    return document(page.title, [_header(), main, footer], STYLE)


def encoded(html: str, encoding: str | None) -> str:
    """`html` for an output in `encoding`: unless that is UTF-8, each letter beyond ASCII as its number."""
    if (encoding or "").lower().replace("-", "") == "utf8":
        return html
    return html.encode("ascii", "xmlcharrefreplace").decode()


def document(title: str, inside: list[Markup], style: Style) -> str:
    """A document around its parts. Its policy allows its own style and nothing else."""
    policy = f"default-src 'none'; style-src '{style.hash}'; base-uri 'none'; form-action 'none'"
    head = [
        h("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>\n'),
        h("meta", name="viewport", content="width=device-width, initial-scale=1"),
        h("meta", name="referrer", content="no-referrer"),
        h("title", f"{title} · salvage"),
        Markup("\n"),
        Markup(f"<style>{style.text}</style>\n"),
    ]
    return Markup("<!DOCTYPE html>\n") + h("html", h("head", *head), h("body", *inside), lang="en")


def _header() -> Markup:
    skip = h("a", "Skip to the page", href="#main", class_="skip")
    return h("header", skip, h("p", MADE_BY, class_="small"))


def _main(page: Page, pen: Pen) -> list[Markup]:
    """Warnings, title, what a first screen must hold, where to find what, the sections, the sources."""
    parts = [h("p", h("strong", warning), class_="warning") for warning in page.warnings]
    parts += [pen.heading(1, page.title), pen.blocks(page.top), _contents(page)]
    for section in page.sections:
        title = pen.heading(2, section.title, id=section.id)
        parts.append(h("section", title, pen.blocks(section.blocks)))
    return [*parts, h("section", pen.blocks(_parted(page)[0]))]


def _contents(page: Page) -> Markup:
    """Links to the sections, where there are several."""
    if len(page.sections) < 2:
        return EMPTY
    links = [h("li", h("a", section.title, href=f"#{anchor(section.id)}")) for section in page.sections]
    return h("nav", h("ul", links), aria_label="On this page")


def _parted(page: Page) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The closing of a page: up to its sources, and what is about the page itself."""
    end = next((n for n, block in enumerate(page.closing, 1) if isinstance(block, Bibliography)), 0)
    return page.closing[:end], page.closing[end:]


def _within(page: Page, command: str) -> str | None:
    """The section of this very page that a command would show, if it is here whole."""
    if page.condition and len(page.sections) > 1:
        for section in page.sections:
            if command == f"salvage {section.id} {page.condition}":
                return f"#{anchor(section.id)}"
    return None
