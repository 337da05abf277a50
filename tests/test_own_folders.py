"""What a file in a folder of one's own may try, and what then stands on the page."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from salvage_cli.clean import clean
from salvage_cli.own_files import own_files
from tests.conftest import Run, environment, program
from tests.hostile.pages import SPECIMEN
from tests.library import BUNDLED, MADE_UP
from tests.test_library import OWN, PAGE, shelf

CALM = "All is well and nobody needs to call anyone about any of this."
LAYOUTS = ((), ("--plain",), ("--format", "markdown"), ("--width", "80"), ("--format", "html"))
VIEWS = (("explain", "hiv"), ("side-effects", "hiv"))
BENEATH = BUNDLED.find("hiv").condition
FORGED = """
[source.nih-rash]
title = "A forged leaflet"
publisher = "Nobody"
date = "2026"
url = "https://example.org/forged"
kind = "hospital"
read = 2026-01-01
extent = "whole"
"""


def hostile() -> str:
    """A page in place of that on HIV that says wherever it can that nobody needs to call."""
    page = PAGE.replace('name = "Exampleitis"', 'name = "HIV (came with the program)"')
    page = re.sub(r'(?ms)(\[meaning\].*?text = )".*?"', rf'\1"{CALM}"', page, count=1)
    sign = BENEATH.sign[0]
    page = re.sub(r'(?m)^id = "exampleitis\.urgent\.[^"]*"', f'id = "{sign.id}"', page, count=1)
    return page.replace("due = 2026-07-15", 'due = 2999-01-01\nsigned_by = "Dr. Nobody"').replace(
        "checked = 2026-01-15", "checked = 2998-01-01"
    )


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A library whose page on HIV is hostile; the index stands beside it."""
    folder = tmp_path_factory.mktemp("replaced")
    assert "checked = 2026-01-15" in PAGE
    return {**shelf(folder, hiv=hostile() + FORGED), "XDG_CACHE_HOME": str(folder / "cache")}


def words(shown: str) -> str:
    """Without what a layout adds: white space, escapes, tags, the bar of a card and citations."""
    shown = re.sub(r"<style>.*?</style>|<head>.*?</head>|<[^>]+>", " ", shown, flags=re.S)
    shown = re.sub(r"\\?\[[\d, ]+\\?\]", "", shown).replace("&#x27;", "'").replace("&quot;", '"')
    return re.sub(r"[\s\\▌|>*]+", "", shown)


def as_json(salvage: Run, *typed: str, env: Mapping[str, str]) -> dict[str, Any]:
    done = salvage(*typed, "--format", "json", env=env)
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout)}


@pytest.mark.parametrize("looks", LAYOUTS[:4])
@pytest.mark.parametrize("view", VIEWS)
def test_the_bundled_card_comes_before_all_that_the_page_says(
    view: tuple[str, ...], looks: tuple[str, ...], replaced: dict[str, str], salvage: Run
) -> None:
    shown = words(salvage(*view, *looks, env=replaced).stdout)
    ends = [shown.index(words(line.text)) for line in BENEATH.card if "°" not in line.text]
    assert ends == sorted(ends)
    assert ends[-1] < shown.index(words(CALM))


def test_the_bundled_signs_come_before_all_that_the_page_says(replaced: dict[str, str], salvage: Run) -> None:
    shown = words(salvage("urgent", "hiv", env=replaced).stdout)
    last = max(shown.index(words(sign.action)) for sign in BENEATH.sign)
    assert words(CALM) not in shown[:last]
    assert shown.index(words("Signs from the bundled page")) < shown.index(words("Signs from this page"))


@pytest.mark.parametrize("command", ["lines", "faq", "questions"])
def test_the_way_to_all_signs_comes_before_all_that_the_page_says(
    command: str, replaced: dict[str, str], salvage: Run
) -> None:
    shown = salvage(command, "hiv", env=replaced).stdout
    assert shown.index("All signs: salvage urgent hiv") < shown.index(CALM)


@pytest.mark.parametrize("looks", LAYOUTS)
@pytest.mark.parametrize("typed", [*VIEWS, ("urgent", "hiv"), ("lines", "hiv"), ("sources", "hiv")])
def test_every_layout_says_first_whose_the_page_is(
    typed: tuple[str, ...], looks: tuple[str, ...], replaced: dict[str, str], salvage: Run
) -> None:
    shown = words(salvage(*typed, *looks, env=replaced).stdout)
    assert shown.index(words(OWN)) < shown.index(words("HIV (came with the program)"))


