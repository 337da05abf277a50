"""Learns data/learned-*.toml from the questions that may be tuned on (pip install '.[learn]').

python benchmarks/learn.py            # writes the files
python benchmarks/learn.py --check    # says what it is worth on questions it has not seen, by tenths
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from search import QUESTIONS, Question, made_from, questions
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from salvage_cli import places
from salvage_cli.library import Library
from salvage_cli.search import rank
from salvage_cli.search.answer import decided
from salvage_cli.search.fresh import opened
from salvage_cli.search.index import Index
from salvage_cli.search.learned import ABOUT, BIAS, PARTS, chances
from salvage_cli.search.understanding import Reader

DATA = QUESTIONS.parent.parent / "data"
HEAD = "# Made by benchmarks/learn.py. Weights in hundredths, in the order of the labels.\n"
NOTHING_YET = 'made_from = 0\nlabels = ["found"]\nweight = ["bias 0"]\n'
OFTEN = {"outcome": 3, "section": 4}
"""Questions that have to have a feature before it is learned from."""
OFTEN_LETTERS = 12
"""So for a row of letters: there are many."""
SMALL = {"outcome": 15, "section": 23}
"""Hundredths: a feature with no weight above it says nothing."""
WORTH = {"nothing": 2.0}
"""How much a question with this outcome counts; the others count once. There are fewest of these."""
TELLING = 5
"""Sections that are accepted for a question: of more it says nothing about which."""
STRENGTH = {"outcome": 1.0, "section": 1.0}
"""How far weights may go from 0 (C of scikit-learn)."""

Weights = tuple[list[str], dict[str, str]]


@dataclass(frozen=True)
class Example:
    """A question, what it looks like, and what was found for it."""

    question: Question
    features: dict[str, float]
    sought: rank.Sought


def examples(index: Index) -> list[Example]:
    reader = Reader(index)
    found = []
    for question in questions():
        if question.half == "tuned":
            sought = rank.sought(index, reader.read(question.ask), None, None)
            found.append(Example(question, {**sought.asked.features, **sought.measures()}, sought))
    return found


def learned(
    about: str, rows: Sequence[dict[str, float]], labels: Sequence[str], parts: Sequence[float]
) -> Weights:
    """Labels and the weights of features as the file has them."""
    often = Counter(name for row in rows for name in row)
    kept = [
        {
            name: value
            for name, value in row.items()
            if often[name] >= (OFTEN_LETTERS if name.startswith("c=") else OFTEN[about])
        }
        for row in rows
    ]
    _, first = fitted(about, kept, labels, parts)
    telling = {name for name, row in first.items() if max(map(abs, row)) > SMALL[about]}
    fewer = [{name: value for name, value in row.items() if name in telling} for row in kept]
    names, weights = fitted(about, fewer, labels, parts)  # again: these have to do without the others
    return names, {name: " ".join(map(str, row)) for name, row in weights.items()}


def fitted(
    about: str, rows: Sequence[dict[str, float]], labels: Sequence[str], parts: Sequence[float]
) -> tuple[list[str], dict[str, list[int]]]:
    """Labels, and for each feature a weight for each label."""
    vectors = DictVectorizer()
    matrix: Any = vectors.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH[about], max_iter=4000).fit(matrix, labels, sample_weight=parts)
    weights = {BIAS: [round(value * PARTS) for value in model.intercept_]}
    for place, name in enumerate(vectors.get_feature_names_out()):
        weights[str(name)] = [round(row[place] * PARTS) for row in model.coef_]
    return [str(name) for name in model.classes_], weights


def outcomes(found: Sequence[Example]) -> Weights:
    labels = [example.question.outcome for example in found]
    return learned(
        "outcome", [e.features for e in found], labels, [WORTH.get(label, 1.0) for label in labels]
    )


def sections(found: Iterable[Example]) -> Weights:
    """Every section that is accepted counts, together as one."""
    pairs = [
        (example, section, 1 / len(example.question.sections))
        for example in found
        if example.question.outcome == "found" and len(example.question.sections) <= TELLING
        for section in example.question.sections
        if section != "glossary"
    ]
    return learned(
        "section", [e.features for e, _, _ in pairs], [s for _, s, _ in pairs], [p for _, _, p in pairs]
    )


def of(weights: Weights, features: dict[str, float]) -> dict[str, float]:
    labels, rows = weights
    return chances(labels, [(n, rows[n]) for n in (BIAS, *features) if n in rows], features)


def written(weights: Weights) -> str:
    labels, rows = weights
    lines = "".join(f"  {json.dumps(f'{name} {row}')},\n" for name, row in sorted(rows.items()))
    return f"{HEAD}made_from = {made_from()}\nlabels = {json.dumps(labels)}\nweight = [\n{lines}]\n"


def checked(index: Index, found: Sequence[Example]) -> None:
    """Learn from nine tenths, ask the tenth; all tenths in turn."""
    said: list[tuple[Example, dict[str, float], list[tuple[str, str]]]] = []
    for train, test in KFold(10, shuffle=True, random_state=7).split(found):
        about = outcomes([found[n] for n in train]), sections([found[n] for n in train])
        for example in (found[n] for n in test):
            chance, likely = of(about[0], example.features), of(about[1], example.features)
            results = rank.ranked(index, example.sought, likely, None, 10)
            said.append((example, chance, [(r.hit.slug, r.hit.section) for r in results]))
    print(f"{len(found)} questions, {Counter(e.question.outcome for e in found)}")
    rows = {outcome: Counter[str]() for outcome in ("urgent", "declined", "nothing", "found")}
    for example, chance, _ in said:
        rows[example.question.outcome][
            decided(
                chance,
                example.sought.asked,
                example.sought.asked.only_about,
                narrowed=False,
                known=example.sought.known,
            )
        ] += 1
    for outcome, counts in rows.items():
        shares = (f"{got} {100 * counts[got] / counts.total():5.1f}" for got in rows)
        print(f"  {outcome:9}", *shares)
    asked = [(e.question, pl) for e, _, pl in said if e.question.outcome == "found"]
    for what, right in (("condition", Question.is_condition), ("section", Question.is_place)):
        print(
            f"{what} first {100 * sum(any(right(q, p) for p in pl[:1]) for q, pl in asked) / len(asked):.1f}"
        )
    print(f"among three {100 * sum(any(q.is_place(p) for p in pl[:3]) for q, pl in asked) / len(asked):.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    files = {about: DATA / f"learned-{about}.toml" for about in ABOUT}
    if not options.check:  # else the index would be made with what was learned before
        for file in files.values():
            file.write_text(NOTHING_YET, encoding="utf-8")
    with TemporaryDirectory() as home:
        library = Library(places.bundled(), index=Path(home, "index.sqlite3"))
        index = opened(library, library.index)
        found = examples(index)
        if options.check:
            checked(index, found)
        else:
            files["outcome"].write_text(written(outcomes(found)), encoding="utf-8")
            files["section"].write_text(written(sections(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
