"""A picture tour: every screen of a demonstration office, in two sizes, light and dark.

    python tests/tour.py DIR [--scenario bac-tu-liem-2022] [--only SCREEN] [--letters 14]

Saves DIR/<size>-<look>-<screen>.png. Starts a virtual display by itself where there is none of that size.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080)}
LOOKS = {"sang": False, "toi": True}
DAY = date(2022, 12, 14)


def main() -> int:
    """Make the demonstration office once, then take the tour once a size and look."""
    given = _arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.size:
        take(given.folder, given.office, given.size, given.look, given.only, given.letters)
        return 0
    with tempfile.TemporaryDirectory() as place:
        office = Path(place) / "Cơ quan mẫu"
        command = [sys.executable, "-m", "desktop_app", "--office", str(office), "--today", DAY.isoformat()]
        subprocess.run([*command, "demo", given.scenario], cwd=ROOT, check=True)
        for size in SIZES:
            for look in LOOKS:
                print(f"{size}, {look} …", flush=True)
                again = [sys.executable, __file__, str(given.folder), "--size", size, "--look", look]
                again += ["--office", str(office), "--letters", str(given.letters)]
                again += ["--only", given.only] if given.only else []
                subprocess.run(again, cwd=ROOT, check=True, env=_display(size))
    print(f"{len(list(given.folder.glob('*.png')))} pictures in {given.folder}")
    return 0


def take(folder: Path, office: Path, size: str, look: str, only: str, letters: int = 10) -> None:
    """Open the window once and save a picture of every stop."""
    from PIL import ImageGrab

    from desktop_app import catalogue, clock, window
    from desktop_app.features.office import service
    from desktop_app.outside.folders import OfficeFolder
    from desktop_app.ui import theme

    clock.set_today(DAY)
    catalogue.entities()
    service.open_folder(office, writing=True)
    app = theme.create_app("Sổ Phường", dark=LOOKS[look], size=letters, scaling=96 / 72)
    width, height = SIZES[size]
    kept = {"dark": LOOKS[look], "size": letters, "geometry": f"{width}x{height}+0+0", "who": ""}
    shown = window.Window(app, OfficeFolder(office), kept)
    for name, go in stops(shown):
        app.deiconify()
        app.lift()
        go()
        for turn in range(200):
            app.update()
            app.after(40)
            screen = shown.shell.screen if shown.shell is not None else None
            if turn >= 12 and getattr(screen, "drawn", True):  # the charts of the overview come after the window
                break
        if only not in name:  # visited all the same: a stop starts where the one before it left the window
            continue
        picture = ImageGrab.grab(xdisplay=os.environ.get("DISPLAY")) if sys.platform == "linux" else ImageGrab.grab()
        picture.save(folder / f"{size}-{look}-{name}.png")
    service.close_folder()
    app.destroy()


def stops(shown: "window.Window") -> Iterator[tuple[str, Callable[[], object]]]:  # noqa: F821 - imported late
    """Each picture's name and what brings it on the screen."""
    from desktop_app import catalogue
    from desktop_app.features.office import service

    people = service.people()
    yield "00-ai-lam-viec", shown._choose_official
    yield "01-tong-quan", lambda: shown._sit_down(people[0])

    def shell(name: str, what: str = "") -> Callable[[], object]:
        def go() -> None:
            shown.shell.go(name)
            shown.app.update()
            if what:
                getattr(shown.shell.screens[name], what)()

        return go

    for place, screen in enumerate(catalogue.SCREENS[1:], start=2):
        yield f"{place:02d}-{screen.name}", shell(screen.name)

    def one_task() -> None:
        shown.shell.go("tasks")
        screen = shown.shell.screens["tasks"]
        for narrowed in ({"timeliness": "done_late"}, {}):
            screen.open(narrowed, None)
            shown.app.update()
            if screen.rows.ids:
                break
        screen.open({}, screen.rows.ids[0])

    def notice() -> None:
        shown.shell.go("documents")
        screen = shown.shell.screens["documents"]
        screen.print_()
        screen.notice.form.fields["number"].set("121/TB-UBND")
        screen.notice.form.fields["issued_on"].set("14/12/2022")
        rows = [
            {"content": "Rà soát, tổng hợp kết quả thực hiện, báo cáo UBND quận", "due_on": "20/12/2022"},
            {"content": "Đôn đốc các đơn vị hoàn thành nhiệm vụ trọng tâm quý IV", "due_on": "31/12/2022"},
        ]
        screen.notice.grid_.set_rows(rows)

    yield from pages(shown)
    yield "20-mot-nhiem-vu", one_task
    yield "21-nhap-thong-bao", notice

    def help_page() -> None:
        shown.shell.screens["documents"].notice.form.saved()
        shown.shell.screens["documents"].notice.grid_.saved()
        shown.shell.go("overview")
        shown.shell.show_help()

    yield "22-huong-dan", help_page


