"""The man page: made from the commands and the topics, so that it says what the program does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from salvage_cli import __version__
from salvage_cli.commands import COMMANDS
from salvage_cli.compose import words
from salvage_cli.manual.topics import TOPICS, Topic


def page(group: Any, context: Any, shared: frozenset[str], date: str) -> str:
    """salvage(1) as roff: of Typer's group of commands and its context, with the day that it speaks of.

    `shared` are the names of options that every page has; they are told once.
    """
    purposes = dict.fromkeys(purpose for _, purpose in COMMANDS.values())
    lines = [
        f'.TH SALVAGE 1 {date} "salvage {__version__}" "User Commands"',
        ".SH NAME",
        escaped("salvage - salvage (rescue) therapy in plain words, with a source for every line"),
        ".SH SYNOPSIS",
        ".B salvage",
        escaped("COMMAND [ARGS]..."),
        ".SH DESCRIPTION",
        *_paragraphs([words.RESCUE, f"{words.START_URGENT} {words.PRIVACY}", words.NOTICE]),
        ".SH COMMANDS",
    ]
    for purpose in purposes:
        lines.append(f".SS {escaped(purpose)}")
        for name, command in group.commands.items():
            if COMMANDS[name][1] == purpose:
                lines += _command(name, command, context, shared)
    looks = [param for param in group.commands["explain"].params if param.name in shared]
    lines += [".SH OPTIONS", "Every command that shows a page has these; salvage alone has the last two."]
    lines += _options([*looks, *group.get_params(context)], context)
    for topic in TOPICS.values():
        lines += _topic(topic)
    lines += [".SH SEE ALSO", escaped("salvage --help, salvage help TOPIC")]
    return "".join(f"{line}\n" for line in lines)


def _command(name: str, command: Any, context: Any, shared: frozenset[str]) -> Iterator[str]:
    """Its name and arguments, what it does, examples, its own options."""
    pieces = (piece for param in command.params if (piece := _argument(param)))
    yield from (".TP", f".B {escaped(' '.join(('salvage', name, *pieces)))}")
    said, _, examples = command.help.partition("\b")
    yield escaped(said)
    for example in re.findall(r"^Example: (.*)$", examples, re.MULTILINE):
        yield from (".br", escaped(f"Example: {example}"))
    if own := [*_options([param for param in command.params if param.name not in shared], context)]:
        yield from (".RS", *own, ".RE")


def _argument(param: Any) -> str:
    """A word that a command takes, as its help shows it; nothing for an option."""
    return "" if param.param_type_name == "option" else str(param.metavar or param.name.upper())


def _options(params: Iterable[Any], context: Any) -> Iterator[str]:
    for param in params:
        if param.param_type_name == "option" and (record := param.get_help_record(context)):
            name, said = record
            yield from (".TP", f".B {escaped(name)}", escaped(said))


def _topic(topic: Topic) -> Iterator[str]:
    yield f".SH {escaped(topic.title.upper())}"
    yield from _paragraphs((f"{topic.opening}.", *topic.text))
    for word, said in topic.rows:
        yield from (".TP", f".B {escaped(word)}", escaped(said))


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    """Below a heading, where none may open the first."""
    yield from "\n.PP\n".join(map(escaped, texts)).splitlines()


SIGNS = {
    "\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", '"': r"\(dq", "^": r"\(ha", "~": r"\(ti",
    "“": r"\(lq", "”": r"\(rq", "…": "...", "≥": r"\(>=", "·": r"\(bu",
}  # fmt: skip
"""Signs that roff would read, or print as others: a hyphen that is to be typed, a quote that is a quote."""


def escaped(text: str) -> str:
    """A line of text that roff prints as it is; a dot or quote at its beginning begins no request."""
    line = "".join(SIGNS.get(sign, sign) for sign in " ".join(text.split()))
    return f"\\&{line}" if line.startswith(".") else line
