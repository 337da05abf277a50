"""Addresses are links on terminals that can follow them, and only there."""

import re

import pytest

from salvage_cli.render.links import linked
from tests.conftest import Run, environment, program
from tests.screen import sent

LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\([^\x1b]*)\x1b\]8;;\x1b\\")


def shown(*words: str, **env: str) -> str:
    """What a terminal is sent."""
    return sent([program(), *words], environment({"TERM": "xterm-256color", **env}))


def test_an_address_on_a_terminal_is_a_link_to_what_stands_there() -> None:
    seen = shown("sources", "hiv", "--no-pager")
    links = LINK.findall(seen)
    assert len(links) > 10
    assert all(to == text and re.fullmatch(r"https?://[!-~]+", to) for to, text in links)
    bare = LINK.sub(lambda found: found[2], seen)
    assert "\x1b]" not in bare
    assert bare == shown("sources", "hiv", "--no-pager", TERM="dumb", FORCE_COLOR="1")


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("--no-pager",), {"NO_COLOR": "1"}),
        (("--no-pager",), {"TERM": "dumb"}),
        (("--no-pager", "--color", "never"), {}),
        (("--plain",), {}),
        (("--format", "text"), {}),
        (("--format", "markdown"), {}),
        (("--format", "json"), {}),
        ((), {"SALVAGE_PAGER": "head -n 400"}),
    ],
)
def test_there_is_no_link_elsewhere(words: tuple[str, ...], env: dict[str, str]) -> None:
    seen = shown("sources", "hiv", *words, **env)
    assert "https://" in seen
    assert "\x1b]" not in seen


@pytest.mark.parametrize("words", [(), ("--color", "always"), ("--width", "80")], ids=str)
def test_there_is_no_link_in_a_pipe(words: tuple[str, ...], salvage: Run) -> None:
    assert "\x1b]" not in salvage("sources", "hiv", *words, env={"TERM": "xterm-256color"}).stdout


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "file:///etc/passwd", "https://user:word@example.org/", "https://a@b/",
        "https://exämple.org/", "https://example.org/\x07x", "see https://example.org/", "https://a b/",
        "https://example.org/\u202e", "http://", "https:///path", "ftp://example.org/", "https://b.org/ ",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_no_link(text: str) -> None:
    assert linked(f"    {text}\n") == f"    {text}\n"


@pytest.mark.parametrize(
    "text", ["https://example.org", "http://example.org:80/a@b?c;d#e", "https://a.b/~c/%20"]
)
def test_a_plain_address_is_a_link(text: str) -> None:
    assert linked(f"    {text}\nmore\n") == f"    \x1b]8;;{text}\x1b\\{text}\x1b]8;;\x1b\\\nmore\n"
