"""The page that puts the table of days off into the calendar: years to choose, each day's verdict, one button."""

from collections.abc import Callable
from typing import Any

from desktop_app import clock, errors
from desktop_app.features.calendar.columns import CALENDAR
from desktop_app.features.calendar_table import service as table
from desktop_app.features.calendar_table.service import Verdict
from desktop_app.rules.dates import show_date, weekday
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import Page
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

WORDS = (
    "Bảng ngày nghỉ của cả nước đi kèm chương trình. Chọn năm, xem trước, rồi đưa vào lịch của cơ quan; sau đó từng "
    "ngày vẫn sửa, xóa được. Năm chưa có thông báo thì là “dự kiến”."
)
COLUMNS = (
    said("Ngày", lambda one: show_date(one.offered.day), 11),
    said("Thứ", lambda one: weekday(one.offered.day), 9),
    said("Loại ngày", lambda one: CALENDAR.columns["kind"].kind.show(one.offered.kind), 23),
    said("Dịp", lambda one: one.offered.name, 35),
    said("Tình trạng", lambda one: "Dự kiến" if one.offered.expected else "Chính thức", 10),
    said("So với lịch", lambda one: one.words, 24),
    said("Căn cứ", lambda one: one.offered.source, 38),
)
TONES = {Verdict.NEW: "success", Verdict.DIFFERS: "warning"}


class TablePage(Page):
    """Nothing is written before the button is pressed."""

    def __init__(self, master: kit.Misc, on_done: Callable[[table.Written], Any]) -> None:
        """Build the page; ``on_done`` hears what was written."""
        super().__init__(master, "Đưa lịch nghỉ vào", WORDS, padding=kit.px(master, 16))
        self.on_done = on_done
        gap = kit.px(self, 8)
        self.years = self._build_years()
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        self.over = kit.StringVar(self)
        self.replace = kit.Checkbutton(bar, text="", variable=self.over, onvalue="x", offvalue="", command=self._say)
        bar.add(self.replace)
        bar.go_right()
        self.leaving = bar.button("Thôi", "x-lg", self.leave)
        self.take = bar.button("Đưa vào lịch (Ctrl+S)", "check2", self.accept, "primary")
        self._bar = bar
        self.rows = Table(self, COLUMNS, noun="ngày", empty="Hãy chọn một năm", look=_look, many=False)
        self.rows.pack(fill="both", expand=True)
        self.lines: list[table.Line] = []
        self.refresh()

    def _build_years(self) -> dict[int, kit.StringVar]:
        """A box a year; those from this year on that the calendar lacks are ticked."""
        bar = Flow(self)
        bar.pack(fill="x", pady=(0, kit.px(self, 8)))
        bar.add(kit.label(bar, "Năm:"))
        ticks: dict[int, kit.StringVar] = {}
        self.boxes: list[kit.Checkbutton] = []
        for year in table.years():
            wanted = year >= clock.today().year and table.missing(year)
            ticks[year] = kit.StringVar(self, value="x" if wanted else "")
            box = kit.Checkbutton(
                bar, text=str(year), variable=ticks[year], onvalue="x", offvalue="", command=self.refresh
            )
            self.boxes.append(box)
            bar.add(box)
        return ticks

    @property
    def chosen(self) -> list[int]:
        """The years ticked."""
        return [year for year, tick in self.years.items() if tick.get()]

    def focus_first(self) -> None:
        """The keyboard begins at the first year."""
        self.boxes[0].focus_set()

    def refresh(self) -> None:
        """Compare the years ticked with the calendar of now."""
        self.lines = table.compare(self.chosen)
        self.rows.show(Plain(self.lines))
        self._say()

    def _say(self) -> None:
        """The counts stand on the buttons."""
        new, differing = (self._count(verdict) for verdict in (Verdict.NEW, Verdict.DIFFERS))
        self.replace.configure(text=f"Ghi lại {show_whole(differing)} ngày đang ghi khác theo bảng này")
        self._bar.show(self.replace, bool(differing))
        count = new + (differing if self.over.get() else 0)
        self.take.configure(text=f" Đưa {show_whole(count)} ngày vào lịch (Ctrl+S)")
        self.take.state(["!disabled" if count else "disabled"])

    def _count(self, verdict: Verdict) -> int:
        return sum(line.verdict == verdict for line in self.lines)

    def accept(self) -> bool:
        """Write the days."""
        if self.take.instate(["disabled"]):
            return True
        try:
            written = table.put_in(self.chosen, replace=bool(self.over.get()))
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa đưa lịch nghỉ vào", f"{refused}.")
            return False
        self.on_done(written)
        return True


def _look(row: Line[table.Line]) -> tuple[str | None, str | None]:
    tone = TONES.get(row.of.verdict)
    return tone or "muted", None if tone else "muted"
