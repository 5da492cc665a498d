"""The demonstration offices with targets: what two articles say, recounted from the rows and read off the paper."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app import clock
from desktop_app.features.demo import service as demo
from desktop_app.features.office import service as office
from tests.recount import Ledger, summary

# the article of 13/12/2018, in its own words and order, with the indicators of the catalogue
EXCEEDED = {
    "thu ngân sách": "KT01",
    "tỷ suất sinh thô": "YT01",
    "tỷ lệ sinh con thứ 3": "YT02",
    "số trẻ em dưới 5 tuổi bị SDD": "YT03",
    "tỷ lệ hộ nghèo": "XH01",
    "tỷ lệ bao phủ BHYT": "XH06",
    "tỷ lệ cấp GCN lần đầu": "DD01",
    'tỷ lệ "Gia đình văn hóa"': "VH01",
    'tỷ lệ "tổ dân phố văn hóa"': "VH02",
}
MET = {
    "chi ngân sách": "KT02",
    "tỷ lệ xã phường đạt chuẩn quốc gia về y tế": "YT04",
    "tỷ lệ trường công lập đạt chuẩn quốc gia": "GD01",
    "tỷ lệ hộ sử dụng nước sạch": "MT02",
    "tỷ lệ rác thải sinh hoạt thu gom và vận chuyển trong ngày": "MT01",
}
MISSED = "CT15"


def made(folder: Path, scenario: str) -> Path:
    """A folder with a demonstration office, closed again."""
    clock.set_today(date(2026, 11, 22))
    office.open_folder(folder, writing=True)
    office.sit_down("")
    list(demo.fill(scenario))
    office.close_folder()
    clock.set_today(None)
    return folder


@pytest.fixture(scope="module")
def year_2018(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """UBND quận Long Biên with its targets of 2018."""
    return made(tmp_path_factory.mktemp("demo") / "Long Biên 2018", "long-bien-2018")


@pytest.fixture(scope="module")
def year_2023(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """UBND quận Long Biên with the targets of plan 160-KH/QU."""
    return made(tmp_path_factory.mktemp("demo") / "Long Biên 2023", "long-bien-2023")


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """A test that fails with an office open does not take the others with it."""
    clock.set_today(date(2026, 11, 22))
    yield
    office.close_folder()
    clock.set_today(None)


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What plain SQLite answers, past everything of ours."""
    [file] = folder.glob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def ledger(folder: Path) -> Ledger:
    [file] = folder.glob("*.db")
    return Ledger(file)


def own(folder: Path) -> int:
    [(unit,)] = asked(folder, "SELECT id FROM unit WHERE relation = 'own'")
    return int(unit)


# --- 2018 ---


def test_the_city_set_11_targets_and_the_council_15(year_2018: Path) -> None:
    count = "SELECT assigner, count(*) FROM target WHERE year = 2018 GROUP BY assigner ORDER BY assigner"
    assert asked(year_2018, count) == [("council", 15), ("upper", 11)]


def test_10_of_11_and_14_of_15_were_completed_when_recounted_from_the_rows(year_2018: Path) -> None:
    read = ledger(year_2018).read(2018, 1, 12, own(year_2018))
    done, judged, exceeded, met, missed = summary(read.items(), "council")
    assert (done, judged) == (14, 15)
    assert (exceeded, met, missed) == (set(EXCEEDED.values()), set(MET.values()), {MISSED})
    done, judged, *_, missed = summary(read.items(), "upper")
    assert (done, judged, missed) == (10, 11, {MISSED})


def test_both_assigners_come_to_the_same_verdict_of_each_indicator(year_2018: Path) -> None:
    read = ledger(year_2018).read(2018, 1, 12, own(year_2018))
    both = {code: {plan[2] for plan in one.plans.values()} for code, one in read.items() if len(one.plans) == 2}
    assert len(both) == 11
    assert all(len(verdicts) == 1 for verdicts in both.values()), both


