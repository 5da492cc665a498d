"""What a row of these kinds is called in a list of what came in."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.rules.figures import key_label

TITLED = ("indicator", "target", "figure", "erratum", "closed_period")


def title(kind: str, values: Mapping[str, Any], label: Callable[[str, str], str]) -> str:
    """The indicator with the year or the period; ``label`` tells what the record of a kind and uid is called.

    >>> title("figure", {"indicator": "u", "period": "2026-03"}, lambda kind, uid: "KT01 Tổng thu")
    'KT01 Tổng thu, tháng 3/2026'
    """
    if kind == "indicator":
        return f"{values.get('code', '')} {values.get('name', '')}".strip()
    if kind == "erratum":
        return f"{label('figure', str(values.get('figure')))}: {values.get('old')} → {values.get('new')}"
    if kind == "target":
        return f"{label('indicator', str(values.get('indicator')))} năm {values.get('year')}"
    try:
        period = key_label(str(values.get("period")))
    except ValueError:
        period = str(values.get("period"))
    if kind == "closed_period":
        return f"Chốt {period[:1].lower()}{period[1:]}"
    return f"{label('indicator', str(values.get('indicator')))}, {period[:1].lower()}{period[1:]}"
