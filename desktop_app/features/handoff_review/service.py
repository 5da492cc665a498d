"""A package that was looked over, in words: its cover, how many rows came to what, and each row's values."""

from collections.abc import Sequence
from typing import Any

from db.words import PackageKind, Verdict
from desktop_app.features.handoff_desk.columns import Judged
from desktop_app.features.handoff_receive.columns import Examined
from desktop_app.records.entity import ENTITIES, Stored
from desktop_app.records.kinds import Link, Links
from desktop_app.rules.numbers import show_whole

ALL = "all"
TONES = {
    Verdict.NEW: "success",
    Verdict.CHANGED: "accent",
    Verdict.RECOVERED: "accent",
    Verdict.LATE: "warning",
    Verdict.QUESTION: "warning",
    Verdict.REFUSED: "danger",
}
TO_ANSWER = (Verdict.QUESTION, Verdict.REFUSED)


def title(examined: Examined) -> str:
    """What a package is called."""
    manifest = examined.manifest
    return f"{PackageKind(manifest.kind).label} – gói số {manifest.running_number} của {examined.sender.unit}"


def facts(examined: Examined) -> list[tuple[str, str]]:
    """(label, value) of its cover, to compare with the printed one."""
    manifest = examined.manifest
    found = [
        ("Kỳ", manifest.period_label or "–"),
        ("Lập lúc", f"{manifest.made_at:%d/%m/%Y %H:%M}"),
        ("Số dòng", show_whole(len(examined.sent))),
        ("Mã kiểm tra", examined.check_code),
        ("Khóa", f"đã xác nhận, {examined.fingerprint}"),
        ("Tệp", examined.path.name),
    ]
    if examined.receipts:
        found.insert(3, ("Biên nhận", f"cho {show_whole(len(examined.receipts))} gói đã gửi"))
    return found


def sorts(examined: Examined) -> list[tuple[str, str, int]]:
    """(name, label, count): all rows, then each verdict that occurs; what needs a person stands first."""
    tally = examined.tally
    order = sorted(Verdict, key=lambda verdict: verdict not in TO_ANSWER)
    found = [(str(verdict), verdict.label, tally[verdict]) for verdict in order if tally.get(verdict)]
    return [(ALL, "Tất cả", len(examined.rows)), *found]


def places(examined: Examined, sort: str) -> list[int]:
    """Which rows are of a sort."""
    return [place for place, one in enumerate(examined.rows) if sort in (ALL, one.verdict)]


def to_answer(examined: Examined) -> int:
    """How many rows wait for an answer or are refused."""
    return sum(one.verdict in TO_ANSWER for one in examined.rows)


def record(one: Judged) -> str:
    """What a row is about."""
    return one.title or " ".join(filter(None, (one.sent.sheet, str(one.sent.values.get("period") or ""))))


def verdict(one: Judged) -> str:
    """What becomes of a row."""
    return one.verdict.label


def tone(one: Judged) -> str:
    """The colour of it."""
    return TONES.get(one.verdict, "muted")


def values(one: Judged) -> list[tuple[str, str, str]]:
    """(label, here, in the package) of what differs; of a new row everything that can be read without looking up."""
    if one.changes:
        return one.changes
    if one.ours or one.theirs:
        return [(label, one.ours.get(label, ""), one.theirs.get(label, "")) for label in {**one.ours, **one.theirs}]
    if one.verdict not in (Verdict.NEW, Verdict.READ_ONLY, Verdict.REFUSED):
        return []
    return [(label, "", words) for label, words in _sent(one) if words]


def _sent(one: Judged) -> Sequence[tuple[str, str]]:
    entity = next((e for e in ENTITIES.values() if e.kind == one.sent.kind), None)
    if entity is None:
        return [(name, str(value)) for name, value in one.sent.values.items() if isinstance(value, str | int)]
    columns = [
        c
        for c in entity.columns.values()
        if isinstance(c.source, Stored) and not isinstance(c.kind, Link | Links) and c.name in one.sent.values
    ]
    return [(column.label, _shown(column.kind, one.sent.values[column.name])) for column in columns]


def _shown(kind: Any, value: Any) -> str:
    """A plain value as people read it; what is none is shown as it came."""
    try:
        return str(kind.show(kind.load(value)))
    except (ValueError, TypeError, AttributeError):
        return str(value)
