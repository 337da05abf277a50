"""Words that everybody knows, sentences that end, and none that blames or frightens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from salvage_cli.check import plain
from salvage_cli.check.rule import PAGES, WORDS, rule
from salvage_cli.check.rules.drugs import amounts
from salvage_cli.check.rules.fever import FEVER_RULE
from salvage_cli.check.subject import Hit, Subject, Text
from salvage_cli.check.tables import texts_in
from salvage_cli.knowledge import EffectId, EffectWords, Term, TermId

# Words that blame, frighten or promise; trust and stigma guides of NIAID, CDC and ASCO name them.
_PERSON = "say what the person has: a person with HIV"
_NOT_WORK = "the treatment did not work, or stopped working; the person did not fail it"
_PROMISE = "say for how many people it did so in a study, or that it may help"
_NO_FAULT = "nobody is to blame for an illness, or for a treatment that does not work; leave it out"
_NOT_THEY = "the illness is refractory, not the person"
_NO_DUTY = "nobody has to fight or be strong; say what can be done"
AVOIDED: dict[str, str] = {
    r"patients? (?:who )?(?:have |has |had )?failed": _NOT_WORK,
    r"failed (?:therapy|treatment)s?\b": _NOT_WORK,
    r"\bfail(?:s|ed)? to respond": _NOT_WORK,
    r"\byou (?:have )?failed\b": _NOT_WORK,
    r"\b(?:refractory|resistant|salvage) (?:patients?|persons?|people)\b": _NOT_THEY,
    r"\bnon-?responders?\b": "write “people whom it did not help”",
    r"(?:HIV|AIDS)[- ](?:infected|patients?|carriers?)\b|\bHIVers?\b|\bpositives\b": _PERSON,
    r"AIDS virus|HIV virus": "write HIV",
    r"full[- ]blown": "write AIDS",
    r"died of AIDS": "write “died of an AIDS-related illness”",
    r"\b(?:catch|pass on) (?:HIV|AIDS)": "write “get” or “pass the virus”",
    r"\bvictims?\b|\bsufferers?\b|\bsuffer(?:s|ing)? from|\bmentally ill": "write “a person with …”",
    r"\bdiabetics?\b|\baddicts?\b|\baddicted\b|\balcoholics?\b|\bjunkies?\b": "write “a person with …”",
    r"\bbattl\w+|\bwar on\b|\bfight(?:s|ing)? (?:cancer|your|the (?:cancer|disease))": "write “treatment”",
    r"\b(?:must|should|have to|need to|got to|keep) (?:fight\w*|beat|(?:be|stay) (?:strong|brave|positive))":
        _NO_DUTY,
    r"\b(?:fight|beat) (?:it|this|back)\b": _NO_DUTY,
    r"\bbeat(?:s|ing)? (?:cancer|your|the (?:cancer|disease|odds))": _NO_DUTY,
    r"(?<!not )(?<!n't )(?<!n’t )(?<!never )\b(?:your|their|his|her|my) own fault\b": _NO_FAULT,
    r"(?<!not )(?<!n't )(?<!n’t )(?<!never )\b(?:your|their) fault\b": _NO_FAULT,
    r"\byou (?:are|were) to blame\b": _NO_FAULT,
    r"\b(?:should|can|must) blame (?:yourself|himself|herself|themselves)\b": _NO_FAULT,
    r"\b(?:brought|did) (?:it|this) (?:on|to) yourself\b": _NO_FAULT,
    r"non-?complian\w+|\brefus(?:e|es|ed|ing|al)\b": "say what the person could not or chose not to do",
    r"last resort|\bterminal(?:ly)?\b|\bhopeless|\bdeath sentence\b|\bdoomed\b":
        "say what can still be done, and what is not known",
}  # fmt: skip
PROMISES: dict[str, str] = {
    r"\b(?:will|shall) (?:\w{4,12}ly )?(?:cure|heal|save) (?:you|them|him|her|me|it)\b": _PROMISE,
    r"\byou (?:will|shall) (?:\w{4,12}ly )?(?:be (?:cured|fine)|get well|recover|survive|die)\b": _PROMISE,
    r"\bguarantee(?:s|d)?\b|\bmiracles?\b|\bwonder drug|\brisk-free\b": _PROMISE,
    r"\b(?:completely|totally|perfectly|entirely) safe\b": _PROMISE,
    r"\balways (?:cures|works|helps)\b|\bnever (?:fails|harms)\b": _PROMISE,
    r"\bnothing (?:more |else )?can be done\b": "say what can still be done, and what is not known",
}  # fmt: skip
"""What no page says of itself, though a reader may ask whether it is so."""


def _compiled(avoided: dict[str, str]) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], str]]]:
    """What finds any of these words, which is cheap to ask first; and what finds each, with its advice."""
    each = [(re.compile(pattern, re.IGNORECASE), advice) for pattern, advice in avoided.items()]
    return re.compile("|".join(avoided), re.IGNORECASE), each


_SAID, _ASKED = _compiled(AVOIDED | PROMISES), _compiled(AVOIDED)
ANY_AVOIDED = _SAID[0]

LONGEST = 25
"""Words in a sentence."""
BLOCK = 5
"""Sentences in one text."""
GRADE = 8.0
"""US school grade of a page, and of an entry of some length, that most adults read with ease."""
LONG_ENTRY = 40
"""Words from which the grade of one entry says something."""
SHOWN = 40
"""Letters of a word that a message shows."""
SENTENCE = re.compile(r"[^.!?;:\s](?:.*?[.!?;:](?= |$)|.*$)")
_ABBREVIATION = re.compile(r"\b(?=[A-Za-z0-9]*[A-Z][a-z0-9]*[A-Z])[A-Z][A-Za-z0-9]*\b")
FAMILIAR = frozenset({
    "US", "UK", "EU", "USA", "NHS", "CPR", "DNA", "RNA", "ID", "TV", "MRI", "CT", "HIV", "AIDS", "OK", "GP",
    "ER", "COVID", "PDF", "AM", "PM", "DVD",
})  # fmt: skip
"""Abbreviations that need no explaining: more people know them than their long form."""


@rule("error", WORDS)
def blame(subject: Subject) -> Iterator[Hit]:
    """No word blames, frightens or promises.

    The treatment stopped working; the person did not fail it. People are more than their illness. Guides
    of NIAID, CDC and ASCO list such words. In the title of a source they may stand: that is another's voice.
    """
    for text in subject.texts:
        anything, each = _ASKED if text.path[-1] == "ask" else _SAID
        if anything.search(text.text):
            for pattern, advice in each:
                for found in pattern.finditer(text.text):
                    yield text.hit(f"“{found[0]}” can hurt or blame", advice, found.span())


@rule("warning", WORDS)
def long_sentence(subject: Subject) -> Iterator[Hit]:
    """No sentence has more than 25 words.

    Who is afraid or tired loses the beginning before the end comes. Make two of it, one idea each.
    """
    for text in subject.texts:
        if text.text.count(" ") < LONGEST:
            continue
        for found in SENTENCE.finditer(text.text):
            if (words := len(found[0].split())) > LONGEST:
                parts = "two" if words <= 2 * LONGEST else f"several, none of more than {LONGEST} words,"
                yield text.hit(f"this sentence has {words:,} words", f"make {parts} of it", found.span())


@rule("warning", WORDS)
def long_block(subject: Subject) -> Iterator[Hit]:
    """A text has at most five sentences.

    A wall of words is not read. Put one thought into one entry. The fever rule, which is the same everywhere,
    is not counted; steps to take in an `action` may be more, and so may what is for clinicians.
    """
    for text in subject.texts:
        sentences = len(re.findall(r"[.!?](?: |$)", text.text.replace(FEVER_RULE, "")))
        if sentences > BLOCK and not text.detail and text.path[-1] != "action":
            yield text.hit(f"this text has {sentences} sentences", "make two entries of it")


@rule("warning", PAGES)
def reading_grade(subject: Subject) -> Iterator[Hit]:
    """A page reads at US school grade 8 or lower.

    The formula is Flesch-Kincaid, with names of drugs, regimens and tests masked; syllables are counted by
    vowels. Shorter sentences help most, then shorter words. A low grade is not yet a clear page.
    """
    found = round(plain.grade(plain.masked(text) for text in _read(subject)), 1)
    if found > GRADE:
        hint = "shorten sentences first, then words; `long-sentence` and `hard-word` say where"
        yield Hit((), f"this page reads at grade {found:.1f}; most adults read grade 8 with ease", hint)


@rule("warning", WORDS)
def hard_entry(subject: Subject) -> Iterator[Hit]:
    """No long entry reads far above the grade of the page.

    For entries of 40 words or more, by the same formula; three grades of grace, since few words say little.
    """
    entries: dict[str, list[Text]] = defaultdict(list)
    for text in subject.prose:
        entries[text.owner if subject.kind == "condition" else str(text.path[0])].append(text)
    for texts in entries.values():
        if sum(text.text.count(" ") + 1 for text in texts) >= LONG_ENTRY:
            found = round(plain.grade(plain.masked(text.text) for text in texts), 1)
            if found > GRADE + 3:
                hint = "shorten its sentences first, then its words"
                yield texts[0].hit(f"this entry reads at grade {found:.1f}", hint)


@rule("warning", PAGES)
def hard_word(subject: Subject) -> Iterator[Hit]:
    """A word that not everybody knows is in the page's glossary.

    Easy are the 2,949 words that four of five children of ten know, words added to them
    (salvage_cli/check/lists), and names. For any other word: use an easier one, say what it means where it
    stands ("few red cells (anemia)"), or put its id from glossary.toml into `terms`.
    """
    known = subject.world.known_words | plain.words_of(_explained(subject))
    places: dict[str, list[Text]] = defaultdict(list)
    for text in subject.prose:
        hard = plain.hard_words(text.text, known)
        told = _told(text.text) if hard else set[str]()
        for word in hard:
            if word not in told:
                places[word].append(text)
    in_place = _in_place(subject)
    for word, texts in places.items():
        if word in in_place:
            continue
        found = re.search(rf"(?<![A-Za-z]){re.escape(word)}", texts[0].text, re.IGNORECASE)
        times = f", here and {len(texts) - 1} more times" if len(texts) > 1 else ""
        hint = "use an easier word, or explain it in glossary.toml and name it in `terms`"
        shown = word if len(word) <= SHOWN else f"{word[:SHOWN]}…"
        yield texts[0].hit(f"not everybody knows “{shown}”{times}", hint, found and found.span())


def _told(text: str) -> set[str]:
    """The words of what `blame` and `dose` tell of already, in lower case."""
    spans = [*(found.span() for found in ANY_AVOIDED.finditer(text)), *amounts(text)]
    return {word.lower() for start, end in spans for word in re.findall(r"[A-Za-z'-]+", text[start:end])}


@rule("warning", PAGES)
def abbreviation(subject: Subject) -> Iterator[Hit]:
    """Letters that stand for words are explained on the page.

    Put them into the glossary (and its id into `terms`), or write the words first and the letters behind
    them in round brackets. Names in capitals (trials, genes) stand in salvage_cli/check/lists/capitals.txt.
    """
    in_place = _in_place(subject)
    known = {word for name in _explained(subject) for word in _ABBREVIATION.findall(name)}
    known |= {word.upper() for name in _explained(subject) for word in name.split()}
    known |= {word for head in subject.world.heads.values() for name in (head.name, *head.aliases)
              for word in (name.upper(), *_ABBREVIATION.findall(name))}  # fmt: skip
    seen: set[str] = {*FAMILIAR, *plain.listed("capitals")}
    for text in subject.prose:
        for found in _ABBREVIATION.finditer(plain.masked(text.text)):
            letters = found[0].removesuffix("s")
            if not seen.isdisjoint((letters, found[0])) or letters.upper() in known or letters in known:
                continue
            seen.add(letters)
            if re.fullmatch("[IVX]+", letters) or letters.lower() in in_place:
                continue
            place = text.text.find(found[0])
            part = (place, place + len(found[0])) if place >= 0 else None
            hint = "put it into the glossary, or write the words and then the letters in brackets"
            yield text.hit(f"the page does not say what “{letters}” stands for", hint, part)


_IN_PLACE = (r"\([^()]*", r"\bcall(?:ed|s)?\b[^.]*", r"(?<![\w'])[\w']+(?= \(|, an? )")


def _in_place(subject: Subject) -> set[str]:
    """Words whose meaning the page says where they stand: "(anemia)", "called anemia", "anemia, a …".

    In lower case, with and without an s. All are found in one go, for a file can have 20,000 hard words.
    """
    whole = " ".join(text.text for text in subject.texts).lower()
    said = (found for pattern in _IN_PLACE for found in re.findall(pattern, whole))
    words = {word for part in said for word in (*re.findall(r"\w+", part), *re.findall(r"\w+'\w+", part))}
    return words | {word.removesuffix("s") for word in words}


def _explained(subject: Subject) -> list[str]:
    """The names of what the page itself explains: its glossary, and its side effects."""
    names = [name for term in _terms(subject).values() for name in (term.name, *term.also)]
    return names + [words.medical for words in _effects(subject).values()]


def _terms(subject: Subject) -> dict[str, Term]:
    return subject.world.picked(TermId, Term, texts_in(subject.tables.get("terms")))


def _effects(subject: Subject) -> dict[str, EffectWords]:
    ids = texts_in([entry.get("effect") for _, entry in subject.each("effect")])
    return subject.world.picked(EffectId, EffectWords, ids)


def _read(subject: Subject) -> Iterator[str]:
    """What a reader of the page reads in sentences, the words of its side effects and glossary with it."""
    yield from (text.text for text in subject.prose)
    effects = _effects(subject)
    for _, entry in subject.each("effect"):
        if words := effects.get(str(entry.get("effect"))):
            yield from (words.feels.text, words.helps.text, words.call.text)
    yield from (term.text for term in _terms(subject).values())


RULES = (blame, long_sentence, long_block, reading_grade, hard_entry, hard_word, abbreviation)
