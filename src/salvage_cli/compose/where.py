"""The page that says what is read here, from where and why."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from salvage_cli.clean import clean, shown
from salvage_cli.compose import words
from salvage_cli.compose.items import Notice
from salvage_cli.knowledge import EntryId
from salvage_cli.library import Library
from salvage_cli.own_files import OwnFile, own_files
from salvage_cli.page import Block, Commands, Heading, Page, Paragraph, Passage, Section
from salvage_cli.places import Shelf, unopened
from salvage_cli.problems import Problem

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
    files = own_files(library)
    held = {shelf: [file for file in files if file.shelf is shelf] for shelf in library.own}
    rows = tuple(
        (shown(shelf.folder), _said(shelf, held[shelf]) if shelf in held else shelf.why)
        for shelf in library.shelves
    )
    items = tuple(
        Notice(EntryId(f"shelf-{n}"), folder, {"why": why}) for n, (folder, why) in enumerate(rows, start=1)
    )
    state = {"hash": library.seal.hash, "changed": None if changed is None else list(changed)}
    items = (*items, Notice(EntryId("bundled"), built, state))
    blocks: tuple[Block, ...] = (
        Paragraph(Passage("Knowledge is read from these folders. The first that has a condition wins.")),
        Commands(rows),
        *_files(files),
        *(
            (Heading("Not used"), Commands(tuple((shown(folder), why) for folder, why in unused)))
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


MOST = 12
"""Files of one kind that are named; the others are counted."""


def _said(shelf: Shelf, files: Sequence[OwnFile]) -> str:
    """Why a folder is read, and what was found in it."""
    if shut := unopened(shelf):
        return f"{shelf.why}; it {shut.message} ({shut.hint})"
    if not os.path.lexists(shelf.folder):
        return shelf.why
    pages = [file for file in files if file.slug]
    counts = {
        "instead of the bundled page": sum(file.used and file.replaces for file in pages),
        "not used": sum(file.problem is not None for file in files),
        "hidden by an earlier folder": sum(file.behind is not None for file in pages),
    }
    more = "".join(f", {count:,} {what}" for what, count in counts.items() if count)
    leads = f"; it leads to {shown(os.path.realpath(shelf.folder))}" if os.path.islink(shelf.folder) else ""
    return f"{shelf.why}{leads}; {len(pages):,} condition file{'s' * (len(pages) != 1)}{more}"


def _files(files: Sequence[OwnFile]) -> Iterator[Block]:
    """Files of which there is something to say, by what that is."""
    kinds: tuple[tuple[str, list[tuple[str, str]]], ...] = (
        (
            "In place of bundled pages",
            [(file.slug, shown(file.path)) for file in files if file.used and file.replaces],
        ),
        ("Not used, and why", [_why(file.problem) for file in files if file.problem]),
        (
            "Hidden by an earlier folder",
            [
                (shown(file.path), f"the one in {shown(file.behind.folder)} is used")
                for file in files
                if file.behind
            ],
        ),
        ("Links", [(shown(file.path), f"leads to {shown(file.leads)}") for file in files if file.leads]),
    )
    for title, rows in kinds:
        if rows:
            more = [("…", f"and {len(rows) - MOST:,} more")] if len(rows) > MOST else []
            yield Heading(title)
            yield Commands((*rows[:MOST], *more))
    if any(file.problem for file in files):
        yield Paragraph(Passage("salvage check FOLDER names every problem in a folder."))


def _why(problem: Problem) -> tuple[str, str]:
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return where, f"{problem.message} ({problem.hint})"


def _built(changed: tuple[str, ...] | None) -> str:
    if changed is None:
        return "The bundled knowledge is that of a checkout: the hash is of the files as they are now."
    if not changed:
        return "The bundled knowledge is as it was built."
    return f"The bundled knowledge has changed since it was built: {', '.join(map(clean, changed))}."
