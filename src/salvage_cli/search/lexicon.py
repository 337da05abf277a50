"""What people type and what it means here: the types of `data/search.toml`."""

from collections.abc import Mapping

from salvage_cli.knowledge import EntryId, SectionId
from salvage_cli.record import Record


class Same(Record):
    """Ways to say something, and the words that pages use for it."""

    says: tuple[str, ...]
    means: tuple[str, ...]


class SectionWords(Record):
    """What asks for a section: phrases that say so, and words that only lean that way."""

    section: SectionId
    says: tuple[str, ...] = ()
    leans: tuple[str, ...] = ()


class Emergency(Record):
    """What sounds like an emergency: a word from each group, or one of the phrases; and the sign it is."""

    sign: EntryId
    needs: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


class Decline(Record):
    """What this tool does not answer, what it says then, and the section that it can show instead.

    `unless` are phrases that hold the same words and ask for something else.
    """

    says: tuple[str, ...]
    text: str
    section: SectionId
    unless: tuple[str, ...] = ()


class Hint(Record):
    """Words that mean a condition without being a name of it."""

    condition: str
    says: tuple[str, ...]


class Lexicon(Record):
    """The whole file."""

    same: tuple[Same, ...]
    section: tuple[SectionWords, ...]
    emergency: tuple[Emergency, ...]
    decline: tuple[Decline, ...]
    hint: tuple[Hint, ...]
    asking: tuple[str, ...]
    happening: tuple[str, ...]
    spelling: Mapping[str, str]
