"""Text in the letters that an output has: `>=` where it has no `≥`. Nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator

TABLE = {
    "≥": ">=", "≤": "<=", "≠": "!=", "≈": "about ", "×": "x", "÷": "/", "±": "+/-", "−": "-",
    "°": "degrees ", "µ": "u", "μ": "u", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "…": "...", "•": "-", "·": "-",
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "′": "'", "″": '"',
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "→": "->", "←": "<-", "™": "(TM)", "®": "(R)", "©": "(C)",
    "│": "|", "┊": ":", "─": "-", "├": "+", "└": "+", "┌": "+", "╷": "|", "╵": "|", "▌": "|", "═": "=",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "ł": "l", "Ł": "L",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda",
}  # fmt: skip


def fitted(text: str, encoding: str | None) -> str:
    """`text` with every character that `encoding` lacks written in ones that it has."""
    encoding = encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_fitted(character, encoding) for character in text)
    except LookupError:
        return fitted(text, "ascii")
    return text


def _fitted(character: str, encoding: str) -> str:
    for candidate in _candidates(character):
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        return candidate
    return character.encode("ascii", "backslashreplace").decode()


def _candidates(character: str) -> Iterator[str]:
    yield character
    if character in TABLE:
        yield TABLE[character]
    from unicodedata import combining, normalize

    if bare := "".join(part for part in normalize("NFKD", character) if not combining(part)):
        yield bare
