"""The fixed sentences of the program, each written once."""

from __future__ import annotations

from salvage_cli import __version__
from salvage_cli.page import Passage

NOTICE = (
    "This page explains. It does not replace your care team, and it cannot tell what you have, "
    "which treatment is right for you, or how much medicine to take."
)
UNSIGNED = "No doctor or nurse has signed this page yet."
KEY_POINTS = "What can be done"
CLINICIANS = "For clinicians"
HELP_IN = "Help in"
"""What a help number is led by, with its country."""
NEXT = "What to type next"
PRIVACY = "It works offline, keeps no record and tells nobody."
RESCUE = (
    "Salvage therapy, also called rescue therapy, is treatment after the usual treatments stopped "
    "working or could not be borne. It need not be the end."
)
START_URGENT = "Something wrong right now? Call your emergency number or your team first."
OWN_PAGE = "This page comes from a folder of your own. It is not part of salvage."

OWN_CARD = "This card is from your own page. The one above came with salvage."
OWN_WORD = "This comes from a folder of your own. It is not part of salvage."
OWN = "from a folder of your own"


def capital(text: str) -> str:
    """`text` as a sentence begins."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """`text` as it goes on in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def of_people(count: int, of: int, to: int | None) -> str:
    """`65 of 100 people`, or `1 to 10 of 100 people`: never a bare word, never a percentage."""
    return f"{count:,} to {to:,} of {of:,} people" if to else f"{count:,} of {of:,} people"


def overdue(due: str) -> str:
    """The first line of a page past its date."""
    return f"This page was due to be checked on {due}. Ask your team first."


def not_yet(checked: str) -> str:
    """For a page of one's own that gives a day of checking which has not come."""
    return f"This page says that it was checked on {checked}. That day has not come yet."


def unread(name: str) -> str:
    """For a search that shows the bundled page of what a reader replaced."""
    return f"{name}: your own page could not be read, so this is the bundled one. salvage list says why."


def signed(by: str | None) -> str:
    return f"Signed by {by}." if by else UNSIGNED


def made(hash: str) -> str:
    """Versions of the program and of the knowledge: what a page found later can be traced by."""
    return f"salvage {__version__} · knowledge {hash}"


def all_signs(slug: str = "") -> Passage:
    """The last line of the urgent card."""
    return _pointer("All signs", f"salvage urgent {slug}".strip())


SURVIVAL = "Numbers about survival"


def numbers(slug: str) -> Passage:
    """Where survival numbers are; they are never sprung on anyone."""
    return _pointer(SURVIVAL, f"salvage explain {slug}.outlook")


def _pointer(what: str, command: str) -> Passage:
    return Passage(f"{what}: {command}", typed=command)
