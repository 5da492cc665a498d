"""The command `figures`, and the same from the window: a sheet goes out, is filled in, looked over and taken in."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop_app import commands, errors
from desktop_app.features.figure_closing import service as closing
from desktop_app.features.figure_grid import service as grid
from desktop_app.features.figure_sheet import report
from desktop_app.features.figure_sheet import service as sheets
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.office import service as office_service
from desktop_app.features.units import service as units
from tests.figure_hands import put_in_indicators, stored, year_of
from tests.hostile_files import HOSTILE


@pytest.fixture
def filled(office: Path) -> Path:
    """The office of the tests with every indicator, and two figures of October."""
    put_in_indicators()
    own = units.own()
    keep("KT01", "2026-10", value="100")
    keep("KT03", "2026-10", numerator="1", denominator="4")
    assert len(figures.of_years([2026], [own])) == 2
    return office


def keep(code: str, period: str, **told: Any) -> None:
    assert figures.keep([figures.Entry(indicators.by_code(code), units.own(), period, **told)]).written == 1


@pytest.fixture
def run(filled: Path, capsys: Any) -> Any:
    """One command on the office: exit code, what it said, what it complained of."""
    office_service.close_folder()

    def work(*arguments: Any) -> tuple[int, str, str]:
        capsys.readouterr()
        line = ["--office", str(filled), "--today", "22/11/2026", "figures", *map(str, arguments)]
        code = commands.run(commands.parse(line))
        return code, *capsys.readouterr()

    return work


def cell_of(sheet: Any, code: str, label: str, nth: int = 0) -> Any:
    """The cell of an indicator's row under a heading."""
    head = next(row for row in sheet.iter_rows() if row[0].value == "Mã")
    column = next(cell.column for cell in head if cell.value == label)
    rows = [row[0].row for row in sheet.iter_rows() if row[0].value == code]
    return sheet.cell(rows[nth], column)


def edited(path: Path, *changes: tuple[str, str, Any], nth: int = 0) -> None:
    book = load_workbook(path)
    sheet = book[report.SHEET]
    for code, label, value in changes:
        cell_of(sheet, code, label, nth).value = value
    book.save(path)


def said_of(office: Path, code: str, period: str = "2026-10") -> str:
    office_service.open_folder(office, writing=False)
    one = indicators.by_code(code)
    said = figures.said(figures.of_years([int(period[:4])], [units.own()]).get((one.id, units.own().id, period)))
    office_service.close_folder()
    return said


