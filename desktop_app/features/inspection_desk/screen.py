"""One party's minutes on a page: facts, checklist and findings, typed by keyboard; signed ones are only read."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from desktop_app import errors, events
from desktop_app.features.findings.columns import FINDINGS, look
from desktop_app.features.inspection_desk import service as desk
from desktop_app.features.inspection_desk.columns import RECHECKING, REFUSING, SIGNING, TEMPLATE
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import CHECKED, PARTIES
from desktop_app.records import undo
from desktop_app.ui import asking, dialogs, kit, undoing
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.grid import Grid
from desktop_app.ui.leaves import Leaves
from desktop_app.ui.paged import Page
from desktop_app.ui.table import Table

FACTS = (
    ("unit", "establishment"),
    ("name", "address"),
    ("inspected_on", "began_at", "ended_at", "at*2"),
    ("present", "opinion"),
    ("strengths", "demand"),
    ("result", "recheck_by", "copies", "heading*2"),
    ("note",),
)
CHECKED_WIDTHS = {"section": 18, "content": 40, "answer": 15, "verdict": 13, "value": 32, "clause": 18}
FOUND_WIDTHS = {"topic": 18, "content": 40, "clause": 22, "demand": 34}
SHOWN_FINDINGS = ("topic", "content", "clause", "demand", "due_now", "situation", "repeated")
KEYS = "Ctrl+1: Đạt · Ctrl+2: Không đạt · Ctrl+N: lập tồn tại từ dòng đang ghi"


class MinutesPage(Page):
    """Three leaves under one head; everything on them is written in one go."""

    def __init__(self, screen: kit.Misc, party: Any, on_print: Callable[[Any], Any] | None) -> None:
        """Build the page of an inspected party; ``on_print`` prints its minutes, where that can be done."""
        super().__init__(screen, str(party.name), desk.about(party))
        self.party, self.on_print = party, on_print
        signed, ours = inspections.is_signed(party), inspections.is_ours(party)
        self.closed, self.rechecks = signed or not ours, signed and ours  # what is closed is only read
        gap = kit.px(self, 8)
        kit.label(self, desk.state_of(party), "bold").pack(anchor="w")
        self._build_buttons(gap)
        self.problem = kit.wraplabel(self, "", "error")
        self.problem.pack(side="bottom", fill="x")
        self.leaves = Leaves(self)
        self.leaves.pack(fill="both", expand=True, pady=(gap, 0))
        self.facts = self.leaves.add("Thông tin")
        self.form = Form(self.facts, PARTIES, FACTS, locked=PARTIES.columns if self.closed else ())
        self.form.pack(fill="both", expand=True)
        self._build_checked(self.leaves.add("Nội dung kiểm tra"), gap)
        self._build_found(self.leaves.add("Tồn tại, yêu cầu khắc phục"), gap)
        self.bar.lift()  # the keyboard comes to the buttons after what is typed
        self._fill()

    # --- Building ---

    def _build_buttons(self, gap: int) -> None:
        self.bar = bar = Flow(self)
        bar.pack(side="bottom", fill="x", pady=(gap, 0))
        bar.go_right()
        deleting = bar.button("Xóa biên bản", "trash3", self.delete, "quiet")
        self.printing = bar.button("In biên bản (Ctrl+P)", "printer", self.print_, "quiet")
        self.again = bar.button("Tái kiểm tra…", "arrow-repeat", self.recheck)
        refusing = bar.button("Bên được kiểm tra không ký…", "person-x", self.refuse)
        signing = bar.button("Ký biên bản…", "pen", self.sign)
        saving = bar.button("Lưu (Ctrl+S)", "check2", self.accept, "primary")
        for button in (deleting, refusing, signing, saving):
            bar.show(button, not self.closed)
        bar.show(self.again, self.rechecks)
        bar.show(self.printing, self.on_print is not None)

    def _build_checked(self, leaf: kit.Frame, gap: int) -> None:
        self.checked: Grid | None = None
        if self.closed:
            rows = desk.listed_checked(self.party)
            Table(leaf, CHECKED.pick(desk.LOOKED_AT), rows, noun="nội dung", many=False).pack(fill="both", expand=True)
            return
        bar = Flow(leaf)
        bar.pack(fill="x", pady=(0, gap // 2))
        self.taking = bar.button("Lấy mẫu…", "card-checklist", self.take_template)
        bar.add(kit.label(bar, KEYS, "small"))
        self.checked = Grid(leaf, CHECKED, desk.LOOKED_AT, widths=CHECKED_WIDTHS, wrapped=("section", "content"))
        self.checked.pack(fill="both", expand=True)

    def _build_found(self, leaf: kit.Frame, gap: int) -> None:
        self.found: Grid | None = None
        self.told = kit.Frame(leaf)
        self.told.pack(fill="x")
        for number, words in desk.repeats(self.party):
            open_it = partial(events.publish, events.Open("findings", {}, number))
            kit.button(self.told, words, open_it, "quiet", "arrow-repeat").pack(anchor="w")
        if (earlier := desk.listed_before(self.party)) is not None:
            self._list_findings(leaf, "Tồn tại của lần kiểm tra trước (Enter để mở, xác nhận)", earlier)
        if self.closed:
            self._list_findings(leaf, "", desk.listed_found(self.party))
            return
        self.found = Grid(leaf, FINDINGS, desk.FOUND, widths=FOUND_WIDTHS)
        self.found.pack(fill="both", expand=True, pady=(gap // 2, 0))

    def _list_findings(self, leaf: kit.Frame, title: str, rows: Any) -> None:
        if title:
            kit.label(leaf, title, "bold").pack(anchor="w")

        def go(finding: int) -> None:
            events.publish(events.Open("findings", {}, finding))

        table = Table(leaf, FINDINGS.pick(SHOWN_FINDINGS), rows, noun="tồn tại", many=False, look=look, on_open=go)
        if title:
            table.tree.configure(height=min(rows.count(), 4) + 1)
        table.pack(fill="x" if title else "both", expand=not title)

    def _fill(self) -> None:
        """Show what is stored now."""
        self.form.show_record(self.party)
        if self.checked is not None and self.found is not None:
            self.checked.set_rows(desk.checked_rows(self.party))
            self.found.set_rows(desk.found_rows(self.party))
            self.form.keep_draft(f"minutes-{self.party.uid}")
            self.checked.keep_draft(f"minutes-checked-{self.party.uid}")
            self.found.keep_draft(f"minutes-found-{self.party.uid}")
        self._title()

    def _title(self) -> None:
        """The leaves say how many lines they have."""
        checked = len(self.checked.rows()) if self.checked is not None else desk.listed_checked(self.party).count()
        found = len(self.found.rows()) if self.found is not None else desk.listed_found(self.party).count()
        for place, (words, count) in enumerate(
            (("Nội dung kiểm tra", checked), ("Tồn tại, yêu cầu khắc phục", found)), start=1
        ):
            self.leaves.title(place, f"{words} ({count})" if count else words)

    # --- What the screen asks ---

    def focus_first(self) -> None:
        """The keyboard begins in the facts, of signed minutes in their findings."""
        if self.closed:
            self.leaves.select(2)
            (self.again if self.rechecks else self.printing).focus_set()
        else:
            self.form.focus_first()

    def turn(self, step: int) -> None:
        """The next leaf, or the one before (Ctrl+Page Down, Ctrl+Page Up)."""
        place = (self.leaves.current + step) % 3
        self.leaves.select(place)
        self._title()
        if place == 0 and not self.closed:
            self.form.focus_first()
        elif place and (grid := (self.checked, self.found)[place - 1]) is not None:
            if place == 1 and grid.rows():
                self._begin_line(0)
            else:
                grid.focus_first()

    @property
    def dirty(self) -> bool:
        """Whether anything is unsaved."""
        if self.checked is None or self.found is None:
            return False
        return self.form.dirty or self.checked.dirty or self.found.dirty

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        if not self.dirty:
            return True
        answer = dialogs.ask_unsaved(self, f"Biên bản {self.party} đang ghi")
        if answer == "discard":
            self._forget()
        return self.accept() if answer == "save" else answer == "discard"

    def accept(self) -> bool:
        """Write the minutes (Ctrl+S); whether they are written now."""
        if self.checked is None or self.found is None or not self.dirty:
            return True
        before = undo.mark()
        for grid in (self.checked, self.found):
            grid.clear_problems()
        self.form.complain({})
        self.problem.configure(text="")
        try:
            self.party = desk.save(self.party, self.form.changed(), self.checked.rows(), self.found.rows())
        except desk.Wrong as wrong:
            self._complain(wrong)
            return False
        except (errors.Refused, errors.Failed) as refused:
            self.problem.configure(text=f"{refused}.")
            return False
        self._forget()
        self._fill()
        undoing.told(self.screen, "Đã lưu biên bản", f"{self.party}", before)
        return True

    def _forget(self) -> None:
        self.form.saved()
        for grid in (self.checked, self.found):
            if grid is not None:
                grid.saved()

    def _complain(self, wrong: desk.Wrong) -> None:
        """Say what is wrong where it stands, on the first leaf that has something wrong."""
        assert self.checked is not None
        assert self.found is not None
        self.leaves.select(0 if wrong.problems else 1 if wrong.checked else 2)
        self.form.complain(wrong.problems)
        for grid, rows in ((self.found, wrong.found), (self.checked, wrong.checked)):
            for place, problems in rows.items():
                grid.complain(place, problems)

    # --- Checklist and findings ---

    def answer(self, words: str) -> None:
        """Write a verdict into the line that is typed in, and go on with the next."""
        if self.checked is None or self.leaves.current != 1:
            return
        place = self._line()
        if place is not None:
            self.checked.lines[place].cells["verdict"].write(words)
            self._begin_line(min(place + 1, len(self.checked.lines) - 1))

    def _begin_line(self, place: int) -> None:
        """Go where a line of the checklist is answered: to its verdict, or where a number or words are asked for."""
        assert self.checked is not None
        cells = self.checked.lines[place].cells
        cells["value" if cells["answer"].get() in desk.WRITTEN else "verdict"].focus()

    def _line(self) -> int | None:
        """The line of the checklist that has the keys."""
        entry = self.focus_get()
        for place, line in enumerate(self.checked.lines if self.checked is not None else ()):
            if any(cell.entry is entry for cell in line.cells.values()):
                return place
        return None

    def new(self) -> None:
        """Ctrl+N: a finding out of the line of the checklist that is typed in, or an empty one."""
        if self.checked is None or self.found is None:
            return
        place = self._line() if self.leaves.current == 1 else None
        texts: Mapping[str, str] = {}
        if place is not None and not self.checked.lines[place].is_empty():
            line = self.checked.lines[place]
            if line.cells["verdict"].get() != desk.BAD:
                line.cells["verdict"].write(desk.BAD)
            texts = desk.finding_of(line.texts())
        self.leaves.select(2)
        empty = next((line for line in self.found.lines if line.is_empty()), self.found.lines[-1])
        for name, text in texts.items():
            empty.cells[name].write(text)
        self._title()
        empty.cells["demand" if texts else "topic"].focus()

    def take_template(self) -> None:
        """Copy the items of a template into minutes without any."""
        known = desk.templates(self.party)
        if self.checked is None or not self.accept():
            return
        words = "" if known else "Chưa có mẫu cho loại kiểm tra này; mục Mẫu kiểm tra có bộ mẫu thêm được ngay."
        take = partial(desk.take_template, self.party)
        begin = {"template": str(known[0])} if known else {}
        if asking.ask(self, "Lấy mẫu", TEMPLATE, (("template",),), take, defaults=begin, words=words, ok="Lấy mẫu"):
            self.party = inspections.get_party(self.party.id)
            self._fill()
            self.leaves.select(1)
            self._begin_line(0)

    # --- Signing and what comes after ---

    def sign(self) -> None:
        """Freeze the minutes."""
        words = "Ký rồi thì biên bản không sửa được nữa; xem lại tại chỗ thì lập biên bản tái kiểm tra."
        self._freeze("Ký biên bản", SIGNING, (("signed_on",),), desk.sign, words)

    def refuse(self) -> None:
        """Freeze minutes that the inspected party will not sign."""
        words = "Biên bản ghi việc không ký và người chứng kiến; sau đó không sửa được nữa."
        layout = (("signed_on",), ("witness",))
        self._freeze("Bên được kiểm tra không ký", REFUSING, layout, desk.refuse, words)

    def _freeze(self, title: str, questions: Any, layout: Any, work: Callable[..., Any], words: str) -> None:
        if self.closed or not self.accept():
            return
        left = desk.before_signing(self.party)
        if asking.ask(
            self,
            title,
            questions,
            layout,
            partial(work, self.party),
            defaults={"signed_on": PARTIES.columns["inspected_on"].shown(self.party)},
            words=f"{left} {words}".strip(),
            ok="Ký",
        ):
            kit.toast(self.screen, "Đã ký biên bản", str(self.party))
            self.screen.show_party(self.party.id)

    def recheck(self) -> None:
        """New minutes of the same party, linked to these."""
        made: list[Any] = []

        def take(texts: dict[str, str]) -> None:
            made.append(desk.recheck(self.party, texts))

        words = "Lập lượt tái kiểm tra với cùng đơn vị, các nội dung không đạt được chép sang."
        if asking.ask(
            self, "Tái kiểm tra", RECHECKING, (("day",),), take, defaults={"day": desk.today()}, words=words, ok="Lập"
        ):
            self.screen.show_party(made[0].id)

    def print_(self) -> None:
        """Print the minutes as they are stored."""
        if self.on_print is not None and self.accept():
            self.on_print(self.party)

    def delete(self) -> None:
        """Take out minutes that are not signed."""
        if not dialogs.ask_yes_no(self, "Xóa biên bản", f"Xóa biên bản của “{self.party}”?", "Xóa", dangerous=True):
            return
        try:
            desk.delete(self.party)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa xóa biên bản", f"{refused}.")
            return
        self._forget()
        party = self.party
        self.screen.close_page()
        self.screen.show_again()
        kit.toast(
            self.screen, "Đã xóa biên bản", str(party), "info", ("Hoàn tác", partial(self.screen.restore_party, party))
        )
