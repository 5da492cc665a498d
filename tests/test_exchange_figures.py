"""Targets travel down and figures up in packages, through the real files of real offices."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.models import (
    Alias,
    Channel,
    ClosedPeriod,
    Document,
    Erratum,
    Figure,
    Indicator,
    Package,
    Question,
    Target,
    Unit,
)
from db.words import Verdict
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.figures import service as figures
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.targets import service as targets
from desktop_app.records import journal, session
from tests.exchange_figures import correct, figure, indicator, report, target, value
from tests.network_hands import Network, unit


@pytest.fixture
def net(network: Network) -> Network:
    network.found("T", subs=("A", "B"), sample_indicators=True)
    for name in "AB":
        network.found(name, upper="T", sample_indicators=True)
    return network


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
        assert (said.old, said.new, said.reason) == ("100,25 (ước)", "101,25", "Cộng sót")
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


def test_an_indicator_that_is_counted_otherwise_stays_ours_and_is_told(net: Network):
    meet(net)
    with net.at("A"):
        indicators.save({"decimals": "3", "direction": "Bám sát kế hoạch"}, indicator("KT01"))
    with net.at("T"):
        target("KT01", "A", "1200")
    package = net.assign("T", "A")
    with net.at("A"):
        found = net.examined(package)
        [judged] = [one for one in found.rows if one.sent.kind == "indicator"]
        assert judged.verdict == Verdict.UNCHANGED
        assert judged.reason == (
            "Cách tính khác: chiều đánh giá ở đây “Bám sát kế hoạch”, nơi gửi “Càng cao càng tốt”; số chữ số thập phân "
            "ở đây “3”, nơi gửi “1”; hãy sửa danh mục cho khớp"
        )
        receiving.accept(found)
        assert found.notes[-1] == f"{judged.title}: {judged.reason}"
        assert (indicator("KT01").decimals, Target.get().indicator) == (3, indicator("KT01"))


def test_a_new_indicator_is_its_senders_and_a_code_that_is_taken_gives_way_or_is_the_same(net: Network):
    meet(net)
    with net.at("T"):
        for code, name in (("TP01", "Số tổ công nghệ số"), ("TP02", "Số điểm Wi-Fi"), ("TP03", "Số  km đường")):
            indicators.save({"code": code, "name": name, "measure": "đơn vị"})
            target(code, "A", "5")
    with net.at("A"):
        indicators.save({"code": "TP02", "name": "Số camera", "measure": "chiếc"})
        indicators.save({"code": "TP03", "name": "số km đường", "measure": "km"})
    outcome = net.receive("A", net.assign("T", "A"))
    assert not outcome.tally.get("refused"), outcome.tally
    with net.at("A"):
        assert indicator("TP01").def_owner == unit("T").office_uid
        assert indicator("T.TP02").name == "Số điểm Wi-Fi"
        assert indicator("TP02").name == "Số camera"
        assert Alias.select().where(Alias.kind == "indicator").count() == 1
        assert {row.indicator.code for row in Target.select()} == {"TP01", "T.TP02", "TP03"}
        report("TP03", "A", "2026-10", "2")
        report("T.TP02", "A", "2026-10", "4")
        report("TP02", "A", "2026-10", "9")
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert value("TP03", "A", "2026-10") == 2
        assert value("TP02", "A", "2026-10") == 4
        assert value("A.TP02", "A", "2026-10") == 9
        indicators.save({"name": "Số tổ công nghệ số cộng đồng"}, indicator("TP01"))
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert indicator("TP01").name == "Số tổ công nghệ số cộng đồng"
        with pytest.raises(Exception, match="hãy đề nghị nơi đó sửa"):
            indicators.save({"name": "Khác"}, indicator("TP01"))


def test_an_indicator_deleted_here_comes_back_when_it_is_given_and_one_deleted_there_stays_while_used(net: Network):
    meet(net)
    with net.at("A"):
        indicators.delete(indicator("XH04"))
    with net.at("T"):
        indicators.save({"code": "TP01", "name": "Số tổ công nghệ số", "measure": "tổ"})
        given = target("TP01", "A", "5")
        target("XH04", "A", "80")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert indicator("XH04").deleted_at is None
        report("TP01", "A", "2026-10", "2")
    with net.at("T"):
        targets.delete(given)
        indicators.delete(indicator("TP01"))
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert indicator("TP01").def_owner == session.current.office_uid
        assert targets.in_force(2026, units=[unit("A")]).keys() == {(indicator("XH04").id, unit("A").id, "upper")}
    for _ in range(2):
        net.receive("T", net.report("A"))
        net.receive("A", net.receipt("T", "A"))
    with net.at("T"):
        assert value("TP01", "A", "2026-10") == 2
    outcome = net.receive("T", net.report("A"))
    assert set(outcome.tally) <= {"read_only", "unchanged"}, outcome.tally


# --- What nobody may write ---


ROWS = ("indicator", "target", "figure", "erratum", "closed_period")


def judged_alike(net: Network, package: Path, to: str, change) -> list:
    """The verdict on a package's rows after ``change`` has been made to what they say."""
    from dataclasses import replace

    from desktop_app.features.handoff_verdict import service as verdicts

    with net.at(to):
        found = net.examined(package)
        rows = [replace(row, values={**row.values, **change(row)}) for row in found.sent]
        return verdicts.judge(receiving.arrival(found.manifest, found.sender), rows)[0]


