"""The packages that came in, and the way in for new ones."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_app import events
from desktop_app.features.calendar_moves import service as moves
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Outcome
from desktop_app.features.handoff_status import service as status
from desktop_app.features.handoff_status.service import Standing
from desktop_app.outside import drives
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit, picking
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.listing import Heading
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

COLUMNS = (
    said("Số gói", lambda one: str(one.package.running_number), 7, right=True),
    said("Loại gói", lambda one: one.kind, 9),
    said("Nơi gửi", lambda one: one.office, 32),
    said("Kỳ", lambda one: one.package.period, 8),
    said("Nhận lúc", lambda one: f"{one.package.entered_at:%d/%m/%Y %H:%M}" if one.package.entered_at else "", 17),
    said("Số dòng", lambda one: show_whole(one.package.rows), 9, right=True),
    said("Tình trạng", lambda one: one.state, 22),
    said("Kết luận", lambda one: one.tally, 40),
    said("Người nhận", lambda one: one.package.made_by, 16),
    said("Tệp", lambda one: one.package.file_name, 24),
)
OTHER = "khác"


class InboxScreen(kit.Frame):
    """The list of packages received; while one lies on the desk, its rows stand in the list's place."""

    title = "Gói nhận về"
    help_page = "receive"

    def __init__(
        self,
        master: kit.Misc,
        read: Callable[[], Any],
        review: Callable[[], Any],
        undo: Callable[[], Any],
        form: Callable[[], Any],
    ) -> None:
        """Build the screen.

        Args:
            master: where it lives.
            read: gives how a file is opened.
            review: gives the page of its rows.
            undo: gives how a package is taken back.
            form: gives how an empty form of orders is handed out.
        """
        super().__init__(master, padding=kit.px(master, 16))
        self._read, self._review, self._undo, self._form = read, review, undo, form
        self.page: Any = None
        self._queue: list[Path] = []
        self.list = kit.Frame(self)
        self.list.pack(fill="both", expand=True)
        gap = kit.px(self, 8)
        head = Flow(self.list)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, self.title, "title"))
        head.go_right()
        head.button("Nhận gói… (Ctrl+N)", "inbox", self.new, "primary")
        head.button("Lập biên nhận…", "receipt", self.receipt)
        head.button("Hoàn tác…", "arrow-counterclockwise", self.undo)
        head.button("Mẫu giao việc trống…", "file-earmark-spreadsheet", self.hand_out)
        self.done = NewsLine(self.list)
        self.done.holder.pack(fill="x")
        self.table = Table(self.list, COLUMNS, noun="gói", empty="Chưa nhận gói nào", look=_look, many=False)
        self.table.pack(fill="both", expand=True, pady=(gap, 0))
        self.standings: list[Standing] = []
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == "package" else None)
        self.refresh()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Read the list again; the chosen package stays chosen."""
        chosen = self.chosen.uid if self.chosen is not None else ""
        self.standings = status.received(receiving.inbox())
        self.table.show(Plain(self.standings))
        self._choose(chosen)

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Show one package: ``package`` is its uid."""
        self._choose(str(wanted.get("package", "")))

    def may_leave(self) -> bool:
        """A package on the desk stays there; nothing of it is written."""
        return True

    def save(self) -> None:
        """Ctrl+S takes the package on the desk."""
        if self.page is not None:
            self.page.accept()

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Nhận gói", self.new, "Ctrl+N"),
            ("Lập biên nhận cho gói đã chọn", self.receipt),
            ("Hoàn tác gói đã chọn", self.undo),
            ("Lưu mẫu giao việc trống", self.hand_out),
        )

    def back(self) -> None:
        """Esc leaves the package on the desk."""
        if self.page is not None:
            self.page.leave()

    def new(self) -> None:
        """Ask for files, those on sticks first, and go through them one after another."""
        if self.page is None and (paths := self._asked()):
            self.receive(paths)

    # --- Receiving ---

    def _asked(self) -> list[Path]:
        found = [(drive, path) for drive in drives.found() for path in drives.workbooks(drive)]
        if found:
            lines = [(str(path), (path.name, drive.label, f"{path.parent}")) for drive, path in found]
            headings = (Heading("Tệp", 44, grows=True), Heading("Ổ", 18), Heading("Thư mục", 30))
            words = "Tệp Excel trên ổ USB, thẻ nhớ đang cắm vào máy."
            more = (OTHER, ("Chọn tệp khác…", "", ""))
            picked = picking.pick(self, "Nhận gói", words, headings, [*lines, more], several=True)
            if OTHER not in picked:
                return [Path(name) for name in picked]
        return dialogs.open_files(self, "Chọn các gói để nhận", dialogs.EXCEL)

    def receive(self, paths: Sequence[Path]) -> None:
        """Read packages, then show each in the order of its number, whatever the order of the files."""
        self.done.say("")
        read = self._read()
        found = [one for one in (read(self, path) for path in paths) if one is not None]
        found.sort(key=lambda one: (one.manifest.from_uid, one.manifest.epoch, one.manifest.running_number))
        self._queue = [one.path for one in found[1:]]
        if found:
            self._lay_out(found[0])

    def _lay_out(self, examined: Any) -> None:
        self.list.pack_forget()
        self.page = self._review()(self, examined, self._decided)
        self.page.pack(fill="both", expand=True)
        self.page.focus_first()

    def _decided(self, outcome: Outcome | None) -> None:
        """Go on with the next file, read anew since the one before may have changed what it comes to."""
        self.page.destroy()
        self.page = None
        self.list.pack(fill="both", expand=True)
        if outcome is not None:
            self._told(outcome)
        while self._queue:
            if (examined := self._read()(self, self._queue.pop(0))) is not None:
                self._lay_out(examined)
                return
        self.table.tree.focus_set()

    def _told(self, outcome: Outcome) -> None:
        self._choose(outcome.package.uid)
        words = status.received([outcome.package])[0].tally or "không có dòng nào"
        moving = moves.news()  # a calendar from above may have come along
        told = f"Đã nhận gói số {outcome.package.running_number} của {outcome.package.peer}: {words}."
        self.done.say(f"{told} {moving}: xem ở mục Lịch làm việc." if moving else told)
        if outcome.tally.get("question"):
            action = ("Trả lời", lambda: events.publish(events.Open("questions")))
            kit.toast(self, "Có câu hỏi cần trả lời", "Các dòng khác đã được nhận.", "warning", action)

    # --- What else can be done with a package ---

    @property
    def chosen(self) -> Any:
        """The chosen package, or None."""
        places = self.table.selected
        return self.standings[places[0]].package if places and places[0] < len(self.standings) else None

    def _choose(self, uid: str) -> None:
        places = [place for place, one in enumerate(self.standings) if one.package.uid == uid]
        if places or self.standings:
            self.table.choose(places or [0])

    def receipt(self) -> None:
        """Go where a receipt for the sender of the chosen package is made."""
        if self.chosen is not None:
            events.publish(events.Open("send", {"to": self.chosen.peer.code, "kind": "receipt"}))

    def hand_out(self) -> None:
        """Save an empty form of orders for an office that has only Excel."""
        if words := self._form()(self):
            self.done.say(words)

    def undo(self) -> None:
        """Take the chosen package back, or say what was done since."""
        if self.chosen is not None and (words := self._undo()(self, self.chosen)):
            self.done.say(words)


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    """One with open questions waits for somebody; one that was undone is pale."""
    one = row.of
    if one.waiting:
        return "warning", "warning"
    return ("muted", "muted") if one.package.state == "undone" else ("success", None)
