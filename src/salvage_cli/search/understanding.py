"""What a question is about: conditions, sections, other words for it, and whether it may be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salvage_cli.knowledge import EntryId, SectionId
from salvage_cli.record import Record
from salvage_cli.search.heard import Phrases, Trigger
from salvage_cli.search.index import Index
from salvage_cli.search.words import STOP, content, holds, runs, stem, tokens

ALIKE = 0.6
"""The part of an urgent phrase's words, three at least, that a question has to hold to sound like it."""
LONGEST_NAME = 6
"""Words in the longest name that is looked for."""


class Asked(Record):
    """A question, understood. Weights are between 0 and 1; `seek` is what pages are searched for.

    `words` are its words as pages spell them, `rest` those that name no condition, `ours` those that the
    lexicon has; `lay` says that some of them are lay words for something.
    """

    words: tuple[str, ...]
    rest: tuple[str, ...]
    ours: frozenset[str]
    lay: bool
    seek: tuple[str, ...]
    conditions: Mapping[str, float]
    sections: Mapping[SectionId, float]
    emergency: EntryId | None
    declined: str | None


class Reader:
    """Reads questions with the help of an index and the lexicon in it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.heard = index.heard

    def read(self, question: str) -> Asked:
        words = self._spelled(tokens(question))
        said = [stem(word) for word in words]
        conditions, rest = self._conditions(words)
        return Asked(
            words=tuple(words),
            rest=tuple(rest),
            ours=frozenset(word for word in words if stem(word) in self.heard.stems),
            lay=any(_says(said, same.says) for same in self.heard.same),
            seek=tuple(self._seek(words, rest)),
            conditions=conditions,
            sections=self._sections(said),
            emergency=self._emergency(words, rest, conditions),
            declined=self._declined(said),
        )

    # --- words

    def _spelled(self, words: Sequence[str]) -> list[str]:
        """The words as pages spell them; one that nothing here knows becomes the nearest that is known."""
        found: list[str] = []
        for word in words:
            word = self.heard.spelling.get(word, word)
            if len(word) > 4 and word.isalpha() and word not in STOP and not self._known(word):
                word = self._nearest(word) or word
            found += word.split()
        return found

    def _known(self, word: str) -> bool:
        return stem(word) in self.heard.stems or self.index.knows(word) or self.index.count(word) > 0

    def _nearest(self, word: str) -> str | None:
        from difflib import SequenceMatcher

        best, found = (0.84 if len(word) < 8 else 0.79), None
        for known in self.index.spelled_like(word):
            matcher = SequenceMatcher(None, word, known, autojunk=False)
            if matcher.real_quick_ratio() > best and (ratio := matcher.ratio()) > best:
                best, found = ratio, known
        return found

    def _seek(self, words: Sequence[str], rest: Sequence[str]) -> list[str]:
        """What to look for: the topic words that name no condition, and what pages say for them."""
        said = [stem(word) for word in words]
        seek = [word for word in content(rest) if len(word) > 1]
        for same in self.heard.same:
            if _says(said, same.says):
                seek += same.means
        return list(dict.fromkeys(seek))

    # --- conditions

    def _conditions(self, words: Sequence[str]) -> tuple[dict[str, float], list[str]]:
        """How much the question is about each condition, and the words that did not say so."""
        said = [stem(word) for word in words]
        spans = {(a, b): "-".join(words[a:b]) for a, b in runs(words, LONGEST_NAME)}
        singular = {span: name.removesuffix("s") for span, name in spans.items()}
        meanings = self.index.meanings([*spans.values(), *singular.values()])
        found: dict[str, float] = {}
        used: set[int] = set()
        for span, name in spans.items():
            slugs = meanings.get(name) or meanings.get(singular[span])
            if slugs and not used & set(range(*span)):
                used |= set(range(*span))
                for slug in slugs:
                    found[slug] = max(found.get(slug, 0), 1.0 if len(slugs) == 1 else 0.8)
        for hint in self.heard.hint:
            if _says(said, hint.says):
                weight = 0.4 if hint.condition in ("cancer", "general") else 0.75
                found[hint.condition] = max(found.get(hint.condition, 0), weight)
        rest = [word for place, word in enumerate(words) if place not in used]
        for slug, broader in self.index.broader(list(found)).items():
            found[broader] = max(found.get(broader, 0), 0.45 * found[slug])
        specific = [
            slug for slug, weight in found.items() if weight >= 0.75 and slug not in ("cancer", "general")
        ]
        if specific:
            for slug in ("cancer", "general"):
                if slug in found:
                    found[slug] = min(found[slug], 0.4)
        return found, rest

    # --- sections

    def _sections(self, said: Sequence[str]) -> dict[SectionId, float]:
        found: dict[SectionId, float] = {}
        for words in self.heard.section:
            strong = max((len(phrase) for phrase in words.says if holds(said, phrase, 0)), default=0)
            leans = sum(word in said for word in words.leans)
            weight = (0.55 + 0.09 * strong if strong else 0.0) + 0.22 * min(leans, 3)
            if weight:
                found[words.section] = min(weight, 1.0)
        return found

    # --- emergencies, and what is not answered

    def _emergency(
        self, words: Sequence[str], rest: Sequence[str], conditions: Mapping[str, float]
    ) -> EntryId | None:
        """The urgent sign that a question sounds like; in doubt it does. Only to ask about one is none."""
        said = [stem(word) for word in words]
        heard = self.heard
        happening = _says(said, heard.happening)
        personal = _says(said, heard.personal)
        about = _says(said, heard.asking)
        if not happening and not personal and (about or (words[:1] and words[0] in heard.asks)):
            return None
        said = [*said, *("hightemp" for word in words if _is_fever(word))]
        if (
            about and not happening
        ):  # somebody's, but asked about: its signs together, never one alarming word
            together = (e.sign for e in heard.emergency if _together(said, e.trigger.needs))
            return next(together, None)
        fired = (emergency.sign for emergency in heard.emergency if _fires(said, emergency.trigger))
        return next(fired, None) or self._sign(words, rest, conditions)

    def _sign(
        self, words: Sequence[str], rest: Sequence[str], conditions: Mapping[str, float]
    ) -> EntryId | None:
        """The sign one of whose phrases the question holds, of its own condition before others.

        The name of a condition or treatment in both is no likeness.
        """
        seek = self._seek(words, rest)
        named = {stem(word) for word in words} - {stem(word) for word in rest}
        own = {stem(word) for word in content(rest)}
        hits = self.index.hits(seek, (), "urgent")
        hits.sort(key=lambda hit: -conditions.get(hit.slug, 0.0))
        for hit in hits:
            for phrase in hit.also[:-1]:  # the last says whom the sign concerns
                topic = {stem(word) for word in content(tokens(phrase))} - named
                alike = len(topic & own)
                if alike > 1 and (alike == len(topic) or (alike > 2 and alike >= ALIKE * len(topic))):
                    return EntryId(hit.entry)
        return None

    def _declined(self, said: Sequence[str]) -> str | None:
        """What is said in place of an answer, if this is not answered."""
        return next((decline.text for decline in self.heard.decline if _fires(said, decline.trigger)), None)


def _says(said: Sequence[str], phrases: Phrases, gap: int = 0) -> bool:
    return any(phrase[0] in said and holds(said, phrase, gap) for phrase in phrases)


def _fires(said: Sequence[str], trigger: Trigger) -> bool:
    """Whether stems hold one of its phrases or a word from each of its groups, and nothing against it."""
    if _says(said, trigger.unless, 1):
        return False
    return _says(said, trigger.says, 1) or _together(said, trigger.needs)


def _together(said: Sequence[str], groups: Phrases) -> bool:
    """Whether there are groups, and stems hold a word from each of them."""
    return bool(groups) and all(any(word in said for word in group) for group in groups)


def _is_fever(word: str) -> bool:
    """Whether a number is a temperature that counts as fever: 38.0 °C, or 100.4 °F, or more."""
    try:
        return 38.0 <= float(word) < 43 or 100.4 <= float(word) < 109
    except ValueError:
        return False
