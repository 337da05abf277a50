"""Commands that find things: passages, words, sources, conditions, folders."""

import os
from functools import partial

from salvage_cli import fingerprint, places
from salvage_cli.clean import clean, shown
from salvage_cli.commands import shared
from salvage_cli.commands.shared import Changed, InCondition, InSection, Limit, Since, Sought, Term, Which
from salvage_cli.knowledge import IdKind, SourceId, TermId
from salvage_cli.library import Library
from salvage_cli.output import say
from salvage_cli.page import Page
from salvage_cli.problems import SalvageError

QUESTION = 2_000
"""Characters of a question that are read: whoever writes much may say the worst last."""


def search(
    words: Sought, condition: InCondition = None, section: InSection = None, limit: Limit = 10
) -> Page:
    """Find the passage that answers a question, in your own words.

    \b
    Example: salvage search thinning hair on chemo
    Example: salvage search "what can I ask" --condition prostate-cancer
    """
    from salvage_cli.compose.search import page
    from salvage_cli.search.answer import answer

    library = shared.library()
    if condition is not None and not condition.strip():
        raise SalvageError("usage", "--condition names no condition", "see salvage search --help")
    where = library.find(condition).slug if condition else None
    question = clean(" ".join(words))[:QUESTION]
    found = answer(library, question, where, shared.section(section), limit)
    if shut := library.shut():
        say(str(next(iter(shut.values()))))
    elif problem := library.first_problem(found.broken):
        say(f"{problem}; {problem.checked}")
    advised = found.advice.pages if found.advice else ()
    slugs = [*advised, *(result.condition for result in found.results)]
    return page(found, partial(library.cited, slugs=slugs))


def define(words: Term = None) -> Page:
    """What a hard word means.

    \b
    Example: salvage define regimen
    Example: salvage define "viral load"
    """
    from salvage_cli.compose import reference

    library = shared.library()
    if not words:
        terms = library.terms()
        _told(library, TermId)
        return reference.terms(terms, library.cited, library.own_terms())
    name = " ".join(words)

    def show() -> Page:
        id, term, own = library.define(name)
        _told(library, TermId)
        return reference.definition(id, term, library.cited, own=own)

    return shared.or_withdrawn(show, "define", name, "term", "effect")


def sources(words: Which = None) -> Page:
    """Where the knowledge comes from, and how far each source was read.

    \b
    Example: salvage sources hiv
    Example: salvage sources
    """
    from salvage_cli.compose import reference
    from salvage_cli.compose.words import OWN_PAGE, OWN_WORD

    library = shared.library()
    if not words:
        held = library.sources()
        _told(library, SourceId)
        return reference.bibliography("Sources", *held)
    name = " ".join(words)

    def show() -> Page:
        try:
            dossier = library.find(name)
        except SalvageError as error:
            for held, label in zip(library.sources(), (None, OWN_WORD), strict=True):
                if name in held:
                    _told(library, SourceId)
                    return reference.bibliography("Source", {name: held[name]}, {}, label=label)
            if error.code == "unknown" and (spoiled := library.spoiled(SourceId)):
                raise SalvageError.unreadable(spoiled[:1]) from None
            raise
        title, label = f"{dossier.condition.name}: sources", None if dossier.shelf.bundled else OWN_PAGE
        return reference.bibliography(title, dossier.lookup.whole(), {}, dossier.slug, label)

    return shared.or_withdrawn(show, "sources", name, "source")


def _told(library: Library, kind: IdKind) -> None:
    """Say which of the reader's own files are not all right; what else they add is shown."""
    for problem in library.spoiled(kind):
        say(f"{problem}; {problem.checked}")


def changes(words: Changed = None, since: Since = None) -> Page:
    """What was added, changed or withdrawn in the knowledge, and why.

    \b
    Example: salvage changes hiv
    Example: salvage changes --since 2026-11-22
    """
    from salvage_cli.changes import changes, concerning
    from salvage_cli.compose.changes import log

    library = shared.library()
    start = shared.day(since, "--since") if since else None
    found = changes(library, start)
    if not words:
        return log(found, None, None, start)
    name = " ".join(words)
    if concerning(changes(library), name) and library.head(name) is None:
        return log(concerning(found, name), name, None, start)
    dossier = library.find(name)
    return log(concerning(found, dossier.slug), dossier.condition.name, dossier.slug, start)


def list_() -> Page:
    """The conditions there are; one name a line in a pipe.

    \b
    Example: salvage list
    Example: salvage list --format json
    """
    from salvage_cli.compose import reference
    from salvage_cli.own_files import own_files

    library = shared.library()
    files = own_files(library)  # what is wrong with them is said; the others are listed
    shut = library.shut()
    for problem in shut.values():
        say(str(problem))
    for file in files:
        if file.problem and file.shelf not in shut:
            say(f"{file.problem}; {file.problem.checked}")
    return reference.listing(library.heads, {file.slug for file in files if file.problem and not file.behind})


def where_() -> Page:
    """Which folders are read, in which order, and why.

    \b
    Example: salvage where
    Example: SALVAGE_PATH=my-folder salvage where
    """
    from salvage_cli.compose.where import where

    library = shared.library()
    index = shown(library.index or "none: there is no home folder; it is held in memory")
    folder = library.bundled.folder
    changed = fingerprint.changed(folder) if places.is_installed(folder) else None
    return where(library, places.unused(os.environ), _card(), index, shared.hash_of(library), changed)


def _card() -> tuple[tuple[str, str], ...]:
    """Where the reader's card is, and whether it is used."""
    from salvage_cli.readers_card import read_card

    path = places.card(os.environ)
    if path is None:
        return (("none", "there is no home folder to keep it in"),)
    if not os.path.lexists(path):
        return ((shown(path), "does not exist; salvage card makes one"),)
    found = read_card(path)
    if isinstance(found, list):
        return ((shown(path), "is not used, because of this:"), *((str(problem), "") for problem in found))
    return ((shown(path), "is shown where a page says to call" if found.said else "says nothing"),)
