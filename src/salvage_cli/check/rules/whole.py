"""What every page has: nothing important is missing without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from salvage_cli.check.rule import PAGES, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.knowledge import Moment, SectionId, TestMoment

FILLED_BY = {
    "overview": "meaning", "lines": "line", "options": "option", "tests": "test", "side-effects": "effect",
    "urgent": "sign", "outlook": "outlook", "questions": "question", "faq": "faq",
}  # fmt: skip
"""The kind of entry that a section is made of; any section holds statements, disagreements and gaps too."""
LEAST = (
    ("not_for", 1, "whom this page is not for"),
    ("faq", 8, "questions that people ask, with answers"),
)
"""Kinds of entry of which a page has so many at least, and what they are."""
CHOICES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("line", "rung", ("alongside", "beyond")),
    ("question", "moment", get_args(Moment)),
    ("test", "moment", get_args(TestMoment)),
)
"""Kinds of entry of which a page has one for each of these choices: (kind, key, choices)."""


@rule("error", PAGES)
def empty_section(subject: Subject) -> Iterator[Hit]:
    """No section is silently empty.

    "This file does not cover it", "sources found none" and "nobody knows" are three different sentences.
    Where there is nothing to say, a [[gap]] with the section and `why` (not-covered, none-found or
    not-known) says which.
    """
    filled = {kind for _, kind, _ in subject.entries}
    placed = {entry.get("section") for _, entry in subject.each("statement", "disagreement", "gap")}
    for section in get_args(SectionId):
        if section not in placed and FILLED_BY.get(section) not in filled:
            filling = FILLED_BY.get(section, "statement")
            if (filling,) in subject.taken:
                continue
            kind = f"[{filling}]" if filling in ("meaning", "outlook") else f"[[{filling}]]"
            hint = f'add a {kind}, or a [[gap]] with section = "{section}" and why'
            yield Hit((), f"the section `{section}` has nothing, not even a gap", hint)


@rule("warning", PAGES)
def key_points(subject: Subject) -> Iterator[Hit]:
    """A page has three to five key points: what can be done.

    They stand on the first screen. Fewer leave people alone; more are not read.
    """
    found = len(list(subject.each("key")))
    if not 3 <= found <= 5:
        where = ("key", found - 1) if found > 5 else ()
        yield Hit(where, f"the page has {found} key point{'s' * (found != 1)}", "have three to five [[key]]")


@rule("warning", PAGES)
def page_parts(subject: Subject) -> Iterator[Hit]:
    """A page has what people look for on every page.

    Whom it is not for; what runs alongside treatment, and what lies beyond it; questions for every moment;
    tests before and during treatment; eight answers to what people ask; what happens without treatment.
    """
    yield from _too_few(subject)
    gaps = {entry.get("section") for _, entry in subject.each("gap")}
    for kind, key, choices in CHOICES:
        there = {entry.get(key) for _, entry in subject.each(kind)}
        for choice in choices:
            if choice not in there and not (kind == "test" and "tests" in gaps):
                hint = f'add a [[{kind}]] with {key} = "{choice}"'
                yield Hit((), f"the page lacks a `{kind}` for `{choice}`", hint)
    said = {(entry.get("section"), entry.get("topic")) for _, entry in subject.each("statement")}
    if ("outlook", "Without treatment") not in said and "outlook" not in gaps:
        hint = 'add a [[statement]] with section = "outlook" and topic = "Without treatment", or a [[gap]]'
        yield Hit((), "the page does not say what happens without treatment", hint)


def _too_few(subject: Subject) -> Iterator[Hit]:
    for kind, least, what in LEAST:
        if (count := len(list(subject.each(kind)))) < least and (kind,) not in subject.taken:
            has = f"has {count} of {least}" if least > 1 else "lacks a"
            yield Hit((), f"the page {has} [[{kind}]]: {what}", f"add [[{kind}]]")


RULES = (empty_section, key_points, page_parts)
