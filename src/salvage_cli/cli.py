"""The commands: argv to a page. Each is a function from what was typed to what is shown.

Registering every command with every option costs Typer 8 ms, so `main` builds only the one
that was asked for (docs/decisions/0003-one-command.md); all of them for help. A command imports
what composes its page, and no other does.
"""

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from salvage_cli import __version__, fingerprint, names, places
from salvage_cli.clean import clean
from salvage_cli.knowledge import SectionId
from salvage_cli.library import GENERAL, Library
from salvage_cli.output import Color, Format, View, forget_stdout, show, unwritable, write
from salvage_cli.page import Page
from salvage_cli.problems import EXIT, SalvageError
from salvage_cli.sections import TITLES

NAME = "A condition, by any of its names."
Words = Annotated[list[str] | None, typer.Argument(metavar="[CONDITION]", help=NAME)]
OneOf = Annotated[list[str], typer.Argument(metavar="CONDITION", help=NAME)]
Term = Annotated[list[str] | None, typer.Argument(metavar="[TERM]", help="A hard word; none lists them all.")]
Which = Annotated[
    list[str] | None, typer.Argument(metavar="[CONDITION or ID]", help="Whose sources; none shows them all.")
]
Sought = Annotated[list[str], typer.Argument(metavar="WORDS", help="A question, or some words of it.")]
InCondition = Annotated[str | None, typer.Option("--condition", help="Search one condition only.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100, metavar="N", help="How many passages.")]
InSection = Annotated[str | None, typer.Option("--section", help="Show one section only.")]
Detail = Annotated[bool, typer.Option("--detail", help="Add what is there for clinicians.")]


def explain(words: Words = None, section: InSection = None, detail: Detail = False) -> Page:
    """Everything about a condition; without one, what salvage therapy is.

    \b
    Example: salvage explain hiv
    Example: salvage explain hiv.outlook
    """
    return _page("explain", words, section, detail)


def lines(words: OneOf, detail: Detail = False) -> Page:
    """The lines of treatment of a condition, first to last.

    \b
    Example: salvage lines hiv
    Example: salvage lines cancer --detail
    """
    return _page("lines", words, "lines", detail)


def side_effects(words: OneOf, detail: Detail = False) -> Page:
    """Side effects, urgent ones first, then by treatment.

    \b
    Example: salvage side-effects cancer
    Example: salvage side-effects hiv --plain
    """
    return _page("side-effects", words, "side-effects", detail)


def urgent(words: Words = None, detail: Detail = False) -> Page:
    """Signs that need help now, and how fast.

    \b
    Example: salvage urgent cancer
    Example: salvage urgent
    """
    return _page("urgent", words, "urgent", detail)


def questions(words: Words = None) -> Page:
    """Questions to take to your visit, with room to write.

    \b
    Example: salvage questions hiv
    Example: salvage questions cancer --output sheet.txt
    """
    return _page("questions", words, "questions", False)


def faq(words: Words = None, detail: Detail = False) -> Page:
    """Questions people ask, with answers.

    \b
    Example: salvage faq
    Example: salvage faq hiv
    """
    return _page("faq", words, "faq", detail)


def search(
    words: Sought, condition: InCondition = None, section: InSection = None, limit: Limit = 10
) -> Page:
    """Find the passage that answers a question, in your own words.

    \b
    Example: salvage search thinning hair on chemo
    Example: salvage search "what can I ask" --condition prostate-cancer
    """
    from salvage_cli.compose.search import page
    from salvage_cli.search.answer import answer

    library = _library()
    where = library.find(condition).slug if condition else None
    question = clean(" ".join(words))[:QUESTION]
    found = answer(library, question, where, _section(section), limit)
    return page(found, partial(library.cited, slugs=[result.condition for result in found.results]))


def define(words: Term = None) -> Page:
    """What a hard word means.

    \b
    Example: salvage define regimen
    Example: salvage define "viral load"
    """
    from salvage_cli.compose import reference

    library = _library()
    if not words:
        return reference.terms(library.terms(), library.cited)
    id, term = library.define(" ".join(words))
    return reference.definition(id, term, library.cited)


def sources(words: Which = None) -> Page:
    """Where the knowledge comes from, and how far each source was read.

    \b
    Example: salvage sources hiv
    Example: salvage sources
    """
    from salvage_cli.compose import reference

    library = _library()
    if not words:
        return reference.bibliography("Sources", library.sources(), None)
    name = " ".join(words)
    try:
        dossier = library.find(name)
    except SalvageError:
        if one := library.cited([name]):
            return reference.bibliography("Source", one, None)
        raise
    title = f"{dossier.condition.name}: sources"
    return reference.bibliography(title, dossier.lookup.whole(), dossier.slug)


def list_() -> Page:
    """The conditions there are; one name a line in a pipe.

    \b
    Example: salvage list
    Example: salvage list --format json
    """
    from salvage_cli.compose import reference

    library = _library()
    for problem in library.problems():
        _say(str(problem))
    return reference.listing(library.heads)


def where() -> Page:
    """Which folders are read, in which order, and why.

    \b
    Example: salvage where
    Example: SALVAGE_PATH=my-folder salvage where
    """
    from salvage_cli.compose import reference

    library = _library()
    index = str(library.index or "none: there is no home folder; it is held in memory")
    return reference.where(library, places.unused(os.environ), index, _hash(library))


Command = Callable[..., Page]

READ, LOOK_UP = "Read", "Look up"
COMMANDS: dict[str, tuple[Command, str]] = {
    "explain": (explain, READ),
    "lines": (lines, READ),
    "side-effects": (side_effects, READ),
    "faq": (faq, READ),
    "urgent": (urgent, READ),
    "questions": (questions, READ),
    "search": (search, LOOK_UP),
    "define": (define, LOOK_UP),
    "sources": (sources, LOOK_UP),
    "list": (list_, LOOK_UP),
    "where": (where, LOOK_UP),
}


def _page(command: str, words: Sequence[str] | None, section: str | None, detail: bool) -> Page:
    """A condition's page; `hiv.outlook` names the section with the condition."""
    from salvage_cli.compose.condition import condition as compose

    name = " ".join(words or (GENERAL,))
    library = _library()
    stem, dot, tail = name.rpartition(".")
    if dot and stem and tail != "toml":
        if section and section != _section(tail):
            raise SalvageError("usage", f"`{name}` names a section, and {section} is asked for", "name one")
        name, section = stem, tail
    dossier = library.find(name)
    return compose(dossier, command, _section(section), detail=detail, today=_today(), hash=_hash(library))


def _section(name: str | None) -> SectionId | None:
    if name is None or names.plain(name) in TITLES:
        return cast(SectionId | None, name and names.plain(name))
    close = names.near(names.plain(name), TITLES)
    hint = f"did you mean {names.either(close)}?" if close else f"sections: {', '.join(TITLES)}"
    raise SalvageError("unknown", f"there is no section called “{name}”", hint)


def _library() -> Library:
    return Library.of(os.environ)


def _hash(library: Library) -> str:
    return library.seal.hash[: fingerprint.SHOWN]


def _today() -> date:
    """Today, read once here and handed inwards; SALVAGE_TODAY sets it in tests."""
    named = os.environ.get("SALVAGE_TODAY")
    try:
        return date.fromisoformat(named) if named else date.today()
    except ValueError:
        raise SalvageError("usage", "SALVAGE_TODAY is not a date", "write it as 2026-11-22") from None


# --- the options that every page has, and the one place where pages and errors leave


def _view(
    format: Annotated[Format | None, typer.Option("--format", help="How to write it.")] = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write a file.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="ASCII, unwrapped, for screen readers.")] = False,
    width: Annotated[int | None, typer.Option("--width", min=1, metavar="N", help="Draw this wide.")] = None,
    color: Annotated[Color, typer.Option("--color", help="Use color.")] = "auto",
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Do not page.")] = False,
) -> View:
    return View(format, plain, width, color, output, not no_pager)


