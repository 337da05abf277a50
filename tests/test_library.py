"""Names, own folders, and what an own folder can never do."""

from pathlib import Path

import pytest

from tests.conftest import KNOWLEDGE, Run

PAGE = (KNOWLEDGE / "conditions" / "exampleitis.toml").read_text(encoding="utf-8")
OWN = "This page comes from a folder of your own. It is not part of salvage."


def shelf(folder: Path, **pages: str) -> dict[str, str]:
    """A folder of one's own with these condition files and the made-up vocabularies."""
    for name in ("effects", "glossary", "sources"):
        (folder / f"{name}.toml").write_text((KNOWLEDGE / f"{name}.toml").read_text(encoding="utf-8"))
    (folder / "conditions").mkdir()
    for slug, page in pages.items():
        (folder / "conditions" / f"{slug}.toml").write_text(page, encoding="utf-8")
    return {"SALVAGE_PATH": str(folder)}


@pytest.mark.parametrize(
    "words",
    [
        ("exampleitis",),
        ("EXAMPLEITIS",),
        ("Example", "Disease"),
        ("example-disease",),
        ("ex_itis",),
        ("ärger",),
    ],
)
def test_a_condition_is_found_by_any_of_its_names(words: tuple[str, ...], salvage: Run) -> None:
    done = salvage("explain", *words)
    assert done.returncode == 0
    assert "Exampleitis: rescue (salvage) therapy" in done.stdout


def test_a_word_that_fits_two_conditions_names_both(tmp_path: Path, salvage: Run) -> None:
    other = PAGE.replace("exampleitis.", "otheritis.").replace('"example disease", "ex-itis", "Ärger"', "")
    done = salvage("explain", "testing trouble", env=shelf(tmp_path, exampleitis=PAGE, otheritis=other))
    assert done.returncode == 3
    assert "exampleitis or otheritis" in done.stderr


def test_an_own_page_says_that_it_is_ones_own(salvage: Run) -> None:
    for looks in ((), ("--plain",), ("--format", "markdown"), ("--width", "80")):
        shown = salvage("explain", "exampleitis", *looks).stdout
        assert shown.replace("*", "").startswith(OWN)


def test_an_own_page_cannot_claim_to_be_signed(tmp_path: Path, salvage: Run) -> None:
    forged = PAGE.replace("due = 2026-07-15", 'due = 2026-07-15\nsigned_by = "Dr. Nobody"')
    done = salvage("explain", "exampleitis", env=shelf(tmp_path, exampleitis=forged))
    assert done.returncode == 0
    assert "Dr. Nobody" not in done.stdout
    assert "No doctor or nurse has signed this page yet." in done.stdout


def test_an_own_page_replaces_a_bundled_one_whole(tmp_path: Path, salvage: Run) -> None:
    mine = PAGE.replace('name = "Exampleitis"', 'name = "HIV here"')
    done = salvage("explain", "hiv", env=shelf(tmp_path, hiv=mine))
    assert done.stdout.startswith(OWN)
    assert "HIV here: rescue (salvage) therapy" in done.stdout


def test_the_bundled_urgent_signs_print_first_and_unchanged(tmp_path: Path, salvage: Run) -> None:
    mine = shelf(tmp_path, hiv=PAGE.replace('name = "Exampleitis"', 'name = "HIV here"'))
    theirs = salvage("urgent", "hiv", "--format", "json", env=mine).stdout
    import json

    bundled = json.loads(salvage("urgent", "hiv", "--format", "json").stdout)
    replaced = json.loads(theirs)
    signs = [item["text"] for item in bundled["page"]["sections"][0]["items"] if "action" in item]
    shown = [item["text"] for item in replaced["page"]["sections"][0]["items"] if "action" in item]
    assert signs
    assert shown[: len(signs)] == signs
    assert len(shown) > len(signs)
    page = salvage("urgent", "hiv", env=mine).stdout
    assert page.index("Signs from the bundled page of salvage") < page.index("Signs from this page")


def test_the_bundled_card_stands_above_an_own_one(tmp_path: Path, salvage: Run) -> None:
    mine = shelf(tmp_path, hiv=PAGE.replace('name = "Exampleitis"', 'name = "HIV here"'))
    import json

    card = json.loads(salvage("explain", "hiv", "--format", "json").stdout)["page"]["card"]
    shown = salvage("explain", "hiv", env=mine).stdout
    places = [shown.index(line["text"]) for line in card]
    assert places == sorted(places)
    assert places[-1] < shown.index("Call your local emergency number now if you cannot breathe well")


def test_a_replacement_that_cannot_be_read_leaves_the_bundled_page(tmp_path: Path, salvage: Run) -> None:
    done = salvage("explain", "hiv", env=shelf(tmp_path, hiv="name = \n"))
    assert done.returncode == 0
    assert done.stdout.startswith("Your own page could not be read, so this is the bundled one.")
    assert "HIV: rescue (salvage) therapy" in done.stdout


def test_own_vocabularies_only_add_words(tmp_path: Path, salvage: Run) -> None:
    env = shelf(tmp_path)
    glossary = tmp_path / "glossary.toml"
    glossary.write_text(
        glossary.read_text() + '\n[regimen]\nname = "regimen"\ntext = "Changed."\ncites = ["example-words"]\n'
    )
    assert "Changed." not in salvage("define", "regimen", env=env).stdout
    assert salvage("define", "example-count", env=env).returncode == 0


def test_an_own_alias_never_beats_a_bundled_name(tmp_path: Path, salvage: Run) -> None:
    greedy = PAGE.replace('"example disease"', '"AIDS"')
    done = salvage("explain", "aids", env=shelf(tmp_path, exampleitis=greedy))
    assert "HIV: rescue (salvage) therapy" in done.stdout


def test_the_first_folder_wins(tmp_path: Path, salvage: Run) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, name in ((first, "First"), (second, "Second")):
        folder.mkdir()
        shelf(folder, exampleitis=PAGE.replace('name = "Exampleitis"', f'name = "{name}"'))
    done = salvage("explain", "exampleitis", env={"SALVAGE_PATH": f"{first}:{second}"})
    assert "First: rescue (salvage) therapy" in done.stdout


def test_the_data_folder_of_the_user_is_read(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "salvage").mkdir()
    shelf(tmp_path / "salvage", exampleitis=PAGE)
    done = salvage("list", env={"SALVAGE_PATH": "", "XDG_DATA_HOME": str(tmp_path)})
    assert "exampleitis" in done.stdout.split()


def test_folder_paths_appear_only_in_where(tmp_path: Path, salvage: Run) -> None:
    env = shelf(tmp_path, exampleitis=PAGE)
    assert str(tmp_path) in salvage("where", env=env).stdout
    for words in (
        ("explain", "exampleitis"),
        ("list",),
        ("sources", "exampleitis"),
        ("explain", "exampleitis", "--format", "json"),
    ):
        assert str(tmp_path) not in salvage(*words, env=env).stdout


def test_a_name_cannot_lead_out_of_the_library(salvage: Run) -> None:
    for name in ("../conditions/exampleitis", "/etc/passwd", "conditions/exampleitis", "..", "con"):
        assert salvage("explain", name).returncode == 3


def test_the_start_page_stays_short_however_many_pages_one_has(tmp_path: Path, salvage: Run) -> None:
    pages = {f"made-{number}": PAGE.replace("exampleitis.", f"made-{number}.") for number in range(40)}
    shown = salvage(env=shelf(tmp_path, **pages)).stdout
    assert "From a folder of your own: 40 pages (salvage list)" in shown
    assert len(shown) < 3000
