"""Commands that make something to hand over: a sheet of paper, a website."""

import os
from bisect import bisect_left
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from salvage_cli.commands import shared
from salvage_cli.output import View, my_card, save, say, show, unwritable
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


def export(what: What, words: Words, output: File = None, format: How = "html") -> int:
    """A sheet to hand out, at most two printed sides; or the whole library as a static website.

    \b
    Example: salvage export handout hiv --output hiv.html
    Example: salvage export site public
    """
    name = " ".join(words)
    match what:
        case "handout":
            _handout(name, View(format, output=output))
        case "site" if output or format != "html":
            raise SalvageError("usage", "a site is a folder of HTML files", "salvage export site DIR")
        case "site":
            _site(Path(name))
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


def _site(folder: Path) -> None:
    from salvage_cli.compose import reference
    from salvage_cli.render import html

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(f"`{folder}`", error) from error
    save(html.render(reference.start(shared.library().heads)), folder / "index.html")
