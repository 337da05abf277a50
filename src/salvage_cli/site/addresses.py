"""Where everything is on the site: a folder for each condition, a file for each other page.

Every link is relative and names a whole file, so that it works from a web server, from an object store
and from a folder on a stick alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from salvage_cli.knowledge import SectionId
from salvage_cli.library import GENERAL
from salvage_cli.names import is_slug
from salvage_cli.render.html.markup import is_anchor
from salvage_cli.sections import TITLES

HOME, URGENT, SEARCH, FAQ = "index.html", "urgent.html", "search.html", "faq.html"
GLOSSARY, SOURCES, CHANGES, ABOUT = "glossary.html", "sources.html", "changes.html", "about.html"
MISSING = "404.html"
COPIED = (HOME, URGENT, FAQ, GLOSSARY, SOURCES, CHANGES)
"""Pages at the top that have a copy for programs."""
TOPS = (*COPIED, SEARCH, ABOUT)
PARTS: tuple[SectionId, ...] = ("urgent", "side-effects", "questions", "outlook")
"""Sections of a condition that have a page of their own too: to print, and not to be met by chance."""
LISTS = {
    "list": HOME,
    "urgent": URGENT,
    "faq": FAQ,
    "define": GLOSSARY,
    "sources": SOURCES,
    "changes": CHANGES,
}
"""Commands without a condition, and the pages that show the same."""
COMMAND = re.compile(r"\bsalvage ([a-z-]+)(?: ([a-z0-9-]+)(?:\.([a-z-]+)(?:\.[a-z0-9-]+)?)?)?")


def is_address(path: str) -> bool:
    """Whether a path can be one that we write: at most one folder, a slug, and a plain name."""
    folder, slash, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    return is_slug(stem) and ending in ("html", "json", "js", "txt", "xml") and (is_slug(folder) or not slash)


def of_condition(slug: str, section: str | None = None) -> str:
    """The page of a condition, or of a section that has one."""
    return f"{slug}/{section}.html" if section in PARTS else f"{slug}/index.html"


def of_section(slug: str, section: str) -> str:
    """A section: the page of its own that it has, or where it stands on that of the condition."""
    return of_condition(slug, section) if section in PARTS else f"{of_condition(slug)}#{section}"


def up(path: str) -> str:
    """What leads from a page to the top of the site."""
    return "../" * path.count("/")


def leads(command: str, known: Container[str]) -> str | None:
    """The address, from the top of the site, of what a command shows; None if that is not on the site."""
    found = COMMAND.fullmatch(command)
    if found is None:
        return None
    verb, slug, section = found.groups()
    if slug is None:
        return of_condition(GENERAL) if verb == "explain" else LISTS.get(verb)
    if slug not in known or verb not in ("explain", *TITLES):
        return None
    section = section if verb == "explain" else verb
    return of_section(slug, section) if section in TITLES else of_condition(slug)


def leads_from(path: str, known: Container[str]) -> Callable[[str], str | None]:
    """Where commands lead from one page."""

    def address(command: str) -> str | None:
        found = leads(command, known)
        return found and f"{up(path)}{found}"

    return address


def place(slug: str, section: str, id: str, anchors: Container[str]) -> str:
    """Where a passage stands: its own place on the page if it has one there, else its section."""
    if section == "outlook" and id not in anchors:
        return of_condition(slug, "outlook")
    return f"{of_condition(slug)}#{id if id in anchors and is_anchor(id) else section}"
