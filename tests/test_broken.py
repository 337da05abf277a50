"""Broken files announce their own problems: `#! LINE: what is said` on the first lines of each."""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import HERE, Run

BROKEN = sorted((HERE / "broken").glob("*.toml"))
assert BROKEN, "an empty folder would pass every test below"

ANNOUNCED = re.compile(r"^#! (\d+|-): (.+)$", re.MULTILINE)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_one_clear_line(path: Path, salvage: Run) -> None:
    found = ANNOUNCED.search(path.read_text(encoding="utf-8", errors="replace"))
    assert found, f"{path.name} does not announce its problem"
    line, said = found.groups()
    done = salvage("explain", str(path))
    assert done.returncode == 4
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    place = path.name if line == "-" else f"{path.name}:{line}"
    assert f"{place}: " in done.stderr
    assert said in done.stderr


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, salvage: Run) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b'name = "x"\n' + b"#" * (256 * 1024))
    done = salvage("explain", str(large))
    assert done.returncode == 4
    assert "larger than 256 KiB" in done.stderr


def test_a_file_that_is_too_deep_is_refused(tmp_path: Path, salvage: Run) -> None:
    deep = tmp_path / "deep.toml"
    deep.write_text("x = " + "[" * 100_000)
    done = salvage("explain", str(deep))
    assert done.returncode == 4
    assert "nested too deep" in done.stderr


def test_a_key_of_many_parts_is_refused_before_it_is_parsed(tmp_path: Path, salvage: Run) -> None:
    costly = tmp_path / "costly.toml"
    costly.write_text(".".join("abc") * 1000 + " = 1\n")
    done = salvage("explain", str(costly))
    assert done.returncode == 4
    assert "more than 32 parts" in done.stderr


@pytest.mark.parametrize("make", ["fifo", "folder", "missing", "dangling"])
def test_what_is_not_a_file_is_refused_at_once(make: str, tmp_path: Path, salvage: Run) -> None:
    path = tmp_path / "odd.toml"
    match make:
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "dangling":
            path.symlink_to(tmp_path / "nowhere")
    done = salvage("explain", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)


def test_a_broken_file_leaves_the_others_working(tmp_path: Path, salvage: Run) -> None:
    (tmp_path / "broken.toml").write_text("name = \n")
    done = salvage("explain", "hiv", env={"SALVAGE_PATH": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")
    listed = salvage("list", env={"SALVAGE_PATH": str(tmp_path)})
    assert listed.returncode == 0
    assert "hiv" in listed.stdout.split()
    assert "broken.toml:1" in listed.stderr


def test_a_byte_order_mark_does_no_harm(tmp_path: Path, salvage: Run) -> None:
    whole = (HERE / "knowledge" / "conditions" / "exampleitis.toml").read_bytes()
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + whole)
    assert salvage("explain", str(marked)).returncode == 0


def test_a_broken_vocabulary_says_where(tmp_path: Path, salvage: Run) -> None:
    """A page that needs a word of it cannot be shown; the line is that of the whole file."""
    for name in ("effects", "glossary", "sources"):
        (tmp_path / f"{name}.toml").write_text((HERE / "knowledge" / f"{name}.toml").read_text())
    (tmp_path / "conditions").mkdir()
    page = HERE / "knowledge" / "conditions" / "exampleitis.toml"
    (tmp_path / "conditions" / page.name).write_text(page.read_text())
    effects = tmp_path / "effects.toml"
    effects.write_text(effects.read_text().replace('medical = "headache"', "medical = headache"))
    done = salvage("explain", "exampleitis", env={"SALVAGE_PATH": str(tmp_path)})
    line = effects.read_text().split("\n").index("medical = headache") + 1
    assert done.returncode == 4
    assert f"effects.toml:{line}: " in done.stderr
