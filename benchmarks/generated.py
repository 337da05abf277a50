"""Makes a library of any size: a folder of made-up condition files, six passages each.

With a corpus (lines of JSON with `focus`, `question`, `answer` and `url`, such as MedQuAD's
records) its answers are cut into sentences, dealt out and used again under new names; without
one, words are made from syllables, the common ones common, as in a language.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

PASSAGES = 6
"""Of each condition: what salvage means there, a key point, the outlook and three questions."""

HEAD = """\
name = {name}
aliases = [{alias}]
checked = 2026-11-22
due = 2027-05-22

[meaning]
id = "{slug}.overview.meaning"
text = {0}
cites = ["{slug}-page"]

[[card]]
urgency = "now"
text = "Call now if you are very unwell."
cites = ["{slug}-page"]

[[key]]
id = "{slug}.overview.key"
text = {1}
cites = ["{slug}-page"]

[outlook]
id = "{slug}.outlook.sentence"
text = {2}
cites = ["{slug}-page"]
"""
FAQ = """
[[faq]]
id = "{slug}.faq.{number}"
ask = {ask}
text = {text}
cites = ["{slug}-page"]
"""
SOURCE = """
[source.{slug}-page]
title = {name}
publisher = "made up"
date = "2026"
url = "{url}"
kind = "public-health"
read = 2026-11-22
extent = "whole"
"""

Record = dict[str, str]


def made(folder: Path, size: int, corpus: Path | None) -> int:
    """Write `size` condition files into a folder; how many passages they hold."""
    inside = folder / "conditions"
    inside.mkdir(parents=True)
    names: dict[str, int] = {}
    for number, records in zip(range(size), _records(corpus), strict=False):
        focus = records[0]["focus"]
        names[focus] = names.get(focus, 0) + 1
        name = f"{focus} {names[focus]}" if names[focus] > 1 else focus
        slug = f"made-{number}"
        (inside / f"{slug}.toml").write_text(_page(slug, name, records), encoding="utf-8")
    return size * PASSAGES


def _page(slug: str, name: str, records: Sequence[Record]) -> str:
    texts = [_quoted(record["answer"]) for record in records]
    page = HEAD.format(*texts[:3], slug=slug, name=_quoted(name), alias=_quoted(f"{name} of kind {slug}"))
    for number, record in enumerate(records[3:]):
        page += FAQ.format(slug=slug, number=number, ask=_quoted(record["question"]), text=texts[number + 3])
    return page + SOURCE.format(slug=slug, name=_quoted(name), url=records[0]["url"])


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _records(corpus: Path | None) -> Iterator[list[Record]]:
    """For each condition six records with one focus; again and again from the same corpus, shuffled."""
    chance = random.Random(22)
    source = _corpus(corpus) if corpus else _invented(chance)
    while True:
        for focus, record in source:
            texts = (
                chance.sample(record, PASSAGES)
                if len(record) >= PASSAGES
                else chance.choices(record, k=PASSAGES)
            )
            yield [{**text, "focus": focus} for text in texts]


def _corpus(path: Path) -> list[tuple[str, list[Record]]]:
    by_focus: dict[str, list[Record]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        sentences = re.split(r"(?<=[.?!]) ", record["answer"])
        for start in range(0, min(len(sentences), 18), 3):
            text = " ".join(sentences[start : start + 3])[:400]
            by_focus.setdefault(record["focus"], []).append({**record, "answer": text})
    return list(by_focus.items())


def _invented(chance: random.Random) -> list[tuple[str, list[Record]]]:
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "in")]
    words = ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(20_000)]
    common = [1 / place for place in range(1, len(words) + 1)]

    def said(count: int) -> str:
        return " ".join(chance.choices(words, common, k=count))

    return [
        (
            f"{chance.choice(words)} {chance.choice(words)}itis",
            [
                {
                    "question": f"What is {said(3)}?",
                    "answer": f"{said(45)}.",
                    "url": "https://example.org/page",
                }
                for _ in range(PASSAGES)
            ],
        )
        for _ in range(1000)
    ]
