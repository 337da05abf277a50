"""What a question looks like, as numbers: what the learned weights are for (benchmarks/learn.py).

Names of features: `w=` a word, `c=` letters in a row in a word, `b=` two words that follow each other, `t=`
three, `s=` two with one between, `k=` a kind of word, `p=` two kinds in one question; what has no sign is a
measure between 0 and about 1. In a row of words a number is `#`, a medicine `M`, the name of a condition `C`,
the ends of the question `^` and `$`; in a row of letters `_` is the end of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import sqrt

from salvage_cli.search.heard import Kind
from salvage_cli.search.words import stem

Features = Mapping[str, float]
LONG = 10
"""Words of a long question."""
LETTERS = (3, 4, 5)
"""How many letters in a row tell something: a word that was never seen is known by its parts."""
TOGETHER = 3.0
"""What all rows of letters of a question count, as the length of their vector."""


def said(words: Sequence[str], named: frozenset[int], kinds: Sequence[Kind]) -> dict[str, float]:
    """The features of the words themselves; `named` are the places of those that name a condition."""
    found = [set(_kinds(word, kinds)) for word in words]
    shape = [_shape(place, word, found[place], named) for place, word in enumerate(words)]
    present = sorted(set().union(*found)) if found else []
    names = [f"w={stem(word)}" for place, word in enumerate(words) if place not in named]
    whole = ("^", *shape, "$")
    names += [f"b={first}_{second}" for first, second in pairwise(whole)]
    rows = list(zip(whole, whole[1:], whole[2:], strict=False))
    names += [f"t={first}_{second}_{third}" for first, second, third in rows]
    names += [f"s={first}_{third}" for first, _, third in rows]
    names += [f"k={kind}" for kind in present]
    names += [f"p={first}+{second}" for first, second in combinations(present, 2)]
    letters = {row for place, word in enumerate(words) if place not in named for row in _letters(word)}
    each = TOGETHER / sqrt(len(letters) + 1)
    return {**dict.fromkeys(names, 1.0), **dict.fromkeys(letters, each), "length": len(words) / LONG}


def _letters(word: str) -> Iterator[str]:
    whole = f"_{word}_" if word.isalpha() else ""
    for many in LETTERS:
        for start in range(len(whole) - many + 1):
            yield f"c={whole[start : start + many]}"


def _kinds(word: str, kinds: Sequence[Kind]) -> Iterator[str]:
    if word[0].isdigit():
        yield "number"
    for kind in kinds:
        if stem(word) in kind.stems or (len(word) > 5 and word.endswith(kind.ends)):
            yield kind.name


def _shape(place: int, word: str, kinds: set[str], named: frozenset[int]) -> str:
    if place in named:
        return "C"
    return "#" if word[0].isdigit() else "M" if "medicine" in kinds else stem(word)
