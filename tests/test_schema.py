"""The JSON Schema of the knowledge files: it fits every right file, and no wrong one that it can tell."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import tomli

from salvage_cli.author.schema import Kind, schema
from salvage_cli.author.skeleton import skeleton
from salvage_cli.decode import is_id
from salvage_cli.knowledge import Condition
from salvage_cli.problems import EXIT
from tests.conftest import HERE, KNOWLEDGE, Run
from tests.library import BUNDLED
from tests.test_author import filled, records

BUNDLED_FOLDER = BUNDLED.bundled.folder
FILES: list[tuple[Kind, Path]] = [
    (kind, folder / f"{kind}.toml")
    for folder in (BUNDLED_FOLDER, KNOWLEDGE)
    for kind in get_args(Kind)
    if kind != "condition"
]
FILES += [
    ("condition", path)
    for folder in (BUNDLED_FOLDER, KNOWLEDGE)
    for path in sorted((folder / "conditions").glob("*.toml"))
]
assert len(FILES) > 20


def validator(kind: Kind) -> Any:
    return jsonschema.Draft202012Validator(
        schema(kind), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def plain(value: Any) -> Any:
    """TOML as JSON has it: a day is a string."""
    match value:
        case dict():
            return {key: plain(held) for key, held in value.items()}
        case list():
            return [plain(held) for held in value]
        case date():
            return value.isoformat()
    return value


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_schema_is_one(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda part: getattr(part, "stem", part))
def test_every_file_fits_the_schema(kind: Kind, path: Path) -> None:
    tables = plain(tomli.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in validator(kind).iter_errors(tables)] == []


BROKEN = sorted((HERE / "broken").glob("*.toml"))
NOT_FOR_A_SCHEMA = {
    "key-twice": "no TOML", "no-value": "no TOML", "not-utf8": "no TOML",
    "open-quote": "no TOML", "long-number": "no TOML",
    "id-twice": "one id in two places", "unknown-effect": "leads nowhere", "unknown-source": "leads nowhere",
    "unknown-term": "leads nowhere", "hidden-text": "only what can be seen counts",
}  # fmt: skip


def test_a_skeleton_that_is_filled_in_fits_the_schema() -> None:
    tables = plain(tomli.loads(filled(skeleton("my-disease"))))
    assert [error.message for error in validator("condition").iter_errors(tables)] == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_does_not_fit_the_schema(path: Path) -> None:
    try:
        tables = plain(tomli.loads(path.read_bytes().decode()))
    except ValueError:
        assert NOT_FOR_A_SCHEMA.get(path.stem) == "no TOML"
        return
    assert validator("condition").is_valid(tables) == (path.stem in NOT_FOR_A_SCHEMA)


IDS = ["hiv", "hiv.lines.new-classes", "a.b.c.d", "", ".", "a.", ".a", "a..b", "A", "ä", "a b", "a_b", "-"]
IDS += ["x" * 64, "x" * 65, ".".join(["x" * 64] * 3), ".".join(["x" * 64, "x" * 65])]


@pytest.mark.parametrize("text", IDS)
def test_the_schema_and_the_decoder_agree_on_what_an_id_is(text: str) -> None:
    pattern = schema("condition")["properties"]["meaning"]["properties"]["id"]["pattern"]
    assert bool(re.search(pattern, text)) == is_id(text)


def test_every_table_of_a_schema_is_closed_and_every_key_explained() -> None:
    def tables(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "properties" in value and "required" in value:
                yield value
            for inner in value.values():
                yield from tables(inner)

    found = list(tables(schema("condition")))
    assert len(found) >= len(set(records(Condition)))
    for table in found:
        assert table["additionalProperties"] is False
        assert all(held["description"] for held in table["properties"].values())


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_schema_is_printed(kind: Kind, salvage: Run) -> None:
    done = salvage("schema", kind)
    assert (done.returncode, json.loads(done.stdout)) == (0, schema(kind))


def test_a_schema_of_what_is_none_is_refused(salvage: Run) -> None:
    done = salvage("schema", "conditions")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (EXIT["usage"], "", 1)
