"""Every command as it is typed: what it prints, where, with which exit code, and what it refuses."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from inspect import signature
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

import pytest

from salvage_cli.commands import COMMANDS, command
from salvage_cli.knowledge import SectionId
from salvage_cli.page import Page
from salvage_cli.sections import TITLES
from tests.conftest import KNOWLEDGE, Run, environment, program
from tests.library import BUNDLED

LAYOUTS = {
    "text": (),
    "markdown": ("--format", "markdown"),
    "plain": ("--plain",),
    "drawn": ("--width", "60"),
    "json": ("--format", "json"),
}
FOR_PEOPLE = [name for name in LAYOUTS if name != "json"]
OF_A_SECTION: tuple[SectionId, ...] = ("lines", "side-effects", "faq", "urgent", "questions")
EXAMPLES: dict[str, tuple[str, ...]] = {
    "explain": ("exampleitis",),
    **dict.fromkeys(OF_A_SECTION, ("exampleitis",)),
    "search": ("exampleitis",),
    "define": ("regimen",),
    "sources": ("exampleitis",),
    "changes": ("hiv",),
    "list": (),
    "where": (),
    "card": (),
}
ALL = [(command, *words) for command, words in EXAMPLES.items()]
WITHOUT_A_WORD = [(command,) for command in EXAMPLES if command not in ("lines", "side-effects", "search")]
EVERY = [(), *ALL, *WITHOUT_A_WORD, ("--help",), ("--version",), ("lines", "--help")]
SLUGS = ("exampleitis", "hiv", "cancer", "general")
IDS = [f"salvage {' '.join(words)}".strip() for words in EVERY]


def output(salvage: Run, *words: str, env: Mapping[str, str] | None = None) -> str:
    """What a command prints when all is well."""
    ended = salvage(*words, env=env)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def page_of(salvage: Run, *words: str, env: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {**json.loads(output(salvage, *words, "--format", "json", env=env))["page"]}


def own_library(folder: Path, **files: str) -> dict[str, str]:
    """A folder with the made-up vocabularies and these condition files, as an environment."""
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("conditions"))
    (folder / "conditions").mkdir()
    for slug, text in files.items():
        (folder / "conditions" / f"{slug}.toml").write_text(text, encoding="utf-8")
    return {"SALVAGE_PATH": str(folder)}


def exampleitis() -> str:
    return (KNOWLEDGE / "conditions" / "exampleitis.toml").read_text(encoding="utf-8")


def said(ended: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line on stderr with which a command ended; nothing on stdout."""
    assert (ended.returncode, ended.stdout) == (code, "")
    assert ended.stderr.startswith("salvage: ")
    assert ended.stderr.count("\n") == 1
    return ended.stderr


def test_every_command_that_shows_a_page_is_tried() -> None:
    assert set(EXAMPLES) == {name for name in COMMANDS if signature(command(name)).return_annotation is Page}


# --- exit codes


@pytest.mark.parametrize("words", EVERY, ids=IDS)
def test_what_is_shown_is_on_stdout_alone_with_exit_0(words: tuple[str, ...], salvage: Run) -> None:
    ended = salvage(*words)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip()


@pytest.mark.parametrize("words", EVERY, ids=IDS)
def test_python_m_salvage_cli_does_the_same(words: tuple[str, ...], salvage: Run) -> None:
    module = [sys.executable, "-m", "salvage_cli", *words]
    ended = subprocess.run(module, env=environment(), capture_output=True, encoding="utf-8")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, output(salvage, *words), "")


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("exampleitis",),
        ("--no-such-option",),
        ("explain", "--no-such-option"),
        ("lines",),
        ("side-effects",),
        ("list", "exampleitis"),
        ("where", "exampleitis"),
        ("explain", "exampleitis", "--format", "papyrus"),
        ("explain", "exampleitis", "--color", "mauve"),
        ("explain", "exampleitis", "--width", "0"),
        ("explain", "exampleitis", "--width", "wide"),
        ("explain", "exampleitis", "--width"),
        ("explain", "exampleitis", "--output"),
    ],
)
def test_wrong_usage_exits_2(words: tuple[str, ...], salvage: Run) -> None:
    assert " --help" in said(salvage(*words), 2)


