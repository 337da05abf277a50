"""A rule: one promise of a knowledge file, how bad it is to break it, and what finds where it is broken."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from itertools import islice

from salvage_cli.author.schema import Kind
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.problems import MOST, Finding, Severity
from salvage_cli.record import Record

Finder = Callable[[Subject], Iterator[Hit]]


class Rule(Record):
    """`text` is what `--explain` prints: the promise, why it is made, what to do."""

    name: str
    severity: Severity
    text: str
    kinds: tuple[Kind, ...] = ()
    find: Finder | None = None

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Places in a file where the rule is broken, if it is for files of this kind; `MOST` at most."""
        if self.find is not None and subject.kind in self.kinds:
            for hit in islice(self.find(subject), MOST):
                yield Finding(hit.path, hit.message, hit.hint, self.name, hit.part)


PAGES: tuple[Kind, ...] = ("condition",)
WORDS: tuple[Kind, ...] = ("condition", "effects", "glossary")
ALL: tuple[Kind, ...] = ("condition", "effects", "glossary", "sources")


def rule(severity: Severity, kinds: tuple[Kind, ...]) -> Callable[[Finder], Rule]:
    """Makes a rule of a function: its name is that of the function, its text the docstring."""

    def made(find: Finder) -> Rule:
        return Rule(find.__name__.replace("_", "-"), severity, inspect.getdoc(find) or "", kinds, find)

    return made
