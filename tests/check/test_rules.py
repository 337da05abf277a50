# ruff: noqa: E501
"""Each rule with a file that breaks it and nothing else, and the file that does not."""

from datetime import date
from pathlib import Path

import pytest

from salvage_cli import places
from salvage_cli.check.rules import RULES
from salvage_cli.check.run import check, problems
from salvage_cli.check.world import World
from salvage_cli.library import Library
from salvage_cli.places import Shelf
from salvage_cli.problems import Problem

TODAY = date(2026, 6, 1)
PAGE = (Path(__file__).parent / "pageitis.toml").read_text(encoding="utf-8")
SOURCES = """
[guide]
title = "A guide"
publisher = "A publisher"
date = "2025-03"
url = "https://guide.example/page"
kind = "guideline"
read = 2026-01-10
extent = "whole"
"""
STATEMENT = 'text = "Ask your team first."'

# Rule: (the text of a statement that breaks it, the part under the carets)
TEXTS: dict[str, tuple[str, str]] = {
    "empty": (" ", '" "'),
    "too-long": ("Ask " * 5001, ""),
    "dose": ("Ask first. The amount is 50 mg.", "50 mg"),
    "stop-taking": ("With a rash, call. Stop taking the drug.", "Stop taking"),
    "crisis-line": ("Tell your team of thoughts of suicide.", "suicide"),
    "scale-version": ("The harm was CTCAE grade 3.", "CTCAE"),
    "bare-percent": ("It helps 20% of people.", "20%"),
    "frequency-word": ("Ask. A rash is rare.", "rare"),
    "frequency-clash": ("A rash is rare: 30 of 100 people had it.", "rare"),
    "relative-alone": ("Your heart is twice as likely to be hurt.", "twice as likely"),
    "temperature": ("Keep the room at 20 °C.", "20 °C"),
    "blame": ("It is for people who suffer from a rash.", "suffer from"),
    "long-sentence": (f'Ask first. You {"and you " * 13}ask.', f"You {'and you ' * 13}ask."),
    "long-block": ("Ask your team. " * 5 + "Then wait.", ""),
    "hard-word": ("Ask about idiosyncratic rashes.", "idiosyncratic"),
    "abbreviation": ("Ask about the XQT before you start.", "XQT"),
    "hidden-character": ("Ask your\u202e team first.", "\u202e"),
    "look-alike": ("Ask your te\u0430m first.", "te\u0430m"),
    "unknown-page": ("Ask. More: salvage explain no-page.", "no-page"),
}  # fmt: skip
# Rule: (what is replaced, what stands there instead, the text under the carets)
BREAKS: dict[str, tuple[str, str, str]] = {
    "syntax": ('name = "Pageitis"', "name = Pageitis", "P"),
    "unknown-key": ('who = "anyone"', 'who = "anyone"\nwhoo = "x"', "whoo"),
    "missing-key": ('who = "anyone"\n', "", "[[sign]]"),
    "uncited": (f'{STATEMENT}\ncites = ["leaflet"]', f"{STATEMENT}\ncites = []", "[]"),
    "wrong-type": ("due = 2026-07-10", 'due = "2026-07-10"', '"2026-07-10"'),
    "wrong-choice": ('urgency = "today"', 'urgency = "todai"', '"todai"'),
    "bad-id": ('id = "pageitis.when.ask"', 'id = "pageitis.when.Ask"', '"pageitis.when.Ask"'),
    "id-twice": ('id = "pageitis.coping.rest"', 'id = "pageitis.when.ask"', '"pageitis.when.ask"'),
    "unknown-source": (f'{STATEMENT}\ncites = ["leaflet"]', f'{STATEMENT}\ncites = ["leaflit"]', '"leaflit"'),
    "unknown-term": ('name = "Pageitis"', 'name = "Pageitis"\nterms = ["no-such-word"]', '"no-such-word"'),
    "unknown-effect": ('effect = "nausea"', 'effect = "no-such-effect"', '"no-such-effect"'),
    "address": ("https://leaflet.example/page", "https://you@leaflet.example/", '"https://you@leaflet.example/"'),
    "no-urgent-sign": ("[[sign]]", "[[gap]]", ""),
    "fever-number": ('text = "a swollen face"', 'text = "a swollen face with fever"', "fever"),
    "fever-rule": ('text = "Call now', 'text = "At 38.0 °C (100.4 °F), call now', "38.0 °"),
    "card-length": ('text = "Call now', f'text = "{"Call your team. " * 40}Call now', "[[card]]"),
    "sign-phrases": ('phrases = ["my face is swollen", "puffy face"]', "phrases = []", "[]"),
    "unused-source": ("[source.leaflet]", '[source.other]\ntitle = "Other"\npublisher = "P"\ndate = "2025"\n'
        'url = "https://other.example/"\nkind = "hospital"\nread = 2026-01-10\nextent = "whole"\n\n[source.leaflet]',
        "[source.other]"),
    "tracking": ("leaflet.example/page", "leaflet.example/page?utm_source=x", "?utm_source=x"),
    "doi": ('extent = "whole"', 'extent = "whole"\ndoi = "https://doi.org/10.1000/x"', '"https://doi.org/10.1000/x"'),
    "source-date": ('date = "2025-05"', 'date = "May 2025"', '"May 2025"'),
    "future-date": ('date = "2025-05"', 'date = "2027-05"', '"2027-05"'),
    "count-fits": ("count = 20", "count = 200", "200"),
    "empty-section": ('section = "follow-up"', 'section = "coping"', "name"),
    "key-points": ('[[key]]\nid = "pageitis.overview.three"', '[[not_for]]\nid = "pageitis.overview.three"', "name"),
    "page-parts": ('rung = "beyond"', 'rung = "later"', "name"),
    "due-before-checked": ("due = 2026-07-10", "due = 2026-01-09", "2026-01-09"),
    "due-late": ("due = 2026-07-10", "due = 2027-07-10", "2027-07-10"),
    "overdue": ("due = 2026-07-10", "due = 2026-05-10", "2026-05-10"),
    "alias-taken": ('aliases = ["page illness"]', 'aliases = ["AIDS"]', '"AIDS"'),
    "alias-twice": ('aliases = ["page illness"]', 'aliases = ["page illness", "Page-Illness"]', '"Page-Illness"'),
    "id-form": ('id = "pageitis.coping.rest"', 'id = "pageitis.rest"', '"pageitis.rest"'),
    "signature-ignored": ("due = 2026", 'signed_by = "A. Name"\ndue = 2026', '"A. Name"'),
    "allow-without-why": ("[source.leaflet]", '[[allow]]\nrule = "doi"\nid = "x"\n\n[source.leaflet]', "[[allow]]"),
    "allow-for-nothing": ("[source.leaflet]", '[[allow]]\nrule = "doy"\nid = "x"\nwhy = "y"\n\n[source.leaflet]', '"doy"'),
    **{rule: (STATEMENT, f'text = "{text}"', place) for rule, (text, place) in TEXTS.items()},
}  # fmt: skip
# What one slip breaks besides.
BESIDES = {
    "no-urgent-sign": {"unknown-key", "empty-section"},
    "allow-without-why": {"allow-for-nothing"},
    "frequency-word": {"hard-word"},
    "frequency-clash": {"hard-word"},
    "look-alike": {"hard-word"},
    "scale-version": {"abbreviation"},
    "due-before-checked": {"overdue"},
    "card-length": {"long-block"},
}
ELSEWHERE = {
    "unreadable", "header-form", "source-twice", "reading-grade", "hard-entry", "file-name", "bundled-signs-first",
    "id-taken", "unused-word", "not-read", "to-fill", "file-ending",
}  # fmt: skip
"""Rules that no one slip in this page can break; each has a test of its own."""


