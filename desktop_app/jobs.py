"""Work beside the window: a thread with progress and cancel; it knows no Tk, whoever waits asks how far it is."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")

AT_ONCE = 2  # jobs at the same time; Python's threads share one processor, more would only slow the window


def start(
    function: Callable[[Progress], T],
    done: Callable[[T], object] = lambda result: None,
    failed: Callable[[BaseException], object] | None = None,
) -> Job[T]:
    """Run ``function`` in a worker thread.

    Args:
        function: the work; it calls the `Progress` it is given now and then, which raises `Cancelled` when the person
            has had enough. It must not touch the window nor the main thread's database connection.
        done: called with the result, in the thread that calls `Job.poll`.
        failed: called in the same way with what the work raised, `Cancelled` too; without it, `Job.poll` raises.
    """
    return Job(function, done, failed)


class Cancelled(Exception):
    """The person stopped the work; what it had begun is undone."""


class Progress:
    """How far a job is; the worker writes it, the window reads it."""

    def __init__(self) -> None:
        self.share: float | None = None
        self.text = ""
        self._stop = threading.Event()

    def __call__(self, share: float | None = None, text: str = "") -> None:
        """Say how far the work is (0 to 1, None when nobody knows) and what it is at; raises `Cancelled`."""
        self.share = share
        self.text = text or self.text
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` if the work should stop."""
        if self._stop.is_set():
            raise Cancelled

    def stop(self) -> None:
        """Ask the work to stop at its next word."""
        self._stop.set()


class Job(Generic[T]):
    """A piece of work under way in a thread of its own."""

    def __init__(
        self,
        function: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None,
    ) -> None:
        self.progress = Progress()
        self._done, self._failed = done, failed
        self._told = False
        self._future: Future[T] = _workers.submit(self._run, function)

    def _run(self, function: Callable[[Progress], T]) -> T:
        self.progress.check()  # cancelled while it waited for its turn
        return function(self.progress)

    @property
    def finished(self) -> bool:
        """Whether the work has ended, well or not."""
        return self._future.done()

    def cancel(self) -> None:
        """Ask the work to stop at its next word of progress."""
        self.progress.stop()

    def poll(self) -> bool:
        """Whether the work has ended; the first time it has, ``done`` or ``failed`` is called."""
        if not self._future.done():
            return False
        if not self._told:
            self._told = True
            error = self._future.exception()
            if error is None:
                self._done(self._future.result())
            elif self._failed is not None:
                self._failed(error)
            else:
                raise error
        return True

    def wait(self, seconds: float | None = None) -> bool:
        """Wait so long at most, for ever without a number; whether the work has ended."""
        return not futures.wait([self._future], seconds).not_done

    def result(self) -> T:
        """What the work gave; waits for it, and raises what it raised."""
        return self._future.result()


def _hire() -> None:
    """New workers: those of a process do not go along into one that is forked from it."""
    global _workers
    _workers = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="job")


_workers: ThreadPoolExecutor
_hire()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_hire)
