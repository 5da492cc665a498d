"""Who has reported, who has not, and totals that always say of how many offices they are."""

import pytest

from db.models import Package, Unit
from desktop_app import events
from desktop_app.errors import Refused
from desktop_app.features.consolidation import service as consolidation
from desktop_app.features.consolidation.screen import ConsolidationScreen
from desktop_app.features.consolidation_figures.screen import FiguresPane
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.indicators import service as indicators
from desktop_app.features.meetings import service as meetings
from desktop_app.features.units import service as units
from tests import exchange_figures
from tests import typing_hands as hands

WINDOW = (1300, 640)


@pytest.fixture
def net(network):
    network.found("T", subs=("A", "B", "C"))
    for ward in ("A", "B"):
        network.found(ward, upper="T")
    return network


def busy(net, name):
    """An office with two tasks of its own and a meeting in the period, and one task late."""
    with net.at(name):
        head = {"number": "1/TB", "issued_on": "20/10/2026", "issuer": name, "subject": "Việc phường"}
        documents.save_with_tasks(
            head,
            [
                {"content": "Quá hạn", "lead_unit": "VP", "due_on": "30/10/2026"},
                {"content": "Còn hạn", "lead_unit": "KT", "due_on": "30/12/2026"},
            ],
        )
        meetings.save({"kind": "Cuộc họp", "held_on": "02/11/2026", "title": "Giao ban", "chair": f"Lê Văn {name}"})


def cells(found):
    heading, *lines = consolidation.lines(found)
    return [dict(zip(heading, line, strict=True)) for line in lines]


def test_who_has_not_reported_is_named_and_never_counted_as_nothing(net):
    busy(net, "A")
    net.receive("T", net.report("A"))
    with net.at("T"):
        found = consolidation.coverage("tháng 11/2026")
        assert found.period.code == "2026-11"
        one, two, three, total = cells(found)
        assert one["Tình hình báo cáo"] == "gói số 1, nhận 22/11/2026"
        assert (one["Tổng số"], one["TH quá hạn"], one["Cuộc họp"]) == ("2", "1", "1")
        for line in (two, three):
            assert line["Tình hình báo cáo"] == "chưa báo cáo"
            assert {line["Tổng số"], line["TH quá hạn"], line["Cuộc họp"]} == {"–"}
        assert total["Tình hình báo cáo"] == "1/3 đơn vị"
        assert (total["Tổng số"], total["Cuộc họp"]) == ("2", "1")


def test_nothing_to_report_is_not_the_same_as_no_report_and_other_periods_are_not_added(net):
    busy(net, "A")
    net.receive("T", net.report("A", "2026-10"))
    net.receive("T", net.report("B"))
    with net.at("T"):
        one, two, three, total = cells(consolidation.coverage("2026-11"))
        assert one["Tình hình báo cáo"] == "chưa báo cáo; mới có số liệu kỳ 2026-10"
        assert one["Tổng số"] == "–"
        assert two["Tình hình báo cáo"] == "gói số 1, nhận 22/11/2026, không phát sinh"
        assert (two["Tổng số"], two["Cuộc họp"]) == ("0", "0")
        assert three["Tình hình báo cáo"] == "chưa báo cáo"
        assert (total["Tình hình báo cáo"], total["Tổng số"]) == ("1/3 đơn vị", "0")
        assert consolidation.newest_period() == "2026-11"


def test_the_newest_report_counts_and_one_that_was_undone_does_not(net):
    net.receive("T", net.report("A"))
    busy(net, "A")
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert cells(consolidation.coverage("2026-11"))[0]["Tổng số"] == "2"
        undoing.undo(Package.get(Package.running_number == 2))
        line = cells(consolidation.coverage("2026-11"))[0]
        assert line["Tổng số"] == "0"
        assert "gói số 1" in line["Tình hình báo cáo"]