def pages(shown: "window.Window") -> Iterator[tuple[str, Callable[[], object]]]:  # noqa: F821 - imported late
    """The pages that open over a list, each on a record that has something to show."""
    from db.models import Finding, Remediation, ScheduleItem

    yield from _inspection_pages(shown)
    for told in Finding.select().join(Remediation).limit(1):
        yield "42-mot-ton-tai", _opened(shown, "findings", told.id)
    yield from _plan_pages(shown)
    yield from _meeting_pages(shown)
    for line in ScheduleItem.select().limit(1):
        yield "48-dong-lich", _opened(shown, "week", line.id)


def _opened(shown: Any, name: str, record: int, act: str = "", *given: int) -> Callable[[], object]:
    """What opens a record of a screen, and does an act on it."""

    def go() -> None:
        shown.shell.go(name)
        screen = shown.shell.screens[name]
        screen.open({}, record)
        shown.app.update()
        if act:
            getattr(screen, act)(*given)

    return go


def _inspection_pages(shown: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    from db.models import Finding, InspectedParty

    for party in InspectedParty.select().join(Finding).order_by(InspectedParty.minutes).limit(1):
        yield "40-luot-kiem-tra", _opened(shown, "inspections", party.round_id)
        for leaf, name in enumerate(("thong-tin", "noi-dung", "ton-tai")):
            show = _opened(shown, "inspections", party.round_id, "show_party", party.id)
            yield (
                f"41-bien-ban-kiem-tra-{name}",
                lambda show=show, leaf=leaf: (show(), shown.shell.screens["inspections"].page.leaves.select(leaf)),
            )
        yield "49-ve", lambda: shown.shell.screens["inspections"].back()


def _plan_pages(shown: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    from db.models import PlanItem

    for one in PlanItem.select().order_by(PlanItem.id.desc()).limit(1):
        yield "43-ke-hoach", _opened(shown, "plans", one.plan_id)
        yield "44-noi-dung-ke-hoach", _opened(shown, "plans", one.plan_id, "show_page")
        yield "45-nhap-ke-hoach", lambda: shown.shell.screens["plans"].show_typing(1)
        yield "49-ve", lambda: shown.shell.screens["plans"].back()
        yield "49-ve", lambda: shown.shell.screens["plans"].back()


def _meeting_pages(shown: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    from db.models import MeetingMatter

    for one in MeetingMatter.select().order_by(MeetingMatter.meeting.desc()).limit(1):
        yield "46-cuoc-hop", _opened(shown, "meetings", one.meeting_id)
        yield "47-noi-dung-ket-luan", _opened(shown, "meetings", one.meeting_id, "write_minutes")
        yield "49-ve", lambda: shown.shell.screens["meetings"].back()


def _display(size: str) -> dict[str, str]:
    if sys.platform != "linux":
        return dict(os.environ)
    from tests.display import start_virtual_display

    return {**os.environ, "DISPLAY": start_virtual_display(*SIZES[size])}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenario", default="bac-tu-liem-2022")
    parser.add_argument("--only", default="")
    parser.add_argument("--size", choices=SIZES, default="")
    parser.add_argument("--look", choices=LOOKS, default="sang")
    parser.add_argument("--letters", type=int, choices=(10, 12, 14, 16), default=10)
    parser.add_argument("--office", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
