# ruff: noqa: E501
"""Advice that can be followed: a slip is said once, and what is said to do mends it."""

import re
from pathlib import Path

import pytest

from salvage_cli.author.skeleton import skeleton
from salvage_cli.problems import EXIT
from tests.check.test_rules import PAGE, checked
from tests.conftest import Run

CARD = PAGE[PAGE.index("[[card]]") : PAGE.index("[[key]]")]
FAQ = PAGE[PAGE.index('[[faq]]\nid = "pageitis.faq.q8"') : PAGE.index("[source.")]

# A slip: (what is replaced, what stands there instead, what is said, what to do)
SLIPS: dict[str, tuple[str, str, str, str]] = {
    "two brackets": ("[meaning]", "[[meaning]]", "`meaning` should be a table", "write [meaning], with one bracket"),
    "one bracket": ("[[card]]", "[card]", "`card` should be a list", "write [[card]], with two brackets"),
    "no card": (CARD, "", "`card` is missing", "add [[card]], and its keys below it"),
    "no date": ("due = 2026-07-10\n", "", "`due` is missing", "add due = 2026-11-22"),
    "no text": ('name = "Pageitis"', 'name = ""', "`name` is empty", "write the text"),
    "a name that is taken": ('name = "Pageitis"', 'name = "AIDS"', "“AIDS” is already a name of hiv", "call this page something else"),
    "decimals": ("count = 20", "count = 12.5", "not the number 12.5", "write a whole number"),
    "negative": ("count = 20", "count = -1", "a whole number from 0 on, not the number -1", "write a whole number"),
    "a number in quotes": ("count = 20", 'count = "20"', 'not "20"', "write it without quotes"),
    "a day first": ("checked = 2026-01-10", "checked = 22.11.2026", "not written as a date", "a date is written 2026-11-22"),
    "a short date": ("checked = 2026-01-10", "checked = 2026-5-1", "not written as a date", "a date is written 2026-11-22"),
    "a day that is none": ("checked = 2026-01-10", "checked = 2026-13-45", "not written as a date", "a date is written 2026-11-22"),
    "a month in words": ("checked = 2026-01-10", "checked = November 2026", "not written as a date", "a date is written 2026-11-22"),
    "a date in quotes": ("due = 2026-07-10", 'due = "2026-07-10"', "`due` should be a date", "without quotes"),
    "curly quotes": ('text = "Ask your team first."', "text = “Ask your team first.”", "curly quotes", 'straight quotes, " and not “ ”'),
    "a quote in a text": ('"Ask your team first."', '"Ask your "team" first."', "behind a text", "inside a text write “ ”"),
    "an open list": ('aliases = ["page illness"]', 'aliases = ["page illness"', "a list is not closed", "write ] at its end"),
    "a table twice": ("[outlook]", "[meaning]", "this key or table stands twice", "keep one"),
    "a misspelt key": ('who = "anyone"', 'wo = "anyone"', "`wo` is not a key", "did you mean `who`?"),
    "a misspelt table": ("[outlook]", "[outlok]", "`outlok` is not a key", "did you mean `outlook`?"),
    "one answer fewer": (FAQ, "", "the page has 7 of 8 [[faq]]", "add [[faq]]"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_said_once_with_what_to_do(slip: str, tmp_path: Path) -> None:
    old, new, said, todo = SLIPS[slip]
    assert PAGE.count(old) >= 1
    (problem,) = checked(tmp_path, PAGE.replace(old, new, 1))
    assert said in problem.message
    assert todo in problem.hint
    assert "remove" not in problem.hint


def test_a_list_that_is_open_is_marked_where_it_begins(tmp_path: Path) -> None:
    old, new, _, _ = SLIPS["an open list"]
    (problem,) = checked(tmp_path, PAGE.replace(old, new, 1))
    assert (problem.line, problem.excerpt) == (2, new)


@pytest.mark.parametrize(
    "value", ['"' + "\\" * 20_000, "1." * 10_000, "[" + '"' * 20_001, "[\n" * 20_000, "Jan " * 5_000]
)
def test_a_long_slip_is_told_as_well(value: str, tmp_path: Path) -> None:
    assert len(checked(tmp_path, PAGE.replace('"Pageitis"', value, 1))) == 1


def test_a_new_page_is_told_by_what_is_still_to_fill_in(tmp_path: Path, salvage: Run) -> None:
    path = tmp_path / "mine.toml"
    page = skeleton("mine")
    path.write_text(page.replace("[[faq]]", "[[faqq]]"), encoding="utf-8")
    done = salvage("check", str(path))
    lines = [
        number for number, line in enumerate(page.split("\n"), 1) if re.search(r'^[^#]*(""|\[\]|\.")', line)
    ]
    told = [int(found) for found in re.findall(r"^ *(\d+) \| \w+ = ", done.stdout, re.MULTILINE)]
    assert told and set(told) <= set(lines)
    assert re.findall(r"^error\[(.*?)\]", done.stdout, re.MULTILINE) == ["to-fill", "unknown-key"]
    assert re.search(
        r"^Checked 1 file: \d\d places to fill in, 1 error and \d+ warnings\.$", done.stdout, re.MULTILINE
    )
    assert done.returncode == EXIT["no"]


def test_a_page_with_few_empty_places_hears_of_each(tmp_path: Path) -> None:
    found = checked(
        tmp_path, PAGE.replace('name = "Rest"', 'name = ""').replace('name = "Comfort"', 'name = ""')
    )
    assert [problem.rule for problem in found] == ["empty", "empty"]


def test_the_id_of_a_side_effect_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    slips = {"throwing-up": "vomiting", "nausia": "nausea", "hair-falling-out": "hair-loss"}
    for word, id in slips.items():
        (problem,) = checked(tmp_path, PAGE.replace('effect = "nausea"', f'effect = "{word}"'))
        assert f"`{id}`" in problem.hint