def checked(folder: Path, page: str, name: str = "pageitis.toml") -> list[Problem]:
    """The problems of a page in a folder of its own."""
    (folder / name).write_text(page, encoding="utf-8")
    shelf = Shelf(folder, False, "made for a test")
    return problems(folder / name, World(Library(places.bundled(), (shelf,)), shelf, TODAY))


def rules(found: list[Problem]) -> set[str]:
    return {problem.rule for problem in found}


def marked(problem: Problem) -> str:
    assert problem.excerpt is not None and problem.column is not None
    return problem.excerpt[problem.column - 1 : problem.column - 1 + problem.width]


def test_the_page_keeps_every_rule(tmp_path: Path) -> None:
    assert [str(problem) for problem in checked(tmp_path, PAGE)] == []


def test_every_rule_has_a_test() -> None:
    assert BREAKS.keys() | ELSEWHERE == RULES.keys()


@pytest.mark.parametrize("rule", BREAKS)
def test_a_slip_breaks_its_rule_and_is_marked(rule: str, tmp_path: Path) -> None:
    old, new, place = BREAKS[rule]
    assert PAGE.count(old) >= 1
    found = checked(tmp_path, PAGE.replace(old, new, 1))
    assert rules(found) == {rule, *BESIDES.get(rule, ())}
    first = next(problem for problem in found if problem.rule == rule)
    assert place in (marked(first), "")
    assert first.severity == RULES[rule].severity


