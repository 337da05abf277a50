"""What is asked of a search, on the questions that nobody tunes on or learns from (benchmarks/search.py)."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from salvage_cli import places
from salvage_cli.library import Library

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
from search import Question, Said, questions, salvage

Asked = list[tuple[Question, Said]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    index = tmp_path_factory.mktemp("questions") / "index.sqlite3"
    answer = salvage(Library(places.bundled(), index=index))
    return [(question, answer(question.ask)) for question in questions() if question.half == "held"]


def of(asked: Asked, *outcomes: str) -> Asked:
    found = [(question, said) for question, said in asked if question.outcome in outcomes]
    assert len(found) >= 30
    return found


def share(asked: Asked, holds: Callable[[Question, Said], bool]) -> float:
    """How many of 100."""
    return 100 * sum(holds(question, said) for question, said in asked) / len(asked)


def test_every_emergency_gets_urgent_advice(asked: Asked) -> None:
    assert [question.ask for question, said in of(asked, "urgent") if said.outcome != "urgent"] == []


def test_what_must_not_be_answered_is_not(asked: Asked) -> None:
    assert (
        share(of(asked, "declined", "nothing"), lambda question, said: said.outcome == question.outcome) >= 90
    )


@pytest.mark.parametrize(("outcome", "most"), [("urgent", 5), ("declined", 2)])
def test_few_ordinary_questions_are_taken_for_others(outcome: str, most: float, asked: Asked) -> None:
    assert share(of(asked, "found"), lambda _, said: said.outcome == outcome) <= most


@pytest.mark.parametrize(
    ("right", "first", "least"),
    [(Question.is_condition, 1, 90), (Question.is_place, 1, 70), (Question.is_place, 3, 88)],
)
def test_the_right_place_is_found(
    right: Callable[[Question, tuple[str, str]], bool], first: int, least: float, asked: Asked
) -> None:
    found = of(asked, "found")
    assert share(found, lambda question, said: any(right(question, p) for p in said.places[:first])) >= least
