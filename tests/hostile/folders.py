"""Folders that mean harm: what can stand where a file is looked for, and names that deceive (`FOLDERS`)."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from salvage_cli.compose.words import OWN_PAGE
from tests.hostile.files import Expectation
from tests.hostile.pages import SPECIMEN, shelf

HIV = "HIV: rescue (salvage) therapy"
BUNDLED_SIGNS = "Signs from the bundled page of salvage"


@dataclass(frozen=True)
class Folder:
    """A folder of one's own, what is asked of it, and what is promised.

    `make` gets the folder of its condition files, in a shelf that has the good page too. `said` stands
    on stdout or stderr, `never` on neither. `listed` stands on stderr when the library is listed.
    """

    name: str
    expect: Expectation
    make: Callable[[Path], object]
    words: tuple[str, ...] = ("explain", "bad")
    code: int = 4
    said: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    listed: str = ""
    large: bool = False


def page(**changes: str) -> str:
    """The specimen with keys of its head changed."""
    text = SPECIMEN
    for key, value in changes.items():
        line = next(line for line in text.split("\n") if line.startswith(f"{key} = "))
        text = text.replace(line, f"{key} = {value}", 1)
    return text


def put(name: str | bytes, text: str | None = None) -> Callable[[Path], object]:
    """Make a file of this name with a page, or with this text."""
    data = (SPECIMEN if text is None else text).encode("utf-8", "surrogatepass")

    def make(folder: Path) -> None:
        path = os.path.join(os.fsencode(folder), name if isinstance(name, bytes) else name.encode())
        with open(path, "wb") as file:
            file.write(data)

    return make


def linked(target: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "bad.toml").symlink_to(target)


def bound(folder: Path) -> None:
    """A socket; its path must be short, so it is made from inside."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("bad.toml")
    finally:
        os.chdir(here)


def sparse(folder: Path) -> None:
    with (folder / "bad.toml").open("wb") as file:
        file.truncate(4 * 2**30)


def looped(folder: Path) -> None:
    (folder / "bad.toml").symlink_to("bad2.toml")
    (folder / "bad2.toml").symlink_to("bad.toml")


def folders_in_folders(folder: Path) -> None:
    (folder / "again").symlink_to(folder)
    deep = folder
    for _ in range(200):
        deep = deep / "d"
        deep.mkdir()
    (deep / "bad.toml").write_text(SPECIMEN)


def many(count: int, text: str, name: str = "many-{n}.toml") -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        for n in range(count):
            (folder / name.format(n=n)).write_text(text)

    return make


def pipes(count: int) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        for n in range(count):
            os.mkfifo(folder / f"pipe-{n}.toml")

    return make


def beside(name: str, text: str) -> Callable[[Path], object]:
    """A vocabulary of one's own."""
    return lambda folder: (folder.parent / name).write_text(text, encoding="utf-8")


