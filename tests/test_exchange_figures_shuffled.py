"""A year of targets and figures in packages lost, late, repeated and out of order: every book says the same."""

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from db.models import Target
from db.words import Answer
from desktop_app import clock, events
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.backups import service as backups
from desktop_app.features.consolidation_figures import service as coverages
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.targets import service as targets
from desktop_app.records import journal, session
from desktop_app.rules.dates import show_date
from tests.exchange_figures import correct, indicator, report, target, told
from tests.network_hands import Network, send, unit

WARDS, SUMS, RATIO = ("A", "B"), ("KT01", "XH04"), "XH06"


class Year:
    """Three offices, what was typed last of every cell (the recount), and the packages on the road."""

    def __init__(self, place: Path, reader: guarded.Reader, seed: int) -> None:
        self.rng = random.Random(seed)
        self.net = Network(place, reader)
        self.road: list[tuple[str, Path]] = []
        self.seen: list[tuple[str, Path]] = []
        self.plans: dict[tuple[str, str], tuple[date, str]] = {}  # (indicator, ward) -> the last decision
        self.cells: dict[tuple[str, str, str], str] = {}  # (indicator, ward, period) -> as typed
        self.copies: dict[str, tuple[Path, dict]] = {}
        self.uids: dict[str, str] = {}
        clock.set_today(date(2026, 1, 3))
        self.net.found("T", subs=WARDS)
        for name in WARDS:
            self.net.found(name, upper="T")
        for name in ("T", *WARDS):
            with self.net.at(name):
                indicators.put_in()
                self.uids[name] = session.current.office_uid

    def month(self, number: int) -> None:
        for ward in WARDS:
            clock.set_today(date(2026, number, self.rng.randint(4, 26)))
            with self.net.at("T"):
                self._plan(ward)
            with self.net.at(ward):
                self._report(ward, number)
            self._post(ward)
        for _ in range(self.rng.randint(0, len(self.road))):
            self._arrive(*self.road.pop(self.rng.randrange(len(self.road))))

    def _plan(self, ward: str) -> None:
        code = self.rng.choice((*SUMS, RATIO))
        today, value = clock.today(), str(self.rng.randint(10, 99))
        old = targets.in_force(2026, units=[unit(ward)], indicator=indicator(code))
        if not old:
            target(code, ward, value, show_date(today))
        elif next(iter(old.values())).decided_on == today:
            return
        else:
            targets.adjust(next(iter(old.values())), {"value": value, "decided_on": show_date(today), "paper": "9/QĐ"})
        self.plans[code, ward] = (today, value)

    def _report(self, ward: str, number: int) -> None:
        for code in (*SUMS, RATIO):
            period = f"2026-{number:02d}"
            said = f"{self.rng.randint(1, 50)}/60" if code == RATIO else self.rng.choice(("0", "12,5", "7", "nothing"))
            if (code, ward, period) not in self.cells:
                report(code, ward, period, "" if said == "nothing" else said, nothing=said == "nothing")
                self.cells[code, ward, period] = said
        if number > 1:
            before = f"2026-{number - 1:02d}"
            if not periods.is_closed(before):
                periods.close(before)
            new = f"{self.rng.randint(100, 999)}"
            if self.rng.random() < 0.6 and self.cells["KT01", ward, before] != new:
                correct("KT01", ward, before, new)
                self.cells["KT01", ward, before] = new

    def _post(self, ward: str) -> None:
        """A report and an assignment: each lost, or on the road, or on the road twice."""
        letters = [("T", self.net.report(ward, f"{clock.today():%Y-%m}")), (ward, self._down(ward))]
        for to, path in letters:
            if path is not None:
                self.road += [(to, path)] * self.rng.choice((0, 1, 1, 1, 2))

    def _down(self, ward: str) -> Path | None:
        """An assignment, which carries the receipts too; None when there is nothing to say."""
        with self.net.at("T"):
            try:
                return send(sending.prepare_assignment(self.net.out("giao"), to=ward))
            except Refused:
                return None

    def _arrive(self, to: str, path: Path) -> None:
        with self.net.at(to):
            found = self.net.examined(path)
            assert not found.refusal, found.refusal
            if found.replayed is None:
                self.net.accept(path)
            self._answer()

    def _answer(self) -> None:
        for question in questions.open_questions():
            ours = json.loads(question.row)["values"]["def_owner"] == session.current.office_uid
            questions.answer(question, Answer.OURS if ours else Answer.THEIRS)

    def settle(self) -> None:
        self.rng.shuffle(self.road)
        while self.road:
            self._arrive(*self.road.pop())
        for _ in range(3):
            for ward in WARDS:
                self._arrive("T", self.net.report(ward, f"{clock.today():%Y-%m}"))
                if (path := self._down(ward)) is not None:
                    self._arrive(ward, path)


