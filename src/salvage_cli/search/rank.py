"""The passages that answer a question, best first: words, condition and section weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log

from salvage_cli.compose.words import SURVIVAL
from salvage_cli.record import Record
from salvage_cli.search.index import Hit, Index
from salvage_cli.search.understanding import Asked
from salvage_cli.search.words import content, stem, stems, tokens

# How much each counts; tuned on one half of tests/questions.toml (benchmarks/search.py).
WORDS, COVERED, TITLE, CONDITION, SECTION = 0.6, 0.6, 0.7, 1.6, 1.0
WHOLE = WORDS + COVERED + TITLE + CONDITION + SECTION

LEANS = {"faq": 0.06, "urgent": -0.12, "questions": -0.12, "overview": -0.04}
"""Sections that answer more, or fewer, questions than their words suggest when none is asked for."""
UNASKED = 0.5
"""What a survival number loses against the one honest sentence of its page."""
AGAIN = 0.05
"""What a passage loses for each better one of its section: three looks are better than one look thrice."""
NAMED = 0.75
"""From this weight on a question is about that condition, and a passage of another answers nobody."""
ENOUGH, MORE = 0.42, 0.6
"""The part of a question's weight that one passage has to hold for the question to be about anything here.

More, if the question has a word that no page has.
"""


class Result(Record):
    """A passage and how well it fits, from 0 to 1."""

    hit: Hit
    score: float


def ranked(
    index: Index, asked: Asked, condition: str | None, section: str | None, limit: int
) -> list[Result]:
    """At most `limit` passages. Nothing at all where the words fit nothing here."""
    conditions = {condition: 1.0} if condition else dict(asked.conditions)
    sections = {section: 1.0} if section else {str(id): weight for id, weight in asked.sections.items()}
    if asked.emergency:
        conditions.setdefault(asked.emergency.partition(".")[0], 0.6)
        sections["urgent"] = 1.0
    slugs = tuple(conditions)
    hits = index.hits(asked.seek, slugs, section or "")
    if not any(weight >= NAMED for weight in conditions.values()):
        hits += index.hits(asked.seek, (), section or "")
    weights = _weights(index, asked)
    covered = {hit.entry: _covered(hit, weights) for hit in hits}
    if not (condition or asked.emergency) and not _fits(index, asked, weights, covered.values()):
        return []
    conditions = conditions or _spread(hits)
    named = [slug for slug in conditions if conditions[slug] > 0.5] or _heaviest(conditions)[:1]
    for wanted in _heaviest(sections)[:2]:
        hits += index.first(named, wanted)
    if not hits and named:
        hits = index.first(named, section or "overview")
    best = max((-hit.rank for hit in hits), default=0.0) or 1.0
    scores: dict[str, Result] = {}
    for hit in hits:
        score = (
            WORDS * -hit.rank / best
            + COVERED * covered.get(hit.entry, 0.0)
            + TITLE * (0.0 if hit.title == SURVIVAL else _alike(hit.title, weights))
            + CONDITION * conditions.get(hit.slug, 0.0)
            + SECTION * sections.get(hit.section, LEANS.get(hit.section, 0.0))
            - UNASKED * (hit.title == SURVIVAL)
        ) / WHOLE
        if hit.entry not in scores or scores[hit.entry].score < score:
            scores[hit.entry] = Result(hit, score)
    return _varied(sorted(scores.values(), key=lambda result: -result.score), limit)


def _varied(results: Sequence[Result], limit: int) -> list[Result]:
    """The best first; each further one of a section steps back a little."""
    seen: dict[tuple[str, str], int] = {}
    chosen: list[Result] = []
    left = list(results[: 4 * limit])
    while left and len(chosen) < limit:
        place = {id(result): (result.hit.slug, result.hit.section) for result in left}
        best = max(left, key=lambda result: result.score - AGAIN * seen.get(place[id(result)], 0))
        seen[place[id(best)]] = seen.get(place[id(best)], 0) + 1
        left.remove(best)
        before = chosen[-1].score if chosen else 1.0
        chosen.append(Result(best.hit, round(max(0.0, min(before, best.score)), 4)))
    return chosen


def _weights(index: Index, asked: Asked) -> dict[str, float]:
    """What each topic word of the question weighs: the fewer passages hold it, the more."""
    topic = [word for word in content(asked.rest) if len(word) > 1]
    counts = {word: index.count(word) for word in topic}
    known = [word for word in topic if counts[word] or word not in asked.ours]
    return {stem(word): log(1 + index.size / (1 + counts[word])) for word in known}


def _covered(hit: Hit, weights: Mapping[str, float]) -> float:
    """The part of the question's weight that a passage holds, in any form of its words."""
    if not weights:
        return 0.0
    held = set(stems(" ".join((hit.title, hit.text, *hit.also))))
    return sum(weight for word, weight in weights.items() if word in held) / sum(weights.values())


def _alike(title: str, weights: Mapping[str, float]) -> float:
    """How much of the question is in a title and of the title in the question."""
    topic = content(tokens(title))
    said = {word for word in stems(title) if word in weights}
    if not said or not topic:
        return 0.0
    forth = sum(weights[word] for word in said) / sum(weights.values())
    return forth * min(1.0, 2 * len(said) / len(topic))


def _fits(index: Index, asked: Asked, weights: Mapping[str, float], covered: Iterable[float]) -> bool:
    """Whether a question is about anything here: some passage holds enough of it.

    A named condition or a lay word halves what is asked; a question that is nothing but a name always fits.
    """
    if not weights:
        return bool(asked.conditions or asked.sections)
    known = asked.lay or any(weight >= NAMED for weight in asked.conditions.values())
    strange = max(weights.values()) > log(1 + index.size / 2)
    enough = MORE if strange and not known else ENOUGH
    return max(covered, default=0.0) >= (enough / 2 if known else enough)


def _spread(hits: Sequence[Hit]) -> dict[str, float]:
    """Where no condition is named: what the best passages are about, the general pages before the special."""
    weights: dict[str, float] = {}
    for place, hit in enumerate(hits[:20]):
        weights[hit.slug] = weights.get(hit.slug, 0.0) + 1 / (place + 3)
    top = max(weights.values(), default=1.0)
    found = {slug: 0.5 * weight / top for slug, weight in weights.items()}
    for slug, plus in (("general", 0.35), ("cancer", 0.25)):
        if slug in found:
            found[slug] += plus
    return found


def _heaviest(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda key: -weights[key])