def _shown(command: Command) -> Callable[..., int]:
    """A command as Typer wants it: its own parameters, then those of `_view`; it shows its page."""
    own = inspect.signature(command).parameters
    looks = inspect.signature(_view).parameters

    def run(**given: Any) -> int:
        view = _view(**{name: given.pop(name) for name in looks})
        page = command(**given)
        show(page, view, os.environ)
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
        from salvage_cli.compose import reference

        show(reference.start(_library().heads), View(), os.environ)


def _app(argv: Sequence[str]) -> typer.Typer:
    """The program, with the one command that `argv` asks for, or with all of them."""
    app = typer.Typer(
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
        command, _ = COMMANDS[name]
        app.command(name)(_shown(command))
    return app


TAB = "_SALVAGE_COMPLETE"
"""Set by the shell when Tab is pressed; Typer answers it."""


def _offered() -> list[str]:
    """Tell Typer what Tab offers where, which takes it long to hear; the command that is being typed."""
    from typer.completion import completion_init  # type: ignore[attr-defined]  # imported there, not exported

    from salvage_cli import complete

    completion_init()  # else done only where Typer's own options for it are added
    names: tuple[Any, ...] = (Words, OneOf, Which, InCondition)
    offers = [(kind, complete.conditions) for kind in names]
    for kind, offer in (*offers, (InSection, complete.sections), (Term, complete.terms)):
        kind.__metadata__[0].autocompletion = offer
    typed = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    return typed.split()[1:2] if typed.endswith(" ") or len(typed.split()) > 2 else []


def _say(message: str) -> None:
    """One line to stderr, in letters it has; nothing to be done where there is no stderr."""
    from salvage_cli.render.degrade import fitted

    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(fitted(clean(f"salvage: {message}"), sys.stderr.encoding), file=sys.stderr)


LONGEST = 400
"""Characters of a message: what was typed comes back in it, and that may be anything."""
QUESTION = 2_000
"""Characters of a question that are read: whoever writes much may say the worst last."""


def _failed(error: SalvageError, as_json: bool) -> int:
    """Say what went wrong: on stderr, or as an object on stdout where that can be written."""
    error.message, error.hint = clean(error.message)[:LONGEST], clean(error.hint)[:LONGEST]
    if as_json:
        from salvage_cli.render import json

        try:
            write(json.error(error))
            return EXIT[error.code]
        except SalvageError as worse:
            error = worse
    _say(f"{error.message} ({error.hint})" if error.hint else error.message)
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


def _misused(message: str, argv: Sequence[str]) -> SalvageError:
    """Wrong usage in one line, with the command that was meant or where help is."""
    command = argv[0] if argv and argv[0] in COMMANDS else ""
    close = names.near(argv[0], COMMANDS) if argv and not command else []
    help = " ".join(filter(None, ("salvage", command, "--help")))
    hint = f"did you mean salvage {names.either(close)}?" if close else f"see {help}"
    message = " ".join(message.split()).partition(" Did you mean")[0]
    return SalvageError("usage", message.rstrip("."), hint)


def _wants_json(argv: Sequence[str]) -> bool:
    return "--format=json" in argv or ("--format", "json") in pairwise(argv)
