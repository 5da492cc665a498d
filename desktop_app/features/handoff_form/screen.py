"""The form of orders in the window: an empty one to hand out, and one filled in by hand on its way to the questions."""

from pathlib import Path

from desktop_app import errors, events
from desktop_app.features.handoff_form import service as form
from desktop_app.features.handoff_form_fields.columns import Read
from desktop_app.outside import viewer
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit

SHOWN = 12  # lines
NAME = "Mẫu giao việc.xlsx"


def hand_out(parent: kit.Misc) -> str:
    """Save an empty form where the person likes; what was done in words, empty when nothing was."""
    from desktop_app.features.handoff_form import report

    path = dialogs.save_file(parent, "Lưu mẫu giao việc trống", NAME, dialogs.EXCEL)
    if path is None:
        return ""
    try:
        report.write(path)
    except (errors.Refused, errors.Failed) as refused:
        dialogs.warn(parent, "Chưa lưu được mẫu", f"{refused}.")
        return ""
    viewer.show(path.parent)
    return f"Đã lưu mẫu giao việc trống: {path}"


def take(parent: kit.Misc, path: Path, passphrase: str = "") -> bool:
    """Turn a filled-in form into questions; False when the file is no such form."""
    try:
        found = dialogs.busy(parent, f"Đang đọc {path.name}", lambda: form.read(path, passphrase))
    except errors.Refused:
        return False
    if not found.rows:
        dialogs.warn(parent, "Mẫu giao việc chưa dùng được", _in_words(found))
        return True
    count = show_whole(len(found.rows))
    words = (
        f"{_in_words(found)}\n\nĐưa {count} nhiệm vụ vào mục Câu hỏi? Chưa nhiệm vụ nào được nhập trước khi trả lời."
    )
    if dialogs.ask_yes_no(parent, f"Mẫu giao việc: {path.name}", words, "Đưa vào câu hỏi"):
        asked = form.ask(found)
        action = ("Trả lời", lambda: events.publish(events.Open("questions")))
        before = f"; {show_whole(len(found.rows) - asked)} dòng đã hỏi trước đây" if asked < len(found.rows) else ""
        kit.toast(parent, "Đã đưa vào câu hỏi", f"{show_whole(asked)} nhiệm vụ{before}.", "warning", action)
    return True


def _in_words(found: Read) -> str:
    lines = [f"Hiểu được {show_whole(len(found.rows))} nhiệm vụ."]
    lines += [f"– Lưu ý: {note}." for note in dict.fromkeys(found.notes)]
    wrong = [f"– Chưa dùng được: {trouble}." for trouble in found.wrong]
    more = [f"… và {show_whole(len(wrong) - SHOWN)} chỗ khác"] if len(wrong) > SHOWN else []
    return "\n".join([*lines, *wrong[:SHOWN], *more])
