"""What keys and mouse do in a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.records import Column
from desktop_app.ui import kit

if TYPE_CHECKING:
    from desktop_app.ui.table import Table

SHIFT, CONTROL = 0x1, 0x4


@dataclass(frozen=True)
class Spot:
    """A place of a table: its column, its record (None over the headings), and where that is on the screen."""

    column: Column | None
    record: int | None
    x: int
    y: int


def bind(table: Table) -> None:
    """Give a table its keys, wheel and clicks in place of the Treeview's own, which know only the rows on screen."""
    tree = table.tree
    moves: dict[str, Callable[[], int]] = {
        "Up": lambda: _cursor(table) - 1,
        "Down": lambda: _cursor(table) + 1,
        "Prior": lambda: _cursor(table) - max(1, table.view.page - 1),
        "Next": lambda: _cursor(table) + max(1, table.view.page - 1),
        "Home": lambda: 0,
        "End": lambda: _last(table),
    }
    for key, target in moves.items():
        for modifier in ("", "Shift-", "Control-", "Control-Shift-"):
            tree.bind(f"<{modifier}{key}>", partial(_move, table, target=target))
    for sequence in ("<Return>", "<KP_Enter>"):
        tree.bind(sequence, lambda event: _open(table))
    for letter in "aA":
        tree.bind(f"<Control-{letter}>", lambda event: _choose_all(table))
    for sequence in ("<Control-c>", "<Control-C>", "<Control-Insert>"):
        tree.bind(sequence, lambda event: _copy(table, event))
    tree.bind("<Left>", lambda event: _sideways(table, -1))
    tree.bind("<Right>", lambda event: _sideways(table, 1))
    _bind_mouse(table)
    tree.bind("<FocusIn>", lambda event: table.view.show_focus(True))
    tree.bind("<FocusOut>", lambda event: table.view.show_focus(False))


def _bind_mouse(table: Table) -> None:
    tree = table.tree
    for sequence in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
        tree.bind(sequence, lambda event: _wheel(table, event))
        tree.bind(f"<Shift-{sequence[1:]}", lambda event: _sideways(table, kit.wheel_rows(event)))
    tree.bind("<Button-1>", lambda event: _press(table, event))
    tree.bind("<Double-Button-1>", lambda event: _double(table, event))
    tree.bind("<ButtonRelease-1>", lambda event: _released(table), add="+")
    tree.bind("<Motion>", lambda event: _pointed(table, event), add="+")
    tree.bind("<Button-3>", lambda event: _menu_at(table, event))
    keys = ("<Shift-F10>", "<Menu>") if tree.tk.call("tk", "windowingsystem") == "x11" else ("<Shift-F10>", "<App>")
    for sequence in keys:
        tree.bind(sequence, lambda event: _menu_by_key(table))


def _cursor(table: Table) -> int:
    """Where keys move from: one row above the list when nothing was chosen yet."""
    if table.choice.cursor is None:
        return table.view.top - 1
    return table.choice.cursor


def _last(table: Table) -> int:
    table.load_all()
    return len(table.ids) - 1


def _move(table: Table, event: kit.Event[Any], target: Callable[[], int]) -> str:
    position = target()
    if position >= len(table.ids) - 1:
        table.load_all()
    position = max(0, min(position, len(table.ids) - 1))
    if len(table.ids):
        _choose(table, position, reach=bool(int(event.state) & SHIFT))
        table.view.see(position)
    return "break"


def _choose(table: Table, position: int, reach: bool = False, toggle: bool = False) -> None:
    if table.many and reach:
        table.choice.reach(table.ids, position)
    elif table.many and toggle:
        table.choice.toggle(table.ids, position)
    else:
        table.choice.only(table.ids, position)
    table.chosen_anew()


def _press(table: Table, event: kit.Event[Any]) -> str | None:
    if table.tree.identify_region(event.x, event.y) in ("heading", "separator"):
        return None  # Tk's own: sorting and drawing columns wider
    table.tree.focus_set()
    position = table.view.position_at(event.y)
    if position is not None:
        state = int(event.state)
        _choose(table, position, reach=bool(state & SHIFT), toggle=bool(state & CONTROL))
    return "break"


def _double(table: Table, event: kit.Event[Any]) -> str | None:
    if table.tree.identify_region(event.x, event.y) in ("heading", "separator"):
        return None
    if table.view.position_at(event.y) is not None and not int(event.state) & (SHIFT | CONTROL):
        _open(table)
    return "break"


def _released(table: Table) -> None:
    if table.header.take_dragged():
        table.view.goto(table.view.top, anew=True)
        if table.on_widths is not None:
            table.on_widths()


def _menu_at(table: Table, event: kit.Event[Any]) -> str:
    """The right mouse button; over a row that is not chosen it chooses it first."""
    if table.on_menu is None:
        return "break"
    column = table.view.column_at(event.x)
    over_rows = table.tree.identify_region(event.x, event.y) not in ("heading", "separator")
    position = table.view.position_at(event.y) if over_rows else None
    if position is not None:
        table.tree.focus_set()
        if table.ids[position] not in table.choice.ids:
            _choose(table, position)
    record = table.order.at(position)
    table.on_menu(Spot(column, record, event.x_root, event.y_root))
    return "break"


def _menu_by_key(table: Table) -> str:
    if table.on_menu is not None:
        x, y, record = table.tree.winfo_rootx(), table.tree.winfo_rooty(), table.order.at(table.choice.cursor)
        table.on_menu(Spot(None, record if record in table.choice.ids else None, x, y))
    return "break"


def _pointed(table: Table, event: kit.Event[Any]) -> None:
    table.tip.point(table.view.full_text(event.x, event.y), event.x_root, event.y_root)


def _open(table: Table) -> str:
    record_id = table.order.at(table.choice.cursor)
    if table.on_open is not None and record_id in table.choice.ids:
        table.on_open(record_id)
    return "break"


def _choose_all(table: Table) -> str:
    if table.many:
        table.load_all()
        table.choice.all(table.ids)
        table.chosen_anew()
    return "break"


def _copy(table: Table, event: kit.Event[Any]) -> str:
    table.copy(heading=not int(event.state) & SHIFT)  # the letter's case says nothing: Caps Lock may be on
    return "break"


def _wheel(table: Table, event: kit.Event[Any]) -> str:
    table.view.scroll(kit.wheel_rows(event))
    table.tip.point("", 0, 0)
    return "break"


def _sideways(table: Table, way: int) -> str:
    table.tree.xview_scroll(30 * (1 if way > 0 else -1), "units")
    return "break"
