"""Drawings in SVG. All of them are hidden from screen readers: the text beside them says the same."""

from __future__ import annotations

from textwrap import wrap

from salvage_cli.page import Ladder, Share
from salvage_cli.render.html.markup import EMPTY, Markup, h

ROW = 10
"""Dots in a row."""
SMALLEST = 20
"""Of fewer people than this nothing is drawn: a dot would look like more than it is."""
LABEL, NAME = 27, 33
"""Characters that fit on a line of the ladder: of a label in bold, and of a name."""


def dots(share: Share) -> tuple[Markup, str]:
    """A dot for each person, at most 100, and what has to be said of it; both empty if none is drawn.

    Up to 100 people are drawn as they were counted. More become "of every 100", which is said. A
    share that would come out as nobody, or as everybody, when it was not, is not drawn: so is one of
    few people (docs/decisions/0014-html.md).
    """
    drawn = min(share.of, 100)
    filled, ringed = (_of(drawn, count, share.of) for count in (share.count, share.to or share.count))
    if share.of < SMALLEST or None in (filled, ringed):
        return EMPTY, ""
    assert filled is not None and ringed is not None
    said = [f"The drawing shows about {filled} of every 100."] if _rounds(share) else []
    if share.to:
        said = [f"The drawing: full dots for {filled}, rings up to {ringed}, of {drawn}."]
    return _array(drawn, filled, ringed), "".join(said)


def _of(drawn: int, count: int, of: int) -> int | None:
    """`count` of `of` as a number of dots; None where that would say nobody or everybody, wrongly."""
    filled = (count * drawn * 2 + of) // (of * 2)
    return None if (filled == 0) != (count == 0) or (filled == drawn) != (count == of) else filled


def _rounds(share: Share) -> bool:
    return share.of > 100 and any(count * 100 % share.of for count in (share.count, share.to or 0))


def _array(drawn: int, filled: int, ringed: int) -> Markup:
    """Rows of ten: full dots, then rings with a dot in them, then empty rings."""
    rows = -(-drawn // ROW)
    return h(
        "svg",
        h("path", class_="ring", d=_dots(0, drawn)),
        h("path", class_="hole", d=_dots(filled, drawn)),
        h("path", class_="maybe", d=_dots(filled, ringed)) if ringed > filled else EMPTY,
        class_="dots",
        viewBox=f"0 0 20 {rows * 2}",
        aria_hidden="true",
        focusable="false",
    )


def _dots(start: int, end: int) -> str:
    """A path with a line for each row of dots; the style breaks it into dots two units apart."""
    rows = range(start // ROW, -(-end // ROW))
    runs = ((max(start, row * ROW) % ROW, min(end, row * ROW + ROW) - row * ROW - 1, row) for row in rows)
    return "".join(f"M{2 * first + 1} {2 * row + 1}h{2 * (last - first)}.1" for first, last, row in runs)


def ladder(drawn: Ladder) -> Markup:
    """All rungs at a glance: a rail, a numbered rung for each, dotted where one runs alongside or beyond."""
    parts: list[Markup] = []
    y, step = 4, 0
    for rung in drawn.rungs:
        step += not rung.aside
        text = [(line, "label") for line in wrap(rung.label, LABEL)]
        text += [(line, "name") for line in wrap(rung.item.title, NAME)]
        height = 18 * len(text) + 12
        bottom = y + 14 if rung is drawn.rungs[-1] else y + height
        parts.append(_rail(y if parts else y + 14, bottom, rung.aside))
        parts.append(_node(y + 14, "" if rung.aside else str(step)))
        for n, (line, kind) in enumerate(text):
            parts.append(h("text", line, x=40, y=y + 19 + 18 * n, class_=kind))
        y += height
    return h("svg", *parts, class_="ladder", viewBox=f"0 0 320 {y}", aria_hidden="true", focusable="false")


def _rail(top: int, bottom: int, dotted: bool) -> Markup:
    return h("line", x1=16, y1=top, x2=16, y2=bottom, class_="aside" if dotted else "rail")


def _node(y: int, number: str) -> Markup:
    if not number:
        return h("circle", cx=16, cy=y, r=6, class_="aside node")
    inside = h("text", number, x=16, y=y + 5, class_="number", text_anchor="middle")
    return Markup(h("circle", cx=16, cy=y, r=12, class_="node") + inside)
