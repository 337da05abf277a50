"""Pages of what changed in the knowledge, and the page that an id leads to when it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from salvage_cli.compose.items import Notice
from salvage_cli.knowledge import Change, ChangedId, ChangedThing, ChangeKind, Entry, EntryId
from salvage_cli.page import Block, Item, Page, Paragraph, Passage, Section

DID: dict[ChangeKind, str] = {"added": "Added", "changed": "Changed", "withdrawn": "Withdrawn"}
CALLED: dict[ChangedThing, tuple[str, str]] = {
    "page": ("page", "pages"),
    "entry": ("entry", "entries"),
    "effect": ("side effect", "side effects"),
    "term": ("hard word", "hard words"),
    "source": ("source", "sources"),
}
LEADS: dict[ChangedThing, str] = {
    "page": "explain", "entry": "explain", "effect": "define", "term": "define", "source": "sources",
}  # fmt: skip
"""The command that shows a thing."""


def log(found: tuple[Change, ...], name: str | None, condition: str | None, since: date | None) -> Page:
    """What changed, a section for each day; `name` is whose changes these are."""
    title = f"{name}: what changed" if name else "What changed in the knowledge"
    after = f" since {since}" if since else ""
    days = dict.fromkeys(change.date for change in found)
    none: tuple[Block, ...] = (Paragraph(Passage(f"No change is on record{after}.")),)
    return Page(
        "changes",
        f"{title}{after}",
        top=() if found else none,
        sections=tuple(_day(day, [change for change in found if change.date == day]) for day in days),
        condition=condition,
    )


def _day(day: date, found: list[Change]) -> Section:
    return Section(
        day.isoformat(),
        day.isoformat(),
        tuple(_block(change) for change in found),
        lambda: tuple(notice for change in found for notice in _notices(change)),
    )


def _block(change: Change) -> Item:
    one, many = CALLED[change.of]
    title = f"{DID[change.kind]}: {len(change.ids)} {one if len(change.ids) == 1 else many}"
    parts = [Passage(change.why), Passage(", ".join(change.ids))]
    if change.instead:
        parts.append(Passage(_instead(change), (), "Read instead"))
    return Item(title, tuple(parts))


def _instead(change: Change) -> str:
    return ", ".join(f"salvage {LEADS[change.of]} {id}" for id in change.instead)


def _notices(change: Change, ids: Iterable[ChangedId] | None = None) -> tuple[Entry, ...]:
    """For programs: what happened to each id."""
    more = {"date": change.date, "change": change.kind, "of": change.of, "instead": change.instead}
    return tuple(Notice(EntryId(id), change.why, more) for id in ids or change.ids)


def gone(command: str, id: ChangedId, change: Change) -> Page:
    """What an id says that was withdrawn: when, why, and what stands instead."""
    one, _ = CALLED[change.of]
    said = [Passage(f"This {one} was withdrawn on {change.date}."), Passage(change.why, (), "Why")]
    if change.instead:
        said.append(Passage(_instead(change), (), "Read instead"))
    section = Section("withdrawn", "Withdrawn", tuple(map(Paragraph, said)), lambda: _notices(change, [id]))
    return Page(command, id, sections=(section,))
