"""docs/knowledge-format.md is held against the types: it shows every key, and what it shows is right."""

import re
from collections.abc import Iterator
from typing import Literal, get_args, get_origin

import pytest
import tomli

from salvage_cli import knowledge
from salvage_cli.decode import decode
from salvage_cli.knowledge import Condition, EffectWords, Source, Term
from salvage_cli.record import Record
from tests.conftest import HERE

PAGE = (HERE.parent / "docs" / "knowledge-format.md").read_text(encoding="utf-8")
BLOCKS = [tomli.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
SPECIMENS: dict[type[Record], dict[str, object]] = {
    Condition: BLOCKS[0],
    EffectWords: next(iter(BLOCKS[1].values())),
    Term: next(iter(BLOCKS[2].values())),
    Source: next(iter(BLOCKS[3].values())),
}
TYPES = [kind for kind in vars(knowledge).values() if isinstance(kind, type) and issubclass(kind, Record)]
PARTS_OF_OTHERS = {Record, knowledge.Entry}


@pytest.mark.parametrize("kind", SPECIMENS)
def test_a_specimen_is_right(kind: type[Record]) -> None:
    assert decode(kind, SPECIMENS[kind]).findings == []


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in PARTS_OF_OTHERS])
def test_every_key_of_every_type_is_shown_in_one_table(kind: type[Record]) -> None:
    assert any(keys == set(kind.__match_args__) for keys in tables(list(SPECIMENS.values())))


def tables(value: object) -> Iterator[set[str]]:
    """The keys of every table in the specimens."""
    if isinstance(value, dict):
        yield set(value)
        value = list(value.values())
    if isinstance(value, list):
        for held in value:
            yield from tables(held)


def test_every_choice_is_named() -> None:
    kinds = [kind for kind in vars(knowledge).values() if get_origin(kind) is Literal]
    choices = {choice for kind in kinds if kind is not knowledge.ItemKind for choice in get_args(kind)}
    assert {choice for choice in choices if choice not in PAGE} == set()
