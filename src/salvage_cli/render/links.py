"""Addresses as links, for terminals that can follow them (OSC 8). The address itself stays in view."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"^( *)(https?://([!-.0-~]+)(?:/[!-~]*)?)$", re.MULTILINE)
"""A line that is an address and nothing else: printable ASCII, so nothing in it can act; and its host."""


def linked(text: str) -> str:
    """The drawn page with a link on every address that names no user."""
    return ADDRESS.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    indent, address, host = found.groups()
    return found[0] if "@" in host else f"{indent}\x1b]8;;{address}\x1b\\{address}\x1b]8;;\x1b\\"
