"""The catalogue of indicators: what is measured, by which rule it adds up, and the start data that is missing."""

from collections.abc import Iterator
from typing import Any, ClassVar

from desktop_app import errors, events
from desktop_app.features.indicators import service as indicators
from desktop_app.features.indicators.columns import INDICATORS
from desktop_app.records import undo, writers
from desktop_app.ui import dialogs, kit, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.screen import RecordsScreen


class IndicatorsScreen(RecordsScreen):
    """Every indicator in the order of the catalogue; those of the office above are only read."""

    entity = INDICATORS
    service: ClassVar = indicators
    title = "Danh mục chỉ tiêu"
    nothing_yet = "Chưa có chỉ tiêu nào; bấm “Thêm bộ chỉ tiêu mẫu” để có sẵn các chỉ tiêu thường dùng"
    help_page = "indicators"
    table = ("code", "name", "theme", "measure", "aggregation", "direction", "every", "writer")
    form = (
        ("code", "name*4"),
        ("theme*3", "measure*2", "place"),
        ("aggregation*2", "direction*2", "decimals"),
        ("numerator", "denominator"),
        ("every", "computed", "adds_up"),
        ("first_year", "last_year"),
        ("note",),
    )
    filters = (
        NamedFilter("theme", "Nhóm", indicators.themes),
        "every",
        NamedFilter("in_year", "Dùng trong năm", indicators.years),
    )
    more_filters = ("aggregation", "direction", "computed", "adds_up")
    also_listens = ("unit",)

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        self._say_missing()

    def extra_actions(self, bar: Flow) -> None:
        """The start data, while some of it is missing."""
        self._head = bar
        self.sample = bar.button("Thêm bộ chỉ tiêu mẫu", "list-check", self.put_in)

    def _say_missing(self) -> None:
        count = indicators.missing()
        self.sample.configure(text=f" Thêm bộ chỉ tiêu mẫu (còn {count})")
        self._head.show(self.sample, bool(count))

    def _refresh(self) -> None:
        super()._refresh()
        self._say_missing()

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """What the office above wrote has another dot; what is out of use this year is pale."""
        pale = not indicators.in_use_now(row)
        return ("success" if writers.is_listed_as_ours(row) else "info"), "muted" if pale else None

    # --- One indicator ---

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What the office above wrote is for that office to change."""
        return () if record is None or indicators.is_ours(record) else tuple(INDICATORS.columns)

    def about(self, record: Any | None) -> str:
        """Who wrote it, where it was not this office."""
        return "" if record is None else writers.read_only(record)

    def record_title(self, record: Any | None) -> str:
        """Its code and name."""
        return super().record_title(None) if record is None else f"{record.code}: {record.name}"

    def form_actions(self, bar: Flow) -> None:
        """From an indicator to what was set for it."""
        self._bar, self.to_targets = bar, bar.button("Xem chỉ tiêu giao", "bullseye", self.show_targets)

    def showing(self, record: Any | None) -> None:
        """The button is for an indicator that is there."""
        self._bar.show(self.to_targets, record is not None)

    def show_targets(self) -> None:
        """Every target of the indicator, of any year."""
        if self.record is not None and self.may_leave():
            events.publish(events.Open("targets", {"indicator": self.record.id}))

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: the start data."""
        yield from super().commands()
        if indicators.missing():
            yield Command("Thêm bộ chỉ tiêu mẫu", self.put_in)

    def put_in(self) -> None:
        """Put the missing start data in; it can be taken back."""
        before = undo.mark()
        try:
            count = indicators.put_in()
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa thêm được bộ chỉ tiêu mẫu", f"{refused}.")
            return
        self.refresh()
        undoing.told(self, "Đã thêm bộ chỉ tiêu mẫu", f"{count} chỉ tiêu; sửa, xóa từng chỉ tiêu được", before)
