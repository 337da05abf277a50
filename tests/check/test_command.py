"""`salvage check` as it is typed: what it prints, in which format, and how it ends."""

import itertools
import json
import os
import re
from pathlib import Path

import pytest

from salvage_cli.author.skeleton import skeleton
from salvage_cli.check import plain
from salvage_cli.check.rules import RULES
from salvage_cli.clean import HIDDEN
from salvage_cli.problems import EXIT, MOST
from tests import reading
from tests.check.test_rules import PAGE, SOURCES, STATEMENT
from tests.conftest import Run
from tests.library import SLUGS

BUNDLED = {"SALVAGE_PATH": "", "SALVAGE_TODAY": "2026-11-22"}
DOSE = PAGE.replace(STATEMENT, 'text = "Ask first. It is 50 mg."')


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "pageitis.toml"
    path.write_text(DOSE, encoding="utf-8")
    return path


def test_the_bundled_library_has_no_error_and_no_warning(salvage: Run) -> None:
    done = salvage("check", "--format", "json", env=BUNDLED)
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [one for one in found["problems"] if one["severity"] != "notice"] == []
    assert found["files"] == len(SLUGS) + 3


def test_a_problem_has_place_carets_and_help(page: Path, salvage: Run) -> None:
    done = salvage("check", str(page))
    line = DOSE.split("\n").index('text = "Ask first. It is 50 mg."') + 1
    assert done.returncode == EXIT["no"]
    assert f"error[dose]: “50 mg” is an amount of a drug\n  --> {page}:{line}:26\n" in done.stdout
    lines = done.stdout.split("\n")
    shown = next(n for n, text in enumerate(lines) if text.startswith(f"{line} | "))
    start = lines[shown].index("50 mg")
    assert lines[shown + 1][start:] == "^" * len("50 mg")
    assert lines[shown + 2].startswith("   = help: say how it is given")
    assert "Checked 1 file: 1 error.\n" in done.stdout


def test_the_last_line_explains_the_first_rule_that_is_shown(
    page: Path, tmp_path: Path, salvage: Run
) -> None:
    assert salvage("check", str(page)).stdout.endswith(
        "\nWhy, and what to do: salvage check --explain dose\n"
    )
    draft = tmp_path / "draft.toml"
    draft.write_text(skeleton("draft"), encoding="utf-8")
    said = salvage("check", str(page), str(draft)).stdout
    assert said.startswith("error[to-fill]") and said.endswith("salvage check --explain to-fill\n")


def test_forty_columns_are_enough(page: Path, salvage: Run) -> None:
    lines = salvage("check", str(page), "--width", "40").stdout.split("\n")
    assert [line for line in lines if len(line) > 40 and "-->" not in line] == []


def test_json_is_the_envelope_of_every_command(page: Path, salvage: Run) -> None:
    found = json.loads(salvage("check", str(page), "--format", "json").stdout)
    assert list(found)[:3] == ["schema_version", "command", "library"]
    assert found["counts"] == {"error": 1, "warning": 0, "notice": 0}
    keys = ["file", "line", "column", "rule", "severity", "message", "hint", "excerpt"]
    assert [list(one) for one in found["problems"]] == [keys]


def test_github_reads_a_command_for_each_problem(tmp_path: Path, salvage: Run) -> None:
    path = tmp_path / "a,b:c%d.toml"
    path.write_text(DOSE, encoding="utf-8")
    done = salvage("check", str(path), "--format", "github")
    dose = next(line for line in done.stdout.split("\n") if "title=dose" in line)
    assert re.match(
        r"::error file=\S+a%2Cb%3Ac%25d\.toml,line=\d+,col=26,title=dose,endColumn=31::“50 mg” is", dose
    )


def test_output_is_a_file(page: Path, salvage: Run) -> None:
    target = page.with_name("found.txt")
    done = salvage("check", str(page), "--output", str(target))
    assert (done.returncode, done.stdout) == (EXIT["no"], "")
    assert "error[dose]" in target.read_text(encoding="utf-8")


def test_color_is_asked_for(page: Path, salvage: Run) -> None:
    assert "\x1b" not in salvage("check", str(page)).stdout
    assert "\x1b[1;31m" in salvage("check", str(page), "--color", "always").stdout


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_says_why_it_is_there(rule: str) -> None:
    promise, _, reason = RULES[rule].text.partition("\n\n")
    assert promise.rstrip().endswith(".") and reason.strip()