def test_programs_are_told_whose_a_page_is(replaced: dict[str, str], salvage: Run) -> None:
    for typed in (*VIEWS, ("urgent", "hiv"), ("sources", "hiv")):
        assert as_json(salvage, *typed, env=replaced)["page"]["label"] == OWN
        assert as_json(salvage, *typed, env={"SALVAGE_PATH": ""})["page"]["label"] is None


def test_no_id_of_a_bundled_sign_is_used_twice(replaced: dict[str, str], salvage: Run) -> None:
    (section,) = as_json(salvage, "urgent", "hiv", env=replaced)["page"]["sections"]
    ids = [item["id"] for item in section["items"]]
    assert len(ids) == len(set(ids))
    assert f"own.{BENEATH.sign[0].id}" in ids
    by_id = {item["id"]: item for item in section["items"]}
    assert [sign for sign in BENEATH.sign if by_id[sign.id]["action"] != sign.action] == []


def test_a_day_of_checking_that_has_not_come_is_said(replaced: dict[str, str], salvage: Run) -> None:
    shown = salvage("explain", "hiv", env=replaced).stdout
    opening = shown.partition("HIV (came")[0]
    assert "This page says that it was checked on 2998-01-01. That day has not come yet." in opening
    assert "Dr. Nobody" not in shown


@pytest.mark.parametrize("typed", [("explain", "hiv"), ("urgent", "hiv"), ("sources", "hiv")])
def test_the_bundled_signs_keep_their_own_sources(
    typed: tuple[str, ...], replaced: dict[str, str], salvage: Run
) -> None:
    shown = salvage(*typed, env=replaced).stdout
    real = BUNDLED.find("hiv").lookup.sources(["nih-rash"])["nih-rash"]
    assert real.url in shown
    assert "forged" not in shown


def test_a_search_keeps_them_too_and_says_whose_each_passage_is(
    replaced: dict[str, str], salvage: Run
) -> None:
    found = as_json(salvage, "search", "rash", "--condition", "hiv", "--limit", "60", env=replaced)
    signs = {sign.id: sign.action for sign in BENEATH.sign}
    bundled = [result for result in found["results"] if result["label"] is None]
    own = [result for result in found["results"] if result["label"] == OWN]
    assert bundled and own and len(bundled) + len(own) == len(found["results"])
    assert [r for r in bundled if signs.get(r["id"]) != r["text"]] == []
    assert not [source for source in found["sources"] if "forged" in source["url"]]
    shown = salvage("search", "rash", "--condition", "hiv", env=replaced).stdout
    assert "HIV (came with the program) (from a folder of your own): " in shown


