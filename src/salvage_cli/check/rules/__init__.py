"""Every rule by name. A rule that needs no more than its own file is a function in a module here."""

from __future__ import annotations

from salvage_cli.check.allow import ALLOW
from salvage_cli.check.rule import Rule
from salvage_cli.check.rules import (
    characters,
    citations,
    danger,
    dates,
    drugs,
    fever,
    identity,
    numbers,
    whole,
    words,
)
from salvage_cli.check.shape import SHAPE

MODULES = (drugs, fever, danger, citations, numbers, words, whole, dates, identity, characters)
RULES: dict[str, Rule] = {
    rule.name: rule for rule in (*SHAPE, *(rule for module in MODULES for rule in module.RULES), *ALLOW)
}
