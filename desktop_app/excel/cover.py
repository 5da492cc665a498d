"""The first sheet of a package: who sends what to whom, the figures to compare by telephone, and the check code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from db.words import PackageKind
from desktop_app.excel import fitting, looks, seal
from desktop_app.excel.manifest import Manifest
from desktop_app.rules.dates import show_date

NAME = "Bìa"
CODE = "{check_code}"  # stands in the sealed text for what is known only when all is sealed
LEFT, RIGHT = 32, 58  # widths of the two columns, in digits
SEAL_SAYS = (
    "Niêm phong này chứng thực nơi gửi và tính toàn vẹn của số liệu giữa các cơ quan cùng dùng chương trình Sổ Phường; "
    "không thay thế chữ ký số của cơ quan, tổ chức trên văn bản điện tử. Khi nhận gói lần đầu, hai bên đọc qua điện "
    "thoại dấu vân tay khóa và mã kiểm tra để đối chiếu."
)
_KINDS = {str(kind): kind.label for kind in PackageKind}

Extra = str | tuple[str, str]
Sort = Literal["issuer", "title", "subtitle", "section", "pair", "code", "note", "signers"]


@dataclass(frozen=True)
class Line:
    """A row of the cover: one text over its whole width, or two beside each other."""

    sort: Sort
    left: str
    right: Any = ""


def lines(manifest: Manifest, extra: Sequence[Extra]) -> list[Line]:
    """The cover of a package, with what the caller has to add."""
    kind = _KINDS.get(manifest.kind, manifest.kind)
    out = [Line("issuer", manifest.from_name.upper()), Line("title", f"GÓI {kind.upper()}")]
    if manifest.period_label:
        out.append(Line("subtitle", f"Kỳ: {manifest.period_label}"))
    out += [
        Line("section", "Thông tin chung"),
        Line("pair", "Nơi gửi", _named(manifest.from_name, manifest.from_code)),
        Line("pair", "Nơi nhận", _named(manifest.to_name, manifest.to_code)),
        Line("pair", "Loại gói", kind),
        Line("pair", "Số thứ tự gói", manifest.running_number),
    ]
    if manifest.period_start and manifest.period_end:
        span = f"Từ {show_date(manifest.period_start)} đến hết {show_date(manifest.period_end)}"
        out.append(Line("pair", "Kỳ báo cáo", f"{_capital(manifest.period_label)}\n{span}"))
    if manifest.as_at:
        out.append(Line("pair", "Số liệu tính đến hết ngày", manifest.as_at))
    out.append(Line("pair", "Lập gói lúc", f"{manifest.made_at:%H:%M, ngày %d/%m/%Y}"))
    out += [Line("note", part) if isinstance(part, str) else Line("pair", *part) for part in extra]
    if manifest.sheets:
        out.append(Line("section", "Số dòng trong từng trang"))
        out += [Line("pair", sheet.name, sheet.rows) for sheet in manifest.sheets]
    if manifest.control_totals:
        out.append(Line("section", "Số liệu đối chiếu"))
        out += [Line("pair", name, total) for name, total in manifest.control_totals.items()]
    return [
        *out,
        Line("section", "Niêm phong"),
        Line("code", "Mã kiểm tra", CODE),
        Line("code", "Dấu vân tay khóa nơi gửi", manifest.key_id),
        Line("note", SEAL_SAYS),
        Line("signers", "NGƯỜI LẬP GÓI\n(Ký, ghi rõ họ tên)", "NGƯỜI NHẬN\n(Ký, ghi rõ họ tên)"),
    ]


def texts(cover: Sequence[Line]) -> tuple[str, ...]:
    """What stands on the cover, in reading order: this is sealed, whatever the layout."""
    return tuple(str(seal.plain(text)) for line in cover for text in (line.left, line.right) if text != "")


def write(sheet: Worksheet, cover: Sequence[Line], code: str) -> None:
    """Lay the cover out for a page of A4."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = LEFT, RIGHT
    for row, line in enumerate(cover, 1):
        looks.put(sheet.cell(row, 1), line.left)
        looks.put(sheet.cell(row, 2), code if line.right == CODE else line.right)
        _dress(sheet, row, line)
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:B{len(cover)}"
    looks.lock(sheet)
    looks.set_page(sheet, landscape=False)


def _dress(sheet: Worksheet, row: int, line: Line) -> None:
    size = {"title": 18, "subtitle": 13, "code": 13}.get(line.sort, 12)
    bold = line.sort in {"issuer", "title", "section", "code"}
    wide = line.right == ""
    if wide:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    centred = line.sort in {"issuer", "title", "subtitle", "signers"}
    for column in (1, 2):
        cell = sheet.cell(row, column)
        label = column == 1 and line.sort == "code"
        cell.font = looks.face(size, bold=bold and not label, italic=line.sort in {"note", "subtitle"})
        cell.alignment = Alignment(
            horizontal="center" if centred else "left",
            vertical="top" if line.sort == "signers" else "center",
            wrap_text=True,
            indent=1 if line.sort in {"pair", "code"} else 0,
        )
        if line.sort in {"pair", "code"}:
            cell.border = looks.GRID
        if type(cell.value) is not str and cell.value is not None:
            cell.number_format = looks.DAY_FORMAT if cell.is_date else looks.WHOLE_FORMAT
    columns = [(line.left, LEFT + RIGHT)] if wide else [(line.left, LEFT - 2), (str(line.right), RIGHT - 2)]
    count = max(fitting.lines(text, fitting.room(width, size)) for text, width in columns)
    air = {"title": 14, "section": 14, "subtitle": 6, "signers": 60}.get(line.sort, 6)
    sheet.row_dimensions[row].height = fitting.height(count, size * 1.3) + air


def _named(name: str, code: str) -> str:
    return f"{name} (mã {code})" if code else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
