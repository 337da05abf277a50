"""What a question is about: conditions, sections, other words for it, and whether it may be answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import log

from salvage_cli.knowledge import EntryId, SectionId
from salvage_cli.record import Record
from salvage_cli.search.features import said as said_features
from salvage_cli.search.heard import Emergency, Phrases, Trigger
from salvage_cli.search.index import Index
from salvage_cli.search.words import STOP, content, holds, runs, stem, stems, tokens

CLEAR = 10
"""What the words of an urgent phrase have to weigh for it to be clear by itself."""
UNSAID = 5.0
"""What a word of a phrase weighs that the question does not say."""
LIKE = 0.4
"""How like a sign's phrase a question has to be for that sign to be shown, where nothing else says which."""
ABOUT = 0.6
"""The part of a question that a sign has to be about, for it to be shown where no phrase is like it."""
CONTEXT = frozenset(["after", "since", "on", "with", "during", "from", "while", "when", "in"])
"""Words of a phrase that open what it happens after; what happens stands before them."""
CAPITALS = re.compile(r"\b([A-Z]{2,})\b(?:(?= +(\w+))|)")
"""A word in capitals that may be a name, and the word behind it."""
SURE, HINTED, UNSURE = 1.0, 0.75, 0.6
"""How much a question is about a condition that it names, hints at or may mean (or that is broad)."""
BROAD = frozenset({"cancer", "general"})
"""Pages that much is about, and whose names say little beside other words."""
NEAR = 3
"""Words between a number and what says that it is a temperature, and one more."""
LONGEST_NAME = 6
"""Words in the longest name that is looked for."""


class Asked(Record):
    """A question, understood. Weights are between 0 and 1; `seek` is what pages are searched for.

    `words` are its words as pages spell them, `rest` those that name no condition, `ours` those that the
    lexicon has. `emergency` is the urgent sign that the question sounds most like, `declined` what is said
    where it is not answered: whether it is one or the other, `features` have to show (search/features.py),
    but for an emergency that is `certain`.
    """

    words: tuple[str, ...]
    rest: tuple[str, ...]
    ours: frozenset[str]
    seek: tuple[str, ...]
    conditions: Mapping[str, float]
    sections: Mapping[SectionId, float]
    emergency: EntryId | None
    certain: bool
    declined: str | None
    features: Mapping[str, float]

    @property
    def only_about(self) -> bool:
        """Whether it asks about something that happens to nobody now."""
        features = self.features
        asks = features["about"] or features["asks"]
        return bool(asks and not features["happening"] and not features["personal"])


