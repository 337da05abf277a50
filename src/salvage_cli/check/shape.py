"""Whether a file has the shape of knowledge: TOML, keys, types, ids. The promises come after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from salvage_cli.author.keys import is_table
from salvage_cli.author.schema import VOCABULARIES, Kind
from salvage_cli.check.rule import Rule
from salvage_cli.check.tables import Table
from salvage_cli.check.world import World
from salvage_cli.clean import clean
from salvage_cli.decode import Mention, annotated, decode, guessed, is_id
from salvage_cli.knowledge import Allow, Condition, EntryId, IdKind, SourceId
from salvage_cli.names import either, near
from salvage_cli.problems import Finding, KeyPath
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile
from salvage_cli.vocabularies import RECORDS, leads_nowhere, twice
from salvage_cli.vocabulary import Vocabulary

TO_FILL = "to-fill"
UNFILLED = 6
"""Empty places from which on a file is one that is being filled in, and each no fault of its own."""
NEAR = 0.75
"""How alike an id and the one that was meant are at least; below it, `enzymes` might have meant `genes`."""
GUESSES = 50
"""Ids of a file that are compared with all others to guess which one was meant."""


class Shaped(Record):
    """The tables of a file without what has the wrong shape, and what that is.

    `taken` is where it stood, or would have stood under the name that was meant: no rule need miss it.
    """

    tables: Table
    findings: list[Finding]
    taken: frozenset[KeyPath]


def shaped(kind: Kind, file: TomlFile, tables: Table, world: World) -> Shaped:
    """Every problem of the shape of a file. It takes the wrong values out of `tables`."""
    findings, mentions = _condition(tables) if kind == "condition" else _words(kind, file, tables, world)
    held = tables.get("source")
    own = frozenset(held) if isinstance(held, dict) else frozenset[str]()
    if ("source",) in (finding.path for finding in findings):  # what is cited may stand in it
        mentions = [mention for mention in mentions if mention[0] is not SourceId]
    findings = _to_fill(tables, [*findings, *_lost(mentions, own, world)])
    taken = {finding.path for finding in findings}
    taken |= {(guessed(str(path[0]), annotated(Condition)),) for path in taken if len(path) == 1}
    for finding in findings:
        _take_out(tables, finding.path, whole=finding.rule in ("wrong-type", "wrong-choice"))
    return Shaped(tables, findings, frozenset(taken))


def _condition(tables: Table) -> tuple[list[Finding], list[Mention]]:
    decoded = decode(Condition, tables)
    plain = {key for key, annotation in annotated(Condition).items() if not is_table(annotation)}
    findings = [_told_where(finding, plain - tables.keys()) for finding in decoded.findings]
    return [*findings, *twice(decoded.mentions)], decoded.mentions


def _told_where(finding: Finding, top: set[str]) -> Finding:
    """For a key of the `top` of a file that stands below a header, and so belongs to that table: where to."""
    if finding.rule != "unknown-key" or finding.path[-1] not in top:
        return finding
    return finding.replaced(hint="move it to the top of the file: below a header it belongs to that table")


def _words(kind: Kind, file: TomlFile, tables: Table, world: World) -> tuple[list[Finding], list[Mention]]:
    """The tables of a vocabulary, one by one."""
    findings: list[Finding] = []
    mentions: list[Mention] = []
    sliced = world.shelf.bundled and (kind == "sources" or "source" not in tables)
    found = set(Vocabulary(VOCABULARIES[kind], file).ids()) if sliced else None
    for id, held in tables.items():
        if id == "allow":
            for place, entry in enumerate(held if isinstance(held, list) else [held]):
                findings += decode(Allow, entry, (((), id), place)).findings
            continue
        if id == "source" and kind != "sources":
            if world.shelf.bundled:
                continue
            hint = "move them to sources.toml of the same folder, as [example-guideline]"
            findings.append(
                Finding((id,), "in a folder of one's own, sources stand in sources.toml", hint, "unknown-key")
            )
            continue
        if inner := _nested(kind, held):
            said = f"here each id stands alone in its header, without `{clean(id)[:64]}`"
            hint = f"write [{inner}] in place of [{clean(id)[:64]}.{inner}], and so for each"
            findings.append(Finding((id,), said, hint, "unknown-key"))
            continue
        decoded = decode(VOCABULARIES[kind], held, ((), id))
        findings += decoded.findings
        mentions += decoded.mentions
        if not is_id(id):
            hint = "ids are made of a-z, 0-9 and hyphens"
            findings.append(Finding((id,), f'"{clean(id)[:64]}" is not an id', hint, "bad-id"))
        elif found is not None and id not in found:
            hint = f"write [{id}] at the beginning of a line, and nothing behind it"
            findings.append(Finding((id,), f"`{id}` is not found by its header", hint, "header-form"))
    return findings, mentions


def _nested(kind: Kind, held: object) -> str:
    """The first id in a table that holds what should stand beside it, as [source.leaflet] in sources.toml."""
    if not isinstance(held, dict) or not all(isinstance(inner, dict) for inner in held.values()):
        return ""
    known = annotated(VOCABULARIES[kind])
    return next((clean(key)[:64] for key in held if known.keys().isdisjoint(held)), "")


def _lost(mentions: list[Mention], own: frozenset[str], world: World) -> Iterator[Finding]:
    """Ids that lead nowhere, with what may have been meant."""
    guesses = 0
    for mention in mentions:
        kind, id, _ = mention
        if kind is EntryId or kind not in RECORDS or id in own or id in world.ids(kind):
            continue
        finding = leads_nowhere(mention)
        guesses += 1
        if close := _close(kind, id, own, world) if guesses <= GUESSES else []:
            define, _, _ = finding.hint.partition(",")
            meant = either(f"`{one}`" for one in close)
            finding = finding.replaced(hint=f"did you mean {meant}? If not, {define}")
        yield finding


def _close(kind: IdKind, id: str, own: frozenset[str], world: World) -> list[str]:
    """Ids that may have been meant: spelt nearly so, or of what people call so (`throwing-up`: vomiting)."""
    called = world.named(kind)
    ids = [called[name] for name in near(id.replace("-", " "), called, NEAR)]
    return list(dict.fromkeys([*near(id, {*world.ids(kind), *own}, NEAR), *ids]))[:3]


def _to_fill(tables: Table, findings: list[Finding]) -> list[Finding]:
    """The findings, with what `salvage new` left empty said once for each place, if there is much of it."""
    empty = {finding.path: None for finding in findings if _is_empty(tables, finding.path)}
    if len(empty) < UNFILLED:
        return findings
    left = [finding for finding in findings if finding.path not in empty]
    names = {path: next((step for step in reversed(path) if isinstance(step, str)), "") for path in empty}
    hint = "write what stands beside its key; remove a [[table]] that you do not need"
    wanted = [Finding(path, f"`{names[path]}` is still to be filled in", hint, TO_FILL) for path in empty]
    return [*wanted, *left]


def _is_empty(tables: Table, path: KeyPath) -> bool:
    """Whether nothing stands there yet: no text, an empty list, an id without its last part."""
    held: Any = tables
    for step in path:
        try:
            held = held[step]
        except (LookupError, TypeError):
            return False
    return held in ("", []) or (path[-1:] == ("id",) and isinstance(held, str) and held.endswith("."))


def _take_out(tables: Table, path: KeyPath, *, whole: bool) -> None:
    """Without what has the wrong shape at `path`: a key goes, an item of a list leaves None in its place.

    A table or list stays, for what is right in it; but one at the top goes, for no rule expects it there,
    and so does one where something else is wanted: `whole`.
    """
    held: Any = tables
    for step in path[:-1]:
        try:
            held = held[step]
        except (LookupError, TypeError):
            return
    for step in path[-1:]:
        if isinstance(held, dict) and (
            whole or held is tables or not isinstance(held.get(step), dict | list)
        ):
            held.pop(step, None)
        elif isinstance(held, list) and isinstance(step, int) and not isinstance(held[step], dict):
            held[step] = None


def _promise(name: str, text: str) -> Rule:
    return Rule(name, "error", text)


SHAPE = (
    _promise("unreadable", """The file can be opened and read.

