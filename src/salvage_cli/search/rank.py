"""The passages that answer a question, best first: words, condition and section weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log

from salvage_cli.compose.words import SURVIVAL
from salvage_cli.knowledge import EntryId
from salvage_cli.record import Record
from salvage_cli.search.index import Hit, Index
from salvage_cli.search.passages import WHAT_IT_IS
from salvage_cli.search.understanding import BROAD, SURE, Asked
from salvage_cli.search.words import content, stem, stems, tokens

# How much each counts; tuned on one half of tests/questions.toml (benchmarks/search.py).
WORDS, COVERED, TITLE, CONDITION, CUE, SECTION, PAGE = 0.5, 0.6, 0.9, 1.6, 0.5, 1.85, 0.8
WHOLE = WORDS + COVERED + TITLE + CONDITION + CUE + SECTION + PAGE

UNASKED = 0.5
"""What a survival number loses against the one honest sentence of its page."""
MEANT = 1.0
"""What the meaning of salvage therapy gains where a question asks for nothing beyond the word."""
DOUBT = 0.01
"""How likely a section is that nothing speaks for: twice as likely counts as much, however likely it is."""
AGAIN = 0.15
"""What a passage loses for each better one of its section: three looks are better than one look thrice."""
NAMED = 0.75
"""From this weight on a question is about that condition, and a passage of another answers nobody."""
EVERYWHERE = 16
"""A word in more than this part of all passages finds none of them."""
BRIEF = 2
"""Topic words of a question that is no more than a word or two."""
FEW = 300
"""A word in no more passages than this says which page is meant."""


class Result(Record):
    """A passage and how well it fits, from 0 to 1."""

    hit: Hit
    score: float


class Sought(Record):
    """What was found for a question, not yet in order.

    `weights` are those of its topic words, by stem; `covered` is the part of them that a passage holds, by
    its id; `pages` is the part that points to a page; `strange` are topic words that stand nowhere.
    """

    asked: Asked
    hits: tuple[Hit, ...]
    conditions: Mapping[str, float]
    weights: Mapping[str, float]
    covered: Mapping[tuple[str, str, bool], float]
    pages: Mapping[str, float]
    strange: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether it names a page or is a word or two that pages have: they are shown, whatever is meant."""
        named = any(weight >= SURE and slug not in BROAD for slug, weight in self.asked.conditions.items())
        return named or (0 < len(self.weights) <= BRIEF and not self.strange and bool(self.hits))

    def measures(self) -> dict[str, float]:
        """Features of how well the pages fit the question (search/features.py)."""
        asked = self.asked
        topic = max(1, len([word for word in content(asked.rest) if len(word) > 1]))
        named = max(asked.conditions.values(), default=0.0)
        return {
            "cover": max(self.covered.values(), default=0.0),
            "title": max((_alike(hit.title, self.weights) for hit in self.hits), default=0.0),
            "page": max(self.pages.values(), default=0.0),
            "strange": min(len(self.strange), 4) / 2,
            "strange-part": len(self.strange) / topic,
            "named": named,
            "named-sure": float(named >= NAMED),
        }


def sought(index: Index, asked: Asked, condition: str | None, section: str | None) -> Sought:
    """Every passage that may answer, from the conditions that the question is about, or from all."""
    conditions = {condition: 1.0} if condition else dict(asked.conditions)
    topic = [word for word in content(asked.rest) if len(word) > 1]
    counts = {word: index.count(word) for word in topic}
    weights = {
        stem(word): log(1 + index.size / (1 + counts[word]))
        for word in topic
        if counts[word] or word not in asked.ours
    }
    hits = index.hits(asked.seek, tuple(conditions), section or "")
    pages: dict[str, float] = {}
    if not any(weight >= NAMED for weight in conditions.values()):
        pages = _pages(index, {word: weights[stem(word)] for word in topic if 0 < counts[word] <= FEW})
        telling = [word for word in asked.seek if counts.get(word, 0) <= index.size / EVERYWHERE]
        hits += index.hits(telling or asked.seek, (), section or "")
    return Sought(
        asked=asked,
        hits=tuple(hits),
        conditions=conditions or _spread(hits),
        weights=weights,
        covered={hit.key: _covered(hit, weights) for hit in hits},
        pages=pages,
        strange=tuple(word for word in topic if not counts[word] and word not in asked.ours),
    )


