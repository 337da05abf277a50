"""The lexicon as a question is held against it: every phrase as its stems.

Stemming a few thousand phrases takes longer than answering, so the index keeps the result. It goes
through JSON either way, so what was kept and what was just made cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from salvage_cli.knowledge import EntryId, SectionId
from salvage_cli.record import Record
from salvage_cli.search.lexicon import Lexicon
from salvage_cli.search.words import stem, stems

Phrases = Sequence[Sequence[str]]


class Same(Record):
    """Phrases for something, and the words that pages use for it."""

    says: Phrases
    means: Sequence[str]


class SectionWords(Record):
    """Phrases that ask for a section, and words that lean that way."""

    section: SectionId
    says: Phrases
    leans: Sequence[str]


class Trigger(Record):
    """Fires at one of its phrases or at a word from each of its groups, but not beside one of `unless`."""

    says: Phrases
    needs: Phrases
    unless: Phrases


class Emergency(Record):
    """What sounds like an emergency, and the sign that it is; one that is `certain` is never weighed."""

    sign: EntryId
    certain: bool
    trigger: Trigger


class Decline(Record):
    """What is not answered, and what is said then."""

    text: str
    trigger: Trigger


class Hint(Record):
    """Phrases that mean a condition without being a name of it."""

    condition: str
    says: Phrases


class Kind(Record):
    """Stems of words of one kind, and how more of them end."""

    name: str
    stems: frozenset[str]
    ends: tuple[str, ...]


class Heard(Record):
    """All of it. `stems` are words that it knows, though they may stand on no page."""

    same: Sequence[Same]
    section: Sequence[SectionWords]
    emergency: Sequence[Emergency]
    decline: Sequence[Decline]
    hint: Sequence[Hint]
    kind: Sequence[Kind]
    asking: Phrases
    happening: Phrases
    personal: Phrases
    degrees: frozenset[str]
    asks: frozenset[str]
    spelling: dict[str, str]
    capitals: dict[str, str]
    loud: frozenset[str]
    stems: frozenset[str]


def dumped(lexicon: Lexicon) -> str:
    """A lexicon as JSON, its phrases as stems."""
    kinds = (word for kind in lexicon.kind for word in kind.words)
    tables = (*lexicon.same, *lexicon.section, *lexicon.hint, *lexicon.decline, *lexicon.emergency)
    said = (
        phrase for table in tables for key in ("says", "leans", "needs") for phrase in getattr(table, key, ())
    )
    return json.dumps(
        {
            "same": [(_cut(same.says), same.means) for same in lexicon.same],
            "section": [(s.section, _cut(s.says), [stem(word) for word in s.leans]) for s in lexicon.section],
            "emergency": [
                (e.sign, e.certain, _cut(e.says), _cut(e.needs), _cut(e.unless)) for e in lexicon.emergency
            ],
            "decline": [(d.text, _cut(d.says), _cut(d.needs), _cut(d.unless)) for d in lexicon.decline],
            "hint": [(hint.condition, _cut(hint.says)) for hint in lexicon.hint],
            "kind": [(k.name, sorted({stem(word) for word in k.words}), k.ends) for k in lexicon.kind],
            "asking": _cut(lexicon.asking),
            "happening": _cut(lexicon.happening),
            "personal": _cut(lexicon.personal),
            "degrees": lexicon.degrees,
            "asks": lexicon.asks,
            "spelling": dict(lexicon.spelling),
            "capitals": dict(lexicon.capitals),
            "loud": lexicon.loud,
            "stems": sorted({word for phrase in (*said, *kinds) for word in stems(phrase)}),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _cut(phrases: Iterable[str]) -> list[list[str]]:
    return [found for phrase in phrases if (found := stems(phrase))]


def loaded(text: str) -> Heard:
    """What was dumped."""
    held: dict[str, Any] = json.loads(text)
    return Heard(
        same=[Same(*values) for values in held["same"]],
        section=[SectionWords(*values) for values in held["section"]],
        emergency=[Emergency(sign, certain, Trigger(*rest)) for sign, certain, *rest in held["emergency"]],
        decline=[Decline(text, Trigger(*rest)) for text, *rest in held["decline"]],
        hint=[Hint(*values) for values in held["hint"]],
        kind=[Kind(name, frozenset(stems), tuple(ends)) for name, stems, ends in held["kind"]],
        asking=held["asking"],
        happening=held["happening"],
        personal=held["personal"],
        degrees=frozenset(held["degrees"]),
        asks=frozenset(held["asks"]),
        spelling=held["spelling"],
        capitals=held["capitals"],
        loud=frozenset(held["loud"]),
        stems=frozenset(held["stems"]),
    )
