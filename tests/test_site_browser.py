"""The site as people meet it: in a browser, from a folder and from a server, with and without its script."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from salvage_cli.render.html.site import SITE_STYLE
from tests.browser import Browser, barriers, overflowing
from tests.conftest import HERE

KINDS = (
    "index.html", "hiv/index.html", "hiv/outlook.html", "hiv/urgent.html", "hiv/side-effects.html",
    "hiv/questions.html", "exampleitis/index.html", "lung/index.html", "urgent.html", "faq.html",
    "search.html", "changes.html", "about.html", "404.html",
)  # fmt: skip
"""Every kind of page there is."""
WIDE = ("glossary.html", "sources.html")
"""Pages of which only the fit is looked at: they are long, and of the same blocks."""
WINDOWS = [(320, False), (320, True), (1280, False), (1280, True)]
DOC = (HERE.parent / "docs" / "publishing.md").read_text(encoding="utf-8")

needs_chromium = pytest.mark.needs("chromium")


def free() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server is there."""
    for _ in range(300):
        assert process.poll() is None, "the server has gone"
        with socket.socket() as held:
            if held.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server never answered")


@pytest.fixture(scope="module")
def served(site_folder: Path) -> Iterator[str]:
    """The site behind Python's own server."""
    port = free()
    words = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(site_folder),
    ]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        answers(port, process)
        yield f"http://127.0.0.1:{port}/"
        process.terminate()


