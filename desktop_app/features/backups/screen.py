"""Verified copies: making one, looking into one, going back to one, and checking the data."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop_app import errors, jobs
from desktop_app.features.backups import service as backups
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.listing import Heading, Listing

LOOK = 60  # milliseconds between two looks at a worker
COPIES = (("Bản sao lưu", "*.db"),)


class BackupsScreen(kit.Frame):
    """The copies at the left, what is in the chosen one at the right."""

    title = "Sao lưu"
    help_page = "backups"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 10)
        kit.label(self, "Sao lưu và khôi phục", "title").pack(anchor="w")
        words = (
            "Mỗi bản sao được mở lại và kiểm chứng trước khi giữ. Chương trình tự sao lưu khi đóng và trước khi nâng "
            "cấp; nên sao lưu thêm ra USB. Tệp đính kèm được sao lưu cùng."
        )
        kit.wraplabel(self, words, "muted").pack(fill="x", pady=(0, gap))
        buttons = Flow(self)
        buttons.pack(fill="x")
        buttons.button("Sao lưu ngay (Ctrl+S)", "shield-check", self.save, "primary")
        buttons.button("Sao lưu ra USB…", "usb-drive", self.carry)
        buttons.button("Khôi phục từ bản đã chọn…", "arrow-counterclockwise", self.restore)
        buttons.button("Khôi phục từ tệp khác…", "folder2-open", self.restore_file)
        buttons.button("Kiểm tra dữ liệu", "clipboard2-check", self.check)
        self.done = kit.wraplabel(self, "", "success")
        self.done.pack(fill="x", pady=(gap, 0))
        self.body = kit.Frame(self)
        self.body.pack(fill="both", expand=True, pady=(gap, 0))
        self.body.columnconfigure(1, weight=1)
        self.body.rowconfigure(0, weight=1)
        self.list = Listing(self.body, (Heading("Thời điểm", 24), Heading("Dung lượng", 12, "e")), height=8)
        self.list.grid(row=0, column=0, sticky="nsw")
        self.list.tree.bind("<<TreeviewSelect>>", lambda event: self._preview())
        self.about = kit.wraplabel(self.body, "", anchor="nw", justify="left")
        self.about.grid(row=0, column=1, sticky="nsew", padx=(gap, 0))
        self._paths: dict[str, Path] = {}
        self.refresh()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Look for copies again."""
        self._paths = {path.stem: path for path in backups.copies()}
        self.list.fill(
            [
                (name, (backups.when(path), f"{show_whole(max(1, path.stat().st_size // 1024))} KB"), "")
                for name, path in self._paths.items()
            ]
        )
        if not self._paths:
            self.about.configure(text="Chưa có bản sao nào.")

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def save(self) -> None:
        """Make a copy now."""
        self._made(lambda progress: backups.make(say=progress))

    def carry(self) -> None:
        """Make a copy with every attachment on a stick."""
        place = dialogs.open_folder(self, "Chọn USB hoặc thư mục để sao lưu")
        if place is not None:
            self._made(lambda progress: backups.carry(place, say=progress))

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Sao lưu ngay", self.save, "Ctrl+S"),
            ("Khôi phục từ bản đã chọn", self.restore),
            ("Khôi phục từ tệp khác", self.restore_file),
            ("Kiểm tra dữ liệu", self.check),
        )

    def restore(self) -> None:
        """Go back to the chosen copy."""
        if self.list.chosen:
            self._restore(self._paths[self.list.chosen])

    def restore_file(self) -> None:
        """Go back to a copy from a stick or another folder."""
        path = dialogs.open_file(self, "Chọn bản sao lưu", COPIES)
        if path is not None:
            self._restore(path)

    def check(self) -> None:
        """Check everything in a worker, the index at the end, and say what was found."""

        def work(progress: jobs.Progress) -> list[backups.Finding]:
            return [*backups.check_file(full=True), *backups.check_files(full=True, say=progress)]

        try:
            found = [*dialogs.run_job(self, "Đang kiểm tra dữ liệu", jobs.start(work)), *backups.check_index()]
        except jobs.Cancelled:
            return
        lines = [
            f"{'Tốt' if one.fine else 'LỖI'}: {one.what}" + ("" if one.fine else f" – {one.advice}") for one in found
        ]
        dialogs.inform(self, "Kiểm tra dữ liệu", "\n".join(lines))

    # --- Inside ---

    def _made(self, make: Callable[[jobs.Progress], Path]) -> None:
        try:
            path = dialogs.run_job(self, "Sao lưu", jobs.start(make))
        except jobs.Cancelled:
            self.refresh()
            self.done.configure(text="Đã dừng; bản sao đang làm có thể chưa đủ tệp đính kèm.")
            return
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa sao lưu đủ", f"{refused}.")
            self.refresh()
            return
        self.refresh()
        self.done.configure(text=f"Đã sao lưu và kiểm chứng: {path}")
        if lost := backups.lost(path):
            dialogs.warn(self, "Thiếu tệp đính kèm", f"Không còn để sao lưu: {lost}.")

    def _preview(self) -> None:
        """Look into the chosen copy in a worker, and tell what it holds unless another was chosen meanwhile."""
        name = self.list.chosen
        if not name:
            return
        self.about.configure(text="Đang đọc bản sao…")

        def told(words: str) -> None:
            if self.winfo_exists() and self.list.chosen == name:
                self.about.configure(text=words)

        job = jobs.start(
            lambda progress: backups.look(self._paths[name]),
            lambda found: told(self._in_words(found)),
            lambda error: told(f"{error}."),
        )

        def wait() -> None:
            if not job.poll():
                kit.soon(self, wait, LOOK)

        wait()

    def _in_words(self, found: backups.Preview) -> str:
        lacking = f"\nKhông còn tệp đính kèm: {found.lacking}" if found.lacking else ""
        return (
            f"{found.office_name}\n{found.warning}\nTrong bản sao: {backups.in_words(found.counts)}.\n"
            f"Hiện nay: {backups.in_words(backups.counts_now())}.\n\nThay đổi cuối trong bản sao: {found.last_change}\n"
            f"Tệp: {found.path}{lacking}"
        )

    def _restore(self, path: Path) -> None:
        try:
            look = jobs.start(lambda progress: backups.look(path))
            found = dialogs.run_job(self, "Đang kiểm chứng bản sao", look, can_cancel=False)
            words = (
                f"{self._in_words(found)}\n\nDữ liệu hiện nay được sao lưu trước, rồi thay bằng bản sao này. Việc nhập "
                "sau thời điểm đó sẽ không còn trong sổ. Khôi phục?"
            )
            if not dialogs.ask_yes_no(self, "Khôi phục", words, "Khôi phục", dangerous=True):
                return
            found = dialogs.progress(self, "Đang khôi phục", backups.restoring(path))
        except jobs.Cancelled:
            self.done.configure(text="Đã dừng; dữ liệu vẫn như trước.")
            return
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa khôi phục", f"{refused}.")
            return
        self.refresh()
        self.done.configure(text=f"Đã khôi phục từ {path.name}.")
        if found.lacking:
            dialogs.warn(self, "Thiếu tệp đính kèm", f"Sổ đã khôi phục, nhưng không còn tệp: {found.lacking}.")
