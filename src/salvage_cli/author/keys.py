"""What each key of a knowledge file is for, in a few words: for the skeleton, the schema and the manual.

docs/knowledge-format.md shows these words beside the keys, and a test holds it to them.
"""

from __future__ import annotations

from types import UnionType
from typing import Any, Literal, get_args, get_origin

from salvage_cli import knowledge as k
from salvage_cli.decode import annotated
from salvage_cli.record import Record

SHARED: dict[str, str] = {
    "id": "condition, section, short name; never changed, never used again",
    "text": "a sentence or a few, in plain words",
    "cites": "ids of the sources that say so",
    "section": "the section in which it stands",
    "detail": "for clinicians; shown with --detail",
    "urgency": "how fast help is needed",
    "count": "how many people, without quotes",
    "of": "of how many people",
    "to": "the upper end, where the source gives a range",
    "group": "who these people were",
    "time": "when it was counted",
    "country": "whose guidance it is: US, UK or the like",
    "also": "other words that people type; not shown",
}
"""Keys that say the same wherever they stand."""

OF: dict[type[Record], dict[str, str]] = {
    k.Condition: {
        "name": "what the page is called",
        "checked": "when it was last held against its sources: 2026-11-22, without quotes",
        "due": "when that must be done again; past that day the page says so",
        "meaning": "one line: what salvage (rescue) therapy means here",
        "card": "the urgent card: two or three sentences, each a sign and what to do",
        "key": "three to five key points: what can be done",
        "outlook": "one honest sentence on how it goes, without a number",
        "aliases": "what people type; each belongs to this page only",
        "ambiguous": "words that fit another page too and lead to neither",
        "broader": "the short name of the page that holds what is shared",
        "signed_by": "name and role of a clinician; ignored in own folders",
        "terms": "glossary ids of the hard words on this page",
        "not_for": "who this page is not for",
        "statement": "a plain statement, in any section",
        "line": "a rung of the ladder of treatment, in order",
        "option": "a kind of treatment",
        "test": "a test before treatment or during it",
        "effect": "a side effect of one treatment; its words stand in effects.toml",
        "sign": "an urgent sign",
        "number": "a figure on results; shown only when asked for",
        "question": "a question to take to the visit",
        "faq": "a question that people ask",
        "disagreement": "sources that disagree, side by side",
        "gap": "what is missing, and why",
        "source": "last: sources that only this file cites, by their ids",
        "allow": "very last: exceptions from what `salvage check` asks for",
    },
    k.NotFor: {"cites": "ids of the sources that say so, if any"},
    k.Statement: {"topic": "a heading over neighbors with the same topic"},
    k.Line: {
        "rung": "what kind of rung it is",
        "name": "what this treatment is called",
        "text": "what it is, in plain words",
        "after": "what came before",
        "aim": "what it is meant to reach",
        "example": "a treatment named as an example; never advice",
        "moving_on": "why one moves on",
        "evidence": "how sure this is",
        "next": "what may come next",
    },
    k.Example: {"name": "the drug or procedure, with its brand name if people know it"},
    k.Option: {
        "name": "what this kind of treatment is called",
        "text": "what it is, in plain words",
        "how": "how it works",
        "offers": "what it offers",
        "costs": "what it asks of the person",
    },
    k.Test: {"moment": "when it is done", "name": "what the test is called"},
    k.Effect: {
        "effect": "its id in effects.toml; `check` says which ids are near",
        "treatment": "the heading it stands under",
        "cites": "who says that this treatment causes it",
        "text": "what is special here",
        "call": "when to call, in place of the shared words",
        "frequency": "how often, in the source's own figures",
        "further": "figures of other sources",
    },
    k.Sign: {
        "text": "the sign; it goes on from “Call … if you have:”",
        "action": "what to do",
        "who": "whom it concerns",
        "phrases": "what people really type; not shown",
        "numbers": "help lines",
    },
    k.HelpNumber: {
        "country": "whose country it serves",
        "number": "the number, in quotes",
        "text": "how to use it, such as “call or text”",
    },
    k.Number: {
        "text": "goes on from “78 of 100 people”; without these, a whole sentence",
        "treatment": "what they were treated with",
    },
    k.Question: {
        "moment": "when to ask it",
        "text": "the question",
        "cites": "ids of the sources behind it, if any",
    },
    k.Faq: {"ask": "the question, as people ask it", "text": "the answer, in plain words"},
    k.Disagreement: {
        "about": "what they disagree about",
        "side": "what one of them says",
        "goes_by": "what this page goes by, and why",
    },
    k.Side: {"date": "as the source shows it, or “no date shown”"},
    k.Gap: {
        "why": "not covered by this file, not found by us, or not known by anyone",
        "text": "what is missing, in plain words",
    },
    k.Source: {
        "title": "its title, as it stands there",
        "publisher": "who published it",
        "date": "as shown: a day, a month, a year, or “not shown”",
        "url": "the original, not a copy, without tracking parts",
        "kind": "what kind of source it is",
        "read": "when it was read: 2026-11-22, without quotes",
        "extent": "how far it was read; of a beginning, only that is cited",
        "copy": "the copy that was read in place of the original",
        "doi": "its DOI, without https://",
        "authors": "such as “Doe J, Roe R”",
    },
    k.Allow: {
        "rule": "the rule that may be broken",
        "id": "in which entry: its id, else its key, or the name of the file",
        "why": "the reason, for whoever reads the file next year",
    },
    k.EffectWords: {
        "name": "what people call it",
        "medical": "what clinicians call it",
        "feels": "what it feels like",
        "helps": "what helps",
        "call": "when to call, and how fast",
    },
    k.Term: {
        "name": "the hard word",
        "text": "what it means, in words that a twelve-year-old knows",
    },
    k.Changes: {"change": "what changed on one day, newest first"},
    k.Change: {
        "date": "the day, without quotes",
        "kind": "what was done",
        "of": "what the ids are",
        "ids": "they exist; those that were withdrawn do not",
        "why": "the reason, in plain words",
        "instead": "of what was withdrawn: ids, “hiv.lines” or a page",
    },
}
"""What a key says in one kind of table, where that differs from `SHARED`."""


