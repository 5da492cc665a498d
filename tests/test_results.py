"""The report and the register: their figures recounted with plain SQL, and read back out of the PDF."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from db.words import MeetingKind, PeriodScheme, Timeliness
from desktop_app import clock
from desktop_app.features.documents import service as documents
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.plans import service as plans
from desktop_app.features.results import report, service
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import report as register
from desktop_app.features.tasks import service as tasks
from desktop_app.pdf import frame
from desktop_app.rules.periods import read_period
from tests.office_hands import notice
from tests.reading_pdf import squashed, text_of

NOVEMBER = read_period("2026-11", PeriodScheme.CALENDAR)
AS_AT = date(2026, 11, 22)

pytestmark = pytest.mark.usefixtures("office")


def one(content, **texts):
    return {"content": content, "lead_unit": "KT", **texts}


@pytest.fixture
def book():
    """Ten tasks whose class on 22/11/2026 and whose period are known."""
    _, old = notice(
        "1/TB-UBND",
        "05/10/2026",
        one("mang sang, quá hạn", due_on="31/10/2026"),
        one("xong trước kỳ", due_on="31/10/2026"),
        one("mang sang, xong muộn", due_on="01/11/2026"),
        one("mang sang, không hạn", lead_unit="VP"),
    )
    tasks.complete(old[1], {"completed_on": "30/10/2026"})
    tasks.complete(old[2], {"completed_on": "05/11/2026", "late_reason": "Chờ ý kiến"})
    _, new = notice(
        "2/TB-UBND",
        "02/11/2026",
        one("đúng hạn", due_on="20/11/2026"),
        one("trong hạn", due_on="30/11/2026"),
        one("gia hạn", due_on="10/11/2026"),
        one("đã hủy", due_on="10/11/2026"),
        one("xong, không hạn", lead_unit="VP"),
        one("xong sau ngày chốt", due_on="21/11/2026"),
    )
    tasks.complete(new[0], {"completed_on": "20/11/2026"})
    decisions.extend(new[2], {"due_on": "25/11/2026", "decided_on": "09/11/2026"})
    decisions.cancel(new[3], {"decided_on": "15/11/2026", "reason": "Trùng"})
    tasks.complete(new[4], {"completed_on": "03/11/2026"})
    documents.save_category({"name": "Kết luận của Hội đồng", "counted": ""})
    notice("3/TB-UBND", "03/11/2026", one("không tính"), category="Kết luận của Hội đồng")
    meetings.save(
        {"held_on": "02/11/2026", "kind": "Phiên họp thường kỳ", "title": "Phiên tháng 11", "chair": "Vũ Thị Hà Mi"}
    )
    for day, chair in (("03/11/2026", "Đặng Văn Khuê"), ("04/11/2026", ""), ("30/09/2026", "Vũ Thị Hà Mi")):
        meetings.save({"held_on": day, "kind": "Cuộc họp", "title": "Họp", "chair": chair})


def test_every_class_is_counted_once_and_they_add_up(book):
    found = service.figures(NOVEMBER, AS_AT)
    total = found.total
    assert (total.carried, total.assigned, total.total) == (3, 5, 8)
    assert (total.done_in_time, total.done_late, total.done_no_due) == (1, 1, 1)
    assert (total.open_in_time, total.open_overdue, total.open_no_due) == (2, 2, 1)
    assert total.done + total.open == total.total == len(found.rows)
    assert (total.done_rate, total.in_time_rate) == ("37,50", "25,00")
    assert [row.content for row in found.overdue] == ["mang sang, quá hạn", "xong sau ngày chốt"]


def test_the_figures_of_steering_count_only_what_they_say(book):
    did = service.figures(NOVEMBER, AS_AT).steering
    assert (did.sessions, did.meetings, did.notices, did.notice_tasks, did.notices_left_out) == (1, 1, 1, 5, 1)
    assert meetings.count(MeetingKind.MEETING, NOVEMBER.start, AS_AT) == 2


def test_notices_and_letters_from_above_are_not_said_to_be_issued_by_us(book):
    before = service.figures(NOVEMBER, AS_AT).steering
    above = {"issuer": "TP", "issued_on": "04/11/2026"}
    notice("7/TB-UBND", "04/11/2026", one("cấp trên giao"), issuer="TP")
    documents.save({**above, "type": "Văn bản đôn đốc", "number": "8/UBND-VP", "subject": "V/v đôn đốc"})
    assert service.figures(NOVEMBER, AS_AT).steering == before
    documents.save(
        {**above, "issuer": "UB", "type": "Văn bản đôn đốc", "number": "9/UBND-VP", "subject": "V/v đôn đốc"}
    )
    assert service.figures(NOVEMBER, AS_AT).steering.urging_letters == before.urging_letters + 1


def test_the_same_book_seen_on_an_earlier_day_shows_what_was_known_then(book):
    found = service.figures(NOVEMBER, date(2026, 11, 12)).total
    # cancelled on the 15th: on the 12th it still counts, two days late; nothing was done yet but what was done by then
    assert (found.carried, found.assigned) == (3, 6)
    assert (found.done_in_time, found.done_late, found.open_overdue) == (0, 1, 2)


def test_plain_sql_by_another_hand_counts_the_same(book, office):
    total = service.figures(NOVEMBER, AS_AT).total
    with closing(sqlite3.connect(office / "so-phuong.db")) as file:
        counted = (
            "SELECT t.* FROM task t LEFT JOIN document d ON d.id = t.document_id LEFT JOIN document_category c "
            "ON c.id = d.category_id WHERE t.deleted_at IS NULL AND coalesce(c.counted, 1) = 1 AND t.id NOT IN "
            "(SELECT task_id FROM task_decision WHERE kind = 'cancelled' AND decided_on <= '2026-11-22')"
        )
        ask = lambda where: file.execute(f"SELECT count(*) FROM ({counted}) WHERE {where}").fetchone()[0]  # noqa: E731
        assigned = "assigned_on BETWEEN '2026-11-01' AND '2026-11-22'"
        carried = "assigned_on < '2026-11-01' AND (completed_on IS NULL OR completed_on >= '2026-11-01')"
        assert (ask(assigned), ask(carried)) == (total.assigned, total.carried)
        either = f"({assigned} OR ({carried}))"
        assert ask(f"{either} AND completed_on <= due_on") == total.done_in_time
        assert ask(f"{either} AND completed_on > due_on") == total.done_late
        assert ask(f"{either} AND completed_on IS NULL AND due_on < '2026-11-22'") == total.open_overdue


def test_overview_list_and_report_agree(book):
    from desktop_app.features.overview import service as overview

    clock.set_today(AS_AT)
    by_label = {figure.label: figure for figure in overview.gather().figures}
    for figure in by_label.values():
        assert tasks.find(figure.filter).count() == figure.count, figure.label
    everything = read_period("2026", PeriodScheme.CALENDAR)
    total = service.figures(everything, AS_AT).total
    assert by_label["Tổng số nhiệm vụ"].count == total.total
    assert by_label["Quá hạn chưa hoàn thành"].count == total.open_overdue == overview.overdue()
    assert sum(found[0] for found in tasks.count_by_class({"counted": True}).values()) == total.total
    assert tasks.find({"counted": True, "timeliness": Timeliness.DONE_NO_DUE}).count() == total.done_no_due


def test_the_report_says_its_figures_and_its_denominators(book, tmp_path):
    path = tmp_path / "bc.pdf"
    frame.build(path, report.paper(report.gather(NOVEMBER, AS_AT)))
    text = squashed(text_of(path))
    for words in (
        "BÁO CÁO",
        "Kết quả thực hiện nhiệm vụ tháng 11 năm 2026",
        "số liệu tính từ ngày 01/11/2026 đến ngày 22/11/2026",
        "01 phiên họp thường kỳ",
        "giao các đơn vị thực hiện 05 nhiệm vụ tại 01 thông báo kết luận",
        "ngoài 01 thông báo không tính vào thống kê",
        "bằng 37,50% tổng số nhiệm vụ",
        "Trong 04 nhiệm vụ có thời hạn đã hoàn thành hoặc đã quá hạn",
        "số nhiệm vụ hoàn thành / tổng số nhiệm vụ của kỳ",
        "Phụ lục III",
        "Chờ ý kiến",
    ):
        assert squashed(words) in text, words


def test_key_tasks_are_said_to_be_heard_only_where_agendas_say_so(book, tmp_path):
    def told():
        path = tmp_path / "f3.pdf"
        frame.build(path, report.paper(report.gather(NOVEMBER, AS_AT)))
        return squashed(text_of(path))

    notice("4/TB-UBND", "05/11/2026", one("việc lớn", kind="Trọng tâm"))
    assert squashed("01 phiên họp thường kỳ; chỉ đạo thực hiện 01 nhiệm vụ trọng tâm giao trong kỳ.") in told()
    items = [{"kind": "Nhiệm vụ trọng tâm", "content": "Quy hoạch"}, {"kind": "Dự án", "content": "Xây trường"}]
    plans.save_all({"kind": "Chương trình công tác", "year": "2025", "title": "Chương trình"}, [], items)
    plans.save_all({"year": "2026", "title": "Kế hoạch"}, [], [{**items[0], "content": "Cải cách"}])
    [session] = map(meetings.get, meetings.find({"kind": MeetingKind.REGULAR_SESSION}).ids())
    heard = [{"content": "Nghe", "plan_item": "Quy hoạch"}, {"content": "Nghe lại", "plan_item": "Quy hoạch"}]
    minutes.save_all({}, [*heard, {"content": "Nghe", "plan_item": "Xây trường"}], [], session)
    assert squashed("thực hiện 01 nhiệm vụ trọng tâm theo Chương trình công tác") in told(), "of another year, once"
    rows, _ = minutes.rows_of(session)
    minutes.save_all({}, [*rows, {"content": "Nghe", "plan_item": "Cải cách"}], [], session)
    assert squashed("thực hiện 02 nhiệm vụ trọng tâm theo chương trình, kế hoạch công tác") in told()


def test_the_register_has_a_line_for_every_task_of_the_report_and_names_the_original_due_date(book):
    lines = register.gather(NOVEMBER, AS_AT).lines
    assert len(lines) == service.figures(NOVEMBER, AS_AT).total.total
    by_content = {line[2]: line for line in lines}
    assert by_content["gia hạn"][6] == "25/11/2026"
    assert by_content["gia hạn"][9] == "Hạn ban đầu 10/11/2026; quá 12 ngày so với hạn ban đầu"
    assert by_content["mang sang, quá hạn"][8] == "Quá hạn 22 ngày"
    assert by_content["mang sang, không hạn"][6] == "Không xác định"
    assert by_content["xong sau ngày chốt"][7] == ""


def test_an_empty_period_is_printed_without_a_false_zero_rate(tmp_path):
    path = tmp_path / "bc.pdf"
    frame.build(path, report.paper(report.gather(NOVEMBER, AS_AT)))
    text = squashed(text_of(path))
    assert squashed("Không có") in text
    assert squashed("không tổ chức phiên họp thường kỳ") in text
    assert "0%" not in text
    assert squashed("Phụ lục II") not in text
