"""What is there for authors: a page to fill in, and the schema of the knowledge files."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import tomli

from salvage_cli.author.keys import comment, held, is_table
from salvage_cli.author.schema import Kind, schema
from salvage_cli.author.skeleton import PAGE, SCHEMA, skeleton
from salvage_cli.decode import annotated, decode, is_id
from salvage_cli.knowledge import Condition, EntryId
from salvage_cli.problems import EXIT
from salvage_cli.record import Record
from tests.conftest import HERE, KNOWLEDGE, Run, environment, program
from tests.library import BUNDLED
from tests.test_library import PAGE as EXAMPLE
from tests.test_library import shelf

# --- the skeleton

PREVIEWED = re.compile(
    r"(salvage: Checked 1 file: \d+ warnings and 1 notice\. salvage check .+ says what and where\n)?"
)
"""What may stand on stderr beside a preview: that check has something to say of the page."""


def run(folder: Path, *words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The program, started in a folder."""
    env = environment({"SALVAGE_PATH": "", "HOME": str(home or folder)})
    return subprocess.run([program(), *words], cwd=folder, env=env, capture_output=True, encoding="utf-8")


def records(kind: type[Record]) -> Iterator[type[Record]]:
    """A kind of table and every kind inside it."""
    yield kind
    for annotation in annotated(kind).values():
        if is_table(annotation):
            yield from records(held(annotation))


def test_a_skeleton_has_every_key_and_what_it_is_for() -> None:
    page = " ".join(re.sub(r"\n +#", "", skeleton("my-disease")).split())
    for kind in set(records(Condition)):
        for key in annotated(kind):
            assert re.search(rf"(^|[ \[.]){key}(\]| =|:|\.my-disease-1\])", page), (kind, key)
            assert " ".join(comment(kind, key).split()) in page, (kind, key)


def test_the_order_of_a_skeleton_names_every_table_once_or_in_another_section() -> None:
    tables = {key for key, annotation in annotated(Condition).items() if is_table(annotation)}
    assert {key for key, _ in PAGE} == tables
    assert len(set(PAGE)) == len(PAGE)


def test_a_skeleton_that_is_left_unfilled_is_no_page(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "my-disease").returncode == 0
    done = run(tmp_path, "explain", "./my-disease.toml")
    assert (done.returncode, done.stdout) == (EXIT["unreadable"], "")
    tables = tomli.loads((tmp_path / "my-disease.toml").read_text(encoding="utf-8"))
    assert "salvage check my-disease.toml says all" in done.stderr
    wanting = {finding.path for finding in decode(Condition, tables).findings}
    assert wanting == set(to_fill(tables))


