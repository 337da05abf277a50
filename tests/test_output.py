"""How pages leave: in which letters, to where, in which layout, and what happens when they cannot."""

import json
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, get_args

import pytest
import tomli

from salvage_cli.output import Format
from tests.conftest import KNOWLEDGE, Run, environment, program
from tests.screen import sent

PAGE = ("explain", "exampleitis", "--detail")
FORMATS = {name: ("--format", name) for name in get_args(Format)}
LAYOUTS = {**FORMATS, "plain": ("--plain",), "drawn": ("--width", "80")}
ENCODINGS = ("ascii", "cp1252", "cp437", "latin-1")
ALWAYS_ASCII = ("json", "plain")
LETTERS = "Żółć, naïve façade, Ægir’s “sleep” — ≥ 7½ h… 3 µg × 4 ≠ 5 – y™ α; Привет, 日本."
DRAWN = re.compile(r"[\s│┊▌├─•|:+\-_=]+")


def written(*words: str, env: Mapping[str, str] | None = None) -> bytes:
    """What the program writes to a pipe, as bytes, when all is well."""
    ended = subprocess.run([program(), *words], env=environment(env), capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended.stdout


def redirected(
    redirection: str, *words: str, first: str = "", shell: str = "sh", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The program started by a shell, with its streams as the shell sets them."""
    script = f'{first} "$@" {redirection}'
    return subprocess.run(
        [shell, "-c", script, shell, program(), *words], env=environment(env), capture_output=True, text=True
    )


def on_terminal(*words: str, columns: int = 80, env: Mapping[str, str] | None = None) -> str:
    """What the program writes to a real terminal that has 24 lines; no pager."""
    place = environment({"TERM": "xterm", "SALVAGE_PAGER": "", **(env or {})})
    return sent([program(), *words], place, columns)


def own_library(folder: Path, old: str, new: str) -> dict[str, str]:
    """The made-up library with one text changed, as an environment."""
    shutil.copytree(KNOWLEDGE, folder)
    file = folder / "conditions" / "exampleitis.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return {"SALVAGE_PATH": str(folder)}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in value.values() if isinstance(value, dict) else value:
            yield from strings(held)


def has(encoding: str, character: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


def lost(text: str, drawn: str) -> list[str]:
    """The lines of the plain text page that the drawn one does not hold, however it breaks them."""
    squashed = DRAWN.sub("", drawn)
    return [line for line in text.splitlines() if DRAWN.sub("", line) not in squashed]


def assert_one_line(stderr: str) -> None:
    assert stderr.startswith("salvage: ")
    assert stderr.count("\n") == 1


# --- letters


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ALWAYS_ASCII])
def test_each_letter_arrives_or_is_written_in_others(name: str, encoding: str, tmp_path: Path) -> None:
    env = own_library(tmp_path / "own", "Sleep helps.", LETTERS)
    page = written(*PAGE, *FORMATS[name], env=env).decode("utf-8")
    assert name != "text" or LETTERS in page
    shown = written(*PAGE, *FORMATS[name], env={**env, "PYTHONIOENCODING": encoding}).decode(encoding)
    if name == "html":  # it declares UTF-8, so in any other encoding it keeps to ASCII
        assert shown.isascii()
        assert unescape(shown) == unescape(page)
        return
    any_but_a_question_mark = "[ ->@-~]+?"
    pattern = (re.escape(letter) if has(encoding, letter) else any_but_a_question_mark for letter in page)
    assert re.fullmatch("".join(pattern), shown)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_drawn_page_is_whole_in_each_encoding(encoding: str, tmp_path: Path) -> None:
    env = {**own_library(tmp_path / "own", "Sleep helps.", LETTERS), "PYTHONIOENCODING": encoding}
    text = written(*PAGE, env=env).decode(encoding)
    drawn = written(*PAGE, "--width", "80", env=env).decode(encoding)
    assert not lost(text, drawn)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["text", "drawn", "plain", "markdown"])
def test_a_threshold_keeps_its_sign(name: str, encoding: str) -> None:
    shown = written(*PAGE, *LAYOUTS[name], env={"PYTHONIOENCODING": encoding}).decode(encoding)
    kept = name != "plain" and has(encoding, "≥")
    assert ("≥ 38.3" if kept else ">= 38.3") in shown.replace("\\", "")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ALWAYS_ASCII)
def test_json_like_plain_is_the_same_ascii_in_each_encoding(name: str, encoding: str) -> None:
    shown = written(*PAGE, *LAYOUTS[name])
    assert shown.isascii()
    assert written(*PAGE, *LAYOUTS[name], env={"PYTHONIOENCODING": encoding}) == shown


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_bare_c_locale_shows_what_ascii_shows(name: str) -> None:
    bare = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    expected = written(*PAGE, *LAYOUTS[name], env={"PYTHONIOENCODING": "ascii"})
    assert written(*PAGE, *LAYOUTS[name], env=bare) == expected


def test_a_message_is_written_in_the_letters_of_stderr(salvage: Run) -> None:
    ended = salvage("explain", "nowhere", env={"PYTHONIOENCODING": "ascii"})
    assert '"nowhere"' in ended.stderr


# --- streams that fail

WORDS = {
    **{name: (*PAGE, *words) for name, words in LAYOUTS.items()},
    "start page": (),
    "list": ("list",),
    "help": ("--help",),
    "help of a command": ("lines", "--help"),
    "version": ("--version",),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_broken_pipe_is_quiet(words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run([program(), *words], env=environment(), stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.needs("bash")
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_long_page_into_head_shows_its_first_line_alone(name: str) -> None:
    words = ("explain", "cancer", *LAYOUTS[name])
    whole = written(*words)
    assert len(whole) > 65536, "more than a pipe holds"
    ended = redirected("| head -1", *words, first="set -o pipefail;", shell="bash")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == whole.decode().split("\n")[0] + "\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_full_disk_is_one_line_on_stderr_with_exit_5(words: tuple[str, ...]) -> None:
    ended = redirected("> /dev/full", *words)
    assert_one_line(ended.stderr)
    assert ended.returncode == 5


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_closed_stdout_is_one_line_on_stderr_with_exit_5(words: tuple[str, ...]) -> None:
    ended = redirected(">&-", *words)
    assert_one_line(ended.stderr)
    assert ended.returncode == 5


@pytest.mark.parametrize("closed", [">&-", "> /dev/full"])
def test_a_json_error_that_cannot_be_written_is_said_on_stderr(closed: str) -> None:
    if closed.endswith("full") and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    ended = redirected(closed, "explain", "nowhere", "--format", "json")
    assert_one_line(ended.stderr)
    assert ended.returncode == 5


@pytest.mark.parametrize("name", LAYOUTS)
def test_closed_stdout_without_stderr_still_exits_5(name: str) -> None:
    assert redirected(">&- 2>&-", *PAGE, *LAYOUTS[name]).returncode == 5


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_closed_stderr_does_not_hurt_the_page(name: str) -> None:
    ended = redirected("2>&-", *PAGE, *LAYOUTS[name])
    assert (ended.returncode, ended.stdout) == (0, written(*PAGE, *LAYOUTS[name]).decode())


def test_a_closed_stderr_keeps_the_exit_code_of_an_error() -> None:
    ended = redirected("2>&-", "explain", "nowhere")
    assert (ended.returncode, ended.stdout) == (3, "")


# --- into a file


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_file_holds_what_a_pipe_gets(name: str, tmp_path: Path) -> None:
    file = tmp_path / "page"
    assert written(*PAGE, *LAYOUTS[name], "--output", str(file)) == b""
    assert file.read_bytes() == written(*PAGE, *LAYOUTS[name])


def test_a_file_is_written_though_stdout_is_closed(tmp_path: Path) -> None:
    ended = redirected(">&-", *PAGE, "--output", str(tmp_path / "page"))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "page").read_bytes() == written(*PAGE)


def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_bytes(b"old " * 100_000)
    written(*PAGE, "--output", str(file))
    assert file.read_bytes() == written(*PAGE)
    assert list(tmp_path.iterdir()) == [file]


def test_whoever_reads_the_old_file_never_sees_half_of_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_bytes(b"old")
    with file.open("rb") as reader:
        written(*PAGE, "--output", str(file))
        assert reader.read() == b"old"


def refused_folder(tmp_path: Path, kind: str) -> Path:
    folder = tmp_path / "folder"
    match kind:
        case "a file":
            folder.write_bytes(b"")
        case "read-only":
            folder.mkdir(mode=0o500)
            if os.access(folder, os.W_OK):
                return Path("/proc")  # root may write everywhere but here
    return folder


@pytest.mark.parametrize("kind", ["missing", "a file", "read-only"])
def test_a_folder_that_refuses_is_one_line_with_exit_5(kind: str, tmp_path: Path, salvage: Run) -> None:
    folder = refused_folder(tmp_path, kind)
    before = list(tmp_path.rglob("*"))
    ended = salvage(*PAGE, "--output", str(folder / "page"))
    assert (ended.returncode, ended.stdout) == (5, "")
    assert_one_line(ended.stderr)
    assert list(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("old", [None, b"old"])
def test_a_disk_that_fills_up_leaves_no_half_file(old: bytes | None, tmp_path: Path) -> None:
    """The shell allows files of 512 or 1024 bytes: less than the page, and less than bytecode needs."""
    file = tmp_path / "page"
    if old is not None:
        file.write_bytes(old)
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    ended = redirected("", *PAGE, "--output", str(file), first="ulimit -f 1;", env=env)
    assert ended.returncode == 5
    assert_one_line(ended.stderr)
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == ([(file, old)] if old else [])


def test_an_error_leaves_no_file(tmp_path: Path, salvage: Run) -> None:
    assert salvage("explain", "nowhere", "--output", str(tmp_path / "page")).returncode == 3
    assert not list(tmp_path.iterdir())


def test_a_file_is_as_private_as_the_umask_says(tmp_path: Path) -> None:
    redirected("", *PAGE, "--output", str(tmp_path / "page"), first="umask 077;")
    assert stat.S_IMODE((tmp_path / "page").stat().st_mode) == 0o600


def test_a_file_that_only_its_owner_may_read_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.touch(mode=0o600)
    written(*PAGE, "--output", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "page")
    written(*PAGE, "--output", str(link))
    assert link.is_symlink()
    assert (tmp_path / "page").read_bytes() == written(*PAGE)


def test_what_is_not_a_plain_file_is_never_replaced(tmp_path: Path, salvage: Run) -> None:
    """A named pipe here; /dev/null in real life, which the administrator could lose."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    salvage("list", "--output", str(fifo))
    os.close(reader)
    assert fifo.is_fifo()


# --- color


@pytest.mark.parametrize(
    ("env", "words", "colored"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"TERM": "dumb"}, (), False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"TERM": "dumb"}, ("--color", "always"), True),
        ({}, ("--color", "never"), False),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "auto"), False),
        ({"FORCE_COLOR": "1"}, ("--plain",), False),
        ({"FORCE_COLOR": "1"}, ("--format", "text"), False),
    ],
)
def test_on_a_terminal_the_flag_beats_no_color_beats_force_color_beats_a_dumb_terminal(
    env: dict[str, str], words: tuple[str, ...], colored: bool
) -> None:
    assert ("\x1b" in on_terminal(*PAGE, *words, env=env)) == colored


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_color_always_colors_a_pipe(env: dict[str, str]) -> None:
    assert b"\x1b" in written(*PAGE, "--color", "always", env=env)


