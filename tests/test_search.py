"""A question in one's own words: what comes first, what is not answered, an index never in the way."""

import json
import os
import random
import re
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from salvage_cli import places
from salvage_cli.compose.words import SURVIVAL
from salvage_cli.library import Library
from salvage_cli.places import Shelf
from salvage_cli.search import build, crew
from salvage_cli.search.fresh import opened
from tests.conftest import KNOWLEDGE, Run, environment, program

ASK = ("search", "thinning hair on chemo", "--format", "json")


def asked(salvage: Run, question: str, *options: str, env: dict[str, str] | None = None) -> dict[str, Any]:
    done = salvage("search", question, "--format", "json", *options, env=env)
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if found["outcome"] == "nothing" else 0)
    return found


@pytest.mark.parametrize(
    ("question", "condition", "section"),
    [
        ("thinning hair on kemo", "cancer", "side-effects"),
        ("how long have i got with relapsed aml", "acute-myeloid-leukemia", "outlook"),
        ("what can i ask about prostrate cancer", "prostate-cancer", "questions"),
        ("lukemia aml what comes next", "acute-myeloid-leukemia", "lines"),
        ("salvage therapy meaning", "general", "overview"),
    ],
)
def test_the_passage_that_answers_comes_first(
    question: str, condition: str, section: str, salvage: Run
) -> None:
    found = asked(salvage, question)
    assert found["outcome"] == "found"
    first = found["results"][0]
    assert (first["condition"], first["section"]) == (condition, section)


@pytest.mark.parametrize(
    "question",
    [
        "i cant breathe",
        "temp 38.4 had chemo on tuesday",
        "my legs have gone numb and i cant pee",
        "i took too many pills by mistake",
        "i dont want to live anymore",
        "throwing up blood what do i do",
    ],
)
def test_an_emergency_gets_its_advice_first(question: str, salvage: Run) -> None:
    found = asked(salvage, question)
    assert found["outcome"] == "urgent"
    assert "call" in found["advice"].casefold()
    assert found["results"]
    shown = salvage("search", question).stdout
    assert shown.index(found["advice"].split(".")[0]) < shown.index("salvage explain ")


@pytest.mark.parametrize(
    "question",
    [
        "what is a fever",
        "can chemo cause bleeding",
        "suicide hotline opening hours",
        "what's the point of a second biopsy",
        "turning off the defibrillator at the end, does it hurt",
        "what counts as a fever on chemo, 38 or 38.3",
    ],
)
def test_to_mention_an_alarming_word_is_no_emergency(question: str, salvage: Run) -> None:
    assert asked(salvage, question)["outcome"] in ("found", "nothing")


@pytest.mark.parametrize(
    "question",
    [
        "how many mg of dexamethasone should i take",
        "do i have lymphoma",
        "which drug should i take",
        "should i stop my pills",
    ],
)
def test_a_dose_a_diagnosis_and_a_choice_are_declined(question: str, salvage: Run) -> None:
    found = asked(salvage, question)
    assert found["outcome"] == "declined"
    assert "does not" in found["advice"] or "cannot" in found["advice"]


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("mrd test in ALL", "acute-lymphoblastic-leukemia"),
        ("he is tired ALL the time on dialysis", "esrd"),
        ("second line stomach chemo", "gastric-cancer"),
        ("immunotherapy stopped working, lung", "lung-cancer"),
        ("ESR1 blood test", "breast-cancer"),
    ],
)
def test_capitals_and_the_words_around_tell_which_condition(
    question: str, condition: str, salvage: Run
) -> None:
    assert asked(salvage, question)["results"][0]["condition"] == condition


@pytest.mark.parametrize(
    "question",
    [
        "nobody would miss me, cancer or no cancer",
        "should i take all my pills, want to die, how many mg",
        "since they put me on efavirenz i lie awake planning how id do it",
    ],
)
def test_whoever_speaks_of_dying_by_their_own_hand_gets_help_whatever_else_is_said(
    question: str, salvage: Run
) -> None:
    assert asked(salvage, question)["outcome"] == "urgent"


@pytest.mark.parametrize(
    "question",
    [
        "38,6 grad, high dose chemo, leukocyte zero",
        "is a fever of 101.5 ok to sleep off? 8 days past folfiri",
    ],
)
def test_a_fever_that_was_measured_under_treatment_is_urgent_whatever_is_asked(
    question: str, salvage: Run
) -> None:
    assert asked(salvage, question)["outcome"] == "urgent"


