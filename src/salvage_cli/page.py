"""What a page is made of. It says what is shown; a renderer says how it looks.

Text in here is plain text: no renderer may read it as markup. `marks` are the numbers of the
sources that stand behind a passage; 0 never occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from salvage_cli.knowledge import CardLine, Cites, Entry, HelpNumber, SectionId, Source
from salvage_cli.record import Record

Marks = tuple[int, ...]


class Share(Record):
    """`count` of `of` people, or `count` to `to`: what a passage says, for a drawing of it."""

    count: int
    of: int
    to: int | None = None


class Passage(Record):
    """Some sentences with the numbers of their sources; `lead` says what they are about.

    `id` is that of the entry that they are, for links to lead to it: so in every block that has one.
    `typed` is the command in the text, if there is one; `share` the figure in it. The text says both.
    """

    text: str
    marks: Marks = ()
    lead: str = ""
    typed: str = ""
    share: Share | None = None
    id: str = ""


class Heading(Record):
    """A heading inside a section; 3 is the highest."""

    text: str
    level: int = 3


class Paragraph(Record):
    passage: Passage


class Bullets(Record):
    items: tuple[Passage, ...]


class Card(Record):
    """The urgent card, and the command that shows every sign."""

    lines: tuple[Passage, ...]
    pointer: Passage


class Item(Record):
    """A titled thing and what there is to say about it."""

    title: str
    parts: tuple[Passage, ...]
    marks: Marks = ()
    id: str = ""


class Rung(Record):
    """One rung: where it stands on the ladder, what it is, and examples."""

    label: str
    item: Item
    examples: tuple[Item, ...] = ()
    aside: bool = False


class Ladder(Record):
    """Rungs from the first treatment on. An `aside` rung runs alongside, or lies beyond."""

    rungs: tuple[Rung, ...]


class Contrast(Record):
    """Sources that disagree, side by side (`lead` is the date), and what the page goes by."""

    about: str
    sides: tuple[Passage, ...]
    verdict: Passage
    id: str = ""


class Ask(Record):
    """A question to take along, with room to write the answer."""

    text: str
    marks: Marks = ()
    id: str = ""


class Names(Record):
    """Things that can be asked for, by name: in a pipe one name a line and nothing else."""

    rows: tuple[tuple[str, str], ...]


class Commands(Record):
    """What to type, and what it shows."""

    rows: tuple[tuple[str, str], ...]


class Match(Record):
    """A passage that a search found: where it stands, what it says, how to open it.

    `pieces` are its sentence in order, each with whether it holds a word that was asked for.
    """

    place: str
    title: str
    pieces: tuple[tuple[str, bool], ...]
    marks: Marks
    command: str


class Bibliography(Record):
    """Sources with the numbers that the text gives them; `brief` where there is little room."""

    sources: tuple[tuple[int, str, Source], ...]
    brief: bool = False


Block = (
    Heading
    | Paragraph
    | Bullets
    | Card
    | Item
    | Ladder
    | Contrast
    | Ask
    | Names
    | Commands
    | Match
    | Bibliography
)


class Section(Record):
    """Blocks under a title; `items` gives the records behind them, for programs to read."""

    id: SectionId | str
    title: str
    blocks: tuple[Block, ...]
    items: Callable[[], tuple[Entry, ...]] = tuple


Outcome = Literal["found", "nothing", "declined", "urgent"]


class Advice(Record):
    """What is said before any result, whom to call, the sources for both, and the pages they come from."""

    text: str
    numbers: tuple[HelpNumber, ...]
    cites: Cites
    pages: tuple[str, ...] = ()

    @property
    def calls(self) -> str:
        """`US 911 · UK 999, or your local emergency number`, or nothing."""
        named = " · ".join(f"{number.country} {number.number}" for number in self.numbers)
        return f"Call: {named}, or your local emergency number." if named else ""

    @property
    def behind(self) -> Cites:
        """Every source of what is said and of the numbers."""
        return (*self.cites, *(id for number in self.numbers for id in number.cites))

    @property
    def whole(self) -> str:
        return f"{self.text} {self.calls}".strip()


class Result(Record):
    """A passage that was found; `score` is from 0 to 1, `words` are what it was found by.

    `own`: it comes from a folder of the reader's.
    """

    condition: str
    section: str
    id: str
    title: str
    text: str
    cites: Cites
    score: float
    own: bool
    name: str
    words: tuple[str, ...]


class Answer(Record):
    """What a search says, for programs; best result first.

    `unread` are names of bundled pages that are shown because the reader's own could not be read;
    `broken` are all conditions that have a file which cannot be used.
    """

    query: str
    outcome: Outcome
    advice: Advice | None
    results: tuple[Result, ...]
    unread: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()


class Page(Record):
    """Everything that is shown for one command, in order.

    `warnings` open the page. `top` is what a first screen must hold. `closing` says where the
    page comes from, what it is for, and what to type next. `sources` looks up what is cited.
    A `sheet` is made to be printed and given to someone, with all that it needs on it.
    """

    command: str
    title: str
    warnings: tuple[str, ...] = ()
    top: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[Block, ...] = ()
    condition: str | None = None
    checked: date | None = None
    due: date | None = None
    signed_by: str | None = None
    label: str | None = None
    sheet: bool = False
    card: tuple[CardLine, ...] = ()
    answer: Answer | None = None
    sources: Callable[[Iterable[str]], Mapping[str, Source]] = staticmethod(lambda ids: {})