def to_fill(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something is to be written: empty text, empty lists, ids without their last part."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from to_fill(inner, (*path, key))
        case [_, *_]:
            for number, inner in enumerate(value):
                yield from to_fill(inner, (*path, number))
        case "" | []:
            yield path
        case str() if value.endswith("."):
            yield path


def filled(text: str) -> str:
    """A skeleton as an author leaves it, who took every # away and wrote something everywhere."""
    number = iter(range(1000))
    choices = {
        "urgency": "today", "rung": "salvage", "why": "none-found", "kind": "hospital", "extent": "whole",
        "section": "lines", "moment": "before", "effect": "nausea", "broader": "cancer",
        "url": "https://hospital.example/leaflet", "copy": "https://library.example/leaflet",
        "doi": "10.1000/example",
    }  # fmt: skip
    lines = []
    for line in text.partition("# [[allow]]")[0].splitlines():
        line = line.removeprefix("# ") if re.match(r"# (\[|\w+ = )", line) else line
        line = re.sub(r'(\b\w+) = ""', lambda m: f'{m[1]} = "{choices.get(m[1], "Some words.")}"', line)
        line = re.sub(r'\b(checked|read) = "[^"]*"', r"\1 = 2026-01-22", line)
        line = re.sub(r'\bdue = "[^"]*"', "due = 2026-07-22", line)
        line = re.sub(r'\b(count|of|to) = "[^"]*"', r"\1 = 7", line)
        line = re.sub(r"\bcites = \[\]", 'cites = ["my-disease-1"]', line)
        line = re.sub(r"\b(aliases|ambiguous|phrases) = \[\]", r'\1 = ["some \1"]', line)
        line = re.sub(r"\bterms = \[\]", 'terms = ["regimen"]', line)
        line = line.replace("my-disease..", "my-disease.lines.")
        line = re.sub(r'id = "(.*)\."', lambda m: f'id = "{m[1]}.{next(number)}"', line)
        lines.append(line)
    return "\n".join(lines)


def test_a_skeleton_that_is_filled_in_is_a_page(tmp_path: Path) -> None:
    run(tmp_path, "new", "my-disease")
    path = tmp_path / "my-disease.toml"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    tables = tomli.loads(path.read_text(encoding="utf-8"))
    decoded = decode(Condition, tables)
    assert decoded.findings == []
    assert len([id for kind, id, _ in decoded.mentions if kind is EntryId]) > len(PAGE) - 3
    done = run(tmp_path, "explain", "./my-disease.toml", "--detail")
    assert done.returncode == 0
    assert PREVIEWED.fullmatch(done.stderr)
    assert validator("condition").is_valid(plain(tables))
    done = run(tmp_path, "check", "my-disease.toml")
    assert (done.returncode, "error[" in done.stdout) == (0, False), done.stdout


def test_new_writes_the_schema_that_the_first_line_points_to(tmp_path: Path) -> None:
    done = run(tmp_path, "new", "my-disease")
    assert (done.returncode, done.stdout) == (0, "")
    assert "./my-disease.toml" in done.stderr
    page = (tmp_path / "my-disease.toml").read_text(encoding="utf-8")
    directive, _, target = page.partition("\n")[0].partition(" ./")
    assert (directive, target) == ("#:schema", SCHEMA)
    assert (tmp_path / target).read_text(encoding="utf-8") == run(tmp_path, "schema").stdout


def test_new_takes_a_file_a_folder_or_the_screen(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    assert run(tmp_path, "new", "one", "--output", "drafts").returncode == 0
    assert run(tmp_path, "new", "two", "--output", "drafts/second.toml").returncode == 0
    shown = run(tmp_path, "new", "three", "--output", "-")
    assert (shown.returncode, shown.stdout) == (0, skeleton("three"))
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert there == {"drafts/one.toml", "drafts/second.toml", f"drafts/{SCHEMA}"}


@pytest.mark.parametrize("name", ["drafts/", "drafts/mine", "mine.txt"])
def test_new_writes_no_file_that_explain_would_not_read(name: str, tmp_path: Path) -> None:
    done = run(tmp_path, "new", "mine", "--output", name)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (EXIT["usage"], "", 1)
    assert "name a folder that is there, or a file such as " in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_and_schema_write_the_letters_that_there_are(tmp_path: Path) -> None:
    for words in (("new", "three", "--output", "-"), ("schema",)):
        env = environment({"PYTHONIOENCODING": "ascii", "HOME": str(tmp_path)})
        done = subprocess.run([program(), *words], env=env, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.isascii()
        assert b"?" not in re.sub(rb'"pattern": .*', b"", done.stdout)


@pytest.mark.parametrize("make", ["file", "link"])
def test_new_leaves_what_is_there(make: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine") if make == "file" else path.symlink_to(tmp_path / "nowhere")
    done = run(tmp_path, "new", "mine")
    assert (done.returncode, done.stderr.count("\n")) == (EXIT["unwritable"], 1)
    assert "is there already" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.toml"]
    assert path.is_symlink() or path.read_text() == "mine"


REFUSED = {
    "My Disease": "such as my-disease",
    "../up": "such as up",
    "": "cannot be the short name",
    "x" * 65: "cannot be the short name",
    "-": "cannot be the short name",
    "CON": "cannot be the short name",
    "con": "Windows",
    "lpt1": "Windows",
    "general": "salvage therapy itself",
    "effects": "all pages share",
    "search": "all pages share",
    "hiv": "--replace",
    "aids": "another name of hiv",
}


@pytest.mark.parametrize(("slug", "said"), REFUSED.items())
def test_new_refuses_a_name_that_cannot_be_a_page(slug: str, said: str, tmp_path: Path) -> None:
    done = run(tmp_path, "new", "--", slug)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (EXIT["usage"], "", 1)
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_replaces_a_bundled_page_if_told_so(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "hiv", "--replace").returncode == 0
    assert 'id = "hiv.lines."' in (tmp_path / "hiv.toml").read_text(encoding="utf-8")


# --- looking at a draft


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


# --- the schema

BUNDLED_FOLDER = BUNDLED.bundled.folder
FILES: list[tuple[Kind, Path]] = [
    (kind, folder / f"{kind}.toml")
    for folder in (BUNDLED_FOLDER, KNOWLEDGE)
    for kind in get_args(Kind)
    if kind != "condition"
]
FILES += [
    ("condition", path)
    for folder in (BUNDLED_FOLDER, KNOWLEDGE)
    for path in sorted((folder / "conditions").glob("*.toml"))
]
assert len(FILES) > 20


def validator(kind: Kind) -> Any:
    return jsonschema.Draft202012Validator(
        schema(kind), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def plain(value: Any) -> Any:
    """TOML as JSON has it: a day is a string."""
    match value:
        case dict():
            return {key: plain(held) for key, held in value.items()}
        case list():
            return [plain(held) for held in value]
        case date():
            return value.isoformat()
    return value


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_schema_is_one(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda part: getattr(part, "stem", part))
def test_every_file_fits_the_schema(kind: Kind, path: Path) -> None:
    tables = plain(tomli.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in validator(kind).iter_errors(tables)] == []


BROKEN = sorted((HERE / "broken").glob("*.toml"))
NOT_FOR_A_SCHEMA = {
    "key-twice": "no TOML", "no-value": "no TOML", "not-utf8": "no TOML",
    "open-quote": "no TOML", "long-number": "no TOML",
    "id-twice": "one id in two places", "unknown-effect": "leads nowhere", "unknown-source": "leads nowhere",
    "unknown-term": "leads nowhere", "hidden-text": "only what can be seen counts",
}  # fmt: skip


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_does_not_fit_the_schema(path: Path) -> None:
    try:
        tables = plain(tomli.loads(path.read_bytes().decode()))
    except ValueError:
        assert NOT_FOR_A_SCHEMA.get(path.stem) == "no TOML"
        return
    assert validator("condition").is_valid(tables) == (path.stem in NOT_FOR_A_SCHEMA)


IDS = ["hiv", "hiv.lines.new-classes", "a.b.c.d", "", ".", "a.", ".a", "a..b", "A", "ä", "a b", "a_b", "-"]
IDS += ["x" * 64, "x" * 65, ".".join(["x" * 64] * 3), ".".join(["x" * 64, "x" * 65])]


@pytest.mark.parametrize("text", IDS)
def test_the_schema_and_the_decoder_agree_on_what_an_id_is(text: str) -> None:
    pattern = schema("condition")["properties"]["meaning"]["properties"]["id"]["pattern"]
    assert bool(re.search(pattern, text)) == is_id(text)


def test_every_table_of_a_schema_is_closed_and_every_key_explained() -> None:
    def tables(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "properties" in value and "required" in value:
                yield value
            for inner in value.values():
                yield from tables(inner)

    found = list(tables(schema("condition")))
    assert len(found) >= len(set(records(Condition)))
    for table in found:
        assert table["additionalProperties"] is False
        assert all(held["description"] for held in table["properties"].values())


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_schema_is_printed(kind: Kind, salvage: Run) -> None:
    done = salvage("schema", kind)
    assert (done.returncode, json.loads(done.stdout)) == (0, schema(kind))


def test_a_schema_of_what_is_none_is_refused(salvage: Run) -> None:
    done = salvage("schema", "conditions")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (EXIT["usage"], "", 1)


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


def test_a_schema_that_is_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / SCHEMA).write_text('{"mine": 1}', encoding="utf-8")
    done = run(tmp_path, "new", "my-disease")
    assert (done.returncode, (tmp_path / "my-disease.toml").is_file()) == (0, True)
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == '{"mine": 1}'
    assert f"`{SCHEMA}` is not from salvage and is left as it is" in done.stderr


def test_a_preview_says_how_much_check_finds(tmp_path: Path, salvage: Run) -> None:
    page = tmp_path / "pageitis.toml"
    whole = (HERE / "check" / "pageitis.toml").read_text(encoding="utf-8")
    page.write_text(whole.replace("Ask your team first.", "Take 50 mg."), encoding="utf-8")
    done = salvage("explain", str(page))
    assert done.returncode == 0
    assert "Checked 1 file: 1 error" in done.stderr and f"salvage check {page} says" in done.stderr
    page.write_text(whole, encoding="utf-8")
    assert salvage("explain", str(page)).stderr == ""
