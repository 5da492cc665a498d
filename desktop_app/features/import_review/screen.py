"""A register on its way in, page by page: what was understood, its columns, the questions, the verdict of every row."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop_app import errors, jobs
from desktop_app.features.import_desk import service as desk
from desktop_app.features.import_review import service as review
from desktop_app.features.import_write import service as writing
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit
from desktop_app.ui.chips import Chip, Chips
from desktop_app.ui.compare import Compare
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

UNDERSTOOD, COLUMNS, QUESTIONS, VERDICTS = "understood", "columns", "questions", "verdicts"
PAGES = {UNDERSTOOD: "1. Trang, tiêu đề", COLUMNS: "2. Cột", QUESTIONS: "3. Câu hỏi", VERDICTS: "4. Kết luận"}
DETAIL_SHARE = 0.42


class Review(kit.Frame):
    """The pages of one register; ``on_done`` hears the words of what was written, or nothing when it was left."""

    def __init__(
        self, master: kit.Misc, plan: Any, on_done: Callable[[str], Any], pages: Callable[[], Mapping[str, Any]]
    ) -> None:
        """Build them; ``pages`` gives those before the verdicts."""
        super().__init__(master)
        self._pages = pages()
        self.plan, self.on_done, self.at = plan, on_done, 0
        self._stale = True
        self.gap = kit.px(self, 8)
        kit.wraplabel(self, review.title(plan), "title").pack(fill="x")
        self.notes = NewsLine(self, "warning")
        self.notes.holder.pack(fill="x")
        self.steps = Chips(self, self.go)
        self.steps.pack(fill="x", pady=self.gap)
        self.done = NewsLine(self)
        self.done.holder.pack(fill="x")
        self._build_buttons()
        self.body = kit.Frame(self)
        self.body.pack(fill="both", expand=True)
        self.shown: Any = None
        self.page = ""

    def begin(self) -> None:
        """Judge the register and show the first page that needs a person; the keyboard begins there."""
        if not self.judge():
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

    # --- From page to page ---

    def go(self, name: str) -> None:
        """Show a page; the verdicts are worked out anew when something was chosen since."""
        if self._stale and name in (QUESTIONS, VERDICTS, UNDERSTOOD) and not self.judge():
            self.mark()
            return
        if self.shown is not None:
            self.shown.destroy()
        self.page = name
        self.say("")
        self.shown = kit.Frame(self.body) if name == VERDICTS else self._pages[name](self.body, self)
        self.shown.pack(fill="both", expand=True)
        if name == VERDICTS:
            self._verdicts(self.shown)
        self.mark()

    def show_questions(self) -> None:
        """Go to the first question without an answer and say that it has to be answered first."""
        self.go(QUESTIONS)
        if self.page == QUESTIONS:
            self.shown.focus_open()
            self.say(review.to_answer(self.plan), "warning")

    def say(self, words: str, role: kit.Role = "success") -> None:
        """Say what was done, or what is to be done now; said until the next page."""
        self.done.configure(style=kit.ROLES[role])
        self.done.say(words)

    def changed(self) -> None:
        """Something was chosen: the verdicts are to be worked out anew."""
        self._stale = True

    def go_on(self) -> None:
        """The page after this one."""
        names = list(PAGES)
        self.go(names[min(names.index(self.page) + 1, len(names) - 1)])

    def mark(self) -> None:
        """Show the counts of now on the buttons."""
        counts = {
            UNDERSTOOD: len(self.plan.tables),
            COLUMNS: sum(bool(name) for one in self.plan.maps for name in one.values()),
            QUESTIONS: review.unanswered(self.plan),
            VERDICTS: len(self.plan.rows),
        }
        self.steps.offer([Chip(name, label, counts[name]) for name, label in PAGES.items()], self.page)
        ready = review.ready(self.plan)
        self.take.configure(text=f"Nhập {show_whole(ready)} nhiệm vụ (Ctrl+S)" if ready else "Nhập vào sổ (Ctrl+S)")
        self.notes.say("\n".join(f"Lưu ý: {note}." for note in desk.notes(self.plan)[:4]))
        self.buttons.show(self.next, self.page != VERDICTS)
        self.buttons.lay()

    def judge(self) -> bool:
        """Work out the verdicts; False when the person stopped it."""
        try:
            _driven(self, "Đang đối chiếu từng dòng", review.judge(self.plan), len(self.plan.rows) or 500)
        except jobs.Cancelled:
            return False
        self._stale = False
        return True

    # --- The verdicts ---

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
        """Show the open questions first, then the verdicts; from there, write what is sure."""
        judged = self._stale
        if judged and not self.judge():
            return
        if self.page != VERDICTS or judged:
            if review.unanswered(self.plan):
                self.show_questions()
            else:
                self.go(VERDICTS)
            return
        if review.unanswered(self.plan) and not (review.ready(self.plan) and self._rest_may_wait()):
            self.show_questions()
            return
        try:
            _driven(self, "Đang sao lưu rồi nhập sổ", writing.accept(self.plan), None)
        except jobs.Cancelled:
            self.say("Đã dừng; chưa có gì được ghi.")
            return
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa nhập", f"{refused}. Không có gì thay đổi trong sổ.")
            return
        self.on_done(f"Đã nhập {show_whole(review.ready(self.plan))} nhiệm vụ từ {self.plan.source.name}.")

    def _rest_may_wait(self) -> bool:
        words = review.left_open(self.plan)
        return dialogs.ask_yes_no(self, "Còn câu hỏi", words, "Nhập các dòng đã rõ", "Trả lời câu hỏi")

    def leave(self) -> None:
        """Leave the register as it is, when the person says so."""
        words = "Thôi nhập sổ này? Các lựa chọn và câu trả lời chưa nhập sẽ mất."
        if dialogs.ask_yes_no(self, "Thôi nhập", words, "Thôi nhập"):
            self.on_done("")

    def write_copy(self) -> None:
        """Save a copy with the refused cells in colour and the reasons beside."""
        from desktop_app.features.import_desk import report

        if self._stale and not self.judge():
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
        self.say(f"Đã lưu bản sao: {out} ({show_whole(count)} dòng bị từ chối hoặc chờ trả lời).")


def _driven(parent: kit.Misc, words: str, work: Iterator[float], rows: int | None) -> None:
    """Do short work at once, longer work under a window with progress; raises Cancelled when it was stopped."""
    if rows is not None and rows < 60:
        for _ in work:
            pass
        return
    dialogs.progress(parent, words, _as_work(work))


def _as_work(work: Iterator[float]) -> Any:
    yield from work
