"""Names and ids: each leads to one thing, and none pretends to be another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from salvage_cli.check.rule import ALL, PAGES, rule
from salvage_cli.check.subject import Hit, Subject
from salvage_cli.check.tables import tables_in
from salvage_cli.clean import clean
from salvage_cli.knowledge import EffectId, SectionId, TermId
from salvage_cli.names import DEVICES, either, is_slug, misnamed, plain
from salvage_cli.problems import KeyPath

_POINTER = re.compile(
    r"\bsalvage (explain|lines|side-effects|faq|urgent|questions) ([a-z][a-z0-9-]*)(?:\.([a-z-]*[a-z]))?"
)
_ELSEWHERE = {
    "name": "call this page something else, such as by its place or its treatment too",
    "aliases": 'take it out of `aliases`; as ambiguous = ["…"] it leads to both pages',
    "ambiguous": "remove it there or here",
}
"""What to do about a name that another page has."""


@rule("error", ALL)
def file_name(subject: Subject) -> Iterator[Hit]:
    """The name of the file is the page's short name: a-z, 0-9 and hyphens, at most 64.

    It is what people type (`salvage explain hiv`) and what exports are called. Names that Windows keeps for
    itself (con, aux, com1, …) are none.
    """
    slug = subject.slug
    if better := misnamed(subject.path.name):
        name = clean(subject.path.name)[:64]
        yield Hit((), f"nothing is found under the file name “{name}”", f"call it {clean(better)[:64]}")
    elif slug.lower() in DEVICES:
        hint = f"call it {slug.lower()}-page.toml, for instance"
        yield Hit((), f"Windows keeps the name “{slug}” for itself", hint)
    elif not is_slug(slug):
        better = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:64]
        hint = f"call it {better}.toml" if is_slug(better) else "use a-z, 0-9 and hyphens"
        yield Hit((), f"a page is not found under the file name “{clean(slug)[:64]}”", hint)


@rule("error", PAGES)
def alias_taken(subject: Subject) -> Iterator[Hit]:
    """A name leads to one page.

    A bundled name always wins, so an alias that is taken leads people to another condition: with COPD to
    lung cancer. Remove it, or put it into `ambiguous`: then both pages are offered. A word in `ambiguous`
    is nobody's name.
    """
    for path, word in _names(subject):
        others = [slug for slug in subject.world.owners.get(plain(word), []) if slug != subject.slug]
        if others:
            hint = _ELSEWHERE[str(path[0])]
            yield Hit(path, f"“{clean(word)[:64]}” is already a name of {either(others[:3])}", hint)


@rule("warning", PAGES)
def alias_twice(subject: Subject) -> Iterator[Hit]:
    """Each name of a page stands once.

    Names are compared as people type them: case, hyphens and spaces make no difference.
    """
    seen: set[str] = set()
    for path, word in _names(subject):
        if path == ("name",):
            continue  # so that a list of aliases may be whole
        if plain(word) in seen:
            yield Hit(path, f"“{clean(word)[:64]}” is a name of this page already", "remove it")
        seen.add(plain(word))


def _names(subject: Subject) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(name := subject.tables.get("name"), str):
        yield ("name",), name
    for key in ("aliases", "ambiguous"):
        if isinstance(words := subject.tables.get(key), list):
            yield from (((key, place), word) for place, word in enumerate(words) if isinstance(word, str))


@rule("warning", PAGES)
def id_form(subject: Subject) -> Iterator[Hit]:
    """An id is written whole: the page, a section, and a short name of its own.

    `hiv.lines.new-classes` says where it comes from wherever it is seen. It never changes its meaning, also
    not when the entry moves to another section, and it is never used again.
    """
    sections = get_args(SectionId)
    strays: list[tuple[KeyPath, str]] = []
    for path, id in _ids(subject):
        parts = id.split(".")
        if len(parts) != 3 or parts[1] not in sections:
            hint = f"write it as {subject.slug}.SECTION.short-name"
            yield Hit((*path, "id"), f"`{clean(id)[:80]}` does not name page and section", hint)
        elif parts[0] != subject.slug:
            strays.append((path, parts[0]))
    if strays:
        path, first = strays[0]
        many = f"{len(strays)} ids begin" if len(strays) > 1 else "this id begins"
        hint = f"call the file {first}.toml, or begin ids with {subject.slug}."
        yield Hit((*path, "id"), f"{many} with `{first}.`, but the file is called {subject.slug}", hint)


def _ids(subject: Subject) -> Iterator[tuple[KeyPath, str]]:
    for path, _, entry in subject.entries:
        if isinstance(entry.get("id"), str):
            yield path, entry["id"]
        for place, example in tables_in(entry.get("example")):
            if isinstance(example.get("id"), str):
                yield (*path, "example", place), example["id"]


@rule("error", PAGES)
def unknown_page(subject: Subject) -> Iterator[Hit]:
    """A page that another page names is there.

    `broader`, and `salvage explain …` in a text, lead the reader on. Mend the name, or write that page.
    """
    slugs = subject.world.heads.keys() | {subject.slug}
    broader = subject.tables.get("broader")
    if isinstance(broader, str) and broader not in slugs:
        yield Hit(("broader",), f"there is no page `{clean(broader)[:64]}`", "salvage list names all pages")
    for text in subject.texts:
        for found in _POINTER.finditer(text.text):
            if plain(found[2]) not in subject.world.owners and found[2] not in slugs:
                yield text.hit(
                    f"there is no page `{found[2]}`", "salvage list names all pages", found.span(2)
                )
            elif found[3] and found[3] not in get_args(SectionId):
                hint = f"sections: {', '.join(get_args(SectionId))}"
                yield text.hit(f"there is no section `{found[3]}`", hint, found.span(3))


@rule("notice", PAGES)
def signature_ignored(subject: Subject) -> Iterator[Hit]:
    """A signature in a folder of one's own is not shown.

    Else anybody could forge one. To sign a bundled page, see docs/editorial-policy.md.
    """
    if "signed_by" in subject.tables and not subject.world.shelf.bundled:
        yield Hit(("signed_by",), "a signature in a file of one's own is not shown", "leave it out")


@rule("notice", PAGES)
def bundled_signs_first(subject: Subject) -> Iterator[Hit]:
    """The bundled urgent card and signs stay above those of a page that replaces it.

    A file of one's own must never hide them. Yours follow; you need not repeat them.
    """
    if not subject.world.shelf.bundled and subject.slug in subject.world.bundled_slugs:
        message = f"this replaces the bundled page `{subject.slug}`; its urgent signs stay above yours"
        yield Hit((), message, f"see both with: salvage urgent {subject.slug}")


@rule("warning", ("effects", "glossary", "sources"))
def id_taken(subject: Subject) -> Iterator[Hit]:
    """A vocabulary of one's own only adds ids.

    Where a bundled one has the same id, the bundled words are shown and these never are. Give it an
    id of its own.
    """
    if not subject.world.shelf.bundled:
        for id in subject.tables:
            if id in subject.world.bundled_ids(subject.kind):
                hint = "give it an id of its own"
                yield Hit((id,), f"`{id}` is bundled, so this is never shown", hint)


@rule("warning", ("effects", "glossary"))
def unused_word(subject: Subject) -> Iterator[Hit]:
    """Every word of a vocabulary is on a page.

    A side effect is shown where a condition names it in `effect`, a term where one names it in `terms`.
    """
    kind = EffectId if subject.kind == "effects" else TermId
    for id, held in subject.tables.items():
        if isinstance(held, dict) and id != "source" and id not in subject.world.mentioned[kind]:
            yield Hit((id,), f"no page names `{id}`", "name it on a page, or remove it")


RULES = (
    file_name, alias_taken, alias_twice, id_form, unknown_page,
    signature_ignored, bundled_signs_first, id_taken, unused_word,
)  # fmt: skip
