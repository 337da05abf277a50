"""A handout as HTML: on a screen one column, on paper two sides of two, in sizes that `paper` counts with."""

from __future__ import annotations

from salvage_cli.page import Page
from salvage_cli.render.html import paper
from salvage_cli.render.html.blocks import Pen
from salvage_cli.render.html.document import document, parted
from salvage_cli.render.html.markup import h
from salvage_cli.render.html.style import Style


def _rem(points: float) -> str:
    """A size of type as a part of that of the text, so that it grows with it on a screen."""
    return f"{points / paper.TEXT:.3f}rem"


_SIZES = f"""
:root {{ --title: {_rem(paper.TITLE)}; --heading: {_rem(paper.HEADING)}; --box: {_rem(paper.CARD)};
  --small: {_rem(paper.SMALL)}; --above: {paper.ABOVE}mm; --apart: {paper.APART}mm;
  --indent: {paper.INDENT}mm;
  --rule: {paper.RULE}mm; --room: {paper.ROOM}mm; --gap: {paper.GAP}mm; --dense: {paper.DENSE}; }}
@page {{ margin: {paper.MARGIN}mm; }}
@media print {{ html {{ font-size: {paper.TEXT}pt; line-height: {paper.LEADING}; }} }}
"""
_RULES = """
:root { color-scheme: light dark; --ground: #fff; --ink: #000; --danger: #8a0c0c; --line: #6b6b6b; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14171a; --ink: #ececec; --danger: #ffb9b1; --line: #8b9299; } }
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
  font-family: Arial, "Liberation Sans", Arimo, "Nimbus Sans", Helvetica, Roboto, sans-serif; }
body { margin: 0 auto; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
h1 { font-size: var(--title); line-height: 1.22; }
h2 { font-size: var(--heading); margin-top: var(--above); border-bottom: var(--rule) solid;
  margin-bottom: var(--apart); }
h3 { font-size: 1rem; margin-top: calc(var(--above) - 1mm); }
a { color: inherit; } a:focus-visible { outline: 2px solid; outline-offset: 2px; }
ul { padding-left: var(--indent); } li, p, .ask { margin-bottom: var(--apart); } .ask p { margin: 0; }
code { font: inherit; font-weight: 700; }
.warning { border: .5mm solid; padding: 1mm 2mm; margin-bottom: 1mm; font-size: var(--box); }
.card { border: .5mm solid var(--danger); border-left-width: 3mm; color: var(--danger); padding: 1mm 2mm;
  margin: 1.2mm 0 0; font-size: var(--box); }
.columns { margin-top: var(--above); } .columns section:first-child h2 { margin-top: 0; }
.card h2 { border: 0; margin: 0; } .card li { font-weight: 700; } .card .marks { font-weight: 400; }
.rungs { list-style: none; } .rungs h3, .rungs p { display: inline; }
.rungs li { border-left: .7mm solid; padding-left: 2mm; margin-bottom: 1.2mm; }
.rungs li.aside { border-left-style: dotted; } .rungs h3::after { content: ". "; }
.room { border-bottom: .2mm solid var(--line); height: var(--room); } .room + .room { display: none; }
.sources, footer { font-size: var(--small); } .sources { list-style-position: inside; }
.sources li::marker { content: "[" counter(list-item) "] "; font-weight: 700; }
footer h2 { font-size: inherit; border: 0; }
@media screen { html { font-size: 17px; line-height: 1.5; } body { max-width: 44rem; padding: 1rem; }
  .sources li { margin-bottom: .5em; } .back { white-space: nowrap; margin-left: .6em; } }
@media print {
  .columns { columns: 2; column-gap: var(--gap); } .back { display: none; } a { text-decoration: none; }
  .sources, footer { line-height: var(--dense); }
  .sources li { display: inline; } .sources li::before { content: "[" attr(value) "] "; font-weight: 700; }
  h1, h2, h3 { break-after: avoid; } .card, li, p, .ask, footer { break-inside: avoid; }
}
"""

STYLE = Style((_SIZES + _RULES).strip(), "sha256-MiEFRkknsZWm4LlRUiWUSzCjQaM0SbxoFmZFRJxVHmk=")


def render(page: Page) -> str:
    """The handout as a whole document, made to be printed."""
    pen = Pen(lambda command: None, drawings=False)
    warnings = [h("p", h("strong", warning), class_="warning") for warning in page.warnings]
    front = [*warnings, pen.heading(1, page.title), pen.blocks(page.top)]
    flow = [
        h("section", pen.heading(2, section.title), pen.blocks(section.blocks), class_=section.id)
        for section in page.sections
    ]
    sources, about = (pen.blocks(blocks) for blocks in parted(page))
    main = h("main", *front, h("div", *flow, h("section", sources), class_="columns"))
    return document(page.title, [main, h("footer", about)], STYLE)
