"""What is released: the same bytes wherever it is built, with its licenses, nothing of the machine."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import tomli

from salvage_cli import fingerprint
from tests.conftest import HERE

ROOT = HERE.parent
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
INCLUDED = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]


def tree(folder: Path) -> Path:
    """What the source archive is made of, and no more."""
    folder.mkdir(parents=True)
    for name in ("pyproject.toml", ".gitignore", *(entry.strip("/") for entry in INCLUDED)):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, folder / name)
    return folder


def build(
    source: Path, *targets: str, umask: int = 0o022, env: dict[str, str] | None = None
) -> dict[str, bytes]:
    """Build in `source`; the bytes of each file by its name. Leaves nothing in the temporary folder."""
    out, scratch = source.parent / f"{source.name}-out", source.parent / f"{source.name}-tmp"
    scratch.mkdir()
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    command += [word for target in targets for word in ("-t", target)]
    here = {"PATH": os.environ["PATH"], "TMPDIR": str(scratch), **(env or {})}
    subprocess.run(command, cwd=source, env=here, umask=umask, check=True, capture_output=True)
    assert list(scratch.iterdir()) == []
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != ".gitignore"}


def sums(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_a_build_does_not_depend_on_where_when_or_by_whom(tmp_path: Path) -> None:
    one = build(tree(tmp_path / "one"), env={"TZ": "UTC", "LANG": "C.UTF-8"})
    other = tree(tmp_path / "another place" / "ünder")
    for path in [other, *other.rglob("*")]:
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path, (2_000_000_000, 2_000_000_000))
    env = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path), "USER": "other"}
    assert sums(build(other, umask=0o077, env=env)) == sums(one)

    (source,) = (name for name in one if name.endswith(".tar.gz"))
    (wheel,) = (name for name in one if name.endswith(".whl"))
    with tarfile.open(tmp_path / "one-out" / source) as archive:
        archive.extractall(tmp_path / "from source", filter="data")
    (unpacked,) = (tmp_path / "from source").iterdir()
    assert sums(build(unpacked, "wheel")) == {wheel: sums(one)[wheel]}


def test_a_wheel_holds_the_knowledge_the_licenses_and_nothing_of_the_machine(tmp_path: Path) -> None:
    (wheel,) = build(tree(tmp_path / "tree"), "wheel")
    with zipfile.ZipFile(tmp_path / "tree-out" / wheel) as archive:
        archive.extractall(tmp_path / "wheel")
    installed = tmp_path / "wheel"
    data = installed / "salvage_cli" / "data"
    assert fingerprint.seal(data).written() == fingerprint.computed(ROOT / "data").written()
    assert fingerprint.changed(data) == ()

    (info,) = installed.glob("*.dist-info")
    metadata = message_from_bytes((info / "METADATA").read_bytes())
    assert metadata["License-Expression"] == "Apache-2.0 AND CC-BY-4.0"
    licenses = metadata.get_all("License-File") or []
    assert sorted(licenses) == ["LICENSE", "data/LICENSE"]
    for name in licenses:
        assert (info / "licenses" / name).read_bytes() == (ROOT / name).read_bytes()

    files = [path for path in installed.rglob("*") if path.is_file()]
    assert [path.name for path in files if str(tmp_path).encode() in path.read_bytes()] == []
    assert {path.suffix for path in files if path.is_relative_to(installed / "salvage_cli")} == {
        ".js", ".py", ".toml", ".txt", ".typed", "",
    }  # fmt: skip
