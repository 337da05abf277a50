"""Commands that make something to hand over."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from salvage_cli.commands import shared
from salvage_cli.output import save, unwritable
from salvage_cli.problems import EXIT

What = Annotated[Literal["site"], typer.Argument(metavar="site", help="The whole library as a website.")]
Words = Annotated[list[str], typer.Argument(metavar="DIR", help="The folder of the site.")]


def export(what: What, words: Words) -> int:
    """The whole library as a static website.

    \b
    Example: salvage export site public
    Example: salvage export site my-website
    """
    match what:
        case "site":
            _site(Path(" ".join(words)))
    return EXIT["shown"]


def _site(folder: Path) -> None:
    from salvage_cli.compose import reference
    from salvage_cli.render import html

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(f"`{folder}`", error) from error
    save(html.render(reference.start(shared.library().heads)), folder / "index.html")