def test_a_month_goes_out_ready_to_print_with_only_the_cells_to_fill_unlocked(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "tháng 10.xlsx"
    code, said, complained = run("--period", "2026-10", "--out", out)
    assert (code, complained) == (0, "")
    assert "Đã lập bảng số liệu tháng 10/2026" in said
    sheet = load_workbook(out)[report.SHEET]
    assert sheet["A1"].value == "SỐ LIỆU THỰC HIỆN THÁNG 10/2026"
    assert sheet.protection.sheet
    assert sheet.page_setup.orientation == "landscape"
    assert cell_of(sheet, "KT01", "Thực hiện").value == 100
    assert not cell_of(sheet, "KT01", "Thực hiện").protection.locked
    assert cell_of(sheet, "KT03", "Thực hiện").protection.locked
    assert cell_of(sheet, "KT03", "Tỷ lệ").value == 25
    assert cell_of(sheet, "KT03", "Tỷ lệ").protection.locked
    assert cell_of(sheet, "HC03", "Tử số").protection.locked
    marks = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(marks) == 2
    assert not any(isinstance(cell.value, str) and cell.value.startswith("=") for row in sheet for cell in row)


def test_what_was_filled_in_is_looked_over_and_written_only_when_accepted(
    run: Any, filled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.xlsx"
    run("--period", "2026-10", "--out", out)
    edited(
        out,
        ("KT01", "Thực hiện", 120.5),
        ("KT02", "Thực hiện", "12.5"),
        ("KT05", "Thực hiện", "ước 40"),
        ("KT06", "Không phát sinh (x)", "x"),
        ("KT09", "Thực hiện", True),
        ("DD01", "Tử số", 9),
        ("DD01", "Mẫu số", 3),
    )
    code, said, _ = run("--in", out)
    assert code == 0
    assert "KT01: sửa, 100 → 120,5" in said
    assert "KT02: TỪ CHỐI, Ghi số như 1.234,5" in said
    assert "KT05: mới, 40 (ước)" in said
    assert "KT06: mới, không phát sinh" in said
    assert "KT09: TỪ CHỐI, Ô này là ngày giờ hoặc đúng sai" in said
    assert "DD01: mới, 9 / 3 (lạ: Tử số 9 lớn hơn mẫu số 3)" in said
    refused = next(line for line in said.splitlines() if "KT02" in line).split()[0]
    assert load_workbook(out)[report.SHEET][refused].value == "12.5"
    assert "Chưa ghi gì" in said
    assert said_of(filled, "KT01") == "100"
    code, said, _ = run("--in", out, "--accept")
    assert code == 0
    assert "Đã lưu 4 số liệu. 2 ô bị từ chối" in said
    assert [said_of(filled, c) for c in ("KT01", "KT02", "KT05", "KT06", "KT09", "DD01")] == [
        "120,5",
        "chưa báo cáo",
        "40 (ước)",
        "không phát sinh",
        "chưa báo cáo",
        "9 / 3",
    ]


def test_a_year_of_forty_indicators_comes_back_from_excel_as_it_was_filled_in(filled: Path, tmp_path: Path) -> None:
    from datetime import date

    from desktop_app import clock

    clock.set_today(date(2027, 1, 5))
    said = year_of(2026)
    table = sheets.table_of("2026")
    out = tmp_path / "cả năm.xlsx"
    report.write(out, table)
    book = load_workbook(out)
    sheet = book[report.SHEET]
    for place in table.places:
        numbers = said.get((place.indicator.code, place.period), ())
        for (row, column), number in zip(place.cells.values(), numbers, strict=False):
            sheet.cell(report.HEAD_ROW + 1 + row, column + 2).value = int(number)
    book.save(out)
    (one,) = sheets.read(out)
    assert [line for line in one.lines if line.verdict == "từ chối"] == []
    sheets.accept([one])
    assert {key: value for key, value in stored(2026).items() if key[0] != "HC03"} == said


def test_an_empty_cell_never_takes_a_stored_figure_out(run: Any, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    run("--period", "2026-10", "--out", out)
    edited(out, ("KT01", "Thực hiện", None))
    code, said, _ = run("--in", out, "--accept")
    assert code == 0
    assert "KT01: để trống, giữ số đã lưu 100" in said
    assert said_of(filled, "KT01") == "100"


def test_closed_and_computed_cells_strange_codes_and_rows_twice_are_refused_in_words(
    filled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.xlsx"
    report.write(out, sheets.table_of("2026-10"))
    edited(out, ("HC03", "Tử số", 3))
    (told,) = (str(line) for line in sheets.read(out)[0].lines if line.verdict == "từ chối")
    assert "HC03" in told
    assert "tự tính" in told
    closing.close("2026-10")
    edited(out, ("KT01", "Thực hiện", 5), ("HC03", "Tử số", 3), ("KT02", "Mã", "KT99"), ("KT05", "Mã", "KT06"))
    (one,) = sheets.read(out)
    told = {line.code: str(line) for line in one.lines if line.verdict == "từ chối"}
    assert "đã chốt" in told["KT01"]
    assert "đã chốt" in told["HC03"]
    assert "không có chỉ tiêu mã này" in told["KT99"]
    assert "không phải của mã này" in told["KT06"]
    assert grid.judge(one.table, lambda spot: one.texts.get(spot, one.table.rows[spot[0]][spot[1]])).entries == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--period", "2026-Q3", "--out", "a.xlsx"), "lập theo tháng (2026-03) hoặc năm (2026)"),
        (("--period", "2026-13", "--out", "a.xlsx"), "Kỳ “2026-13” không đúng"),
        (("--period", "2026-10", "--unit", "ZZ", "--out", "a.xlsx"), "Không có đơn vị mã “ZZ”; có: UB"),
        (("--period", "2026-10", "--out", "a.pdf"), "phải kết thúc bằng .xlsx"),
        (("--in", "không có.xlsx"), "Không mở được tệp"),
    ],
)
def test_what_cannot_be_done_is_exit_code_1_with_its_reason(
    run: Any, tmp_path: Path, monkeypatch: Any, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, complained = run(*arguments)
    assert code == 1
    assert words in complained


@pytest.mark.parametrize("arguments", [(), ("--period", "2026-10"), ("--in", "a", "--out", "b"), ("--out", "b.xlsx")])
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.parse(["figures", *arguments])
    assert ended.value.code == 2
    assert "Lệnh chưa đúng" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["macros", "bomb", "html", "truncated", "path traversal", "docx", "embedded object"])
def test_a_hostile_file_is_stopped_by_the_guard(run: Any, tmp_path: Path, name: str) -> None:
    code_of, make = HOSTILE[name]
    path = tmp_path / "số liệu.xlsx"
    path.write_bytes(make())
    code, _, complained = run("--in", path, "--accept")
    assert code == 1
    assert code_of in complained


def test_a_formula_is_refused_and_a_workbook_without_the_table_too(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    run("--period", "2026-10", "--out", out)
    edited(out, ("KT01", "Thực hiện", "=1+1"))
    code, _, complained = run("--in", out)
    assert code == 1
    assert "công thức" in complained
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "Mã"
    book.save(tmp_path / "b.xlsx")
    code, _, complained = run("--in", tmp_path / "b.xlsx")
    assert code == 1
    assert "Tệp không có bảng số liệu" in complained


def test_a_figure_given_twice_in_one_go_is_taken_once_and_the_second_is_named(filled: Path) -> None:
    twice = [figures.Entry(indicators.by_code("KT05"), units.own(), "2026-10", text) for text in ("7", "8")]
    kept = figures.keep(twice)
    assert (kept.written, kept.problems) == (1, {1: {"value": "Ô này được ghi hai lần cùng lúc; hãy bỏ bớt một"}})
    assert stored(2026)["KT05", "2026-10"] == ("7",)


def test_a_workbook_of_two_sheets_is_taken_in_whole_or_not_at_all_and_taken_back_as_one(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_app.records import undo

    path = tmp_path / "hai trang.xlsx"
    report.write(path, grid.month_table("2026-10", units.own()))
    edited(path, ("KT01", "Thực hiện", "120"), ("KT04", "Thực hiện", "9"))
    one = sheets.read(path)[0]
    before = stored(2026)
    save = grid.save
    saved: list[Any] = []

    def fails_at_the_second(*given: Any) -> Any:
        if saved:
            raise errors.Failed("E-DISK-FULL")
        saved.append(given)
        return save(*given)

    monkeypatch.setattr(grid, "save", fails_at_the_second)
    with pytest.raises(errors.Failed):
        sheets.accept([one, one])
    assert stored(2026) == before
    monkeypatch.setattr(grid, "save", save)
    assert sheets.accept([one]) == 2
    undo.undo(undo.latest())
    assert stored(2026) == before
