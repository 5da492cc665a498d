"""The verdict of every row of a package, before anything is written."""

from collections.abc import Callable
from typing import Any

from desktop_app import errors, jobs
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Examined, Outcome
from desktop_app.features.handoff_review import service as review
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit, theme
from desktop_app.ui.chips import Chip, Chips
from desktop_app.ui.compare import Compare
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

COLUMNS = (
    said("Trang", lambda one: one.sent.sheet, 16),
    said("Bản ghi", review.record, 40),
    said("Kết luận", review.verdict, 17),
    said("Lý do", lambda one: one.reason, 26),
)
DETAIL_SHARE = 0.4


class Review(kit.Frame):
    """Cover, counts, rows, and the chosen row's values; then yes or no."""

    def __init__(self, master: kit.Misc, examined: Examined, on_done: Callable[[Outcome | None], Any]) -> None:
        """Build the page; ``on_done`` hears what was accepted, or None when the package was left."""
        super().__init__(master)
        self.examined, self.on_done = examined, on_done
        gap = kit.px(self, 8)
        kit.wraplabel(self, review.title(examined), "title").pack(fill="x")
        cover = Flow(self)
        cover.pack(fill="x", pady=(0, gap // 2))
        for label, value in review.facts(examined):
            cover.add(_fact(cover, label, value))
        for note in examined.notes:
            kit.wraplabel(self, f"Lưu ý: {note}.", "warning").pack(fill="x")
        self.chips = Chips(self, self._narrow)
        self.chips.pack(fill="x", pady=gap)
        self._build_buttons(gap)
        self._build_rows(gap)
        found = review.sorts(examined)
        first = next((name for name, _, _ in found if name in review.TO_ANSWER), review.ALL)
        self.chips.offer([Chip(*one) for one in found], first)
        self._narrow(first)

    def _build_buttons(self, gap: int) -> None:
        self.buttons = Flow(self)
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        odd = review.to_answer(self.examined)
        words = "Nhận các dòng chắc chắn" if odd else "Nhận gói"
        self.take = kit.button(self.buttons, f"{words} (Ctrl+S)", self.accept, "primary", "check2")
        self.refuse = kit.button(self.buttons, "Không nhận (Esc)", self.leave, "plain", "x-lg")
        self.export = kit.button(
            self.buttons, "Xuất các dòng cần trả lời…", self.write_odd, "plain", "file-earmark-spreadsheet"
        )
        for button in (self.take, self.refuse, self.export):
            self.buttons.add(button)
        self.buttons.show(self.export, bool(odd))
        self.done = NewsLine(self)
        self.done.holder.pack(side="bottom", fill="x")

    def _build_rows(self, gap: int) -> None:
        body = kit.Frame(self)
        body.pack(fill="both", expand=True)
        body.rowconfigure(0, weight=1)
        body.columnconfigure(0, weight=1)
        empty = "Gói chỉ có biên nhận" if self.examined.receipts else "Không có dòng nào"
        self.table = Table(body, COLUMNS, empty=empty, look=_look, many=False, on_select=self._show)
        self.table.grid(row=0, column=0, sticky="nsew")
        side = kit.Frame(body)
        side.grid(row=0, column=1, sticky="nsew", padx=(2 * gap, 0))
        body.bind("<Configure>", lambda event: body.columnconfigure(1, minsize=round(event.width * DETAIL_SHARE)))
        side.pack_propagate(False)
        self.about = kit.wraplabel(side, "", "bold", wraplength=kit.px(self, 200))
        self.about.pack(fill="x")
        self.why = kit.wraplabel(side, "", "muted", wraplength=kit.px(self, 200))
        self.why.pack(fill="x", pady=(0, gap))
        self.values = Compare(side, "Trong sổ", "Trong gói")
        self.values.pack(fill="both", expand=True)

    def focus_first(self) -> None:
        """The keyboard begins in the rows."""
        self.table.tree.focus_set()

    # --- What can be done ---

    def accept(self) -> None:
        """Write what is sure, keep what is asked."""
        try:
            outcome = dialogs.progress(self, "Đang sao lưu rồi nhận gói", receiving.accepting(self.examined))
        except jobs.Cancelled:
            self.done.say("Đã dừng; chưa có gì được ghi vào sổ.")
            return
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa nhận", f"{refused}. Không có gì thay đổi trong sổ.")
            return
        self.on_done(outcome)

    def leave(self) -> None:
        """Leave the package as it is; it can be chosen again at any time."""
        self.on_done(None)

    def write_odd(self) -> None:
        """Write the rows that need an answer into a workbook, each with its reason, for the sender."""
        from desktop_app.features.handoff_answers import report

        name = f"can-tra-loi-{self.examined.sender.code}-{self.examined.manifest.running_number:04d}.xlsx"
        out = dialogs.save_file(self, "Xuất các dòng cần trả lời", name, dialogs.EXCEL)
        if out is None:
            return
        try:
            report.write(self.examined, out)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa xuất được", f"{refused}.")
        else:
            self.done.say(f"Đã xuất {show_whole(review.to_answer(self.examined))} dòng: {out}")

    # --- Inside ---

    def _narrow(self, sort: str) -> None:
        places = review.places(self.examined, sort)
        self.table.show(Plain(self.examined.rows, places))
        self.table.choose(places[:1])

    def _show(self, chosen: list[int]) -> None:
        if not chosen:
            self.about.configure(text="")
            self.why.configure(text="")
            self.values.fill([])
            return
        one = self.examined.rows[chosen[0]]
        self.about.configure(text=review.record(one))
        reason = f": {one.reason}" if one.reason and one.reason != review.verdict(one) else ""
        self.why.configure(text=f"{review.verdict(one)}{reason}")
        self.values.fill(review.values(one))


def _fact(master: kit.Misc, label: str, value: str) -> kit.Frame:
    frame = kit.Frame(master)
    kit.label(frame, label, "small").pack(anchor="w")
    kit.label(frame, value, "bold").pack(anchor="w", padx=(0, theme.characters(2)))
    return frame


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    tone = review.tone(row.of)
    return tone, tone
