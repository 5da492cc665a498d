"""Targets in dated versions, and one shared out to units: what adds up, what is refused, what must follow."""

import random
from datetime import date
from decimal import Decimal

import pytest

from db.models import Indicator, Journal, Target
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.documents import service as documents
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.target_parts import service as parts
from desktop_app.features.target_split.service import AS_NOW, EVEN, LAST_PLAN, LAST_YEAR, SAME, TYPED, Sheet
from desktop_app.features.targets import service as targets
from desktop_app.features.targets.columns import TARGETS
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import undo
from tests.office_hands import notice, set_target

CITY = "c" * 32
show = TARGETS.columns["value"].kind.show
DECIDED = {"decided_on": "20/01/2026", "paper": "30/QĐ-UBND"}
LATER = {"decided_on": "20/07/2026", "paper": "930/QĐ-UBND"}


@pytest.fixture
def book(office):
    """The office of the tests with the start data, and four groups below."""
    for number in (3, 4):
        texts = {"code": f"TDP{number}", "name": f"Tổ dân phố số {number}", "kind": "Tổ dân phố"}
        units.save({**texts, "relation": "Cấp dưới"})
    indicators.put_in()


def shared(sheet: Sheet) -> dict[str, str]:
    return {line.unit.code: line.part for line in sheet.lines if line.taken}


def refused(work, *given) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        work(*given)
    return caught.value.problems


def from_above(code: str, value: int, day: date) -> Target:
    """A target as a package of the city brings it."""
    more = {"unit": units.own(), "year": 2026, "assigner": "own", "paper": "1/QĐ", "def_owner": CITY, "def_n": 1}
    return Target.create(indicator=indicators.by_code(code), value=Decimal(value), decided_on=day, **more)


# --- Versions ---


def test_an_adjustment_is_a_new_version_and_the_old_one_stays(book):
    first = set_target("KT01", "40.600")
    new = targets.adjust(first, {"value": "42.000", "decided_on": "15/07/2026", "paper": "900/QĐ-UBND"})
    assert [one.value for one in targets.versions(first)] == [40600, 42000]
    [row] = targets.find({"current": True}).iterate()
    assert (row.id, row.before, row.basis) == (new.id, 40600, "900/QĐ-UBND")
    assert [one.id for one in targets.find({"current": False}).iterate()] == [first.id]
    assert targets.in_force(2026, as_at=date(2026, 7, 14)).popitem()[1] == first
    targets.delete(new)
    assert targets.find({"current": True}).ids()[0] == first.id


def test_an_adjustment_needs_a_paper_and_a_later_day_than_the_version_in_force(book):
    first = set_target("KT01", "40.600")
    told = refused(targets.adjust, first, {"value": "", "decided_on": "05/01/2026", "paper": ""})
    assert set(told) == {"value", "decided_on", "paper"}
    targets.adjust(first, {"value": "42.000", "decided_on": "15/07/2026", "paper": "900/QĐ-UBND"})
    # from the old version one still adjusts the one in force
    told = refused(targets.adjust, first, {"value": "43.000", "decided_on": "01/06/2026", "paper": "901/QĐ-UBND"})
    assert "15/07/2026" in told["decided_on"]
    above = from_above("KT05", 900, date(2026, 1, 2))
    assert "nơi khác giao" in next(iter(refused(targets.adjust, above, {"value": "1"}).values()))


def test_two_assigners_of_one_indicator_stand_beside_each_other(book):
    city, council = set_target("KT01", "40.600"), set_target("KT01", "41.000", assigner="HĐND giao")
    assert targets.beside(city) == targets.beside(council) == [city, council]
    said = {row.id: TARGETS.columns["others"].shown(row) for row in targets.find().iterate()}
    assert said == {city.id: "HĐND giao 41.000", council.id: "Cấp trên giao 40.600"}
    # what a package brings counts as set from above, in the place of what was typed
    sent = from_above("KT01", 40700, date(2026, 1, 2))
    assert [one.id for one in targets.beside(council)] == [sent.id, council.id]


