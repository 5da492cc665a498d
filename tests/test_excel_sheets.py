"""Sheets: others read what was written, it looks and prints as it should, and a failure leaves nothing behind."""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from db.words import Timeliness
from desktop_app import files
from desktop_app.excel import fitting
from desktop_app.excel.sheets import Sheet, SheetColumn, cell_rows, write_book
from desktop_app.excel.splice import LONGEST_CELL, cell_text
from desktop_app.records.entity import Column
from desktop_app.records.kinds import Choice, Day, LongText, Text, Whole, YesNo

ROOT = Path(__file__).parents[1]
LABELS = [word.label for word in Timeliness]
PAYLOADS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://10.0.0.9","bấm")',
    "+84 24 3 828 1234",
    "+1+1",
    "-2+3",
    "- Phòng Nội vụ chủ trì",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "'=1+1",
    "＝1+1",
    '"=1+1',
)
NASTY = (
    "nhie\u0302\u0323m vu\u0323",
    "😀 khẩn 👩‍👩‍👧",
    "a\r\nb\rc\nd",
    "_x000D_ _x0041_ _x005F_",
    "  hai đầu trống  ",
    "\"kép\" 'đơn' “ngoặc”",
    "<b>&amp; </t></is></c> <&>",
    "001",
    "12/11",
    "TRUE",
    "#REF!",
    "1e5",
    "]]>",
    "\x00\x07\x1b\ufffe\uffff\ud800vẫn ghi được",
)
COLUMNS = [
    SheetColumn("stt", "STT", Whole(), 5, align="center"),
    SheetColumn("content", "Nội dung nhiệm vụ", LongText(), 40),
    SheetColumn("due_on", "Thời hạn", Day(), 12),
    SheetColumn("state", "Tình trạng", Choice(Timeliness.choices()), 20, locked=False),
    SheetColumn("key", "Trọng tâm", YesNo(), 8),
    SheetColumn("rate", "Tỷ lệ", Text(), 8),
]
TITLE = ("DANH MỤC NHIỆM VỤ", "Số liệu tính đến hết ngày 14/12/2022")


def a_sheet(rows: Any, **more: Any) -> Sheet:
    return Sheet("Nhiệm vụ", TITLE, COLUMNS, rows, **more)


def a_row(number: int, content: str = "Rà soát hồ sơ") -> list[Any]:
    return [number, content, date(2022, 11, number % 28 + 1), LABELS[number % 6], number % 2 == 0, Decimal("12.5")]


def day(number: int) -> datetime:
    """A day of November 2022 as openpyxl reads it."""
    return datetime.combine(date(2022, 11, number), datetime.min.time())


def written(path: Path, rows: Sequence[Sequence[Any]]) -> Any:
    write_book(path, [a_sheet(rows)])
    return openpyxl.load_workbook(path)["Nhiệm vụ"]


def test_others_read_the_values_that_were_written(tmp_path: Path) -> None:
    path = tmp_path / "Sổ nhiệm vụ.xlsx"
    assert write_book(path, [a_sheet(iter([a_row(1), a_row(2), [3, "", None, "", False, ""]]))]) == 3
    by_openpyxl = openpyxl.load_workbook(path)["Nhiệm vụ"]
    assert [[cell.value for cell in row] for row in by_openpyxl.iter_rows(min_row=4)] == [
        ["STT", "Nội dung nhiệm vụ", "Thời hạn", "Tình trạng", "Trọng tâm", "Tỷ lệ"],
        [1, "Rà soát hồ sơ", day(2), LABELS[1], None, 12.5],
        [2, "Rà soát hồ sơ", day(3), LABELS[2], "x", 12.5],
        [3, None, None, None, None, None],
    ]
    with CalamineWorkbook.from_path(path) as workbook:
        by_calamine = workbook.get_sheet_by_name("Nhiệm vụ").to_python(skip_empty_area=False)
    assert by_calamine[5] == [2, "Rà soát hồ sơ", date(2022, 11, 3), LABELS[2], "x", 12.5]
    assert by_calamine[6] == [3, "", "", "", "", ""]