@pytest.mark.parametrize(
    ("words", "plainly"),
    [
        (("explain", "hiv", "--width", "wide"), "'wide' is not a whole number"),
        (("explain", "hiv", "--width", "0"), "0 is not 1 or more"),
        (("search", "sleep", "--limit", "500"), "500 is not from 1 to 100"),
        (("list", "hiv"), "too many words: hiv (see salvage list --help)"),
        (("completion", "bash", "zsh", "fish"), "too many words: zsh fish"),
    ],
)
def test_wrong_usage_is_said_in_plain_words(words: tuple[str, ...], plainly: str, salvage: Run) -> None:
    assert plainly in said(salvage(*words), 2)


def test_a_day_that_is_none_is_wrong_usage(salvage: Run) -> None:
    said(salvage("explain", "exampleitis", env={"SALVAGE_TODAY": "tomorrow"}), 2)


@pytest.mark.parametrize(
    "words",
    [
        *((command, "nowhere") for command in EXAMPLES if EXAMPLES[command] and command != "search"),
        ("explain", "exampleitis.nowhere"),
        ("explain", "exampleitis", "--section", "nowhere"),
        ("explain", ""),
        ("explain", " "),
        ("explain", ".lines"),
        ("explain", "exampleitis."),
        ("define", ""),
    ],
)
def test_a_name_that_nothing_has_exits_3(words: tuple[str, ...], salvage: Run) -> None:
    assert re.search(r"\(.+\)", said(salvage(*words), 3)), "a hint"


@pytest.mark.parametrize("command", ["explain", *OF_A_SECTION, "sources"])
def test_knowledge_that_cannot_be_read_exits_4(command: str, tmp_path: Path, salvage: Run) -> None:
    env = own_library(tmp_path / "own", brokenitis='name = "Brokenitis"\nname = 2\n')
    assert "brokenitis.toml:2: " in said(salvage(command, "brokenitis", env=env), 4)


BROKEN = {
    "no-toml": "[one]\nname = [\n",
    "no-text": "\x00",
    "no-such-key": '[one]\nnaem = "One"\n',
    "no-such-source": '[one]\nname = "One"\ntext = "A number."\ncites = ["nowhere"]\n',
}


@pytest.mark.parametrize("words", [("define",), ("define", "regimen"), ("sources",), ("sources", "hiv")])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_vocabulary_of_ones_own_takes_no_bundled_word_away(
    broken: str, words: tuple[str, ...], tmp_path: Path, salvage: Run
) -> None:
    env = own_library(tmp_path / "own")
    for name in ("effects", "glossary", "sources"):
        (tmp_path / "own" / f"{name}.toml").write_text(BROKEN[broken], encoding="utf-8")
    done, bundled = salvage(*words, env=env), salvage(*words, env={"SALVAGE_PATH": ""})
    assert (done.returncode, done.stdout) == (0, bundled.stdout)
    if words != ("sources", "hiv"):  # which asks nothing of them
        name = "glossary" if words[0] == "define" else "sources"
        assert re.fullmatch(
            rf"salvage: \S+/own/{name}\.toml(:\d+)?: .*; salvage check .* says all\n", done.stderr
        )


@pytest.mark.parametrize("broken", BROKEN)
def test_a_word_that_may_be_in_a_broken_file_exits_4(broken: str, tmp_path: Path, salvage: Run) -> None:
    env = own_library(tmp_path / "own")
    (tmp_path / "own" / "glossary.toml").write_text(BROKEN[broken], encoding="utf-8")
    assert "glossary.toml" in said(salvage("define", "one", env=env), 4)


def test_one_broken_word_or_file_of_ones_own_costs_no_other(tmp_path: Path, salvage: Run) -> None:
    env = own_library(tmp_path / "own")
    with (tmp_path / "own" / "glossary.toml").open("a", encoding="utf-8") as glossary:
        glossary.write(
            '[aaa]\nname = 1\n[mine]\nname = "Zorb"\ntext = "A word."\ncites = ["example-words"]\n'
        )
    done = salvage("define", "zorb", env=env)
    assert done.returncode == 0 and "A word." in done.stdout
    assert "glossary.toml:" in done.stderr and "`name` should be text" in done.stderr
    (tmp_path / "first").mkdir()
    for name in ("effects", "glossary", "sources"):
        (tmp_path / "first" / f"{name}.toml").write_text("[one]\nname = [\n", encoding="utf-8")
    both = {**env, "SALVAGE_PATH": f"{tmp_path / 'first'}{os.pathsep}{env['SALVAGE_PATH']}"}
    assert salvage("define", "zorb", env=both).stdout == done.stdout
    assert (
        salvage("side-effects", "exampleitis", env=both).stdout
        == salvage("side-effects", "exampleitis", env=env).stdout
    )


