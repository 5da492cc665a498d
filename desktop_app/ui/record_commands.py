"""What every list with a form offers to the command palette; a screen's own actions come from its ``commands``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_app.ui import kit
from desktop_app.ui.command import Command

if TYPE_CHECKING:
    from desktop_app.ui.screen import RecordsScreen

SAID = frozenset(
    {"Đã xóa…", "Xóa", "Thôi", "Quay lại danh sách", "Cách xem"}
)  # buttons that have a command of their own


def of(screen: RecordsScreen) -> Iterator[Command]:
    """The commands of a list, and those of the record in its form while there is one; then every other button."""
    known = list(_own(screen))
    yield from known
    keys = {command.key for command in known}
    for button in _buttons(screen):
        words, _, key = str(button.cget("text")).strip().rstrip(")").partition(" (")
        if words not in SAID and not (key and key in keys):
            yield Command(words, button.invoke, key)


def _buttons(screen: RecordsScreen) -> Iterator[kit.Button]:
    """The buttons on screen: over the list, and under the form."""
    for part, row in ((screen.list, screen.list.head), (screen.pane, screen.pane.buttons)):
        if part.winfo_manager():
            yield from row.shown_buttons


def _own(screen: RecordsScreen) -> Iterator[Command]:
    noun = screen.entity.noun
    if screen.editing:
        yield Command("Lưu", screen.save, "Ctrl+S", about=screen.record_title(screen.record))
    yield Command(f"Thêm {noun}", screen.new, "Ctrl+N", also="nhập mới tạo")
    yield Command("Tìm trong danh sách này", screen.focus_search, "Ctrl+F", also="lọc")
    yield Command("Đọc lại dữ liệu", screen.refresh, "F5", also="làm mới tải lại")
    if screen.bar.is_on:
        yield Command("Bỏ lọc", screen.bar.clear, also="xem tất cả")
    if hasattr(screen.service, "restore"):
        yield Command(f"Xem {noun} đã xóa", screen.show_deleted, also="khôi phục thùng rác")
    chosen = screen.record is not None or len(screen.rows.selected) == 1
    if chosen and hasattr(screen.service, "delete"):
        yield Command(f"Xóa {noun} đang chọn", screen.delete, "Delete")
    if screen.editing:
        yield Command("Quay lại danh sách", screen.back, "Esc")
