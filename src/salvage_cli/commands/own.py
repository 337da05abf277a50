"""Commands about what is the reader's own: the card with their numbers."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from salvage_cli import places
from salvage_cli.clean import clean
from salvage_cli.compose import readers_card
from salvage_cli.output import save
from salvage_cli.page import Page
from salvage_cli.problems import SalvageError
from salvage_cli.readers_card import ReadersCard, made, read_card, written
from salvage_cli.toml_file import TomlFile


def card(
    clinic: Annotated[str | None, typer.Option("--clinic", help="Who to call.")] = None,
    clinic_phone: Annotated[str | None, typer.Option("--clinic-phone", help="Their number.")] = None,
    out_of_hours: Annotated[
        str | None, typer.Option("--out-of-hours", help="The number at night and on weekends.")
    ] = None,
    emergency: Annotated[
        str | None, typer.Option("--emergency", help="The emergency number where you are.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Whose help numbers come first, such as UK.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="One line more.")] = None,
) -> Page:
    """Your own numbers, shown where a page says to call; without options, the card as it is.

    They are shown on your terminal and on handouts, and nowhere else. "" takes one off the card.

    \b
    Example: salvage card --clinic "Day unit, St Example" --clinic-phone "+1 (555) 010-4477"
    Example: salvage card
    """
    path = places.card(os.environ)
    given = {
        "clinic": clinic,
        "clinic_phone": clinic_phone,
        "out_of_hours": out_of_hours,
        "emergency": emergency,
        "country": country,
        "note": note,
    }
    changes = {key: clean(text) for key, text in given.items() if text is not None}
    held = _held(path)
    if changes:
        held = _changed(held, changes)
        _kept(held, path)
    return readers_card.page(held, _known() if held.country else (), kept=bool(changes))


def _known() -> tuple[str, ...]:
    """The countries whose help numbers came with the program; none where its page cannot be read."""
    from salvage_cli.library import GENERAL, Library

    with suppress(SalvageError):
        signs = Library(places.bundled()).load(GENERAL).condition.sign
        return tuple(dict.fromkeys(number.country for sign in signs for number in sign.numbers))
    return ()


def _held(path: Path | None) -> ReadersCard:
    """The card as it is; empty where there is none. Raises SalvageError: it cannot be read."""
    if path is None or not os.path.lexists(path):
        return ReadersCard()
    found = read_card(path)
    if isinstance(found, list):
        raise SalvageError.unreadable(found)
    return found


def _changed(held: ReadersCard, changes: dict[str, str]) -> ReadersCard:
    """The card with these changes. Raises SalvageError: one of them is nothing for a card."""
    said = {key: text for key, text in (held.said | changes).items() if text}
    found = made(said, TomlFile("card", b""))
    if isinstance(found, list):
        raise SalvageError("usage", found[0].message, found[0].hint)
    return found


def _kept(card: ReadersCard, path: Path | None) -> None:
    """The file, whole or not at all, for its owner's eyes. Raises SalvageError: it cannot be written."""
    if path is None:
        raise SalvageError("unwritable", "there is no home folder to keep a card in", "set HOME")
    with suppress(OSError):  # else `save` says what is in the way
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    save(written(card), path, rights=0o600)
