"""Commands that show a page of a condition: each a way into the same page."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from shlex import quote

from salvage_cli import places
from salvage_cli.commands import shared
from salvage_cli.commands.shared import Detail, InSection, OneOf, Place, Words
from salvage_cli.compose.condition import condition as compose
from salvage_cli.library import GENERAL, Dossier
from salvage_cli.names import either, is_slug, near
from salvage_cli.output import say
from salvage_cli.page import Page
from salvage_cli.problems import SalvageError
from salvage_cli.sections import TITLES, entries


def explain(words: Place = None, section: InSection = None, detail: Detail = False) -> Page:
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
    """A condition's page; `hiv.outlook` names the section with the condition, an id that of the entry."""
    name = " ".join(words or (GENERAL,))
    show = partial(_composed, command, name, section, detail)
    page = shared.or_withdrawn(show, command, name, "page", "entry")
    if (file := places.page_file(name)) is not None:
        _told(file)
    return page


def _told(file: Path) -> None:
    """How much `salvage check` finds in a page that is looked at while it is written."""
    from salvage_cli.check.report import summary
    from salvage_cli.check.run import check

    found = check([file], os.environ, shared.today())
    if any(problem.severity != "notice" for problem in found.problems):
        say(f"{summary(found)} salvage check {quote(str(file))} says what and where")


def _composed(command: str, name: str, section: str | None, detail: bool) -> Page:
    library = shared.library()
    whose, tail, entry = _parts(name)
    if tail is not None:
        if section and section != shared.section(tail):
            raise SalvageError("usage", f"`{name}` names a section, and {section} is asked for", "name one")
        section = tail
    dossier = library.find(whose)
    if entry:
        _expect(entry, dossier)
    return compose(
        dossier,
        command,
        shared.section(section),
        detail=detail,
        today=shared.today(),
        hash=shared.hash_of(library),
    )


def _parts(name: str) -> tuple[str, str | None, str | None]:
    """Condition, section and id that a name holds: `hiv`, `hiv.lines`, `hiv.lines.new-classes`."""
    if places.page_file(name) is not None:
        return name, None, None
    parts = name.split(".")
    if len(parts) == 3 and all(map(is_slug, parts)):
        return parts[0], parts[1], name
    stem, dot, tail = name.rpartition(".")
    # The dot of `H. pylori` ends no word.
    if dot and stem and not tail.startswith(" "):
        return stem, tail, None
    return name, None, None


def _expect(id: str, dossier: Dossier) -> None:
    """Raises SalvageError: unknown, where a condition has no entry of that id."""
    known = [entry.id for section in TITLES for entry in entries(dossier.condition, section)]
    known += [example.id for line in dossier.condition.line for example in line.example]
    if id not in known:
        close = near(id, known)
        hint = (
            f"did you mean {either(close)}?" if close else f"see salvage explain {dossier.slug} --format json"
        )
        raise SalvageError("unknown", f"there is no entry called “{id}”", hint)
