"""One TOML file from disk to a dict, or a `Problem`. It may come from a stranger.

The order is that of the threat model: regular file, size, BOM, UTF-8, length of keys, parse.
Nothing here raises for what a file can be; nothing blocks on a pipe or a device.
"""

from __future__ import annotations

import os
import re
import stat
from typing import Any

import tomli

from salvage_cli.clean import shown
from salvage_cli.problems import Finding, Problem, located
from salvage_cli.record import Record

LIMIT = 256 * 1024
"""Bytes in one knowledge file."""

PARTS = 32
"""Parts of one dotted key. No file needs more; a few hundred longer ones cost seconds and gigabytes."""

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+')"""
# A text is skipped as the parser skips it, so that nothing in one is taken for a key; a quoted part of a key
# is no such text. From a text that is never closed on, there is nothing that the parser would come to.
_TOKENS = re.compile(
    r""""{3}(?:[^"\\]++|\\[\s\S]|"{1,2}(?!"))*+"{3,5}"""
    r"""|'{3}(?:[^']++|'{1,2}(?!'))*+'{3,5}|(?:"{3}|'{3})[\s\S]*+"""
    rf"|(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)"
    r"""|["'][\s\S]*+|#[^\n]*+|[^\w"'#-]++"""
)


class TomlFile(Record):
    """A file that could be read: its name for messages, and its bytes without a BOM or carriage returns.

    A `trusted` file is, byte for byte, one that was tested before it came with the program. What
    only a stranger's file can hold is not looked for in it.
    """

    name: str
    data: bytes
    trusted: bool = False

    def text(self) -> str | Problem:
        """Its text, or where it stops being UTF-8."""
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            advice = "save the file again as UTF-8, which an editor offers under “Encoding”"
            return Problem(self.name, line, f"is not UTF-8 at byte {error.start}", advice)

    def parsed(self) -> dict[str, Any] | Problem:
        """The whole file as tables."""
        if isinstance(text := self.text(), Problem):
            return text
        return (None if self.trusted else _costly(self.name, text)) or parse(self.name, text)

    def located(self, findings: list[Finding]) -> list[Problem]:
        """Findings in this file with the lines they are on."""
        return located(self.name, self.data.decode("utf-8", "replace"), findings) if findings else []

    def refused(self, findings: list[Finding]) -> list[Problem]:
        """Why this file is not used. Only the first finding is shown, so only its line is looked for."""
        rest = (Problem(self.name, None, one.message, one.hint, one.rule) for one in findings[1:])
        return [*self.located(findings[:1]), *rest]


def read(path: str | os.PathLike[str], called: str | None = None) -> TomlFile | Problem:
    """What is in `path`, or why that cannot be had; messages name it as it is `called`."""
    name = shown(called or path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable name"
        return Problem(name, None, f"cannot be opened: {reason.lower()}", "check the file and its rights")
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return Problem(name, None, "is not a regular file", "knowledge is read from plain files only")
        data = b""
        while len(data) <= LIMIT and (part := os.read(handle, LIMIT + 1 - len(data))):
            data += part
    except OSError as error:
        return Problem(name, None, f"cannot be read: {(error.strerror or 'error').lower()}", "check the disk")
    finally:
        os.close(handle)
    if len(data) > LIMIT:
        advice = "split it, or remove what is not knowledge"
        return Problem(name, None, f"is larger than {LIMIT // 1024} KiB", advice)
    return TomlFile(name, data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))


def _costly(name: str, text: str) -> Problem | None:
    if all(line.count(".") < PARTS for line in text.split("\n")):
        return None
    for token in _TOKENS.finditer(text):
        if (key := token["key"]) and key.count(".") >= PARTS and len(re.findall(_PART, key)) > PARTS:
            number = text.count("\n", 0, token.start()) + 1
            return Problem(
                name, number, f"has a key of more than {PARTS} parts", "knowledge needs no such key"
            )
    return None


def parse(name: str, text: str) -> dict[str, Any] | Problem:
    """TOML text as tables, or the line at which it stops being TOML."""
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        from salvage_cli.syntax import slip

        text = text.replace("\r\n", "\n")
        found = slip(text, error.msg, error.lineno, error.colno)
        excerpt = text.split("\n")[found.line - 1]
        return Problem(
            name, found.line, f"is not TOML: {found.message}", found.hint, "syntax",
            column=found.column, excerpt=excerpt,
        )  # fmt: skip
    except RecursionError:
        return Problem(name, None, "is nested too deep", "knowledge needs no such depth")
    except ValueError:
        return Problem(name, None, "holds a number that is too long", "write it as text, or remove it")
