"""The registers that were read in, and the way in for new ones: from a workbook, or from rows that were copied."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desktop_app import errors, events, jobs
from desktop_app.features.import_desk import service as desk
from desktop_app.features.import_undo import service as undoing
from desktop_app.features.import_write import service as writing
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit, pasted
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

SHOWN = 12  # lines


class ImportScreen(kit.Frame):
    """The list of registers read in; while one lies on the desk, its pages stand in the list's place."""

    title = "Nhập sổ"
    help_page = "import"

    def __init__(self, master: kit.Misc, review: Callable[[], Any]) -> None:
        """Build the screen; ``review`` gives the pages of a register."""
        super().__init__(master, padding=kit.px(master, 16))
        self._review = review
        self.page: Any = None
        self.list = kit.Frame(self)
        self.list.pack(fill="both", expand=True)
        gap = kit.px(self, 8)
        head = Flow(self.list)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, self.title, "title"))
        head.go_right()
        head.button("Nhập sổ từ Excel… (Ctrl+N)", "file-earmark-spreadsheet", self.new, "primary")
        head.button("Dán từ Excel", "clipboard-plus", self.paste)
        head.button("Hoàn tác…", "arrow-counterclockwise", self.undo)
        words = (
            "Sổ đang giữ bằng Excel được đọc, hỏi lại chỗ chưa rõ và cho xem kết luận của từng dòng trước khi ghi. Tệp "
            "gốc không bị sửa."
        )
        kit.wraplabel(self.list, words, "muted").pack(fill="x")
        self.done = NewsLine(self.list)
        self.done.holder.pack(fill="x")
        columns = (
            said("Nhập lúc", lambda one: f"{one.made_at:%d/%m/%Y %H:%M}", 17),
            said("Tệp", lambda one: one.source, 44),
            said("Nhiệm vụ", lambda one: self._count(one, "task"), 10, right=True),
            said("Văn bản", lambda one: self._count(one, "document"), 10, right=True),
            said("Người nhập", lambda one: one.made_by, 24),
            said("Tình trạng", _state, 26),
        )
        self.table = Table(self.list, columns, noun="lần nhập", empty="Chưa nhập sổ nào", look=_look, many=False)
        self.table.pack(fill="both", expand=True, pady=(gap, 0))
        self.batches: list[Any] = []
        self._counts: dict[int, Mapping[str, int]] = {}
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == writing.KIND else None)
        self.refresh()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    def _count(self, batch: Any, kind: str) -> str:
        if batch.id not in self._counts:
            self._counts[batch.id] = writing.counts(batch)
        return show_whole(self._counts[batch.id].get(kind, 0))

    # --- What the shell asks ---

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Nhập sổ từ Excel", self.new, "Ctrl+N"),
            ("Dán từ Excel", self.paste),
            ("Hoàn tác lần nhập đã chọn", self.undo),
        )

    def refresh(self) -> None:
        """Read the list again."""
        self.batches = writing.batches()
        self.table.show(Plain(self.batches))
        if self.batches and not self.table.selected:
            self.table.choose([0])

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Come here from another screen; ``paste`` begins with what was copied, ``file`` asks for one."""
        if self.page is not None:
            return
        if wanted.get("begin") == "file":
            kit.soon(self, self.new)
        elif wanted.get("begin") == "paste":
            kit.soon(self, self.paste)

    def may_leave(self) -> bool:
        """A register on the desk stays there with every answer; nothing of it is written."""
        return True

    def save(self) -> None:
        """Ctrl+S goes to the verdicts, and from there writes what is sure."""
        if self.page is not None:
            self.page.accept()

    def back(self) -> None:
        """Esc leaves the register on the desk."""
        if self.page is not None:
            self.page.leave()

    # --- A register comes in ---

    def new(self) -> None:
        """Ask for a workbook and read it."""
        if self.page is not None:
            return
        path = dialogs.open_file(self, "Chọn sổ Excel để nhập", dialogs.EXCEL)
        if path is None:
            return
        self._lay_out(lambda passphrase="": desk.open_file(path, passphrase), f"Đang đọc {path.name}")

    def paste(self) -> None:
        """Take the rows that were copied in Excel."""
        if self.page is not None:
            return
        try:
            text = str(self.clipboard_get())
        except kit.TclError:
            text = ""
        self._lay_out(lambda passphrase="": desk.of_clipboard(pasted.cells(text)), "Đang đọc các dòng đã chép")

    def _lay_out(self, read: Callable[..., Any], words: str) -> None:
        self.done.say("")
        try:
            plan = dialogs.busy(self, words, read)
        except (errors.Refused, errors.Failed) as refused:
            if getattr(refused, "code", "") in desk.NEEDS_PASSPHRASE:
                self._ask_passphrase(read, words, str(refused))
                return
            dialogs.warn(self, "Chưa đọc được", f"{refused}.")
            return
        self.list.pack_forget()
        self.page = self._review()(self, plan, self._decided)
        self.page.pack(fill="both", expand=True)
        self.page.begin()

    def _ask_passphrase(self, read: Callable[..., Any], words: str, why: str) -> None:
        said_: list[str] = []
        if asking.ask(
            self,
            "Tệp có mật khẩu",
            desk.PASSPHRASE,
            (("passphrase",),),
            lambda texts: said_.append(desk.PASSPHRASE.answers(texts)["passphrase"]),
            ok="Mở",
            words=f"{why}.",
        ):
            self._lay_out(lambda: read(said_[0]), words)

    def _decided(self, words: str) -> None:
        self.page.destroy()
        self.page = None
        self.list.pack(fill="both", expand=True)
        self.refresh()
        self.done.say(words)
        self.table.tree.focus_set()

    # --- Taking it back ---

    def undo(self) -> None:
        """Take the chosen register back, or say what was done since."""
        places = self.table.selected
        if not places or places[0] >= len(self.batches):
            return
        batch = self.batches[places[0]]
        if batch.undone_at is not None:
            self.done.say("Lần nhập này đã được hoàn tác.")
            return
        if against := undoing.obstacles(batch):
            more = f"\n… và {show_whole(len(against) - SHOWN)} bản ghi khác" if len(against) > SHOWN else ""
            told = "\n".join(f"– {line}" for line in against[:SHOWN])
            dialogs.warn(self, "Không hoàn tác được", f"Sau khi nhập đã có thay đổi ở:\n{told}{more}")
            return
        words = (
            f"Hoàn tác lần nhập “{batch.source}”? {self._count(batch, 'task')} nhiệm vụ và "
            f"{self._count(batch, 'document')} văn bản được đưa ra khỏi sổ; tệp ấy nhập lại được."
        )
        if not dialogs.ask_yes_no(self, "Hoàn tác lần nhập", words, "Hoàn tác", dangerous=True):
            return
        try:
            dialogs.progress(self, "Đang sao lưu rồi hoàn tác", _as_work(undoing.undo(batch)))
        except jobs.Cancelled:
            self.done.say("Đã dừng; không có gì thay đổi.")
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa hoàn tác", f"{refused}.")
        else:
            self.done.say(f"Đã hoàn tác lần nhập “{batch.source}”.")


def _as_work(work: Iterator[float]) -> Any:
    yield from work


def _state(batch: Any) -> str:
    return f"Đã hoàn tác {batch.undone_at:%d/%m/%Y}" if batch.undone_at is not None else "Đã nhập"


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    """One that was taken back is pale."""
    return ("muted", "muted") if row.of.undone_at is not None else ("success", None)
