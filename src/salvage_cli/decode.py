"""Parsed TOML to records, by reading their annotations. Knows no medicine.

Every problem is found (up to a hundred), not only the first. Nothing that the types do not name gets through:
a misspelt safety key must be an error, never silence. Every string is cleaned here, once.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Generic, Literal, NewType, TypeVar, get_args, get_origin

from salvage_cli.clean import clean
from salvage_cli.knowledge import Address, IdKind
from salvage_cli.problems import MOST, Finding, KeyPath
from salvage_cli.record import Record

FIELD_LIMIT = 20_000
"""Characters in one string."""
HUGE = 2**63
"""Numbers are smaller than this."""

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_ID = "ids are made of a-z, 0-9 and hyphens, in at most three parts joined by dots"

R = TypeVar("R", bound=Record)


Trail = tuple[Any, ...]
"""Where something stands, as (where the table stands, key): one short tuple for each step."""

Mention = tuple[IdKind, str, Trail]
"""An id in a file: of which kind, which, and where. What it leads to is for the library to say."""


class Decoded(Record, Generic[R]):
    """What a table holds: a record unless there are findings, and every id it mentions."""

    record: R | None
    findings: list[Finding]
    mentions: list[Mention]


def decode(kind: type[R], table: object, path: Trail = ()) -> Decoded[R]:
    """The record that `table` describes, and every problem in it, at its key."""
    decoder = _Decoder()
    record = None
    with suppress(_Enough):
        record = decoder.record(kind, table, path)
    return Decoded(None if decoder.findings else record, decoder.findings, decoder.mentions)


def decode_each(kind: type[R], tables: Mapping[str, object]) -> tuple[dict[str, R], list[Finding]]:
    """The records of those tables that are right, by id; and every problem in the others."""
    records: dict[str, R] = {}
    findings: list[Finding] = []
    for id, table in tables.items():
        decoded = decode(kind, table, ((), id))
        if decoded.record is not None:
            records[id] = decoded.record
        findings += decoded.findings[: MOST - len(findings)]
    return records, findings


def taken(kind: type[R], table: dict[str, Any]) -> R:
    """The record of a table that was decoded once already, before it came with the program.

    It takes the values as they stand and must not be given anything else.
    """
    for name, read in _nested(kind).items():  # type: ignore[arg-type]  # as in `_Decoder.record`
        if name in table:
            table[name] = read(table[name])
    return kind.made_of(table)


@cache
def _nested(kind: Any) -> dict[str, Callable[[Any], Any]]:
    """How to take those fields of a record that hold more than one plain value."""
    found: dict[str, Callable[[Any], Any]] = {}
    for name, annotation in annotated(kind).items():
        if isinstance(annotation, types.UnionType):
            annotation = get_args(annotation)[0]
        if isinstance(annotation, type) and issubclass(annotation, Record):
            found[name] = partial(taken, annotation)
        elif get_origin(annotation) is tuple:
            inner = get_args(annotation)[0]
            is_record = isinstance(inner, type) and issubclass(inner, Record)
            found[name] = partial(_all_taken, inner) if is_record else tuple
    return found


def _all_taken(kind: type[R], tables: list[dict[str, Any]]) -> tuple[R, ...]:
    return tuple([taken(kind, table) for table in tables])


class _Enough(Exception):
    """So much is wrong that the rest is not looked at."""


class _Decoder:
    """One pass over one table; what is wrong gathers in `findings`, ids in `mentions`."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.mentions: list[Mention] = []

    def record(self, kind: type[Record], table: object, path: Trail) -> Any:
        if not isinstance(table, dict):
            inside = ", ".join(f"{key} = …" for key in kind.required_)
            one = f"write [{_name(path)}], with one bracket: there is only one"
            return self.expected(path, "a table", table, one if _is_top(path) else f"write {{ {inside} }}")
        plan = _plan(kind)  # type: ignore[arg-type]  # mypy takes the class for its instances
        values: dict[str, Any] = {}
        meant: set[str] = set()
        for key, raw in table.items():
            if (read := plan.get(key)) is None:
                meant.add(self.unknown(key, plan, path))
            else:
                values[key] = read(self, raw, (path, key))
        if not (all(values.values()) and all(map(values.__contains__, kind.required_))):
            self.lacking(kind, values, meant, path)
        return kind.made_of(values) if not self.findings else None

    def unknown(self, key: str, plan: Iterable[str], path: Trail) -> str:
        """A key that cannot stand here; and the one that was meant, or nothing."""
        guess = guessed(key, plan)
        hint = f"did you mean `{guess}`?" if guess else f"use one of: {', '.join(plan)}"
        message = f"`{clean(key[:40])}` is not a key that can stand here"
        self.found((path, key), message, hint, "unknown-key")
        return guess

    def lacking(self, kind: Any, values: Mapping[str, Any], meant: set[str], path: Trail) -> None:
        """Required keys that are not there, nor meant by another; and required lists with nothing in them."""
        for name in kind.required_:
            cited = name == "cites"
            if name not in values:
                if name not in meant:
                    from salvage_cli.syntax import to_add  # only a faulty file needs it

                    hint = to_add(annotated(kind)[name], (*flat(path), name))
                    self.found(path, f"`{name}` is missing", hint, "uncited" if cited else "missing-key")
            elif values[name] == ():
                hint = "it needs at least one source" if cited else "it needs at least one entry"
                self.found((path, name), f"`{name}` is empty", hint, "uncited" if cited else "empty")

    def optional_text(self, raw: object, path: Trail) -> Any:
        return self.text(raw, path, "write the text, or remove the key")

    def text(self, raw: object, path: Trail, hint: str = "write the text") -> Any:
        if not isinstance(raw, str):
            return self.expected(path, "text in quotes", raw)
        if (
            raw.isascii()
            and raw.isprintable()
            and raw[:1] > " "
            and raw[-1:] > " "
            and len(raw) <= FIELD_LIMIT
        ):
            return raw  # nearly every string: what `clean` would leave as it is
        if not (text := clean(raw)):
            self.found(path, f"`{_name(path)}` is empty", hint, "empty")
        elif len(text) > FIELD_LIMIT:
            self.found(path, f"is longer than {FIELD_LIMIT:,} characters", "split it", "too-long")
        return text

    def address(self, raw: object, path: Trail) -> Any:
        if not isinstance(raw, str):
            return self.expected(path, "text in quotes", raw)
        from salvage_cli.address import is_address  # not needed for what came with the program

        if not is_address(raw):
            hint = "write all of it, in ASCII and without a user name: https://example.org/page"
            self.found(
                path, f"`{_name(path)}` is not an http or https address: {_shown(raw)}", hint, "address"
            )
        return raw

    def day(self, raw: object, path: Trail) -> Any:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw
        hint = "write it as 2026-11-22, without quotes and without a time"
        return self.expected(path, "a date such as 2026-11-22, without quotes", raw, hint)

    def number(self, raw: object, path: Trail) -> Any:
        if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < HUGE:
            return raw
        quoted = isinstance(raw, str) and raw.strip().isdigit()
        hint = "write it without quotes" if quoted else "write a whole number, from 0 on, without quotes"
        return self.expected(path, "a whole number from 0 on", raw, hint)

    def flag(self, raw: object, path: Trail) -> Any:
        if isinstance(raw, bool):
            return raw
        return self.expected(path, "true or false", raw, "write true or false, without quotes")

    def choice(self, choices: tuple[str, ...], raw: object, path: Trail) -> Any:
        if raw not in choices:
            guess = guessed(raw, choices) if isinstance(raw, str) else ""
            hint = f"did you mean `{guess}`? " * bool(guess) + f"use one of: {', '.join(choices)}"
            self.found(path, f"{_shown(raw)} is not one of the choices", hint, "wrong-choice")
        return raw

    def found(self, path: Trail, message: str, hint: str, rule: str) -> None:
        self.findings.append(Finding(flat(path), message, hint, rule))
        if len(self.findings) >= MOST:
            raise _Enough

    def expected(self, path: Trail, what: str, raw: object, hint: str = "") -> Any:
        message = f"`{_name(path)}` should be {what}, not {_shown(raw)}"
        self.found(path, message, hint or f"write {what}", "wrong-type")
        return None