It is a plain file of at most 256 KiB in UTF-8, with keys of at most 32 parts and no endless nesting. Save
it as UTF-8, and split it if it is too large."""),
    _promise("syntax", """The file is TOML: plain text, a key and its value on each line.

Text stands in quotes, lists in [ ], a claim in { }, and every key is followed by =. The place that is marked
is where reading stopped; the slip is there or on the line before. Nothing after it could be checked."""),
    _promise(TO_FILL, """A page that `salvage new` made is filled in.

What is empty is named by its line, together. Write what stands beside the key. Remove a table that you do not
need, with its keys; where a section has nothing to say, a [[gap]] says why."""),
    _promise("unknown-key", """Every key is one that the format knows.

A misspelled key would vanish from the page without a word, and with it perhaps a warning. All keys stand in
docs/knowledge-format.md."""),
    _promise("missing-key", """Keys that every entry of its kind has are there.

docs/knowledge-format.md shows which keys may be left out: they are called optional there."""),
    _promise("uncited", """Whatever says something names the sources that say so.

`cites = ["example-guideline"]` names ids of sources.toml, or of a [source.…] table in the same file. A page
is read before it is cited. What nobody can be named for is left out."""),
    _promise("wrong-type", """A value is of the kind that its key wants.

Text stands in quotes, a date (2026-11-22) and a number without, a list in [ ], a claim in { }."""),
    _promise("wrong-choice", """Some keys take one of a few words, and only these.

