"""The bundled knowledge is trusted as long as it is what it was at build time, and no longer."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import salvage_cli
from salvage_cli import fingerprint, places
from tests.conftest import Run


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with its knowledge inside, as a wheel puts it, sealed."""
    root = tmp_path_factory.mktemp("installed")
    shutil.copytree(Path(salvage_cli.__file__).parent, root / "salvage_cli", dirs_exist_ok=True)
    data = root / "salvage_cli" / "data"
    shutil.copytree(places.bundled().folder, data, dirs_exist_ok=True)
    (data / fingerprint.FILE).write_text(fingerprint.computed(data).written(), encoding="utf-8")
    return root


@pytest.fixture
def installed(package: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(package, tmp_path / "installed")


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": str(root), "HOME": str(root), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "salvage_cli", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_a_seal_is_read_as_it_was_written(package: Path) -> None:
    data = package / "salvage_cli" / "data"
    assert fingerprint.seal(data).written() == fingerprint.computed(data).written()
    assert fingerprint.seal(data).sums


def test_sealed_and_unsealed_pages_are_the_same(package: Path, installed: Path) -> None:
    hash = installed / "salvage_cli" / "data" / fingerprint.FILE
    hash.unlink()
    for words in (("explain", "hiv", "--detail"), ("explain", "hiv", "--format", "json"), ("sources", "hiv")):
        assert run(package, *words).stdout == run(installed, *words).stdout != ""


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("conditions/hiv.toml", "\nchecked = ", "\nchekced = ", "did you mean `checked`?"),
        (
            "conditions/hiv.toml",
            '\nurgency = "emergency"',
            '\nurgency = "whenever"',
            "not one of the choices",
        ),
        ("conditions/hiv.toml", "\ntext = ", "\n# ext = ", "`text` is missing"),
        ("effects.toml", "\nmedical = ", "\nmedcal = ", "did you mean `medical`?"),
        ("sources.toml", "\npublisher = ", "\npublihser = ", "did you mean `publisher`?"),
    ],
)
def test_an_edited_file_is_checked_again(installed: Path, file: str, old: str, new: str, said: str) -> None:
    path = installed / "salvage_cli" / "data" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = run(installed, "explain", "hiv")
    assert done.returncode == 4
    assert done.stdout == ""
    assert path.name in done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_edit_that_is_right_is_shown(installed: Path) -> None:
    path = installed / "salvage_cli" / "data" / "conditions" / "hiv.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "HIV"', 'name = "HIV, edited"', 1), encoding="utf-8")
    assert run(installed, "explain", "hiv").stdout.startswith("HIV, edited")


def test_where_says_that_the_knowledge_is_as_it_was_built(package: Path) -> None:
    assert "The bundled knowledge is as it was built." in run(package, "where").stdout


@pytest.mark.parametrize("change", ["edit", "add", "remove", "seal", "unseal"])
def test_where_names_what_has_changed_since_it_was_built(change: str, installed: Path) -> None:
    data = installed / "salvage_cli" / "data"
    match change:
        case "edit":
            name = "conditions/hiv.toml"
            (data / name).write_text((data / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
        case "add":
            name = "conditions/new.toml"
            (data / name).write_text("", encoding="utf-8")
        case "remove":
            name = "conditions/hiv.toml"
            (data / name).unlink()
        case "seal":  # the sums hold, the hash does not
            name = fingerprint.FILE
            first, _, sums = (data / name).read_text(encoding="utf-8").partition("\n")
            (data / name).write_text(f"{first[::-1]}\n{sums}", encoding="utf-8")
        case _:
            name = fingerprint.FILE
            (data / name).unlink()
    done = run(installed, "where")
    assert done.returncode == 0
    assert f"The bundled knowledge has changed since it was built: {name}.\n" in done.stdout


def test_where_tells_a_checkout_from_a_program_that_was_built(salvage: Run) -> None:
    said = salvage("where", "--format", "json").stdout
    (item,) = (item for item in json.loads(said)["page"]["sections"][0]["items"] if item["id"] == "bundled")
    built = places.bundled().folder.parent == Path(salvage_cli.__file__).parent
    assert item["changed"] == ([] if built else None)
    assert item["hash"] == fingerprint.computed(places.bundled().folder).hash
