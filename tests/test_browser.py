"""HTML pages and handouts as people meet them: in a real browser, on a phone, in the dark, on paper."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from salvage_cli.render import html
from tests.browser import PAPERS, Browser, barriers, overflowing
from tests.conftest import HERE, Run
from tests.library import LIBRARIES, SLUGS, page
from tests.test_handout import handout
from tests.test_html import Seen
from tests.test_promises import squashed

ROOT = HERE.parent
pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("pdftotext")]

PAGES = {
    "explain": ("explain", "exampleitis", "--detail"),
    "outlook": ("explain", "exampleitis.outlook"),
    "urgent": ("urgent", "exampleitis"),
    "questions": ("questions", "exampleitis"),
    "search": ("search", "thinning hair on chemo"),
    "an emergency": ("search", "I cannot breathe"),
    "nothing": ("search", "xyzzy"),
    "list": ("list",),
    "define": ("define", "regimen"),
    "sources": ("sources", "exampleitis"),
    "where": ("where",),
    "handout": ("export", "handout", "exampleitis"),
}
"""Every kind of page there is."""
WINDOWS = [(320, True), (1280, False)]
"""Width, and whether it is dark: a phone at night, a desk by day."""


@pytest.fixture(scope="module")
def files(salvage: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of page as a file that the program wrote."""
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in PAGES}
    for name, words in PAGES.items():
        done = salvage(*words, "--format", "html", "--output", str(written[name]))
        assert done.returncode == int(name == "nothing"), done.stderr
    return written


@pytest.mark.parametrize("width, dark", WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_and_asks_for_nothing(
    name: str, width: int, dark: bool, files: dict[str, Path], browser: Browser, axe: str
) -> None:
    browser.shows(files[name], width=width, dark=dark)
    assert browser.requested == [files[name].as_uri()]
    assert overflowing(browser) == []
    assert barriers(browser, axe) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_longest_names_and_addresses_fit_on_a_phone(slug: str, browser: Browser, tmp_path: Path) -> None:
    for name, document in (("page", html.render(page(slug))), ("sheet", html.render(handout(slug)))):
        file = tmp_path / f"{name}.html"
        file.write_text(document, encoding="utf-8")
        browser.shows(file, width=320)
        assert overflowing(browser) == []


def test_danger_stands_out_in_light_and_in_dark(files: dict[str, Path], browser: Browser) -> None:
    for dark in (False, True):
        browser.shows(files["explain"], dark=dark)
        text, ground = browser.says("""
            (style => [style.color, style.backgroundColor])(getComputedStyle(document.querySelector('.card')))
        """)
        assert contrast(text, ground) >= 7


def contrast(one: str, other: str) -> float:
    """The contrast of two colors as WCAG defines it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    shares = [int(part) / 255 for part in re.findall(r"\d+", color)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_first_tab_offers_to_skip_to_the_page_and_the_focus_is_seen(
    files: dict[str, Path], browser: Browser
) -> None:
    browser.shows(files["explain"], width=320)
    browser.presses("Tab")
    assert browser.says("document.activeElement.textContent") == "Skip to the page"
    assert browser.says("document.activeElement.getBoundingClientRect().left >= 0")
    assert browser.says("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("paper", PAPERS)
def test_a_printed_page_is_whole(
    paper: str, browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    browser.shows(files["explain"])
    pages = printed(browser, paper, tmp_path)
    seen = Seen(files["explain"].read_text(encoding="utf-8"))
    shown = squashed("".join(pages))
    hidden = {"Skip to the page", "Back to the text", *seen.contents}
    assert [text for text in seen.texts if text not in hidden and squashed(text) not in shown] == []
    assert [
        number for number, text in enumerate(pages, 1) if text.rstrip().endswith(tuple(seen.headings))
    ] == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("slug", sorted(LIBRARIES))
def test_a_handout_is_whole_on_two_sides(slug: str, paper: str, browser: Browser, tmp_path: Path) -> None:
    document = html.render(handout(slug))
    file = tmp_path / "sheet.html"
    file.write_text(document, encoding="utf-8")
    browser.shows(file)
    pages = printed(browser, paper, tmp_path)
    shown = squashed("".join(pages))
    assert len(pages) <= 2
    assert [t for t in Seen(document).texts if t != "Back to the text" and squashed(t) not in shown] == []


def test_no_text_of_a_printed_handout_is_too_small(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    file.write_text(html.render(handout("hiv")), encoding="utf-8")
    browser.shows(file, media="print")
    points = """
        (small) => Math.min(...[...document.querySelectorAll('main *, footer *')]
            .filter(one => one.textContent && small === Boolean(one.closest('.sources, footer')))
            .map(one => parseFloat(getComputedStyle(one).fontSize) * 0.75))
    """
    assert browser.says(f"({points})(false)") >= 9.49
    assert browser.says(f"({points})(true)") >= 7.99


def printed(browser: Browser, paper: str, folder: Path) -> list[str]:
    """The words of each side of paper, in the order in which they were laid."""
    file = folder / f"{paper}.pdf"
    file.write_bytes(browser.printed(paper))
    words = subprocess.run(
        ["pdftotext", "-raw", file, "-"], capture_output=True, encoding="utf-8", check=True
    )
    return words.stdout.split("\f")[:-1]


def test_the_sheet_in_the_readme_is_the_first_side_of_the_handout(
    browser: Browser, salvage: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """`--accept` draws it anew; letters differ from machine to machine, so only its shape is held."""
    sheet, side = tmp_path / "sheet.html", tmp_path / "side"
    salvage("export", "handout", "hiv", "--output", str(sheet), env={"SALVAGE_PATH": ""})
    browser.shows(sheet)
    (tmp_path / "sheet.pdf").write_bytes(browser.printed("A4"))
    subprocess.run(
        ["pdftoppm", "-png", "-gray", "-r", "60", "-singlefile", tmp_path / "sheet.pdf", side], check=True
    )
    drawn, kept = side.with_suffix(".png").read_bytes(), ROOT / "docs" / "handout-hiv.png"
    if request.config.getoption("--accept"):
        kept.write_bytes(drawn)
    assert kept.read_bytes()[:24] == drawn[:24]  # a PNG of the same size


def test_the_browser_sees_what_is_wrong(browser: Browser, axe: str, tmp_path: Path) -> None:
    """The tests above can fail: a page with faults, seen by the same means."""
    file = tmp_path / "bad.html"
    file.write_text(
        '<title>x</title><img src="https://a.example/x.png"><p style="width: 900px; color: #eee">Grey</p>'
    )
    browser.shows(file, width=320)
    assert "https://a.example/x.png" in browser.requested
    assert len(overflowing(browser)) == 1
    browser.says(f"{axe}; true")
    found = {one["id"] for one in browser.says("axe.run()")["violations"]}
    assert {"color-contrast", "image-alt", "html-has-lang"} <= found, json.dumps(sorted(found))
