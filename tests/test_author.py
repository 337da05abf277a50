"""A page to fill in, made by `salvage new`: whole, explained, and never in the way of another file."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from salvage_cli.author.keys import comment, held, is_table
from salvage_cli.author.skeleton import PAGE, SCHEMA, skeleton
from salvage_cli.decode import annotated, decode
from salvage_cli.knowledge import Condition, EntryId
from salvage_cli.problems import EXIT
from salvage_cli.record import Record
from tests.conftest import environment, program

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
    "effects": "a file that is no page",
    "search": "a file that is no page",
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


def test_a_schema_that_is_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / SCHEMA).write_text('{"mine": 1}', encoding="utf-8")
    done = run(tmp_path, "new", "my-disease")
    assert (done.returncode, (tmp_path / "my-disease.toml").is_file()) == (0, True)
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == '{"mine": 1}'
    assert f"`{SCHEMA}` is not from salvage and is left as it is" in done.stderr
