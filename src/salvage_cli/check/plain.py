"""Reading grade and hard words, as authors see them: never on a page, never a badge.

Easy are the words of the Dale-Chall list (`lists/easy.txt`), those of `lists/everyday.txt`, which we add
and answer for, and their plain forms. Names of drugs, regimens and tests (`lists/masked.txt`) are masked:
a name becomes one plain word. A capital inside a sentence, or two at its beginning, make a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from pathlib import Path

_TO_TYPE = re.compile(r"salvage [a-z-]+ [a-z][a-z.-]*|(?<![\w.-])[\w.-]+\.(?:gov|org|com|uk|net)\b")
"""Commands and addresses: they are typed, not read."""
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_ENDINGS = {
    "s": "", "es": "", "ies": "y", "'s": "", "d": "", "ed": "", "ied": "y", "ing": "", "ly": "", "ily": "y",
    "er": "", "ier": "y", "est": "", "iest": "y", "ness": "",
}  # fmt: skip
_WITH_E = ("ing", "er", "est")
"""Endings before which an e may have gone: writing, nicer, nicest."""
MASK = "medicine"


def listed(name: str) -> list[str]:
    """The lines of a list that came with the program, without what explains it."""
    text = (Path(__file__).parent / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def easy() -> frozenset[str]:
    """Every word that needs no explaining."""
    return frozenset(word.lower() for word in (*listed("easy"), *listed("everyday")))


@cache
def _names() -> tuple[re.Pattern[str], frozenset[str]]:
    """What finds the names that are masked, and the words that they begin with: asked first, it is cheap."""
    names = sorted(listed("masked"), key=len, reverse=True)
    starts = frozenset(re.split(r"[^A-Za-z]", name)[0].lower() for name in names)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE), starts


def masked(text: str) -> str:
    """The text with every name of a drug, a regimen or a test as one plain word."""
    pattern, starts = _names()
    if starts.isdisjoint(map(str.lower, re.findall(r"[A-Za-z]+", text))):
        return text
    return pattern.sub(MASK, text)


@cache
def forms(word: str) -> frozenset[str]:
    """A word and what it may be a plain form of: plural, past, -ing, -ly, comparison."""
    found = {word}
    for ending, other in _ENDINGS.items():
        if word.endswith(ending):
            stem = word.removesuffix(ending) + other
            found |= {stem, stem[:-1]} if stem[-1:] == stem[-2:-1] else {stem}
            found |= {f"{stem}e"} if ending in _WITH_E else set()
    return frozenset(found)


def words_of(names: Iterable[str]) -> set[str]:
    """Every word of these names, with what it may be a form of."""
    return {form for name in names for word in _WORD.findall(name.lower()) for form in forms(word)}


def hard_words(text: str, known: frozenset[str] | set[str]) -> list[str]:
    """The words of a text, in lower case, that are neither easy nor known nor a name."""
    found: list[str] = []
    for sentence in re.split(r"(?<=[.!?:]) ", masked(_TO_TYPE.sub("", text))):
        words = _WORD.findall(sentence)
        for place, (word, after) in enumerate(zip_longest(words, words[1:], fillvalue="")):
            is_name = word[0].isupper() and (place > 0 or after[:1].isupper() or word[1:] != word[1:].lower())
            if len(word) > 1 and not is_name and known.isdisjoint(forms(word.lower())):
                found.append(word.lower())
    return found


# --- the reading grade


_STOP = re.compile(r"(?<=[.!?])\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<=[^aeiouy])e(?='?s?$|ly$|ment|ful|less|ness|wise|where|thing|one)"  # made, safely, something
    r"|(?<=[^aeiouydt])ed$"  # stopped, but not waited
)
_SPOKEN = re.compile(
    r"(?:ch|sh|ss|[cgszx])es$"  # doses
    r"|(?<=[^aeiouy])les?$"  # able
    r"|(?<!tr)i[aou](?!us|n$|l$|ns$|lly$|lity$)|(?<=[^ctgsx])i(?=ous|an?s?$|on$|als?$)"  # diet, medium
    r"|[aeou]ing|ying|[iu]et|eo(?=$|[^up])|ue(?=l|n)|ism$|n't$"
)


@cache
def syllables(word: str) -> int:
    """How many syllables a word has, counted by its vowels: right for nine of ten English words."""
    if "-" in word:
        return sum(map(syllables, filter(None, word.split("-"))))
    if len(word) > 1 and word.isupper() and not re.search("[AEOU]", word):
        return len(word)  # it is spelled out
    word = re.sub(r"[^a-z']", "", word.lower())
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))) + len(_SPOKEN.findall(word)))


def grade(texts: Iterable[str]) -> float:
    """US school grade of texts as one: 0.39 x words a sentence + 11.8 x syllables a word - 15.59.

    A text without a stop ends a sentence, and one of two words or fewer is none.
    """
    sentences = [sentence.split() for text in texts for sentence in _STOP.split(text)]
    words = [word for sentence in sentences for word in sentence if word.strip(".,;:()-")]
    if not words:
        return 0.0
    counted = max(1, sum(len(sentence) > 2 for sentence in sentences))
    return 0.39 * len(words) / counted + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
