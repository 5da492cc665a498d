"""Cells to type into as in a workbook: the only place that knows tksheet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tksheet

from desktop_app.rules import names
from desktop_app.ui import kit, pasted, sheet_looks, theme

Spot = tuple[int, int]  # row, column
KEYS = (
    "Gõ thẳng vào ô · Enter: ô cần ghi kế tiếp · Tab: sang phải · F2: sửa ô · Delete: xóa · Ctrl+Z, Ctrl+Y: hoàn tác, "
    "làm lại · dán được từ Excel · F6: ra khỏi bảng"
)
DEPTH = 200  # steps that can be taken back
CONTROL, ALT = 0x4, 0x20000 if sys.platform == "win32" else 0x8
TURN = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading, its width in characters, and the least width when room is short (0: always the first)."""

    label: str
    width: float
    align: str = "left"
    least: float = 0


@dataclass(frozen=True)
class Content:
    """What a sheet shows: texts by row, the names of the rows, which cells are open, which rows are headings."""

    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[str]]
    names: Sequence[str]
    opened: Collection[Spot]
    headings: Collection[int] = ()
    corner: str = ""


class Spreadsheet(kit.Frame):
    """A sheet of texts. What a person writes goes through `write`, can be taken back, and is told by ``on_change``."""

    def __init__(
        self,
        master: kit.Misc,
        *,
        on_change: Callable[[Collection[Spot]], Any] = lambda spots: None,
        on_select: Callable[[], Any] = lambda: None,
        on_refused: Callable[[str], Any] = lambda words: None,
        next_of: Callable[[Spot], Spot | None] = lambda spot: None,
    ) -> None:
        """Build an empty sheet; `show` fills it.

        Args:
            master: where it lives.
            on_change: called with the cells a person has changed, once a step.
            on_select: called when another cell is chosen.
            on_refused: called with words when something was not taken: a locked cell, a block that is too large.
            next_of: the cell that Return goes to; None takes the open one below.
        """
        super().__init__(master)
        self.on_change, self.on_select, self.on_refused, self.next_of = on_change, on_select, on_refused, next_of
        self.content = Content((), (), (), ())
        self._done: list[dict[Spot, tuple[str, str]]] = []
        self._undone: list[dict[Spot, tuple[str, str]]] = []
        self._marks: dict[Spot, str] = {}
        self._last: Spot = (0, 0)
        self.sheet = tksheet.Sheet(
            self,
            startup_focus=False,
            show_top_left=True,
            table_wrap="w",
            header_wrap="w",
            index_wrap="",
            edit_cell_return="",
            edit_cell_tab="",
            cell_auto_resize_enabled=False,
            auto_resize_row_index=False,
            rounded_boxes=False,
            empty_horizontal=0,
            empty_vertical=0,
            default_header_height=1,
            page_up_down_select_row=False,
        )
        self.sheet.pack(fill="both", expand=True)
        self.table = self.sheet.MT
        self._corner = kit.label(self.sheet.TL, "", "bold", anchor="center")
        self._corner.place(relwidth=1, relheight=1)
        self._bind_keys()
        theme.follow(self, self._dress)
        self._fit_soon = kit.once_idle(self, self._fit)
        self.bind("<Configure>", self._fit_soon, add="+")
        self._dress()

    def destroy(self) -> None:
        """Go away, with what tksheet still had waiting: its commands would be gone when their time comes."""
        parts = (self.sheet, self.table, self.sheet.CH, self.sheet.RI, self.sheet.TL)
        ours = {name for part in parts for name in getattr(part, "_tclCommands", None) or ()}
        for waiting in self.tk.splitlist(self.tk.call("after", "info")):
            if self.tk.splitlist(self.tk.call("after", "info", waiting))[0] in ours:
                self.tk.call("after", "cancel", waiting)
        super().destroy()

    # --- What it holds ---

    def show(self, content: Content) -> None:
        """Show other rows; what was here before cannot be brought back."""
        same = [column.label for column in content.columns] == [column.label for column in self.content.columns]
        chosen = self.current if same else None
        self.table.hide_text_editor()
        self.content = content
        self._done.clear()
        self._undone.clear()
        self._marks = {}
        self.sheet.deselect("all", redraw=False)
        self.sheet.set_sheet_data([list(row) for row in content.rows], redraw=False, reset_highlights=True)
        self.sheet.headers([column.label for column in content.columns], redraw=False)
        self.sheet.row_index(list(content.names), redraw=False)
        self._corner.configure(text=content.corner)
        for place, column in enumerate(content.columns):
            self.sheet.align_columns(
                place, align={"right": "e", "center": "center"}.get(column.align, "w"), redraw=False
            )
        self._fit()
        self._paint()
        self.sheet.see(0, 0, redraw=False)
        self.choose(chosen if chosen in content.opened else self._first())

    def text(self, spot: Spot) -> str:
        """What stands in a cell, an editor that is open on it aside."""
        return str(self.table.data[spot[0]][spot[1]])

    def put(self, texts: Mapping[Spot, str]) -> None:
        """Write what the program works out; it is no step to take back."""
        for (row, column), text in texts.items():
            self.table.data[row][column] = text
        self.sheet.set_refresh_timer()

    def mark(self, marks: Mapping[Spot, str]) -> None:
        """Colour cells by meaning: ``danger``, ``warning``, ``accent`` (unsaved); cells not named lose theirs."""
        self._marks = dict(marks)
        self._paint()

    @property
    def current(self) -> Spot:
        """The chosen cell."""
        found = self.sheet.get_currently_selected()
        return (found.row, found.column) if found else self._last

    def choose(self, spot: Spot | None) -> None:
        """Choose a cell and bring it into view."""
        if spot is not None and spot[0] < len(self.content.rows) and spot[1] < len(self.content.columns):
            self.sheet.select_cell(*spot)
            self.sheet.see(*spot)

    def focus_first(self) -> None:
        """Give the keyboard to the sheet."""
        self.table.focus_set()

    def finish(self) -> None:
        """Take over what stands in an open editor: somebody saves, prints or leaves."""
        if self.table.text_editor.open:
            self._take()
            self.table.focus_set()

    # --- Writing ---

    def write(self, texts: Mapping[Spot, str]) -> None:
        """Change cells as one step."""
        changed = {spot: (self.text(spot), text) for spot, text in texts.items() if self.text(spot) != text}
        if changed:
            self._done.append(changed)
            del self._done[:-DEPTH]
            self._undone.clear()
            self._apply({spot: after for spot, (_, after) in changed.items()})

    def undo(self) -> str:
        """Take the last step back (Ctrl+Z)."""
        return self._turn_back(self._done, self._undone, 0)

    def redo(self) -> str:
        """Do again what was taken back (Ctrl+Y)."""
        return self._turn_back(self._undone, self._done, 1)

    def copy(self) -> str:
        """The chosen cells, for Excel (Ctrl+C)."""
        top, left, bottom, right = self._box()
        rows = [[self.text((row, column)) for column in range(left, right)] for row in range(top, bottom)]
        self.clipboard_clear()
        self.clipboard_append("\n".join("\t".join(map(_one_cell, row)) for row in rows))
        return "break"

    def cut(self) -> str:
        """The chosen cells to the clipboard; the open ones are emptied (Ctrl+X)."""
        self.copy()
        return self.delete()

    def delete(self) -> str:
        """Empty the chosen cells that are open (Delete)."""
        spots = self._chosen()
        gone = {spot: "" for spot in spots if spot in self.content.opened}
        self.write(gone)
        if spots and not gone:
            self._refuse(spots[0])
        return "break"

    def paste(self) -> str:
        """Cells from Excel or lines of text, from the chosen cell on (Ctrl+V); one cell fills all chosen ones."""
        try:
            lines = pasted.cells(self.clipboard_get())
        except kit.TclError:
            return "break"  # the clipboard is empty, or holds no text
        if not pasted.is_block(lines):
            spots = self._chosen()
            given = dict.fromkeys(spots, lines[0][0])
            beyond = 0
        else:
            top, left = self._box()[:2]
            given = {(top + n, left + m): text for n, line in enumerate(lines) for m, text in enumerate(line)}
            beyond = sum(1 for spot, text in given.items() if text.strip() and not self._inside(spot))
        taken = {spot: names.one_line(text) for spot, text in given.items() if spot in self.content.opened}
        lost = [
            spot
            for spot, text in given.items()
            if spot not in taken and self._inside(spot) and names.one_line(text) not in ("", self.text(spot))
        ]
        self.write(taken)
        self._tell_lost(len(lost), beyond)
        return "break"

    # --- Inside: keys ---

    def _bind_keys(self) -> None:
        table = self.table
        self.sheet.enable_bindings(
            "single_select", "drag_select", "column_width_resize", "double_click_column_resize", *TURN, "prior", "next"
        )
        self.sheet.extra_bindings("all_select_events", lambda event: self._selected())
        table.close_text_editor = self._close
        table.extra_double_b1_func = lambda event: self._open()
        keys: dict[str, Callable[[], Any]] = {
            "<F2>": self._open,
            "<Return>": self._step,
            "<KP_Enter>": self._step,
            "<Shift-Return>": lambda: self._move("up"),
            "<Tab>": lambda: self._move("right"),
            "<Shift-Tab>": lambda: self._move("left"),
            "<Delete>": self.delete,
            "<F6>": lambda: self._leave(forward=True),
            "<Shift-F6>": lambda: self._leave(forward=False),
            "<Shift-F10>": self._menu,
        }
        for letter, work in {"c": self.copy, "x": self.cut, "v": self.paste, "z": self.undo, "y": self.redo}.items():
            keys |= {f"<Control-{case}>": work for case in (letter, letter.upper())}
        if self.tk.call("tk", "windowingsystem") == "x11":
            keys["<ISO_Left_Tab>"] = keys["<Shift-Tab>"]
        for sequence, run in keys.items():
            table.bind(sequence, _then_stop(run))
        table.bind("<Key>", self._key)
        table.bind("<Escape>", lambda event: None)  # tksheet would choose no cell at all
        table.bind("<Button-3>", self._menu_at)
        for canvas in (table, self.sheet.RI, self.sheet.CH):
            for zoom in ("<Control-plus>", "<Control-equal>", "<Control-minus>", "<Control-MouseWheel>"):
                canvas.unbind(zoom)  # letters have one size, chosen for the whole window

    def _key(self, event: kit.Event[Any]) -> str | None:
        """A letter begins the cell anew. One that comes while its editor is being opened goes into the editor."""
        state = int(event.state)
        typed = bool(event.char) and event.char.isprintable() and not state & (CONTROL | ALT)
        if not typed and event.keysym != "BackSpace":
            return None
        if self.table.text_editor.open:
            editor = self.table.text_editor.tktext
            editor.focus_set()
            editor.insert("insert", event.char) if typed else editor.delete("insert-1c")
        else:
            self._open(event.char if typed else "")
        return "break"

    def _open(self, text: str | None = None) -> str:
        """Open the editor on the chosen cell; ``text`` stands in it instead of what the cell holds."""
        spot = self.current
        if spot not in self.content.opened:
            self._refuse(spot)
            return "break"
        self.table.open_text_editor(r=spot[0], c=spot[1])
        editor = self.table.text_editor.tktext
        if text is not None:
            self.table.text_editor.window.set_text(text)
        editor.mark_set("insert", "end-1c")
        editor.edit_reset()
        # Tk gives the keyboard to a window once it is shown: until then letters of a burst would go astray.
        self.table.update_idletasks()
        editor.focus_set()
        typing = text is not None
        for key in ("Up", "Down"):
            if typing:  # as in Excel: arrows leave a cell that is being written, and move in one that is being edited
                editor.bind(f"<{key}>", self._close)
            else:
                editor.unbind(f"<{key}>")
        editor.bind("<Shift-Return>", self._close)
        editor.bind("<Shift-Tab>", self._close)
        if self.tk.call("tk", "windowingsystem") == "x11":
            editor.bind("<ISO_Left_Tab>", self._close)
        editor.bind("<<Paste>>", self._paste_in_editor)
        return "break"

    def _close(self, event: Any) -> str:
        """What tksheet calls when its editor is to close: by a key, a click elsewhere, or the keyboard going away."""
        if not self.table.text_editor.open:
            return "break"
        key = str(getattr(event, "keysym", ""))
        if key in ("", "??"):  # the keyboard went away; to another program, or to the editor's own menu: it stays
            try:
                gone_to = self.focus_get()
            except KeyError:
                gone_to = None  # a menu of Tk's own
            if gone_to is None or gone_to in (
                self.table.text_editor.tktext,
                self.table.text_editor.tktext.rc_popup_menu,
            ):
                return "break"
            self._take()
            return "break"
        if key == "Escape":
            self.table.hide_text_editor_and_dropdown()
        else:
            self._take()
        self.table.focus_set()
        back = bool(int(getattr(event, "state", 0) or 0) & 1)
        if key in ("Return", "KP_Enter"):
            self._move("up") if back else self._step()
        elif key in ("Tab", "ISO_Left_Tab"):
            self._move("left" if back or key != "Tab" else "right")
        elif key in ("Up", "Down"):
            self._move(key.lower(), only_open=False)
        return "break"

    def _take(self) -> None:
        spot, text = self.table.text_editor.coords, self.table.text_editor.get()
        self.table.hide_text_editor_and_dropdown()
        self.write({spot: names.one_line(text)})

    def _paste_in_editor(self, event: kit.Event[Any]) -> str | None:
        """A block of cells is none that one cell could hold: it goes into the sheet."""
        try:
            block = pasted.is_block(pasted.cells(self.clipboard_get()))
        except kit.TclError:
            return "break"
        if not block:
            return None
        self.table.hide_text_editor_and_dropdown()
        self.table.focus_set()
        return self.paste()

    def _selected(self) -> None:
        """Another cell is chosen; a click beside the cells would choose none, and the keys would go nowhere."""
        if self.sheet.get_currently_selected():
            self._last = self.current
            self.on_select()
        else:
            kit.soon(self, lambda: self.choose(self._last))

    def _step(self) -> str:
        here = self.current
        there = self.next_of(here)
        if there is None:
            return self._move("down")
        self.choose(there)
        return "break"

    def _move(self, way: str, *, only_open: bool = True) -> str:
        """Go to the next open cell that way; sideways on to the next row. Where there is none one stays."""
        down, across = TURN[way]
        row, column = self.current
        wide, high = len(self.content.columns), len(self.content.rows)
        while True:
            row, column = row + down, column + across
            if across and not 0 <= column < wide:
                row, column = row + across, 0 if across > 0 else wide - 1
            if not 0 <= row < high:
                return "break"
            if not only_open or (row, column) in self.content.opened:
                self.choose((row, column))
                return "break"

    def _leave(self, *, forward: bool) -> str:
        """Out of the sheet with the keyboard, since Tab stays in it."""
        name = "tk_focusNext" if forward else "tk_focusPrev"
        target: Any = self.table
        for _ in range(200):
            target = self.nametowidget(self.tk.call(name, str(target)))
            if not str(target).startswith(f"{self.sheet}."):
                break
        target.focus_set()
        return "break"

    # --- Inside: the rest ---

    def _apply(self, texts: Mapping[Spot, str]) -> None:
        self.put(texts)
        self.on_change(texts.keys())

    def _turn_back(self, taken: list[Any], given: list[Any], side: int) -> str:
        if taken:
            step = taken.pop()
            given.append(step)
            self._apply({spot: pair[side] for spot, pair in step.items()})
            self.choose(min(step))
        return "break"

    def _box(self) -> tuple[int, int, int, int]:
        """The rectangle around the chosen cell: first row, first column, and those after the last."""
        boxes = self.sheet.get_all_selection_boxes()
        row, column = self.current
        for box in boxes:
            if box[0] <= row < box[2] and box[1] <= column < box[3]:
                return int(box[0]), int(box[1]), int(box[2]), int(box[3])
        return row, column, row + 1, column + 1

    def _chosen(self) -> list[Spot]:
        top, left, bottom, right = self._box()
        return [(row, column) for row in range(top, bottom) for column in range(left, right)]

    def _inside(self, spot: Spot) -> bool:
        return spot[0] < len(self.content.rows) and spot[1] < len(self.content.columns)

    def _first(self) -> Spot | None:
        return min(self.content.opened, default=None)

    def _refuse(self, spot: Spot) -> None:
        if self._inside(spot):
            self.on_refused("")

    def _tell_lost(self, locked: int, beyond: int) -> None:
        parts = [f"{locked} ô không nhập tay"] if locked else []
        parts += [f"{beyond} ô ra ngoài bảng"] if beyond else []
        if parts:
            self.on_refused(
                f"Đã dán, trừ {' và '.join(parts)}: hãy chọn lại ô đầu rồi dán, hoặc ghi các ô đó ở chỗ khác"
            )

    def _menu_at(self, event: kit.Event[Any]) -> str:
        row, column = (
            self.table.identify_row(y=event.y, allow_end=False),
            self.table.identify_col(x=event.x, allow_end=False),
        )
        self.finish()
        if row is not None and column is not None and (row, column) not in self._chosen():
            self.sheet.select_cell(row, column)
        self._drop(event.x_root, event.y_root)
        return "break"

    def _menu(self) -> str:
        self._drop(self.table.winfo_rootx() + kit.px(self, 40), self.table.winfo_rooty() + kit.px(self, 40))
        return "break"

    def _drop(self, x: int, y: int) -> None:
        for child in self.winfo_children():
            if isinstance(child, kit.Menu):
                child.destroy()
        menu = kit.Menu(self, tearoff=False)
        for label, work in (
            ("Sửa ô (F2)", self._open),
            ("Cắt (Ctrl+X)", self.cut),
            ("Chép (Ctrl+C)", self.copy),
            ("Dán (Ctrl+V)", self.paste),
            ("Xóa nội dung (Delete)", self.delete),
            ("Hoàn tác (Ctrl+Z)", self.undo),
            ("Làm lại (Ctrl+Y)", self.redo),
        ):
            menu.add_command(label=label, command=work)
        menu.tk_popup(x, y)

    # --- Inside: looks ---

    def _dress(self) -> None:
        """Colours and letters of now."""
        self.sheet.set_options(redraw=False, **sheet_looks.options())
        self._fit()
        self._paint()

    def _fit(self) -> None:
        """Columns share the width there is; rows are as high as their longest text."""
        if not self.content.columns or not self.winfo_exists():
            return
        index = max(map(theme.measure, (*self.content.names, f"{self.content.corner}  ")), default=0) + kit.px(self, 16)
        room = self.winfo_width() - index - kit.px(self, 22)
        widths = sheet_looks.widths(self.content.columns, self.content.rows, room)
        self.sheet.set_index_width(index, redraw=False)
        self.sheet.set_column_widths(widths)
        heights, header = sheet_looks.heights(self.content.columns, self.content.rows, widths)
        self.sheet.set_row_heights(heights)
        self.sheet.set_header_height_pixels(header, redraw=False)
        self.sheet.recreate_all_selection_boxes()  # they stand where the columns were before
        if found := self.sheet.get_currently_selected():
            self.sheet.set_xview(0.0)
            self.sheet.see(found.row, found.column)
        self.sheet.set_refresh_timer()

    def _paint(self) -> None:
        self.sheet.dehighlight_all(redraw=False)
        for cells, ground, letters in sheet_looks.grounds(self.content, self._marks):
            if cells:
                self.sheet.highlight_cells(cells=cells, bg=ground, fg=letters, redraw=False)
        self.sheet.set_refresh_timer()


def _then_stop(work: Callable[[], Any]) -> Callable[[Any], str]:
    def run(event: Any) -> str:
        work()
        return "break"

    return run


def _one_cell(text: str) -> str:
    """A cell on its way to Excel: nothing in it may begin another."""
    text = " ".join(text.split())
    return f" {text}" if text[:1] in ("=", "+", "@") else text