@pytest.mark.parametrize("words", ALL)
def test_an_output_that_cannot_be_written_exits_5(
    words: tuple[str, ...], tmp_path: Path, salvage: Run
) -> None:
    told = said(salvage(*words, "--output", str(tmp_path / "missing" / "page")), 5)
    assert "no such file or directory (check that its folder is there" in told


def test_list_names_a_broken_file_on_stderr_and_lists_the_rest(tmp_path: Path, salvage: Run) -> None:
    env = own_library(tmp_path / "own", brokenitis="name = 2\n", exampleitis=exampleitis())
    ended = salvage("list", env=env)
    assert ended.returncode == 0
    assert "exampleitis" in ended.stdout.split()
    assert "brokenitis.toml:1: " in ended.stderr


# --- errors for programs

FAILURES = {
    "usage": ("explain", "--no-such-option"),
    "unknown": ("explain", "nowhere"),
    "unreadable": ("explain", "brokenitis"),
    "unwritable": ("explain", "hiv", "--output", "/no/such/folder/page"),
}
CODES = {"usage": 2, "unknown": 3, "unreadable": 4, "unwritable": 5}


@pytest.mark.parametrize("as_json", [("--format", "json"), ("--format=json",)])
@pytest.mark.parametrize("code", FAILURES)
def test_an_error_under_json_is_an_object_on_stdout(
    code: str, as_json: tuple[str, ...], tmp_path: Path, salvage: Run
) -> None:
    env = own_library(tmp_path / "own", brokenitis='name = "Brokenitis"\nname = 2\n')
    ended = salvage(*FAILURES[code], *as_json, env=env)
    assert (ended.returncode, ended.stderr) == (CODES[code], "")
    assert ended.stdout.isascii()
    document = json.loads(ended.stdout)
    assert (set(document), document["schema_version"]) == ({"schema_version", "error"}, 1)
    error = document["error"]
    assert set(error) == {"code", "message", "hint", "file", "line"}
    assert error["code"] == code
    assert error["message"] and error["hint"]
    assert error["message"] in salvage(*FAILURES[code], env=env).stderr
    located = (str(tmp_path / "own" / "conditions" / "brokenitis.toml"), 2)
    assert (error["file"], error["line"]) == (located if code == "unreadable" else (None, None))


# --- names


@pytest.mark.parametrize("command", ["explain", *OF_A_SECTION, "sources"])
@pytest.mark.parametrize(
    "name",
    [
        ["EXAMPLEITIS"],
        ["  exampleitis "],
        ["example disease"],
        ["Example", "Disease"],
        ["EXAMPLE-disease"],
        ["example_disease"],
        ["example  disease"],
        ["ex-itis"],
        ["Ex", "Itis"],
        ["ÄRGER"],
    ],
    ids=" ".join,
)
def test_a_condition_is_shown_by_any_of_its_names(name: list[str], command: str, salvage: Run) -> None:
    assert output(salvage, command, *name) == output(salvage, command, "exampleitis")


@pytest.mark.parametrize(
    "name", [["Treatment", "Plan"], ["example-regimen"], ["REGIMEN"], ["treatment_plan"]]
)
def test_a_term_is_defined_by_any_of_its_names(name: list[str], salvage: Run) -> None:
    assert page_of(salvage, "define", *name)["title"] == "regimen"