@pytest.fixture
def year(tmp_path: Path, reader, request) -> Iterator[Year]:
    yield Year(tmp_path, reader, request.param)
    clock.set_today(None)
    events.forget()


def stored(year: Year, name: str) -> tuple[dict, dict]:
    """The plans in force and the cells of an office's file, read by plain SQL: (indicator, ward) and with period."""
    file = sqlite3.connect(year.net.place / name / "so-phuong.db")
    names = {uid: ward for ward, uid in year.uids.items()}
    plans: dict = {}
    for code, uid, day, value in file.execute(
        "SELECT i.code, u.office_uid, t.decided_on, t.value FROM target t JOIN indicator i ON i.id = t.indicator_id "
        "JOIN unit u ON u.id = t.unit_id WHERE t.deleted_at IS NULL ORDER BY t.decided_on"
    ):
        plans[code, names[uid]] = (date.fromisoformat(day), value)
    cells = {}
    for code, uid, period, state, value, numerator, denominator in file.execute(
        "SELECT i.code, u.office_uid, f.period, f.state, f.value, f.numerator, f.denominator FROM figure f "
        "JOIN indicator i ON i.id = f.indicator_id JOIN unit u ON u.id = f.unit_id WHERE f.deleted_at IS NULL"
    ):
        said = value.replace(".", ",") if value else f"{numerator}/{denominator}"
        cells[code, names[uid], period] = "nothing" if state == "nothing" else said
    file.close()
    return plans, cells


def check(year: Year) -> None:
    """Every book beside the recount, and beside each other."""
    plans, cells = stored(year, "T")
    assert cells == year.cells
    assert plans == year.plans
    for ward in WARDS:
        below = stored(year, ward)
        assert below[0] == {key: said for key, said in plans.items() if key[1] == ward}
        assert below[1] == {key: said for key, said in cells.items() if key[1] == ward}
        pair = (year.uids["T"], year.uids[ward])
        with year.net.at(ward):
            here = told(*pair)
            assert journal.first_broken() is None
        with year.net.at("T"):
            assert [[row for row in rows if of_ward(row, pair[1])] for rows in told(*pair)] == here
            assert questions.open_questions() == []


def of_ward(row: tuple, uid: str) -> bool:
    return uid in row


@pytest.mark.parametrize("year", range(2), indirect=True)
def test_a_year_in_packages_of_any_order_ends_alike_and_as_recounted(year: Year):
    for number in range(1, 7):
        year.month(number)
    year.settle()
    check(year)
    clock.set_today(date(2026, 6, 30))
    with year.net.at("T"):
        found = coverages.coverage("2026-06")
        assert found.words == "2/2 đơn vị đủ số liệu"
        total = sum(
            Decimal(said.replace(",", "."))
            for (code, _, _), said in year.cells.items()
            if code == "KT01" and said != "nothing"
        )
        rows = figures.of_years([2026], indicators=[indicator("KT01")]).values()
        assert sum(row.value or 0 for row in rows) == total


