"""Exceptions: `[[allow]]` says that one rule may be broken in one entry, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from salvage_cli.check.rule import Rule
from salvage_cli.check.subject import Subject
from salvage_cli.check.tables import tables_in
from salvage_cli.names import near
from salvage_cli.problems import Finding

ALLOW = (
    Rule("allow-without-why", "warning", """An exception gives its reason.

`why` is for whoever reads the file next year: what makes this entry right although it breaks the rule."""),
    Rule("allow-for-nothing", "warning", """An exception allows something.

The entry keeps the rule by now, or there is no such rule or entry. Remove the [[allow]], or mend its
`rule` or `id`: that of the entry, else the key (`card`), else the name of the file."""),
)  # fmt: skip
_MEND = "remove it, or mend its rule or id"


def allowed(subject: Subject, findings: Iterable[Finding], rules: Collection[str]) -> list[Finding]:
    """The findings without those that the file allows, and what is wrong with its exceptions."""
    exceptions = [
        (("allow", place), (str(entry["rule"]), str(entry["id"])), entry.get("why"))
        for place, entry in tables_in(subject.tables.get("allow"))
        if "rule" in entry and "id" in entry  # else that has been said
    ]
    wanted = {what for _, what, _ in exceptions}
    used: set[tuple[str, str]] = set()
    left: list[Finding] = []
    for finding in findings:
        what = (finding.rule, subject.owner(finding.path))
        if what in wanted:
            used.add(what)
        else:
            left.append(finding)
    for path, what, why in exceptions:
        rule, _ = what
        if rule not in rules:
            close = near(rule, rules)
            hint = f"did you mean `{close[0]}`?" if close else _MEND
            left.append(Finding((*path, "rule"), "there is no such rule", hint, "allow-for-nothing"))
        elif what not in used:
            left.append(Finding(path, "nothing here needs this exception", _MEND, "allow-for-nothing"))
        if not why:
            left.append(Finding(path, "this exception has no reason", 'add why = "…"', "allow-without-why"))
    return left
