"""What keys do in a grid, and how a block of cells is pasted into it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.records.kinds import LongText
from desktop_app.rules import names, numbers
from desktop_app.ui import kit, pasted
from desktop_app.ui.grid_row import GridRow
from desktop_app.ui.lines import Editor

if TYPE_CHECKING:
    from desktop_app.ui.grid import Grid

Action = Callable[["Grid", GridRow, str], str | None]


def bind(grid: Grid) -> None:
    """Give the cells of a grid their keys, through its tag."""
    for sequence, action in KEYS.items():
        grid.bind_class(grid.key_tag, sequence, partial(_on_key, grid, action=action))


def unbind(grid: Grid) -> None:
    """Take the keys away again: bindings of a tag outlive the widgets."""
    for sequence in KEYS:
        grid.unbind_class(grid.key_tag, sequence)


def _on_key(grid: Grid, event: kit.Event, action: Action) -> str | None:
    for line in grid.lines:
        for name, cell in line.cells.items():
            if cell.entry is event.widget:
                return action(grid, line, name)
    return None


def _go(grid: Grid, line: GridRow, name: str, step: int) -> str:
    """The same column some lines on."""
    place = grid.lines.index(line) + step
    if 0 <= place < len(grid.lines):
        grid.lines[place].cells[name].focus()
    return "break"


def _next(grid: Grid, line: GridRow, name: str) -> str:
    return _go(grid, line, name, 1)


def _arrow(grid: Grid, line: GridRow, name: str, step: int) -> str | None:
    entry = line.cells[name].entry
    if isinstance(line.cells[name].kind, LongText):
        edge = "end-1c" if step > 0 else "1.0"
        if int(entry.tk.call(entry, "count", "-displaylines", "insert", edge)):
            return None  # there are more lines of text that way
    return _go(grid, line, name, step)


def _up(grid: Grid, line: GridRow, name: str) -> str | None:
    return _arrow(grid, line, name, -1)


def _down(grid: Grid, line: GridRow, name: str) -> str | None:
    return _arrow(grid, line, name, 1)


def _break_line(grid: Grid, line: GridRow, name: str) -> str:
    cell = line.cells[name]
    if isinstance(cell.kind, LongText):
        cell.entry.insert("insert", "\n")
        cell.entry.see("insert")
    return "break"


def _copy_above(grid: Grid, line: GridRow, name: str) -> str:
    place = grid.lines.index(line)
    if place:
        line.cells[name].fill(grid.lines[place - 1].cells[name].get())
        line.cells[name].focus()
    return "break"


def _remove(grid: Grid, line: GridRow, name: str) -> str:
    grid.remove(line)
    return "break"


def _undo(grid: Grid, line: GridRow, name: str) -> str | None:
    """Typing is undone by the cell itself; what was done to lines, here, unless the cell was typed into since."""
    if line.cells[name] in grid.typed_since or not grid.undo_steps:
        return None
    grid.undo()
    return "break"


def _paste(grid: Grid, line: GridRow, name: str) -> str | None:
    try:
        block = pasted.cells(str(grid.clipboard_get()))
    except kit.TclError:
        return "break"  # nothing on the clipboard, or a picture
    prose = isinstance(line.cells[name].kind, LongText)
    if not pasted.is_block(block):
        if prose and "\n" in block[0][0]:
            line.cells[name].entry.insert("insert", block[0][0])
            return "break"
        return None
    if prose and all(len(cells) == 1 for cells in block):
        block = [cells for cells in block if cells[0].strip()]
    _fill_block(grid, grid.lines.index(line), list(grid.columns).index(name), block)
    return "break"


def _fill_block(grid: Grid, top: int, left: int, block: list[list[str]]) -> None:
    """Write a block of cells, remembering what stood there."""
    room_down, room_right = grid.most_lines - top, len(grid.columns) - left
    over = (len(block) - room_down, max((len(cells) for cells in block), default=0) - room_right)
    block = [cells[:room_right] for cells in block[:room_down]]
    wanted = list(grid.columns)[left:]
    before: list[tuple[Editor, str]] = []

    def write() -> None:
        while len(grid.lines) < top + len(block):
            grid.add_line()
        for line, texts in zip(grid.lines[top:], block, strict=False):
            for name, text in zip(wanted, texts, strict=False):
                before.append((line.cells[name], line.cells[name].get()))
                line.cells[name].fill(names.clean(text))

    def take_back() -> None:
        for cell, text in before:
            if cell.entry.winfo_exists():
                cell.fill(text)

    grid.change_lines(write, take_back)
    left_out = [f"{numbers.show_whole(n)} {what}" for n, what in zip(over, ("dòng", "cột"), strict=True) if n > 0]
    words = f"Còn {' và '.join(left_out)} không có chỗ" if left_out else "Ctrl+Z hoặc nút bên để lấy lại"
    title = f"Đã dán {numbers.show_whole(len(block))} dòng"
    kit.toast(grid, title, words, "warning" if left_out else "success", ("Hoàn tác", grid.undo))


KEYS: dict[str, Action] = {
    "<Return>": _next,
    "<KP_Enter>": _next,
    "<Shift-Return>": _break_line,
    "<Control-Return>": _break_line,
    "<Alt-Return>": _break_line,
    "<Down>": _down,
    "<Up>": _up,
    "<F2>": _copy_above,
    "<Control-d>": _copy_above,
    "<Control-D>": _copy_above,
    "<Control-Delete>": _remove,
    "<Control-z>": _undo,
    "<Control-Z>": _undo,
    "<<Paste>>": _paste,
}
