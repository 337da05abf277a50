"""A page of the site: the same page, with a way to the others around it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from hashlib import sha256

from salvage_cli.page import Page
from salvage_cli.record import Record
from salvage_cli.render.html import body
from salvage_cli.render.html.blocks import Pen
from salvage_cli.render.html.document import document, parted
from salvage_cli.render.html.markup import EMPTY, Inside, Markup, h
from salvage_cli.render.html.style import STYLE, Style

_RULES = """
header nav { background: none; padding: 0; margin: .3rem 0; } header nav ul { columns: auto; display: flex;
  flex-wrap: wrap; gap: .2em 1em; margin: 0; } header nav li { margin: 0; }
header nav a { padding: .5em 0; } header .alarm { color: var(--danger); font-weight: 700; }
header ol { list-style: none; display: flex; flex-wrap: wrap; align-items: baseline; padding: 0; margin: 0; }
header ol li + li::before { content: "/"; padding: 0 .5em; } header ol li { margin: 0; }
.links { list-style: none; padding: 0; } .links li { margin: .1em 0; } .links a { display: inline-block;
  padding: .35em 0; }
.ask-box label { display: block; font-weight: 600; } .ask-box input { width: 100%; font: inherit;
  padding: .5em; margin: .3em 0; color: inherit; background: var(--ground); border: 2px solid var(--line);
  border-radius: 4px; }
.ask-box input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[hidden] { display: none; }
@media print { header nav, header ol { display: none; } }
""".strip()


def _styled(text: str) -> Style:
    return Style(text, "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode())


SITE_STYLE = _styled(f"{STYLE.text}\n{_RULES}")
SCRIPTS = "script-src 'self'; "
"""What the page of search may do besides, and no other."""


class Frame(Record):
    """What stands around a page, as addresses with their titles; `links` stand in its head.

    `ways` are above it, the first in the color of danger; `more` is below it. `way` are the pages above this
    one, and itself, without an address.
    """

    ways: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]
    way: tuple[tuple[str | None, str], ...] = ()
    links: tuple[Markup, ...] = ()


class SitePen(Pen):
    """Writes what can be read on instead of what can be typed; commands in a text become links."""

    def __init__(
        self,
        leads_to: Callable[[str], str | None],
        called: Callable[[str], str],
        pieces: Callable[[str], Iterable[tuple[str, bool]]],
    ) -> None:
        super().__init__(leads_to)
        self._called = called
        self._pieces = pieces

    def _command(self, command: str) -> Markup:
        place = self._leads_to(command)
        return h("a", self._called(command), href=place) if place else h("code", command)

    def _text(self, text: str) -> Inside:
        if "salvage " not in text:
            return text
        return [self._linked(piece) if typed else piece for piece, typed in self._pieces(text)]

    def _linked(self, command: str) -> Inside:
        place = self._leads_to(command)
        return h("a", command, href=place) if place else command


def render(page: Page, pen: Pen, frame: Frame, beside: Markup = EMPTY, more: Markup = EMPTY) -> str:
    """A page as a document of the site; `beside` stands after its contents, `more` at its end."""
    main = [*body(page, pen, beside), more]
    return around(page.title, main, [pen.blocks(parted(page)[1])], frame)


def around(title: str, main: list[Markup], footer: list[Markup], frame: Frame, more: str = "") -> str:
    """A document of the site around its parts; `more` is what its policy allows besides."""
    below = h("nav", links((place, title, "") for place, title in frame.more), aria_label="More")
    inside = [_header(frame), h("main", *main, id="main"), h("footer", *footer, below)]
    return document(title, inside, SITE_STYLE, more, frame.links)


def _header(frame: Frame) -> Markup:
    skip = h("a", "Skip to the page", href="#main", class_="skip")
    ways = [
        h("li", h("a", title, href=place, class_=None if n else "alarm"))
        for n, (place, title) in enumerate(frame.ways)
    ]
    steps = [h("li", h("a", title, href=place) if place else title) for place, title in frame.way]
    return h(
        "header",
        skip,
        h("nav", h("ul", ways), aria_label="This site"),
        h("nav", h("ol", steps), aria_label="Where you are") if steps else EMPTY,
    )


def links(rows: Iterable[tuple[str, str, str]]) -> Markup:
    """A list of links: address, words, and what is said beside them."""
    listed = [
        h("li", h("a", words, href=place), f" {beside}" if beside else "") for place, words, beside in rows
    ]
    return h("ul", listed, class_="links")
