"""The look of an HTML page, on a screen and on paper. It is ASCII and names nothing outside the page.

Contrasts, light and dark (ground, text): text 16 and 15, danger 9 and 10, links 8 and 9, small 9 and 9.
"""

from __future__ import annotations

from salvage_cli.record import Record


class Style(Record):
    """Rules, and their hash for the policy of the document; a test holds that it is theirs."""

    text: str
    hash: str


_RULES = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1a1a1a; --quiet: #454545; --link: #0b4a8f;
  --danger: #8a0c0c; --danger-ground: #fff4f2; --line: #767676; --soft: #f2f4f6; --mark: #fff0a8; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14171a; --ink: #ececec; --quiet: #c4c8cc; --link: #a3c9ff; --danger: #ffb9b1;
    --danger-ground: #2c1211; --line: #8b9299; --soft: #20252a; --mark: #574b00; } }
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; max-width: 44rem; padding: 0 1rem 2rem; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.4em 0 .4em; text-wrap: balance; }
h1 { font-size: 1.8rem; margin-top: .5em; }
h2 { font-size: 1.4rem; margin-top: 2em; padding-bottom: .2em; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.15rem; } h4, h5, h6 { font-size: 1rem; }
p, ul, ol, dl { margin: .4em 0 .7em; }
ul, ol { padding-left: 1.4em; } li { margin: .3em 0; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font: .95em ui-monospace, "Liberation Mono", Consolas, monospace; }
mark { background: var(--mark); color: inherit; }
.small, header, footer, .sources, .marks { font-size: .875rem; }
.small, header, .marks { color: var(--quiet); }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); } footer h2 { font-size: 1.1rem; border: 0; }
header { padding: .6rem 0; } header p { margin: 0; }
.skip { position: absolute; left: -999em; } .skip:focus { position: static; }
.warning { border: 2px solid; padding: .6em .8em; }
.card { border: 2px solid var(--danger); border-left-width: 10px; background: var(--danger-ground);
  color: var(--danger); padding: .2em 1em .3em; margin: 1.2em 0; }
.card h2 { border: 0; margin: .5em 0 .2em; padding: 0; } .card li { font-weight: 600; }
.card .marks, .card a { color: inherit; } .card .marks { font-weight: 400; }
nav { background: var(--soft); padding: .3em 1em; margin: 1.5em 0; }
nav ul { list-style: none; padding: 0; columns: 15em; } nav a { display: inline-block; padding: .2em 0; }
.item { margin: 1em 0; } .item > p, .share p { margin: .25em 0; }
.share { display: flex; gap: 1em; align-items: flex-start; } .share > div { flex: 1; min-width: 0; }
.dots { flex: none; width: 5rem; } .dots path { fill: none; stroke: var(--link); stroke-linecap: round;
  stroke-dasharray: 0 2; stroke-width: 1.7; }
.dots .hole { stroke: var(--ground); stroke-width: 1.2; } .dots .maybe { stroke-width: .7; }
.ladder { display: block; width: 100%; max-width: 25rem; margin: 1em 0; font-size: 14px; }
.ladder text { fill: var(--ink); } .ladder .label { font-weight: 700; } .ladder .number { fill: var(--ground);
  font-weight: 700; } .ladder .node { fill: var(--link); } .ladder .aside.node { fill: var(--ground);
  stroke: var(--link); stroke-width: 2; } .ladder line { stroke: var(--link); stroke-width: 3; }
.ladder line.aside { stroke-dasharray: 2 5; }
section > h4 { background: var(--soft); padding: .3em .6em; }
.rungs { list-style: none; padding: 0; } .rungs > li { margin: 1.2em 0; padding-left: 1em;
  border-left: 3px solid var(--link); } .rungs > li.aside { border-left-style: dotted; }
.rungs h3 { margin-top: 0; } .example { margin: .8em 0 .8em 1em; } .example h4 { margin: 0; }
.rungs p { margin: .25em 0; }
.contrast { border: 1px solid var(--line); padding: .2em 1em; margin: 1.2em 0; }
.contrast h3 { margin-top: .6em; }
dt { font-weight: 600; } dd { margin: 0 0 .5em 1.4em; }
.ask { margin-bottom: 1.4em; } .room { border-bottom: 1px solid var(--line); height: 2.2em; }
.sources li::marker { content: "[" counter(list-item) "] "; } .sources { padding-left: 3em; }
.sources li { margin: .6em 0; } .sources li:target, .marks a:target { outline: 3px solid var(--link);
  outline-offset: 2px; }
.back { white-space: nowrap; margin-left: .6em; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@page { margin: 15mm; }
@media print {
  html { font-size: 10.5pt; line-height: 1.4; } body { max-width: none; padding: 0; }
  section > h4 { padding: 0; border-bottom: 1px solid var(--line); }
  nav, .skip, .back { display: none; } a { color: inherit; text-decoration: none; }
  .sources a { text-decoration: underline; }
  p, li { orphans: 3; widows: 3; }
  h1, h2, h3, h4, h5, h6, dt { break-after: avoid; break-inside: avoid; }
  .card, .item, .ask, .contrast, .example, .share, .ladder, .sources li, dl div { break-inside: avoid; }
  .ladder { max-width: 90mm; } .dots { width: 18mm; }
}
""".strip()

STYLE = Style(_RULES, "sha256-STGOHDJLoKeZULMEz26EZy1J2W3LtUuaqX7oqBqP1ik=")
