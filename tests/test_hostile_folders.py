"""Folders that mean harm: nothing blocks, nothing is stolen, and what is good beside them stays good."""

from pathlib import Path

import pytest

from tests.hostile.folders import FOLDERS, Folder, argv, made
from tests.hostile.run import Ended, leaks, run

LOOKS = {"text": (), "json": ("--format", "json"), "color": ("--color", "always")}


def clean(ended: Ended, look: str) -> list[str]:
    """What no output may have."""
    found = [f"leaks {leak!r}" for leak in leaks(look, ended)]
    return found + [word for word in ("Traceback", "something went wrong") if word in ended.all]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_hostile_folder_does_what_is_promised_of_it(folder: Folder, tmp_path: Path) -> None:
    env = made(folder, tmp_path)
    for look, words in LOOKS.items():
        ended = run(env, *argv(folder, tmp_path), *words)
        assert (ended.code, clean(ended, look)) == (folder.code, [])
        if look == "text":
            assert [text for text in folder.said if text not in ended.all] == []
        assert [text for text in folder.never if text in ended.all] == []
    for look, words in LOOKS.items():
        listed = run(env, "list", *words)
        assert (listed.code, clean(listed, look)) == (0, [])
        assert folder.listed in listed.err
        assert "exampleitis" in listed.out
    good = run(env, "lines", "hiv") if folder.name.endswith("-broken") else run(env, "lines", "exampleitis")
    if "-broken" not in folder.name or folder.name == "page-broken":
        assert (good.code, good.err) == (0, "")
