"""What may stand where a card, a name or the place of a file is wanted (`CARDS`, `ARGUMENTS`)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.hostile.pages import quoted
from tests.hostile.texts import CLEANED, SHOWN


@dataclass(frozen=True)
class Card:
    """A card.toml. Of one that is `refused` this is said; of any other, `shown` stands on the card."""

    name: str
    data: bytes
    refused: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Argument:
    """Words of a command line, what they end with, what is said, and the files that are written.

    `@` stands for the folder in which they are typed.
    """

    name: str
    words: tuple[str, ...]
    code: int
    said: str = ""
    left: tuple[str, ...] = ()


def card(key: str, text: str) -> bytes:
    return f"{key} = {quoted(text)}\n".encode("utf-8", "surrogatepass")


SHORT = 100
"""Characters of a note."""
NOT_TOML, WRONG_KEY, NO_NUMBER, LONG = (
    "is not TOML",
    "is not a key",
    "is no telephone number",
    "is longer than",
)

CARDS = [
    *(Card(f"cleaned-{name}", card("note", raw), "", left) for name, (raw, left) in CLEANED.items() if len(left) <= SHORT),
    *(Card(f"shown-{name}", card("note", text), "", text) for name, text in SHOWN.items() if len(text) <= SHORT),
    Card("crlf", b'clinic = "Day unit"\r\nnote = "Ask."\r\n', "", "Day unit"),
    Card("bom", b'\xef\xbb\xbfclinic = "Day unit"\n', "", "Day unit"),
    Card("phone-of-40", card("clinic_phone", "1" * 40), "", "1" * 40),
    Card("not-toml", b"call 911\n", NOT_TOML),
    Card("binary", bytes(range(256)), "is not UTF-8"),
    Card("nul", b"\x00" * 100, NOT_TOML),
    Card("utf-16", 'clinic = "Day unit"'.encode("utf-16"), "is not UTF-8"),
    Card("escape-raw", b'clinic = "\x1b[2J"\n', NOT_TOML),
    Card("large", b"# " + b"x" * 300_000, "is larger than"),
    Card("key-long", b".".join([b"a"] * 1000) + b" = 1\n", "more than 32 parts"),
    Card("nested", b"clinic = " + b"[" * 50_000, "nested too deep"),
    Card("number-of-5000", b"clinic = " + b"1" * 5000, "a number that is too long"),
    Card("key-twice", b'clinic = "a"\nclinic = "b"\n', "stands twice"),
    Card("key-unknown", b'emergancy = "911"\n', WRONG_KEY),
    Card("key-class", b'__class__ = "x"\n', WRONG_KEY),
    Card("key-escape", b'"\\u001b[31m" = "x"\n', WRONG_KEY),
    Card("table", b'[clinic]\nname = "x"\n', "should be text"),
    Card("number", b"emergency = 911\n", "should be text"),
    Card("list", b'emergency = ["911"]\n', "should be text"),
    Card("empty", b'clinic = ""\n', "is empty"),
    Card("nothing-seen", card("clinic", "\u200b\u202e"), "is empty"),
    Card("phone-words", card("emergency", "call nobody"), NO_NUMBER),
    Card("phone-command", card("clinic_phone", "555; rm -rf ~"), NO_NUMBER),
    Card("phone-address", card("emergency", "tel:911"), NO_NUMBER),
    Card("phone-arabic", card("emergency", "٩١١"), NO_NUMBER),
    Card("phone-wide", card("emergency", "９１１"), NO_NUMBER),
    Card("phone-of-41", card("emergency", "1" * 41), NO_NUMBER),
    Card("clinic-long", card("clinic", "x" * 61), LONG),
    Card("note-long", card("note", "é" * 101), LONG),
    Card("note-huge", card("note", "x" * 20_001), "is longer than 20,000"),
]  # fmt: skip

NO_NAME, NO_CONDITION, UNWRITTEN = "cannot be the short name", "there is no condition", "could not be written"
ODD = {
    "up": "../../x", "root": "/etc/passwd", "windows": "c:\\x", "drive": "c:x", "slash": "a/b", "dot": "a.toml",
    "dots": "..", "space": "a b", "blank": " ", "escape": "a\x1b[31m", "title": "\x1b]0;owned\x07", "newline": "a\nb",
    "return": "a\rb", "bidi": "\u202elive", "zero-width": "h\u200biv", "bytes": "a\udcff", "letters": "über",
    "wide": "ａｂ", "of-65": "a" * 65, "of-5000": "a" * 5000, "format": "{0.__class__}", "percent": "%s%n",
    "shell": "$(touch x)", "markup": "[red]x[/]", "html": "<script>x</script>", "hyphen-last": "a-", "upper": "HIVX",
}  # fmt: skip
KEPT = {
    "device": "con", "device-of-a-port": "lpt1", "vocabulary": "glossary", "card": "card", "search": "search",
    "general": "general", "bundled": "hiv", "alias": "aids",
}  # fmt: skip

ARGUMENTS = [
    *(Argument(f"new-{name}", ("new", "--", slug), 2) for name, slug in (ODD | KEPT).items()),
    *(Argument(f"handout-{name}", ("export", "handout", "--", slug), 3) for name, slug in ODD.items() if name not in ("zero-width", "dot")),
    Argument("handout-empty", ("export", "handout", ""), 3, "(" ),
    Argument("new-empty", ("new", ""), 2, NO_NAME),
    Argument("new-over-a-page", ("new", "mine", "--output", "@/there.toml"), 5, "is there already"),
    Argument("new-through-a-link", ("new", "mine", "--output", "@/dangling.toml"), 5, "is there already"),
    Argument("new-into-nothing", ("new", "mine", "--output", "@/no/such/mine.toml"), 5, UNWRITTEN),
    Argument("new-into-a-file", ("new", "mine", "--output", "@/there.toml/mine.toml"), 5, UNWRITTEN),
    Argument("new-replaces-general", ("new", "general", "--replace"), 2),
    Argument("export-what", ("export", "\x1b[31mevil", "hiv"), 2),
    Argument("site-over-a-file", ("export", "site", "@/there.toml"), 5, UNWRITTEN),
    Argument("site-into-what-is-not-ours", ("export", "site", "@"), 5, "is not empty"),
    Argument("site-into-a-device", ("export", "site", "/dev/null/x"), 5, UNWRITTEN),
    *(
        Argument(f"base-{name}", ("export", "site", "@/new", "--base", base), 2, "is no address")
        for name, base in {
            "javascript": "javascript:alert(1)", "user": "https://nhs.uk@evil.example/", "file": "file:///etc",
            "quote": 'https://a.example/" onload="x', "tag": "https://a.example/><script>", "space": "https://a b/",
            "escape": "https://a.example/\x1b]8;;", "bidi": "https://a.example/\u202e", "letters": "https://nhѕ.uk/",
            "query": "https://a.example/?x", "part": "https://a.example/#x", "words": "here",
        }.items()
    ),
    *(
        Argument(f"output-{name}", ("lines", "exampleitis", "--output", place), 5, UNWRITTEN)
        for name, place in {
            "folder": "@", "nowhere": "@/no/such/page.txt", "in-a-file": "@/there.toml/page.txt", "long": f"@/{'x' * 300}", "full": "/dev/full", "escape": "@/no/\x1b]0;owned\x07", "empty": "",
        }.items()
    ),
    *(
        Argument(f"output-{name}", ("lines", "exampleitis", "--output", f"@/{place}"), 0, "", (place,))
        for name, place in {"of-escapes": "a\x1b[31m", "of-lines": "a\nb", "of-bytes": "a\udcff", "option": "-rf"}.items()
    ),
    *(
        Argument(f"card-{name}", ("card", option, text), 2)
        for name, (option, text) in {
            "phone-words": ("--emergency", "call nobody"), "phone-newline": ("--clinic-phone", "555\nnote = 1"),
            "phone-shell": ("--out-of-hours", "$(reboot)"), "clinic-long": ("--clinic", "x" * 61),
            "note-long": ("--note", "x" * 5000), "country-long": ("--country", "x" * 41),
        }.items()
    ),
    *(
        Argument(f"card-{name}", ("card", "--note", text), 0, left, ("salvage/card.toml",))
        for name, (text, left) in {
            "quote": ('"\nclinic = "evil', '" clinic = "evil'), "backslash": ("a\\", "a\\"),
            "escape": ("a\x1b[31mb", "a[31mb"), "bytes": ("a\udcffb", "ab"), "markup": ("[red]", "[red]"),
            "toml": ("]]'''\"\"\"#", "]]'''\"\"\"#"), "bidi": ("a\u202eb", "ab"),
        }.items()
    ),
]  # fmt: skip