def test_a_question_that_names_a_page_is_never_told_that_there_is_nothing(salvage: Run) -> None:
    assert asked(salvage, "dalvance for mrsa")["outcome"] == "found"


@pytest.mark.parametrize("question", ["train times to leeds", "weather in oslo", "crab recipes", "?!", "ß"])
def test_what_is_out_of_scope_finds_nothing_and_exits_1(question: str, salvage: Run) -> None:
    found = asked(salvage, question)
    assert (found["outcome"], found["results"]) == ("nothing", [])


def test_every_result_has_a_place_a_source_and_a_score(salvage: Run) -> None:
    found = asked(salvage, "side effects of chemo", "--limit", "20")
    known = {source["id"] for source in found["sources"]}
    assert len(found["results"]) == 20
    scores = [result["score"] for result in found["results"]]
    assert scores == sorted(scores, reverse=True)
    for result in found["results"]:
        assert {"condition", "section", "id", "title", "text", "cites", "score", "label"} == result.keys()
        assert result["id"].startswith(f"{result['condition']}.")
        assert 0 <= result["score"] <= 1
        assert set(result["cites"]) <= known


def test_a_search_stays_in_the_condition_and_section_that_are_named(salvage: Run) -> None:
    found = asked(salvage, "tired", "--condition", "prostate cancer", "--section", "side-effects")
    assert {(r["condition"], r["section"]) for r in found["results"]} == {("prostate-cancer", "side-effects")}


def test_in_plain_text_a_sentence_is_found_as_it_stands(salvage: Run) -> None:
    for result in asked(salvage, "thinning hair on chemo")["results"]:
        for looks in ((), ("--format", "text")):
            assert result["text"] in salvage("search", "thinning hair on chemo", *looks).stdout


def test_a_condition_that_is_nothing_is_wrong_usage(salvage: Run) -> None:
    for nothing in ("", " "):
        done = salvage("search", "rash", "--condition", nothing)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--help" in done.stderr


def test_the_words_asked_for_are_marked(salvage: Run) -> None:
    drawn = salvage("search", "thinning hair on chemo", "--color", "always").stdout.casefold()
    assert re.search(r"\x1b\[1mhair\x1b\[0m", drawn)
    assert "**hair**" in salvage("search", "thinning hair on chemo", "--format", "markdown").stdout.casefold()


def test_a_survival_number_never_comes_before_the_one_honest_sentence(salvage: Run) -> None:
    found = asked(salvage, "how long have i got with relapsed aml")
    assert not re.search(r"\d+ of \d+", found["results"][0]["text"])
    more = asked(salvage, "how long have i got with relapsed aml", "--limit", "60")
    assert any(re.search(r"\d+ of \d+", result["text"]) for result in more["results"]), "programs get them"


def test_survival_numbers_are_a_pointer_for_people(salvage: Run) -> None:
    shown = salvage("search", "how long have i got with relapsed aml", "--limit", "60").stdout
    assert shown.count(f"leukemia: outlook: {SURVIVAL}") == 1
    assert not re.search(r"\d+ of \d+ people (?:were|was) alive", shown)


@pytest.mark.parametrize(
    "question",
    [
        "my husband collapsed after a shower",
        "my chest hurts i had a stent last year",
        "nurse said wait but mum cant breathe",
        "why is my face drooping",
        "what are these red spots all over my legs",
        "fever",
        "bleeding",
        "seizure",
        "chest pain",
        "baby drank my chemo pills",
    ],
)
def test_words_around_an_emergency_do_not_hide_it(question: str, salvage: Run) -> None:
    assert asked(salvage, question)["outcome"] == "urgent"


def test_a_question_about_one_condition_gets_no_passage_of_another(salvage: Run) -> None:
    found = asked(salvage, "psa rising what next", "--limit", "30")
    assert {result["condition"] for result in found["results"]} <= {"prostate-cancer", "cancer"}


