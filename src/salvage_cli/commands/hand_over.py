"""Commands that make something to hand over: a sheet of paper, a website."""

import os
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import typer

from salvage_cli.commands import shared
from salvage_cli.knowledge import SourceId, TermId
from salvage_cli.output import View, my_card, say, show
from salvage_cli.problems import EXIT, SalvageError

What = Annotated[
    Literal["handout", "site"],
    typer.Argument(metavar="handout|site", help="A sheet of two sides; the whole library as a website."),
]
Words = Annotated[
    list[str], typer.Argument(metavar="CONDITION or DIR", help="Whose sheet; the folder of the site.")
]
File = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write the sheet to a file.")]
How = Annotated[Literal["html", "text"], typer.Option("--format", help="How to write the sheet.")]
Base = Annotated[
    str, typer.Option("--base", metavar="ADDRESS", help="Where the site will be: https://salvage.example/.")
]
Force = Annotated[
    bool, typer.Option("--force", help="Write the site into a folder that holds something else too.")
]


def export(
    what: What,
    words: Words,
    output: File = None,
    format: How = "html",
    base: Base = "",
    force: Force = False,
) -> int:
    """A sheet to hand out, at most two printed sides; or the whole library as a static website.

    \b
    Example: salvage export handout hiv --output hiv.html
    Example: salvage export site public
    """
    name = " ".join(words)
    match what:
        case "handout" if base or force:
            raise SalvageError("usage", "a handout is one file", "salvage export handout hiv --output FILE")
        case "handout":
            _handout(name, View(format, output=output))
        case "site" if output or format != "html":
            raise SalvageError("usage", "a site is a folder of HTML files", "salvage export site DIR")
        case "site":
            _site(Path(name), _address(base), force)
    return EXIT["shown"]


def _handout(name: str, view: View) -> None:
    """The longest sheet that fits on two sides of A4 and of Letter."""
    from salvage_cli.compose import handout
    from salvage_cli.render.html import paper

    library = shared.library()
    dossier = library.find(name)
    mine = my_card(os.environ)
    sheet = partial(handout.sheet, dossier, today=shared.today(), hash=shared.hash_of(library), mine=mine)
    extents = handout.extents(dossier)
    longest = bisect_left(extents, True, key=lambda extent: paper.fits(sheet(extent)))
    if longest == len(extents):
        say("this sheet may need more than two sides: what is urgent is never shortened")
    show(sheet(extents[min(longest, len(extents) - 1)]), view, os.environ)


def _site(folder: Path, base: str, force: bool) -> None:
    """Every page into a folder; what was done is one sentence on stderr."""
    from salvage_cli.site.export import export
    from salvage_cli.site.folder import Folder
    from salvage_cli.site.pages import Site

    library = shared.library()
    site = Site(library.heads, shared.today(), shared.hash_of(library), base)
    done = export(library, Folder(folder), site, force, _progress(len(site.heads)))
    for problem in done.problems:
        say(problem)
    for spoiled in library.spoiled(TermId, SourceId):
        say(f"{spoiled}; {spoiled.checked}")
    for path in done.kept:
        say(f"{folder / path} was changed since it was written, so it was left; nothing links to it")
    written = f"{done.written} file{'s' * (done.written != 1)} written"
    say(f"{folder}: {written}, {done.unchanged} unchanged, {done.removed} removed")


def _address(base: str) -> str:
    """The address of a site, with a slash at its end. Raises SalvageError: usage."""
    from salvage_cli.address import is_address

    if base and (not is_address(base) or any(urlsplit(base)[3:])):
        raise SalvageError("usage", f"`--base {base}` is no address", "write it as https://salvage.example/")
    return f"{base.rstrip('/')}/" if base else ""


def _progress(size: int) -> Callable[[int], None]:
    """Says on a terminal how far it is, from the second second on, a few times a second."""
    wait = time.monotonic() + 1
    shown = False

    def tell(done: int) -> None:
        nonlocal wait, shown
        if sys.stderr is None or not sys.stderr.isatty():
            return
        if done < size and time.monotonic() > wait:
            print(f"\r{done:,} of {size:,} conditions", end="", file=sys.stderr, flush=True)
            wait, shown = time.monotonic() + 0.2, True
        elif done == size and shown:
            print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
            shown = False

    return tell
