"""The items of a plan typed line by line by keyboard alone, or pasted from Excel; saved all or nothing."""

from typing import Any

from desktop_app import errors
from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plan_desk.columns import GROUP, typed
from desktop_app.features.plans import service as plans
from desktop_app.records import undo
from desktop_app.ui import dialogs, kit, undoing
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.grid import Grid
from desktop_app.ui.paged import Page

MOST_SHOWN = 80  # items of a plan as a whole that are shown to be typed over; of more only new lines are typed
WIDTHS = {GROUP: 22, "kind": 12, "content": 44, "lead_unit": 22, "cooperating": 18, "month": 7}


class TypingPage(Page):
    """The lines of a section; of a large plan as a whole, empty lines for what is new."""

    def __init__(self, master: Any, plan: Any, section: int) -> None:
        """Build the page for a section of the plan's page."""
        self.plan, self.section_typed = plan, section
        sheet = desk.read(plan)
        chosen = sheet.sections[min(section, len(sheet.sections) - 1)]
        wanted = [sheet.lines[n].item.uid for n in sheet.of(chosen)]
        new_only = chosen.whole and len(wanted) > MOST_SHOWN
        self.uids = [] if new_only else wanted
        names = [str(group) for group in plans.groups(plan)]
        words = "Mỗi dòng một mục; xóa dòng là xóa mục."
        words += " Đổi tên nhóm ở cuối dòng là chuyển mục sang nhóm đó." if names else ""
        if new_only:
            words = (
                "Nhập hoặc dán thêm mục mới, ghi tên nhóm ở cuối dòng. Muốn sửa mục cũ thì chọn một nhóm rồi mở lại."
            )
        super().__init__(master, f"Nhập các mục: {chosen.name}", words)
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(kit.px(self, 8), 0))
        bar.go_right()
        bar.button("Thôi", "x-lg", self.leave)
        bar.button("Lưu các mục (Ctrl+S)", "check2", self.accept, "primary")
        self.said = kit.wraplabel(self, "", "error")
        self.said.pack(side="bottom", fill="x")
        start = {"kind": desk.usual_kind(plan), GROUP: str(chosen.group or ""), "month": str(chosen.month or "")}
        asked = typed(plan.kind, lambda: names)
        columns = [name for name in asked.columns if names or name != GROUP]
        self.grid_ = Grid(self, asked, columns, widths=WIDTHS, defaults=start)
        self.grid_.pack(fill="both", expand=True)
        bar.lift()
        by_uid = {row[plans.UID]: row for row in desk.item_rows(plan)}
        kept = {plans.UID, *columns}
        self.grid_.set_rows([{n: text for n, text in by_uid[uid].items() if n in kept} for uid in self.uids])

    def focus_first(self) -> None:
        """The keyboard begins in the first empty line; what was typed earlier and not saved is offered."""
        self.grid_.focus_first()
        self.grid_.keep_draft(f"plan-items-{self.plan.uid}-{self.section_typed}")

    def commands(self) -> list[Command]:
        """What the palette offers here."""
        return here(("Lưu các mục", self.accept, "Ctrl+S"))

    def accept(self) -> bool:
        """Save every line, or say what is wrong where it stands."""
        before = undo.mark()
        self.grid_.clear_problems()
        self.said.configure(text="")
        rows = self.grid_.rows()
        try:
            desk.save_rows(self.plan, rows, self.uids)
        except errors.RefusedRows as refused:
            for place, problems in refused.rows.items():
                self.grid_.complain(place, problems)
            self.said.configure(text="; ".join(refused.problems.values()))
            return False
        except (errors.Refused, errors.Failed) as refused:
            self.said.configure(text=f"{refused}.")
            return False
        self.grid_.saved()
        undoing.told(self.screen, "Đã lưu các mục", f"{len(rows)} mục", before)
        self.screen.typed(self.section_typed)
        return True

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        if not self.grid_.dirty:
            return True
        answer = dialogs.ask_unsaved(self, "Các mục đang nhập")
        if answer == "save":
            return self.accept()
        if answer == "discard":
            self.grid_.saved()
        return answer == "discard"
