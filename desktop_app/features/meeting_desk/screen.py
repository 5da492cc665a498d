"""The book of meetings: the list, one meeting with its agenda and conclusions, signing, supplementing, issuing."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from desktop_app import clock, events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.meeting_desk import service as desk
from desktop_app.features.meeting_minutes import service as printed_minutes
from desktop_app.features.meetings import service as meetings
from desktop_app.features.meetings.columns import FACTS, MEETINGS
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes.columns import SIGNING
from desktop_app.features.minutes_issue import service as issuing
from desktop_app.features.minutes_issue.columns import ISSUING
from desktop_app.features.notice import service as printed_notice
from desktop_app.records import undo, writers
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, kit, printed, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.filters import Days, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import PagedScreen
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

MOST_SHOWN = 12  # lines that are seen at once
MATTERS = (
    said("Số", lambda one: str(one.number), 4, right=True),
    said("Nội dung", lambda one: one.content, 44),
    said("Báo cáo", lambda one: one.by, 46),
    said("Trọng tâm", lambda one: one.plan_item, 9),
)
CONCLUDED = (
    said("Số", lambda one: str(one.number), 4, right=True),
    said("Kết luận", lambda one: one.content, 40),
    said("Đơn vị chủ trì", lambda one: one.lead, 32),
    said("Thời hạn", lambda one: one.due, 11),
    said("Nhiệm vụ", lambda one: one.state, 28),
)


class MeetingsScreen(PagedScreen):
    """Sessions, meetings, briefings and huddles, the latest first."""

    entity = MEETINGS
    service: ClassVar = meetings
    files: ClassVar = attachments
    files_last = True
    title = "Cuộc họp"
    help_page = "meetings"
    table = (
        "held_on",
        "kind",
        "title",
        "chair",
        "matter_count",
        "conclusion_count",
        "minutes_state",
        "notice_number",
        "writer",
    )
    form = (
        ("held_on*3", "kind*3", "began_at*2", "ended_at*2"),  # beside the list the day keeps room for its calendar
        ("title",),
        ("chair", "place", "secretary"),
        ("units",),
        ("attendants", "absent", "note"),
    )
    filters = ("kind", "chair", NamedFilter("stands", "Biên bản", lambda: meetings.STANDS))
    more_filters = (Days("held_on"), NamedFilter("written", "Nơi ghi", lambda: writers.WRITTEN))
    defaults: ClassVar = {"held_on": "", "kind": "Cuộc họp"}
    also_listens = ("official", "document", "task", "task_decision", "meeting_matter", "conclusion")
    _now: desk.Desk | None = None

    def __init__(self, master: kit.Misc, write: Callable[[], Any], add: Callable[[], Any]) -> None:
        """Build the screen; ``write`` gives the page of agenda and conclusions, ``add`` that of a supplement."""
        self._write, self._add = write, add
        super().__init__(master)

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot: work still to be given, or minutes that are signed; what another office sent is pale."""
        if not writers.is_listed_as_ours(row):
            return "muted", "muted"
        return ("warning" if row.waiting_count else "success" if row.minutes == "signed" else None), None

    # --- One meeting ---

    def form_actions(self, bar: Flow) -> None:
        """What is done with minutes; only what applies now is shown."""
        self._bar = bar
        self.buttons = {
            "write": bar.button("Nội dung, kết luận (Ctrl+1)", "list-ol", self.write_minutes),
            "add": bar.button("Bổ sung biên bản… (Ctrl+1)", "journal-plus", self.write_minutes),
            "sign": bar.button("Ký biên bản…", "pen", self.sign),
            "issue": bar.button("Ban hành thông báo, giao việc… (Ctrl+2)", "patch-check", self.issue),
            "print": bar.button("In biên bản (Ctrl+P)", "printer", self.print_, "quiet"),
            "notice": bar.button("In thông báo", "printer", self.print_notice, "quiet"),
        }

    def _show(self, record: Any | None, again: bool = False) -> None:
        """Read once what hangs on a meeting; words, buttons and lists are told from that."""
        self._now = desk.look(record) if record is not None else None
        super()._show(record, again)

    def record_title(self, record: Any | None) -> str:
        """What was met about, and when."""
        return super().record_title(None) if record is None else f"{record} – {show_date(record.held_on)}"

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """The facts of signed minutes; of a meeting of another office everything."""
        if record is not None and not meetings.is_ours(record):
            return tuple(MEETINGS.columns)
        return FACTS if minutes.is_signed(record) else ()

    def about(self, record: Any | None) -> str:
        """How far minutes and notice are."""
        return self._now.words if self._now is not None else ""

    def showing(self, record: Any | None) -> None:
        """Show the buttons of what can be done now."""
        now = self._now
        ours = now is not None and now.ours
        signed = ours and now is not None and now.signed
        shown = {
            "write": ours and not signed,
            "add": signed,
            "sign": now is not None and ours and not signed and bool(now.matters or now.concluded),
            "issue": now is not None and now.may_issue,
            "print": ours,
            "notice": ours and now is not None and bool(now.concluded or now.notices),
        }
        for name, button in self.buttons.items():
            self._bar.show(button, shown[name])
        if self.pane.delete is not None:
            self._bar.show(self.pane.delete, ours and not signed)

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """The agenda, the conclusions with their tasks, the notices, what was added after signing."""
        now = self._now
        if now is None:
            return
        if now.matters:
            self.matters = self._table(master, "Chương trình họp", MATTERS, now.matters, None)
        if now.concluded:
            self.concluded = self._table(master, "Kết luận", CONCLUDED, now.concluded, self._open_task)
        if now.notices:
            bar = self._lines(master, "Thông báo kết luận")
            for notice in now.notices:
                go = partial(events.publish, events.Open("documents", {}, notice.id))
                bar.button(f"Mở thông báo {desk.paper(notice)}", "box-arrow-up-right", go, "quiet")
        if now.supplements:
            self._lines(master, "Bổ sung sau khi ký")
            for added in now.supplements:
                by = f" · {added.author}" if added.author else ""
                kit.wraplabel(master, f"{show_date(added.added_on)}{by}", "small").pack(fill="x")
                kit.wraplabel(master, str(added.content)).pack(fill="x")

    def _lines(self, master: kit.Frame, title: str) -> Flow:
        gap = kit.px(master, 8)
        kit.label(master, title, "heading").pack(anchor="w", pady=(gap, gap // 2))
        bar = Flow(master)
        bar.pack(fill="x")
        return bar

    def _table(self, master: kit.Frame, title: str, columns: Any, of: Any, on_open: Any) -> Table:
        gap = kit.px(master, 8)
        kit.label(master, title, "heading").pack(anchor="w", pady=(gap, gap // 2))
        made = Table(master, columns, Plain(of), noun="dòng", many=False, on_open=on_open)
        made.tree.configure(height=min(len(of), MOST_SHOWN) + 1)
        made.pack(fill="x")
        return made

    def _open_task(self, place: int) -> None:
        task = self._now.concluded[place].task if self._now is not None else None
        if task is not None:
            events.publish(events.Open("tasks", {}, task))

    def _on_changed(self, news: events.Changed) -> None:
        """What hangs on the meeting in the form changed: tell it anew, unless something is being typed."""
        super()._on_changed(news)
        if news.kind != self.entity.kind and news.kind in self.also_listens and self.winfo_viewable():
            kit.soon(self, self.show_again)

    # --- What is done ---

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: what can be done with the meeting in the form."""
        if self.page is not None:
            yield Command("Lưu tất cả", self.save, "Ctrl+S")
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        now, about = self._now, f"Cuộc họp {self.record}"
        if self.record is None or now is None:
            return
        if now.ours:
            text = "Bổ sung biên bản" if now.signed else "Nội dung, kết luận"
            yield Command(text, self.write_minutes, "Ctrl+1", about=about)
        if now.ours and not now.signed:
            yield Command("Ký biên bản", self.sign, about=about)
        if now.may_issue:
            yield Command("Ban hành thông báo, giao việc", self.issue, "Ctrl+2", about=about)
        if now.ours:
            yield Command("In biên bản", self.print_, "Ctrl+P", about=about)
        if now.ours and (now.concluded or now.notices):
            yield Command("In thông báo kết luận", self.print_notice, about=about)

    def first_answer(self) -> None:
        """Ctrl+1: agenda and conclusions, or what is added to signed minutes."""
        self.write_minutes()

    def second_answer(self) -> None:
        """Ctrl+2: the notice."""
        if self._now is not None and self._now.may_issue:
            self.issue()

    def _meeting(self) -> Any | None:
        """The meeting in the form, saved; None where there is none or something else lies over it."""
        if self.page is not None or not self.may_leave() or self.record is None:
            return None
        return meetings.get(self.record.id)

    def write_minutes(self) -> None:
        """Lay the page of agenda and conclusions over the list, or the one of a supplement."""
        if (meeting := self._meeting()) is not None and meetings.is_ours(meeting):
            page = self._add if minutes.is_signed(meeting) else self._write
            self.lay(page()(self, meeting, self._done))

    def _done(self, what: str, about: str, before: int) -> None:
        self.close_page()
        self.show_again()
        undoing.told(self, what, about, before)

    def sign(self) -> None:
        """Ask for the day, and freeze the minutes."""
        meeting = self._meeting()
        if meeting is None:
            return
        before = undo.mark()

        def take(texts: Mapping[str, str]) -> None:
            minutes.sign(meeting, SIGNING.answers(texts)["signed_on"])

        words = "Ký rồi thì thông tin cuộc họp, chương trình và kết luận không sửa được nữa, chỉ bổ sung."
        known = {"signed_on": show_date(clock.today())}
        if asking.ask(self, "Ký biên bản", SIGNING, (("signed_on",),), take, defaults=known, words=words, ok="Ký"):
            self._done("Đã ký biên bản", str(meeting), before)

    def issue(self) -> None:
        """Ask for number, day and signer; make the notice and the tasks."""
        meeting = self._meeting()
        if meeting is None or self._now is None:
            return
        before, told = undo.mark(), list[str]()

        def take(texts: Mapping[str, str]) -> None:
            asked = ISSUING.answers(texts)
            document, made = issuing.issue(meeting, asked["number"] or "", asked["issued_on"], asked["signer"] or "")
            told.append(f"{document}: {len(made)} nhiệm vụ")

        words = f"{len(self._now.concluded)} kết luận, {self._now.waiting} kết luận sẽ được giao thành nhiệm vụ. "
        words += "Ngày giao là ngày ban hành."
        known = {"issued_on": show_date(clock.today()), "signer": desk.signer()}
        layout = (("number", "issued_on"), ("signer",))
        title = "Ban hành thông báo, giao việc"
        if asking.ask(self, title, ISSUING, layout, take, defaults=known, words=words, ok="Ban hành"):
            self._done("Đã ban hành thông báo kết luận", told[0], before)

    def print_(self) -> None:
        """Print the minutes of the meeting in the form (Ctrl+P)."""
        self._print("biên bản", printed_minutes.prepare)

    def print_notice(self) -> None:
        """Print its last conclusion notice, or the draft of one."""
        self._print("thông báo", printed_notice.prepare)

    def _print(self, what: str, prepare: Callable[[Any], Any]) -> None:
        meeting = self._meeting()
        if meeting is None:
            return
        done = printed.print_and_open(self, what, lambda: prepare(meeting))
        if done is not None:
            kit.toast(self, f"Đã in {what}, {show_whole(done.pages)} trang", str(done.path))
