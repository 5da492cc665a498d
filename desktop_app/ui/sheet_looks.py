"""How a sheet of cells looks: its colours, letters, widths and heights, in the theme of now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.ui import kit, theme

if TYPE_CHECKING:
    from desktop_app.ui.spreadsheet import Content, SheetColumn, Spot

PAD = 10  # pixels a cell keeps free at its sides together
TIGHT = 4  # the same in a heading
WORDS = {
    "select_all_label": "Chọn tất cả",
    "cut_label": "Cắt",
    "copy_label": "Chép",
    "paste_label": "Dán",
    "undo_label": "Hoàn tác",
    "redo_label": "Làm lại",
    "redo_accelerator": "Ctrl+Y",
}


def options() -> dict[str, Any]:
    """The options of a sheet in the colours and letters of now."""
    colours = theme.palette()
    face = (theme.family(), theme.size(), "normal")
    found: dict[str, Any] = {
        "font": face,
        "header_font": (theme.family(), theme.size(), "bold"),
        "index_font": face,
        "popup_menu_font": face,
        "popup_menu_bg": colours.field,
        "popup_menu_fg": colours.text,
        "popup_menu_highlight_bg": colours.chosen,
        "popup_menu_highlight_fg": colours.text,
        "frame_bg": colours.ground,
        "outline_color": colours.line,
        "outline_thickness": 1,
        "top_left_bg": colours.panel,
        "top_left_fg": colours.line,
        "resizing_line_fg": colours.accent,
    }
    for part in ("table", "header", "index"):
        ground = colours.field if part == "table" else colours.panel
        found |= {
            f"{part}_bg": ground,
            f"{part}_fg": colours.text,
            f"{part}_grid_fg": colours.line,
            f"{part}_border_fg": colours.line,
            f"{part}_editor_bg": colours.field,
            f"{part}_editor_fg": colours.text,
            f"{part}_editor_select_bg": colours.fills["primary"],
            f"{part}_editor_select_fg": "#ffffff",
            f"{part}_selected_cells_bg": colours.chosen,
            f"{part}_selected_cells_fg": colours.text,
            f"{part}_selected_rows_bg": colours.chosen,
            f"{part}_selected_rows_fg": colours.text,
            f"{part}_selected_columns_bg": colours.chosen,
            f"{part}_selected_columns_fg": colours.text,
        }
    found |= {f"table_selected_{part}_border_fg": colours.accent for part in ("cells", "rows", "columns")}
    found |= {f"table_selected_box_{part}_fg": colours.accent for part in ("cells", "rows", "columns")}
    for way in ("vertical", "horizontal"):
        found |= {
            f"{way}_scroll_background": colours.line,
            f"{way}_scroll_troughcolor": colours.panel,
            f"{way}_scroll_lightcolor": colours.line,
            f"{way}_scroll_darkcolor": colours.line,
            f"{way}_scroll_bordercolor": colours.panel,
            f"{way}_scroll_not_active_bg": colours.line,
            f"{way}_scroll_active_bg": colours.muted,
            f"{way}_scroll_pressed_bg": colours.muted,
        }
    return found | WORDS


def widths(columns: Sequence[SheetColumn], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Pixels of each column: as wished, or less for those that may give way, or more for them where room is left.

    None is narrower than its longest word.
    """
    wished = [theme.characters(column.width) + PAD for column in columns]
    words = [
        {word for row in rows for word in row[place].split()} if column.least else set()
        for place, column in enumerate(columns)
    ]
    least = [
        max(theme.characters(column.least or column.width), *(theme.measure(word) for word in (*found, "x"))) + PAD
        for column, found in zip(columns, words, strict=True)
    ]
    elastic = [place for place, column in enumerate(columns) if column.least]
    over = room - sum(wished)
    if room <= 0 or not elastic:
        return wished
    slack = sum(wished[place] for place in elastic)
    for place in elastic:
        wished[place] = max(least[place], wished[place] + over * wished[place] // slack)
    return wished


def heights(
    columns: Sequence[SheetColumn], rows: Sequence[Sequence[str]], wide: Sequence[int]
) -> tuple[list[int], int]:
    """Pixels of each row, and of the heading; only columns that may give way wrap their words."""
    line, air = theme.line_height() + 2, kit_air()
    wrapping = [place for place, column in enumerate(columns) if column.least]
    found = [max([1, *(lines(row[place], wide[place] - PAD) for place in wrapping)]) * line + air for row in rows]
    header = max([1, *(lines(c.label, w - TIGHT, kit.BOLD) for c, w in zip(columns, wide, strict=True))])
    return found, header * line + air


def kit_air() -> int:
    """Pixels between the text of a row and its lines."""
    return max(6, theme.line_height() // 3)


def lines(text: str, room: int, font: str = kit.BASE) -> int:
    """How many lines a text takes when it breaks at words."""
    count, used = 1, 0
    blank = theme.measure(" ", font)
    for word in text.split():
        wide = theme.measure(word, font)
        if used and used + blank + wide > room:
            count, used = count + 1, wide
        else:
            used += (blank if used else 0) + wide
    return count


def grounds(content: Content, marks: Mapping[Spot, str]) -> Iterator[tuple[list[Spot], str, str]]:
    """Cells with the colours of their ground and letters: headings, locked cells, then those that are marked."""
    colours = theme.palette()
    across = range(len(content.columns))
    headings = [(row, column) for row in content.headings for column in across]
    locked = [
        (row, column)
        for row in range(len(content.rows))
        for column in across
        if row not in content.headings and (row, column) not in content.opened
    ]
    yield headings, colours.chosen_idle, colours.text
    yield locked, colours.panel, colours.text
    letters = {"danger": colours.danger, "warning": colours.warning, "accent": colours.accent, "muted": colours.muted}
    paint = {"danger": _mixed(colours.field, colours.danger), "warning": _mixed(colours.field, colours.warning)}
    for name, ink in letters.items():
        plain: dict[str, list[Spot]] = {}
        for spot, mark in marks.items():
            if mark == name:
                ground = paint.get(name) or (colours.field if spot in content.opened else colours.panel)
                plain.setdefault(ground, []).append(spot)
        for ground, spots in plain.items():
            yield spots, ground, ink


def _mixed(ground: str, ink: str, share: float = 0.12) -> str:
    """A colour between two, near the first."""
    pairs = [(int(ground[n : n + 2], 16), int(ink[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