@pytest.mark.parametrize("year", [4], indirect=True)
def test_a_ward_that_goes_back_to_a_copy_gets_its_figures_and_errata_back(year: Year):
    for number in range(1, 5):
        year.month(number)
    year.settle()
    with year.net.at("A"):
        copy = backups.make()
    for number in range(5, 7):
        year.month(number)
    year.settle()
    with year.net.at("A"):
        before = told(year.uids["T"], year.uids["A"])
        backups.restore(copy)
        assert told(year.uids["T"], year.uids["A"]) != before
    year.settle()
    check(year)
    with year.net.at("A"):
        after = told(year.uids["T"], year.uids["A"])
        assert [[row[0] for row in rows] for rows in after] == [[row[0] for row in rows] for rows in before]


@pytest.mark.parametrize("year", [7], indirect=True)
def test_the_city_that_goes_back_to_a_copy_gets_its_targets_back_from_the_wards(year: Year):
    for number in range(1, 4):
        year.month(number)
    year.settle()
    with year.net.at("T"):
        copy = backups.make()
    for number in range(4, 6):
        year.month(number)
    year.settle()
    with year.net.at("T"):
        count = Target.select().count()
        backups.restore(copy)
        assert Target.select().count() < count
    year.settle()
    check(year)
    with year.net.at("T"):
        assert Target.select().count() == count


@pytest.mark.parametrize("year", [8], indirect=True)
def test_a_package_that_is_undone_comes_again_and_nothing_is_missing(year: Year):
    for number in range(1, 4):
        year.month(number)
    year.settle()
    with year.net.at("A"):
        report("KT05", "A", "2026-03", "900")
        year.cells["KT05", "A", "2026-03"] = "900"
    package = year.net.report("A", f"{clock.today():%Y-%m}")
    with year.net.at("T"):
        undoing.undo(year.net.accept(package).package)
        assert ("KT05", "A") not in {(key[0], key[1]) for key in stored(year, "T")[1]}
    year.settle()
    check(year)


# --- Who has reported ---


@pytest.mark.parametrize("year", [9], indirect=True)
def test_nothing_to_report_is_a_report_and_a_gap_is_named(year: Year):
    with year.net.at("T"):
        for ward in WARDS:
            target("KT01", ward, "100", "02/01/2026")
            target("XH02", ward, "4", "02/01/2026")
            target("YT07", ward, "0", "02/01/2026")
    clock.set_today(date(2026, 3, 28))
    with year.net.at("A"):
        report("KT01", "A", "2026-03", "5", estimated=True)
        report("YT07", "A", "2026-03", nothing=True)
        periods.close("2026-03")
    year.net.receive("T", year.net.report("A", "2026-03"))
    with year.net.at("T"):
        report("KT01", "B", "2026-02", "9")  # told by telephone, typed here
        one, two = coverages.coverage("2026-03").lines
        assert (one.words, one.reported, one.given, one.nothing, one.estimated) == ("thiếu 1 số", 2, 1, 1, 1)
        assert (one.missing, one.closed, one.typed) == (("XH02",), True, 0)
        assert two.words == "chưa báo cáo; mới có số liệu tháng 2/2026"
        assert coverages.coverage("2026-03").words == "0/2 đơn vị đủ số liệu, 1 đơn vị còn thiếu, 1 đơn vị chưa báo cáo"
        _, *table, total = coverages.lines(coverages.coverage("2026-02"))
        assert [line[3] for line in (*table, total)] == ["0/2", "1/2", "1/4"]
        quarter = coverages.coverage("2026-Q1").lines[0]
        assert (quarter.reported, quarter.expected) == (2, 7)
        assert "KT01 tháng 1/2026" in quarter.missing
        assert "XH02 quý I/2026" in quarter.missing
        figures.keep([Entry(indicator("XH02"), unit("A"), "2026-Q1", nothing=True)])
        assert coverages.coverage("2026-03").lines[0].words == "đủ số liệu"
        assert coverages.coverage("2026-04").lines[0].expected == 0  # not due before its month
