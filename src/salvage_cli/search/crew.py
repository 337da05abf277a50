"""Work shared out over processes: thousands of files are more than one processor should read."""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, TypeVar

PROCESSORS = min(os.cpu_count() or 1, 8)
BATCH = 50
"""Items whose results are sent at once."""

In = TypeVar("In")
T = TypeVar("T")


def shared_out(work: Callable[[In], T], items: Sequence[In], many: int) -> Iterator[T]:
    """`work` of every item, in no promised order; over all processors where there are so `many` items.

    It has begun when this returns. A result is made of what `marshal` can write. What a process that dies had
    left to do, or that none could be started for, is done here; where we die, they end with their next batch.
    """
    parts = [items[start::PROCESSORS] for start in range(min(PROCESSORS, len(items)))]
    return _gathered(work, parts, _hired(work, parts) if len(items) >= many else [])


def _gathered(
    work: Callable[[In], T], parts: Sequence[Sequence[In]], crew: Sequence[tuple[int, BinaryIO]]
) -> Iterator[T]:
    """What each process sends, and then what none has done."""
    done = [0] * len(parts)
    try:
        busy = list(enumerate(pipe for _, pipe in crew))
        while busy:
            for number, pipe in tuple(busy):
                if batch := _batch(pipe):
                    done[number] += len(batch)
                    yield from batch
                else:
                    busy.remove((number, pipe))
    finally:
        for process, pipe in crew:
            pipe.close()
            os.kill(process, signal.SIGKILL)  # it has ended, or has nothing to do any more
            os.waitpid(process, 0)
    for part, start in zip(parts, done, strict=True):
        yield from map(work, part[start:])


def _batch(pipe: BinaryIO) -> list[Any]:
    """The next results; none where the process has ended, in whatever way."""
    try:
        return list(marshal.load(pipe))
    except (EOFError, ValueError, TypeError):
        return []


def _hired(work: Callable[[In], T], parts: Sequence[Sequence[In]]) -> list[tuple[int, BinaryIO]]:
    """A process for each part; fewer where the system has no more, and none where it cannot fork."""
    crew: list[tuple[int, BinaryIO]] = []
    with suppress(OSError, AttributeError):
        for part in parts:
            reader, writer = os.pipe()
            if process := os.fork():
                os.close(writer)
                crew.append((process, os.fdopen(reader, "rb")))
            else:
                for end in (reader, *(pipe.fileno() for _, pipe in crew)):
                    os.close(end)  # who alone holds the other end can see that nobody reads any more
                _labor(work, part, writer)
    return crew


def _labor(work: Callable[[In], T], part: Sequence[In], writer: int) -> None:
    """Do a part, batch by batch, and end; an error is met again where the work is done over."""
    with suppress(BaseException), open(writer, "wb") as pipe:
        for start in range(0, len(part), BATCH):
            marshal.dump([work(item) for item in part[start : start + BATCH]], pipe)
            pipe.flush()
    os._exit(0)
