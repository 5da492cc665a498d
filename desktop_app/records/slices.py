"""Long writes in short steps: one transaction over all; between two the window lives and nobody else writes."""

from collections.abc import Generator
from typing import TypeVar

from desktop_app import jobs
from desktop_app.records.keep import writing
from desktop_app.records.session import current

T = TypeVar("T")
Work = Generator[float | str, None, T]  # yields shares from 0 to 1, or words about what it is at
LOOK_SECONDS = 0.02  # how long a step waits for a worker


def in_one(what: str, work: Work[T]) -> Work[T]:
    """Drive ``work`` inside one transaction; closed before its end, it leaves the store as it was.

    ``what`` is being done, in words: whoever wants to write between two steps is refused with them.
    """
    with writing():
        try:
            while True:
                try:
                    said = next(work)
                except StopIteration as finished:
                    return finished.value  # type: ignore[no-any-return]
                current.busy = what
                try:
                    yield said
                finally:
                    current.busy = ""
        finally:
            work.close()


def waiting(job: jobs.Job[T], words: str) -> Work[T]:
    """Wait for a worker step by step; what it gave, or what it raised. Closed before its end, it is waited for."""
    try:
        while not job.wait(LOOK_SECONDS):
            yield job.progress.text or words
    finally:
        job.cancel()
        job.wait()
    return job.result()


def whole(work: Work[T]) -> T:
    """Do all of it at once: where there is no window that has to live meanwhile."""
    while True:
        try:
            next(work)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]
