"""Reading grade of a page, as the design defines it: Flesch-Kincaid, with names masked and raw.

    python -m tests.reading            # every bundled page, masked and raw

Formula: 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid et al., 1975), as
scireadability counts syllables: in a dictionary. `salvage check` counts them by vowels, without one; a test
holds the two together. Only names of drugs, regimens and tests are masked (salvage_cli/check/plain.py).
Grades are for authors; they never appear on a page.
"""

from scireadability import flesch_kincaid_grade

from salvage_cli.check.plain import listed
from salvage_cli.check.plain import masked as masked
from tests.library import SLUGS, raw, strings, vocabulary

NAMES = sorted(listed("masked"), key=len, reverse=True)
PROSE = {"text", "action", "ask", "about"}


def prose(slug: str) -> list[str]:
    """What a reader of the page reads in sentences: not the clinicians' layer, not names and headings."""
    data = raw(slug)
    effects, terms = vocabulary(slug, "effects"), vocabulary(slug, "glossary")
    pointed = [effects[effect["effect"]] for effect in data.get("effect", [])]
    pointed += [terms[term] for term in data.get("terms", [])]
    return [_ended(held) for key, held in strings(_without_detail([data, pointed])) if key in PROSE]


def grade(texts: list[str]) -> float:
    """US school grade of the texts as one, each text ending a sentence."""
    return float(flesch_kincaid_grade(" ".join(texts)))


def _ended(text: str) -> str:
    return text if text[-1] in ".?!" else f"{text}."


def _without_detail(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_detail(held) for key, held in value.items() if key not in ("detail", "source")}
    if isinstance(value, list):
        return [_without_detail(held) for held in value]
    return value


if __name__ == "__main__":
    for slug in SLUGS:
        texts = prose(slug)
        print(f"{slug:24} masked {grade([masked(text) for text in texts]):4.1f}   raw {grade(texts):4.1f}")
