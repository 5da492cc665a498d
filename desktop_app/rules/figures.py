"""The periods an indicator is reported for: 2026-03, 2026-Q1, 2026; and what is odd about a figure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from db.words import RATIOS, Aggregation, Every
from desktop_app.rules.dates import FIRST_YEAR, LAST_YEAR
from desktop_app.rules.numbers import roman, show_amount

_KEY = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
LEAP = 10  # times the figure before: further than that is asked about


def key(every: Every, year: int, month: int) -> str | None:
    """The period of an indicator that ends with a month; None when none does.

    >>> key(Every.MONTH, 2026, 3), key(Every.QUARTER, 2026, 3), key(Every.QUARTER, 2026, 4), key(Every.YEAR, 2026, 12)
    ('2026-03', '2026-Q1', None, '2026')
    """
    if month % MONTHS[every]:
        return None
    if every == Every.MONTH:
        return f"{year}-{month:02d}"
    return f"{year}-Q{month // 3}" if every == Every.QUARTER else str(year)


def keys(every: Every, year: int, last_month: int, first_month: int = 1) -> list[str]:
    """The periods of an indicator that end within some months of a year, in order.

    >>> keys(Every.MONTH, 2026, 3), keys(Every.QUARTER, 2026, 7), keys(Every.YEAR, 2026, 11)
    (['2026-01', '2026-02', '2026-03'], ['2026-Q1', '2026-Q2'], [])
    """
    found = [key(every, year, month) for month in range(first_month, last_month + 1)]
    return [one for one in found if one is not None]


def key_year(code: str) -> int:
    """The year of a period; ValueError, in Vietnamese, if the text is none.

    >>> key_year("2026-Q3")
    2026
    """
    return int(_parts(code)[1])


def key_every(code: str) -> Every:
    """Whether a period is a month, a quarter or a year.

    >>> [key_every(code).value for code in ("2026-03", "2026-Q1", "2026")]
    ['month', 'quarter', 'year']
    """
    found = _parts(code)
    return Every.MONTH if found[2] else Every.QUARTER if found[3] else Every.YEAR


def last_month(code: str) -> int:
    """The month a period ends with.

    >>> [last_month(code) for code in ("2026-03", "2026-Q1", "2026")]
    [3, 3, 12]
    """
    found = _parts(code)
    return int(found[2]) if found[2] else 3 * int(found[3]) if found[3] else 12


def key_label(code: str) -> str:
    """A period as people write it in a heading.

    >>> [key_label(code) for code in ("2026-03", "2026-Q4", "2026")]
    ['Tháng 3/2026', 'Quý IV/2026', 'Năm 2026']
    """
    found = _parts(code)
    if found[2]:
        return f"Tháng {int(found[2])}/{found[1]}"
    return f"Quý {roman(int(found[3]))}/{found[1]}" if found[3] else f"Năm {found[1]}"


def _parts(code: str) -> re.Match[str]:
    found = _KEY.fullmatch(code)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise ValueError(f"Kỳ “{code}” không đúng; ghi 2026-03, 2026-Q1 hoặc 2026")
    return found


def doubts(
    aggregation: Aggregation,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    before: Sequence[Decimal | None] = (),
) -> list[str]:
    """What is odd about a figure, in words; it is taken all the same, never corrected.

    A part larger than its whole, a share over 100 %, ten times the figure before it (``before``: the figures of
    earlier periods, the latest last), less than zero. Sources do contain such figures, and some are right.

    >>> doubts(Aggregation.RATIO, None, Decimal(1962), Decimal(1870))
    ['Tử số 1.962 lớn hơn mẫu số 1.870']
    >>> doubts(Aggregation.SUM, Decimal(5000), None, None, [Decimal(400), None])
    ['Gấp hơn 10 lần kỳ trước (400)']
    >>> doubts(Aggregation.FLAG, Decimal(1), None, None), doubts(Aggregation.END, Decimal(-1), None, None)
    ([], ['Số âm'])
    """
    found = []
    if aggregation in RATIOS:
        if denominator == 0:
            found.append("Mẫu số bằng 0: không tính được tỷ lệ; nếu không phát sinh, hãy ghi “không phát sinh”")
        elif aggregation != Aggregation.PER_HEAD and (numerator or 0) > (denominator or numerator or 0):
            found.append(f"Tử số {show_amount(numerator)} lớn hơn mẫu số {show_amount(denominator)}")
        return found + (["Số âm"] if any(part is not None and part < 0 for part in (numerator, denominator)) else [])
    if value is None or aggregation == Aggregation.FLAG:
        return found
    if value < 0:
        found.append("Số âm")
    last = next((one for one in reversed(before) if one is not None), None)
    if last is not None and last > 0 and value > LEAP * last:
        found.append(f"Gấp hơn {LEAP} lần kỳ trước ({show_amount(last)})")
    return found