def explained(kind: type[Record], key: str) -> str:
    """What a key of this kind of table is for."""
    return OF.get(kind, {}).get(key) or SHARED[key]


def comment(kind: type[Record], key: str) -> str:
    """The same as a comment beside the key: whether it may be left out, and what can stand there."""
    optional = key not in kind.required_ and not _is_table_of_its_own(kind, key)
    choices = " | ".join(choices_of(annotated(kind)[key]))
    said = f"{'optional: ' * optional}{explained(kind, key)}"
    return f"{said}: {choices}" if choices else said


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The words that a key may hold, where they are a closed list."""
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def held(annotation: Any) -> Any:
    """What a key holds, or each entry of what it holds: X of X | None, tuple[X, ...] and Mapping[id, X]."""
    if isinstance(annotation, UnionType):
        return get_args(annotation)[0]
    match get_args(annotation):
        case (inner, second) if second is Ellipsis:
            return inner
        case (_, inner) if get_origin(annotation) is not Literal:
            return inner
    return annotation


def is_table(annotation: Any) -> bool:
    """Whether a key holds tables."""
    inner = held(annotation)
    return isinstance(inner, type) and issubclass(inner, Record)


def _is_table_of_its_own(kind: type[Record], key: str) -> bool:
    return kind is k.Condition and is_table(annotated(kind)[key])


class Once:
    """Says what a key is for where it stands first, and no second time."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, kind: type[Record], key: str) -> str:
        words = comment(kind, key)
        if words in self._said:
            return ""
        self._said.add(words)
        return words
