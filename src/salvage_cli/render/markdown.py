"""Markdown that means what the text says: every character of content that could act is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from salvage_cli.address import is_address
from salvage_cli.page import (
    Ask,
    Bibliography,
    Block,
    Bullets,
    Card,
    Commands,
    Contrast,
    Heading,
    Item,
    Ladder,
    Marks,
    Match,
    Names,
    Page,
    Paragraph,
    Passage,
)
from salvage_cli.render.text import DISAGREE, ROOM, brief, reference

_ACTS = re.compile(r"([\\`*_\[\]<>~|#&$!^])")
_ACTS_FIRST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def render(page: Page) -> str:
    """The page as CommonMark."""
    parts = [f"**{escaped(warning)}**" for warning in page.warnings]
    parts.append(f"# {escaped(page.title)}")
    parts += ("\n".join(_lines(block)) for block in page.top)
    for section in page.sections:
        parts.append(f"## {escaped(section.title)}")
        parts += ("\n".join(_lines(block)) for block in section.blocks)
    parts += ("\n".join(_lines(block)) for block in page.closing)
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it stands."""
    text = _ACTS.sub(r"\\\1", text)
    return _ACTS_FIRST.sub(lambda m: m[1] + (m[2] + "\\" if m[2].isdigit() else "\\" + m[2]), text)


def _code(text: str) -> str:
    """`text` as code, between more backticks than stand in a row in it: a path may hold any."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def _marks(marks: Marks) -> str:
    return f" \\[{', '.join(map(str, marks))}\\]" if marks else ""


def _sentence(passage: Passage) -> str:
    lead = f"**{escaped(passage.lead)}:** " if passage.lead else ""
    return f"{lead}{escaped(passage.text)}{_marks(passage.marks)}"


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading(text, level):
            return [f"{'#' * level} {escaped(text)}"]
        case Paragraph(passage):
            return [_sentence(passage)]
        case Bullets(items):
            return [f"- {_sentence(item)}" for item in items]
        case Card(lines, pointer):
            return [f"> {_sentence(line)}\n>" for line in lines] + [f"> {_sentence(pointer)}"]
        case Item():
            return [f"**{escaped(block.title)}**{_marks(block.marks)}", "", *_parts(block)]
        case Ladder(rungs):
            return [line for rung in rungs for line in _rung(rung.label, rung.item, rung.examples)]
        case Contrast(about, sides, verdict):
            return [
                f"**{DISAGREE}: {escaped(about)}**",
                "",
                *(f"- {_sentence(s)}" for s in (*sides, verdict)),
            ]
        case Ask(text, marks):
            return [f"- {escaped(text)}{_marks(marks)}", "", f"  {escaped(ROOM)}"]
        case Names(rows):
            return [f"- {escaped(name)}: {escaped(about)}" for name, about in rows]
        case Commands(rows):
            return [f"- {_code(command)}{': ' * bool(shows)}{escaped(shows)}" for command, shows in rows]
        case Match(place, title, pieces, marks, command):
            said = "".join(f"**{escaped(piece)}**" if marked else escaped(piece) for piece, marked in pieces)
            named = f"{place}: {title}" if title else place
            return [f"**{escaped(named)}**", "", f"- {said}{_marks(marks)}", f"- {_code(command)}"]
        case Bibliography(sources, short):
            listed = brief if short else reference
            return [f"{number}\\. {_reference(listed(source))}\n" for number, _, source in sources]


def _parts(item: Item) -> list[str]:
    return [f"- {_sentence(part)}" for part in item.parts]


def _rung(label: str, item: Item, examples: tuple[Item, ...]) -> list[str]:
    lines = [f"### {escaped(label)}: {escaped(item.title)}", "", *_parts(item)]
    for example in examples:
        lines += [f"- **Example: {escaped(example.title)}**", *(f"  {line}" for line in _parts(example))]
    return [*lines, ""]


def _reference(lines: Iterable[str]) -> str:
    return " ".join(f"<{line}>" if is_address(line) else escaped(line) for line in lines)
