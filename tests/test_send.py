"""The package for the office above: what travels, what stays at home, the numbering, and a failing disk."""

import sqlite3
from contextlib import closing

import openpyxl
import pytest

from desktop_app import files
from desktop_app.errors import Failed, Refused
from desktop_app.excel import package
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.office import service as office_service
from desktop_app.features.results import service as results
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import journal
from tests.office_hands import fill, notice

pytestmark = pytest.mark.usefixtures("office")


def send(path, **more):
    sending = handoff.prepare("2026", path, **more)
    return handoff.enter(sending, report.write(sending))


def test_the_package_says_who_sends_what_to_whom_and_carries_the_reports_figures(tmp_path):
    fill()
    path = tmp_path / "gói.xlsx"
    send(path)
    found = package.read(path)
    manifest = found.manifest
    office = office_service.founded()
    assert package.verify(found) == []
    assert (manifest.from_uid, manifest.from_code, manifest.to_code) == (office.uid, "UB", "TP")
    assert (manifest.kind, manifest.running_number, manifest.period_code) == ("report", 1, "2026")
    assert manifest.key_id == handoff.fingerprint()
    total = results.figures(*_span()).total
    assert manifest.control_totals["Tổng"] == total.total
    assert manifest.control_totals["Đang thực hiện quá hạn"] == total.open_overdue


def _span():
    from datetime import date

    from db.words import PeriodScheme
    from desktop_app.rules.periods import read_period

    return read_period("2026", PeriodScheme.ND09), date(2026, 11, 22)


def test_every_stored_value_travels_with_its_revisions_and_links_by_uid(tmp_path, office):
    fill()
    path = tmp_path / "gói.xlsx"
    send(path)
    rows = {row.uid: row for row in package.read(path).records() if row.sheet == "Nhiệm vụ"}
    with closing(sqlite3.connect(office / "so-phuong.db")) as file:
        stored = file.execute(
            "SELECT t.uid, t.content, t.due_on, t.original_due_on, u.uid, d.uid, t.def_n, t.exe_n, t.completed_on "
            "FROM task t JOIN unit u ON u.id = t.lead_unit_id LEFT JOIN document d ON d.id = t.document_id"
        ).fetchall()
        helpers = file.execute(
            "SELECT t.uid, u.uid FROM task_cooperation c JOIN task t ON t.id = c.task_id "
            "JOIN unit u ON u.id = c.unit_id "
            "ORDER BY t.id, c.place"
        ).fetchall()
    assert len(stored) == len(rows)
    for uid, content, due, original, unit, document, def_n, exe_n, done in stored:
        values = rows[uid].values
        assert (values["content"], values["due_on"], values["original_due_on"]) == (content, due, original)
        assert (values["lead_unit"], values["document"], values["completed_on"]) == (unit, document, done)
        assert (rows[uid].def_revision[2], rows[uid].exe_revision[2]) == (def_n, exe_n)
        assert values["cooperating_units"] == [other for task, other in helpers if task == uid]


def test_contacts_keys_and_another_uppers_records_stay_at_home(tmp_path):
    units.save({"code": "TW", "name": "Bộ Nội vụ", "relation": "Cấp trên", "kind": "Khác"})
    fill()
    notice("7/BNV", "01/11/2026", {"content": "Việc của bộ", "lead_unit": "VP"}, issuer="TW", type="Công văn")
    path = tmp_path / "gói.xlsx"
    with pytest.raises(Refused, match="Có nhiều đơn vị cấp trên"):
        send(path)
    send(path, to="TP")
    found = package.read(path)
    texts = " ".join(str(row.values) for row in found.records())
    assert "Việc của bộ" not in texts
    assert "Việc cấp trên giao" in texts
    assert "PRIVATE" not in texts
    assert all("contact" not in row.values for row in found.records())


def test_how_a_task_stands_is_said_as_on_the_packages_day_not_as_on_the_day_of_sending(tmp_path):
    from datetime import date

    notice()  # one task due on 10/11/2026, today is 22/11/2026
    path = tmp_path / "gói.xlsx"
    send(path, as_at=date(2026, 11, 11))
    sheet = openpyxl.load_workbook(path)["Nhiệm vụ"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "Tình trạng đến 11/11/2026" in texts
    assert "Quá hạn 1 ngày" in texts
    assert "Quá hạn 12 ngày" not in texts


def test_numbers_run_on_and_each_package_names_the_one_before(tmp_path):
    notice()
    first, second = send(tmp_path / "1.xlsx"), send(tmp_path / "2.xlsx")
    assert (first.running_number, second.running_number) == (1, 2)
    one, two = package.read(tmp_path / "1.xlsx"), package.read(tmp_path / "2.xlsx")
    assert two.manifest.previous_digest == one.digest != ""
    assert [entry.running_number for entry in handoff.outbox()] == [2, 1]
    assert journal.first_broken() is None


def test_a_disk_that_fails_leaves_the_old_file_and_uses_no_number(tmp_path, monkeypatch):
    notice()
    path = tmp_path / "gói.xlsx"
    send(path)
    old = path.read_bytes()

    def full(draft):
        raise OSError(28, "No space left on device", str(draft))

    monkeypatch.setattr(files, "flush", full)
    with pytest.raises(Failed) as failed:
        send(path)
    assert failed.value.code == "E-DISK-FULL"
    assert path.read_bytes() == old
    assert [file.name for file in tmp_path.glob("*.tam")] == []
    assert handoff.last_sent().running_number == 1


def test_when_the_outbox_cannot_be_written_the_new_file_is_taken_away(tmp_path):
    from db.connection import database

    notice()
    sending = handoff.prepare("2026", tmp_path / "gói.xlsx")
    written = report.write(sending)
    database.execute_sql("PRAGMA query_only = 1")
    with pytest.raises(Failed):
        handoff.enter(sending, written)
    database.execute_sql("PRAGMA query_only = 0")
    assert not (tmp_path / "gói.xlsx").exists()
    assert handoff.last_sent() is None


def test_formula_like_texts_are_inert_in_the_workbook(tmp_path):
    payloads = ["=1+1", "=cmd|'/c calc'!A0", "+1", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']
    notice(
        "1/TB", "02/11/2026", *[{"content": text, "lead_unit": "KT", "deliverable_wanted": text} for text in payloads]
    )
    path = tmp_path / "gói.xlsx"
    send(path)
    book = openpyxl.load_workbook(path)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    shown = {row[4].value for row in book["Nhiệm vụ"].iter_rows(min_row=5)} | {
        cell.value for row in book["Nhiệm vụ"].iter_rows() for cell in row
    }
    assert {text.strip() for text in payloads} <= shown
    assert {row.content for row in tasks.find().iterate()} == {text.strip() for text in payloads}


def test_a_package_under_a_passphrase_opens_with_it_alone_and_says_the_same(tmp_path):
    from dataclasses import replace

    from desktop_app.excel import guarded
    from desktop_app.excel.refusals import RefusedFile

    fill()
    path = tmp_path / "gói.xlsx"
    sending = replace(handoff.prepare("2026", path), passphrase="Mật khẩu đã hẹn")
    sent = handoff.enter(sending, report.write(sending))
    assert not path.read_bytes().startswith(b"PK")  # no workbook that opens by itself
    for wrong in ("", "mật khẩu đã hẹn"):
        with pytest.raises(RefusedFile):
            guarded.read_package(path, wrong)
    found = guarded.read_package(path, "Mật khẩu đã hẹn")
    assert found.problems == ()
    assert package.check_code(found.digest) == sent.check_code
    assert sum(found.package.manifest.counts.values()) == sent.rows
