"""The first screen: figures that open their rows, charts whose bars do, and what is due this week."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app import events, jobs
from desktop_app.features.calendar_moves import service as moves
from desktop_app.features.overview import service as overview
from desktop_app.features.overview.service import UnitLine
from desktop_app.features.tasks.service import DONE, OPEN
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme
from desktop_app.ui.cards import Card, Cards
from desktop_app.ui.chart import Spot, wish
from desktop_app.ui.command import Command, here
from desktop_app.ui.listing import Heading, Listing
from desktop_app.ui.panels import Panels

if TYPE_CHECKING:
    from desktop_app.features.overview.report import Counts, Picture

log = logging.getLogger(__name__)

HEADINGS = (
    Heading("Đơn vị chủ trì", 30, grows=True),
    Heading("Chưa hoàn thành", 14, "e"),
    Heading("Quá hạn", 10, "e"),
    Heading("Đã hoàn thành", 14, "e"),
    Heading("Đúng hạn (% việc có hạn)", 16, "e"),
)
PARTS = ("open", "open", "overdue", "done", "done")
DUE_HEADINGS = (Heading("Hạn", 12), Heading("Nhiệm vụ", 26, grows=True), Heading("Chủ trì", 22))
DUE_LINES = 8
DRAW_AFTER, POLL = 250, 40  # milliseconds: the window takes keys before the library of drawings is read
MONTHS = (
    "Việc đã hoàn thành tính vào tháng hoàn thành, việc chưa hoàn thành vào tháng đến hạn; việc không có hạn không vẽ."
)
RATES = (
    "Hoàn thành đúng hạn trên số việc đã hoàn thành có hạn và việc quá hạn, đến hôm nay; đơn vị thấp nhất đứng trước."
)
LOAD = "Việc chưa hoàn thành hôm nay, theo lãnh đạo chỉ đạo."
HINT = "Bấm vào con số, cột hay dòng để mở các nhiệm vụ được đếm. Bàn phím: Tab, rồi phím mũi tên và Enter."


class OverviewScreen(kit.Frame):
    """What leaders look at first. Every number and every bar opens the rows it counts."""

    title = "Tổng quan"
    help_page = "overview"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=(kit.px(master, 16), kit.px(master, 10)))
        gap = kit.px(self, 8)
        head = kit.Frame(self)
        head.pack(fill="x")
        kit.label(head, self.title, "title").pack(side="left")
        self.switch = kit.button(head, "Xem bảng theo đơn vị", self.turn, "plain", "table")
        self.switch.pack(side="right")
        self.cards = Cards(self)
        self.cards.pack(fill="x", pady=gap)
        self.moving = kit.button(self, "", lambda: events.publish(events.Open("calendar", {"moves": True})))
        self._said = HINT
        self.hint = kit.wraplabel(self, self._said, "small")
        self.hint.pack(side="bottom", fill="x", pady=(gap // 2, 0))
        self.holder = kit.Frame(self)
        self.holder.pack(fill="both", expand=True)
        self._build_charts()
        self._build_table()
        head.lift()  # by Tab the numbers come before the switch
        self._to_first = False
        self._lines: dict[str, UnitLine] = {}
        self._units: tuple[UnitLine, ...] = ()
        self._counts: Counts | None = None
        self._job: jobs.Job[Any] | None = None
        self._again = False
        self.draw_soon = kit.once_idle(self, self._draw)
        self.refresh_soon = kit.once_idle(self, self.refresh)
        self._deaf = events.listen(events.Changed, self._changed)
        self._stale = False
        self.bind("<Map>", lambda event: self.refresh_soon() if self._stale else None)
        theme.follow(self, self.refresh_soon)
        kit.soon(self, self.refresh)  # the window takes keys before it has counted

    def _build_charts(self) -> None:
        """Two by two: the months and what is due, the units and the leaders."""
        self.panels = Panels(self.holder)
        self.panels.pack(fill="both", expand=True)
        does: dict[str, Any] = {"on_open": self._open, "on_point": self._say, "on_size": self._resized}
        self.panels.chart("12 tháng gần đây", MONTHS, **does)
        self._build_due(self.panels.add("Đến hạn hôm nay và trong tuần"))
        self.panels.chart("Đúng hạn theo đơn vị chủ trì", RATES, **does)
        self.panels.chart("Việc theo lãnh đạo", LOAD, **does)
        self.charts = self.panels.charts
        self.drawn = False  # whether the charts show what was counted last

    def _build_due(self, panel: kit.Frame) -> None:
        self.due = Listing(panel, DUE_HEADINGS, height=3, cut=True)
        self.no_due = kit.wraplabel(panel, "Không có nhiệm vụ nào đến hạn từ hôm nay đến hết Chủ nhật.", "muted")
        self.all_due = kit.button(panel, "Mở tất cả", lambda: self._open(overview.week()), "quiet", "list-check")
        self.all_due.pack(side="bottom", anchor="e")
        self.due.tree.bind("<Return>", lambda event: self._open_due())
        self.due.tree.bind("<Double-1>", lambda event: self._open_due())

    def _build_table(self) -> None:
        self.list = Listing(self.holder, HEADINGS)
        self.list.tree.bind("<Return>", lambda event: self._open_line())
        self.list.tree.bind("<Double-1>", lambda event: self._clicked(event))

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Count again."""
        self._stale = False
        found = overview.gather()
        self._said = f"{HINT} {found.counted_note}"
        self.hint.configure(text=self._said)
        self._say_moving(moves.news())
        self.cards.fill(
            [
                Card(show_whole(each.count), each.label, each.note, each.tone, partial(self._open, each.filter))
                for each in found.figures
            ]
        )
        if self._to_first and self.focus_get() is self:
            self.focus_first()
        self._to_first = False
        self._units, self._counts, self.drawn = found.units, None, False
        self._lines = {f"unit{line.unit_id}": line for line in found.units}
        self.list.fill([(name, _cells(line), "") for name, line in self._lines.items()])
        self._fill_due()
        self.panels.fit()
        kit.soon(self, self.draw_soon, DRAW_AFTER)

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Đọc lại số liệu", self.refresh, "F5"),
        )

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def focus_first(self) -> None:
        """Give the keys to the first number, which may yet have to be counted."""
        if self.figures:
            next(iter(self.figures.values())).focus_set()
        else:
            self._to_first = True
            self.focus_set()

    def _say_moving(self, words: str) -> None:
        """Deadlines in working days that the calendar has moved; no room while there is none."""
        self.moving.configure(text=f"{words}…")
        if words:
            self.moving.pack(anchor="w", after=self.cards, pady=(0, kit.px(self, 8)))
        else:
            self.moving.pack_forget()

    @property
    def figures(self) -> Mapping[str, kit.Frame]:
        """The cards by their labels."""
        return self.cards.by_label

    def turn(self) -> None:
        """Show the table in place of the charts, or the charts again."""
        table = not self.list.winfo_manager()
        for widget, shown in ((self.list, table), (self.panels, not table)):
            if shown:
                widget.pack(fill="both", expand=True)
            else:
                widget.pack_forget()
        self.switch.configure(text=" Xem biểu đồ" if table else " Xem bảng theo đơn vị")

    # --- The charts ---

    def _resized(self) -> None:
        if self.drawn:
            self._draw()

    def _draw(self) -> None:
        """Draw in a worker, one drawing at a time; what changes meanwhile is drawn afterwards."""
        if self._job is not None or not self.charts[0].winfo_viewable():
            self._again = True
            return
        self._again = False
        sizes = tuple((chart.winfo_width(), chart.winfo_height()) for chart in self.charts)
        self._job = jobs.start(
            partial(_painted, self._units, self._counts, wish(self, sizes)), self._show, self._failed
        )
        kit.soon(self, self._poll, POLL)

    def _poll(self) -> None:
        if self._job is not None and not self._job.poll():
            kit.soon(self, self._poll, POLL)

    def _show(self, painted: "Painted") -> None:
        units, counts, pictures = painted
        self._job = None
        if units is self._units:
            self._counts, self.drawn = counts, True
            for chart, picture in zip(self.charts, pictures, strict=True):
                chart.show(picture.ppm, [Spot(*box, words, wanted) for box, words, wanted in picture.places])
        if self._again or units is not self._units:
            self._draw()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        log.warning("charts not drawn", exc_info=error)
        self._say("Chưa vẽ được biểu đồ; các con số và bảng theo đơn vị vẫn đúng.")

    def _say(self, words: str) -> None:
        self.hint.configure(text=f"{words}. Enter hoặc bấm để mở." if words else self._said)

    # --- What is due ---

    def _fill_due(self) -> None:
        lines = overview.due_this_week(DUE_LINES)
        for widget in (self.due, self.no_due):
            widget.pack_forget()
        if lines:
            self.due.pack(fill="both", expand=True)
            self.due.tree.configure(height=3)
        else:
            self.no_due.pack(fill="x")
        self.due.fill([(str(line.id), (line.day, line.content, line.unit), "") for line in lines])

    def _open_due(self) -> str:
        if self.due.chosen:
            events.publish(events.Open("tasks", id=int(self.due.chosen)))
        return "break"

    # --- Opening rows ---

    def _changed(self, news: events.Changed) -> None:
        if self.winfo_viewable():
            self.refresh_soon()
        else:
            self._stale = True

    def _open(self, wanted: Mapping[str, Any]) -> None:
        events.publish(events.Open("tasks", wanted))

    def _open_line(self) -> str:
        line = self._lines.get(self.list.chosen)
        if line is not None:
            self._open_part(line, "overdue" if line.overdue else "open")
        return "break"

    def _clicked(self, event: Any) -> None:
        line = self._lines.get(self.list.tree.identify_row(event.y))
        if line is not None:
            self._open_part(line, PARTS[self.list.column_at(event.x)])

    def _open_part(self, line: UnitLine, part: str) -> None:
        classes = {"open": OPEN, "overdue": ("open_overdue",), "done": DONE}[part]
        self._open({"counted": True, "lead_unit": line.unit_id, "timeliness": classes})


Painted = tuple[tuple[UnitLine, ...], "Counts", "tuple[Picture, ...]"]


def _painted(
    units: tuple[UnitLine, ...], counts: "Counts | None", wish: dict[str, Any], progress: jobs.Progress
) -> Painted:
    """What the charts show, counted unless that is known, and drawn; in a worker, which reads the libraries too."""
    from desktop_app.features.overview import report

    counts = counts or report.gather(units)
    return units, counts, report.paint(counts, report.Wish(**wish))


def _cells(line: UnitLine) -> tuple[str, ...]:
    return (line.name, *map(show_whole, (line.open, line.overdue, line.done)), line.in_time_rate)
