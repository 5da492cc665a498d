"""Workbooks of figures as people and programs leave them: nothing is lost, nothing is put where it does not belong."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.errors import Refused
from desktop_app.features.figure_sheet import report
from desktop_app.features.figure_sheet import service as sheets
from desktop_app.features.figure_sheet.columns import Incoming, Verdict
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.units import service as units
from desktop_app.rules import figures as rules
from tests.figure_hands import put_in_indicators, stored


@pytest.fixture
def filled(office: Path) -> Path:
    """The office of the tests with every indicator, and figures of October with mark and note."""
    put_in_indicators()
    keep("KT01", "2026-10", value="100", estimated=True, note="Theo kho bạc")
    keep("KT03", "2026-10", numerator="1", denominator="4", note="Lần đầu")
    return office


def keep(code: str, period: str, **told: Any) -> None:
    assert figures.keep([figures.Entry(indicators.by_code(code), units.own(), period, **told)]).written == 1


def row_of(code: str, period: str = "2026-10") -> Any:
    one = indicators.by_code(code)
    return figures.of_years([2026], [units.own()])[one.id, units.own().id, period]


def returned(tmp_path: Path, change: Callable[[Worksheet], None], period: str = "2026-10") -> list[Incoming]:
    path = tmp_path / "a.xlsx"
    report.write(path, sheets.table_of(period))
    book = load_workbook(path)
    change(book[report.SHEET])
    book.save(path)
    return sheets.read(path)


def column_of(sheet: Worksheet, label: str) -> int:
    return next(cell.column for cell in sheet[report.HEAD_ROW] if cell.value == label)


def rows_of(sheet: Worksheet, code: str) -> list[int]:
    return [row[0].row for row in sheet.iter_rows(min_row=report.HEAD_ROW + 1) if row[0].value == code]


@pytest.mark.parametrize("label", ["Ghi chú", "Số ước (x)", "Tử số", "Thực hiện"])
def test_a_column_that_is_gone_leaves_what_is_stored_and_is_told(filled: Path, tmp_path: Path, label: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(rows_of(sheet, "KT03")[0], column_of(sheet, "Mẫu số")).value = 5
        sheet.delete_cols(column_of(sheet, label))

    (one,) = returned(tmp_path, change)
    assert any(f"“{label}”" in note for note in one.notes), one.notes
    sheets.accept([one])
    first, second = row_of("KT01"), row_of("KT03")
    assert (first.value, bool(first.estimated), first.note) == (100, True, "Theo kho bạc")
    assert (second.numerator, second.denominator, second.note) == (1, 5, "Lần đầu")


def test_a_row_that_is_gone_leaves_what_is_stored_and_is_told(filled: Path, tmp_path: Path) -> None:
    (one,) = returned(tmp_path, lambda sheet: sheet.delete_rows(rows_of(sheet, "KT01")[0]))
    assert any("KT01" in note for note in one.notes), one.notes
    sheets.accept([one])
    assert row_of("KT01").value == 100


def test_a_column_that_stands_there_twice_is_refused_by_its_cells(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(report.HEAD_ROW, 14).value = "Thực hiện"
        sheet.cell(rows_of(sheet, "KT01")[0], 14).value = 7

    with pytest.raises(Refused, match=r"E5.*N5|N5.*E5") as refused:
        returned(tmp_path, change)
    assert "“Thực hiện”" in str(refused.value)


def test_two_sheets_of_one_unit_and_period_are_refused(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.parent.copy_worksheet(sheet).title = "Bản sao"

    with pytest.raises(Refused, match="“Số liệu” và “Bản sao”"):
        returned(tmp_path, change)


def test_a_row_written_twice_is_no_denominator(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        top, base = rows_of(sheet, "KT03")
        at = column_of(sheet, "T9")
        sheet.cell(top, at).value, sheet.cell(base, at).value = 3, 4
        sheet.insert_rows(base)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(base, column).value = sheet.cell(top, column).value

    (one,) = returned(tmp_path, change, "2026")
    assert any(line.code == "KT03" and line.verdict == Verdict.REFUSED for line in one.lines)
    sheets.accept([one])
    assert stored(2026).get(("KT03", "2026-09")) in (None, ("3", "4"))


def test_rows_in_another_order_keep_numerator_and_denominator_apart(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        top, base = rows_of(sheet, "KT03")
        at = column_of(sheet, "T9")
        sheet.cell(top, at).value, sheet.cell(base, at).value = 3, 4
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(top, column), sheet.cell(base, column)
            one.value, other.value = other.value, one.value

    (one,) = returned(tmp_path, change, "2026")
    sheets.accept([one])
    assert stored(2026)["KT03", "2026-09"] == ("3", "4")


def test_names_that_slid_to_other_codes_are_refused(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        first, second = rows_of(sheet, "KT01")[0], rows_of(sheet, "KT02")[0]
        one, other = sheet.cell(first, 2), sheet.cell(second, 2)
        one.value, other.value = other.value, one.value
        sheet.cell(second, column_of(sheet, "Thực hiện")).value = 5

    (one,) = returned(tmp_path, change)
    assert {line.code for line in one.lines if line.verdict == Verdict.REFUSED} == {"KT01", "KT02"}
    assert sheets.accept([one]) == 0


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("D4", None, "D4"),
        ("D4", "ZZ", "Không có đơn vị mã “ZZ”"),
        ("B4", date(2026, 10, 1), "B4"),
        ("B4", None, "B4"),
        ("B4", "2026-13", "2026-13"),
        ("A2", "Đơn vị: Ủy ban nhân dân phường Khác", "“Ủy ban nhân dân phường Khác”"),
    ],
)
def test_a_workbook_that_does_not_say_whose_and_when_is_refused(
    filled: Path, tmp_path: Path, cell: str, value: Any, words: str
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell].value = value

    with pytest.raises(Refused) as refused:
        returned(tmp_path, change)
    assert words in str(refused.value)


def test_a_year_written_as_a_number_is_that_year(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B4"].value = 2026

    (one,) = returned(tmp_path, change, "2026")
    assert one.table.period == "2026"


@pytest.mark.parametrize("number", ["123456789012345678", "0,123456", "12345678901234,123456", "-5", "1,50"])
def test_what_nobody_touched_comes_back_as_it_is_stored(filled: Path, tmp_path: Path, number: str) -> None:
    keep("KT01", "2026-09", value=number)
    before = row_of("KT01", "2026-09").value
    (one,) = returned(tmp_path, lambda _: None, "2026-09")
    assert {line.verdict for line in one.lines} <= {Verdict.SAME, Verdict.EMPTY}
    assert sheets.accept([one]) == 0
    assert row_of("KT01", "2026-09").value == before


@pytest.mark.parametrize("value", [1e300, 12345678901234567, 1e17, "1,234.5", "12.5", "--", "#DIV/0!", "=", "1e3"])
def test_a_number_that_cannot_be_kept_exactly_is_refused_by_its_cell(filled: Path, tmp_path: Path, value: Any) -> None:
    where = ""

    def change(sheet: Worksheet) -> None:
        nonlocal where
        cell = sheet.cell(rows_of(sheet, "KT02")[0], column_of(sheet, "Thực hiện"))
        cell.value, where = value, cell.coordinate
        if isinstance(value, str):
            cell.data_type = "s"

    (one,) = returned(tmp_path, change)
    (line,) = [line for line in one.lines if line.verdict == Verdict.REFUSED]
    assert line.address == where
    assert len(line.words) < 200
    assert sheets.accept([one]) == 0


def test_a_percentage_is_taken_as_it_is_seen(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(rows_of(sheet, "KT02")[0], column_of(sheet, "Thực hiện"))
        cell.value, cell.number_format = 0.85, "0%"

    (one,) = returned(tmp_path, change)
    (line,) = [line for line in one.lines if line.code == "KT02"]
    assert line.verdict == Verdict.REFUSED
    assert "%" in line.words


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("period", ["2026-10", "2026"])
def test_what_libreoffice_saves_again_comes_back_as_it_is_stored(filled: Path, tmp_path: Path, period: str) -> None:
    keep("KT05", "2026-10", value="123456789012345678")
    keep("KT09", "2026-10", nothing=True)
    path, out = tmp_path / "a.xlsx", tmp_path / "lo"
    report.write(path, sheets.table_of(period))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    line = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(line, check=True, capture_output=True, timeout=120)
    (one,) = sheets.read(out / "a.xlsx")
    assert (one.notes, {line.verdict for line in one.lines}) == ([], {Verdict.SAME, Verdict.EMPTY})
    assert sheets.accept([one]) == 0


@pytest.mark.parametrize("period", ["0000", "0000-01", "0001-12", "9999", "9999-12", "1900-01", "２０２６-03"])
def test_a_year_no_office_has_and_digits_of_another_script_are_no_period(filled: Path, period: str) -> None:
    with pytest.raises(Refused, match="không đúng"):
        sheets.table_of(period)
    with pytest.raises(ValueError, match="không đúng"):
        rules.key_year(period)
