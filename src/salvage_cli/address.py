"""Which texts are addresses that may become links: the one place that decides."""

from __future__ import annotations

import re

LONGEST = 2_000
"""Characters in one address; no browser is sure to take more."""
ADDRESS = r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?"


def is_address(text: str) -> bool:
    """Whether `text` is a whole http(s) address in plain ASCII, without a name or password in front of
    its host and without a character that has a meaning in Markdown's or HTML's brackets."""
    return len(text) <= LONGEST and re.fullmatch(ADDRESS, text) is not None
