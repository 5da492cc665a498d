"""The lines of one week as a list with a place for every half of a day, and the buttons from week to week."""

from functools import partial
from typing import Any

from desktop_app.features.week import service as weeks
from desktop_app.features.week.columns import SCHEDULE, WeekRows
from desktop_app.features.week_clashes import service as clashes
from desktop_app.records import writers
from desktop_app.records.shown import ShownList
from desktop_app.rules import week as rules
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import exporting, kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.list_side import ListSide


class WeekList(ListSide):
    """The lines of one week with its empty halves of days; words searched for, or another order, show plain lines."""

    room: Any

    def _build_head(self, on_new: Any, on_deleted: Any) -> None:
        super()._build_head(on_new, on_deleted)
        gap = kit.px(self, 10)
        steps = Flow(self)
        steps.pack(fill="x", pady=(0, gap), before=self.bar)
        before = steps.button("Tuần trước", "chevron-left", partial(self.room.step, -1))
        steps.button("Tuần này", "calendar-check", self.room.go_today)
        after = steps.button("Tuần sau", "chevron-right", partial(self.room.step, 1))
        kit.hint(before, "Ctrl+Page Up")
        kit.hint(after, "Ctrl+Page Down")
        steps.button("Đến tuần…", "calendar3", self.room.ask_week, "quiet")
        self.week_words = kit.label(steps, role="heading")
        self.clash_words = kit.label(steps, role="warning")
        steps.add(self.week_words)
        steps.add(self.clash_words)

    def _build_rows(self, on_open: Any) -> None:
        super()._build_rows(on_open)
        for keys in (self.rows.tree, self.bar.search):
            keys.bind("<Control-Prior>", lambda event: self.room.step(-1))
            keys.bind("<Control-Next>", lambda event: self.room.step(1))

    @property
    def plain(self) -> bool:
        """Whether lines are listed for themselves rather than laid out as a week."""
        return bool(self.bar.text.strip()) or self._order not in ("", "on_day")

    def find(self) -> Any:
        """The week as it is laid out, or the lines found in every week."""
        where, text = self.bar.where(), self.bar.text.strip()
        week = self.room.week
        if text or set(where) - set(self.bar.drops):
            return weeks.find(where, text, self._order)
        found = weeks.find({"written": writers.NEAR, **where, "between": (week.monday, week.sunday)}, "", self._order)
        self._say_week(week, found.count())
        if self.plain or where:
            return found
        return WeekRows(week, list(found.iterate()), self.room.clashing)

    def _say_week(self, week: rules.Week, count: int) -> None:
        self.room.clashing = clashes.of_week(week)
        last = max((row.day for row in weeks.of_week(week)), default=None) if count else None
        self.week_words.configure(text=week.label(last))
        held = len(self.room.clashing)
        self.clash_words.configure(text=f"● {show_whole(held)} dòng trùng người hoặc địa điểm" if held else "")

    def _selected(self, ids: list[int]) -> None:
        super()._selected([number for number in ids if number > 0])

    def delete(self) -> None:
        """Delete the chosen lines; an empty half of a day has nothing to delete."""
        lines = [number for number in self.rows.selected if number > 0]
        if lines:
            if lines != self.rows.selected:
                self.rows.choose(lines)
            super().delete()

    def export(self) -> None:
        """Write the lines shown, without the empty halves, to a workbook."""
        found = self.find()
        week = self.room.week
        if isinstance(found, WeekRows):
            found = weeks.find({"between": (week.monday, week.sunday), "written": writers.NEAR})
        narrowed = self.bar.words() or [week.label()]
        if exporting.to_workbook is not None:
            shown = ShownList(SCHEDULE.title, SCHEDULE.noun, narrowed, self.rows.columns, found)
            exporting.to_workbook(self.room, shown)
