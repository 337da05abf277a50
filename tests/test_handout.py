"""The sheet to hand out: what is on it, what never leaves it, and that it fits where it is counted."""

import shutil
from datetime import date
from functools import cache

import pytest

from salvage_cli.compose import handout as composed
from salvage_cli.compose.handout import BLANKS, extents, sheet
from salvage_cli.page import Ask, Bibliography, Bullets, Card, Item, Page
from salvage_cli.render import html, text
from salvage_cli.render.html import paper
from tests.conftest import KNOWLEDGE, Run
from tests.library import LIBRARIES, raw
from tests.library import page as condition_page
from tests.test_html import Seen
from tests.test_promises import missing

ALL = sorted(LIBRARIES)


@cache
def sheets(slug: str) -> list[Page]:
    """The sheets of a condition, longest first."""
    dossier = LIBRARIES[slug].find(slug)
    return [sheet(dossier, extent, today=date(2026, 1, 1), hash="0" * 12) for extent in extents(dossier)]


@cache
def handout(slug: str) -> Page:
    """The longest sheet that fits, found by trying them all."""
    return next(page for page in sheets(slug) if paper.fits(page))


@pytest.mark.parametrize("slug", ALL)
def test_what_fits_is_found_once(slug: str) -> None:
    """From some length on every sheet fits, so that looking for it by halves finds the longest."""
    fit = [paper.fits(page) for page in sheets(slug)]
    assert fit == sorted(fit)
    assert any(fit)


@pytest.mark.parametrize("slug", ALL)
def test_what_is_urgent_is_on_every_sheet(slug: str) -> None:
    data = raw(slug)
    wanted = [data["meaning"]["text"], *(line["text"] for line in data["card"])]
    wanted += [line["text"] for line in data["line"]]
    wanted += [sign["text"] for sign in data["sign"]]
    wanted += [number["number"] for sign in data["sign"] for number in sign.get("numbers", [])]
    for page in (sheets(slug)[0], sheets(slug)[-1]):
        assert not missing(wanted, text.render(page))


@pytest.mark.parametrize("slug", ALL)
def test_no_number_about_survival_is_on_it(slug: str) -> None:
    shown = text.render(sheets(slug)[0])
    outlook = next(s for s in condition_page(slug, "outlook").sections if s.id == "outlook")
    numbers = [block.title for block in outlook.blocks if isinstance(block, Item)]
    assert [said for said in (*numbers, raw(slug)["outlook"]["text"]) if said in shown] == []


@pytest.mark.parametrize("slug", ALL)
def test_every_statement_has_its_source_on_the_sheet(slug: str) -> None:
    page = handout(slug)
    (listed,) = (block for block in page.closing if isinstance(block, Bibliography))
    numbers = {number for number, _, _ in listed.sources}
    marks: list[tuple[int, ...]] = []
    for block in (*page.top, *(block for section in page.sections for block in section.blocks)):
        match block:
            case Card(lines, _):
                marks += [line.marks for line in lines if line not in BLANKS]
            case Bullets(items):
                marks += [item.marks for item in items]
            case _:
                continue
    assert all(marks)
    assert {number for held in marks for number in held} <= numbers


@pytest.mark.parametrize("slug", ALL)
def test_it_says_when_it_was_checked_who_signed_it_and_what_it_is_a_copy_of(slug: str) -> None:
    shown = text.render(handout(slug))
    assert f"Checked against its sources on {raw(slug)['checked']}." in shown
    assert "No doctor or nurse has signed this page yet." in shown
    assert "knowledge 000000000000" in shown


def test_what_was_left_out_is_pointed_to() -> None:
    longest, shortest = sheets("cancer")[0], sheets("cancer")[-1]
    pointers = ("salvage explain cancer.options", "salvage explain cancer.coping", "salvage questions cancer")
    assert [command for command in pointers if command in text.render(longest)] == []
    assert [command for command in pointers if command not in text.render(shortest)] == []
    assert "salvage side-effects cancer" in text.render(shortest)


def test_a_list_of_side_effects_that_is_not_whole_says_so() -> None:
    shown = text.render(sheets("cancer")[-20])
    assert "This list is not whole. All of them: salvage side-effects cancer" in shown


def test_its_numbers_of_sources_are_those_of_salvage_sources() -> None:
    whole = list(LIBRARIES["hiv"].find("hiv").lookup.whole())
    (listed,) = (block for block in handout("hiv").closing if isinstance(block, Bibliography))
    assert [whole[number - 1] for number, _, _ in listed.sources] == [id for _, id, _ in listed.sources]
    assert len({source.publisher for _, _, source in listed.sources}) > 1


def test_questions_are_left_out_from_all_moments_in_turn() -> None:
    counts = [sum(isinstance(b, Ask) for s in page.sections for b in s.blocks) for page in sheets("hiv")]
    assert counts == sorted(counts, reverse=True)
    few = sheets("hiv")[-(composed.FEWEST + 2)]
    asked = [block for section in few.sections if section.id == "questions" for block in section.blocks]
    assert sum(isinstance(block, Ask) for block in asked) == composed.FEWEST == len(asked) / 2


@pytest.mark.parametrize("format", ["html", "text"])
def test_the_program_writes_it(format: str, salvage: Run) -> None:
    done = salvage("export", "handout", "exampleitis", "--format", format)
    assert (done.returncode, done.stderr) == (0, "")
    shown = Seen(done.stdout).words if format == "html" else done.stdout
    assert not missing([line["text"] for line in raw("exampleitis")["card"]], shown)
    assert "Your team:" in shown


def test_the_readers_own_numbers_take_the_place_of_the_blanks(
    salvage: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = {"HOME": str(tmp_path_factory.mktemp("home")), "XDG_CONFIG_HOME": ""}
    salvage("card", "--clinic", "Day unit", "--clinic-phone", "+1 (555) 010-4477", env=home)
    shown = Seen(salvage("export", "handout", "exampleitis", env=home).stdout).words
    assert "Numbers to call: Day unit +1\xa0(555)\xa0010-4477" in shown
    assert "____" not in shown


def test_a_page_that_cannot_fit_is_whole_and_says_so(salvage: Run, own: dict[str, str]) -> None:
    done = salvage("export", "handout", "exampleitis", env=own)
    assert done.returncode == 0
    assert done.stderr.startswith("salvage: this sheet may need more than two sides")
    assert Seen(done.stdout).words.count("cannot breathe well") == 400


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A library whose urgent card alone is longer than two sides."""
    folder = shutil.copytree(KNOWLEDGE, tmp_path_factory.mktemp("own") / "library")
    file = folder / "conditions" / "exampleitis.toml"
    source = file.read_text(encoding="utf-8")
    file.write_text(
        source.replace("cannot breathe well", "cannot breathe well " * 399 + "cannot breathe well", 1),
        encoding="utf-8",
    )
    return {"SALVAGE_PATH": str(folder)}


@pytest.mark.parametrize("words", [("site", "x", "--output", "y"), ("booklet", "hiv"), ("handout",)])
def test_what_cannot_be_exported_is_wrong_usage(words: tuple[str, ...], salvage: Run) -> None:
    done = salvage("export", *words)
    assert done.returncode == 2
    assert done.stdout == ""


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert html.render(sheets("hiv")[5]) == html.render(sheets("hiv")[5])
