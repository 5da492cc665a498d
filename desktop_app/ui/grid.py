"""A grid for entering many new records by keyboard alone: a line a record, cells like the fields of a form."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_app.records import Entity
from desktop_app.records.kinds import Choice, Day, LongText
from desktop_app.rules import names, numbers
from desktop_app.ui import drafts, kit, pasted, theme
from desktop_app.ui.gridheader import GridHeader
from desktop_app.ui.gridrow import GridRow, narrowest
from desktop_app.ui.lines import Editor

MOST_LINES = 200  # more would not fit a window of X11, which is 32,767 pixels high at most
KEYS = "Enter: xuống dòng · F2: chép ô trên · Ctrl+Delete: xóa dòng · F4: mở danh sách, lịch · dán được từ Excel"

_own_widths: dict[tuple[str, ...], dict[str, int]] = {}  # pixels that a person dragged columns to
_tags = itertools.count()


class Grid(kit.Frame):
    """Lines of cells; the last line is always empty, and only lines in which something is written count."""

    def __init__(
        self,
        master: kit.Misc,
        entity: Entity[Any],
        columns: Sequence[str],
        *,
        widths: Mapping[str, int] | None = None,
        defaults: Mapping[str, str] | None = None,
        on_change: Callable[[], Any] = lambda: None,
    ) -> None:
        """Build the grid.

        Args:
            master: where it lives.
            entity: whose columns they are.
            columns: their names from left to right; the first long text takes the room that is left.
            widths: column -> width in characters, where it is not the column's own.
            defaults: column -> text that every new line begins with.
            on_change: called after each change a person makes.
        """
        super().__init__(master)
        self.entity = entity
        self.columns = {column.name: column for column in entity.pick(columns)}
        self.defaults = dict(defaults or {})
        self.on_change = on_change
        self._characters = {name: (widths or {}).get(name, c.width) for name, c in self.columns.items()}
        self._wide = next((n for n, c in self.columns.items() if isinstance(c.kind, LongText)), columns[-1])
        self._own = _own_widths.setdefault((entity.kind, *columns), {})
        self._undo: list[Callable[[], Any]] = []
        self._typed_since: set[Editor] = set()
        self._shown: list[dict[str, str]] = []
        self._lines: list[GridRow] = []
        self._quiet = False
        self._bars = kit.Frame(self)
        self._bars.pack(fill="x")
        self.header = GridHeader(self, [self._title(name) for name in columns], self._drag)
        self.header.pack(fill="x")
        kit.wraplabel(self, KEYS, "small").pack(side="bottom", fill="x", pady=(kit.px(self, 4), 0))
        self.body = kit.ScrolledFrame(self, padding=0)
        self.body.pack(fill="both", expand=True)
        self._tag = f"GridKeys{next(_tags)}"
        self._bind_keys()
        self._drafts = drafts.Keeping(self._bars, self._unsaved, self._restore)
        self._fit_soon = kit.once_idle(self, self._fit)
        self.body.bind("<Configure>", self._fit_soon, add="+")
        theme.follow(self, self._fit_soon)
        self._widths: dict[str, int] = {}
        self.set_rows([])

    # --- What it holds ---

    @property
    def lines(self) -> Sequence[GridRow]:
        """Every line from the top, the empty one at the end among them."""
        return self._lines

    @property
    def dirty(self) -> bool:
        """Whether the lines differ from what was last shown."""
        return self.rows() != self._shown

    def rows(self) -> list[dict[str, str]]:
        """The texts of every line in which something is written."""
        return [line.texts() for line in self._filled()]

    def set_rows(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show these lines, and an empty one below; what was here before cannot be brought back."""
        self._show(rows)
        self._shown = self.rows()

    def complain(self, index: int, problems: Mapping[str, str]) -> None:
        """Mark what is wrong in the line of ``rows()[index]``; the first wrong cell of all gets the keys."""
        first = not any(line.problems for line in self._lines)
        line = self._filled()[index]
        line.complain(problems)
        wrong = next((name for name in line.cells if problems.get(name)), None)
        if first and problems:
            self.body.show(line)
            line.cells[wrong or next(iter(line.cells))].focus()

    def clear_problems(self) -> None:
        """Nothing is wrong any more, for all one knows."""
        for line in self._lines:
            line.complain({})

    def saved(self) -> None:
        """What stands here is saved or given up: it counts as shown, and its draft is dropped."""
        self._shown = self.rows()
        self._drafts.done()

    def keep_draft(self, name: str) -> None:
        """Keep what is typed as a draft under ``name``, and offer the draft an earlier run left there."""
        self._drafts.begin(name)

    def focus_first(self) -> None:
        """Give the keys to the first cell of the first empty line."""
        line = next((line for line in self._lines if line.is_empty()), self._lines[-1])
        next(iter(line.cells.values())).focus()

    def set_defaults(self, defaults: Mapping[str, str]) -> None:
        """Change what new lines begin with; lines still empty take it over at once."""
        self.defaults = dict(defaults)
        for line in self._lines:
            if line.is_empty():
                line.show(self.defaults, self.defaults)

    def undo(self) -> None:
        """Take back the last removing, pasting or emptying of lines."""
        if self._undo:
            self._structural(self._undo.pop())

    def destroy(self) -> None:
        for sequence in self._keys():
            self.unbind_class(self._tag, sequence)
        super().destroy()

    # --- Lines ---

    def _filled(self) -> list[GridRow]:
        return [line for line in self._lines if not line.is_empty()]

    def _show(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._undo.clear()
        self._quiet = True
        for line in self._lines[len(rows) + 1 :]:
            line.destroy()
        del self._lines[len(rows) + 1 :]
        while len(self._lines) < len(rows) + 1:
            self._add_line()
        for line, texts in zip(self._lines, rows, strict=False):
            line.show(texts, self.defaults)
        self._lines[-1].show(self.defaults, self.defaults)
        self._quiet = False

    def _add_line(self) -> GridRow:
        line = GridRow(
            self.body, self.columns, on_change=self._changed, on_remove=self._remove_and_tell, key_tag=self._tag
        )
        line.show(self.defaults, self.defaults)
        self._stretch(line)
        line.pack(fill="x")
        self._lines.append(line)
        line.number.configure(text=str(len(self._lines)))
        return line

    def _changed(self, line: GridRow, name: str) -> None:
        if self._quiet:
            return
        self._typed_since.add(line.cells[name])
        if line is self._lines[-1] and not line.is_empty() and len(self._lines) < MOST_LINES:
            self._add_line()
        self._drafts.touched()
        self.on_change()

    def _structural(self, change: Callable[[], Any]) -> None:
        """Change several cells or lines as one step, told of once."""
        self._quiet = True
        try:
            change()
        finally:
            self._quiet = False
        if not self._lines or not self._lines[-1].is_empty():
            self._add_line()
        for place, line in enumerate(self._lines, start=1):
            line.number.configure(text=str(place))
        self._typed_since.clear()
        self._drafts.touched()
        self.on_change()

    def _remove_and_tell(self, line: GridRow) -> None:
        """Take a line out; the next one gets the keys."""
        if line.is_empty():
            self._structural(lambda: line.show(self.defaults, self.defaults))
            return
        place, texts, problems = self._lines.index(line), line.texts(), dict(line.problems)
        cell = next((name for name, cell in line.cells.items() if cell.entry is self.focus_get()), None)

        def put_back() -> None:
            again = self._add_line()
            self._lines.remove(again)
            self._lines.insert(place, again)
            for later in self._lines[place + 1 :]:
                later.pack_forget()
                later.pack(fill="x")
                later.lift()  # Tab follows the stacking order
            again.show(texts, self.defaults)
            again.complain(problems)
            next(iter(again.cells.values())).focus()

        def take_out() -> None:
            self._lines.remove(line)
            line.destroy()

        self._structural(take_out)
        self._undo.append(put_back)
        if cell:
            self._lines[min(place, len(self._lines) - 1)].cells[cell].focus()
        kit.toast(self, f"Đã xóa dòng {place + 1}", "Ctrl+Z hoặc nút bên để lấy lại", "info", ("Hoàn tác", self.undo))

    # --- Keys ---

    def _keys(self) -> dict[str, Callable[[GridRow, str], str | None]]:
        def newline(line: GridRow, name: str) -> str | None:
            cell = line.cells[name]
            if isinstance(cell.kind, LongText):
                cell.entry.insert("insert", "\n")
                cell.entry.see("insert")
            return "break"

        return {
            "<Return>": lambda line, name: self._go(line, name, 1),
            "<KP_Enter>": lambda line, name: self._go(line, name, 1),
            "<Shift-Return>": newline,
            "<Control-Return>": newline,
            "<Alt-Return>": newline,
            "<Down>": lambda line, name: self._arrow(line, name, 1),
            "<Up>": lambda line, name: self._arrow(line, name, -1),
            "<F2>": self._copy_above,
            "<Control-d>": self._copy_above,
            "<Control-D>": self._copy_above,
            "<Control-Delete>": self._remove_by_key,
            "<Control-z>": self._undo_by_key,
            "<Control-Z>": self._undo_by_key,
            "<<Paste>>": self._paste,
        }

    def _bind_keys(self) -> None:
        for sequence, action in self._keys().items():
            self.bind_class(self._tag, sequence, lambda event, action=action: self._on_key(event, action))  # type: ignore[misc]

    def _on_key(self, event: kit.Event, action: Callable[[GridRow, str], str | None]) -> str | None:
        for line in self._lines:
            for name, cell in line.cells.items():
                if cell.entry is event.widget:
                    return action(line, name)
        return None

    def _go(self, line: GridRow, name: str, step: int) -> str:
        """The same column some lines on."""
        place = self._lines.index(line) + step
        if 0 <= place < len(self._lines):
            self._lines[place].cells[name].focus()
        return "break"

    def _arrow(self, line: GridRow, name: str, step: int) -> str | None:
        entry = line.cells[name].entry
        if isinstance(line.cells[name].kind, LongText):
            edge = "end-1c" if step > 0 else "1.0"
            if int(entry.tk.call(entry, "count", "-displaylines", "insert", edge)):
                return None  # there are more lines of text that way
        return self._go(line, name, step)

    def _copy_above(self, line: GridRow, name: str) -> str:
        place = self._lines.index(line)
        if place:
            line.cells[name].fill(self._lines[place - 1].cells[name].get())
            line.cells[name].focus()
        return "break"

    def _remove_by_key(self, line: GridRow, name: str) -> str:
        self._remove_and_tell(line)
        return "break"

    def _undo_by_key(self, line: GridRow, name: str) -> str | None:
        """Typing is undone by the cell itself; what was done to lines, here, unless something was typed since."""
        if line.cells[name] in self._typed_since or not self._undo:
            return None
        self.undo()
        return "break"

    # --- Pasting ---

    def _paste(self, line: GridRow, name: str) -> str | None:
        try:
            block = pasted.cells(str(self.clipboard_get()))
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
        self._fill_block(self._lines.index(line), list(self.columns).index(name), block)
        return "break"

    def _fill_block(self, top: int, left: int, block: list[list[str]]) -> None:
        """Write a block of cells, remembering what stood there."""
        room_down, room_right = MOST_LINES - top, len(self.columns) - left
        rest = [len(block) - room_down, max(len(cells) for cells in block) - room_right]
        block = [cells[:room_right] for cells in block[:room_down]]
        wanted = list(self.columns)[left:]
        before: list[tuple[Editor, str]] = []

        def write() -> None:
            while len(self._lines) < top + len(block):
                self._add_line()
            for line, texts in zip(self._lines[top:], block, strict=False):
                for name, text in zip(wanted, texts, strict=False):
                    before.append((line.cells[name], line.cells[name].get()))
                    line.cells[name].fill(names.clean(text))

        def take_back() -> None:
            for cell, text in before:
                if cell.entry.winfo_exists():
                    cell.fill(text)

        self._structural(write)
        self._undo.append(take_back)
        left_out = [
            f"{numbers.show_whole(count)} {what}"
            for count, what in zip(rest, ("dòng", "cột"), strict=True)
            if count > 0
        ]
        words = f"Còn {' và '.join(left_out)} không có chỗ" if left_out else "Ctrl+Z hoặc nút bên để lấy lại"
        title = f"Đã dán {numbers.show_whole(len(block))} dòng"
        kit.toast(self, title, words, "warning" if left_out else "success", ("Hoàn tác", self.undo))

    # --- Widths ---

    def _title(self, name: str) -> str:
        return f"{self.columns[name].label} *" if self.columns[name].needed else self.columns[name].label

    def _drag(self, place: int, width: int) -> None:
        self._own[list(self.columns)[place]] = max(narrowest(), width)
        self._fit_soon()

    def _fit(self, *_: Any) -> None:
        """Share the width out; the long text gets what is left."""
        room = self.body.winfo_width()
        if room <= 1:
            return
        self._margins = (theme.characters(4), theme.characters(3))
        room -= sum(self._margins)
        widths = self._shared_out(room)
        if widths != self._widths:
            self._widths = widths
            self.header.stretch(list(widths.values()), *self._margins)
            for line in self._lines:
                self._stretch(line)

    def _shared_out(self, room: int) -> dict[str, int]:
        """Column -> pixels: what a person dragged stays, the long text keeps its part, the others share the rest."""
        least = narrowest()
        own = {name: width for name, width in self._own.items() if name != self._wide}
        wished = {name: self._wish(name) for name in self.columns if name not in own}
        wide = wished.pop(self._wide, self._wish(self._wide))
        kept = theme.characters(24) if own else max(theme.characters(24), round(room * 0.4))
        rest = room - min(wide, kept) - sum(own.values())
        shrink = max(0.0, min(1.0, rest / sum(wished.values()))) if wished else 1.0
        widths = own | {name: max(least, round(width * shrink)) for name, width in wished.items()}
        widths[self._wide] = max(least, room - sum(widths.values()))
        over = sum(widths.values()) / room
        return {name: int(widths[name] / over) if over > 1 else widths[name] for name in self.columns}

    def _wish(self, name: str) -> int:
        """Room for what the column usually holds, with the parts of its editor."""
        kind, parts = self.columns[name].kind, kit.px(self, 16)
        if isinstance(kind, Day):
            return theme.measure("00/00/0000") + parts
        if isinstance(kind, Choice):
            return max(theme.measure(label) for label in kind.options()) + parts + kit.px(self, 20)
        return theme.characters(self._characters[name]) + parts

    def _stretch(self, line: GridRow) -> None:
        if self._widths:
            line.stretch(self._widths, *self._margins)

    # --- Drafts ---

    def _unsaved(self) -> list[dict[str, str]] | None:
        return self.rows() if self.dirty else None

    def _restore(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._show(rows)
        self.on_change()
        self.focus_first()
