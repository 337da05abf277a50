"""What became of an id: what was added, changed or withdrawn, when and why. Read only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from salvage_cli.knowledge import Change, ChangedId, ChangedThing, Changes
from salvage_cli.library import Library
from salvage_cli.names import plain

FILE = "changes.toml"


def changes(library: Library, since: date | None = None) -> tuple[Change, ...]:
    """Every change on record, newest first; those of `since` and later. Raises SalvageError: unreadable."""
    found = library.bundled_record(FILE, Changes).change
    return tuple(change for change in found if since is None or change.date >= since)


def concerning(found: Iterable[Change], name: str) -> tuple[Change, ...]:
    """Changes of one page and what stands on it, or of one id, each with no other ids."""
    narrowed = (
        change.replaced(ids=tuple(id for id in change.ids if id == name or _on(name, id, change)))
        for change in found
    )
    return tuple(change for change in narrowed if change.ids)


def _on(slug: str, id: str, change: Change) -> bool:
    return change.of == "entry" and id.startswith(f"{slug}.")


def withdrawn(library: Library, name: str, *of: ChangedThing) -> tuple[ChangedId, Change] | None:
    """The withdrawn id of one of these kinds that a typed name is, and when and why it went."""
    for change in changes(library):
        if change.kind == "withdrawn" and change.of in of:
            for id in change.ids:
                if name == id or plain(name) == plain(id):
                    return id, change
    return None
