"""Numbers for sources: in the order in which a page first uses them, or those that they have already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from salvage_cli.knowledge import Cites, Claim, Source
from salvage_cli.page import Marks, Passage


class Citations:
    """The numbering of one page. The sources themselves are looked up at its end, all at once.

    Sources that are `known` have the numbers 1, 2, 3 in this order, whether the page uses them or not.
    """

    def __init__(
        self, found: Callable[[Iterable[str]], Mapping[str, Source]], known: Iterable[str] = ()
    ) -> None:
        self._found = found
        self._known = {id: number for number, id in enumerate(known, start=1)}
        self._numbers: dict[str, int] = {}

    def marks(self, cites: Cites) -> Marks:
        """The numbers of these sources; new ones get the next number."""
        numbers = self._numbers
        if known := self._known:
            start = len(known) + 1  # of those that are not known
            return tuple(numbers.setdefault(id, known.get(id, start + len(numbers))) for id in cites)
        return tuple([numbers.setdefault(id, len(numbers) + 1) for id in cites])

    def passage(self, text: str, cites: Cites, lead: str = "", id: str = "") -> Passage:
        held = {"text": text, "marks": self.marks(cites), "lead": lead, "id": id}
        return Passage.made_of(held)  # hundreds a page

    def claim(self, lead: str, claim: Claim | None) -> tuple[Passage, ...]:
        """A claim as a passage, or nothing where there is none."""
        return (self.passage(claim.text, claim.cites, lead),) if claim else ()

    def used(self) -> tuple[tuple[int, str, Source], ...]:
        """Number, id and source of all that was cited, in order of number."""
        sources = self._found(self._numbers)
        return tuple(sorted((number, id, sources[id]) for id, number in self._numbers.items()))
