"""The sheets of a package that say what became of the packages received from its addressee."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from db.models import Package, ReceivedRow, Unit
from db.words import PackageKind, PackageState, Verdict
from desktop_app.excel import package
from desktop_app.excel.sheets import Sheet, SheetColumn
from desktop_app.records.kinds import Day, Text, Whole
from desktop_app.rules.numbers import show_whole

RECEIPTS, ODD_ROWS = "Biên nhận", "Kết luận từng dòng"
AGAIN = 10  # packages: a receipt that was lost on the way is told again with the next ones
ODD = (Verdict.QUESTION, Verdict.REFUSED, Verdict.LATE)
RECEIPT_COLUMNS = (
    SheetColumn("number", "Số gói", Whole(), 10),
    SheetColumn("entered_on", "Ngày nhận", Day(), 14),
    SheetColumn("period", "Kỳ", Text(), 12),
    SheetColumn("state", "Tình trạng", Text(), 28),
    SheetColumn("tally", "Kết luận", Text(), 60),
)
ODD_COLUMNS = (
    SheetColumn("number", "Số gói", Whole(), 10),
    SheetColumn("sheet", "Trang", Text(), 24),
    SheetColumn("title", "Bản ghi", Text(), 44),
    SheetColumn("verdict", "Kết luận", Text(), 22),
    SheetColumn("reason", "Lý do", Text(), 50),
)


def sheets(receiver: Unit) -> Iterator[Any]:
    """A line a package that came in from ``receiver``, and each of its rows that was not simply taken."""
    received = Package.select().where(Package.incoming, Package.peer == receiver, Package.kind != PackageKind.RECEIPT)
    newest = enumerate(received.order_by(Package.id.desc()))
    told = [one for place, one in newest if not one.receipted or place < AGAIN]
    if not told:
        return
    titles = ("BIÊN NHẬN", f"Các gói của {receiver.name}")
    kept = [_sealed(RECEIPTS, one, {"state": one.state, "tally": json.loads(one.tally)}) for one in told]
    yield package.PackageSheet(
        "receipt", Sheet(RECEIPTS, titles, RECEIPT_COLUMNS, [_line(one) for one in told], held=1), kept
    )
    query = ReceivedRow.select().where(ReceivedRow.package.in_(told), ReceivedRow.verdict.in_(ODD))
    odd = list(query.order_by(ReceivedRow.package.desc(), ReceivedRow.place))
    if odd:
        yield _odd_rows(odd)


def words_of(tally: str) -> str:
    """How many rows came to what, out of the JSON of a package's tally.

    >>> words_of('{"new": 12, "question": 1, "late": 0}')
    'mới 12; cần trả lời 1'
    """
    counts = json.loads(tally).items()
    return "; ".join(f"{Verdict(name).label.lower()} {show_whole(count)}" for name, count in counts if count)


def _line(one: Package) -> list[Any]:
    entered_on = one.entered_at.date() if one.entered_at else None
    return [one.running_number, entered_on, one.period, PackageState(one.state).label, words_of(one.tally)]


def _odd_rows(odd: Sequence[ReceivedRow]) -> Any:
    lines = [[o.package.running_number, o.sheet, o.title, Verdict(o.verdict).label, o.reason] for o in odd]
    kept = [_sealed(ODD_ROWS, o, {"record": o.record, "verdict": o.verdict, "package": o.package.uid}) for o in odd]
    titles = ("KẾT LUẬN TỪNG DÒNG", "Những dòng cần trả lời, bị từ chối hoặc đến muộn")
    return package.PackageSheet("receipt_row", Sheet(ODD_ROWS, titles, ODD_COLUMNS, lines, held=1), kept)


def _sealed(sheet: str, of: Any, values: dict[str, Any]) -> Any:
    return package.PackageRow(sheet, of.uid, (1, 1, 1), None, values)
