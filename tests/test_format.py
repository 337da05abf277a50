"""docs/knowledge-format.md is held against the types: it shows every key, what it shows is right, and
beside each key stands what the program says of it too."""

import re
from collections.abc import Iterator
from typing import Literal, get_args, get_origin

import pytest
import tomli

from salvage_cli import knowledge
from salvage_cli.author.keys import OF, SHARED, Once, comment, held
from salvage_cli.author.skeleton import beside, parts
from salvage_cli.decode import annotated, decode
from salvage_cli.knowledge import Changes, Condition, EffectWords, Source, Term
from salvage_cli.record import Record
from tests.conftest import HERE

PATH = HERE.parent / "docs" / "knowledge-format.md"
PAGE = PATH.read_text(encoding="utf-8")
BLOCKS = [tomli.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
SPECIMENS: dict[type[Record], dict[str, object]] = {
    Condition: BLOCKS[0],
    EffectWords: next(iter(BLOCKS[1].values())),
    Term: next(iter(BLOCKS[2].values())),
    Source: next(iter(BLOCKS[3].values())),
    Changes: BLOCKS[4],
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


def test_beside_each_key_stands_what_it_is_for(request: pytest.FixtureRequest) -> None:
    once, roots = Once(), iter(SPECIMENS)

    def block(match: re.Match[str]) -> str:
        lines = explained_lines(match[1], next(roots), once)
        return "```toml\n" + "".join(f"{line}\n" for line in lines) + "```"

    explained = re.sub(r"```toml\n(.*?)```", block, PAGE, flags=re.DOTALL)
    if request.config.getoption("--accept"):
        PATH.write_text(explained, encoding="utf-8")
    assert explained == PATH.read_text(encoding="utf-8")


def explained_lines(block: str, root: type[Record], once: Once) -> Iterator[str]:
    """The lines of a specimen with what the program says of each key, where it stands first."""
    table = root
    for line in block.splitlines():
        line, _, said = line.partition(" # ") if not line.lstrip().startswith("#") else ("", "", None)
        line = line.rstrip()
        if header := re.fullmatch(r"\[+([\w.-]+)\]+", line):
            if root not in (Condition, Changes):
                yield from beside(line, said or "")
                continue
            parent, table = root, root
            for step in header[1].split(".")[: 1 if header[1].startswith("source.") else None]:
                key, parent, table = step, table, held(annotated(table)[step])
            yield from beside(line, once(parent, key))
        elif key_line := re.match(r"(\w+) = ", line):
            yield from beside(line, once(table, key_line[1]))
            yield from parts(table, key_line[1], once)
        elif said is not None:
            yield line


def test_every_key_is_explained_and_nothing_else() -> None:
    keys = {(kind, key) for kind in TYPES if kind is not Record for key in annotated(kind)}
    for kind, key in keys:
        assert comment(kind, key)
    assert {(kind, key) for kind, own in OF.items() for key in own} - keys == set()
    assert set(SHARED) - {key for kind, key in keys if key not in OF.get(kind, {})} == set()
