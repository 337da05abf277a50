"""One file each: what a parser, a decoder or a rule of ours must refuse, clean or show (`FILES`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from salvage_cli.compose.words import OWN_PAGE
from tests.hostile.pages import SPECIMEN, added, changed, filled, led, quoted, written
from tests.hostile.texts import CLEANED, SHOWN

Expectation = Literal["shown", "cleaned", "refused", "flagged"]
LIMIT = 256 * 1024


@dataclass(frozen=True)
class Case:
    """A hostile file: what kind of harm it means, what is promised, its bytes.

    `shown` are strings that must be whole on the page, `never` such as must not be there. `said` is part of the message of a file that is
    refused, `place` the text on the line that the message names; empty where it names none.
    """

    name: str
    threat: str
    expect: Expectation
    data: bytes
    shown: tuple[str, ...] = ()
    said: str = ""
    place: str = ""
    never: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """What the file is called."""
        return f"h-{self.name}"

    @property
    def large(self) -> bool:
        return len(self.data) > 60_000

    def line(self) -> int | None:
        """The first line that holds the place."""
        if not self.place:
            return None
        assert self.place.encode() in self.data, self.name
        return self.data[: self.data.index(self.place.encode())].count(b"\n") + 1


def texts() -> list[Case]:
    """Every text of `texts` in every field."""
    cleaned = [
        Case(name, "D1", "cleaned", written(filled(raw)), (left,)) for name, (raw, left) in CLEANED.items()
    ]
    shown = [Case(name, "D1", "shown", written(filled(text)), (text,)) for name, text in SHOWN.items()]
    return cleaned + shown


FIRST = 'name = "Exampleitis"'
SLEEP = '"Sleep helps."'
URL = '"https://clinic.example/leaflet"'
EMPTY = "is empty"
WRONG_KEY = "is not a key that can stand here"
NOT_TOML = "is not TOML"
NUMBER = "should be a whole number"
DAY = "should be a date"
NOT_ID = "is not an id"


def refused(name: str, data: bytes, said: str, place: str = "", threat: str = "D2") -> Case:
    return Case(name, threat, "refused", data, (), said, place)


def shown(name: str, data: bytes, *strings: str, threat: str = "D2") -> Case:
    return Case(name, threat, "shown", data, strings)


def cleaned(name: str, data: bytes, *strings: str, threat: str = "D2") -> Case:
    return Case(name, threat, "cleaned", data, strings)


def value(raw: str | bytes) -> bytes:
    """The specimen with something else where a text stands."""
    return changed(SLEEP, raw)


def count(raw: str) -> bytes:
    return changed("count = 12,", f"count = {raw},")


def day(raw: str) -> bytes:
    return changed("checked = 2026-01-15", f"checked = {raw}")


def url(raw: str) -> bytes:
    return changed(URL, raw)


def id_(raw: str) -> bytes:
    return changed('"exampleitis.coping.sleep"', raw)


def encodings() -> list[Case]:
    whole = SPECIMEN.encode()
    lines = SPECIMEN.replace("\n", "\r\n").encode()
    return [
        shown("bom", b"\xef\xbb\xbf" + whole, "Sleep helps."),
        refused("bom-twice", b"\xef\xbb\xbf" * 2 + whole, NOT_TOML, FIRST),
        cleaned("bom-inside", value('"Sl\ufeffeep helps."'), "Sleep helps."),
        refused("utf-16", SPECIMEN.encode("utf-16"), "is not UTF-8 at byte 0"),
        refused("utf-16-be", SPECIMEN.encode("utf-16-be"), "is not UTF-8"),
        refused("utf-32", SPECIMEN.encode("utf-32"), "is not UTF-8 at byte 0"),
        refused("utf-7", value('"+AGEAYg-" +ADs-'), NOT_TOML, "+AGE"),
        refused("latin-1", value('"Ärger"'.encode("latin-1")), "is not UTF-8"),
        refused("overlong", value(b'"a\xc0\xafb"'), "is not UTF-8"),
        refused("surrogate", value(b'"a\xed\xa0\x80b"'), "is not UTF-8"),
        refused("too-high", value(b'"a\xf4\x90\x80\x80b"'), "is not UTF-8"),
        refused("cut-letter", whole + b"# \xe2\x82", "is not UTF-8"),
        refused("lone-byte", value(b'"a\xffb"'), "is not UTF-8"),
        shown("crlf", lines, "Sleep helps."),
        refused("cr", SPECIMEN.replace("\n", "\r").encode(), NOT_TOML, FIRST),
        refused("cr-in-a-comment", led("# a\rb"), NOT_TOML),
        refused("nul-raw", value(b'"a\x00b"'), NOT_TOML, "\x00"),
        refused("nul-alone", b"\x00" * 100, NOT_TOML),
        refused("escape-raw", value(b'"a\x1b[31mb"'), NOT_TOML, "\x1b"),
        refused("escape-in-a-comment", led(b"# \x1b[31m"), NOT_TOML, "\x1b"),
        refused("delete-raw", value(b'"a\x7fb"'), NOT_TOML, "\x7f"),
        refused("backspace-raw", value(b"'a\x08b'"), NOT_TOML, "\x08"),
        cleaned("c1-raw", value(b'"Sl\xc2\x9beep helps."'), "Sleep helps."),
        cleaned("bidi-raw", value('"Sl\u202eeep helps."'), "Sleep helps."),
        shown("bidi-in-a-comment", led("# \u202egnp.exe"), "Sleep helps."),
        cleaned("escape-e", value(r'"Sl\eeep helps."'), "Sleep helps."),
        cleaned("escape-x", value(r'"Sl\x1beep\x9b helps."'), "Sleep helps."),
        cleaned("escape-u", value(r'"Sl\u001beep\U0000009b helps."'), "Sleep helps."),
        refused("escape-surrogate", value(r'"a\ud800b"'), NOT_TOML, r"\ud800"),
        refused("escape-too-high", value(r'"a\U00110000b"'), NOT_TOML, r"\U00110000"),
        refused("escape-unknown", value(r'"a\qb"'), NOT_TOML, r"\q"),
        cleaned("text-of-lines", value('"""Sleep\n\n\nhelps."""'), "Sleep helps."),
        cleaned("text-of-returns", value('"Sleep\\r\\n\\r\\nhelps."'), "Sleep helps."),
        refused("empty-file", b"", "is missing"),
        refused("not-toml", b"#!/bin/sh\nrm -rf ~\n", NOT_TOML, "rm"),
        refused("json-file", b'{"name": "Exampleitis"}', NOT_TOML, "{"),
        refused("html", b"<!doctype html><script>alert(1)</script>", NOT_TOML, "<!"),
        refused("pickle", b"\x80\x04\x95\x0b\x00\x00\x00cos\nsystem\n", "is not UTF-8 at byte 0"),
        refused("zip", b"PK\x03\x04" + b"\x00" * 26, NOT_TOML, "PK"),
        refused("elf", b"\x7fELF\x02\x01\x01" + b"\x00" * 57, NOT_TOML),
    ]


def values() -> list[Case]:
    sleep = "text = "
    return [
        refused("integer-of-4301-digits", count("1" * 4301), "a number that is too long"),
        refused("integer-hex-200k", count("0x" + "f" * 200_000), NUMBER, "count = 0x"),
        refused("integer-over-64-bits", count(str(2**63)), NUMBER, "count = 9"),
        shown("integer-of-64-bits", count(str(2**63 - 1)), "9,223,372,036,854,775,807"),
        refused("integer-negative", count("-1"), NUMBER, "count = -1"),
        refused("float", count("1.5"), NUMBER, "count = 1.5"),
        refused("float-huge", count("1e400"), NUMBER, "count = 1e400"),
        refused("nan", count("nan"), NUMBER, "count = nan"),
        refused("nan-signed", count("-nan"), NUMBER, "count = -nan"),
        refused("inf", count("inf"), NUMBER, "count = inf"),
        refused("inf-minus", count("-inf"), NUMBER, "count = -inf"),
        refused("truth", count("true"), NUMBER, "count = true"),
        refused("number-in-quotes", count('"178"'), NUMBER, 'count = "178"'),
        refused("nan-for-text", value("nan"), "should be text", sleep + "nan"),
        refused("list-for-text", value('["a"]'), "should be text", sleep + "["),
        refused("table-for-text", value("{}"), "should be text", sleep + "{"),
        refused("day-for-text", value("2026-01-01"), "should be text", sleep + "2026"),
        refused("day-30-february", day("2026-02-30"), NOT_TOML, "2026-02-30"),
        refused("day-of-year-0", day("0000-01-01"), NOT_TOML, "0000-01-01"),
        shown("day-of-year-1", day("0001-01-01"), "0001-01-01"),
        shown("day-of-year-9999", day("9999-12-31"), "9999-12-31"),
        refused("day-with-time", day("2026-01-15T12:00:00"), DAY, "checked = "),
        refused("day-with-zone", day("2026-01-15T12:00:00+14:00"), DAY, "checked = "),
        refused("time-alone", day("07:32:00"), DAY, "checked = "),
        refused("time-short", day("07:32"), DAY, "checked = "),
        refused("day-in-quotes", day('"2026-01-15"'), DAY, "checked = "),
        refused("day-in-arabic-digits", day("٢٠٢٦-٠١-١٥"), NOT_TOML, "٢٠٢٦"),
        refused("key-twice", value('"a"\ntext = "b"'), NOT_TOML, 'text = "b"'),
        refused("table-twice", added('[outlook]\nid = "a"'), NOT_TOML),
        refused("table-and-list", added('[statement]\nid = "a"'), NOT_TOML),
        refused("table-by-dots", led('outlook.text = "a"'), NOT_TOML),
        refused("list-that-is-fixed", led("faq = []"), NOT_TOML),
        refused("text-empty", value('""'), EMPTY, sleep + '""'),
        refused("text-of-spaces", value('"   "'), EMPTY, sleep + '"  '),
        refused("text-of-nothing-seen", value('"\u200b\u202e\U000e0041"'), EMPTY),
        refused("text-of-controls", value(r'"\u001b\u0007"'), EMPTY),
        refused("cites-empty", changed('cites = ["own-leaflet"]', "cites = []"), EMPTY, "cites = []"),
        refused("cites-no-list", changed('cites = ["own-leaflet"]', 'cites = "own-leaflet"'), "a list"),
        refused(
            "choice-null",
            changed('rung = "salvage"', 'rung = "sal\\u0000vage"'),
            "one of the choices",
            'rung = "sal\\',
        ),
        refused("choice-case", changed('rung = "salvage"', 'rung = "Salvage"'), "one of the choices"),
        refused("choice-list", changed('rung = "salvage"', 'rung = ["salvage"]'), "one of the choices"),
        refused("choice-nested", changed('rung = "salvage"', "rung = [[[[{}]]]]"), "one of the choices"),
        refused("table-for-records", led("option = {}"), NOT_TOML),
        refused(
            "records-of-text", changed("further = [{", 'further = ["a", {'), "should be a table", "further"
        ),
        shown(
            "inline-over-lines",
            changed('how = { text = "They', 'how = {\n text = "They'),
            "They stop the example",
        ),
    ]


LONG_KEY = ".".join(["a"] * 33)


def keys() -> list[Case]:
    def key(name: str, raw: str, place: str = "") -> Case:
        return refused(name, led(f"{raw} = 1"), WRONG_KEY, place or raw)

    return [
        key("key-class", "__class__"),
        key("key-init", "__init__"),
        key("key-dict", "__dict__"),
        key("key-proto", "__proto__"),
        key("key-required", "required_"),
        key("key-method", "replaced"),
        key("key-kind", "kind"),
        key("key-empty", '""'),
        key("key-space", '" "'),
        key("key-escape", r'"\u001b[31m"'),
        key("key-bidi", '"\u202ename"'),
        key("key-zero-width", '"na\u200bme"'),
        key("key-confusable", '"nаme"'),
        key("key-newline", r'"a\nb"'),
        key("key-case", "Name"),
        key("key-long", "k" * 60_000),
        key("key-markup", '"[red]"'),
        key("key-path", '"../../x"'),
        key("key-32-parts", ".".join("abcdefghijklmnopqrstuvwxyzabcdef")),
        refused("key-33-parts", led(".".join(["a"] * 34) + " = 1"), "more than 32 parts", "a.a"),
        refused("key-33-parts-spaced", led(" . ".join(["a"] * 34) + " = 1"), "more than 32 parts", "a . a"),
        refused("key-33-parts-quoted", led(".".join(['"a b"', "'c'"] * 17) + " = 1"), "more than 32 parts"),
        refused("key-33-parts-inline", value("{" + ".".join(["a"] * 34) + " = 1}"), "more than 32 parts"),
        refused("key-33-parts-header", added("[" + ".".join(["a"] * 34) + "]"), "more than 32 parts"),
        refused("key-33-parts-of-100-letters", led(".".join(["a" * 100] * 33) + " = 1"), "more than 32 parts"),
        refused("key-33-parts-behind-a-text", value(r'{ b = "\" # ", ' + LONG_KEY + " = 1 }"), "more than 32 parts"),
        refused("key-33-parts-behind-lines", value('{ b = """"a""\n\\""" # """"", ' + LONG_KEY + " = 1 }"), "more than 32 parts", "# \"\"\"\"\","),
        refused("key-33-parts-behind-quotes", value("{ b = '''\"'# '', '''', " + LONG_KEY + " = 1 }"), "more than 32 parts"),
        refused("key-33-parts-behind-a-comment", led("# don't say \"\n" + LONG_KEY + " = 1"), "more than 32 parts", "a.a"),
        shown("words-one-by-one", value('"' + "Stop. " * 40 + '"'), "Stop. " * 39),
        shown("words-one-by-one-quoted", value("'" + '"Stop". ' * 40 + "'"), '"Stop". ' * 39),
        shown("words-one-by-one-on-lines", value('"""\n\\"" ' + "Stop. " * 40 + '"""""'), '"" ' + "Stop. " * 39),
        shown("words-one-by-one-between-texts", value("'''''It's \" " + "Stop. " * 40 + "'''"), "It's \" " + "Stop. " * 39),
        shown("words-one-by-one-in-a-comment", led("# " + "Stop. " * 40), "Sleep helps."),
        refused("key-of-100k-parts", led(".".join(["a"] * 100_000) + " = 1"), "more than 32 parts", "a.a"),
        refused("keys-of-999-parts", led("\n".join(f"{'.'.join(['a'] * 999)}.b{n} = 1" for n in range(100))), "32 parts"),
        # keys of safety, and of trust
        refused("misspelt-sign", changed("[[sign]]", "[[sing]]"), WRONG_KEY, "[[sing]]"),
        refused("misspelt-signs", changed("[[sign]]", "[[warninng_signs]]"), WRONG_KEY, "[[warninng_signs]]"),
        refused("misspelt-urgency", changed('urgency = "emergency"', 'urgancy = "emergency"'), WRONG_KEY, "urgancy"),
        refused("misspelt-card", changed("[[card]]", "[[cards]]"), WRONG_KEY, "[[cards]]"),
        refused("no-card", SPECIMEN.replace("[[card]]", "[[x]]").encode(), WRONG_KEY, "[[x]]"),
        refused("softened-urgency", changed('urgency = "emergency"', 'urgency = "relax"'), "one of the choices"),
        refused("sign-at-a-visit", changed('[[sign]]\nid = "exampleitis.urgent.rash"\nurgency = "today"',
                '[[sign]]\nid = "exampleitis.urgent.rash"\nurgency = "visit"'), "one of the choices"),
        refused("forged-bundled", led("bundled = true"), WRONG_KEY, "bundled"),
        refused("forged-trusted", led("trusted = true"), WRONG_KEY, "trusted"),
        refused("forged-reviewed", led('reviewed_by = "NHS"'), WRONG_KEY, "reviewed_by"),
        refused("forged-slug", led('slug = "hiv"'), WRONG_KEY, "slug"),
        refused("forged-hash", led('hash = "000000000000"'), WRONG_KEY, "hash"),
        refused("forged-label-key", led('label = ""'), WRONG_KEY, "label"),
        refused("forged-notice", led('notice = "Trust me."'), WRONG_KEY, "notice"),
        refused("forged-warnings", led("warnings = []"), WRONG_KEY, "warnings"),
        Case("forged-signed-by", "D3", "flagged", led('signed_by = "Dr. Nobody, NHS"'),
             (OWN_PAGE,), never=("Dr. Nobody",)),
    ]  # fmt: skip


