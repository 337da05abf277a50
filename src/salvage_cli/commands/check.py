"""The command that tells authors what is wrong with a file, where, and what to do."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from salvage_cli.commands import shared
from salvage_cli.output import Color, Terminal, save, terminal, write
from salvage_cli.problems import EXIT, SalvageError
from salvage_cli.render.degrade import fitted

if TYPE_CHECKING:
    from salvage_cli.check.rule import Rule

Named = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE, FOLDER or CONDITION]", help="What to check; none checks all."),
]
Told = Annotated[Literal["text", "json", "github"], typer.Option("--format", help="How to write it.")]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write a file.")]
Width = Annotated[int | None, typer.Option("--width", min=1, metavar="N", help="Wrap lines at N.")]
Colored = Annotated[Color, typer.Option("--color", help="Use color.")]
Rules = Annotated[bool, typer.Option("--rules", help="List all rules.")]
Explain = Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Say why a rule is there.")]


def check(
    files: Named = None,
    format: Told = "text",
    output: Output = None,
    width: Width = None,
    color: Colored = "auto",
    rules: Rules = False,
    explain: Explain = None,
) -> int:
    """What is wrong with knowledge files, on which line, and what to do.

    \b
    Example: salvage check draft.toml
    Example: salvage check my-folder --format github
    """
    from salvage_cli.check import report, run
    from salvage_cli.check.rules import RULES

    file = None if output == Path("-") else output
    place = terminal(sys.stdout, color, os.environ)
    if file:
        place = Terminal(False, 80, 24, color == "always", "utf-8")
    wrong = False
    if rules or explain is not None:
        asked = list(RULES.values()) if explain is None else [_rule(explain)]
        if format == "json":
            written = report.rules_as_json(asked)
        else:
            written = report.listing(asked) if explain is None else report.explanation(asked[0])
    else:
        found = run.check(_paths(files or ()), os.environ, shared.today())
        wrong = any(problem.severity == "error" for problem in found.problems)
        match format:
            case "text":
                wrap = max(width, 40) if width else place.width if place.is_terminal else None
                written = report.text(found, place, wrap)
            case "json":
                written = report.as_json(found)
            case "github":
                written = report.github(found)
    if file:
        save(written, file)
    else:
        write(fitted(written, place.encoding))
    return EXIT["no" if wrong else "shown"]


def _paths(files: Sequence[str]) -> list[Path]:
    """Raises SalvageError (usage) for an empty name, which `Path` takes for the folder one is in."""
    if "" in files:
        raise SalvageError("usage", "the name of a file is empty", "name a file or a folder; . is this one")
    return [Path(file) for file in files]


def _rule(name: str) -> "Rule":
    """The rule of that name. Raises SalvageError: unknown."""
    from salvage_cli.check.rules import RULES
    from salvage_cli.names import either, near

    if name not in RULES:
        close = near(name, RULES)
        hint = f"did you mean {either(close)}?" if close else "salvage check --rules lists them"
        raise SalvageError("unknown", f"there is no rule called “{name}”", hint)
    return RULES[name]
