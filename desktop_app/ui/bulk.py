"""What can be done with several chosen rows at once: the bar under the list, and how each action is asked and run."""

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from desktop_app import errors, jobs
from desktop_app.records import Entity, Questions, several
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Layout
from desktop_app.ui.refused_rows import ask_about

AT_ONCE = 100  # rows that are written before anybody has to be told to wait
SHORT = 80  # letters of a record's name

Work = Callable[[Sequence[int], Mapping[str, str]], str]


@dataclass(frozen=True)
class BulkAction:
    """What a screen does with several rows.

    ``work(ids, texts)`` writes all of it in one transaction and returns words for the toast. It raises RefusedRows with
    what is wrong by the place in ``ids``, or Refused with what is wrong under each field. Without a ``layout`` it only
    asks whether.
    """

    name: str
    text: str
    icon: str
    entity: Entity[Any] | Questions
    layout: Layout
    work: Work
    words: str = ""  # stands above the fields
    defaults: Callable[[], Mapping[str, str]] = field(default=dict)


class BulkBar(Flow):
    """Shown while more than one row is chosen: how many, and what can be done with them."""

    def __init__(self, master: kit.Misc, rows: kit.Widget, noun: str, on_none: Callable[[], Any]) -> None:
        """Build an empty bar, to stand under ``rows``; ``on_none`` chooses nothing any more."""
        super().__init__(master, one_line=True)
        self._rows, self._noun = rows, noun
        self._count = kit.label(self, role="bold")
        self.add(self._count)
        self._clear = kit.button(self, "Bỏ chọn", on_none, "quiet", "x-circle")

    def finish(self) -> None:
        """Every action is there: the one that chooses nothing comes last."""
        self.add(self._clear)

    def tell(self, count: int) -> None:
        """Say how many rows are chosen, and show or hide the bar."""
        if count > 1:
            self._count.configure(text=f"Đã chọn {show_whole(count)} {self._noun}:")
            if not self.winfo_manager():
                self.pack(side="bottom", fill="x", pady=(kit.px(self, 6), 0), before=self._rows)
        elif self.winfo_manager():
            self.pack_forget()


def run(parent: kit.Misc, action: BulkAction, service: Any, ids: Sequence[int]) -> bool:
    """Ask what an action needs to know and do it; whether it was done."""
    done: list[str] = []
    title = f"{action.text}: {show_whole(len(ids))} dòng"

    def take(texts: Mapping[str, str]) -> None:
        words = _all_that_may(parent, action, service, list(ids), texts)
        if words is None:
            raise errors.Refused({})  # why has been read: the window stays as it is
        done.append(words)

    if not action.layout:
        if not dialogs.ask_yes_no(parent, title, action.words or f"{action.text} {show_whole(len(ids))} dòng?"):
            return False
        try:
            take({})
        except (errors.Refused, errors.Failed) as refused:
            if str(refused):
                dialogs.warn(parent, "Chưa làm được", f"{refused}.")
    else:
        defaults = action.defaults()
        asking.ask(parent, title, action.entity, action.layout, take, defaults=defaults, words=action.words)
    if done:
        kit.toast(parent, action.text, done[0])
    return bool(done)


def _all_that_may(
    parent: kit.Misc, action: BulkAction, service: Any, ids: list[int], texts: Mapping[str, str]
) -> str | None:
    """Do the work; rows that are refused are shown, and left out if the person wants the others done."""
    while True:
        try:
            if len(ids) <= AT_ONCE:
                return action.work(ids, texts)
            return dialogs.busy(parent, action.text, partial(action.work, ids, texts))
        except errors.Refused as refused:
            wrong = _by_row(refused, ids, action.entity.columns)
            if not wrong:
                raise
            ids = _without(parent, action.text, service, ids, wrong)
            if not ids:
                return None


def _by_row(refused: errors.Refused, ids: Sequence[int], fields: Container[str]) -> dict[int, str]:
    """What is wrong with each row, by its id; nothing where a field of the window is to be put right first."""
    if any(name in fields for name in refused.problems):
        return {}
    if isinstance(refused, errors.RefusedRows):
        return {ids[place]: "; ".join(problems.values()) for place, problems in refused.rows.items()}
    return {int(name): words for name, words in refused.problems.items() if name.isdecimal() and int(name) in ids}


def _without(parent: kit.Misc, title: str, service: Any, ids: Sequence[int], wrong: Mapping[int, str]) -> list[int]:
    """Show why rows are refused; the others, if the person wants to go on with them."""
    left = [record_id for record_id in ids if record_id not in wrong]
    lines = [(short(service.get(record_id)), words) for record_id, words in wrong.items()]
    return left if ask_about(parent, f"Chưa làm được: {title.lower()}", lines, len(left)) else []


def delete(parent: kit.Misc, noun: str, service: Any, ids: Sequence[int], after: Callable[[list[int]], Any]) -> bool:
    """Delete several records, all or none; for ten seconds they can be taken back.

    ``after`` is called with the ids that are chosen then: none, or those that were taken back.
    """
    records = [service.get(record_id) for record_id in ids]
    count = f"{show_whole(len(records))} {noun}"
    if not dialogs.ask_yes_no(parent, f"Xóa {noun}", f"Xóa {count} đã chọn?", "Xóa", dangerous=True):
        return False
    while True:
        try:
            _each(parent, f"Đang xóa {count}", records, service.delete)
            break
        except errors.RefusedRows as refused:
            wrong = {records[place].id: "; ".join(found.values()) for place, found in refused.rows.items()}
            left = _without(parent, f"Xóa {noun}", service, [record.id for record in records], wrong)
            if not left:
                return False
            records = [service.get(record_id) for record_id in left]
            count = f"{show_whole(len(records))} {noun}"
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(parent, f"Chưa xóa {noun}", f"{refused}.")
            return False
        except jobs.Cancelled:
            return False

    def restore() -> None:
        try:
            _each(parent, f"Đang khôi phục {count}", list(reversed(records)), service.restore)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(parent, f"Chưa khôi phục {noun}", f"{refused}.")
        except jobs.Cancelled:
            return
        after([record.id for record in records])

    after([])
    kit.toast(parent, f"Đã xóa {count}", "", "info", ("Hoàn tác", restore))
    return True


def _each(parent: kit.Misc, title: str, records: Sequence[Any], work: Callable[[Any], Any]) -> None:
    if len(records) <= AT_ONCE:
        several.at_once(records, work)
        return
    steps: Generator[float | str, None, list[Any]] = several.each(records, work)
    dialogs.progress(parent, title, steps)


def short(record: Any) -> str:
    """A record's name as far as a message has room for it."""
    name = " ".join(str(record).split())
    return name if len(name) <= SHORT else f"{name[: SHORT - 1]}…"
