"""The HTML page as a parser sees it: whole, ours in every tag, needing nothing, acting on nothing."""

import base64
import re
import shutil
from collections import Counter
from collections.abc import Mapping, Set
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from salvage_cli.address import is_address
from salvage_cli.compose import handout
from salvage_cli.compose.condition import condition as compose
from salvage_cli.library import Dossier, Library
from salvage_cli.page import Ladder, Page, Paragraph, Passage, Share
from salvage_cli.places import Shelf
from salvage_cli.render import html
from salvage_cli.render.html import handout as sheet
from salvage_cli.render.html import style
from salvage_cli.render.html.drawing import dots, ladder
from salvage_cli.render.html.markup import BREAKS, anchor, h
from tests.conftest import KNOWLEDGE
from tests.library import LIBRARIES, bibliography, page
from tests.test_promises import expected, missing

SLUGS = sorted(LIBRARIES)
STYLES = [style.STYLE, sheet.STYLE]

ALLOWED = {
    "html": {"lang"}, "head": set(), "body": set(), "title": set(), "style": set(),
    "meta": {"charset", "http-equiv", "content", "name"},
    "header": set(), "main": {"id"}, "footer": set(), "nav": {"aria-label"},
    "section": {"class", "aria-labelledby"}, "div": {"class"}, "p": {"class", "id"}, "span": {"class"},
    "a": {"href", "rel", "id", "class", "aria-label"}, "strong": set(), "mark": set(), "code": set(),
    "wbr": set(),
    "ul": set(), "ol": {"class"}, "li": {"class", "id", "value"}, "dl": set(), "dt": set(), "dd": set(),
    **{f"h{level}": {"id"} for level in range(1, 7)},
    "svg": {"class", "viewbox", "aria-hidden", "focusable"}, "path": {"class", "d"},
    "line": {"class", "x1", "y1", "x2", "y2"}, "circle": {"class", "cx", "cy", "r"},
    "text": {"class", "x", "y", "text-anchor"},
}  # fmt: skip
"""Every element that a page may hold, with its attributes."""
ALONE = {"meta", "wbr", "path", "line", "circle"}


class Seen(HTMLParser):
    """What a parser finds in a page: tags, ids, links, text, headings."""

    allowed: Mapping[str, set[str]] = ALLOWED
    alone: Set[str] = ALONE

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.foreign: list[str] = []
        self.unclosed: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.words = ""
        self.texts: list[str] = []
        self.contents: list[str] = []
        self.headings: list[str] = []
        self.feed(document)
        self.close()
        assert not self.unclosed
        assert not self.foreign

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        held = dict(attributes)
        if tag not in self.allowed or not held.keys() <= self.allowed[tag] or len(held) < len(attributes):
            self.foreign.append(f"{tag} {attributes}")
        if tag not in self.alone:
            self.unclosed.append(tag)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [held["href"] or ""] if "href" in held else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.alone:
            assert self.unclosed.pop() == tag

    def handle_data(self, data: str) -> None:
        """What is read, text by text; what stands in the drawings is in the words beside them too."""
        if {"style", "title", "svg"} & set(self.unclosed) or not data.strip():
            return
        self.words += data
        self.texts.append(data)
        self.contents += [data] if "nav" in self.unclosed else []
        self.headings += [data] if re.fullmatch("h[1-6]", self.unclosed[-1]) else []

    def handle_comment(self, data: str) -> None:
        self.foreign.append(data)

    handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("slug", SLUGS)
def test_every_string_is_in_the_page(slug: str) -> None:
    assert not missing(expected(slug), Seen(html.render(page(slug))).words)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_leads_somewhere_and_every_id_is_one(slug: str) -> None:
    seen = Seen(html.render(page(slug)))
    assert len(set(seen.ids)) == len(seen.ids)
    inside = {link[1:] for link in seen.links if link.startswith("#")}
    outside = {link for link in seen.links if not link.startswith("#")}
    assert inside <= set(seen.ids)
    assert outside
    assert all(map(is_address, outside))
    assert {id for id in seen.ids if id.startswith("source-")} <= inside


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_go_down_one_level_at_a_time(slug: str) -> None:
    levels = Seen(html.render(page(slug))).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize("kind", STYLES, ids=lambda kind: kind.hash)
def test_the_policy_allows_the_style_and_nothing_else(kind: style.Style) -> None:
    assert kind.hash == "sha256-" + base64.b64encode(sha256(kind.text.encode()).digest()).decode()
    assert kind.text.isascii()
    assert not re.search(r"url\(|@import|@font-face|</", kind.text)


