"""Pages of the site that show no `Page`: start, about, search, names that lead on, and what is not there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from urllib.parse import urlsplit

from salvage_cli.compose import words
from salvage_cli.compose.reference import listing
from salvage_cli.library import GENERAL
from salvage_cli.names import Listed, is_slug, meant
from salvage_cli.page import Card, Passage
from salvage_cli.render import json
from salvage_cli.render.html.markup import Markup, h
from salvage_cli.render.html.site import SCRIPTS, SitePen, around, links
from salvage_cli.sections import TITLES
from salvage_cli.site import addresses
from salvage_cli.site.addresses import PARTS, of_condition, up
from salvage_cli.site.pages import ADDED_HERE, File, Site, called, frame, pieces

TITLE = "Rescue (salvage) therapy in plain words"
ABOUT = (
    (
        "What it is for",
        "These pages explain rescue (salvage) therapy: treatment after the usual treatments stopped working "
        "or could not be borne. They are for people who have it ahead of them, for those who care for them, "
        "and for those who hand a page out. Every statement has its source beside it, and what is dangerous "
        "stands first.",
        words.NOTICE,
        "In an emergency call your local emergency number. Do not rely on a search.",
    ),
    (
        "Privacy",
        "The pages are plain files. They set no cookies, load nothing from anywhere else and count nobody. "
        "One page has a script: the search. It works inside your browser; what you type there is not sent "
        "and not kept. Whoever runs this site can see which pages a reader opens, as on any site, unless "
        "they switched that off.",
    ),
    (
        "How it was made",
        "The pages were written with the help of a program, from public guidelines, drug labels, health "
        "institutes, societies and papers, each of which was read before it was cited. Each page names the "
        "day on which it was checked and the day by which it must be checked again, and says whether a "
        "doctor or nurse has signed it.",
        "A page that was added by whoever runs this site says so at its top.",
    ),
    (
        "License",
        "The knowledge is under CC BY 4.0: share and change it, and say where it is from. The program that "
        "makes the pages is under Apache-2.0.",
    ),
)


def home(site: Site, unread: Container[str]) -> Iterator[File]:
    """The start page: what this is, the danger line, every condition by name.

    `unread` are conditions with a page that was added and could not be read.
    """
    pen = SitePen(addresses.leads_from(addresses.HOME, site.heads), called, pieces)
    shown = [head.beneath if head.slug in unread and head.beneath else head for head in site.heads.values()]
    heads = sorted((head for head in shown if head.slug != GENERAL), key=lambda head: head.name.casefold())
    rows = [
        (of_condition(head.slug), head.name, "" if head.shelf.bundled else f"({ADDED_HERE})")
        for head in heads
    ]
    rest = [
        (of_condition(GENERAL), "What is salvage therapy?", ""),
        (addresses.SEARCH, "Search in your own words", ""),
        (addresses.FAQ, "Questions people ask", ""),
        (addresses.GLOSSARY, "Hard words", ""),
    ]
    title = pen.heading(1, TITLE)
    card = Card((Passage(words.START_URGENT),), words.all_signs())
    main = [
        title,
        h("p", words.RESCUE),
        pen.blocks((card,)),
        links(rest),
        h("section", h("h2", "Conditions", id="conditions"), links(rows)),
    ]
    copy = "index.json"
    yield addresses.HOME, around(TITLE, main, _about(site), frame(site, addresses.HOME, (), copy))
    yield copy, json.render(listing(site.heads, unread), indent=None)


def about(site: Site) -> File:
    parts = [h("section", h("h2", title), [h("p", text) for text in texts]) for title, *texts in ABOUT]
    title = "About this site"
    path = addresses.ABOUT
    return path, around(title, [h("h1", title), *parts], _about(site), frame(site, path, ((None, title),)))


def _about(site: Site) -> list[Markup]:
    return [h("p", words.NOTICE), h("p", words.made(site.hash))]


def missing(site: Site) -> File:
    """What a web server shows where there is no page: at any depth, so its links begin at the top."""
    top = urlsplit(site.base).path or "/"
    title = "There is no such page"
    around_it = frame(site, addresses.MISSING, ())
    rows = [(f"{top}{addresses.HOME}", "All conditions", ""), (f"{top}{addresses.SEARCH}", "Search", "")]
    main = [h("h1", title), h("p", "The address may be mistyped, or the page has gone."), links(rows)]
    whole = around_it.replaced(
        ways=tuple((f"{top}{place}", name) for place, name in around_it.ways),
        more=tuple((f"{top}{place}", name) for place, name in around_it.more),
        links=(h("meta", name="robots", content="noindex"),),
    )
    return addresses.MISSING, around(title, main, _about(site), whole)


def search(site: Site, scripts: Iterable[str], calls: str) -> File:
    """The page of search. Without its script it says so, and where to look."""
    path, title = addresses.SEARCH, "Search"
    lists = [
        (addresses.HOME, "Every condition", ""),
        (addresses.URGENT, "Signs that need help now", ""),
        (addresses.FAQ, "Questions people ask", ""),
        (addresses.GLOSSARY, "Hard words", ""),
    ]
    box = h(
        "div",
        h("label", "Your question, in your own words", for_="question"),
        h("input", type="search", id="question", autocomplete="off", maxlength=2000, spellcheck="false"),
        h("p", "What you type stays in this window: it is not sent and not kept.", class_="small"),
        class_="ask-box",
        id="ask",
        hidden="hidden",
        role="search",
    )
    main = [
        h("h1", title),
        h("p", h("strong", f"In an emergency c{calls[1:]} Do not rely on a search."), class_="warning"),
        box,
        h("p", WITHOUT, id="without"),
        h("div", id="found", aria_live="polite"),
        h("section", h("h2", "Or look here"), links(lists)),
    ]
    around_it = frame(site, path, ((None, title),))
    loaded = [Markup(f'<script src="{name}" defer=""></script>\n') for name in scripts]
    framed = around_it.replaced(links=(*around_it.links, *loaded))
    return path, around(title, main, _about(site), framed, SCRIPTS)


WITHOUT = "The search needs JavaScript, which is off or still loading. Everything is in the lists below."


def unreadable(site: Site, slug: str) -> Iterator[File]:
    """Where a condition should be whose file cannot be read: every link to it still leads somewhere."""
    name = site.heads[slug].name
    said = "This page was added to the site, but its file could not be read when the site was made."
    for section in (None, *PARTS):
        path = of_condition(slug, section)
        main = [h("h1", name), h("p", h("strong", said), class_="warning")]
        if section is None:  # links may lead to any of these
            parts = [h("li", title, id=missed) for missed, title in TITLES.items()]
            main += [h("p", "These parts are missing:"), h("ul", parts)]
        yield path, around(name, main, _about(site), frame(site, path, ((None, name),)))


def others(site: Site) -> dict[str, tuple[list[str], bool]]:
    """Every other name that can be that of a folder: what it may mean, and whether it says which."""
    names = Listed(name for head in site.heads.values() for name in head.names())
    free = (word for word in sorted(names.words()) if is_slug(word) and word not in site.heads)
    return {word: meant(names.named(word)) for word in free}


def other(site: Site, word: str, slugs: list[str], sure: bool) -> File:
    """A small page for another name: it leads on, or names both."""
    return _leads_on(site, word, slugs[0]) if sure else _either(site, word, slugs)


def _leads_on(site: Site, word: str, slug: str) -> File:
    path, name = of_condition(word), site.heads[slug].name
    there = f"{up(path)}{of_condition(slug)}"
    around_it = frame(site, path, ((None, name),)).replaced(
        links=(
            Markup(f'<meta http-equiv="refresh" content="0; url={there}"/>\n'),
            h("link", rel="canonical", href=f"{site.base}{of_condition(slug)}" if site.base else there),
        )
    )
    main = [h("h1", name), h("p", "This page is here: ", h("a", name, href=there), ".")]
    return path, around(name, main, _about(site), around_it)


def _either(site: Site, word: str, slugs: Iterable[str]) -> File:
    path = of_condition(word)
    said = word.replace("-", " ")
    rows = [(f"{up(path)}{of_condition(slug)}", site.heads[slug].name, "") for slug in slugs]
    title = f"“{said}” may mean more than one thing"
    main = [h("h1", title), h("p", "Which one do you mean?"), links(rows)]
    return path, around(title, main, _about(site), frame(site, path, ((None, said),)))


def robots(site: Site) -> File:
    more = f"Sitemap: {site.base}sitemap.xml\n" if site.base else ""
    return "robots.txt", f"User-agent: *\nAllow: /\n{more}"


def sitemap(site: Site, paths: Iterable[str]) -> File:
    """Where search engines find every page; only where the address of the site is known."""
    rows = "".join(f"<url><loc>{site.base}{path}</loc></url>\n" for path in paths)
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return "sitemap.xml", f"{opening}{rows}</urlset>\n"