@pytest.mark.parametrize(
    "question",
    ["x " * 5000, '"AND" OR NEAR( * ^ :', "\x1b[31mred", "hair'; DROP TABLE passage;--", "%s" * 50],
)
def test_rubbish_is_answered_in_good_order(question: str, salvage: Run) -> None:
    done = salvage("search", question)
    assert done.returncode in (0, 1)
    assert done.stderr == ""
    assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_an_index_that_is_broken_further_in_gives_the_same_answer(tmp_path: Path, salvage: Run) -> None:
    expected = same(salvage, tmp_path)
    spoiled = bytearray(cached(tmp_path).read_bytes())
    for start in range(8 * 4096, len(spoiled), 4096):
        spoiled[start : start + 4096] = b"\xff" * len(spoiled[start : start + 4096])
    cached(tmp_path).write_bytes(spoiled)
    assert same(salvage, tmp_path) == expected


# --- the index


def cached(home: Path) -> Path:
    return home / "salvage" / "index.sqlite3"


def same(salvage: Run, home: Path) -> str:
    done = salvage(*ASK, env={"XDG_CACHE_HOME": str(home)})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_index_that_is_gone_old_or_broken_gives_the_same_answer(tmp_path: Path, salvage: Run) -> None:
    expected = same(salvage, tmp_path)
    index = cached(tmp_path)
    assert index.is_file()
    for spoiled in (b"", b"not a database" * 100, index.read_bytes()[:5000]):
        index.write_bytes(spoiled)
        assert same(salvage, tmp_path) == expected
    with sqlite3.connect(index) as database:
        database.execute("UPDATE meta SET value = 'old' WHERE key IN ('shape', 'whole')")
    assert same(salvage, tmp_path) == expected
    index.unlink()
    assert same(salvage, tmp_path) == expected


@pytest.mark.skipif(os.name != "posix", reason="needs folders without rights")
def test_where_nothing_can_be_kept_the_answer_is_the_same(tmp_path: Path, salvage: Run) -> None:
    expected = same(salvage, tmp_path / "free")
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert same(salvage, blocked) == expected
    assert same(salvage, Path("/proc/nowhere")) == expected


