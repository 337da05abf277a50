"""Words that a page uses without explaining them, beyond those that everybody knows.

    python -m tests.plain_words hiv     # hard words of a page that its glossary does not have

`salvage check` says the same with line and place; what easy words are is in salvage_cli/check/plain.py.
"""

import sys
from collections import Counter

from salvage_cli.check import plain
from tests import reading
from tests.library import BUNDLED, raw, vocabulary

EASY = plain.easy()


def explained(slug: str) -> set[str]:
    """Every word that the page itself explains: in its glossary, or as the name of a side effect."""
    data = raw(slug)
    terms, effects = vocabulary(slug, "glossary"), vocabulary(slug, "effects")
    names = [name for id in data.get("terms", ()) for name in (terms[id]["name"], *terms[id].get("also", ()))]
    names += [effects[effect["effect"]]["medical"] for effect in data.get("effect", ())]
    names += [name for head in BUNDLED.heads.values() for name in (head.name, *head.aliases)]
    return plain.words_of(names)


def hard_words(slug: str) -> Counter[str]:
    """How often each word stands on the page that is neither easy, explained nor a name."""
    known = EASY | explained(slug)
    return Counter(word for text in reading.prose(slug) for word in plain.hard_words(text, known))


if __name__ == "__main__":
    for word, times in hard_words(sys.argv[1]).most_common():
        print(f"{times:4} {word}")
