"""The window from opening the office's folder to the last backup: first start, who works, the shell."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from db import backup
from desktop_app import VERSION, catalogue, clock, events, files, jobs
from desktop_app.errors import Failed, Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.handoff_status import service as handoff
from desktop_app.features.office import service as office
from desktop_app.features.urging import service as urging
from desktop_app.outside.folders import OfficeFolder
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, drafts, exporting, faults, kit, theme, undoing
from desktop_app.ui import help as guide
from desktop_app.ui.command import PRINT, Command
from desktop_app.ui.daily import Daily
from desktop_app.ui.memory import memory
from desktop_app.ui.recents import Recents
from desktop_app.ui.shell import Shell, ShellEntry
from desktop_app.ui.status_line import Status

log = logging.getLogger(__name__)

NAME = "Sổ Phường"
EDITION = f"Bản {VERSION} · Ngoại tuyến"
SMALLEST = (1024, 600)
CALLS_MILLISECONDS = 700
CHECK_SECONDS = 3
REMIND_SECONDS = 2
AT_ONCE_SECONDS = 0.3  # what is done by then needs no window that says so


def run(folder: OfficeFolder, who: str) -> int:
    """Show the window until it is closed; the exit code."""
    look = _read_look(folder)
    try:
        catalogue.entities()
        office.open_folder(folder.path, writing=True)
    except Refused:
        folder.call.touch()  # the window that has the office open comes to the front
        sys.stdout.write("Cơ quan này đang mở; đã gọi cửa sổ đó lên.\n")
        return 0
    except Failed as failed:
        if not _rescued(folder, failed, look):
            return 1
    drafts.folder = folder.drafts
    app = theme.create_app(NAME, dark=look["dark"], size=look["size"])
    window = Window(app, folder, look)
    try:
        window.begin(who)
        app.deiconify()
        app.mainloop()
    finally:
        office.close_folder()
    return 0


class Window:
    """The one window: it shows the first start, then who works, then the shell."""

    def __init__(self, app: kit.App, folder: OfficeFolder, look: dict[str, Any]) -> None:
        self.app, self.folder, self.look = app, folder, look
        self.health = "Dữ liệu: đang kiểm tra"
        self.shell: Shell | None = None
        self.page: kit.Frame | None = None
        memory.begin(folder.views)
        exporting.to_workbook = lambda parent, listed: catalogue.EXPORT()(parent, listed)
        faults.install(app)
        app.bind("<F1>", lambda event: guide.show(app, "first_start"))
        self.alive = kit.Frame(app)  # what is planned for later is dropped with it
        app.minsize(*SMALLEST)
        app.geometry(look["geometry"] or _whole_screen(app))
        app.protocol("WM_DELETE_WINDOW", self._end)
        self._listen_for_calls()

    def begin(self, who: str) -> None:
        """Go as far as can be gone without asking: the first start, the choice of the official, or the shell."""
        if office.current() is None:
            self._first_start()
        elif who or not office.people():
            self._sit_down(who)
        else:
            self._choose_official()

    # --- Before the shell ---

    def _first_start(self) -> None:
        from desktop_app.features.demo.service import LOAD, SCENARIOS, fill

        titles = {name: scenario.title for name, scenario in SCENARIOS.items() if name != LOAD}
        self._show(catalogue.FIRST_START()(self.app, titles, fill, lambda: self.begin("")))

    def _choose_official(self) -> None:
        page = catalogue.WHO_WORKS()(self.app, office.founded().name, office.people(), self.look["who"], self._sit_down)
        self._show(page)

    def _sit_down(self, who: str) -> None:
        try:
            name = office.sit_down(who)
        except Refused as refused:
            dialogs.warn(self.app, NAME, f"{refused}.")
            self._choose_official()
            return
        self.look["who"] = who or name
        self._show(None)
        self._open_shell(name)

    def _show(self, page: kit.Frame | None) -> None:
        if self.page is not None:
            self.page.destroy()
        self.page = page
        if page is not None:
            self.app.title(NAME)
            page.pack(fill="both", expand=True)

    # --- The shell ---

    def _open_shell(self, who: str) -> None:
        entries = [
            ShellEntry(
                screen.name,
                screen.label,
                screen.icon,
                partial(_make, screen),
                screen.counter,
                screen.alarming,
                *catalogue.group_of(screen.name),
            )
            for screen in catalogue.SCREENS
        ]
        undoing.hands = catalogue.service_of
        daily = Daily(catalogue.BOOKS, Recents(self.folder.recents, who), _print_commands)
        self.shell = Shell(
            self.app,
            entries,
            office.founded().name,
            who,
            self.status,
            on_close=self._close,
            on_look=self._looked,
            daily=daily,
        )
        self.shell.go(catalogue.SCREENS[0].name)
        kit.soon(self.shell.frame, self._check, CHECK_SECONDS * 1000)
        kit.soon(self.shell.frame, self._remind, REMIND_SECONDS * 1000)

    def status(self) -> Status:
        """What the line at the bottom says."""
        alarms = set()
        age = backups.age_of_latest(clock.now())
        latest = backups.latest(self.folder)
        if latest is None or (clock.now().replace(tzinfo=None) - backup.moment_of(latest)).days >= 7:
            alarms.add("backup")
        if self.health.endswith("LỖI"):
            alarms.add("database")
        exchange, urgent = handoff.in_a_line()
        if urgent:
            alarms.add("handoff")
        return Status(
            self.health,
            f"Sao lưu kiểm chứng gần nhất: {age}",
            exchange,
            EDITION,
            "Chỉ đọc: thư mục dữ liệu không cho ghi, mọi thay đổi sẽ bị từ chối." if office.readable_only() else "",
            frozenset(alarms),
        )

    def _remind(self) -> None:
        """Once a day: how much is due soon, and how much is late and was never urged; a press opens those tasks."""
        today = clock.today().isoformat()
        soon, late, wanted = urging.reminder()
        if self.look.get("reminded") == today or not (soon or late) or kit.Toast.shown is not None:
            return
        self.look["reminded"] = today
        self._keep_look()
        said = [f"{show_whole(soon)} việc sắp đến hạn"] * bool(soon)
        said += [f"{show_whole(late)} việc quá hạn chưa đôn đốc"] * bool(late)
        if aside := urging.aside("never"):
            said[-1] += f" (gồm {show_whole(aside)} việc không tính vào thống kê)"
        action = ("Xem", lambda: events.publish(events.Open("tasks", wanted)))
        kit.toast(self.app, "Nhắc việc hôm nay", f"{', '.join(said)}.", "info", action)

    def _check(self) -> None:
        """Look the file over in a worker once the window is up."""
        job = jobs.start(lambda progress: backups.check(full=False), self._checked)

        def wait() -> None:
            if not job.poll():
                kit.soon(self.alive, wait, CALLS_MILLISECONDS)

        wait()

    def _checked(self, findings: list[backups.Finding]) -> None:
        fine = all(found.fine for found in findings if found.grave)
        whole = all(found.fine for found in findings)
        self.health = "Dữ liệu: tốt" if whole else "Tệp đính kèm: LỖI" if fine else "Dữ liệu: LỖI"
        if self.shell is not None:
            self.shell.refresh_status()
        if not fine:
            dialogs.fault(self.app, "E-DAMAGED")

    # --- The end ---

    def _close(self) -> bool | None:
        """The last backup; a window that cannot make one says so and closes all the same if the person likes."""
        try:
            if backups.needs_copy():
                job = jobs.start(lambda progress: backups.make())
                if not job.wait(AT_ONCE_SECONDS):
                    dialogs.run_job(self.app, "Đang sao lưu trước khi đóng", job, can_cancel=False)
                job.result()
            else:
                backups.tidy()
        except Failed as failed:
            if not dialogs.ask_yes_no(self.app, "Chưa sao lưu được", f"{failed}.\n\nVẫn đóng chương trình?", "Đóng"):
                return False
        self.look["geometry"] = self.app.geometry()
        self._keep_look()
        return None

    def _end(self) -> None:
        """Closed before there was a shell."""
        self._keep_look()
        self.app.destroy()

    def _looked(self, dark: bool, size: int) -> None:
        self.look |= {"dark": dark, "size": size}
        self._keep_look()

    def _keep_look(self) -> None:
        try:
            files.write_text(self.folder.look, json.dumps(self.look))
        except OSError as error:
            log.warning("look not kept: %s", error)

    def _listen_for_calls(self) -> None:
        """A second start asks this window to come to the front."""
        try:
            self.folder.call.unlink()
        except OSError:
            pass
        else:
            self.app.deiconify()
            self.app.lift()
            self.app.focus_force()
        kit.soon(self.alive, self._listen_for_calls, CALLS_MILLISECONDS)


def _print_commands() -> Iterator[Command]:
    """Each form to print, from wherever one is."""
    for form in catalogue.FORMS:
        choose = partial(events.publish, events.Open("printing", {"form": form.name}))
        yield Command(f"In {form.title[:1].lower()}{form.title[1:]}", choose, "", PRINT, also="biểu mẫu báo cáo")


def _make(screen: catalogue.Screen, master: kit.Frame) -> Any:
    return screen.load()(master)


def _rescued(folder: OfficeFolder, failed: Failed, look: dict[str, Any]) -> bool:
    """Say why the office cannot be opened; a damaged file is put right from the newest copy if the person likes."""
    app = theme.create_app(NAME, dark=look["dark"], size=look["size"])
    app.withdraw()
    try:
        copy = backups.latest(folder) if failed.code == "E-DAMAGED" else None
        if copy is None:
            dialogs.fault(app, failed.code, failed.detail)
            return False
        words = f"{failed}.\n\nBản sao gần nhất: {backups.when(copy)}. Tệp hỏng được giữ lại. Khôi phục từ bản sao này?"
        if not dialogs.ask_yes_no(app, "Dữ liệu hỏng", words, "Khôi phục"):
            return False
        lacking = backups.rescue(folder, copy).lacking
        if lacking:
            dialogs.warn(app, "Thiếu tệp đính kèm", f"Sổ đã khôi phục, nhưng không còn tệp: {lacking}.")
    except (Refused, Failed) as again:
        dialogs.warn(app, "Chưa khôi phục được", f"{again}.")
        return False
    finally:
        app.destroy()
    return True


def _read_look(folder: OfficeFolder) -> dict[str, Any]:
    look: dict[str, Any] = {"dark": False, "size": 10, "geometry": "", "who": "", "reminded": ""}
    try:
        found = json.loads(folder.look.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return look
    if isinstance(found, dict):
        look |= {name: value for name, value in found.items() if type(value) is type(look.get(name))}
    if not re.fullmatch(r"\d{3,5}x\d{3,5}[+-]\d{1,4}[+-]\d{1,4}", look["geometry"]):
        look["geometry"] = ""
    look["size"] = look["size"] if look["size"] in theme.SIZES else 10
    return look


def _whole_screen(app: kit.App) -> str:
    width, height = min(1600, app.winfo_screenwidth()), min(940, app.winfo_screenheight() - 40)
    return f"{width}x{height}+{(app.winfo_screenwidth() - width) // 2}+0"