def test_color_adds_nothing_but_color_and_links() -> None:
    colored = on_terminal(*PAGE, "--color", "always")
    without_links = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", colored)
    assert re.sub(r"\x1b\[[\d;]*m", "", without_links) == on_terminal(*PAGE, "--color", "never")


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_what_a_terminal_can_do_does_not_color_a_pipe(words: tuple[str, ...]) -> None:
    eager = {"CLICOLOR_FORCE": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    shown = written(*words, env=eager)
    assert b"\x1b" not in shown
    assert shown == written(*words)


def test_force_color_does_what_the_flag_does() -> None:
    assert written(*PAGE, env={"FORCE_COLOR": "1"}) == written(*PAGE, "--color", "always")
    assert written(*PAGE, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}) == written(*PAGE)


@pytest.mark.parametrize("name", FORMATS)
def test_a_named_format_is_never_colored(name: str) -> None:
    assert written(*PAGE, *FORMATS[name], "--color", "always") == written(*PAGE, *FORMATS[name])


# --- widths


def wide(page: str, columns: int) -> list[str]:
    """Lines that are too long, but for addresses, which are of no use when broken."""
    return [line for line in page.splitlines() if len(line) > columns and not line.strip().startswith("http")]


@pytest.mark.parametrize("columns", ["0", "1", "10", "39", "", "many", "-5", "9" * 5000])
def test_no_value_of_columns_loses_a_word(columns: str) -> None:
    drawn = on_terminal(*PAGE, env={"COLUMNS": columns, "NO_COLOR": "1"})
    assert not lost(written(*PAGE).decode(), drawn)


