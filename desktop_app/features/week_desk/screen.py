"""The leaders' week: seven days by their halves, one week at a time, and the form of a line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from desktop_app import clock, errors, events
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.office import service as office
from desktop_app.features.officials import service as officials
from desktop_app.features.printing import service as printing
from desktop_app.features.week import service as weeks
from desktop_app.features.week.columns import SCHEDULE, place_of
from desktop_app.features.week_clashes import service as clashes
from desktop_app.features.week_desk.columns import GO_TO, day_and_hours
from desktop_app.records import undo, writers
from desktop_app.rules import week as rules
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, kit, picking, printed, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.list_side import ListSide
from desktop_app.ui.listing import Heading
from desktop_app.ui.paged import PagedScreen

INTO_BOOK = (("held_on", "kind"), ("title",), ("chair", "place"))
COPIED = (Heading("Thứ, ngày", 26), Heading("Nội dung", 46, grows=True), Heading("Chủ trì", 20))


class WeekScreen(PagedScreen):
    """One week of the leaders; the rows are read like the paper, an empty half of a day is a place to begin a line."""

    entity = SCHEDULE
    service: ClassVar = weeks
    title = "Lịch tuần"
    help_page = "week"
    table = ("on_day", "in_half", "hours", "content", "chair", "present", "place", "remark", "prepared")
    form = (
        ("day*3", "half*2", "starts_at*2", "ends_at*2", "state*3"),
        ("content",),
        ("chair", "place"),
        ("leaders",),
        ("units",),
        ("attendants",),
        ("prepares", "preparation"),
        ("note",),
    )
    filters = (
        NamedFilter("person", "Lãnh đạo", lambda: {str(one): one.id for one in officials.leaders()}),
        NamedFilter("written", "Nơi ghi", lambda: writers.WRITTEN),
    )
    also_listens = ("official", "unit", "meeting", "work_calendar_day")

    def __init__(
        self, master: kit.Misc, forms: Sequence[printing.Form], pages: Mapping[str, Callable[[], Any]]
    ) -> None:
        """Build the screen at the week of today; ``pages`` give its "list" and the page of who prepares what."""
        self.pages = pages
        self.week = rules.of(clock.today())
        self.clashing: Mapping[int, Sequence[clashes.Clash]] = {}
        self.printed_form = next(form for form in forms if form.name == "schedule")
        self._at: Mapping[str, str] = {}
        self._begun = 0  # the empty half of a day in which the last new line was begun
        super().__init__(master)
        self.clash = kit.wraplabel(self.pane, "", "warning")
        self._look_for_clashes = kit.once_idle(self, self._say_clashes)
        self.pane.form.on_change = self._typed

    def _build_list(self) -> ListSide:
        made: ListSide = self.pages["list"]()(
            self,
            on_new=self.new,
            on_open=self._open_row,
            on_select=self._selected,
            on_delete=self.delete,
            on_gone=self._several_gone,
            on_deleted=self.show_deleted,
        )
        return made

    # --- Which week ---

    def show_week(self, week: rules.Week) -> None:
        """Show another week from its top."""
        if week != self.week and self.may_leave():
            self.week = week
            self._close_form()
            self.rows.choose([])
            self.list.filtered()

    def step(self, weeks_on: int) -> str:
        """The week after, or before."""
        self.show_week(self.week.after(weeks_on))
        return "break"

    def go_today(self) -> None:
        """The week of today."""
        self.show_week(rules.of(clock.today()))

    def ask_week(self) -> None:
        """Ask for a week by its number or by one of its days."""

        def take(texts: Mapping[str, str]) -> None:
            try:
                week = rules.read_week(GO_TO.answers(texts)["week"], clock.today())
            except ValueError as error:
                raise errors.Refused({"week": str(error)}) from None
            kit.soon(self, lambda: self.show_week(week))

        asking.ask(self, "Đến tuần", GO_TO, (("week",),), take, defaults={"week": self.week.code}, ok="Xem", wide=44)

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002 - the protocol's names
        """Show a week (``week``: its code), the lines of a filter, or one line in its week."""
        wanted = dict(filter)
        code = wanted.pop("week", None)
        week = rules.of(weeks.get(id).day) if id is not None else None
        if code:
            week = rules.read_week(str(code), clock.today())
        if week is not None:
            self.show_week(week)
        if wanted or id is not None:
            super().open(wanted, id)

    # --- The list ---

    def extra_actions(self, bar: Flow) -> None:
        """What fills a week, what is read out of it."""
        bar.button("Điền giao ban", "calendar-plus", self.fill)
        bar.button("Chép từ tuần trước…", "copy", self.copy)
        bar.button("Ai chuẩn bị gì", "list-check", self.show_preparing)
        bar.button("In lịch (Ctrl+P)", "printer", self.print_)

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says whether a line clashes or became a meeting; called off ones and empty halves are pale."""
        if row.id < 0:
            return None, "muted"
        if not writers.is_listed_as_ours(row) or row.state != "held":
            return "muted", "muted"
        if row.id in self.clashing:
            return "warning", None
        return "success" if row.meeting else "info", None

    def _selected(self, ids: list[int]) -> None:
        if ids:
            super()._selected(ids)

    def _open_row(self, record_id: int) -> None:
        if record_id < 0:
            self._begin(record_id)
        else:
            super()._open_row(record_id)

    def back(self) -> None:
        """Esc; whoever leaves a line that was not written stands in the empty half of the day again."""
        new = self.page is None and self.editing and self.record is None
        super().back()
        if new and not self.editing and self._begun in self.rows.ids:
            self.rows.choose([self._begun])

    def _begin(self, empty: int) -> None:
        """A new line in an empty half of a day."""
        self._begun = empty
        day, half = place_of(empty)
        self._at = {"day": show_date(day), "half": half.label}
        super().new()

    def new(self) -> None:
        """A new line, on the day and half that is chosen in the list."""
        chosen = self.rows.selected
        if len(chosen) == 1 and self.page is None:
            if chosen[0] < 0:
                self._begin(chosen[0])
                return
            record = weeks.get(chosen[0])
            self._at = {name: SCHEDULE.texts(record)[name] for name in ("day", "half")}
        super().new()

    def new_defaults(self) -> Mapping[str, str]:
        """A new line is on the chosen day, or on the first working day of the week that is not over."""
        if self._at:
            return self._at
        today = clock.today()
        return {"day": show_date(today if today in self.week.days else self.week.monday), "half": "Sáng"}

    def delete(self) -> None:
        """Delete the line in the form or the one chosen in the list."""
        if self.editing or all(number > 0 for number in self.rows.selected):
            super().delete()

    # --- One line ---

    def _show(self, record: Any | None, again: bool = False) -> None:
        super()._show(record, again)
        self._at = {}
        if record is not None and record.day not in self.week.days:
            self.week = rules.of(record.day)
            self.refresh_soon()
        self._look_for_clashes()

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What another office sent is only read."""
        return () if record is None or writers.is_ours(record) else tuple(SCHEDULE.columns)

    def about(self, record: Any | None) -> str:
        """Where the line comes from and where it went."""
        if record is not None and not writers.is_ours(record):
            return writers.read_only(record)
        if record is None:
            return "Dòng không ghi giờ thì tính cả buổi; chỉ ghi giờ bắt đầu thì tính một giờ."
        parts = [f"Do lịch giao ban “{record.rule}” điền." if record.rule is not None else ""]
        if record.meeting is not None:
            gone = " (đã xóa)" if record.meeting.deleted_at is not None else ""
            parts.append(f"Đã ghi vào sổ họp ngày {show_date(record.meeting.held_on)}{gone}.")
        return " ".join(part for part in parts if part)

    def record_title(self, record: Any | None) -> str:
        """The day and hours."""
        return "Thêm dòng lịch" if record is None else f"Dòng lịch {day_and_hours(record)}"

    def form_actions(self, bar: Flow) -> None:
        """The way into the book of meetings, and to the meeting."""
        self._bar = bar
        self.to_book = bar.button("Ghi vào sổ họp…", "journal-plus", self.to_meeting)
        self.in_book = bar.button("Mở trong sổ họp", "journal-text", self.open_meeting)

    def showing(self, record: Any | None) -> None:
        """A line becomes a meeting once; what was called off becomes none."""
        self._bar.show(self.to_book, self._may_meet(record))
        self._bar.show(self.in_book, record is not None and record.meeting is not None)

    def _may_meet(self, record: Any | None) -> bool:
        if record is None or record.meeting is not None or record.state != "held":
            return False
        return writers.is_ours(record)

    def _typed(self) -> None:
        self.pane.tell()
        self._look_for_clashes()

    def _say_clashes(self) -> None:
        """Say above the fields whom or what the line as typed shares with others at its time."""
        ours = self.record is None or writers.is_ours(self.record)
        found = clashes.of_texts(self.pane.form.texts(), self.record) if self.editing and ours else []
        self.clash.configure(text="\n".join(clash.words for clash in found))
        if found:
            self.clash.pack(fill="x", before=self.pane.form, pady=(0, kit.px(self, 8)))
        else:
            self.clash.pack_forget()

    def to_meeting(self) -> None:
        """Write the line into the book of meetings, with its sort asked for."""
        if self.record is None or not self.may_leave():
            return
        item = weeks.get(self.record.id)
        before = undo.mark()

        def take(texts: dict[str, str]) -> None:
            weeks.to_meeting(item, texts)

        facts = weeks.meeting_texts(item)
        words = "Cuộc họp được ghi với thành phần của dòng lịch; ghi một lần."
        if asking.ask(self, "Ghi vào sổ họp", MEETINGS, INTO_BOOK, take, defaults=facts, words=words, ok="Ghi"):
            self.show_again()
            undoing.told(self, "Đã ghi vào sổ họp", facts["title"], before)

    def open_meeting(self) -> None:
        """The meeting that the line became."""
        if self.record is not None and self.record.meeting is not None:
            events.publish(events.Open("meetings", {}, self.record.meeting.id))

    # --- The whole week ---

    def fill(self) -> None:
        """Write the briefings of the week into it."""
        if not self.may_leave():
            return
        before = undo.mark()
        done = weeks.fill(self.week)
        kept = [
            f"{done.there} dòng đã có" if done.there else "",
            f"{done.deleted} dòng đã bị xóa" if done.deleted else "",
            _without_chair(done.made),
        ]
        told = "; ".join(part for part in kept if part)
        if done.made:
            self.list.wanted = done.made[0].id
            self.refresh_soon()
            undoing.told(self, f"Đã điền {len(done.made)} cuộc giao ban", told or self.week.label(), before)
        else:
            none = "Không có lịch giao ban nào rơi vào tuần này; ghi ở mục Lịch giao ban"
            kit.toast(self, "Không có gì để điền thêm", told or none)

    def copy(self) -> None:
        """Copy lines of the week before, those that are chosen; what is there already is not chosen at first."""
        if not self.may_leave():
            return
        source = self.week.after(-1)
        lines = weeks.copyable(source, self.week)
        if not lines:
            told = "Tuần trước không có dòng nào ngoài các dòng do lịch giao ban điền"
            kit.toast(self, "Không có gì để chép", told)
            return
        cells = [
            (str(row.id), (" ".join((day_and_hours(row), "(đã có)" * there)), row.content, row.chair or ""))
            for row, there in lines
        ]
        picked = picking.pick(
            self,
            "Chép từ tuần trước",
            f"{source.label()}; dòng hoãn, hủy chép sang thành theo lịch.",
            COPIED,
            cells,
            ok="Chép",
            several=True,
            chosen=[str(row.id) for row, there in lines if not there],
        )
        if picked:
            before = undo.mark()
            made = weeks.copy_week(source, self.week, [int(name) for name in picked])
            self.list.wanted = made[0].id
            self.refresh_soon()
            told = _without_chair(made) or self.week.label()
            undoing.told(self, f"Đã chép {len(made)} dòng từ tuần trước", told, before)

    def show_preparing(self) -> None:
        """Who prepares what for the week."""
        if self.page is None and self.may_leave():
            self.lay(self.pages["preparing"]()(self, self.week))

    def print_(self) -> None:
        """Print the week into the office's folder and open the file (Ctrl+P)."""
        if not self.may_leave():
            return
        request = printing.Request(week=self.week.code)
        path = office.folder().files / printing.suggested_name(self.printed_form, request)
        done = printed.print_and_open(
            self, "lịch công tác tuần", lambda: printing.prepare(self.printed_form, request, path)
        )
        if done is not None:
            kit.toast(self, f"Đã in lịch công tác tuần, {show_whole(done.pages)} trang", str(done.path))

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: the weeks, and what is done with a whole one."""
        if self.page is not None:
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        yield Command("Tuần trước", partial(self.step, -1), "Ctrl+Page Up")
        yield Command("Tuần sau", partial(self.step, 1), "Ctrl+Page Down")
        yield Command("Tuần này", self.go_today)
        yield Command("Đến tuần", self.ask_week)
        yield Command("Điền giao ban", self.fill)
        yield Command("Chép từ tuần trước", self.copy)
        yield Command("Ai chuẩn bị gì", self.show_preparing)
        yield Command("In lịch tuần", self.print_, "Ctrl+P")
        if self._may_meet(self.record):
            yield Command("Ghi vào sổ họp", self.to_meeting, about=str(self.record))
        elif self.record is not None and self.record.meeting is not None:
            yield Command("Mở trong sổ họp", self.open_meeting, about=str(self.record))


def _without_chair(made: Sequence[Any]) -> str:
    """How many lines nobody chairs: whoever did may have left the office."""
    count = sum(one.chair is None for one in made)
    return f"{count} dòng chưa có chủ trì" if count else ""