def test_a_list_of_amounts_is_sorted_by_number_and_years_have_no_dots(book):
    for code, value in (("KT01", "9,5"), ("KT02", "40.600"), ("KT05", "110")):
        set_target(code, value)
    assert [row.value for row in targets.find(order="value").iterate()] == [Decimal("9.5"), 110, 40600]
    assert {TARGETS.columns["year"].shown(row) for row in targets.find().iterate()} == {"2026"}
    assert "bốn chữ số" in refused(targets.save, {"year": "2.026"}, targets.get(1))["year"]


def test_a_new_year_begins_with_what_was_set_and_is_still_in_use(book):
    set_target("KT01", "40.600", year="2025", decided_on="05/01/2025")
    kept = set_target("KT02", "38.000", year="2025", decided_on="05/01/2025", assigner="HĐND giao")
    set_target("YT02", "3", year="2025", decided_on="05/01/2025")  # used until 2025 only
    already = set_target("KT01", "41.000")
    [made] = targets.copy_year(2026, {"decided_on": "06/01/2026", "paper": "12/NQ-HĐND"})
    assert (made.indicator, made.assigner, made.value, made.year) == (kept.indicator, "council", 38000, 2026)
    assert targets.get(already.id).value == 41000
    assert "2026" in refused(targets.copy_year, 2026, {"decided_on": "06/01/2026", "paper": "1"})["year"]


def test_what_targets_rest_on_is_not_deleted_and_a_version_comes_back_only_to_a_free_day(book):
    document, _ = notice("125/QĐ-UBND", "05/01/2026", type="Quyết định", issuer="TP")
    first = set_target("KT01", "40.600", document="125/QĐ-UBND", paper="", unit="TDP4", assigner="UBND giao")
    for room, record in (
        (documents, document),
        (units, units.subs()[3]),
        (indicators, first.indicator),
    ):
        if room is documents:
            for task in documents.tasks_of(document).iterate():
                tasks.delete(tasks.get(task.id))
        assert "chỉ tiêu giao" in next(iter(refused(room.delete, record).values()))
    targets.delete(first)
    set_target("KT01", "41.000", unit="TDP4", assigner="UBND giao")
    assert "05/01/2026" in next(iter(refused(targets.restore, targets.get(first.id)).values()))


# --- Sharing out ---


def test_evenly_shared_parts_add_up_to_the_last_decimal_and_are_written_at_once(book):
    whole = set_target("KT01", "10.000")
    sheet = Sheet(whole)
    assert sheet.choices() == [EVEN, LAST_PLAN, TYPED]
    assert shared(sheet) == {"TDP1": "2.500", "TDP2": "2.500", "TDP3": "2.500", "TDP4": "2.500"}
    sheet.take(3, taken=False)
    assert list(shared(sheet).values()) == ["3.333,4", "3.333,3", "3.333,3"]
    before = undo.mark()
    made = sheet.save(DECIDED)
    assert sum(one.value for one in made) == 10000
    assert {(one.assigner, one.paper, one.decided_on) for one in made} == {("own", "30/QĐ-UBND", date(2026, 1, 20))}
    assert {targets.whole_id(one) for one in made} == {whole.id}
    assert Journal.select().where(Journal.id > before, Journal.kind == "target").count() == 3
    undo.undo(undo.since(before))
    assert parts.parts_of(whole) == []


def test_the_result_of_the_last_year_is_a_key_and_a_figure_of_the_whole_year_counts_where_months_are_lacking(book):
    one, two, three, _ = units.subs()
    indicator = indicators.by_code("KT01")
    entries = [figures.Entry(indicator, one, f"2025-{month:02d}", value="10") for month in range(1, 13)]
    entries += [figures.Entry(indicator, two, "2025-01", value="5"), figures.Entry(indicator, two, "2025", value="360")]
    entries += [figures.Entry(indicator, three, "2025-02", value="20")]
    assert figures.keep(entries).problems == {}
    sheet = Sheet(set_target("KT01", "1.000"))
    assert sheet.key == LAST_YEAR
    assert {line.unit.code: line.last for line in sheet.lines if line.last} == {"TDP1": 120, "TDP2": 360, "TDP3": 20}
    assert shared(sheet) == {"TDP1": "240", "TDP2": "720", "TDP3": "40", "TDP4": "0"}


