"""The program as it is installed, and what tests need to run it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.browser import Browser, started

HERE = Path(__file__).parent
HOME = TemporaryDirectory(prefix="salvage-tests-")  # of this process; gone when it ends
KNOWLEDGE = HERE / "knowledge"
TODAY = "2026-06-01"

Run = Callable[..., subprocess.CompletedProcess[str]]


def program() -> str:
    """The console script that was installed with the Python that runs the tests."""
    found = shutil.which("salvage", path=str(Path(sys.executable).parent))
    assert found, "install the program first: pip install '.[test]'"
    return found


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """A clean environment: nothing of the developer's own settings, the made-up library, a fixed day."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": HOME.name,
        "LANG": "C.UTF-8",
        "SALVAGE_PATH": str(KNOWLEDGE),
        "SALVAGE_TODAY": TODAY,
        **(more or {}),
    }


@pytest.fixture(scope="session")
def salvage() -> Run:
    """Run the installed program: `salvage("lines", "exampleitis", env={...})`; output as text."""

    def run(*words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program(), *words],
            env=environment(env),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=60,
        )

    return run


@pytest.fixture
def window() -> Iterator[Callable[..., object]]:
    """Open a terminal with a shell in it: `window(80, 24, {"PAGER": "cat"})` (tests/window.py)."""
    from tests.window import opened

    yield from opened()


BASE = "https://salvage.example/pages/"


@pytest.fixture(scope="session")
def site_folder(salvage: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled library, and the made-up page as one's own, as a site."""
    folder = tmp_path_factory.mktemp("site") / "public"
    done = salvage("export", "site", str(folder), "--base", BASE)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests that need one (tests/browser.py)."""
    with started() as running:
        yield running


@pytest.fixture(scope="session")
def axe() -> str:
    """Deque's accessibility checker, as a script."""
    found = find_spec("axe_core_python")
    assert found and found.submodule_search_locations
    return Path(found.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8")


def stable(text: str) -> str:
    """A page without what changes with every release: version and content hash."""
    return re.sub(
        r"salvage \d+\.\d+\.\d+ (·|-) knowledge [0-9a-f]{12}", r"salvage VERSION \1 knowledge HASH", text
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="keep what pages look like now")
    parser.addoption("--examples", type=int, default=1000, help="how many texts are tried in all properties")
    parser.addoption("--kills", type=int, default=12, help="how often a build of the index is killed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip a test by the name of the program that it needs and that is not here; in CI let it fail."""
    if os.environ.get("CI"):
        return
    for item in items:
        for marker in item.iter_markers("needs"):
            (name,) = marker.args
            if shutil.which(name) is None:
                item.add_marker(pytest.mark.skip(reason=f"needs {name}"))
