"""What development and CI install is pinned by hash; what a release runs is pinned by commit."""

import re

import pytest
import tomli
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import HERE

ROOT = HERE.parent
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", LOCK, re.MULTILINE))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKED = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["build-system"]["requires"],
    *EXTRAS["test"],
    *EXTRAS["lint"],
]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("wanted", LOCKED)
def test_the_lock_has_what_the_project_asks_for(wanted: str) -> None:
    """After a change of pyproject.toml the lock is made again: docs/releasing.md."""
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


def test_every_pin_has_a_hash_and_no_address() -> None:
    entries = re.split(r"^(?=[a-z0-9-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINS) > len(LOCKED)
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry.partition("\n")[0]
    assert re.findall(r"://|^-|/", re.sub(r"^#.*$", "", LOCK, flags=re.MULTILINE)) == []


def test_every_action_of_a_workflow_is_pinned_by_its_whole_commit() -> None:
    assert WORKFLOWS
    for path in WORKFLOWS:
        used = re.findall(r"uses: *(.+)", path.read_text(encoding="utf-8"))
        assert used
        assert [
            one for one in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}  # v[\d.]+", one)
        ] == []


def test_a_workflow_may_nothing_unless_a_job_says_so() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
        assert text.count("persist-credentials: false") == text.count("actions/checkout@")
        assert "secrets." not in text


def test_every_file_has_a_license() -> None:
    annotations = tomli.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    licenses = {path: one["SPDX-License-Identifier"] for one in annotations for path in one["path"]}
    assert licenses == {"**": "Apache-2.0", "data/**": "CC-BY-4.0"}
    assert set(PROJECT["project"]["license"].split(" AND ")) == set(licenses.values())
