"""Words that a page uses without explaining them, beyond those that everybody knows.

    python -m tests.plain_words hiv     # hard words of a page that its glossary does not have

Easy are the words of the Dale-Chall list (Chall and Dale, 1995: known to four of five children of
ten; here as scireadability ships it), those of `everyday.txt`, which we add and answer for, and their
plain forms. Explained are words of the page's glossary, of the names of its side effects and of conditions.
Names are masked as for the reading grade; a capital inside a sentence, or two at its beginning, make a name.
"""

import re
import sys
from collections import Counter
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path

from tests import reading
from tests.library import BUNDLED, raw, vocabulary

EVERYDAY = (Path(__file__).parent / "everyday.txt").read_text(encoding="utf-8").split()
_DALE_CHALL = files("scireadability") / "resources" / "en" / "easy_words.txt"
EASY = frozenset(_DALE_CHALL.read_text(encoding="utf-8").lower().split()) | frozenset(EVERYDAY)

_TO_TYPE = re.compile(r"salvage [a-z-]+ [a-z][a-z.-]*|\b[\w.-]+\.(?:gov|org|com|uk|net)\b")
"""Commands and addresses: they are typed, not read."""
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_ENDINGS = {
    "s": "", "es": "", "ies": "y", "'s": "", "d": "", "ed": "", "ied": "y", "ing": "", "ly": "", "ily": "y",
    "er": "", "ier": "y", "est": "", "iest": "y", "ness": "",
}  # fmt: skip
_WITH_E = ("ing", "er", "est")
"""Endings before which an e may have gone: writing, nicer, nicest."""


def forms(word: str) -> set[str]:
    """A word and what it may be a plain form of: plural, past, -ing, -ly, comparison."""
    found = {word}
    for ending, other in _ENDINGS.items():
        if word.endswith(ending):
            stem = word.removesuffix(ending) + other
            found |= {stem, stem[:-1]} if stem[-1:] == stem[-2:-1] else {stem}
            found |= {f"{stem}e"} if ending in _WITH_E else set()
    return found


def explained(slug: str) -> set[str]:
    """Every word that the page itself explains: in its glossary, or as the name of a side effect."""
    data = raw(slug)
    terms, effects = vocabulary(slug, "glossary"), vocabulary(slug, "effects")
    names = [name for id in data.get("terms", ()) for name in (terms[id]["name"], *terms[id].get("also", ()))]
    names += [effects[effect["effect"]]["medical"] for effect in data.get("effect", ())]
    names += [name for head in BUNDLED.heads.values() for name in (head.name, *head.aliases)]
    return {form for name in names for word in _WORD.findall(name.lower()) for form in forms(word)}


def hard_words(slug: str) -> Counter[str]:
    """How often each word stands on the page that is neither easy, explained nor a name."""
    known = EASY | explained(slug)
    found: Counter[str] = Counter()
    for text in reading.prose(slug):
        for sentence in re.split(r"(?<=[.!?:]) ", reading.masked(_TO_TYPE.sub("", text))):
            words = _WORD.findall(sentence)
            for place, (word, after) in enumerate(zip_longest(words, words[1:], fillvalue="")):
                is_name = word[0].isupper() and (
                    place > 0 or after[:1].isupper() or word[1:] != word[1:].lower()
                )
                if len(word) > 1 and not is_name and not forms(word.lower()) & known:
                    found[word.lower()] += 1
    return found


if __name__ == "__main__":
    for word, times in hard_words(sys.argv[1]).most_common():
        print(f"{times:4} {word}")
