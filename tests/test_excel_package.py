"""The sealed package: what goes in comes out, what was touched is named, and no failure costs the file before."""

import base64
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from db.words import Timeliness
from desktop_app import files
from desktop_app.excel import package
from desktop_app.excel.package import Manifest, PackageError, PackageRow, PackageSheet, Problem, ProblemKind
from desktop_app.excel.sheets import Sheet, SheetColumn
from desktop_app.records.kinds import Choice, Day, LongText, Text, Whole, YesNo
from tests.test_excel_sheets import NASTY, PAYLOADS

ROOT = Path(__file__).parents[1]
KEY = package.new_key()
STATES = [word.label for word in Timeliness]
TASKS, PAPERS = "Nhiệm vụ", "Văn bản"
COLUMNS = [
    SheetColumn("stt", "STT", Whole(), 5),
    SheetColumn("code", "Mã nhiệm vụ", Text(), 14),
    SheetColumn("content", "Nội dung nhiệm vụ", LongText(), 50),
    SheetColumn("lead_unit", "Đơn vị chủ trì", Text(), 20),
    SheetColumn("assigned_on", "Ngày giao", Day(), 12),
    SheetColumn("due_on", "Thời hạn", Day(), 12),
    SheetColumn("key", "Trọng tâm", YesNo(), 8),
    SheetColumn("urgings", "Số lần đôn đốc", Whole(), 8),
    SheetColumn("rate", "Tỷ lệ (%)", Text(), 8),
    SheetColumn("state", "Tình trạng", Choice(Timeliness.choices()), 20),
]
MANIFEST = Manifest(
    package_uid="0123456789abcdef0123456789abcdef",
    kind="report",
    from_uid="1" * 32,
    from_name="Ủy ban nhân dân phường Bồ Đề",
    from_code="P01",
    to_code="LB",
    to_name="Ủy ban nhân dân quận Long Biên",
    period_code="2022",
    period_label="năm 2022",
    period_start=date(2021, 12, 15),
    period_end=date(2022, 12, 14),
    as_at=date(2022, 12, 14),
    running_number=7,
    previous_digest="a" * 64,
    made_at=datetime(2022, 12, 15, 8, 30, tzinfo=timezone(timedelta(hours=7))),
    program="0.1",
    journal_head="f" * 64,
    control_totals={"Tổng số nhiệm vụ": 2006, "Tỷ lệ đúng hạn trên số đã hoàn thành (%)": Decimal("94.20")},
)


def a_task(number: int, content: str = "") -> tuple[list[Any], PackageRow]:
    """The visible row and the record of one task."""
    content = content or f"Rà soát hồ sơ số {number}\nBáo cáo kết quả trước ngày 25 hàng tháng"
    due = None if number % 4 == 0 else date(2022, 11, 1) + timedelta(number)
    stored = {
        "code": f"NV-{number:03}",
        "content": content,
        "lead_unit": f"{number % 3:032x}",
        "assigned_on": date(2022, 10, number % 28 + 1),
        "due_on": due,
        "key": number % 2 == 0,
        "urgings": number,
        "rate": Decimal("12.50"),
        "cooperating": ["0" * 32, "1" * 32],
        "progress": "doing",
    }
    shown = [number, stored["code"], content, f"Phòng số {number % 3}", stored["assigned_on"], due, stored["key"]]
    row = [*shown, number, stored["rate"], STATES[number % 6]]
    return row, PackageRow(TASKS, f"{number:032x}", (1, 2, number), (1, 1, 3), stored)


def send(path: Path, contents: Sequence[str] = ("",) * 12, manifest: Manifest = MANIFEST) -> str:
    tasks = [a_task(number, content) for number, content in enumerate(contents, 1)]
    papers = [PackageRow(PAPERS, f"{9:032x}", (1, 1, 1), None, {"number": "120/TB-UBND"})]
    sheets = [
        PackageSheet(
            "task", Sheet(TASKS, ("DANH MỤC", "năm 2022"), COLUMNS, (r for r, _ in tasks)), [p for _, p in tasks]
        ),
        PackageSheet("document", Sheet(PAPERS, (), [SheetColumn("number", "Số", Text())], [["120/TB-UBND"]]), papers),
    ]
    return package.write(path, manifest, ["Kèm theo báo cáo", ("Người lập", "Vũ Thu Hà")], sheets, KEY)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "Báo cáo số 7.xlsx"
    send(path)
    return path


