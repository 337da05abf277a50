"""What pages look like, kept as files. `pytest --accept` keeps a new look; the diff is the change."""

import pytest

from tests.conftest import HERE, Run, stable

KEPT = HERE / "pages"

PAGES: dict[str, tuple[str, ...]] = {
    "explain-40.txt": ("explain", "exampleitis", "--width", "40"),
    "explain-80.txt": ("explain", "exampleitis", "--width", "80"),
    "explain-120.txt": ("explain", "exampleitis", "--width", "120"),
    "explain-80-color.txt": ("explain", "exampleitis", "--width", "80", "--color", "always"),
    "explain-pipe.txt": ("explain", "exampleitis"),
    "explain-plain.txt": ("explain", "exampleitis", "--plain"),
    "explain-detail.txt": ("explain", "exampleitis", "--detail"),
    "explain.md": ("explain", "exampleitis", "--format", "markdown"),
    "explain.json": ("explain", "exampleitis", "--format", "json"),
    "lines-80.txt": ("lines", "exampleitis", "--width", "80"),
    "side-effects-80.txt": ("side-effects", "exampleitis", "--width", "80"),
    "urgent-80.txt": ("urgent", "exampleitis", "--width", "80"),
    "outlook-80.txt": ("explain", "exampleitis.outlook", "--width", "80"),
    "questions-80.txt": ("questions", "exampleitis", "--width", "80"),
    "faq-80.txt": ("faq", "exampleitis", "--width", "80"),
    "define-80.txt": ("define", "example-regimen", "--width", "80"),
    "sources-80.txt": ("sources", "exampleitis", "--width", "80"),
    "list-pipe.txt": ("list",),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_was_kept(name: str, salvage: Run, request: pytest.FixtureRequest) -> None:
    done = salvage(*PAGES[name])
    assert (done.returncode, done.stderr) == (0, "")
    shown = _without_hash(stable(done.stdout))
    kept = KEPT / name
    if request.config.getoption("--accept"):
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")


def test_every_kept_page_is_compared() -> None:
    assert {path.name for path in KEPT.iterdir()} == set(PAGES)


def test_a_page_is_the_same_twice(salvage: Run) -> None:
    first, again = (salvage("explain", "exampleitis", "--width", "80", "--color", "always") for _ in range(2))
    assert first.stdout == again.stdout


def _without_hash(shown: str) -> str:
    """The library hash of the JSON envelope changes with the bundled knowledge."""
    lines = shown.split("\n")
    return "\n".join('    "hash": "HASH"' if line.startswith('    "hash": "') else line for line in lines)
