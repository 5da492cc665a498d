"""Urging: the letters, who must be urged, and what goes to the leaders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop_app import clock, events
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.urging import service as urging
from desktop_app.features.urging.columns import URGINGS
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.features.urging_findings.columns import ListedFinding
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, printed
from desktop_app.ui.chips import Chip, Chips
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

LETTERS = URGINGS.pick(("number", "issued_on", "state", "as_at", "reply_by", "task_count", "finding_count", "author"))
LADDER = TASKS.pick(("code", "content", "lead_unit", "due_on", "urge_count", "situation"))
UNITS = (
    said("Đơn vị chủ trì", lambda one: one.name, 40),
    said("Quá hạn", lambda one: show_whole(one.late), 10, right=True),
    said("Chưa đôn đốc", lambda one: show_whole(one.never), 13, right=True),
    said("Phải báo cáo lãnh đạo", lambda one: show_whole(one.beyond), 20, right=True),
    said("Chậm nhất (ngày)", lambda one: show_whole(one.longest), 16, right=True),
    said("Sắp đến hạn", lambda one: show_whole(one.soon), 12, right=True),
)
OWED = (
    said("Đơn vị", lambda one: one.unit, 26),
    said("Tồn tại, hạn chế", lambda one: one.content, 40),
    said("Yêu cầu khắc phục", lambda one: one.demand, 30),
    said("Thời hạn", lambda one: show_date(one.due_on), 11),
    said("Quá hạn (ngày)", lambda one: show_whole(one.days_late), 13, right=True),
    said("Đã đôn đốc", lambda one: show_whole(one.urged), 10, right=True),
    said("Kết quả đã báo cáo", lambda one: one.situation, 26),
)
PAPERS = DOCUMENTS.pick(("number", "issued_on", "subject", "signer"))
EMPTY = {
    "letters": "Chưa lập văn bản đôn đốc nào; bấm Ctrl+N để lập",
    "units": "Không đơn vị nào có nhiệm vụ quá hạn, sắp đến hạn",
    "papers": "Văn bản đôn đốc nào cũng đã ghi nhiệm vụ",
    "owed": "Không có yêu cầu khắc phục sau kiểm tra nào quá hạn",
    "ladder": "Không có nhiệm vụ nào phải báo cáo lãnh đạo",
}


UNLISTED = {"unlisted_urging": True}
OF_FINDINGS = ("finding", "remediation", "finding_decision", "inspected_party")


class UrgingScreen(kit.Frame):
    """Five lists of which one is shown; a letter on the desk stands in their place."""

    title = "Đôn đốc"
    help_page = "urging"

    def __init__(self, master: kit.Misc, page: Callable[[], Any], forms: Sequence[printing.Form]) -> None:
        """Build the screen; ``page`` gives the class of one letter's page, ``forms`` are those that can be printed."""
        super().__init__(master, padding=kit.px(master, 16))
        self._page, self.forms = page, {form.name: form for form in forms}
        self.page: Any = None
        gap = kit.px(self, 8)
        self.list = kit.Frame(self)
        self.list.pack(fill="both", expand=True)
        head = Flow(self.list)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, self.title, "title"))
        head.go_right()
        head.button("Lập văn bản đôn đốc (Ctrl+N)", "plus-lg", self.new, "primary")
        head.button("In danh sách báo cáo lãnh đạo (Ctrl+P)", "printer", self.print_)
        self.chips = Chips(self.list, self.choose)
        self.chips.pack(fill="x", pady=(0, gap))
        self.aside = kit.wraplabel(self.list, "", "muted")
        self.done = NewsLine(self.list)
        self.done.holder.pack(fill="x")
        self.tables = {
            "letters": self._table("letters", LETTERS, "văn bản", self.show_letter),
            "papers": self._table("papers", PAPERS, "văn bản", self._open_paper),
            "units": self._table("units", UNITS, "đơn vị", self._open_unit),
            "owed": self._table("owed", OWED, "yêu cầu", self._open_finding),
            "ladder": self._table("ladder", LADDER, "nhiệm vụ", self._open_task),
        }
        self.units: list[urging.UnitLine] = []
        self.owed: list[ListedFinding] = []
        self.shown = "letters"
        self._stale = False
        self.refresh_soon = kit.once_idle(self, self.refresh)
        self._deaf = events.listen(events.Changed, self._changed)
        self.bind("<Map>", lambda event: self.refresh_soon() if self._stale else None)
        self.refresh()

    def _table(self, name: str, columns: Any, noun: str, on_open: Callable[[int], Any]) -> Table:
        return Table(self.list, columns, noun=noun, empty=EMPTY[name], many=False, on_open=on_open)

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Count again, and read the list that is shown."""
        self._stale = False
        self.owed = urging_findings.listed(clock.today())
        counts = (
            urging.find().count(),
            documents.find(UNLISTED).count(),
            tasks.find({"urged": "late"}).count(),
            len(self.owed),
            tasks.find({"beyond_ladder": True}).count(),
        )
        labels = ("Văn bản đôn đốc", "Chưa ghi nhiệm vụ", "Phải đôn đốc", "Khắc phục quá hạn", "Báo cáo lãnh đạo")
        self._say_aside(urging.aside("late"))
        focused = self.focus_get() in self.chips.buttons.values()
        self.chips.offer([Chip(*one) for one in zip(self.tables, labels, counts, strict=True)], self.shown)
        if focused:
            self.chips.buttons[self.shown].focus_set()
        self._read()

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Show a letter, or the list that ``list`` names: letters, papers, units, owed, ladder."""
        if wanted.get("list") in self.tables and self._put_away():
            self.chips.choose(wanted["list"])
        if record_id is not None:
            self.show_letter(record_id)

    def may_leave(self) -> bool:
        """Whether what is typed on the letter may go."""
        return self.page is None or bool(self.page.may_leave())

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        (self.page if self.page is not None else self.tables[self.shown].tree).focus_set()

    def new(self) -> None:
        """Draw a new letter up."""
        if self.page is None:
            self._put_on(None)

    def save(self) -> None:
        """Ctrl+S keeps the letter on the desk."""
        if self.page is not None:
            self.page.save()

    def back(self) -> None:
        """Esc leaves the letter for the list."""
        if self._put_away():
            self.tables[self.shown].tree.focus_set()

    def print_(self) -> None:
        """Print the letter on the desk, or the list for the leaders' briefing."""
        if self.page is not None:
            self.page.print_()
        elif words := self.print_form("briefing", printing.Request()):
            self.done.say(words)

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        if self.page is not None:
            return here(
                ("Lưu văn bản đôn đốc", self.save, "Ctrl+S"),
                ("In văn bản đôn đốc", self.print_, "Ctrl+P"),
                *self.page.acts(),
                ("Quay lại danh sách", self.back, "Esc"),
            )
        return here(
            ("Lập văn bản đôn đốc", self.new, "Ctrl+N"), ("In danh sách báo cáo lãnh đạo", self.print_, "Ctrl+P")
        )

    def choose(self, name: str) -> None:
        """Show one of the five lists."""
        self.shown = name
        self._read()

    def show_letter(self, record_id: int) -> None:
        """Put a letter on the desk."""
        if self._put_away():
            self._put_on(urging.get(record_id))

    # --- Printing, for the page too ---

    def print_form(self, name: str, request: printing.Request, called: str = "") -> str:
        """Print a form into the office's folder and open it; what was done, in words, or nothing when it was not.

        ``called`` stands in the file's name for what is printed.
        """
        form = self.forms[name]
        path = office.folder().files / printing.suggested_name(form, replace(request, record=called))
        done = printed.print_and_open(self, form.title.lower(), lambda: printing.prepare(form, request, path))
        return done.words if done is not None else ""

    # --- Inside ---

    def _read(self) -> None:
        for name, table in self.tables.items():
            if name != self.shown:
                table.pack_forget()
        table = self.tables[self.shown]
        table.pack(fill="both", expand=True)
        self.update_idletasks()  # how many rows there is room for has to be known before one is chosen
        if self.shown == "letters":
            table.refresh(urging.find(order="-id"))
        elif self.shown == "papers":
            table.refresh(documents.find(UNLISTED, order="-issued_on"))
        elif self.shown == "units":
            self.units = urging.by_unit(urging.listed(clock.today(), soon=True))
            table.refresh(Plain(self.units))
        elif self.shown == "owed":
            table.refresh(Plain(self.owed))
        else:
            table.refresh(tasks.find({"beyond_ladder": True}, order="due_on"))
        if table.ids and not table.selected:
            table.choose([table.ids[0]])

    def _say_aside(self, count: int) -> None:
        """Why more is urged here than the overview counts as late; no room while nothing is."""
        words = (
            f"“Phải đôn đốc” gồm {show_whole(count)} nhiệm vụ không tính vào thống kê, nên nhiều hơn số ở Tổng quan."
        )
        self.aside.configure(text=words)
        if count:
            self.aside.pack(fill="x", after=self.chips, pady=(0, kit.px(self, 8)))
        else:
            self.aside.pack_forget()

    def _open_paper(self, record_id: int) -> None:
        """Tell which tasks a paper entered by hand has urged: a letter is drawn up as of its day."""
        if self._put_away():
            self._put_on(None, documents.get(record_id))

    def _open_unit(self, place: int) -> None:
        line = self.units[place]
        wanted = {"waits": "late"} if line.late else {"due_soon": urging.soon_until(clock.today())}
        events.publish(events.Open("tasks", {"lead_unit": line.unit_id, **wanted}))

    def _open_finding(self, place: int) -> None:
        events.publish(events.Open("findings", urging_findings.OVERDUE, self.owed[place].finding))

    def _open_task(self, record_id: int) -> None:
        events.publish(events.Open("tasks", {"waits": "beyond"}, record_id))

    def _put_on(self, letter: Any, document: Any = None) -> None:
        self.done.say("")
        self.list.pack_forget()
        self.page = self._page()(self, letter, self.back, self.print_form, document)
        self.page.pack(fill="both", expand=True)
        self.page.focus_first()

    def _put_away(self) -> bool:
        """Whether no letter lies on the desk any more."""
        if self.page is None:
            return True
        if not self.page.may_leave():
            return False
        self.page.destroy()
        self.page = None
        self.list.pack(fill="both", expand=True)
        self.refresh()
        return True

    def _changed(self, news: events.Changed) -> None:
        if news.kind not in (URGINGS.kind, "task", "task_decision", "office", "document", *OF_FINDINGS):
            return
        if self.winfo_viewable() and self.page is None:
            self.refresh_soon()
        else:
            self._stale = True
