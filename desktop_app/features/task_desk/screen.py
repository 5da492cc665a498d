"""The book of tasks: the list, one task, and exactly what can be done about it now."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from desktop_app import clock, errors
from desktop_app.features.task_classes.service import WAITS
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_desk.columns import ACTIONS, BY_NAME
from desktop_app.features.task_story import service as story
from desktop_app.features.task_story.columns import Line
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS, TIMELINESS, standing
from desktop_app.records import undo
from desktop_app.rules.dates import show_date
from desktop_app.ui import asking, dialogs, kit, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
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
        ("late_reason*2", "late_cause"),
        ("deliverable_wanted",),
        ("due_workdays", "repeats", "recurrence"),
        ("parent", "external_ref"),
    )
    filters = (
        NamedFilter("timeliness", "Tình trạng", lambda: TIMELINESS),
        NamedFilter("waits", "Chờ xử lý", lambda: WAITS),
        "lead_unit",
        "kind",
    )
    also_listens = ("document", "unit", "official", "task_decision", "task_request", "progress_note")
    tells_story = False

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says the class, the letters only what is late."""
        timeliness = standing(row).timeliness
        dot = DOTS.get(timeliness or "", "muted")
        return dot, "danger" if dot == "danger" else None

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What another office writes, and the due date of an assigned task."""
        return desk.locked(record)

    def about(self, record: Any | None) -> str:
        """Whose the locked half is, and where the task comes from."""
        return desk.about(record)

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
        """What is done about a task besides editing it; only what applies now is shown."""
        self.buttons: dict[str, kit.Button] = {}
        for action in ACTIONS:
            if not action.rare:
                made = kit.button(bar, f"{action.text}…", partial(self.begin, action.name), "plain", action.icon)
                self.buttons[action.name] = made
                bar.add(made)
        self.more = kit.button(bar, "Việc khác…", self.open_menu, "plain", "three-dots")
        bar.add(self.more)
        self._bar, self._rare = bar, list[str]()

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers, what can be done about the task in the form now."""
        for name in desk.allowed(self.record) if self.record is not None else ():
            yield Command(BY_NAME[name].text, partial(self.begin, name), about=f"Nhiệm vụ {self.record}")
        yield from super().commands()

    def showing(self, record: Any | None) -> None:
        """Show the buttons of what can be done about the record now, and hide the others."""
        may = desk.allowed(record) if record is not None else ()
        for name, button in self.buttons.items():
            self._bar.show(button, name in may)
        self._rare = [name for name in may if BY_NAME[name].rare]
        self._bar.show(self.more, bool(self._rare))
        if self.pane.delete is not None:
            self._bar.show(self.pane.delete, desk.may_delete(record))

    def open_menu(self) -> None:
        """The rarer actions, under their button."""
        self.menu = kit.Menu(self, tearoff=False)
        for name in self._rare:
            ask = "" if not BY_NAME[name].layout else "…"
            self.menu.add_command(label=f"{BY_NAME[name].text}{ask}", command=partial(self.begin, name))
        self.menu.tk_popup(self.more.winfo_rootx(), self.more.winfo_rooty() + self.more.winfo_height())

    def begin(self, name: str, about: int | None = None) -> None:
        """Ask what an action needs to know about the task in the form, and do it."""
        if self.record is None or not self.may_leave():
            return
        record, action = tasks.get(self.record.id), BY_NAME[name]
        words = desk.words(record, name, about)
        if not action.layout:
            if dialogs.ask_yes_no(self, action.text, words):
                self._do(record, name)
            return
        today = {action.day: show_date(clock.today())} if action.day else {}
        texts = today | desk.proposed(record, name, about)
        take, before = partial(desk.do, record, name, about=about), undo.mark()
        kept = f"{record.uid}-{name}-{about or ''}"
        asked = (action.text, action.entity, action.layout, take)
        if asking.ask(self, *asked, defaults=texts, words=words, draft=kept):
            undoing.told(self, action.text, f"Đã ghi vào nhiệm vụ {record.code}", before)
            self.show_again()

    def _do(self, record: Any, name: str) -> None:
        before = undo.mark()
        try:
            desk.do(record, name, {})
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa làm được", f"{refused}.")
        else:
            undoing.told(self, BY_NAME[name].text, f"Đã ghi vào nhiệm vụ {record.code}", before)
        self.show_again()

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """The whole story of a task: what waits for an answer, its parts, notes, decisions, changes."""
        gap = kit.px(master, 4)
        for section in story.story(record):
            kit.label(master, section.title, "heading").pack(anchor="w", pady=(3 * gap, 0))
            for line in section.lines:
                if line.head:
                    kit.wraplabel(master, line.head, "small").pack(fill="x", pady=(gap, 0))
                if line.words:
                    kit.wraplabel(master, line.words).pack(fill="x")
                self._line_buttons(master, line)

    def _line_buttons(self, master: kit.Frame, line: Line) -> None:
        if not line.presses and line.opens is None:
            return
        bar = Flow(master)
        bar.pack(fill="x", pady=(kit.px(master, 4), 0))
        for press in line.presses:
            begin = partial(self.begin, press.action, press.about)
            bar.button(f"{press.text}…", press.icon, begin)
        if line.opens is not None:
            bar.button("Mở", "box-arrow-up-right", partial(self.open, {}, line.opens), "quiet")
