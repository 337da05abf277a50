"""The vocabulary of a knowledge file. These types are its schema: field names are TOML keys.

A field without a default is required. docs/knowledge-format.md explains every key with a
specimen, and a test holds it against the types. `decode` turns parsed TOML into them.
"""

from collections.abc import Mapping
from datetime import date as Day
from typing import ClassVar, Literal, NewType

from salvage_cli.record import Record

SectionId = Literal[
    "overview", "when", "lines", "options", "tests", "side-effects", "urgent", "outlook",
    "coping", "follow-up", "questions", "faq",
]  # fmt: skip
Urgency = Literal["emergency", "now", "today", "visit"]
SignUrgency = Literal["emergency", "now", "today"]
RungKind = Literal["first", "adjuvant", "second", "later", "salvage", "alongside", "beyond"]
Moment = Literal["deciding", "before", "during", "after", "stopped"]
TestMoment = Literal["before", "during"]
GapReason = Literal["not-covered", "none-found", "not-known"]
Extent = Literal["whole", "beginning"]
SourceKind = Literal[
    "guideline", "label", "public-health", "society", "trial", "study", "review",
    "charity", "hospital", "maker", "press", "article",
]  # fmt: skip
ItemKind = Literal["statement", "gap", "question", "notice"]
ChangeKind = Literal["added", "changed", "withdrawn"]
ChangedThing = Literal["page", "entry", "effect", "term", "source"]

# Ids, told apart so that a reader of a file knows what each must lead to. Type checkers see a
# `NewType` as a class of strings; the decoder finds it in the annotations.
IdKind = type[str]
EntryId = NewType("EntryId", str)
SourceId = NewType("SourceId", str)
EffectId = NewType("EffectId", str)
TermId = NewType("TermId", str)
ChangedId = NewType("ChangedId", str)  # of any of these, or the slug of a page; it may be gone
Cites = tuple[SourceId, ...]


class Address(str):
    """Where a source is: a whole http or https address that may become a link (address.py)."""


class Claim(Record):
    """A sentence or a few, and the ids of the sources that say so."""

    text: str
    cites: Cites


class Entry(Record):
    """Anything on a page that has an id. The id is written by hand and never reused."""

    kind: ClassVar[ItemKind] = "statement"
    id: EntryId


class Meaning(Entry):
    """What salvage (rescue) therapy means here, in one line; or the outlook, in one sentence."""

    text: str
    cites: Cites


class Key(Entry):
    """A key point: what can be done."""

    text: str
    cites: Cites


class NotFor(Entry):
    """Someone this page is not for."""

    kind: ClassVar[ItemKind] = "notice"
    text: str
    cites: Cites = ()


class CardLine(Record):
    """A line of the urgent card: a whole sentence that names the sign and the action."""

    urgency: SignUrgency
    text: str
    cites: Cites


class Statement(Entry):
    """A plain statement, in any section; neighbours with one topic share its heading."""

    section: SectionId
    text: str
    cites: Cites
    topic: str | None = None
    detail: Claim | None = None


class Example(Entry):
    """A treatment named as an example of a rung. Never advice."""

    name: str
    text: str
    cites: Cites


class Line(Entry):
    """A rung of the ladder of treatment."""

    rung: RungKind
    name: str
    text: str
    cites: Cites
    after: str | None = None
    aim: Claim | None = None
    example: tuple[Example, ...] = ()
    moving_on: Claim | None = None
    evidence: Claim | None = None
    next: Claim | None = None
    detail: Claim | None = None


class Option(Entry):
    """A kind of treatment: how it works, what it offers, what it costs the person."""

    name: str
    text: str
    cites: Cites
    how: Claim | None = None
    offers: Claim | None = None
    costs: Claim | None = None
    detail: Claim | None = None


class Test(Entry):
    """A test before treatment starts, or during it."""

    moment: TestMoment
    name: str
    text: str
    cites: Cites
    detail: Claim | None = None


class Frequency(Record):
    """`count` of `of` people in `group`; with `to`, a range. The source's own figures."""

    count: int
    of: int
    group: str
    cites: Cites
    to: int | None = None
    time: str | None = None


