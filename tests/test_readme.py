"""The README is true: its picture, its commands and what they print, its lists."""

import re
import shlex
import subprocess

import pytest

from salvage_cli.commands import COMMANDS
from salvage_cli.problems import EXIT
from salvage_cli.sections import TITLES
from tests.conftest import HERE, Run, environment, program
from tests.picture import svg

ROOT = HERE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
EXAMPLES = [part for block in CONSOLES for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
assert EXAMPLES, "a README without examples would pass the test below"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0])
def test_a_command_in_the_readme_prints_what_it_says(example: str) -> None:
    command, _, printed = example.partition("\n")
    words = shlex.split(command)
    assert words[0] == "salvage"
    done = subprocess.run(
        [program(), *words[1:]],
        env=environment({"SALVAGE_PATH": ""}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.stdout == printed


def test_the_picture_is_what_the_program_draws(salvage: Run, request: pytest.FixtureRequest) -> None:
    drawn = salvage("explain", "hiv", "--width", "80", "--color", "always", env={"SALVAGE_PATH": ""}).stdout
    kept = ROOT / "docs" / "explain-hiv.svg"
    if request.config.getoption("--accept"):
        kept.write_text(svg(drawn), encoding="utf-8")
    assert svg(drawn) == kept.read_text(encoding="utf-8")


def test_the_picture_loads_nothing() -> None:
    picture = (ROOT / "docs" / "explain-hiv.svg").read_text(encoding="utf-8")
    assert re.findall(r"(?:href|src|url)\W*https?:", picture) == []
    assert "<script" not in picture


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"| `salvage {command}" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_two_examples(command: str, salvage: Run) -> None:
    done = salvage(command, "--help")
    assert done.returncode == 0
    assert done.stdout.count("salvage ") >= 3
    assert done.stdout.count("Example: ") == 2


def test_every_option_of_a_page_is_in_the_readme(salvage: Run) -> None:
    options = set(re.findall(r"--[a-z-]+", salvage("explain", "--help").stdout)) - {"--help"}
    assert {option for option in options if f"`{option}" not in README} == set()


def test_the_options_in_the_readme_are_those_of_the_program(salvage: Run) -> None:
    rows = re.findall(r"^\| (`--[^|]+(?:\\\|[^|]+)*) \|", README, re.MULTILINE)
    table = {option for row in rows for option in re.findall(r"--[a-z-]+", row)}
    helps = "".join(salvage(command, "--help").stdout for command in COMMANDS)
    assert table == set(re.findall(r"--[a-z-]+", helps)) - {"--help"}


@pytest.mark.parametrize("code", EXIT.values())
def test_every_exit_code_is_in_the_readme(code: int) -> None:
    assert re.search(rf"^\| {code} \| ", README, re.MULTILINE)


@pytest.mark.parametrize("section", TITLES)
def test_every_section_is_in_the_readme(section: str) -> None:
    assert f"`{section}`" in README


def test_every_page_of_the_documentation_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
