"""CONTRIBUTING.md is true: its commands run as they stand there, its specimens are right."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import tomli

from salvage_cli.author.keys import held
from salvage_cli.decode import annotated, decode_each
from salvage_cli.knowledge import Condition
from tests.conftest import HERE, environment, program
from tests.test_author import filled

ROOT = HERE.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
SPECIMENS = [tomli.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
ENTRIES, WORDS, SOURCES = SPECIMENS
assert len(COMMANDS) == 2


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
    env = environment({"SALVAGE_PATH": "", "PATH": path, "HOME": str(folder)})
    command = ["bash", "-e", "-c", script]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8")


def test_the_commands_run_in_their_order(tmp_path: Path) -> None:
    new, check, explain = COMMANDS[0].splitlines()
    assert shell(new, tmp_path).returncode == 0
    page = tmp_path / "my-disease.toml"
    assert shell(check, tmp_path).returncode == 1
    page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
    assert shell(explain, tmp_path).returncode == 0

    done = shell(COMMANDS[1], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "a folder of your own" in done.stdout
    assert "Some words." in (tmp_path / "my-disease.txt").read_text(encoding="utf-8")


def test_the_rules_for_editors_stay_beside_the_page(tmp_path: Path) -> None:
    assert (
        shell(f"{COMMANDS[0].splitlines()[0]}\n{COMMANDS[1].partition('export')[0]}", tmp_path).returncode
        == 0
    )
    page = tmp_path / "my-pages" / "my-disease.toml"
    named = re.search(r"#:schema \./(\S+)", page.read_text(encoding="utf-8"))
    assert named and page.with_name(named[1]).is_file()


def test_salvage_is_installed_as_the_readme_does() -> None:
    install = re.search(r"`(python3 -m venv .*? \.) && \. ", PAGE)
    assert install and install[1] in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_word_of_ones_own_cites_a_source_beside_it(tmp_path: Path) -> None:
    (id,) = {id for word in WORDS.values() for id in word["cites"]}
    leaflet = re.search(r"^\[source\.my-disease-leaflet\].*?(?=^\[|^```)", PAGE, re.DOTALL | re.MULTILINE)
    assert leaflet and f"a header is `[{id}]`, not `[source.{id}]`" in PAGE
    (word,) = re.findall(r"```toml\n(\[enzymes\].*?)```", PAGE, re.DOTALL)
    (tmp_path / "glossary.toml").write_text(word, encoding="utf-8")
    sources = tmp_path / "sources.toml"
    sources.write_text(leaflet[0].replace("source.my-disease-leaflet", id), encoding="utf-8")
    check = "SALVAGE_TODAY=2026-11-22 salvage check ."
    done = shell(check, tmp_path)
    assert (done.returncode, "Checked 2 files" in done.stdout) == (0, True)
    sources.unlink()
    assert f"there is no source `{id}`" in shell(check, tmp_path).stdout


@pytest.mark.parametrize("tables", [ENTRIES, SOURCES], ids=["entries", "sources"])
def test_a_specimen_is_right(tables: dict[str, object]) -> None:
    for key, value in tables.items():
        each = dict(enumerate(value)) if isinstance(value, list) else value
        assert isinstance(each, dict)
        _, findings = decode_each(held(annotated(Condition)[key]), {str(id): one for id, one in each.items()})
        assert findings == []


def test_what_the_specimens_cite_is_among_them() -> None:
    cited = set(re.findall(r"my-disease-[a-z]+", str(ENTRIES)))
    assert cited <= set(SOURCES["source"])


def test_every_page_that_it_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", PAGE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
