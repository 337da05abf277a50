"""The site, made: what changed is made again, what did not is left as it is, what is not wanted goes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from zlib import crc32

from salvage_cli import __version__
from salvage_cli.changes import changes
from salvage_cli.library import Library
from salvage_cli.places import VOCABULARIES
from salvage_cli.problems import Problem, SalvageError
from salvage_cli.record import Record
from salvage_cli.search.crew import shared_out
from salvage_cli.site import addresses, lists, pages, search
from salvage_cli.site.addresses import PARTS, of_condition
from salvage_cli.site.folder import MANIFEST, Folder, Manifest, planned
from salvage_cli.site.pages import File, Site
from salvage_cli.toml_file import read

BATCH = 256
"""Conditions that are made, and looked up, together: what is held in memory at a time."""
MANY = 6
"""Conditions that are worth the start of more processes."""

FEW = (
    *addresses.TOPS,
    *(f"{path[:-4]}json" for path in addresses.COPIED),
    addresses.MISSING,
    "robots.txt",
    "sitemap.xml",
    search.SCRIPT,
    search.WORDS,
)
"""Files that are about no one condition."""
Tell = Callable[[int], None]
"""Is told how many conditions are done."""
Work = tuple[str, list[tuple[str, str, bool]], str, list[str], search.Held]
"""Of a condition: slug; files with sum and whether written; what is wrong; days after which it says something
else; what is found."""


class Done(Record):
    """What an export did, in files; `kept` are files of an earlier one that someone changed since."""

    written: int
    unchanged: int
    removed: int
    kept: tuple[str, ...]
    problems: tuple[str, ...]


def export(library: Library, folder: Folder, site: Site, force: bool, tell: Tell) -> Done:
    """Make the folder hold the site and nothing of an earlier one. Raises SalvageError: it cannot be."""
    before, now = folder.claim(force), Manifest()
    batches = _batches(sorted(site.heads))
    indexes = [search.called(number) for number in range(len(batches))]
    others = lists.others(site)
    plan = [*FEW, *indexes, *map(of_condition, others), *(p for slug in site.heads for p in _paths(slug))]
    if not before.files.keys() >= set(plan):
        folder.put(MANIFEST, planned(plan, before).written())
    common, written, done = _common(library), 0, 0
    problems: dict[str, str] = {}
    for number, batch in enumerate(batches):
        key = _key(library, site, batch, common)
        if _stands(folder, before, number, batch, key, site):
            now.parts[str(number)] = before.parts[str(number)]
            now.files |= {path: before.files[path] for path in _in_batch(number, batch)}
        else:
            made: list[Work] = []
            for work in shared_out(partial(_made, library, folder, site), batch, MANY):
                made.append(work)
                tell(done + len(made))
            made.sort()
            now.files |= {path: sum for _, files, *_ in made for path, sum, _ in files}
            written += sum(fresh for _, files, *_ in made for _, _, fresh in files)
            written += _kept(folder, now, search.part(site, number, (held for *_, held in made)))
            if wrong := {slug: said for slug, _, said, _, _ in made if said}:
                problems |= wrong
            else:
                now.parts[str(number)] = [key, *_valid(site, (day for *_, days, _ in made for day in days))]
        done += len(batch)
        tell(done)
    for word, meant in others.items():
        written += _kept(folder, now, lists.other(site, word, *meant))
    written += sum(_kept(folder, now, file) for file in _few(library, site, indexes, problems))
    gone, kept = folder.remove({path: sum for path, sum in before.files.items() if path not in now.files})
    folder.put(MANIFEST, now.written())
    folder.close()
    return Done(written, len(now.files) - written, gone, tuple(kept), tuple(problems.values()))


def _few(library: Library, site: Site, indexes: Sequence[str], unread: Container[str]) -> Iterator[File]:
    """Every file that is about no one condition; the first page, which leads to all, last."""
    yield lists.about(site)
    yield lists.missing(site)
    yield from pages.shared(library, site, changes(library))
    yield search.script()
    yield search.common(library)
    yield lists.search(site, (search.WORDS, *indexes, search.SCRIPT), search.calls(library))
    yield lists.robots(site)
    if site.base:
        conditions = (of_condition(slug) for slug in sorted(site.heads))
        yield lists.sitemap(site, [*addresses.TOPS, *conditions])
    yield from lists.home(site, unread)


def _kept(folder: Folder, now: Manifest, file: File) -> bool:
    """Put a file, and note it; whether it was written."""
    path, text = file
    now.files[path], fresh = folder.put(path, text)
    return fresh


def _made(library: Library, folder: Folder, site: Site, slug: str) -> Work:
    """Make the pages of one condition; what cannot be read gets pages that say so."""
    wrong = ""
    try:
        dossier = library.load(slug)
        made = list(pages.of(dossier, site))
        wrong = " ".join(dossier.warnings)
        anchors = frozenset(re.findall(r' id="([^"]+)"', made[0][1]))
        names = [name.word for name in site.heads[slug].names()]
        held = search.held(dossier, names, anchors)
        days = [dossier.condition.due.isoformat()]
        if (checked := dossier.condition.checked) > site.today:
            days.append((checked - timedelta(days=1)).isoformat())
    except SalvageError as error:
        if error.code != "unreadable":
            raise
        wrong = error.message
        made, held, days = list(lists.unreadable(site, slug)), (slug, [], [], []), []
    files = [(path, *folder.put(path, text)) for path, text in made]
    return slug, files, wrong, days, held


def _paths(slug: str) -> Iterator[str]:
    for section in (None, *PARTS):
        path = of_condition(slug, section)
        yield path
        yield path.removesuffix("html") + "json"


def _in_batch(number: int, batch: Iterable[str]) -> list[str]:
    return [*(path for slug in batch for path in _paths(slug)), search.called(number)]


# --- what need not be made again


def _batches(slugs: Sequence[str]) -> list[list[str]]:
    """Conditions by batches; one that comes or goes changes its own only, but where their number doubles."""
    count = 1
    while len(slugs) > BATCH * count:
        count *= 2
    found: list[list[str]] = [[] for _ in range(count)]
    for slug in slugs:
        found[crc32(slug.encode()) % count].append(slug)
    return found


def _key(library: Library, site: Site, batch: Iterable[str], common: bytes) -> str:
    """A sum of everything that the pages of a batch are made from."""
    total = sha256(common + site.base.encode())
    for slug in batch:
        head = site.heads[slug]
        total.update(repr((slug, head.name, head.broader, head.aliases, head.ambiguous)).encode())
        for shelf in library.shelves:
            path = shelf.conditions / f"{slug}.toml"
            data = _held(path)
            total.update(f"{path} {len(data)} {_mentioned(data, site)}".encode())
            total.update(data)
    return total.hexdigest()


def _held(path: Path) -> bytes:
    """What is in a file of knowledge; of one that is refused, why: it may be endless, or not ours to open."""
    file = read(path)
    return str(file).encode() if isinstance(file, Problem) else file.data


def _mentioned(data: bytes, site: Site) -> list[str]:
    """Pages that a file speaks of and that are on the site: the text links to them."""
    commands = addresses.COMMAND.finditer(data.decode("utf-8", "replace"))
    return [found[2] for found in commands if found[2] in site.heads]


def _common(library: Library) -> bytes:
    """What all pages are made from: this program, what came with it, and vocabularies of one's own."""
    total = sha256(f"{__version__} {library.seal.hash}".encode())
    ours = [(path, path.read_bytes()) for path in sorted(Path(__file__).parents[1].rglob("*.[pj][ys]"))]
    own = [shelf.folder / f"{name}.toml" for shelf in library.own for name in VOCABULARIES]
    for path, data in (*ours, *((path, _held(path)) for path in own)):
        total.update(f"{path} {len(data)}".encode())
        total.update(data)
    return total.digest()


def _stands(
    folder: Folder, before: Manifest, number: int, batch: Iterable[str], key: str, site: Site
) -> bool:
    """Whether a batch was made from the same, on a day when the same pages were due, and is still there."""
    match before.parts.get(str(number)):
        case [made_from, after, until] if made_from == key and after < site.today.isoformat() <= until:
            held = _in_batch(number, batch)
            return all(before.files.get(path) and folder.holds(path, before.files[path]) for path in held)
    return False


def _valid(site: Site, days: Iterable[str]) -> tuple[str, str]:
    """Between which days no page says anything else: after the last one that has passed, until the next."""
    all = sorted(days)
    next = bisect_left(all, site.today.isoformat())
    return (all[next - 1] if next else ""), (all[next] if next < len(all) else "9999")
