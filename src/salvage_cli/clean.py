"""Text that cannot act on a terminal: every string of a file passes here once, at load.

What goes: control characters but for the line end (Cc: C0, DEL, C1), bidi and zero-width
format characters (Cf), line and paragraph separators, surrogates, private use and
non-characters, and fillers that draw as nothing. A joiner stays behind a letter or vowel sign of
a script that needs it (Persian, Indic); elsewhere it only hides.
"""

from __future__ import annotations

import os
import re

# Written as escapes so that this file itself shows what it means.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
HIDDEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls, tab and CR among them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, marks, fillers
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"  # zero width, direction, separators
    "\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x100000, 0x10000))
)
"""What goes, as the inside of a character class."""
_JOINING = "\u0620-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17d3\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_LOOSE_JOINER = rf"(?<![{_JOINING}])[\u200c\u200d]|(?<=\d)[\u200c\u200d]"
_SPACE = r"[\t\r\n\v\f\u0085\u2028\u2029]+ *"


def clean(text: str) -> str:
    """`text` on one line, without space around it or a character that hides or acts on a terminal."""
    if text.isprintable() and (text.isascii() or not _FILLERS & set(text)):
        return text.strip()  # nearly every string; `isprintable` refuses Cc, Cf, Zl, Zp, Cs and Co
    seen = re.sub(f"[{HIDDEN}]", "", re.sub(_SPACE, " ", text))
    return re.sub(_LOOSE_JOINER, "", seen).strip()


def shown(path: str | os.PathLike[str]) -> str:
    """A path to be read by people: cleaned, with question marks for bytes that are no Unicode."""
    return clean(os.fspath(path).encode("utf-8", "replace").decode())