def test_nobody_reports_for_another_unit_nor_sets_targets_upwards(net: Network):
    meet(net)
    net.receive("B", net.receipt("T", "B"))
    with net.at("A"):
        report("KT01", "A", "2026-10", "5")
        periods.close("2026-10")
        correct("KT01", "A", "2026-10", "6")
    with net.at("B"):
        report("KT01", "B", "2026-10", "50")
    net.receive("T", net.report("B"))
    package = net.report("A")
    with net.at("T"):
        other = {"unit": unit("B").uid, "figure": figure("KT01", "B", "2026-10").uid}

    def reasons(change) -> dict[str, str]:
        rows = judged_alike(
            net, package, "T", lambda row: change(row) if row.kind in other or row.kind != "unit" else {}
        )
        return {one.sent.kind: one.reason for one in rows if one.verdict == Verdict.REFUSED}

    assert "đơn vị khác" in reasons(lambda row: {"unit": other["unit"]} if row.kind == "figure" else {})["figure"]
    about = reasons(lambda row: {"figure": other["figure"]} if row.kind == "erratum" else {})
    assert about == {"erratum": "Nơi gửi không phải nơi được ghi phần này"}
    assert "không đúng" in reasons(lambda row: {"period": "2026-13"} if row.kind == "figure" else {})["figure"]
    assert "không thuộc năm" in reasons(lambda row: {"period": "2025-10"} if row.kind == "figure" else {})["figure"]
    assert "số “1e5”" in reasons(lambda row: {"value": "1e5"} if row.kind == "figure" else {})["figure"]
    assert "mà lại có số" in reasons(lambda row: {"state": "nothing"} if row.kind == "figure" else {})["figure"]
    assert (
        "thời điểm"
        in reasons(lambda row: {"closed_at": "hôm qua"} if row.kind == "closed_period" else {})["closed_period"]
    )
    with net.at("T"):
        mine = session.current.office_uid
    assert set(reasons(lambda row: {"def_owner": mine})) >= {"figure", "erratum", "closed_period"}
    with net.at("T"):
        target("KT01", "A", "7")
        [third] = [u for u in Unit.select() if u.code == "B"]
    down = net.assign("T", "A")
    rows = judged_alike(net, down, "A", lambda row: {"unit": third.uid} if row.kind == "target" else {})
    [refused] = [one.reason for one in rows if one.verdict == Verdict.REFUSED]
    assert refused == "Chỉ tiêu giao cho đơn vị khác, không phải cơ quan mình"


