"""The button that puts in the checklists that come with the program, while some of them are missing."""

from collections.abc import Iterator
from typing import Any

from desktop_app import errors
from desktop_app.features.checklist_start import service as start
from desktop_app.records import undo
from desktop_app.ui import dialogs, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.flow import Flow

WORDS = "Thêm bộ mẫu kiểm tra"


class Sample:
    """The button in the head of the list of templates."""

    def __init__(self, screen: Any, bar: Flow) -> None:
        """Put the button into the bar of a screen that has ``refresh``."""
        self._screen, self._bar = screen, bar
        self.button = bar.button(WORDS, "list-check", self.put_in)
        self.say_missing()

    def say_missing(self) -> None:
        """Say how many are missing; no button when none is."""
        count = start.missing()
        self.button.configure(text=f" {WORDS} (còn {count})")
        self._bar.show(self.button, bool(count))

    def commands(self) -> Iterator[Command]:
        """What the command palette offers."""
        if start.missing():
            yield Command(WORDS, self.put_in)

    def put_in(self) -> None:
        """Put the missing templates in; it can be taken back."""
        before = undo.mark()
        try:
            count = start.put_in()
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self._screen, "Chưa thêm được bộ mẫu kiểm tra", f"{refused}.")
            return
        self._screen.refresh()
        undoing.told(self._screen, "Đã thêm bộ mẫu kiểm tra", f"{count} mẫu; sửa, xóa từng mẫu được", before)