@pytest.mark.parametrize("command", ["explain", *OF_A_SECTION, "sources"])
@pytest.mark.parametrize(
    "name", [["testing trouble"], ["Testing", "Trouble"], ["TESTING_TROUBLE"]], ids=" ".join
)
def test_a_word_that_fits_two_conditions_names_both_and_shows_neither(
    name: list[str], command: str, tmp_path: Path, salvage: Run
) -> None:
    other = exampleitis().replace("exampleitis.", "otheritis.").replace("aliases = ", "aliases = [] #")
    env = own_library(tmp_path / "own", exampleitis=exampleitis(), otheritis=other)
    assert salvage(command, "otheritis", env=env).returncode == 0
    line = said(salvage(command, *name, env=env), 3)
    assert "exampleitis" in line
    assert "otheritis" in line


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("explain", "exampelitis"), "exampleitis"),
        (("lines", "example", "disese"), "exampleitis"),
        (("sources", "hvi"), "hiv"),
        (("explain", "exampleitis.sideeffects"), "side-effects"),
        (("explain", "exampleitis", "--section", "lins"), "lines"),
        (("define", "regimn"), "regimen"),
        (("explian", "exampleitis"), "explain"),
        (("Lines", "exampleitis"), "lines"),
        (("explain", "exampleitis", "--detial"), "--detail"),
    ],
)
def test_a_near_miss_says_what_was_meant(words: tuple[str, ...], meant: str, salvage: Run) -> None:
    ended = salvage(*words)
    assert meant in said(ended, ended.returncode).replace(words[-1], "")
    assert ended.returncode in (2, 3)


@pytest.mark.parametrize("section", ["nowhere", "x" * 50])
def test_an_unknown_section_names_those_there_are(section: str, salvage: Run) -> None:
    line = said(salvage("explain", "exampleitis", "--section", section), 3)
    assert [id for id in TITLES if id not in line] == []


def test_the_words_of_a_page_are_said_to_stand_elsewhere(salvage: Run) -> None:
    assert "salvage define" in said(salvage("explain", "exampleitis.glossary"), 3)


def test_a_file_in_a_folder_further_down_is_no_condition(tmp_path: Path, salvage: Run) -> None:
    env = own_library(tmp_path / "own")
    (tmp_path / "own" / "conditions" / "drafts").mkdir()
    (tmp_path / "own" / "conditions" / "drafts" / "exampleitis.toml").write_text(exampleitis(), "utf-8")
    said(salvage("explain", "drafts/exampleitis", env=env), 3)


def test_a_path_without_its_ending_is_no_name(salvage: Run) -> None:
    """Else a page from anywhere would show without the label of an own one."""
    folder = Path(gettempdir()) / uuid4().hex
    try:
        own_library(folder, exampleitis=exampleitis())
        path = str(folder / "conditions" / "exampleitis")
        assert salvage("explain", f"{path}.toml").returncode == 0
        said(salvage("explain", path, env={"SALVAGE_PATH": ""}), 3)
    finally:
        shutil.rmtree(folder)


# --- what commands share


@pytest.mark.parametrize("name", FOR_PEOPLE)
@pytest.mark.parametrize("slug", ["exampleitis", "hiv"])
@pytest.mark.parametrize("section", OF_A_SECTION)
def test_the_command_of_a_section_prints_what_explain_prints(
    section: str, slug: str, name: str, salvage: Run
) -> None:
    explained = output(salvage, "explain", f"{slug}.{section}", *LAYOUTS[name])
    assert output(salvage, section, slug, *LAYOUTS[name]) == explained


@pytest.mark.parametrize("section", OF_A_SECTION)
def test_only_the_name_of_the_command_differs_in_json(section: str, salvage: Run) -> None:
    own = json.loads(output(salvage, section, "exampleitis", "--format", "json"))
    explained = json.loads(output(salvage, "explain", f"exampleitis.{section}", "--format", "json"))
    assert (own.pop("command"), explained.pop("command")) == (section, "explain")
    assert own == explained


@pytest.mark.parametrize(
    "words",
    [("explain", "exampleitis.urgent", "--section", "faq"), ("lines", "exampleitis.urgent")],
)
def test_two_sections_at_once_are_refused(words: tuple[str, ...], salvage: Run) -> None:
    assert "`exampleitis.urgent` names a section" in said(salvage(*words), 2)


def test_the_output_file_called_dash_is_stdout(tmp_path: Path, salvage: Run) -> None:
    assert output(salvage, "explain", "exampleitis", "--output", "-") == output(
        salvage, "explain", "exampleitis"
    )
    assert not Path("-").exists()


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("section", TITLES)
def test_the_option_section_does_what_the_dot_does(section: str, name: str, salvage: Run) -> None:
    by_option = output(salvage, "explain", "exampleitis", "--section", section, *LAYOUTS[name])
    assert by_option == output(salvage, "explain", f"exampleitis.{section}", *LAYOUTS[name])


