"""The floor of a page in a pipe: two commands, one TOML file, its strings printed."""

import sys
from collections.abc import Iterator
from pathlib import Path

import tomli
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def show(path: Path) -> None:
    """Print every string of a TOML file."""
    for text in strings(tomli.loads(path.read_text(encoding="utf-8"))):
        sys.stdout.write(f"{text}\n")


@app.command()
def where(path: Path) -> None:
    """Print the full name of a file."""
    sys.stdout.write(f"{path.resolve()}\n")


def strings(value: object) -> Iterator[str]:
    """Every string in a TOML value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for held in value.values() if isinstance(value, dict) else value:
            yield from strings(held)


app()
