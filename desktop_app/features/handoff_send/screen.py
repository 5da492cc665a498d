"""Making the report package for the office above, and the list of those made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app import clock, errors, events, jobs
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.handoff_send.columns import SEND
from desktop_app.features.office import service as office
from desktop_app.features.units import service as units
from desktop_app.outside import viewer
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit
from desktop_app.ui.form import Form
from desktop_app.ui.listing import Heading, Listing

XLSX = (("Sổ tính Excel", "*.xlsx"),)
HEADINGS = (
    Heading("Số gói", 7, "e"),
    Heading("Lập lúc", 16),
    Heading("Nơi nhận", 34),
    Heading("Kỳ", 8),
    Heading("Số dòng", 8, "e"),
    Heading("Người lập", 22),
    Heading("Tệp", 30, grows=True),
)
SEAL = (
    "Gói là một sổ tính Excel đọc và in được, kèm niêm phong điện tử của cơ quan. Niêm phong chứng thực nơi gửi và "
    "tính toàn vẹn giữa các cơ quan dùng chương trình này; không thay thế chữ ký số công vụ."
)


class SendScreen(kit.Frame):
    """What to send above, the outbox below."""

    title = "Gửi cấp trên"
    help_page = "send"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 10)
        kit.label(self, self.title, "title").pack(anchor="w")
        kit.wraplabel(self, SEAL, "muted").pack(fill="x", pady=(0, gap))
        self.form = Form(self, SEND, (("to*2", "period", "as_at"),), scrolled=False)
        self.form.pack(fill="x")
        buttons = kit.Frame(self)
        buttons.pack(fill="x", pady=gap)
        kit.button(buttons, "Lập gói (Ctrl+S)", self.save, "primary", "box-arrow-up").pack(side="left")
        kit.button(buttons, "Chọn nơi lưu (USB, thư mục)…", self.save_as, "plain", "usb-drive").pack(
            side="left", padx=gap
        )
        self.key = kit.label(buttons, "", "small")
        self.key.pack(side="right")
        self.done = kit.wraplabel(self, "", "success")
        self.done.pack(fill="x")
        kit.label(self, "Các gói đã lập", "heading").pack(anchor="w", pady=(gap, kit.px(self, 4)))
        self.list = Listing(self, HEADINGS)
        self.list.pack(fill="both", expand=True)
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == "package" else None)
        uppers = units.uppers()
        first = {"to": str(uppers[0]) if len(uppers) == 1 else "", "period": f"{clock.today():%Y-%m}"}
        self.form.show(SEND.texts() | first)
        self.refresh()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Read the outbox again."""
        self.list.fill(
            [
                (
                    package.uid,
                    (
                        package.running_number,
                        f"{package.made_at:%d/%m/%Y %H:%M}",
                        str(package.peer),
                        package.period,
                        show_whole(package.rows),
                        package.made_by,
                        package.file_name,
                    ),
                    "",
                )
                for package in handoff.outbox()
            ]
        )
        self.key.configure(text=f"Dấu vân tay khóa của cơ quan: {handoff.fingerprint()}")

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def may_leave(self) -> bool:
        """What is typed here stays here."""
        return True

    def save(self) -> None:
        """Make the package in the office's folder."""
        self._send(lambda name: office.folder().files / name)

    def save_as(self) -> None:
        """Make the package where the person wants it: a stick, a folder."""
        self._send(lambda name: dialogs.save_file(self, "Lưu gói gửi cấp trên", name, XLSX))

    # --- Inside ---

    def _send(self, place: Any) -> None:
        self.done.configure(text="")
        try:
            asked = SEND.answers(self.form.texts())
            handoff.prepare(asked["period"], Path("x.xlsx"), to=asked["to"].code, as_at=asked["as_at"])
            path = place(handoff.suggested_name(asked["to"], asked["period"]))
            if path is None:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            sending = handoff.prepare(asked["period"], path, to=asked["to"].code, as_at=asked["as_at"])
            sent = handoff.enter(sending, self._written(sending))
        except jobs.Cancelled:
            self.done.configure(text="Đã dừng; chưa có gói nào được lập.")
        except errors.Refused as refused:
            self.form.complain(refused.problems)
        except (errors.Failed, OSError) as failed:
            said = failed if isinstance(failed, errors.Failed) else errors.of_file(failed)
            self.form.say(f"{said}.")
        else:
            self.form.complain({})
            self.done.configure(
                text=f"Xong: gói số {sent.running_number} gửi {sent.receiver}, {show_whole(sent.rows)} dòng, đã đọc "
                f"lại và khớp với dữ liệu. Mã kiểm tra {sent.check_code}. Tệp: {sent.file}"
            )
            viewer.show(sent.file.parent)

    def _written(self, sending: handoff.Sending) -> Any:
        def run(progress: jobs.Progress) -> Any:
            from desktop_app.features.handoff_send import report

            return report.write(sending, lambda rows: progress(text=f"Đã ghi {show_whole(rows)} dòng"))

        return dialogs.run_job(self, "Đang lập gói gửi cấp trên", jobs.start(run))