@pytest.mark.parametrize("command", ["explain", "faq", "urgent", "questions"])
def test_without_a_condition_a_command_is_about_salvage_therapy(command: str, salvage: Run) -> None:
    assert output(salvage, command) == output(salvage, command, "general")


@pytest.mark.parametrize("command", ["explain", "lines", "side-effects", "faq", "urgent"])
@pytest.mark.parametrize("slug", SLUGS)
def test_detail_only_adds(slug: str, command: str, salvage: Run) -> None:
    """Numbers of sources may change, since there are more; the list of sources is compared as a set."""

    def read(*more: str) -> tuple[list[str], set[str]]:
        text, _, closing = output(salvage, command, slug, *more).partition("\nSources\n-------\n")
        assert closing
        lines = re.sub(r" \[[\d, ]+\]", "", text).split("\n")
        return lines, set(re.sub(r"(?m)^\[\d+\] ", "", closing).split("\n"))

    lines, sources = read()
    more_lines, more_sources = read("--detail")
    rest = iter(more_lines)
    assert [line for line in lines if line not in rest] == []
    assert sources <= more_sources


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_detail_adds_what_is_for_clinicians(name: str, salvage: Run) -> None:
    page = page_of(salvage, "explain", "exampleitis")
    details = {section["id"]: list(detailed(section["items"])) for section in page["sections"]}
    assert sum(map(len, details.values())) > 5
    for section in filter(details.get, details):
        shown = words(output(salvage, "explain", f"exampleitis.{section}", *LAYOUTS[name]))
        more = words(output(salvage, "explain", f"exampleitis.{section}", *LAYOUTS[name], "--detail"))
        assert [text for text in details[section] if words(text) in shown] == []
        assert [text for text in details[section] if words(text) not in more] == []


def detailed(items: list[dict[str, Any]]) -> Iterator[str]:
    """What is for clinicians, in letters that every layout has."""
    return (item["detail"]["text"] for item in items if "detail" in item and item["detail"]["text"].isascii())


# --- numbers about survival


