"""The plans of the demonstration offices: what articles count, recounted with plain SQL and read off the paper."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop_app import catalogue, clock, commands
from desktop_app.features.demo import service as demo
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.office import service as office
from desktop_app.features.plans import service as plans
from tests.reading_pdf import squashed, text_of

COUNTS = (
    "SELECT g.name, i.kind, count(*) FROM plan_item AS i JOIN plan AS p ON p.id = i.plan_id "
    "JOIN document AS d ON d.id = p.document_id JOIN plan_group AS g ON g.id = i.group_id "
    "WHERE d.number = ? AND i.deleted_at IS NULL GROUP BY g.id, i.kind ORDER BY g.place, i.kind"
)


@pytest.fixture(scope="module")
def year_2023(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """UBND quận Long Biên with both plans of 2023."""
    folder = tmp_path_factory.mktemp("demo") / "Long Biên 2023"
    catalogue.entities()
    clock.set_today(date(2026, 11, 22))
    office.open_folder(folder, writing=True)
    list(demo.fill("long-bien-2023"))
    office.close_folder()
    yield folder
    clock.set_today(None)


def rows(folder: Path, sql: str, *values: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "so-phuong.db")) as file:
        return file.execute(sql, values).fetchall()


def printed(folder: Path, *words: str) -> str:
    out = folder / "in-thu.pdf"
    assert commands.run(commands.parse(["--office", str(folder), "report", *words, "--out", str(out)])) == 0
    return squashed(text_of(out))


def test_159_holds_16_12_and_19_contents_47_together_and_keeps_the_printed_day(year_2023):
    found = rows(year_2023, COUNTS, "159-KH/QU")
    assert [(kind, count) for _, kind, count in found] == [("content", 16), ("content", 12), ("content", 19)]
    [(day, note, stated)] = rows(
        year_2023,
        "SELECT d.issued_on, d.note, p.stated_contents FROM plan AS p JOIN document AS d ON d.id = p.document_id "
        "WHERE d.number = '159-KH/QU'",
    )
    assert (day, stated) == ("2022-01-11", 47)
    assert "có thể là lỗi in" in note
    text = printed(year_2023, "progress", "--record", "159-KH/QU", "--as-at", "31/12/2023")
    assert "Tổngcộng47" in text
    assert "Chưakhớp" not in text


def test_160_holds_100_tasks_17_targets_joined_with_their_indicators_20_projects_and_30_key_tasks(year_2023):
    found = rows(year_2023, COUNTS, "160-KH/QU")
    assert [(kind, count) for _, kind, count in found] == [
        ("target", 4),
        ("target", 13),
        ("task", 11),
        ("task", 25),
        ("task", 52),
        ("task", 9),
        ("task", 3),
        ("key_task", 30),
        ("project", 20),
    ]
    sql = "SELECT count(*) FROM plan_item AS i JOIN target AS t ON t.indicator_id = i.indicator_id WHERE t.year = 2023"
    assert rows(year_2023, sql) == [(17,)]
    assert rows(year_2023, "SELECT count(*) FROM plan_item WHERE content NOT LIKE '%bài báo không nêu tên)'") == [(0,)]
    text = printed(year_2023, "progress", "--record", "160-KH/QU", "--as-at", "31/12/2023")
    assert "Tổngcộng167" in text
    assert "Côngtácansinhxãhội52" in text


def test_party_plans_are_recorded_and_never_printed(year_2023, capsys):
    for number in ("159-KH/QU", "160-KH/QU"):
        out = year_2023 / "cam.pdf"
        assert (
            commands.run(
                commands.parse(["--office", str(year_2023), "report", "plan", "--record", number, "--out", str(out)])
            )
            == 1
        )
        assert "văn bản của Đảng" in capsys.readouterr().err
        assert not out.exists()


@pytest.mark.usefixtures("folder")
def test_a_session_that_hears_a_key_task_twice_counts_it_once_and_other_meetings_not_at_all():
    from desktop_app.features.minutes import service as minutes
    from tests.office_hands import found

    clock.set_today(date(2026, 11, 22))
    found()
    items = [{"kind": kind, "content": kind, "month": "3"} for kind in ("Nhiệm vụ trọng tâm", "Dự án")]
    plan = plans.save_all({"kind": "Chương trình công tác", "year": "2026", "title": "Chương trình"}, [], items)
    for kind, day, item in (
        ("Phiên họp thường kỳ", "27/03/2026", "Nhiệm vụ trọng tâm"),
        ("Phiên họp thường kỳ", "27/04/2026", "Nhiệm vụ trọng tâm"),
        ("Phiên họp thường kỳ", "27/03/2026", "Dự án"),
        ("Cuộc họp", "05/05/2026", "Nhiệm vụ trọng tâm"),
    ):
        facts = {"kind": kind, "held_on": day, "title": "Họp"}
        minutes.save_all(facts, [{"content": "Nghe", "plan_item": item}], [])
    assert plans.heard(date(2026, 1, 1), date(2026, 12, 31)) == 1
    assert plans.heard(date(2026, 4, 28), date(2026, 12, 31)) == 0
    assert [len(met) for met in plans.hearings(plan).values()] == [3, 1]


def test_the_programme_of_2022_names_as_many_key_tasks_as_the_article():
    program = ledger.read("bac-tu-liem-2022")["program"]["rows"]
    assert (len(program), len({row[0] for row in program})) == (53, 11)
