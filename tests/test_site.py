"""The exported site as files: ours in every tag, each link leading somewhere, written once and safely."""

import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import pytest

from salvage_cli.address import is_address as is_web_address
from salvage_cli.names import plain
from salvage_cli.render.html.document import policy
from salvage_cli.render.html.site import SCRIPTS, SITE_STYLE
from salvage_cli.sections import TITLES
from salvage_cli.site.addresses import PARTS, is_address
from salvage_cli.site.folder import MANIFEST
from tests.conftest import BASE, HERE, KNOWLEDGE, Run, environment, program
from tests.hostile.files import FILES
from tests.hostile.pages import SPECIMEN, shelf
from tests.hostile.run import acting
from tests.library import BUNDLED, SLUGS, raw
from tests.test_html import ALLOWED, ALONE, Seen

Site = dict[str, str]
"""Path and text of every file."""


class SeenOnSite(Seen):
    """A page of the site: what it may hold besides, and what else leads somewhere."""

    allowed: Mapping[str, set[str]] = {
        **ALLOWED,
        "link": {"rel", "type", "href"},
        "script": {"src", "defer"},
        "div": {"class", "id", "role", "hidden", "aria-live"},
        "label": {"for"},
        "input": {"type", "id", "autocomplete", "maxlength", "spellcheck"},
        "p": {"class", "id"},
        "ul": {"class"},
        "html": {"lang"},
    }
    alone = ALONE | {"link", "input"}

    def __init__(self, document: str) -> None:
        self.metas: dict[str, str] = {}
        self.scripts: list[str] = []
        self.heads: dict[str, str] = {}
        super().__init__(document)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attributes)
        held = {name: value or "" for name, value in attributes}
        if tag == "meta":
            self.metas[held.get("http-equiv") or held.get("name", "charset")] = held.get("content", "")
        if tag == "script":
            self.scripts.append(held["src"])
        if tag == "link":
            self.heads[held["rel"]] = held["href"]
            self.links.pop()


