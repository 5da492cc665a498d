"""The inspections of two demonstration offices: printed figures read off the paper and recounted with plain SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.words import PeriodScheme
from desktop_app import catalogue, clock
from desktop_app.features.demo import service as demo
from desktop_app.features.inspection_counts import service as counts
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.rules.periods import read_period
from tests.reading_pdf import squashed, text_of

CUT = "2022-12-14"
# the 14 wards that Long Biên had in 2019
WARDS = [
    *("Bồ Đề", "Cự Khối", "Đức Giang", "Gia Thụy", "Giang Biên", "Long Biên", "Ngọc Lâm", "Ngọc Thụy"),
    *("Phúc Đồng", "Phúc Lợi", "Sài Đồng", "Thạch Bàn", "Thượng Thanh", "Việt Hưng"),
]


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    yield
    office.close_folder()
    clock.set_today(None)


def made(folder: Path, scenario: str) -> Path:
    clock.set_today(date(2026, 11, 20))
    catalogue.entities()
    office.open_folder(folder, writing=True)
    office.sit_down("")
    list(demo.fill(scenario))
    office.close_folder()
    return folder


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of 2022."""
    return made(tmp_path_factory.mktemp("kiểm tra") / "năm 2022", "bac-tu-liem-2022")


@pytest.fixture(scope="module")
def tet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office before Tết 2019."""
    return made(tmp_path_factory.mktemp("kiểm tra") / "Tết 2019", "long-bien-tet-2019")


def asked(folder: Path, sql: str) -> Any:
    """What plain SQLite answers, past everything of ours; one row alone without its list."""
    [file] = folder.glob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(sql).fetchall()
    return rows[0] if len(rows) == 1 else rows


def printed(folder: Path, name: str, out: Path, today: date, **request: Any) -> str:
    clock.set_today(today)
    office.open_folder(folder, writing=False)
    form = catalogue.form(name)
    assert form is not None
    printing.prepare(form, printing.Request(**request), out).run()
    return squashed(text_of(out))


def _month(number: int) -> tuple[date, date]:
    period = read_period(f"2022-{number}", PeriodScheme.ND09)
    return period.start, period.end


def test_11_rounds_at_27_units_stand_on_the_report_and_their_findings_add_up(year: Path, tmp_path: Path) -> None:
    text = printed(year, "inspections", tmp_path / "f8.pdf", date(2022, 12, 20), period="2022")
    rounds, parties, units = asked(
        year,
        "SELECT count(DISTINCT r.id), count(*), count(DISTINCT p.unit_id) FROM inspection_round r "
        "JOIN inspected_party p ON p.round_id = r.id WHERE r.type = 'public_service'",
    )
    assert (rounds, parties, units) == (11, 27, 27)
    assert squashed("đã tổ chức 11 lượt kiểm tra công vụ tại 27 đơn vị.") in text
    accepted = f"(SELECT finding_id FROM finding_decision WHERE kind = 'accepted' AND decided_on <= '{CUT}')"
    told = f"(SELECT finding_id FROM remediation WHERE done_on <= '{CUT}')"
    found, reminded, done, waiting, under_way, late = asked(
        year,
        f"SELECT count(*), sum(due_on IS NULL), sum(id IN {accepted}), sum(id IN {told} AND id NOT IN {accepted}), "
        f"sum(id NOT IN {told} AND due_on >= '{CUT}'), sum(id NOT IN {told} AND due_on < '{CUT}') FROM finding",
    )
    assert found == reminded + done + waiting + under_way + late
    row = f"{rounds}{parties}{found}{reminded}{done}{waiting}{under_way}{late}"
    assert squashed(f"1 Kiểm tra công vụ {row}") in text
    assert squashed(f"Tổng cộng {row}") in text
    assert squashed(f"Tổng cộng: 11 lượt, 27 đơn vị, {found} tồn tại") in text
    assert squashed(f"Đã yêu cầu khắc phục {found - reminded} nội dung") in text
    planned = asked(year, "SELECT sum(rounds) FROM planned_inspection")[0]
    assert squashed(f"trong kỳ tổ chức 0{planned} lượt") in text
    for name in (name for (name,) in asked(year, "SELECT name FROM inspected_party")):
        assert squashed(name) in text
    assert asked(year, "SELECT count(*) FROM inspection_round WHERE note NOT LIKE 'Giả định%'") == (0,)
    office.close_folder()
    office.open_folder(year, writing=False)
    months = [one for m in range(1, 13) for one in counts.by_type(*_month(m))]
    assert (sum(one.rounds for one in months), sum(one.parties for one in months)) == (11, 27)  # as the year has it


def test_the_years_report_of_results_counts_the_inspections(year: Path, tmp_path: Path) -> None:
    text = printed(year, "results", tmp_path / "f3.pdf", date(2022, 12, 20), period="2022")
    said = "Đã tổ chức 11 lượt kiểm tra công vụ tại 27 đơn vị; qua kiểm tra đã kịp thời nhắc nhở, chấn chỉnh một số"
    assert squashed(said) in text
    assert squashed("nghe báo cáo và chỉ đạo thực hiện 53 nhiệm vụ trọng tâm") in text
    office.close_folder()
    early = printed(year, "results", tmp_path / "f3-1.pdf", date(2022, 12, 20), period="2022-01")
    assert "lượtkiểmtra" not in early


def test_before_tet_every_one_of_14_wards_was_checked(tet: Path, tmp_path: Path) -> None:
    text = printed(tet, "inspections", tmp_path / "f8.pdf", date(2019, 2, 10), period="2019", scheme="calendar")
    visited = asked(tet, "SELECT name FROM inspected_party ORDER BY name")
    assert sorted(name for (name,) in visited) == sorted(f"UBND phường {ward}" for ward in WARDS)
    rounds, found = asked(
        tet, "SELECT (SELECT count(*) FROM inspection_round), (SELECT count(*) FROM finding WHERE deleted_at IS NULL)"
    )
    assert squashed(f"đã tổ chức 0{rounds} lượt kiểm tra tại 14 đơn vị.") in text
    assert squashed(f"Tổng cộng: 0{rounds} lượt, 14 đơn vị, 0{found} tồn tại") in text
    first, last = asked(tet, "SELECT min(inspected_on), max(inspected_on) FROM inspected_party")
    assert "2019-01-28" <= first <= last < "2019-02-05"  # the week before Tết, after the meeting that ordered it
    assert asked(tet, "SELECT count(*) FROM inspected_party WHERE note NOT LIKE 'Giả định%'") == (0,)
    office.close_folder()
    minutes = printed(tet, "minutes", tmp_path / "bb.pdf", date(2019, 2, 10), record="KT-2019-001")
    assert minutes.count(squashed("BIÊN BẢN Kiểm tra việc tổ chức thực hiện kế hoạch phục vụ nhân dân đón Tết")) == 4
