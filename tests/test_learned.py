"""What search learned: made from the questions as they are, and never from those that nobody may tune on."""

import sys
from pathlib import Path

import pytest

from salvage_cli import places
from salvage_cli.library import Library
from salvage_cli.search.learned import ABOUT, BIAS, About, chances, learned

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
from search import made_from, questions

LEARNED = {about: learned(Library(places.bundled()), about) for about in ABOUT}


def test_it_was_made_from_the_questions_as_they_are() -> None:
    made = {found.made_from for found in LEARNED.values()}
    assert made == {made_from()}, "run: python benchmarks/learn.py (pip install '.[learn]')"


def test_no_question_stands_in_both_halves() -> None:
    asked = [" ".join(question.ask.casefold().split()) for question in questions()]
    assert len(asked) == len(set(asked))
    halves = {question.half for question in questions()}
    assert halves == {"tuned", "held"}
    assert sum(question.half == "held" for question in questions()) >= 250


@pytest.mark.parametrize("about", ABOUT)
def test_every_feature_has_a_weight_for_every_label(about: About) -> None:
    found = LEARNED[about]
    assert BIAS in dict(found.rows)
    assert len(dict(found.rows)) == len(found.rows)
    assert {len(row.split()) for _, row in found.rows} == {len(found.labels)}


def test_chances_are_parts_of_one_and_go_with_the_weights() -> None:
    found = chances(("a", "b"), [("bias", "0 0"), ("w=x", "100 -100"), ("w=y", "0 500")], {"w=x": 1.0})
    assert sum(found.values()) == pytest.approx(1)
    assert found["a"] == pytest.approx(1 / (1 + 2.718281828**-2))
    assert chances(("a", "b"), [], {}) == {"a": 0.5, "b": 0.5}
