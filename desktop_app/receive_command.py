"""The command that looks packages and templates over, and receives them when told to."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.words import PackageKind, PackageState
from desktop_app.errors import Failed, Refused
from desktop_app.rules import numbers
from desktop_app.rules.dates import show_date
from desktop_app.terminal import complain, say

if TYPE_CHECKING:
    from db.models import Unit
    from desktop_app.features.handoff_form_fields.columns import Read
    from desktop_app.features.handoff_receive.columns import Examined


def writes(given: argparse.Namespace) -> bool:
    """Whether the office's file will be written to: looking a package over also works while a window is open."""
    return bool(given.accept or given.answers is not None or given.trust)


def receive(given: argparse.Namespace) -> int:
    """Each file in the order it was made in; one that is refused does not keep the next from being received."""
    from desktop_app.excel import guarded

    with guarded.Reader() as reader:
        found, good = [], True
        for file in given.files:
            try:
                found.append(_looked_at(file, given.passphrase, reader))
            except (Refused, Failed) as reason:
                complain(f"{file.name}: {reason}")
                good = False
        for one in sorted(found, key=_place):
            try:
                _received(one, given, reader)
            except (Refused, Failed) as reason:
                complain(f"{one.path.name}: {reason}")
                good = False
    return 0 if good else 1


def _looked_at(file: Path, passphrase: str, reader: Any) -> "Examined | Read":
    """A package, or a template of orders."""
    from desktop_app.excel import refusals
    from desktop_app.features.handoff_form import service as form
    from desktop_app.features.handoff_receive import service as receiving

    try:
        return receiving.examine(file, passphrase, reader)
    except refusals.RefusedFile as reason:
        if reason.code != refusals.NO_PACKAGE:
            raise
        try:
            return form.read(file, passphrase, reader)
        except Refused as none:
            raise Refused(f"{reason}. {none}") from None


def _place(found: "Examined | Read") -> tuple[str, str, int, int]:
    """Packages by sender, epoch and number; templates after them, as they were named."""
    manifest = getattr(found, "manifest", None)
    if manifest is None:
        return ("\uffff", "", 0, 0)
    return (manifest.from_name, manifest.from_uid, manifest.epoch, manifest.running_number)


def _received(found: "Examined | Read", given: argparse.Namespace, reader: Any) -> None:
    from desktop_app.features.handoff_form_fields.columns import Read
    from desktop_app.features.handoff_receive import service as receiving

    accepting = given.accept or given.answers is not None
    if isinstance(found, Read):
        _tell_form(found)
        _ask_form(found, given, accepting=accepting)
        return
    if given.trust and not found.sender.confirmed and not found.refusal:
        _trust(found, given)
    if given.trust or (accepting and len(given.files) > 1):  # what came just before may have changed what this means
        found = receiving.examine(found.path, given.passphrase, reader)
    _tell(found)
    if given.out is not None:
        from desktop_app.features.handoff_answers import report

        count = report.write(found, given.out.absolute())
        say(f"Đã lập bảng trả lời: {given.out}, {numbers.show_whole(count)} dòng.")
    if found.refusal:
        raise Refused(found.refusal)
    if accepting:
        _accept(found, given)


def _trust(found: "Examined", given: argparse.Namespace) -> None:
    from desktop_app.features.peers import service as peers

    unit = neighbour(given.unit) if given.unit else found.sender.suggestion
    if unit is None:
        raise Refused(f"Chưa rõ {found.sender.name} là đơn vị nào; hãy thêm --unit MÃ_ĐƠN_VỊ{_known()}")
    peers.confirm(found.sender, unit, given.trust)
    say(f"Đã xác nhận khóa của {found.sender.name}, là {unit} (mã {unit.code}) trong danh bạ.")


def neighbour(code: str) -> "Unit":
    """The unit above or below us that has a code; Refused, naming them all, when there is none."""
    from desktop_app.features.peers import service as peers

    unit = next((one for one in peers.above_and_below() if one.code.casefold() == code.strip().casefold()), None)
    if unit is None:
        raise Refused(f"“{code}” không phải mã đơn vị cấp trên hay cấp dưới{_known()}")
    return unit


def _known() -> str:
    from desktop_app.features.peers import service as peers

    named = ", ".join(f"{unit.code} ({unit.name})" for unit in peers.above_and_below())
    return f"; có: {named}" if named else "; chưa có đơn vị nào, hãy thêm ở mục Đơn vị"


