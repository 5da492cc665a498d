"""Three pages of a register on its way in: what was understood of its sheets, its columns, the questions."""

from functools import partial
from typing import Any

from desktop_app.features.import_review import service as review
from desktop_app.ui import asking, kit, picking
from desktop_app.ui.flow import Flow
from desktop_app.ui.listing import Heading, Listing
from desktop_app.ui.sheet_view import SheetView

COLUMNS = "columns"


class Page(kit.Frame):
    """A page; ``desk`` holds the register, and hears what was chosen."""

    desk: Any

    @property
    def plan(self) -> Any:
        """The register."""
        return self.desk.plan

    @property
    def at(self) -> int:
        """The place of the table that is looked at."""
        place: int = self.desk.at
        return place


class Understood(Page):
    """The tables that were found, and a picture of the sheet around a heading."""

    def __init__(self, master: kit.Misc, desk: Any) -> None:
        super().__init__(master)
        self.desk = desk
        gap = kit.px(self, 8)
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.button("Đặt dòng đang chọn làm tiêu đề", "layout-text-window", self.put_heading)
        if self.plan.tables:
            bar.button("Nhập hoặc bỏ bảng này", "check2-square", self.toggle_table)
            headings = (Heading("Trang", 40, grows=True), Heading("Tiêu đề", 14), Heading("Nhiệm vụ", 10, "e"))
            self.tables = Listing(self, (*headings, Heading("Nhập?", 12)), height=min(4, len(self.plan.tables)))
            self.tables.pack(fill="x")
            self.tables.fill(review.tables(self.plan))
            self.tables.choose(str(self.at))
            self.tables.tree.bind("<<TreeviewSelect>>", lambda event: self._other_table(), add="+")
            self.tables.tree.bind("<space>", lambda event: self.toggle_table())
        else:
            words = "Không thấy dòng tiêu đề. Chọn dòng có tên các cột rồi bấm nút bên dưới."
            kit.wraplabel(self, words, "muted").pack(fill="x")
        self.view = SheetView(self)
        self.view.pack(fill="both", expand=True, pady=(gap, 0))
        self._show_sheet()
        kit.soon(self, self.view.tree.focus_set)

    def _show_sheet(self) -> None:
        if not self.plan.tables:
            lines = review.bare(self.plan)
            self.view.show(["Là gì", *(str(n) for n in range(1, len(lines[0][1])))], lines)
            return
        heads, lines = review.picture(self.plan, self.at)
        self.view.show(["Là gì", *heads], lines)

    def _other_table(self) -> None:
        if self.tables.chosen and int(self.tables.chosen) != self.at:
            self.desk.at = int(self.tables.chosen)
            self._show_sheet()

    def toggle_table(self) -> str:
        """Take a table, or leave it out."""
        self.plan.skipped ^= {self.at}
        self.desk.changed()
        self.tables.fill(review.tables(self.plan))
        return "break"

    def put_heading(self) -> None:
        """Read the sheet anew with the chosen row as its heading."""
        if not self.view.chosen:
            return
        place = self.at if self.plan.tables else review.bare_place(self.plan)
        self.desk.plan = review.put_heading(self.plan, place, int(self.view.chosen))
        self.desk.at = 0
        self.desk.changed()
        self.desk.go(COLUMNS)


