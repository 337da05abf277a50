"""A page to fill in: every key in the order of a page, with what it is for, made from the types.

What has to be filled in is empty, which no reader of the file takes for a page; what may be left out
is a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, get_origin

from salvage_cli.author.keys import Once, held, is_table
from salvage_cli.decode import annotated
from salvage_cli.knowledge import Condition, EntryId, SectionId
from salvage_cli.record import Record

SCHEMA = "salvage-condition.schema.json"
"""The file beside a page that its first line points to: an editor opens it without a network."""

COLUMN, WIDTH = 40, 110
OFF = "# "

PAGE: tuple[tuple[str, SectionId | None], ...] = (
    ("meaning", "overview"),
    ("card", None),
    ("key", "overview"),
    ("not_for", "overview"),
    ("statement", "when"),
    ("line", "lines"),
    ("option", "options"),
    ("test", "tests"),
    ("effect", "side-effects"),
    ("sign", "urgent"),
    ("outlook", "outlook"),
    ("number", "outlook"),
    ("statement", "coping"),
    ("statement", "follow-up"),
    ("question", "questions"),
    ("faq", "faq"),
    ("disagreement", None),
    ("gap", None),
    ("source", None),
    ("allow", None),
)
"""The tables of a condition file in the order of a page, and the section that each stands in."""

HEAD = """\
#:schema ./{schema}
# {slug}: a page for salvage. Beside each key stands what it is for.
# Fill in what is empty. A key behind a # may be left out: to use it, take the # away.
# Write a [[table]] as often as you need it, and remove those that you do not need: where a
# section has nothing to say, a [[gap]] says why. Cite only what you have read.
# Then: salvage check {slug}.toml, and salvage explain ./{slug}.toml shows it.
"""


def skeleton(slug: str) -> str:
    """A condition file without its content."""
    return HEAD.format(schema=SCHEMA, slug=slug) + "\n".join(_Skeleton(slug).lines()) + "\n"


def beside(line: str, words: str) -> Iterator[str]:
    """A line with a comment from `COLUMN` on; below it where the line is long, or the comment."""
    indent, comments = " " * COLUMN, wrap(words, WIDTH - COLUMN - 2, break_on_hyphens=False)
    if comments and len(line) < COLUMN + 2:
        line = f"{line:<{COLUMN}}# {comments.pop(0)}" if len(line) < COLUMN else f"{line} # {comments.pop(0)}"
    yield line
    yield from (f"{indent}# {rest}" for rest in comments)


def parts(kind: type[Record], key: str, said: Once) -> Iterator[str]:
    """What the keys of an inline table are for, below it: nothing inside can have a comment of its own."""
    annotation = annotated(kind)[key]
    for name in annotated(held(annotation)) if is_table(annotation) else ():
        if words := said(held(annotation), name):
            yield from beside("", f"{name}: {words}")


def is_header(kind: type[Record], key: str) -> bool:
    """Whether a key is written as tables with a header, and not between braces on its line."""
    annotation = annotated(kind)[key]
    repeats = get_origin(annotation) is tuple and (key in kind.required_ or key == "example")
    return is_table(annotation) and (kind is Condition or repeats)


class _Skeleton:
    """One pass over the types."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.once = Once()

    def lines(self) -> Iterator[str]:
        yield from self.keys(Condition, None)
        for key, section in PAGE:
            yield from self.table(Condition, key, "", section)

    def table(self, kind: type[Record], key: str, inside: str, section: SectionId | None) -> Iterator[str]:
        annotation = annotated(kind)[key]
        name = f"{inside}{key}"
        if get_origin(annotation) is tuple:
            header = f"[[{name}]]"
        elif annotation is held(annotation):
            header = f"[{name}]"
        else:
            header = f"[{name}.{self.slug}-1]"
        off = OFF * (key not in kind.required_ and (kind is not Condition or key == "allow"))
        yield ""
        yield from beside(off + header, self.once(kind, key))
        yield from self.keys(held(annotation), section, off)
        for inner in annotated(held(annotation)):
            if is_header(held(annotation), inner):
                yield from self.table(held(annotation), inner, f"{name}.", section)

    def keys(self, kind: type[Record], section: SectionId | None, off: str = "") -> Iterator[str]:
        """The keys that stand on a line of their own."""
        for name, annotation in annotated(kind).items():
            if not is_header(kind, name):
                line = f"{name} = {self.empty(annotation, section if name in ('id', 'section') else None)}"
                line = line if name in kind.required_ and not off else OFF + line
                yield from beside(line, self.once(kind, name))
                yield from parts(kind, name, self.once)

    def empty(self, annotation: Any, section: SectionId | None) -> str:
        """What stands where something is to be filled in."""
        inner = held(annotation)
        if get_origin(annotation) is tuple:
            return f"[{self.empty(inner, None)}]" if is_table(annotation) else "[]"
        if inner is EntryId:
            return f'"{self.slug}.{section or ""}."'
        if is_table(annotation):
            keys = (f"{key} = {self.empty(annotated(inner)[key], None)}" for key in inner.required_)
            return f"{{ {', '.join(keys)} }}"
        return f'"{section or ""}"'
