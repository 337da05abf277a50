"""Text that cannot act on a terminal: every string of a file passes here once, at load.

What goes: control characters but for the line end (Cc: C0, DEL, C1), bidi and zero-width
format characters (Cf), line and paragraph separators, surrogates, private use and
non-characters, and fillers that draw as nothing. A joiner stays between letters of scripts
that need it (Persian, Indic); between Latin letters it only hides.
"""

from __future__ import annotations

import re

# Written as escapes so that this file itself shows what it means.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_HIDDEN = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls, tab and CR among them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, marks, fillers
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"  # zero width, direction, separators
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f"
)
_LOOSE_JOINER = r"(?<![^\W\d_a-zA-Z])[\u200c\u200d]|[\u200c\u200d](?![^\W\d_a-zA-Z])"
_SPACE = r"[\t\r\n\v\f\u0085\u2028\u2029]+ *"


def clean(text: str) -> str:
    """`text` on one line, without space around it or a character that hides or acts on a terminal."""
    if text.isprintable() and (text.isascii() or not _FILLERS & set(text)):
        return text.strip()  # nearly every string; `isprintable` refuses Cc, Cf, Zl, Zp, Cs and Co
    return re.sub(f"[{_HIDDEN}]|{_LOOSE_JOINER}", "", re.sub(_SPACE, " ", text)).strip()
