"""Printing a paper into a file under a window that shows how far it is, and opening it: one way for every screen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app import errors, jobs
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit


class Work(Protocol):
    """A paper that was looked over and can be made, such as `printing.service.Printing`; ``run`` runs in a worker."""

    @property
    def out(self) -> Path:
        """The file that it is written to; its folder is made where it is missing."""

    def run(self, progress: Callable[[int], None] | None = None) -> int:
        """Write the file, tell the number of each finished page, and return how many there are."""

    def show(self) -> bool:
        """Open the file in the system's viewer; False when the system has none."""


@dataclass(frozen=True)
class Printed:
    """A paper that lies in its file; ``opened`` says whether the system has a program that shows it."""

    path: Path
    pages: int
    opened: bool

    @property
    def words(self) -> str:
        """What was done, as a line under a form."""
        told = f"Đã in {show_whole(self.pages)} trang: {self.path}."
        return told if self.opened else f"{told} Máy chưa có chương trình xem PDF; hãy mở tệp ở máy khác."


def print_out(parent: kit.Misc, what: str, prepare: Callable[[], Work]) -> Printed:
    """Print what ``prepare`` gives and open it; ``what`` names the paper, in lower case.

    Raises:
        jobs.Cancelled: the person stopped it; no file was written.
        Refused: something asked for is wrong.
        Failed: the disk refuses.
    """
    try:
        work = prepare()
        work.out.parent.mkdir(parents=True, exist_ok=True)

        def run(progress: jobs.Progress) -> int:
            return work.run(lambda page: progress(text=f"Trang {show_whole(page)}"))

        pages = dialogs.run_job(parent, f"Đang in {what}", jobs.start(run))
    except OSError as error:
        raise errors.of_file(error) from error
    return Printed(work.out, pages, work.show())


def print_and_open(parent: kit.Misc, what: str, prepare: Callable[[], Work]) -> Printed | None:
    """The same for a screen without fields of its own: what is wrong is told in a window, and gives None."""
    try:
        return print_out(parent, what, prepare)
    except jobs.Cancelled:
        return None
    except (errors.Refused, errors.Failed) as failed:
        dialogs.warn(parent, f"Chưa in được {what}", f"{failed}.")
        return None
