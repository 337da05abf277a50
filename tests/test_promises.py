"""Promise 1: nothing is lost on the way to the screen, at any width, in any format."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salvage_cli.knowledge import Condition
from salvage_cli.render import json as as_json
from salvage_cli.render import markdown, terminal, text
from salvage_cli.render.degrade import fitted
from tests.library import LIBRARIES, page, raw, strings, vocabulary

SLUGS = sorted(LIBRARIES)
RAILS = str.maketrans("", "", "│┊▌├─•")
ON_OUTLOOK_ONLY = ("number",)


def squashed(shown: str) -> str:
    """Without white space and without the lines that the drawn layout adds."""
    return re.sub(r"\s+", "", shown.translate(RAILS))


def expected(slug: str) -> list[str]:
    """Every string that `explain` must show: of the file, and of what the file points to."""
    data = raw(slug)
    wanted = {key: held for key, held in data.items() if key not in (*ON_OUTLOOK_ONLY, "source")}
    wanted["statement"] = [entry for entry in data["statement"] if entry["section"] != "outlook"]
    for kind in ("disagreement", "gap"):
        wanted[kind] = [entry for entry in data.get(kind, []) if entry["section"] != "outlook"]
    wanted["outlook"] = {"text": data["outlook"]["text"]}
    effects, terms = vocabulary(slug, "effects"), vocabulary(slug, "glossary")
    pointed = [_words(effects[effect["effect"]], effect) for effect in data.get("effect", [])]
    pointed += [terms[term] for term in data.get("terms", [])]
    return [held for _, held in strings([wanted, pointed])]


def _words(words: dict[str, Any], effect: dict[str, Any]) -> dict[str, Any]:
    """The shared words for an effect; an entry may have its own on when to call in place of theirs."""
    return {key: held for key, held in words.items() if key != "call" or "call" not in effect}


def missing(wanted: list[str], shown: str) -> list[str]:
    squeezed = squashed(shown).casefold()
    return [string for string in wanted if squashed(string).casefold() not in squeezed]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_string_is_in_plain_text(slug: str) -> None:
    assert not missing(expected(slug), text.render(page(slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_string_is_in_ascii(slug: str) -> None:
    shown = text.render_plain(page(slug))
    assert shown.isascii()
    assert not missing([fitted(string, "ascii") for string in expected(slug)], shown)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_string_is_in_markdown_once_its_escapes_are_read(slug: str) -> None:
    shown = re.sub(r"\\([\\`*_\[\]<>~|#&$!^.)=+-])", r"\1", markdown.render(page(slug)))
    assert not missing(expected(slug), shown)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_string_is_in_json(slug: str) -> None:
    shown = json.loads(as_json.render(page(slug)))["page"]
    held = " ".join(value for _, value in strings(shown))
    data = raw(slug)
    numbers = [value for _, value in strings([data.get("number", []), data["outlook"]])]
    assert not missing([*expected(slug), *numbers], held)


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(width=st.integers(40, 200))
def test_every_string_is_drawn_at_every_width(slug: str, width: int) -> None:
    assert not missing(expected(slug), terminal.render(page(slug), width=width, color=False))


@pytest.mark.parametrize("width", range(40, 201))
def test_the_made_up_page_is_whole_at_each_width(width: int) -> None:
    assert not missing(
        expected("exampleitis"), terminal.render(page("exampleitis"), width=width, color=False)
    )


@pytest.mark.parametrize("width", [0, 1, 10, 39])
def test_a_width_that_is_too_small_loses_nothing(width: int) -> None:
    assert not missing(
        expected("exampleitis"), terminal.render(page("exampleitis"), width=width, color=False)
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_on_outlook_is_on_its_own_page(slug: str) -> None:
    data = raw(slug)
    placed = [entry for entry in data["statement"] if entry["section"] == "outlook"]
    wanted = [held for _, held in strings([data.get("number", []), data["outlook"], placed])]
    assert not missing(wanted, text.render(page(slug, "outlook")))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_word_is_split_at_forty_columns(slug: str) -> None:
    """Drug names stay whole: a word breaks only where it is longer than a line has room."""
    shown = set(terminal.render(page(slug), width=40, color=False).split())
    words = {word for string in expected(slug) for word in string.split() if len(word) <= 24}
    apart = {word for word in words if not any(word.casefold() in other.casefold() for other in shown)}
    assert not apart


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("width", [40, 41, 80, 120])
def test_no_line_is_wider_than_the_page_but_addresses_and_commands(slug: str, width: int) -> None:
    lines = terminal.render(page(slug), width=width, color=False).split("\n")
    wide = [line for line in lines if len(line) > min(width, terminal.WIDEST)]
    assert [line for line in wide if not re.match(r" *https?://|salvage [a-z-]+ [a-z-]+$", line)] == []


def test_the_made_up_condition_uses_every_key() -> None:
    """Else the tests above would not see a key that no file uses."""
    assert set(raw("exampleitis")) == set(Condition.__match_args__) - {"broader", "signed_by"}
