"""What several commands share: how their words are declared, and how they come to a library."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, cast

import typer

from salvage_cli import fingerprint, names
from salvage_cli.knowledge import ChangedThing, SectionId
from salvage_cli.library import Library
from salvage_cli.page import Page
from salvage_cli.problems import SalvageError
from salvage_cli.sections import TITLES

NAME = "A condition, by any of its names."
Words = Annotated[list[str] | None, typer.Argument(metavar="[CONDITION]", help=NAME)]
Place = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CONDITION[.SECTION]]", help=f"{NAME[:-1]}, and a section; or the id of an entry."
    ),
]
OneOf = Annotated[list[str], typer.Argument(metavar="CONDITION", help=NAME)]
Term = Annotated[list[str] | None, typer.Argument(metavar="[TERM]", help="A hard word; none lists them all.")]
Which = Annotated[
    list[str] | None, typer.Argument(metavar="[CONDITION or ID]", help="Whose sources; none shows them all.")
]
Changed = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CONDITION or ID]", help="What changed on one page, or of one id."),
]
Subject = Annotated[str | None, typer.Argument(metavar="[COMMAND or TOPIC]", help="What to explain.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="This day and later.")]
Sought = Annotated[list[str], typer.Argument(metavar="WORDS", help="A question, or some words of it.")]
InCondition = Annotated[
    str | None, typer.Option("--condition", metavar="NAME", help="Search one condition only.")
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100, metavar="N", help="How many passages.")]
InSection = Annotated[str | None, typer.Option("--section", metavar="ID", help="Show one section only.")]
Detail = Annotated[bool, typer.Option("--detail", help="Add what is there for clinicians.")]


def section(name: str | None) -> SectionId | None:
    """The section of that name. Raises SalvageError: unknown."""
    if name is None or names.plain(name) in TITLES:
        return cast(SectionId | None, name and names.plain(name))
    close = names.near(names.plain(name), TITLES)
    hint = f"did you mean {names.either(close)}?" if close else f"sections: {', '.join(TITLES)}"
    if names.plain(name) == "glossary":  # the end of a whole page, and in its JSON
        hint = "the words of a page stand at its end; salvage define TERM explains one"
    raise SalvageError("unknown", f"there is no section called “{name}”", hint)


def library() -> Library:
    """Everything that can be looked up here."""
    return Library.of(os.environ)


def hash_of(library: Library) -> str:
    """The hash of the bundled knowledge, as pages show it."""
    return library.seal.hash[: fingerprint.SHOWN]


def today() -> date:
    """Today, read once here and handed inwards; SALVAGE_TODAY sets it in tests."""
    named = os.environ.get("SALVAGE_TODAY")
    return day(named, "SALVAGE_TODAY") if named else date.today()


def day(text: str, called: str) -> date:
    """The day that someone wrote. Raises SalvageError: usage."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SalvageError("usage", f"{called} is not a date", "write it as 2026-11-22") from None


def or_withdrawn(show: Callable[[], Page], command: str, name: str, *of: ChangedThing) -> Page:
    """A page; where its name leads nowhere, what is on record of an id that was withdrawn."""
    try:
        return show()
    except SalvageError as error:
        if error.code == "unknown":
            from salvage_cli.changes import withdrawn
            from salvage_cli.compose.changes import gone

            with suppress(SalvageError):  # a damaged record is no answer to a name that nothing has
                if found := withdrawn(library(), name, *of):
                    return gone(command, *found)
        raise
