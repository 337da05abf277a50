"""The floor of a page on a terminal: as floor.py, but printed by Rich.

`show` leaves the breaking of lines to the terminal, the least that Rich can do; `wrap` has Rich
break them between words, as a page does.
"""

from collections.abc import Iterator
from pathlib import Path

import tomli
import typer
from rich.console import Console

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
console = Console(markup=False, emoji=False, highlight=False)


@app.command()
def show(path: Path) -> None:
    """Print every string of a TOML file."""
    console.print(text(path), soft_wrap=True)


@app.command()
def wrap(path: Path) -> None:
    """Print every string of a TOML file, wrapped."""
    console.print(text(path))


def text(path: Path) -> str:
    """The strings of a TOML file, one below the other."""
    return "\n".join(strings(tomli.loads(path.read_text(encoding="utf-8"))))


def strings(value: object) -> Iterator[str]:
    """Every string in a TOML value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for held in value.values() if isinstance(value, dict) else value:
            yield from strings(held)


app()
