"""A grid for entering many new records by keyboard alone: a line a record, cells like the fields of a form."""

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.records import Entity, Questions
from desktop_app.records.kinds import Choice, Day, LongText
from desktop_app.ui import drafts, grid_keys, kit, theme
from desktop_app.ui.grid_header import GridHeader
from desktop_app.ui.grid_row import GridRow, narrowest
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
        entity: Entity[Any] | Questions,
        columns: Sequence[str],
        *,
        widths: Mapping[str, int] | None = None,
        wrapped: Collection[str] = (),
        defaults: Mapping[str, str] | None = None,
        on_change: Callable[[], Any] = lambda: None,
        beside: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Build the grid.

        Args:
            master: where it lives.
            entity: whose columns they are.
            columns: their names from left to right; the first long text takes the room that is left.
            widths: column -> width in characters, where it is not the column's own.
            wrapped: columns of one line whose words may be long: their cells show them on several.
            defaults: column -> text that every new line begins with.
            on_change: called after each change a person makes.
            beside: what every line has that stands outside the grid: column -> text.
        """
        super().__init__(master)
        self.entity = entity
        self._beside = beside
        self.columns = {
            column.name: replace(column, kind=LongText()) if column.name in wrapped else column
            for column in entity.pick(columns)
        }
        self.defaults = dict(defaults or {})
        self.most_lines = MOST_LINES
        self.on_change = on_change
        self._characters = {name: (widths or {}).get(name, c.width) for name, c in self.columns.items()}
        self._wide = next((n for n, c in self.columns.items() if isinstance(c.kind, LongText)), columns[-1])
        self._own = _own_widths.setdefault((entity.kind, *columns), {})
        self.undo_steps: list[Callable[[], Any]] = []
        self.typed_since: set[Editor] = set()
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
        self.key_tag = f"GridKeys{next(_tags)}"
        grid_keys.bind(self)
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
        """The texts of every line in which something is written, with what was shown beside its cells."""
        return [line.beside | line.texts() for line in self._filled()]

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
        if self.undo_steps:
            self.change_lines(self.undo_steps.pop())

    def destroy(self) -> None:
        grid_keys.unbind(self)
        super().destroy()

    # --- Lines ---

    def _filled(self) -> list[GridRow]:
        return [line for line in self._lines if not line.is_empty()]

    def _show(self, rows: Sequence[Mapping[str, str]]) -> None:
        self.undo_steps.clear()
        self._quiet = True
        for line in self._lines[len(rows) + 1 :]:
            line.destroy()
        del self._lines[len(rows) + 1 :]
        while len(self._lines) < len(rows) + 1:
            self.add_line()
        for line, texts in zip(self._lines, rows, strict=False):
            line.show(texts, self.defaults)
        self._lines[-1].show(self.defaults, self.defaults)
        self._quiet = False

    def add_line(self) -> GridRow:
        """Add an empty line at the end."""
        line = GridRow(
            self.body,
            self.columns,
            self.entity,
            on_change=self._changed,
            on_remove=self.remove,
            key_tag=self.key_tag,
            beside=self._beside,
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
        self.typed_since.add(line.cells[name])
        if line is self._lines[-1] and not line.is_empty():
            if len(self._lines) < self.most_lines:
                self.add_line()
            else:
                kit.toast(
                    self,
                    f"Mỗi lần nhập tối đa {self.most_lines} dòng",
                    "Hãy lưu rồi nhập tiếp các dòng còn lại",
                    "warning",
                )
        self._drafts.touched()
        self.on_change()

    def change_lines(self, change: Callable[[], Any], undo: Callable[[], Any] | None = None) -> None:
        """Change several cells or lines as one step, told of once; ``undo`` takes it back."""
        self._quiet = True
        try:
            change()
        finally:
            self._quiet = False
        if not self._lines or (not self._lines[-1].is_empty() and len(self._lines) < self.most_lines):
            self.add_line()
        if undo is not None:
            self.undo_steps.append(undo)
        for place, line in enumerate(self._lines, start=1):
            line.number.configure(text=str(place))
        self.typed_since.clear()
        self._drafts.touched()
        self.on_change()

    def remove(self, line: GridRow) -> None:
        """Take a line out; the next one gets the keys."""
        if line.is_empty():
            self.change_lines(lambda: line.show(self.defaults, self.defaults))
            return
        place, texts, problems = self._lines.index(line), line.beside | line.texts(), dict(line.problems)
        cell = next((name for name, cell in line.cells.items() if cell.entry is self.focus_get()), None)

        def put_back() -> None:
            again = self.add_line()
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

        self.change_lines(take_out, put_back)
        if cell:
            self._lines[min(place, len(self._lines) - 1)].cells[cell].focus()
        kit.toast(self, f"Đã xóa dòng {place + 1}", "Ctrl+Z hoặc nút bên để lấy lại", "info", ("Hoàn tác", self.undo))

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
        """Column -> pixels: what a person dragged stays, so do days; the long text keeps its part, the others give."""
        least = narrowest()
        fixed = {name: self._wish(name) for name, column in self.columns.items() if isinstance(column.kind, Day)}
        fixed |= {name: width for name, width in self._own.items() if name != self._wide}
        wished = {name: self._wish(name) for name in self.columns if name not in fixed}
        wide = wished.pop(self._wide, 0)
        part = theme.characters(24) if self._own else max(theme.characters(24), round(room * 0.4))
        rest = room - min(wide, part) - sum(fixed.values())
        shrink = max(0.0, min(1.0, rest / sum(wished.values()))) if wished else 1.0
        widths = fixed | {name: max(least, round(width * shrink)) for name, width in wished.items()}
        if wide:
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