def files(folder: Path) -> Site:
    """Every file of a site but the one that says what is ours."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def exported(salvage: Run, folder: Path, *more: str, env: Mapping[str, str] | None = None) -> str:
    """Export; what the program said."""
    done = salvage("export", "site", str(folder), *more, env=env)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return done.stderr


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Site:
    return files(site_folder)


@pytest.fixture(scope="session")
def seen(site: Site) -> dict[str, SeenOnSite]:
    return {path: SeenOnSite(text) for path, text in site.items() if path.endswith(".html")}


def leads(page: str, link: str) -> tuple[str, str]:
    """The file and the place in it that a link on a page leads to."""
    path, _, place = link.partition("#")
    if path.startswith("/"):
        assert page == "404.html"
        return path.removeprefix("/").removeprefix("pages/"), place
    return (normpath(join(dirname(page), path)) if path else page), place


def lost(seen: Mapping[str, SeenOnSite]) -> list[tuple[str, str]]:
    """Links that lead nowhere, and those that leave the site for what is no web address."""
    found = []
    for page, held in seen.items():
        for link in held.links:
            if re.match("[a-z]+:", link):
                found += [] if is_web_address(link) else [(page, link)]
                continue
            path, place = leads(page, link)
            if path not in seen or (place and place not in seen[path].ids):
                found.append((page, link))
    return found


# --- what there is


def test_every_condition_has_all_its_pages_with_a_copy_for_programs(site: Site) -> None:
    for slug in (*SLUGS, "exampleitis"):
        for name in ("index", *PARTS):
            assert {f"{slug}/{name}.html", f"{slug}/{name}.json"} <= site.keys()


def test_a_copy_for_programs_is_what_json_prints(site: Site, salvage: Run) -> None:
    for path, words in {
        "hiv/index.json": ("explain", "hiv"),
        "hiv/outlook.json": ("explain", "hiv.outlook"),
        "hiv/urgent.json": ("urgent", "hiv"),
        "glossary.json": ("define",),
        "sources.json": ("sources",),
        "changes.json": ("changes",),
        "index.json": ("list",),
    }.items():
        printed = salvage(*words, "--format", "json").stdout
        assert json.loads(site[path]) == json.loads(printed), path


def test_every_link_and_every_place_it_names_is_there(seen: dict[str, SeenOnSite]) -> None:
    assert len(seen) > 200
    assert lost(seen) == []


def test_no_id_stands_twice_and_headings_go_down_one_level(seen: dict[str, SeenOnSite]) -> None:
    for path, held in seen.items():
        assert len(set(held.ids)) == len(held.ids), path
        assert held.levels[0] == 1 and held.levels.count(1) == 1, path
        assert all(
            after <= before + 1 for before, after in zip(held.levels, held.levels[1:], strict=False)
        ), path


def test_every_page_leads_to_the_signs_the_conditions_and_the_search(seen: dict[str, SeenOnSite]) -> None:
    for path, held in seen.items():
        reached = {leads(path, link)[0] for link in held.links if not re.match("[a-z]+:", link)}
        assert {"urgent.html", "index.html", "search.html", "about.html"} <= reached, path
        assert held.links[0] == "#main"


def test_every_page_allows_its_own_style_and_only_the_search_its_own_scripts(
    seen: dict[str, SeenOnSite],
) -> None:
    for path, held in seen.items():
        search = path == "search.html"
        assert held.metas["Content-Security-Policy"] == policy(SITE_STYLE, SCRIPTS if search else "")
        assert held.metas["referrer"] == "no-referrer"
        assert bool(held.scripts) == search


def test_survival_numbers_are_on_their_own_page_only(site: Site) -> None:
    for slug in SLUGS:
        for number in raw(slug).get("number", []):
            where = [path for path, text in site.items() if f'id="{number["id"]}"' in text]
            assert where == [f"{slug}/outlook.html"]
            assert number["group"] not in unescape(site["search-1.js"])


def test_the_start_page_names_every_condition_and_the_danger_first(
    site: Site, seen: dict[str, SeenOnSite]
) -> None:
    words = seen["index.html"].words
    assert words.index("Something wrong right now?") < words.index("Conditions", words.index("Something"))
    for slug in SLUGS:
        assert f'href="{slug}/index.html"' in site["index.html"]


def test_ones_own_page_says_so(seen: dict[str, SeenOnSite]) -> None:
    for name in ("index", *PARTS):
        assert "added by whoever runs this site" in seen[f"exampleitis/{name}.html"].words
        assert "added by whoever runs this site" not in seen[f"hiv/{name}.html"].words
    assert re.search(r"Exampleitis[^(]*\(added to this site, not part of salvage\)", seen["index.html"].words)


def test_nothing_says_what_to_type_or_whose_folder_it_is(site: Site, site_folder: Path) -> None:
    for path, text in site.items():
        assert str(KNOWLEDGE) not in text and str(site_folder) not in text, path
        assert "What to type next" not in text, path


def test_a_command_in_a_text_is_a_link(site: Site) -> None:
    assert (
        'stands here: <a href="../cancer/index.html">salvage explain cancer</a>.'
        in site["glioblastoma/index.html"]
    )


# --- other names


def test_another_name_leads_on(site: Site) -> None:
    text = site["aids/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../hiv/index.html"/>' in text
    assert f'<link rel="canonical" href="{BASE}hiv/index.html"/>' in text
    assert '<a href="../hiv/index.html">HIV</a>' in text


def test_a_name_that_fits_two_names_both_and_chooses_neither(site: Site) -> None:
    text = site["lung/index.html"]
    assert "refresh" not in text
    assert '<a href="../copd/index.html">' in text and '<a href="../lung-cancer/index.html">' in text


def test_every_name_that_can_be_a_folder_has_a_page(site: Site) -> None:
    names = {
        plain(word) for slug in SLUGS for key in ("aliases", "ambiguous") for word in raw(slug).get(key, [])
    }
    assert len(names) > 200
    assert {name for name in names if f"{name}/index.html" not in site} == {n for n in names if "/" in n}


# --- for machines


def test_the_sitemap_names_pages_that_are_there(site: Site) -> None:
    places = [
        held.text or ""
        for held in ElementTree.fromstring(site["sitemap.xml"]).iter()
        if held.text and BASE in held.text
    ]
    assert {f"{BASE}index.html", f"{BASE}hiv/index.html"} <= set(places)
    assert [place for place in places if place.removeprefix(BASE) not in site] == []
    assert f"Sitemap: {BASE}sitemap.xml" in site["robots.txt"]


def test_without_an_address_there_is_no_sitemap(salvage: Run, tmp_path: Path) -> None:
    exported(salvage, tmp_path / "site", env={"SALVAGE_PATH": ""})
    made = files(tmp_path / "site")
    assert "sitemap.xml" not in made and "Sitemap" not in made["robots.txt"]
    assert [
        link for text in made.values() for link in re.findall('rel="canonical" href="(http[^"]*)', text)
    ] == []
    assert '"/index.html"' in made["404.html"]


def test_what_is_no_address_is_refused(salvage: Run, tmp_path: Path) -> None:
    for base in (
        "salvage.example",
        "javascript:alert(1)",
        'https://a.example/"x',
        "https://a.example/?x",
        "https://a.example/#x",
    ):
        done = salvage("export", "site", str(tmp_path / "site"), "--base", base)
        assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "site").exists()


# --- what means harm


@pytest.fixture(scope="session")
def hostile(salvage: Run, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Every hostile file but those that are only long, as a site."""
    place = tmp_path_factory.mktemp("hostile-site")
    shelf(place / "own", **{case.slug: case.data for case in FILES if len(case.data) < 100_000})
    exported(salvage, place / "public", env={"SALVAGE_PATH": str(place / "own")})
    return files(place / "public")


