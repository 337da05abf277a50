"""Characters that hide, turn text around, or look like others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from salvage_cli.check.rule import ALL, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.check.tables import every_text
from salvage_cli.clean import HIDDEN, clean

FOREIGN = ("CYRILLIC", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "COPTIC", "LISU")
GREEK_TWINS = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυ")
"""Greek letters that nobody can tell from Latin ones; α, β and the like are names of things."""
_RUN = re.compile(f"[{HIDDEN}]+")


@rule("error", ALL)
def hidden_character(subject: Subject) -> Iterator[Hit]:
    """No character hides or turns text around.

    Characters without width, and those that reverse the direction of reading, can make a file say one thing
    and show another (CVE-2021-42574). They come with pasted text. They are removed from pages; remove them
    from the file too, comments with it.
    """
    raw = subject.source_text
    if not raw.isascii():
        for found in _RUN.finditer(raw):
            if part := found[0].strip("\t\r\n"):
                start = found.start() + found[0].index(part)
                yield Hit(
                    (),
                    f"a character that nobody sees: {_named(part)}",
                    "remove it",
                    (start, start + len(part)),
                )
    if "\\" in raw:
        for path, held in every_text(subject.tables):
            for found in _RUN.finditer(held):
                part = found[0].strip("\t\r\n")
                if part and part not in raw:
                    yield Hit(
                        path, f"a character that nobody sees: {_named(part)}", "remove it", found.span()
                    )


def _named(characters: str) -> str:
    """`U+202E (right-to-left override)`, for the first few."""
    shown = [
        f"U+{ord(one):04X} ({unicodedata.name(one, 'a control character').lower()})" for one in characters[:3]
    ]
    return ", ".join(shown) + (f" and {len(characters) - 3} more" if len(characters) > 3 else "")


@rule("error", ALL)
def look_alike(subject: Subject) -> Iterator[Hit]:
    """No word mixes letters that look the same and are not.

    A Cyrillic а in a drug's name makes a word that nobody finds, or a name that is not what it seems. Type
    the word again. Greek letters that are names of things (β, γ) may stand.
    """
    if subject.source_text.isascii() and "\\" not in subject.source_text:
        return
    for path, held in every_text(subject.tables):
        if held.isascii():
            continue
        for found in re.finditer(r"[^\W\d_]+", held):
            if not found[0].isascii() and (odd := _odd(found[0])):
                name = unicodedata.name(odd, "a letter").lower()
                message = f"“{clean(found[0])[:40]}” holds U+{ord(odd):04X} ({name})"
                yield Hit(path, message, "type the word again", found.span())


def _odd(word: str) -> str:
    """The first letter of a word that looks Latin beside Latin ones, and is not; or nothing."""
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in word]
    if "LATIN" not in scripts:
        return ""
    pairs = zip(word, scripts, strict=True)
    return next((one for one, script in pairs if script in FOREIGN or one in GREEK_TWINS), "")


RULES = (hidden_character, look_alike)
