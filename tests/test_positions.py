"""Where every key and value of a file stands."""

import pytest

from salvage_cli.positions import Positions


def test_twice_the_lines_are_twice_the_work() -> None:
    entry = (
        '[[statement]]\nid = "a.b.c"\ncites = ["one", "two"]\ndetail = { text = "x # y", cites = ["z"] }\n'
    )
    once, double = Positions(entry * 1000), Positions(entry * 2000)
    for places in (once, double):
        places.span(("nowhere",))
    assert double.steps == 2 * once.steps > 0


def test_a_text_is_read_no_further_than_to_the_place_that_is_asked_for() -> None:
    places = Positions("a = [1, { b = 2 }]\n" + '[[statement]]\nid = "a.b.c"\n' * 1000)
    assert places.text[slice(*places.span(("a", 1, "b")))] == "2"
    assert places.text[slice(*places.span((), key=True))] == "a"
    near = places.steps
    assert places.text[slice(*places.span(("statement", 1, "id")))] == '"a.b.c"'
    assert near < places.steps < 50
    assert places.text[slice(*places.span(("a",)))] == "[1, { b = 2 }]"


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        (("a", "b", 1), '"two"'),
        (("c", 0, "d e", "f"), "7"),
        (("c", 1, "g"), "'''l\nm'''"),
        (("h.i", "j", "k"), "2026-01-02"),
        (("n", "o"), '"p\\u0041q"'),
    ],
)
def test_every_kind_of_place_is_found(path: tuple[str | int, ...], marked: str) -> None:
    text = (
        'a.b = [ # one, "two"\n "one",\n "two" ]\nn = { o = "p\\u0041q", r = [1, { s = 2 }] }\n'
        "[[c]]\n\"d e\".f = 7\n[[c]]\ng = '''l\nm'''\n[\"h.i\".j]\nk = 2026-01-02\n"
    )
    places = Positions(text)
    start, end = places.span(path)
    assert text[start:end] == marked
    if path == ("n", "o"):
        assert text[slice(*places.span(path, (2, 3)))] == "q"
