"""What a value is typed into: one editor a kind, the same in forms and in grids."""

from collections.abc import Callable

from desktop_app import clock
from desktop_app.records import Column
from desktop_app.records.kinds import Choice, Day, Kind, Link, Links, LongText, OneOf, YesNo
from desktop_app.rules import names
from desktop_app.rules.dates import weekday
from desktop_app.rules.workdays import is_workday
from desktop_app.ui import kit
from desktop_app.ui.choosers import Chooser, DayLine, SeveralChooser
from desktop_app.ui.lines import Editor, Line, Paragraphs, Tick

KINDS: tuple[tuple[type[Kind], Callable[[kit.Misc, Column, bool], Editor]], ...] = (
    (LongText, Paragraphs),
    (Day, DayLine),
    (Choice, Chooser),
    (Link, Chooser),
    (OneOf, Chooser),
    (Links, SeveralChooser),
    (YesNo, Tick),
)


def make_editor(master: kit.Misc, column: Column, *, compact: bool = False) -> Editor:
    """The editor for a column's kind.

    Args:
        master: where its widget lives; the caller places ``editor.widget``.
        column: whose value it holds.
        compact: for a cell of a grid: as narrow and low as it can be, and Up and Down are left to the grid.
    """
    for made_for, editor in KINDS:
        if isinstance(column.kind, made_for):
            return editor(master, column, compact)
    return Line(master, column, compact)


def day_note(kind: Kind, text: str) -> str:
    """What is worth knowing about a day: that nobody works on it, or that it is made up for."""
    if not isinstance(kind, Day) or not text.strip():
        return ""
    try:
        day = kind.read(names.clean(text))
    except ValueError:
        return ""
    days_off, made_up = clock.calendar()
    if words := made_up.get(day) or days_off.get(day):
        return f"{weekday(day)} – {words}"
    return "" if is_workday(day) else f"{weekday(day)}, ngày nghỉ"
