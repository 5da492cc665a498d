"""Open questions, one after another: both values side by side, why it is asked, and two answers."""

from collections.abc import Mapping
from typing import Any

from desktop_app import errors, events
from desktop_app.features.handoff_questions import service as questions
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit
from desktop_app.ui.command import Command, here
from desktop_app.ui.compare import Compare
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

NOTHING = "Không có câu hỏi nào chờ trả lời."
LIST_SHARE = 0.38
COLUMNS = (
    said("Bản ghi", lambda one: one.title, 30),
    said("Câu hỏi", questions.sort_words, 22),
    said("Gói", lambda one: str(one.package.running_number) if one.package is not None else "–", 5, right=True),
    said("Nơi gửi", lambda one: one.package.peer.code if one.package is not None else "", 9),
)


class QuestionsScreen(kit.Frame):
    """The list at the left, the chosen question at the right; an answer brings the next one."""

    title = "Câu hỏi"
    help_page = "questions"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 8)
        self.waiting: list[Any] = []
        kit.label(self, "Câu hỏi cần trả lời", "title").pack(anchor="w")
        words = "Mỗi câu trả lời được ghi ngay vào sổ và nhật ký, rồi báo cho nơi gửi bằng biên nhận sau."
        kit.wraplabel(self, words, "muted").pack(fill="x", pady=(0, gap))
        body = kit.Frame(self)
        body.pack(fill="both", expand=True)
        body.rowconfigure(0, weight=1)
        body.columnconfigure(1, weight=1)
        body.bind("<Configure>", lambda event: body.columnconfigure(0, minsize=round(event.width * LIST_SHARE)))
        side = kit.Frame(body)
        side.pack_propagate(False)
        side.grid(row=0, column=0, sticky="nsew")
        self.table = Table(side, COLUMNS, noun="câu hỏi", empty=NOTHING, many=False, on_select=lambda ids: self._show())
        self.table.pack(fill="both", expand=True)
        self._build_question(body, gap)
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == "question" else None)
        self.refresh()

    def _build_question(self, body: kit.Frame, gap: int) -> None:
        self.card = kit.Frame(body)
        self.card.grid(row=0, column=1, sticky="nsew", padx=(2 * gap, 0))
        self.about = kit.wraplabel(self.card, "", "heading", wraplength=kit.px(self, 200))
        self.about.pack(fill="x")
        self.why = kit.wraplabel(self.card, "", "warning", wraplength=kit.px(self, 200))
        self.why.pack(fill="x", pady=(0, gap))
        self.buttons = Flow(self.card)
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        self.theirs = kit.button(self.buttons, "Lấy theo gói", self.first_answer, "primary", "box-arrow-in-down")
        self.ours = kit.button(self.buttons, "Giữ như trong sổ", self.second_answer, "plain", "journal-check")
        self.record = kit.button(self.buttons, "Mở bản ghi", self.open_record, "quiet", "box-arrow-up-right")
        for button in (self.theirs, self.ours, self.record):
            self.buttons.add(button)
        self.done = NewsLine(self.card)
        self.done.holder.pack(side="bottom", fill="x")
        self.values = Compare(self.card, "Trong sổ", "Trong gói")
        self.values.pack(fill="both", expand=True)

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Read the open questions again and stay near the one that was shown."""
        place = self.table.selected[0] if self.table.selected else 0
        self.waiting = list(questions.open_questions())
        self.table.show(Plain(self.waiting))
        self.table.choose([min(place, len(self.waiting) - 1)] if self.waiting else [])
        self._show()

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.table.tree.focus_set()

    def first_answer(self) -> None:
        """Ctrl+1: the package's way."""
        self._answer("theirs")

    def second_answer(self) -> None:
        """Ctrl+2: as the ledger has it."""
        self._answer("ours")

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Lấy theo gói", self.first_answer, "Ctrl+1"),
            ("Giữ như trong sổ", self.second_answer, "Ctrl+2"),
            ("Mở bản ghi của câu hỏi", self.open_record),
        )

    def open_record(self) -> None:
        """Show the task that is asked about."""
        task = questions.task_of(self.question) if self.question is not None else None
        if task is not None:
            events.publish(events.Open("tasks", {}, task))

    # --- Inside ---

    @property
    def question(self) -> Any:
        """The one that is shown, or None."""
        places = self.table.selected
        return self.waiting[places[0]] if places and places[0] < len(self.waiting) else None

    def _show(self) -> None:
        one = self.question
        for button in (self.theirs, self.ours):
            self.buttons.show(button, one is not None)
        self.buttons.show(self.record, one is not None and questions.task_of(one) is not None)
        if one is None:
            self.about.configure(text=NOTHING if not self.waiting else "")
            self.why.configure(text="")
            self.values.fill([])
            return
        first, second = questions.labels(one)
        self.theirs.configure(text=f" {first} (Ctrl+1)")
        self.ours.configure(text=f" {second} (Ctrl+2)")
        self.about.configure(text=one.title)
        sort = questions.sort_words(one)
        self.why.configure(text=sort if one.words in ("", sort) else f"{sort}. {one.words}")
        self.values.fill(questions.sides(one))

    def _answer(self, said_: str) -> None:
        one = self.question
        if one is None:
            return
        words = questions.labels(one)[0 if said_ == "theirs" else 1]
        try:
            questions.answer(one, questions.said(said_))
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa ghi được câu trả lời", f"{refused}.")
            self.refresh()
            return
        left = f"còn {show_whole(len(self.waiting))} câu." if self.waiting else "đã trả lời hết."
        self.done.say(f"“{one.title}”: {words.lower()}; {left}")
