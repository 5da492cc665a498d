"""The establishments that are watched over, each with its inspections."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from desktop_app import events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.establishments import service as establishments
from desktop_app.features.establishments.columns import ESTABLISHMENTS
from desktop_app.ui import kit
from desktop_app.ui.command import Command
from desktop_app.ui.filters import Days, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.screen import RecordsScreen

PRIVATE = "Số căn cước không bắt buộc; danh sách, bảng tính và giấy chỉ hiện ba số cuối, nhật ký không ghi."


class EstablishmentsScreen(RecordsScreen):
    """Businesses, households and construction sites."""

    entity = ESTABLISHMENTS
    service: ClassVar = establishments
    files: ClassVar = attachments
    title = "Cơ sở, công trình"
    help_page = "establishments"
    table = ("name", "kind", "address", "responsible", "id_shown", "unit", "times", "last_on")
    form = (
        ("name*2", "kind"),
        ("address",),
        ("trade", "unit"),
        ("responsible", "id_number"),
        ("license", "contact"),
        ("valid_from", "valid_to"),
        ("note",),
    )
    filters = ("kind", "unit", NamedFilter("managed", "Quản lý", lambda: establishments.MANAGED))
    more_filters = (Days("valid_from"), Days("valid_to"))
    also_listens = ("inspected_party", "unit")

    def form_actions(self, bar: Flow) -> None:
        """From an establishment to its findings."""
        self._bar = bar
        self.to_findings = bar.button("Xem các tồn tại", "exclamation-triangle", self.show_findings)

    def showing(self, record: Any | None) -> None:
        """A new one has no findings yet."""
        self._bar.show(self.to_findings, record is not None)

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """Pale is what is not watched over any more."""
        managed = establishments.is_managed_row(row)
        return ("success" if managed else "muted"), None if managed else "muted"

    def new_defaults(self) -> Mapping[str, str]:
        """Nothing is known beforehand."""
        return {}

    def about(self, record: Any | None) -> str:
        """What is kept of the number of a person."""
        return PRIVATE

    def show_findings(self) -> None:
        """What was found at the establishment in the form."""
        if self.record is not None:
            events.publish(events.Open("findings", {"establishment": self.record.id}))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Its inspections, the last one first; each opens its minutes."""
        gap = kit.px(master, 8)
        kit.label(master, "Các lần kiểm tra", "heading").pack(anchor="w", pady=(gap, gap // 2))
        told = establishments.inspections_of(record)
        for party, words in told:

            def go(party: int = party) -> None:
                events.publish(events.Open("inspections", {"party": party}))

            kit.button(master, words, go, "quiet", "clipboard-check").pack(anchor="w")
        if not told:
            kit.wraplabel(master, "Chưa kiểm tra lần nào.", "muted").pack(fill="x")

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: its findings."""
        yield from super().commands()
        if self.record is not None:
            yield Command("Xem các tồn tại của cơ sở", self.show_findings, about=f"Cơ sở {self.record}")
