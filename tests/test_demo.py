"""The demonstration offices: their figures recounted with plain SQL, their texts read, their books checked."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.words import DocumentType, MeetingKind
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.demo import service as demo
from desktop_app.features.documents import service as documents
from desktop_app.features.meetings import service as meetings
from desktop_app.features.office import service as office
from desktop_app.features.plans import service as plans
from desktop_app.features.tasks import service as tasks
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES

TODAY = date(2026, 11, 20)
FIRST, LAST = "2022-01-01", "2022-12-14"
YEAR = (date(2022, 1, 1), date(2022, 12, 31))
CHANCE = {"uid", "changed_at", "def_owner", "exe_owner", "office_uid", "signing_key"}
WARDS = [
    *("Cổ Nhuế 1", "Cổ Nhuế 2", "Đông Ngạc", "Đức Thắng", "Liên Mạc", "Minh Khai", "Phú Diễn", "Phúc Diễn"),
    *("Tây Tựu", "Thượng Cát", "Thụy Phương", "Xuân Đỉnh", "Xuân Tảo"),
]

COUNTED = "(d.category_id IS NULL OR d.category_id IN (SELECT id FROM document_category WHERE counted = 1))"
FIGURES = {
    "SELECT count(*) FROM meeting WHERE kind = 'regular_session'": 11,
    "SELECT count(*) FROM meeting WHERE kind = 'meeting'": 631,
    "SELECT count(*) FROM meeting m JOIN official o ON o.id = m.chair_id "
    "WHERE m.kind = 'meeting' AND o.role IN ('chair', 'vice_chair')": 631,
    f"SELECT count(*) FROM document d WHERE d.type = 'conclusion_notice' AND {COUNTED}": 120,
    "SELECT count(*) FROM task t JOIN document d ON d.id = t.document_id "
    f"WHERE d.type = 'conclusion_notice' AND {COUNTED}": 2006,
    "SELECT count(*) FROM task WHERE kind = 'key'": 53,
    "SELECT count(*) FROM task t JOIN document d ON d.id = t.document_id WHERE d.type = 'work_program'": 53,
    "SELECT count(*) FROM document WHERE type = 'urging_letter'": 3,
    f"SELECT count(*) FROM document d WHERE NOT {COUNTED}": 14,
    f"SELECT count(*) FROM task t JOIN document d ON d.id = t.document_id WHERE NOT {COUNTED}": 96,
    "SELECT count(*) FROM unit WHERE relation = 'sub'": 13,
    "SELECT count(*) FROM task_decision WHERE kind = 'cancelled'": 0,
    "SELECT count(*) FROM document d JOIN meeting m ON m.id = d.meeting_id WHERE m.kind = 'regular_session'": 11,
}

# kept here as well, so that a slip in the material shows
VERBATIM = {
    "Giao Văn phòng HĐND&UBND quận tham mưu văn bản chỉ đạo thực hiện.": "Văn phòng HĐND&UBND quận",
    "Trong tuần giáp Tết, UBND quận tổ chức tăng cường các đoàn kiểm tra việc tổ chức thực hiện tại 14 phường để "
    "kịp thời chỉ đạo, xử lý các vấn đề phát sinh, đảm bảo phục vụ tốt nhân dân đón Tết": "UBND quận Long Biên",
    "Đối với các phòng, ban chuyên môn yêu cầu rà soát, cập lại các quy định, văn bản mới, rà soát các nội dung để "
    "tham mưu đúng quy định.": "các phòng, ban chuyên môn",
    "có kế hoạch bầu bổ sung Đại biểu HĐND cấp quận và phường xong trước ngày 22/6;": "Quận Bắc Từ Liêm",
    "Căn cứ Kế hoạch của Quận uỷ, chức năng nhiệm vụ và nhiệm vụ chuyên môn của cơ quan, đơn vị xây dựng Kế hoạch tổ "
    "chức thưc hiện đảm bảo hiệu quả và phù hợp.": "Các tổ chức cơ sở đảng",
    "7. Đối với các nhiệm vụ chào mừng 20 năm thành lập Quận: các đơn vị bám sát các nội dung đã đăng ký để triển khai "
    "thực hiện đảm bảo tiến độ đã đề ra;": "các đơn vị",
}


@pytest.fixture(scope="module", autouse=True)
def a_fixed_day() -> Iterator[None]:
    """Everything here happens on one day, so that what is made up to today is always the same."""
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """A test that fails with an office open does not take the others with it."""
    yield
    office.close_folder()


def made(folder: Path, scenario: str, **options: int) -> Path:
    """A folder with a demonstration office, closed again."""
    office.open_folder(folder, writing=True)
    office.sit_down("")
    shares = list(demo.fill(scenario, **options))
    office.close_folder()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return folder


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of 2022."""
    return made(tmp_path_factory.mktemp("demo") / "năm 2022", "bac-tu-liem-2022")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of the articles."""
    return made(tmp_path_factory.mktemp("demo") / "bài báo", "bai-bao")


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented office with 700 tasks."""
    return made(tmp_path_factory.mktemp("demo") / "thử nghiệm", "thu-nghiem", tasks=700)


