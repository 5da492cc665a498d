"""A register of any make, cell by cell: what stands in it, how it is shown, what is merged and what is hidden.

Runs in the process that reads files from elsewhere, after the guard. By hand rather than through a library: those
drop a formula without its value, read a day without saying how it was shown, or stop at odd styles.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from desktop_app.excel import envelope
from desktop_app.excel.envelope import Part
from desktop_app.excel.guard import LINKS, WORKBOOK
from desktop_app.excel.guard_xml import read_xml

TEXT, NUMBER, DAY, TIME, YES_NO, ERROR, NO_VALUE = "text", "number", "day", "time", "bool", "error", "formula"
PERCENT = "%"
RawCell = tuple[int, int, str, Any, str, str]  # row, column (from 1), kind, value, how a day is shown, font

BEGIN = datetime.fromisoformat("1899-12-30")  # day 0 as Excel counts, right from 01/03/1900 on
BEGIN_1904 = datetime.fromisoformat("1904-01-01")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # what a number format says besides its letters
_BUILT_IN = {14: "", 15: "dmy", 16: "dmy", 17: "my", 22: ""} | dict.fromkeys((*range(27, 37), *range(50, 59)), "ymd")
_PERCENT = (9, 10)
_TIMES = (18, 19, 20, 21, 45, 46, 47)
_TRUE = ("1", "true", "on")


def read(content: bytes) -> list[dict[str, Any]]:
    """Every worksheet in its order: name, hidden, cells, merges, hidden_rows, hidden_columns.

    A day comes as ISO text with the order in which its cell shows it: dmy, mdy, ymd, my, or nothing when that depends
    on the computer; a number shown in percent with "%". An empty cell is not there.
    """
    parts = {part.name.casefold(): part for part in envelope.directory(content)}

    def parse(name: str, into: "_Events") -> Any:
        part = parts.get(name.casefold())
        if part is not None:
            read_xml(part.name, envelope.unpacked(content, part), into)
        return into

    links: _Links = parse(LINKS, _Links())
    book: _Book = parse(WORKBOOK, _Book())
    strings: _Strings = parse(links.of("sharedStrings"), _Strings())
    styles: _Styles = parse(links.of("styles"), _Styles())
    found = []
    for name, link, hidden in book.sheets:
        if link in links.sheets and _there(parts, links.sheets[link]):
            sheet: _Sheet = parse(links.sheets[link], _Sheet(strings.texts, styles, book.from_1904))
            found.append({"name": name, "hidden": hidden, **sheet.told()})
    return found


def _there(parts: dict[str, Part], name: str) -> bool:
    return name.casefold() in parts


class _Events:
    """Elements of a part by their local names, with the names around them."""

    def __init__(self) -> None:
        self.around: list[str] = []
        self.pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self.open(local, attributes)
        self.around.append(local)

    def end(self, name: str) -> None:
        self.around.pop()
        self.close(name.rpartition(":")[2])

    def text(self, letters: str) -> None:
        self.pieces.append(letters)

    def aside(self, *_: object) -> None:
        pass

    def open(self, name: str, attributes: dict[str, str]) -> None:
        pass

    def close(self, name: str) -> None:
        pass

    def said(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


class _Links(_Events):
    """Which part is which."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self._others: dict[str, str] = {}

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode", "").casefold() == "external":
            return
        sort, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if sort == "worksheet":
            self.sheets[attributes.get("Id", "")] = path
        else:
            self._others[sort] = path

    def of(self, sort: str) -> str:
        return self._others.get(sort, "")


class _Book(_Events):
    """The sheets in their order, and from which year days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), link, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").casefold() in _TRUE


class _Strings(_Events):
    """The texts that cells refer to by number; how Japanese is spoken is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._now: list[str] = []

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._now = []
        elif name == "t":
            self.pieces.clear()

    def close(self, name: str) -> None:
        if name == "t" and "rPh" not in self.around:
            self._now.append(self.said())
        elif name == "si":
            self.texts.append(plain("".join(self._now)))