They decide where an entry stands and how loud it is, so none may be invented."""),
    _promise("empty", """A text says something, and a list holds something.

Write the text, or remove the key if it may be left out."""),
    _promise("too-long", """One text has at most 20,000 characters.

Nobody reads more in one piece. Make several entries of it."""),
    _promise("bad-id", """An id is made of a-z, 0-9 and hyphens, in at most three parts joined by dots.

Each part has at most 64 characters. Ids are typed, linked and used as names of files."""),
    _promise("id-twice", """An id stands once.

Two entries of one id cannot be told apart by those who link to them. Give one of them a short name of
its own; never the older one."""),
    _promise("unknown-source", """Every source that is cited is there.

Look for a slip in the id, or add the source to sources.toml or, if only this file cites it, as [source.id] at
its end."""),
    _promise("unknown-effect", """Every side effect that a page names is in effects.toml.

There it has its plain words, once for all pages. Write what you would call it, with hyphens (throwing-up):
check says which ids are near. What is not there, add to an effects.toml beside your page."""),
    _promise("unknown-term", """Every hard word that a page names in `terms` is in glossary.toml.

salvage define lists all of them. Mend the id, or add the word to a glossary.toml beside your page."""),
    _promise("address", """The address of a source is all there, and leads where it seems to lead.

It is printed for people to open. So it begins with http:// or https:// and is ASCII, without spaces, and
without a name before an @, which hides where a link goes. Copy it from the address bar of the browser."""),
    _promise("header-form", """In a vocabulary of the bundled library each id stands alone on its line: [id].

Pages read its effects.toml, glossary.toml and sources.toml by the slice, and find a slice by that line.
Nothing stands before or behind it, no quotes around the id, and no line inside a text begins with [. In a
folder of one's own a header may be written in any way that TOML has."""),
    Rule("not-read", "notice", """Every file of a folder is read.

Conditions stand in the folder `conditions`, if there is one. search.toml, changes.toml and what
was learned (learned-*.toml) of a folder of one's own are never read."""),
    Rule("file-ending", "warning", """The name of a file ends in .toml, in small letters.

Nothing else is read. Notepad adds .txt unless “Save as type” is “All files”, and Windows hides that ending:
what looks like psa.toml may be psa.toml.txt."""),
)  # fmt: skip
"""What the decoder and the parser find; the rules with a function come after."""
