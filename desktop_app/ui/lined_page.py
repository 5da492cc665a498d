"""A page on which the lines of a record are typed like a sheet, and written in one go."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_app import errors
from desktop_app.records import Entity, undo
from desktop_app.ui import dialogs, kit, undoing
from desktop_app.ui.flow import Flow
from desktop_app.ui.grid import Grid
from desktop_app.ui.paged import Page

Rows = list[dict[str, str]]


class LinesPage(Page):
    """A grid of the lines, and the button that writes them."""

    def __init__(
        self,
        screen: kit.Misc,
        title: str,
        words: str,
        entity: Entity[Any],
        columns: Sequence[str],
        rows: Sequence[Any],
        take: Callable[[Rows], Any],
        *,
        draft: str,
        widths: Mapping[str, int] | None = None,
        defaults: Mapping[str, str] | None = None,
    ) -> None:
        """Build the page.

        Args:
            screen: the screen it lies over.
            title: what is typed.
            words: a calm line under it.
            entity: whose columns they are.
            columns: their names from left to right.
            rows: the lines stored now.
            take: writes the texts of all lines; raises RefusedRows, Refused or Failed.
            draft: the name under which what is typed is kept until it was taken.
            widths: column -> width in characters, where it is not the column's own.
            defaults: column -> text that every new line begins with.
        """
        super().__init__(screen, title, words)
        self._take = take
        gap = kit.px(self, 8)
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.go_right()
        bar.button("Thôi", "x-lg", self.leave)
        bar.button("Lưu tất cả (Ctrl+S)", "check2", self.accept, "primary")
        self.problem = kit.wraplabel(self, "", "error")
        self.problem.pack(side="bottom", fill="x")
        self.grid_ = Grid(self, entity, columns, widths=widths, defaults=defaults)
        self.grid_.pack(fill="both", expand=True)
        bar.lift()  # the keyboard comes to the buttons after the lines
        self.grid_.set_rows([{c.name: c.shown(row) for c in entity.pick(columns)} for row in rows])
        self.grid_.keep_draft(draft)

    def focus_first(self) -> None:
        """The keyboard begins in the first line that is still empty."""
        self.grid_.focus_first()

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        if not self.grid_.dirty:
            return True
        answer = dialogs.ask_unsaved(self, "Các dòng đang nhập")
        if answer == "discard":
            self.grid_.saved()
        return self.accept() if answer == "save" else answer == "discard"

    def accept(self) -> bool:
        """Write the lines, or say under each what is wrong."""
        before = undo.mark()
        self.grid_.clear_problems()
        self.problem.configure(text="")
        rows = self.grid_.rows()
        try:
            self._take(rows)
        except errors.RefusedRows as refused:
            for place, problems in refused.rows.items():
                self.grid_.complain(place, problems)
            self.problem.configure(text="; ".join(refused.problems.values()))
            return False
        except (errors.Refused, errors.Failed) as refused:
            self.problem.configure(text=f"{refused}.")
            return False
        self.grid_.saved()
        screen = self.screen
        screen.close_page()
        screen.show_again()
        undoing.told(screen, "Đã lưu các dòng", f"{len(rows)} dòng", before)
        return True