def test_the_population_that_units_reported_with_a_ratio_is_a_key(book):
    ratio = indicators.by_code("XH06")
    for month in ("2026-01", "2026-02"):
        people = ("1.000", "2.000", "3.000", "4.000") if month == "2026-02" else ("9", "9", "9", "9")
        figures.keep(
            [
                figures.Entry(ratio, unit, month, numerator="1", denominator=count)
                for unit, count in zip(units.subs(), people, strict=True)
            ]
        )
    sheet = Sheet(set_target("XH04", "1.250"))
    sheet.choose("Dân số (XH06)")
    assert shared(sheet) == {"TDP1": "125", "TDP2": "250", "TDP3": "375", "TDP4": "500"}


def test_a_part_typed_by_hand_stays_and_the_others_share_what_is_left(book):
    sheet = Sheet(set_target("KT06", "100"))
    sheet.type_part(0, "40")
    assert list(shared(sheet).values()) == ["40", "20", "20", "20"]
    sheet.type_weight(1, "2")
    assert list(shared(sheet).values()) == ["40", "30", "15", "15"]
    sheet.type_weight(1, "hai")
    assert "không âm" in sheet.lines[1].problem
    sheet.choose(EVEN)
    assert list(shared(sheet).values()) == ["25", "25", "25", "25"]


def test_parts_that_do_not_meet_the_whole_are_refused_only_where_they_must(book):
    sheet = Sheet(set_target("KT06", "100"))
    for place in range(4):
        sheet.type_part(place, "20")
    assert "còn thiếu 20 so với chỉ tiêu 100" in sheet.words()
    assert "còn thiếu 20" in refused(sheet.save, DECIDED)[""]
    assert Target.select().count() == 1
    free = Sheet(set_target("XD01", "100"))  # the number of permits is only held against a plan
    for place in range(4):
        free.type_part(place, "20")
    assert len(free.save(DECIDED)) == 4


def test_a_share_is_given_to_each_as_it_is_and_no_sum_is_asked(book):
    sheet = Sheet(set_target("XH06", "95,15"))
    assert (sheet.choices(), set(shared(sheet).values())) == ([SAME], {"95,15"})
    sheet.type_part(1, "96")
    assert [one.value for one in sheet.save(DECIDED)] == [Decimal("95.15"), 96, Decimal("95.15"), Decimal("95.15")]
    flag = Sheet(set_target("YT04", "1"))
    assert set(shared(flag).values()) == {"1"}
    flag.type_part(0, "5")
    with pytest.raises(RefusedRows) as caught:
        flag.save(DECIDED)
    assert caught.value.rows == {0: {"value": "Ghi 1 nếu phải đạt"}}
    assert parts.parts_of(flag.whole) == []


def test_what_is_wrong_with_a_decision_or_a_line_is_said_and_nothing_is_written(book):
    sheet = Sheet(set_target("KT06", "100"))
    told = refused(sheet.save, {"decided_on": "04/01/2026", "paper": ""})
    assert told == {
        "paper": "Ghi số, ký hiệu quyết định phân bổ, hoặc chọn văn bản trong sổ",
    } | {"decided_on": "Không được trước ngày giao chỉ tiêu (05/01/2026)"}
    sheet.type_part(0, "mười")
    with pytest.raises(RefusedRows) as caught:
        sheet.save(DECIDED)
    assert list(caught.value.rows) == [0]
    for place in range(4):
        sheet.take(place, taken=False)
    assert refused(sheet.save, DECIDED)[""] == "Chưa chọn đơn vị nào để phân bổ"
    assert Target.select().count() == 1
    of_a_unit = set_target("KT06", "5", unit="TDP1", assigner="UBND giao")
    assert "cơ quan mình" in next(iter(refused(Sheet, of_a_unit).values()))


