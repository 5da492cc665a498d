"""The screen that most rooms are: a list with filters, and the form of one record beside it or over it."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app import errors, events
from desktop_app.records import undo
from desktop_app.ui import deleted, dialogs, kept_focus, kit, record_commands, theme, undoing
from desktop_app.ui.attached import Attached
from desktop_app.ui.command import Command
from desktop_app.ui.list_side import ListSide
from desktop_app.ui.list_side import forget_kept as forget_kept
from desktop_app.ui.pane import Pane
from desktop_app.ui.room import Room
from desktop_app.ui.story import Story

WIDE = 1500  # units of 1/96 inch; from this width on the form stands beside the list
PANE_SHARE, PANE_LEAST = 0.38, 50  # of the screen's width; characters
SETTLE = 60  # milliseconds that a row stays chosen before its form is filled: arrow keys run through a list


class RecordsScreen(Room):
    """What a room says (`Room`), shown; the rest is here."""

    # --- Building ---

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        self.record = None
        self.editing = False  # whether the form shows a record or a new one
        self.wide = False
        self._stale = False
        self.grid_columnconfigure(0, weight=1)
        self.grid_rowconfigure(0, weight=1)
        self.list = self._build_list()
        self.rows = self.list.rows
        self.pane = self._build_pane()
        self._nothing = kit.wraplabel(
            self, "Chọn một dòng để xem và sửa, hoặc bấm Ctrl+N để thêm mới.", "muted", anchor="center"
        )
        self.refresh_soon = kit.once_idle(self, self._refresh)
        self._deaf = events.listen(events.Changed, self._on_changed)
        self.bind("<Configure>", lambda event: self._arrange(), add="+")
        self.bind("<Map>", lambda event: self._shown(), add="+")
        theme.follow(self, self._arrange)
        self._arrange()

    def _build_list(self) -> ListSide:
        deletes = hasattr(self.service, "delete")
        return ListSide(
            self,
            on_new=self.new,
            on_open=self._open_row,
            on_select=self._selected,
            on_delete=self.delete if deletes else None,
            on_gone=self._several_gone,
            on_deleted=self.show_deleted if hasattr(self.service, "restore") else None,
        )

    def _build_pane(self) -> Pane:
        deletes = hasattr(self.service, "delete")
        return Pane(
            self,
            self.entity,
            self.form,
            defaults=self.defaults,
            on_save=self.save,
            on_leave=self.back,
            on_delete=self.delete if deletes else None,
            more_actions=self.form_actions,
        )

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- List and form, side by side or one over the other ---

    def _arrange(self) -> None:
        self.wide = self.winfo_toplevel().winfo_width() >= kit.px(self, WIDE)
        list_shown, pane_shown = self.wide or not self.editing, self.editing
        self._place(self.list, list_shown, column=0)
        self._place(self.pane, pane_shown, column=1 if self.wide else 0)
        self._place(self._nothing, self.wide and not self.editing, column=1)
        width = max(round(self.winfo_width() * PANE_SHARE), theme.characters(PANE_LEAST)) if self.wide else 0
        self.grid_columnconfigure(1, minsize=width)
        self.pane.over_the_list(not self.wide)

    def _place(self, widget: kit.Widget, shown: bool, column: int) -> None:
        if not shown:
            widget.grid_remove()
        elif not widget.winfo_manager() or int(widget.grid_info()["column"]) != column:
            widget.grid(row=0, column=column, sticky="nsew")

    def _shown(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh_soon()

    # --- The list ---

    def refresh(self) -> None:
        """Read the list again; chosen rows stay chosen, and what is typed stays."""
        self._refresh()

    def focus_first(self) -> None:
        """The keyboard begins in the search box."""
        if self.list.winfo_manager():
            self.bar.focus_search()
        else:
            self.pane.form.focus_first()

    def focus_search(self) -> None:
        """Go to the search box."""
        if self.list.winfo_manager():
            self.bar.focus_search()
        elif self.may_leave():
            self._close_form()
            self.bar.focus_search()

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002
        """Show the rows of a filter, each part as a chip, or one record, or both."""
        if not self.may_leave():
            return
        if id is not None and getattr(record := self.service.get(id), "deleted_at", None) is not None:
            self.show_deleted(record.id)
            return
        if filter:
            self._close_form()
            self.bar.open(filter)
        if id is not None:
            self._show(self.service.get(id))
            self.rows.choose([id])
            self.pane.form.focus_first()
            self._seen()

    def _refresh(self) -> None:
        self._stale = False
        self.list.refresh()

    def _on_changed(self, news: events.Changed) -> None:
        if news.kind != self.entity.kind and news.kind not in self.also_listens:
            return
        if not self.winfo_viewable():
            self._stale = True
            return
        self.refresh_soon()
        mine = self.record is not None and (not news.ids or self.record.id in news.ids)
        if mine and news.kind == self.entity.kind and not self.pane.form.dirty:
            kit.soon(self, self.show_again)

    def _selected(self, ids: list[int]) -> None:
        """Beside the list the form follows the choice, once it rests."""
        if self.wide and len(ids) == 1 and not (self.record is not None and self.record.id == ids[0]):
            kit.soon(self, lambda: self._follow(ids[0]), SETTLE)

    def _follow(self, record_id: int) -> None:
        if self.rows.selected != [record_id] or (self.record is not None and self.record.id == record_id):
            return
        self._go_to(record_id)

    def _open_row(self, record_id: int) -> None:
        if (self.record is not None and self.record.id == record_id) or self._go_to(record_id):
            self.pane.form.focus_first()
            self._seen()

    def _go_to(self, record_id: int) -> bool:
        """Show another record; whether the one in the form could be left."""
        if not self.may_leave():
            self.rows.choose([self.record.id] if self.record is not None else [])
            return False
        self._show(self.service.get(record_id))
        return True

    # --- The form ---

    def new(self) -> None:
        """Begin a new record (Ctrl+N)."""
        if self.may_leave():
            self.rows.choose([])
            self._show(None)
            self.pane.form.focus_first()

    def save(self) -> bool:
        """Save what is in the form (Ctrl+S); whether it is saved now."""
        form, record = self.pane.form, self.record
        if not self.editing or (record is not None and not form.dirty):
            return True
        before = undo.mark()
        try:
            if record is None:
                saved = self.service.save(form.texts())
            else:
                # What others changed meanwhile stays: only what was typed here is written, into the record of now.
                saved = self.service.save(form.changed(), self.service.get(record.id))
        except errors.Refused as refused:
            form.complain(refused.problems)
            return False
        except errors.Failed as failed:
            form.say(f"{failed}.")
            return False
        form.saved()
        self.list.wanted = saved.id
        self._show(saved, again=True)
        form.keep_draft(self._draft_name())
        self.refresh_soon()
        undoing.told(self, f"Đã lưu {self.entity.noun}", _short(saved), before)
        self._seen()
        return True

    def back(self) -> None:
        """Leave the form for the list (Esc)."""
        if self.editing and self.may_leave():
            self._close_form()
            self.rows.tree.focus_set()

    def may_leave(self) -> bool:
        """Whether what is in the form may go: it is saved, or its writer says so."""
        if not self.editing or not self.pane.form.dirty:
            return True
        answer = dialogs.ask_unsaved(self, f"{self.record_title(self.record)}: nội dung đang nhập")
        if answer == "save":
            saved = self.save()
            self.list.wanted = None  # whoever leaves has chosen where to
            return saved
        if answer == "discard":
            self.pane.form.saved()
            self.show_again()
        return answer == "discard"

    def delete(self) -> None:
        """Delete the record in the form or the one chosen in the list; for ten seconds it can be taken back."""
        ids = [self.record.id] if self.record is not None else self.rows.selected
        if len(ids) != 1:
            return
        record = self.service.get(ids[0])
        noun, name = self.entity.noun, _short(record)
        if not dialogs.ask_yes_no(self, f"Xóa {noun}", f"Xóa {noun} “{name}”?", "Xóa", dangerous=True):
            return
        try:
            self.service.delete(record)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, f"Chưa xóa {noun}", f"{refused}.")
            return
        self.pane.form.saved()
        self._close_form()
        self.refresh_soon()
        kit.toast(self, f"Đã xóa {noun}", name, "info", ("Hoàn tác", lambda: self._restore(record)))

    def _restore(self, record: Any) -> None:
        try:
            self.service.restore(record)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, f"Chưa khôi phục {self.entity.noun}", f"{refused}.")
            return
        self.list.wanted = record.id
        self.refresh_soon()

    def _several_gone(self) -> None:
        """Rows were deleted together: the form does not go on with one of them."""
        if self.record is not None and self.service.get(self.record.id).deleted_at is not None:
            self.pane.form.saved()
            self._close_form()

    def show_deleted(self, chosen: int | None = None) -> None:
        """The deleted records of this list, to be put back."""
        if self.may_leave() and deleted.show(self, self.entity, self.table, self.service, chosen):
            self.refresh_soon()

    def undo_last(self) -> None:
        """Take back the last save of the record in the form, or of anything where none is (Ctrl+Alt+Z)."""
        if self.may_leave():
            undoing.last(self, *((self.entity, self.record) if self.record is not None else ()))

    def commands(self) -> Iterable[Command]:
        """What the command palette offers here."""
        return record_commands.of(self)

    def _seen(self) -> None:
        """The record in the form was opened or saved by somebody, rather than passed by in the list."""
        if self.record is not None:
            events.publish(events.Seen(self.entity.kind, self.record.uid))

    def _show(self, record: Any | None, again: bool = False) -> None:
        """Put a record, or a new one, into the form; ``again`` when it is the one that stands there."""
        self.record, self.editing = record, True
        self.pane.form.defaults = dict(self.new_defaults())
        row = next(iter(self.service.find().rows([record.id])), None) if record is not None else None
        self.pane.show(record, row, self.record_title(record), self.locked(record), self.about(record))
        self.showing(record)
        keys = kept_focus.spot(self.pane.form.under) if again else None
        for child in self.pane.form.under.winfo_children():
            child.destroy()
        if record is not None:
            self._under(self.pane.form.under, record)
            if self.tells_story:
                Story(self.pane.form.under, self.entity, record.uid).pack(fill="x")
        if keys is not None and not kept_focus.give_back(self.pane.form.under, keys):
            self.pane.form.focus_first()
        if not again:
            self.pane.form.keep_draft(self._draft_name())
            self.pane.form.to_top()
        self._arrange()

    def _under(self, master: kit.Frame, record: Any) -> None:
        """What stands under the form: the files of a record, and what the room tells of it."""
        if self.files_last:
            self.under_form(master, record)
        if self.files is not None:
            Attached(master, self.files, self.entity.kind, record.uid).pack(fill="x")
        if not self.files_last:
            self.under_form(master, record)

    def _draft_name(self) -> str:
        return f"{self.entity.kind}-{self.record.uid if self.record is not None else 'moi'}"

    def show_again(self) -> None:
        """The record in the form as it is stored now."""
        if self.record is not None and not self.pane.form.dirty:
            now = self.service.get(self.record.id)
            if getattr(now, "deleted_at", None) is not None:
                self._close_form()  # taken back, or deleted elsewhere
            else:
                self._show(now, again=True)
        elif self.record is None and self.editing:
            self._show(None, again=True)

    def _close_form(self) -> None:
        self.record, self.editing = None, False
        self._arrange()


def _short(record: Any) -> str:
    """A record's name as far as a message has room for it."""
    name = " ".join(str(record).split())
    return name if len(name) <= 80 else f"{name[:79]}…"
