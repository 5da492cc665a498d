"""The list of packages made: copied to a stick, put into a message, confirmed or not."""

from pathlib import Path
from typing import Any

from desktop_app import errors, events
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.handoff_status import service as status
from desktop_app.features.handoff_status.service import Standing
from desktop_app.features.office import service as office
from desktop_app.outside import drives, mail, viewer
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit, picking
from desktop_app.ui.flow import Flow
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

COLUMNS = (
    said("Số gói", lambda one: str(one.package.running_number), 7, right=True),
    said("Loại gói", lambda one: one.kind, 9),
    said("Nơi nhận", lambda one: one.office, 32),
    said("Kỳ", lambda one: one.package.period, 8),
    said("Lập lúc", lambda one: f"{one.package.made_at:%d/%m/%Y %H:%M}", 17),
    said("Số dòng", lambda one: show_whole(one.package.rows), 9, right=True),
    said("Tình trạng", lambda one: one.state, 44),
    said("Nơi nhận kết luận", lambda one: one.tally, 30),
    said("Người lập", lambda one: one.package.made_by, 16),
    said("Tệp", lambda one: one.package.file_name, 24),
)
MAIL = (
    "Kính gửi {receiver},\n\n{sender} gửi gói dữ liệu số {number} ({kind}), {rows} dòng, trong tệp kèm theo.\n"
    "Đề nghị nhận gói bằng chương trình Sổ Phường và gửi lại biên nhận. Cơ quan chưa dùng chương trình có thể mở tệp "
    "bằng Excel để đọc và in.\n\nMã kiểm tra in trên bìa của tệp.\n"
)


class Outbox(kit.Frame):
    """Every package made, the newest first, and what can be done with the chosen ones."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        gap = kit.px(self, 8)
        kit.label(self, "Các gói đã lập", "heading").pack(anchor="w", pady=(0, gap // 2))
        self.buttons = Flow(self)
        for text, work, icon in (
            ("Chép ra USB…", self.copy, "usb-drive"),
            ("Tạo thư…", self.write_mail, "envelope"),
            ("Mở thư mục", self.show_folder, "folder2-open"),
        ):
            self.buttons.button(text, icon, work)
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        self.done = NewsLine(self)
        self.done.holder.pack(side="bottom", fill="x")
        self.table = Table(self, COLUMNS, noun="gói", empty="Chưa lập gói nào", look=_look)
        self.table.pack(fill="both", expand=True)
        self.standings: list[Standing] = []
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == "package" else None)
        self.refresh()

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    def refresh(self) -> None:
        """Read the list again; what was chosen stays chosen."""
        chosen = {one.package.uid for one in self._chosen()}
        self.standings = status.outbox()
        self.table.show(Plain(self.standings))
        kept = [place for place, one in enumerate(self.standings) if one.package.uid in chosen]
        if kept or self.standings:
            self.table.choose(kept or [0])

    def copy(self) -> None:
        """Copy the chosen packages to a stick or a folder; each is read back before it counts as copied."""
        chosen = self._with_files()
        target = picking.folder(self, "Chép gói ra USB, thư mục khác", drives.found()) if chosen else None
        if target is None:
            return
        try:
            for one, path in chosen:
                drives.copy(path, target / path.name)
                handoff.put_on_drive(one.package.uid)
        except OSError as error:
            dialogs.warn(self, "Chưa chép được", f"{errors.of_file(error)}.")
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa ghi được tình trạng", f"{refused}.")
        else:
            names = ", ".join(path.name for _, path in chosen)
            self.done.say(f"Đã chép và đọc lại đúng: {names} vào {target}. Rút USB an toàn trước khi mang đi.")

    def write_mail(self) -> None:
        """Write a draft of a message for each chosen package, and open it in the person's mail program."""
        for one, path in self._with_files():
            package = one.package
            letter = path.with_suffix(".eml")
            facts = {"receiver": package.peer, "sender": office.founded().name, "number": package.running_number}
            words = MAIL.format(**facts, kind=one.kind.lower(), rows=show_whole(package.rows))
            try:
                mail.draft(letter, f"{one.kind} – gói số {package.running_number} – {facts['sender']}", words, path)
                handoff.mailed(package.uid)
            except OSError as error:
                dialogs.warn(self, "Chưa tạo được thư", f"{errors.of_file(error)}.")
                return
            opened = viewer.show(letter)
            how = "đã mở trong chương trình thư" if opened else "máy này chưa có chương trình thư để mở"
            self.done.say(f"Thư nháp: {letter} ({how}). Ghi địa chỉ nơi nhận rồi gửi.")

    def show_folder(self) -> None:
        """Open the folder of the packages."""
        office.folder().files.mkdir(parents=True, exist_ok=True)
        viewer.show(office.folder().files)

    def _chosen(self) -> list[Standing]:
        return [self.standings[place] for place in self.table.selected if place < len(self.standings)]

    def _with_files(self) -> list[tuple[Standing, Path]]:
        """The chosen packages with their files; one whose file is gone is named, and nothing is done."""
        found = [(one, office.folder().files / one.package.file_name) for one in self._chosen()]
        gone = [path.name for _, path in found if not path.is_file()]
        if gone:
            words = (
                f"Không thấy {', '.join(gone)} trong {office.folder().files}: gói đã được lập thẳng ra USB hoặc tệp đã "
            )
            dialogs.warn(self, "Không có tệp", words + "bị xóa. Nội dung chưa xác nhận sẽ đi cùng gói lập sau.")
            return []
        return found


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    """A package that went long without receipt alarms; one on its way waits."""
    one = row.of
    if one.late:
        return "danger", "danger"
    return ("warning", None) if one.waiting else ("success", None)
