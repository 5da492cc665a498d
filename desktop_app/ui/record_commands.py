"""What every list with a form offers to the command palette; a screen's own actions come from its ``commands``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_app.ui import exporting
from desktop_app.ui.command import Command

if TYPE_CHECKING:
    from desktop_app.ui.screen import RecordsScreen


def of(screen: RecordsScreen) -> Iterator[Command]:
    """The commands of a list, and those of the record in its form while there is one."""
    noun = screen.entity.noun
    if screen.editing:
        yield Command("Lưu", screen.save, "Ctrl+S", about=screen.record_title(screen.record))
    yield Command(f"Thêm {noun}", screen.new, "Ctrl+N", also="nhập mới tạo")
    yield Command("Tìm trong danh sách này", screen.focus_search, "Ctrl+F", also="lọc")
    yield Command("Đọc lại dữ liệu", screen.refresh, "F5", also="làm mới tải lại")
    yield Command("Chọn cột của danh sách", screen.list.ask_columns, also="hiện ẩn")
    if exporting.to_workbook is not None:
        yield Command("Xuất Excel", screen.list.export, also="tải bảng tính sổ")
    if screen.bar.is_on:
        yield Command("Bỏ lọc", screen.bar.clear, also="xem tất cả")
    if hasattr(screen.service, "restore"):
        yield Command(f"Xem {noun} đã xóa", screen.show_deleted, also="khôi phục thùng rác")
    chosen = screen.record is not None or len(screen.rows.selected) == 1
    if chosen and hasattr(screen.service, "delete"):
        yield Command(f"Xóa {noun} đang chọn", screen.delete, "Delete")
    if screen.editing:
        yield Command("Quay lại danh sách", screen.back, "Esc")
