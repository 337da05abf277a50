"""Condition files made of the made-up one, which uses every key: one text changed, or all of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import tomli

from tests.library import UNSHOWN

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
SPECIMEN = (KNOWLEDGE / "conditions" / "exampleitis.toml").read_text(encoding="utf-8")
VOCABULARIES = ("effects", "glossary", "sources")
UNTOUCHED = UNSHOWN - {"aliases", "ambiguous", "phrases"} | {"url", "copy"}
"""Keys whose strings must be what they are, or the file cannot be read."""


def filled(text: str, data: str = SPECIMEN, *, every: bool = True) -> dict[str, Any]:
    """The tables of a page with `text` before and behind each text that may hold anything."""

    def within(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: within(held, name) for name, held in value.items()}
        if isinstance(value, list):
            return [within(held, key) for held in value]
        if not isinstance(value, str) or key in UNTOUCHED:
            return value
        return f"{text} {value} {text}"

    found: dict[str, Any] = within(tomli.loads(data), "")
    return found


def written(tables: dict[str, Any]) -> bytes:
    """Tables as TOML, one key a line; what stands in a key is written between braces."""
    return "".join(f"{name} = {_value(held)}\n" for name, held in tables.items()).encode()


def _value(held: Any) -> str:
    match held:
        case str():
            return quoted(held)
        case dict():
            return f"{{{', '.join(f'{quoted(name)} = {_value(inner)}' for name, inner in held.items())}}}"
        case list():
            return f"[{', '.join(map(_value, held))}]"
        case bool():
            return str(held).lower()
        case _:
            return str(held)


def quoted(text: str) -> str:
    """A text as TOML has it: what TOML forbids is escaped, all else stands as it is."""
    return '"' + re.sub(r'[\x00-\x1f\x7f"\\]', lambda found: f"\\u{ord(found[0]):04x}", text) + '"'


def changed(old: str, new: str | bytes, *, count: int = 1) -> bytes:
    """The specimen with one place changed, as bytes; the place has to be there."""
    data = SPECIMEN.encode("utf-8")
    assert old.encode() in data, old
    return data.replace(
        old.encode(), new.encode("utf-8", "surrogatepass") if isinstance(new, str) else new, count
    )


def added(table: str | bytes) -> bytes:
    """The specimen with something more at its end."""
    return (
        SPECIMEN.encode()
        + b"\n"
        + (table.encode("utf-8", "surrogatepass") if isinstance(table, str) else table)
    )


def led(key: str | bytes) -> bytes:
    """The specimen with a key more at its beginning."""
    return (key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key) + b"\n" + SPECIMEN.encode()


def shelf(folder: Path, **pages: bytes) -> Path:
    """A folder of one's own: the made-up vocabularies and these condition files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in VOCABULARIES:
        (folder / f"{name}.toml").write_bytes((KNOWLEDGE / f"{name}.toml").read_bytes())
    (folder / "conditions").mkdir()
    for slug, data in {"exampleitis": SPECIMEN.encode(), **pages}.items():
        (folder / "conditions" / f"{slug}.toml").write_bytes(data)
    return folder
