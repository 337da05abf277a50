"""What Tab offers: conditions by any of their names, sections, and words of the glossary.

Names come from the index while it is fresh, so that a large library costs no more than a small one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import typer

from salvage_cli.commands import COMMANDS
from salvage_cli.library import Library
from salvage_cli.names import plain
from salvage_cli.problems import SalvageError
from salvage_cli.sections import TITLES

BETWEEN = {ord("."): None, ord("-"): None}
MOST = 100
"""Words offered at once: a shell asks before it shows more."""


def conditions(context: typer.Context, incomplete: str) -> list[str]:
    """Names and aliases, or every condition where nothing is typed yet; after `hiv.` the sections."""
    stem, dot, tail = incomplete.rpartition(".")
    if dot and stem:
        return _harmless(f"{stem}.{section}" for section in sections(tail))
    library, begun = Library.of(os.environ), _begun(context)
    if not begun and not incomplete:
        return library.ask(lambda names: names.slugs(MOST))
    return _rest(library.ask(lambda names: names.starting(_typed(begun, incomplete), MOST)), begun)


def sections(incomplete: str) -> list[str]:
    """The ids of the sections."""
    return [section for section in TITLES if section.startswith(incomplete)]


def subjects(incomplete: str) -> list[str]:
    """What there is help on."""
    from salvage_cli.manual.topics import TOPICS

    return [name for name in (*COMMANDS, *TOPICS) if name.startswith(incomplete)]


def terms(context: typer.Context, incomplete: str) -> list[str]:
    """Names and other words of the glossary."""
    try:
        found = Library.of(os.environ).terms().values()
    except SalvageError:
        return []
    begun = _begun(context)
    start = _typed(begun, incomplete)
    words = sorted({plain(word) for term in found for word in (term.name, *term.also)})
    return _rest([word for word in words if word.startswith(start)][:MOST], begun)


def _begun(context: typer.Context) -> list[str]:
    """The words of a name that stand before the one that is being typed."""
    words = context.params.get("words") or []
    return [str(word) for word in words]


def _typed(begun: list[str], incomplete: str) -> str:
    """All that was typed of a name, in its plain form: after `prostate `, `prostate-`."""
    return plain(" ".join((*begun, incomplete))) + "-" * (bool(begun) and not incomplete)


def _rest(names: Iterable[str], begun: list[str]) -> list[str]:
    """Names without the words that were typed already: after `prostate`, `prostate-cancer` is `cancer`."""
    typed = plain(" ".join(begun)).count("-") + 1 if begun else 0
    left = ("-".join(name.split("-")[typed:]) for name in names)
    return _harmless(dict.fromkeys(word for word in left if word))


def _harmless(words: Iterable[str]) -> list[str]:
    """Words of letters, digits, dots and hyphens: no shell may ever see more in one than a word.

    Names come from files, and a shell puts what is offered on a line that is run next.
    """
    return [word for word in words if word.translate(BETWEEN).isalnum() and not word.startswith("-")]
