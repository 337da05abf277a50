"""What people type and what it means here: the types of `data/search.toml`."""

from collections.abc import Mapping

from salvage_cli.knowledge import EntryId, SectionId
from salvage_cli.library import Library
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
    """What sounds like an emergency, and the sign that it is; one that is `certain` is never weighed."""

    sign: EntryId
    says: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    certain: bool = False


class Decline(Record):
    """What this tool does not answer, and what it says then."""

    text: str
    says: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Hint(Record):
    """Words that mean a condition without being a name of it."""

    condition: str
    says: tuple[str, ...]


class Kind(Record):
    """Words of one kind, whatever they are about; `ends` are how more of them end."""

    name: str
    words: tuple[str, ...]
    ends: tuple[str, ...] = ()


class Lexicon(Record):
    """The whole file."""

    same: tuple[Same, ...]
    section: tuple[SectionWords, ...]
    emergency: tuple[Emergency, ...]
    decline: tuple[Decline, ...]
    hint: tuple[Hint, ...]
    kind: tuple[Kind, ...]
    asking: tuple[str, ...]
    asks: tuple[str, ...]
    happening: tuple[str, ...]
    personal: tuple[str, ...]
    degrees: tuple[str, ...]
    """Words near which a number is a temperature."""
    spelling: Mapping[str, str]
    capitals: Mapping[str, str]
    """What is another word in small letters: `ALL`."""
    loud: tuple[str, ...]
    """Words before which it is that other word, only said loudly: `ALL the time`."""


def lexicon(library: Library) -> Lexicon:
    """The lexicon that came with the program. Raises SalvageError: it cannot be read."""
    return library.bundled_record("search.toml", Lexicon)
