"""Making packages for the offices above and below; the list of those made stands under it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app import clock, errors, jobs
from desktop_app.features.handoff_scope import service as scope
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.handoff_send.columns import SEND
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.outside import drives, viewer
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit, picking
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Form
from desktop_app.ui.news_line import NewsLine

SEAL = (
    "Gói là một sổ tính Excel đọc và in được, có niêm phong điện tử của cơ quan; niêm phong không thay thế chữ ký số "
    "công vụ."
)
REPORTS_ONLY = ("period", "as_at")


class SendScreen(kit.Frame):
    """What to send to whom above, the outbox below."""

    title = "Gói gửi đi"
    help_page = "send"

    def __init__(self, master: kit.Misc, outbox: Callable[[], Any]) -> None:
        """Build the screen; ``outbox`` gives the class of the list below."""
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 8)
        kit.label(self, self.title, "title").pack(anchor="w")
        kit.wraplabel(self, SEAL, "muted").pack(fill="x", pady=(0, gap))
        self.form = Form(
            self, SEND, (("to*2", "kind"), ("period", "as_at", "passphrase")), scrolled=False, on_change=self._changed
        )
        self.form.pack(fill="x")
        self.buttons = Flow(self)
        self.buttons.button("Lập gói (Ctrl+S)", "box-arrow-up", self.save, "primary")
        self.buttons.button("Chọn nơi lưu (USB, thư mục)…", "usb-drive", self.save_as)
        self.buttons.button("Giao tất cả…", "diagram-3", self.send_all)
        self.buttons.pack(fill="x", pady=(gap, 0))
        self.done = NewsLine(self)
        self.done.holder.pack(fill="x", pady=(gap // 2, gap // 2))
        self.outbox = outbox()(self)
        self.outbox.pack(fill="both", expand=True)
        self._receiver = ""
        self._begin()

    def _begin(self) -> None:
        """The one addressee there is, and this month; nothing is guessed among several."""
        known = peers.above_and_below()
        self.form.show(
            SEND.texts() | {"period": f"{clock.today():%Y-%m}", "to": str(known[0]) if len(known) == 1 else ""}
        )
        self._changed()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Read the outbox again."""
        self.outbox.refresh()

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Fill the form in: ``to`` is a unit's code, ``kind`` a sort of package."""
        if "to" in wanted:
            self.form.fields["to"].set(str(SEND.columns["to"].kind.read(wanted["to"])))
            self._changed()
        if "kind" in wanted:
            self.form.fields["kind"].set(SEND.columns["kind"].kind.show(wanted["kind"]))
            self._changed()

    def may_leave(self) -> bool:
        """What is typed here stays here."""
        return True

    def save(self) -> None:
        """Make the package in the office's folder."""
        self._send(lambda: office.folder().files)

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Lập gói", self.save, "Ctrl+S"),
            ("Lập gói ra USB, thư mục khác", self.save_as),
            ("Giao tất cả đơn vị có việc mới", self.send_all),
            ("Chép gói đã chọn", self.outbox.copy),
            ("Tạo thư cho gói đã chọn", self.outbox.write_mail),
            ("Mở thư mục các gói", self.outbox.show_folder),
        )

    def save_as(self) -> None:
        """Make the package where the person wants it: a stick, a folder."""
        self._send(lambda: picking.folder(self, "Lưu gói ra USB, thư mục khác", drives.found()))

    def send_all(self) -> None:
        """Make an assignment for every office below that there is something new for."""
        look = jobs.start(lambda progress: handoff.with_work())
        waiting = dialogs.run_job(self, "Đang xem đơn vị nào có việc mới", look, can_cancel=False)
        if not waiting:
            self.done.say("Không có gì mới để giao cho đơn vị cấp dưới nào.")
            return
        names = "; ".join(str(unit) for unit in waiting)
        words = f"Lập gói giao việc cho {len(waiting)} đơn vị có việc mới: {names}?"
        if not dialogs.ask_yes_no(self, "Giao tất cả", words, "Lập các gói"):
            return
        made: list[str] = []
        for unit in waiting:
            sent = self._tried(partial(self._assign, unit))
            if sent is None:
                break
            made.append(f"{sent.receiver} (gói số {sent.running_number})")
        if made:
            self.form.fields["passphrase"].set("")
            self.done.say(f"Đã lập {len(made)}/{len(waiting)} gói, đã đọc lại và khớp: {'; '.join(made)}.")

    # --- Inside ---

    def _changed(self) -> None:
        """A new addressee is sent what is usual for it; the period is asked for a report only."""
        fields = self.form.fields
        text = fields["to"].get()
        if text != self._receiver:
            self._receiver = text
            try:
                usual = scope.direction(SEND.columns["to"].kind.read(text))
                fields["kind"].set(SEND.columns["kind"].kind.show(usual))
            except ValueError:
                pass  # still being typed
        report = fields["kind"].get() in ("", SEND.columns["kind"].kind.show("report"))
        locked = () if report else REPORTS_ONLY
        if set(locked) != self.form.locked:
            self.form.lock(locked)

    def _assign(self, unit: Any) -> Any:
        sending = handoff.prepare_assignment(Path("x.xlsx"), to=unit.code)
        return self._make(replace(sending, passphrase=self.form.texts()["passphrase"].strip()), office.folder().files)

    def _send(self, place: Callable[[], Path | None]) -> None:
        self.done.say("")
        sent = self._tried(lambda: self._asked(place))
        if sent is not None:
            self.form.complain({})
            self.form.fields["passphrase"].set("")  # the next addressee's is another
            self.done.say(
                f"Xong: gói số {sent.running_number} gửi {sent.receiver}, {show_whole(sent.rows)} dòng, đã đọc "
                f"lại và khớp với dữ liệu. Mã kiểm tra {sent.check_code}. Tệp: {sent.file}"
            )
            viewer.show(sent.file.parent)

    def _tried(self, work: Callable[[], Any]) -> Any:
        """What ``work`` gives; what stops it is said at the form, and None given."""
        try:
            return work()
        except jobs.Cancelled:
            self.done.say("Đã dừng; chưa có gói nào được lập.")
        except errors.Refused as refused:
            self.form.complain(refused.problems)
        except errors.Failed as failed:
            self.form.say(f"{failed}.")
        except OSError as error:
            self.form.say(f"{errors.of_file(error)}.")
        return None

    def _asked(self, place: Callable[[], Path | None]) -> Any:
        asked = SEND.answers(self.form.texts())
        wish = (asked["kind"], asked["to"], Path("x.xlsx"), asked.get("period") or "", asked.get("as_at"))
        sending = handoff.prepare_kind(*wish)  # refused before a place is chosen
        folder = place()
        if folder is None:
            return None
        return self._make(replace(sending, passphrase=asked.get("passphrase") or ""), folder)

    def _make(self, sending: handoff.Sending, folder: Path) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        period = sending.period.code if sending.period is not None else ""
        name = handoff.suggested_name(sending.kind, sending.receiver, period)
        placed = replace(sending, out=folder / name)

        def run(progress: jobs.Progress) -> Any:
            from desktop_app.features.handoff_send import report

            return report.write(placed, lambda rows: progress(text=f"Đã ghi {show_whole(rows)} dòng"))

        return handoff.enter(placed, dialogs.run_job(self, f"Đang lập gói gửi {sending.receiver}", jobs.start(run)))
