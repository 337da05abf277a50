# ruff: noqa: E501
"""Advice that can be followed: a slip is said once, and what is said to do mends it."""

import re
from pathlib import Path

import pytest

from salvage_cli.author.skeleton import skeleton
from salvage_cli.check import plain
from salvage_cli.problems import EXIT
from tests.check.test_rules import PAGE, SOURCES, STATEMENT, checked
from tests.conftest import Run

CARD = PAGE[PAGE.index("[[card]]") : PAGE.index("[[key]]")]
FAQ = PAGE[PAGE.index('[[faq]]\nid = "pageitis.faq.q8"') : PAGE.index("[source.")]

# A slip: (what is replaced, what stands there instead, what is said, what to do)
SLIPS: dict[str, tuple[str, str, str, str]] = {
    "two brackets": ("[meaning]", "[[meaning]]", "`meaning` should be a table", "write [meaning], with one bracket"),
    "one bracket": ("[[card]]", "[card]", "`card` should be a list", "write [[card]], with two brackets"),
    "one bracket for the signs": ("[[sign]]", "[sign]", "`sign` should be a list", "write [[sign]], with two brackets"),
    "a text for a table": ('[meaning]\nid = "pageitis.overview.meaning"\ntext = "Rescue therapy here is another drug after the first one."\ncites = ["leaflet"]\n', 'meaning = "Another drug."\n', "should be a table", "write [meaning], with one bracket"),
    "a text for a claim": (STATEMENT, f'{STATEMENT}\ndetail = "More."', "should be a table", "write { text = …, cites = … }"),
    "a text for a list": ('cites = ["leaflet"]', 'cites = "leaflet"', "should be a list", "square brackets: [ ]"),
    "a source without an id": ("[source.leaflet]", "[source]", "tables, each with an id", "[source.short-name]"),
    "two brackets for a source": ("[source.leaflet]", "[[source]]", "tables, each with an id", "[source.short-name]"),
    "a key of the page below a header": ('who = "anyone"', 'who = "anyone"\nbroader = "hiv"', "`broader` is not a key", "move it to the top of the file"),
    "a header with a space": ("[[sign]]", "[my sign]", "no header", "no space inside"),
    "no card": (CARD, "", "`card` is missing", "add [[card]], and its keys below it"),
    "no date": ("due = 2026-07-10\n", "", "`due` is missing", "add due = 2026-11-22"),
    "no text": ('name = "Pageitis"', 'name = ""', "`name` is empty", "write the text"),
    "a name that is taken": ('name = "Pageitis"', 'name = "AIDS"', "“AIDS” is already a name of hiv", "call this page something else"),
    "decimals": ("count = 20", "count = 12.5", "not the number 12.5", "write a whole number"),
    "negative": ("count = 20", "count = -1", "a whole number from 0 on, not the number -1", "write a whole number"),
    "a number in quotes": ("count = 20", 'count = "20"', 'not "20"', "write it without quotes"),
    "a date in quotes": ("due = 2026-07-10", 'due = "2026-07-10"', "`due` should be a date", "without quotes"),
    "curly quotes": ('text = "Ask your team first."', "text = “Ask your team first.”", "curly quotes", 'straight quotes, " and not “ ”'),
    "a quote in a text": ('"Ask your team first."', '"Ask your "team" first."', "behind a text", "inside a text write “ ”"),
    "an apostrophe in single quotes": ('"Ask your team first."', "'Don't ask.'", "behind a text", 'put it between two "'),
    "a text over several lines": ('"Ask your team first."', '"""Ask your team first.', "a text is not closed", 'write """ at its end'),
    "no comma": ('["my face is swollen", "puffy face"]', '["my face is swollen" "puffy face"]', "a comma or ] is missing", "a comma between the items"),
    "a space that is none": ('name = "Pageitis"', 'name\u00a0= "Pageitis"', "nobody sees: U+00A0", "a plain space"),
    "line ends of another age": ('"Pageitis"\n', '"Pageitis"\r', "a line end that is not read", "line ends of Unix or Windows"),
    "brackets apart": ("[[sign]]", "[ [sign] ]", "no key or header", "a header [meaning] or [[sign]]"),
    "a source's month without quotes": ('date = "2025-05"', "date = 2025-05", "behind a value", "text stands in quotes"),
    "a source's month in words": ('date = "2025-05"', "date = May 2025", "no text, number, date", "put text in quotes"),
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


@pytest.mark.parametrize(
    "day",
    [
        "22.11.2026", "11/22/2026", "2026.11.22", "2026-5-1", "2026-13-45", "2026-02-30", "2026-11", "2026 11 22",
        "2026–11–22", "2026-11-22.", "“2026-11-22”", "November 2026", "November 22, 2026", "22nd November 2026",
        "22. Nov. 2026", "5 May", "22 novembre 2026", "winter 2026", "today", '"2026-11-22',
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["checked", "due", "read"])
def test_a_date_in_any_spelling_hears_how_it_is_written(key: str, day: str, tmp_path: Path) -> None:
    (problem,) = checked(tmp_path, re.sub(rf"\b{key} = .*", f"{key} = {day}", PAGE))
    assert problem.message == "is not TOML: this is not written as a date"
    assert problem.hint == "a date is written 2026-11-22, without quotes"
    assert problem.excerpt == f"{key} = {day}"


@pytest.mark.parametrize(
    ("slip", "marked"),
    [('name = "Pageitis"\n  name = "x"   # twice', "name"), ("[meaning]\n[meaning]", "[")],
)
def test_what_stands_twice_is_marked_where_it_begins(slip: str, marked: str, tmp_path: Path) -> None:
    old = slip.split("\n")[0]
    (problem,) = checked(tmp_path, PAGE.replace(f"{old}\n", f"{slip}\n"))
    assert "this key or table stands twice" in problem.message
    assert problem.excerpt is not None and problem.column is not None
    assert problem.excerpt[problem.column - 1 :].startswith(marked)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (26, "make two of it"),
        (50, "make two of it"),
        (51, "make several, none of"),
        (1204, "make several, none of"),
    ],
)
def test_a_sentence_of_any_length_hears_how_many_to_make_of_it(words: int, hint: str, tmp_path: Path) -> None:
    page = PAGE.replace("Ask your team first.", f"{'ask ' * (words - 1)}first.")
    (problem,) = (one for one in checked(tmp_path, page) if one.rule == "long-sentence")
    assert problem.message == f"this sentence has {words:,} words"
    assert hint in problem.hint


