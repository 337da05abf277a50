"""Numbers for sources, in the order in which a page first uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from salvage_cli.knowledge import Cites, Claim, Source
from salvage_cli.page import Marks, Passage


class Citations:
    """The numbering of one page. The sources themselves are looked up at its end, all at once."""

    def __init__(self, found: Callable[[Iterable[str]], Mapping[str, Source]]) -> None:
        self._found = found
        self._numbers: dict[str, int] = {}

    def marks(self, cites: Cites) -> Marks:
        """The numbers of these sources; new ones get the next number."""
        numbers = self._numbers
        return tuple([numbers.setdefault(id, len(numbers) + 1) for id in cites])

    def passage(self, text: str, cites: Cites, lead: str = "", id: str = "") -> Passage:
        held = {"text": text, "marks": self.marks(cites), "lead": lead, "id": id}
        return Passage.made_of(held)  # hundreds a page

    def claim(self, lead: str, claim: Claim | None) -> tuple[Passage, ...]:
        """A claim as a passage, or nothing where there is none."""
        return (self.passage(claim.text, claim.cites, lead),) if claim else ()

    def used(self) -> tuple[tuple[int, str, Source], ...]:
        """Number, id and source of all that was cited, in order."""
        sources = self._found(self._numbers)
        return tuple((number, id, sources[id]) for id, number in self._numbers.items())
