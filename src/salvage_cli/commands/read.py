"""Commands that show a page of a condition: each a way into the same page."""

from collections.abc import Sequence

from salvage_cli.commands import shared
from salvage_cli.commands.shared import Detail, InSection, OneOf, Words
from salvage_cli.compose.condition import condition as compose
from salvage_cli.library import GENERAL
from salvage_cli.page import Page
from salvage_cli.problems import SalvageError


def explain(words: Words = None, section: InSection = None, detail: Detail = False) -> Page:
    """Everything about a condition; without one, what salvage therapy is.

    \b
    Example: salvage explain hiv
    Example: salvage explain hiv.outlook
    """
    return _page("explain", words, section, detail)


def lines(words: OneOf, detail: Detail = False) -> Page:
    """The lines of treatment of a condition, first to last.

    \b
    Example: salvage lines hiv
    Example: salvage lines cancer --detail
    """
    return _page("lines", words, "lines", detail)


def side_effects(words: OneOf, detail: Detail = False) -> Page:
    """Side effects, urgent ones first, then by treatment.

    \b
    Example: salvage side-effects cancer
    Example: salvage side-effects hiv --plain
    """
    return _page("side-effects", words, "side-effects", detail)


def urgent(words: Words = None, detail: Detail = False) -> Page:
    """Signs that need help now, and how fast.

    \b
    Example: salvage urgent cancer
    Example: salvage urgent
    """
    return _page("urgent", words, "urgent", detail)


def questions(words: Words = None) -> Page:
    """Questions to take to your visit, with room to write.

    \b
    Example: salvage questions hiv
    Example: salvage questions cancer --output sheet.txt
    """
    return _page("questions", words, "questions", False)


def faq(words: Words = None, detail: Detail = False) -> Page:
    """Questions people ask, with answers.

    \b
    Example: salvage faq
    Example: salvage faq hiv
    """
    return _page("faq", words, "faq", detail)


def _page(command: str, words: Sequence[str] | None, section: str | None, detail: bool) -> Page:
    """A condition's page; `hiv.outlook` names the section with the condition."""
    name = " ".join(words or (GENERAL,))
    library = shared.library()
    stem, dot, tail = name.rpartition(".")
    if dot and stem and tail != "toml":
        if section and section != shared.section(tail):
            raise SalvageError("usage", f"`{name}` names a section, and {section} is asked for", "name one")
        name, section = stem, tail
    dossier = library.find(name)
    return compose(
        dossier,
        command,
        shared.section(section),
        detail=detail,
        today=shared.today(),
        hash=shared.hash_of(library),
    )
