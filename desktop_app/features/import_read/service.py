"""Reading a register: a workbook in a process of its own, or rows that were copied."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from desktop_app.errors import Failed, Refused
from desktop_app.features.import_read.columns import Cell, Sheet, Source
from desktop_app.rules import names

OURS = "_manifest"
LONGEST_PASTE = 5_000_000  # letters


def read_file(path: Path, passphrase: str = "", reader: Any = None) -> Source:
    """Every sheet of a workbook; nothing of it is believed yet.

    ``reader`` is a `guarded.Reader` to use for several files. Raises Refused when the guard refuses the file or it is
    a package of this program, Failed when it cannot be opened.
    """
    from desktop_app.excel import guarded

    if reader is None:
        with guarded.Reader() as own:
            raw = own.read_register(path, passphrase)
    else:
        raw = reader.read_register(path, passphrase)
    if any(sheet["name"] == OURS for sheet in raw):
        raise Refused("Tệp là gói dữ liệu của chương trình; hãy nhận ở mục Gói nhận về để giữ niêm phong và biên nhận")
    sheets = [_sheet(one) for one in raw]
    if not any(sheet.cells for sheet in sheets):
        raise Refused("Tệp không có ô nào có nội dung; hãy kiểm tra đã chọn đúng tệp chưa")
    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise Failed("E-OPEN", path.name) from error
    return Source(path.name, digest, sheets)


def _sheet(raw: dict[str, Any]) -> Sheet:
    cells = {(row, column): _cell(kind, value, order, font) for row, column, kind, value, order, font in raw["cells"]}
    return Sheet(
        names.clean(raw["name"]), cells, raw["hidden"], [tuple(m) for m in raw["merges"]], set(raw["hidden_rows"])
    )


def _cell(kind: Any, value: Any, order: str, font: str) -> Cell:
    if kind == "day":
        try:
            return Cell("day", datetime.fromisoformat(value).replace(tzinfo=None), order, font)
        except ValueError:
            return Cell("text", str(value), "", font)
    return Cell(kind, value, order, font)


def of_rows(rows: Sequence[Sequence[str]], name: str = "Dán từ Excel") -> Source:
    """Rows of texts, as the clipboard gives them, as a register of one sheet.

    Raises Refused when there are none, or more than a clipboard reasonably holds.
    """
    cells = {
        (row, column): Cell("text", text)
        for row, line in enumerate(rows, 1)
        for column, text in enumerate(line, 1)
        if text.strip()
    }
    if not cells:
        raise Refused("Chưa có gì để dán; hãy chọn các dòng trong Excel, nhấn Ctrl+C rồi dán lại")
    if sum(len(cell.value) for cell in cells.values()) > LONGEST_PASTE:
        raise Refused("Đoạn dán quá dài; hãy lưu thành tệp .xlsx rồi nhập bằng tệp")
    digest = sha256("\x1e".join("\x1f".join(line) for line in rows).encode()).hexdigest()
    return Source(name, digest, [Sheet("Dán", cells)], pasted=True)
