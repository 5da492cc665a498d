"""Reading and writing briefings that come again, and saying when each is held; nothing else writes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import BriefingRule, ScheduleItem
from db.words import BriefingEvery, DayHalf
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.briefing_rules.columns import BRIEFING_RULES
from desktop_app.records import Rows, short
from desktop_app.rules import week as weeks
from desktop_app.rules.week import Occurrence, Recurring, Week

WEEKS_AHEAD = 53
SEARCHED = ("name", "kind", "chair", "place")


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Rules under a filter; there are few of them: their words need no index."""
    return short.with_words(records.find(BRIEFING_RULES, where, order=order), text, SEARCHED)


def get(record_id: int) -> BriefingRule:
    """One rule by its id."""
    return BriefingRule.get_by_id(record_id)


def save(texts: Mapping[str, str], record: BriefingRule | None = None) -> BriefingRule:
    """Write one rule, or raise Refused."""
    return records.keep(BRIEFING_RULES, texts, record, _check)


def delete(record: BriefingRule) -> None:
    """Take out a rule that has filled nothing; one that has ended gets its last day instead."""
    count = ScheduleItem.select().where(ScheduleItem.rule == record, ScheduleItem.deleted_at.is_null()).count()
    if count:
        raise Refused(f"Lịch này đã điền {count} dòng vào lịch tuần; hãy ghi ngày “Đến hết ngày” thay vì xóa")
    records.delete(BRIEFING_RULES, record)


def restore(record: BriefingRule) -> None:
    """Put a deleted rule back."""
    records.restore(BRIEFING_RULES, record)


def recurring(rule: BriefingRule) -> Recurring:
    """When a rule comes again, as the rules of weeks take it."""
    return Recurring(rule.every, weeks.WEEKDAYS.index(rule.weekday), rule.week or 1, rule.month or 1)


def held_in(week: Week) -> list[tuple[BriefingRule, Occurrence]]:
    """What is held in a week by the rules that apply on its own day, moved past the days off of the work calendar."""
    rules = BriefingRule.select().where(BriefingRule.deleted_at.is_null()).order_by(BriefingRule.id)
    return [(rule, one) for rule in rules for one in _held(rule, week)]


def coming(rule: BriefingRule, day: date, most: int) -> list[date]:
    """The next days on which a briefing is held, from ``day`` on; of a year at most."""
    found: list[date] = []
    week = weeks.of(day)
    for ahead in range(WEEKS_AHEAD):
        found += [one.day for one in _held(rule, week.after(ahead)) if one.day >= day]
        if len(found) >= most:
            break
    return found[:most]


def _held(rule: BriefingRule, week: Week) -> list[Occurrence]:
    return [
        one
        for one in weeks.occurrences(recurring(rule), week, *clock.calendar())
        if (rule.valid_from is None or rule.valid_from <= one.nominal)
        and (rule.valid_to is None or one.nominal <= rule.valid_to)
    ]


def _check(values: Mapping[str, Any], record: BriefingRule | None) -> dict[str, str]:
    problems = hours_wrong(values)
    every, week, month = values.get("every"), values.get("week"), values.get("month")
    if every == BriefingEvery.WEEK and week is not None:
        problems["week"] = "Giao ban hàng tuần thì để trống ô này"
    if every != BriefingEvery.WEEK and (week is None or not 1 <= week <= weeks.LAST):
        problems["week"] = "Ghi từ 1 đến 4, hoặc 5 là tuần cuối tháng"
    if every == BriefingEvery.QUARTER and (month is None or not 1 <= month <= 3):
        problems["month"] = "Giao ban quý: ghi tháng thứ mấy của quý, từ 1 đến 3"
    if every != BriefingEvery.QUARTER and month is not None:
        problems["month"] = "Chỉ ghi khi giao ban hàng quý"
    since, until = values.get("valid_from"), values.get("valid_to")
    if since and until and until < since:
        problems["valid_to"] = "Ngày hết áp dụng ở trước ngày bắt đầu"
    return problems


def hours_wrong(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the hours of a line or a rule."""
    half, start, end = values.get("half"), values.get("starts_at") or "", values.get("ends_at") or ""
    problems = {}
    if half and not weeks.fits(half, start):
        problems["starts_at"] = f"{weeks.show_hours(start, '')} không thuộc buổi {DayHalf(half).label.lower()}"
    if half and not weeks.ends_within(half, start, end):
        problems["ends_at"] = f"{weeks.show_hours(end, '')} không thuộc buổi {DayHalf(half).label.lower()}"
    if start and end and end <= start:
        problems["ends_at"] = "Giờ kết thúc phải sau giờ bắt đầu"
    return problems


def line(rule: BriefingRule) -> dict[str, str]:
    """What a line of the schedule takes over from a rule, as texts."""
    texts = BRIEFING_RULES.texts(rule)
    taken = ("half", "starts_at", "ends_at", "chair", "attendants", "place", "prepares", "preparation")
    return {"content": texts["name"], **{name: texts[name] for name in taken}}
