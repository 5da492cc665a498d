"""The screen that most rooms are: a list with filters, and the form of one record beside it or over it."""

from collections.abc import Mapping
from typing import Any

from desktop_app import errors, events
from desktop_app.records import Rows
from desktop_app.ui import dialogs, kit, theme
from desktop_app.ui.attached import Attached
from desktop_app.ui.filters import FilterBar
from desktop_app.ui.flow import Flow
from desktop_app.ui.pane import Pane
from desktop_app.ui.room import Room
from desktop_app.ui.table import Table

WIDE = 1500  # units of 1/96 inch; from this width on the form stands beside the list
PANE_SHARE, PANE_LEAST = 0.38, 50  # of the screen's width; characters
SETTLE = 60  # milliseconds that a row stays chosen before its form is filled: arrow keys run through a list

# What a person chose on each screen, kept while the program runs.
_kept: dict[type, tuple[tuple[str, Mapping[str, str], Mapping[str, Any]], str]] = {}


def forget_kept() -> None:
    """Begin every screen afresh: another office has been opened, or another test begins."""
    _kept.clear()


class RecordsScreen(Room):
    """What a room says (`Room`), shown; the rest is here."""

    # --- Building ---

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        self.record = None
        self.editing = False  # whether the form shows a record or a new one
        self.wide = False
        self._stale = False
        self._wanted: int | None = None
        chosen, self._order = _kept.get(type(self), (("", {}, {}), ""))
        self.grid_columnconfigure(0, weight=1)
        self.grid_rowconfigure(0, weight=1)
        self.list = self._build_list()
        self.pane = self._build_pane()
        self._nothing = kit.wraplabel(
            self, "Chọn một dòng để xem và sửa, hoặc bấm Ctrl+N để thêm mới.", "muted", anchor="center"
        )
        self.bar.show_chosen(chosen)
        self.rows.show(self._find())
        self.refresh_soon = kit.once_idle(self, self._refresh)
        self._deaf = events.listen(events.Changed, self._on_changed)
        self.bind("<Configure>", lambda event: self._arrange(), add="+")
        self.bind("<Map>", lambda event: self._shown(), add="+")
        theme.follow(self, self._arrange)
        self._arrange()

    def _build_list(self) -> kit.Frame:
        gap = kit.px(self, 10)
        whole = kit.Frame(self)
        head = Flow(whole)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, self.title, "title"))
        head.go_right()
        noun = self.entity.noun
        head.button(f"Thêm {noun} (Ctrl+N)", "plus-lg", self.new, "primary")
        self.extra_actions(head)
        self.bar = FilterBar(whole, self.entity, self.filters, lambda *about: self.filter_words(*about), self._filtered)
        self.bar.pack(fill="x", pady=(0, gap))
        self.bar.search.bind("<Down>", lambda event: self.focus_list())
        self.bar.search.bind("<Return>", lambda event: self.focus_list())
        order = self._order or self.entity.order
        name = order.lstrip("-")
        self.rows = Table(
            whole,
            self.entity.pick(self.table),
            noun=noun,
            empty=f"Chưa có {noun} nào ở đây",
            look=self.look if type(self).look is not Room.look else None,
            sorted_by=(name, order.startswith("-")) if name in self.table else None,
            on_open=self._open_row,
            on_select=self._selected,
            on_sort=self._sorted,
        )
        self.rows.pack(fill="both", expand=True)
        if hasattr(self.service, "delete"):
            self.rows.tree.bind("<Delete>", lambda event: self.delete())
        return whole

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

    def focus_search(self) -> None:
        """Go to the search box."""
        if self.list.winfo_manager():
            self.bar.focus_search()
        elif self.may_leave():
            self._close_form()
            self.bar.focus_search()

    def focus_list(self) -> str:
        """Give the keys to the list, on its first row if none is chosen."""
        self.rows.tree.focus_set()
        if not self.rows.selected and self.rows.ids:
            self.rows.choose([self.rows.ids[0]])
        return "break"

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002
        """Show the rows of a filter, each part as a chip, or one record, or both."""
        if not self.may_leave():
            return
        if filter:
            self._close_form()
            self.bar.open(filter)
        if id is not None:
            self._show(self.service.get(id))
            self.rows.choose([id])
            self.pane.form.focus_first()

    def _find(self) -> Rows:
        found: Rows = self.service.find(self.bar.where(), self.bar.text.strip(), self._order)
        return found

    def _refresh(self) -> None:
        self._stale = False
        self.rows.refresh(self._find())
        if self._wanted is not None:
            self.rows.choose([self._wanted])
            self._wanted = None

    def _filtered(self) -> None:
        self._keep_choices()
        self.rows.refresh(self._find())
        self.rows.view.goto(0)

    def _sorted(self, name: str, down: bool) -> None:
        self._order = f"-{name}" if down else name
        self._keep_choices()
        self.rows.refresh(self._find())
        self.rows.view.goto(0)

    def _keep_choices(self) -> None:
        _kept[type(self)] = (self.bar.chosen(), self._order)

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
        self._wanted = saved.id
        self._show(saved, again=True)
        form.keep_draft(self._draft_name())
        self.refresh_soon()
        kit.toast(self, f"Đã lưu {self.entity.noun}", _short(saved))
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
            self._wanted = None  # whoever leaves has chosen where to
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
        self._wanted = record.id
        self.refresh_soon()

    def _show(self, record: Any | None, again: bool = False) -> None:
        """Put a record, or a new one, into the form; ``again`` when it is the one that stands there."""
        self.record, self.editing = record, True
        self.pane.form.defaults = dict(self.new_defaults())
        row = next(iter(self.service.find().rows([record.id])), None) if record is not None else None
        self.pane.show(record, row, self.record_title(record), self.locked(record), self.about(record))
        self.showing(record)
        for child in self.pane.form.under.winfo_children():
            child.destroy()
        if record is not None:
            if self.files is not None:
                Attached(self.pane.form.under, self.files, self.entity.kind, record.uid).pack(fill="x")
            self.under_form(self.pane.form.under, record)
        if not again:
            self.pane.form.keep_draft(self._draft_name())
            self.pane.form.to_top()
        self._arrange()

    def _draft_name(self) -> str:
        return f"{self.entity.kind}-{self.record.uid if self.record is not None else 'moi'}"

    def show_again(self) -> None:
        """The record in the form as it is stored now."""
        if self.record is not None and not self.pane.form.dirty:
            self._show(self.service.get(self.record.id), again=True)
        elif self.record is None and self.editing:
            self._show(None, again=True)

    def _close_form(self) -> None:
        self.record, self.editing = None, False
        self._arrange()


def _short(record: Any) -> str:
    """A record's name as far as a message has room for it."""
    name = " ".join(str(record).split())
    return name if len(name) <= 80 else f"{name[:79]}…"
