"""The first sheet of a package: who sends what to whom, the figures to compare by telephone, and the check code."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from db.words import PackageKind
from desktop_app.excel import fitting, looks, seal
from desktop_app.excel.manifest import Manifest
from desktop_app.rules import numbers
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
Sort = Literal["issuer", "title", "subtitle", "section", "pair", "code", "note", "signers", "hint"]

SIZES = {"title": 18, "subtitle": 13, "code": 13}
AIR = {"title": 14, "section": 14, "signers": 24, "hint": 60}  # points above and below, 6 for the others
BOLD = frozenset({"issuer", "title", "section", "code", "signers"})
ITALIC = frozenset({"subtitle", "note", "hint"})
CENTRED = frozenset({"issuer", "title", "subtitle", "signers", "hint"})
BOXED = frozenset({"pair", "code"})


@dataclass(frozen=True)
class Line:
    """A row of the cover: one text over its whole width, or two beside each other."""

    sort: Sort
    left: str
    right: str = ""


def lines(manifest: Manifest, extra: Sequence[Extra]) -> list[Line]:
    """The cover of a package, with what the caller has to add. Every figure is a text: paper shows it as it is here."""
    kind = _KINDS.get(manifest.kind, manifest.kind)
    out = [
        Line("issuer", manifest.from_name.upper()),
        Line("title", f"GÓI {kind.upper()} SỐ {numbers.counted(manifest.running_number)}"),
    ]
    if manifest.period_label:
        out.append(Line("subtitle", f"Kỳ: {manifest.period_label}"))
    out += [Line("subtitle", part) for part in extra if isinstance(part, str)]
    out += [Line("section", "Thông tin chung"), *_facts(manifest, kind)]
    out += [Line("pair", *part) for part in extra if not isinstance(part, str)]
    if manifest.sheets:
        out.append(Line("section", "Số dòng trong từng trang"))
        out += [Line("pair", sheet.name, numbers.show_whole(sheet.rows)) for sheet in manifest.sheets]
    if manifest.control_totals:
        out.append(Line("section", "Số liệu đối chiếu"))
        out += [Line("pair", name, _figure(total)) for name, total in manifest.control_totals.items()]
    return [
        *out,
        Line("section", "Niêm phong"),
        Line("code", "Mã kiểm tra", CODE),
        Line("code", "Dấu vân tay khóa nơi gửi", manifest.key_id),
        Line("note", SEAL_SAYS),
        Line("signers", "NGƯỜI LẬP GÓI", "NGƯỜI NHẬN"),
        Line("hint", "(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên)"),
    ]


def texts(cover: Sequence[Line]) -> tuple[str, ...]:
    """What stands on the cover, in reading order: this is sealed, whatever the layout."""
    return tuple(text for line in cover for text in (line.left, line.right) if text)


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
    looks.set_page(sheet, landscape=False, one_page=True)


def _facts(manifest: Manifest, kind: str) -> list[Line]:
    pairs = [
        ("Nơi gửi", _named(manifest.from_name, manifest.from_code)),
        ("Nơi nhận", _named(manifest.to_name, manifest.to_code)),
        ("Loại gói", kind),
        ("Số thứ tự gói", numbers.show_whole(manifest.running_number)),
    ]
    if manifest.period_start and manifest.period_end:
        span = f"từ {show_date(manifest.period_start)} đến hết {show_date(manifest.period_end)}"
        pairs.append(("Kỳ", f"{manifest.period_label}, {span}"))
    if manifest.as_at:
        pairs.append(("Số liệu tính đến hết ngày", show_date(manifest.as_at)))
    pairs.append(("Lập gói lúc", f"{manifest.made_at:%H:%M, ngày %d/%m/%Y}"))
    return [Line("pair", label, value) for label, value in pairs]


def _dress(sheet: Worksheet, row: int, line: Line) -> None:
    size = SIZES.get(line.sort, 12)
    wide = not line.right
    if wide:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    for column in (1, 2):
        cell = sheet.cell(row, column)
        label = column == 1 and line.sort == "code"
        cell.font = looks.face(size, bold=line.sort in BOLD and not label, italic=line.sort in ITALIC)
        cell.alignment = Alignment(
            horizontal="center" if line.sort in CENTRED else "left",
            vertical={"signers": "bottom", "hint": "top"}.get(line.sort, "center"),
            wrap_text=True,
            indent=int(line.sort in BOXED),
        )
        if line.sort in BOXED:
            cell.border = looks.GRID
    columns = [(line.left, LEFT + RIGHT)] if wide else [(line.left, LEFT - 2), (line.right, RIGHT - 2)]
    count = max(fitting.lines(text, fitting.room(width, size)) for text, width in columns)
    sheet.row_dimensions[row].height = fitting.height(count, size * 1.3) + AIR.get(line.sort, 6)


def _named(name: str, code: str) -> str:
    return f"{name} (mã {code})" if code else name


def _figure(total: int | Decimal | str) -> str:
    if isinstance(total, Decimal):
        return seal.decimal_text(total).replace(".", ",")
    return total if isinstance(total, str) else numbers.show_whole(total)
