"""The last save taken back from the window: offered in a toast, and asked for later with a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app import errors
from desktop_app.records import Entity, undo
from desktop_app.ui import dialogs, kit

OFFER = "Hoàn tác"
KEY = "Ctrl+Alt+Z"

hands: undo.Hands = undo.no_hands  # the rooms' services by kind of record; said once by whoever starts the program


def told(widget: kit.Misc, title: str, message: str, mark: int) -> None:
    """Say that something was saved; what the journal told since ``mark`` can be taken back for ten seconds."""
    kit.toast(widget, title, message, action=offer(widget, mark))


def offer(widget: kit.Misc, mark: int) -> tuple[str, Callable[[], Any]] | None:
    """What a toast may offer about a save: nothing where nothing changed, or where it cannot be taken back honestly."""
    group = undo.since(mark)
    if group is None:
        return None
    try:
        undo.look(group, hands)
    except errors.Refused:
        return None
    return OFFER, lambda: take_back(widget, group)


def take_back(widget: kit.Misc, group: undo.Group) -> bool:
    """Take a group back and say so; whether it was done. That itself can be taken back."""
    mark = undo.mark()
    try:
        plan = undo.undo(group, hands)
    except (errors.Refused, errors.Failed) as refused:
        dialogs.warn(widget, "Chưa hoàn tác", f"{refused}.")
        return False
    again = undo.since(mark)
    more = None if again is None else ("Làm lại", lambda: take_back(widget, again))
    kit.toast(widget, "Đã hoàn tác", f"{plan.title[:1].upper()}{plan.title[1:]}", "info", more)
    return True


def last(widget: kit.Misc, entity: Entity[Any] | None = None, record: Any = None) -> None:
    """Take back the last save of a record, or of anything, after having shown what it was."""
    group = undo.latest(entity, record)
    if group is None:
        what = f"{entity.noun} này" if entity is not None and record is not None else "dữ liệu"
        kit.toast(widget, "Không có gì để hoàn tác", f"Bạn chưa ghi lần nào vào {what}.", "info")
        return
    try:
        plan = undo.look(group, hands)
    except errors.Refused as refused:
        dialogs.warn(widget, "Không hoàn tác được lần lưu cuối", f"{refused}.")
        return
    when = f"{plan.entries[-1].at:%H:%M:%S, %d/%m/%Y}"
    question = f"Trả lại như trước lần lưu lúc {when}:\n" + "\n".join(f"– {line}" for line in plan.lines)
    if dialogs.ask_yes_no(widget, "Hoàn tác lần lưu cuối", question, OFFER):
        take_back(widget, group)
