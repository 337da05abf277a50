"""How a page leaves: which layout, in which letters, to where; and what happens when it cannot."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from salvage_cli import places
from salvage_cli.clean import clean
from salvage_cli.page import Page
from salvage_cli.problems import SalvageError, reason
from salvage_cli.record import Record
from salvage_cli.render.degrade import fitted

if TYPE_CHECKING:
    from salvage_cli.readers_card import ReadersCard

Format = Literal["text", "markdown", "html", "json"]
Color = Literal["auto", "always", "never"]


class View(Record):
    """What the reader asked for about looks; None means that nothing was said."""

    format: Format | None = None
    plain: bool = False
    width: int | None = None
    color: Color = "auto"
    output: Path | None = None
    pager: bool = True


class Terminal(Record):
    """What is known about the place where output goes."""

    is_terminal: bool
    width: int
    height: int
    color: bool
    encoding: str


def terminal(stream: TextIO, color: Color, environment: Mapping[str, str]) -> Terminal:
    """Look at a stream once. Columns come from COLUMNS, else from the terminal, else 80."""
    is_terminal = _is_terminal(stream)
    columns, lines = _size(stream, environment) if is_terminal else (80, 24)
    return Terminal(
        is_terminal, columns, lines, _colored(color, is_terminal, environment), stream.encoding or "ascii"
    )


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def _size(stream: TextIO, environment: Mapping[str, str]) -> tuple[int, int]:
    try:
        columns, lines = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        columns, lines = 80, 24
    if (named := environment.get("COLUMNS", "")).isdecimal():
        columns = int(named[:6])
    return columns or 80, lines or 24


def _colored(color: Color, is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """A flag beats NO_COLOR, which beats FORCE_COLOR, which beats TERM=dumb."""
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return is_terminal and environment.get("TERM") != "dumb"


def rendered(page: Page, view: View, place: Terminal, forced_color: bool) -> str:
    """The page as text, in the layout that the view and the place call for.

    `--plain` wins over all. `--format` comes next. Without either, a terminal gets the drawn
    layout, and so does a pipe when a width or color was asked for.
    """
    if view.plain and view.format != "json":
        from salvage_cli.render import text

        return text.render_plain(page)
    match view.format:
        case "json":
            from salvage_cli.render import json

            return json.render(page)
        case "markdown":
            from salvage_cli.render import markdown

            return fitted(markdown.render(page), place.encoding)
        case "html":
            from salvage_cli.render import html

            return html.encoded(html.render(page), place.encoding)
        case None if place.is_terminal or view.width is not None or forced_color:
            from salvage_cli.render import terminal as drawn

            return drawn.render(
                page, width=view.width or place.width, color=place.color, encoding=place.encoding
            )
        case _:
            from salvage_cli.render import text

            return fitted(text.render(page), place.encoding)


def show(page: Page, view: View, environment: Mapping[str, str]) -> None:
    """Render a page and write it out. Raises SalvageError (exit 5) where it cannot be written."""
    if view.output is not None and view.output != Path("-"):
        place = Terminal(False, 80, 24, view.color == "always", "utf-8")
        save(rendered(page, view, place, place.color), view.output)
        return
    place = terminal(sys.stdout, view.color, environment)
    if place.is_terminal and view.format in (None, "text"):
        page = _with_card(page, environment)
    text = rendered(page, view, place, place.color and not place.is_terminal)
    if view.format is None and not view.plain and place.is_terminal:
        from salvage_cli import pager
        from salvage_cli.render.links import linked

        if view.pager and view.output is None and pager.page(text, place, environment):
            return
        if place.color and environment.get("TERM") != "dumb":
            text = linked(text)
    write(text)


def _with_card(page: Page, environment: Mapping[str, str]) -> Page:
    """The page with the reader's own numbers, which are for their eyes on their own terminal."""
    if (card := my_card(environment)) is None:
        return page
    from salvage_cli.compose.readers_card import placed

    return placed(page, card)


def my_card(environment: Mapping[str, str]) -> ReadersCard | None:
    """The reader's own card; what is wrong with it is one line on stderr, and then there is none."""
    path = places.card(environment)
    if path is None or not os.path.lexists(path):  # one look, where there is no card
        return None
    from salvage_cli.readers_card import read_card

    found = read_card(path)
    if isinstance(found, list):
        more = f" (and {len(found) - 1} more in this file)" if len(found) > 1 else ""
        say(f"your card is not shown: {found[0]}{more}")
        return None
    return found


def write(text: str) -> None:
    """To stdout, whole and at once. A broken pipe is quiet; anything else is exit 5."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        forget_stdout()
    except (AttributeError, OSError, ValueError, MemoryError) as error:  # there is none, or it takes nothing
        forget_stdout()
        raise unwritable("the output", error) from error


def say(message: str) -> None:
    """One line to stderr, in letters it has; nothing to be done where there is no stderr."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(fitted(clean(f"salvage: {message}"), sys.stderr.encoding), file=sys.stderr)


def unwritable(
    what: str, error: Exception | None = None, hint: str = "`--output FILE` writes a file"
) -> SalvageError:
    return SalvageError("unwritable", f"{what} could not be written: {reason(error)}", hint)


def forget_stdout() -> None:
    """Point stdout at nothing, so that Python's own flush stays quiet, and do without it."""
    with suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stdout = None


def save(text: str, path: Path, rights: int = 0o666) -> None:
    """Into a file, all of it or nothing: written beside it first, then put in its place.

    A link stays a link and a file keeps its rights; what is no plain file is written to, never
    replaced. A new file gets `rights`, less what the reader's umask takes.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            # A pipe that nobody reads says so at once instead of keeping us waiting.
            with open(os.open(target, os.O_WRONLY | os.O_NONBLOCK), "w", encoding="utf-8") as stream:
                os.set_blocking(stream.fileno(), True)
                stream.write(text)
        else:
            _replace(target, text, rights)
    except (OSError, ValueError, MemoryError) as error:
        hint = "check that its folder is there, and that you may write into it"
        raise unwritable(f"`{path}`", error, hint) from error


def _replace(target: Path, text: str, rights: int) -> None:
    part = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    try:
        with open(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(handle)
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