def problems_of(path: Path) -> list[Problem]:
    return package.verify(package.read(path))


def edited(path: Path, edit: Callable[[Any], object]) -> list[Problem]:
    """What is found wrong with a package after somebody's edit."""
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    copy = path.with_name("edited.xlsx")
    workbook.save(copy)
    return problems_of(copy)


def refused(path: Path, edit: Callable[[Any], object]) -> bool:
    try:
        found = edited(path, edit)
    except PackageError:
        return True
    return bool(found) and all(problem.fatal for problem in found)


# --- What goes in comes out


def test_every_record_comes_back_as_it_was_sent(tmp_path: Path) -> None:
    long_text = "Nội dung rất dài, " * 6_000
    texts = [*PAYLOADS, *NASTY, long_text, "😀" * 40_000, "_x000D_" * 20_000, "a" * 29_999 + "😀=1+1"]
    path = tmp_path / "a.xlsx"
    digest = send(path, texts)
    read = package.read(path)
    assert package.verify(read) == []
    assert read.digest == digest
    assert read.manifest.counts == {TASKS: len(texts), PAPERS: 1}
    for record, (number, text) in zip(read.records(), enumerate(texts, 1), strict=False):
        sent = a_task(number, text)[1]
        assert record.values == json.loads(sent.canonical())["values"]
        assert (record.uid, record.def_revision, record.exe_revision) == (sent.uid, (1, 2, number), (1, 1, 3))
        assert record.canonical() == sent.canonical()
    assert read.records()[-1].exe_revision is None
    assert read.records()[len(texts) - 4].values["content"] == long_text


def test_the_manifest_comes_back_as_it_was_given(sent: Path) -> None:
    manifest = package.read(sent).manifest
    for name, value in vars(MANIFEST).items():
        if name not in {"key_id", "public_key", "sheets", "cover", "lists", "cells_digest", "control_totals"}:
            assert getattr(manifest, name) == value, name
    assert manifest.control_totals == {"Tổng số nhiệm vụ": 2006, "Tỷ lệ đúng hạn trên số đã hoàn thành (%)": "94.2"}
    assert manifest.public_key == package.public_key(KEY)
    assert [(sheet.name, sheet.entity, sheet.rows) for sheet in manifest.sheets] == [
        (TASKS, "task", 12),
        (PAPERS, "document", 1),
    ]


def test_format_1_can_be_checked_without_this_program(sent: Path) -> None:
    """Written down once more, from the description alone: a change that fails here needs a new format number."""
    workbook = openpyxl.load_workbook(sent)
    facts = {row[0]: "".join(filter(None, row[1:])) for row in workbook["_manifest"].iter_rows(values_only=True)}
    signature = base64.b64decode(json.loads(facts.pop("signature")))
    heading, *rows = workbook["_rows"].iter_rows(values_only=True)
    assert heading[:7] == ("sheet", "uid", "def", "exe", "digest", "parts", "json")
    assert json.loads(facts["format"]) == "1"
    keys, besides = [], []
    for sheet, uid, revision, _, digest, parts, *pieces in rows:
        end = int(parts)
        text, shown = "".join(pieces[:end]), "".join(filter(None, pieces[end:]))
        assert digest == sha256(text.encode()).hexdigest()
        assert json.loads(text)["uid"] == uid
        assert ".".join(map(str, json.loads(text)["def"])) == revision
        keys.append([sheet, uid, digest])
        besides.append([sheet, uid, shown])

    def lines(values: Sequence[Sequence[str]]) -> list[str]:
        return [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]

    assert json.loads(facts["cells_digest"]) == sha256("\n".join(lines(sorted(besides))).encode()).hexdigest()
    message = "\n".join(["so-phuong package 1", *lines(sorted(map(list, facts.items()))), *lines(sorted(keys))])
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(json.loads(facts["public_key"])))
    key.verify(signature, message.encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, message.replace("7", "8", 1).encode())


