"""The records behind a page, as programs get them: ids resolved, nothing left to look up."""

from collections.abc import Mapping
from typing import ClassVar

from salvage_cli.knowledge import (
    Cites,
    Claim,
    Effect,
    Entry,
    EntryId,
    Frequency,
    ItemKind,
    SectionId,
    Sign,
    Term,
    Urgency,
)
from salvage_cli.library import Dossier
from salvage_cli.sections import entries


class SideEffect(Entry):
    """A side effect of one treatment together with the words for it."""

    name: str
    medical: str
    text: str
    cites: Cites
    treatment: str
    urgency: Urgency
    frequency: Frequency | None
    further: tuple[Frequency, ...]
    feels: Claim
    helps: Claim
    call: Claim
    detail: Claim | None


class Word(Entry):
    """A glossary entry."""

    name: str
    text: str
    cites: Cites
    also: tuple[str, ...] = ()


class Notice(Entry):
    """Something about the library rather than about medicine."""

    kind: ClassVar[ItemKind] = "notice"
    text: str
    more: Mapping[str, object] = {}


def of_section(dossier: Dossier, section: SectionId) -> tuple[Entry, ...]:
    """Every entry of a section; bundled signs stand before those of an own file, which take none of their
    ids."""
    found = tuple(_in_words(dossier, entry) for entry in entries(dossier.condition, section))
    if dossier.bundled is None or section != "urgent":
        return found
    taken = {sign.id for sign in dossier.bundled.sign}
    more = (entry for entry in found if not isinstance(entry, Sign) or entry in dossier.own_signs)
    apart = (e.replaced(id=EntryId(f"own.{e.id}")) if e.id in taken else e for e in more)
    return (*dossier.bundled.sign, *apart)


def _in_words(dossier: Dossier, entry: Entry) -> Entry:
    if not isinstance(entry, Effect):
        return entry
    words = dossier.lookup.effects[entry.effect]
    return SideEffect(
        entry.id,
        words.name,
        words.medical,
        entry.text or words.feels.text,
        entry.cites,
        entry.treatment,
        entry.urgency,
        entry.frequency,
        entry.further,
        words.feels,
        words.helps,
        entry.call or words.call,
        entry.detail,
    )


def word(id: str, term: Term) -> Word:
    return Word(EntryId(id), term.name, term.text, term.cites, term.also)