def items(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [item for section in page["sections"] for item in section["items"]]


def words(shown: str) -> str:
    """Without white space, without Markdown's escapes: however a layout breaks it."""
    return re.sub(r"[\s\\]+", "", shown)


@pytest.mark.parametrize("name", FOR_PEOPLE)
@pytest.mark.parametrize("slug", SLUGS)
def test_numbers_about_survival_stand_on_the_page_of_the_outlook_only(
    slug: str, name: str, salvage: Run
) -> None:
    numbers = [item for item in items(page_of(salvage, "explain", slug)) if {"group", "time"} <= item.keys()]
    assert numbers or slug == "general"
    looks = (*LAYOUTS[name], "--detail")
    explained = words(output(salvage, "explain", slug, *looks))
    outlook = words(output(salvage, "explain", f"{slug}.outlook", *looks))
    for number in numbers:
        counted = "count" in number
        figure = f"of {number['of']:,} people {number['text']}" if counted else number["text"]
        assert words(figure) not in explained
        assert words(figure) in outlook
    assert (f"salvageexplain{slug}.outlook" in explained) == bool(numbers)


# --- a page past its day


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_an_overdue_page_opens_with_a_warning(name: str, salvage: Run) -> None:
    due = page_of(salvage, "explain", "hiv")["check_due"]
    shown = output(salvage, "explain", "hiv", *LAYOUTS[name], env={"SALVAGE_TODAY": "2999-01-01"})
    opening = shown.replace("**", "").split("\n\n")[0]
    assert words(opening) == words(f"This page was due to be checked on {due}. Ask your team first.")


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("command", ["explain", *OF_A_SECTION])
def test_an_overdue_page_of_ones_own_says_so_before_its_title(command: str, name: str, salvage: Run) -> None:
    shown = output(salvage, command, "exampleitis", *LAYOUTS[name], env={"SALVAGE_TODAY": "2027-01-01"})
    if name == "json":
        opening = " ".join(json.loads(shown)["page"]["warnings"])
    else:
        opening = shown.partition("Exampleitis: ")[0]
    assert words("This page was due to be checked on 2026-07-15. Ask your team first.") in words(opening)


def test_a_page_is_not_overdue_on_its_day(salvage: Run) -> None:
    on_the_day, day_after = (
        page_of(salvage, "explain", "exampleitis", env={"SALVAGE_TODAY": day})["warnings"]
        for day in ("2026-07-15", "2026-07-16")
    )
    assert len(day_after) == len(on_the_day) + 1


# --- single commands


def test_list_is_one_name_a_line_in_a_pipe(salvage: Run) -> None:
    names = output(salvage, "list").splitlines()
    assert {"exampleitis", "general", "hiv", "cancer"} <= set(names)
    assert [name for name in names if salvage("explain", name).returncode] == []


def glossary(salvage: Run, env: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    (section,) = page_of(salvage, "define", env=env)["sections"]
    return [{"name": item["name"], "text": item["text"]} for item in section["items"]]


@pytest.mark.parametrize("looks", [(), ("--plain",), ("--width", "200")])
def test_define_without_a_word_says_what_each_word_means(looks: tuple[str, ...], salvage: Run) -> None:
    shown = " ".join(output(salvage, "define", *looks).split())
    assert [word for word in glossary(salvage) if word["text"] not in shown] == []


def test_define_without_a_word_lists_each_word_once(salvage: Run) -> None:
    names = [word["name"] for word in glossary(salvage)]
    assert [name for name in names if names.count(name) > 1] == []


def test_define_knows_each_word_that_it_lists(salvage: Run) -> None:
    names = {word["name"] for word in glossary(salvage, env={"SALVAGE_PATH": ""})}
    assert names == {BUNDLED.define(name)[1].name for name in names}
    assert salvage("define", "regimen").returncode == 0


def test_a_word_of_ones_own_never_replaces_a_bundled_one(salvage: Run) -> None:
    bundled = page_of(salvage, "define", "regimen", env={"SALVAGE_PATH": ""})
    assert page_of(salvage, "define", "regimen") == bundled


def test_sources_shows_the_one_that_an_id_names(salvage: Run) -> None:
    (source,) = page_of(salvage, "sources", "example-trial")["sources"]
    assert source["id"] == "example-trial"
    assert source["url"] in output(salvage, "sources", "example-trial")


def test_where_names_each_folder_with_its_reason(tmp_path: Path, salvage: Run) -> None:
    env = {"SALVAGE_PATH": os.pathsep.join([str(KNOWLEDGE), str(tmp_path)])}
    shown = output(salvage, "where", env=env)
    folders = [line.split()[0] for line in shown.splitlines() if line.strip().startswith("/")]
    assert folders[:2] == [str(KNOWLEDGE), str(tmp_path)]
    assert shown.count("named in SALVAGE_PATH") == 2
    assert "came with the program" in shown


def test_the_version_is_that_of_the_distribution(salvage: Run) -> None:
    assert output(salvage, "--version") == f"salvage {version('salvage-cli')}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_puts_each_example_on_a_line_of_its_own(command: str, salvage: Run) -> None:
    lines = output(salvage, command, "--help").splitlines()
    examples = [line for line in lines if "Example:" in line]
    assert len(examples) > 1
    assert [line for line in examples if line.count("Example:") > 1] == []


def test_the_start_page_names_every_condition(salvage: Run) -> None:
    listed = json.loads(output(salvage, "list", "--format", "json"))["page"]["sections"][0]["items"]
    names = [item["text"].partition(" (")[0] for item in listed if item["id"] != "general"]
    assert len(names) > 1
    assert [name for name in names if name not in output(salvage)] == []


def cited(value: object) -> Iterator[str]:
    """Every source that a JSON value cites, at any depth."""
    if isinstance(value, dict):
        yield from value.get("cites", ())
        value = list(value.values())
    if isinstance(value, list):
        for held in value:
            yield from cited(held)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("command", ["explain", *OF_A_SECTION])
def test_every_source_that_json_cites_is_in_its_bibliography(command: str, slug: str, salvage: Run) -> None:
    page = page_of(salvage, command, slug)
    known = {source["id"] for source in page["sources"]}
    assert sorted({id for id in cited([page["card"], page["sections"]]) if id not in known}) == []


# --- words that would act

HOSTILE = {
    "color": b"\x1b[31mred",
    "title": b"\x1b]0;owned\x07",
    "clipboard": b"\x1b]52;c;ZXZpbA==\x07",
    "c1": "a\x9b31mb".encode(),
    "bell and backspace": b"a\x07\x08b",
    "line end": b"a\r\nsalvage: forged",
    "bidi": "a\u202egnp.\u2066b".encode(),
    "invisible": "a\u200b\ufeff\U000e0041b".encode(),
    "not utf-8": b"a\xff\xfe\x9bb",
    "surrogate": b"a\xed\xa0\x80b",
    "long": b"x" * 100_000,
    "too long for a file": b"x" * 300,
}
# What is typed, `@` for the hostile word, and the exit code that is due.
PLACES: dict[str, tuple[list[bytes], int]] = {
    "command": ([b"@"], 2),
    "condition": ([b"explain", b"@"], 3),
    "condition of lines": ([b"lines", b"@"], 3),
    "term": ([b"define", b"@"], 3),
    "source": ([b"sources", b"@"], 3),
    "section": ([b"explain", b"exampleitis", b"--section", b"@"], 3),
    "section after a dot": ([b"explain", b"exampleitis.@"], 3),
    "file": ([b"explain", b"/no/such/folder/@.toml"], 4),
    "output": ([b"list", b"--output", b"/no/such/folder/@"], 5),
    "too many words": ([b"list", b"@"], 2),
    "format": ([b"list", b"--format", b"@"], 2),
    "width": ([b"list", b"--width", b"@"], 2),
    "color": ([b"list", b"--color", b"@"], 2),
    "option": ([b"list", b"--@"], 2),
}


def typed(place: str, kind: str, *more: bytes) -> subprocess.CompletedProcess[str]:
    first, *rest = (word.replace(b"@", HOSTILE[kind]) for word in PLACES[place][0])
    line = [os.fsencode(program()), first, *more, *rest]
    return subprocess.run(line, env=environment(), capture_output=True, encoding="utf-8")


def acting(shown: str) -> list[str]:
    return [character for character in shown if not character.isprintable()]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_word_that_is_typed_acts_on_the_terminal(kind: str, place: str) -> None:
    assert acting(said(typed(place, kind), PLACES[place][1]).removesuffix("\n")) == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["c1", "line end", "bidi", "not utf-8", "too long for a file"])
def test_no_word_that_is_typed_acts_through_json(kind: str, place: str) -> None:
    ended = typed(place, kind, b"--format=json")
    assert (ended.returncode, ended.stderr) == (PLACES[place][1], "")
    assert ended.stdout.isascii()
    assert acting(ended.stdout.replace("\n", "")) == []
    error = json.loads(ended.stdout)["error"]
    assert acting(error["message"] + error["hint"] + (error["file"] or "")) == []


# --- sockets

WATCHED = """
import os, sys

def refuse(event, args):
    if event.startswith("socket."):
        os._exit(97)

sys.addaudithook(refuse)
"""


def watched(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-c", WATCHED + code, *words]
    return subprocess.run(script, env=environment(), capture_output=True, encoding="utf-8")


def test_the_watch_sees_a_socket() -> None:
    assert watched("import socket; socket.socket()").returncode == 97


@pytest.mark.parametrize("words", [*EVERY, *((*words, *LAYOUTS[name]) for words in ALL for name in LAYOUTS)])
def test_no_command_opens_a_socket(words: tuple[str, ...], salvage: Run) -> None:
    ended = watched("from salvage_cli.cli import main; sys.exit(main(sys.argv[1:]))", *words)
    assert (ended.returncode, ended.stdout) == (0, output(salvage, *words))


@pytest.mark.parametrize("words", [("explain", "nowhere"), ("no-such-command",), ("explain", "a.b.c")])
def test_no_error_opens_a_socket(words: tuple[str, ...], salvage: Run) -> None:
    ended = watched("from salvage_cli.cli import main; sys.exit(main(sys.argv[1:]))", *words)
    assert (ended.returncode, ended.stderr) == (salvage(*words).returncode, salvage(*words).stderr)
