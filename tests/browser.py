"""One headless Chromium for all tests, spoken to through a pipe in its own protocol (CDP)."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PAPERS = {"A4": (210 / 25.4, 297 / 25.4), "Letter": (8.5, 11.0)}
"""Width and height in inches."""
REACHED = 20
"""A descriptor on which nothing is that the browser needs."""
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """A page at a time. `shows` loads a file; what is asked afterwards is about that file."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to = os.fdopen(to_browser, "wb")
        self._from = os.fdopen(from_browser, "rb")
        self._number = 0
        self._rest = b""
        self.requested: list[str] = []
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session: str | None = None
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def shows(
        self, page: Path | str, *, width: int = 1280, dark: bool = False, media: str = "", script: bool = True
    ) -> None:
        """Load a file, or an address, in a window so wide.

        `requested` then holds every address it asked for, `complaints` what the browser found wrong with it.
        """
        self._call("Emulation.setScriptExecutionDisabled", value=not script)
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.requested.clear()
        self.complaints.clear()
        self._call("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        while self._heard()["method"] != "Page.loadEventFired":
            pass

    def says(self, script: str) -> Any:
        """What a script in the page comes to; a promise is waited for."""
        done = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def presses(self, key: str) -> None:
        """A key, down and up."""
        for kind in ("keyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=9)

    def types(self, text: str) -> None:
        """Text into what has the focus."""
        self._call("Input.insertText", text=text)

    def printed(self, paper: str) -> bytes:
        """The page as a PDF, with the margins that the page asks for."""
        width, height = PAPERS[paper]
        done = self._call("Page.printToPDF", paperWidth=width, paperHeight=height)
        return base64.b64decode(done["data"])

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        done = self._call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(done["data"])

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if getattr(self, "_session", None):
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while (answer := self._read()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _heard(self) -> dict[str, Any]:
        while "method" not in (event := self._read()):
            pass
        self._note(event)
        return event

    def _note(self, event: dict[str, Any]) -> None:
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.requested.append(event["params"]["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(event["params"]["entry"]["text"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(event["params"]))

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._from.fileno(), 1 << 20)
            assert part, "the browser has gone"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        read: dict[str, Any] = json.loads(message)
        return read


def overflowing(browser: Browser) -> list[str]:
    """What reaches past the right edge of the window, and words of a drawing past the drawing's."""
    found: list[str] = browser.says("""
        [...document.querySelectorAll('body *')].filter(one => {
            const frame = one.closest('svg');
            const edge = frame && one !== frame ? frame.getBoundingClientRect().right : innerWidth;
            return !one.matches('.skip') && one.getBoundingClientRect().right > edge + 0.5;
        }).map(one => one.outerHTML.slice(0, 200))
    """)
    return found


def barriers(browser: Browser, axe: str) -> list[tuple[str, list[str]]]:
    """What Deque's checker finds that keeps people out: its rule, and where."""
    browser.says(f"{axe}; true")
    found = browser.says("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})")
    assert found["passes"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


@contextmanager
def started() -> Iterator[Browser]:
    """A browser with a profile of its own; it ends with the block."""
    program = shutil.which("chromium")
    assert program, "install chromium"
    to_browser, ours_to = os.pipe()
    ours_from, from_browser = os.pipe()
    with TemporaryDirectory(prefix="salvage-chromium-", ignore_cleanup_errors=True) as profile:
        # The protocol is on descriptors 3 and 4 of the browser: a shell puts them there.
        script = f'exec "$@" {REACHED}<&{to_browser} 4>&{from_browser} 3<&{REACHED}'
        process = subprocess.Popen(
            ["bash", "-c", script, "bash", program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        try:
            yield Browser(ours_to, ours_from)
        finally:
            process.terminate()
            process.wait(timeout=20)
