"""HTML that is right by construction: what is not `Markup` is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

from salvage_cli.address import is_address


class Markup(str):
    """HTML that was made here and may stand as it is. Any other string is text."""

    __slots__ = ()


Inside = str | Iterable["Inside"]
EMPTY = Markup()
BREAKS = re.compile(r"(?<= )(?![°\[])|(?<=[/?&=_-])(?=\w)")
"""Where a line may end: after a space, but not before a degree or a mark, and at the joints of an address."""
_SPECIAL = re.compile("[&<>\"'°]").search
BREAK = Markup("<wbr/>")
_VOID = frozenset({"meta", "path", "circle", "line", "wbr", "link", "input"})
_INLINE = frozenset({"a", "wbr", "code", "mark", "span", "strong", "title", "tspan"})
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def h(tag: str, *inside: Inside, **attributes: str | int | None) -> Markup:
    """An element. `class_` and `aria_label` become `class` and `aria-label`; None leaves one out."""
    named = _attributes(attributes) if attributes else ""
    end = "" if tag in _INLINE else "\n"
    if tag in _VOID:
        return Markup(f"<{tag}{named}/>{end}")
    return Markup(f"<{tag}{named}>{joined(inside)}</{tag}>{end}")


def joined(parts: Iterable[Inside]) -> Markup:
    """Parts in a row; text among them is escaped."""
    return Markup("".join([part if type(part) is Markup else _safe(part) for part in parts]))


def _attributes(given: Mapping[str, str | int | None]) -> str:
    return "".join(
        [
            f' {name.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"'
            for name, value in given.items()
            if value is not None
        ]
    )


def _safe(part: Inside) -> str:
    if isinstance(part, Markup):
        return part
    return _escaped(part) if isinstance(part, str) else joined(part)


def _escaped(text: str) -> str:
    """Text as HTML, no number parted from its degrees.

    Most of it has nothing to escape, and looking is quicker than replacing.
    """
    return escape(text, quote=True).replace(" °", "\u00a0°") if _SPECIAL(text) else text


def anchor(name: str) -> str:
    """A name as an id within the page. Raises ValueError unless it is lower-case words, hyphens and dots."""
    if not is_anchor(name):
        raise ValueError(f"no id: {name!r}")
    return name


def is_anchor(name: str) -> bool:
    return _ID.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def address(text: str) -> Inside:
    """A text that may be an address: then it is a link, which may break where a path has its joints."""
    if not is_address(text):
        return text
    parts = [inside for part in re.split(BREAKS, text) for inside in (BREAK, part)][1:]
    return h("a", parts, href=text, rel="noreferrer")
