"""A register on its way in, page by page: what was understood, its columns, the questions, the verdict of every row."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app import errors, jobs
from desktop_app.features.import_desk import service as desk
from desktop_app.features.import_review import service as review
from desktop_app.features.import_write import service as writing
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit, picking
from desktop_app.ui.chips import Chip, Chips
from desktop_app.ui.compare import Compare
from desktop_app.ui.flow import Flow
from desktop_app.ui.listing import Heading, Listing
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.sheet_view import SheetView
from desktop_app.ui.table import Table

UNDERSTOOD, COLUMNS, QUESTIONS, VERDICTS = "understood", "columns", "questions", "verdicts"
PAGES = {UNDERSTOOD: "1. Trang, tiêu đề", COLUMNS: "2. Cột", QUESTIONS: "3. Câu hỏi", VERDICTS: "4. Kết luận"}
DETAIL_SHARE = 0.42


class Review(kit.Frame):
    """The pages of one register; ``on_done`` hears the words of what was written, or nothing when it was left."""

    def __init__(self, master: kit.Misc, plan: Any, on_done: Callable[[str], Any]) -> None:
        super().__init__(master)
        self.plan, self.on_done, self.at = plan, on_done, 0
        self._stale = True
        self.gap = kit.px(self, 8)
        kit.wraplabel(self, review.title(plan), "title").pack(fill="x")
        self.notes = kit.wraplabel(self, "", "warning")
        self.notes.pack(fill="x")
        self.steps = Chips(self, self.go)
        self.steps.pack(fill="x", pady=self.gap)
        self._build_buttons()
        self.body = kit.Frame(self)
        self.body.pack(fill="both", expand=True)
        self.pages: dict[str, kit.Frame] = {}
        self.page = ""

    def begin(self) -> None:
        """Judge the register and show the first page that needs a person; the keyboard begins there."""
        if not self._judge():
            self.on_done("")
            return
        self.go(UNDERSTOOD if not self.plan.tables or not self.plan.source.pasted else self._where_to())

    def _where_to(self) -> str:
        return COLUMNS if any("content" not in one.values() for one in self.plan.maps) else VERDICTS

    def _build_buttons(self) -> None:
        self.buttons = Flow(self)
        self.buttons.pack(side="bottom", fill="x", pady=(self.gap, 0))
        self.take = kit.button(self.buttons, "Nhập vào sổ (Ctrl+S)", self.accept, "primary", "check2")
        self.next = kit.button(self.buttons, "Trang tiếp", self.go_on, "plain", "arrow-right")
        self.leave_button = kit.button(self.buttons, "Không nhập (Esc)", self.leave, "plain", "x-lg")
        self.copy = kit.button(
            self.buttons, "Lưu bản sao có tô màu…", self.write_copy, "plain", "file-earmark-spreadsheet"
        )
        for button in (self.take, self.next, self.leave_button, self.copy):
            self.buttons.add(button)
        self.done = NewsLine(self)
        self.done.holder.pack(side="bottom", fill="x")

    # --- From page to page ---

    def go(self, name: str) -> None:
        """Show a page; the verdicts are worked out anew when something was chosen since."""
        if self._stale and name in (QUESTIONS, VERDICTS, UNDERSTOOD) and not self._judge():
            self._mark()
            return
        for page in self.pages.values():
            page.pack_forget()
        if name in self.pages:
            self.pages.pop(name).destroy()
        self.page = name
        self.pages[name] = page = kit.Frame(self.body)
        page.pack(fill="both", expand=True)
        {UNDERSTOOD: self._understood, COLUMNS: self._columns, QUESTIONS: self._questions, VERDICTS: self._verdicts}[
            name
        ](page)
        self._mark()

    def go_on(self) -> None:
        """The page after this one."""
        names = list(PAGES)
        self.go(names[min(names.index(self.page) + 1, len(names) - 1)])

    def _mark(self) -> None:
        counts = {
            UNDERSTOOD: len(self.plan.tables),
            COLUMNS: sum(bool(name) for one in self.plan.maps for name in one.values()),
            QUESTIONS: review.unanswered(self.plan),
            VERDICTS: len(self.plan.rows),
        }
        self.steps.offer([Chip(name, label, counts[name]) for name, label in PAGES.items()], self.page)
        ready = review.ready(self.plan)
        self.take.configure(text=f"Nhập {show_whole(ready)} nhiệm vụ (Ctrl+S)" if ready else "Nhập vào sổ (Ctrl+S)")
        self.notes.configure(text="\n".join(f"Lưu ý: {note}." for note in desk.notes(self.plan)[:4]))
        self.buttons.show(self.next, self.page != VERDICTS)
        self.buttons.lay()

    def _judge(self) -> bool:
        """Work out the verdicts; False when the person stopped it."""
        try:
            _driven(self, "Đang đối chiếu từng dòng", review.judge(self.plan), len(self.plan.rows) or 500)
        except jobs.Cancelled:
            return False
        self._stale = False
        return True

    # --- 1. What was understood ---

    def _understood(self, page: kit.Frame) -> None:
        bar = Flow(page)
        bar.pack(side="bottom", fill="x", pady=(self.gap, 0))
        bar.button("Đặt dòng đang chọn làm tiêu đề", "layout-text-window", self.put_heading)
        if self.plan.tables:
            bar.button("Nhập hoặc bỏ bảng này", "check2-square", self.toggle_table)
            headings = (Heading("Trang", 40, grows=True), Heading("Tiêu đề", 14), Heading("Nhiệm vụ", 10, "e"))
            self.tables = Listing(page, (*headings, Heading("Nhập?", 12)), height=min(4, len(self.plan.tables)))
            self.tables.pack(fill="x")
            self.tables.fill(review.tables(self.plan))
            self.tables.choose(str(self.at))
            self.tables.tree.bind("<<TreeviewSelect>>", lambda event: self._other_table(), add="+")
            self.tables.tree.bind("<space>", lambda event: self.toggle_table())
        else:
            words = "Không thấy dòng tiêu đề. Chọn dòng có tên các cột rồi bấm nút bên dưới."
            kit.wraplabel(page, words, "muted").pack(fill="x")
        self.view = SheetView(page)
        self.view.pack(fill="both", expand=True, pady=(self.gap, 0))
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
            self.at = int(self.tables.chosen)
            self._show_sheet()

    def toggle_table(self) -> str:
        """Take a table, or leave it out."""
        self.plan.skipped ^= {self.at}
        self._stale = True
        self.tables.fill(review.tables(self.plan))
        return "break"

    def put_heading(self) -> None:
        """Read the sheet anew with the chosen row as its heading."""
        if not self.view.chosen:
            return
        place = self.at if self.plan.tables else review.bare_place(self.plan)
        self.plan = review.put_heading(self.plan, place, int(self.view.chosen))
        self.at, self._stale = 0, True
        self.go(COLUMNS)

    # --- 2. Columns ---

    def _columns(self, page: kit.Frame) -> None:
        words = "Nhấn Enter ở một dòng để chọn cột ấy là gì. Lựa chọn được nhớ cho các sổ cùng tiêu đề."
        kit.wraplabel(page, words, "muted").pack(fill="x")
        if not self.plan.tables:
            return
        bar = Flow(page)
        bar.pack(side="bottom", fill="x", pady=(self.gap, 0))
        bar.button("Chọn cột là gì…", "list-ul", self.choose_field)
        if len(self.plan.tables) > 1:
            bar.button("Bảng khác…", "table", self.choose_table)
        headings = (Heading("Cột", 5), Heading("Tiêu đề trong sổ", 34), Heading("Ví dụ", 44, grows=True))
        self.mapping = Listing(page, (*headings, Heading("Là", 40)), height=12)
        self.mapping.pack(fill="both", expand=True, pady=(self.gap, 0))
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
            self.at = int(picked[0])
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
            self._stale = True
            self.mapping.fill(review.columns(self.plan, self.at))
            self.mapping.choose(str(column))
            self._mark()
        return "break"

    # --- 3. Questions ---

    def _questions(self, page: kit.Frame) -> None:
        bar = Flow(page)
        bar.pack(side="bottom", fill="x", pady=(self.gap, 0))
        bar.button("Trả lời…", "chat-left-text", self.answer)
        bar.button("Chọn mọi câu theo đề nghị", "check2-all", self.answer_proposed)
        self.about = kit.wraplabel(page, "", "muted")
        self.about.pack(side="bottom", fill="x", pady=(self.gap, 0))
        headings = (Heading("Câu hỏi", 70, grows=True), Heading("Số dòng", 8, "e"), Heading("Trả lời", 44))
        self.asked = Listing(page, headings, height=10)
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
        self._stale = True
        if not review.unanswered(self.plan) and not self._judge():
            return
        lines = review.questions(self.plan)
        self.asked.fill(lines)
        waiting = next((name for name, _, tone in lines if tone), "")
        known = [name for name, _, _ in lines]
        if known:
            self.asked.choose(waiting or (chosen if chosen in known else known[0]))
        self._mark()

    # --- 4. Verdicts ---

    def _verdicts(self, page: kit.Frame) -> None:
        self.chips = Chips(page, self._narrow)
        self.chips.pack(fill="x", pady=(0, self.gap))
        rows = kit.Frame(page)
        rows.pack(fill="both", expand=True)
        rows.rowconfigure(0, weight=1)
        rows.columnconfigure(0, weight=1)
        columns = (
            said("Trang", lambda one: one.table.sheet.name, 12),
            said("Dòng", lambda one: str(one.row), 6, right=True),
            said("Nội dung", lambda one: " ".join(one.title.split()), 40),
            said("Kết luận", review.verdict, 12),
            said("Lý do", lambda one: review.reason(self.plan, one), 40),
        )
        self.rows = Table(rows, columns, look=lambda row: review.tone(row.of), many=False, on_select=self._show)
        self.rows.grid(row=0, column=0, sticky="nsew")
        side = kit.Frame(rows)
        side.grid(row=0, column=1, sticky="nsew", padx=(2 * self.gap, 0))
        rows.bind("<Configure>", lambda event: rows.columnconfigure(1, minsize=round(event.width * DETAIL_SHARE)))
        side.pack_propagate(False)
        self.why = kit.wraplabel(side, "", "bold", wraplength=kit.px(self, 200))
        self.why.pack(fill="x", pady=(0, self.gap))
        self.values = Compare(side, "Trong sổ cũ", "Sẽ ghi")
        self.values.pack(fill="both", expand=True)
        found = review.sorts(self.plan)
        self.chips.offer([Chip(*one) for one in found], review.ALL)
        self._narrow(review.ALL)
        kit.soon(self, self.rows.tree.focus_set)

    def _narrow(self, sort: str) -> None:
        places = review.places(self.plan, sort)
        self.rows.show(Plain(self.plan.rows, places))
        self.rows.choose(places[:1])

    def _show(self, chosen: list[int]) -> None:
        if not chosen or chosen[0] >= len(self.plan.rows):
            self.values.fill([])
            return
        row = self.plan.rows[chosen[0]]
        reason = review.reason(self.plan, row)
        self.why.configure(text=f"{review.verdict(row)}{f': {reason}' if reason else ''}")
        self.values.fill(review.values(self.plan, row))

    # --- Writing ---

    def accept(self) -> None:
        """Show the verdicts first; from there, write what is sure."""
        if self.page != VERDICTS or self._stale:
            self.go(VERDICTS)
            return
        left = review.unanswered(self.plan)
        if left and not dialogs.ask_yes_no(
            self,
            "Còn câu hỏi",
            f"Còn {show_whole(left)} câu hỏi chưa trả lời; các dòng chờ sẽ không được nhập. Vẫn nhập các dòng đã rõ?",
            "Nhập các dòng đã rõ",
        ):
            return
        try:
            _driven(self, "Đang sao lưu rồi nhập sổ", writing.accept(self.plan), None)
        except jobs.Cancelled:
            self.done.say("Đã dừng; chưa có gì được ghi.")
            return
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa nhập", f"{refused}. Không có gì thay đổi trong sổ.")
            return
        self.on_done(f"Đã nhập {show_whole(review.ready(self.plan))} nhiệm vụ từ {self.plan.source.name}.")

    def leave(self) -> None:
        """Leave the register as it is, when the person says so."""
        words = "Thôi nhập sổ này? Các lựa chọn và câu trả lời chưa nhập sẽ mất."
        if dialogs.ask_yes_no(self, "Thôi nhập", words, "Thôi nhập"):
            self.on_done("")

    def write_copy(self) -> None:
        """Save a copy with the refused cells in colour and the reasons beside."""
        from desktop_app.features.import_desk import report

        if self._stale and not self._judge():
            return
        name = f"{Path(self.plan.source.name).stem} - da kiem tra.xlsx"
        out = dialogs.save_file(self, "Lưu bản sao có tô màu", name, dialogs.EXCEL)
        if out is None:
            return
        try:
            count = dialogs.busy(self, "Đang ghi bản sao", lambda: report.write(self.plan, out))
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa lưu được bản sao", f"{refused}.")
            return
        self.done.say(f"Đã lưu bản sao: {out} ({show_whole(count)} dòng bị từ chối hoặc chờ trả lời).")


def _driven(parent: kit.Misc, words: str, work: Iterator[float], rows: int | None) -> None:
    """Do short work at once, longer work under a window with progress; raises Cancelled when it was stopped."""
    if rows is not None and rows < 60:
        for _ in work:
            pass
        return
    dialogs.progress(parent, words, _as_work(work))


def _as_work(work: Iterator[float]) -> Any:
    yield from work