def _tell(found: "Examined") -> None:
    """The facts of the cover, what speaks for and against it, and every row that is not as it was."""
    from desktop_app.features.handoff_answers import service as answers
    from desktop_app.features.handoff_answers.columns import QUIET

    manifest = found.manifest
    period = f", kỳ {manifest.period_label}" if manifest.period_label else ""
    as_at = f", số liệu đến {show_date(manifest.as_at)}" if manifest.as_at else ""
    say(
        f"{found.path.name}: gói {PackageKind(manifest.kind).label.lower()} số {manifest.running_number} (lần khởi tạo "
        f"{manifest.epoch}) của {manifest.from_name} (mã {manifest.from_code}) gửi {manifest.to_name}{period}{as_at}, "
        f"lập {manifest.made_at:%H:%M %d/%m/%Y}."
    )
    counted = "; ".join(f"{name} {numbers.show_whole(count)}" for name, count in manifest.counts.items())
    totals = "; ".join(f"{name} {value}" for name, value in manifest.control_totals.items())
    say(f"  Số dòng: {counted or 'không có dòng nào'}." + (f" Số liệu đối chiếu: {totals}." if totals else ""))
    say(f"  Mã kiểm tra: {found.check_code}. Dấu vân tay khóa nơi gửi: {found.fingerprint}.")
    for note in (found.key_words, *found.notes):
        if note:
            say(f"  LƯU Ý: {note.rstrip('.')}.")
    if found.replayed is not None:
        say(f"  Gói này đã nhận ngày {found.replayed.entered_at:%d/%m/%Y %H:%M}; không có gì thay đổi.")
        return
    if found.rows:
        say(f"  Kết luận: {_tally(found.tally)}.")
    for line in answers.lines(found):
        if line.verdict not in QUIET:
            say(f"  {line.words}")


def _tally(tally: dict[str, int]) -> str:
    from desktop_app.features.handoff_receipts.service import words_of

    return words_of(json.dumps(tally)) or "không có dòng nào"


def _accept(found: "Examined", given: argparse.Namespace) -> None:
    from desktop_app.features.handoff_answers import service as answers
    from desktop_app.features.handoff_receive import service as receiving
    from desktop_app.features.peers import service as peers

    if not found.sender.confirmed:
        peers.remember(found.sender)
        unit = found.sender.suggestion.code if found.sender.suggestion else "MÃ_ĐƠN_VỊ"
        raise Refused(
            f"Khóa của {found.sender.name} chưa được xác nhận; đã ghi vào danh sách khóa. Hãy gọi nơi gửi theo số điện "
            f"thoại đã biết, đối chiếu dấu vân tay rồi chạy: keys confirm {unit} {found.fingerprint}"
        )
    said = answers.read(given.answers, found) if given.answers is not None else {}
    if found.replayed is not None:
        if said:
            count = answers.answer_received(found.replayed, said)
            say(f"  Đã trả lời {numbers.show_whole(count)} câu hỏi của gói đã nhận.")
        return
    outcome = receiving.accept(found, said)
    asking = outcome.package.state == PackageState.ASKING
    say(f"  Đã ghi vào sổ: {_tally(outcome.tally)}." + (" Còn câu hỏi chờ trả lời: lệnh questions." if asking else ""))


def _tell_form(found: "Read") -> None:
    say(f"{found.path.name}: mẫu giao việc ghi tay, hiểu được {numbers.show_whole(len(found.rows))} nhiệm vụ.")
    for note in dict.fromkeys((*(note for row in found.rows for note in row.notes), *found.notes)):
        say(f"  LƯU Ý: {note}.")
    for row in found.rows:
        told = "; ".join(f"{label}: {text}" for label, text in row.told.items())
        say(f"  [{row.sheet}, dòng {row.row}] {' '.join(told.split())}")
    for trouble in found.wrong:
        say(f"  [CHƯA DÙNG ĐƯỢC] {trouble}.")


def _ask_form(found: "Read", given: argparse.Namespace, *, accepting: bool) -> None:
    from desktop_app.features.handoff_form import service as form

    if given.out is not None or given.answers is not None:
        raise Refused("Mẫu giao việc không có bảng trả lời; thêm --accept để đưa từng dòng vào câu hỏi")
    if accepting:
        asked = form.ask(found)
        before = len(found.rows) - asked
        words = f"; {numbers.show_whole(before)} dòng đã hỏi trước đây" if before else ""
        say(f"  Đã đưa {numbers.show_whole(asked)} nhiệm vụ vào câu hỏi{words}. Trả lời: lệnh questions.")
    if found.wrong:
        raise Refused(f"{numbers.show_whole(len(found.wrong))} chỗ trong mẫu chưa dùng được, nêu ở trên")