def test_a_total_says_how_many_gave_a_figure_that_not_all_packages_have(net):
    busy(net, "A")
    net.receive("T", net.report("A"))
    net.receive("T", net.report("B"))
    with net.at("T"):
        Package.update(totals='{"Tổng": 7}').where(Package.peer == Unit.get(Unit.code == "B")).execute()
        total = cells(consolidation.coverage("2026-11"))[-1]
        assert total["Tổng số"] == "9"
        assert total["TH quá hạn"] == "1 (1/2)"


def test_only_offices_of_the_period_are_counted(net):
    with net.at("T"):
        units.save({"code": "N", "name": "Các phường", "relation": "Cấp dưới", "kind": "Nhóm"})
        units.save({"code": "X", "name": "Phường cũ", "relation": "Cấp dưới", "valid_to": "30/06/2025"})
        units.save({"code": "Y", "name": "Phường mới", "relation": "Cấp dưới", "valid_from": "01/01/2027"})
        assert [line.code for line in consolidation.coverage("2026-11").lines] == ["A", "B", "C"]
        assert "Y" in [line.code for line in consolidation.coverage("2027-02").lines]
        with pytest.raises(Refused, match="không đúng"):
            consolidation.coverage("2026-13")


def test_an_office_without_offices_below_says_so(net):
    with net.at("A"):
        found = consolidation.coverage("2026-11")
        assert (found.lines, found.words) == ((), "0/0 đơn vị")


def test_the_screen_shows_another_period_and_opens_the_package_behind_a_line(net, window):
    busy(net, "A")
    net.receive("T", net.report("A"))
    with net.at("T"):
        opened = []
        events.listen(events.Open, opened.append)
        shown = ConsolidationScreen(window)
        shown.pack(fill="both", expand=True)
        window.update()
        assert shown.coverage.cget("text") == "Kỳ tháng 11 năm 2026: 1/3 đơn vị đã báo cáo, 2 đơn vị chưa báo cáo"
        assert len(shown.table.ids) == 4
        hands.press(shown.table.tree, "Down", "Return")
        assert [one.screen for one in opened] == ["receive"]
        assert opened[0].filter == {"package": Package.get().uid}
        hands.press(shown.table.tree, "Down", "Return")  # who has not reported has nothing to open
        assert len(opened) == 1
        period = shown.form.fields["period"].editor.entry
        hands.focus(period)
        period.selection_range(0, "end")
        hands.press_here(window, "BackSpace")
        hands.keys(period, "2026-9M")
        shown.save()
        assert "9 tháng năm 2026: 0/3 đơn vị" in shown.coverage.cget("text")
        assert shown.table.source.rows([3])[0].of[1][3] == "–"
        period.insert("end", "x")
        shown.save()
        assert "không đúng" in shown.form.fields["period"].problem
        shown.destroy()


def test_the_screen_turns_to_the_figures_of_indicators_and_back(net, window):
    with net.at("A"):
        indicators.put_in()
        exchange_figures.report("KT01", "A", "2026-11", "12,5")
        exchange_figures.report("YT07", "A", "2026-11", nothing=True)
    net.receive("T", net.report("A"))
    with net.at("T"):
        shown = ConsolidationScreen(window, figures=lambda: FiguresPane)
        shown.pack(fill="both", expand=True)
        window.update()
        hands.press(shown.other, "space")
        assert shown.coverage.cget("text") == (
            "Chỉ tiêu, tháng 11 năm 2026: 1/3 đơn vị đủ số liệu, 2 đơn vị chưa báo cáo"
        )
        rows = shown.figures.table.source.rows([0, 1, 3])
        assert [row.of[1][2:6] for row in rows] == [
            ["đủ số liệu", "2/2", "1", "1"],
            ["chưa giao chỉ tiêu, chưa báo cáo", "0/0", "0", "0"],
            ["1/3 đơn vị đủ số liệu", "2/2", "1", "1"],
        ]
        shown.open({"period": "2026-10"}, None)
        assert "0/3 đơn vị đủ số liệu" in shown.coverage.cget("text")
        hands.press(shown.other, "space")
        assert shown.coverage.cget("text").startswith("Kỳ tháng 10 năm 2026")
        assert shown.table.winfo_ismapped() or not shown.figures.winfo_ismapped()
        shown.destroy()
