"""Who of the leaders is in charge of what, and what is nobody's or two persons'."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from desktop_app import clock
from desktop_app.features.duties import service as duties
from desktop_app.features.duties.columns import AS_AT, DUTIES
from desktop_app.records import writers
from desktop_app.rules.dates import show_date
from desktop_app.ui import asking, kit
from desktop_app.ui.command import Command
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import Page, PagedScreen
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

FOUND = (
    said("Loại", lambda one: one[0], 14),
    said("Nội dung", lambda one: one[1].words, 100),
    said("Từ ngày", lambda one: show_date(one[1].since), 12),
    said("Đến ngày", lambda one: show_date(one[1].until), 12),
)


class Faults(Page):
    """The overlaps and gaps of a day, with all the days on which they are so."""

    def __init__(self, screen: kit.Misc, day: date) -> None:
        words = "Enter hoặc bấm đúp: mở phân công bị trùng, hoặc thêm phân công cho đơn vị chưa có người phụ trách."
        super().__init__(screen, f"Chỗ trùng, chỗ trống tại ngày {show_date(day)}", words)
        self.day = day
        empty = "Không có đơn vị nào bỏ trống, không có phân công nào trùng"
        self.table = Table(self, FOUND, noun="chỗ", empty=empty, many=False, on_open=self._open)
        self.table.pack(fill="both", expand=True)
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        found = [("Trùng", one) for one in duties.overlaps(self.day)]
        self.found: list[tuple[str, Any]] = [*found, *(("Bỏ trống", one) for one in duties.gaps(self.day))]
        self.table.show(Plain(self.found))

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.table.tree.focus_set()
        if self.found:
            self.table.choose([0])

    def _open(self, place: int) -> None:
        one, screen = self.found[place][1], self.screen
        if isinstance(one, duties.Overlap):
            kit.soon(screen, lambda: screen.open({}, one.second.id))
        else:
            kit.soon(screen, lambda: screen.begin_for(one))


class DutiesScreen(PagedScreen):
    """The duties that hold now, at first; over them a calm line about overlaps and gaps of today."""

    entity = DUTIES
    service: ClassVar = duties
    title = "Phân công lãnh đạo"
    help_page = "duties"
    table = ("official", "unit", "field", "valid_from", "valid_to", "document", "paper", "writer")
    form = (("official",), ("unit", "field"), ("valid_from", "valid_to"), ("document", "paper"), ("note",))
    filters = (NamedFilter("stands", "Hiệu lực", lambda: duties.STANDS), "official", "unit")
    more_filters = (NamedFilter("written", "Nơi ghi", lambda: writers.WRITTEN),)
    nothing_yet = "Chưa có phân công nào; ghi theo quy chế làm việc của cơ quan"
    also_listens = ("official", "unit", "document")

    def __init__(self, master: kit.Misc) -> None:
        self._for: Mapping[str, str] = {}
        super().__init__(master)
        self._say_faults()

    def extra_actions(self, bar: Flow) -> None:
        """Overlaps and gaps of any day; under the head those of today."""
        bar.button("Trùng, bỏ trống tại ngày…", "search", self.ask_day)
        self.news = Flow(bar.master)
        self.told = kit.label(self.news, "", "warning")
        self.news.add(self.told)
        self.news.button("Xem các chỗ đó", "funnel", self.show_today)

    def _refresh(self) -> None:
        super()._refresh()
        self._say_faults()

    def _say_faults(self) -> None:
        """A calm line that takes no room while everything is somebody's and nothing two persons'."""
        twice, nobody = len(duties.overlaps(clock.today())), len(duties.gaps(clock.today()))
        parts = (f"{nobody} đơn vị chưa có lãnh đạo phụ trách" if nobody else "", f"{twice} chỗ trùng" if twice else "")
        if words := "; ".join(part for part in parts if part):
            self.told.configure(text=f"Hôm nay: {words}.")
            self.news.pack(fill="x", before=self.bar, pady=(0, kit.px(self, 10)))
        else:
            self.news.pack_forget()

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """What has ended, has not begun, or is another office's is pale."""
        today = clock.today()
        if (
            not writers.is_listed_as_ours(row)
            or row.valid_from > today
            or (row.valid_to is not None and row.valid_to < today)
        ):
            return "muted", "muted"
        return "success", None

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What another office told is only read."""
        return () if record is None or writers.is_ours(record) else tuple(DUTIES.columns)

    def about(self, record: Any | None) -> str:
        """Whose it is, where it is not ours."""
        return "" if record is None else writers.read_only(record)

    def new_defaults(self) -> Mapping[str, str]:
        """A new one begins today."""
        return {"valid_from": show_date(clock.today()), **self._for}

    def begin_for(self, gap: duties.Gap) -> None:
        """A new duty for a unit that nobody is in charge of."""
        if not self.may_leave():
            return
        self.close_page()
        since = {"valid_from": show_date(gap.since)} if gap.since else {}
        self._for = {"unit": str(gap.unit), **since}
        self.new()
        self._for = {}

    def show_today(self) -> None:
        """The overlaps and gaps of today."""
        self._show_faults(clock.today())

    def ask_day(self) -> None:
        """Ask for a day, and show its overlaps and gaps."""

        def take(texts: Mapping[str, str]) -> None:
            day = AS_AT.answers(texts)["day"]
            kit.soon(self, lambda: self._show_faults(day))

        defaults = {"day": show_date(clock.today())}
        asking.ask(self, AS_AT.title, AS_AT, (("day",),), take, defaults=defaults, ok="Xem", wide=44)

    def _show_faults(self, day: date) -> None:
        if self.may_leave():
            self.close_page()
            self.lay(Faults(self, day))

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: what is nobody's or two persons'."""
        yield from super().commands()
        yield Command("Phân công trùng, bỏ trống hôm nay", self.show_today)
        yield Command("Phân công trùng, bỏ trống tại ngày", self.ask_day)
