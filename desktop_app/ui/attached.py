"""The files of a record, under its form: a short list with what can be done about them, by keyboard too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from desktop_app import errors, events, jobs
from desktop_app.records import Entity
from desktop_app.ui import asking, dialogs, kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.listing import Heading, Listing

HEADINGS = (
    Heading("Tên tệp", 34, grows=True),
    Heading("Dung lượng", 10, "e"),
    Heading("Người thêm", 20),
    Heading("Thời điểm thêm", 16),
    Heading("Ghi chú", 18),
)
FEWEST, MOST = 1, 6  # lines shown
NONE = "Chưa có tệp nào. Văn bản có độ mật không được đính kèm."


class Line(Protocol):
    """One file as it is listed."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> str: ...
    @property
    def added_at(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def trouble(self) -> str: ...


class Files(Protocol):
    """What the section asks of the room that keeps files: a module with these functions."""

    @property
    def entity(self) -> Entity[Any]: ...
    def find(self, kind: str, uid: str, /) -> Sequence[Line]: ...
    def get(self, attachment_id: int, /) -> Any: ...
    def bring(self, path: Path, tell: Callable[[int], object], /) -> Any: ...
    def enter(self, kind: str, uid: str, brought: Any, /) -> Any: ...
    def save(self, texts: dict[str, str], record: Any, /) -> Any: ...
    def remove(self, record: Any, /) -> None: ...
    def restore(self, record: Any, /) -> None: ...
    def show(self, record: Any, /) -> bool: ...
    def save_as(self, record: Any, path: Path, /) -> None: ...
    def name_on_disk(self, record: Any, /) -> str: ...


class Attached(kit.Frame):
    """The section of one record; it reads itself again when files have changed."""

    def __init__(self, master: kit.Misc, files: Files, kind: str, uid: str) -> None:
        super().__init__(master)
        self.files, self.kind, self.uid = files, kind, uid
        gap = kit.px(self, 4)
        self.title = kit.label(self, "Tệp đính kèm", "heading")
        self.title.pack(anchor="w", pady=(3 * gap, gap))
        self.none = kit.wraplabel(self, NONE, "muted")
        self.list = Listing(self, HEADINGS, height=FEWEST)
        self.list.tree.bind("<Return>", lambda event: self._key(self.look))
        self.list.tree.bind("<Double-1>", lambda event: self.look())
        self.list.tree.bind("<Delete>", lambda event: self._key(self.remove))
        self.buttons = Flow(self)
        self.add_button = self.buttons.button("Thêm tệp…", "paperclip", self.add)
        self.of_one = [
            self.buttons.button("Mở tệp", "box-arrow-up-right", self.look),
            self.buttons.button("Lưu ra…", "save", self.save_as),
            self.buttons.button("Tên, ghi chú…", "pencil", self.edit),
            self.buttons.button("Bỏ tệp", "x-lg", self.remove, "quiet"),
        ]
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        self._deaf = events.listen(events.Changed, self._changed)
        self.refresh()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    def refresh(self) -> None:
        """Read the list again; what was chosen stays chosen."""
        lines = self.files.find(self.kind, self.uid)
        for widget in (self.none, self.list):
            widget.pack_forget()
        (self.list if lines else self.none).pack(fill="x", after=self.title)
        self.list.tree.configure(height=max(FEWEST, min(MOST, len(lines))))
        self.list.fill([(str(one.id), _cells(one), "danger" if one.trouble else "") for one in lines])
        for button in self.of_one:
            self.buttons.show(button, bool(lines))

    # --- What the buttons do ---

    def add(self) -> None:
        """Ask for files and bring them in; each that cannot be is said with its reason, the others are added."""
        paths = dialogs.open_files(self, "Chọn tệp đính kèm")
        if not paths:
            return
        wrong: list[str] = []
        job = jobs.start(partial(_bring, self.files, paths, wrong))
        try:
            brought = dialogs.run_job(self, "Thêm tệp đính kèm", job)
        except jobs.Cancelled:
            kit.toast(self, "Đã dừng, chưa thêm tệp nào", "", "info")
            return
        added = [one for one in brought if self._enter(one, wrong)]
        if added:
            kit.toast(self, "Đã thêm tệp đính kèm", "; ".join(one.name for one in added))
        if wrong:
            dialogs.warn(self, "Có tệp chưa thêm được", "\n".join(f"{words}." for words in wrong))
        self.list.tree.focus_set()

    def look(self) -> None:
        """Show a copy of the chosen file in the system's viewer."""
        if (record := self._chosen()) is None:
            return
        shown: list[bool] = []
        if self._done("Chưa mở được tệp", lambda: shown.append(self.files.show(record))) and not shown[0]:
            dialogs.warn(self, "Chưa mở được tệp", "Máy này chưa có chương trình mở loại tệp này; hãy bấm “Lưu ra…”.")

    def save_as(self) -> None:
        """Copy the chosen file to where the person says."""
        if (record := self._chosen()) is None:
            return
        path = dialogs.save_file(self, "Lưu tệp ra", self.files.name_on_disk(record))
        if path is not None and self._done("Chưa lưu được tệp", lambda: self.files.save_as(record, path)):
            kit.toast(self, "Đã lưu tệp", str(path))

    def edit(self) -> None:
        """Ask for the name and the note of the chosen file."""
        if (record := self._chosen()) is None:
            return
        entity = self.files.entity
        layout, texts = (("name",), ("note",)), entity.texts(record)
        asking.ask(self, "Tên, ghi chú", entity, layout, lambda new: self.files.save(new, record), defaults=texts)

    def remove(self) -> None:
        """Take the chosen file out; for ten seconds it can be put back."""
        if (record := self._chosen()) is None:
            return
        words = f"Bỏ tệp “{record.name}” khỏi bản ghi này? Nội dung tệp vẫn được giữ trong thư mục dữ liệu."
        if not dialogs.ask_yes_no(self, "Bỏ tệp đính kèm", words, "Bỏ tệp", dangerous=True):
            return
        if self._done("Chưa bỏ được tệp", lambda: self.files.remove(record)):
            kit.toast(
                self, "Đã bỏ tệp đính kèm", str(record.name), "info", ("Hoàn tác", lambda: self._put_back(record))
            )
            (self.list.tree if self.list.winfo_manager() else self.add_button).focus_set()

    # --- Inside ---

    def _changed(self, news: events.Changed) -> None:
        if news.kind == self.files.entity.kind:
            self.refresh()

    def _chosen(self) -> Any | None:
        return self.files.get(int(self.list.chosen)) if self.list.chosen else None

    def _enter(self, brought: Any, wrong: list[str]) -> bool:
        try:
            self.files.enter(self.kind, self.uid, brought)
        except (errors.Refused, errors.Failed) as refused:
            wrong.append(str(refused))
            return False
        return True

    def _put_back(self, record: Any) -> None:
        self._done("Chưa đính kèm lại được tệp", lambda: self.files.restore(record))

    def _done(self, title: str, work: Callable[[], object]) -> bool:
        try:
            work()
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, title, f"{refused}.")
            return False
        return True

    def _key(self, work: Callable[[], None]) -> str:
        work()
        return "break"


def _bring(files: Files, paths: Sequence[Path], wrong: list[str], progress: jobs.Progress) -> list[Any]:
    """Copy the files in, one after the other, in a worker; what is wrong with some goes into ``wrong``."""
    brought = []
    for place, path in enumerate(paths):
        progress(place / len(paths), path.name)
        try:
            brought.append(files.bring(path, lambda size: progress.check()))
        except (errors.Refused, errors.Failed) as refused:
            wrong.append(str(refused))
    return brought


def _cells(one: Line) -> tuple[str, ...]:
    name = f"{one.name} ({one.trouble})" if one.trouble else one.name
    return (name, one.size, one.author, one.added_at, one.note)
