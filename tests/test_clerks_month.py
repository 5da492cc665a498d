"""A clerk's month: meetings, inspections and the leaders' week kept with real keys, then counted by another hand."""

from datetime import date, timedelta

import pytest

from desktop_app import clock
from desktop_app.features.backups import service as backups
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES
from tests.clerk_hands import at_the_window, journal_tells
from tests.month_acts import DRAIN, HEIGHT, month
from tests.month_hands import MonthClerk
from tests.reading_pdf import page_sizes, squashed, text_of

FIRST, LAST = "2026-10-01", "2026-10-31"
IN_MONTH = f"BETWEEN '{FIRST}' AND '{LAST}'"
MONDAYS = [date(2026, 10, 26) - timedelta(days=7 * n) for n in range(4)]
TYPES = {"public_service": "Kiểm tra công vụ", "food_safety": "An toàn thực phẩm", "construction": "Trật tự xây dựng"}
CLASSES = ("left_so", "done", "reported", "going", "overdue")
# Written for this test from the meaning of the columns; it shares nothing with the program's own SQL.
STEERED = f"""
SELECT
  (SELECT count(*) FROM meeting WHERE kind = 'regular_session' AND held_on {IN_MONTH} AND deleted_at IS NULL),
  (SELECT count(DISTINCT m.plan_item_id) FROM meeting_matter m JOIN meeting h ON h.id = m.meeting_id
    WHERE h.kind = 'regular_session' AND h.held_on {IN_MONTH} AND h.deleted_at IS NULL AND m.deleted_at IS NULL),
  (SELECT count(*) FROM meeting m JOIN official o ON o.id = m.chair_id WHERE m.kind = 'meeting'
    AND o.role IN ('chair', 'vice_chair') AND m.held_on {IN_MONTH} AND m.deleted_at IS NULL),
  (SELECT count(*) FROM task t JOIN document d ON d.id = t.document_id WHERE d.type = 'conclusion_notice'
    AND d.issued_on {IN_MONTH} AND d.deleted_at IS NULL AND t.deleted_at IS NULL),
  (SELECT count(*) FROM document WHERE type = 'conclusion_notice' AND issued_on {IN_MONTH} AND deleted_at IS NULL),
  (SELECT count(*) FROM document WHERE type = 'urging_letter' AND issued_on {IN_MONTH} AND deleted_at IS NULL)"""
FOUND = f"""
WITH said AS (SELECT * FROM finding_decision WHERE deleted_at IS NULL),
refusals AS (SELECT finding_id, max(place) AS place FROM said WHERE kind = 'refused' GROUP BY finding_id),
told AS (SELECT m.finding_id FROM remediation m LEFT JOIN refusals x ON x.finding_id = m.finding_id
  WHERE m.deleted_at IS NULL AND m.done_on IS NOT NULL AND m.place > coalesce(x.place, 0))
SELECT r.type, r.id AS round, p.id AS party, p.unit_id IS NOT NULL AS unit, f.id AS finding, CASE
    WHEN f.id IS NULL THEN ''
    WHEN f.task_id IS NOT NULL THEN
      CASE WHEN t.progress = 'reported' THEN 'done' WHEN t.due_on < '{LAST}' THEN 'overdue' ELSE 'going' END
    WHEN f.due_on IS NULL THEN 'left_so'
    WHEN f.id IN (SELECT finding_id FROM said WHERE kind = 'accepted') THEN 'done'
    WHEN f.id IN told THEN 'reported'
    WHEN coalesce((SELECT max(s.due_on) FROM said s WHERE s.finding_id = f.id), f.due_on) < '{LAST}' THEN 'overdue'
    ELSE 'going' END AS class
FROM inspection_round r JOIN inspected_party p ON p.round_id = r.id AND p.deleted_at IS NULL
LEFT JOIN finding f ON f.party_id = p.id AND f.deleted_at IS NULL LEFT JOIN task t ON t.id = f.task_id
WHERE r.began_on {IN_MONTH} AND r.deleted_at IS NULL"""


@pytest.fixture
def clerk(root, office, tmp_path, monkeypatch, hidden_failures):
    """A clerk who sits down on 28/09/2026 in an office with empty books."""
    clock.set_today(date(2026, 9, 28))
    with at_the_window(MonthClerk(root, office), monkeypatch, hidden_failures, tmp_path) as made:
        # A window that grows over the pointer and shrinks again would lose the keys, as there is no window manager.
        root.event_generate("<Motion>", warp=True, x=2, y=2)
        root.update()
        yield made


def test_a_clerks_month_adds_up_on_paper_tells_its_story_and_comes_back_from_a_copy(clerk):
    month(clerk)
    results_count(clerk)
    inspections_add_up(clerk)
    weeks_are_listed(clerk)
    papers_say_what_was_typed(clerk)
    journal_tells(clerk)
    assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
    the_same_from_a_copy(clerk)


def read(path):
    return squashed(text_of(path))


def figures(clerk, where="1"):
    """Rounds, parties, findings, and the findings by where they stand."""
    states = ", ".join(f"sum(class = '{name}')" for name in CLASSES)
    [row] = clerk.ask(
        f"SELECT count(DISTINCT round), count(DISTINCT party), count(finding), {states} FROM ({FOUND}) WHERE {where}"
    )
    return row


