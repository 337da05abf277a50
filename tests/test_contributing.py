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
assert len(COMMANDS) == len(SPECIMENS) == 2


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


@pytest.mark.parametrize("tables", SPECIMENS, ids=["entries", "sources"])
def test_a_specimen_is_right(tables: dict[str, object]) -> None:
    for key, value in tables.items():
        each = dict(enumerate(value)) if isinstance(value, list) else value
        assert isinstance(each, dict)
        _, findings = decode_each(held(annotated(Condition)[key]), {str(id): one for id, one in each.items()})
        assert findings == []


def test_what_the_specimens_cite_is_among_them() -> None:
    entries, sources = SPECIMENS
    cited = set(re.findall(r"my-disease-[a-z]+", str(entries)))
    assert cited <= set(sources["source"])


def test_every_page_that_it_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", PAGE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
