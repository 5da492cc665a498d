"""One record beside or over its list: its title, its form, and what can be done with it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop_app.records import Entity
from desktop_app.ui import kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form, Layout


class Pane(kit.Frame):
    """A form with its frame; the screen decides what saving and leaving mean."""

    def __init__(
        self,
        master: kit.Misc,
        entity: Entity[Any],
        layout: Layout,
        *,
        defaults: Mapping[str, str],
        on_save: Callable[[], Any],
        on_leave: Callable[[], Any],
        on_delete: Callable[[], Any] | None,
        more_actions: Callable[[Flow], Any],
    ) -> None:
        """Build the pane.

        Args:
            master: where it lives.
            entity: what kind of record it shows.
            layout: the rows of the form.
            defaults: what a new record begins with.
            on_save: the button that saves, and Ctrl+S.
            on_leave: the button back to the list, and Esc.
            on_delete: the button that deletes; None where records of this kind stay.
            more_actions: adds the screen's own buttons.
        """
        super().__init__(master, padding=(kit.px(master, 14), 0, 0, 0))
        head = kit.Frame(self)
        head.pack(fill="x", pady=(0, kit.px(self, 8)))
        self.back = kit.button(head, "Quay lại danh sách (Esc)", on_leave, "quiet", "arrow-left")
        self.title = kit.wraplabel(head, role="heading", wraplength=kit.px(self, 200), borderwidth=0)
        self.title.pack(side="left", fill="x", expand=True)
        self.status = kit.label(head, role="bold")
        self.status.pack(side="right")
        self._head = head
        self.about = kit.wraplabel(self, role="muted", wraplength=kit.px(self, 200), borderwidth=0)
        self.buttons = Flow(self)
        self.buttons.pack(side="bottom", fill="x", pady=(kit.px(self, 8), 0))
        self.form = Form(self, entity, layout, defaults=defaults, on_change=self.tell)
        self.form.pack(fill="both", expand=True)
        self.unsaved = kit.label(self.buttons, "", "warning")
        self.buttons.add(self.unsaved)
        self.buttons.go_right()
        self.delete = None
        if on_delete is not None:
            self.delete = kit.button(self.buttons, "Xóa", on_delete, "quiet", "trash3")
            self.buttons.add(self.delete)
        more_actions(self.buttons)
        self.leave = kit.button(self.buttons, "Thôi", on_leave)
        self.buttons.add(self.leave)
        self.save = kit.button(self.buttons, "Lưu (Ctrl+S)", on_save, "primary", "check2")
        self.buttons.add(self.save)

    def show(self, record: Any | None, row: Any | None, title: str, locked: Iterable[str], about: str = "") -> None:
        """Show a record, with the row of the list that it stands for, or a new one; ``about`` goes under the title."""
        self.form.lock(locked)
        self.form.show_record(record, row)
        self.title.configure(text=title)
        self.about.configure(text=about)
        if about:
            self.about.pack(fill="x", after=self._head, pady=(0, kit.px(self, 8)))
        else:
            self.about.pack_forget()
        if self.delete is not None:
            self.delete.state(["disabled" if record is None else "!disabled"])
        self.buttons.show(
            self.save, bool(set(self.form.fields) - self.form.locked)
        )  # nothing to write, nothing to save
        self.tell()

    def over_the_list(self, over: bool) -> None:
        """Whether it stands in place of the list, and so needs a way back to it."""
        self.configure(padding=(0 if over else kit.px(self, 14), 0, 0, 0))
        if over:
            self.back.pack(side="left", before=self.title, padx=(0, kit.px(self, 12)))
        else:
            self.back.pack_forget()

    def tell(self) -> None:
        """Say whether anything is unsaved."""
        words = "● Chưa lưu" if self.form.dirty else ""
        if str(self.unsaved.cget("text")) != words:
            self.unsaved.configure(text=words)
