"""Names as people type them: any case, spaces or hyphens, aliases, near misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_BETWEEN = str.maketrans("_-.'’", "     ")


def plain(name: str) -> str:
    """`Prostate  Cancer` and `prostate_cancer` as `prostate-cancer`."""
    return "-".join(name.casefold().translate(_BETWEEN).split())


def is_slug(name: str) -> bool:
    """Whether a name can be that of a file: at most 64 of a-z, 0-9 and hyphens."""
    return 0 < len(name) <= 64 and name.isascii() and name.replace("-", "").isalnum() and name == name.lower()


def near(name: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that are close to `name`, closest first."""
    from difflib import get_close_matches

    return get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)


def either(names: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *some, last = names
    return f"{', '.join(some)} or {last}" if some else last


class Names:
    """What each name or alias may mean; a word that fits two conditions means both."""

    def __init__(self, aliases: Mapping[str, Iterable[str]]) -> None:
        self._meanings: dict[str, list[str]] = {}
        for slug, words in aliases.items():
            for word in (slug, *words):
                slugs = self._meanings.setdefault(plain(word), [])
                if slug not in slugs:
                    slugs.append(slug)

    def meanings(self, name: str) -> list[str]:
        return self._meanings.get(plain(name), [])

    def near(self, name: str) -> list[str]:
        """Slugs of the conditions whose names are close to `name`."""
        words = near(plain(name), self._meanings)
        return list(dict.fromkeys(slug for word in words for slug in self._meanings[word]))
