"""A line as it is shown: the caret stands under the place, whatever the line holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salvage_cli.check.excerpt import excerpt
from salvage_cli.clean import HIDDEN
from salvage_cli.render.wrap import width


@given(before=st.text(max_size=80), place=st.text(min_size=1, max_size=30), after=st.text(max_size=80))
def test_the_caret_is_under_the_place(before: str, place: str, after: str) -> None:
    line = f"{before}{place}{after}".replace("\n", " ")
    found = excerpt(line, len(before) + 1, len(place), 60)
    assert width(found.text) <= 60
    assert 0 <= found.start <= width(found.text)
    assert re.search(f"[{HIDDEN}]", found.text) is None


@pytest.mark.parametrize(
    ("line", "place", "under"),
    [
        ("x = 日本 bad", "bad", "bad"),
        ("x = e\u0301 bad", "bad", "bad"),
        (f"{'a ' * 90}bad{' b' * 90}", "bad", "bad"),
    ],
)
def test_wide_and_combining_characters_keep_the_caret_in_place(line: str, place: str, under: str) -> None:
    found = excerpt(line, line.index(place) + 1, len(place), 50)
    start = next(
        n for n in range(len(found.text)) if width(found.text[:n]) == found.start and found.text[n] == "b"
    )
    assert found.text[start:].startswith(under)
    assert found.cells == len(under)
