"""What a search can find: every entry of a page as one passage, with the words it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from salvage_cli.compose.words import SURVIVAL
from salvage_cli.knowledge import (
    Cites,
    Claim,
    Condition,
    Effect,
    EffectWords,
    Entry,
    Example,
    Faq,
    Line,
    Meaning,
    Number,
    Option,
    RungKind,
    SectionId,
    Sign,
    Statement,
    Test,
)
from salvage_cli.record import Record
from salvage_cli.sections import entries


class Passage(Record):
    """`also` are words that people use and a page does not show: lay words, phrases, what a part says.

    `own`: it comes from a folder of the reader's.
    """

    section: str
    id: str
    title: str
    text: str
    also: tuple[str, ...]
    cites: Cites
    own: bool = False


WHAT_IT_IS = "What salvage (rescue) therapy is"
RUNGS: dict[RungKind, str] = {
    "first": "first line",
    "adjuvant": "adjuvant, straight after",
    "second": "second line, next line",
    "later": "third line, later line, next line",
    "salvage": "salvage, rescue",
    "alongside": "comfort, supportive care",
    "beyond": "clinical trial, beyond",
}
"""What people call the rungs, to be found by."""


def passages(
    condition: Condition,
    effects: Mapping[str, EffectWords],
    bundled: Condition | None = None,
    *,
    own: bool = False,
) -> Iterator[Passage]:
    """Every passage, section by section; the signs of a bundled page that this one replaces come first."""
    for sign in bundled.sign if bundled else ():
        yield _passage("urgent", sign, effects)
    for section in get_args(SectionId):
        for entry in entries(condition, section):
            yield _passage(section, entry, effects).replaced(own=own)


def _passage(section: str, entry: Entry, effects: Mapping[str, EffectWords]) -> Passage:
    also = tuple(text for text in _also(entry, effects) if text)
    return Passage(section, entry.id, _title(entry, effects), _text(entry), also, getattr(entry, "cites", ()))


def _title(entry: Entry, effects: Mapping[str, EffectWords]) -> str:
    match entry:
        case Effect():
            words = effects[entry.effect]
            return f"{words.name} ({words.medical}), from {entry.treatment}"
        case Line() | Option() | Test():
            return entry.name
        case Faq():
            return entry.ask
        case Statement():
            return entry.topic or ""
        case Sign():
            return entry.text
        case Number():
            return SURVIVAL
        case Meaning() if ".overview." in entry.id:
            return WHAT_IT_IS
        case _:
            return getattr(entry, "about", "")


def _text(entry: Entry) -> str:
    """The sentence that stands for the entry."""
    match entry:
        case Sign():
            return entry.action
        case Effect():
            return entry.text or ""
        case Number() if entry.count is not None:
            return f"{entry.count} of {entry.of} people {entry.text}"
        case _:
            return getattr(entry, "text", "") or getattr(entry, "about", "")


def _also(entry: Entry, effects: Mapping[str, EffectWords]) -> Iterator[str]:
    match entry:
        case Effect():
            words = effects[entry.effect]
            yield from words.also
            yield from (words.feels.text, words.helps.text, (entry.call or words.call).text)
        case Sign():
            yield from entry.phrases
            yield entry.who
        case Line():
            yield RUNGS[entry.rung]
            yield entry.after or ""
            yield from _examples(entry.example)
            yield from _claims(entry.aim, entry.moving_on, entry.next, entry.evidence)
        case Option():
            yield from _claims(entry.how, entry.offers, entry.costs)
        case Number():
            yield from (entry.group, entry.treatment, entry.time)


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    for example in examples:
        yield from (example.name, example.text)


def _claims(*claims: Claim | None) -> Iterator[str]:
    return (claim.text for claim in claims if claim)
