"""Commands about the program itself: help, and what a shell needs for Tab."""

import os
from typing import Annotated

import typer

from salvage_cli.commands import COMMANDS, shared
from salvage_cli.manual.shells import Shell
from salvage_cli.names import either, near
from salvage_cli.output import View, show, write
from salvage_cli.problems import EXIT, SalvageError

WhichShell = Annotated[Shell | None, typer.Argument(metavar="[SHELL]", help="bash, zsh, fish or powershell.")]


def help_(name: shared.Subject = None) -> int:
    """What a command does, or a topic; without either, all of them.

    \b
    Example: salvage help explain
    Example: salvage help exit-codes
    """
    from salvage_cli import cli
    from salvage_cli.manual import topics

    if name in topics.TOPICS:
        show(topics.page(name), View(), os.environ)
        return EXIT["shown"]
    if name is None or name in COMMANDS:
        return cli.main([*([name] if name else []), "--help"])
    close = near(name, (*COMMANDS, *topics.TOPICS))
    hint = f"did you mean salvage help {either(close)}?" if close else "salvage help lists them"
    raise SalvageError("unknown", f"there is no command or topic called “{name}”", hint)


def completion(shell: WhichShell = None) -> int:
    """What a shell runs when Tab is pressed; without a name, how to set it up.

    \b
    Example: salvage completion bash
    Example: salvage completion
    """
    from salvage_cli.manual import shells

    if shell is None:
        return help_("completion")
    write(shells.script(shell))
    return EXIT["shown"]
