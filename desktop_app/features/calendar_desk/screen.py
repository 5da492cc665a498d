"""The work calendar: days off and days made up for, where they come from, and what follows them."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from desktop_app import clock, errors
from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar.columns import CALENDAR
from desktop_app.features.calendar_moves import service as moves
from desktop_app.features.calendar_table import service as days_table
from desktop_app.features.calendar_table.columns import ANNOUNCING
from desktop_app.rules.dates import show_date, weekday
from desktop_app.ui import asking, dialogs, kit
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import Page, PagedScreen
from desktop_app.ui.screen import SETTLE

DOTS = {"holiday": "violet", "compensatory": "info", "made_up": "warning"}
PageOf = Callable[[], Callable[..., Page]]


class CalendarScreen(PagedScreen):
    """The days that differ from what their weekday says, the latest first; those of the office above are only read."""

    entity = CALENDAR
    service: ClassVar = calendar
    title = "Lịch làm việc"
    help_page = "calendar"
    table = ("day", "weekday", "kind", "name", "expected", "writer", "overruled", "source")
    form = (("day", "kind*2"), ("name",), ("source",), ("expected",))
    filters = (NamedFilter("year", "Năm", calendar.years), "kind", "expected")
    defaults: ClassVar = {"day": "", "kind": "Nghỉ lễ, tết"}
    also_listens = ("unit", "task", "task_decision")

    def __init__(self, master: kit.Misc, table_page: PageOf, moves_page: PageOf) -> None:
        """Build the screen.

        Args:
            master: where it lives.
            table_page: gives the page that puts the table of days off in.
            moves_page: gives the page of the deadlines that would move.
        """
        self._table_page, self._moves_page = table_page, moves_page
        super().__init__(master)
        self._say_news()
        self._to_this_year()

    # --- The list ---

    def extra_actions(self, bar: Flow) -> None:
        """The table of days off; under the head what is missing, and which deadlines would move."""
        bar.button("Đưa lịch nghỉ vào…", "calendar-plus", self.put_in)
        self.news = Flow(bar.master)
        self.hint = kit.wraplabel(bar.master, "", "muted")
        self.moving = kit.label(self.news, "", "warning")
        self.news.add(self.moving)
        self.look_at = self.news.button("Xem và tính lại…", "calendar-check", self.show_moves)

    def _say_news(self) -> None:
        """Calm lines that take no room while there is nothing to say."""
        hint, moving = days_table.hint(), moves.news()
        self.hint.configure(text=hint)
        self.moving.configure(text=f"{moving}." if moving else "")
        for line, words in ((self.hint, hint), (self.news, moving)):
            if words:
                line.pack(fill="x", before=self.bar, pady=(0, kit.px(self, 10)))
            else:
                line.pack_forget()

    def _to_this_year(self) -> None:
        """The days of this year come first into view; years to come stand above, a turn of the wheel away."""
        kit.soon(self, lambda: self.rows.view.goto(calendar.after(clock.today().year)), SETTLE)

    def _refresh(self) -> None:
        super()._refresh()
        self._say_news()

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says the kind; a day that the office above has written too is pale."""
        return ("muted", "muted") if row.overruled else (DOTS.get(row.kind, "muted"), None)

    # --- One day ---

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What the office above wrote is for that office to change."""
        return () if record is None or calendar.is_ours(record) else tuple(CALENDAR.columns)

    def record_title(self, record: Any | None) -> str:
        """The day with its weekday."""
        return super().record_title(None) if record is None else f"{weekday(record.day)}, ngày {show_date(record.day)}"

    def form_actions(self, bar: Flow) -> None:
        """An expected day becomes official."""
        self._bar, self.official = bar, bar.button("Đã có thông báo chính thức…", "patch-check", self.announce)

    def showing(self, record: Any | None) -> None:
        """The button is for expected days of ours."""
        self._bar.show(self.official, bool(record is not None and record.expected and calendar.is_ours(record)))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Whose word counts, where it is not this office's."""
        if words := calendar.remark(record):
            kit.wraplabel(master, words, "warning").pack(fill="x", pady=(kit.px(master, 8), 0))

    def announce(self) -> None:
        """Name the announcement; the other days of the occasion can follow."""
        if self.record is None or not self.may_leave():
            return
        day = calendar.get(self.record.id)
        words = f"{weekday(day.day)}, ngày {show_date(day.day)}: {day.name}."
        layout = (("source",), ("whole",))

        def take(texts: dict[str, str]) -> None:
            count = days_table.announce(day, texts)
            kit.toast(self, "Đã ghi là chính thức", f"{count} ngày")

        if asking.ask(self, ANNOUNCING.title, ANNOUNCING, layout, take, defaults={"whole": "x"}, words=words):
            self.show_again()

    # --- The two pages that lie over the list ---

    def put_in(self) -> None:
        """Choose years of the table and see what they would bring."""
        self._show_page(self._table_page, self._put)

    def show_moves(self) -> None:
        """The deadlines that the calendar of now puts on another day."""
        self._show_page(self._moves_page, self.back)

    def _show_page(self, page: PageOf, done: Callable[..., Any]) -> None:
        if self.page is None and self.may_leave():
            self._close_form()
            self.lay(page()(self, done))

    def _put(self, written: days_table.Written) -> None:
        self.back()
        self._to_this_year()
        changed = f", sửa {written.changed} ngày" if written.changed else ""
        undo = ("Hoàn tác", lambda: self._take_out(written)) if written.new and not changed else None
        kit.toast(self, "Đã đưa lịch nghỉ vào", f"Thêm {len(written.new)} ngày{changed}", action=undo)

    def _take_out(self, written: days_table.Written) -> None:
        try:
            days_table.take_out(written.new)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa hoàn tác", f"{refused}.")

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002 - the protocol's names
        """Show rows, a day, or with ``moves`` the deadlines that would move."""
        if "moves" not in filter:
            super().open(filter, id)
            return
        self.close_page()
        self.show_moves()
