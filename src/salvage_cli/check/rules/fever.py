"""Temperatures: in both units, that fit each other, and the same rule for fever everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from salvage_cli.check.rule import PAGES, WORDS, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.record import Record

FEVER = re.compile(r"\bfever\b", re.IGNORECASE)
FEVER_RULE = (
    "Your team's number comes first. If you have none: 38.0 °C (100.4 °F) or more, call now, day or night. "
    "Shivering or very unwell: call even without fever."
)
"""What every urgent card says that gives a temperature."""
AS = "38.0 °C (100.4 °F)"

_VALUE = r"(?<![\w.,])-?\d{1,3}(?:[.,]\d{1,2})?"
_SIGN = r"(?:[°º˚]|deg(?:rees?|\.)?)"
WITH_UNIT = re.compile(
    rf"({_VALUE})[ -]?(?:{_SIGN} ?(?:(celsius|centigrade|C)|fahrenheit|F)"
    r"|(celsius|centigrade)|fahrenheit)\b",
    re.IGNORECASE,
)
BARE_LETTER = re.compile(rf"({_VALUE}) ?(?:([Cc])|[Ff])\b(?!-)")
NO_UNIT = re.compile(
    rf"({_VALUE})[ -]?(?:[°º˚]|degrees?\b)(?! ?(?:[CF]\b|celsius|centigrade|fahrenheit))", re.IGNORECASE
)
_TO = (
    r"of|is|was|at|over|above|below|under|from|to|exceeds|reach(?:es|ed)?|rises?|goes|hits|more|higher|lower|less|than"
    r"|up|as|that|high|around|about|near"
)
AFTER_FEVER = re.compile(
    rf"\b(?:fever|temperature|temp)s?(?:[ :(>≥=]{{1,3}}(?:{_TO})\b){{0,5}}[ :(>≥=]{{1,3}}({_VALUE})"
    r"(?! ?[°º˚%/]| ?-?deg| ?[CF]\b| ?celsius| ?fahrenheit| ?centigrade|[\d,.]*\d"
    r"| (?:of|in|out|people|adults|children|days?|hours?|weeks?|minutes?|times|percent)\b"
    r"| ?(?:to|or|and|-|–) ?\d[\d.]{0,4} ?(?:[°º˚%]|deg|[CF]\b|celsius|fahrenheit|of|days?|hours?|weeks?))",
    re.IGNORECASE,
)
_BODY_C, _BODY_F = (34.0, 43.0), (93.0, 110.0)
"""Between these a number is one of a body: 38 C is a fever, hepatitis C is not."""
MOST = 50
"""Different temperatures of a text among which the other unit is looked for."""


class Reading(Record):
    """A temperature in a text. `places` are its digits behind the point."""

    value: float
    places: int
    celsius: bool
    span: tuple[int, int]

    @property
    def unit(self) -> str:
        return "°C" if self.celsius else "°F"


def _reading(found: re.Match[str], celsius: bool) -> Reading:
    written = found[1].replace(",", ".")
    return Reading(float(written), len(written.partition(".")[2]), celsius, found.span())


def readings(text: str) -> list[Reading]:
    """Every temperature of a text that has a unit."""
    found = [_reading(one, bool(one[2] or one[3])) for one in WITH_UNIT.finditer(text)]
    for one in BARE_LETTER.finditer(text):
        if _of_a_body(reading := _reading(one, bool(one[2]))):
            found.append(reading)
    return sorted(found, key=lambda reading: reading.span)


def _of_a_body(reading: Reading) -> bool:
    low, high = _BODY_C if reading.celsius else _BODY_F
    return low <= reading.value <= high


def fits(one: Reading, other: Reading) -> bool:
    """Whether two temperatures, or differences, are the same: to 0.1 °C, or as far as they are rounded."""
    c, f = (one, other) if one.celsius else (other, one)
    exact_f, exact_c = c.value * 9 / 5 + 32, (f.value - 32) * 5 / 9
    return (
        abs(c.value - exact_c) < 0.1001
        or abs(f.value - exact_f) <= 0.5 * 10.0**-f.places
        or abs(c.value - exact_c) <= 0.5 * 10.0**-c.places
        or (abs(c.value) <= 5 and abs(f.value - c.value * 9 / 5) < 0.2)
    )


def _unpaired(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Temperatures without the other unit, or with another temperature in it: message, advice and place."""
    found = readings(text)
    distinct = list({(one.value, one.celsius): one for one in found}.values())
    units = {unit: [one for one in distinct if one.celsius is unit][:MOST] for unit in (True, False)}
    wrong: set[tuple[int, int]] = set()
    for one, other in pairwise(found):
        between = text[one.span[1] : other.span[0]]
        is_pair = one.celsius is not other.celsius and re.fullmatch(r",? ?(?:\(|/|=|or)? ?", between)
        if is_pair and not fits(one, other):
            wrong |= {one.span, other.span}
            message = f"{one.value:g} {one.unit} is not {other.value:g} {other.unit}"
            yield message, f"compare both with the source: {AS}", (one.span[0], other.span[1])
    for one in found:
        if one.span not in wrong and not any(fits(one, other) for other in units[not one.celsius]):
            lacking = "°F" if one.celsius else "°C"
            yield f"the temperature stands in {one.unit} only", f"add it in {lacking}: {AS}", one.span


@rule("error", WORDS)
def temperature(subject: Subject) -> Iterator[Hit]:
    """A temperature stands in °C and in °F, and both are the same.

    Whoever has the other thermometer must not have to work it out: 38.0 °C (100.4 °F). A number without a
    unit leaves both guessing.
    """
    for text in subject.texts:
        for message, hint, span in _unpaired(text.text):
            yield text.hit(message, hint, span)
        for span in unitless(text.text):
            message = f"“{text.text[slice(*span)]}” has no unit"
            yield text.hit(message, f"write both: {AS}", span)


def unitless(text: str) -> Iterator[tuple[int, int]]:
    """Where a text gives a temperature and no unit."""
    of_fever = FEVER.search(text) is not None or "temperature" in text.lower()
    for found in NO_UNIT.finditer(text):
        sure = of_fever or "." in found[1] or "," in found[1]  # a joint bends by 100 degrees
        either = [_reading(found, celsius) for celsius in (True, False)]
        if (_of_a_body(either[0]) and (sure or "deg" not in found[0].lower())) or (
            sure and _of_a_body(either[1])
        ):
            yield found.span()
    for found in AFTER_FEVER.finditer(text):
        if any(_of_a_body(_reading(found, celsius)) for celsius in (True, False)):
            yield found.span(1)


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
                hint = f"say from which number on, in one sign at least: {AS} or more"
                yield text.hit("no text of this page says what counts as fever", hint, found.span())
                return


@rule("warning", PAGES)
def fever_rule(subject: Subject) -> Iterator[Hit]:
    """A card that gives a temperature gives the same rule as every other card.

    It says: "Fever: Your team's number comes first. If you have none: 38.0 °C (100.4 °F) or more, call now,
    day or night. Shivering or very unwell: call even without fever." Other thresholds stand under `detail`.
    """
    lines = [text for text in subject.texts if text.path[0] == "card"]
    whole = " ".join(text.text for text in lines)
    if FEVER_RULE in whole and re.search(r"\bFever\b[^.]{0,100}: Your team's", whole):
        return
    for text in lines:
        if found := re.search(r"\b3[78](?:\.\d)?\s?°", text.text):
            hint = f"write: Fever: {FEVER_RULE}"
            yield text.hit("the card has a fever rule of its own", hint, found.span())
            return


RULES = (temperature, fever_number, fever_rule)