# --- Lost, late, twice, restored, undone ---


def test_undoing_a_package_of_figures_takes_all_of_it_back_and_it_comes_again(net: Network):
    meet(net)
    with net.at("A"):
        report("KT01", "A", "2026-09", "5")
    net.receive("T", net.report("A"))
    with net.at("A"):
        indicators.save({"code": "PX01", "name": "Số ngõ tự quản", "measure": "ngõ"})
        report("PX01", "A", "2026-09", "12")
        report("KT01", "A", "2026-09", "6")
        periods.close("2026-09")
        correct("KT01", "A", "2026-09", "7")
    package = net.report("A")
    with net.at("T"):
        before = [list(model.select().order_by(model.id).dicts()) for model in (Indicator, Figure, Erratum)]
        taken = net.accept(package).package
        assert value("KT01", "A", "2026-09") == 7
        undoing.undo(Package.get_by_id(taken.id))
        after = [list(model.select().order_by(model.id).dicts()) for model in (Indicator, Figure, Erratum)]
        assert after == before
        assert ClosedPeriod.select().count() == 0
        assert journal.first_broken() is None
    net.receive("A", net.receipt("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert value("KT01", "A", "2026-09") == 7
        assert value("PX01", "A", "2026-09") == 12
        assert Erratum.get().new == "7"


def test_cells_changed_on_the_visible_sheets_are_asked_about(net: Network):
    meet(net)
    with net.at("A"):
        report("KT01", "A", "2026-09", "1250,75")
        report("KT05", "A", "2026-09", "1250")
    package = net.report("A")
    book = load_workbook(package)
    sheet = book["Số liệu chỉ tiêu"]
    heading = next(row for row in sheet.iter_rows() if row[0].value == "Mã")
    places = {cell.value: cell.column for cell in heading}
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=heading[0].row + 1)}
    told = {code: row[places["Thực hiện"] - 1].value for code, row in rows.items()}
    assert told == {"KT01": 1250.75, "KT05": 1250}
    assert rows["KT01"][places["Kỳ"] - 1].value == "Tháng 9/2026"
    rows["KT01"][places["Thực hiện"] - 1].value = 9250.75
    book.save(package)
    with net.at("T"):
        found = net.examined(package)
        asked = [one for one in found.rows if one.verdict == Verdict.QUESTION]
        assert [one.title for one in asked] == ["KT01 Tổng thu ngân sách nhà nước trên địa bàn, tháng 9/2026"]
        assert "9250.75" in asked[0].reason
        receiving.accept(found)
        assert Question.get().title == asked[0].title
        assert value("KT05", "A", "2026-09") == 1250


def test_an_indicator_made_anew_after_beginning_afresh_is_one_and_nobody_asks_for_ever(net: Network):
    with net.at("A"):
        indicators.save({"code": "PX01", "name": "Số ngõ tự quản", "measure": "ngõ"})
        report("PX01", "A", "2026-09", "12")
    meet(net, "A")
    net.place.joinpath("A").rename(net.place / "A-cũ")
    net.found("A", upper="T")
    with net.at("A"):
        indicators.put_in()
        indicators.save({"code": "PX01", "name": "Số ngõ tự quản", "measure": "ngõ"})
        report("PX01", "A", "2026-10", "15")
    for _ in range(4):
        net.receive("T", net.report("A"))
        net.receive("A", net.receipt("T", "A"))
        try:
            down = net.assign("T", "A")
        except Refused:
            continue
        net.receive("A", down)
    for name in "TA":
        with net.at(name):
            assert [one.code for one in Indicator.select().where(Indicator.name == "Số ngõ tự quản")] == ["PX01"]
            assert (value("PX01", "A", "2026-09"), value("PX01", "A", "2026-10")) == (12, 15)
            assert Question.select().count() == 0
            assert [(one.full, one.asks) for one in Channel.select().order_by(Channel.id.desc()).limit(1)] == [
                (False, False)
            ]
