"""Figures that nobody has to work out, and none that frightens or soothes more than it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from salvage_cli.check.rule import PAGES, WORDS, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.check.tables import Table, tables_in
from salvage_cli.problems import KeyPath

_NUMBER = r"\d[\d,]{0,20}"
"""Bounded, here and below: a search that starts at each of 20,000 digits must not read all the rest."""
PERCENT = re.compile(r"\d[\d.,]{0,20}\s?%|\b\w+ per ?cent\b", re.IGNORECASE)
FREQUENCY = re.compile(
    r"\b(?:very )?(?:rare|rarely|(?:un)?common(?:ly)?|frequently|unlikely|usually)\b", re.IGNORECASE
)
FIGURE = re.compile(
    rf"({_NUMBER}) (?:to ({_NUMBER}) )?(?:of|in) (?:every |about )?({_NUMBER})|how often is not known",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?:twice|half|(?:three|four|five|ten|\d+) times) (?:as (?:likely|many|often|high|common)|the risk)\b"
    r"|\b(?:three|four|five|ten|\d+) times (?:more|less) (?:likely|often|common)\b"
    r"|\bdouble the (?:risk|chance)\b"
    r"|\bdoubl(?:es|ed) (?:the|your|their) (?:risk|chance|odds)\b"
    r"|\bcuts? (?:the|your|their) (?:risk|chance|odds)\b|\bhalv(?:es|ed) (?:the|your|their)\b"
    r"|\d{1,20} ?(?:%|percent|per cent) (?:lower|higher|more|less|fewer)\b",
    re.IGNORECASE,
)
BANDS: dict[str, tuple[float, float]] = {
    "very common": (0.05, 1),
    "common": (0.005, 1),
    "commonly": (0.005, 1),
    "frequently": (0.01, 1),
    "usually": (0.3, 1),
    "uncommon": (0, 0.1),
    "uncommonly": (0, 0.1),
    "unlikely": (0, 0.5),
    "rare": (0, 0.05),
    "rarely": (0, 0.05),
    "very rare": (0, 0.01),
    "very rarely": (0, 0.01),
}
"""Shares that a word can stand for, wider than on European labels: only a clear clash is a problem."""


def _figures(subject: Subject) -> Iterator[tuple[KeyPath, Table]]:
    for path, effect in subject.each("effect"):
        if isinstance(held := effect.get("frequency"), dict):
            yield (*path, "frequency"), held
        for place, one in tables_in(effect.get("further")):
            yield (*path, "further", place), one
    yield from subject.each("number")


@rule("error", PAGES)
def count_fits(subject: Subject) -> Iterator[Hit]:
    """A figure is so many of so many: 0 <= count <= to <= of, and of is not 0.

    It is printed "65 of 100 people". Keep the figures of the source, and name both.
    """
    for path, held in _figures(subject):
        count, to, of = held.get("count"), held.get("to"), held.get("of")
        if count is None and of is None and to is None:
            continue
        if not subject.taken.isdisjoint({(*path, "count"), (*path, "of")}):
            continue  # it is there, and wrong
        if count is None or of is None:
            lacking, there = ("count", "of or to") if count is None else ("of", "count")
            yield Hit(
                path, f"`{there}` stands without `{lacking}`", f"add {lacking} = …, as the source has it"
            )
        elif of == 0:
            yield Hit((*path, "of"), "`of` is 0", "write how many people there were")
        elif count > of:
            yield Hit((*path, "count"), f"{count} of {of} people cannot be", "compare it with the source")
        elif to is not None and not count <= to <= of:
            hint = "`to` is the end of the range: it lies between `count` and `of`"
            yield Hit((*path, "to"), f"{count} to {to} of {of} people cannot be", hint)


@rule("error", WORDS)
def bare_percent(subject: Subject) -> Iterator[Hit]:
    """No text has a percentage: it says so many of so many people.

    Many people misread a percentage, and it hides of how many. Write "10 of 100 people", with who they were.
    """
    for text in subject.texts:
        for found in PERCENT.finditer(text.text):
            hint = 'write "10 of 100 people", and who they were'
            yield text.hit(f"“{found[0]}” is a percentage", hint, found.span())


@rule("warning", WORDS)
def frequency_word(subject: Subject) -> Iterator[Hit]:
    """A word such as "rare" or "common" stands beside a number, or "how often is not known".

    Everybody hears another number in such a word. Write the number of the source beside it, or say that
    how often is not known.
    """
    for text in subject.texts:
        if (found := FREQUENCY.search(text.text)) and not FIGURE.search(text.text):
            hint = 'add the number ("2 of 100 people"), or say "how often is not known"'
            yield text.hit(f"“{found[0]}” stands without a number", hint, found.span())


@rule("warning", WORDS)
def frequency_clash(subject: Subject) -> Iterator[Hit]:
    """A frequency word and the number beside it agree.

    "Rare" beside 30 of 100 makes one of them wrong. Compare both with the source.
    """
    for text in subject.texts:
        words, figures = list(FREQUENCY.finditer(text.text)), list(FIGURE.finditer(text.text))
        if len(words) != 1 or len(figures) != 1 or not figures[0][1]:
            continue
        count, of = (int(part.replace(",", "") or 0) for part in figures[0].group(1, 3))
        low, high = BANDS[words[0][0].lower()]
        if of and not low <= count / of <= high:
            message = f"“{words[0][0]}” does not fit “{figures[0][0]}”"
            yield text.hit(message, "compare both with the source", words[0].span())


@rule("warning", WORDS)
def relative_alone(subject: Subject) -> Iterator[Hit]:
    """A change in risk is said with numbers of people, not only as "twice as high".

    Twice almost nothing is almost nothing. Say from how many of 100 to how many of 100, or that the source
    does not say.
    """
    for text in subject.texts:
        if (found := RELATIVE.search(text.text)) and not FIGURE.search(text.text):
            hint = 'say "from 2 to 4 of 100 people", or that the source gives no number'
            yield text.hit(f"“{found[0]}” does not say of how many", hint, found.span())


RULES = (count_fits, bare_percent, frequency_word, frequency_clash, relative_alone)
