"""Asking before a package is taken back, and saying what stands against it."""

from typing import Any

from desktop_app import errors, jobs
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit

SHOWN = 12  # lines


def undo(parent: kit.Misc, package: Any) -> str:
    """Take a package back; what was done in words, empty when nothing was."""
    if package.state == "undone":
        return "Gói này đã được hoàn tác; nhận lại bằng nút “Nhận gói… (Ctrl+N)”."
    against = dialogs.run_job(
        parent, "Đang xem các bản ghi của gói", jobs.start(undoing.against(package)), can_cancel=False
    )
    if against:
        more = f"\n… và {show_whole(len(against) - SHOWN)} bản ghi khác" if len(against) > SHOWN else ""
        words = "Sau khi nhận gói đã có thay đổi ở:\n" + "\n".join(f"– {line}" for line in against[:SHOWN]) + more
        dialogs.warn(parent, "Không hoàn tác được", words)
        return ""
    words = (
        f"Hoàn tác gói số {package.running_number} của {package.peer}? Mọi bản ghi trở về như trước khi nhận; nơi gửi "
        "được báo bằng biên nhận sau và sẽ gửi lại toàn bộ. Tệp này nhận lại được."
    )
    if not dialogs.ask_yes_no(parent, "Hoàn tác gói đã nhận", words, "Hoàn tác", dangerous=True):
        return ""
    try:
        count = dialogs.progress(parent, "Đang sao lưu rồi hoàn tác", undoing.undoing(package))
    except jobs.Cancelled:
        return "Đã dừng; các bản ghi vẫn như sau khi nhận gói."
    except (errors.Refused, errors.Failed) as refused:
        dialogs.warn(parent, "Chưa hoàn tác", f"{refused}.")
        return ""
    return f"Đã hoàn tác gói số {package.running_number}: {show_whole(count)} dòng trở về như cũ."
