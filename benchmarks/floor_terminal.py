"""The floor of a page on a terminal: as floor.py, but wrapped and printed by Rich.

`show` prints all strings at once, the cheapest way to have Rich wrap them; `each` prints them
one by one, as such a program is more often written.
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
    """Print every string of a TOML file, all at once."""
    console.print("\n".join(strings(tomli.loads(path.read_text(encoding="utf-8")))))


@app.command()
def each(path: Path) -> None:
    """Print every string of a TOML file, one by one."""
    for text in strings(tomli.loads(path.read_text(encoding="utf-8"))):
        console.print(text)


def strings(value: object) -> Iterator[str]:
    """Every string in a TOML value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for held in value.values() if isinstance(value, dict) else value:
            yield from strings(held)


app()