class Effect(Entry):
    """A side effect of one treatment. The words for it stand once, in effects.toml.

    `call` takes the place of the shared words on when to call, where this treatment asks for more.
    """

    effect: EffectId
    treatment: str
    urgency: Urgency
    cites: Cites
    text: str | None = None
    call: Claim | None = None
    frequency: Frequency | None = None
    further: tuple[Frequency, ...] = ()
    detail: Claim | None = None


class HelpNumber(Record):
    """A help line, with whose country it serves and the source that was read."""

    country: str
    number: str
    text: str
    cites: Cites


class Sign(Entry):
    """An urgent sign: what it is, what to do, whom it concerns, whose guidance it is."""

    urgency: SignUrgency
    text: str
    action: str
    who: str
    country: str
    cites: Cites
    phrases: tuple[str, ...] = ()
    numbers: tuple[HelpNumber, ...] = ()
    detail: Claim | None = None


class Number(Entry):
    """A figure about results or survival, with its group, treatment and time.

    With `count` and `of` the text goes on from "78 of 100 people"; `to` makes it a range.
    """

    text: str
    group: str
    treatment: str
    time: str
    cites: Cites
    count: int | None = None
    of: int | None = None
    to: int | None = None
    detail: Claim | None = None


class Question(Entry):
    """A question to take to the visit."""

    kind: ClassVar[ItemKind] = "question"
    moment: Moment
    text: str
    cites: Cites = ()


class Faq(Entry):
    """A question that people ask, and the answer."""

    ask: str
    text: str
    cites: Cites
    detail: Claim | None = None


class Side(Record):
    """What one voice in a disagreement says, and when."""

    text: str
    date: str
    cites: Cites


class Disagreement(Entry):
    """Sources that disagree, side by side, and what the page goes by and why."""

    section: SectionId
    about: str
    side: tuple[Side, ...]
    goes_by: Claim


class Gap(Entry):
    """What is missing, and which of the three reasons holds."""

    kind: ClassVar[ItemKind] = "gap"
    section: SectionId
    why: GapReason
    text: str


class Source(Record):
    """A page that was read before it was cited, as sources.toml has it."""

    title: str
    publisher: str
    date: str
    url: Address
    kind: SourceKind
    read: Day
    extent: Extent
    copy: Address | None = None
    doi: str | None = None
    authors: str | None = None


class Allow(Record):
    """An exception, for `salvage check` only: this rule may be broken in the entry `id`, and why."""

    rule: str
    id: str
    why: str | None = None


class Condition(Record):
    """One condition file. The file name is its slug."""

    name: str
    checked: Day
    due: Day
    meaning: Meaning
    card: tuple[CardLine, ...]
    key: tuple[Key, ...]
    outlook: Meaning
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    broader: str | None = None
    signed_by: str | None = None
    terms: tuple[TermId, ...] = ()
    not_for: tuple[NotFor, ...] = ()
    statement: tuple[Statement, ...] = ()
    line: tuple[Line, ...] = ()
    option: tuple[Option, ...] = ()
    test: tuple[Test, ...] = ()
    effect: tuple[Effect, ...] = ()
    sign: tuple[Sign, ...] = ()
    number: tuple[Number, ...] = ()
    question: tuple[Question, ...] = ()
    faq: tuple[Faq, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    gap: tuple[Gap, ...] = ()
    source: Mapping[SourceId, Source] = {}
    allow: tuple[Allow, ...] = ()


class EffectWords(Record):
    """A side effect in plain words, as effects.toml has it: once, for every condition."""

    name: str
    medical: str
    feels: Claim
    helps: Claim
    call: Claim
    also: tuple[str, ...] = ()


class Term(Record):
    """A hard word and what it means, as glossary.toml has it."""

    name: str
    text: str
    cites: Cites
    also: tuple[str, ...] = ()


class Change(Record):
    """What was added, changed or withdrawn on one day, and why; as changes.toml has it.

    `ids` are slugs, or ids of the kind that `of` names. `instead` is what stands in place of
    what was withdrawn: ids, `slug.section`, or a slug.
    """

    date: Day
    kind: ChangeKind
    of: ChangedThing
    ids: tuple[ChangedId, ...]
    why: str
    instead: tuple[ChangedId, ...] = ()


class Changes(Record):
    """changes.toml, newest first."""

    change: tuple[Change, ...]
