"""The book of tasks: the list, one task, and exactly what can be done about it now."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from desktop_app import clock, errors, events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.task_bulk.service import BULK, Bulk
from desktop_app.features.task_classes.service import TERMS, WAITS
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_desk.columns import ACTIONS, BY_NAME
from desktop_app.features.task_repeat import service as repeat
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_rules.service import Facts
from desktop_app.features.task_slip import service as slip
from desktop_app.features.task_story import service as story
from desktop_app.features.task_story.columns import Line, Section
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS, TIMELINESS, look
from desktop_app.records import undo
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit, printed, undoing
from desktop_app.ui.bulk import BulkAction
from desktop_app.ui.command import Command
from desktop_app.ui.filters import Days, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.screen import RecordsScreen
from desktop_app.ui.story import see_more


def _proposed(bulk: Bulk) -> Mapping[str, str]:
    """What a window for many tasks begins with."""
    return {bulk.day: show_date(clock.today())} if bulk.day else {}


class TasksScreen(RecordsScreen):
    """Every task, with its state as a dot and in words."""

    entity = TASKS
    service: ClassVar = tasks
    files: ClassVar = attachments
    title = "Nhiệm vụ"
    help_page = "tasks"
    table = ("code", "given_by", "content", "lead_unit", "due_on", "situation", "original_due_on", "days_late_original")
    form = (
        ("content",),
        ("document", "assigned_on"),
        ("lead_unit",),
        ("cooperating_units",),
        ("due_on", "due_workdays", "due_at", "original_due_on"),
        ("supervising_leader", "official"),
        ("kind", "urgency", "needs_confirmation"),
        ("progress", "completed_on"),
        ("deliverable",),
        ("late_reason*2", "late_cause"),
        ("deliverable_wanted",),
        ("repeats", "recurrence"),
        ("parent", "external_ref"),
    )
    filters = (
        NamedFilter("timeliness", "Tình trạng", lambda: TIMELINESS),
        NamedFilter("waits", "Chờ xử lý", lambda: WAITS),
        NamedFilter("terms", "Gia hạn, tạm dừng", lambda: TERMS),
        "lead_unit",
    )
    more_filters = (
        "kind",
        NamedFilter("held_by", "Đang giữ", desk.holders_now),
        "urgency",
        "supervising_leader",
        "official",
        "document",
        "cooperating_units",
        Days("due_on"),
        Days("assigned_on"),
        Days("completed_on"),
    )
    bulk_actions = tuple(
        BulkAction(
            bulk.name, bulk.text, bulk.icon, bulk.questions, bulk.layout, bulk.work, defaults=partial(_proposed, bulk)
        )
        for bulk in BULK
    )
    also_listens = ("document", "unit", "official", "task_decision", "task_request", "progress_note", "task_step")
    tells_story = False
    _now: Facts | None = None  # while a task is put into the form

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says the class, the letters only what is late."""
        return look(row)

    def extra_actions(self, bar: Flow) -> None:
        """The way in for a register kept in Excel; what recurs and is due to be made again, when there is any."""
        begin = events.Open("import", {"begin": "file"})
        bar.button("Nhập sổ từ Excel…", "file-earmark-spreadsheet", partial(events.publish, begin))
        self._head = bar
        self.repeats = bar.button("Tạo việc đến kỳ…", "arrow-repeat", self.make_repeats)
        bar.show(self.repeats, bool(repeat.due()))

    def _refresh(self) -> None:
        super()._refresh()
        self._head.show(self.repeats, bool(repeat.due()))

    def make_repeats(self) -> None:
        """Make the next one of every recurring task whose day has come, as proposed."""
        ids = repeat.due()
        self.open({"waits": "repeat"})
        asked = f"Tạo kỳ tiếp theo của {len(ids)} việc định kỳ đang hiện trong danh sách?"
        if not ids or not dialogs.ask_yes_no(self, "Tạo việc đến kỳ", asked, "Tạo"):
            return
        made = repeat.create_due(ids)
        self.show_made([task.id for task in made.tasks])
        if made.refused:
            told = "\n".join(f"{code}: {words}" for code, words in made.refused.items())
            dialogs.warn(self, f"Đã tạo {len(made.tasks)} việc; còn {len(made.refused)} việc chưa tạo được", told)
        else:
            kit.toast(
                self, f"Đã tạo {len(made.tasks)} việc kỳ tiếp theo", ", ".join(str(t.code) for t in made.tasks[:5])
            )

    def show_made(self, ids: list[int]) -> None:
        """Show the list with what was just made chosen in it, whatever it was narrowed to before."""
        self.refresh()
        if ids:
            self.open({"made": tuple(ids)})
            self.rows.choose(ids)

    def print_(self) -> None:
        """Print the slip of the task in the form, or of the tasks chosen in the list (Ctrl+P)."""
        if not self.may_leave():
            return
        ids = [self.record.id] if self.editing and self.record is not None else self.rows.selected
        done = printed.print_and_open(self, "phiếu giao việc", lambda: slip.slips(ids))
        if done is not None:
            kit.toast(self, f"Đã in phiếu giao việc, {show_whole(done.pages)} trang", str(done.path))

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What another office writes, and the due date of an assigned task."""
        return desk.locked(record)

    def about(self, record: Any | None) -> str:
        """Whose the locked half is, and where the task comes from."""
        return desk.about(record, self._now)

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
        self.slip = kit.button(bar, "In phiếu giao việc (Ctrl+P)", self.print_, "quiet", "printer")
        bar.add(self.slip)
        self._bar, self._rare = bar, list[str]()

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers, what can be done about the task in the form now."""
        for name in desk.allowed(self.record) if self.record is not None else ():
            yield Command(BY_NAME[name].text, partial(self.begin, name), about=f"Nhiệm vụ {self.record}")
        yield from super().commands()

    def showing(self, record: Any | None) -> None:
        """Show the buttons of what can be done about the record now, and hide the others."""
        may = desk.allowed(record, self._now) if record is not None else ()
        for name, button in self.buttons.items():
            self._bar.show(button, name in may)
        self._rare = [name for name in may if BY_NAME[name].rare]
        self._bar.show(self.more, bool(self._rare))
        self._bar.show(self.slip, record is not None)
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
        take, mark = partial(desk.do, record, name, about=about), undo.mark()
        layout = desk.layout(record, name)
        before = self._waiting()
        kept = f"{record.uid}-{name}-{about or ''}"
        if asking.ask(self, action.text, action.entity, layout, take, defaults=texts, words=words, draft=kept):
            undoing.told(self, action.text, f"Đã ghi vào nhiệm vụ {record.code}", mark)
            self._go_on(before)

    def first_answer(self) -> None:
        """Ctrl+1: yes to what waits for a decision about the task in the form, or the first of those listed."""
        self._answer(1)

    def second_answer(self) -> None:
        """Ctrl+2: no to it."""
        self._answer(2)

    def _answer(self, place: int) -> None:
        if not self.editing and self.rows.ids:
            self._open_row((self.rows.selected or list(self.rows.ids))[0])
            return  # what is decided about is seen first
        answer = desk.answers(self.record).get(place) if self.editing and self.record is not None else None
        if answer is not None:
            self.begin(answer.action, answer.about)

    def _waiting(self) -> list[int]:
        """Those that wait to be decided one after another, in the order of the list; none without that filter."""
        return list(self.list.find().ids()) if self.bar.where().get("waits") in desk.ONE_BY_ONE else []

    def _go_on(self, before: list[int]) -> None:
        """After a decision: the next task that waits where those that wait are listed, else the same again."""
        after = self._waiting()
        if self.record is None or self.record.id not in before or self.record.id in after:
            self.show_again()
            return
        left = set(after)
        following = [record_id for record_id in before[before.index(self.record.id) :] if record_id in left]
        self._refresh()
        if not after:
            self._close_form()
            self.rows.tree.focus_set()
            kit.toast(self, "Đã quyết định hết", "Không còn nhiệm vụ nào chờ ở đây")
            return
        chosen = following[0] if following else after[0]
        self._show(tasks.get(chosen))
        self.rows.choose([chosen])
        self.pane.form.focus_first()

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
        self._told = kit.Frame(master)
        self._told.pack(fill="x")
        self._tell(record)

    def _on_changed(self, news: events.Changed) -> None:
        """A file added or taken out is told in the story at once, whatever is being typed above it."""
        super()._on_changed(news)
        if news.kind == attachments.entity.kind and self.editing and self.record is not None:
            kit.soon(self, self._tell_again)

    def _show(self, record: Any | None, again: bool = False) -> None:
        """Read once what is so of a task; words, buttons and story are told from that."""
        self._now = rules.facts(record) if record is not None else None
        super()._show(record, again)
        self._now = None  # whatever is asked later is read afresh

    def _tell_again(self) -> None:
        if self.editing and self.record is not None and self._told.winfo_exists():
            for child in self._told.winfo_children():
                child.destroy()
            self._tell(self.record)

    def _tell(self, record: Any) -> None:
        for section in story.story(record, self._now):
            part = kit.Frame(self._told) if section.left else self._told  # what is told anew has a frame of its own
            if part is not self._told:
                part.pack(fill="x")
            self._tell_part(part, section, record)

    def _tell_part(self, master: kit.Frame, section: Section, record: Any) -> None:
        """Write one part of the story; where older lines are left, the button that tells them as well."""
        gap = kit.px(master, 4)
        kit.label(master, section.title, "heading").pack(anchor="w", pady=(3 * gap, 0))
        for line in section.lines:
            if line.head:
                kit.wraplabel(master, line.head, "small").pack(fill="x", pady=(gap, 0))
            if line.words:
                kit.wraplabel(master, line.words).pack(fill="x")
            self._line_buttons(master, line)

        def more() -> None:
            for child in master.winfo_children():
                child.destroy()
            self._tell_part(master, story.changes(record, 10 * len(section.lines)), record)

        if section.left:
            see_more(master, len(section.lines), section.left, more)

    def _line_buttons(self, master: kit.Frame, line: Line) -> None:
        if not (line.presses or line.leads or line.lists or line.opens is not None):
            return
        bar = Flow(master)
        bar.pack(fill="x", pady=(kit.px(master, 4), 0))
        for press in line.presses:
            begin = partial(self.begin, press.action, press.about)
            bar.button(f"{press.text}…", press.icon, begin)
        if line.opens is not None:
            bar.button("Mở", "box-arrow-up-right", partial(self.open, {}, line.opens), "quiet")
        if line.leads is not None:
            go = partial(events.publish, events.Open(line.leads[0], {}, line.leads[1]))
            bar.button("Mở cuộc họp", "box-arrow-up-right", go, "quiet")
        if line.lists is not None:
            bar.button("Xem trong danh sách", "list-ul", partial(self.open, line.lists), "quiet")
