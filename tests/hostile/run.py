"""The program in this process, with what a process of its own would have: streams, environment, exit code."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from markdown_it import MarkdownIt

from salvage_cli.address import is_address
from salvage_cli.cli import main
from salvage_cli.commands import command as called
from salvage_cli.output import Terminal, View, rendered
from salvage_cli.page import Page
from salvage_cli.render.degrade import fitted
from tests.test_html import Seen
from tests.test_promises import squashed

LOOKS = {
    "text": View(),
    "plain": View(plain=True),
    "markdown": View("markdown"),
    "json": View("json"),
    "html": View("html"),
    "color": View(color="always"),
    "drawn": View(width=80),
}
OUR_STYLES = re.compile(r"\x1b\[(?:0|1|4|31|1;31|1;4)m")
ACTS = {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"}
JOINERS = "\u200c\u200d"
_JOINED = re.compile(r"(?<=[\u0620-\u0dff\u1000-\u18af\ufb50-\ufefc])[\u200c\u200d]")


@dataclass(frozen=True)
class Ended:
    """What one run left behind."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


@contextmanager
def streams() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Two pipes in place of stdout and stderr."""
    out, err = io.BytesIO(), io.BytesIO()
    kept = sys.stdout, sys.stderr
    sys.stdout = io.TextIOWrapper(out, "utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, "utf-8", errors="backslashreplace", write_through=True)
    held = sys.stdout, sys.stderr
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = kept
        for stream in held:
            stream.detach()


def run(env: Mapping[str, str], *words: str) -> Ended:
    """One command."""
    with patch.dict("os.environ", env, clear=True), streams() as (out, err):
        code = main(words)
    return Ended(code, out.getvalue().decode(), err.getvalue().decode())


def page_of(env: Mapping[str, str], name: str, *given: object, **more: object) -> tuple[Page, str]:
    """The page that a command returns, to be rendered in many looks; and what it said on stderr."""
    with patch.dict("os.environ", env, clear=True), streams() as (_, err):
        page = called(name)(*given, **more)
    assert isinstance(page, Page)
    return page, err.getvalue().decode()


def looking(page: Page, look: str) -> str:
    """A page as it leaves, in one of the looks."""
    colored = look == "color"
    return rendered(page, LOOKS[look], Terminal(False, 80, 24, colored, "utf-8"), colored)


def acting(shown: str) -> set[str]:
    """Characters that act or hide; a joiner where a script needs it does neither."""
    shown = _JOINED.sub("", shown)
    if shown.replace("\n", "").isprintable():
        return set()
    return {c for c in shown if c != "\n" and unicodedata.category(c) in ACTS}


def leaks(look: str, ended: Ended) -> set[str]:
    """What of a page could act on the terminal; in color all but our own styles."""
    return acting(OUR_STYLES.sub("", ended.out) if look == "color" else ended.out) | acting(ended.err)


def said(look: str, out: str) -> str:
    """The page as a reader has it, squashed: without the drawing, or once Markdown, HTML or JSON are read."""
    match look:
        case "html":
            seen = Seen(out)  # it holds our elements and attributes only
            assert [link for link in seen.links if not link.startswith("#") and not is_address(link)] == []
            out = seen.words
        case "markdown":
            out = "\n".join(_markdown(out))
        case "json":
            out = "\n".join(_strings(json.loads(out)))
        case "color":
            out = OUR_STYLES.sub("", out)
    return squashed(out).casefold()


def expected(look: str, text: str) -> str:
    """A text of a page as `said` has it."""
    return squashed(fitted(text, "ascii") if look == "plain" else text).casefold()


_READER = MarkdownIt("commonmark")


def _markdown(out: str) -> Iterator[str]:
    """Every text of a Markdown page. It holds no markup of ours but what is named here."""
    for block in _READER.parse(out):
        assert not block.type.startswith(("html", "fence", "code_block")), block
        for token in block.children or ():
            assert token.type not in ("image", "html_inline"), token
            if token.type == "link_open":
                assert SAFE.fullmatch(str(token.attrs["href"])), token
                yield str(token.attrs["href"])  # its text is decoded for display
        yield "".join(
            " " if token.type.endswith("break") else token.content for token in block.children or ()
        )


SAFE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[!-~]*)?")


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case int():
            yield f"{value:,}"
        case dict() | list():
            for held in value.values() if isinstance(value, dict) else value:
                yield from _strings(held)
