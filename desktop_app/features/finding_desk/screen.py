"""All findings of all rounds, where each stands, and exactly what can be done about it now."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from desktop_app import events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.finding_desk import service as desk
from desktop_app.features.findings import service as findings
from desktop_app.features.findings.columns import FINDING_DECISIONS, FINDINGS, REMEDIATIONS, look, situation
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import undo, writers
from desktop_app.rules.dates import show_date
from desktop_app.ui import asking, dialogs, kit, undoing
from desktop_app.ui.attached import Attached
from desktop_app.ui.command import Command
from desktop_app.ui.filters import Days, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.screen import RecordsScreen

REPORTED = (("reported_on", "done_on", "author"), ("content",))
DECIDED = (("decided_on", "decided_by"), ("words",), ("paper",))
WITH_TERM = (("decided_on", "due_on", "decided_by"), ("words",), ("paper",))
GIVEN = (("content",), ("lead_unit", "supervising_leader"), ("assigned_on", "due_on", "needs_confirmation"))
ACTS = {
    findings.KINDS.ACCEPTED: ("Xác nhận (Ctrl+1)…", "check2-circle", DECIDED),
    findings.KINDS.REFUSED: ("Chưa đạt (Ctrl+2)…", "x-circle", WITH_TERM),
    findings.KINDS.EXTENDED: ("Gia hạn…", "calendar-plus", WITH_TERM),
    findings.KINDS.DROPPED: ("Thôi yêu cầu…", "slash-circle", DECIDED),
}


class FindingsScreen(RecordsScreen):
    """Findings are written in minutes; here their remediation is followed."""

    entity = FINDINGS
    service: ClassVar = findings
    title = "Khắc phục"
    help_page = "findings"
    table = (
        "content",
        "party_name",
        "inspected_on",
        "due_now",
        "situation",
        "urged_count",
        "repeated",
        "task",
        "writer",
    )
    form = (("content", "demand"), ("topic", "clause"), ("due_on", "due_now", "situation", "task"))
    filters = (
        NamedFilter("state", "Tình trạng", lambda: findings.STATES),
        NamedFilter("unit", "Đơn vị", lambda: findings.units_asked()),
        NamedFilter("round_type", "Loại", lambda: findings.TYPES),
    )
    more_filters = (
        NamedFilter("repeated", "Lặp lại", lambda: findings.REPEATED),
        Days("inspected_on"),
        Days("due_now"),
        NamedFilter("written", "Nơi ghi", lambda: writers.WRITTEN),
    )
    also_listens = ("remediation", "finding_decision", "inspected_party", "task", "task_decision", "unit")
    nothing_yet = "Chưa có tồn tại nào; tồn tại được ghi trong biên bản ở mục Kiểm tra"

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says where it stands, in the colours of tasks."""
        return look(row)

    def new(self) -> None:
        """Findings are written in minutes: go there."""
        if self.may_leave():
            kit.toast(self, "Tồn tại được ghi trong biên bản", "Mở lượt kiểm tra, rồi mở biên bản của đơn vị", "info")
            events.publish(events.Open("inspections"))

    # --- One finding ---

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """Signed minutes stay as they are."""
        return tuple(FINDINGS.columns) if record is None or not findings.is_draft(record) else ()

    def record_title(self, record: Any | None) -> str:
        """Who it was found at, and when."""
        if record is None:
            return super().record_title(None)
        return f"{record.party}, kiểm tra ngày {show_date(record.party.inspected_on)}"

    def about(self, record: Any | None) -> str:
        """Round, who has to see to it, where it stands."""
        if record is None:
            return ""
        [row] = findings.find().rows([record.id])
        words = f"Lượt {row.round_code}; đơn vị phụ trách: {row.unit or 'chưa ghi'}; {situation(row).lower()}."
        if findings.is_draft(record):
            return f"{words} Biên bản chưa ký, ký rồi mới theo dõi khắc phục."
        if not writers.is_ours(record):
            words += f" Do {row.writer} kiểm tra; nơi đó xác nhận khắc phục."
        return f"{words} {desk.follows(record)}".strip()

    def form_actions(self, bar: Flow) -> None:
        """What may be done now; only what applies is shown."""
        self._bar = bar
        self.opening = bar.button("Mở biên bản", "clipboard-check", self.open_minutes, "quiet")
        self.task = bar.button("Mở nhiệm vụ", "list-check", self.open_task, "quiet")
        self.giving = bar.button("Giao thành nhiệm vụ…", "send", self.give_task)
        self.acts = {}
        for kind, (words, icon, _) in reversed(ACTS.items()):
            self.acts[kind] = kit.button(bar, words, partial(self.decide, kind), "plain", icon)
            bar.add(self.acts[kind])
        self.reporting = bar.button("Báo cáo khắc phục…", "journal-text", self.report)

    def showing(self, record: Any | None) -> None:
        """Show the buttons of what can be done about the record now, and hide the others."""
        may = findings.allowed(record) if record is not None else ()
        task = findings.task_of(record) if record is not None else None
        for kind, button in self.acts.items():
            self._bar.show(button, kind in may)
        self._bar.show(self.reporting, record is not None and findings.may_report(record))
        self._bar.show(self.giving, record is not None and desk.may_give(record))
        self._bar.show(self.task, task is not None)
        self._bar.show(self.opening, record is not None)
        if self.pane.delete is not None:
            self._bar.show(self.pane.delete, record is not None and findings.is_draft(record))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """What it repeats, and what happened since."""
        gap = kit.px(master, 4)
        if before := findings.earlier(record):
            kit.label(master, f"Lặp lại lần {findings.times(before)}", "warning").pack(anchor="w", pady=(gap, 0))
            for one in before:
                words = (
                    f"{one.party.round.code}, {show_date(one.party.inspected_on)}: {' '.join(one.content.split())[:80]}"
                )
                kit.button(master, words, partial(self.open, {}, one.id), "quiet", "arrow-repeat").pack(anchor="w")
        kit.label(master, "Diễn biến", "heading").pack(anchor="w", pady=(2 * gap, 0))
        for told in reversed(desk.history(record)):
            head = " · ".join(part for part in (show_date(told.day), told.what, told.who) if part)
            kit.wraplabel(master, head, "small").pack(fill="x", pady=(gap, 0))
            if told.words:
                kit.wraplabel(master, told.words).pack(fill="x")
        Attached(master, attachments, self.entity.kind, record.uid).pack(fill="x")

    def open_minutes(self) -> None:
        """The minutes in which it stands."""
        if self.record is not None:
            events.publish(events.Open("inspections", {"party": self.record.party_id}))

    def open_task(self) -> None:
        """The task it became."""
        if self.record is not None and (task := findings.task_of(self.record)) is not None:
            events.publish(events.Open("tasks", {}, task.id))

    # --- What is done about it ---

    def first_answer(self) -> None:
        """Ctrl+1: it is remedied."""
        self._begin(findings.KINDS.ACCEPTED)

    def second_answer(self) -> None:
        """Ctrl+2: it is not."""
        self._begin(findings.KINDS.REFUSED)

    def _begin(self, kind: Any) -> None:
        if not self.editing and self.rows.ids:
            self._open_row((self.rows.selected or list(self.rows.ids))[0])
        elif self.record is not None and kind in findings.allowed(self.record):
            self.decide(kind)

    def report(self) -> None:
        """What the inspected party says it has done."""
        self._ask("Báo cáo khắc phục", REMEDIATIONS, REPORTED, findings.report, desk.report_texts())

    def decide(self, kind: Any) -> None:
        """What the office decides."""
        texts = desk.decision_texts()
        self._ask(kind.label, FINDING_DECISIONS, ACTS[kind][2], partial(_decide, kind), texts)

    def give_task(self) -> None:
        """A task out of it; from then on it stands where the task does."""
        words = "Nhiệm vụ có trong sổ nhiệm vụ; từ nay tình trạng khắc phục theo nhiệm vụ đó."
        record = self.record
        if record is not None and not writers.is_ours(record):
            words = "Nhiệm vụ có trong sổ nhiệm vụ; xong việc vẫn phải bấm “Báo cáo khắc phục…” để báo nơi kiểm tra."
        texts = desk.task_texts(record) if record is not None else {}
        if record is not None and record.due_on and not texts["due_on"]:
            words += " Thời hạn khắc phục đã qua: hãy ghi thời hạn mới, để trống thì việc không có hạn."
        self._ask("Giao thành nhiệm vụ", TASKS, GIVEN, desk.give_task, texts, words)

    def _ask(
        self, title: str, entity: Any, layout: Any, work: Callable[[Any, Any], Any], texts: Any, words: str = ""
    ) -> None:
        if self.record is None or not self.may_leave():
            return
        record, before = findings.get(self.record.id), undo.mark()
        content = " ".join(record.content.split())
        words = words or (content if len(content) <= 200 else f"{content[:199]}…")
        kept = f"{record.uid}-{title}"
        if asking.ask(self, title, entity, layout, partial(work, record), defaults=texts, words=words, draft=kept):
            undoing.told(self, title, f"Đã ghi vào tồn tại của {record.party}", before)
            self.show_again()

    def delete(self) -> None:
        """Only findings of minutes that are not signed."""
        ids = [self.record.id] if self.record is not None else self.rows.selected
        if len(ids) == 1 and not findings.is_draft(findings.get(ids[0])):
            words = "Biên bản đã ký nên tồn tại không xóa được; không cần khắc phục nữa thì bấm “Thôi yêu cầu…”."
            dialogs.warn(self, "Chưa xóa tồn tại", words)
            return
        super().delete()

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: what can be done about the finding in the form."""
        for command in super().commands():
            if not command.words.startswith("Thêm "):
                yield command
        if self.record is None:
            return
        about = f"Tồn tại của {self.record.party}"
        may = findings.allowed(self.record)
        if findings.may_report(self.record):
            yield Command("Báo cáo khắc phục", self.report, about=about)
        if desk.may_give(self.record):
            yield Command("Giao thành nhiệm vụ", self.give_task, about=about)
        for kind in ACTS:
            if kind in may:
                yield Command(kind.label, partial(self.decide, kind), about=about)
        yield Command("Mở biên bản của tồn tại", self.open_minutes, about=about)


def _decide(kind: Any, record: Any, texts: dict[str, str]) -> Any:
    return findings.decide(record, kind, texts)
