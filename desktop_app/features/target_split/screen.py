"""One target on one page: which units take part, by what it is shared out, each part; then one decision writes all."""

from collections.abc import Callable
from typing import Any

from desktop_app import errors
from desktop_app.features.target_parts import service as parts
from desktop_app.features.target_split.columns import sharing
from desktop_app.features.target_split.service import TYPED, Line, Sheet
from desktop_app.features.targets import service as targets
from desktop_app.records import undo
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_amount
from desktop_app.ui import dialogs, kit
from desktop_app.ui.fixed_rows import Cell, FixedRows
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.paged import Page

LAYOUT = (("key*2", "decided_on", "document*2", "paper*2"),)
CELLS = (
    Cell("last", "Kết quả năm trước", 13),
    Cell("now", "Phần đang giao", 13),
    Cell("weight", "Số để chia", 13, typed=True),
    Cell("part", "Phần giao", 14, typed=True),
    Cell("share", "Tỷ trọng", 11),
)


class SplitPage(Page):
    """The units, what each had, by what the target is shared out, and each part."""

    def __init__(self, master: kit.Misc, record: Any, on_done: Callable[[list[Any], int], Any]) -> None:
        """Build the page.

        Args:
            master: the screen it lies over.
            record: a target of the office; Refused when it may not be shared out.
            on_done: hears which parts were written, and where the journal ended before.
        """
        self.sheet = Sheet(record)
        super().__init__(master, f"Phân bổ: {self.sheet.indicator.code} {self.sheet.whole}", self._about())
        self.on_done = on_done
        self._changed = False
        gap = kit.px(self, 8)
        for words in (parts.said(self.sheet.whole), self.sheet.others()):
            if words:
                kit.wraplabel(self, words, "warning").pack(fill="x", pady=(gap // 2, 0))
        self.form = Form(self, sharing(self.sheet.choices), LAYOUT, scrolled=False, on_change=self._form_changed)
        self.form.pack(fill="x", pady=(gap, 0))
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.go_right()
        self.again = bar.button("Chia lại tất cả", "arrow-repeat", self.propose)
        bar.button("Thôi", "x-lg", self.leave)
        self.write = bar.button("Lưu phân bổ (Ctrl+S)", "check2", self.accept, "primary")
        self.sum = kit.wraplabel(self, "", "bold")
        self.sum.pack(side="bottom", fill="x", pady=(gap, 0))
        cells = [cell for cell in CELLS if self._is_wanted(cell.name)]
        self.rows = FixedRows(self, "Đơn vị", cells, self._tick, self._settled)
        self.rows.pack(fill="both", expand=True)
        bar.lift()  # the keyboard comes to the buttons after the rows
        self.rows.begin([unit.name for unit in self.sheet.units])
        self.form.show({"key": self.sheet.key})
        self._tell()

    def _is_wanted(self, name: str) -> bool:
        """Columns without anything in them take no room."""
        sheet = self.sheet
        has = {"last": bool(sheet.last), "now": any(line.now is not None for line in sheet.lines)}
        return has.get(name, name == "part" or not sheet.gives_same)

    def _about(self) -> str:
        whole, indicator = self.sheet.whole, self.sheet.indicator
        paper = f" tại {words}" if (words := targets.paper_of(whole)) else ""
        told = f"{targets.seen_as(whole).label} {show_amount(whole.value)} {indicator.measure}"
        rule = "; các phần phải cộng đủ" if indicator.adds_up else ""
        return f"{told}, ngày {show_date(whole.decided_on)}{paper}{rule}."

    # --- What the screen asks ---

    def focus_first(self) -> None:
        """The keyboard begins at the key."""
        self.form.focus_first()

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        self.rows.settle()
        if not (self._changed or self.form.dirty):
            return True
        answer = dialogs.ask_unsaved(self, f"Phân bổ {self.sheet.indicator.code} đang nhập")
        return self.accept() if answer == "save" else answer == "discard"

    def propose(self) -> None:
        """Share out anew, the parts typed by hand too."""
        self._changed = True
        self.sheet.choose(self.sheet.key)
        self._tell()

    def accept(self) -> bool:
        """Write the parts; whether they are written."""
        self.rows.settle()
        before = undo.mark()
        try:
            made = self.sheet.save(self.form.texts())
        except errors.RefusedRows as refused:
            self._complain(refused)
            return False
        except (errors.Refused, errors.Failed) as refused:
            self.form.say(f"{refused}.")
            return False
        self._changed = False
        self.form.saved()
        self.on_done(made, before)
        return True

    # --- Inside ---

    def _complain(self, refused: errors.RefusedRows) -> None:
        for place, line in enumerate(self.sheet.lines):
            line.problem = "; ".join(refused.rows.get(place, {}).values())
        self._tell()
        self.form.complain(refused.problems)
        if refused.rows and not any(name in self.form.fields for name in refused.problems):
            place = min(refused.rows)
            if self.sheet.lines[place].taken:
                self.rows.focus_row(place, "part")
            else:
                self.rows.boxes[place].focus_set()

    def _form_changed(self) -> None:
        """Another key shares out anew, once it is one of those that can be chosen."""
        key = self.form.fields["key"].get()
        if key != self.sheet.key and key in self.sheet.choices():
            self.sheet.choose(key)
            self._tell()

    def _tick(self, place: int, taken: bool) -> None:
        self._changed = True
        self.sheet.take(place, taken=taken)
        self._tell()

    def _settled(self, place: int, name: str, text: str) -> None:
        self._changed = True
        if name == "part":
            self.sheet.type_part(place, text)
        else:
            if self.sheet.key != TYPED and TYPED in self.sheet.choices():
                self.sheet.key = TYPED  # the numbers of that key, changed by hand
                self.form.fields["key"].set(TYPED)
            self.sheet.type_weight(place, text)
        self._tell()

    def _tell(self) -> None:
        for place, line in enumerate(self.sheet.lines):
            self.rows.tell(place, line.taken, self._texts(line), line.problem)
        self.sum.configure(text=self.sheet.words(), style=kit.ROLES["bold" if self.sheet.fits else "error"])

    def _texts(self, line: Line) -> dict[str, str]:
        now = show_amount(line.now.value) if line.now is not None else ""
        last = show_amount(line.last, int(self.sheet.indicator.decimals)) if line.last is not None else ""
        share = self.sheet.share_of(line)
        return {"last": last, "now": now, "weight": line.weight, "part": line.part, "share": share}
