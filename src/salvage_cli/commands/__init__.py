"""The commands: what they are called, where each is, and what one wants to do with it.

A command returns the `Page` that it shows; one that shows no page returns its exit code. Only the
module of the command that was asked for is imported (docs/decisions/0003-one-command.md).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from salvage_cli.page import Page

Command = Callable[..., Page | int]

READ, LOOK_UP, HAND_OVER, OWN = "Read", "Look up", "Hand over", "Your own"
WRITE, ABOUT = "Write knowledge", "About the program"
COMMANDS: dict[str, tuple[str, str]] = {
    "explain": ("read:explain", READ),
    "lines": ("read:lines", READ),
    "side-effects": ("read:side_effects", READ),
    "faq": ("read:faq", READ),
    "urgent": ("read:urgent", READ),
    "questions": ("read:questions", READ),
    "search": ("look_up:search", LOOK_UP),
    "define": ("look_up:define", LOOK_UP),
    "sources": ("look_up:sources", LOOK_UP),
    "changes": ("look_up:changes", LOOK_UP),
    "list": ("look_up:list_", LOOK_UP),
    "export": ("hand_over:export", HAND_OVER),
    "card": ("own:card", OWN),
    "check": ("check:check", WRITE),
    "new": ("write:new", WRITE),
    "schema": ("write:schema", WRITE),
    "where": ("look_up:where_", ABOUT),
    "completion": ("about:completion", ABOUT),
    "help": ("about:help_", ABOUT),
}
"""Name of a command: (module here and function in it, what it is for)."""


def command(name: str) -> Command:
    """The function behind the name of a command."""
    module, _, function = COMMANDS[name][0].partition(":")
    found: Command = getattr(import_module(f"{__name__}.{module}"), function)
    return found
