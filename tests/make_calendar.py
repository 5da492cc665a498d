"""Write assets/calendar/days.csv, the days off and made-up days of 2022 to 2030: `python tests/make_calendar.py`.

The days are those of the `holidays` library; what the State has announced since, and what each announcement says, is
data here. `tests/test_calendar_table.py` holds the written file against both.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays

TABLE = Path(__file__).resolve().parents[1] / "assets" / "calendar" / "days.csv"
YEARS = range(2022, 2031)
HEADINGS = ("day", "kind", "name", "state", "source")

LAW, MADE_UP_FOR = "Bộ luật Lao động 2019, Điều 112", "Bộ luật Lao động 2019, khoản 3 Điều 111"
CULTURE = "Nghị quyết 28/2026/QH16, Điều 2"
# What decides Tết and the days of 2/9; a year that is not here has not been announced.
NOTICES = {
    2022: "Công văn 245/VPCP-KGVX ngày 11/01/2022",
    2023: "Công văn 8056/VPCP-KGVX ngày 01/12/2022",
    2024: "Thông báo 5015/TB-LĐTBXH ngày 22/11/2023",
    2025: "Thông báo 6150/TB-BLĐTBXH ngày 03/12/2024",
    2026: "Thông báo 9441/TB-BNV ngày 16/10/2025",
    2027: "Công văn 10065/VPCP-KGVX ngày 02/10/2026",
}
# A day off, the weekend day worked for it, what says so. The library does not know the first one.
SWAPS = (
    (date(2026, 1, 2), date(2026, 1, 10), "Công văn 12729/VPCP-KGVX ngày 25/12/2025"),
    (date(2024, 4, 29), date(2024, 5, 4), "Công văn 2450/VPCP-KGVX ngày 12/4/2024"),
    (date(2025, 5, 2), date(2025, 4, 26), NOTICES[2025]),
    (date(2026, 8, 31), date(2026, 8, 22), NOTICES[2026]),
)
NAMES = {"Ngày Giỗ Tổ Hùng Vương": "Giỗ Tổ Hùng Vương"}
NATIONAL = "Quốc khánh"
SWAPPED, OBSERVED = "Ngày nghỉ (", " (nghỉ bù"

Row = tuple[date, str, str, str, str]


def library(year: int) -> "holidays.HolidayBase":
    """The days off of a year as the library has them, and the weekend days it lets people work on."""
    return holidays.country_holidays("VN", years=year, language="vi")


def rows() -> list[Row]:
    """Every day of the table: day, kind, name, state, source; in order."""
    found = [row for year in YEARS for row in (*_tet(year), *_others(year))]
    for off, worked, source in SWAPS:
        names = f"Nghỉ hoán đổi, làm bù {worked:%d/%m/%Y}", f"Làm bù cho {off:%d/%m/%Y}"
        found.append((off, "compensatory", names[0], "official", source))
        found.append((worked, "made_up", names[1], "official", source))
    return sorted(found)


def _tet(year: int) -> Iterator[Row]:
    """Five days, weekends among them included; those are made up for after the five."""
    days = [day for day, name in sorted(library(year).items()) if _is_tet(name)]
    while days[-1].weekday() >= 5:  # a weekend after the five: nothing of Tết is taken from it
        days.pop()
    state, source = ("official", NOTICES[year]) if year in NOTICES else ("expected", LAW)
    for place, day in enumerate(days):
        kind, name = ("holiday", "Tết Nguyên đán") if place < 5 else ("compensatory", "Nghỉ bù Tết Nguyên đán")
        yield day, kind, name, state, source if place < 5 or year in NOTICES else MADE_UP_FOR


def _is_tet(name: str) -> bool:
    return "Tết Nguyên" in name or name.startswith(("29 Tết", "Mùng"))


def _others(year: int) -> Iterator[Row]:
    state = "official" if year in NOTICES else "expected"
    for day, words in sorted(library(year).items()):
        if _is_tet(words) or words.startswith(SWAPPED):
            continue
        made_up_for = OBSERVED in words
        name = words.partition(" (")[0]
        name = NAMES.get(name, name)
        source = MADE_UP_FOR if made_up_for else LAW
        if name == NATIONAL and year in NOTICES:
            source = NOTICES[year]
        if day.month == 11:
            source = f"{CULTURE}; chưa có hướng dẫn nghỉ bù" if made_up_for else CULTURE
        kind = "compensatory" if made_up_for else "holiday"
        yield day, kind, f"Nghỉ bù {name.replace('Ngày', 'ngày')}" if made_up_for else name, state, source


def main() -> None:
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows((day.isoformat(), *rest) for day, *rest in rows())
    print(f"{TABLE}: {len(rows())} ngày")


if __name__ == "__main__":
    main()
