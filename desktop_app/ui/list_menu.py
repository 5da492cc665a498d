"""The menu of a list: on its headings about the columns, on its rows about what is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop_app.ui import exporting, kit
from desktop_app.ui.header import Header
from desktop_app.ui.table_keys import Spot

if TYPE_CHECKING:
    from desktop_app.ui.list_side import ListSide


def drop(side: ListSide, spot: Spot) -> None:
    """Drop the menu that belongs to a spot of the table."""
    menu = build(side, spot)
    menu.tk_popup(spot.x, spot.y)


def build(side: ListSide, spot: Spot) -> kit.Menu:
    """The menu of a spot; the one before it goes."""
    for child in side.winfo_children():
        if isinstance(child, kit.Menu):
            child.destroy()
    menu = kit.Menu(side, tearoff=False)
    if spot.record is not None:
        _about_rows(menu, side, spot)
    elif spot.column is not None:
        _about_column(menu, side, spot)
    menu.add_command(label="Cột…", command=side.ask_columns)
    menu.add_command(label="Cột như ban đầu", command=lambda: side.show_columns(side.room.table, {}))
    if exporting.to_workbook is not None:
        menu.add_command(label="Xuất Excel…", command=side.export)
    return menu


def _about_rows(menu: kit.Menu, side: ListSide, spot: Spot) -> None:
    rows = side.rows
    if len(rows.choice.ids) == 1 and rows.on_open is not None and spot.record is not None:
        menu.add_command(label="Mở", command=partial(rows.on_open, spot.record))
    menu.add_command(label="Chép dòng (Ctrl+C)", command=rows.copy)
    menu.add_command(label="Chép dòng, không kèm tên cột (Ctrl+Shift+C)", command=partial(rows.copy, heading=False))
    if spot.column is not None:
        menu.add_command(label=f"Chép ô “{spot.column.label}”", command=partial(rows.copy_cell, spot))
    menu.add_separator()


def _about_column(menu: kit.Menu, side: ListSide, spot: Spot) -> None:
    column = spot.column
    assert column is not None
    if Header.sortable(column):
        menu.add_command(label=f"Sắp xếp theo “{column.label}”", command=partial(side.rows.sort, column.name))
    shown = [each.name for each in side.rows.columns if each.name != column.name]
    if shown:
        menu.add_command(label=f"Ẩn cột “{column.label}”", command=partial(side.show_columns, shown))
    menu.add_separator()