@pytest.fixture(scope="module")
def targets_met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of the targets of 2018."""
    return made(tmp_path_factory.mktemp("demo") / "chỉ tiêu 2018", "long-bien-2018")


@pytest.fixture(scope="module")
def targets_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of the targets of 2023."""
    return made(tmp_path_factory.mktemp("demo") / "chỉ tiêu 2023", "long-bien-2023")


@pytest.fixture(params=["year", "articles", "load", "targets_met", "targets_set"])
def any_office(request: pytest.FixtureRequest) -> Path:
    """Each of them."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What plain SQLite answers, past everything of ours."""
    [file] = folder.glob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def table_names(folder: Path) -> list[str]:
    rows = asked(folder, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")
    return sorted(name for (name,) in rows if not name.startswith("sqlite_"))


def columns_of(folder: Path, table: str) -> list[str]:
    return [row[1] for row in asked(folder, f"PRAGMA table_info({table})")]


# --- The year 2022: figures ---


@pytest.mark.parametrize(("sql", "figure"), FIGURES.items())
def test_a_published_figure_is_what_the_records_count(year: Path, sql: str, figure: int) -> None:
    assert asked(year, sql) == [(figure,)]


def test_the_services_count_the_same_figures(year: Path) -> None:
    office.open_folder(year, writing=False)
    assert meetings.count(MeetingKind.REGULAR_SESSION, *YEAR) == 11
    assert meetings.count(MeetingKind.MEETING, *YEAR, by_leaders=True) == 631
    assert documents.count(DocumentType.CONCLUSION_NOTICE, *YEAR) == 120
    assert documents.count(DocumentType.URGING_LETTER, *YEAR) == 3
    assert plans.heard(*YEAR) == 53
    assert tasks.find({"counted": True}).count() == 2006 + 53
    assert tasks.find({"counted": False}).count() == 96


def test_every_notice_gives_at_least_five_tasks_and_16_7_on_average(year: Path) -> None:
    sizes = asked(
        year,
        "SELECT count(t.id) FROM document d LEFT JOIN task t ON t.document_id = d.id "
        f"WHERE d.type = 'conclusion_notice' AND {COUNTED} GROUP BY d.id",
    )
    assert len(sizes) == 120
    assert min(sizes) >= (5,)
    assert round(sum(size for (size,) in sizes) / len(sizes), 1) == 16.7


def test_every_date_lies_inside_the_year_of_both_schemes(year: Path) -> None:
    dated = 0
    for table in table_names(year):
        for column in columns_of(year, table):
            if column.endswith("_on"):
                [(first, last)] = asked(year, f"SELECT min({column}), max({column}) FROM {table}")
                if first is not None:
                    assert first >= FIRST, (table, column)
                    assert last <= LAST, (table, column)
                    dated += 1
    assert dated >= 9


def test_each_key_task_was_heard_in_a_session(year: Path) -> None:
    heard = asked(
        year,
        "SELECT count(DISTINCT t.id), count(DISTINCT m.id) FROM task t JOIN progress_note n ON n.task_id = t.id "
        "JOIN meeting m ON m.held_on = n.noted_on AND m.kind = 'regular_session' "
        "WHERE t.kind = 'key' AND n.content LIKE '%phiên họp thường kỳ%'",
    )
    assert heard == [(53, 11)]
    items = asked(
        year,
        "SELECT count(DISTINCT i.id), count(DISTINCT i.task_id), count(DISTINCT g.id) FROM meeting_matter a "
        "JOIN plan_item i ON i.id = a.plan_item_id AND i.kind = 'key_task' JOIN task t ON t.id = i.task_id "
        "JOIN meeting g ON g.id = a.meeting_id AND g.kind = 'regular_session' WHERE t.kind = 'key'",
    )
    assert items == [(53, 53, 11)]


def test_nobody_meets_on_a_day_off_or_chairs_three_meetings_in_a_day(year: Path) -> None:
    assert asked(year, "SELECT held_on FROM meeting WHERE strftime('%w', held_on) IN ('0', '6')") == []
    tet = "SELECT held_on FROM meeting WHERE held_on BETWEEN '2022-01-31' AND '2022-02-04'"
    assert asked(year, tet) == []
    busiest = "SELECT max(n) FROM (SELECT count(*) AS n FROM meeting WHERE kind = 'meeting' GROUP BY held_on, chair_id)"
    assert asked(year, busiest)[0][0] <= 2


def test_a_notice_comes_after_its_meeting_and_numbers_follow_the_days(year: Path) -> None:
    notices = asked(
        year,
        "SELECT d.number, d.issued_on, m.held_on FROM document d JOIN meeting m ON m.id = d.meeting_id "
        "WHERE d.type = 'conclusion_notice' ORDER BY d.issued_on, d.id",
    )
    assert [number for number, *_ in notices] == [f"{n:02d}/TB-UBND" for n in range(1, 135)]
    assert all(held_on < issued_on for _, issued_on, held_on in notices)


def test_the_wards_and_the_office_are_the_real_ones(year: Path) -> None:
    wards = asked(year, "SELECT code, name FROM unit WHERE relation = 'sub' ORDER BY code")
    assert wards == [(f"P{n:02d}", f"UBND phường {name}") for n, name in enumerate(WARDS, 1)]
    assert asked(year, "SELECT header_issuer, place, profile FROM office") == [
        ("ỦY BAN NHÂN DÂN|QUẬN BẮC TỪ LIÊM", "Bắc Từ Liêm", "3cap")
    ]
    assert asked(year, "SELECT code FROM unit WHERE relation = 'upper'") == [("TP",)]


def test_most_work_was_done_in_time_some_late_and_some_is_overdue(year: Path) -> None:
    [(in_time, late, overdue, no_due, extended, noted)] = asked(
        year,
        f"""SELECT sum(completed_on <= due_on), sum(completed_on > due_on),
        sum(completed_on IS NULL AND due_on < '{LAST}'), sum(due_on IS NULL), sum(due_on > original_due_on),
        sum(id IN (SELECT task_id FROM progress_note)) FROM task""",
    )
    assert in_time > 1000
    assert 80 < late < 300
    assert 40 < overdue < 200
    assert 0.3 < no_due / 2155 < 0.4
    assert 30 < extended < 150
    assert noted > 700


# --- Every office: the books are in order ---


def test_codes_run_without_a_gap_in_the_order_of_assignment(any_office: Path) -> None:
    codes: dict[str, list[int]] = {}
    for code, assigned_on in asked(any_office, "SELECT code, assigned_on FROM task ORDER BY id"):
        assert code[3:7] == assigned_on[:4]
        codes.setdefault(code[3:7], []).append(int(code[8:]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in codes.values())


def test_what_came_of_a_task_agrees_with_its_dates(any_office: Path) -> None:
    wrong = """SELECT code FROM task WHERE due_on < assigned_on OR completed_on < assigned_on
        OR (progress = 'reported') <> (completed_on IS NOT NULL) OR due_on < original_due_on
        OR (due_on IS NULL) <> (original_due_on IS NULL)"""
    assert asked(any_office, wrong) == []
    moved = """SELECT code FROM task t WHERE due_on IS NOT coalesce((SELECT d.due_on FROM task_decision d
        WHERE d.task_id = t.id AND d.kind = 'extended' ORDER BY d.decided_on DESC LIMIT 1), original_due_on)"""
    assert asked(any_office, moved) == []
    early = """SELECT t.code FROM task_decision d JOIN task t ON t.id = d.task_id WHERE d.decided_on < t.assigned_on
        OR (d.kind = 'extended' AND t.completed_on < d.decided_on)"""
    assert asked(any_office, early) == []
    notes = "SELECT t.code FROM progress_note n JOIN task t ON t.id = n.task_id WHERE n.noted_on < t.assigned_on"
    assert asked(any_office, notes) == []


def test_a_lead_unit_never_helps_itself(any_office: Path) -> None:
    sql = "SELECT t.code FROM task t JOIN task_cooperation c ON c.task_id = t.id WHERE c.unit_id = t.lead_unit_id"
    assert asked(any_office, sql) == []


def test_journal_and_search_index_hold(any_office: Path) -> None:
    office.open_folder(any_office, writing=True)
    assert journal.first_broken() is None
    indexed = [entity for entity in ENTITIES.values() if search.indexed(entity)]
    assert len(indexed) >= 5
    assert [entity.kind for entity in indexed if not search.agrees(entity)] == []


def test_every_record_is_in_the_journal_and_belongs_to_the_office(any_office: Path) -> None:
    [(uid,)] = asked(any_office, "SELECT uid FROM office")
    for table in ("unit", "official", "meeting", "document", "task", "progress_note", "task_decision"):
        sql = f"SELECT count(*) FROM {table} WHERE uid NOT IN (SELECT record FROM journal WHERE kind = '{table}')"
        assert asked(any_office, sql) == [(0,)], table
        others = f"SELECT count(*) FROM {table} WHERE def_owner <> '{uid}' OR def_n < 1"
        assert asked(any_office, others) == [(0,)], table


def test_a_notice_is_found_by_its_number_and_a_task_by_words_without_accents(year: Path) -> None:
    office.open_folder(year, writing=False)
    assert [row.number for row in documents.find(text="12/TB-UBND").iterate()] == ["12/TB-UBND"]
    found = set(tasks.find(text="giai phong mat bang").ids())
    wanted = {task for (task,) in asked(year, "SELECT id FROM task WHERE content LIKE '%giải phóng mặt bằng%'")}
    assert len(wanted) > 20
    assert wanted <= found


# --- Every office: the words are good ---


def texts(folder: Path) -> list[str]:
    """Every text of every table but the journal."""
    found = []
    for table in table_names(folder):
        if table in ("journal", "schema_migration"):
            continue
        for column in columns_of(folder, table):
            rows = asked(folder, f"SELECT {column} FROM {table} WHERE typeof({column}) = 'text'")
            found += [text for (text,) in rows if column not in ("signing_key", "sort_key")]
    return found


def test_every_text_is_composed_and_carries_no_slip_of_the_composer(any_office: Path) -> None:
    slips = re.compile(r"[{}\[\]]|\s\s|\s[,.;]|[,;]\.|\.\.|,,|;;|None|\u00a0|^\s|\s$")
    for text in texts(any_office):
        assert unicodedata.is_normalized("NFC", text), text
        if "\n" not in text:
            assert not slips.search(text), text


@pytest.mark.parametrize("name", ["year", "load"])
def test_no_two_tasks_are_worded_alike(name: str, request: pytest.FixtureRequest) -> None:
    contents = [text for (text,) in asked(request.getfixturevalue(name), "SELECT content FROM task")]
    assert len(set(contents)) == len(contents)
    assert all(60 <= len(text) <= 350 for text in contents)
    assert all(text[0].isupper() and text.endswith(".") for text in contents)


@pytest.mark.parametrize("name", ["year", "load"])
def test_the_words_of_a_task_agree_with_its_fields(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    helpers: dict[int, list[str]] = {}
    for task, unit in asked(folder, "SELECT c.task_id, u.name FROM task_cooperation c JOIN unit u ON u.id = c.unit_id"):
        helpers.setdefault(task, []).append(unit)
    rows = asked(
        folder,
        "SELECT t.id, t.content, u.name, t.original_due_on, t.due_at, t.recurrence FROM task t "
        "JOIN unit u ON u.id = t.lead_unit_id WHERE t.kind <> 'key'",
    )
    named = dated = 0
    for task, content, lead, due_on, due_at, recurrence in rows:
        if opening := re.match(r"(?:Giao|Yêu cầu|Đề nghị) (.*)", content):
            assert opening[1].startswith(lead), content
            named += 1
        if "chủ trì, phối hợp với" in content:
            assert all(unit in content for unit in helpers[task]), content
        if day := re.search(r"(?:trước|chậm nhất)(?: \d\dh\d\d)? ngày (\d\d)/(\d\d?)/(\d{4})", content):
            assert due_on == f"{day[3]}-{int(day[2]):02d}-{day[1]}", content
            dated += 1
        elif due_on is not None:
            assert re.search(r"trong tháng \d+/\d{4}", content), content
        assert bool(due_at) == bool(re.search(r"trước \d\dh\d\d ngày", content))
        assert not (recurrence and due_on)
    assert named > len(rows) / 5
    assert dated > len(rows) / 3


# --- The articles ---


def test_the_articles_give_27_tasks_word_for_word(articles: Path) -> None:
    found = dict(asked(articles, "SELECT t.content, u.name FROM task t JOIN unit u ON u.id = t.lead_unit_id"))
    assert len(found) == 27
    assert {text: found.get(text) for text in VERBATIM} == VERBATIM
    office.open_folder(articles, writing=False)
    assert tasks.find().count() == 27


def test_the_articles_deadlines_and_recurrences_are_kept(articles: Path) -> None:
    due = asked(articles, "SELECT due_on FROM task WHERE due_on IS NOT NULL ORDER BY 1")
    assert due == [("2014-06-22",), ("2019-02-04",), ("2019-02-28",)]
    recurring = asked(articles, "SELECT recurrence FROM task WHERE recurrence <> '' ORDER BY 1")
    assert recurring == [("hàng tháng",), ("định kỳ hàng quý",)]
    words = asked(articles, "SELECT content FROM progress_note")
    quoted = {quote for (note,) in words for quote in re.findall("“(.*?)”", note)}
    assert quoted == {
        "trước khi triển khai vào cuối tháng 2/2019",
        "Trong tuần giáp Tết",
        "xong trước ngày 22/6",
        "ngay",
    }


def test_the_articles_groups_are_units_of_their_own_kind(articles: Path) -> None:
    groups = {name for (name,) in asked(articles, "SELECT name FROM unit WHERE kind = 'group'")}
    assert {"các phòng, ban chuyên môn", "các Sở, Ban, Ngành", "các đơn vị", "Trưởng các phòng, ban, đơn vị"} <= groups
    sources = "SELECT DISTINCT d.type, d.issued_on, u.name FROM document d JOIN unit u ON u.id = d.issuer_id ORDER BY 2"
    assert asked(articles, sources) == [
        ("article", "2014-04-10", "UBND thành phố Hà Nội"),
        ("article", "2018-12-13", "UBND quận Long Biên"),
        ("article", "2019-01-28", "UBND quận Long Biên"),
        ("article", "2023-01-13", "Quận ủy Long Biên"),
    ]
    partners = "SELECT u.name FROM task_cooperation c JOIN unit u ON u.id = c.unit_id ORDER BY u.name"
    assert len(asked(articles, partners)) == 6


# --- Load ---


def test_load_has_the_number_asked_for_up_to_today(load: Path) -> None:
    assert asked(load, "SELECT count(*) FROM task") == [(700,)]
    for table, column in (
        ("task", "assigned_on"),
        ("task", "completed_on"),
        ("document", "issued_on"),
        ("meeting", "held_on"),
        ("progress_note", "noted_on"),
        ("task_decision", "decided_on"),
    ):
        [(last,)] = asked(load, f"SELECT max({column}) FROM {table}")
        assert last is not None, (table, column)
        assert "2026-06" <= last <= TODAY.isoformat(), (table, column)
    assert len(asked(load, "SELECT DISTINCT substr(assigned_on, 1, 4) FROM task")) >= 5


def test_load_has_every_kind_of_decision_and_tasks_from_above(load: Path) -> None:
    kinds = {kind for (kind,) in asked(load, "SELECT DISTINCT kind FROM task_decision")}
    assert kinds == {"extended", "cancelled", "confirmed"}
    above = """SELECT count(*), count(nullif(t.external_ref, '')) FROM task t JOIN document d ON d.id = t.document_id
        JOIN unit u ON u.id = d.issuer_id WHERE u.relation = 'upper'"""
    [(count, referred)] = asked(load, above)
    assert count == referred > 0
    assert asked(load, "SELECT count(*) FROM unit WHERE kind = 'residential'") == [(30,)]


# --- Filling ---


def contents(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but what chance names."""
    return {
        table: asked(
            folder, f"SELECT {', '.join(c for c in columns_of(folder, table) if c not in CHANCE)} FROM {table}"
        )
        for table in table_names(folder)
        if table not in ("journal", "schema_migration")
    }


def test_the_same_seed_makes_the_same_office_and_another_one_another(year: Path, tmp_path: Path) -> None:
    again = made(tmp_path / "again", "bac-tu-liem-2022")
    assert contents(again) == contents(year)
    other = made(tmp_path / "other", "bac-tu-liem-2022", seed=7)
    assert contents(other)["task"] != contents(year)["task"]
    for sql, figure in FIGURES.items():
        assert asked(other, sql) == [(figure,)], sql


def test_load_is_the_same_for_the_same_seed_and_day(load: Path, tmp_path: Path) -> None:
    assert contents(made(tmp_path / "again", "thu-nghiem", tasks=700)) == contents(load)


def test_an_office_with_tasks_takes_no_demonstration(year: Path) -> None:
    before = contents(year)
    office.open_folder(year, writing=True)
    with pytest.raises(Refused, match="đã có 2155 nhiệm vụ"):
        list(demo.fill("bai-bao"))
    office.close_folder()
    assert contents(year) == before


def test_a_founded_office_without_tasks_takes_none_either(tmp_path: Path) -> None:
    office.open_folder(tmp_path, writing=True)
    own = {"code": "UBND", "name": "UBND phường Thử", "kind": "Ủy ban nhân dân", "relation": "Cơ quan mình"}
    texts_ = {"name": "Ủy ban nhân dân phường Thử", "header_issuer": "ỦY BAN NHÂN DÂN|PHƯỜNG THỬ", "place": "Thử"}
    office.create(texts_, [own], [])
    with pytest.raises(Refused, match="đã là của Ủy ban nhân dân phường Thử"):
        list(demo.fill("bac-tu-liem-2022"))


@pytest.mark.parametrize(
    ("scenario", "count", "words"),
    [
        ("khong-co", 10, "bac-tu-liem-2022, bai-bao, long-bien-2018, long-bien-2023, long-bien-tet-2019"),
        ("thu-nghiem", 0, "từ 1 đến 200.000"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(tmp_path: Path, scenario: str, count: int, words: str) -> None:
    office.open_folder(tmp_path, writing=True)
    with pytest.raises(Refused, match=words):
        list(demo.fill(scenario, tasks=count))
    assert office.current() is None


def test_filling_that_is_broken_off_leaves_nothing_and_may_be_repeated(tmp_path: Path) -> None:
    office.open_folder(tmp_path, writing=True)
    filling = demo.fill("thu-nghiem", tasks=60)
    while next(filling) < 0.8:
        pass
    filling.close()
    for table in ("office", "unit", "document", "task", "journal"):
        assert asked(tmp_path, f"SELECT count(*) FROM {table}") == [(0,)], table
    list(demo.fill("thu-nghiem", tasks=60))
    office.close_folder()
    [(uid,)] = asked(tmp_path, "SELECT uid FROM office")
    assert asked(tmp_path, "SELECT DISTINCT def_owner FROM task") == [(uid,)]
    assert asked(tmp_path, "SELECT count(*) FROM task") == [(60,)]


def test_every_scenario_says_what_it_is() -> None:
    assert set(demo.SCENARIOS) == {
        *("bac-tu-liem-2022", "bai-bao", "long-bien-2018", "long-bien-2023", "long-bien-tet-2019", "thu-nghiem")
    }
    for scenario in demo.SCENARIOS.values():
        assert scenario.title
        assert scenario.about
