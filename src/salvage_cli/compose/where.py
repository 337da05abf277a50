"""The page that says what is read here, from where and why."""

from __future__ import annotations

from salvage_cli.clean import clean, shown
from salvage_cli.compose import words
from salvage_cli.compose.items import Notice
from salvage_cli.knowledge import EntryId
from salvage_cli.library import Library
from salvage_cli.page import Block, Commands, Heading, Page, Paragraph, Passage, Section

Rows = tuple[tuple[str, str], ...]
"""What it is about, often a place, and what there is to say about it."""


def where(
    library: Library,
    unused: Rows,
    card: Rows,
    index: str,
    hash: str,
    changed: tuple[str, ...] | None,
) -> Page:
    """Which folders are used, in order, and why; which could be; the reader's card; the index; versions.

    `changed` are the bundled files that are not what they were when the program was built; None where it
    was not built, as in a checkout.
    """
    built = _built(changed)
    rows = tuple((shown(shelf.folder), shelf.why) for shelf in library.shelves)
    items = tuple(
        Notice(EntryId(f"shelf-{n}"), folder, {"why": why}) for n, (folder, why) in enumerate(rows, start=1)
    )
    state = {"hash": library.seal.hash, "changed": None if changed is None else list(changed)}
    items = (*items, Notice(EntryId("bundled"), built, state))
    blocks: tuple[Block, ...] = (
        Paragraph(Passage("Knowledge is read from these folders. The first that has a condition wins.")),
        Commands(rows),
        *(
            (Heading("Not used"), Commands(tuple((shown(place), why) for place, why in unused)))
            if unused
            else ()
        ),
        Heading("Your card"),
        Commands(card),
        Heading("Index of the search"),
        Commands(((shown(index), "made when it is needed; deleting it is always safe"),)),
        Paragraph(Passage(words.made(hash))),
        Paragraph(Passage(built)),
    )
    return Page(
        "where", "Where salvage reads", sections=(Section("where", "Folders", blocks, lambda: items),)
    )


def _built(changed: tuple[str, ...] | None) -> str:
    if changed is None:
        return "The bundled knowledge is that of a checkout: the hash is of the files as they are now."
    if not changed:
        return "The bundled knowledge is as it was built."
    return f"The bundled knowledge has changed since it was built: {', '.join(map(clean, changed))}."
