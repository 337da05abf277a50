"""What holds for any text in any field, tried with texts that lean towards trouble.

A few seconds of it run in CI, the same every time; `pytest tests/test_properties.py --examples 200000`
shares that many among the properties.
"""

import json
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salvage_cli.clean import clean
from salvage_cli.compose.condition import condition as compose
from salvage_cli.decode import decode, decode_each
from salvage_cli.knowledge import Condition, Term
from salvage_cli.library import Library
from salvage_cli.names import meant, plain
from salvage_cli.page import Page
from salvage_cli.places import Shelf
from salvage_cli.problems import Problem, SalvageError
from salvage_cli.render import json as as_json
from salvage_cli.render import markdown, terminal, text
from salvage_cli.search.answer import answer
from salvage_cli.search.index import Index
from salvage_cli.toml_file import TomlFile, read
from salvage_cli.vocabulary import Picked, Vocabulary
from tests.hostile.pages import SPECIMEN, UNTOUCHED, shelf, written
from tests.hostile.run import OUR_STYLES, acting, expected, said
from tests.library import BUNDLED, KNOWLEDGE, strings

TROUBLE = st.one_of(
    st.characters(categories=("Cc", "Cf", "Zl", "Zp", "Co")),
    st.sampled_from("[ ] \\ : { } < > & \" ' = + - @ | # * _ ` ~ ! ^ $ ( ) . 1 a"),
    st.sampled_from("\u200b\u200c\u200d\u202e\u2066\ufeff\u00ad\u3164\U000e0041\x1b\x9b\x9d\x07\x08\r\n\t"),
    st.sampled_from("éЖعमക字가🧪\u0301\u094d"),
    st.characters(codec="utf-8"),
)
TEXT = st.text(TROUBLE, min_size=1, max_size=40)
SHARE = {
    "load": 0.2,
    "bytes": 0.1,
    "output": 0.2,
    "whole": 0.1,
    "clean": 0.18,
    "json": 0.1,
    "headers": 0.1,
    "index": 0.02,
}
TABLES: dict[str, Any] = tomli.loads(SPECIMEN)
Check = Callable[..., None]
DAY = date(2026, 1, 1)


def examples(request: pytest.FixtureRequest, share: str) -> int:
    wanted: int = request.config.getoption("--examples")
    return max(1, int(wanted * SHARE[share]))


def tried(
    request: pytest.FixtureRequest, share: str, *given_: st.SearchStrategy[Any]
) -> Callable[[Check], Check]:
    """Run a property as often as is its share."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    how = settings(
        max_examples=examples(request, share),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=checks,
    )

    def run(check: Check) -> Check:
        how(given(*given_)(check))()
        return check

    return run


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in the specimen a text may be anything."""
    if isinstance(value, dict):
        return [p for key, held in value.items() if key not in UNTOUCHED for p in places(held, (*path, key))]
    if isinstance(value, list):
        return [p for n, held in enumerate(value) for p in places(held, (*path, n))]
    return [path] if isinstance(value, str) else []


PLACES = places(TABLES)
assert len(PLACES) > 80
FILLED = st.dictionaries(st.sampled_from(PLACES), TEXT, min_size=1, max_size=8)


def put(texts: dict[tuple[Any, ...], str]) -> dict[str, Any]:
    """The specimen with these texts; each has a letter, so that none is empty once it is cleaned."""
    tables: dict[str, Any] = tomli.loads(SPECIMEN)
    for path, held in texts.items():
        inside: Any = tables
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = f"x{held}y"
    return tables


LIBRARY = Library(Shelf(KNOWLEDGE, True, "made up for tests"))


def page(tables: dict[str, Any], path: Any) -> Page:
    """The page of these tables, as an own file goes: bytes, parser, decoder."""
    path.write_bytes(written(tables))
    return compose(LIBRARY.find(str(path)), "explain", None, detail=True, today=DAY, hash="0" * 12)


def layouts(page: Page, width: int) -> dict[str, str]:
    return {
        "text": text.render(page),
        "plain": text.render_plain(page),
        "markdown": markdown.render(page),
        "json": as_json.render(page),
        "drawn": terminal.render(page, width=width, color=False),
        "color": terminal.render(page, width=width, color=True),
    }


ATOMS = st.one_of(
    TEXT, st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none().map(lambda _: "")
)
VALUES = st.recursive(
    ATOMS,
    lambda held: st.one_of(st.lists(held, max_size=4), st.dictionaries(TEXT, held, max_size=4)),
    max_leaves=12,
)
KEYS = st.one_of(st.sampled_from(list(Condition.__match_args__)), TEXT)


def test_whatever_tables_are_decoded_there_are_only_findings(request: pytest.FixtureRequest) -> None:
    @tried(request, "load", st.dictionaries(KEYS, VALUES, max_size=6), st.booleans())
    def check(tables: dict[str, Any], among: bool) -> None:
        found = decode(Condition, {**TABLES, **tables} if among else tables)
        assert (found.record is None) == bool(found.findings)
        assert all(acting(clean(finding.message)) == set() for finding in found.findings)