def test_the_canonical_text_of_a_row_is_what_it_was_in_the_first_release() -> None:
    values = {
        "b": "nhie\u0302\u0323m\r\n_x000D_\uffff",
        "a": date(2022, 11, 20),
        "d": Decimal("1E+2"),
        "c": [True, None, -1],
    }
    row = PackageRow("Nhiệm vụ", "9f", (1, 2, 3), None, values)
    assert row.canonical() == (
        '{"def":[1,2,3],"exe":null,"sheet":"Nhiệm vụ","uid":"9f","values":'
        '{"a":"2022-11-20","b":"nhiệm\\r\\n\\u005fx000D_\\uffff","c":[true,null,-1],"d":"100"}}'
    )
    with pytest.raises(TypeError):
        replace(row, values={"a": 0.1}).canonical()


def test_the_same_revisions_have_the_same_digest_whatever_the_list_shows(tmp_path: Path) -> None:
    row, record = a_task(1)
    digests = set()
    for number, state in enumerate(STATES):
        sheet = Sheet(TASKS, (), COLUMNS, [[number, *row[1:-1], state]])
        package.write(tmp_path / "a.xlsx", MANIFEST, [], [PackageSheet("task", sheet, [record])], KEY)
        digests.add(package.read(tmp_path / "a.xlsx").rows[0].digest)
    assert len(digests) == 1


def test_the_cover_says_what_two_people_compare(sent: Path) -> None:
    cover = openpyxl.load_workbook(sent)["Bìa"]
    texts = [cell.value for row in cover.iter_rows() for cell in row if cell.value]
    pairs = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    read = package.read(sent)
    assert texts[:2] == ["ỦY BAN NHÂN DÂN PHƯỜNG BỒ ĐỀ", "GÓI BÁO CÁO SỐ 07"]
    assert pairs["Nơi nhận"] == "Ủy ban nhân dân quận Long Biên (mã LB)"
    assert pairs["Số liệu tính đến hết ngày"] == "14/12/2022"
    assert (pairs[TASKS], pairs[PAPERS], pairs["Tổng số nhiệm vụ"]) == ("12", "1", "2.006")
    assert pairs["Tỷ lệ đúng hạn trên số đã hoàn thành (%)"] == "94,2"
    assert pairs["Mã kiểm tra"] == package.check_code(read.digest)
    assert re.fullmatch(r"([0-9a-f]{4}-){3}[0-9a-f]{4}", pairs["Mã kiểm tra"])
    assert pairs["Dấu vân tay khóa nơi gửi"] == package.fingerprint(package.public_key(KEY))
    assert any("không thay thế chữ ký số" in text for text in texts)
    assert (cover.page_setup.orientation, cover.page_setup.fitToHeight) == ("portrait", 1)


def test_people_see_the_sheets_and_the_program_s_own_are_hidden(sent: Path) -> None:
    workbook = openpyxl.load_workbook(sent)
    states = {sheet.title: sheet.sheet_state for sheet in workbook}
    assert states == {
        "Bìa": "visible",
        TASKS: "visible",
        PAPERS: "visible",
        "_rows": "hidden",
        "_manifest": "hidden",
        "_lists": "hidden",
    }
    assert workbook.active.title == "Bìa"
    tasks = workbook[TASKS]
    assert tasks.print_area == f"'{TASKS}'!$A$1:$J$16"  # without the column for the program
    assert (tasks["K4"].value, tasks["K5"].value) == ("Mã bản ghi", f"{1:032x}")
    assert all(sheet.protection.sheet for sheet in workbook if sheet.title != "_lists")


def test_no_package_holds_a_formula_or_a_boolean(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    manifest = replace(MANIFEST, from_name="=1+1", to_name="@x", control_totals={"=2": "=3"})
    send(path, [*PAYLOADS, *NASTY], manifest)
    for sheet in openpyxl.load_workbook(path):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in "fb"]
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if "sheet" in name:
                assert not re.search(rb'<f[ >/]|t="b"|t="str"', archive.read(name)), name