@pytest.mark.parametrize(("grade", "warned"), [(8.0, False), (8.049, False), (8.051, True)])
def test_a_grade_is_compared_as_it_is_shown(
    grade: float, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "grade", lambda texts: grade)
    found = [one.message for one in checked(tmp_path, PAGE) if one.rule == "reading-grade"]
    assert bool(found) == warned
    assert "grade 8.0" not in "".join(found)


def test_a_word_of_five_thousand_letters_is_shown_in_short(tmp_path: Path) -> None:
    page = PAGE.replace("Ask your team first.", f"Ask your zorb{'x' * 5000} team first.")
    (problem,) = (one for one in checked(tmp_path, page) if one.rule == "hard-word")
    assert problem.message == f"not everybody knows “zorb{'x' * 36}…”"
    assert problem.width == 5004


@pytest.mark.parametrize(("text", "rule"), [("Take 40 mg.", "dose"), ("The victims are here.", "blame")])
def test_what_must_go_is_not_asked_to_be_explained_too(text: str, rule: str, tmp_path: Path) -> None:
    page = PAGE.replace("Ask your team first.", text)
    assert [one.rule for one in checked(tmp_path, page) if one.rule in ("dose", "blame", "hard-word")] == [
        rule
    ]


@pytest.mark.parametrize("lacks", ["id", "rule"])
def test_an_exception_that_is_not_whole_is_told_once(lacks: str, tmp_path: Path) -> None:
    keys = {"rule": "dose", "id": "pageitis.overview.meaning", "why": "A reason."}
    table = "".join(f'{key} = "{held}"\n' for key, held in keys.items() if key != lacks)
    found = checked(tmp_path, f"{PAGE}\n[[allow]]\n{table}")
    assert [one.message for one in found if "allow" in (one.excerpt or "")] == [f"`{lacks}` is missing"]


