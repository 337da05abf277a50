"""What all bundled files together must keep, beyond what `salvage check` asks of each (tests/check)."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import tomli

from salvage_cli.compose import reference
from salvage_cli.decode import decode, taken
from salvage_cli.knowledge import (
    Cites,
    Condition,
    EffectWords,
    SectionId,
    Source,
    Term,
)
from salvage_cli.page import Card
from salvage_cli.record import Record
from salvage_cli.render import terminal, text
from salvage_cli.sections import entries
from salvage_cli.toml_file import TomlFile
from salvage_cli.vocabulary import parted
from tests import reading
from tests.library import BUNDLED, SLUGS, bibliography, page, raw, vocabulary

VOCABULARIES: dict[str, type[Record]] = {"effects": EffectWords, "glossary": Term, "sources": Source}


def condition(slug: str) -> Condition:
    return BUNDLED.load(slug).condition


def claims(record: object) -> Iterator[tuple[str, Cites]]:
    """Every text of a record that says something, with the sources that stand behind it."""
    if isinstance(record, Record):
        held = dict(record.fields())
        if "text" in held and "cites" in held:
            yield held["text"] or "", held["cites"]
        for value in held.values():
            yield from claims(value)
    elif isinstance(record, tuple):
        for value in record:
            yield from claims(value)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_that_shares_leads_to_the_page_that_holds_it(slug: str) -> None:
    if broader := condition(slug).broader:
        assert broader in SLUGS
        assert f"salvage explain {broader}" in text.render(page(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_that_a_page_points_to_is_there(slug: str) -> None:
    from salvage_cli.commands import COMMANDS

    named = re.findall(rf"salvage ({'|'.join(COMMANDS)}) ([a-z][a-z.-]*[a-z])", text.render(page(slug)))
    assert named
    for command, name in named:
        stem, _, section = name.partition(".")
        assert stem in SLUGS, (command, name)
        assert section in ("", *get_args(SectionId)), (command, name)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_statement_cites(slug: str) -> None:
    silent = [
        entry.id
        for section in get_args(SectionId)
        for entry in entries(condition(slug), section)
        if entry.kind == "statement"
        for _, cites in claims(entry)
        if not cites
    ]
    assert not silent


def test_every_source_is_cited_by_something() -> None:
    cited = {
        id
        for held in (
            *(raw(slug) for slug in SLUGS),
            vocabulary("hiv", "effects"),
            vocabulary("hiv", "glossary"),
        )
        for id in cited_in(held)
    }
    assert {id for id, _ in bibliography()} == cited


def test_a_source_stands_once() -> None:
    """One page of the web, one id; what several files cite stands in sources.toml."""
    found = bibliography()
    assert len(dict(found)) == len(found)
    addresses = [source["url"].rstrip("/") for _, source in found]
    assert sorted({address for address in addresses if addresses.count(address) > 1}) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_finds_its_sources_without_reading_another(slug: str) -> None:
    cited = set(cited_in(raw(slug)))
    assert cited <= {*raw(slug)["source"], *vocabulary(slug, "sources")}


@pytest.mark.parametrize("name", [*(f"conditions/{slug}" for slug in SLUGS), "effects", "glossary"])
def test_the_sources_of_a_file_stand_at_its_end(name: str) -> None:
    """They are cut off before it is parsed, and read by the slice."""
    text = (BUNDLED.bundled.folder / f"{name}.toml").read_text(encoding="utf-8")
    _, own = parted(TomlFile(name, text.encode()))
    assert list(own.pick(own.ids()).records) == list(tomli.loads(text)["source"])
    headers = re.findall(r"^\[+([a-z_.]+)", text.partition("\n[[allow]]")[0], re.MULTILINE)
    first = next(i for i, header in enumerate(headers) if header.startswith("source."))
    assert all(header.startswith("source.") for header in headers[first:])


def cited_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value.get("cites", ())
        for held in value.values():
            yield from cited_in(held)
    elif isinstance(value, list):
        for held in value:
            yield from cited_in(held)


@pytest.mark.parametrize("slug", SLUGS)
def test_ids_begin_with_the_slug_and_a_section(slug: str) -> None:
    sections = "|".join(get_args(SectionId))
    form = re.compile(rf"{slug}\.(?:{sections})\.[a-z0-9-]+")
    found = [entry.id for section in get_args(SectionId) for entry in entries(condition(slug), section)]
    found += [example.id for line in condition(slug).line for example in line.example]
    assert [id for id in found if not form.fullmatch(id)] == []
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_reads_the_same_by_the_slice_as_whole(name: str) -> None:
    """Vocabularies are cut at their headers; nothing in them may look like one."""
    whole = vocabulary("hiv", name)
    found = next(BUNDLED._vocabularies(_ids(name), VOCABULARIES[name]))
    picked = found.pick(found.ids())
    assert picked.problems == []
    assert list(picked.records) == list(whole)
    assert [dict(record.fields()).get("text") for record in picked.records.values()] == [
        held.get("text") for held in whole.values()
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_taken_as_it_stands_is_the_page_decoded(slug: str) -> None:
    decoded = decode(Condition, raw(slug))
    assert decoded.record is not None, decoded.findings
    assert inside(taken(Condition, raw(slug) | {"source": {}})) == inside(decoded.record.replaced(source={}))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_words_taken_as_they_stand_are_the_words_decoded(name: str) -> None:
    tables = dict(bibliography()) if name == "sources" else vocabulary("hiv", name)
    for id, table in tables.items():
        decoded = decode(VOCABULARIES[name], table)
        assert decoded.record is not None, (id, decoded.findings)
        assert inside(taken(VOCABULARIES[name], table)) == inside(decoded.record)


def inside(value: object) -> object:
    """A record as plain values, to compare."""
    if isinstance(value, Record):
        return {"": type(value).__name__, **{name: inside(held) for name, held in value.fields()}}
    return [inside(held) for held in value] if isinstance(value, tuple) else value


def _ids(name: str) -> Any:
    from salvage_cli.vocabularies import _DEFINED_IN

    return next(kind for kind, stem in _DEFINED_IN.items() if stem == name)


def test_every_word_of_the_vocabularies_is_on_a_page() -> None:
    shown = {effect.effect for slug in SLUGS for effect in condition(slug).effect}
    assert set(vocabulary("hiv", "effects")) == shown
    terms = {term for slug in SLUGS for term in condition(slug).terms}
    assert set(vocabulary("hiv", "glossary")) == terms


def test_an_alias_belongs_to_one_condition() -> None:
    from salvage_cli.names import plain

    owners: dict[str, set[str]] = {}
    for slug in SLUGS:
        for word in (slug, condition(slug).name, *condition(slug).aliases):
            owners.setdefault(plain(word), set()).add(slug)
    ambiguous = {plain(word) for slug in SLUGS for word in condition(slug).ambiguous}
    assert {word: slugs for word, slugs in owners.items() if len(slugs) > 1} == {}
    assert not ambiguous & owners.keys()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_card_draws_at_most_six_lines(slug: str) -> None:
    (card,) = (block for block in page(slug).top if isinstance(block, Card))
    drawn = terminal.render(page(slug).replaced(top=(card,), sections=(), closing=()), width=80, color=False)
    lines = [line for line in drawn.split("\n") if line.startswith("▌")]
    assert 2 <= len(lines) <= 6
    assert lines[-1].endswith(f"All signs: salvage urgent {slug}")


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("width", "rows"), [(80, 23), (40, 47)])
def test_the_first_screen_says_what_it_is_what_is_dangerous_and_what_can_be_done(
    slug: str, width: int, rows: int
) -> None:
    first = terminal.render(page(slug), width=width, color=False).split("\n")[:rows]
    squeezed = " ".join(" ".join(first).replace("▌", " ").split())
    found = condition(slug)
    for wanted in (
        found.meaning.text,
        *(line.text for line in found.card),
        *(key.text for key in found.key[:2]),
    ):
        assert wanted in squeezed


def test_the_start_page_is_one_screen_with_room_for_the_prompt() -> None:
    drawn = terminal.render(reference.start(BUNDLED.heads), width=80, color=False)
    assert len(drawn.rstrip("\n").split("\n")) <= 23


def test_addresses_are_https_or_read_as_such_and_carry_no_tracking() -> None:
    for id, source in bibliography():
        for address in filter(None, (source["url"], source.get("copy"))):
            assert re.fullmatch(r"https?://[a-zA-Z0-9.-]+(:\d+)?(/[!-~]*)?", address), id
            assert "utm_" not in address, id
            assert "@" not in address.split("/")[2], id


@pytest.mark.parametrize("slug", SLUGS)
def test_no_clinician_has_signed_and_the_page_says_so(slug: str) -> None:
    assert condition(slug).signed_by is None
    assert "No doctor or nurse has signed this page yet." in text.render(page(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_reads_at_grade_eight_or_lower(slug: str) -> None:
    assert reading.grade([reading.masked(text) for text in reading.prose(slug)]) <= 8.0


def test_masking_changes_only_names() -> None:
    assert reading.masked("Lenacapavir is given twice a year.") == "medicine is given twice a year."
