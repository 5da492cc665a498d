"""Keys: the office's own to be read out, those of other offices to be confirmed or revoked, and offices that ended."""

from collections.abc import Mapping
from typing import Any

from desktop_app import errors, events
from desktop_app.features.peers import service as peers
from desktop_app.features.peers.columns import CEASED, CONFIRM
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import asking, dialogs, kit
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

OWN = (
    "Đọc dấu vân tay này qua điện thoại, hoặc ghi vào phiếu bàn giao khóa, khi nơi nhận mở gói đầu tiên của cơ quan. "
    "Nơi nhận gõ lại để đối chiếu."
)
CHANGE = (
    "Chỉ đổi khóa khi nghi khóa cũ đã lộ: máy bị mất, thư mục dữ liệu bị người khác chép. Khóa mới được khóa cũ chứng "
    "thực, nhưng mọi nơi nhận phải đối chiếu và xác nhận lại từ gói sau. Không lấy lại được khóa cũ. Đổi khóa?"
)
COLUMNS = (
    said("Nơi gửi", peers.name_of, 34),
    said("Tình trạng khóa", peers.state_words, 26),
    # A key that nobody has confirmed is not shown: it is to be typed from what the sender reads out.
    said("Dấu vân tay", lambda one: peers.fingerprint_of(one) if peers.decided(one) else "(chờ đối chiếu)", 30),
    said("Người quyết định", lambda one: one.decided_by, 17),
    said("Lúc", lambda one: f"{one.decided_at:%d/%m/%Y %H:%M}" if one.decided_at else "", 17),
)


class PeersScreen(kit.Frame):
    """Our own fingerprint large, the keys of others below."""

    title = "Khóa, nơi gửi nhận"
    help_page = "peers"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 8)
        kit.label(self, self.title, "title").pack(anchor="w")
        kit.label(self, "Dấu vân tay khóa của cơ quan", "muted").pack(anchor="w", pady=(gap, 0))
        own = Flow(self)
        own.pack(fill="x")
        self.own = kit.label(own, "", "number")
        own.add(self.own)
        own.button("Chép", "clipboard", self.copy)
        own.button("Đổi khóa…", "key", self.change)
        kit.wraplabel(self, OWN, "small").pack(fill="x", pady=(0, gap))
        kit.label(self, "Khóa của các nơi đã gửi gói", "heading").pack(anchor="w", pady=(gap, gap // 2))
        self.buttons = Flow(self)
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        for text, icon, work in (
            ("Xác nhận…", "check2-circle", self.confirm),
            ("Thu hồi…", "slash-circle", self.revoke),
            ("Tiếp nhận nhiệm vụ của nơi đã giải thể…", "box-arrow-in-right", self.take_over),
        ):
            self.buttons.button(text, icon, work)
        self.done = NewsLine(self)
        self.done.holder.pack(side="bottom", fill="x")
        empty = "Chưa nhận gói nào nên chưa biết khóa của nơi nào"
        self.table = Table(self, COLUMNS, noun="khóa", empty=empty, look=_look, many=False)
        self.table.pack(fill="both", expand=True)
        self.known: list[Any] = []
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == "peer" else None)
        self.refresh()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Read keys and fingerprint again."""
        chosen = self.chosen.uid if self.chosen is not None else ""
        self.own.configure(text=peers.own_fingerprint())
        self.known = list(peers.known())
        self.table.show(Plain(self.known))
        places = [place for place, one in enumerate(self.known) if one.uid == chosen]
        if self.known:
            self.table.choose(places or [0])

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    # --- Our own key ---

    def copy(self) -> None:
        """Put the fingerprint on the clipboard."""
        self.clipboard_clear()
        self.clipboard_append(peers.own_fingerprint())
        self.done.say("Đã chép dấu vân tay khóa của cơ quan.")

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Chép dấu vân tay khóa", self.copy),
            ("Đổi khóa của cơ quan", self.change),
            ("Xác nhận khóa đã chọn", self.confirm),
            ("Thu hồi khóa đã chọn", self.revoke),
            ("Tiếp nhận nhiệm vụ của nơi đã giải thể", self.take_over),
        )

    def change(self) -> None:
        """Take another key, after a warning."""
        if dialogs.ask_yes_no(self, "Đổi khóa của cơ quan", CHANGE, "Đổi khóa", dangerous=True):
            self._do("Chưa đổi khóa", lambda: f"Đã đổi khóa; dấu vân tay mới: {peers.change_key()}")
            self.refresh()

    # --- Keys of others ---

    @property
    def chosen(self) -> Any:
        """The chosen key, or None."""
        places = self.table.selected
        return self.known[places[0]] if places and places[0] < len(self.known) else None

    def confirm(self) -> None:
        """Ask whose key it is, and for the fingerprint as its office reads it out."""
        if self.chosen is None:
            return
        sender = peers.sender_of(self.chosen)

        def take(texts: Mapping[str, str]) -> None:
            asked = CONFIRM.answers(texts)
            peers.confirm(sender, asked["unit"], asked["fingerprint"])

        unit = str(sender.suggestion or "")
        words = (
            f"Khóa của {sender.name} (mã {sender.code}). Gọi nơi đó theo số điện thoại đã biết, nhờ đọc dấu vân tay."
        )
        rows = (("unit",), ("fingerprint",))
        if asking.ask(self, "Xác nhận khóa", CONFIRM, rows, take, defaults={"unit": unit}, ok="Xác nhận", words=words):
            self.done.say(f"Đã xác nhận khóa của {sender.name}; các gói niêm phong bằng khóa này được nhận.")

    def revoke(self) -> None:
        """Believe a key no more."""
        one = self.chosen
        if one is None:
            return
        words = (
            f"Thu hồi khóa của {one.name}? Từ nay không nhận gói nào niêm phong bằng khóa này; gói đã nhận giữ nguyên."
        )
        if dialogs.ask_yes_no(self, "Thu hồi khóa", words, "Thu hồi", dangerous=True):
            self._do("Chưa thu hồi", lambda: self._revoked(one))

    def _revoked(self, one: Any) -> str:
        peers.revoke(one)
        return f"Đã thu hồi khóa của {one.name}."

    def take_over(self) -> None:
        """Ask which office has ended, and who stands in for it."""
        taken: list[int] = []

        def take(texts: Mapping[str, str]) -> None:
            asked = CEASED.answers(texts)
            taken.append(peers.ceased(asked["unit"], asked["successor"]))

        words = "Các nhiệm vụ chưa xong mà nơi đó đã giao chuyển sang nơi kế thừa; báo cáo cũ giữ tên cũ."
        rows = (("unit",), ("successor",))
        if asking.ask(self, CEASED.title, CEASED, rows, take, ok="Tiếp nhận", words=words):
            self.done.say(f"Đã tiếp nhận {show_whole(taken[-1])} nhiệm vụ.")

    def _do(self, title: str, work: Any) -> None:
        try:
            self.done.say(work())
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, title, f"{refused}.")


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    """A key that waits for a person stands out; a revoked one is pale."""
    tones = {"confirmed": ("success", None), "revoked": ("muted", "muted")}
    return tones.get(str(row.of.state), ("warning", "warning"))