def test_a_hostile_library_adds_no_tag_no_attribute_and_no_link(hostile: Site) -> None:
    pages = {path: SeenOnSite(text) for path, text in hostile.items() if path.endswith(".html")}
    assert len(pages) > 500
    assert lost(pages) == []
    assert {path for path, held in pages.items() if held.scripts} == {"search.html"}
    policies = {held.metas["Content-Security-Policy"] for held in pages.values()}
    assert policies == {policy(SITE_STYLE), policy(SITE_STYLE, SCRIPTS)}


def test_no_character_of_a_hostile_library_acts_or_hides(hostile: Site) -> None:
    assert {path: found for path, text in hostile.items() if (found := acting(text))} == {}
    assert [path for path in hostile if not is_address(path)] == []


def test_the_index_is_data_whatever_a_page_holds(hostile: Site) -> None:
    for path, text in hostile.items():
        if re.fullmatch(r"search-\d+\.js", path):
            assert text.isascii()
            inside = re.fullmatch(r"salvageParts\.push\((.*)\);\n", text)
            assert inside and json.loads(inside[1])["passages"]


# --- how it is written


def stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_writes_nothing(salvage: Run, site_folder: Path) -> None:
    before = stamps(site_folder)
    said = exported(salvage, site_folder, "--base", BASE)
    assert f": 0 files written, {len(before) - 1} unchanged, 0 removed" in said
    assert stamps(site_folder) == before


def test_two_runs_make_the_same_bytes(salvage: Run, site_folder: Path, site: Site, tmp_path: Path) -> None:
    said = exported(salvage, tmp_path / "again", "--base", BASE)
    assert re.fullmatch(r"salvage: \S+: \d+ files written, 0 unchanged, 0 removed\n", said)
    assert files(tmp_path / "again") == site
    assert (tmp_path / "again" / MANIFEST).read_bytes() == (site_folder / MANIFEST).read_bytes()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A small folder of one's own that may be changed."""
    return shelf(tmp_path / "own")


def test_only_what_changed_is_written_and_what_is_gone_goes(salvage: Run, own: Path, tmp_path: Path) -> None:
    place, env = tmp_path / "site", {"SALVAGE_PATH": str(own)}
    page = own / "conditions" / "exampleitis.toml"
    (own / "conditions" / "other.toml").write_bytes(page.read_bytes().replace(b"exampleitis", b"other"))
    exported(salvage, place, env=env)
    (place / "other" / "note.txt").write_text("mine")
    before = stamps(place)
    (own / "conditions" / "other.toml").unlink()
    page.write_text(page.read_text(encoding="utf-8").replace("Sleep helps", "Rest helps"), encoding="utf-8")
    exported(salvage, place, env=env)
    after = stamps(place)
    changed = {Path(path).relative_to(place).as_posix() for path in before if before[path] != after.get(path)}
    assert "exampleitis/index.html" in changed or "Sleep helps" not in page.read_text(encoding="utf-8")
    assert not [path for path in changed if path.startswith(("hiv/", "cancer/"))]
    assert (place / "other" / "note.txt").read_text() == "mine"
    assert sorted(path.name for path in (place / "other").iterdir()) == ["note.txt"]


