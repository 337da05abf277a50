"""What a page costs, in things that can be counted: modules imported, files opened, commands built."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from salvage_cli import cli, fingerprint, places
from salvage_cli.commands import COMMANDS
from tests.conftest import KNOWLEDGE, environment, program
from tests.screen import sent

pytestmark = pytest.mark.skipif(
    not (places.bundled().folder / fingerprint.FILE).is_file(),
    reason="an editable install has no recorded hash, so a page reads every file",
)

WATCHER = """
import atexit, os, sys

heard = []

def hear(event, given):
    if event in ("open", "os.listdir", "os.scandir"):
        heard.append((event, given[0]))

sys.addaudithook(hear)

@atexit.register
def report():
    seen = [("module", name) for name in sys.modules] + heard
    with open(os.environ["WATCHER_REPORT"], "w", encoding="utf-8") as file:
        file.writelines(f"{event} {name}\\n" for event, name in seen)

def leave(code, really=os._exit):  # the program does not wait for `atexit`
    report()
    really(code)

os._exit = leave
"""

HEAVY = {
    "rich", "pydantic", "dataclasses", "difflib", "hashlib", "unicodedata", "tempfile", "subprocess",
    "json", "sqlite3", "socket", "ssl", "http", "asyncio", "importlib.metadata",
}  # fmt: skip
HEAVY_FOR_DRAWING = {
    "rich.markdown", "rich.table", "rich.syntax", "rich.traceback", "pygments", "markdown_it",
}  # fmt: skip

IN_A_PIPE = [
    ("explain", "hiv"),
    ("lines", "hiv"),
    ("side-effects", "cancer"),
    ("urgent",),
    ("faq",),
    ("explain", "exampleitis"),
    ("explain", "hiv", "--plain"),
    ("explain", "hiv", "--format", "json"),
    ("explain", "hiv", "--format", "markdown"),
    ("explain", "hiv", "--format", "html"),
    ("--version",),
]


@dataclass(frozen=True)
class Seen:
    """What a process that has ended had imported, opened and listed."""

    modules: frozenset[str]
    opened: tuple[Path, ...]
    listed: tuple[Path, ...]

    @property
    def knowledge(self) -> list[Path]:
        return sorted(path for path in self.opened if path.suffix == ".toml")


@dataclass(frozen=True)
class Watch:
    """Runs real programs; Python itself, through `sitecustomize`, tells what they do."""

    folder: Path

    def seen(self, *command: str, env: Mapping[str, str] | None = None) -> Seen:
        """In a pipe."""
        subprocess.run(
            command,
            env=self._environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
            timeout=60,
        )
        return self._report()

    def seen_on_a_terminal(self, *command: str) -> Seen:
        sent(command, self._environment({"TERM": "xterm"}))
        return self._report()

    def _environment(self, more: Mapping[str, str] | None) -> dict[str, str]:
        report = str(self.folder / "report")
        return environment({"PYTHONPATH": str(self.folder), "WATCHER_REPORT": report, **(more or {})})

    def _report(self) -> Seen:
        report = self.folder / "report"
        heard = [line.split(" ", 1) for line in report.read_text(encoding="utf-8").splitlines()]
        report.unlink()
        return Seen(
            frozenset(name for event, name in heard if event == "module"),
            tuple(Path(name) for event, name in heard if event == "open"),
            tuple(Path(name) for event, name in heard if event in ("os.listdir", "os.scandir")),
        )


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCHER, encoding="utf-8")
    return Watch(folder)


@pytest.fixture(scope="module")
def typer_alone(watch: Watch) -> frozenset[str]:
    """The modules that any program with Typer pays for, in this very Python."""
    return watch.seen(sys.executable, "-c", "import typer").modules


@pytest.mark.parametrize("words", IN_A_PIPE, ids=" ".join)
def test_nothing_heavy_is_imported_for_a_pipe(
    words: tuple[str, ...], watch: Watch, typer_alone: frozenset[str]
) -> None:
    allowed = typer_alone | ({"json"} if "json" in words else set())
    heavy = HEAVY & (watch.seen(program(), *words).modules - allowed)
    assert heavy == set()


def test_tab_costs_no_more_than_starting_typer(
    watch: Watch, typer_alone: frozenset[str], tmp_path: Path
) -> None:
    tab = {
        "_SALVAGE_COMPLETE": "complete_bash",
        "COMP_WORDS": "salvage\nexplain\nprostate-c",
        "COMP_CWORD": "2",
    }
    modules = watch.seen(program(), env={**tab, "XDG_CACHE_HOME": str(tmp_path)}).modules
    assert "salvage_cli.complete" in modules
    assert HEAVY & (modules - typer_alone) == set()
    assert not {name for name in modules if name.startswith(("salvage_cli.manual", "salvage_cli.changes"))}


def test_a_page_imports_few_modules_beyond_typer(watch: Watch, typer_alone: frozenset[str]) -> None:
    """Each costs a look at the disk and about a quarter of a millisecond."""
    extra = watch.seen(program(), "explain", "hiv").modules - typer_alone
    own = {name for name in extra if name.partition(".")[0] == "salvage_cli"}
    # Four are tomli: itself, its parser, its patterns, and what its compiled parts share. Four more:
    # __future__, gc, the codec that reads the hash, and the part of Typer that runs a command.
    assert len(extra - own) <= 4 + 4, sorted(extra - own)
    # Four packages and 26 modules stand between argv and plain text. What only some commands need is
    # imported there: raise this only for a module that every page needs.
    assert len(own) <= 4 + 26, sorted(own)


@pytest.mark.parametrize(
    "words, renderer",
    [((), "text"), (("--plain",), "text"), (("--format", "json"), "json")],
    ids=["pipe", "plain", "json"],
)
def test_only_the_renderer_that_is_needed_is_imported(
    words: tuple[str, ...], renderer: str, watch: Watch
) -> None:
    modules = watch.seen(program(), "explain", "hiv", *words).modules
    renderers = {name for name in modules if name.startswith("salvage_cli.render.")}
    assert renderers == {"salvage_cli.render.degrade", f"salvage_cli.render.{renderer}"}


def test_on_a_terminal_rich_is_imported_without_what_a_page_does_not_draw(
    watch: Watch, typer_alone: frozenset[str]
) -> None:
    modules = watch.seen_on_a_terminal(program(), "explain", "hiv", "--no-pager").modules
    assert "rich" in modules
    heavy = HEAVY_FOR_DRAWING & (modules - typer_alone)
    assert heavy == set()


def test_a_page_opens_its_own_file_and_each_vocabulary_once(watch: Watch) -> None:
    seen = watch.seen(program(), "explain", "hiv", env={"SALVAGE_PATH": ""})
    bundled = places.bundled()
    vocabularies = (bundled.folder / f"{name}.toml" for name in ("effects", "glossary", "sources"))
    assert seen.knowledge == sorted([bundled.conditions / "hiv.toml", *vocabularies])


@pytest.mark.parametrize("slug", ["hiv", "exampleitis"])
def test_hundreds_of_other_conditions_cost_a_page_nothing(slug: str, watch: Watch, tmp_path: Path) -> None:
    library = shutil.copytree(KNOWLEDGE, tmp_path / "library")
    env = {"SALVAGE_PATH": str(library)}
    alone = watch.seen(program(), "explain", slug, env=env).knowledge
    specimen = library / "conditions" / "exampleitis.toml"
    for number in range(300):
        shutil.copy(specimen, specimen.with_stem(f"exampleitis-{number}"))
    among_many = watch.seen(program(), "explain", slug, env=env)
    assert specimen.with_stem(slug).name in {path.name for path in alone}
    assert among_many.knowledge == alone
    assert not {folder for folder in among_many.listed if folder.is_relative_to(library)}


def test_only_the_command_asked_for_is_registered() -> None:
    (registered,) = cli._app(["lines"]).registered_commands
    assert registered.name == "lines"


def test_help_registers_every_command() -> None:
    registered = [command.name for command in cli._app(["--help"]).registered_commands]
    assert registered == list(COMMANDS)
