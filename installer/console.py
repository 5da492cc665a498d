"""What the two commands say: progress lines in Vietnamese, and one way to end when a step fails."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import suppress


def step(number: int, total: int, text: str) -> None:
    """Say that a step begins."""
    print(f"Bước {number}/{total}: {text}", flush=True)


def detail(text: str) -> None:
    """Say something that belongs to the step under way."""
    print(f"    {text}", flush=True)


def speak_utf8() -> None:
    """Let Vietnamese through whatever the console or the pipe behind it is set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def conclude(work: Callable[[list[str]], int], arguments: list[str], *, hold_open: bool = False) -> int:
    """Do the work and return the exit code: its own, 1 for a failed step, 130 for Ctrl+C.

    Args:
        work: the command.
        arguments: its arguments.
        hold_open: on Windows, after a failure, wait for Enter: started by a double click, the console closes together
            with this process and nobody could read the reason.
    """
    speak_utf8()
    try:
        code = work(arguments)
    except SetupFailed as reason:
        print(f"\nKhông xong: {reason}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu. Chạy lại lúc nào cũng được.", file=sys.stderr, flush=True)
        return 130
    if code and hold_open and sys.platform == "win32" and sys.stdin is not None and sys.stdin.isatty():
        with suppress(EOFError):  # NUL, too, says that it is a terminal
            input("Nhấn Enter để đóng…")
    return code


class SetupFailed(Exception):
    """A step cannot be done; the text says why and what to do next, in Vietnamese."""