def test_what_someone_changed_is_mended_and_never_removed_unseen(
    salvage: Run, own: Path, tmp_path: Path
) -> None:
    place, env = tmp_path / "site", {"SALVAGE_PATH": str(own)}
    exported(salvage, place, env=env)
    whole = files(place)
    (place / "hiv" / "index.html").write_text("half")
    (place / "exampleitis" / "index.html").write_text("edited by hand")
    (place / "cancer" / "urgent.html").unlink()
    (own / "conditions" / "exampleitis.toml").unlink()
    said = exported(salvage, place, env=env)
    assert "exampleitis/index.html was changed since it was written" in said
    assert files(place)["hiv/index.html"] == whole["hiv/index.html"]
    assert files(place)["cancer/urgent.html"] == whole["cancer/urgent.html"]
    assert (place / "exampleitis" / "index.html").read_text() == "edited by hand"


def test_a_day_on_which_a_page_is_due_is_a_change(salvage: Run, own: Path, tmp_path: Path) -> None:
    env = {"SALVAGE_PATH": str(own)}
    exported(salvage, tmp_path / "site", env=env)
    said = exported(salvage, tmp_path / "site", env={**env, "SALVAGE_TODAY": "2099-01-01"})
    assert " 0 files written" not in said
    assert "was due to be checked on" in files(tmp_path / "site")["hiv/index.html"]


def test_the_day_on_which_a_page_says_it_was_checked_is_a_change(
    salvage: Run, own: Path, tmp_path: Path
) -> None:
    page = own / "conditions" / "exampleitis.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("checked = 2026-01-15", "checked = 2026-11-24"))
    for day, early in (("2026-11-23", True), ("2026-11-24", False)):
        exported(salvage, tmp_path / "site", env={"SALVAGE_PATH": str(own), "SALVAGE_TODAY": day})
        assert ("has not come yet" in files(tmp_path / "site")["exampleitis/index.html"]) is early