# --- What must follow ---


def test_after_an_adjustment_the_parts_that_follow_the_old_version_are_named_until_they_are_shared_out_again(book):
    whole = set_target("KT01", "40.600")
    old = Sheet(whole).save(DECIDED)
    assert (parts.said(whole), targets.find({"split": "behind"}).count()) == ("", 0)
    new = targets.adjust(whole, {"value": "42.000", "decided_on": "15/07/2026", "paper": "900/QĐ-UBND"})
    words = "Chỉ tiêu đã điều chỉnh từ 40.600 lên 42.000 ngày 15/07/2026; 4 đơn vị chưa điều chỉnh theo."
    assert parts.said(whole) == parts.said(new) == words
    assert parts.said(old[0]).endswith("phần này chưa điều chỉnh theo.")
    assert list(targets.find({"split": "behind"}).ids()) == [new.id]
    rows = {row.id: row for row in targets.find({"current": True}).iterate()}
    assert (rows[new.id].allocated, rows[old[0].id].allocated) == ("4 đơn vị theo số cũ", "theo số cũ")
    sheet = Sheet(new)
    assert (sheet.key, set(shared(sheet).values())) == (AS_NOW, {"10.500"})
    told = refused(sheet.save, {**LATER, "decided_on": "01/07/2026"})
    assert "15/07/2026" in told["decided_on"]
    made = sheet.save(LATER)
    assert [len(targets.versions(one)) for one in made] == [2, 2, 2, 2]
    assert (parts.said(new), parts.said(made[0]), parts.said(old[0])) == ("", "", "")
    assert targets.find({"split": "behind"}).count() == 0
    row = next(iter(targets.find().rows([new.id])))
    assert row.allocated == "đã giao 4 đơn vị"


def test_a_unit_with_a_part_cannot_be_left_out_silently_and_one_day_has_one_version(book):
    whole = set_target("KT06", "100")
    Sheet(whole).save(DECIDED)
    sheet = Sheet(whole)
    sheet.take(0, taken=False)
    with pytest.raises(RefusedRows) as caught:
        sheet.save(LATER)
    assert caught.value.rows == {0: {"value": "Đang có phần giao 25; chọn lại và ghi 0 nếu không giao nữa"}}
    sheet.take(0, taken=True)
    sheet.type_part(0, "0")
    with pytest.raises(RefusedRows) as caught:
        sheet.save({**LATER, "decided_on": "19/01/2026"})
    assert "20/01/2026" in caught.value.rows[0]["value"]
    sheet.save({**DECIDED, "paper": "31/QĐ-UBND"})  # the same day: put right
    assert sorted(one.value for one in parts.parts_of(whole)) == [0, 33, 33, 34]
    assert Target.select().count() == 5


def test_parts_that_no_longer_meet_their_whole_since_one_was_adjusted_alone_are_named(book):
    whole = set_target("KT01", "40.600,5")
    one, *_ = Sheet(whole).save(DECIDED)
    assert targets.find({"split": "misfit"}).count() == 0
    targets.adjust(one, {"value": show(one.value + 1000), "decided_on": "01/03/2026", "paper": "44/QĐ-UBND"})
    assert parts.said(whole) == "Các phần đã giao cộng lại vượt 1.000 so với chỉ tiêu 40.600,5."
    [row] = targets.find({"split": "misfit"}).iterate()
    assert (row.id, row.allocated, row.behind) == (whole.id, "các phần chưa khớp", 0)
    sheet = Sheet(whole)
    sheet.choose(EVEN)
    sheet.save(LATER)
    assert (parts.said(whole), targets.find({"split": "misfit"}).count()) == ("", 0)
    free = set_target("XD01", "100")  # nobody asks that of the number of permits
    sheet = Sheet(free)
    sheet.type_part(0, "1")
    sheet.type_part(1, "1")
    sheet.take(2, taken=False)
    sheet.take(3, taken=False)
    sheet.save(DECIDED)
    assert (parts.said(free), targets.find({"split": "misfit"}).count()) == ("", 0)