@pytest.mark.parametrize("columns", [1, 10, 39])
def test_a_terminal_that_is_too_narrow_loses_no_word(columns: int) -> None:
    assert not lost(written(*PAGE).decode(), on_terminal(*PAGE, columns=columns, env={"NO_COLOR": "1"}))


@pytest.mark.parametrize("columns", [40, 41, 60, 80, 100])
def test_a_terminal_gets_the_page_in_its_own_width(columns: int) -> None:
    drawn = on_terminal(*PAGE, columns=columns, env={"NO_COLOR": "1"})
    assert drawn.encode() == written(*PAGE, "--width", str(columns))


def test_columns_beats_the_size_of_the_terminal() -> None:
    drawn = on_terminal(*PAGE, columns=80, env={"NO_COLOR": "1", "COLUMNS": "60"})
    assert drawn.encode() == written(*PAGE, "--width", "60")


@pytest.mark.parametrize("columns", [1, 39, 40, 41, 60, 80, 132, 10**9])
def test_width_draws_the_whole_page_that_wide(columns: int) -> None:
    drawn = written(*PAGE, "--width", str(columns)).decode()
    assert not lost(written(*PAGE).decode(), drawn)
    assert not wide(drawn, max(columns, 40))


# --- plain text


def test_a_pipe_gets_plain_text_in_utf_8() -> None:
    assert written(*PAGE) == written(*PAGE, "--format", "text")