def test_columns_of_an_entity_become_columns_of_a_sheet(tmp_path: Path) -> None:
    columns = [
        Column("due_on", "Thời hạn", Day(), 12, compute=lambda record: record["due_on"]),
        Column("key", "Trọng tâm", YesNo(), 9, compute=lambda record: record["key"]),
        Column("state", "Tình trạng", Choice(Timeliness.choices()), 20, compute=lambda record: record["state"]),
    ]
    records = [{"due_on": date(2022, 11, 2), "key": True, "state": Timeliness.DONE_LATE}]
    sheet = Sheet("Nhiệm vụ", (), [SheetColumn.of(column) for column in columns], cell_rows(columns, records))
    write_book(tmp_path / "a.xlsx", [sheet])
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")["Nhiệm vụ"]
    assert [cell.value for cell in read[1]] == ["Thời hạn", "Trọng tâm", "Tình trạng"]
    assert [cell.value for cell in read[2]] == [day(2), "x", "Hoàn thành quá hạn"]
    assert read.column_dimensions["C"].width == 20
    assert read.freeze_panes == "C2"


def test_a_day_is_a_date_cell_shown_day_first(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [a_row(1), [2, "", None, "", None, ""]])
    assert sheet["C5"].is_date
    assert sheet["C5"].number_format == sheet["C6"].number_format == "dd/mm/yyyy"


def test_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, [[1, "", None, "", False, None]])
    xml = ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="B5" s="\d+"\s*/>', xml)
    assert re.search(r'<c r="F5" s="\d+"\s*/>', xml)


@pytest.mark.parametrize("text", [*PAYLOADS, *NASTY, "_x0041_x0042_"])
def test_a_nasty_text_stays_text_and_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    cell = written(path, [[1, text, None, text, None, text]])["B5"]
    with CalamineWorkbook.from_path(path) as workbook:
        row = workbook.get_sheet_by_name("Nhiệm vụ").to_python(skip_empty_area=False)[4]
    assert row[1] == row[3] == row[5] == cell_text(text)
    assert cell.data_type == "s"
    assert cell.quotePrefix != cell_text(text)[0].isalpha()
    if not re.search("[\r\x00\ufffe]|e\u0302", text):
        assert row[1] == text


def test_no_file_holds_a_formula_or_a_boolean(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [[n, text, None, text, True, text] for n, text in enumerate((*PAYLOADS, *NASTY))]
    write_book(path, [a_sheet(rows), Sheet("=1+1", ("=1+1", "@x"), [SheetColumn("a", "=A1", Text())], [["=B1"]])])
    for sheet in openpyxl.load_workbook(path):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in "fb"]
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if "sheet" in name:
                assert not re.search(rb'<f[ >/]|t="b"|t="str"', archive.read(name)), name


def test_text_longer_than_excel_takes_is_cut_with_a_word_about_it(tmp_path: Path) -> None:
    for text in ("dài " * 25_000, "😀" * 40_000):
        value = written(tmp_path / "a.xlsx", [[1, text, None, "", None, ""]])["B5"].value
        assert len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert value.endswith("(còn nữa, xem trong chương trình)")
        assert text.startswith(value[:10_000])


def test_the_sheet_is_laid_out_for_screen_and_paper(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [a_row(n) for n in range(1, 41)])
    assert sheet["A1"].value == TITLE[0]
    assert sheet["A1"].font.b
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A1:F1", "A2:F2"}
    assert [sheet.column_dimensions[letter].width for letter in "ABCDEF"] == [5, 40, 12, 20, 8, 8]
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:F44"
    assert sheet.print_area == "'Nhiệm vụ'!$A$1:$F$44"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "Trang &P/&N"
    for cell in (sheet["A4"], sheet["B5"], sheet["F44"]):
        assert (cell.font.name, cell.font.sz) == ("Times New Roman", 11)
        assert cell.border.left.style == cell.border.bottom.style == "thin"
        assert cell.alignment.wrap_text
    assert sheet["A4"].font.b
    assert sheet["A5"].alignment.horizontal == "center"


def test_a_choice_offers_its_words_on_every_row_commas_and_all(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = written(path, [a_row(n) for n in range(1, 41)])
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, str(rule.sqref), rule.formula1) == ("list", "D5:D44", "'_lists'!$A$1:$A$6")
    lists = openpyxl.load_workbook(path)["_lists"]
    assert [lists.cell(n, 1).value for n in range(1, 7)] == LABELS
    assert lists.sheet_state == "hidden"


def test_only_columns_to_fill_in_are_unlocked(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [a_row(1), [2, "", None, "", None, ""]])
    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter  # in the file, no means free
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"D5", "D6"}


def test_an_empty_list_is_a_sheet_with_its_heading(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [])
    assert sheet.max_row == 4
    assert sheet.auto_filter.ref == "A4:F5"