def test_an_office_without_units_is_told_where_to_add_them(book):
    whole = set_target("KT01", "40.600")
    for unit in parts.units_for(2026):
        units.save({"valid_to": "31/12/2025"}, unit)
    assert "mục Đơn vị" in next(iter(refused(Sheet, whole).values()))


def test_a_version_that_has_been_shared_out_changes_by_adjusting_only(book):
    whole = set_target("KT06", "100")
    Sheet(whole).save(DECIDED)
    assert refused(targets.save, {"value": "120"}, whole) == {
        "value": "Đã phân bổ xuống đơn vị; hãy dùng “Điều chỉnh…”"
    }
    assert targets.save({"note": "đã đối chiếu"}, whole).note == "đã đối chiếu"
    assert "xóa các phần" in next(iter(refused(targets.delete, whole).values()))


def test_a_target_from_above_is_shared_out_and_followed_like_one_of_ours(book):
    above = from_above("KT01", 40600, date(2026, 1, 2))
    assert targets.seen_as(above).label == "Cấp trên giao"
    Sheet(above).save(DECIDED)
    newer = from_above("KT01", 39000, date(2026, 6, 30))
    assert "từ 40.600 xuống 39.000 ngày 30/06/2026; 4 đơn vị" in parts.said(newer)
    assert list(targets.find({"split": "behind"}).ids()) == [newer.id]
    Sheet(newer).save(LATER)
    assert parts.said(newer) == ""
    # shared out by what the council set instead: the parts are then of that one
    council = Sheet(set_target("KT01", "41.000", assigner="HĐND giao"))
    assert council.others().startswith("4 đơn vị đang có phần giao riêng hoặc theo nơi giao khác")
    council.save({**LATER, "decided_on": "21/07/2026"})
    assert (len(parts.parts_of(newer)), len(parts.parts_of(council.whole))) == (0, 4)


@pytest.mark.parametrize("seed", range(12))
def test_random_wholes_weights_and_hands_always_add_up_and_never_leave_a_stale_part_unnamed(book, seed):
    chance = random.Random(seed)
    code = chance.choice(["KT01", "KT06", "KT09", "XH04"])
    day, value = date(2026, 1, 5), Decimal(chance.randrange(1, 10**6)).scaleb(-chance.randrange(3))
    whole = set_target(code, show(value))
    for month in range(2, 7):
        sheet = Sheet(whole)
        for place, line in enumerate(sheet.lines):
            if line.now is None:
                sheet.take(place, taken=line.taken or chance.random() < 0.3)
            sheet.type_weight(place, str(chance.randrange(50)))
        sheet.save({"decided_on": f"01/{month:02d}/2026", "paper": f"{month}/QĐ"})
        now = parts.parts_of(whole)
        assert sum(one.value for one in now) == whole.value
        assert parts.behind(whole) == []
        assert parts.said(whole) == ""
        day = date(2026, month, 15)
        value = Decimal(chance.randrange(1, 10**6))
        whole = targets.adjust(whole, {"value": show(value), "decided_on": f"{day:%d/%m/%Y}", "paper": "đc"})
        assert len(parts.behind(whole)) == len(now)
        row = next(iter(targets.find().rows([whole.id])))
        assert (row.behind, row.parts) == (len(now), len(now))


def test_indicators_of_the_start_data_come_with_a_new_office_and_go_back_in_only_where_they_are_missing(folder):
    from desktop_app.features.office import service as office_service
    from tests import office_hands

    settings = office_service.suggested(next(iter(office_service.LABELS)), office_hands.OWN, "Thành phố")
    office_service.create(settings, office_hands.UNITS, office_hands.OFFICIALS, sample_indicators=True)
    assert (Indicator.select().count(), indicators.missing()) == (len(indicators.offered()), 0)
    assert list(indicators.themes())[0] == "Thu chi ngân sách, các hộ kinh doanh"
