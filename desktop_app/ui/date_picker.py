"""The calendar that drops from a date field: Monday first, usable by keys alone, modal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from desktop_app import clock
from desktop_app.rules.workdays import is_workday
from desktop_app.ui import kit, theme

DAYS = {"Left": -1, "Right": 1, "Up": -7, "Down": 7}
MONTHS = {"Prior": -1, "Next": 1}
YEARS = (2000, 2100)
OFF = "DayOff"


def month_later(day: date, months: int) -> date:
    """The same day some months later, or the last of its month.

    >>> month_later(date(2026, 1, 31), 1), month_later(date(2026, 1, 5), -1)
    (datetime.date(2026, 2, 28), datetime.date(2025, 12, 5))
    """
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


class DatePicker(kit.CalendarPopup):
    """ttkbootstrap's calendar with keys: arrows go by days and weeks, PageUp and PageDown by months, Return takes."""

    def __init__(self, parent: kit.Misc, day: date) -> None:
        super().__init__(parent=parent, first_weekday=0, start_date=day, autoshow=False)
        for weekday in self.frm_header.winfo_children():
            weekday.configure(font=kit.SMALL)
        for key, days in DAYS.items():
            self._bind(key, lambda days=days: self.date_selected + timedelta(days=days))  # type: ignore[misc]
        for key, months in MONTHS.items():
            self._bind(key, lambda months=months: month_later(self.date_selected, months))  # type: ignore[misc]
        for sequence in ("<Return>", "<KP_Enter>", "<space>"):
            self.root.bind(sequence, lambda event: self._take())
        self.root.bind("<Button-1>", self._pressed, add="+")

    def _draw_calendar(self) -> None:
        """Days on which nobody works stand in the colour of holidays, with their occasion where the mouse rests."""
        super()._draw_calendar()
        days_off, made_up = clock.calendar()
        for cell in self.frm_dates.winfo_children():
            if not isinstance(cell, kit.Radiobutton):
                continue
            day = date(self.date.year, self.date.month, int(cell.cget("text")))
            if not is_workday(day, days_off, made_up):
                cell.configure(style=_off(cell))
            if words := made_up.get(day) or days_off.get(day):
                kit.hint(cell, words)

    def ask(self) -> date | None:
        """Show the calendar and wait; the day taken, or None."""
        before = self.root.grab_current()
        self.show(wait_for_result=False)
        self.root.wait_visibility()
        self.root.grab_set()  # a dialog below that has the grab would keep every click from us
        self.root.wait_window()
        if before is not None and before.winfo_exists():
            before.grab_set()
        return self.result

    def _bind(self, key: str, target: Callable[[], date]) -> None:
        self.root.bind(f"<{key}>", lambda event: self._go(target()))

    def _go(self, day: date) -> None:
        if YEARS[0] <= day.year <= YEARS[1]:
            self.date_selected = self.date = day
            self.frm_dates.destroy()
            self._draw_calendar()

    def _take(self) -> str:
        self._selection_made = True
        self.root.destroy()
        self._return_focus()
        return "break"

    def _pressed(self, event: kit.Event[Any]) -> None:
        """A press outside the calendar arrives here because of the grab: it means no."""
        inside = 0 <= event.x_root - self.root.winfo_rootx() < self.root.winfo_width()
        inside = inside and 0 <= event.y_root - self.root.winfo_rooty() < self.root.winfo_height()
        if not inside:
            self._cancel()


def _off(cell: kit.Radiobutton) -> str:
    """The style of a day in the calendar, in the colour of holidays while it is not the chosen one."""
    usual = str(cell.cget("style"))
    style = kit.Style.get_instance()
    style.map(f"{OFF}.{usual}", foreground=[("!selected", theme.palette().danger)])
    return f"{OFF}.{usual}"
