"""Plain text, unwrapped and unstyled, one passage a line: for grep, mail and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from salvage_cli.knowledge import Source
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
from salvage_cli.render.degrade import fitted

ROOM = "_" * 40
DISAGREE = "Sources disagree"


def render(page: Page) -> str:
    """The page in UTF-8 letters, headings underlined."""
    return _page(page, _underlined)


def render_plain(page: Page) -> str:
    """The page in ASCII, headings in words: nothing to see, nothing to spell out."""
    return fitted(_page(page, _spoken), "ascii")


def numbered(marks: Marks) -> str:
    """` [1, 2]`, or nothing."""
    return f" [{', '.join(map(str, marks))}]" if marks else ""


def sentence(passage: Passage) -> str:
    """A passage with what it is about in front and its sources behind."""
    lead = f"{passage.lead}: " if passage.lead else ""
    return f"{lead}{passage.text}{numbered(passage.marks)}"


def reference(source: Source) -> Iterator[str]:
    """A source in words: what it is, then where it is and how far it was read."""
    by = f"{source.authors}. " if source.authors else ""
    title = source.title if source.title[-1:] in ".?!" else f"{source.title}."
    yield f"{by}{title} {_published(source)} ({KINDS[source.kind]})."
    yield source.url
    if source.doi:
        yield f"doi:{source.doi}"
    how = "in full" if source.extent == "whole" else "its beginning only"
    through = " through a copy:" if source.copy else "."
    yield f"Read on {source.read}, {how}{through}"
    if source.copy:
        yield source.copy


def brief(source: Source) -> Iterator[str]:
    """A source in few words: who published it, and when, if it says so."""
    yield f"{source.publisher}." if source.date == "not shown" else f"{_published(source)}."


def _published(source: Source) -> str:
    return f"{source.publisher}, {source.date if source.date != 'not shown' else 'no date shown'}"


KINDS = {
    "guideline": "guideline",
    "label": "drug label",
    "public-health": "public health body",
    "society": "medical or patient society",
    "trial": "trial",
    "study": "study",
    "review": "review",
    "charity": "charity",
    "hospital": "hospital",
    "maker": "the drug's maker",
    "press": "news report",
    "article": "article",
}


def _underlined(text: str, level: int) -> list[str]:
    return [text, ("=" if level == 1 else "-") * len(text)] if level < 3 else [text]


def _spoken(text: str, level: int) -> list[str]:
    return [f"Section: {text}"] if level == 2 else [text]


Headline = Callable[[str, int], list[str]]


def _page(page: Page, headline: Headline) -> str:
    if _is_names(page):
        return "".join(f"{name}\n" for block in page.sections[0].blocks for name in _lines(block, headline))
    parts = [[warning] for warning in page.warnings]
    parts.append(headline(page.title, 1))
    parts += (list(_lines(block, headline)) for block in page.top)
    for section in page.sections:
        parts.append(headline(section.title, 2))
        parts += (list(_lines(block, headline)) for block in section.blocks)
    parts += (list(_lines(block, headline)) for block in page.closing)
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _is_names(page: Page) -> bool:
    """A page that is nothing but a list of names is printed as that list."""
    blocks = [block for section in page.sections for block in section.blocks]
    return not page.top and bool(blocks) and all(isinstance(block, Names) for block in blocks)


def _lines(block: Block, headline: Headline) -> Iterable[str]:
    match block:
        case Heading(text, level):
            return headline(text, level)
        case Paragraph(passage):
            return [sentence(passage)]
        case Bullets(items):
            return [f"- {sentence(item)}" for item in items]
        case Card(lines, pointer):
            return [*map(sentence, lines), sentence(pointer)]
        case Item():
            return _item(block)
        case Ladder():
            return _ladder(block)
        case Contrast(about, sides, verdict):
            return [f"{DISAGREE}: {about}", *(f"  {sentence(side)}" for side in (*sides, verdict))]
        case Ask(text, marks):
            return [f"- {text}{numbered(marks)}", f"  {ROOM}"]
        case Names(rows):
            return [name for name, _ in rows]
        case Commands(rows):
            width = max((len(command) for command, _ in rows), default=0)
            return [f"  {command.ljust(width)}  {shows}" for command, shows in rows]
        case Match(place, title, pieces, marks, command):
            said = "".join(piece for piece, _ in pieces)  # unmarked, so that grep finds a phrase
            named = f"{place}: {title}" if title else place
            return [named, f"  {said}{numbered(marks)}", f"  {command}"]
        case Bibliography(sources, brief):
            return [_listed(number, source, brief) for number, _, source in sources]


def _listed(number: int, source: Source, short: bool) -> str:
    first, *rest = brief(source) if short else reference(source)
    return "\n    ".join((f"[{number}] {first}", *rest))


def _item(item: Item) -> list[str]:
    return [item.title + numbered(item.marks), *(f"  {sentence(part)}" for part in item.parts)]


def _ladder(ladder: Ladder) -> list[str]:
    lines: list[str] = []
    for rung in ladder.rungs:
        title, *parts = _item(rung.item)
        lines += [f"{rung.label}: {title}", *parts]
        for example in rung.examples:
            name, *more = _item(example)
            lines += [f"  Example: {name}", *(f"  {line}" for line in more)]
        lines.append("")
    return lines[:-1]
