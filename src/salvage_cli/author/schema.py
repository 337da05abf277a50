"""JSON Schema (2020-12) of the knowledge files, made from the types that decode them.

It says what one file can say of itself: keys, types, choices, how ids and dates are written. Whether
an id leads anywhere is for `salvage check`. It has no references, so every editor shows the words beside
a key, also those that know older drafts only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NewType, get_args, get_origin

from salvage_cli.address import ADDRESS, LONGEST
from salvage_cli.author.keys import choices_of, explained
from salvage_cli.decode import FIELD_LIMIT, HUGE, annotated
from salvage_cli.knowledge import Address, Allow, Condition, EffectWords, Source, Term
from salvage_cli.record import Record

Kind = Literal["condition", "effects", "glossary", "sources"]
Schema = dict[str, Any]

VOCABULARIES: dict[Kind, type[Record]] = {"effects": EffectWords, "glossary": Term, "sources": Source}
TITLES: dict[Kind, str] = {
    "condition": "A condition, as salvage reads it",
    "effects": "Side effects, as salvage reads them",
    "glossary": "Hard words, as salvage reads them",
    "sources": "Sources, as salvage reads them",
}
_ID: Schema = {
    "type": "string",
    "pattern": r"^[a-z0-9][a-z0-9-]{0,63}(\.[a-z0-9][a-z0-9-]{0,63}){0,2}$",
}
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string", "pattern": "\\S", "maxLength": FIELD_LIMIT},
    int: {"type": "integer", "minimum": 0, "maximum": HUGE - 1},
    Address: {"type": "string", "pattern": f"^{ADDRESS}$", "maxLength": LONGEST},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def schema(kind: Kind) -> Schema:
    """The schema of a condition file, or of one of the shared vocabularies."""
    if kind == "condition":
        body = _table(Condition)
    else:
        body = _by_id(_table(VOCABULARIES[kind]))
        body["properties"] = {"allow": {"type": "array", "items": _table(Allow)}}
        if kind != "sources":
            body["properties"]["source"] = _by_id(_table(Source))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLES[kind], **body}


def _table(kind: type[Record]) -> Schema:
    """A table: its keys and no others."""
    properties = {}
    for name, annotation in annotated(kind).items():
        held = _value(annotation)
        if name in kind.required_ and held.get("type") == "array":
            held["minItems"] = 1
        properties[name] = {"description": explained(kind, name), **held}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(kind.required_),
        "properties": properties,
    }


def _by_id(held: Schema) -> Schema:
    """Tables by their ids."""
    return {"type": "object", "propertyNames": _ID, "additionalProperties": held}


def _value(annotation: Any) -> Schema:
    """What a key may hold: X, X | None, tuple[X, ...] or Mapping[id, X], as the decoder reads it."""
    if choices := choices_of(annotation):
        return {"type": "string", "enum": list(choices)}
    if isinstance(annotation, NewType):
        return dict(_ID)
    match get_origin(annotation), get_args(annotation):
        case origin, (inner, _) if origin is tuple:
            return {"type": "array", "items": _value(inner)}
        case origin, (_, inner) if origin is Mapping:
            return _by_id(_value(inner))
        case _, (inner, _):
            return _value(inner)
    return dict(_PLAIN[annotation]) if annotation in _PLAIN else _table(annotation)
