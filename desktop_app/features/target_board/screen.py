"""The board: choose a period and a unit; all indicators, what is behind, and the year of the chosen one as a chart."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app import errors, events, jobs
from desktop_app.features.target_board import columns as words
from desktop_app.features.target_board import service as board
from desktop_app.features.target_board.service import Board
from desktop_app.ui import kit
from desktop_app.ui.chart import Chart, Spot, wish
from desktop_app.ui.chips import Chip, Chips
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.plain import Plain
from desktop_app.ui.table import Table

if TYPE_CHECKING:
    from desktop_app.features.readings.columns import Reading
    from desktop_app.features.target_board.report import Picture

log = logging.getLogger(__name__)

LISTENS = ("figure", "target", "indicator", "erratum", "unit", "closed_period")
DRAW_AFTER, POLL = 120, 40  # milliseconds: the window takes keys before the library of drawings is read
CHART_SHARE = 0.32  # of the screen's height
HINT = (
    "Enter hoặc bấm đúp một dòng: mở số liệu; bấm đúp ô kế hoạch: mở chỉ tiêu giao. "
    "Trên biểu đồ: phím mũi tên, rồi Enter."
)
EMPTY = "Không có chỉ tiêu nào; thêm ở mục Danh mục chỉ tiêu"


class BoardScreen(kit.Frame):
    """What is asked on top, all indicators below it, and under them the chosen one."""

    title = "Bảng chỉ tiêu"
    help_page = "target_board"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=(kit.px(master, 16), kit.px(master, 10)))
        self.whom = board.of_whom()
        self.found: Board | None = None
        self.chosen: Reading | None = None
        self._job: jobs.Job[Any] | None = None
        self._drawing: jobs.Job[Any] | None = None
        self._again = self._stale = self._draw_again = self._watching = False
        self._build_head()
        self._build_detail()
        self.table = Table(
            self,
            words.columns((), several=False),
            noun="chỉ tiêu",
            empty=EMPTY,
            look=lambda row: words.look(row.of),
            many=False,
            on_open=self._open_row,
            on_select=self._selected,
        )
        self.table.pack(fill="both", expand=True)
        self._column = ""  # where the mouse pressed last, until a key is used
        self.table.tree.bind("<ButtonRelease-1>", self._pressed, add="+")
        self.table.tree.bind("<KeyRelease>", lambda event: self._forget_column(), add="+")
        for below in (self.detail, self.hint):
            below.lift()  # the keyboard comes to them after the list
        self.draw_soon = kit.once_idle(self, self._draw)
        self.refresh_soon = kit.once_idle(self, self.refresh)
        self._deaf = events.listen(events.Changed, self._changed)
        self.bind("<Map>", lambda event: self.refresh_soon() if self._stale else None)
        self.bind("<Configure>", self._sized, add="+")
        self.form.show({"period": board.newest_period(), "unit": next(iter(self.whom), "")})
        kit.soon(self, self.save)  # the window takes keys before it has counted

    def _build_head(self) -> None:
        gap = kit.px(self, 8)
        head = Flow(self)
        head.pack(fill="x", pady=(0, gap // 2))
        head.add(kit.label(head, self.title, "title"))
        head.go_right()
        head.button("Xem (Ctrl+S)", "search", self.save, "primary")
        head.button("In biểu (Ctrl+P)", "printer", self.print_)
        self.asked = words.asked(lambda: list(self.whom))
        self.form = Form(self, self.asked, (("period", "unit*2"),), scrolled=False)
        self.form.pack(fill="x")
        self.chips = Chips(self, self.choose)
        self.chips.pack(fill="x", pady=(0, gap // 2))
        self.chips.offer([Chip(name, label, 0) for name, label in words.FILTERS.items()], words.ALL)

    def _build_detail(self) -> None:
        gap = kit.px(self, 8)
        self.hint = kit.wraplabel(self, HINT, "small")
        self.hint.pack(side="bottom", fill="x")
        self.detail = kit.Frame(self)
        self.detail.pack(side="bottom", fill="x", pady=(gap, 0))
        self.detail.columnconfigure(0, weight=3, uniform="detail")
        self.detail.columnconfigure(1, weight=2, uniform="detail")
        self.detail.rowconfigure(0, weight=1)
        self.detail.grid_propagate(False)
        self.chart = Chart(self.detail, on_open=self._open_figures, on_point=self._say, on_size=self._resized)
        self.chart.grid(row=0, column=0, sticky="nsew")
        self.facts = kit.ScrolledFrame(self.detail, padding=(gap * 2, 0, gap, 0))
        self.facts.hide_idle_bar()
        self.facts.grid(row=0, column=1, sticky="nsew")
        self.name = kit.wraplabel(self.facts, "", "heading")
        self.name.pack(fill="x")
        self.said = kit.wraplabel(self.facts, "")
        self.said.pack(fill="x")
        buttons = Flow(self.facts)
        buttons.pack(fill="x", pady=(gap // 2, 0))
        buttons.button("Mở số liệu", "table", lambda: self._open_figures({}), "quiet")
        buttons.button("Mở chỉ tiêu giao", "flag", self._open_targets, "quiet")

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Count what is shown again."""
        self._stale = False
        self.whom = board.of_whom()
        if self.found is not None:
            self.save()

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Show another period or unit: ``period`` is a code, ``unit`` an id, or ``consolidated``; ``list`` a filter."""
        texts = dict(self.form.texts())
        if "period" in wanted:
            texts["period"] = str(wanted["period"])
        for name, unit in self.whom.items():
            if (unit is None and wanted.get("consolidated")) or (unit is not None and unit.id == wanted.get("unit")):
                texts["unit"] = name
        if wanted.get("list") in words.FILTERS:
            self.chips.choose(str(wanted["list"]))
        if wanted:
            self.form.show(texts)
            self.save()

    def may_leave(self) -> bool:
        """What is typed here stays here."""
        return True

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Xem bảng của kỳ", self.save, "Ctrl+S"),
            ("In biểu chỉ tiêu", self.print_, "Ctrl+P"),
            ("Xem chỉ tiêu đang chậm", partial(self.chips.choose, words.BEHIND)),
            ("Đọc lại số liệu", self.refresh, "F5"),
        )

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.table.tree.focus_set()

    def save(self) -> None:
        """Show the period and the unit that are chosen."""
        try:
            answers = self.asked.answers(self.form.texts())
            period = board.read_code(answers["period"])
        except errors.Refused as refused:
            self.form.complain(refused.problems)
            return
        except ValueError as error:
            self.form.complain({"period": str(error)})
            return
        self.form.complain({})
        if self._job is not None:
            self._again = True
            return
        unit = self.whom[answers["unit"]]
        self._job = jobs.start(lambda progress: board.board(period, unit), self._show, self._failed)
        self._watch()

    def print_(self) -> None:
        """Go to the printed form."""
        events.publish(events.Open("printing", {"form": "targets"}))

    def choose(self, name: str) -> None:
        """Show only the indicators of a filter."""
        self._fill()

    # --- Counting ---

    def _watch(self) -> None:
        """Look now and then how far the work is."""
        if not self._watching:
            self._watching = True
            kit.soon(self, self._poll, POLL)

    def _poll(self) -> None:
        self._watching = False
        for job in (self._job, self._drawing):
            if job is not None:
                job.poll()
        if self._job is not None or self._drawing is not None:
            self._watch()

    def _show(self, found: Board) -> None:
        self._job = None
        if self._again:
            self._again = False
            self.save()
            return
        same = self.found is not None and (self.found.assigners, self.found.unit is None) == (
            found.assigners,
            found.unit is None,
        )
        self.found = found
        if not same:
            self.table.show_columns(words.columns(found.assigners, several=found.unit is None))
        self._offer()
        self._fill()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        log.warning("board not counted", exc_info=error)
        self.form.say("Chưa tính được bảng; hãy nhấn F5 để tính lại.")

    def _offer(self) -> None:
        assert self.found is not None
        focused = self.focus_get() in self.chips.buttons.values()
        counts = {name: sum(words.keeps(one, name) for one in self.found.lines) for name in words.FILTERS}
        self.chips.offer([Chip(name, label, counts[name]) for name, label in words.FILTERS.items()], self.chips.chosen)
        if focused:
            self.chips.buttons[self.chips.chosen].focus_set()

    def _fill(self) -> None:
        if self.found is None:
            return
        lines = self.found.lines
        places = [place for place, one in enumerate(lines) if words.keeps(one, self.chips.chosen)]
        before = self.chosen.indicator_id if self.chosen is not None else None
        self.table.show(Plain(lines, places))
        same = [place for place in places if lines[place].indicator_id == before]
        if places:
            self.table.choose([*same, places[0]][:1])
        else:
            self._selected([])

    # --- The chosen indicator ---

    def _selected(self, ids: list[int]) -> None:
        if not ids and self.found is not None and self.table.ids:
            return
        self.chosen = self.found.lines[ids[0]] if self.found is not None and ids else None
        one = self.chosen
        self.name.configure(text=f"{one.code}. {one.name}" if one is not None else "")
        said = board.facts(one, self.found) if one is not None and self.found is not None else []
        self.said.configure(text="\n".join(said))
        kit.soon(self, self.draw_soon, DRAW_AFTER)

    def _resized(self) -> None:
        if self.chosen is not None:
            self.draw_soon()

    def _sized(self, event: Any) -> None:
        if event.widget is self:
            self.detail.configure(height=round(CHART_SHARE * event.height))

    def _draw(self) -> None:
        """Draw in a worker, one drawing at a time; what changes meanwhile is drawn afterwards."""
        one = self.chosen
        if one is None or not self.chart.winfo_viewable():
            self.chart.show_nothing()
            return
        if self._drawing is not None:
            self._draw_again = True
            return
        self._draw_again = False
        size = (self.chart.winfo_width(), self.chart.winfo_height())
        work = partial(_painted, one, wish(self, (size,)), {})
        self._drawing = jobs.start(work, partial(self._drawn, one), self._not_drawn)
        self._watch()

    def _drawn(self, one: "Reading", picture: "Picture") -> None:
        self._drawing = None
        if one is self.chosen:
            self.chart.show(picture.ppm, [Spot(*box, said, wanted) for box, said, wanted in picture.places])
        if self._draw_again or one is not self.chosen:
            self._draw()

    def _not_drawn(self, error: BaseException) -> None:
        self._drawing = None
        log.warning("chart not drawn", exc_info=error)
        self._say("Chưa vẽ được biểu đồ; các con số vẫn đúng")

    def _say(self, said: str) -> None:
        self.hint.configure(text=f"{said}. Enter hoặc bấm để mở số liệu." if said else HINT)

    # --- Opening rows ---

    def _changed(self, news: events.Changed) -> None:
        if news.kind not in LISTENS:
            return
        if self.winfo_viewable():
            self.refresh_soon()
        else:
            self._stale = True

    def _pressed(self, event: Any) -> None:
        found = self.table.view.column_at(event.x)
        self._column = found.label if found is not None else ""

    def _forget_column(self) -> None:
        self._column = ""

    def _open_row(self, place: int) -> None:
        if self.found is not None:  # the choice is told of when the window is idle, the press counts now
            self.chosen = self.found.lines[place]
        if self._column in words.SHORT.values():
            self._open_targets()
        else:
            self._open_figures({})

    def _filter(self) -> dict[str, Any]:
        assert self.found is not None
        assert self.chosen is not None
        wanted: dict[str, Any] = {"indicator": self.chosen.indicator_id, "year": self.found.period.year}
        return wanted if self.found.unit is None else {**wanted, "unit": self.found.unit.id}

    def _open_figures(self, more: Mapping[str, Any]) -> None:
        if self.chosen is not None:
            events.publish(events.Open("figures", {**self._filter(), **more}))

    def _open_targets(self) -> None:
        if self.chosen is not None:
            wanted = self._filter()
            events.publish(events.Open("targets", wanted if "unit" in wanted else {**wanted, "unit": board.own().id}))


def _painted(one: "Reading", wanted: Mapping[str, Any], opens: Mapping[str, Any], progress: jobs.Progress) -> "Picture":
    """The chart; in a worker, which reads the library of drawings too."""
    from desktop_app.features.target_board import report

    return report.paint(one, wanted, opens)
