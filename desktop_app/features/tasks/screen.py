"""The book of tasks: the list, one task, and what is done about it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from desktop_app import clock
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import NOTES, TASKS, TIMELINESS, standing
from desktop_app.rules.dates import show_date
from desktop_app.ui import asking, kit
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Layout
from desktop_app.ui.screen import RecordsScreen

DOTS = {
    "done_in_time": "success",
    "done_late": "violet",
    "done_no_due": "success",
    "open_in_time": "info",
    "open_overdue": "danger",
    "open_no_due": "muted",
}


class TasksScreen(RecordsScreen):
    """Every task, with its state as a dot and in words."""

    entity = TASKS
    service: ClassVar = tasks
    title = "Nhiệm vụ"
    help_page = "tasks"
    table = ("code", "document", "content", "lead_unit", "due_on", "situation")
    form = (
        ("content",),
        ("document", "assigned_on"),
        ("lead_unit",),
        ("cooperating_units",),
        ("due_on", "due_at", "original_due_on"),
        ("supervising_leader", "official"),
        ("kind", "urgency", "needs_confirmation"),
        ("progress", "completed_on"),
        ("deliverable",),
        ("late_reason",),
        ("deliverable_wanted",),
        ("recurrence", "external_ref"),
        ("parent",),
    )
    filters = (NamedFilter("timeliness", "Tình trạng", lambda: TIMELINESS), "lead_unit", "kind")
    also_listens = ("document", "unit", "official", "task_decision", "progress_note")

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says the class, the letters only what is late."""
        timeliness = standing(row).timeliness
        dot = DOTS.get(timeliness or "", "muted")
        return dot, "danger" if dot == "danger" else None

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """The due date of an assigned task moves by an extension only."""
        return ("due_on",) if record is not None else ()

    def new_defaults(self) -> Mapping[str, str]:
        """A new task is assigned today."""
        return {"assigned_on": show_date(clock.today()), "kind": "Thường xuyên", "urgency": "Thường"}

    def filter_words(self, name: str, value: Any) -> str:
        """What a filter from the overview or the reports shows."""
        return tasks.filter_words(name, value) or super().filter_words(name, value)

    def record_title(self, record: Any | None) -> str:
        """The code, and how the task stands."""
        if record is None:
            return "Thêm nhiệm vụ"
        return f"Nhiệm vụ {record.code} – {tasks.situation_of(record)}"

    def form_actions(self, bar: Flow) -> None:
        """What is done about a task besides editing it."""
        for text, icon, work in (
            ("Cập nhật tiến độ…", "chat-left-text", self.add_note),
            ("Báo hoàn thành…", "check2-circle", self.complete),
        ):
            bar.add(kit.button(bar, text, self._about(work), "plain", icon))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Progress notes, decisions and the history of a task, the latest first."""
        notes = [
            (f"{show_date(note.noted_on)} · {note.author}", "\n".join(_said(note))) for note in tasks.notes_of(record)
        ]
        decisions = [
            (f"{show_date(d.decided_on)} · {d}", " – ".join(part for part in (show_date(d.due_on), d.reason) if part))
            for d in tasks.decisions_of(record)
        ]
        history = [(f"{when} · {who} · {what}", words) for when, who, what, words in tasks.history(record)[:30]]
        for title, lines in (
            ("Tình hình thực hiện", notes[::-1]),
            ("Gia hạn, quyết định", decisions[::-1]),
            ("Lịch sử thay đổi", history),
        ):
            if lines:
                kit.label(master, title, "heading").pack(anchor="w", pady=(kit.px(master, 12), 0))
            for head, words in lines:
                kit.wraplabel(master, head, "small").pack(fill="x", pady=(kit.px(master, 4), 0))
                kit.wraplabel(master, words).pack(fill="x")

    def begin(self, name: str) -> None:
        """Ask what an action needs to know about the task in the form, and do it."""
        self._about({"note": self.add_note, "complete": self.complete}[name])()

    def add_note(self, record: Any) -> None:
        """Append a line on how the work stands."""
        layout: Layout = (("noted_on",), ("content",), ("difficulty",), ("proposal",))
        self._ask(
            "Cập nhật tình hình thực hiện", NOTES, layout, lambda texts: tasks.add_note(record, texts), "noted_on"
        )

    def complete(self, record: Any) -> None:
        """Report the work done."""
        layout: Layout = (("completed_on",), ("deliverable",), ("late_reason",))
        self._ask("Báo hoàn thành", TASKS, layout, lambda texts: tasks.complete(record, texts), "completed_on")

    def _ask(
        self,
        title: str,
        entity: Any,
        layout: Layout,
        take: Callable[[dict[str, str]], Any],
        day: str,
        words: str = "",
    ) -> None:
        today = {day: show_date(clock.today())}
        if asking.ask(self, title, entity, layout, take, defaults=today, words=words):
            self.show_again()

    def _about(self, work: Callable[[Any], None]) -> Callable[[], None]:
        def run() -> None:
            if self.record is not None and self.may_leave():
                work(tasks.get(self.record.id))

        return run


def _said(note: Any) -> list[str]:
    lines = [note.content]
    lines += [f"Khó khăn, vướng mắc: {note.difficulty}"] if note.difficulty else []
    lines += [f"Đề xuất, kiến nghị: {note.proposal}"] if note.proposal else []
    return lines
