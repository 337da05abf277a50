"""The passages that answer a question, best first: words, condition and section weighed together."""

from __future__ import annotations

from salvage_cli.record import Record
from salvage_cli.search.index import Hit, Index
from salvage_cli.search.understanding import Asked
from salvage_cli.search.words import content

WORDS, CONDITION, SECTION = 1.0, 1.6, 1.1
"""How much each counts; tuned on one half of tests/questions.toml (benchmarks/search.py)."""


UNASKED = 0.3
"""What a survival number loses against the one honest sentence of its page."""


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
    slugs = tuple(conditions)
    hits = index.hits(asked.seek, slugs, section or "")
    if not condition:
        hits += index.hits(asked.seek, (), section or "")
    if not (asked.conditions or condition or asked.emergency or _fits(index, asked)):
        return []
    if asked.emergency:
        conditions.setdefault(asked.emergency.partition(".")[0], 0.6)
        sections["urgent"] = 1.0
        hits += index.hits(asked.seek, tuple(conditions), "urgent")
    for wanted in sorted(sections, key=lambda id: -sections[id])[:2]:
        hits += index.first([slug for slug in slugs if conditions[slug] > 0.5] or _by_words(hits), wanted)
    if not hits and slugs:
        hits = index.first(slugs, section or "overview")
    best = max((-hit.rank for hit in hits), default=0.0) or 1.0
    if not conditions:
        conditions = _spread(hits)
    scores: dict[str, Result] = {}
    for hit in hits:
        score = (
            WORDS * -hit.rank / best
            + CONDITION * conditions.get(hit.slug, 0.0)
            + SECTION * sections.get(hit.section, 0.0)
            - (UNASKED if ".outlook." in hit.entry and not hit.entry.endswith(".summary") else 0.0)
        ) / (WORDS + CONDITION + SECTION)
        if hit.entry not in scores or scores[hit.entry].score < score:
            scores[hit.entry] = Result(hit, round(score, 4))
    return sorted(scores.values(), key=lambda result: -result.score)[:limit]


def _spread(hits: list[Hit]) -> dict[str, float]:
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


def _by_words(hits: list[Hit]) -> list[str]:
    spread = _spread(hits)
    return sorted(spread, key=lambda slug: -spread[slug])[:1]


def _fits(index: Index, asked: Asked) -> bool:
    """Whether a question that names no condition is about anything here.

    Most of its topic words, as they were typed, stand in some passage; and one of them at least is a word
    of medicine: it stands in a title, a name or a lay word.
    """
    topic = [word for word in content(asked.typed) if len(word) > 2 and word.isalpha()]
    if not topic:
        return bool(asked.sections)
    known = [word for word in topic if index.count(word)]
    return len(known) >= 0.6 * len(topic) and (asked.lay or any(map(index.knows, known)))
