"""What stands behind a statement: sources that exist, are used, and can be opened by anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from salvage_cli.check.rule import ALL, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.check.tables import cited_in
from salvage_cli.knowledge import SourceId

TRACKING = re.compile(r"[?&](utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid|_hsenc|_hsmi|mkt_tok)=[^&#]*")
DOI = re.compile(r"10\.\d{4,9}/[!-~]+")
SHOWN_DATE = re.compile(r"(?:about )?\d{4}(?:-\d\d(?:-\d\d)?)?|not shown|no date shown")


@rule("warning", ALL)
def unused_source(subject: Subject) -> Iterator[Hit]:
    """Every source is cited by something.

    A source that nothing cites stands in nobody's bibliography: either a statement lost its citation, or
    the source can go. Cite it where it was read for, or remove its table.
    """
    in_folder = subject.kind == "sources"
    cited = subject.world.mentioned[SourceId] if in_folder else set(cited_in(subject.tables))
    where = "in this folder" if in_folder else "in this file"
    for path, id, _ in subject.sources:
        if id not in cited:
            yield Hit(path, f"nothing {where} cites `{id}`", "cite it where it was read for, or remove it")


@rule("warning", ALL)
def source_twice(subject: Subject) -> Iterator[Hit]:
    """One page of the web has one id.

    Two ids for one address look like two witnesses. Keep one of them, and cite that.
    """
    seen: dict[str, str] = {}
    for path, id, source in subject.sources:
        if isinstance(url := source.get("url"), str):
            first = seen.setdefault(url.rstrip("/"), id)
            if first != id:
                yield Hit((*path, "url"), f"`{first}` has the same address", f"cite `{first}`, remove `{id}`")


@rule("warning", ALL)
def tracking(subject: Subject) -> Iterator[Hit]:
    """An address carries no part that tells who sent the reader.

    `utm_source` and the like are there to follow people. The page opens without them: remove that part.
    """
    for path, _, source in subject.sources:
        for key in ("url", "copy"):
            for found in TRACKING.finditer(held) if isinstance(held := source.get(key), str) else ():
                yield Hit((*path, key), f"`{found[1]}` follows readers", f"remove `{found[0]}`", found.span())


@rule("warning", ALL)
def doi(subject: Subject) -> Iterator[Hit]:
    """A DOI is written as it is printed: 10.1000/example, without https://doi.org/ before it.

    Programs find the paper by it. Remove what stands before `10.`.
    """
    for path, _, source in subject.sources:
        if isinstance(held := source.get("doi"), str) and not DOI.fullmatch(held):
            yield Hit((*path, "doi"), "this is no DOI", 'write it as doi = "10.1000/example"')


@rule("warning", ALL)
def source_date(subject: Subject) -> Iterator[Hit]:
    """The date of a source is one that a program can sort, or "not shown".

    Write a day (2024-09-12), a month (2024-09) or a year (2024), with "about" before it if that is all one
    knows; "not shown" where the page has no date.
    """
    for path, _, source in subject.sources:
        if isinstance(held := source.get("date"), str) and not SHOWN_DATE.fullmatch(held):
            hint = 'write 2024-09-12, 2024-09 or 2024, or "not shown"'
            yield Hit((*path, "date"), f'"{held}" is not written as a date', hint)


@rule("error", ALL)
def future_date(subject: Subject) -> Iterator[Hit]:
    """Nothing was read, checked or published in the future.

    A date that has not come yet is a slip of the finger, or a promise. Write the day on which it was done.
    """
    today = subject.world.today
    hint = f"today is {today}; write the day on which it was done"
    if isinstance(checked := subject.tables.get("checked"), date) and checked > today:
        yield Hit(("checked",), f"{checked} has not come yet", hint)
    for path, _, source in subject.sources:
        for key in ("read", "date"):
            held = source.get(key)
            day = held if isinstance(held, date) else _day(held)
            if day is not None and day > today:
                yield Hit((*path, key), f"{held} has not come yet", hint)


def _day(held: object) -> date | None:
    """The first day that a date as shown can mean."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", held) if isinstance(held, str) else None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None


RULES = (unused_source, source_twice, tracking, doi, source_date, future_date)