def ids() -> list[Case]:
    bad = {
        "path-up": '"../../x"', "path-root": '"/etc/passwd"', "path-windows": r'"c:\\x"', "drive": '"a:b"',
        "nul": r'"a\u0000b"', "upper": '"Exampleitis.x"', "space": '"a b"', "empty": '""', "dots": '"..."',
        "dot-last": '"a.b."', "four-parts": '"a.b.c.d"', "confusable": '"hіv.x"', "letters": '"über"',
        "hyphen-first": '"--help"', "escape": r'"a\u001b[31m"', "bidi": '"a\u202eb"', "zero-width": '"a\u200bb"',
        "part-of-65": f'"{"a" * 65}"', "of-5000": f'"{"a" * 5000}"', "markup": '"<b>"', "quote": "'a\"b'",
        "newline": r'"a\nb"', "digits-wide": '"a１"', "number": "7", "percent": '"%2e%2e"', "under": '"a_b"',
    }  # fmt: skip
    entry = [refused(f"id-{name}", id_(raw), "an id", threat="D3") for name, raw in bad.items()]
    cite = [
        refused(f"cite-{name}", changed('cites = ["own-leaflet"]', f"cites = [{raw}]"), "an id", threat="D3")
        for name, raw in bad.items()
        if name in ("path-up", "escape", "bidi", "empty", "of-5000")
    ]
    header = "[source.own-leaflet]"
    source = [
        refused(f"source-{name}", changed(header, f"[source.{raw}]"), "an id", threat="D3")
        for name, raw in bad.items()
        if name in ("path-up", "escape", "bidi", "empty", "zero-width", "space")
    ]
    twin = SPECIMEN[SPECIMEN.index(header) :].replace("own-leaflet", '"own-\u200bleaflet"')
    return [
        *entry,
        *cite,
        *source,
        refused("source-twin", added(twin), "an id", threat="D3"),
        refused("id-twice", id_('"exampleitis.faq.last"'), "stands twice", threat="D3"),
        refused(
            "cite-nowhere",
            changed('cites = ["own-leaflet"]', 'cites = ["nowhere"]'),
            "no source",
            threat="D3",
        ),
        refused("term-nowhere", changed('"example-count"]', '"nowhere"]'), "no glossary term", threat="D3"),
        refused("effect-nowhere", changed('"example-allergy"', '"nowhere"'), "no side effect", threat="D3"),
    ]