Reader = Callable[[_Decoder, Any, Trail], Any]


@cache
def _plan(kind: Any) -> dict[str, Reader]:
    """How each field of a record is read: its annotation taken apart, once per class."""
    plan = {name: _reader(annotation) for name, annotation in annotated(kind).items()}
    optional = (name for name, read in plan.items() if read is _Decoder.text and name not in kind.required_)
    return plan | dict.fromkeys(optional, _Decoder.optional_text)


def annotated(kind: Any) -> dict[str, Any]:
    """The annotation of every field, those of the base classes with them."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        found |= getattr(base, "__annotations__", {})
    return {name: found[name] for name in kind.__match_args__}


def _reader(annotation: Any) -> Reader:
    """How a value of this type is read: X, X | None, tuple[X, ...] or Mapping[id, X]."""
    if isinstance(annotation, types.UnionType):
        annotation = get_args(annotation)[0]
    match get_origin(annotation):
        case origin if origin is tuple:
            inner = get_args(annotation)[0]
            return _listed(_reader(inner), isinstance(inner, type) and issubclass(inner, Record))
        case origin if origin is Mapping:
            key, value = get_args(annotation)
            return _keyed(isinstance(key, NewType), _reader(value))
        case origin if origin is Literal:
            choices = get_args(annotation)
            return lambda decoder, raw, path: decoder.choice(choices, raw, path)
    simple: dict[Any, Reader] = {
        str: _Decoder.text,
        int: _Decoder.number,
        bool: _Decoder.flag,
        date: _Decoder.day,
        Address: _Decoder.address,
    }
    if isinstance(annotation, NewType):
        return _id_of(annotation)
    return simple.get(annotation) or (lambda decoder, raw, path: decoder.record(annotation, raw, path))


def _id_of(kind: Any) -> Reader:
    def read(decoder: _Decoder, raw: object, path: Trail) -> Any:
        if not isinstance(raw, str):
            return decoder.expected(path, "an id in quotes", raw)
        if not is_id(raw):
            decoder.found(path, f"{_shown(raw)} is not an id", _ID, "bad-id")
        decoder.mentions.append((kind, raw, path))
        return raw

    return read


def _listed(read: Reader, of_tables: bool) -> Reader:
    def several(decoder: _Decoder, raw: object, path: Trail) -> Any:
        if not isinstance(raw, list):
            hint = "put it into square brackets: [ ]"
            if of_tables and _is_top(path):
                hint = f"write [[{_name(path)}]], with two brackets: there may be several"
            return decoder.expected(path, "a list", raw, hint)
        return tuple([read(decoder, item, (path, i)) for i, item in enumerate(raw)])

    return several


def _keyed(by_id: bool, read: Reader) -> Reader:
    def several(decoder: _Decoder, raw: object, path: Trail) -> dict[str, Any]:
        if by_id and not (isinstance(raw, dict) and all(isinstance(item, dict) for item in raw.values())):
            hint = f"write the id of each into its header: [{_name(path)}.short-name]"
            decoder.found(path, f"`{_name(path)}` should be tables, each with an id", hint, "wrong-type")
            return {}
        if not isinstance(raw, dict):
            return decoder.expected(path, "a table", raw) or {}
        for key in raw if by_id else ():
            if not is_id(key):
                decoder.found((path, key), f"{_shown(key)} is not an id", _ID, "bad-id")
        return {clean(key): read(decoder, item, (path, key)) for key, item in raw.items()}

    return several


@cache
def is_id(text: str) -> bool:
    """One to three parts of at most 64 of a-z, 0-9 and, but for the first, hyphens; joined by dots."""
    parts = text.split(".")
    return len(parts) <= 3 and all(
        0 < len(part) <= 64 and part[0] != "-" and not part.strip(_ID_LETTERS) for part in parts
    )


def flat(trail: Trail) -> KeyPath:
    """A trail from its beginning: ((((), "line"), 3), "cites") is ("line", 3, "cites")."""
    path: list[str | int] = []
    while trail:
        trail, step = trail
        path.append(step)
    return tuple(reversed(path))


def _is_top(trail: Trail) -> bool:
    """Whether something stands at the top of a file, where a table has a header."""
    return len(flat(trail)) == 1


def _name(trail: Trail) -> str:
    return clean(next((part for part in reversed(flat(trail)) if isinstance(part, str)), "this file"))


def _shown(raw: object) -> str:
    match raw:
        case bool():
            return "true or false"
        case dict():
            return "a table"
        case list():
            return "a list"
        case str():
            return f'"{clean(raw[:40])}"'
        case int() | float():
            return f"the number {raw}" if abs(raw) < HUGE else "a number like this"
        case _:
            return "a date or time"


def guessed(key: str, known: Iterable[str]) -> str:
    """For a word that is not known: the one that was meant, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(key[:64], known, n=1, cutoff=0.6)
    return near[0] if near else ""
