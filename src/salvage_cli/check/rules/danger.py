"""What must never hurt anybody: doses, stopping a drug, urgent signs and how they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from salvage_cli.check.rule import PAGES, WORDS, Hit, rule
from salvage_cli.check.subject import Subject, cites

_COUNT = r"(?:\d[\d.,]{0,20}|half an?|one|two|three|four|five|six)"
_FORM = r"(?:tablets?|pills?|capsules?|drops?|puffs?|teaspoons?|tablespoons?|spoonfuls?)"
DOSE = re.compile(
    r"\b\d[\d.,]{0,20}\s?(?:mg|mcg|µg|μg|milligrams?|micrograms?|Gy|cGy|grays?|IU|international units)\b(?!/)"
    rf"|\b(?:take|takes|swallow|chew|use|give) {_COUNT} {_FORM}\b"
    rf"|\b{_COUNT} {_FORM} (?:a|per|each|every|once|twice|daily|at|in the|before|after|with)\b",
    re.IGNORECASE,
)
_DRUG = (
    r"(?:(?:the|your|this|that|all|any) )?"
    r"(?:drugs?|medicines?|medication|pills?|tablets?|capsules?|treatment|steroids?)"
)
STOP = re.compile(
    rf"(?:^|(?<=[.;:!?] )|\b(?:and|then|also|should|must) )[Ss]top (?:taking|using|{_DRUG}\b|it at once)"
)
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
FEVER = re.compile(r"\bfever\b", re.IGNORECASE)
FEVER_RULE = (
    "Your team's number comes first. If you have none: 38.0 °C (100.4 °F) or more, call now, day or night. "
    "Shivering or very unwell: call even without fever."
)
"""What every urgent card says that gives a temperature."""
CARD = 6
"""Lines that a drawn urgent card may take, its pointer to all signs with it."""


@rule("error", WORDS)
def dose(subject: Subject) -> Iterator[Hit]:
    """No text says how much of a drug: no mg, no Gy, no number of tablets.

    A number that is right for one person can kill another, and people copy numbers. How it is given and how
    often may be said ("an injection twice a year"); how much, the team says.
    """
    for text in subject.texts:
        for found in DOSE.finditer(text.text):
            hint = "say how it is given and how often; how much, the team says"
            yield Hit(text.path, f"“{found[0]}” is an amount of a drug", hint, found.span())


@rule("error", WORDS)
def stop_taking(subject: Subject) -> Iterator[Hit]:
    """No text tells a reader to stop a drug.

    Stopping can be worse than the side effect. Say "Do not stop on your own; call today." Only where the
    label of that very drug names the sign may it stand, help first and "do not restart unless your team says
    so": then allow it, and give the label as the reason.
    """
    for text in subject.texts:
        for found in STOP.finditer(text.text):
            hint = "say “Do not stop on your own; call today.”, or allow it with the label as the reason"
            yield Hit(text.path, "this tells a reader to stop a drug", hint, found.span())


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
            yield Hit(text.path, message, hint, found.span())
            return


@rule("error", PAGES)
def no_urgent_sign(subject: Subject) -> Iterator[Hit]:
    """Every page has urgent signs, and each says what to do, whom it concerns and whose guidance it is.

    People look here first when something is wrong. Write at least one [[sign]] with `text`, `action`, `who`,
    `country` and `cites`.
    """
    if not any(subject.each("sign")):
        yield Hit((), "the page has no urgent sign", "add a [[sign]] with its action, country and source")


@rule("warning", PAGES)
def fever_number(subject: Subject) -> Iterator[Hit]:
    """A page whose signs name fever says somewhere from which number on, in °C and °F.

    "Fever" alone leaves people guessing with a thermometer in the hand. One sign or card line with
    38.0 °C (100.4 °F), or the number of the source, is enough.
    """
    danger = [text for text in subject.texts if text.path[0] in ("card", "sign")]
    if not any("°C" in text.text and "°F" in text.text for text in subject.texts):
        for text in danger:
            if found := FEVER.search(text.text):
                hint = "say from which number on, in one sign at least: 38.0 °C (100.4 °F) or more"
                yield Hit(text.path, "no text of this page says what counts as fever", hint, found.span())
                return


@rule("warning", PAGES)
def fever_rule(subject: Subject) -> Iterator[Hit]:
    """A card that gives a temperature gives the same rule as every other card.

    It says: "Fever: Your team's number comes first. If you have none: 38.0 °C (100.4 °F) or more, call now,
    day or night. Shivering or very unwell: call even without fever." Other thresholds stand under `detail`.
    """
    lines = [text for text in subject.texts if text.path[0] == "card"]
    whole = " ".join(text.text for text in lines)
    if FEVER_RULE in whole and re.search(r"\bFever\b[^.]*: Your team's", whole):
        return
    for text in lines:
        if found := re.search(r"\b3[78](?:\.\d)?\s?°", text.text):
            hint = f"write: Fever: {FEVER_RULE}"
            yield Hit(text.path, "the card has a fever rule of its own", hint, found.span())
            return


@rule("warning", PAGES)
def card_length(subject: Subject) -> Iterator[Hit]:
    """The urgent card is drawn in two to six lines at 80 columns, the pointer to all signs with it.

    A longer card is not read in an emergency. Keep what kills, in whole sentences; the rest are signs.
    """
    lines = [text for text in subject.texts if text.path[0] == "card"]
    if len(lines) > CARD - 1 or sum(len(line.text) for line in lines) > 200:  # else it cannot be too long
        drawn = _drawn(subject)
        if drawn > CARD:
            message = f"the card takes {drawn} lines at 80 columns; {CARD} are read"
            yield Hit(lines[-1].path[:2], message, "keep what kills; make signs of the rest")


def _drawn(subject: Subject) -> int:
    """Lines that the card takes, with the numbers that its sources have on the page."""
    from salvage_cli.compose.words import all_signs
    from salvage_cli.page import Card, Page, Passage
    from salvage_cli.render import terminal

    numbers: dict[str, int] = {}

    def marks(table: object) -> tuple[int, ...]:
        ids = cites(table) if isinstance(table, dict) else []
        return tuple([numbers.setdefault(id, len(numbers) + 1) for id in ids])

    marks(subject.tables.get("meaning"))
    lines = [line for line in subject.tables["card"] if isinstance(line, dict)]
    passages = tuple([Passage(str(line.get("text", "")), marks(line)) for line in lines])
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
            yield Hit(text.path, "CTCAE stands without its version", "write CTCAE 5.0 or 6.0", found.span())


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


RULES = (
    dose, stop_taking, crisis_line, no_urgent_sign, fever_number, fever_rule, card_length, scale_version,
    sign_phrases,
)  # fmt: skip