def urls() -> list[Case]:
    bad = {
        "javascript": "javascript:alert(1)", "javascript-case": "JaVaScRiPt:alert(1)", "data": "data:text/html,x",
        "file": "file:///etc/passwd", "vbscript": "vbscript:x", "ftp": "ftp://a.example", "mailto": "mailto:a@b.c",
        "userinfo": "https://nhs.uk@evil.example/", "userinfo-password": "https://nhs.uk:80@evil.example/",
        "userinfo-empty": "https://@evil.example/", "userinfo-path": "https://evil.example\\@nhs.uk/",
        "letters": "https://nhѕ.uk/", "letters-path": "https://a.example/ü", "space": "https://a.example/ b",
        "space-first": " javascript:alert(1)", "quote": 'https://a.example/" onmouseover="alert(1)',
        "quote-single": "https://a.example/' x='", "tag": "https://a.example/><script>", "open": "https://a.example/<b>",
        "no-scheme": "//evil.example", "no-host": "https:///x", "no-slashes": "https:evil.example", "bare": "https://",
        "backslashes": "https:\\\\evil.example", "relative": "page.html", "words": "not shown",
        "newline": "https://a.example/\nx", "tab": "https://a.exa\tmple/", "escape": "https://a.example/\x1b]8;;",
        "c1": "https://a.example/\x9c", "bidi": "https://a.example/\u202egpj", "zero-width": "https://nhs\u200b.uk/",
        "dots": "https://../", "colon": "https://a.example:port/",
        "backtick": "https://a.example/`x`", "pipe": "https://a.example/|x", "long": "https://a.example/" + "a" * 20_000,
    }  # fmt: skip
    good = {
        "query": "https://a.example/x?y=1&z=2#part", "percent": "https://a.example/%C3%BC", "http": "http://a.example",
        "port": "https://a.example:8443/x", "brackets": "https://a.example/x_(y)~z", "bracket": "https://a.example/](x", "at": "https://a.example/@x/y",
        "puny": "https://xn--nh-nmc.uk/", "address": "https://192.0.2.1/x", "long-good": "https://a.example/" + "a" * 1500,
    }  # fmt: skip

    return [
        *(refused(f"url-{name}", url(quoted(raw)), "`url`", threat="D4") for name, raw in bad.items()),
        *(refused(f"copy-{name}", url(f"{URL}\ncopy = {quoted(bad[name])}"),
                  "`copy`", threat="D4") for name in ("javascript", "userinfo", "letters", "no-scheme", "escape")),
        *(shown(f"url-{name}", url(quoted(raw)), raw, threat="D4") for name, raw in good.items()),
    ]  # fmt: skip


