"""Hostile cards, and hostile words where a name or a place is wanted: nothing acts, nothing goes astray."""

import os
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.hostile.arguments import ARGUMENTS, CARDS, Argument, Card
from tests.hostile.pages import SPECIMEN, shelf
from tests.hostile.run import Ended, acting, expected, leaks, run, said

LOOKS = {"text": (), "json": ("--format", "json"), "color": ("--color", "always")}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shelf(tmp_path_factory.mktemp("own") / "own")


def clean(ended: Ended, look: str = "text") -> list[str]:
    """What no output may have."""
    found = [f"leaks {leak!r}" for leak in leaks(look, ended)]
    return found + [word for word in ("Traceback", "something went wrong") if word in ended.all]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_a_hostile_card_does_what_is_promised_of_it(card: Card, own: Path, tmp_path: Path) -> None:
    env = {"SALVAGE_PATH": str(own), "SALVAGE_TODAY": TODAY, "XDG_CONFIG_HOME": str(tmp_path)}
    file = tmp_path / "salvage" / "card.toml"
    file.parent.mkdir()
    file.write_bytes(card.data)
    for look, words in LOOKS.items():
        ended = run(env, "card", *words)
        assert (ended.code, clean(ended, look)) == (4 if card.refused else 0, [])
        assert card.refused in ended.all
        if look != "json" and not card.refused:
            assert expected(look, card.shown) in said(look, ended.out)
    for words in (("where",), ("export", "handout", "exampleitis", "--format", "text")):
        if card.refused or words == ("where",):
            ended = run(env, *words)
            assert (ended.code, clean(ended)) == (0, [])
            assert " ".join(card.refused.split()) in " ".join(ended.all.split())
    assert file.read_bytes() == card.data


@pytest.mark.parametrize("argument", ARGUMENTS, ids=lambda argument: argument.name)
def test_hostile_words_do_what_is_promised_of_them(
    argument: Argument, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "there.toml").write_text(SPECIMEN)
    (here / "dangling.toml").symlink_to("nowhere")
    monkeypatch.chdir(here)
    env = {"SALVAGE_PATH": str(own), "SALVAGE_TODAY": TODAY, "XDG_CONFIG_HOME": str(here)}
    before = names(tmp_path)
    ended = run(
        env, *(word.replace("@", str(here)) if "://" not in word else word for word in argument.words)
    )
    assert (ended.code, clean(ended)) == (argument.code, [])
    assert argument.said in ended.all
    if argument.code:
        assert (ended.out, ended.err.count("\n")) == ("", 1)
        assert ended.err.startswith("salvage: ") and " (" in ended.err
    written = {os.fsencode(here / name) for name in argument.left}
    assert {name for name in names(tmp_path) - before if not os.path.isdir(name)} == written
    assert (here / "there.toml").read_text() == SPECIMEN
    for name in written:
        assert acting(Path(os.fsdecode(name)).read_text(encoding="utf-8")) == set()


def names(folder: Path) -> set[bytes]:
    """Every path in a folder."""
    return {
        os.path.join(at, name)
        for at, *found in os.walk(os.fsencode(folder))
        for part in found
        for name in part
    }
