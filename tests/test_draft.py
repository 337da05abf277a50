"""A page that is looked at while it is written: `salvage explain ./draft.toml`."""

import re
from pathlib import Path

import pytest

from salvage_cli.author.skeleton import PAGE, skeleton
from salvage_cli.problems import EXIT
from tests.conftest import HERE, Run
from tests.test_author import PREVIEWED, filled, run
from tests.test_library import PAGE as EXAMPLE
from tests.test_library import shelf


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A page in a folder of its own below the home folder."""
    path = tmp_path / "drafts" / "my-disease.toml"
    path.parent.mkdir()
    path.write_text(filled(skeleton("my-disease")), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("drafts", "my-disease.toml"),
        ("drafts", "./my-disease.toml"),
        (".", "drafts/my-disease.toml"),
        ("elsewhere", "../drafts/my-disease.toml"),
        ("elsewhere", "~/drafts/my-disease.toml"),
        ("elsewhere", "{}/drafts/my-disease.toml"),
    ],
)
def test_a_draft_is_shown_from_any_folder(folder: str, name: str, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    done = run(tmp_path / folder, "explain", name.format(tmp_path), home=tmp_path)
    assert done.returncode == 0
    assert PREVIEWED.fullmatch(done.stderr)
    assert done.stdout.count("Some words.") > len(PAGE)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("./drafts/my-disease", "did you mean ./drafts/my-disease.toml?"),
        ("drafts/my-disease", "did you mean drafts/my-disease.toml?"),
        ("./drafts", "name a file in it, such as ./drafts/draft.toml"),
        ("drafts/", "name a file in it, such as drafts/draft.toml"),
        ("./drafts/notes.txt", "a file whose name ends in .toml"),
        ("drafts/notes.txt", "a file whose name ends in .toml"),
        ("../nowhere", "a file whose name ends in .toml"),
        ("~/nowhere", "a file whose name ends in .toml"),
        ("./nowhere.outlook", "a file whose name ends in .toml"),
    ],
)
def test_a_path_that_is_no_page_says_why(name: str, said: str, draft: Path, tmp_path: Path) -> None:
    (draft.parent / "notes.txt").write_text("notes")
    done = run(tmp_path, "explain", name)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (EXIT["unknown"], "", 1)
    assert f"`{name}` is not a page" in done.stderr
    assert said in done.stderr


def test_a_name_with_a_slash_in_it_is_still_a_name(tmp_path: Path) -> None:
    assert run(tmp_path, "explain", "hiv/aids").stdout == run(tmp_path, "explain", "hiv").stdout != ""


@pytest.mark.parametrize("inner", ["conditions", "."])
def test_a_preview_reads_the_words_that_stand_beside_the_page(
    inner: str, tmp_path: Path, salvage: Run
) -> None:
    shelf(tmp_path)
    page = tmp_path / inner / "exampleitis.toml"
    page.write_text(EXAMPLE, encoding="utf-8")
    if inner == ".":
        (tmp_path / "conditions").rmdir()
    done = salvage("explain", str(page), env={"SALVAGE_PATH": ""})
    assert (done.returncode, "Exampleitis" in done.stdout) == (0, True), done.stderr


def test_a_page_without_survival_numbers_points_to_none(tmp_path: Path, salvage: Run) -> None:
    page = tmp_path / "pageitis.toml"
    whole = (HERE / "check" / "pageitis.toml").read_text(encoding="utf-8")
    page.write_text(re.sub(r"(?ms)^\[\[number\]\].*?(?=^\[)", "", whole), encoding="utf-8")
    done = salvage("explain", str(page))
    assert (done.returncode, "Numbers about survival" in done.stdout) == (0, False), done.stderr
    assert "Numbers about survival" in salvage("explain", "hiv").stdout


def test_a_preview_says_how_much_check_finds(tmp_path: Path, salvage: Run) -> None:
    page = tmp_path / "pageitis.toml"
    whole = (HERE / "check" / "pageitis.toml").read_text(encoding="utf-8")
    page.write_text(whole.replace("Ask your team first.", "Take 50 mg."), encoding="utf-8")
    done = salvage("explain", str(page))
    assert done.returncode == 0
    assert "Checked 1 file: 1 error" in done.stderr and f"salvage check {page} says" in done.stderr
    page.write_text(whole, encoding="utf-8")
    assert salvage("explain", str(page)).stderr == ""
