"""What every HTML file here is made of: a head that allows nothing but its own style, and parts."""

from __future__ import annotations

from collections.abc import Iterable

from salvage_cli.page import Bibliography, Block, Page
from salvage_cli.render.html.markup import Markup, h
from salvage_cli.render.html.style import Style


def encoded(html: str, encoding: str | None) -> str:
    """`html` for an output in `encoding`: unless that is UTF-8, each letter beyond ASCII as its number."""
    if (encoding or "").lower().replace("-", "") == "utf8":
        return html
    return html.encode("ascii", "xmlcharrefreplace").decode()


def policy(style: Style, more: str = "") -> str:
    """What a document allows: its own style, `more` if it needs that, and nothing else."""
    return f"default-src 'none'; {more}style-src '{style.hash}'; base-uri 'none'; form-action 'none'"


def document(
    title: str, inside: list[Markup], style: Style, more: str = "", links: Iterable[Markup] = ()
) -> str:
    """A document around its parts; `links` are what else its head holds."""
    head = [
        h("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy(style, more)}"/>\n'),
        h("meta", name="viewport", content="width=device-width, initial-scale=1"),
        h("meta", name="referrer", content="no-referrer"),
        h("title", f"{title} · salvage"),
        Markup("\n"),
        Markup(f"<style>{style.text}</style>\n"),
        *links,
    ]
    return Markup("<!DOCTYPE html>\n") + h("html", h("head", *head), h("body", *inside), lang="en")


def parted(page: Page) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The closing of a page: up to its sources, and what is about the page itself."""
    end = next((n for n, block in enumerate(page.closing, 1) if isinstance(block, Bibliography)), 0)
    return page.closing[:end], page.closing[end:]
