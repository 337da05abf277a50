"""The record of changes: true to the knowledge, and an id that was withdrawn still answers."""

import json
import re
import shutil
from pathlib import Path

import pytest

from salvage_cli.changes import changes
from salvage_cli.check.rules.drugs import amounts
from salvage_cli.check.rules.words import ANY_AVOIDED as AVOIDED
from salvage_cli.knowledge import Change, ChangedThing
from salvage_cli.names import plain
from salvage_cli.sections import TITLES, entries
from tests.conftest import Run
from tests.library import BUNDLED, SLUGS, bibliography, vocabulary
from tests.test_commands import LAYOUTS, output, page_of, said

RECORD = changes(BUNDLED)
GONE = [change for change in RECORD if change.kind == "withdrawn"]
SHOWN_BY: dict[ChangedThing, str] = {
    "page": "explain", "entry": "explain", "effect": "define", "term": "define", "source": "sources",
}  # fmt: skip
assert {change.of for change in GONE} >= {"entry", "effect", "term", "source"}


def ids_of_entries() -> set[str]:
    found = [BUNDLED.load(slug).condition for slug in SLUGS]
    ids = [entry.id for held in found for section in TITLES for entry in entries(held, section)]
    return {*ids, *(example.id for held in found for line in held.line for example in line.example)}


@pytest.fixture(scope="module")
def there() -> dict[ChangedThing, set[str]]:
    """What there is, by kind."""
    return {
        "page": set(SLUGS),
        "entry": ids_of_entries(),
        "effect": set(vocabulary("hiv", "effects")),
        "term": set(vocabulary("hiv", "glossary")),
        "source": {id for id, _ in bibliography()},
    }


def test_what_was_added_or_changed_is_there_and_what_was_withdrawn_is_not(
    there: dict[ChangedThing, set[str]],
) -> None:
    for change in RECORD:
        known = there[change.of].intersection(change.ids)
        assert known == (set() if change.kind == "withdrawn" else set(change.ids)), change


def test_an_id_is_withdrawn_once() -> None:
    ids = [(change.of, id) for change in GONE for id in change.ids]
    assert sorted({id for id in ids if ids.count(id) > 1}) == []


def test_what_to_read_instead_is_there(there: dict[ChangedThing, set[str]]) -> None:
    sections = {f"{slug}.{section}" for slug in SLUGS for section in TITLES}
    for change in RECORD:
        places = there[change.of] | (sections | there["page"] if change.of == "entry" else set())
        assert set(change.instead) <= places, change
        assert change.kind == "withdrawn" or not change.instead


def test_every_page_is_on_record_as_added() -> None:
    added = {id for change in RECORD if (change.kind, change.of) == ("added", "page") for id in change.ids}
    gone = {id for change in GONE if change.of == "page" for id in change.ids}
    assert added - gone == set(SLUGS)


def test_the_newest_change_stands_first() -> None:
    days = [change.date for change in RECORD]
    assert days == sorted(days, reverse=True)


def test_a_reason_is_in_plain_words() -> None:
    """The same rules as for every text that a reader sees."""
    for change in RECORD:
        assert not AVOIDED.search(change.why), change
        assert amounts(change.why) == [], change
        assert not re.search(r"\d\s?%", change.why), change
        assert all(len(sentence.split()) <= 25 for sentence in re.split(r"(?<=[.!?;:]) ", change.why)), change


def first(of: ChangedThing) -> Change:
    """A change that leads on, where one of its kind does."""
    return next(change for change in sorted(GONE, key=lambda change: not change.instead) if change.of == of)


def nobodys(change: Change) -> str:
    """An id of it that is no name of anything else: a word may still be what another is called."""
    known = {plain(word) for term in BUNDLED.terms().values() for word in (term.name, *term.also)}
    return next(id for id in change.ids if change.of not in ("term", "effect") or plain(id) not in known)


@pytest.mark.parametrize("looks", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("of", ["entry", "effect", "term", "source"])
def test_a_withdrawn_id_says_when_and_why_it_went(
    of: ChangedThing, looks: tuple[str, ...], salvage: Run
) -> None:
    change = first(of)
    id = nobodys(change)
    shown = " ".join(output(salvage, SHOWN_BY[of], id, *looks).replace("\\", "").split())
    for text in (id, change.date.isoformat(), change.why, *change.instead):
        assert text in shown


def test_a_withdrawn_id_tells_programs_what_stands_instead(salvage: Run) -> None:
    change = first("entry")
    (section,) = page_of(salvage, "explain", change.ids[0])["sections"]
    (item,) = section["items"]
    assert (item["id"], item["kind"], item["change"]) == (change.ids[0], "notice", "withdrawn")
    assert (item["date"], item["instead"]) == (change.date.isoformat(), list(change.instead))


def test_the_id_of_an_entry_shows_its_section(salvage: Run) -> None:
    assert output(salvage, "explain", "hiv.lines.made-of") == output(salvage, "explain", "hiv.lines")
    assert "no entry called" in said(salvage("explain", "hiv.lines.no-such-thing"), 3)


def test_a_name_with_a_dot_in_it_is_a_name(salvage: Run) -> None:
    assert output(salvage, "explain", "H. pylori") == output(salvage, "explain", "h-pylori")
    assert output(salvage, "explain", "H.", "pylori.lines") == output(salvage, "lines", "h-pylori").replace(
        "salvage lines", "salvage explain"
    )


def test_changes_lists_every_id_once_for_each_change(salvage: Run) -> None:
    sections = page_of(salvage, "changes")["sections"]
    listed = [
        (section["id"], item["change"], item["id"]) for section in sections for item in section["items"]
    ]
    assert listed == [(change.date.isoformat(), change.kind, id) for change in RECORD for id in change.ids]


@pytest.mark.parametrize("name", ["breast-cancer", "Breast Cancer"])
def test_changes_of_a_condition_are_its_own(name: str, salvage: Run) -> None:
    page = page_of(salvage, "changes", name)
    ids = {item["id"] for section in page["sections"] for item in section["items"]}
    wanted = {id for change in RECORD for id in change.ids if id.partition(".")[0] == "breast-cancer"}
    assert (page["condition"], ids) == ("breast-cancer", wanted)
    assert len(wanted) > 3


def test_changes_of_an_id_and_since_a_day(salvage: Run) -> None:
    change = first("entry")
    (section,) = page_of(salvage, "changes", change.ids[0])["sections"]
    assert [item["id"] for item in section["items"]] == [change.ids[0]]
    assert page_of(salvage, "changes", "--since", RECORD[0].date.isoformat())["sections"]
    assert page_of(salvage, "changes", "--since", "2999-01-01")["sections"] == []
    assert "No change is on record since 2999-01-01." in output(salvage, "changes", "--since", "2999-01-01")


def test_a_day_that_is_none_and_a_name_that_nothing_has(salvage: Run) -> None:
    assert "2026-11-22" in said(salvage("changes", "--since", "yesterday"), 2)
    said(salvage("changes", "nowhere"), 3)


def test_a_file_with_two_dots_is_a_file(tmp_path: Path, salvage: Run) -> None:
    specimen = BUNDLED.bundled.conditions / "hiv.toml"
    shutil.copy(specimen, tmp_path / "my.draft.toml")
    shown = json.loads(salvage("explain", str(tmp_path / "my.draft.toml"), "--format", "json").stdout)
    assert shown.get("page", {}).get("title", shown).startswith("HIV")