def test_every_address_of_the_library_becomes_a_link() -> None:
    held = [source[key] for _, source in bibliography() for key in ("url", "copy") if key in source]
    assert held
    assert [text for text in held if not is_address(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "//evil.example", "https://nhs.uk@evil.example/", "https://a:b@evil.example/",
        'https://a.example/" onmouseover="x',
        "https://a.example/<script>", "https://a.example/ b", "https://bücher.example/", "https://", "http:a",
        "https://a.example\\@evil.example", "https://a.example\n",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_no_link(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize("name", ["", "a b", "A", "a--b", "-a", 'a"', "a<", "ä"])
def test_what_is_no_slug_is_no_id(name: str) -> None:
    with pytest.raises(ValueError):
        anchor(name)


def test_an_element_escapes_all_that_is_not_markup() -> None:
    assert h("p", "<b>", ["&", h("strong", '"')], title='"><i>') == (
        '<p title="&quot;&gt;&lt;i&gt;">&lt;b&gt;&amp;<strong>&quot;</strong></p>\n'
    )


def test_a_number_is_never_parted_from_its_degrees() -> None:
    assert h("p", "38.0 °C (100.4 °F)") == "<p>38.0\u00a0°C (100.4\u00a0°F)</p>\n"
    said = ("38.0 °C", "100.4 °F")
    assert [part for part in re.split(BREAKS, " or ".join(said)) if "°" in part] == ["38.0 °C ", "100.4 °F"]


def test_a_page_that_ends_early_has_no_empty_end() -> None:
    shown = html.render(Page("made up", "Title", top=(Paragraph(Passage("All of it.")),)))
    assert not {"section", "footer"} & set(Seen(shown).tags)


def filled(share: Share) -> int:
    """Full dots of a drawing: those without a hole."""
    drawn, _ = dots(share)
    ring, hole, *_ = re.findall(r' d="([^"]*)"', drawn)
    return _count(ring) - _count(hole)


def _count(path: str) -> int:
    return sum(int(float(run)) // 2 + 1 for run in re.findall(r"h([\d.]+)", path))


@pytest.mark.parametrize(
    "share, full, said",
    [
        (Share(65, 100), 65, ""),
        (Share(0, 100), 0, ""),
        (Share(100, 100), 100, ""),
        (Share(9, 36), 9, ""),  # thirty-six dots, one for each person
        (Share(46, 200), 23, ""),
        (Share(8, 370), 2, "The drawing shows about 2 of every 100."),
        (Share(1, 100, 10), 1, "The drawing: full dots for 1, rings up to 10, of 100."),
    ],
)
def test_a_drawing_has_as_many_full_dots_as_the_words_say(share: Share, full: int, said: str) -> None:
    assert filled(share) == full
    assert dots(share)[1] == said


@pytest.mark.parametrize("share", [Share(1, 1000), Share(999, 1000), Share(3, 8), Share(0, 1000, 2)])
def test_a_share_that_dots_would_get_wrong_is_not_drawn(share: Share) -> None:
    assert dots(share) == ("", "")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_drawn_ladder_names_every_rung(slug: str) -> None:
    rungs = [
        block for section in page(slug).sections for block in section.blocks if isinstance(block, Ladder)
    ]
    words = re.sub("<[^>]*>", " ", ladder(rungs[0]))
    assert not missing([rung.label for rung in rungs[0].rungs], words)


HOSTILE = (
    "</p><script>alert(1)</script>", '" onmouseover="alert(1)', "'><img src=x onerror=alert(1)>", "<!-- ",
    "]]>", "</style><style>*{}", "</title>", "&lt;b&gt; &#60;i&#62;", "javascript:alert(1)",
    "<svg onload=alert(1)>", "{{ 7 * 7 }}", "<a href='https://evil.example'>x</a>",
)  # fmt: skip
SAID = re.compile(
    r'^(text|name|title|publisher|authors|who|action|about|group|time|treatment|ask)( = ")', re.M
)


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Dossier]:
    """A made-up condition of which every text begins with something that would act."""
    folder = shutil.copytree(KNOWLEDGE, tmp_path_factory.mktemp("hostile") / "library")
    threat = request.param
    opened = r"\1\2" + threat.replace('"', r"\"").replace("\\", r"\\")
    for file in folder.rglob("*.toml"):
        file.write_text(SAID.sub(opened, file.read_text(encoding="utf-8")), encoding="utf-8")
    return threat, Library(Shelf(folder, True, "hostile")).find("exampleitis")


def test_no_text_becomes_a_tag_an_attribute_or_a_link(hostile: tuple[str, Dossier]) -> None:
    threat, dossier = hostile
    today = date(2026, 1, 1)
    whole = compose(dossier, "explain", None, detail=True, today=today, hash="0" * 12)
    outlook = compose(dossier, "explain", "outlook", detail=True, today=today, hash="0" * 12)
    printed = handout.sheet(dossier, handout.extents(dossier)[0], today=today, hash="0" * 12)
    for shown in (whole, outlook, printed):
        seen = Seen(html.render(shown))
        assert seen.words.count(threat) > 10
        assert all(link.startswith("#") or is_address(link) for link in seen.links)
        assert not any("evil" in link for link in seen.links)


def test_it_is_the_same_bytes_every_time() -> None:
    assert html.render(page("exampleitis")) == html.render(page("exampleitis"))


def test_a_command_leads_where_the_site_says_and_else_to_its_section() -> None:
    assert 'href="#urgent"><code>salvage urgent hiv</code>' in html.render(page("hiv"))
    linked = html.render(page("hiv"), lambda command: f"{command.split()[-1]}.html")
    assert 'href="hiv.html"><code>salvage urgent hiv</code>' in linked