def results_count(clerk):
    """Section I of the month's report against plain counting, and that against what was played."""
    [did] = clerk.ask(STEERED)
    assert did == (1, 2, 1, 6, 4, 1)
    sessions, heard, meetings, given, notices, letters = (f"{number:02d}" for number in did)
    text = read(clerk.form("in bao cao ket qua thuc hien", period="2026-10", scheme="Theo tháng dương lịch"))
    for words in (
        f"đã tổ chức {sessions} phiên họp thường kỳ; nghe báo cáo và chỉ đạo thực hiện {heard} nhiệm vụ trọng tâm",
        f"Chủ tịch, các Phó Chủ tịch đã chủ trì {meetings} cuộc họp",
        f"giao các đơn vị thực hiện {given} nhiệm vụ tại {notices} thông báo kết luận",
        f"ban hành {letters} văn bản đôn đốc",
    ):
        assert squashed(words) in text, words
    of_type = "SELECT type, count(DISTINCT round), count(DISTINCT party), max(unit) FROM "
    counted = clerk.ask(f"{of_type} ({FOUND}) GROUP BY type")
    assert sorted(counted) == [("construction", 1, 1, 0), ("food_safety", 1, 1, 0), ("public_service", 2, 2, 1)]
    for kind, rounds, parties, unit in counted:
        label = TYPES[kind].lower()
        name = label if label.startswith("kiểm tra") else f"kiểm tra {label}"
        where = "đơn vị" if unit else "cơ sở"
        assert squashed(f"{rounds:02d} lượt {name} tại {parties:02d} {where}") in text, kind


def inspections_add_up(clerk):
    """The summary of inspections: each type's line and the total, and the places in its annex."""
    total = figures(clerk)
    assert total == (4, 4, 6, 1, 1, 1, 2, 1)
    text = read(clerk.form("in bao cao ket qua kiem tra", period="2026-10", scheme="Theo tháng dương lịch"))
    assert squashed("Tổng cộng " + "".join(map(str, total))) in text
    for kind, label in TYPES.items():
        assert squashed(label + "".join(map(str, figures(clerk, f"type = '{kind}'")))) in text, kind
    assert sum(total[3:]) == total[2]
    for (name,) in clerk.ask("SELECT DISTINCT name FROM inspected_party"):
        assert squashed(name) in text
    assert squashed("Theo hình thức: 03 lượt theo kế hoạch, 01 lượt tái kiểm tra") in text


def weeks_are_listed(clerk):
    """Each week on one page: every line with its hours, every empty half with a dash."""
    clerk.go("week")
    clerk.to_list()
    clerk.command("tuan nay")
    clerk.press("Control-f")
    seen = 0
    for monday in MONDAYS:
        path = clerk.printed(lambda: clerk.press("Control-p"))
        between = f"day BETWEEN '{monday}' AND '{monday + timedelta(days=6)}' AND deleted_at IS NULL"
        rows = clerk.ask(f"SELECT content, starts_at, ends_at, state FROM schedule_item WHERE {between}")
        text = read(path)
        for content, start, end, state in rows:
            hours = "-".join(hour.replace(":", "h") for hour in (start, end) if hour)
            put_off = "(HOÃN) " if state == "postponed" else ""
            assert squashed(f"{hours} {put_off}{content}") in text, (monday, content)
        [(filled,)] = clerk.ask(f"SELECT count(DISTINCT day || half) FROM schedule_item WHERE {between}")
        assert text.count("–") == 10 - filled
        assert len(page_sizes(path)) == 1
        seen += len(rows)
        clerk.press("Control-Prior")
    assert seen == 9


def papers_say_what_was_typed(clerk):
    """Notice, minutes of the session and of an inspection, and the urging letter."""
    notice = read(clerk.form("in thong bao ket luan", record="20/TB-UBND"))
    given = "SELECT t.content FROM task t JOIN document d ON d.id = t.document_id WHERE d.number = '20/TB-UBND'"
    for (content,) in clerk.ask(given):
        assert notice.count(squashed(content)) == 2, "as a conclusion, and in the list of tasks"
    session = read(clerk.form("in bien ban cuoc hop", record="22/10/2026"))
    for (content,) in clerk.ask(
        "SELECT m.content FROM meeting_matter m JOIN meeting h ON h.id = m.meeting_id WHERE h.held_on = '2026-10-22'"
    ):
        assert squashed(content) in session
    site = read(clerk.form("in bien ban kiem tra", record="KT-2026-003"))
    assert squashed(HEIGHT) in site
    assert squashed("Lê Văn Bình, tổ trưởng tổ dân phố") in site
    letter = read(clerk.letter)
    assert squashed(DRAIN) in letter
    assert squashed("Số: 45/UBND-VP") in letter


def the_same_from_a_copy(clerk):
    """A verified copy put back gives every row as it was, after something else was done."""
    named = clerk.ask(
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'uid'"
    )
    tables = [name for (name,) in named if name != "office"]  # a copy put back begins a new epoch, which is kept there
    before = everything(clerk, tables)
    assert len(before["schedule_item"]) == 9
    clerk.command("mo sao luu")
    clerk.press("Control-s")
    clerk.root.update()
    copy = max(backups.copies(), key=lambda path: path.stat().st_mtime_ns)
    clerk.day("31/10")
    clerk.record("duties", "duty", "Dang Van", "TDP1", "", "31/10/2026")
    assert everything(clerk, tables) != before
    backups.restore(copy)
    clerk.root.update()
    assert everything(clerk, tables) == before
    assert journal.first_broken() is None


def everything(clerk, tables):
    return {table: clerk.ask(f"SELECT * FROM {table} ORDER BY id") for table in tables}
