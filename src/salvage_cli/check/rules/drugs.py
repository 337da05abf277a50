"""What people do with a drug: how much of it they take, and that they stop. Both are for their team to say.

A text may have 20,000 characters, so every pattern is bounded: none looks further than a few words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from salvage_cli.check import plain
from salvage_cli.check.rule import WORDS, rule
from salvage_cli.check.subject import Hit, Subject


def _one(words: str) -> str:
    """Any of these words; `_` stands for a space inside one."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


# --- how much

_WORDS = _one(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty"
    " seventy eighty ninety hundred thousand half(?:_an?)? a_couple_of an_extra a_half a_quarter(?:_of_an?)?"
)
_DIGITS = r"(?<![\w.,/])(?:\d{1,4}/|[.,])?(?:\d[\d.,]{0,11}(?: ?[½¼¾⅓⅔])?|[½¼¾⅓⅔])"  # not the 6 of CDK4/6
_NUMBER = rf"(?:{_DIGITS}|\b{_WORDS}\b)"
_GAP = r"[ -]?"
_HARD = _one(  # of a drug or a ray, whatever stands around it
    "mgs? mcgs? [µμu]g milligram(?:me)?s? microgram(?:me)?s? [cm]?Gy (?:centi)?grays? MBq GBq mCi mEq"
    " I\\.?U\\.? international_units"
)
_SOFT = _one(
    "gm?s? gram(?:me)?s? mLs? cc millilit(?:er|re)s? units? U(?!\\.?S) drops? (?:tea|table)?spoon(?:ful)?s?"
)
_SOLID = _one("tablets? tabs? pills? capsules? caps caplets? puffs?")
_FORM = _one(f"{_SOLID} sprays? lozenges? sachets? suppositor(?:y|ies) patch(?:es)? scoops? gumm(?:y|ies)")
_MEAL = _one("food meals? water milk juice breakfast lunch dinner supper bed bedtime sleep chemo(?:therapy)?")
_SPAN = _one(
    "day night morning evening hour week month time dose meal few other two three four six eight twelve \\d"
)
_OFTEN = (
    r"(?:,? (?:"
    rf"{_one('a per each every')} {_SPAN}"
    rf"|{_one('once twice thrice daily nightly weekly hourly tonight right_away by_mouth as_needed')}\b"
    rf"|under {_one('your the')} tongue|{_one('three four five [0-9]')} times"
    rf"|at {_one('night noon bed breakfast lunch dinner a_time')}|in the {_one('morning evening afternoon')}"
    rf"|{_one('with before after')} (?:{_one('each every a your some')} )?{_MEAL}\b))"
)
_TAKE = r"(?<!not )(?<!n't )(?<!n’t )(?<!ever )\b" + _one(
    "takes? swallow chew use give inhale inject drink sip apply suck put add spray"
)
_LAB = r"(?! ?(?:/|per ) ?(?:[dcmµμ]?L|(?:deci|milli)?lit(?:er|re)s?|mm|cm|m?mol|g)\b)"
"""Not so much in each liter of blood."""
_OTHER = _one(
    "salt sodium protein fib(?:er|re) sugars? fat fluids? water alcohol carb\\w* blood urine red platelets?"
    " plasma pus milk tissue potassium weight"
)
_FOOD = rf"(?! (?:{_one('of more less')} )?(?:{_one('extra added table dietary')} )?{_OTHER}\b)"
AMOUNT = re.compile(rf"{_NUMBER}{_GAP}{_HARD}\b{_LAB}{_FOOD}", re.IGNORECASE)
LITTLE = re.compile(
    rf"(?:{_NUMBER}{_GAP}{_SOFT}|\ba (?:tea|table)?spoon(?:ful)?)\b{_LAB}{_FOOD}(?P<often>{_OFTEN})?",
    re.IGNORECASE,
)
COUNT = re.compile(
    rf"{_TAKE} (?:{_one('about only just up_to')} )?(?:{_NUMBER} (?:to|or) )?"
    rf"{_NUMBER}{_GAP}(?:\w{{2,14}} )?{_FORM}\b"
    rf"|(?<!in ){_NUMBER}{_GAP}(?:\w{{2,14}} )?{_FORM}\b{_OFTEN}"
    rf"|(?<!all )(?<!the )(?<!se )(?<!of )(?<!both ){_DIGITS}{_GAP}{_SOLID}\b"
    rf"(?! {_one('are were is was have had has can may that which came for against')}\b)"
    rf"|\b{_one('half half_an? a_half a_quarter_of_an?')} {_FORM}\b"
    rf"|{_TAKE} {_NUMBER}{_OFTEN}",
    re.IGNORECASE,
)
A_DAY = re.compile(
    rf"{_NUMBER} {_one('a per each every')} {_one('day night morning evening')}\b", re.IGNORECASE
)
_BODY = _one(
    "FEV1 FVC lungs? ascites blood bleed\\w* urine fluids? water tumou?rs? prostate volumes? output decline"
    " cough\\w* stools? toilet bowels? loose diarrhea drinks? cigarettes? meals? hospitals? care steps"
    " emergency more_than less_than vomit\\w* seizures? headaches? times weigh\\w* hemoglobin protein salt"
)
_MEASURED = re.compile(rf"\b{_BODY}\b", re.IGNORECASE)
_TAKEN = re.compile(_TAKE, re.IGNORECASE)
_NEAR = 80
"""Characters around an amount in which it is said what it measures."""
CHANGES = _one("double halve triple increase raise lower reduce cut change take_(?:more|less|half)(?:_of)?")


