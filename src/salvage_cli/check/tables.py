"""What stands in parsed TOML, whatever a stranger wrote: anything may stand where a table is expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from salvage_cli.problems import KeyPath

Table = dict[str, Any]


def tables_in(value: object) -> Iterator[tuple[int, Table]]:
    """The tables of a list, with their places."""
    if isinstance(value, list):
        yield from ((place, held) for place, held in enumerate(value) if isinstance(held, dict))


def texts_in(value: object) -> list[str]:
    """The strings of a list."""
    return [held for held in value if isinstance(held, str)] if isinstance(value, list) else []


def every_text(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every string, with where it stands."""
    match value:
        case str():
            yield path, value
        case dict():
            for key, held in value.items():
                yield from every_text(held, (*path, key))
        case list():
            for place, held in enumerate(value):
                yield from every_text(held, (*path, place))


def cited_in(value: object) -> Iterator[str]:
    """Every source id that anything cites."""
    match value:
        case dict():
            yield from texts_in(value.get("cites"))
            for held in value.values():
                yield from cited_in(held)
        case list():
            for held in value:
                yield from cited_in(held)
