"""Help, its topics and the man page: whole, true to the code, and readable where they are read."""

import inspect
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest
import typer

from salvage_cli import cli
from salvage_cli.changes import changes
from salvage_cli.commands import COMMANDS, command
from salvage_cli.knowledge import Extent, SourceKind
from salvage_cli.manual import man, shells, topics
from salvage_cli.output import Format
from salvage_cli.problems import EXIT
from tests.conftest import HERE, Run, environment, program
from tests.library import BUNDLED
from tests.test_commands import output, said

ROOT = HERE.parent
KEPT = ROOT / "man" / "salvage.1"
EXAMPLES = [
    example
    for name in COMMANDS
    for example in re.findall(r"^ *Example: (.*)$", inspect.getdoc(command(name)) or "", re.MULTILINE)
]


# --- help


@pytest.mark.parametrize("words", [("--help",), ("help",)], ids=" ".join)
def test_help_names_every_command_under_what_it_is_for(words: tuple[str, ...], salvage: Run) -> None:
    blocks = re.split(r"\n\n(?=\S)", output(salvage, *words))
    titled = {block.partition(":\n")[0]: block for block in blocks}
    for name, (_, purpose) in COMMANDS.items():
        assert re.search(rf"^  {name}  ", titled[purpose], re.MULTILINE)


def test_help_cuts_nothing_short(salvage: Run) -> None:
    shown = " ".join(output(salvage, "--help").split())
    firsts = [(inspect.getdoc(command(name)) or "").split("\n")[0] for name in COMMANDS]
    assert [line for line in firsts if line not in shown] == []
    assert "..." not in shown.replace("[ARGS]...", "")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in topics.TOPICS])
def test_help_on_a_command_is_its_help(name: str, salvage: Run) -> None:
    assert output(salvage, "help", name) == output(salvage, name, "--help")


@pytest.mark.parametrize("name", topics.TOPICS)
def test_a_topic_shows_all_its_rows(name: str, salvage: Run) -> None:
    shown = " ".join(output(salvage, "help", name).split())
    topic = topics.TOPICS[name]
    strings = [topic.title, topic.opening, *topic.text, *(string for row in topic.rows for string in row)]
    assert [string for string in strings if string not in shown] == []
    assert f"  {name} " in output(salvage, "--help")


def test_a_miss_says_what_was_meant(salvage: Run) -> None:
    assert "did you mean salvage help exit-codes?" in said(salvage("help", "exitcodes"), 3)
    assert "did you mean salvage help explain?" in said(salvage("help", "explian"), 3)
    assert "salvage help" in said(salvage("help", "xqz"), 3)


def test_topics_say_what_the_code_has() -> None:
    assert set(topics.MEANING) == set(EXIT)
    assert set(topics.FORMATS) == set(get_args(Format))
    assert set(topics.KINDS) == set(get_args(SourceKind))
    assert set(topics.EXTENTS) == set(get_args(Extent))
    assert set(topics.SHELLS) == set(shells.SCRIPTS) == set(get_args(shells.Shell))


def test_every_variable_that_is_heeded_is_in_the_topic_and_no_other() -> None:
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'environ(?:ment)?(?:\.get\(|\[)\s*"([A-Z][A-Z_]+)"', text))
    of_the_platform = {"HOME", "APPDATA", "LOCALAPPDATA", "COMP_WORDS"}
    assert found - of_the_platform == set(topics.VARIABLES) - {"LESS"}, "LESS is read by less"


def test_the_readme_says_the_same_of_exit_codes() -> None:
    rows = re.findall(r"^\| (\d) \| (.*) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == {str(code): topics.MEANING[name] for name, code in EXIT.items()}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what examples speak of."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "drafts").mkdir()
    (folder / "my-folder").mkdir()
    shutil.copy(ROOT / "tests" / "check" / "pageitis.toml", folder / "draft.toml")
    return folder


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_works(example: str, desk: Path, tmp_path: Path) -> None:
    place = shutil.copytree(desk, tmp_path / "desk")
    path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
    env = environment({"PATH": path, "SALVAGE_PATH": "", "HOME": str(tmp_path)})  # one writes a card
    ended = subprocess.run(["sh", "-c", example], cwd=place, env=env, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    assert "salvage" in shlex.split(example)


# --- the man page


def made() -> str:
    """The man page as it should be now; its day is that of the last change in the knowledge."""
    group = typer.main.get_command(cli._app(["--help"]))
    with group.make_context("salvage", ["list"]) as context:
        shared = frozenset(inspect.signature(cli._view).parameters)
        return man.page(group, context, shared, changes(BUNDLED)[0].date.isoformat())


def test_the_man_page_is_what_the_program_makes(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accept"):
        KEPT.write_text(made(), encoding="ascii")
    assert KEPT.read_text(encoding="ascii") == made(), "python -m pytest tests/test_help.py --accept"


@pytest.fixture(scope="module")
def seen() -> str:
    """What `man` shows, wide enough that no line breaks."""
    env = environment({"MANWIDTH": "1000"})
    ended = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", str(KEPT)], env=env, capture_output=True, encoding="utf-8"
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return " ".join(ended.stdout.split())


@pytest.mark.needs("man")
def test_man_shows_every_command_option_code_and_row(seen: str) -> None:
    group = typer.main.get_command(cli._app(["--help"]))
    options = {option for name in COMMANDS for param in group.commands[name].params for option in param.opts}  # type: ignore[attr-defined]
    wanted = [f"salvage {name}" for name in COMMANDS]
    wanted += [option for option in options if option.startswith("--")]
    wanted += [f"Example: {example}" for example in EXAMPLES]
    for topic in topics.TOPICS.values():
        wanted += [string for row in topic.rows for string in row]
    assert [string for string in wanted if string not in seen] == []


@pytest.mark.needs("man")
@pytest.mark.parametrize(
    "text",
    [
        ".TH is text", "'quoted' at the start", "--width", "a\\b \\fB \\n(", 'say "it"', "`tick` ^hat ~/home",
        "“so”",
        "a - b", ".", "...", "C:\\new\\table", ". ' \" \\", "x\n.so /etc/passwd",
    ],
)  # fmt: skip
def test_man_prints_what_was_written(text: str, tmp_path: Path) -> None:
    page = tmp_path / "odd.1"
    page.write_text(f'.TH ODD 1 2026-11-22 "" ""\n.SH NAME\nodd \\- odd\n.SH ODD\n{man.escaped(text)}\n')
    env = environment({"MANWIDTH": "200"})
    ended = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", str(page)], env=env, capture_output=True, encoding="utf-8"
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    shown = [line.strip() for line in ended.stdout.splitlines()]
    assert " ".join(text.split()) in " ".join(shown)


@pytest.mark.needs("groff")
def test_groff_has_nothing_to_warn_of() -> None:
    ended = subprocess.run(
        ["groff", "-man", "-ww", "-b", "-z", str(KEPT)], capture_output=True, encoding="utf-8"
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.needs("mandoc")
def test_mandoc_finds_no_fault() -> None:
    ended = subprocess.run(
        ["mandoc", "-Tlint", "-Wwarning", str(KEPT)], capture_output=True, encoding="utf-8"
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.needs("man")
def test_man_finds_the_page_where_the_program_is_installed() -> None:
    """man-db looks into `share/man` beside each `bin` on PATH."""
    env = environment({"PATH": f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"})
    ended = subprocess.run(["man", "-w", "salvage"], env=env, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, "install the program again: pip install -e ."
    assert Path(ended.stdout.strip()).read_text(encoding="ascii") == KEPT.read_text(encoding="ascii")
