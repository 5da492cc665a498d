"""The screen of figures: a unit, a month or a year, and the sheet into which they are typed or pasted."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from desktop_app import errors, events
from desktop_app.features.figure_grid import service as grid
from desktop_app.features.figure_grid.columns import CODE, Place, Spot, Table
from desktop_app.features.figures import service as figures
from desktop_app.features.periods import service as periods
from desktop_app.rules import figures as rules
from desktop_app.rules import names
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, drafts, kit
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.spreadsheet import KEYS, Content, SheetColumn, Spreadsheet

Acts = Mapping[str, Callable[[], Any]]  # name -> what gives the function
LISTENS = ("figure", "closed_period", "indicator", "unit", "erratum")
MONTHS = [f"Tháng {month}" for month in range(1, 13)]
BY_MONTH, BY_YEAR = "Theo tháng", "Cả năm"
SHOWN_ERRATA = 2


class FiguresScreen(kit.Frame):
    """What is chosen above, the sheet, and a line below it that says what is wrong, odd or known of the chosen cell."""

    title = "Số liệu thực hiện"
    help_page = "figures"

    def __init__(self, master: kit.Misc, acts: Acts, books: Acts) -> None:
        """Build the screen.

        Args:
            master: where it lives.
            acts: gives what is done with a month: `close_month`, `reopen`, `correct`, `history`.
            books: gives how a sheet goes out to a workbook and comes back: `send_out`, `take_in`.
        """
        super().__init__(master, padding=kit.px(master, 16))
        self._acts, self._books = acts, books
        self.units = grid.who()
        self.unit = self.units[0]
        self.period = grid.newest_month()
        self.judged = grid.Judged()
        self._said = ""
        self._stale = self._writing = False
        gap = kit.px(self, 8)
        head = Flow(self)
        head.pack(fill="x")
        head.add(kit.label(head, self.title, "title"))
        self._build_choice(head)
        self.buttons = Flow(self)
        self.buttons.pack(fill="x", pady=(gap, 0))
        self._build_buttons()
        self.coverage = kit.wraplabel(self, "", "bold")
        self.coverage.pack(fill="x", pady=(gap // 2, gap // 2))
        self._bars = kit.Frame(self)
        self._bars.pack(fill="x")
        kit.wraplabel(self, KEYS, "small").pack(side="bottom", fill="x")
        self.about = kit.wraplabel(self, "", "muted")
        self.about.pack(side="bottom", fill="x", pady=(gap // 2, 0))
        self.sheet = Spreadsheet(
            self,
            on_change=self._changed,
            on_select=self._tell,
            on_refused=self._refused,
            next_of=lambda spot: grid.next_spot(self.table, spot),
        )
        self.sheet.pack(fill="both", expand=True)
        self._drafts = drafts.Keeping(self._bars, self._draft, self._restore)
        self._deaf = events.listen(events.Changed, self._news)
        self.bind("<Map>", lambda event: self._again() if self._stale else None, add="+")
        for key, way in (("Prior", -1), ("Next", 1)):
            for widget in (self.sheet.table, self.month_box, self.year_box, self.unit_box):
                widget.bind(f"<Control-{key}>", partial(self._step_key, way))
        self._load()

    def _build_choice(self, head: Flow) -> None:
        head.go_right()
        self.view = kit.StringVar(self, BY_MONTH)
        for view in (BY_MONTH, BY_YEAR):
            head.add(kit.Radiobutton(head, text=view, value=view, variable=self.view, command=self._chosen))
        head.button("Kỳ trước", "chevron-left", lambda: self.step(-1), "quiet")
        self.month_box = self._box(head, MONTHS, 9)
        self.year_box = self._box(head, [str(year) for year in grid.years()], 5)
        head.button("Kỳ sau", "chevron-right", lambda: self.step(1), "quiet")
        self.unit_box = self._box(head, [_called(unit) for unit in self.units], 34)
        self._head = head

    def _box(self, head: Flow, values: list[str], width: int) -> kit.Combobox:
        made = kit.Combobox(head, values=values, width=width, state="readonly")
        made.bind("<<ComboboxSelected>>", lambda event: self._chosen())
        head.add(made)
        return made

    def _build_buttons(self) -> None:
        bar = self.buttons
        bar.button("Lưu (Ctrl+S)", "check2", self.save, "primary")
        self._close = bar.button("Chốt kỳ…", "lock", self.close_month)
        self._reopen = bar.button("Mở lại kỳ…", "unlock", self.reopen)
        self._correct = bar.button("Đính chính…", "pencil-square", self.correct)
        bar.button("Lịch sử ô", "clock-history", self.history)
        bar.go_right()
        bar.button("Xuất Excel…", "file-earmark-spreadsheet", self.send_out)
        bar.button("Nhập Excel…", "box-arrow-in-down", self.take_in)

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def focus_first(self) -> None:
        """The keyboard begins in the sheet."""
        self.sheet.focus_first()

    def refresh(self) -> None:
        """Read everything again (F5); what is typed and not saved is asked about first."""
        if self.may_leave():
            self._load()

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Show another ``period`` (a month or a year) or ``unit`` (its id), or the cell of a figure."""
        if not self.may_leave():
            return
        if record_id is not None:
            row = figures.get(record_id)
            wanted = {"period": row.period, "unit": row.__data__["unit"], **wanted}
        if "unit" in wanted:
            self.unit = next((unit for unit in self.units if unit.id == wanted["unit"]), self.unit)
        if "period" in wanted:
            code = str(wanted["period"])
            whole = rules.key_every(code).value == "year"
            self.period = code if whole else f"{rules.key_year(code)}-{rules.last_month(code):02d}"
        self._load()
        if record_id is not None:
            self._go_to(record_id)

    def may_leave(self) -> bool:
        """Whether what is typed may go: it is saved, or its writer says so."""
        self.sheet.finish()
        if not self.dirty:
            return True
        answer = dialogs.ask_unsaved(self, f"Số liệu {rules.key_label(self.period).lower()}, {self.unit}")
        if answer == "save":
            return self.save() and not self.dirty
        if answer == "discard":
            self._drafts.done()
            self._load()
        return answer == "discard"

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Lưu số liệu", self.save, "Ctrl+S"),
            ("Kỳ trước", lambda: self.step(-1)),
            ("Kỳ sau", lambda: self.step(1)),
            ("Số liệu theo tháng", lambda: self._view_as(BY_MONTH)),
            ("Số liệu cả năm", lambda: self._view_as(BY_YEAR)),
            ("Chốt kỳ", self.close_month),
            ("Mở lại kỳ", self.reopen),
            ("Đính chính số liệu", self.correct),
            ("Lịch sử ô", self.history),
            ("Xuất bảng số liệu ra Excel", self.send_out),
            ("Nhập bảng số liệu từ Excel", self.take_in),
        )

    @property
    def dirty(self) -> bool:
        """Whether a person has typed something that is not saved."""
        return bool(grid.changed(self.table, self.sheet.text))

    # --- What can be done ---

    def save(self) -> bool:
        """Write what can be written (Ctrl+S); what is refused stays in its cell, marked. Whether all was written."""
        self.sheet.finish()
        if not self.dirty and not grid.unstored(self.table):
            self._say("Không có gì mới để lưu.")
            return True
        left = {}
        self._writing = True
        try:
            saved = grid.save(self.table, self.sheet.text)
            left = {spot: self.sheet.text(spot) for place in saved.wrong for spot in place.cells.values()}
        except errors.Failed as failed:
            dialogs.warn(self, "Chưa lưu được số liệu", f"{failed}.")
            return False
        finally:
            self._writing = False
        chosen = self.sheet.current
        if not left:
            self._drafts.done()
        self._show(grid.year_table(int(self.period), self.unit) if self.table.whole_year else self._month())
        self.sheet.write({spot: text for spot, text in left.items() if spot in self.table.opened})
        self.judged.doubts = {**saved.doubts, **self.judged.doubts}
        self._paint()
        self.sheet.choose(next(iter(saved.problems), chosen))
        self._said_saved(saved)
        return not left

    def close_month(self) -> None:
        """Close the month that is shown."""
        if not self.table.whole_year and (self.dirty is False or self.save()):
            self._done(self._acts["close_month"]()(self, self.period))

    def reopen(self) -> None:
        """Open the month that is shown again."""
        if periods.is_closed(self.period) and not self.table.whole_year:
            self._done(self._acts["reopen"]()(self, self.period))

    def correct(self) -> None:
        """Correct the chosen figure of a closed month."""
        place = self._place()
        if place is not None and self.may_leave():
            self._done(self._acts["correct"]()(self, self.unit, place))

    def history(self) -> None:
        """Show what happened to the chosen figure."""
        place = self._place()
        if place is not None:
            self._acts["history"]()(self, place)

    def send_out(self) -> None:
        """The sheet as a workbook to print, or to be filled in elsewhere."""
        if self.may_leave():
            self._say(self._books["send_out"]()(self, self.table))

    def take_in(self) -> None:
        """A workbook that was filled in, looked over before anything is written."""
        if self.may_leave():
            self._done(self._books["take_in"]()(self))

    def step(self, way: int) -> None:
        """Show the period after this one, or with -1 the one before."""
        if not self.may_leave():
            return
        year, month = rules.key_year(self.period), rules.last_month(self.period)
        if self.table.whole_year:
            self.period = str(year + way)
        else:
            number = year * 12 + month - 1 + way
            self.period = f"{number // 12}-{number % 12 + 1:02d}"
        self._load()

    # --- Choosing ---

    def _chosen(self) -> None:
        """A person has chosen another view, month, year or unit."""
        wanted_unit = self.units[max(0, self.unit_box.current())]
        month, year = self.month_box.current() + 1, int(self.year_box.get())
        period = str(year) if self.view.get() == BY_YEAR else f"{year}-{month:02d}"
        if (period, wanted_unit.id) != (self.period, self.unit.id) and self.may_leave():
            self.period, self.unit = period, wanted_unit
            self._load()
        else:
            self._show_choice()

    def _view_as(self, view: str) -> None:
        self.view.set(view)
        self._chosen()

    def _show_choice(self) -> None:
        whole = rules.key_every(self.period).value == "year"
        self.view.set(BY_YEAR if whole else BY_MONTH)
        if not whole or self.month_box.current() < 0:
            self.month_box.current(rules.last_month(self.period) - 1)
        self.year_box.set(str(rules.key_year(self.period)))
        self.unit_box.current(next(n for n, unit in enumerate(self.units) if unit.id == self.unit.id))
        self._head.show(self.month_box, not whole)
        closed = not whole and periods.is_closed(self.period)
        self.buttons.show(self._close, not whole and not closed)
        self.buttons.show(self._reopen, closed)

    def _step_key(self, way: int, _event: Any) -> str:
        self.step(way)
        return "break"

    # --- The sheet ---

    def _load(self) -> None:
        """Read what is chosen afresh, and offer the draft of an earlier run."""
        self._stale = False
        self._said = ""
        known, self.units = {unit.id for unit in self.units}, grid.who()
        if known != {unit.id for unit in self.units}:
            self.unit_box.configure(values=[_called(unit) for unit in self.units])
        whole = rules.key_every(self.period).value == "year"
        self._show(grid.year_table(int(self.period), self.unit) if whole else self._month())
        self._show_choice()
        self._drafts.begin(f"so-lieu-{self.unit.uid}-{self.period}")

    def _month(self) -> Table:
        return grid.month_table(self.period, self.unit)

    def _show(self, table: Table) -> None:
        self.table = table
        self.judged = grid.Judged()
        columns = [SheetColumn(one.label, one.width, one.align, one.least) for one in table.columns]
        self.sheet.show(Content(columns, table.rows, table.codes, table.opened, table.headings, CODE))
        label = rules.key_label(self.period)
        words = f"{label}, {self.unit}" + ("" if table.whole_year else f": {grid.coverage(table)}")
        row = None if table.whole_year else periods.closing(self.period)
        if row is not None:
            words += f". Đã chốt lúc {row.closed_at:%d/%m/%Y %H:%M}, {row.author}"
        if not table.places:
            words += ". Chưa có chỉ tiêu nào dùng trong kỳ này; hãy thêm vào danh mục chỉ tiêu trước"
        self.coverage.configure(text=f"{words}.")
        self._paint()
        self._tell()

    def _changed(self, spots: Collection[Spot]) -> None:
        self._said = ""
        self.judged = grid.judge(self.table, self.sheet.text)
        if not self.table.whole_year:
            self._show_worked_out({spot[0] for spot in spots})
        self._paint()
        self._tell()
        self._drafts.touched()

    def _show_worked_out(self, rows: Collection[int]) -> None:
        """The ratio and the state of the rows that were changed."""
        names_ = [column.name for column in self.table.columns]
        changed = {id(place) for place in grid.changed(self.table, self.sheet.text)}
        texts = {}
        for place in self.table.places:
            row = next(iter(place.cells.values()))[0]
            if row in rows:
                now = {name: self.sheet.text((row, number)) for number, name in enumerate(names_)}
                texts[(row, self.table.column("rate"))] = grid.rate(place.indicator, now)
                shown = self.table.rows[row][self.table.column("state")]
                state = grid.UNSAVED if id(place) in changed else shown
                texts[(row, self.table.column("state"))] = self._state(place, state)
        self.sheet.put(texts)

    def _state(self, place: Place, state: str) -> str:
        cells = set(place.cells.values())
        if cells & self.judged.problems.keys():
            return grid.WRONG
        if cells & self.judged.doubts.keys():
            return f"{state}, {grid.ODD}" if state == grid.UNSAVED else grid.ODD
        return state

    def _paint(self) -> None:
        marks: dict[Spot, str] = {}
        for place in self.table.places:
            for spot in place.cells.values():
                if spot in self.table.opened and self.sheet.text(spot) != self.table.rows[spot[0]][spot[1]]:
                    marks[spot] = "accent"
        marks |= dict.fromkeys(self.judged.doubts, "warning") | dict.fromkeys(self.judged.problems, "danger")
        if not self.table.whole_year:
            column = self.table.column("state")
            looks = {grid.UNTYPED: "muted", grid.WRONG: "danger", grid.ODD: "warning", grid.UNSAVED: "accent"}
            for place in self.table.places:
                spot = (next(iter(place.cells.values()))[0], column)
                if (look := looks.get(self.sheet.text(spot).rpartition(", ")[2])) is not None:
                    marks[spot] = look
        self.sheet.mark(marks)

    def _place(self) -> Place | None:
        """The figure of the chosen cell; in a month's sheet, of its row."""
        row, column = self.sheet.current
        found = self.table.at.get((row, column))
        if found is not None:
            return found[0]
        if self.table.whole_year:
            return None
        return next((p for p in self.table.places if any(spot[0] == row for spot in p.cells.values())), None)

    def _tell(self) -> None:
        """Say what is wrong, odd or known about the chosen cell."""
        spot = self.sheet.current
        place = self._place()
        role = "muted"
        if self._said:
            words = self._said
        elif words := self.judged.problems.get(spot, ""):
            words, role = f"Ô này chưa nhận được: {words}.", "error"
        elif words := self._odd(place):
            words, role = f"Lưu ý, vẫn nhận: {words}.", "warning"
        else:
            words = self._known(place, spot)
        self.about.configure(text=words, style=kit.ROLES[role])

    def _odd(self, place: Place | None) -> str:
        cells = place.cells.values() if place is not None else ()
        return next((self.judged.doubts[spot] for spot in cells if spot in self.judged.doubts), "")

    def _known(self, place: Place | None, spot: Spot) -> str:
        if place is None:
            return self._why_shut(spot)
        parts = [f"{place.indicator.code}, {rules.key_label(place.period).lower()}: {figures.said(place.row)}"]
        _, part = self.table.at.get(spot, (place, ""))
        if part in ("numerator", "denominator"):
            parts.append(f"ô này: {grid.names_of_part(place.indicator, part)}")
        if place.row is not None and place.row.note:
            parts.append(f"ghi chú: {place.row.note}")
        words = f"{'; '.join(parts)}." + (f" {place.shut}." if place.shut else "")
        errata = figures.errata_words(place.row) if place.row is not None else []
        return "\n".join([words, *(f"{one}." for one in errata[-SHOWN_ERRATA:])])

    def _why_shut(self, spot: Spot) -> str:
        indicator = self.table.lines[spot[0]] if spot[0] < len(self.table.lines) else None
        if indicator is None or spot[1] < 2:
            return ""
        return f"{indicator.code} báo cáo theo {grid.every_word(indicator)}, ô này để trống."

    def _refused(self, words: str) -> None:
        place, spot = self._place(), self.sheet.current
        if not words:
            words = (place.shut if place is not None and place.shut else "") or "Ô này không nhập tay"
            if place is not None and not place.shut and "numerator" in place.cells and spot not in self.table.at:
                words = "Hãy ghi tử số và mẫu số, chương trình tính tỷ lệ"
        self.about.configure(text=f"{words}.", style=kit.ROLES["warning"])

    def _say(self, words: str) -> None:
        if words:
            self._said = words
            self._tell()
            self._said = ""

    def _done(self, words: str) -> None:
        if words:
            self._load()
            self._say(words)

    def _said_saved(self, saved: grid.Saved) -> None:
        words = f"Đã lưu {show_whole(saved.written)} số liệu."
        if saved.worked_out:
            words += f" Đã tính lại {show_whole(saved.worked_out)} số liệu từ sổ nhiệm vụ."
        if saved.doubts:
            words += f" {show_whole(len(saved.doubts))} số lạ đã nhận, ô tô màu cam: xem lại."
        if saved.problems:
            first = next(iter(saved.problems.values()))
            words += f" {show_whole(len(saved.problems))} ô chưa nhận, ô tô màu đỏ, chữ vẫn còn đó. Ô đầu: {first}."
        kind = "error" if saved.problems else "warning" if saved.doubts else "success"
        self.about.configure(text=words, style=kit.ROLES[kind])

    # --- Drafts and news ---

    def _draft(self) -> Any:
        cells = {
            f"{place.indicator.code}|{place.period}|{part}": self.sheet.text(spot)
            for place in grid.changed(self.table, self.sheet.text)
            for part, spot in place.cells.items()
            if self.sheet.text(spot) != self.table.rows[spot[0]][spot[1]]
        }
        return cells or None

    def _restore(self, cells: Mapping[str, str]) -> None:
        known = {
            f"{p.indicator.code}|{p.period}|{part}": spot for p in self.table.places for part, spot in p.cells.items()
        }
        found = {known[name]: text for name, text in cells.items() if known.get(name) in self.table.opened}
        self.sheet.write(found)
        self.sheet.focus_first()

    def _news(self, news: events.Changed) -> None:
        if news.kind not in LISTENS or self._writing:
            return
        self._stale = True
        if self.winfo_viewable():
            kit.soon(self, self._again)

    def _again(self) -> None:
        """Somebody else wrote figures: read them, unless something typed here would go."""
        if self._stale and not self.sheet.table.text_editor.open and not self.dirty:
            self._load()

    def _go_to(self, record_id: int) -> None:
        for place in self.table.places:
            if place.row is not None and place.row.id == record_id:
                self.sheet.choose(next(iter(place.cells.values())))


def _called(unit: Any) -> str:
    return f"{unit.code} – {names.short_office(unit.name)}"
