"""Words of a question and of what it is held against, in one plain form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import normalize

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")

_STOP = """
a an and are as at be been being but by can could did do does doing for from had has have having he her hers
him his how i id if ill im in into is it its ive just like me mine my myself of on or our ours she should so
some such than that the their theirs them then there these they this those to too us was we were what when
where which while who whom whose why will with would you your yours get gets getting got go goes going really
very also about any anyone am more much many most may might must need want know tell please help thing things
"""
STOP = frozenset(_STOP.split())
"""Words that carry no topic. Negations and times stay: cannot, not, now."""


def tokens(text: str) -> list[str]:
    """Words in small letters without accents and apostrophes; numbers whole: `can't` is `cant`."""
    if text.isascii():
        return _TOKEN.findall(text.lower().replace("'", ""))
    folded = normalize("NFKD", text.casefold().replace("’", "'").replace("'", ""))
    return _TOKEN.findall("".join(part for part in folded if not "\u0300" <= part <= "\u036f"))


@cache
def stem(word: str) -> str:
    """A word without its ending, for comparing: `breathing`, `breathe` and `breath` are one.

    A few endings, not Porter's rules: it is only ever held against itself. SQLite stems what it finds.
    """
    if len(word) < 4 or not word.isalpha():
        return word
    for ending, other in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + other
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


ENDINGS = (
    ("iness", "y"), ("ness", ""), ("ingly", ""), ("edly", ""), ("ies", "y"), ("ied", "y"),
    ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ing", ""), ("ily", "y"), ("ly", ""),
    ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""), ("eed", "eed"), ("ed", ""),
)  # fmt: skip


def stems(text: str) -> list[str]:
    return [stem(token) for token in tokens(text)]


def content(words: Iterable[str]) -> list[str]:
    """Those of these tokens that carry a topic."""
    return [word for word in words if word not in STOP]


def runs(words: Sequence[str], longest: int) -> Iterable[tuple[int, int]]:
    """Every stretch of at most `longest` words as (start, end), long ones first."""
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length


def holds(said: Sequence[str], phrase: Sequence[str], gap: int = 2) -> bool:
    """Whether the stems of a phrase stand in `said` in order, with at most `gap` words between them."""
    if not phrase:
        return False
    for start, word in enumerate(said):
        if word != phrase[0]:
            continue
        place = start
        for wanted in phrase[1:]:
            window = said[place + 1 : place + 2 + gap]
            if wanted not in window:
                break
            place += 1 + window.index(wanted)
        else:
            return True
    return False