# --- What may change untouched


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_package_saved_again_by_libreoffice_still_verifies(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    digest = send(path, [*PAYLOADS, *NASTY, "Nội dung rất dài, " * 6_000, "😀" * 20_000, *[""] * 30])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "again"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    again = package.read(tmp_path / "again" / "a.xlsx")
    assert package.verify(again) == []
    assert again.digest == digest
    for sheet in openpyxl.load_workbook(tmp_path / "again" / "a.xlsx"):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in "fb"]


def rearrange(sheet: Any, rows: Sequence[int], columns: Sequence[int], top: int = 4) -> None:
    """Put the table's rows and columns in another order, as sorting and dragging do."""
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top)]
    formats = [cell.number_format for cell in sheet[top + 1]]
    ordered = [table[0], *(table[row + 1] for row in rows)]
    for number, row in enumerate(ordered, top):
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(number, place)
            cell.value = row[column]
            cell.number_format = formats[column] if number > top else "General"


def test_rows_and_columns_in_any_order_filtered_and_hidden_still_verify(sent: Path) -> None:
    rng = random.Random(8)

    def disturb(workbook: Any) -> None:
        sheet = workbook[TASKS]
        rearrange(sheet, rng.sample(range(12), 12), rng.sample(range(11), 11))
        sheet.row_dimensions[7].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["B"].width = 3
        sheet.auto_filter.add_filter_column(1, ["NV-003"])
        sheet.freeze_panes = None
        sheet.protection.sheet = False
        sheet.insert_rows(8, 2)
        sheet.merged_cells.ranges.clear()
        sheet.insert_rows(1)
        workbook["_rows"].sheet_state = "visible"
        workbook[PAPERS].sheet_state = "hidden"
        workbook.move_sheet("_manifest", -4)

    for _ in range(5):
        assert edited(sent, disturb) == []


