"""A real terminal: tmux, a shell in it, and what stands on its screen."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import environment, program

PATIENCE = 20
"""Seconds after which something never comes: far more than a busy machine needs."""


class Window:
    """A terminal of a given size with a shell in it."""

    def __init__(self, folder: Path, columns: int, lines: int, env: Mapping[str, str]) -> None:
        self._tmux = ["tmux", "-u", "-f", str(folder / "settings"), "-S", str(folder / "socket")]
        self._env = env
        self._typed = 0
        (folder / "settings").write_text("set -g status off\nset -g history-limit 50000\n", encoding="ascii")
        size = ("-x", str(columns), "-y", str(lines))
        self.tmux("new-session", "-d", *size, "-c", str(folder), "sh", "-i")

    def tmux(self, *words: str) -> str:
        ended = subprocess.run([*self._tmux, *words], env=self._env, capture_output=True, encoding="utf-8")
        return ended.stdout

    def type(self, command: str) -> None:
        """Type a command; when it ends, the screen says `exit`, which command it was, and its code."""
        self._typed += 1
        self.tmux("send-keys", "-l", f"{command}; printf 'ex%s %s %s\\n' it {self._typed} $?")
        self.tmux("send-keys", "Enter")

    def ended(self, screen: str) -> re.Match[str] | None:
        """Where the screen says that the last command has ended."""
        return re.search(rf"exit {self._typed} (\d+)$", screen, re.M)

    def press(self, key: str) -> None:
        self.tmux("send-keys", key)

    def press_until(self, key: str, seen: Callable[[str], object]) -> str:
        """Press a key again and again: while `less` heeds an interrupt it forgets what is typed."""
        deadline = time.monotonic() + PATIENCE
        while not seen(screen := self.screen()):
            assert time.monotonic() < deadline, f"never seen; the screen is now:\n{screen}"
            self.press(key)
            time.sleep(0.2)
        return screen

    def children(self) -> str:
        """The processes that the shell has running."""
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        return Path(f"/proc/{shell}/task/{shell}/children").read_text(encoding="ascii").strip()

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def until(self, seen: Callable[[str], object]) -> str:
        """The screen as soon as it is as wanted."""
        deadline = time.monotonic() + PATIENCE
        while not seen(screen := self.screen()):
            assert time.monotonic() < deadline, f"never seen; the screen is now:\n{screen}"
            time.sleep(0.02)
        return screen

    def first(self, command: str) -> str:
        """The first screen of the pager that a command starts."""
        self.type(command)
        screen = self.until(lambda screen: paging(screen) or self.ended(screen))
        assert paging(screen), f"no pager; the screen is:\n{screen}"
        return screen

    def next(self) -> str:
        """The next screen of the pager."""
        before = self.screen()
        self.press("Space")
        return self.until(lambda screen: screen != before and paging(screen))

    def moved(self) -> str:
        """The pager a line further, as soon as it heeds what is typed."""
        before = self.screen()
        return self.press_until("j", lambda screen: screen != before and paging(screen))

    def printed(self, command: str) -> tuple[str, int]:
        """All that a command prints, wrapped lines joined, and its exit code; it may not ask for a key."""
        self.type(command)
        screen = self.until(lambda screen: paging(screen) or self.ended(screen))
        assert not paging(screen), f"a pager; the screen is:\n{screen}"
        whole = self.tmux("capture-pane", "-p", "-J", "-S", "-")
        end = self.ended(whole)
        assert end
        after_command = whole.index("\n", whole.rindex("; printf")) + 1
        lines = whole[after_command : end.start()].split("\n")
        return "\n".join(line.rstrip() for line in lines), int(end[1])


def paging(screen: str) -> bool:
    """Whether `less` is asking for a key: its prompt is a colon on the last line."""
    return screen.rstrip().split("\n")[-1] == ":"


Open = Callable[..., Window]


def opened() -> Iterator[Open]:
    """What opens a terminal, `open(80, 24, {"PAGER": "cat"})`, and closes all of them at the end."""
    windows: list[Window] = []
    with TemporaryDirectory(prefix="salvage-") as name:  # short: a socket's path has to be

        def open_(columns: int = 80, lines: int = 24, env: Mapping[str, str] | None = None) -> Window:
            path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
            place = environment({"PATH": path, "PS1": "$ ", **(env or {})})
            windows.append(Window(Path(name), columns, lines, place))
            windows[-1].until(lambda screen: screen.rstrip().endswith("$"))
            return windows[-1]

        yield open_
        for window in windows:
            window.tmux("kill-server")