def test_a_folder_that_is_not_ours_is_left_alone(salvage: Run, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    done = salvage("export", "site", str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (5, 1)
    assert "--force" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    (tmp_path / "photo.txt").write_text("mine too")
    exported(salvage, tmp_path, "--force")
    assert (tmp_path / "photo.txt").read_text() == "mine too"


@pytest.mark.parametrize("what", ["folder", "file", "new"])
def test_a_link_is_not_followed_out_of_the_folder(what: str, salvage: Run, tmp_path: Path) -> None:
    place, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("theirs")
    exported(salvage, place, env={"SALVAGE_PATH": ""})
    if what == "file":
        (place / "hiv" / "index.html").unlink()
        (place / "hiv" / "index.html").symlink_to(outside / "index.html")
    else:
        name = place / ("hiv" if what == "folder" else ".salvage-new")
        if name.exists():
            name.rename(tmp_path / "kept")
        name.symlink_to(outside)
    done = salvage("export", "site", str(place), env={"SALVAGE_PATH": ""})
    assert done.returncode == (0 if what == "file" else 5)
    assert done.stderr.count("\n") == 1
    assert [(path.name, path.read_text()) for path in outside.iterdir()] == [("index.html", "theirs")]
    if what == "file":
        assert not (place / "hiv" / "index.html").is_symlink()


def test_a_manifest_of_a_stranger_names_nothing_outside(salvage: Run, tmp_path: Path) -> None:
    victim = tmp_path / "victim.html"
    victim.write_text("theirs")
    place = tmp_path / "site"
    place.mkdir()
    named = dict.fromkeys(("../victim.html", str(victim), "a/../../victim.html", "..", "/etc/passwd"), "")
    (place / MANIFEST).write_text(
        json.dumps({"made_by": "salvage export site", "files": named, "parts": {"0": 7}})
    )
    exported(salvage, place, env={"SALVAGE_PATH": ""})
    assert victim.read_text() == "theirs"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_one_line_and_exit_5(tmp_path: Path) -> None:
    script = 'ulimit -f 40; trap "" XFSZ; exec "$@"'
    words = ["bash", "-c", script, "bash", program(), "export", "site", str(tmp_path / "site")]
    done = subprocess.run(words, env=environment(), capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (5, "", 1), done.stderr
    assert "could not be written: " in done.stderr


def test_what_is_in_the_way_is_one_line_and_exit_5(salvage: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = salvage("export", "site", str(tmp_path / "file"))
    assert (done.returncode, done.stderr.count("\n")) == (5, 1)
    place = tmp_path / "site"
    exported(salvage, place, env={"SALVAGE_PATH": ""})
    (place / "hiv" / "index.html").unlink()
    (place / "hiv" / "index.html").mkdir()
    done = salvage("export", "site", str(place), env={"SALVAGE_PATH": ""})
    assert (done.returncode, done.stderr.count("\n")) == (5, 1)


def test_a_run_that_is_killed_leaves_files_that_are_whole_and_the_next_mends_it(
    salvage: Run, site: Site, tmp_path: Path
) -> None:
    chance, place = random.Random(7), tmp_path / "site"
    words = [program(), "export", "site", str(place), "--base", BASE]
    for _ in range(4):
        process = subprocess.Popen(
            words, env=environment(), stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.2, 1.6))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        there = files(place) if place.is_dir() else {}
        assert {
            path for path, text in there.items() if not path.startswith(".") and text != site[path]
        } == set()
    exported(salvage, place, "--base", BASE)
    assert files(place) == site
    assert not (place / ".salvage-new").exists()


def test_the_readers_card_is_nowhere(salvage: Run, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "SALVAGE_PATH": "", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert salvage("card", "--clinic", "Zyxw Unit", "--clinic-phone", "5550104477", env=env).returncode == 0
    exported(salvage, tmp_path / "site", env=env)
    assert not [
        path for path, text in files(tmp_path / "site").items() if "Zyxw" in text or "0104477" in text
    ]


def test_pages_in_place_of_bundled_ones_take_no_danger_off_the_site(salvage: Run, tmp_path: Path) -> None:
    """The page of search goes by the bundled signs, though a page of one's own has one by the same id."""
    bundled = BUNDLED.load("hiv").condition.sign[0]
    page = SPECIMEN.replace("exampleitis.urgent.breath", bundled.id)
    assert page != SPECIMEN
    own = shelf(tmp_path / "own", hiv=page.encode(), general=SPECIMEN.encode())
    exported(salvage, tmp_path / "site", env={"SALVAGE_PATH": str(own)})
    made = files(tmp_path / "site")
    assert "In an emergency call: US 911" in SeenOnSite(made["search.html"]).words
    assert '"calls":"Call: US 911' in made["search-words.js"]
    index = json.loads(made["search-1.js"].removeprefix("salvageParts.push(").rstrip(");\n"))
    said = [text for id, _, text, *_ in index["signs"] if id == bundled.id]
    assert len(said) == 1 and bundled.action in said[0]
    assert "own page" not in SeenOnSite(made["hiv/index.html"]).words
    assert "This card is from the page that was added." in SeenOnSite(made["hiv/index.html"]).words


def test_what_cannot_be_read_is_said_and_every_link_still_leads_somewhere(
    salvage: Run, own: Path, tmp_path: Path
) -> None:
    text = (own / "conditions" / "exampleitis.toml").read_bytes()
    (own / "conditions" / "broken.toml").write_bytes(
        text.replace(b"exampleitis", b"broken") + b"\nnonsense = 1\n"
    )
    (own / "conditions" / "hiv.toml").write_bytes(b'name = "Mine"\nnonsense = 1\n')
    said = exported(salvage, tmp_path / "site", env={"SALVAGE_PATH": str(own)})
    assert "broken.toml" in said and "hiv.toml" in said
    made = files(tmp_path / "site")
    assert "could not be read" in made["broken/index.html"] and "could not be read" in made["hiv/index.html"]
    assert str(own) not in "".join(made.values())
    assert lost({path: SeenOnSite(text) for path, text in made.items() if path.endswith(".html")}) == []


def endless(path: Path) -> None:
    path.write_bytes(b"")
    os.truncate(path, 2**33)


@pytest.mark.parametrize("name", ["conditions/hiv.toml", "sources.toml"])
@pytest.mark.parametrize("made", [endless, os.mkfifo, lambda path: path.symlink_to(path.name)])
def test_a_file_that_is_refused_is_not_read_to_see_whether_it_changed(
    made: Callable[[Path], None], name: str, tmp_path: Path
) -> None:
    own = shelf(tmp_path / "own")
    (own / name).unlink(missing_ok=True)
    made(own / name)
    words = ("export", "site", str(tmp_path / "site"))
    limited = ("prlimit", f"--as={2**31}", program(), *words)
    done = subprocess.run(
        limited,
        env=environment({"SALVAGE_PATH": str(own)}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "hiv/index.html" in files(tmp_path / "site")


def test_the_sections_that_have_a_page_are_sections() -> None:
    assert set(PARTS) <= set(TITLES)
    assert BUNDLED.heads.keys() == set(SLUGS)
    assert (HERE.parent / "docs" / "publishing.md").is_file()