@pytest.mark.parametrize("name", ["text", "plain"])
def test_a_long_sentence_stands_on_one_line(name: str) -> None:
    held = tomli.loads((KNOWLEDGE / "conditions" / "exampleitis.toml").read_text(encoding="utf-8"))
    long = [string for string in strings(held) if len(string) > 80 and string.isascii()]
    assert long
    lines = written(*PAGE, *LAYOUTS[name]).decode().splitlines()
    assert [string for string in long if not any(string in line for line in lines)] == []


@pytest.mark.parametrize("more", [(), ("--format", "text"), ("--color", "always"), ("--width", "40")])
def test_plain_wins_over_all_that_would_draw(more: tuple[str, ...]) -> None:
    plain = written(*PAGE, "--plain")
    assert plain.isascii()
    assert b"\x1b" not in plain
    assert written(*PAGE, "--plain", *more) == plain
    assert on_terminal(*PAGE, "--plain", *more, env={"FORCE_COLOR": "1"}).encode() == plain


def test_json_parses_wherever_it_goes() -> None:
    page = json.loads(written(*PAGE, "--format", "json"))
    assert json.loads(on_terminal(*PAGE, "--format", "json", "--color", "always")) == page


# --- homes


def test_without_a_home_the_page_is_the_same() -> None:
    homeless = {name: value for name, value in environment().items() if name != "HOME"}
    ended = subprocess.run([program(), *PAGE], env=homeless, capture_output=True)
    assert (ended.returncode, ended.stdout) == (0, written(*PAGE))


def test_a_relative_data_home_is_ignored(tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE, tmp_path / "salvage")
    seen = {}
    for home in (str(tmp_path), "."):
        env = environment({"SALVAGE_PATH": "", "XDG_DATA_HOME": home})
        ended = subprocess.run([program(), "list"], env=env, cwd=tmp_path, capture_output=True, text=True)
        seen[home] = "exampleitis" in ended.stdout.split()
    assert seen == {str(tmp_path): True, ".": False}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_nothing_is_kept_in_a_home_even_one_that_cannot_be_written(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    try:
        assert written(*words, env={"HOME": str(tmp_path)}) == written(*words)
        assert not list(tmp_path.iterdir())
    finally:
        tmp_path.chmod(0o700)


# --- a program that is broken itself


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """An installation whose Rich fails as soon as a page is drawn."""
    (tmp_path / "rich").mkdir()
    (tmp_path / "rich" / "__init__.py").write_text('raise RuntimeError("torn\\nin two")\n', encoding="ascii")
    return {"PYTHONPATH": str(tmp_path)}


def test_an_internal_error_is_one_line_that_says_how_to_see_more(
    broken: dict[str, str], salvage: Run
) -> None:
    ended = salvage(*PAGE, "--width", "80", env=broken)
    assert ended.returncode not in (0, 1)
    assert_one_line(ended.stderr)
    assert "torn in two" in ended.stderr
    assert "SALVAGE_DEBUG=1" in ended.stderr


def test_salvage_debug_shows_where_an_internal_error_comes_from(broken: dict[str, str], salvage: Run) -> None:
    ended = salvage(*PAGE, "--width", "80", env={**broken, "SALVAGE_DEBUG": "1"})
    assert ended.returncode != 0
    assert "Traceback" in ended.stderr
    assert str(Path(broken["PYTHONPATH"], "rich")) in ended.stderr


@pytest.mark.parametrize("columns", ["0", "1"])
def test_a_colored_page_is_whole_where_the_columns_are_not(columns: str) -> None:
    """Rich asks COLUMNS too, and draws nothing where that is 0."""
    assert written(*PAGE, "--color", "always", env={"COLUMNS": columns}) == written(
        *PAGE, "--color", "always"
    )


def test_a_pipe_that_nobody_reads_is_one_line_with_exit_5(tmp_path: Path, salvage: Run) -> None:
    os.mkfifo(tmp_path / "pipe")
    ended = salvage(*PAGE, "--output", str(tmp_path / "pipe"))
    assert ended.returncode == 5
    assert_one_line(ended.stderr)