def _amounts(text: str) -> Iterator[tuple[int, int]]:
    """Where a text says how much of a drug."""
    yield from (found.span() for found in AMOUNT.finditer(text))
    yield from (found.span() for found in COUNT.finditer(text))
    for found in LITTLE.finditer(text):
        if found["often"] or not _measures(text, found):
            yield found.span()
    yield from (found.span() for found in A_DAY.finditer(text) if not _measures(text, found))


def _measures(text: str, found: re.Match[str]) -> bool:
    """Whether an amount is one of blood, breath or the like: its sentence says so, and nobody takes it."""
    before = re.split(r"[.;!?] ", text[max(0, found.start() - _NEAR) : found.start()])[-1]
    after = re.split(r"[.;!?]", text[found.end() : found.end() + _NEAR])[0]
    return bool(_MEASURED.search(before) or (_MEASURED.search(after))) and not _TAKEN.search(before)


def amounts(text: str) -> list[tuple[int, int]]:
    """Where a text says how much of a drug, each place once, in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(_amounts(text), key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@rule("error", WORDS)
def dose(subject: Subject) -> Iterator[Hit]:
    """No text says how much of a drug: no mg, no mL, no Gy, no number of tablets, puffs or drops.

    A number that is right for one person can kill another, and people copy numbers. How it is given and how
    often may be said ("an injection twice a year"); how much, the team says.
    """
    for text in subject.texts:
        for start, end in amounts(text.text):
            hint = "say how it is given and how often; how much, the team says"
            yield text.hit(f"“{text.text[start:end]}” is an amount of a drug", hint, (start, end))
        for found in CHANGED.finditer(text.text):
            hint = "say “Ask your team before you change anything.”"
            yield text.hit("this tells a reader to change an amount", hint, found.span())


# --- whether to go on

_NOUN = _one(
    "drugs? medicines? medications? meds pills? tablets? capsules? steroids? chemo(?:therapy)? inhalers?"
    " insulin injections? antibiotics? antivirals?"
)
_SESSION = _one("doses? shots? infusions? drips? treatments? sessions?")
_WHICH = (
    rf"(?:{_one('the your this that these those all any an? every both')}(?: of (?:the|your))? )?"
    rf"(?:(?!{_one('on in if and or to with')}\b)[\w-]{{2,14}} )?"
)
_DRUG = rf"{_WHICH}{_NOUN}"
_TOLD = (
    r"(?:^|(?<=[.;:!?] )|(?<=[.;:!?]” )"
    rf"|\b{_one('and then also should must please just have_to need_to')} )"
)
_YOU_MAY = rf"\byou {_one('can may could might')}(?: {_one('just then safely also simply now')})? "
_LIMITED = _one("with until unless before on_an if together at_the_same within more twice late in for that")
_STOPS = _one("stop quit pause cease discontinue halt")
_MINE = _one("the your this that these those any_more")
STOP = re.compile(
    rf"(?:{_TOLD}|{_YOU_MAY})(?:"
    rf"{_STOPS} (?:(?:taking|using)\b|{_DRUG}\b|(?:it|them) (?:at once|now|today))"
    rf"|{_one('come go get')} off {_DRUG}\b"
    rf"|{_one('skip leave_out omit miss')} (?:{_DRUG}|{_WHICH}{_SESSION})\b"
    rf"|{_one('throw flush')} (?:{_one('away out down')} )?{_DRUG}\b(?: {_one('away out down')}\b)?"
    rf"|take a {_one('break holiday rest')} from {_DRUG}\b"
    rf")|{_TOLD}stop (?:{_one('the your this all any')} )?(?:treatment|therapy)\b"
    rf"|{_TOLD}(?:do not|don['’]t|never) {_one('take use swallow inject')} "
    rf"{_MINE}(?: of (?:the|your))? (?:[\w-]{{2,14}} )?{_NOUN}\b(?! {_LIMITED}\b)",
    re.IGNORECASE,
)
STOP_NAME = re.compile(
    rf"(?:{_TOLD}|{_YOU_MAY}){_one('stop quit discontinue skip come_off go_off')} "
    r"(?:(?:the|your) )?([\w-]{4,30})",
    re.IGNORECASE,
)
CHANGED = re.compile(
    rf"(?:{_TOLD}|{_YOU_MAY}){CHANGES} {_one('the your this that its each')}(?: \w{{2,14}})?"
    rf" (?:dose|dosage|amount|{_NOUN})\b",
    re.IGNORECASE,
)


@rule("error", WORDS)
def stop_taking(subject: Subject) -> Iterator[Hit]:
    """No text tells a reader to stop or skip a drug, or to throw it away.

    Stopping can be worse than the side effect. Say "Do not stop on your own; call today." Only where the
    label of that very drug names the sign may it stand, help first and "do not restart unless your team says
    so": then allow it, and give the label as the reason.
    """
    hint = "say “Do not stop on your own; call today.”, or allow it with the label as the reason"
    for text in subject.texts:
        spans = [found.span() for found in STOP.finditer(text.text)]
        if not text.detail:  # clinicians know whom "stop ifosfamide" is for
            named = STOP_NAME.finditer(text.text)
            spans += [found.span() for found in named if plain.masked(found[1]) == plain.MASK]
        for span in spans:
            yield text.hit("this tells a reader to stop or skip a drug", hint, span)


RULES = (dose, stop_taking)