def test_rules_are_listed_and_explained(salvage: Run) -> None:
    assert len(salvage("check", "--rules").stdout.splitlines()) == len(RULES)
    assert "people copy numbers" in salvage("check", "--explain", "dose").stdout
    done = salvage("check", "--explain", "dosis")
    assert (done.returncode, "dose" in done.stderr) == (EXIT["unknown"], True)


def test_programs_can_read_the_rules(salvage: Run) -> None:
    listed = json.loads(salvage("check", "--rules", "--format", "json").stdout)["rules"]
    assert [rule["rule"] for rule in listed] == list(RULES)
    told = json.loads(salvage("check", "--explain", "dose", "--format", "json").stdout)["rules"]
    assert told == [rule for rule in listed if rule["rule"] == "dose"]
    assert told[0]["text"] == RULES["dose"].text and told[0]["promise"] in " ".join(told[0]["text"].split())


@pytest.mark.parametrize(
    ("name", "code"), [("no.toml", "unreadable"), ("no/no", "unreadable"), ("no", "unknown"), ("", "usage")]
)
def test_what_is_not_there(name: str, code: str, salvage: Run) -> None:
    done = salvage("check", name)
    assert (done.returncode, done.stdout) == (EXIT[code], "")  # type: ignore[index]


def test_a_condition_is_checked_by_its_name(salvage: Run) -> None:
    assert "Checked 1 file: nothing is wrong." in salvage("check", "mrsa", env=BUNDLED).stdout


