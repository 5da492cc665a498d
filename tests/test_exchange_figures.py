"""Targets travel down and figures up in packages, through the real files of real offices."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.models import Alias, ClosedPeriod, Document, Erratum, Figure, Indicator, Package, Question, Target, Unit
from db.words import Verdict
from desktop_app import clock, events
from desktop_app.excel import guarded
from desktop_app.features.documents import service as documents
from desktop_app.features.figures import service as figures
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.targets import service as targets
from desktop_app.records import journal, session
from tests.figure_hands import correct, figure, indicator, report, target, told, value
from tests.network_hands import Network, unit


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Network]:
    clock.set_today(date(2026, 11, 22))
    with guarded.Reader() as reader:
        made = Network(tmp_path, reader)
        made.found("T", subs=("A", "B"))
        for name in "AB":
            made.found(name, upper="T")
        for name in "TAB":
            with made.at(name):
                indicators.put_in()
        yield made
    clock.set_today(None)
    events.forget()


def meet(net: Network, *names: str) -> None:
    """First packages both ways, so that everybody knows the others by key."""
    for name in names or ("A", "B"):
        net.receive("T", net.report(name))
        net.receive(name, net.receipt("T", name))


def uid(net: Network, name: str) -> str:
    with net.at(name):
        return session.current.office_uid


def test_targets_go_down_with_their_paper_and_every_version_and_to_nobody_else(net: Network):
    with net.at("T"):
        head = {"number": "10/QĐ-UBND", "issued_on": "05/01/2026", "issuer": "T", "subject": "Giao chỉ tiêu năm 2026"}
        documents.save({**head, "no_tasks": "x"})
        first = target("KT01", "A", "1.200,5", document="10/QĐ-UBND", paper="")
        targets.adjust(first, {"value": "1300", "decided_on": "01/07/2026", "paper": "20/QĐ-UBND"})
        target("KT01", "B", "900")
    meet(net)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        rows = list(Target.select().order_by(Target.decided_on))
        assert [row.value for row in rows] == [Decimal("1200.5"), Decimal(1300)]
        assert {row.unit.relation for row in rows} == {"own"}
        assert rows[0].document.number == "10/QĐ-UBND"
        assert Document.select().count() == 1
        assert targets.in_force(2026)[indicator("KT01").id, unit("A").id, "upper"].value == 1300
        assert journal.first_broken() is None
    outcome = net.receive("T", net.report("A"))
    assert not outcome.tally.get("refused"), outcome.tally


def test_a_deleted_target_is_deleted_below_and_one_given_to_another_unit_leaves(net: Network):
    meet(net)
    with net.at("T"):
        gone, moved = target("KT01", "A", "100"), target("XH04", "A", "50")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        targets.delete(gone)
        targets.save({"unit": "B"}, moved)
    net.receive("A", net.assign("T", "A"))
    net.receive("B", net.assign("T", "B"))
    with net.at("A"):
        assert targets.in_force(2026, units=[unit("A")]) == {}
        assert Target.select().count() == 2
    with net.at("B"):
        [row] = targets.in_force(2026, units=[unit("B")]).values()
        assert row.value == 50


def test_figures_go_up_as_rows_of_the_unit_with_errata_closed_months_and_nothing_to_report(net: Network):
    meet(net)
    with net.at("A"):
        report("KT01", "A", "2026-09", "100,25", estimated=True, note="Ước theo kho bạc")
        report("YT07", "A", "2026-09", nothing=True)
        report("YT05", "A", "2026-09", "12/16")
        report("KT01", "VP", "2026-09", "3")  # of a room of its own: nobody else's business
        periods.close("2026-09")
        correct("KT01", "A", "2026-09", "101,25")
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert value("KT01", "A", "2026-09") == Decimal("101.25")
        assert figures.said(figure("YT07", "A", "2026-09")) == "không phát sinh"
        assert figures.said(figure("YT05", "A", "2026-09")) == "12 / 16"
        assert (indicator("KT01").id, unit("B").id, "2026-09") not in figures.of_years([2026])
        [said] = figures.errata_of(figure("KT01", "A", "2026-09"))
        assert (said.old, said.new, said.reason) == ("100,25", "101,25", "Cộng sót")
        assert ClosedPeriod.get().def_owner == unit("A").office_uid
        assert not periods.is_closed("2026-09")  # closed there, not here
        assert Figure.select().count() == 3
    net.receive("A", net.receipt("T", "A"))
    with net.at("A"):
        report("KT01", "A", "2026-10", "7")
    outcome = net.receive("T", net.report("A"))
    with net.at("T"):
        assert outcome.tally.get("new") == 1, outcome.tally  # only what the other office has not acknowledged
        assert value("KT01", "A", "2026-10") == 7