class Reader:
    """Reads questions with the help of an index and the lexicon in it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.heard = index.heard

    def read(self, question: str) -> Asked:
        words = self._spelled(tokens(self._in_full(question)))
        said = [stem(word) for word in words]
        conditions, named = self._conditions(words)
        rest = [word for place, word in enumerate(words) if place not in named]
        sections = self._sections(said)
        tone = self._tone(words, said)
        rule, fired = self._emergency(words, tone)
        heard = rule or fired
        sign, likeness = self._sign(words, rest, conditions)
        declined = self._declined(said)
        features = said_features(words, named, self.heard.kind)
        features |= {f"cue={section}": weight for section, weight in sections.items()}
        features |= {
            **{name: float(holds) for name, holds in tone.items()},
            "sounds-urgent": float(bool(rule)),
            "urgent-words": float(bool(fired)),
            "like-a-sign": likeness,
            "sounds-declined": float(bool(declined)),
            "lay": float(any(_says(said, same.says) for same in self.heard.same)),
        }
        return Asked(
            words=tuple(words),
            rest=tuple(rest),
            ours=frozenset(word for word in words if stem(word) in self.heard.stems),
            seek=tuple(self._seek(words, rest)),
            conditions=conditions,
            sections=sections,
            emergency=heard.sign if heard else sign,
            certain=rule is not None and rule.certain,
            declined=declined,
            features=features,
        )

    # --- words

    def _in_full(self, question: str) -> str:
        """Names that would be other words in small letters, in full; not where all is in capitals."""
        names, loud = self.heard.capitals, self.heard.loud
        if question.isupper():
            return question
        return CAPITALS.sub(
            lambda found: found[1] if found[2] in loud else names.get(found[1], found[1]), question
        )

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

    def _conditions(self, words: Sequence[str]) -> tuple[dict[str, float], frozenset[int]]:
        """How much the question is about each condition, and the places of the words that say so."""
        said = [stem(word) for word in words]
        spans = {(a, b): "-".join(words[a:b]) for a, b in runs(words, LONGEST_NAME)}
        singular = {span: name.removesuffix("s") for span, name in spans.items()}
        meanings = self.index.meanings([*spans.values(), *singular.values()])
        found: dict[str, float] = {}
        used: set[int] = set()
        for span, name in spans.items():
            slugs, sure = meanings.get(name) or meanings.get(singular[span]) or ([], False)
            if slugs and not used & set(range(*span)):
                used |= set(range(*span))
                for slug in slugs:
                    found[slug] = max(found.get(slug, 0), SURE if sure else UNSURE)
        for hint in self.heard.hint:
            if _says(said, hint.says):
                found[hint.condition] = max(found.get(hint.condition, 0), HINTED)
        broader = self.index.broader(list(found))
        for page in {page for page in broader.values() if found.get(page, 0) >= HINTED}:
            # "chemo" tells which of the meanings of "stomach" or "lung" is meant
            for slug in (slug for slug in broader if broader[slug] == page):
                found[slug] = max(found[slug], HINTED)
        for slug, page in broader.items():
            found[page] = max(found.get(page, 0), 0.45 * found[slug])
        specific = any(weight >= HINTED and slug not in BROAD for slug, weight in found.items())
        for slug in BROAD & found.keys():
            if specific:
                found[slug] = min(found[slug], 0.4)
            elif len(used) < len(words):  # who says no more than that means it
                found[slug] = min(found[slug], UNSURE)
        return found, frozenset(used)

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

    def _tone(self, words: Sequence[str], said: Sequence[str]) -> dict[str, bool]:
        """Whether something happens now, to someone, or is only asked about."""
        heard = self.heard
        about = _says(said, heard.asking)
        return {
            "happening": _says(said, heard.happening) or (not about and _is_measured(words, heard.degrees)),
            "personal": _says(said, heard.personal),
            "about": about,
            "asks": bool(words) and words[0] in heard.asks,
        }

    def _emergency(
        self, words: Sequence[str], tone: Mapping[str, bool]
    ) -> tuple[Emergency | None, Emergency | None]:
        """The emergency that the lexicon hears, unless it is only asked about; and though it is."""
        said = [stem(word) for word in words] + ["hightemp" for word in words if _is_fever(word)]
        if _is_measured(words, self.heard.degrees):
            said.append("measuredtemp")
        emergencies = self.heard.emergency
        fired = next((e for e in emergencies if _fires(said, e.trigger)), None)
        if (tone["about"] or tone["asks"]) and not tone["happening"] and not tone["personal"]:
            return None, fired
        if tone["about"] and not tone["happening"]:  # somebody's, but asked about: never one alarming word
            return next((e for e in emergencies if _together(said, e.trigger.needs)), None), fired
        return fired, fired

    def _sign(
        self, words: Sequence[str], rest: Sequence[str], conditions: Mapping[str, float]
    ) -> tuple[EntryId | None, float]:
        """The sign whose phrase a question is most like, and how much it is like any, 0 to 1.

        What counts is what happens, by the weight of its words: not the condition, nor what it comes after.
        """
        named = {stem(word) for word in words} - {stem(word) for word in rest}
        own = {stem(word): self._weight(word) for word in content(rest)}
        likeness: dict[EntryId, float] = {}
        about: dict[EntryId, float] = {}
        for hit in self.index.hits(self._seek(words, rest), (), "urgent"):
            if not hit.also or hit.own:  # a statement about signs is none; what to do first is not a reader's
                continue
            held = {*stems(hit.title), *(word for phrase in hit.also[:-1] for word in stems(phrase))}
            told = sum(weight for word, weight in own.items() if word in held)
            about[EntryId(hit.entry)] = told / (sum(own.values()) or 1.0)
            for phrase in hit.also[:-1]:  # the last says whom the sign concerns
                topic = {stem(word) for word in content(happens(tokens(phrase)))} - named
                shared = sum(own.get(word, 0.0) for word in topic)
                if shared:
                    whole = shared + UNSAID * len(topic - own.keys())
                    like = shared / whole * min(1.0, shared / CLEAR)
                    likeness[EntryId(hit.entry)] = max(like, likeness.get(EntryId(hit.entry), 0.0))
        concern = BROAD | {slug for slug, weight in conditions.items() if weight >= UNSURE}
        likest = max(likeness.values(), default=0.0)
        for fits, enough in ((likeness, LIKE), (about, ABOUT)):
            near = {sign: fit for sign, fit in fits.items() if sign.partition(".")[0] in concern}
            best = max(near, key=lambda sign: near[sign], default=None)
            if best and near[best] >= enough:
                return best, likest
        return None, likest

    def _weight(self, word: str) -> float:
        """What a word tells: the fewer passages hold it, the more."""
        return log(1 + self.index.size / (1 + self.index.count(word)))

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


def happens(words: Sequence[str]) -> Sequence[str]:
    """What happens in a phrase, without what it happens after."""
    end = next((place for place, word in enumerate(words) if place and word in CONTEXT), len(words))
    return words[:end]


def _is_fever(word: str) -> bool:
    """Whether a number is a temperature that counts as fever: 38.0 °C, or 100.4 °F, or more."""
    try:
        return 38.0 <= float(word) < 43 or 100.4 <= float(word) < 109
    except ValueError:
        return False


def _is_measured(words: Sequence[str], degrees: frozenset[str]) -> bool:
    """Whether a number that would be a fever has tenths, or stands near a word that says what it is."""
    return any(
        _is_fever(word)
        and ("." in word or not degrees.isdisjoint(words[max(0, place - NEAR) : place + NEAR + 1]))
        for place, word in enumerate(words)
    )