def test_what_the_article_does_not_tell_is_marked_on_every_row(year_2018: Path) -> None:
    for table in ("target", "figure"):
        rows = f"SELECT i.code, r.note FROM {table} r JOIN indicator i ON i.id = r.indicator_id"
        for code, note in asked(year_2018, rows):
            if code == MISSED:
                assert note == "Bài báo không nêu tên chỉ tiêu chưa hoàn thành; dòng này giữ chỗ"
            else:
                assert note.startswith("Số minh họa, bài báo không nêu"), (table, code)
    split = {note for (note,) in asked(year_2018, "SELECT note FROM target WHERE assigner = 'upper'")}
    assert any("chỉ tiêu nào do Thành phố giao cũng là minh họa" in note for note in split)
    papers = {paper for (paper,) in asked(year_2018, "SELECT paper FROM target")}
    assert papers == {"Bài báo không nêu văn bản giao"}


def test_the_one_that_was_missed_has_no_name_and_no_number(year_2018: Path) -> None:
    [row] = asked(year_2018, f"SELECT name, aggregation, measure FROM indicator WHERE code = '{MISSED}'")
    assert row == ("Chỉ tiêu chưa hoàn thành (bài báo không nêu tên)", "flag", "đạt/chưa đạt")


def test_every_month_quarter_and_year_has_its_figure_in_both_years(year_2018: Path) -> None:
    sql = (
        "SELECT i.every, f.year, count(*) FROM figure f JOIN indicator i ON i.id = f.indicator_id "
        f"WHERE i.code <> '{MISSED}' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert asked(year_2018, sql) == [
        ("month", 2017, 5 * 12),
        ("month", 2018, 5 * 12),
        ("quarter", 2017, 3 * 4),
        ("quarter", 2018, 3 * 4),
        ("year", 2017, 6),
        ("year", 2018, 6),
    ]


def test_only_what_ended_after_the_articles_day_is_an_estimate(year_2018: Path) -> None:
    periods = {period for (period,) in asked(year_2018, "SELECT DISTINCT period FROM figure WHERE estimated")}
    assert periods == {"2018-12", "2018-Q4", "2018"}


# --- 2023 ---


def test_plan_160_has_4_and_13_targets_which_are_17(year_2023: Path) -> None:
    sql = (
        "SELECT i.theme, count(*) FROM target t JOIN indicator i ON i.id = t.indicator_id "
        "WHERE t.year = 2023 AND t.assigner = 'party' GROUP BY i.theme ORDER BY min(i.place)"
    )
    assert asked(year_2023, sql) == [("Chỉnh trang đô thị", 4), ("Chăm lo đời sống nhân dân", 13)]
    assert asked(year_2023, "SELECT count(*) FROM target") == [(17,)]
    assert asked(year_2023, "SELECT count(*) FROM indicator") == [(17,)]


def test_the_plan_itself_is_in_the_book(year_2023: Path) -> None:
    sql = (
        "SELECT DISTINCT d.type, d.number, d.issued_on, u.name, t.decided_on FROM target t "
        "JOIN document d ON d.id = t.document_id JOIN unit u ON u.id = d.issuer_id"
    )
    assert asked(year_2023, sql) == [("plan", "160-KH/QU", "2023-01-11", "Quận ủy Long Biên", "2023-01-11")]


def test_nothing_is_reported_of_them_and_their_places_are_marked(year_2023: Path) -> None:
    assert asked(year_2023, "SELECT count(*) FROM figure") == [(0,)]
    notes = asked(year_2023, "SELECT i.name, i.note, t.note FROM target t JOIN indicator i ON i.id = t.indicator_id")
    for name, *both in notes:
        assert name.endswith("(bài báo không nêu tên)")
        assert all(note.endswith("không nêu tên và mức giao; dòng này giữ chỗ") for note in both)
    read = ledger(year_2023).read(2023, 1, 12, own(year_2023))
    assert {plan[2] for one in read.values() for plan in one.plans.values()} == {"no_figure"}
