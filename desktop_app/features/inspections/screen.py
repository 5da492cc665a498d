"""The rounds of inspection; under each its parties, and over the list the minutes of one of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from desktop_app import clock, errors, events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import PARTIES, ROUNDS
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.records import writers
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit, printed
from desktop_app.ui.attached import Attached
from desktop_app.ui.command import Command
from desktop_app.ui.filters import Days, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import PagedScreen
from desktop_app.ui.table import Table

SHOWN = ("name", "inspected_on", "result", "state", "bad_count", "found_words", "recheck_by")
BEGUN = (("unit",), ("establishment",), ("inspected_on", "began_at", "ended_at"), ("at",))
MOST_SHOWN = 10


class InspectionsScreen(PagedScreen):
    """Every round with its parties, findings and what is overdue of them."""

    entity = ROUNDS
    service: ClassVar = inspections
    title = "Kiểm tra"
    help_page = "inspections"
    table = ("code", "type", "subject", "began_on", "unit", "minutes_words", "found_words", "writer", "mode")
    form = (
        ("type", "mode", "began_on", "ended_on"),
        ("subject*2", "planned"),
        ("unit", "head", "secretary"),
        ("team", "basis", "note"),
        ("document*2", "examined_from", "examined_to"),
    )
    filters = (
        NamedFilter("year", "Năm", inspections.years),
        "type",
        "mode",
        NamedFilter("stands", "Tình trạng", lambda: inspections.STANDS),
    )
    more_filters = (
        "unit",
        "head",
        "planned",
        Days("began_on"),
        NamedFilter("written", "Nơi ghi", lambda: writers.WRITTEN),
    )
    also_listens = (
        "inspected_party",
        "finding",
        "remediation",
        "finding_decision",
        "task",
        "unit",
        "planned_inspection",
    )

    page: Any = None  # of one party's minutes: more than every page can

    def __init__(self, master: kit.Misc, page: Callable[[], Any], forms: Sequence[printing.Form] = ()) -> None:
        """Build the screen; ``page`` gives the page of one party's minutes, ``forms`` are those that can be printed."""
        self._page = page
        self.minutes = next((form for form in forms if form.name == "minutes"), None)
        super().__init__(master)
        top = self.winfo_toplevel()
        for key, step in (("Next", 1), ("Prior", -1)):
            top.bind(f"<Control-{key}>", partial(self._turn, step), add="+")

    # --- The list ---

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """Red has overdue remediation, orange minutes that are not signed; what another office inspected is pale."""
        if row.overdue_count:
            return "danger", "danger" if writers.is_listed_as_ours(row) else "muted"
        if not writers.is_listed_as_ours(row):
            return "muted", "muted"
        if row.party_count > row.signed_count:
            return ("info" if row.began_on > clock.today() else "warning"), None
        return ("success" if row.party_count else "muted"), None

    def new_defaults(self) -> Mapping[str, str]:
        """A round of today."""
        return {"began_on": show_date(clock.today())}

    def about(self, record: Any | None) -> str:
        """How many minutes are signed, and what was found."""
        if record is None:
            return "Lưu lượt kiểm tra rồi thêm từng đơn vị, cơ sở được kiểm tra."
        [row] = inspections.find().rows([record.id])
        columns = (ROUNDS.columns[name] for name in ("minutes_words", "found_words"))
        counts = " · ".join(f"{column.label}: {words}" for column in columns if (words := column.shown(row)))
        return f"{counts}. {whose}" if (whose := writers.read_only(record)) else counts

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What stands in signed minutes stays; what another office inspected is only read."""
        if record is None:
            return ()
        if not inspections.is_ours(record):
            return tuple(name for name in ROUNDS.columns if name not in ROUNDS.home)
        return inspections.PRINTED if inspections.has_signed(record) else ()

    # --- One round ---

    def form_actions(self, bar: Flow) -> None:
        """Another party; the findings of the round."""
        self._bar = bar
        self.found = bar.button("Xem các tồn tại", "exclamation-triangle", self.show_findings)
        self.adding = bar.button("Thêm đơn vị, cơ sở (Ctrl+P)", "building-add", self.print_)

    def showing(self, record: Any | None) -> None:
        """Parties belong to a round that is kept."""
        self._bar.show(self.found, record is not None)
        self._bar.show(self.adding, record is None or inspections.is_ours(record))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """The parties; Return or a double click opens the minutes of one."""
        gap = kit.px(master, 8)
        rows = inspections.find_parties({"round": record.id}, order="place")
        count = rows.count()
        kit.label(master, "Đơn vị, cơ sở được kiểm tra", "heading").pack(anchor="w", pady=(gap, gap // 2))
        if not count:
            words = "Chưa ghi đơn vị nào; bấm “Thêm đơn vị, cơ sở (Ctrl+P)” để bắt đầu biên bản đầu tiên."
            kit.wraplabel(master, words, "muted").pack(fill="x")
            Attached(master, attachments, self.entity.kind, record.uid).pack(fill="x")
            return
        self.parties = Table(
            master, PARTIES.pick(SHOWN), rows, noun="biên bản", many=False, look=_look, on_open=self.show_party
        )
        self.parties.tree.configure(height=min(count, MOST_SHOWN) + 1)
        self.parties.pack(fill="x")
        Attached(master, attachments, self.entity.kind, record.uid).pack(fill="x")

    def show_findings(self) -> None:
        """What was found in the round in the form."""
        if self.record is not None:
            events.publish(events.Open("findings", {"round": self.record.id}))

    # --- The minutes of a party ---

    def print_(self) -> None:
        """Ctrl+P prints the minutes on the page; in the form it begins those of another party."""
        if self.page is not None:
            self.page.print_()
            return
        if not self.editing or not (self.save() if self.record is None else self.may_leave()) or self.record is None:
            return
        made: list[Any] = []
        of = inspections.get(self.record.id)

        def take(texts: dict[str, str]) -> None:
            made.append(inspections.save_party(texts, of))

        words = "Chọn một đơn vị, hoặc một cơ sở đã có ở mục Cơ sở, công trình. Tên và địa chỉ được chép vào biên bản."
        if asking.ask(
            self,
            "Thêm đơn vị, cơ sở được kiểm tra",
            PARTIES,
            BEGUN,
            take,
            defaults={"inspected_on": show_date(of.began_on)},
            words=words,
            ok="Ghi biên bản",
            draft=f"party-{of.uid}",
        ):
            self.show_party(made[0].id)

    def show_party(self, party_id: int) -> None:
        """Lay the minutes of one party over its round."""
        party: Any = inspections.get_party(party_id)
        if self.page is not None:
            self.close_page()
        if party.deleted_at is not None:
            kit.toast(self, "Biên bản này đã xóa", str(party), "warning")
            return
        if self.record is None or self.record.id != party.round_id:
            super().open({}, party.round_id)
            if self.record is None or self.record.id != party.round_id:
                return
        else:
            self.show_again()
        self.lay(self._page()(self, party, self.print_minutes if self.minutes is not None else None))

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002 - the protocol's names
        """Show rows, a round, or with ``party`` the minutes of one."""
        if "party" not in filter:
            super().open(filter, id)
        elif self.may_leave():
            self.close_page()
            self.show_party(int(filter["party"]))

    def close_page(self) -> None:
        """Take the page away; its round shows what was written on it."""
        open_ = self.page is not None
        super().close_page()
        if open_ and self.record is not None and not self.pane.form.dirty:
            kit.soon(self, self.show_again)

    def print_minutes(self, party: Any) -> None:
        """Print the minutes of a party and open the file."""
        form = self.minutes
        assert form is not None
        request = printing.Request(record=party.uid)
        path = office.folder().files / printing.suggested_name(form, printing.Request(record=f"{party.round.code}"))
        done = printed.print_and_open(self, form.title.lower(), lambda: printing.prepare(form, request, path))
        if done is not None:
            kit.toast(self, f"Đã in biên bản, {show_whole(done.pages)} trang", str(done.path))

    def restore_party(self, party: Any) -> None:
        """Put minutes back that were deleted a moment ago."""
        try:
            inspections.restore_party(party)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa khôi phục biên bản", f"{refused}.")
            return
        self.show_again()

    # --- Keys ---

    def new(self) -> None:
        """A new round; on the page a new finding."""
        if self.page is None:
            super().new()
        else:
            self.page.new()

    def first_answer(self) -> None:
        """Ctrl+1: the thing looked at is good."""
        self._answer("Đạt")

    def second_answer(self) -> None:
        """Ctrl+2: it is not."""
        self._answer("Không đạt")

    def _answer(self, words: str) -> None:
        if self.page is not None:
            self.page.answer(words)

    def _turn(self, step: int, _event: kit.Event) -> None:
        if self.page is not None and self.winfo_viewable():
            self.page.turn(step)

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: parties, findings, and what the minutes on the page allow."""
        if self.page is not None:
            page = self.page
            if page.rechecks:
                yield Command("Tái kiểm tra", page.recheck)
            if not page.closed:
                yield Command("Lưu biên bản", self.save, "Ctrl+S")
                yield Command("Lấy mẫu kiểm tra", page.take_template, also="nội dung kiểm tra")
                yield Command("Thêm tồn tại vào biên bản", self.new, "Ctrl+N")
                yield Command("Ký biên bản", page.sign)
                yield Command("Bên được kiểm tra không ký", page.refuse)
            if self.minutes is not None:
                yield Command("In biên bản", self.print_, "Ctrl+P")
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        if self.record is not None:
            yield Command("Thêm đơn vị, cơ sở được kiểm tra", self.print_, "Ctrl+P", about=f"Lượt {self.record}")
            yield Command("Xem các tồn tại của lượt", self.show_findings, about=f"Lượt {self.record}")


def _look(row: Any) -> tuple[str | None, str | None]:
    """Red has overdue remediation, orange is not signed."""
    if row.overdue_count:
        return "danger", "danger"
    return ("success" if row.minutes == "signed" else "warning"), None