def ranked(
    index: Index,
    found: Sought,
    likely: Mapping[str, float],
    section: str | None,
    limit: int,
    urgent: EntryId | None = None,
    sure: bool = False,
) -> list[Result]:
    """At most `limit`. `likely`: how likely each section is meant; `urgent`: the sign, first if `sure`."""
    conditions = dict(found.conditions)
    cues = {section: 1.0} if section else {str(id): weight for id, weight in found.asked.sections.items()}
    hits = list(found.hits)
    if urgent:
        cues["urgent"] = 1.0
        conditions.setdefault(urgent.partition(".")[0], 0.6)
        hits += index.first([urgent.partition(".")[0]], "urgent", limit=40)
    named = [slug for slug in conditions if conditions[slug] > 0.5] or _heaviest(conditions)[:1]
    for wanted in dict.fromkeys((*_heaviest(cues)[:2], *_heaviest(likely)[:1])):
        if not section or wanted == section:
            hits += index.first(named, wanted)
    if not hits and named:
        hits = index.first(named, section or "overview")
    more = {*found.asked.sections} - {"overview"} | found.weights.keys() - {stem("meaning")}
    bare = not (section or more)
    if bare:
        hits += index.first(named or ["general"], "overview")
    best = max((-hit.rank for hit in hits), default=0.0) or 1.0
    scores: dict[tuple[str, str, bool], Result] = {}
    for hit in hits:
        score = (
            WORDS * -hit.rank / best
            + COVERED * found.covered.get(hit.key, 0.0)
            + TITLE * (0.0 if hit.title == SURVIVAL else _alike(hit.title, found.weights))
            + CONDITION * conditions.get(hit.slug, 0.0)
            + PAGE * found.pages.get(hit.slug, 0.0)
            + CUE * cues.get(hit.section, 0.0)
            + SECTION * _evidence(likely.get(hit.section, 0.0))
            - UNASKED * (hit.title == SURVIVAL)
            + MEANT * (bare and hit.title == WHAT_IT_IS)
        ) / WHOLE
        if sure and hit.entry == urgent and not hit.own:
            score = 1.0
        if hit.key not in scores or scores[hit.key].score < score:
            scores[hit.key] = Result(hit, score)
    return _varied(
        sorted(scores.values(), key=lambda result: (-result.score, result.hit.entry, result.hit.own)), limit
    )


def _evidence(chance: float) -> float:
    """What a likelihood speaks for a section: its logarithm, from 0 to about 1."""
    return 1 - log(chance + DOUBT) / log(DOUBT)


def _pages(index: Index, rare: Mapping[str, float]) -> dict[str, float]:
    """What part of the weight of these words points to each page: the part of their passages that it has."""
    found: dict[str, float] = {}
    for word, weight in rare.items():
        held = index.spread(word)
        for slug, count in held.items():
            found[slug] = found.get(slug, 0.0) + weight * count / sum(held.values())
    whole = sum(rare.values())
    return {slug: weight / whole for slug, weight in found.items()}


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


def _spread(hits: Iterable[Hit]) -> dict[str, float]:
    """Where no condition is named: what the best passages are about, the general pages before the special."""
    weights: dict[str, float] = {}
    for place, hit in enumerate(list(hits)[:20]):
        weights[hit.slug] = weights.get(hit.slug, 0.0) + 1 / (place + 3)
    top = max(weights.values(), default=1.0)
    found = {slug: 0.5 * weight / top for slug, weight in weights.items()}
    for slug, plus in (("general", 0.6), ("cancer", 0.5)):
        if slug in found:
            found[slug] += plus
    return found


def _heaviest(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda key: -weights[key])