class _Styles(_Events):
    """How cells look, as far as it says what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[str | None] = []  # by style: how a day is shown; None is no day
        self.times: list[bool] = []
        self.shares: list[bool] = []
        self.fonts: list[str] = []
        self._formats: dict[int, str] = {}
        self._faces: list[str] = []

    def open(self, name: str, attributes: dict[str, str]) -> None:
        over = self.around[-1] if self.around else ""
        if name == "numFmt" and over == "numFmts":
            self._formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "font" and over == "fonts":
            self._faces.append("")
        elif name in ("name", "rFont") and self.around[-2:] == ["fonts", "font"]:
            self._faces[-1] = attributes.get("val", "")
        elif name == "xf" and over == "cellXfs":
            number, face = _whole(attributes.get("numFmtId")), _whole(attributes.get("fontId"))
            order, is_time = shown_as(number, self._formats.get(number, ""))
            self.shares.append(number in _PERCENT or "%" in _ASIDE.sub("", self._formats.get(number, "")))
            self.orders.append(order)
            self.times.append(is_time)
            self.fonts.append(self._faces[face] if 0 <= face < len(self._faces) else "")


class _Sheet(_Events):
    """The cells of one sheet."""

    def __init__(self, strings: list[str], styles: _Styles, from_1904: bool) -> None:
        super().__init__()
        self._strings, self._styles = strings, styles
        self._begin = BEGIN_1904 if from_1904 else BEGIN
        self._cells: list[RawCell] = []
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._row = self._column = 0
        self._kind, self._style, self._formula, self._value = "n", 0, False, ""
        self._inline: list[str] = []

    def told(self) -> dict[str, Any]:
        return {
            "cells": self._cells,
            "merges": self._merges,
            "hidden_rows": self._hidden_rows,
            "hidden_columns": self._hidden_columns,
        }

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if work := self._OPEN.get(name):
            work(self, attributes)

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row = _whole(attributes.get("r"), self._row + 1)
        self._column = 0
        if attributes.get("hidden", "").casefold() in _TRUE:
            self._hidden_rows.append(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._column = column_number(place[1]) if place else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), _whole(attributes.get("s"))
        self._formula, self._value = False, ""
        self._inline = []

    def _open_letters(self, attributes: dict[str, str]) -> None:
        self.pieces.clear()

    def _open_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "").casefold() in _TRUE:
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            self._hidden_columns += range(first, min(last, first + 200) + 1)

    def _open_merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        a, b = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if a and b:
            self._merges.append((int(a[2]), column_number(a[1]), int(b[2]), column_number(b[1])))

    _OPEN: dict[str, Callable[["_Sheet", dict[str, str]], None]] = {
        "row": _open_row,
        "c": _open_cell,
        "v": _open_letters,
        "f": _open_letters,
        "t": _open_letters,
        "col": _open_column,
        "mergeCell": _open_merge,
    }

    def close(self, name: str) -> None:
        if name == "v":
            self._value = self.said()
        elif name == "t" and "is" in self.around and "rPh" not in self.around:
            self._inline.append(self.said())
        elif name == "f":
            self._formula = True
        elif name == "c":
            self._keep()

    def _keep(self) -> None:
        kind, value, order = self._judged()
        if kind:
            font = self._styles.fonts[self._style] if self._style < len(self._styles.fonts) else ""
            self._cells.append((self._row, self._column, kind, value, order, font))

    def _judged(self) -> tuple[str, Any, str]:
        """Kind, value and order of the cell that ends; no kind for an empty one."""
        if self._kind == "inlineStr":
            text = plain("".join(self._inline))
            return (TEXT, text, "") if text else ("", None, "")
        if self._value == "":
            return (NO_VALUE, "", "") if self._formula and self._kind != "str" else ("", None, "")
        if self._kind in ("s", "str"):
            text = self._strings[int(self._value)] if self._kind == "s" else plain(self._value)
            return (TEXT, text, "") if text else ("", None, "")
        if self._kind == "e":
            return ERROR, self._value, ""
        if self._kind == "b":
            return YES_NO, self._value == "1", ""
        if self._kind == "d":
            return DAY, self._value, "ymd"
        return self._number(float(self._value))

    def _number(self, number: float) -> tuple[str, Any, str]:
        style = self._style
        order = self._styles.orders[style] if style < len(self._styles.orders) else None
        if order is not None:
            with suppress(OverflowError, ValueError):
                moment = self._begin + timedelta(seconds=round(number * 86_400))
                return DAY, moment.isoformat(), order
        if style < len(self._styles.times) and self._styles.times[style] and 0 <= number < 1:
            minutes = round(number * 1440)
            return TIME, f"{minutes // 60:02d}:{minutes % 60:02d}", ""
        share = style < len(self._styles.shares) and self._styles.shares[style]
        return NUMBER, number, PERCENT if share else ""


def shown_as(number: int, code: str) -> tuple[str | None, bool]:
    """How a number format shows a day (None when it shows none), and whether it shows an hour only.

    >>> shown_as(0, "dd/mm/yyyy"), shown_as(0, "[$-409]m/d/yy;@"), shown_as(14, ""), shown_as(0, "h:mm")
    (('dmy', False), ('mdy', False), ('', False), (None, True))
    >>> shown_as(0, '#,##0" đồng"'), shown_as(0, '"ngày" dd "tháng" mm "năm" yyyy'), shown_as(49, "@")
    ((None, False), ('dmy', False), (None, False))
    """
    if not code:
        return _BUILT_IN.get(number), number in _TIMES
    letters = _ASIDE.sub("", code.partition(";")[0]).casefold()
    if "general" in letters or not set("ymdhs") & set(letters):
        return None, False
    if "y" not in letters and "d" not in letters:
        return ("my", False) if not set("hs0#") & set(letters) else (None, True)
    first = {letter: letters.find(letter) for letter in "ymd" if letter in letters}
    order = "".join(sorted(first, key=lambda letter: first[letter]))
    return {"dm": "dmy", "md": "mdy", "d": "dmy", "y": "ymd", "ym": "ymd"}.get(order, order), False


def plain(text: str) -> str:
    r"""A text of the file as people see it: ``_x000D_`` stands for a letter that XML cannot hold.

    >>> plain("a_x000D_\nb_x005F_x")
    'a\r\nb_x'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def column_number(letters: str) -> int:
    """The number of a column, from 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
