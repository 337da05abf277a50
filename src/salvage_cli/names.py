"""Names as people type them: any case, spaces or hyphens, aliases, near misses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from salvage_cli.record import Record

_BETWEEN = str.maketrans("_-.'’", "     ")


def plain(name: str) -> str:
    """`Prostate  Cancer` and `prostate_cancer` as `prostate-cancer`; what is no Unicode as question marks."""
    name = name.encode("utf-8", "replace").decode()
    return "-".join(name.casefold().translate(_BETWEEN).split())


DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
"""Names that Windows keeps for itself, in any case and with any ending."""


def is_slug(name: str) -> bool:
    """Whether a name can be that of a file everywhere: at most 64 of a-z, 0-9, and hyphens inside."""
    fits = 0 < len(name) <= 64 and name.isascii() and name.replace("-", "").isalnum()
    return fits and name[0] != "-" and name == name.lower() and name not in DEVICES


ENDING = "its name does not end in .toml, in small letters"


def misnamed(file: str) -> str | None:
    """What a file is to be called that only seems to end in .toml: `psa.toml.txt` of Notepad, `PSA.TOML`."""
    seems = next((end for end in (".toml.txt", ".toml") if file.lower().endswith(end)), None)
    if seems is None or file.endswith(".toml"):
        return None
    return f"{plain(file[: -len(seems)])}.toml"


def near(name: str, known: Iterable[str], least: float = 0.6) -> list[str]:
    """Up to three known names that are close to `name`, closest first; `least` of 1 is the same name.

    Comparing two names takes long; only the fifty that share most letters and pairs of them are compared.
    """
    from difflib import get_close_matches
    from heapq import nlargest

    parts = [*{name[place : place + 2] for place in range(len(name))}, *set(name)]

    def shared(other: str) -> int:
        return sum(part in other for part in parts) - abs(len(other) - len(name))

    return get_close_matches(name, nlargest(50, sorted(set(known)), key=shared), n=3, cutoff=least)


def either(names: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *some, last = names
    return f"{', '.join(some)} or {last}" if some else last


NameSort = Literal["name", "alias", "ambiguous"]
LAST = "\U0010ffff"
"""Comes after every other character."""


class Name(Record):
    """One way to call a condition: a plain word, what kind of name it is, and whether an own file says so."""

    word: str
    slug: str
    sort: NameSort
    own: bool


class Names(Protocol):
    """Every name there is: read from the files, or found in the index made of them."""

    def named(self, word: str) -> list[Name]: ...

    def words(self) -> Iterable[str]: ...

    def starting(self, start: str, limit: int) -> list[str]: ...

    def slugs(self, limit: int) -> list[str]: ...

    def broken(self) -> frozenset[str] | None: ...


class Listed:
    """Names that were read from files."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._named: dict[str, list[Name]] = {}
        for name in names:
            self._named.setdefault(name.word, []).append(name)

    def named(self, word: str) -> list[Name]:
        return self._named.get(word, [])

    def words(self) -> Iterable[str]:
        return self._named

    def starting(self, start: str, limit: int) -> list[str]:
        return sorted(word for word in self._named if word.startswith(start))[:limit]

    def slugs(self, limit: int) -> list[str]:
        return sorted({name.slug for names in self._named.values() for name in names})[:limit]

    def broken(self) -> frozenset[str] | None:
        return None  # only their heads were read


def called(slug: str, name: str, aliases: Iterable[str], ambiguous: Iterable[str], own: bool) -> list[Name]:
    """Every name of a condition: its slug and name, its aliases, and words that it shares with others."""
    sorts: tuple[tuple[NameSort, Iterable[str]], ...] = (
        ("name", (slug, name)),
        ("alias", aliases),
        ("ambiguous", ambiguous),
    )
    return [Name(plain(word), slug, sort, own) for sort, words in sorts for word in words]


def meant(names: Iterable[Name]) -> tuple[list[str], bool]:
    """The conditions that one word may mean, and whether it says which; a bundled name beats a reader's."""
    names = list(names)
    taken = any(name.sort != "ambiguous" and not name.own for name in names)
    left = [name for name in names if not (taken and name.own)]
    slugs = sorted({name.slug for name in left})
    return slugs, len(slugs) == 1 and all(name.sort != "ambiguous" for name in left)


def within(name: str, names: Names) -> list[str]:
    """The longest known names that are part of a longer one: `hiv` in `hiv-infection`."""
    words = name.split("-")
    for length in range(len(words) - 1, 0, -1):
        runs = ("-".join(words[start : start + length]) for start in range(len(words) - length + 1))
        if found := [run for run in runs if names.named(run)]:
            return found
    return []
