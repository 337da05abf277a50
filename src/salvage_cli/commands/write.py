"""Commands for those who write pages: one to fill in, and what editors check it against."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from salvage_cli import places
from salvage_cli.author.schema import Kind
from salvage_cli.library import Library
from salvage_cli.output import save, say, write
from salvage_cli.problems import EXIT, SalvageError
from salvage_cli.render.degrade import fitted
from salvage_cli.toml_file import TomlFile, read

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The page's short name: a-z, 0-9 and hyphens.")]
File = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="Write it there; - is the screen.")
]
Replace = Annotated[bool, typer.Option("--replace", help="It takes the place of a bundled page.")]
Which = Annotated[Kind, typer.Argument(metavar="[condition|effects|glossary|sources]", help="Of which file.")]


def new(slug: Slug, output: File = None, replace: Replace = False) -> int:
    """A page to fill in: every key, in order, with what it is for.

    \b
    Example: salvage new my-disease
    Example: salvage new my-disease --output drafts/my-disease.toml
    """
    from salvage_cli.author import names, skeleton

    names.check(slug, Library(places.bundled()), replace)
    page = skeleton.skeleton(slug)
    if output == Path("-"):
        write(fitted(page, getattr(sys.stdout, "encoding", None) or "ascii"))
        return EXIT["shown"]
    path = output or Path(f"{slug}.toml")
    path = path / f"{slug}.toml" if path.is_dir() else path
    if path.suffix != ".toml":  # else `explain` would not take it for a page
        hint = f"name a folder that is there, or a file such as {path.with_suffix('.toml')}"
        raise SalvageError("usage", f"`{path}` is no folder, and not the name of a TOML file", hint)
    _create(path, page)
    # The page's first line looks for it there; that of another version is replaced.
    beside = path.with_name(skeleton.SCHEMA)
    if _is_ours(beside):
        try:
            save(_schema("condition"), beside)
        except SalvageError:
            with suppress(OSError):
                path.unlink()
            raise
    else:
        say(f"`{beside}` is not from salvage and is left as it is; salvage schema prints ours")
    shown = quote(str(path) if os.path.dirname(path) else f"./{path}")
    say(f"wrote {shown}: fill it in, then salvage check {shown} and salvage explain {shown}")
    return EXIT["shown"]


def _is_ours(path: Path) -> bool:
    """Whether a schema may be written here: nothing is there, or one of ours, of whichever version."""
    from salvage_cli.author.schema import TITLES

    held = read(path) if os.path.lexists(path) else None
    return held is None or (isinstance(held, TomlFile) and f'"{TITLES["condition"]}"'.encode() in held.data)


def schema(kind: Which = "condition") -> int:
    """What may stand in a file of knowledge, as JSON Schema for editors.

    \b
    Example: salvage schema
    Example: salvage schema effects
    """
    write(_schema(kind))
    return EXIT["shown"]


def _schema(kind: Kind) -> str:
    import json

    from salvage_cli.author.schema import schema

    return json.dumps(schema(kind), indent=2) + "\n"


def _create(path: Path, text: str) -> None:
    """Into a file that is not there yet. Raises SalvageError: it is, or cannot be written."""
    if os.path.lexists(path):
        hint = "choose another short name, or put this one into another folder with --output FOLDER"
        raise SalvageError("unwritable", f"`{path}` is there already and is left as it is", hint)
    save(text, path)
