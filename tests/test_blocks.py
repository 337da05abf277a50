"""Single blocks: what is typed stays in one piece, columns stay in line, and no path is markup."""

from datetime import date

import pytest
from markdown_it import MarkdownIt

from salvage_cli.knowledge import Address, Source
from salvage_cli.page import Bibliography, Block, Commands, Page
from salvage_cli.render import markdown, terminal

CARD = 'salvage card --clinic "Day unit, St Example"'
READ = date(2026, 1, 1)
SOURCE = Source("A title", "A publisher", "2026", Address("https://example.org/"), "review", READ, "whole")


def drawn(block: Block, width: int, encoding: str = "utf-8") -> list[str]:
    page = Page("made up", "Title", top=(block,))
    return terminal.render(page, width=width, color=False, encoding=encoding).split("\n")[2:]


@pytest.mark.parametrize("width", [40, 80])
def test_what_is_to_be_typed_stands_on_one_line(width: int) -> None:
    assert drawn(Commands(((CARD, "who to call"),)), width)[0].startswith(CARD)


def test_a_name_that_grows_in_other_letters_is_whole_and_in_line() -> None:
    rows = (("/home/中中中中中中中中中中", "a folder"), ("…", "and 3 more"), ("/home/name", "another"))
    shown = drawn(Commands(rows), 80, "ascii")
    assert "".join(shown).count("\\u4e2d") == 10
    shown = drawn(Commands(rows[1:]), 80, "ascii")
    assert [line.index("an") for line in shown[:2]] == [12, 12]


@pytest.mark.parametrize("number", [9, 10, 100])
def test_what_is_said_of_a_source_stands_below_its_title(number: int) -> None:
    first, *rest = filter(None, drawn(Bibliography(((number, "one", SOURCE),)), 40))
    assert [len(line) - len(line.lstrip()) for line in rest] == [first.index("A title")] * len(rest)


@pytest.mark.parametrize("path", ["/a`<b>*c*</b>", "``", "/a ```b``", "`a`", "/a*b*", "_"])
def test_a_path_is_code_in_markdown_whatever_it_holds(path: str) -> None:
    shown = markdown.render(Page("made up", "Title", top=(Commands(((path, ""), (path, "a folder"))),)))
    lines = [token.children or [] for token in MarkdownIt().parse(shown) if token.type == "inline"]
    read = [[(part.type, part.content) for part in line] for line in lines[1:]]
    assert read == [[("code_inline", path)], [("code_inline", path), ("text", ": a folder")]]
