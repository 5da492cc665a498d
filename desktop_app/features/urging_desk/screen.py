"""One letter on one page: what it asks, which units, which tasks; then kept, printed, issued."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from desktop_app import clock, errors
from desktop_app.features.printing.service import Request
from desktop_app.features.urging.service import Line as UrgedLine
from desktop_app.features.urging_desk.service import KEYS, Selection, codes_of, content_of, counts_of, days, late
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_issue.columns import CORRECTING, ISSUING, WITHDRAWING
from desktop_app.features.urging_letter import service as letters
from desktop_app.features.urging_letter.columns import LETTER
from desktop_app.records import Column
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

LAYOUT = (("as_at", "cutoff_at", "reply_by", "soon"), ("demand",))
UNITS_SHARE = 0.38
Print = Callable[[str, Request, str], str]


class LetterPage(kit.Frame):
    """A letter that is drawn up, a draft, or one that was issued."""

    def __init__(
        self, master: kit.Misc, letter: Any, on_leave: Callable[[], Any], on_print: Print, document: Any = None
    ) -> None:
        """Build the page.

        Args:
            master: where it lives.
            letter: the record, or None to draw one up.
            on_leave: goes back to the list.
            on_print: prints a form by name, called something; says what was done.
            document: the paper that was entered by hand, whose tasks are to be told now.
        """
        super().__init__(master)
        self.letter, self.on_leave, self.on_print, self.document = letter, on_leave, on_print, document
        self.selection = Selection()
        self._read_for: Any = None
        gap = kit.px(self, 8)
        head = kit.Frame(self)
        head.pack(fill="x", pady=(0, gap))
        kit.button(head, "Quay lại danh sách (Esc)", on_leave, "quiet", "arrow-left").pack(side="left")
        self.title = kit.label(head, "", "heading")
        self.title.pack(side="left", padx=gap)
        self.standing = kit.label(head, "", "bold")
        self.standing.pack(side="right")
        self._read_soon = kit.once_idle(self, self._read_anew)
        self.form = Form(self, LETTER, LAYOUT, scrolled=False, on_change=self._read_soon)
        self.form.pack(fill="x")
        self.buttons = Flow(self)
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        self._pressed = self._build_buttons()
        self.done = NewsLine(self)
        self.done.holder.pack(side="bottom", fill="x")
        self.words = kit.wraplabel(self, "", "bold")
        self.words.pack(fill="x", pady=(0, gap // 2))
        self._build_tables(gap)
        self.buttons.lift()  # the keyboard comes to them after the tables
        self._show()

    def _build_buttons(self) -> dict[str, kit.Button]:
        bar = self.buttons
        bar.go_right()
        return {
            "delete": bar.button("Xóa dự thảo", "trash3", self.delete, "quiet"),
            "withdraw": bar.button("Thu hồi…", "arrow-counterclockwise", self.withdraw),
            "correct": bar.button("Sửa số, ngày…", "pencil", self.correct),
            "print": bar.button("In văn bản (Ctrl+P)", "printer", self.print_),
            "issue": bar.button("Ban hành…", "patch-check", self.issue),
            "save": bar.button("Lưu dự thảo (Ctrl+S)", "check2", self.save, "primary"),
        }

    def _build_tables(self, gap: int) -> None:
        body = kit.Frame(self)
        body.pack(fill="both", expand=True)
        body.rowconfigure(0, weight=1)
        body.columnconfigure(1, weight=1)
        body.bind("<Configure>", lambda event: body.columnconfigure(0, minsize=round(event.width * UNITS_SHARE)))
        units, tasks = self._columns()
        nothing = "Không có nhiệm vụ quá hạn"
        self.units = Table(body, units, noun="dòng", many=False, empty=nothing, on_select=self._narrow)
        self.tasks = Table(body, tasks, noun="việc", empty=nothing, look=self._look)
        for place, table in enumerate((self.units, self.tasks)):
            table.grid(row=0, column=place, sticky="nsew", padx=(0, 0 if place else gap))
            table.tree.bind("<space>", partial(self._toggle, table))

    def _columns(self) -> tuple[list[Column], list[Column]]:
        """Of units and of tasks; an issued letter says which urging it was, not what is still to do."""
        first = "Đôn đốc lần đầu" if self.issued else "Chưa đôn đốc"
        mark = [] if self.issued else [said("Lấy", lambda lines: self.selection.mark_of(lines), 4)]
        units = [
            *mark,
            said("Đơn vị", lambda lines: self.selection.name_of(lines), 28),
            said("Quá hạn", lambda lines: show_whole(len(late(lines))), 8, right=True),
            said(first, lambda lines: show_whole(sum(not x.urged for x in late(lines))), 12, right=True),
        ]
        times = (
            said("Lần đôn đốc", lambda line: show_whole(line.urged + 1) if line.days_late else "", 10, right=True)
            if self.issued
            else said("Đã đôn đốc", lambda line: show_whole(line.urged), 10, right=True)
        )
        one_mark = [] if self.issued else [said("Lấy", lambda line: self.selection.mark_of([line]), 4)]
        tasks = [
            *one_mark,
            said("Nhiệm vụ", content_of, 40),
            said("Thời hạn", lambda line: show_date(line.due_on), 11),
            said("Quá hạn", days, 10, right=True),
            times,
            said("Tình hình thực hiện", lambda line: self.selection.situation(line), 26),
        ]
        return units, tasks

    # --- What the screen asks ---

    def focus_first(self) -> None:
        """The keyboard begins in the units, of an issued letter in its tasks."""
        (self.tasks if self.issued else self.units).tree.focus_set()

    def may_leave(self) -> bool:
        """Whether what is typed or taken out may go."""
        if not self.dirty:
            return True
        answer = dialogs.ask_unsaved(self, "Văn bản đôn đốc đang lập")
        return self.save() if answer == "save" else answer == "discard"

    @property
    def issued(self) -> bool:
        """Whether the letter has its number and day."""
        return self.letter is not None and self.letter.issued_on is not None

    @property
    def dirty(self) -> bool:
        """Whether anything is unsaved."""
        return not self.issued and (self.form.dirty or bool(self.selection.out))

    # --- What can be done ---

    def acts(self) -> list[tuple[str, Callable[[], Any]]]:
        """What is done with a kept draft, or with an issued letter, for the palette."""
        if self.issued:
            return [("Sửa số, ngày văn bản đôn đốc", self.correct), ("Thu hồi văn bản đôn đốc", self.withdraw)]
        return [("Ban hành văn bản đôn đốc", self.issue), ("Xóa dự thảo", self.delete)] if self.letter else []

    def save(self) -> bool:
        """Keep the letter as a draft; whether it is kept now."""
        if self.issued or (self.letter is not None and not self.dirty):
            return True
        try:
            self.letter = letters.keep(self.form.texts() | self._fixed(), self.selection.taken, self.letter)
        except errors.Refused as refused:
            self.form.complain(refused.problems)
            return False
        except errors.Failed as failed:
            self.form.say(f"{failed}.")
            return False
        self._show()
        count = counts_of(self.selection.lines)
        self.done.say(f"Đã lưu dự thảo, {count}. Chưa ban hành nên chưa tính lần đôn đốc.")
        return True

    def print_(self) -> None:
        """Print the draft with room for number and day, or the issued letter as it was issued."""
        if self.save():
            called = self.letter.number or f"du-thao-{self.letter.as_at:%Y%m%d}"
            self.done.say(self.on_print("urging", Request(record=self.letter.uid), called))

    def issue(self) -> None:
        """Ask for number and day, and issue the letter without what need not be urged any more."""
        if not self.save():
            return
        lines = self.selection.lines
        seen = set(self.selection.remarks)

        def take(texts: dict[str, str]) -> None:
            try:
                issuing.issue(self.letter, texts, *(_ids(seen, kind) for kind in ("task", "finding")))
            except issuing.NoLonger as more:
                seen.update(("task", one) for one in more.tasks)
                seen.update(("finding", one) for one in more.findings)
                raise errors.Refused(f"{more}. Bấm lần nữa để ban hành không có các nhiệm vụ này") from None

        words = "Ghi số và ngày sau khi văn bản được ký. Mỗi việc quá hạn trong danh sách tăng một lần đôn đốc."
        if seen:
            gone = letters.codes(codes_of(lines, seen))
            words += f" Bỏ khỏi danh sách vì không còn phải đôn đốc, nhắc: {gone}; hãy in lại văn bản sau khi ban hành."
        known = {"issued_on": show_date(clock.today())}
        if self.document is not None:
            known = {"number": str(self.document.number), "issued_on": show_date(self.document.issued_on)}
            words += " Văn bản đã có ở mục Văn bản giao việc, không ghi thêm bản nữa."
        layout = (("number", "issued_on"),)
        if asking.ask(self, "Ban hành văn bản", ISSUING, layout, take, defaults=known, words=words, ok="Ban hành"):
            self._show()
            now = self.selection.lines
            kept = {line.key for line in now}
            left = [line for line in lines if line.key not in kept]
            more = f" Đã bỏ {counts_of(left)} không còn phải đôn đốc, nhắc; hãy in lại." if left else ""
            self.done.say(f"Đã ban hành {issuing.paper_of(self.letter)}, đôn đốc {counts_of(late(now))}.{more}")

    def correct(self) -> None:
        """Put number or day right."""
        now = {"number": self.letter.number, "issued_on": show_date(self.letter.issued_on)}
        take = partial(issuing.correct, self.letter)
        layout = (("number", "issued_on"), ("reason",))
        if asking.ask(self, "Sửa số, ngày ban hành", CORRECTING, layout, take, defaults=now):
            self._show()
            self.done.say(f"Đã sửa thành {issuing.paper_of(self.letter)}, cả ở văn bản và các lần đôn đốc.")

    def withdraw(self) -> None:
        """Take an issued letter out, with its document and its urgings."""
        letter = self.letter
        words = "Văn bản, bản ghi ở mục Văn bản giao việc và các lần đôn đốc của nó không còn được tính."
        take = partial(issuing.withdraw, letter)
        if asking.ask(self, "Thu hồi văn bản đôn đốc", WITHDRAWING, (("reason",),), take, words=words, ok="Thu hồi"):
            self._gone("Đã thu hồi văn bản đôn đốc")

    def delete(self) -> None:
        """Take a draft out."""
        words = f"Xóa “{self.letter}”? Danh sách đã lập cũng mất theo."
        if dialogs.ask_yes_no(self, "Xóa dự thảo", words, "Xóa", dangerous=True):
            letters.delete(self.letter)
            self._gone("Đã xóa dự thảo")

    # --- Inside ---

    def _gone(self, words: str) -> None:
        """Leave what is no longer there; for ten seconds it can be taken back."""
        letter, self.selection = self.letter, Selection()
        self.form.saved()
        kit.toast(self, words, str(letter), "info", ("Hoàn tác", partial(issuing.restore, letter)))
        self.on_leave()

    def _show(self) -> None:
        """Show the letter as it is stored now, or what a new one would list."""
        letter, draft = self.letter, self.letter is not None and not self.issued
        for table, columns in zip((self.units, self.tasks), self._columns(), strict=True):
            if [column.label for column in columns] != [column.label for column in table.columns]:
                table.show_columns(columns)
        if letter is None:
            self.form.show(LETTER.texts() | letters.proposed(self.document.issued_on if self.document else None))
            self._read_anew()
        else:
            self.form.show(letters.shown(letter))
            self._fill(Selection(letters.all_lines_of(letter), self._remarks() if draft else {}))
        self.form.lock(LETTER.columns if self.issued else ("as_at", "soon") if draft else ())
        self.form.saved()
        title = "Lập văn bản đôn đốc" if letter is None else f"Văn bản đôn đốc {letter.number}".strip()
        if self.document is not None and not self.issued:
            title = f"Chọn nhiệm vụ mà văn bản {self.document} đã đôn đốc"
        self.title.configure(text=title)
        self.standing.configure(text=f"Ban hành ngày {show_date(letter.issued_on)}" if self.issued else "Dự thảo")
        for name in ("delete", "issue"):
            self.buttons.show(self._pressed[name], draft)
        for name in ("withdraw", "correct"):
            self.buttons.show(self._pressed[name], self.issued)
        self.buttons.show(self._pressed["save"], not self.issued)

    def _remarks(self) -> dict[tuple[str, int], str]:
        """What need not be urged any more, and why."""
        today = clock.today()
        tasks, findings = letters.changed(self.letter, today), urging_findings.changed(self.letter, today)
        told = {("task", one): words for one, words in tasks.items()}
        return told | {("finding", one): words for one, words in findings.items()}

    def _fixed(self) -> dict[str, str]:
        """What is locked in a draft but asked for all the same."""
        return {} if self.letter is None else {"as_at": show_date(self.letter.as_at)}

    def _read_anew(self) -> None:
        """While a letter is drawn up, the list follows its day."""
        if self.letter is not None:
            return
        texts = self.form.texts()
        try:
            day = LETTER.columns["as_at"].kind.read(texts["as_at"].strip())
        except ValueError:
            return  # still being typed
        wanted = (day, bool(texts["soon"].strip()))
        if wanted != self._read_for and day <= clock.today():
            self._read_for = wanted
            self._fill(Selection(letters.listed(day, soon=wanted[1])))

    def _fill(self, selection: Selection) -> None:
        self.selection = selection
        self.units.show(Plain(selection.groups))
        self.units.choose([0] if selection.groups else [])
        self.tasks.show(Plain(selection.lines))
        self._tell()

    def _narrow(self, chosen: list[int]) -> None:
        lines = self.selection.groups[chosen[0]] if chosen else []
        places = self.selection.places_of(lines)
        self.tasks.show(Plain(self.selection.lines, places))
        self.tasks.choose(places[:1])

    def _toggle(self, table: Table, _event: Any) -> str:
        """Take the chosen rows out of the letter, or back in."""
        if not self.issued:
            one = self.selection
            places = table.selected
            self.selection.toggle(
                [line for n in places for line in one.groups[n]]
                if table is self.units
                else [one.lines[n] for n in places]
            )
            for each in (self.units, self.tasks):
                each.refresh()
            self._tell()
        return "break"

    def _tell(self) -> None:
        words = self.selection.in_words()
        self.words.configure(text=words if self.issued else f"{words} {KEYS}")

    def _look(self, row: Line[UrgedLine]) -> tuple[str | None, str | None]:
        key = row.of.key
        pale = key in self.selection.out or key in self.selection.remarks
        return ("danger" if row.of.days_late else "warning"), "muted" if pale else None


def _ids(keys: Collection[tuple[str, int]], kind: str) -> set[int]:
    """Of keys of lines the ids of one kind."""
    return {number for name, number in keys if name == kind}
