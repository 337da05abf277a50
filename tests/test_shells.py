"""Tab, pressed in real shells: what is completed, and that no name of a file can do more than be shown."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KNOWLEDGE, Run
from tests.test_complete import offered
from tests.window import Open, Window

START = {
    "bash": ("exec bash --norc --noprofile", 'PS1="ready> "; eval "$(salvage completion bash)"'),
    "zsh": (
        "exec zsh -f",
        'PS1="ready> "; autoload -Uz compinit; compinit -D -u; eval "$(salvage completion zsh)"',
    ),
    "fish": (
        "exec fish --no-config",
        'function fish_prompt; echo -n "ready> "; end; salvage completion fish | source',
    ),
}
SHELLS = [pytest.param(name, marks=pytest.mark.needs(name)) for name in START]
pytestmark = pytest.mark.needs("tmux")

Shell = Callable[..., Window]


@pytest.fixture
def shell(window: Open) -> Shell:
    """A shell by its name, with completion set up as its help says; `ready>` is its prompt."""

    def started(name: str, env: dict[str, str] | None = None) -> Window:
        opened = window(100, 30, {"TERM": "screen", **(env or {})})
        for line in START[name]:
            opened.tmux("send-keys", "-l", line)
            opened.press("Enter")
        opened.until(lambda screen: screen.rstrip().split("\n")[-1].strip() == "ready>")
        return opened

    return started


def line(screen: str) -> str:
    """The line that is being typed, below the last prompt."""
    return screen.rpartition("ready>")[2].split("\n")[0].strip()


def tab(shell: Window, typed: str, wanted: str) -> None:
    shell.tmux("send-keys", "-l", typed)
    shell.until(lambda screen: line(screen).startswith(typed.strip()))
    shell.press("Tab")
    shell.until(lambda screen: line(screen) == wanted)
    shell.press("C-u")
    shell.until(lambda screen: line(screen) == "")


@pytest.mark.parametrize("name", SHELLS)
def test_tab_completes(name: str, shell: Shell) -> None:
    opened = shell(name)
    for typed, wanted in (
        ("salvage explain prostate-c", "salvage explain prostate-cancer"),
        ("salvage explain glioblastoma.out", "salvage explain glioblastoma.outlook"),
        ("salvage define viral-l", "salvage define viral-load"),
        ("salvage side", "salvage side-effects"),
        ("salvage explain hiv --deta", "salvage explain hiv --detail"),
        ("salvage explain hiv --section out", "salvage explain hiv --section outlook"),
        ("salvage help exit", "salvage help exit-codes"),
        ("salvage explain hiv --format=mark", "salvage explain hiv --format=markdown"),
        ("salvage sources hiv --format=mark", "salvage sources hiv --format=markdown"),
        ("salvage explain prostate can", "salvage explain prostate cancer"),
    ):
        tab(opened, typed, wanted)


@pytest.mark.parametrize("name", SHELLS)
def test_tab_shows_what_there_is_to_choose(name: str, shell: Shell) -> None:
    opened = shell(name)
    opened.tmux("send-keys", "-l", "salvage define viral")
    opened.until(lambda screen: line(screen) == "salvage define viral")
    opened.press_until("Tab", lambda screen: {"viral-load", "viral-hepatitis"} & set(screen.split()))


@pytest.mark.parametrize("name", SHELLS)
def test_tab_completes_a_file_where_nothing_is_offered(name: str, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "unusual-draft.toml").touch()
    opened = shell(name)
    opened.tmux("send-keys", "-l", f"cd {tmp_path}")
    opened.press("Enter")
    tab(opened, "salvage explain ./unus", "salvage explain ./unusual-draft.toml")


HOSTILE = (
    "zz$(touch @/a)", "zz`touch @/b`", "zz;touch @/c", "zz'$(touch @/d)", "zz\\$(touch @/e)",
    'zz"$(touch @/f)"', "zz|touch @/g", "zz:$(touch @/h)", "zz\ntouch @/i", "zz*", "zz(e:touch @/j:)",
    "zz${x:=$(touch @/k)}", "zz<(touch @/l)", "zz=(touch @/m)", "zz&touch @/n&", "zz~", "zz#",
    "zz'; touch @/o; '", "zz\t$(touch @/p)",
)  # fmt: skip


@pytest.fixture
def hostile(tmp_path: Path) -> dict[str, str]:
    """A library of one's own whose names would act, were a shell to read them."""
    library = shutil.copytree(KNOWLEDGE, tmp_path / "library")
    specimen = library / "conditions" / "exampleitis.toml"
    names = ["zzebra", "zz-top", *(name.replace("@", str(tmp_path / "hit")) for name in HOSTILE)]
    aliases = f"aliases = {json.dumps(names)}"
    text = re.sub(r"^aliases = .*$", lambda _: aliases, specimen.read_text(), flags=re.MULTILINE)
    specimen.write_text(text)
    (tmp_path / "hit").mkdir()
    return {"SALVAGE_PATH": str(library), "SALVAGE_PAGER": "cat"}


def test_only_words_are_offered(hostile: dict[str, str], salvage: Run) -> None:
    assert salvage("explain", "zzebra", env=hostile).returncode == 0
    assert salvage("explain", "zz*", env=hostile).returncode == 0, "the name is there, it is only not offered"
    assert offered(salvage, "salvage explain zz", hostile) == ["zz-top", "zzebra"]
    assert offered(salvage, "salvage explain $(touch x).out", hostile) == []


@pytest.mark.parametrize("name", SHELLS)
def test_no_name_of_a_file_is_run_by_a_shell(
    name: str, hostile: dict[str, str], shell: Shell, tmp_path: Path
) -> None:
    opened = shell(name, hostile)
    opened.tmux("send-keys", "-l", "salvage explain zz")
    opened.until(lambda screen: line(screen) == "salvage explain zz")
    opened.press("Tab")
    opened.press("Tab")  # bash shows a choice at the second
    opened.until(lambda screen: {"zz-top", "zzebra"} <= set(screen.partition("explain zz")[2].split()))
    opened.press_until("C-u", lambda screen: line(screen) == "")
    tab(opened, "salvage explain zze", "salvage explain zzebra")
    assert list((tmp_path / "hit").iterdir()) == []
