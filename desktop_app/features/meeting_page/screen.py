"""Two grids on one page over the list of meetings: the agenda, and what was concluded."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from desktop_app import clock, errors
from desktop_app.features.meeting_page.columns import ADDED
from desktop_app.features.meeting_page.service import AGENDA, CONCLUDED
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes.columns import RefusedMinutes
from desktop_app.records import undo
from desktop_app.rules import minutes as rules
from desktop_app.rules.dates import show_date
from desktop_app.ui import dialogs, kit, theme
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.grid import Grid
from desktop_app.ui.grid_row import GridRow
from desktop_app.ui.paged import Page

MATTER_CELLS = ("content", "unit", "presenter", "plan_item", "discussion")
CELLS = ("about", "content", "lead_unit", "cooperating_units", "leader", "due_on", "deliverable_wanted", "gives_task")
WIDTHS = {"about": 5, "lead_unit": 24, "cooperating_units": 20, "leader": 17, "deliverable_wanted": 16, "gives_task": 8}
AGENDA_SHARE, CONCLUDED_SHARE = 2, 3
ENOUGH, FAVOURED = 40, 2  # the height, in characters' widths, that a grid should have; its part where there is less
Done = Callable[[str, str, int], Any]  # what was done, about what, the mark to take it back to


class _GridPage(Page):
    """What both pages have: a bar with the button, a line for what is wrong, the grid of conclusions."""

    noun = ""

    def __init__(self, screen: kit.Misc, title: str, words: str, meeting: Any, on_done: Done, button: str) -> None:
        super().__init__(screen, title, words)
        self.meeting, self.on_done = meeting, on_done
        self.gap = kit.px(self, 8)
        self._shares: dict[int, int] = {}  # the row of each grid, and its usual part of the height
        bar = Flow(self)
        bar.go_right()
        self.button = bar.button(button, "check2", self.accept, "primary")
        bar.pack(side="bottom", fill="x", pady=(self.gap, 0))
        self.wrong = kit.wraplabel(self, "", "error")
        self.wrong.pack(side="bottom", fill="x")
        self.body = kit.Frame(self)
        self.body.pack(fill="both", expand=True)
        self.body.columnconfigure(0, weight=1)

    def conclusions_at(self, row: int, draft: str) -> Grid:
        """The grid of conclusions in the body."""
        made = Grid(self.body, CONCLUDED, CELLS, widths=WIDTHS, defaults={"gives_task": "x"}, beside=self.beside)
        self._lay(made, "Kết luận", row, CONCLUDED_SHARE)
        made.keep_draft(draft)
        return made

    def _lay(self, grid: Grid, title: str, row: int, share: int) -> None:
        self._shares[row + 1] = share
        grid.bind_class(grid.key_tag, "<FocusIn>", partial(self._favour, row + 1), add="+")
        kit.label(self.body, title, "heading").grid(row=row, column=0, sticky="w", pady=(self.gap, self.gap // 2))
        grid.grid(row=row + 1, column=0, sticky="nsew")
        self.body.rowconfigure(row + 1, weight=share, uniform="grids")

    def _favour(self, row: int, _event: Any) -> None:
        """In a low window, or with large letters, the grid that is typed into gets most of the height."""
        low = self.body.winfo_height() < len(self._shares) * theme.characters(ENOUGH)
        for each, share in self._shares.items():
            self.body.rowconfigure(each, weight=share if not low else FAVOURED if each == row else 1)

    def beside(self) -> Mapping[str, str]:
        """The chair and the day, which the proposal of a leader goes by."""
        chair = self.meeting.chair
        return {"chair": str(chair) if chair is not None else "", "held_on": show_date(self.meeting.held_on)}

    @property
    def parts(self) -> Sequence[Any]:
        """The form and grids that hold what is typed."""
        return ()

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        if not any(part.dirty for part in self.parts):
            return True
        answer = dialogs.ask_unsaved(self, f"{self.noun} đang nhập")
        if answer == "discard":
            self._saved()
        return self.accept() if answer == "save" else answer == "discard"

    def _saved(self) -> None:
        for part in self.parts:
            part.saved()

    def accept(self) -> bool:
        """Write everything, or say what is wrong where it stands."""
        self.wrong.configure(text="")
        before = undo.mark()
        try:
            told = self.write()
        except RefusedMinutes as refused:
            self.complain(refused)
            return False
        except (errors.Refused, errors.Failed) as refused:
            self.wrong.configure(text=f"{refused}.")
            return False
        self._saved()
        self.on_done(*told, before)
        return True

    def write(self) -> tuple[str, str]:
        """Do it; what was done, and about what."""
        raise NotImplementedError

    def complain(self, refused: RefusedMinutes) -> None:
        """Mark what is wrong."""
        raise NotImplementedError


def _mark(grid: Grid, wrong: Mapping[int, Mapping[str, str]]) -> None:
    grid.clear_problems()
    for place in sorted(wrong):
        grid.complain(place, wrong[place])


class MinutesPage(_GridPage):
    """Agenda and conclusions of a meeting whose minutes are not signed."""

    noun = "Nội dung, kết luận cuộc họp"

    def __init__(self, screen: kit.Misc, meeting: Any, on_done: Done) -> None:
        title = f"Nội dung, kết luận: {meeting}"
        super().__init__(screen, title, "", meeting, on_done, "Lưu tất cả (Ctrl+S)")
        self._order: list[GridRow] = []  # the lines of the agenda, as the numbers of the conclusions know them
        self._parted: list[tuple[int, list[GridRow]]] = []  # places of lines that went, and what was about them
        widths = {"presenter": 18, "unit": 24, "plan_item": 26}
        self.agenda = Grid(self.body, AGENDA, MATTER_CELLS, widths=widths, on_change=self._renumber)
        self._lay(self.agenda, "Chương trình họp", 0, AGENDA_SHARE)
        self.concluded = self.conclusions_at(2, f"conclusions-{meeting.uid}")
        agenda, concluded = minutes.rows_of(meeting)
        self.agenda.set_rows(agenda)
        self.concluded.set_rows(concluded)
        self._order = list(self.agenda.lines)
        self.agenda.keep_draft(f"matters-{meeting.uid}")

    def _renumber(self) -> None:
        """Lines of the agenda went or came: each conclusion stays with its matter, and says so where that is gone."""
        before, now = self._order, list(self.agenda.lines)
        self._order = now
        if now[: len(before)] != before:
            self.concluded.change_lines(partial(self._follow, before, now))

    def _follow(self, before: Sequence[GridRow], now: Sequence[GridRow]) -> None:
        lost = []
        for line in self.concluded.lines:
            cell = line.cells["about"]
            if (number := rules.renumbered(cell.get(), before, now)) != cell.get():
                cell.set(number)
                lost += [] if number else [line]
        gone = [place for place, line in enumerate(before) if line not in now]
        if len(gone) == 1:
            self._parted.append((gone[0], lost))
            for line in lost:
                line.complain({"about": f"nội dung số {gone[0] + 1} đã bỏ khỏi chương trình họp; hãy ghi số khác"})
        elif not gone and self._parted and now[self._parted[-1][0]] not in before:  # the last one that went is back
            place, again = self._parted.pop()
            for line in again:
                if line in self.concluded.lines and not line.cells["about"].get():
                    line.cells["about"].set(str(place + 1))
                    line.complain({})

    @property
    def parts(self) -> Sequence[Any]:
        """Both grids."""
        return (self.agenda, self.concluded)

    def focus_first(self) -> None:
        """The keyboard begins in the agenda; where that is written already, in the conclusions."""
        (self.concluded if self.agenda.rows() else self.agenda).focus_first()

    def write(self) -> tuple[str, str]:
        """Write both grids as they stand."""
        agenda, concluded = self.agenda.rows(), self._numbered(self.concluded.rows())
        kept = minutes.save_all({}, agenda, concluded, self.meeting)
        return "Đã lưu biên bản", f"{kept}: {len(agenda)} nội dung, {len(concluded)} kết luận"

    def _numbered(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """The conclusions with the numbers of matters as they are stored: empty lines of the agenda are none."""
        filled = [str(number) for number, line in enumerate(self.agenda.lines, start=1) if not line.is_empty()]
        stored = {number: str(place) for place, number in enumerate(filled, start=1)}
        wrong = {}
        for place, row in enumerate(rows):
            number = row.get("about", "").strip()
            if number and number not in stored:
                wrong[place] = {"about": f"Không có nội dung số {number} trong chương trình họp"}
            row["about"] = stored.get(number, "")
        if wrong:
            raise RefusedMinutes({}, {}, wrong)
        return rows

    def complain(self, refused: RefusedMinutes) -> None:
        """Mark the wrong cells of both grids; the first of them gets the keys."""
        _mark(self.concluded, refused.conclusions)
        _mark(self.agenda, refused.matters)
        self.wrong.configure(text="; ".join(refused.problems.values()))


class SupplementPage(_GridPage):
    """What is added to signed minutes, with the conclusions that came with it."""

    noun = "Phần bổ sung biên bản"

    def __init__(self, screen: kit.Misc, meeting: Any, on_done: Done) -> None:
        words = f"Biên bản đã ký ngày {show_date(meeting.signed_on)}, giữ nguyên; phần ghi ở đây được in nối theo sau."
        title = f"Bổ sung biên bản: {meeting}"
        super().__init__(screen, title, words, meeting, on_done, "Lưu bổ sung (Ctrl+S)")
        defaults = {"added_on": show_date(clock.today()), "author": str(meeting.secretary)}
        self.form = Form(self.body, ADDED, (("added_on", "author*2"), ("content",)), defaults=defaults, scrolled=False)
        self.form.show({**ADDED.texts(), **defaults})
        self.form.keep_draft(f"supplement-{meeting.uid}")
        self.form.grid(row=0, column=0, sticky="ew")
        self.concluded = self.conclusions_at(1, f"added-{meeting.uid}")

    @property
    def parts(self) -> Sequence[Any]:
        """The form and the grid."""
        return (self.form, self.concluded)

    def focus_first(self) -> None:
        """The keyboard begins in the words that are added."""
        self.form.fields["content"].focus()

    def write(self) -> tuple[str, str]:
        """Append it."""
        rows = self.concluded.rows()
        minutes.supplement(self.meeting, self.form.texts(), rows)
        return "Đã bổ sung biên bản", f"{self.meeting}: {len(rows)} kết luận thêm" if rows else str(self.meeting)

    def complain(self, refused: RefusedMinutes) -> None:
        """Mark the wrong fields and cells."""
        _mark(self.concluded, refused.conclusions)
        self.form.complain(refused.problems)
