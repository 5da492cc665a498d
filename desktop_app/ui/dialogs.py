"""Questions and messages in windows of their own: functions, so that tests replace them in one place.

Every dialog is modal, lies over its parent, begins with the focus on its safe or usual answer, and takes Esc as the
answer that changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from desktop_app import clock, errors, jobs
from desktop_app.ui import kit
from desktop_app.ui.date_picker import DatePicker
from desktop_app.ui.modal import Dialog, Waiting

T = TypeVar("T")
FileTypes = Sequence[tuple[str, str]]
Work = Generator[float | str, None, T]
SLICE_SECONDS = 0.04  # the window answers at least every 50 ms while a long write goes on
POLL_MILLISECONDS = 40

EXCEL = (("Sổ tính Excel", "*.xlsx"),)
PDF = (("Văn bản PDF", "*.pdf"),)
ANY_FILE = (("Mọi tệp", "*"),)


def ask_yes_no(
    parent: kit.Misc, title: str, question: str, yes: str = "Đồng ý", no: str = "Thôi", *, dangerous: bool = False
) -> bool:
    """Ask something that is answered by yes or no; Esc is no. What cannot be undone begins with the focus on no."""
    dialog = Dialog(parent, title, question, "exclamation-triangle-fill" if dangerous else "question-circle-fill")
    dialog.answer(yes, "yes", "danger" if dangerous else "primary", default=not dangerous)
    dialog.answer(no, "no", default=dangerous)
    return dialog.ask("no") == "yes"


def ask_unsaved(parent: kit.Misc, what: str = "Nội dung đang nhập") -> Literal["save", "discard", "stay"]:
    """Ask what to do with text that has not been saved; Esc stays."""
    question = f"{what} chưa được lưu. Lưu trước khi rời đi?"
    dialog = Dialog(parent, "Chưa lưu", question, "question-circle-fill")
    dialog.answer("Lưu", "save", "primary", default=True)
    dialog.answer("Bỏ thay đổi", "discard")
    dialog.answer("Ở lại", "stay")
    answer = dialog.ask("stay")
    return "save" if answer == "save" else "discard" if answer == "discard" else "stay"


def inform(parent: kit.Misc, title: str, message: str) -> None:
    """Say something that has to be read before going on; for the rest there is `kit.toast`."""
    dialog = Dialog(parent, title, message, "info-circle-fill")
    dialog.answer("Đóng", "close", "primary", default=True)
    dialog.ask("close")


def warn(parent: kit.Misc, title: str, message: str) -> None:
    """Say what went wrong and can be put right."""
    dialog = Dialog(parent, title, message, "exclamation-triangle-fill", "warning")
    dialog.answer("Đóng", "close", "primary", default=True)
    dialog.ask("close")


def fault(parent: kit.Misc, code: str, detail: str = "") -> None:
    """Say calmly that something failed, with the code to hand on and what to do next.

    Args:
        parent: the window it lies over.
        code: one of `errors.CODES`.
        detail: for whoever helps; shown small, copied together with the code.
    """
    dialog = Dialog(parent, "Chưa làm được", f"{errors.CODES[code]}.", "exclamation-triangle-fill", "warning")
    kit.label(dialog.body, f"Mã lỗi: {code}", "bold").pack(anchor="w", pady=(kit.px(parent, 8), 0))
    if detail:
        shown = kit.Text(dialog.body, height=min(6, detail.count("\n") + 2), width=56, font=kit.SMALL)
        shown.insert("1.0", detail)
        shown.configure(state="disabled", takefocus=False)
        shown.pack(fill="x", pady=(kit.px(parent, 8), 0))

    def copy() -> None:
        dialog.clipboard_clear()
        dialog.clipboard_append(f"{code}\n{detail}".strip())

    dialog.answer("Đóng", "close", "primary", default=True)
    dialog.other("Chép mã lỗi", copy, "clipboard")
    dialog.ask("close")


# --- Files and days ---


def open_file(parent: kit.Misc, title: str, types: FileTypes = ANY_FILE) -> Path | None:
    """Ask for a file that exists; None when the person would rather not."""
    found = kit.FileDialogs.get_open_filename(parent=parent.winfo_toplevel(), title=title, filetypes=_with_any(types))
    return Path(found) if found else None


def open_files(parent: kit.Misc, title: str, types: FileTypes = ANY_FILE) -> list[Path]:
    """Ask for files that exist, one or more; none when the person would rather not."""
    found = kit.FileDialogs.get_open_filenames(parent=parent.winfo_toplevel(), title=title, filetypes=_with_any(types))
    return [Path(name) for name in found or ()]


def save_file(parent: kit.Misc, title: str, name: str, types: FileTypes = ANY_FILE) -> Path | None:
    """Ask where to write a file called ``name``; whether to write over an old one has been asked by then."""
    found = kit.FileDialogs.get_save_filename(
        parent=parent.winfo_toplevel(),
        title=title,
        initialfile=name,
        filetypes=_with_any(types),
        defaultextension=Path(name).suffix,
    )
    return Path(found) if found else None


def open_folder(parent: kit.Misc, title: str) -> Path | None:
    """Ask for a folder; None when the person would rather not."""
    found = kit.FileDialogs.get_directory(parent=parent.winfo_toplevel(), title=title)
    return Path(found) if found else None


def _with_any(types: FileTypes) -> list[tuple[str, str]]:
    return [*types, *(kind for kind in ANY_FILE if kind not in types)]


def pick_date(parent: kit.Misc, current: date | None = None) -> date | None:
    """Let the person take a day from a calendar that drops from ``parent``; None on Esc."""
    return DatePicker(parent, current or clock.today()).ask()


# --- Waiting ---


def progress(parent: kit.Misc, title: str, work: Work[T], can_cancel: bool = True) -> T:
    """Drive a long write on this thread, a slice at a time, under a window that shows how far it is.

    Args:
        parent: the window it lies over.
        title: what is being done.
        work: a generator that yields shares from 0 to 1, or words about what it is at; each step short. When the
            person stops it, it is closed, and undoes in ``finally`` or ``with`` what it had begun.
        can_cancel: whether it may be stopped.

    Returns:
        What the generator returns.

    Raises:
        jobs.Cancelled: the person stopped it.
    """
    window = Waiting(parent, title, can_cancel)
    given: list[T] = []

    def step() -> bool:
        end = time.monotonic() + SLICE_SECONDS
        while time.monotonic() < end:
            try:
                window.tell(next(work))
            except StopIteration as finished:
                given.append(finished.value)
                return True
        return False

    try:
        window.drive(step)
    finally:
        work.close()
    return given[0]


def run_job(
    parent: kit.Misc,
    title: str,
    job: jobs.Job[T],
    can_cancel: bool = True,
    also_stop: Callable[[], object] = lambda: None,
) -> T:
    """Wait for a worker thread under a window that shows how far it is; what it gave, or what it raised.

    ``also_stop`` ends what the worker itself waits for, such as a process.

    Raises:
        jobs.Cancelled: the person stopped it.
    """

    def stop() -> None:
        job.cancel()
        also_stop()

    window = Waiting(parent, title, can_cancel, stop)

    def step() -> bool:
        window.tell(job.progress.text)
        if job.progress.share is not None:
            window.tell(job.progress.share)
        return job.finished

    window.drive(step, POLL_MILLISECONDS)
    return job.result()


def busy(parent: kit.Misc, title: str, work: Callable[[], T]) -> T:
    """Do ``work`` that can neither leave this thread nor be cut into slices, under a window that says what is done."""
    window = Waiting(parent, title, can_cancel=False)
    window.tell("Xin đợi, đừng tắt máy…")
    window.open()
    window.update()
    try:
        return work()
    finally:
        window.close()
