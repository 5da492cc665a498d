"""The targets of a year: who set what for whom, in dated versions, and what has to be shared out anew."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from desktop_app import clock, errors
from desktop_app.features.indicators import service as indicators
from desktop_app.features.target_desk.columns import COPYING
from desktop_app.features.target_parts import service as parts
from desktop_app.features.targets import service as targets
from desktop_app.features.targets.columns import TARGETS
from desktop_app.records import undo
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_amount
from desktop_app.ui import asking, dialogs, kit, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.memory import View, memory
from desktop_app.ui.paged import PagedScreen
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

IN_FORCE = next(iter(targets.VERSIONS))
ADJUSTED = (("value", "decided_on"), ("document", "paper"), ("note",))
COPIED = (("year", "decided_on"), ("document", "paper"))
PAPERS = (
    said("Kế hoạch", lambda one: show_amount(one.value), 14, right=True),
    said("Ngày giao", lambda one: show_date(one.decided_on), 11),
    said("Văn bản", lambda one: targets.paper_of(one), 26),
    said("Ghi chú", lambda one: one.note, 30),
)
SETTERS = (said("Nơi giao", lambda one: targets.seen_as(one).label, 16), *PAPERS)
WHOLE = said("Theo chỉ tiêu", lambda one: show_amount(one.whole.value), 14, right=True)
SHARED = (said("Đơn vị", lambda one: one.unit.name, 30), WHOLE, *PAPERS[:3])
MOST_SHOWN = 12  # lines of a table under the form that are seen at once


class TargetsScreen(PagedScreen):
    """The versions in force of this year at first; those from above are only read."""

    entity = TARGETS
    service: ClassVar = targets
    title = "Chỉ tiêu giao"
    help_page = "targets"
    table = ("code", "indicator", "measure", "unit", "seen_as", "value", "before", "decided_on", "basis", "allocated")
    form = (
        ("indicator*3", "unit*2"),
        ("year", "assigner*2", "value*2", "decided_on*2"),
        ("document", "paper"),
        ("note",),
    )
    filters = (
        NamedFilter("year", "Năm", targets.years),
        "seen_as",
        "unit",
        NamedFilter("theme", "Nhóm", indicators.themes),
        NamedFilter("split", "Phân bổ", lambda: targets.SPLIT),
    )
    more_filters = ("indicator", NamedFilter("current", "Bản", lambda: targets.VERSIONS))
    also_listens = ("indicator", "unit", "document")

    def __init__(self, master: kit.Misc, page: Callable[[], Any]) -> None:
        """Build the screen; ``page`` gives the page on which a target is shared out."""
        self._page = page
        super().__init__(master)
        kept = memory.of(self.help_page)
        if kept.now == View() and not kept.first:
            self.list.show_view(View(filters={"year": [str(clock.today().year)], "current": [IN_FORCE]}))
        self._say_behind()

    # --- The list ---

    def extra_actions(self, bar: Flow) -> None:
        """A new year begun with the last one's targets; under the head what has to be shared out anew."""
        bar.button("Lấy từ năm trước…", "copy", self.copy_year)
        self.news = Flow(bar.master)
        self.late = kit.label(self.news, "", "warning")
        self.news.add(self.late)
        self.news.button("Xem các chỉ tiêu đó", "funnel", self.show_behind)

    def _say_behind(self) -> None:
        """A calm line that takes no room while nothing has to follow."""
        if count := targets.find({"split": "behind"}).count():
            self.late.configure(text=f"{count} chỉ tiêu đã điều chỉnh, cần phân bổ lại.")
            self.news.pack(fill="x", before=self.bar, pady=(0, kit.px(self, 10)))
        else:
            self.news.pack_forget()

    def show_behind(self) -> None:
        """Only the targets that have to be shared out anew."""
        self.open({"split": "behind"})

    def _refresh(self) -> None:
        super()._refresh()
        self._say_behind()

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says who set it, or that something must follow; a version that no longer counts is pale."""
        if row.behind or row.outdated or row.misfit:
            return "warning", None
        return ("info" if row.seen_as == "upper" else "success"), None if row.current else "muted"

    # --- One target ---

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What the office above set is for that office to change."""
        return () if record is None or targets.is_ours(record) else tuple(TARGETS.columns)

    def new_defaults(self) -> Mapping[str, str]:
        """A new one is of this year and this office."""
        return {"year": str(clock.today().year), "unit": targets.own_unit()}

    def about(self, record: Any | None) -> str:
        """What is measured, and who set it where it was not this office."""
        if record is None:
            return ""
        [row] = targets.find().rows([record.id])
        indicator = record.indicator
        words = f"Đơn vị tính: {indicator.measure}. {indicators.rule_words(indicator)}."
        if not targets.is_ours(record):
            words += f" Do {row.writer} giao, chỉ để xem; nơi đó điều chỉnh rồi gửi xuống."
        return words if row.current else f"Bản này đã được điều chỉnh. {words}"

    def record_title(self, record: Any | None) -> str:
        """The indicator, its unit and year."""
        return super().record_title(None) if record is None else f"{record}: {record.unit}"

    def form_actions(self, bar: Flow) -> None:
        """A new version; the parts of the units."""
        self._bar = bar
        self.adjusting = bar.button("Điều chỉnh…", "sliders", self.adjust)
        self.sharing = bar.button("Phân bổ xuống đơn vị…", "diagram-3", self.share_out)

    def showing(self, record: Any | None) -> None:
        """Adjusting is for targets of ours, sharing out for those of the office itself."""
        self._bar.show(self.adjusting, record is not None and targets.is_ours(record))
        again = record is not None and bool(parts.behind(record))
        self.sharing.configure(text=f" {'Phân bổ lại…' if again else 'Phân bổ xuống đơn vị…'}")
        self._bar.show(self.sharing, record is not None and targets.is_own(record))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """What must follow; the other assigners; every version with its paper; the parts of the units."""
        if words := parts.said(record):
            kit.wraplabel(master, words, "warning").pack(fill="x", pady=(kit.px(master, 8), 0))
        setters, versions = targets.beside(record), targets.versions(record)
        if len(setters) > 1:
            self.setters = self._lines(master, "Các nơi cùng giao chỉ tiêu này", SETTERS, setters)
        self.versions = self._lines(master, "Các lần giao, điều chỉnh", PAPERS, versions)
        if shared := parts.parts_of(record):
            self.shared = self._lines(master, "Đã phân bổ", SHARED, shared)

    def _lines(self, master: kit.Frame, title: str, columns: Any, of: list[Any]) -> Table:
        gap = kit.px(master, 8)
        kit.label(master, title, "heading").pack(anchor="w", pady=(gap, gap // 2))

        def go(place: int) -> None:
            kit.soon(self, lambda: self.open({}, of[place].id))

        table = Table(master, columns, Plain(of), noun="dòng", many=False, on_open=go)
        table.tree.configure(height=min(len(of), MOST_SHOWN) + 1)
        table.pack(fill="x")
        return table

    def adjust(self) -> None:
        """A new version with its day and paper; the old one stays."""
        if self.record is None or not self.may_leave():
            return
        last = targets.versions(self.record)[-1]
        measure = last.indicator.measure
        words = f"{last}. Đang áp dụng: {show_amount(last.value)} {measure}, giao ngày {show_date(last.decided_on)}."
        made: list[Any] = []
        before = undo.mark()

        def take(texts: dict[str, str]) -> None:
            made.append(targets.adjust(last, texts))

        if asking.ask(
            self,
            "Điều chỉnh chỉ tiêu",
            TARGETS,
            ADJUSTED,
            take,
            words=words,
            ok="Điều chỉnh",
            draft=f"adjust-{last.uid}",
        ):
            self._show(made[0])
            self.list.wanted = made[0].id
            self.refresh_soon()
            told = f"từ {show_amount(last.value)} thành {show_amount(made[0].value)}"
            undoing.told(self, "Đã điều chỉnh chỉ tiêu", told, before)

    def copy_year(self) -> None:
        """Begin a year with the targets of the one before."""
        if not self.may_leave():
            return
        year = clock.today().year + (clock.today().month > 6)
        made: list[Any] = []
        before = undo.mark()

        def take(texts: dict[str, str]) -> None:
            made.extend(targets.copy_year(COPYING.answers(texts)["year"], texts))

        words = (
            "Chép các chỉ tiêu cơ quan mình đã ghi của năm liền trước, giữ số cũ để sửa dần. Chỉ tiêu đã có của năm "
            "mới giữ nguyên; phần của đơn vị thì phân bổ lại."
        )
        defaults = {"year": str(year)}
        if asking.ask(self, COPYING.title, COPYING, COPIED, take, defaults=defaults, words=words, ok="Chép"):
            self.open({"year": int(made[0].year), "current": True})
            undoing.told(self, "Đã chép chỉ tiêu năm trước", f"{len(made)} chỉ tiêu năm {made[0].year}", before)

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: what can be done with the target in the form."""
        if self.page is not None:
            yield Command("Lưu phân bổ", self.save, "Ctrl+S")
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        yield Command("Lấy chỉ tiêu từ năm trước", self.copy_year)
        yield Command("Xem chỉ tiêu cần phân bổ lại", self.show_behind)
        if self.record is not None and targets.is_ours(self.record):
            yield Command("Điều chỉnh chỉ tiêu", self.adjust)
        if self.record is not None and targets.is_own(self.record):
            yield Command("Phân bổ chỉ tiêu xuống đơn vị", self.share_out)

    # --- The page that lies over the list ---

    def share_out(self) -> None:
        """The parts of the units, on a page of their own."""
        if self.record is None or self.page is not None or not self.may_leave():
            return
        try:
            page = self._page()(self, self.record, self._shared)
        except errors.Refused as refused:
            dialogs.warn(self, "Chưa phân bổ được", f"{refused}.")
            return
        self.lay(page)

    def _shared(self, made: list[Any], before: int) -> None:
        self.close_page()
        self.show_again()
        undoing.told(self, "Đã lưu phân bổ", f"{len(made)} đơn vị", before)