def test_thirty_two_at_once_on_a_cold_cache_all_answer_right(tmp_path: Path) -> None:
    env = environment() | {"XDG_CACHE_HOME": str(tmp_path)}

    def run(_: int) -> tuple[int, str, str]:
        done = subprocess.run([program(), *ASK], env=env, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    with ThreadPoolExecutor(32) as pool:
        answers = set(pool.map(run, range(32)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 0
    assert sorted(path.name for path in cached(tmp_path).parent.iterdir()) == ["index.sqlite3"]


def test_a_build_that_is_killed_leaves_a_right_answer_and_nothing_else(
    tmp_path: Path, salvage: Run, pytestconfig: pytest.Config
) -> None:
    """`--kills 200` kills so often, at moments spread over a whole build; the next search answers right."""
    env = environment() | {"XDG_CACHE_HOME": str(tmp_path)}
    start = time.monotonic()
    expected = same(salvage, tmp_path / "whole")
    took = time.monotonic() - start
    kills = pytestconfig.getoption("--kills")
    killed = 0
    for number in range(kills):
        start = time.monotonic()
        running = subprocess.Popen(
            [program(), *ASK], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with suppress(subprocess.TimeoutExpired):
            running.wait(took * number / kills)
            took = time.monotonic() - start  # the machine has become faster: aim earlier
        running.kill()
        killed += running.wait() != 0
        assert same(salvage, tmp_path) == expected
        assert [path.name for path in cached(tmp_path).parent.iterdir()] == ["index.sqlite3"]
        cached(tmp_path).unlink()
    assert killed > kills / 2


def test_a_page_of_ones_own_is_found_as_it_is_now(tmp_path: Path, salvage: Run) -> None:
    from tests.test_library import PAGE, shelf

    env = {**shelf(tmp_path, exampleitis=PAGE), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert asked(salvage, "exampleitis", env=env)["results"][0]["condition"] == "exampleitis"
    page = tmp_path / "conditions" / "exampleitis.toml"
    page.write_text(PAGE.replace('name = "Exampleitis"', 'name = "Frobnitis"'), encoding="utf-8")
    assert asked(salvage, "frobnitis", env=env)["results"][0]["condition"] == "exampleitis"
    page.unlink()
    assert asked(salvage, "frobnitis", env=env)["outcome"] == "nothing"


def test_the_bundled_signs_of_a_page_that_is_replaced_are_still_found(tmp_path: Path, salvage: Run) -> None:
    from tests.test_library import PAGE, shelf

    env = {**shelf(tmp_path, hiv=PAGE), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    found = asked(salvage, "yellow eyes", "--condition", "hiv", "--section", "urgent", env=env)
    assert any(result["id"].startswith("hiv.urgent.") for result in found["results"])
    assert {id for result in found["results"] for id in result["cites"]} <= {
        s["id"] for s in found["sources"]
    }


def test_names_mean_the_same_from_the_index_as_from_the_files(tmp_path: Path, salvage: Run) -> None:
    from tests.test_library import PAGE, shelf

    taken = PAGE.replace('"example disease"', '"example disease", "psa rising", "aids"')
    env = {**shelf(tmp_path, exampleitis=PAGE, otheritis=taken.replace("exampleitis.", "otheritis.")),
           "XDG_CACHE_HOME": str(tmp_path / "cache")}  # fmt: skip
    words = ("psa rising", "aids", "example disease", "otheritis", "EX ITIS", "lung", "treatment failure",
             "prostata cancr", "hiv infection", "xqzzy", "exampelitis", "hvi", "\udcff")  # fmt: skip
    asks = [("list", "--format", "json"), *(("urgent", word) for word in words)]

    def answers() -> list[tuple[int, str, str]]:
        return [
            (done.returncode, done.stdout, done.stderr) for done in (salvage(*ask, env=env) for ask in asks)
        ]

    from_files = answers()
    assert not cached(tmp_path / "cache").exists(), "a name makes no index"
    salvage(*ASK, env=env)
    assert cached(tmp_path / "cache").is_file()
    assert answers() == from_files


def test_an_index_that_is_old_names_nothing(tmp_path: Path, salvage: Run) -> None:
    from tests.test_library import PAGE, shelf

    env = {**shelf(tmp_path, exampleitis=PAGE), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    salvage(*ASK, env=env)
    page = tmp_path / "conditions" / "exampleitis.toml"
    page.write_text(PAGE.replace('"ex-itis"', '"newname"'), encoding="utf-8")
    assert salvage("urgent", "newname", env=env).returncode == 0
    assert salvage("urgent", "ex-itis", env=env).returncode == 3


def test_a_page_that_changed_leaves_none_of_its_words(tmp_path: Path, salvage: Run) -> None:
    from tests.test_library import PAGE, shelf

    env = {**shelf(tmp_path, exampleitis=PAGE), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    page = tmp_path / "conditions" / "exampleitis.toml"

    def words() -> set[str]:
        salvage(*ASK, env=env)
        with sqlite3.connect(cached(tmp_path / "cache")) as database:
            return {word for (word,) in database.execute("SELECT word FROM spelling")}

    before = words()
    page.write_text(PAGE.replace('name = "Exampleitis"', 'name = "Frobnitis"'), encoding="utf-8")
    assert words() - before == {"frobnitis"}
    page.write_text(PAGE, encoding="utf-8")
    assert words() == before


# --- many files


def test_what_a_process_that_dies_had_to_do_is_done_all_the_same() -> None:
    home = os.getpid()

    def work(number: int) -> int:
        if number == 70 and os.getpid() != home:
            os._exit(1)
        return number * number

    found = sorted(crew.shared_out(work, range(200), many=100))
    assert found == [number * number for number in range(200)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="one process where there is no fork")
def test_what_goes_wrong_in_a_process_is_said_here() -> None:
    def work(number: int) -> int:
        return 1 // (number - 70)

    with pytest.raises(ZeroDivisionError):
        list(crew.shared_out(work, range(200), many=100))


def test_many_processes_make_the_index_that_one_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.test_library import PAGE

    for number in range(30):
        page = PAGE.replace("exampleitis.", f"made-{number}.").replace('"Exampleitis"', f'"Made {number}"')
        (tmp_path / f"made-{number}.toml").write_text(page, encoding="utf-8")
    for name in ("effects", "glossary", "sources"):
        (tmp_path / f"{name}.toml").write_bytes((KNOWLEDGE / f"{name}.toml").read_bytes())

    def made() -> dict[str, list[tuple[object, ...]]]:
        library = Library(places.bundled(), (Shelf(tmp_path, False, "made"),))
        database = opened(library, None).database
        return {
            table: sorted(database.execute(f"SELECT {columns} FROM {table}"), key=repr)
            for table, columns in (
                ("name", "*"), ("spelling", "*"), ("file", "slug, path, title, readable, broader"),
                ("passage", "slug, section, entry, title, text, also, place, cites"),
            )
        }  # fmt: skip

    alone = made()
    assert len(alone["file"]) > 50
    monkeypatch.setattr(build, "MANY", 10)
    monkeypatch.setattr(crew, "PROCESSORS", 3)
    assert made() == alone


@pytest.mark.parametrize("question", ["rash", "hair loss", "brca", "relapse", "mouth sores", "transplant"])
def test_a_word_or_two_that_pages_have_find_them(question: str, salvage: Run) -> None:
    assert asked(salvage, question)["outcome"] == "found"


def test_a_question_that_names_no_condition_gets_no_sign_of_one(salvage: Run) -> None:
    for question in ("i feel sick", "im bleeding", "my throat is closing"):
        found = asked(salvage, question)
        assert found["outcome"] == "urgent"
        assert "abacavir" not in found["advice"]


def test_what_was_altered_in_the_index_is_not_shown(tmp_path: Path, salvage: Run) -> None:
    ask = ("search", "throwing up blood")
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    expected = salvage(*ask, env=env).stdout
    whole = cached(tmp_path).read_bytes()
    spoiled = whole.replace(b"vomit", b"vomxt").replace(b"heavy bleeding", b"light bleeding")
    assert spoiled != whole
    cached(tmp_path).write_bytes(spoiled)
    done = salvage(*ask, env=env)
    assert (done.returncode, done.stdout) == (0, expected)


def test_an_index_with_random_damage_ends_in_no_error(tmp_path: Path, salvage: Run) -> None:
    chance = random.Random(7)
    salvage("search", "pain", env={"XDG_CACHE_HOME": str(tmp_path)})
    whole = cached(tmp_path).read_bytes()
    for _ in range(15):
        spoiled = bytearray(whole)
        for _ in range(100):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        cached(tmp_path).write_bytes(spoiled)
        done = salvage("search", "throwing up blood", env={"XDG_CACHE_HOME": str(tmp_path)})
        assert (done.returncode, done.stderr) == (0, "")
        assert "emergency" in done.stdout


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_search_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    from tests.test_library import PAGE, shelf

    pages = {f"made-{number}": PAGE.replace("exampleitis.", f"made-{number}.") for number in range(1500)}
    env = environment(
        {**shelf(tmp_path, **pages), "XDG_CACHE_HOME": str(tmp_path / "cache"), "MARK": str(tmp_path)}
    )

    def left() -> list[str]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"MARK={tmp_path}".encode() in (process / "environ").read_bytes():
                    found.append(process.name)
        return found

    running = subprocess.Popen([program(), *ASK], env=env, stdout=subprocess.DEVNULL)
    time.sleep(0.9)
    assert left()
    running.kill()
    running.wait()
    deadline = time.monotonic() + 20
    while left():
        assert time.monotonic() < deadline, "processes were left behind"
        time.sleep(0.1)


def test_a_page_that_is_replaced_is_still_found_by_its_bundled_names(tmp_path: Path, salvage: Run) -> None:
    from tests.test_library import PAGE, shelf

    env = {**shelf(tmp_path, hiv=PAGE), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(2):  # from the files, and from the index
        assert "hiv.urgent." in salvage("urgent", "aids", "--format", "json", env=env).stdout
        salvage(*ASK, env=env)


def test_names_are_those_of_the_files_where_the_index_is_damaged(tmp_path: Path, salvage: Run) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    asks = [("urgent", "aids"), ("urgent", "prosate"), ("list",)]
    expected = [salvage(*ask, env=env).stdout for ask in asks]
    salvage(*ASK, env=env)
    spoiled = bytearray(cached(tmp_path).read_bytes())
    for start in range(3 * 4096, len(spoiled), 4096):
        spoiled[start : start + 60] = b"\xff" * 60
    cached(tmp_path).write_bytes(spoiled)
    assert [salvage(*ask, env=env).stdout for ask in asks] == expected
    asked = {
        "_SALVAGE_COMPLETE": "complete_bash",
        "COMP_WORDS": "salvage explain glioblas",
        "COMP_CWORD": "2",
    }
    assert "glioblastoma" in salvage(env={**env, **asked}).stdout.split()
