"""What was learned from questions whose answers are known: how likely each outcome and each section is.

Multinomial logistic regression: the weights of the features that a question has are added up, and the
sums made into parts of 1 (softmax). The weights are data: `benchmarks/learn.py` makes
`data/learned-outcome.toml` and `data/learned-section.toml` from those questions of `tests/questions.toml`
that may be tuned on.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import Literal

from salvage_cli.library import Library
from salvage_cli.record import Record

BIAS = "bias"
"""The feature that every question has."""
PARTS = 100
"""Weights are kept as whole numbers of hundredths."""

About = Literal["outcome", "section"]
ABOUT: tuple[About, ...] = ("outcome", "section")


class Learned(Record):
    """What each feature says for each of the labels.

    `weight` are features, each with as many whole numbers, in the order of the labels. `made_from` is
    a sum over the questions, to see whether it is of today.
    """

    made_from: int
    labels: tuple[str, ...]
    weight: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Features with their weights."""
        found = (line.partition(" ") for line in self.weight)
        return [(feature, row) for feature, _, row in found]


def learned(library: Library, about: About) -> Learned:
    """What came with the program. Raises SalvageError: it cannot be read."""
    return library.bundled_record(f"learned-{about}.toml", Learned)


def chances(
    labels: Sequence[str], rows: Iterable[tuple[str, str]], features: Mapping[str, float]
) -> dict[str, float]:
    """How likely each label is, together 1. `rows` are features that have weights, with these."""
    sums = [0.0] * len(labels)
    for name, row in rows:
        value = 1.0 if name == BIAS else features.get(name, 0.0)
        for place, weight in enumerate(row.split()):
            sums[place] += int(weight) * value / PARTS
    most = max(sums, default=0.0)
    parts = [exp(sum - most) for sum in sums]
    whole = sum(parts)
    return {label: part / whole for label, part in zip(labels, parts, strict=True)}