def test_the_size_a_sheet_declares_for_itself_is_not_believed(sent: Path) -> None:
    lying = sent.with_name("lying.xlsx")
    with ZipFile(sent) as source, ZipFile(lying, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if "worksheets/" in name:
                content = re.sub(rb"<dimension [^>]*>", b"", content)
                content = content.replace(b"<sheetViews>", b'<dimension ref="A1:C3"/><sheetViews>', 1)
            target.writestr(name, content)
    assert problems_of(lying) == []
    assert len(package.read(lying).rows) == 13


# --- What was touched is named


def test_each_of_200_edited_cells_is_named_with_both_values(sent: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    send(path, ["", "=1+1", "  trống  ", *[""] * 57])
    rng = random.Random(26)
    labels = [column.label for column in COLUMNS]
    cells = rng.sample([(row, column) for row in range(5, 65) for column in range(1, 11)], 200)
    new_values = ["đã sửa", "", 99_999, date(2023, 5, 6), "=1+1", True, "nội dung khác\nhai dòng", -1.5]
    for start in range(0, 200, 20):
        changed: dict[tuple[int, str], str] = {}

        def change(workbook: Any, some: Any = cells[start : start + 20], changed: Any = changed) -> None:
            for row, column in some:
                cell = workbook[TASKS].cell(row, column)
                new = rng.choice([value for value in new_values if value != (cell.value or "")])
                cell.value = new or None
                cell.number_format = "dd/mm/yyyy" if isinstance(new, date) else "General"
                if isinstance(new, str) and new:
                    cell.data_type = "s"
                changed[row, labels[column - 1]] = new

        found = edited(path, change)
        assert {(problem.row, problem.column) for problem in found} == set(changed)
        assert {(problem.kind, problem.sheet) for problem in found} == {(ProblemKind.CELL, TASKS)}
        for problem in found:
            new = changed[problem.row, problem.column]
            said = f"{new:%d/%m/%Y}" if isinstance(new, date) else str(new)
            assert problem.found == said
            assert problem.sealed != said
            assert f"dòng {problem.row}, cột “{problem.column}”" in str(problem)
            assert problem.uid == f"{problem.row - 4:032x}"


def test_a_day_moved_is_told_as_people_write_it(sent: Path) -> None:
    def move(workbook: Any) -> None:
        workbook[TASKS]["F5"].value = date(2022, 12, 31)

    (problem,) = edited(sent, move)
    assert str(problem) == (
        "Trang “Nhiệm vụ”, dòng 5, cột “Thời hạn”: bản niêm phong ghi “02/11/2022”, trên trang ghi “31/12/2022”"
    )


def visible_problems() -> Iterator[tuple[Callable[[Any], object], ProblemKind, dict[str, Any]]]:
    def retitle(workbook: Any) -> None:
        workbook[TASKS]["A1"].value = "DANH MỤC KHÁC"

    def recode(workbook: Any) -> None:
        cover = workbook["Bìa"]
        cell = next(
            c for row in cover.iter_rows() for c in row if c.value and re.fullmatch(r"(\w{4}-){3}\w{4}", c.value)
        )
        cell.value = "0000-0000-0000-0000"

    def rename_column(workbook: Any) -> None:
        workbook[TASKS]["F4"].value = "Ngày khác"

    def repeat(workbook: Any) -> None:
        sheet = workbook[TASKS]
        sheet.append([cell.value for cell in sheet[6]])

    yield lambda w: w[TASKS].delete_rows(9), ProblemKind.MISSING_ROW, {"sheet": TASKS, "uid": f"{5:032x}"}
    yield repeat, ProblemKind.TWICE, {"row": 17, "uid": f"{2:032x}"}
    yield lambda w: w[TASKS].append(["Tổng cộng", 12]), ProblemKind.STRANGE_ROW, {"row": 17, "found": "Tổng cộng | 12"}
    yield lambda w: w[TASKS].cell(7, 13, "ghi chú"), ProblemKind.STRANGE_CELL, {"row": 7, "column": "M"}
    yield lambda w: w[TASKS].cell(4, 13, "Ý kiến"), ProblemKind.STRANGE_CELL, {"row": 4, "column": "M"}
    yield lambda w: w.remove(w[PAPERS]), ProblemKind.MISSING_SHEET, {"sheet": PAPERS}
    yield lambda w: w.remove(w["Bìa"]), ProblemKind.MISSING_SHEET, {"sheet": "Bìa"}
    yield lambda w: w.create_sheet("Phụ lục"), ProblemKind.STRANGE_SHEET, {"sheet": "Phụ lục"}
    yield retitle, ProblemKind.HEADING, {"sheet": TASKS, "row": 1, "column": "A", "sealed": "DANH MỤC"}
    yield recode, ProblemKind.HEADING, {"sheet": "Bìa", "column": "B", "found": "0000-0000-0000-0000"}
    yield rename_column, ProblemKind.HEADING, {"row": 4, "column": "Thời hạn", "found": "Ngày khác"}


@pytest.mark.parametrize(("edit", "kind", "expected"), list(visible_problems()))
def test_what_people_see_and_nobody_sealed_is_named(
    sent: Path, edit: Callable[[Any], object], kind: ProblemKind, expected: dict[str, Any]
) -> None:
    (problem,) = edited(sent, edit)
    assert problem.kind == kind
    assert {name: getattr(problem, name) for name in expected} == expected
    assert not problem.fatal
    assert str(problem).startswith(f"Trang “{problem.sheet}”")


def test_a_row_given_another_name_is_missed_and_strange(sent: Path) -> None:
    def rename(workbook: Any) -> None:
        workbook[TASKS]["K8"].value = "0" * 32

    found = edited(sent, rename)
    assert [(p.kind, p.row) for p in found] == [(ProblemKind.STRANGE_ROW, 8), (ProblemKind.MISSING_ROW, 0)]
    assert found[1].uid == f"{4:032x}"


def test_without_the_column_of_names_every_row_is_missed(sent: Path) -> None:
    found = edited(sent, lambda workbook: workbook[TASKS].delete_cols(11))
    assert [p.kind for p in found] == [ProblemKind.HEADING, *[ProblemKind.MISSING_ROW] * 12]


@pytest.mark.parametrize("name", ["_rows", "_manifest"])
def test_any_edit_of_a_hidden_sheet_breaks_the_seal(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xlsx"
    send(path, ["", "a" * 40_000])
    sheet = openpyxl.load_workbook(path)[name]
    cells = [(row, column) for row in range(1, sheet.max_row + 1) for column in range(1, sheet.max_column + 2)]
    assert len(cells) >= 40

    def change(workbook: Any, row: int, column: int, sort: str) -> None:
        cell = workbook[name].cell(row, column)
        old = cell.value or ""
        cell.value = {"more": f"{old}1", "none": None, "number": 1, "blank": f"{old} "}[sort]

    for place, (row, column) in enumerate(cells):
        for sort in ("more", "none") if place % 4 else ("more", "none", "number", "blank"):
            if sort in {"more", "number"} or sheet.cell(row, column).value:
                assert refused(path, lambda w, r=row, c=column, s=sort: change(w, r, c, s)), (row, column, sort)
    assert refused(path, lambda w: w[name].delete_rows(3))
    assert refused(path, lambda w: w[name].append([c.value for c in w[name][3]]))
    assert refused(path, lambda w: w.remove(w[name]))


def test_a_broken_seal_names_the_row_that_was_touched(sent: Path) -> None:
    def change(workbook: Any) -> None:
        cell = workbook["_rows"]["G6"]
        cell.value = cell.value.replace("NV-005", "NV-999")

    found = edited(sent, change)
    assert (found[0].row, found[0].uid) == (6, f"{5:032x}")
    assert str(found[0]).startswith("Niêm phong không còn nguyên vẹn – trang “_rows”, dòng 6: nội dung không khớp")


def test_a_row_moved_together_with_its_digest_does_not_pass_for_another(tmp_path: Path) -> None:
    """Rows of another package of the same office, sealed there, are still not rows of this one."""
    send(tmp_path / "other.xlsx", ["nội dung khác"])
    send(tmp_path / "a.xlsx", [""])
    other = [cell.value for cell in openpyxl.load_workbook(tmp_path / "other.xlsx")["_rows"][2]]

    def swap(workbook: Any) -> None:
        for column, value in enumerate(other, 1):
            workbook["_rows"].cell(2, column).value = value

    assert refused(tmp_path / "a.xlsx", swap)


def test_another_office_s_key_cannot_stand_in(sent: Path) -> None:
    other = package.public_key(package.new_key())

    def swap(workbook: Any) -> None:
        for row in workbook["_manifest"].iter_rows():
            if row[0].value in {"public_key", "key_id"}:
                row[1].value = json.dumps(other if row[0].value == "public_key" else package.fingerprint(other))

    assert refused(sent, swap)


# --- What is no package


def test_a_package_of_a_later_format_asks_for_a_newer_program(sent: Path) -> None:
    def newer(workbook: Any) -> None:
        cell = next(row[1] for row in workbook["_manifest"].iter_rows() if row[0].value == "format")
        cell.value = '"2"'

    with pytest.raises(PackageError, match=r"mới hơn \(định dạng 2\)"):
        edited(sent, newer)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"<html></html>"])
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(PackageError, match="không phải gói do chương trình"):
        package.read(path)


def test_a_plain_workbook_is_said_to_be_no_package(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(PackageError, match="không phải gói do chương trình"):
        package.read(tmp_path / "a.xlsx")


def test_a_package_cut_short_anywhere_is_never_taken_for_whole(sent: Path) -> None:
    content = sent.read_bytes()
    for length in range(0, len(content), len(content) // 25):
        sent.write_bytes(content[:length])
        with pytest.raises(PackageError):
            problems_of(sent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sheet": "Khác"},
        {"uid": ""},
        {"uid": "a\nb"},
    ],
)
def test_a_record_that_cannot_be_matched_is_not_sent(tmp_path: Path, wrong: dict[str, str]) -> None:
    row, record = a_task(1)
    sheet = PackageSheet("task", Sheet(TASKS, (), COLUMNS, [row]), [replace(record, **wrong)])
    with pytest.raises(ValueError, match="not a record of its own"):
        package.write(tmp_path / "a.xlsx", MANIFEST, [], [sheet], KEY)
    twice = PackageSheet("task", Sheet(TASKS, (), COLUMNS, [row, row]), [record, record])
    with pytest.raises(ValueError, match="not a record of its own"):
        package.write(tmp_path / "a.xlsx", MANIFEST, [], [twice], KEY)
    assert not list(tmp_path.iterdir())


def test_a_package_without_rows_is_a_package(tmp_path: Path) -> None:
    digest = package.write(tmp_path / "a.xlsx", replace(MANIFEST, kind="receipt"), [], [], KEY)
    assert problems_of(tmp_path / "a.xlsx") == []
    assert package.read(tmp_path / "a.xlsx").digest == digest


# --- What fails costs nothing


class FaultyDisk:
    """Lets ``good`` steps on a draft pass: each opening, writing, reading, flushing, closing, moving; then fails."""

    def __init__(self) -> None:
        self.good = sys.maxsize
        self.steps = 0

    def step(self, name: object = "") -> None:
        self.steps += 1
        if self.steps > self.good:
            raise OSError(5, "Input/output error", str(name))


class FaultyFile:
    """A file on the faulty disk."""

    def __init__(self, file: Any, disk: FaultyDisk) -> None:
        self._file, self._disk = file, disk

    def __getattr__(self, name: str) -> Any:
        if name in {"write", "read", "flush"} and not self._file.closed:
            self._disk.step(name)
        return getattr(self._file, name)

    def close(self) -> None:
        closed = self._file.closed
        self._file.close()
        if not closed:
            self._disk.step("close")

    def __enter__(self) -> "FaultyFile":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FaultyDisk:
    import io
    import os

    disk = FaultyDisk()
    real_open, real_fsync, real_replace = io.open, os.fsync, Path.replace

    def opened(name: Any, *args: Any, **more: Any) -> Any:
        if not str(name).endswith(".tam"):
            return real_open(name, *args, **more)
        disk.step(name)
        return FaultyFile(real_open(name, *args, **more), disk)

    def fsync(handle: int) -> None:
        disk.step("fsync")
        real_fsync(handle)

    def moved(draft: Path, target: Path) -> Path:
        disk.step("replace")
        return real_replace(draft, target)

    monkeypatch.setattr(io, "open", opened)
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", moved)
    return disk


def test_a_disk_that_fails_at_any_step_costs_nothing(tmp_path: Path, disk: FaultyDisk) -> None:
    path = tmp_path / "a.xlsx"
    send(path, [""])
    steps, old = disk.steps, path.read_bytes()
    assert steps > 50
    for good in range(steps):
        disk.steps, disk.good = 0, good
        with pytest.raises(OSError, match="Input/output error"):
            send(path, ["", ""])
        disk.good = sys.maxsize
        assert list(tmp_path.iterdir()) == [path], good
        if path.read_bytes() != old:  # only the very last step is after the move, and then the new file is whole
            assert good == steps - 1
            assert problems_of(path) == []
            assert len(package.read(path).rows) == 3


def test_a_disk_that_gives_back_something_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    send(path)
    old = path.read_bytes()

    def lie(draft: Path) -> None:
        workbook = openpyxl.load_workbook(BytesIO(draft.read_bytes()))
        workbook[TASKS]["C9"].value = "nội dung của tệp khác"
        workbook.save(draft)

    monkeypatch.setattr(files, "flush", lie)
    with pytest.raises(PackageError, match="dòng 9, cột “Nội dung nhiệm vụ”"):
        send(path)
    assert path.read_bytes() == old
    assert list(tmp_path.iterdir()) == [path]


def test_another_whole_package_in_its_place_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send(tmp_path / "other.xlsx")
    monkeypatch.setattr(files, "flush", lambda draft: shutil.copy(tmp_path / "other.xlsx", draft))
    with pytest.raises(PackageError, match="đọc lại từ ổ đĩa khác với nội dung cần ghi"):
        send(tmp_path / "a.xlsx", ["khác"])
    assert not (tmp_path / "a.xlsx").exists()


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.test_excel_package import send
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    send(Path(sys.argv[1]), [str(n) * 40 for n in range(1500)])
except OSError as error:
    print("refused", error.errno)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("limit", [1000, 30_000, 120_000])
def test_a_disk_that_fills_up_leaves_the_package_before(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "a.xlsx"
    send(path)
    old = path.read_bytes()
    command = [sys.executable, "-B", "-c", FULL_DISK, str(path), str(limit), str(ROOT)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout.startswith("refused"), said.stderr
    assert path.read_bytes() == old
    assert list(tmp_path.iterdir()) == [path]