def test_every_row_is_as_high_as_its_text_needs(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Measured", str(ROOT / "assets" / "fonts" / "Tinos-Regular.ttf")))
    rng = random.Random(5)
    text = "ủy ban nhân dân NGHIÊM TRỌNG phường Bắc Từ Liêm, 12/TB-UBND; giải phóng mặt bằng (đợt 2) nghiêng"
    texts = [" ".join(rng.choices(text.split(), k=rng.randrange(1, 90))) for _ in range(200)]
    rows = [[1, text, None, "", None, ""] for text in texts]
    sheet = written(tmp_path / "a.xlsx", rows)
    room_points = (40 * 7 - 5) * 0.75
    for place, row in enumerate(rows, 5):
        lines = len(simpleSplit(row[1], "Measured", 11, room_points))
        assert lines * 15 <= sheet.row_dimensions[place].height <= (lines * 1.15 + 1) * 15 + 3, row[1]


def test_a_word_longer_than_its_column_gets_room_for_all_its_lines() -> None:
    room = fitting.room(10)
    assert fitting.lines("m" * 100, room) == -(-100 * 778 // room)
    assert fitting.lines("ngắn " + "m" * 100 + " ngắn", room) >= fitting.lines("m" * 100, room) + 1


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("a" * 32, COLUMNS),
        ("a/b", COLUMNS),
        ("_rows", COLUMNS),
        ("Nhie\u0302\u0323m vu", COLUMNS),
        ("Nhiệm vụ", [*COLUMNS, COLUMNS[0]]),
    ],
)
def test_a_sheet_that_excel_would_rename_or_cannot_tell_apart_is_refused(
    tmp_path: Path, name: str, columns: Sequence[SheetColumn]
) -> None:
    with pytest.raises(ValueError, match=r"name"):
        write_book(tmp_path / "a.xlsx", [Sheet(name, (), columns, [])])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "row", [a_row(1)[:5], [*a_row(1), 1], [1, 0.5, None, "", None, ""], [1, object(), *[None] * 4]]
)
def test_a_row_that_does_not_fit_leaves_the_old_file(tmp_path: Path, row: list[Any]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises((ValueError, TypeError)):
        write_book(path, [a_sheet([row])])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_can_be_watched_and_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    heard: list[int] = []

    def stop_at_600(count: int) -> None:
        heard.append(count)
        if count >= 600:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_book(path, [a_sheet(a_row(n) for n in range(1000))], stop_at_600)
    assert heard == [200, 400, 600]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


class HeldFile:
    """A file that another program holds: the first ``times`` moves onto it are refused, as Windows refuses them."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.waits: list[float] = []

    def replace(self, draft: Path, target: Path) -> Path:
        if self.left:
            self.left -= 1
            raise PermissionError(13, "The process cannot access the file", str(draft))
        shutil.move(draft, target)
        return target


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldFile]:
    file = HeldFile(0)
    monkeypatch.setattr(Path, "replace", lambda draft, target: file.replace(draft, target))
    monkeypatch.setattr(files.time, "sleep", file.waits.append)
    return file


def test_a_file_that_an_antivirus_holds_for_a_moment_is_written(tmp_path: Path, held: HeldFile) -> None:
    held.left = 3
    assert write_book(tmp_path / "a.xlsx", [a_sheet([a_row(1)])]) == 1
    assert 0 < sum(held.waits) < 5
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Nhiệm vụ"].max_row == 5


def test_a_file_open_in_excel_is_named_and_another_name_is_offered(tmp_path: Path, held: HeldFile) -> None:
    path = tmp_path / "Báo cáo.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "Báo cáo (2).xlsx").touch()
    held.left = 99
    with pytest.raises(PermissionError) as raised:
        write_book(path, [a_sheet([a_row(1)])])
    assert raised.value.filename == str(path)
    assert sum(held.waits) < 5
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.tam"))
    assert files.another_name(path) == tmp_path / "Báo cáo (3).xlsx"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.test_excel_sheets import a_row, a_sheet, write_book
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    write_book(Path(sys.argv[1]), [a_sheet([a_row(n) for n in range(3000)])])
except OSError as error:
    print("refused", error.errno)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("limit", [0, 1000, 20_000, 60_000])
def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    command = [sys.executable, "-B", "-c", FULL_DISK, str(path), str(limit), str(ROOT)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout.startswith("refused"), said.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
