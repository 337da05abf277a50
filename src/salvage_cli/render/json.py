"""The JSON envelope, the same for every command: the records behind a page, not its layout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from salvage_cli import __version__, fingerprint, places
from salvage_cli.compose import words
from salvage_cli.knowledge import Disagreement, Entry
from salvage_cli.page import Answer, Page, Section
from salvage_cli.problems import SalvageError
from salvage_cli.record import Record

SCHEMA_VERSION = 1
"""Goes up when a key changes its meaning or goes; new keys may come at any time."""


def render(page: Page, *, indent: int | None = 2) -> str:
    """The page as one JSON object, ASCII only, keys in a fixed order; on one line without `indent`."""
    if page.answer:
        return _searched(page, page.answer)
    sections = [_section(section) for section in page.sections]
    cited = dict.fromkeys(_cited([page.card, [section["items"] for section in sections]]))
    return _written(
        {
            "schema_version": SCHEMA_VERSION,
            "command": page.command,
            "library": library(),
            "notice": words.NOTICE,
            "page": {
                "condition": page.condition,
                "title": page.title,
                "warnings": page.warnings,
                "checked": page.checked,
                "check_due": page.due,
                "signed_by": page.signed_by,
                "label": page.label,
                "card": page.card,
                "sections": sections,
                "sources": [{"id": id, **_plain(source)} for id, source in page.sources(cited).items()],
            },
        },
        indent,
    )


def _searched(page: Page, answer: Answer) -> str:
    """An answer has its query, outcome, advice and results in place of a page."""
    results = [
        {name: held for name, held in result.fields() if name in RESULT}
        | {"label": words.OWN_PAGE if result.own else None}
        for result in answer.results
    ]
    advice = answer.advice
    cited = dict.fromkeys(
        [*(advice.behind if advice else ()), *(id for result in answer.results for id in result.cites)]
    )
    return _written(
        {
            "schema_version": SCHEMA_VERSION,
            "command": page.command,
            "library": library(),
            "notice": words.NOTICE,
            "query": answer.query,
            "warnings": page.warnings,
            "outcome": answer.outcome,
            "advice": advice.whole if advice else None,
            "results": results,
            "sources": [{"id": id, **_plain(source)} for id, source in page.sources(cited).items()],
        }
    )


RESULT = ("condition", "section", "id", "title", "text", "cites", "score")


@cache
def library() -> dict[str, str]:
    """Which program and which knowledge it was."""
    hash = fingerprint.seal(places.bundled().folder).hash[: fingerprint.SHOWN]
    return {"version": __version__, "hash": hash}


def _cited(value: object) -> Iterator[str]:
    """Every source id in what is about to be written, in order."""
    match value:
        case Record():
            yield from _cited(dict(value.fields()))
        case dict():
            yield from value.get("cites", ())
            for held in value.values():
                yield from _cited(held)
        case list() | tuple():
            for held in value:
                yield from _cited(held)


def error(error: SalvageError) -> str:
    """An error as a JSON object."""
    problem = error.problem
    return _written(
        {
            "schema_version": SCHEMA_VERSION,
            "error": {
                "code": error.code,
                "message": error.message,
                "hint": error.hint or None,
                "file": problem.file if problem else None,
                "line": problem.line if problem else None,
            },
        }
    )


def _written(value: object, indent: int | None = 2) -> str:
    between = (",", ":") if indent is None else None
    return json.dumps(value, indent=indent, separators=between, allow_nan=False, default=_plain) + "\n"


def _plain(value: object) -> Any:
    """What JSON has no word for: records become objects without their empty fields."""
    match value:
        case Record():
            return {name: held for name, held in value.fields() if held not in (None, (), {})}
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"no JSON for {type(value).__name__}")


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "title": section.title, "items": [_item(item) for item in section.items()]}


def _item(entry: Entry) -> dict[str, Any]:
    """An entry: id, kind, text and citations first, then what else it has."""
    held = _plain(entry)
    if isinstance(entry, Disagreement):
        held["text"] = entry.about
        held["cites"] = list(dict.fromkeys(id for side in entry.side for id in side.cites))
    first = {"id": entry.id, "kind": entry.kind, "text": held.get("text"), "cites": held.get("cites", ())}
    more = held.pop("more", {})
    return {**first, **{key: value for key, value in held.items() if key not in first}, **more}