@pytest.mark.parametrize("slip", ["an open list", "a text over several lines"])
def test_what_is_open_is_marked_where_it_begins(slip: str, tmp_path: Path) -> None:
    old, new, _, _ = SLIPS[slip]
    page = PAGE.replace(old, new, 1)
    (problem,) = checked(tmp_path, page)
    line = page[: page.index(new)].count("\n")
    assert (problem.line, problem.excerpt) == (line + 1, page.split("\n")[line])


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


@pytest.mark.parametrize("text", ["", "\n\n", "# to be written\n"])
def test_an_empty_file_is_one_problem(text: str, tmp_path: Path) -> None:
    (problem,) = checked(tmp_path, text)
    assert (problem.message, problem.hint) == ("holds nothing", "salvage new makes a page to fill in")
    assert checked(tmp_path, text, "glossary.toml") == []


def test_a_file_that_is_not_read_hears_why(tmp_path: Path) -> None:
    (tmp_path / "conditions").mkdir()
    for name, todo in {"search.toml": "remove it", "pageitis.toml": "move it there, or remove it"}.items():
        (problem,) = checked(tmp_path, PAGE, name)
        assert (problem.rule, problem.hint) == ("not-read", todo)


def test_a_page_with_few_empty_places_hears_of_each(tmp_path: Path) -> None:
    found = checked(
        tmp_path, PAGE.replace('name = "Rest"', 'name = ""').replace('name = "Comfort"', 'name = ""')
    )
    assert [problem.rule for problem in found] == ["empty", "empty"]


def test_the_id_of_a_side_effect_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    slips = {"throwing-up": "vomiting", "nausia": "nausea", "hair-falling-out": "hair-loss"}
    for word, id in slips.items():
        (problem,) = checked(tmp_path, PAGE.replace('effect = "nausea"', f'effect = "{word}"'))
        assert problem.hint.startswith(f"did you mean `{id}`")
        assert problem.hint.endswith("? If not, define it in effects.toml")


@pytest.mark.parametrize(
    ("old", "new", "file"),
    [
        ('effect = "nausea"', 'effect = "green-hair"', "effects.toml"),
        ('name = "Pageitis"', 'name = "Pageitis"\nterms = ["enzymes"]', "glossary.toml"),
        (f'{STATEMENT}\ncites = ["leaflet"]', f'{STATEMENT}\ncites = ["gout-flare-1"]', "sources.toml"),
    ],
)
def test_an_id_that_is_like_no_other_hears_where_to_define_it(
    old: str, new: str, file: str, tmp_path: Path
) -> None:
    assert old in PAGE
    (problem,) = checked(tmp_path, PAGE.replace(old, new, 1))
    assert problem.hint == f"define it in {file}, or mend the id"


@pytest.mark.parametrize(
    ("name", "above", "text"),
    [
        ("sources.toml", "source", SOURCES),
        ("glossary.toml", "term", '[guide]\nname = "guide"\ntext = "It leads."\ncites = ["who-tb"]\n'),
    ],
)
def test_an_id_below_another_in_a_header_hears_how_it_is_written(
    name: str, above: str, text: str, tmp_path: Path
) -> None:
    more = text.replace("guide]", "other]")
    (problem,) = checked(
        tmp_path, (text + more).replace("[", f"[{above}.").replace(f"= [{above}.", "= ["), name
    )
    assert problem.hint == f"write [guide] in place of [{above}.guide], and so for each"
    assert problem.excerpt == f"[{above}.guide]"