def more(name: str, text: str) -> Callable[[Path], object]:
    """More in a vocabulary of one's own."""

    def make(folder: Path) -> None:
        with (folder.parent / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return make


def forged_source(folder: Path) -> None:
    """A page that takes the place of the bundled one, and the ids of the sources of its signs."""
    from tests.library import raw

    ids = {id for sign in raw("hiv")["sign"] for id in sign["cites"]}
    tables = "".join(f"\n[source.{id}]\n{FORGED}" for id in sorted(ids))
    (folder / "hiv.toml").write_text(f"{SPECIMEN}\n{tables}")


FORGED = """title = "Forged"
publisher = "Nobody at all"
date = "2026"
url = "https://evil.example/"
kind = "guideline"
read = 2026-01-15
extent = "whole"
"""
TERM = '\n[{id}]\nname = "{name}"\ntext = "Stop all drugs."\ncites = ["example-words"]\n'
WORDS = '\n[nausea]\nname = "x"\nmedical = "x"\n' + "".join(
    f'{key} = {{ text = "Never call.", cites = ["example-guide"] }}\n' for key in ("feels", "helps", "call")
)
SOFT = SPECIMEN[: SPECIMEN.index("[[sign]]")] + SPECIMEN[SPECIMEN.index("[outlook]") :]
NOT_REGULAR = "is not a regular file"
LARGER = "is larger than 256 KiB"
UNKNOWN = "there is no condition called"

FOLDERS = [
    # what is no file
    Folder("fifo", "refused", lambda f: os.mkfifo(f / "bad.toml"), code=3, listed=NOT_REGULAR),
    Folder("socket", "refused", bound, code=3, listed="cannot be opened"),
    Folder("device-endless", "refused", linked("/dev/zero"), code=3, listed=NOT_REGULAR),
    Folder("device-random", "refused", linked("/dev/urandom"), code=3, listed=NOT_REGULAR),
    Folder("device-terminal", "refused", linked("/dev/tty"), code=3, listed="bad.toml"),
    Folder("device-null", "refused", linked("/dev/null"), code=3, listed=NOT_REGULAR),
    Folder("folder", "refused", lambda f: (f / "bad.toml").mkdir(), code=3, listed=NOT_REGULAR),
    Folder("link-loop", "refused", looped, code=3, listed="cannot be opened"),
    Folder("link-dangling", "refused", linked("nowhere"), code=3, listed="cannot be opened"),
    Folder("link-to-a-folder", "refused", linked("/etc"), code=3, listed=NOT_REGULAR),
    Folder("link-out", "refused", linked("/etc/passwd"), said=("bad.toml:1: is not TOML",), never=("root:",), listed="bad.toml:1"),
    Folder("link-to-oneself", "refused", linked("/proc/self/environ"), never=("SALVAGE_PATH",), listed="bad.toml"),
    Folder("link-to-memory", "refused", linked("/proc/self/mem"), listed="bad.toml"),
    Folder("sparse-4-gb", "refused", sparse, said=(LARGER,), listed=LARGER, large=True),
    Folder("folders-in-folders", "shown", folders_in_folders, code=3, said=(UNKNOWN,), large=True),
    # names
    Folder("name-upper", "flagged", put("Bad.toml"), ("explain", "exampleitis"), 0, ("Sleep helps.",)),
    Folder("name-reserved", "refused", put("con.toml"), ("explain", "con"), 3, (UNKNOWN,)),
    Folder("name-option", "refused", put("--help.toml"), ("explain", "--", "--help"), 3, (UNKNOWN,)),
    Folder("name-escape", "cleaned", put("a\x1b]0;owned\x07.toml", ""), ("explain", "@a\x1b]0;owned\x07.toml"), 4, ("a]0;owned.toml",)),
    Folder("name-escape-page", "cleaned", put("a\x1b[31m.toml"), ("explain", "@a\x1b[31m.toml"), 0, ("Sleep helps.",)),
    Folder("name-newline", "cleaned", put("a\nsalvage: forged.toml", ""), ("explain", "@a\nsalvage: forged.toml"), 4, ("a salvage: forged.toml",)),
    Folder("name-bidi", "cleaned", put("a\u202elmot.toml"), ("explain", "@a\u202elmot.toml"), 0, ("Sleep helps.",)),
    Folder("name-markup", "cleaned", put("[red]`x`<b>.toml"), ("explain", "@[red]`x`<b>.toml"), 0, ("salvage urgent draft",)),
    Folder("name-bytes", "cleaned", put(b"a\xff\xfe.toml", ""), ("explain", "@a\udcff\udcfe.toml"), 4, ("a??.toml",)),
    Folder("name-of-255", "shown", put("b" * 250 + ".toml"), ("explain", "b" * 250), 3, (UNKNOWN,)),
    Folder("name-of-5000", "shown", lambda f: None, ("explain", "b" * 5000), 3, (UNKNOWN,)),
    Folder("name-up", "refused", lambda f: None, ("explain", "../../x"), 3, ()),
    Folder("name-is-a-path", "refused", lambda f: None, ("explain", "/etc/passwd"), 3, ()),
    # whose page it is
    Folder("alias-stolen", "flagged", put("bad.toml", page(aliases='["AIDS", "Acquired Immune Deficiency Syndrome"]')), ("explain", "aids"), 0, (HIV,), (OWN_PAGE,)),
    Folder("name-stolen", "flagged", put("bad.toml", page(name='"AIDS"')), ("explain", "aids"), 0, (HIV,), (OWN_PAGE,)),
    Folder("title-stolen", "flagged", put("bad.toml", page(name='"HIV"')), ("explain", "HIV"), 0, (HIV,), (OWN_PAGE,)),
    Folder("slug-stolen", "flagged", put("aids.toml"), ("explain", "aids"), 0, (HIV,), (OWN_PAGE,), listed="is called like the bundled page hiv"),
    Folder("alias-zero-width", "flagged", put("bad.toml", page(aliases='["h\u200biv", "HI\\u200dV"]')), ("explain", "hiv"), 0, (HIV,), (OWN_PAGE,)),
    Folder("page-replaced", "flagged", put("hiv.toml"), ("explain", "hiv"), 0, (OWN_PAGE,)),
    Folder("signs-softened", "flagged", put("hiv.toml"), ("urgent", "hiv"), 0, (OWN_PAGE, BUNDLED_SIGNS)),
    Folder("signs-removed", "flagged", put("hiv.toml", SOFT), ("urgent", "hiv"), 0, (OWN_PAGE, BUNDLED_SIGNS)),
    Folder("signs-forged-sources", "flagged", forged_source, ("urgent", "hiv"), 0, (OWN_PAGE, BUNDLED_SIGNS), ("Nobody at all", "evil.example")),
    Folder("page-broken", "flagged", put("hiv.toml", "name = \n"), ("explain", "hiv"), 0, ("Your own page could not be read", HIV), listed="hiv.toml:1"),
    Folder("page-of-all-replaced", "flagged", put("general.toml"), ("urgent",), 0, (OWN_PAGE, BUNDLED_SIGNS)),
    Folder("lexicon-replaced", "flagged", put("search.toml", "declined = []"), ("explain", "search"), 3, (UNKNOWN,)),
    # vocabularies
    Folder("term-stolen", "flagged", more("glossary.toml", TERM.format(id="regimen", name="regimen")), ("define", "regimen"), 0, ("regimen",), ("Stop all drugs.",)),
    Folder("term-name-stolen", "flagged", more("glossary.toml", TERM.format(id="regimen-2", name="regimen")), ("define", "regimen"), 0, ("regimen",), ("Stop all drugs.",)),
    Folder("effect-stolen", "flagged", more("effects.toml", WORDS), ("side-effects", "cancer"), 0, ("ausea",), ("Never call.",)),
    Folder("effects-broken", "flagged", beside("effects.toml", "x = "), ("side-effects", "cancer"), 0, ("Side effects",)),
    Folder("glossary-broken", "flagged", beside("glossary.toml", "\x00"), ("explain", "hiv"), 0, (HIV,)),
    Folder("sources-broken", "flagged", beside("sources.toml", "[["), ("explain", "hiv"), 0, (HIV,)),
    Folder("sources-broken-cancer", "flagged", beside("sources.toml", "[["), ("explain", "cancer", "--detail"), 0, ("Sources",)),
    Folder("glossary-of-windows", "shown", more("glossary.toml", TERM.format(id="odd", name="odd").replace("\n", "\r\n")), ("define", "odd"), 0, ("Stop all drugs.",)),
    Folder("glossary-texts", "cleaned", more("glossary.toml", TERM.format(id="odd", name="odd\\u001b[31m\u202e")), ("define", "odd[31m"), 0, ("Stop all drugs.",)),
    # many
    Folder("many-good", "shown", many(3000, SPECIMEN[:400] + "\n"), code=3, large=True),
    Folder("many-empty", "refused", many(3000, ""), code=3, listed="many-0.toml", large=True),
    Folder("many-broken", "refused", many(3000, "name = \n"), code=3, listed="many-0.toml:1", large=True),
    Folder("many-binary", "refused", many(1000, "\x00" * 1000), code=3, listed="many-0.toml:1", large=True),
    Folder("many-others", "shown", many(5000, "", "note-{n}.txt"), code=3, large=True),
    Folder("many-pipes", "refused", pipes(1000), code=3, listed=NOT_REGULAR, large=True),
]  # fmt: skip


def made(folder: Folder, place: Path) -> dict[str, str]:
    """The folder, made at a place, as an environment."""
    own = shelf(place / "own")
    folder.make(own / "conditions")
    return {"HOME": str(place), "SALVAGE_PATH": str(own), "SALVAGE_TODAY": "2026-06-01"}


def argv(folder: Folder, place: Path) -> tuple[str, ...]:
    """What is typed; `@` stands for the folder of the condition files."""
    return tuple(word.replace("@", f"{place / 'own' / 'conditions'}/") for word in folder.words)