def test_whatever_bytes_are_read_there_are_tables_or_one_problem(request: pytest.FixtureRequest) -> None:
    @tried(
        request,
        "bytes",
        st.one_of(
            st.binary(max_size=200), TEXT.map(lambda t: t.encode()), VALUES.map(lambda v: written({"x": v}))
        ),
    )
    def check(data: bytes) -> None:
        tables = TomlFile("made.toml", data).parsed()
        assert isinstance(tables, dict | Problem)
        if isinstance(tables, Problem):
            assert acting(str(tables)) == set()


def test_no_text_of_a_field_acts_in_any_layout(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pages") / "exampleitis.toml"

    @tried(request, "output", FILLED, st.integers(1, 300))
    def check(texts: dict[tuple[Any, ...], str], width: int) -> None:
        for look, shown in layouts(page(put(texts), path), width).items():
            assert acting(OUR_STYLES.sub("", shown) if look == "color" else shown) == set()
            if look == "json":
                assert acting("".join(held for _, held in strings(json.loads(shown)))) == set()


def test_all_of_a_text_is_in_every_layout_at_any_width(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pages") / "exampleitis.toml"
    on_page = [
        p
        for p in PLACES
        if p[0] in ("statement", "line", "option", "test", "sign", "faq", "question", "key", "card", "gap")
    ]
    on_page = [
        p
        for p in on_page
        if p[-1] in ("text", "name", "ask", "action", "who")
        and TABLES[p[0]][p[1]].get("section") != "outlook"
    ]

    @tried(
        request,
        "whole",
        st.dictionaries(st.sampled_from(on_page), TEXT, min_size=1, max_size=8),
        st.integers(1, 300),
    )
    def check(texts: dict[tuple[Any, ...], str], width: int) -> None:
        wanted = [clean(f"x{held}y") for held in texts.values()]
        for look, shown in layouts(page(put(texts), path), width).items():
            squashed = said(look, shown)
            assert [held for held in wanted if expected(look, held) not in squashed] == []


NAMED = [
    ("name",),
    ("aliases", 0),
    ("ambiguous", 0),
    ("sign", 0, "text"),
    ("faq", 0, "ask"),
    ("statement", 0, "text"),
]
assert set(NAMED) <= set(PLACES)
NAMES = st.one_of(
    TEXT, st.sampled_from(["Sleep", "HIV", "h-i v", "Ünï cøde", "sleep'; --", "general", "1.5 [x]"])
)
PAGE = st.tuples(
    st.dictionaries(st.sampled_from(NAMED), NAMES), st.sampled_from(["", "", "\n[[sign]]\n", "\nname = 1"])
)
SOUGHT = st.one_of(
    NAMES, st.sampled_from(["what helps with sleep", "rash", "can i die", "how much should i take"])
)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The bundled library with one page, so that its index is soon made."""
    folder = tmp_path_factory.mktemp("few") / "data"
    (folder / "conditions").mkdir(parents=True)
    names = (
        "effects",
        "glossary",
        "sources",
        "search",
        "learned-outcome",
        "learned-section",
        "changes",
        "conditions/general",
    )
    for name in names:
        shutil.copy(BUNDLED.bundled.folder / f"{name}.toml", folder / f"{name}.toml")
    return Shelf(folder, True, "made for a test")


def told(ask: Callable[[], Any]) -> str:
    """What is answered, or why nothing is."""
    try:
        return repr(ask())
    except SalvageError as error:
        return f"{error.code}: {error.message} ({error.hint})"


def test_the_index_and_the_files_answer_the_same(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    few: Shelf,
) -> None:
    """The index on disk is brought up to date from one library to the next; the other is made anew."""
    folder = tmp_path_factory.mktemp("indexed")
    own = Shelf(shelf(folder / "own"), False, "made for a test")
    where = folder / "index.sqlite3"
    held: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connecting(*given: Any, **more: Any) -> sqlite3.Connection:
        held.append(connect(*given, **more))
        return held[-1]

    monkeypatch.setattr(sqlite3, "connect", connecting)
    fresh = 0

    @tried(
        request,
        "index",
        st.dictionaries(st.sampled_from(["exampleitis", "sleep", "a-1", "general"]), PAGE, max_size=3),
        st.lists(SOUGHT, min_size=1, max_size=2),
    )
    def check(pages: dict[str, tuple[dict[tuple[Any, ...], str], str]], words: list[str]) -> None:
        nonlocal fresh
        while held:  # a program asks once and ends; what it leaves open keeps others from writing
            held.pop().close()
        for path in own.conditions.iterdir():
            path.unlink()
        for slug, (texts, tail) in pages.items():
            (own.conditions / f"{slug}.toml").write_bytes(written(put(texts)) + tail.encode())
        for word in words:
            by_index, by_files = (Library(few, (own,), path) for path in (where, None))
            within = next(iter(pages), None) if word in ("rash", "Sleep") else None
            sought = [answer(by, clean(word), within, None, 10) for by in (by_index, by_files)]
            assert repr(sought[0]) == repr(sought[1])
            names = by_index.names
            fresh += isinstance(names, Index)
            for name in (
                word,
                plain(word),
                *(held for texts, _ in pages.values() for held in texts.values()),
            ):
                assert told(partial(by_index.meaning, name)) == told(partial(by_files.meaning, name))
                for start in (plain(name), plain(name)[:2]):
                    assert by_index.names.starting(start, 100) == by_files.names.starting(start, 100)
                named = [by.names.named(plain(name)) for by in (by_index, by_files)]
                assert meant(named[0]) == meant(named[1])
            assert set(by_index.names.words()) == set(by_files.names.words())
            assert by_index.names.slugs(100) == by_files.names.slugs(100)

    assert fresh > 0


IDS = st.sampled_from(["one", "two-b", "3", "true", "source", "a.b", "Über", ""])
HEADERS = (
    "[{}]",
    "[ {} ]",
    "\t[{}]\t",
    "[{}] # mine",
    '["{}"]',
    "[ '{}' ]#]",
    "[{}]\n# [two-b]\n",
    "{} = {{",
    "{}.",
)
BODIES = (
    'name = "a"\ntext = "b"\ncites = ["example-words"]\n',
    'name = "a"\ntext = """b\n[one]\n[[allow]]\n"""\ncites = [\n"example-words"\n]\n',
    "name = 'a'\ntext = '''b\n[two-b]\nname = \"c\"\n'''\ncites = ['example-words'] # [one]\n",
    'name = "a"\ntext = "b"\ncites = ["example-words"]\nalso = [\n[3],\n[true]\n]\n',
    'name = "a"\ntext = "b"\nalso = [ "c",\n\n"d" ]\ncites\t=\t["example-words"]',
    'name = "a"\n',
)


def entry(id: str, header: str, body: str) -> str:
    """A table of a vocabulary, in one of the ways in which TOML has it."""
    if header == "{}.":
        return "".join(f"{header.format(id)}{line}\n" for line in body.split("\n") if " = " in line)
    if header == "{} = {{":
        return f"{id} = {{ {body.strip().replace(chr(10), ', ')} }}\n" if body.count("\n") == 3 else ""
    return f"{header.format(id)}\n{body}\n"


def test_a_vocabulary_of_ones_own_is_found_as_the_parser_finds_it(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("words") / "glossary.toml"
    tables = st.lists(st.builds(entry, IDS, st.sampled_from(HEADERS), st.sampled_from(BODIES)), max_size=4)
    accepted = 0

    @tried(request, "headers", tables, st.sampled_from(["", "\ufeff"]), st.booleans())
    def check(tables: list[str], start: str, windows: bool) -> None:
        nonlocal accepted
        text = "".join(tables)
        path.write_bytes((start + (text.replace("\n", "\r\n") if windows else text)).encode())
        file = read(path)
        assert isinstance(file, TomlFile)
        try:
            whole = tomli.loads(text)
        except tomli.TOMLDecodeError:
            assert Vocabulary(Term, file, own=True).all().problems
            return
        accepted += bool(whole)
        whole.pop("source", None)  # in a glossary, that is where sources would stand
        records, findings = decode_each(Term, whole)
        found = Vocabulary(Term, file, own=True)
        assert found.ids() == list(whole)
        assert repr(found.all()) == repr(Picked(records, file.refused(findings)))
        for id in whole:
            alone = Vocabulary(Term, file, own=True).pick([id]).records
            assert repr(alone) == repr({id: records[id]} if id in records else {})

    assert accepted > 0


def test_cleaning_is_done_once_and_leaves_what_people_write(request: pytest.FixtureRequest) -> None:
    kept = re.compile(r"[\u115f\u1160\u3164\uffa0]")  # letters by category that draw as nothing

    @tried(request, "clean", st.text(TROUBLE, max_size=60))
    def check(held: str) -> None:
        once = clean(held)
        assert clean(once) == once
        assert acting(once) == set()
        letters = [c for c in kept.sub("", held) if unicodedata.category(c)[0] in "LNPS"]
        assert [c for c in once if unicodedata.category(c)[0] in "LNPS"] == letters


def test_json_says_what_the_file_says(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pages") / "exampleitis.toml"

    @tried(request, "json", TEXT, TEXT)
    def check(ask: str, answer: str) -> None:
        tables = put({("faq", 0, "ask"): ask, ("faq", 0, "text"): answer})
        shown = as_json.render(page(tables, path))
        assert shown.isascii()
        (section,) = [s for s in json.loads(shown)["page"]["sections"] if s["id"] == "faq"]
        (item,) = section["items"]
        assert (item["ask"], item["text"]) == (clean(f"x{ask}y"), clean(f"x{answer}y"))
        assert json.dumps(json.loads(shown), indent=2) + "\n" == shown
