"""When a page was held against its sources, and when that is due again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from salvage_cli.check.rule import PAGES, rule
from salvage_cli.check.subject import Hit, Subject

LONGEST = 366
"""Days that a page may stand without being held against its sources again."""


def _dates(subject: Subject) -> tuple[date, date] | None:
    checked, due = subject.tables.get("checked"), subject.tables.get("due")
    return (checked, due) if isinstance(checked, date) and isinstance(due, date) else None


@rule("error", PAGES)
def due_before_checked(subject: Subject) -> Iterator[Hit]:
    """A page is due after the day on which it was checked.

    `checked` is the day on which it was last held against its sources, `due` the day by which that must
    happen again.
    """
    if (dates := _dates(subject)) and dates[1] <= dates[0]:
        yield Hit(("due",), f"{dates[1]} is not after `checked`", "six months after `checked` is usual")


@rule("warning", PAGES)
def due_late(subject: Subject) -> Iterator[Hit]:
    """A page is checked again within a year.

    Drugs and labels change. Six months after `checked` is usual for a page that names drugs.
    """
    if (dates := _dates(subject)) and (dates[1] - dates[0]).days > LONGEST:
        days = (dates[1] - dates[0]).days
        yield Hit(("due",), f"it would stand {days} days unchecked", "name a day within a year of `checked`")


@rule("notice", PAGES)
def overdue(subject: Subject) -> Iterator[Hit]:
    """The page was due to be checked.

    It now opens with a warning, and that is right. Read its sources again, mend what changed, and only then
    move `checked` and `due`.
    """
    if (dates := _dates(subject)) and dates[1] < subject.world.today:
        hint = "read the sources again, then move `checked` and `due`"
        yield Hit(("due",), "this page was due to be checked; it opens with a warning", hint)


RULES = (due_before_checked, due_late, overdue)