def test_each_folder_has_its_own_outcome(tmp_path: Path, salvage: Run) -> None:
    fresh = PAGE.replace("2026-07-10", "2026-12-10").replace("2026-01-10", "2026-06-10")
    for name, text in {"right": fresh, "wrong": "name = \n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "pageitis.toml").write_text(text, encoding="utf-8")
    folders = [str(tmp_path / name) for name in ("right", "wrong")]
    said = salvage("check", env=BUNDLED | {"SALVAGE_PATH": os.pathsep.join(folders)}).stdout
    assert f"\n{folders[0]}: Checked 1 file: nothing is wrong.\n" in said
    assert f"\n{folders[1]}: Checked 1 file: 1 error.\n" in said
    assert re.search(
        r"^the library that came with the program: Checked \d+ files: nothing is wrong\.$", said, re.M
    )


def test_one_bad_file_costs_no_other(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "pageitis.toml").write_text(DOSE, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("name = \n", encoding="utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.toml").mkdir()
    done = salvage("check", str(tmp_path))
    assert done.returncode == EXIT["no"]
    assert {"error[dose]", "error[syntax]"} <= set(re.findall(r"^\w+\[[\w-]+\]", done.stdout, re.MULTILINE))
    assert "Checked 4 files" in done.stdout


@pytest.mark.parametrize(
    "text",
    ['x = "\\u001b[2J\\u202e"\n', "x = 1 # \u202e\u200b\n", f"{'a=1' + chr(10)}" * 3, "[[sign]]\n" * 5000,
     f'"{chr(0x1F600)}e\u0301\u202e" = [{{ a = """\n\u200b\\u0007""" }}]\n', "x = " + "[" * 300 + "]" * 300],
)  # fmt: skip
def test_a_hostile_file_is_told_and_does_nothing(text: str, tmp_path: Path, salvage: Run) -> None:
    path = tmp_path / "hostile.toml"
    path.write_text(text, encoding="utf-8")
    for format in ("text", "json", "github"):
        done = salvage("check", str(path), "--format", format)
        assert (done.returncode, done.stderr) == (EXIT["no"], "")
        assert re.search(f"[{HIDDEN}]", done.stdout.replace("\n", "")) is None


def test_a_hidden_character_is_named(tmp_path: Path, salvage: Run) -> None:
    path = tmp_path / "pageitis.toml"
    path.write_text(PAGE.replace(STATEMENT, 'text = "Ask \u202eyour team."'), encoding="utf-8")
    done = salvage("check", str(path))
    assert "U+202E (right-to-left override)" in done.stdout
    shown, carets = re.findall(r"^\s*\d* \| (.*)$", done.stdout, re.MULTILINE)[-2:]
    assert carets.strip() == "^" * len("<U+202E>")
    assert carets.index("^") == shown.index("<U+202E>")


def test_a_search_says_that_a_page_of_ones_own_is_broken(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "broken.toml").write_text("name = \n", encoding="utf-8")
    for _ in ("the index is made", "the index is there"):
        done = salvage("search", "fever", env={"SALVAGE_PATH": str(tmp_path)})
        assert done.returncode == 0
        assert done.stderr.count("\n") == 1
        assert f"salvage check {tmp_path / 'broken.toml'} says all" in done.stderr


def test_no_text_makes_check_hang(tmp_path: Path, salvage: Run) -> None:
    """Each of these took minutes; the fixture waits for one."""
    hard = [f"q{''.join(letters)}" for letters in itertools.product("bcdfghjk", repeat=4)]
    texts = [" ".join(hard[start : start + 1024]) for start in range(0, len(hard), 1024)]
    texts += ["1," * 9000, "1" * 19000, "a-" * 9000, "a'" * 9000, "(" * 19000, "call " * 3800]
    more = [
        f'[[statement]]\nid = "pageitis.coping.more-{number}"\nsection = "coping"\ntext = "{text}"\n'
        'cites = ["leaflet"]\n\n'
        for number, text in enumerate(texts)
    ]
    path = tmp_path / "pageitis.toml"
    path.write_text(PAGE.replace("[source.", f"{''.join(more)}[source.", 1), encoding="utf-8")
    done = salvage("check", str(path))
    assert (done.returncode, done.stderr) == (EXIT["shown"], "")
    assert done.stdout.count("warning[hard-word]") == MOST


@pytest.mark.parametrize("slug", SLUGS)
def test_syllables_by_vowels_and_by_dictionary_give_nearly_the_same_grade(slug: str) -> None:
    texts = [plain.masked(text) for text in reading.prose(slug)]
    assert abs(plain.grade(texts) - reading.grade(texts)) < 0.35


def test_a_line_of_a_thousand_problems_is_not_written_a_thousand_times(tmp_path: Path, salvage: Run) -> None:
    path = tmp_path / "pageitis.toml"
    nowhere = ", ".join(f'"n{n}"' for n in range(1000))
    path.write_text(PAGE.replace("cites = [", f"cites = [{nowhere}, ", 1), encoding="utf-8")
    found = json.loads(salvage("check", str(path), "--format", "json").stdout)["problems"]
    lost = [one["excerpt"] for one in found if one["rule"] == "unknown-source"]
    assert len(lost) == 1000
    assert all(len(text) <= 400 and "n" in text for text in lost)


WORD = '[odd]\nname = "odd"\ntext = "Not like others."\ncites = ["leaflet-too"]\n'


@pytest.mark.parametrize(
    ("name", "text", "line", "rule"),
    [
        ("effects.toml", "\n[odd-rash]\nname = odd\n", 3, "syntax"),
        ("glossary.toml", '[odd]\nname = "odd"\n', 1, "missing-key"),
        ("sources.toml", SOURCES.replace('kind = "guideline"', 'kind = "guide"'), 7, "wrong-choice"),
        ("glossary.toml", WORD, 4, "unknown-source"),
    ],
)
def test_a_page_hears_of_the_file_beside_it_that_cannot_be_used(
    name: str, text: str, line: int, rule: str, tmp_path: Path, salvage: Run
) -> None:
    page, other, beside = (tmp_path / one for one in ("pageitis.toml", "other.toml", name))
    page.write_text(PAGE, encoding="utf-8")
    other.write_text(PAGE.replace("ageitis", "age2itis").replace("page illness", "page2"), encoding="utf-8")
    beside.write_text(text, encoding="utf-8")
    done = salvage("check", str(page), str(other))
    assert done.returncode == EXIT["no"]
    assert re.findall(r"^error\[(.*?)\]: (.*? beside)", done.stdout, re.M) == [(rule, f"the {name} beside")]
    assert f"--> {beside}:{line}:" in done.stdout
    assert f"salvage check {beside} says all" in done.stdout
    assert " beside " not in salvage("check", str(page), str(beside)).stdout
    assert " beside " not in salvage("check", str(tmp_path)).stdout


def test_a_page_hears_nothing_of_a_file_beside_it_that_can_be_used(tmp_path: Path, salvage: Run) -> None:
    for name, text in {
        "pageitis.toml": PAGE,
        "sources.toml": SOURCES.replace("2026-01-10", "2027-01-10"),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "sources.toml" not in salvage("check", str(tmp_path / "pageitis.toml")).stdout
    assert "sources.toml" in salvage("check", str(tmp_path)).stdout