def depths() -> list[Case]:
    def nested(open: str, close: str, times: int) -> bytes:
        return value(open * times + close * times)

    deep = "nested too deep"
    return [
        refused("arrays-100k", nested("[", "]", 100_000), deep),
        refused("arrays-100k-open", value("[" * 100_000), deep),
        refused("arrays-390", nested("[", "]", 390), "should be text"),
        refused("arrays-17", nested("[", "]", 17), "should be text"),
        refused("inline-40k", value("{a=" * 40_000 + "1" + "}" * 40_000), deep),
        refused("inline-300", value("{a=" * 300 + "1" + "}" * 300), "should be text"),
        refused("mixed-50k", value("[{a=" * 40_000), deep),
        refused("header-31", added("[" + ".".join(["a"] * 31) + "]"), WRONG_KEY),
        refused("unknown-deep", led("x = " + "[" * 380 + "]" * 380), WRONG_KEY, "x = "),
    ]


def sized(piece: str | bytes, *, to: int = LIMIT) -> bytes:
    """A piece again and again, as far as a file may be long."""
    piece = piece if isinstance(piece, bytes) else piece.encode()
    return piece * (to // len(piece))


def numbered(piece: str, *, start: bytes = SPECIMEN.encode() + b"\n", to: int = LIMIT) -> bytes:
    """The specimen and a piece with a number in it, again and again, as far as a file may be long."""
    parts, size, n = [start], len(start), 0
    while size + len(part := piece.format(n=n).encode()) <= to:
        parts.append(part)
        size, n = size + len(part), n + 1
    return b"".join(parts)


def in_fields(text: str, *, to: int = LIMIT) -> bytes:
    """The specimen and statements that hold this text, as many as fit."""
    piece = '[[statement]]\nid = "exampleitis.coping.n{n}"\nsection = "coping"\ntext = "TEXT"\ncites = ["example-guide"]\n'
    return numbered(piece.replace("TEXT", text.replace("{", "{{").replace("}", "}}")), to=to)


STATEMENT = '[[statement]]\nid = "x.n{n}"\nsection = "when"\ntext = "a"\ncites = ["example-guide"]\n'
QUESTION = '[[question]]\nid = "q{n}"\nmoment = "after"\ntext = "a"\n'
GAP = '[[gap]]\nid = "g{n}"\nsection = "tests"\nwhy = "not-known"\ntext = "a"\n'
FAQ = '[[faq]]\nid = "f{n}"\nask = "a"\ntext = "b"\ncites = ["example-guide"]\n'
LINE = '[[line]]\nid = "l{n}"\nrung = "later"\nname = "a"\ntext = "b"\ncites = ["example-guide"]\n'
SIGN = '[[sign]]\nid = "s{n}"\nurgency = "now"\ntext = "a"\naction = "b"\nwho = "c"\ncountry = "d"\ncites = ["example-guide"]\n'
EFFECT = '[[effect]]\nid = "e{n}"\neffect = "example-headache"\ntreatment = "t{n}"\nurgency = "now"\ncites = ["example-guide"]\n'
SOURCE = (
    '[source.s{n}]\ntitle = "a"\npublisher = "b"\ndate = "c"\nurl = "https://a.example/{n}"\n'
    'kind = "press"\nread = 2026-01-01\nextent = "whole"\n'
)


def wide(item: str, *, to: int = LIMIT - 20_000) -> str:
    """A list of numbered items, as long as a file may be."""
    parts, size, n = [], 0, 0
    while size < to:
        parts.append(item.format(n=n))
        size, n = size + len(parts[-1].encode()) + 1, n + 1
    return f"[{','.join(parts)}]"


def sources() -> bytes:
    """As many sources as fit, each cited."""
    many = 1200
    cites = ",".join(f'"s{n}"' for n in range(many))
    page = changed('cites = ["own-leaflet"]', f'cites = ["own-leaflet",{cites}]')
    return page + b"\n" + "".join(SOURCE.format(n=n) for n in range(many)).encode()


def huge() -> list[Case]:
    long, full = "is longer than 20,000 characters", LIMIT - len(SPECIMEN.encode()) - 1
    sleep = "Sleep helps."
    one = value
    return [
        refused("comment-too-long", led("#" + "x" * LIMIT), "larger than 256 KiB"),
        refused("text-of-10-mb", one('"' + "x" * 10_000_000 + '"'), "larger than 256 KiB"),
        shown("comment-at-the-limit", added("#" + "x" * (full - 1)), sleep),
        shown("newlines-at-the-limit", added("\n" * full), sleep),
        shown("spaces-at-the-limit", added(" " * full), sleep),
        refused("text-of-200k", one('"' + "x" * 200_000 + '"'), long, 'text = "xxx'),
        refused("text-of-20001", one('"' + "é" * 20_001 + '"'), long),
        shown("text-of-20000", one('"' + "x" * 20_000 + '"'), "x" * 20_000),
        shown("texts-of-20000", in_fields("x" * 19_999), "x" * 19_999),
        shown("words-of-20000", in_fields("ab " * 6_000), sleep),
        shown("marks-long", in_fields("a" + "\u0301" * 19_000), "a" + "\u0301" * 19_000),
        shown("brackets", in_fields("[" * 19_000), "[" * 19_000),
        shown("brackets-number", in_fields(" [1, 2" * 3_000), "[1, 2" * 3_000),
        shown("stars", in_fields("*_`<&" * 3_800), "*_`<&" * 3_800),
        shown("backslashes", in_fields("\\\\" * 19_000), "\\" * 19_000),
        shown("emoji-long", in_fields("🧪" * 15_000), "🧪" * 15_000),
        shown("han-long", in_fields("字" * 15_000), "字" * 15_000),
        shown("han-and-spaces", in_fields("字 " * 9_000), "字" * 9_000),
        shown("right-to-left-long", in_fields("עברית " * 3_000), "עברית" * 3_000),
        shown("persian-long", in_fields("می\u200cخواهم " * 1_500), "می\u200cخواهم" * 1_500),
        shown("compatible", in_fields("ﷺ" * 15_000), sleep),
        refused("zero-width-long", one('"' + "\u200b" * 60_000 + '"'), EMPTY),
        cleaned("escapes-long", in_fields(r"a\u001b[31m" * 1_500), "a[31m" * 1_500),
        cleaned("spaces-long", in_fields("a" + "\\t " * 6_000 + "b"), sleep),
        cleaned("joiners-long", in_fields("a" + "\u200d" * 19_000 + "b"), sleep),
        shown("no-break-spaces", in_fields("a" + "\u00a0" * 15_000 + "b"), sleep),
        shown("hyphens", in_fields("-" * 19_000), "-" * 19_000),
        shown("dots-long", in_fields("." * 19_000), "." * 19_000),
        shown("statements", numbered(STATEMENT), sleep),
        shown("questions", numbered(QUESTION), sleep),
        shown("gaps", numbered(GAP), sleep),
        shown("answers", numbered(FAQ), sleep),
        shown("lines", numbered(LINE), sleep),
        shown("signs", numbered(SIGN), sleep),
        shown("effects", numbered(EFFECT), sleep),
        shown("sources-cited", sources(), sleep),
        shown("sources-uncited", numbered(SOURCE), sleep),
        shown("aliases-many", changed('["example disease", "ex-itis", "Ärger"]', wide('"b{n}"')), sleep),
        shown("ambiguous-many", changed('["testing trouble"]', wide('"c{n}"')), sleep),
        shown("phrases-many", changed('["my throat is closing"]', wide('"d{n}"')), sleep),
        shown("cites-the-same", changed('cites = ["own-leaflet"]', "cites = " + wide('"own-leaflet"')), sleep),
        refused("cites-nowhere", changed('cites = ["own-leaflet"]', "cites = " + wide('"n{n}"')), "no source", "n0"),
        refused("terms-nowhere", changed('["example-regimen", "example-count"]', wide('"n{n}"')), "no glossary"),
        refused("ids-twice", numbered('[[question]]\nid = "q"\nmoment = "after"\ntext = "a"\n'), "stands twice"),
        refused("tables-unknown", sized("[[a]]\n"), WRONG_KEY, "[[a]]"),
        refused("tables-empty", sized("[[line]]\n"), "is missing", "[[line]]"),
        refused("tables-in-tables", sized("[[line]]\n[[line.example]]\n"), "is missing", "[[line.example]]"),
        refused("tables-by-number", numbered("[a{n}]\n", start=b""), WRONG_KEY, "[a0]"),
        refused("keys-unknown", numbered("a{n}=1\n", start=b""), WRONG_KEY, "a0=1"),
        refused("keys-nearly-right", numbered("checkd{n}=1\n", start=b""), WRONG_KEY, "checkd0"),
        refused("keys-long-unknown", numbered("checked" * 500 + "{n}=1\n", start=b""), WRONG_KEY, "checked"),
        refused("keys-of-32-parts", numbered(".".join(["a"] * 31) + ".b{n}=1\n", start=b""), WRONG_KEY, "a.a"),
        refused("keys-of-32-parts-apart", numbered("a{n}." + ".".join(["b"] * 30) + "=1\n", start=b""), WRONG_KEY),
        refused("headers-of-31-parts", numbered("[a{n}." + ".".join(["b"] * 30) + "]\n", start=b""), WRONG_KEY),
        refused("inline-keys-of-32-parts", b"x = [" + sized("{" + ".".join(["a"] * 32) + "=1}\n,", to=250_000) + b"]", WRONG_KEY),
        refused("integers", b"x = [" + sized("1,", to=250_000) + b"]", WRONG_KEY, "x = "),
        refused("integers-of-4000-digits", b"x = [" + sized("9" * 4000 + ",", to=250_000) + b"]", WRONG_KEY, "x = "),
        refused("days", b"x = [" + sized("2026-01-01,", to=250_000) + b"]", WRONG_KEY, "x = "),
        refused("lists-empty", b"x = [" + sized("[],", to=250_000) + b"]", WRONG_KEY, "x = "),
        refused("inline-empty", b"x = [" + sized("{},", to=250_000) + b"]", WRONG_KEY, "x = "),
        refused("texts-short", b"x = [" + sized("'',", to=250_000) + b"]", WRONG_KEY, "x = "),
        refused("escapes-short", b'x = "' + sized("\\u0041", to=250_000) + b'"', WRONG_KEY, "x = "),
        refused("choices-wrong", changed("further = [", "further = " + "[" + "{}," * 80_000), "missing"),
        refused("spaces-in-an-array", led("x = [\n[" + " " * 200_000 + "1]\n]"), WRONG_KEY, "x = "),
        refused("words-in-an-array", led("x = [\n[" + "a " * 10 + "1]\n]"), NOT_TOML),
        refused("spaces-in-a-header", led("[" + " " * 200_000 + "x]"), WRONG_KEY),
        refused("header-quoted-spaces", led("x = [\n[" + '"a" ,' * 40_000 + "]\n]"), WRONG_KEY, "x = "),
        refused("fences", led("x = [" + "'''''' ,\"\"\"\"\"\"," * 12_000 + "]"), WRONG_KEY, "x = "),
        refused("dots-in-a-text", one('"' + "a." * 100_000 + '"'), "longer than 20,000 characters"),
        refused("words-and-dots", one('"' + "a" * 200 + "." * 100_000 + '"'), long),
        refused("letters-64-and-dots", one('"' + ("a" * 65 + ".") * 3_000 + '"'), long),
        refused("quote-open-long", led('x = "' + "y" * 200_000), NOT_TOML),
        refused("quotes-many", sized('"'), NOT_TOML, '"'),
        refused("equals-many", sized("="), NOT_TOML, "="),
        refused("newlines-then-wrong", sized("\n", to=LIMIT - 10) + b"=", NOT_TOML),
    ]  # fmt: skip


FILES = [*texts(), *encodings(), *values(), *keys(), *ids(), *urls(), *depths(), *huge()]
assert len({case.name for case in FILES}) == len(FILES), "each has a name of its own"
