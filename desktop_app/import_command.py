"""The command that looks a ward's own register over, row by row, and reads it in when told to."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop_app.errors import Refused
from desktop_app.rules import numbers
from desktop_app.terminal import path, say

if TYPE_CHECKING:
    from desktop_app.features.import_rows.columns import Plan

USAGE = """  import TỆP.xlsx                             xem sổ Excel có sẵn: hiểu từng cột, từng dòng; chưa ghi gì
         [--map TỆP.json]                     ghi các lựa chọn, câu hỏi ra tệp; đã có tệp thì làm theo tệp
         [--accept]                           nhập các dòng đã rõ
         [--out TỆP.xlsx]                     bản sao tô màu ô bị từ chối, kèm lý do
         [--passphrase MẬT_KHẨU]
"""
SHOWN = 12  # options of a question


def add(commands: Any) -> None:
    """Tell the parser of the command."""
    made = commands.add_parser("import")
    made.add_argument("file", type=path)
    made.add_argument("--map", type=path, default=None)
    made.add_argument("--out", type=path, default=None)
    made.add_argument("--accept", action="store_true")
    made.add_argument("--passphrase", default="")


def _import(given: argparse.Namespace) -> int:
    from desktop_app.features.import_desk import service as desk
    from desktop_app.features.import_rows import service as judging

    chosen = desk.read_choices(given.map) if given.map is not None and given.map.exists() else None
    plan = judging.run(desk.open_file(given.file, given.passphrase, chosen))
    _tell(plan)
    if given.map is not None and chosen is None:
        desk.write_choices(plan, given.map.absolute())
        say(f"Đã ghi các lựa chọn và câu hỏi: {given.map}.")
    elif given.map is not None and (fresh := desk.add_questions(plan, given.map.absolute(), chosen or {})):
        say(f"Các câu trả lời dẫn tới {numbers.show_whole(fresh)} câu hỏi mới, đã ghi thêm vào tệp {given.map}.")
    if given.out is not None:
        from desktop_app.features.import_desk import report

        count = report.write(plan, given.out.absolute())
        say(f"Đã lập bản sao có tô màu: {given.out}, {numbers.show_whole(count)} dòng bị từ chối hoặc chờ trả lời.")
    if given.accept:
        _accept(plan)
    if todo := _next(plan, given):
        say(todo)
    return 0


def _tell(plan: "Plan") -> None:
    from desktop_app.features.import_desk import service as desk
    from desktop_app.features.import_map.columns import FIELDS
    from desktop_app.features.import_read.columns import letters

    for place, table in enumerate(plan.tables):
        rows = f"dòng {table.top}" + (f" đến {table.bottom}" if table.bottom > table.top else "")
        left = " – KHÔNG NHẬP" if place in plan.skipped else ""
        count = numbers.show_whole(len(table.data))
        say(f"Trang “{table.sheet.name}”: tiêu đề ở {rows}, {count} dòng nhiệm vụ{left}.")
        for column, name in plan.maps[place].items():
            say(f"  {letters(column)} “{table.label(column)}” → {FIELDS[name]}")
    for note in desk.notes(plan):
        say(f"LƯU Ý: {note}.")
    if not plan.tables:
        raise Refused("Không tìm thấy bảng nào có cột nội dung nhiệm vụ")
    say(f"Kết luận: {desk.tally(plan)}.")
    for row in desk.refused(plan):
        say(f"  {desk.in_words(row)}")
    for question in plan.open_questions:
        say(f"CÂU HỎI ({numbers.show_whole(len(question.rows))} dòng) {question.title} {question.words}")
        options = [f"{value} = {words}" for value, words in question.options.items()]
        more = f"; … và {numbers.show_whole(len(options) - SHOWN)} lựa chọn khác" if len(options) > SHOWN else ""
        proposed = f" (đề nghị: {question.shown(question.proposed)})" if question.proposed else ""
        say(f"  {'; '.join(options[:SHOWN])}{more}{proposed}")
        if question.key in plan.answers:
            say(f"  Không dùng được câu trả lời “{plan.answers[question.key]}”; hãy chọn một trong các cách trên.")


def _accept(plan: "Plan") -> None:
    from desktop_app.features.import_row.columns import Verdict
    from desktop_app.features.import_write import service as writing

    for _ in writing.accept(plan):
        pass
    done = numbers.show_whole(plan.count(Verdict.NEW))
    left = plan.count(Verdict.QUESTION) + plan.count(Verdict.REFUSED)
    say(f"Đã nhập {done} nhiệm vụ." + (f" Còn {numbers.show_whole(left)} dòng chưa nhập, nêu ở trên." if left else ""))


def _next(plan: "Plan", given: argparse.Namespace) -> str:
    """What is to be done now, in words; nothing when all is done."""
    from desktop_app.features.import_desk import service as desk
    from desktop_app.features.import_row.columns import Verdict

    asked, ready = len(plan.open_questions), plan.count(Verdict.NEW)
    if asked:
        where = f"trong tệp {given.map}" if given.map is not None else "trong tệp do --map TỆP.json ghi ra"
        accept = "" if given.accept else "; thêm --accept để nhập"
        return (
            f"Còn {numbers.show_whole(asked)} câu hỏi: điền “{desk.ANSWER}” {where} rồi chạy lại lệnh{accept}. "
            "Câu trả lời có thể dẫn tới câu hỏi mới; lệnh sẽ nêu ra."
        )
    if given.accept:
        return ""
    if ready:
        return f"Không còn câu hỏi nào: thêm --accept để nhập {numbers.show_whole(ready)} nhiệm vụ."
    return "Không có dòng nào để nhập."


def _writes(given: argparse.Namespace) -> bool:
    return bool(given.accept)


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], bool], Callable[[argparse.Namespace], int]]] = {
    "import": (_writes, _import)
}
