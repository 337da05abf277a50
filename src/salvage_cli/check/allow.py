"""Exceptions: `[[allow]]` says that one rule may be broken in one entry, and why."""

from __future__ import annotations

from collections.abc import Iterable

from salvage_cli.check.rule import Rule
from salvage_cli.check.subject import Subject
from salvage_cli.names import near
from salvage_cli.problems import Finding

ALLOW = (
    Rule("allow-without-why", "warning", """An exception gives its reason.

`why` is for whoever reads the file next year: what makes this entry right although it breaks the rule."""),
    Rule("allow-for-nothing", "warning", """An exception allows something.

The entry keeps the rule by now, or there is no such rule or entry. Remove the [[allow]], or mend its
`rule` or `id`: that of the entry, else the key (`card`), else the name of the file."""),
    Rule("not-read", "notice", """Every file of a folder is read.

Conditions stand in the folder `conditions`, if there is one. search.toml, learned.toml and changes.toml
of a folder of one's own are never read."""),
    Rule("file-ending", "warning", """The name of a file ends in .toml, in small letters.

Nothing else is read. Notepad adds .txt unless “Save as type” is “All files”, and Windows hides that ending:
what looks like psa.toml may be psa.toml.txt."""),
)  # fmt: skip


def allowed(subject: Subject, findings: Iterable[Finding], rules: Iterable[str]) -> list[Finding]:
    """The findings without those that the file allows, and what is wrong with its exceptions."""
    held = subject.tables.get("allow")
    exceptions = [
        (("allow", place), (str(entry.get("rule")), str(entry.get("id"))), entry.get("why"))
        for place, entry in enumerate(held if isinstance(held, list) else ())
        if isinstance(entry, dict)
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
    known = list(rules)
    for path, what, why in exceptions:
        if what not in used:
            rule = what[0]
            close = near(rule, known) if rule not in known else []
            hint = f"did you mean `{close[0]}`?" if close else "remove it, or mend its rule or id"
            message = "there is no such rule" if rule not in known else "nothing here needs this exception"
            where = (*path, "rule") if rule not in known else path
            left.append(Finding(where, message, hint, "allow-for-nothing"))
        if not why:
            left.append(Finding(path, "this exception has no reason", 'add why = "…"', "allow-without-why"))
    return left
