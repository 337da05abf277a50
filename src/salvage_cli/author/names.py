"""Whether a new page can have a name."""

from __future__ import annotations

from salvage_cli.library import GENERAL, Library
from salvage_cli.names import DEVICES, either, is_slug, plain
from salvage_cli.places import NO_CONDITIONS
from salvage_cli.problems import SalvageError

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
RESERVED = {*DEVICES, *NO_CONDITIONS, GENERAL}


def check(slug: str, bundled: Library, replace: bool) -> None:
    """Nothing, if a page can be called `slug`. Raises SalvageError (usage): why not, and what to do."""
    if slug in DEVICES:
        raise _refused(slug, "a name that Windows keeps for itself", "choose another")
    if not is_slug(slug) or slug != slug.strip("-"):
        better = "".join(letter for letter in plain(slug) if letter in LETTERS).strip("-")[:64]
        such = f", such as {better}" if better and better not in RESERVED else ""
        hint = f"use a-z, 0-9 and hyphens, at most 64{such}"
        raise SalvageError("usage", f"“{slug}” cannot be the short name of a page", hint)
    if slug in NO_CONDITIONS:
        raise _refused(slug, "the name of a file that is no page", "choose another")
    if slug == GENERAL:
        raise _refused(slug, "the page on salvage therapy itself", "choose another")
    if slug in bundled.heads:
        if replace:
            return
        hint = "--replace makes one that takes its place; its urgent signs stay above yours"
        raise _refused(slug, "a page that came with the program", hint)
    if found := bundled.names.named(slug):
        slugs = sorted({name.slug for name in found})
        hint = f"choose a name of its own, or --replace with the name {either(slugs)}"
        raise _refused(slug, f"another name of {either(slugs)}", hint)


def _refused(slug: str, what: str, hint: str) -> SalvageError:
    return SalvageError("usage", f"“{slug}” is {what}", hint)
