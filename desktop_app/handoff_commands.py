"""The commands of the hand-off: packages out and in, questions, keys, the figures of the offices below."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from db.words import Answer, KeyState, PackageKind, PackageState, QuestionSort
from desktop_app import errors, receive_command
from desktop_app.errors import Refused
from desktop_app.receive_command import neighbour
from desktop_app.rules import numbers
from desktop_app.terminal import day, path, say

USAGE = """  assign --to MÃ_ĐƠN_VỊ --out TỆP.xlsx        lập gói giao việc gửi cấp dưới
  assign --to all --out THƯ_MỤC               như trên cho mọi đơn vị có việc mới, mỗi đơn vị một tệp
  send --period KỲ --out TỆP.xlsx             lập gói báo cáo gửi cấp trên
         [--to MÃ_ĐƠN_VỊ] [--as-at NGÀY]         cả ba lệnh lập gói: [--passphrase MẬT_KHẨU]
  receipt --to MÃ_ĐƠN_VỊ --out TỆP.xlsx       lập biên nhận cho các gói đã nhận của đơn vị
  receive TỆP…                                xem gói, mẫu giao việc nhận về; chưa ghi gì
         [--accept]                           ghi các dòng đã rõ; dòng cần trả lời thì để lại câu hỏi
         [--out TỆP.xlsx] [--answers TỆP]     lập bảng trả lời; ghi theo bảng đã trả lời
         [--trust DẤU_VÂN_TAY [--unit MÃ_ĐƠN_VỊ]] [--passphrase MẬT_KHẨU]
  outbox | inbox                              các gói đã lập | đã nhận
  questions [answer MÃ theirs|ours]           câu hỏi đang chờ; trả lời: theo gói | theo sổ
  undo SỐ --from MÃ_ĐƠN_VỊ                    hoàn tác gói đã nhận
  coverage --period KỲ                        cấp dưới nào đã báo cáo kỳ này, số liệu tổng hợp
  keys [confirm MÃ_ĐƠN_VỊ DẤU_VÂN_TAY]        khóa của mình và các nơi; xác nhận một khóa
  form --out TỆP.xlsx                         mẫu giao việc để trống, cho nơi chỉ có Excel
