"""What the page of search looks things up in: scripts that hold data and do nothing but name it.

A page that is opened from a folder may load scripts that lie beside it and nothing else, so the index is one.
It is loaded whole: to load only what a question needs would tell the server what was asked.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any

from salvage_cli.compose.items import of_section
from salvage_cli.compose.sections import SIGNS
from salvage_cli.compose.words import SURVIVAL, capital
from salvage_cli.knowledge import Sign
from salvage_cli.library import Dossier, Library
from salvage_cli.page import Advice
from salvage_cli.search import words
from salvage_cli.search.answer import ANY_DANGER, DECLINED, bundled_sign
from salvage_cli.search.heard import dumped
from salvage_cli.search.lexicon import lexicon
from salvage_cli.search.passages import Passage, passages
from salvage_cli.search.understanding import happens
from salvage_cli.sections import TITLES
from salvage_cli.site import addresses
from salvage_cli.site.pages import ADDED_HERE, File, Site

SCRIPT, WORDS = "search.js", "search-words.js"
WHEN_ASKED = "They are shown only when they are asked for."
Row = list[Any]
"""`[section, place, title, text, stems]` of a passage."""
Alarm = list[Any]
"""`[id, place, what to do, phrases, whom to call or how urgent]` of an urgent sign.

A phrase is its stems in order, and those of what happens in it."""
Held = tuple[str, list[str], list[Row], list[Alarm]]
"""A condition as the index has it: slug, names, passages, signs."""


def script() -> File:
    """The program of the page."""
    return SCRIPT, files("salvage_cli.site").joinpath(SCRIPT).read_text(encoding="utf-8")


def held(dossier: Dossier, names: Iterable[str], anchors: Container[str]) -> Held:
    """What is to be found of a condition; `anchors` are the places on its page that links can lead to."""
    slug = dossier.slug
    found = passages(dossier.condition, dossier.lookup.effects, dossier.bundled)
    rows: list[Row] = []
    pointed = False
    for passage in found:
        if _sprung(passage, anchors):
            if not pointed:
                rows.append(_pointer(slug))
            pointed = True
        else:
            rows.append(_row(slug, passage, anchors))
    signs = [entry for entry in of_section(dossier, "urgent") if isinstance(entry, Sign)]
    return slug, list(names), rows, [_alarm(slug, sign, anchors) for sign in signs]


def _sprung(passage: Passage, anchors: Container[str]) -> bool:
    """Whether a passage is on the page of the outlook only: a search does not show it either."""
    return passage.section == "outlook" and passage.id not in anchors


def _pointer(slug: str) -> Row:
    place = addresses.of_condition(slug, "outlook")
    return ["outlook", place, SURVIVAL, WHEN_ASKED, " ".join(_stems((SURVIVAL, TITLES["outlook"])))]


def _row(slug: str, passage: Passage, anchors: Container[str]) -> Row:
    title = capital(passage.title)
    text = passage.text or next((text for text in passage.also if text.endswith(".")), "")
    stems = " ".join(_stems((passage.title, passage.text, *passage.also)))
    return [passage.section, addresses.place(slug, passage.section, passage.id, anchors), title, text, stems]


def _stems(texts: Iterable[str]) -> Sequence[str]:
    said = dict.fromkeys(word for text in texts for word in words.tokens(text))
    return list(dict.fromkeys(words.stem(word) for word in words.content(said)))


def _alarm(slug: str, sign: Sign, anchors: Container[str]) -> Alarm:
    said = f"{SIGNS[sign.urgency]}: {sign.text.rstrip('.')}. {sign.action}"
    phrases = [(stems, _topic(phrase)) for phrase in sign.phrases if (stems := words.stems(phrase))]
    own = Advice("", sign.numbers, ()).calls
    return [sign.id, addresses.place(slug, "urgent", sign.id, anchors), said, phrases, own or sign.urgency]


def _topic(phrase: str) -> list[str]:
    """The stems of what happens in a phrase, without what it happens after."""
    return list(dict.fromkeys(map(words.stem, words.content(happens(words.tokens(phrase))))))


def common(library: Library) -> File:
    """What a question is understood by: the lexicon, and how words are cut to their stems."""
    said = {
        "heard": json.loads(dumped(lexicon(library))),
        "stop": sorted(words.STOP),
        "endings": words.ENDINGS,
        "sections": TITLES,
        "anyDanger": ANY_DANGER,
        "declined": DECLINED,
        "calls": calls(library),
    }
    return WORDS, f"const salvageWords = {_written(said)};\nconst salvageParts = [];\n"


def calls(library: Library) -> str:
    """Whom to call, in every country whose number is known."""
    return Advice("", bundled_sign(library, ANY_DANGER).numbers, ()).calls


def part(site: Site, number: int, conditions: Iterable[Held]) -> File:
    """Some conditions of the index. `words` has for each stem the passages that hold it, as steps from one to
    the next in base 36."""
    listed: list[Row] = []
    rows: list[Row] = []
    alarms: list[Alarm] = []
    stems: dict[str, list[int]] = {}
    for slug, names, found, signs in conditions:
        head = site.heads[slug]
        name = head.name if head.shelf.bundled else f"{head.name} ({ADDED_HERE})"
        listed.append([slug, name, names, head.broader])
        for section, place, title, text, held in found:
            for stem in held.split():
                stems.setdefault(stem, []).append(len(rows))
            rows.append([len(listed) - 1, section, place, title, text])
        alarms += signs
    said = {
        "conditions": listed,
        "passages": rows,
        "signs": alarms,
        "words": {stem: " ".join(_steps(places)) for stem, places in sorted(stems.items())},
    }
    return called(number), f"salvageParts.push({_written(said)});\n"


def called(number: int) -> str:
    return f"search-{number + 1}.js"


def _steps(places: Iterable[int]) -> Iterator[str]:
    last = 0
    for place in places:
        yield _base36(place - last)
        last = place


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text or "0"


def _written(value: object) -> str:
    """As JSON in ASCII: it is a script too, and no letter of it means anything else there."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