def test_what_a_search_says_first_is_never_a_readers(tmp_path: Path, salvage: Run) -> None:
    """Phrases of an own sign may sound like the question; the advice is a bundled sign all the same."""
    soft = re.sub(
        r"(?m)^phrases = .*$", 'phrases = ["i cant breathe", "temp 38.4 after chemo", "chest pain"]', PAGE
    )
    soft = re.sub(r"(?m)^action = .*$", f'action = "{CALM}"', soft)
    pages = {slug: soft.replace("exampleitis.", f"{slug}.") for slug in ("cancer", "general", "hiv")}
    env = {**shelf(tmp_path, **pages), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert soft.count(CALM) > 1
    for question in ("i cant breathe", "temp 38.4 after chemo", "chest pain with cancer"):
        found = as_json(salvage, "search", question, env=env)
        assert found["outcome"] == "urgent"
        assert CALM not in found["advice"]
        assert "call" in found["advice"].casefold()


def test_a_file_that_one_names_keeps_the_bundled_signs_too(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "hiv.toml").write_text(hostile(), encoding="utf-8")
    shown = words(salvage("explain", str(tmp_path / "hiv.toml")).stdout)
    assert shown.index(words(BENEATH.card[0].text)) < shown.index(words(CALM))


def test_a_page_that_repeats_the_bundled_danger_does_not_print_it_twice(tmp_path: Path, salvage: Run) -> None:
    whole = (BUNDLED.bundled.conditions / "hiv.toml").read_text(encoding="utf-8")
    mine = whole.replace('name = "HIV"', 'name = "HIV, our clinic"', 1)
    shown = salvage("explain", "hiv", env=shelf(tmp_path, hiv=mine)).stdout
    assert "HIV, our clinic" in shown
    assert shown.count(BENEATH.card[0].text) == 1
    assert shown.count(clean(BENEATH.sign[0].action)) == salvage(
        "explain", "hiv", env={"SALVAGE_PATH": ""}
    ).stdout.count(clean(BENEATH.sign[0].action))
    assert "Signs from this page" not in shown


# --- names


@pytest.mark.parametrize("change", ["alias", "ambiguous", "name", "slug"])
@pytest.mark.parametrize("replacing", [False, True])
def test_no_own_file_takes_a_bundled_name(change: str, replacing: bool, tmp_path: Path, salvage: Run) -> None:
    mine = {
        "alias": PAGE.replace('"example disease"', '"AIDS"'),
        "ambiguous": re.sub(r"(?m)^ambiguous = .*$", 'ambiguous = ["AIDS"]', PAGE),
        "name": PAGE.replace('name = "Exampleitis"', 'name = "AIDS"'),
        "slug": PAGE,
    }[change]
    pages = {"aids" if change == "slug" else "exampleitis": mine}
    if replacing:
        pages["hiv"] = PAGE.replace('name = "Exampleitis"', 'name = "HIV here"').replace(
            '"example disease", ', ""
        )
    env = {**shelf(tmp_path, **pages), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(2):  # from the files, and from the index
        shown = salvage("explain", "aids", env=env)
        assert shown.returncode == 0
        assert ("HIV here: " if replacing else "HIV: ") in shown.stdout
        salvage("search", "anything", env=env)


def test_an_own_word_never_takes_another_word_for_a_bundled_one(tmp_path: Path, salvage: Run) -> None:
    id, term = next((id, term) for id, term in BUNDLED.terms().items() if term.also)
    env = shelf(tmp_path)
    glossary = tmp_path / "glossary.toml"
    text = f'\n[mine]\nname = "{term.also[0]}"\ntext = "Changed."\ncites = ["example-words"]\n'
    glossary.write_text(glossary.read_text(encoding="utf-8") + text, encoding="utf-8")
    page = as_json(salvage, "define", term.also[0], env=env)["page"]
    assert (page["sections"][0]["items"][0]["id"], page["label"]) == (id, None)


def test_own_words_and_sources_say_that_they_are(tmp_path: Path, salvage: Run) -> None:
    env = shelf(tmp_path)
    with (tmp_path / "glossary.toml").open("a", encoding="utf-8") as glossary:
        glossary.write('\n[mine]\nname = "Zyzzyva"\ntext = "A beetle."\ncites = ["example-words"]\n')
    assert "\nZyzzyva (from a folder of your own)\n" in salvage("define", env=env).stdout
    assert salvage("define", "example-regimen").stdout.startswith("This comes from a folder of your own.")
    assert "From a folder of your own" in salvage("sources").stdout
    assert "folder of your own" not in salvage("define", env={"SALVAGE_PATH": ""}).stdout
    assert "older of your own" not in salvage("sources", env={"SALVAGE_PATH": ""}).stdout


def test_an_own_source_never_takes_the_place_of_a_bundled_one(tmp_path: Path, salvage: Run) -> None:
    env = shelf(tmp_path)
    sources = tmp_path / "sources.toml"
    ids = ["nih-rash"]  # of the page on HIV
    ids += BUNDLED.define("regimen")[1].cites
    forged = "".join(FORGED.replace("source.nih-rash", id) for id in ids)
    sources.write_text(sources.read_text(encoding="utf-8") + forged, encoding="utf-8")
    for typed in (("explain", "hiv"), ("define", "regimen"), *(("sources", id) for id in ids), ("sources",)):
        shown = salvage(*typed, env=env)
        assert (shown.returncode, "forged" in shown.stdout) == (0, False)


def test_the_start_page_tells_own_pages_from_others(tmp_path: Path, salvage: Run) -> None:
    mine = PAGE.replace('name = "Exampleitis"', 'name = "Cancer care"')
    lines = salvage(env=shelf(tmp_path, exampleitis=mine)).stdout.splitlines()
    assert "From a folder of your own: Cancer care" in lines


# --- files that cannot be used


def test_a_page_names_the_file_and_never_the_folder(tmp_path: Path, salvage: Run) -> None:
    env = {**shelf(tmp_path, hiv="name = \n"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for looks in (*LAYOUTS, ("--format", "json")):
        shown = salvage("explain", "hiv", *looks, env=env).stdout
        assert str(tmp_path) not in shown
        assert words("hiv.toml:1: ") in words(shown)
    for looks in (*LAYOUTS[:4], ("--format", "json")):
        found = salvage("search", "hiv rash", *looks, env=env).stdout
        assert words("HIV: your own page could not be read, so this is the bundled one.") in words(found)
        assert str(tmp_path) not in found
    listed = salvage("list", "--width", "100", env=env)
    assert "HIV (the bundled page: your own could not be read)" in listed.stdout
    assert "hiv.toml:1: " in listed.stderr


def test_the_second_folder_takes_over_and_the_bundled_card_still_stands_first(
    tmp_path: Path, salvage: Run
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    shelf(tmp_path / "first", hiv="name = \n")
    shelf(tmp_path / "second", hiv=hostile())
    path = f"{tmp_path / 'first'}{os.pathsep}{tmp_path / 'second'}"
    shown = salvage("explain", "hiv", env={"SALVAGE_PATH": path}).stdout
    assert shown.startswith("Your own page could not be read, so this is the next one. hiv.toml:1: ")
    assert OWN in shown
    assert shown.index(BENEATH.card[0].text) < shown.index(CALM)


def unprivileged(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the program as a user whom rights bind: they bind root once its powers are dropped."""
    drop = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
    return subprocess.run(
        [*drop, program(), *words], env=environment(env), capture_output=True, encoding="utf-8", timeout=60
    )


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may open everything")
@pytest.mark.parametrize("rights", [0o000, 0o111, 0o444])
@pytest.mark.parametrize("inner", [True, False])
def test_a_folder_that_may_not_be_opened_harms_nothing(rights: int, inner: bool, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    env = {**shelf(tmp_path / "own", hiv=hostile(), extra=PAGE), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    shut = tmp_path / "own" / "conditions" if inner else tmp_path / "own"
    said = f"{shut}: cannot be opened: permission denied (check the folder and its rights)"
    shut.chmod(rights)
    try:
        for typed in (
            ("explain", "cancer"), ("urgent",), ("search", "fever"), ("define",), ("sources",), ("list",),
            ("search", "fever"),
        ):  # fmt: skip
            done = unprivileged(*typed, env=env)
            assert (typed, done.returncode) == (typed, 0), done.stderr
            if typed[0] in ("search", "list"):
                assert said in done.stderr
        shown = " ".join(unprivileged("where", env=env).stdout.split())
        assert "cannot be opened: permission denied (check the folder and its rights)" in shown
        for typed in (("check",), ("check", str(tmp_path / "own"))):
            done = unprivileged(*typed, env=env)
            assert (done.returncode, done.stderr) == (1, "")
            assert "error[unreadable]: cannot be opened: permission denied" in done.stdout
            assert f"--> {shut}\n" in done.stdout
    finally:
        shut.chmod(0o700)


def test_links_in_a_ring_and_a_name_too_long_are_told(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    for folder, why in ((tmp_path / "ring", "symbolic links"), (tmp_path / ("x" * 300), "name too long")):
        env = {"SALVAGE_PATH": str(folder), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        for typed in (("list",), ("search", "fever")):
            done = salvage(*typed, env=env)
            assert done.returncode == 0
            assert "cannot be opened: " in done.stderr and why in done.stderr
        assert why in " ".join(salvage("where", env=env).stdout.split())


def test_a_folder_that_is_a_file_or_nothing_harms_nothing(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "file").write_text("")
    env = {"SALVAGE_PATH": f"{tmp_path / 'file'}{os.pathsep}{tmp_path / 'none'}{os.pathsep}a\x1b[31mb"}
    assert salvage("explain", "hiv", env=env).returncode == 0
    shown = salvage("where", env=env).stdout
    assert shown.count("there is no such folder") == 3
    assert "\x1b" not in shown


# --- where


def test_where_says_what_becomes_of_each_file(tmp_path: Path, salvage: Run) -> None:
    first, second, away = (tmp_path / name for name in ("first", "second", "away.toml"))
    for folder in (first, second):
        folder.mkdir()
    shelf(first, hiv=hostile(), exampleitis=PAGE, broken="name = \n", aids=PAGE)
    shelf(second, exampleitis=PAGE)
    (first / "conditions" / "HIV.toml").write_text(PAGE, encoding="utf-8")
    (first / "search.toml").write_text("", encoding="utf-8")
    (first / "stray.toml").write_text(PAGE, encoding="utf-8")
    away.write_text(PAGE.replace("exampleitis.", "linked."), encoding="utf-8")
    (first / "conditions" / "linked.toml").symlink_to(away)
    env = {"SALVAGE_PATH": f"{first}{os.pathsep}{second}", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    shown = " ".join(salvage("where", env=env).stdout.split())
    assert "named in SALVAGE_PATH; 5 condition files, 1 instead of the bundled page, 5 not used" in shown
    assert "named in SALVAGE_PATH; 1 condition file, 1 hidden by an earlier folder" in shown
    inner = first / "conditions"
    for said in (
        f"In place of bundled pages hiv {inner}/hiv.toml",
        f"{inner}/broken.toml:1 is not TOML: here stands no text",
        f"{inner}/aids.toml is called like the bundled page hiv (give it another name)",
        f"{inner}/HIV.toml is not read: the name of a page is a-z, 0-9 and hyphens (rename it)",
        f"{first}/search.toml is not read: only the one that came with the program is (remove it)",
        f"{first}/stray.toml is not read: pages are in the folder `conditions` (move it there)",
        f"{second}/conditions/exampleitis.toml the one in {first} is used",
        f"{inner}/linked.toml leads to {away}",
    ):
        assert said in shown


def test_where_names_few_of_many_files(tmp_path: Path, salvage: Run) -> None:
    env = shelf(tmp_path, **{f"made-{number}": "name = \n" for number in range(300)})
    shown = salvage("where", env=env).stdout
    assert "300 condition files, 300 not used" in shown
    assert "and 288 more" in shown
    assert len(shown.splitlines()) < 60


def test_nothing_in_a_file_name_acts_on_the_terminal(tmp_path: Path, salvage: Run) -> None:
    env = shelf(tmp_path)
    for name in (b"a\x1b[31m\xff.toml", "b\u202egnp\n.toml".encode()):
        with open(os.path.join(os.fsencode(tmp_path / "conditions"), name), "wb"):
            pass
    for command in ("where", "list"):
        done = salvage(command, env=env)
        shown = done.stdout + done.stderr
        assert done.returncode == 0
        assert shown.count("rename it") == 2
        assert [letter for letter in shown.replace("\n", "") if not letter.isprintable()] == []


def test_the_bundled_library_alone_has_no_own_files() -> None:
    assert own_files(BUNDLED) == []


@pytest.mark.parametrize("key", ["who", "country", "urgency"])
def test_an_own_sign_that_says_more_than_the_bundled_one_is_shown(key: str, tmp_path: Path) -> None:
    """Text and action are the same: what else it says is not lost."""
    new = {"who": '"children of six"', "country": '"Atlantis"', "urgency": '"today"'}[key]
    old = re.search(rf"\[\[sign\]\][^\[]*?\n{key} = (.*)", SPECIMEN)
    assert old and old[1] != new
    path = tmp_path / "exampleitis.toml"
    start, end = old.span(1)
    path.write_text(SPECIMEN[:start] + new + SPECIMEN[end:], encoding="utf-8")
    dossier = MADE_UP.find(str(path))
    assert [sign.id for sign in dossier.own_signs] == [dossier.condition.sign[0].id]


@pytest.mark.parametrize("name", ["psa.toml.txt", "PSA.TOML", "Psa.Toml.Txt"])
def test_a_file_that_only_seems_to_end_in_toml_is_told(name: str, tmp_path: Path, salvage: Run) -> None:
    """Notepad adds .txt, and Windows hides it."""
    file = tmp_path / name
    file.write_text(PAGE, encoding="utf-8")
    env = {"SALVAGE_PATH": str(tmp_path)}
    done = salvage("check", str(tmp_path), env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("warning[file-ending]: is not read: its name does not end in .toml")
    assert f"--> {file}\n" in done.stdout and "= help: call it psa.toml\n" in done.stdout
    named = salvage("check", str(file), env=env).stdout
    assert f"nothing is found under the file name “{name}”" in named and "= help: call it psa.toml\n" in named
    why = f"{file} is not read: its name does not end in .toml, in small letters (call it psa.toml)"
    assert why in " ".join(salvage("where", env=env).stdout.split())
    listed = salvage("list", env=env)
    assert (listed.returncode, listed.stderr.count("call it psa.toml")) == (0, 1)
    assert "psa" not in listed.stdout.split()
    shown = salvage("explain", str(file), env=env)
    assert shown.returncode == 3 and "(call it psa.toml: " in shown.stderr


def test_a_glossary_of_notepad_is_checked_as_one(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "glossary.toml.txt").write_text('[zorb]\nname = "Zorb"\n', encoding="utf-8")
    shown = salvage("check", str(tmp_path / "glossary.toml.txt")).stdout
    assert "`text` is missing" in shown and "empty-section" not in shown
    assert "call it glossary.toml" in shown
    assert "call it glossary.toml" in salvage("check", str(tmp_path)).stdout
