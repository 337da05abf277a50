"""Argv to a command, and what it returns to an exit code.

Registering every command with every option costs Typer 8 ms, so `main` builds only the one
that was asked for (docs/decisions/0003-one-command.md); all of them for help.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from salvage_cli import __version__, names
from salvage_cli.clean import clean
from salvage_cli.commands import COMMANDS, Command, command
from salvage_cli.output import Color, Format, View, forget_stdout, say, show, unwritable, write
from salvage_cli.page import Page
from salvage_cli.problems import EXIT, SalvageError

# --- the options that every page has, and the one place where pages and errors leave


def _view(
    format: Annotated[Format | None, typer.Option("--format", help="How to write it.")] = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write a file.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="ASCII, unwrapped, for screen readers.")] = False,
    width: Annotated[
        int | None, typer.Option("--width", min=1, metavar="N", help="Draw this wide: 40 to 100 columns.")
    ] = None,
    color: Annotated[Color, typer.Option("--color", help="Use color.")] = "auto",
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Do not page.")] = False,
) -> View:
    return View(format, plain, width, color, output, not no_pager)


def _shown(command: Command) -> Callable[..., int]:
    """A command as Typer wants it: its own parameters, then those of `_view` if it shows a page."""
    signature = inspect.signature(command)
    own = signature.parameters
    looks = inspect.signature(_view).parameters if signature.return_annotation is Page else {}

    def run(**given: Any) -> int:
        looked = {name: given.pop(name) for name in looks}
        page = command(**given)
        if isinstance(page, int):
            return page
        show(page, _view(**looked), os.environ)
        return EXIT["no" if page.answer and page.answer.outcome == "nothing" else "shown"]

    run.__doc__ = command.__doc__
    parameters = [*own.values(), *looks.values()]
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"salvage {__version__}")
        raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Salvage (rescue) therapy in plain words, with a source for every line.

    It explains. It does not diagnose, dose, rank or recommend. In an emergency, call your
    local emergency number.
    """
    if context.invoked_subcommand is None:
        from salvage_cli.commands import shared
        from salvage_cli.compose import reference

        show(reference.start(shared.library().heads), View(), os.environ)


class _Commands(typer.core.TyperGroup):
    """Help lists the commands by what one wants to do, and cuts no line short."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for purpose in dict.fromkeys(purpose for _, purpose in COMMANDS.values()):
            found = [name for name in self.list_commands(ctx) if COMMANDS[name][1] == purpose]
            with formatter.section(purpose):
                formatter.write_dl([(name, _first_line(self.commands[name].help)) for name in found])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from salvage_cli.manual import topics

        with formatter.section("Topics (salvage help TOPIC)"):
            formatter.write_dl(topics.listed())


def _first_line(help: str | None) -> str:
    return (help or "").partition("\n")[0]


def _app(argv: Sequence[str]) -> typer.Typer:
    """The program, with the one command that `argv` asks for, or with all of them."""
    app = typer.Typer(
        cls=_Commands,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(_start)
    if TAB in os.environ:
        argv = _offered()
    asked = [argv[0]] if argv and argv[0] in COMMANDS else COMMANDS
    for name in asked:
        app.command(name)(_shown(command(name)))
    return app


TAB = "_SALVAGE_COMPLETE"
"""Set by the shell when Tab is pressed; Typer answers it."""


def _offered() -> list[str]:
    """Tell Typer what Tab offers where, which takes it long to hear; the command that is being typed."""
    from typer.completion import completion_init  # type: ignore[attr-defined]  # imported there, not exported

    from salvage_cli import complete
    from salvage_cli.commands import shared

    completion_init()  # else done only where Typer's own options for it are added
    named: tuple[Any, ...] = (shared.Words, shared.Place, shared.OneOf, shared.Which, shared.InCondition)
    offers: list[tuple[Any, Callable[..., list[str]]]] = [(kind, complete.conditions) for kind in named]
    offers += [(shared.InSection, complete.sections), (shared.Term, complete.terms)]
    offers += [(shared.Changed, complete.conditions), (shared.Subject, complete.subjects)]
    for kind, offer in offers:
        kind.__metadata__[0].autocompletion = offer
    typed = os.environ.get("COMP_WORDS", "")
    return typed.split()[1:2] if typed[-1:].isspace() or len(typed.split()) > 2 else []


LONGEST = 400
"""Characters of a message: what was typed comes back in it, and that may be anything."""


def _short(message: str) -> str:
    """A message without its middle, if it is long: where stands first, and what is wrong last."""
    half = LONGEST // 2
    return message if len(message) <= LONGEST else f"{message[:half]}…{message[-half:]}"


def _failed(error: SalvageError, as_json: bool) -> int:
    """Say what went wrong: on stderr, or as an object on stdout where that can be written."""
    error.message, error.hint = _short(clean(error.message)), _short(clean(error.hint))
    if as_json:
        from salvage_cli.render import json

        try:
            write(json.error(error))
            return EXIT[error.code]
        except SalvageError as worse:
            error = worse
    say(f"{error.message} ({error.hint})" if error.hint else error.message)
    return EXIT[error.code]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; its exit code is what it returns (README, "Exit codes")."""
    argv = sys.argv[1:] if argv is None else argv
    as_json = _wants_json(argv)
    if sys.stdout is None and not any(word.startswith("--output") for word in argv):
        return _failed(unwritable("the output"), as_json)
    try:
        code = _app(argv)(args=list(argv), prog_name="salvage", standalone_mode=False)
        return code if isinstance(code, int) else EXIT["shown"]
    except SalvageError as error:
        return _failed(error, as_json)
    except MemoryError:
        what = "there is not enough memory for this"
        return _failed(SalvageError("unreadable", what, "close other programs, and try again"), as_json)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except SystemExit as left:  # Typer's way to answer Tab, or to say that a pipe broke while it printed help
        if TAB in os.environ and isinstance(left.code, int):
            return left.code
        forget_stdout()
        return EXIT["shown"]
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:  # nor could help be printed
            forget_stdout()
            return _failed(unwritable("the output", error), as_json)
        if hasattr(error, "format_message"):  # Typer's own: wrong usage
            return _failed(_misused(error.format_message(), argv), as_json)
        if os.environ.get("SALVAGE_DEBUG"):
            raise
        what = f"something went wrong inside the program: {type(error).__name__}: {error}"
        return _failed(SalvageError("unreadable", what, "SALVAGE_DEBUG=1 shows where"), as_json)


_PLAINER = (
    (r"is not a valid int range", "is not a whole number"),
    (r"is not in the range (\d+)<=x<=(\d+)", r"is not from \1 to \2"),
    (r"is not in the range x>=(\d+)", r"is not \1 or more"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"too many words: \1"),
)
"""What Typer says to programmers, and how it is said here."""


def _misused(message: str, argv: Sequence[str]) -> SalvageError:
    """Wrong usage in one line, with the command that was meant or where help is."""
    command = argv[0] if argv and argv[0] in COMMANDS else ""
    close = names.near(argv[0], COMMANDS) if argv and not command else []
    help = " ".join(filter(None, ("salvage", command, "--help")))
    hint = f"did you mean salvage {names.either(close)}?" if close else f"see {help}"
    message = " ".join(message.split()).partition(" Did you mean")[0]
    for pattern, plainer in _PLAINER:
        message = re.sub(pattern, plainer, message)
    return SalvageError("usage", message.rstrip("."), hint)


def _wants_json(argv: Sequence[str]) -> bool:
    return "--format=json" in argv or ("--format", "json") in pairwise(argv)
