"""Documents: the register, and a notice typed together with its tasks by keyboard alone."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from desktop_app import errors, events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import CATEGORIES, DOCUMENTS, done_words
from desktop_app.features.tasks.columns import TASKS, look
from desktop_app.records import undo
from desktop_app.ui import asking, dialogs, kit, undoing
from desktop_app.ui.command import Command
from desktop_app.ui.filters import Days, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.grid import Grid
from desktop_app.ui.screen import RecordsScreen
from desktop_app.ui.table import Table

SECRET = "Không nhập văn bản có độ mật (Mật, Tối mật, Tuyệt mật), kể cả trích yếu."
HEAD = (("type", "number", "issued_on", "category"), ("subject*4", "issuer*3", "meeting*3"))
GIVEN = ("code", "content", "lead_unit", "due_on", "situation")
MOST_SHOWN = 12  # lines of a document's tasks that are seen at once
GRID = ("content", "lead_unit", "cooperating_units", "due_on", "due_workdays", "supervising_leader")


class DocumentsScreen(RecordsScreen):
    """Every document that assigns, urges or reports."""

    entity = DOCUMENTS
    service: ClassVar = documents
    files: ClassVar = attachments
    title = "Văn bản giao việc"
    help_page = "documents"
    table = ("number", "issued_on", "type", "subject", "issuer", "task_count", "done_words")
    form = (
        ("type", "number", "issued_on"),
        ("subject",),
        ("issuer",),
        ("meeting",),
        ("category", "urgency", "no_tasks"),
        ("signer",),
        ("incoming_number", "incoming_on"),
        ("note",),
    )
    filters = ("type", "issuer", "category", NamedFilter("by_tasks", "Nhiệm vụ", lambda: documents.BY_TASKS))
    more_filters = ("urgency", "meeting", "no_tasks", Days("issued_on"), Days("incoming_on"))
    also_listens = ("task", "task_decision", "unit", "meeting", "document_category")

    def __init__(self, master: kit.Misc) -> None:
        self.notice: NoticeView | None = None
        super().__init__(master)

    def new_defaults(self) -> Mapping[str, str]:
        """Most papers are our own."""
        return {"issuer": documents.own_name()}

    def extra_actions(self, bar: Flow) -> None:
        """A notice with its tasks in one go, and the categories kept out of statistics."""
        bar.button("Nhập văn bản kèm nhiệm vụ (Ctrl+P)", "journal-plus", self.print_)
        bar.button("Thêm loại thống kê…", "tags", self.add_category)

    def form_actions(self, bar: Flow) -> None:
        """From a document to its tasks."""
        bar.button("Thêm nhiệm vụ của văn bản", "journal-plus", self._more_tasks)
        bar.button("Xem các nhiệm vụ", "list-check", self._tasks)

    def about(self, record: Any | None) -> str:
        """How many of its tasks are done; that it gives none, or that none has been typed yet."""
        if record is None:
            return ""
        [row] = documents.find().rows([record.id])
        if row.task_count or row.no_tasks:
            return f"Nhiệm vụ của văn bản: {done_words(row)}."
        return ""

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Its tasks with their state, opened by Return or a double click; the rule about secrets, where people type."""
        gap = kit.px(master, 8)
        rows = documents.tasks_of(record)
        if count := rows.count():
            kit.label(master, "Các nhiệm vụ giao tại văn bản", "heading").pack(anchor="w", pady=(gap, gap // 2))
            columns = TASKS.pick(GIVEN)
            self.given = Table(master, columns, rows, noun="nhiệm vụ", many=False, look=look, on_open=self._open_task)
            self.given.tree.configure(height=min(count, MOST_SHOWN) + 1)
            self.given.pack(fill="x")
        kit.wraplabel(master, SECRET, "small").pack(fill="x", pady=(gap, 0))

    def _open_task(self, record_id: int) -> None:
        events.publish(events.Open("tasks", {}, record_id))

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: a notice with its tasks, and the way from a document to its tasks."""
        if self.notice is not None:
            yield Command("Lưu tất cả", self.save, "Ctrl+S")
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield Command("Nhập văn bản kèm nhiệm vụ", self.print_, "Ctrl+P", also="thông báo kết luận giao việc")
        if self.record is not None:
            yield Command("Thêm nhiệm vụ của văn bản", self._more_tasks, about=f"Văn bản {self.record}")
            yield Command("Xem các nhiệm vụ của văn bản", self._tasks, about=f"Văn bản {self.record}")
        yield Command("Thêm loại thống kê", self.add_category)
        yield from super().commands()

    def filter_words(self, name: str, value: Any) -> str:
        """What a filter from elsewhere shows."""
        if name == "counted":
            return "Tính vào thống kê" if value else "Không tính vào thống kê"
        return super().filter_words(name, value)

    def add_category(self) -> None:
        """A sort of documents kept apart, counted or not."""
        layout = (("name",), ("counted",))
        begin = {"counted": "x"}
        asked = ("Loại thống kê", CATEGORIES, layout, documents.save_category)
        asking.ask(self, *asked, defaults=begin, draft=f"{CATEGORIES.kind}-moi")

    # --- A notice with its tasks ---

    def print_(self) -> None:
        """Ctrl+P here begins a document together with its tasks."""
        if self.notice is None and self.may_leave():
            self._open_notice(None)

    def save(self) -> bool:
        """Save the form, or the notice with its tasks."""
        return self.notice.save() if self.notice is not None else super().save()

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        return self.notice.may_leave() if self.notice is not None else super().may_leave()

    def back(self) -> None:
        """Leave the notice, or the form, for the list."""
        if self.notice is None:
            super().back()
        elif self.notice.may_leave():
            self.close_notice()

    def new(self) -> None:
        """A new document without tasks."""
        if self.notice is None:
            super().new()

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002 - the protocol's names
        """Show rows or a record; a notice being typed is left first."""
        if self.notice is not None:
            if not self.notice.may_leave():
                return
            self.close_notice()
        super().open(filter, id)

    def close_notice(self) -> None:
        """Back from the notice to the list."""
        if self.notice is not None:
            self.notice.destroy()
            self.notice = None
            self.refresh()
            self.rows.tree.focus_set()

    def _open_notice(self, record: Any | None) -> None:
        self.notice = NoticeView(self, record)
        self.notice.place(x=0, y=0, relwidth=1, relheight=1)
        self.notice.begin()

    def _more_tasks(self) -> None:
        if self.record is not None and self.may_leave():
            self._open_notice(documents.get(self.record.id))

    def _tasks(self) -> None:
        if self.record is not None:
            events.publish(events.Open("tasks", {"document": self.record.id}))


class NoticeView(kit.Frame):
    """A document above, its tasks below: typed once, saved all or nothing."""

    def __init__(self, screen: DocumentsScreen, record: Any | None) -> None:
        super().__init__(screen, padding=kit.px(screen, 16))
        self.screen, self.record = screen, record
        gap = kit.px(self, 8)
        head = kit.Frame(self)
        head.pack(fill="x")
        kit.button(head, "Quay lại danh sách (Esc)", screen.back, "quiet", "arrow-left").pack(side="left")
        title = "Nhập văn bản kèm nhiệm vụ" if record is None else f"Thêm nhiệm vụ của {record}"
        kit.label(head, title, "heading").pack(side="left", padx=gap)
        kit.button(head, "Lưu tất cả (Ctrl+S)", screen.save, "primary", "check2").pack(side="right")
        defaults = {"type": "Thông báo kết luận", **screen.new_defaults()}
        self.form = Form(
            self, DOCUMENTS, HEAD, defaults=defaults, scrolled=False, locked=DOCUMENTS.columns if record else ()
        )
        self.form.pack(fill="x", pady=(gap, 0))
        kit.wraplabel(self, SECRET, "small").pack(fill="x")
        kit.label(self, "Các nhiệm vụ giao tại văn bản", "heading").pack(anchor="w", pady=(gap, kit.px(self, 4)))
        widths = {"content": 50, "lead_unit": 26, "cooperating_units": 24}
        self.grid_ = Grid(self, TASKS, GRID, widths=widths, beside=self._assigned)
        self.grid_.pack(fill="both", expand=True)

    def _assigned(self) -> dict[str, str]:
        """The tasks are assigned on the day of the document."""
        return {"assigned_on": self.form.fields["issued_on"].get()}

    def begin(self) -> None:
        """Show what is there, offer a draft, and give the keys to the first thing to type."""
        self.form.show_record(self.record)
        name = self.record.uid if self.record is not None else "moi"
        if self.record is None:
            self.form.keep_draft(f"notice-{name}")
            self.form.focus_first()
        else:
            self.grid_.focus_first()
        self.grid_.keep_draft(f"notice-tasks-{name}")

    def save(self) -> bool:
        """Save the document and all its tasks, or say what is wrong where it stands."""
        rows, before = self.grid_.rows(), undo.mark()
        self.form.complain({})
        self.grid_.clear_problems()
        try:
            texts = self.form.texts() if self.record is None else {}
            document, kept = documents.save_with_tasks(texts, rows, self.record)
        except errors.RefusedRows as refused:
            for place, problems in refused.rows.items():
                self.grid_.complain(place, problems)
            self.form.complain(refused.problems)
            return False
        except errors.Refused as refused:
            self.form.complain(refused.problems)
            return False
        except errors.Failed as failed:
            self.form.say(f"{failed}.")
            return False
        self.form.saved()
        self.grid_.saved()
        undoing.told(self.screen, "Đã lưu văn bản", f"{document}: {len(kept)} nhiệm vụ", before)
        self.screen.close_notice()
        return True

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        if not (self.form.dirty or self.grid_.dirty):
            return True
        answer = dialogs.ask_unsaved(self, "Văn bản và các nhiệm vụ đang nhập")
        if answer == "save":
            return self.save()
        if answer == "discard":
            self.form.saved()
            self.grid_.saved()
        return answer == "discard"