class Columns(Page):
    """What each column of a table is taken for."""

    def __init__(self, master: kit.Misc, desk: Any) -> None:
        super().__init__(master)
        self.desk = desk
        gap = kit.px(self, 8)
        words = "Nhấn Enter ở một dòng để chọn cột ấy là gì. Lựa chọn được nhớ cho các sổ cùng tiêu đề."
        kit.wraplabel(self, words, "muted").pack(fill="x")
        if not self.plan.tables:
            return
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.button("Chọn cột là gì…", "list-ul", self.choose_field)
        if len(self.plan.tables) > 1:
            bar.button("Bảng khác…", "table", self.choose_table)
        headings = (Heading("Cột", 5), Heading("Tiêu đề trong sổ", 34), Heading("Ví dụ", 44, grows=True))
        self.mapping = Listing(self, (*headings, Heading("Là", 40)), height=12)
        self.mapping.pack(fill="both", expand=True, pady=(gap, 0))
        self.mapping.fill(review.columns(self.plan, self.at))
        for key in ("<Return>", "<Double-1>"):
            self.mapping.tree.bind(key, lambda event: self.choose_field())
        kit.soon(self, self.mapping.tree.focus_set)

    def choose_table(self) -> None:
        """Look at the columns of another table."""
        lines = [(name, cells) for name, cells, _ in review.tables(self.plan)]
        headings = (
            Heading("Trang", 40, grows=True),
            Heading("Tiêu đề", 14),
            Heading("Nhiệm vụ", 10),
            Heading("Nhập?", 12),
        )
        if picked := picking.pick(self, "Bảng khác", "Chọn một bảng của sổ.", headings, lines):
            self.desk.at = int(picked[0])
            self.mapping.fill(review.columns(self.plan, self.at))

    def choose_field(self) -> str:
        """Ask what the chosen column is."""
        if not self.mapping.chosen:
            return "break"
        column = int(self.mapping.chosen)
        words = f"Cột “{self.plan.tables[self.at].label(column)}” là:"
        picked = picking.pick(
            self, "Chọn cột", words, (Heading("Cột của sổ nhiệm vụ", 50, grows=True),), review.fields()
        )
        if picked:
            review.put_field(self.plan, self.at, column, picked[0])
            self.desk.changed()
            self.mapping.fill(review.columns(self.plan, self.at))
            self.mapping.choose(str(column))
            self.desk.mark()
        return "break"


class Questions(Page):
    """What only a person can say."""

    def __init__(self, master: kit.Misc, desk: Any) -> None:
        super().__init__(master)
        self.desk = desk
        gap = kit.px(self, 8)
        bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.button("Trả lời…", "chat-left-text", self.answer)
        bar.button("Chọn mọi câu theo đề nghị", "check2-all", self.answer_proposed)
        self.about = kit.wraplabel(self, "", "muted")
        self.about.pack(side="bottom", fill="x", pady=(gap, 0))
        headings = (Heading("Câu hỏi", 70, grows=True), Heading("Số dòng", 8, "e"), Heading("Trả lời", 44))
        self.asked = Listing(self, headings, height=10, cut=True)
        self.asked.pack(fill="both", expand=True)
        self.asked.tree.bind("<<TreeviewSelect>>", lambda event: self._tell_about(), add="+")
        for key in ("<Return>", "<Double-1>"):
            self.asked.tree.bind(key, lambda event: self.answer())
        self.asked.fill(review.questions(self.plan))
        if not self.plan.questions:
            self.about.configure(text="Không có câu hỏi nào.")
        kit.soon(self, self.asked.tree.focus_set)

    def _tell_about(self) -> None:
        if self.asked.chosen:
            self.about.configure(text=review.about(self.plan, self.plan.questions[int(self.asked.chosen)]))

    def focus_open(self) -> None:
        """Put the keyboard on the first question without an answer."""
        waiting = next((name for name, _, tone in review.questions(self.plan) if tone), "")
        if waiting:
            self.asked.choose(waiting)
        self.asked.tree.focus_set()

    def answer(self) -> str:
        """Ask for the answer to the chosen question."""
        if not self.asked.chosen:
            return "break"
        question = self.plan.questions[int(self.asked.chosen)]
        headings = (Heading("Trả lời", 60, grows=True),)
        words = f"{question.title} {review.about(self.plan, question)}"
        picked = picking.pick(self, "Trả lời", words, headings, review.options(question))
        if picked and picked[0] == review.OTHER_DAY:
            take = partial(review.answer_day, self.plan, question)
            if not asking.ask(self, "Ghi ngày", review.DAY, (("day",),), take, ok="Chọn", words=question.title):
                return "break"
        elif picked:
            review.answer(self.plan, question, picked[0])
        else:
            return "break"
        self._answered(self.asked.chosen)
        return "break"

    def answer_proposed(self) -> None:
        """Take every proposal."""
        if review.answer_proposed(self.plan):
            self._answered(self.asked.chosen)

    def _answered(self, chosen: str) -> None:
        """Show the answers; when none is missing, see what they bring: new questions, or none."""
        self.desk.changed()
        before, words = {one.key for one in self.plan.questions}, ""
        if not review.unanswered(self.plan):
            if not self.desk.judge():
                return
            words = review.brought(self.plan, before)
        self.asked.fill(review.questions(self.plan))
        if chosen and self.asked.tree.exists(chosen):
            self.asked.choose(chosen)
        self.focus_open()
        self.desk.say(words, "warning" if review.unanswered(self.plan) else "success")
        self.desk.mark()


PAGES = {"understood": Understood, COLUMNS: Columns, "questions": Questions}