@pytest.fixture(scope="module")
def nginx(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site behind nginx with the very configuration that the documentation shows."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    assert program, "install nginx"
    port, place = free(), tmp_path_factory.mktemp("nginx")
    (shown,) = re.findall(r"```nginx\n(.*?)```", DOC, re.DOTALL)
    for old, new in {
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/srv/salvage/public": str(site_folder),
        "'STYLE'": f"'{SITE_STYLE.hash}'",
    }.items():
        assert old in shown
        shown = shown.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around = f"pid {place}/pid;\ndaemon off;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{shown}}}\n"
    (place / "nginx.conf").write_text(around if sys.platform != "linux" else f"user root;\n{around}")
    words = [program, "-p", str(place), "-c", str(place / "nginx.conf")]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        answers(port, process)
        yield f"http://127.0.0.1:{port}/"
        process.terminate()


def asked(browser: Browser, question: str) -> str:
    """Type a question into the page of search; what is shown then."""
    browser.says("document.getElementById('question').focus()")
    browser.says("document.getElementById('question').value = ''")
    browser.types(question)
    found: str = browser.says("""
        new Promise(done => setTimeout(() => done(document.getElementById('found').innerText), 400))
    """)
    return found


@needs_chromium
@pytest.mark.parametrize("width, dark", WINDOWS)
@pytest.mark.parametrize("page", KINDS)
def test_a_page_is_accessible_fits_and_asks_nobody(
    page: str,
    width: int,
    dark: bool,
    site_folder: Path,
    browser: Browser,
    axe: str,
) -> None:
    browser.shows(site_folder / page, width=width, dark=dark)
    if page == "search.html":
        assert "Numb or tingling hands and feet" in asked(browser, "pins and needles")
        assert "Call your local emergency number now" in asked(browser, "I can't breathe")
    assert all(address.startswith(site_folder.as_uri()) for address in browser.requested)
    assert browser.complaints == []
    assert overflowing(browser) == []
    assert barriers(browser, axe) == []


@needs_chromium
@pytest.mark.parametrize("page", WIDE)
def test_a_long_page_fits_on_a_phone(page: str, site_folder: Path, browser: Browser) -> None:
    browser.shows(site_folder / page, width=320)
    assert browser.requested == [(site_folder / page).as_uri()]
    assert (browser.complaints, overflowing(browser)) == ([], [])


@needs_chromium
def test_a_result_names_condition_and_section_and_leads_to_its_very_place(
    site_folder: Path,
    browser: Browser,
) -> None:
    browser.shows(site_folder / "search.html")
    found = asked(browser, "pins and needles from chemo")
    assert re.search(r"Cancer: side effects: Numb or tingling hands and feet", found)
    place = browser.says("document.querySelector('#found h3 a').getAttribute('href')")
    assert re.fullmatch(r"[a-z-]+/index\.html#[a-z-]+\.side-effects\.[a-z0-9-]+", place)
    path, _, id = place.partition("#")
    assert f'id="{id}"' in (site_folder / path).read_text(encoding="utf-8")


@needs_chromium
@pytest.mark.parametrize(
    "question, first",
    [
        ("I can't breathe", "Call your local emergency number now if you have: trouble breathing"),
        ("fever of 39 after chemo tonight", "38.0\u00a0°C (100.4\u00a0°F) or more, call now"),
        ("how much prednisone should I take", "This tool does not answer how much of a drug to take"),
    ],
)
def test_what_is_dangerous_or_not_answered_is_said_first(
    question: str,
    first: str,
    site_folder: Path,
    browser: Browser,
) -> None:
    browser.shows(site_folder / "search.html")
    assert "In an emergency call: US 911" in browser.says("document.querySelector('main').innerText")
    found = asked(browser, question)
    assert first in found
    assert found.index(first) < found.index("Found")


@needs_chromium
def test_only_asking_about_danger_is_no_emergency_and_nonsense_finds_nothing(
    site_folder: Path,
    browser: Browser,
) -> None:
    browser.shows(site_folder / "search.html")
    for question in ("is nausea common", "pins and needles", "what does refractory mean"):
        assert "Signs that need help now" not in asked(browser, question)
    assert asked(browser, "qwxyz zzkrp").startswith("Nothing was found")
    assert asked(browser, " ") == ""


@needs_chromium
def test_survival_numbers_are_never_among_the_results(site_folder: Path, browser: Browser) -> None:
    browser.shows(site_folder / "search.html")
    found = asked(browser, "hiv survival numbers outlook")
    assert "They are shown only when they are asked for." in found
    assert re.findall(r"\d+ of \d+ people", found) == []


@needs_chromium
def test_what_is_typed_goes_nowhere(served: str, browser: Browser) -> None:
    browser.shows(f"{served}search.html")
    loaded = list(browser.requested)
    assert all(address.startswith(served) for address in loaded)
    assert "Found" in asked(browser, "losing my hair")
    assert [address for address in browser.requested if address not in loaded] == []
    assert (
        browser.says("[location.search, location.hash, document.cookie, localStorage.length].join()")
        == ",,,0"
    )
    assert browser.complaints == []


@needs_chromium
def test_without_its_script_the_search_says_so_and_where_to_look(
    site_folder: Path,
    browser: Browser,
) -> None:
    try:
        browser.shows(site_folder / "search.html", script=False)
        shown = browser.says(
            "[...document.querySelectorAll('#ask, #without')].map(one => !!one.offsetParent)"
        )
        assert shown == [False, True]
        assert browser.says("document.querySelector('main ul a').getAttribute('href')") == "index.html"
    finally:
        browser.shows("about:blank")


@needs_chromium
def test_another_name_leads_to_the_page(site_folder: Path, browser: Browser) -> None:
    browser.shows(site_folder / "aids" / "index.html")
    for _ in range(100):
        if browser.says("location.href").endswith("/hiv/index.html"):
            return
        time.sleep(0.05)
    raise AssertionError(browser.says("location.href"))


# --- behind nginx, as the documentation has it


def got(address: str) -> tuple[int, dict[str, str], str]:
    """What a server answers: status, headers, body."""
    from urllib.error import HTTPError

    try:
        with urlopen(Request(address), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


@pytest.mark.needs("nginx")
def test_the_documented_nginx_sends_the_policy_of_the_page_and_every_header(nginx: str) -> None:
    for page in ("", "hiv/", "hiv/index.html", "search.html", "aids/"):
        status, headers, text = got(f"{nginx}{page}")
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        (own,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert headers["Content-Security-Policy"] == f"{own}; frame-ancestors 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-cache"
        assert {"Permissions-Policy", "Strict-Transport-Security", "ETag"} <= headers.keys()
        assert "Set-Cookie" not in headers


@pytest.mark.needs("nginx")
def test_the_documented_nginx_answers_a_wrong_address_with_our_page(nginx: str) -> None:
    status, headers, text = got(f"{nginx}hiv/nothing")
    assert status == 404
    assert "There is no such page" in text
    assert "Content-Security-Policy" in headers


@pytest.mark.needs("nginx")
def test_the_documented_nginx_calls_files_what_they_are(nginx: str) -> None:
    for page, kind in {"search.js": "text/javascript", "hiv/index.json": "application/json"}.items():
        assert got(f"{nginx}{page}")[1]["Content-Type"].startswith(kind)


@needs_chromium
@pytest.mark.needs("nginx")
def test_the_search_works_under_the_documented_headers(nginx: str, browser: Browser) -> None:
    browser.shows(f"{nginx}search.html", width=320)
    assert "Numb or tingling" in asked(browser, "pins and needles")
    assert browser.complaints == []
    browser.shows(f"{nginx}hiv/index.html", width=320)
    assert (browser.complaints, len(browser.requested)) == ([], 1)