"""
ALL = "all"
MADE = ("assign", "send", "receipt")  # the commands that make a package
SHORTEST_UID = 4


def add(commands: Any) -> None:
    """Tell the parser of every command here."""
    named = {name: commands.add_parser(name) for name in COMMANDS}
    for name in ("assign", "receipt"):
        named[name].add_argument("--to", required=True)
    named["send"].add_argument("--to", default="")
    named["send"].add_argument("--as-at", type=day, default=None)
    for name in ("send", "coverage"):
        named[name].add_argument("--period", required=True)
    for name in ("assign", "send", "receipt", "form"):
        named[name].add_argument("--out", type=path, required=True)
    for name in MADE:
        named[name].add_argument("--passphrase", default="")
    receive = named["receive"]
    receive.add_argument("files", type=path, nargs="+")
    receive.add_argument("--accept", action="store_true")
    for name in ("--out", "--answers"):
        receive.add_argument(name, type=path, default=None)
    for name in ("--trust", "--unit", "--passphrase"):
        receive.add_argument(name, default="")
    named["undo"].add_argument("number", type=int)
    named["undo"].add_argument("--from", dest="sender", required=True)
    answer = named["questions"].add_subparsers(dest="action").add_parser("answer")
    answer.add_argument("uid")
    answer.add_argument("said", choices=[answer.value for answer in reversed(Answer)])
    confirm = named["keys"].add_subparsers(dest="action").add_parser("confirm")
    confirm.add_argument("unit")
    confirm.add_argument("fingerprint")


def wrong(given: argparse.Namespace) -> str:
    """What does not go together in a command line, or nothing."""
    if given.command != "receive":
        return ""
    if len(given.files) > 1 and (given.out or given.answers):
        return "--out và --answers chỉ dùng khi nhận một tệp"
    return "--unit chỉ dùng cùng --trust" if given.unit and not given.trust else ""


# --- Out ---


def _assign(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_send import service as handoff
    from desktop_app.features.units import service as units

    if given.to.casefold() != ALL:
        unit = next((one for one in units.subs() if one.code.casefold() == given.to.casefold()), None)
        out = given.out.absolute()
        if unit is not None and out.is_dir():
            out /= handoff.suggested_name(PackageKind.ASSIGNMENT, unit)
        return _made(handoff.prepare_assignment(out, to=given.to), given.passphrase)
    if given.out.suffix.lower() == ".xlsx":
        raise Refused("Giao cho mọi đơn vị thì sau --out là một thư mục; mỗi đơn vị được một tệp trong đó")
    below = units.subs()
    if not below:
        raise Refused("Chưa khai báo đơn vị cấp dưới; hãy thêm ở mục Đơn vị")
    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.of_file(error) from error
    for unit in below:
        out = given.out.absolute() / handoff.suggested_name(PackageKind.ASSIGNMENT, unit)
        try:
            sending = handoff.prepare_assignment(out, to=unit.code)
        except Refused as nothing:
            say(f"{unit.code}: {nothing}.")
        else:
            _made(sending, given.passphrase)
    return 0


def _send(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_send import service as handoff

    return _made(handoff.prepare(given.period, given.out.absolute(), to=given.to, as_at=given.as_at), given.passphrase)


def _receipt(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_send import service as handoff

    return _made(handoff.prepare_receipt(given.out.absolute(), to=given.to), given.passphrase)


def _made(sending: Any, passphrase: str) -> int:
    from desktop_app.features.handoff_send import report as package
    from desktop_app.features.handoff_send import service as handoff

    sending = replace(sending, passphrase=passphrase)
    sent = handoff.enter(sending, package.write(sending))
    say(
        f"Đã lập gói số {sent.running_number} gửi {sent.receiver}: {sent.file}, {numbers.show_whole(sent.rows)} dòng, "
        f"đã đọc lại và khớp với dữ liệu. Mã kiểm tra: {sent.check_code}."
    )
    return 0


def _form(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_form import report as form

    form.write(given.out.absolute())
    say(f"Đã lập mẫu giao việc để trống: {given.out}.")
    return 0


# --- Books ---


def _outbox(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_status import service as status

    return _list(status.outbox(), "gửi")


def _inbox(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_receive import service as receiving
    from desktop_app.features.handoff_status import service as status

    return _list(status.received(receiving.inbox()), "của")


def _list(found: Sequence[Any], of: str) -> int:
    if not found:
        say("Chưa có gói nào.")
    for one in found:
        package = one.package
        moment = package.entered_at if package.incoming else package.made_at
        period = f" kỳ {package.period}" if package.period else ""
        rows = numbers.show_whole(package.rows)
        tally = f" – {one.tally}" if one.tally else ""
        say(
            f"{moment:%d/%m/%Y %H:%M}  {one.kind.lower()} số {package.running_number}{period} {of} {package.peer} "
            f"(mã {package.peer.code}), {rows} dòng, {package.file_name}: {one.state}{tally}"
        )
    return 0


def _questions(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_questions import service as questions

    waiting = questions.open_questions()
    if given.action == "answer":
        found = [one for one in waiting if one.uid.startswith(given.uid) and len(given.uid) >= SHORTEST_UID]
        if len(found) != 1:
            many = f"Có {len(found)} câu hỏi bắt đầu bằng “{given.uid}”; hãy ghi dài hơn"
            raise Refused(many if found else f"Không có câu hỏi nào đang chờ mang mã “{given.uid}”; xem lệnh questions")
        said = Answer(given.said)
        questions.answer(found[0], said)
        theirs, ours = questions.labels(found[0])
        say(f"Đã trả lời “{theirs if said == Answer.THEIRS else ours}”: {found[0].title}.")
        return 0
    for one in waiting:
        theirs, ours = questions.labels(one)
        say(f"{one.uid}  {QuestionSort(one.sort).label}: {one.title}")
        say(f"  {one.words}")
        for label, here, there in questions.sides(one):
            both = (f"trong sổ “{here}”" if here else "", f"gửi đến “{there}”" if there else "")
            say(f"  {label}: {' '.join(', '.join(filter(None, both)).split())}")
        say(f"  theirs = {theirs}; ours = {ours}")
    say(f"{numbers.show_whole(len(waiting))} câu hỏi chờ trả lời.")
    return 0


def _undo(given: argparse.Namespace) -> int:
    from desktop_app.features.handoff_receive import service as receiving
    from desktop_app.features.handoff_undo import service as undoing

    taken = (PackageState.APPLIED, PackageState.ASKING)
    found = [one for one in receiving.inbox() if one.running_number == given.number and one.state in taken]
    found = [one for one in found if one.peer.code.casefold() == given.sender.casefold()]
    if not found:
        raise Refused(f"Không có gói số {given.number} đã nhận của “{given.sender}”; xem lệnh inbox")
    package = max(found, key=lambda one: one.epoch)
    count = undoing.undo(package)
    say(f"Đã hoàn tác gói số {given.number} của {package.peer}: {numbers.show_whole(count)} bản ghi trở lại như trước.")
    return 0


def _coverage(given: argparse.Namespace) -> int:
    from desktop_app.features.consolidation import service as consolidation

    found = consolidation.coverage(given.period)
    say(f"{found.period.label}: {found.words} đã báo cáo.")
    heading, *table = consolidation.lines(found)
    for line in table:
        figures = "; ".join(f"{name}: {text}" for name, text in zip(heading[3:], line[3:], strict=True))
        say(f"{' '.join(filter(None, line[:2]))} – {line[2]}. {figures}.")
    return _figures_of(given.period)


def _figures_of(code: str) -> int:
    from desktop_app.features.consolidation_figures import service as coverages

    found = coverages.coverage(code)
    if any(line.expected for line in found.lines):
        say(f"Số liệu chỉ tiêu: {found.words}.")
        for line in found.lines:
            missing = f": {'; '.join(line.missing)}" if line.reported and line.missing else ""
            say(f"{line.code} {line.name} – {line.words}, {line.reported}/{line.expected}{missing}.")
    return 0


def _keys(given: argparse.Namespace) -> int:
    from desktop_app.features.peers import service as peers

    if given.action == "confirm":
        return _confirm(given.unit, given.fingerprint)
    say(f"Khóa của cơ quan mình: {peers.own_fingerprint()}")
    for peer in peers.known():
        unit = f", là {peer.unit} (mã {peer.unit.code})" if peer.unit is not None else ""
        say(f"{peers.fingerprint_of(peer)}  {peer.name} (mã {peer.code}): {KeyState(peer.state).label}{unit}")
    return 0


def _confirm(code: str, fingerprint: str) -> int:
    from desktop_app.features.peers import service as peers

    unit = neighbour(code)
    wanted = peers.bare(fingerprint)
    found = [one for one in peers.known() if peers.bare(peers.fingerprint_of(one)) == wanted]
    if not found:
        raise Refused(
            f"Không có khóa nào có dấu vân tay {fingerprint}; hãy chạy receive TỆP --accept để ghi khóa trước"
        )
    if found[0].state == KeyState.CONFIRMED and found[0].unit == unit:
        say(f"Khóa của {unit} đã được xác nhận từ trước.")
        return 0
    peers.confirm(peers.sender_of(found[0]), unit, fingerprint)
    say(f"Đã xác nhận khóa của {found[0].name}, là {unit} (mã {unit.code}) trong danh bạ.")
    return 0


def _acts(given: argparse.Namespace) -> bool:
    return given.action is not None


Writes = bool | Callable[[argparse.Namespace], bool]

# What each command does, and whether it writes into the database.
COMMANDS: dict[str, tuple[Writes, Callable[[argparse.Namespace], int]]] = {
    "assign": (True, _assign),
    "send": (True, _send),
    "receipt": (True, _receipt),
    "receive": (receive_command.writes, receive_command.receive),
    "outbox": (False, _outbox),
    "inbox": (False, _inbox),
    "questions": (_acts, _questions),
    "undo": (True, _undo),
    "coverage": (False, _coverage),
    "keys": (_acts, _keys),
    "form": (False, _form),
}
