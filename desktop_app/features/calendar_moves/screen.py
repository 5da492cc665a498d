"""The page of deadlines in working days that the calendar of now puts on another day: move all, some or none."""

from collections.abc import Callable, Sequence
from typing import Any

from desktop_app import errors, events
from desktop_app.features.calendar_moves import service as moves
from desktop_app.features.calendar_moves.service import Move
from desktop_app.rules.dates import show_date, weekday
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.paged import Page
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

WORDS = (
    "Hạn của các nhiệm vụ này được giao bằng số ngày làm việc; lịch làm việc đã thay đổi nên ngày hết hạn không còn "
    "đúng. "
    "Chưa có gì thay đổi cho đến khi bấm nút. Nhiệm vụ đã gia hạn, tạm dừng hoặc đã báo hoàn thành không nằm ở đây."
)
COLUMNS = (
    said("Mã", lambda one: one.code, 15),
    said("Nội dung nhiệm vụ", lambda one: one.content, 60),
    said("Đơn vị chủ trì", lambda one: one.unit, 30),
    said("Ngày giao", lambda one: show_date(one.assigned_on), 11),
    said("Số ngày làm việc", lambda one: show_whole(one.workdays), 8, right=True),
    said("Hạn đang ghi", lambda one: _with_weekday(one.old), 22),
    said("Hạn tính lại", lambda one: _with_weekday(one.new), 22),
)
NONE = "Mọi thời hạn đều khớp với lịch làm việc"


class MovesPage(Page):
    """What is chosen in the list is what the buttons act on; without a choice it is everything."""

    def __init__(self, master: kit.Misc, on_done: Callable[[], Any]) -> None:
        """Build the page; ``on_done`` is called when nothing is left to decide."""
        super().__init__(master, "Thời hạn cần tính lại", WORDS, padding=kit.px(master, 16))
        self.on_done = on_done
        gap = kit.px(self, 8)
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.add(kit.label(bar, "Ctrl hoặc Shift để chọn một số dòng; không chọn là tất cả.", "small"))
        bar.go_right()
        self.keep = bar.button("Giữ nguyên hạn…", "calendar-x", self.keep_dates)
        self.take = bar.button("Tính lại (Ctrl+S)", "check2", self.accept, "primary")
        self.done = NewsLine(self)
        self.done.holder.pack(side="bottom", fill="x")
        self.rows = Table(
            self,
            COLUMNS,
            noun="nhiệm vụ",
            empty=NONE,
            on_open=self._open,
            on_select=lambda places: self._say(),
        )
        self.rows.pack(fill="both", expand=True)
        self.found: list[Move] = []
        self.refresh()

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.rows.tree.focus_set()

    def refresh(self) -> None:
        """Work the deadlines out again."""
        self.found = moves.moves()
        self.rows.choose([])
        self.rows.show(Plain(self.found))
        self._say()

    @property
    def chosen(self) -> Sequence[Move]:
        """What the buttons act on."""
        places = [place for place in self.rows.selected if place < len(self.found)]
        return [self.found[place] for place in places] or self.found

    def _say(self) -> None:
        count = show_whole(len(self.chosen))
        self.take.configure(text=f" Tính lại {count} thời hạn (Ctrl+S)")
        self.keep.configure(text=f" Giữ nguyên {count} hạn…")
        for button in (self.take, self.keep):
            button.state(["!disabled" if self.found else "disabled"])

    def accept(self) -> bool:
        """Let the chosen deadlines follow the calendar."""
        return self._do(moves.apply, "Đã tính lại {} thời hạn") if self.found else True

    def keep_dates(self) -> None:
        """Let the chosen dates stand for good."""
        count = show_whole(len(self.chosen))
        words = (
            f"Giữ nguyên hạn của {count} nhiệm vụ? Từ nay đó là ngày cố định, lịch làm việc thay đổi cũng không đổi."
        )
        if self.found and dialogs.ask_yes_no(self, "Giữ nguyên hạn", words, "Giữ nguyên"):
            self._do(moves.keep_dates, "Đã giữ nguyên hạn của {} nhiệm vụ")

    def _do(self, work: Callable[[Sequence[Move]], int], told: str) -> bool:
        try:
            count = work(self.chosen)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa thay đổi thời hạn", f"{refused}.")
            return False
        words = told.format(show_whole(count))
        self.refresh()
        if self.found:
            self.done.say(f"{words}.")
        else:
            self.on_done()
            kit.toast(self.screen, words)
        return True

    def _open(self, place: int) -> None:
        events.publish(events.Open("tasks", {}, self.found[place].task_id))


def _with_weekday(day: Any) -> str:
    return f"{weekday(day)}, {show_date(day)}"
