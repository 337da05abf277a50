"""Every command as people really type it: a new one without a line here fails a test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from salvage_cli.commands import COMMANDS

TYPED: dict[str, tuple[tuple[str, ...], ...]] = {
    "explain": (("exampleitis", "--detail"),),
    "lines": (("exampleitis",),),
    "side-effects": (("exampleitis", "--format", "markdown"),),
    "faq": (("exampleitis", "--format", "html"),),
    "urgent": ((),),
    "questions": (("exampleitis", "--plain"),),
    "search": (("what helps with sleep",),),
    "define": (("regimen",),),
    "sources": (("exampleitis", "--format", "json"),),
    "changes": (("hiv",),),
    "list": ((),),
    "export": (("handout", "exampleitis"), ("site", "@/site")),
    "card": ((), ("--clinic", "Day unit")),
    "check": (("mrsa",), ("--rules",)),
    "new": (("my-disease", "--output", "@/my-disease.toml"),),
    "schema": (("effects",),),
    "where": ((),),
    "completion": (("bash",),),
    "help": (("exit-codes",), ("lines",)),
}
"""What follows the name of a command; `@` stands for a folder of one's own."""


def is_silent(words: Sequence[str]) -> bool:
    """Whether a command writes files, and nothing to stdout."""
    return words[0] == "new" or words[:2] == ("export", "site")


def every(folder: Path, *, site: bool) -> list[tuple[str, ...]]:
    """Each command with its words; a whole `site` takes seconds."""
    return [
        (name, *(word.replace("@", str(folder)) for word in words))
        for name in COMMANDS
        for words in TYPED[name]
        if site or words[:1] != ("site",)
    ]
