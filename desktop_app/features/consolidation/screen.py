"""Who below has reported a period, and what it comes to, with who is missing in every total."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app import errors, events
from desktop_app.features.consolidation import service as consolidation
from desktop_app.features.consolidation.columns import PERIOD
from desktop_app.rules import names
from desktop_app.ui import kit
from desktop_app.ui.command import Command, here
from desktop_app.ui.form import Form
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

LISTENS = ("package", "question", "unit", "meeting_count")
WIDTHS = (6, 28, 32)
HINT = "Enter hoặc bấm đúp một dòng để xem gói của đơn vị đó ở mục Gói nhận về."
TO_FIGURES, TO_TASKS = "Xem số liệu chỉ tiêu", "Xem số liệu nhiệm vụ"


class ConsolidationScreen(kit.Frame):
    """A period, an office a line, and the total with its coverage."""

    title = "Tổng hợp báo cáo"
    help_page = "consolidation"

    def __init__(self, master: kit.Misc, figures: Callable[[], Any] | None = None) -> None:
        """Build the screen; ``figures`` gives the class of the pane of targets and figures."""
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 8)
        kit.label(self, "Tổng hợp báo cáo của cấp dưới", "title").pack(anchor="w")
        self.words = (
            "Số liệu lấy từ bìa của gói báo cáo mới nhất đã nhận trong kỳ. Đơn vị chưa báo cáo không được tính là 0: "
            "mọi số tổng đều ghi là của bao nhiêu đơn vị."
        )
        self.about = kit.wraplabel(self, self.words, "muted")
        self.about.pack(fill="x", pady=(0, gap))
        head = kit.Frame(self)
        head.pack(fill="x")
        for column, weight in enumerate((1, 2)):
            head.columnconfigure(column, weight=weight, uniform="head")
        self.form = Form(head, PERIOD, (("period",),), scrolled=False)
        self.form.grid(row=0, column=0, sticky="ew")
        kit.button(head, "Xem (Ctrl+S)", self.save, "primary", "search").grid(row=0, column=1, sticky="w", padx=gap)
        self.other = kit.button(head, TO_FIGURES, self.turn, icon="graph-up")
        self.other.grid(row=0, column=2, sticky="e")
        self.coverage = kit.wraplabel(self, "", "heading")
        self.coverage.pack(fill="x", pady=(0, gap))
        self.hint = kit.wraplabel(self, HINT, "small")
        self.hint.pack(side="bottom", fill="x", pady=(gap, 0))
        columns = [
            said(
                label,
                _cell(place),
                WIDTHS[place] if place < len(WIDTHS) else len(label) + 2,
                right=place >= len(WIDTHS),
            )
            for place, label in enumerate(consolidation.HEADINGS)
        ]
        empty = "Chưa có đơn vị cấp dưới nào trong kỳ này; thêm ở mục Đơn vị"
        self.table = Table(self, columns, noun="dòng", empty=empty, look=_look, many=False, on_open=self._open)
        self.table.pack(fill="both", expand=True)
        self.figures = figures()(self) if figures is not None else None
        self.shows_figures = False
        self.found: consolidation.Coverage | None = None
        self._deaf = events.listen(events.Changed, self._hear)
        self.form.show({"period": consolidation.newest_period()})
        self.save()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Count the shown period again."""
        if self.found is not None:
            self._count(self.found.period.code)

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Show another period: ``period`` is its code."""
        if "period" in wanted:
            self.form.show({"period": str(wanted["period"])})
            self.save()

    def may_leave(self) -> bool:
        """What is typed here stays here."""
        return True

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Xem tổng hợp của kỳ", self.save, "Ctrl+S"),
            ("Đọc lại số liệu", self.refresh, "F5"),
            ("Đổi giữa số liệu nhiệm vụ và chỉ tiêu", self.turn),
        )

    def save(self) -> None:
        """Show the period that is typed."""
        try:
            self._count(PERIOD.answers(self.form.texts())["period"])
        except errors.Refused as refused:
            self.form.complain(refused.problems)
        else:
            self.form.complain({})

    def turn(self) -> None:
        """Show the figures of indicators instead of the tasks, or the other way round."""
        if self.figures is None:
            return
        self.shows_figures = not self.shows_figures
        away, there = (self.table, self.figures) if self.shows_figures else (self.figures, self.table)
        away.pack_forget()
        there.pack(fill="both", expand=True)
        self.about.configure(text=self.figures.words if self.shows_figures else self.words)
        self.hint.configure(text=self.figures.hint if self.shows_figures else HINT)
        self.other.configure(text=f" {TO_TASKS if self.shows_figures else TO_FIGURES}")  # behind its icon
        self.save()

    # --- Inside ---

    def _hear(self, news: events.Changed) -> None:
        kinds = self.figures.kinds if self.shows_figures and self.figures is not None else LISTENS
        if news.kind in kinds:
            self.refresh()

    def _count(self, code: str) -> None:
        self.found = consolidation.coverage(code)
        if self.shows_figures and self.figures is not None:
            self.coverage.configure(text=self.figures.show(code))
            return
        _, *lines, total = consolidation.lines(self.found)
        of = [*self.found.lines, None]
        shown = list(zip(of, [*lines, total] if lines else [], strict=False))
        missing = len(self.found.lines) - len(self.found.reported)
        words = f"Kỳ {self.found.period.label}: {self.found.words} đã báo cáo"
        self.coverage.configure(text=words + (f", {missing} đơn vị chưa báo cáo" if missing else ""))
        self.table.show(Plain(shown))

    def _open(self, place: int) -> None:
        line = self.found.lines[place] if self.found is not None and place < len(self.found.lines) else None
        if line is not None and line.package:
            events.publish(events.Open("receive", {"package": line.package}))


def _cell(place: int) -> Any:
    return lambda one: names.short_office(one[1][place])


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    """Who has not reported stands out; the total has the colour of the house."""
    line = row.of[0]
    if line is None:
        return "accent", "accent"
    return ("success", None) if line.reported else ("danger", "danger")
