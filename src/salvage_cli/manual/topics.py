"""The topics of `salvage help`, as tables; the man page shows the same. Tests hold them against the code."""

from __future__ import annotations

from collections.abc import Mapping

from salvage_cli.knowledge import Extent, SourceKind
from salvage_cli.manual.shells import Shell
from salvage_cli.output import Format
from salvage_cli.page import Commands, Page, Paragraph, Passage, Section
from salvage_cli.problems import EXIT, Code
from salvage_cli.record import Record


class Topic(Record):
    """A title, what it is about in a line, some sentences, and rows of a word and what it means."""

    title: str
    about: str
    text: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]

    @property
    def opening(self) -> str:
        """What it is about, as a heading begins."""
        return self.about[:1].upper() + self.about[1:]


MEANING: dict[Code, str] = {
    "shown": "shown",
    "no": "asked, and the answer is no",
    "usage": "wrong usage",
    "unknown": "there is no condition, section or term of that name",
    "unreadable": "the knowledge cannot be read",
    "unwritable": "the output could not be written",
}
FORMATS: dict[Format, str] = {
    "text": "plain text, one passage a line, so that grep finds a phrase; what a pipe gets",
    "markdown": "Markdown, for notes and web pages",
    "html": "one HTML file that needs nothing else, to read, print or hand out",
    "json": "everything, for programs; errors are objects too",
}
VARIABLES: dict[str, str] = {
    "SALVAGE_PATH": "folders of your own knowledge, first come first, joined as in PATH",
    "SALVAGE_PAGER": "the pager, with its options; empty or cat means none",
    "PAGER": "the pager, where SALVAGE_PAGER is not set; less is used where neither is",
    "LESS": "options of less; FRX where it is not set",
    "NO_COLOR": "any value: no color, and no links; --color beats it",
    "FORCE_COLOR": "any value: color in a pipe too",
    "TERM": "dumb: no color, and no links",
    "COLUMNS": "the width of the terminal, in place of its own",
    "XDG_CONFIG_HOME": "where the card with your own numbers is kept (~/.config)",
    "XDG_DATA_HOME": "where your data folder is (~/.local/share); knowledge is read from salvage in it",
    "XDG_CACHE_HOME": "where the index of the search is kept (~/.cache); deleting it is always safe",
    "SALVAGE_TODAY": "today, as 2026-11-22: pages past their day say so; for tests",
    "SALVAGE_DEBUG": "any value: shows where the program itself went wrong",
}
KINDS: dict[SourceKind, str] = {
    "guideline": "what a body of experts advises",
    "label": "a drug's official text, or its maker's copy of it",
    "public-health": "a public health body",
    "society": "a society of clinicians",
    "trial": "a paper on people who were given treatments to compare",
    "study": "a paper on people who were watched",
    "review": "a paper on many papers",
    "charity": "a charity for people who are ill",
    "hospital": "a hospital or clinic",
    "maker": "the maker of a drug or device",
    "press": "a news report",
    "article": "an article for the public; cited for what it says itself",
}
EXTENTS: dict[Extent, str] = {
    "whole": "all of it was read",
    "beginning": "its beginning was read; it is cited only for what stands there",
}
SHELLS: dict[Shell, tuple[str, str]] = {
    "bash": ("~/.bashrc", 'eval "$(salvage completion bash)"'),
    "zsh": ("~/.zshrc, after compinit", 'eval "$(salvage completion zsh)"'),
    "fish": ("~/.config/fish/config.fish", "salvage completion fish | source"),
    "powershell": ("$PROFILE; untested", "salvage completion powershell | Out-String | Invoke-Expression"),
}
"""For each shell: the file that it reads when it starts, and the line to put there."""

TOPICS: dict[str, Topic] = {
    "exit-codes": Topic(
        "Exit codes",
        "what the number means with which a command ends",
        (
            "A broken pipe is quiet; an interrupt is 130. Under --format json an error is an object whose "
            "code is one of these names.",
        ),
        tuple((f"{code} {name}", MEANING[name]) for name, code in EXIT.items()),
    ),
    "formats": Topic(
        "Formats",
        "what --format can write, and what is written without it",
        (
            "Without --format a terminal gets a drawn page, wrapped to its width, and paged where it is "
            "longer than the screen. --width and --color always draw in a pipe too. --plain is ASCII, "
            "unwrapped, with headings in words: for screen readers. Nothing is ever cut.",
            "On a terminal that has color, addresses are links; the address always stands there in full. "
            "A page in a pager, in a pipe or without color has none.",
        ),
        tuple((f"--format {name}", said) for name, said in FORMATS.items()),
    ),
    "environment": Topic(
        "Environment variables", "what salvage heeds of its surroundings", (), tuple(VARIABLES.items())
    ),
    "sources": Topic(
        "Sources",
        "what stands behind a statement, and how far it was read",
        (
            "Every statement carries the numbers of its sources. “salvage sources hiv” lists those of a "
            "page, “salvage sources ID” shows one. A source was read before it was cited; its record says "
            "when.",
            "A guideline, a label, a public health body, a society or the paper itself goes first. Where "
            "sources disagree, both are shown.",
        ),
        (*KINDS.items(), *EXTENTS.items()),
    ),
    "completion": Topic(
        "Completion with Tab",
        "how Tab completes commands, conditions, sections and hard words",
        ("Put the line of your shell into the file that it reads when it starts, and open a new shell.",),
        tuple((line, f"{shell}: {file}") for shell, (file, line) in SHELLS.items()),
    ),
}


def page(name: str) -> Page:
    """A topic as a page."""
    topic = TOPICS[name]
    paragraphs = tuple(Paragraph(Passage(text)) for text in topic.text)
    section = Section(name, topic.opening, (*paragraphs, Commands(topic.rows)))
    return Page("help", topic.title, sections=(section,))


def listed(topics: Mapping[str, Topic] = TOPICS) -> tuple[tuple[str, str], ...]:
    """Names of topics and what each is about."""
    return tuple((name, topic.about) for name, topic in topics.items())