def test_a_broken_rule_can_be_allowed_in_one_entry(tmp_path: Path) -> None:
    page = PAGE.replace(STATEMENT, 'text = "The amount is 50 mg."')
    assert rules(checked(tmp_path, page)) == {"dose"}
    reason = '\n[[allow]]\nrule = "dose"\nid = "pageitis.when.ask"\nwhy = "An amount of food."\n'
    assert rules(checked(tmp_path, page + reason)) == set()
    assert rules(checked(tmp_path, page + reason.replace("when.ask", "coping.rest"))) >= {
        "dose",
        "allow-for-nothing",
    }


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    page = PAGE.replace('who = "anyone"\n', "").replace(STATEMENT, 'text = "50 mg, or 20%."')
    assert rules(checked(tmp_path, page)) >= {"missing-key", "dose", "bare-percent"}


@pytest.mark.parametrize(
    ("name", "better"), [("My Page", "my-page.toml"), ("con", "con-page.toml"), ("COM1", "com1-page.toml")]
)
def test_a_name_that_is_no_short_name(name: str, better: str, tmp_path: Path) -> None:
    (found,) = [one for one in checked(tmp_path, PAGE, f"{name}.toml") if one.rule == "file-name"]
    assert f"call it {better}" in found.hint
    assert ("Windows" in found.message) == (better != "my-page.toml")


def test_a_page_that_replaces_a_bundled_one_hears_what_stays(tmp_path: Path) -> None:
    page = PAGE.replace("pageitis.", "mrsa.")
    assert "bundled-signs-first" in rules(checked(tmp_path, page, "mrsa.toml"))


def test_vocabularies_of_an_own_folder(tmp_path: Path) -> None:
    (tmp_path / "pageitis.toml").write_text(PAGE, encoding="utf-8")
    twice = SOURCES.replace("[guide]", "[guide-again]")
    (tmp_path / "sources.toml").write_text(f"{SOURCES}{twice}", encoding="utf-8")
    term = 'name = "zorb"\ntext = "A made-up word."\ncites = ["guide"]\n'
    (tmp_path / "glossary.toml").write_text(f"[zorb] # here\n{term}\n[regimen]\n{term}", encoding="utf-8")
    found = check([tmp_path], {}, TODAY)
    assert found.files == 3
    wanted = {"source-twice", "unused-source", "unused-word", "id-taken"}
    assert wanted <= rules(found.problems)
    assert "header-form" not in rules(found.problems)


def test_a_header_of_the_bundled_library_stands_alone(tmp_path: Path) -> None:
    """It is found by the slice; one's own is found however TOML lets it be written."""
    term = 'name = "zorb"\ntext = "A made-up word."\ncites = ["guide"]\n'
    (tmp_path / "glossary.toml").write_text(f"[zorb] # here\n{term}", encoding="utf-8")
    (tmp_path / "effects.toml").touch()
    (tmp_path / "sources.toml").touch()
    shelf = Shelf(tmp_path, True, "made for a test")
    found = problems(tmp_path / "glossary.toml", World(Library(shelf), shelf, TODAY))
    assert "header-form" in rules(found)


def test_a_page_that_is_hard_to_read(tmp_path: Path) -> None:
    hard = "Considerable individual variability necessitates continuous multidisciplinary evaluation. " * 6
    page = PAGE.replace("Ask your team first.", hard.strip())
    assert {"hard-entry"} <= rules(checked(tmp_path, page))
    assert "reading-grade" in rules(checked(tmp_path, PAGE.replace("Rest when you are tired.", hard * 5)))
