"""What must never hurt anybody: urgent signs and how they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from salvage_cli.check.rule import PAGES, WORDS, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.check.tables import Table, texts_in

SUICIDE = re.compile(
    r"\bsuicid\w*|\bkill(?:ing)? (?:yourself|myself|themsel\w+)|\bself-?harm"
    r"|\bend(?:ing)? (?:your|my|their) life"
    r"|\b(?:hurt|harm)(?:ing)? (?:yourself|myself|themsel\w+)|\blow mood\b|\bdepress(?:ed|ion)\b",
    re.IGNORECASE,
)
CRISIS = re.compile(
    r"\b(?:crisis|suicide) (?:line|lifeline)|\b988\b|\bLifeline\b|\bSamaritans\b|\bhelp ?line\b"
)
CTCAE = re.compile(r"\bCTCAE\b(?!,? (?:v|version )?\.?\d)")
CARD = 6
"""Lines that a drawn urgent card may take, its pointer to all signs with it."""


@rule("error", PAGES)
def crisis_line(subject: Subject) -> Iterator[Hit]:
    """A page that speaks of suicide, self-harm or low mood names a crisis line.

    Whoever reads the word may be in that place now. Add it to the card or to a sign: "US, Canada: 988", with
    its source, and "or your local emergency number".
    """
    if any(CRISIS.search(text.text) for text in subject.texts if not text.detail):
        return
    for text in subject.texts:
        if found := SUICIDE.search(text.text):
            hint = "add a crisis line to a [[sign]], such as: US, Canada: 988"
            message = f"“{found[0]}” stands on a page without a crisis line"
            yield text.hit(message, hint, found.span())
            return


@rule("error", PAGES)
def no_urgent_sign(subject: Subject) -> Iterator[Hit]:
    """Every page has urgent signs, and each says what to do, whom it concerns and whose guidance it is.

    People look here first when something is wrong. Write at least one [[sign]] with `text`, `action`, `who`,
    `country` and `cites`.
    """
    if not any(subject.each("sign")) and ("sign",) not in subject.taken:
        yield Hit((), "the page has no urgent sign", "add a [[sign]] with its action, country and source")


@rule("warning", PAGES)
def card_length(subject: Subject) -> Iterator[Hit]:
    """The urgent card is drawn in two to six lines at 80 columns, the pointer to all signs with it.

    A longer card is not read in an emergency. Keep the signs of what can kill, in whole sentences; the others
    stand as [[sign]].
    """
    lines = [text for text in subject.texts if text.path[0] == "card"]
    if len(lines) > CARD - 1 or sum(len(line.text) for line in lines) > 200:  # else it cannot be too long
        drawn = _drawn(subject)
        if drawn > CARD:
            message = f"the card takes {drawn} lines at 80 columns; {CARD} are read"
            yield Hit(
                lines[-1].path[:2], message, "keep the signs of what can kill; write the others as [[sign]]"
            )


def _drawn(subject: Subject) -> int:
    """Lines that the card takes, with the numbers that its sources have on the page."""
    from salvage_cli.compose.words import all_signs
    from salvage_cli.page import Card, Page, Passage
    from salvage_cli.render import terminal

    numbers: dict[str, int] = {}

    def marks(table: Table) -> tuple[int, ...]:
        return tuple([numbers.setdefault(id, len(numbers) + 1) for id in texts_in(table.get("cites"))])

    for _, meaning in subject.each("meaning"):
        marks(meaning)
    passages = tuple([Passage(str(line.get("text", "")), marks(line)) for _, line in subject.each("card")])
    card = Card(passages, all_signs(subject.slug))
    drawn = terminal.render(Page("check", "", top=(card,)), width=80, color=False)
    return sum(line.startswith("▌") for line in drawn.split("\n"))


@rule("error", WORDS)
def scale_version(subject: Subject) -> Iterator[Hit]:
    """A grade of a scale names the version of the scale.

    CTCAE 6.0 gives other grades for the same blood count than 5.0. Write "CTCAE 5.0 grade 3".
    """
    for text in subject.texts:
        for found in CTCAE.finditer(text.text):
            yield text.hit("CTCAE stands without its version", "write CTCAE 5.0 or 6.0", found.span())


@rule("warning", PAGES)
def sign_phrases(subject: Subject) -> Iterator[Hit]:
    """A sign has two to eight phrases that people really type.

    `salvage search` knows an emergency by them. They are never shown. Write them as a frightened person
    would: "my throat is closing".
    """
    for path, sign in subject.each("sign"):
        held = sign.get("phrases", [])
        if isinstance(held, list) and not 2 <= len(held) <= 8:
            where = (*path, "phrases") if "phrases" in sign else path
            yield Hit(where, f"this sign has {len(held)} phrases to be found by", "write two to eight")


RULES = (crisis_line, no_urgent_sign, card_length, scale_version, sign_phrases)
