"""Side effects: by how fast to act, then by treatment, then by how many people had them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from salvage_cli.compose.citations import Citations
from salvage_cli.compose.words import CLINICIANS, capital, of_people
from salvage_cli.knowledge import Effect, EffectWords, Frequency, Urgency
from salvage_cli.page import Block, Heading, Item, Paragraph, Passage, Share
from salvage_cli.record import Record

URGENCIES: dict[Urgency, str] = {
    "emergency": "Call your local emergency number now",
    "now": "Call your team now, day or night",
    "today": "Call your team today",
    "visit": "Tell your team at your next visit",
}
NOT_KNOWN = "Where no figure stands below, how often is not known to this page: none was read."
NEVER_KNOWN = "How often is not known to this page: no figure was read."


def effects(
    found: Iterable[Effect], words: Mapping[str, EffectWords], cite: Citations, detail: bool
) -> Iterator[Block]:
    """Blocks for all side effects. The words for an effect are printed where it first stands."""
    found = tuple(found)
    explained: dict[str, str] = {}
    called: set[str] = set()
    for urgency, title in URGENCIES.items():
        if not (these := [effect for effect in found if effect.urgency == urgency]):
            continue
        yield Heading(title)
        for treatment in dict.fromkeys(effect.treatment for effect in these):
            yield Heading(f"From {treatment}", 4)
            group = [effect for effect in these if effect.treatment == treatment]
            if any(not _figures(effect) for effect in group):
                known = any(_figures(effect) for effect in group)
                yield Paragraph(Passage(NOT_KNOWN if known else NEVER_KNOWN))
            for effect in in_order(group):
                before = Before(explained.get(effect.effect), effect.effect in called)
                yield _item(effect, words[effect.effect], before, cite, detail)
                explained.setdefault(effect.effect, treatment)
                if not effect.call:
                    called.add(effect.effect)


def in_order(group: list[Effect]) -> list[Effect]:
    """Figures of one source in falling order; figures of two sources are never ranked; then unknown."""
    rank: dict[tuple[str, ...], int] = {}
    for effect in group:
        if effect.frequency:
            rank.setdefault(effect.frequency.cites, len(rank))

    def key(effect: Effect) -> tuple[bool, int, float]:
        if (frequency := effect.frequency) is None:
            return True, 0, 0.0
        return False, rank[frequency.cites], -frequency.count / max(frequency.of, 1)

    return sorted(group, key=key)


def how_often(frequency: Frequency) -> str:
    """`65 of 100 people (72 adults in one trial, at one year)`."""
    about = f"{frequency.group}, {frequency.time}" if frequency.time else frequency.group
    return f"{of_people(frequency.count, frequency.of, frequency.to)} ({about})"


def _share(frequency: Frequency) -> Share:
    return Share(frequency.count, frequency.of, frequency.to)


class Before(Record):
    """What stands above already of the words for an effect: from which treatment, and when to call."""

    treatment: str | None
    called: bool


def _item(effect: Effect, words: EffectWords, before: Before, cite: Citations, detail: bool) -> Item:
    """The name, then how often, then the words for it. Numbers are given in reading order."""
    own = cite.passage(effect.text, effect.cites) if effect.text else None
    marks = () if own else cite.marks(effect.cites)
    often = tuple(
        cite.passage(how_often(frequency), frequency.cites, "How often").replaced(share=_share(frequency))
        for frequency in _figures(effect)
    )
    if before.treatment:
        said = (
            "What it feels like, what helps and when to call"
            if before.called
            else "What it feels like and what helps"
        )
        call = effect.call or (None if before.called else words.call)
        shared: tuple[Passage, ...] = (
            Passage(f"{said}: see above, from {before.treatment}."),
            *cite.claim("When to call here", call),
        )
    else:
        shared = (
            *cite.claim("What it feels like", words.feels),
            *cite.claim("What helps", words.helps),
            *cite.claim("When to call", effect.call or words.call),
        )
    clinicians = cite.claim(CLINICIANS, effect.detail) if detail else ()
    parts = (*((own,) if own else ()), *often, *shared, *clinicians)
    return Item(_name(words), parts, marks, effect.id)


def _figures(effect: Effect) -> tuple[Frequency, ...]:
    """How often, as far as it was read."""
    return tuple(frequency for frequency in (effect.frequency, *effect.further) if frequency)


def _name(words: EffectWords) -> str:
    plain = capital(words.name)
    return plain if words.name.casefold() == words.medical.casefold() else f"{plain} ({words.medical})"
