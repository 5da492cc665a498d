"""Offices made once in a run of the tests and copied from then on: making one costs fifteen times as much as copying.

What is copied is what the program itself wrote and closed. A test that asks twice for the same office gets a copy and
then another one, with other uids and another key, as two real offices would be.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from pathlib import Path

from desktop_app import catalogue, clock, events
from desktop_app.features.office import service as office
from desktop_app.outside.folders import OfficeFolder
from desktop_app.records import session

TODAY = date(2026, 11, 22)
CLERK = "Nguyễn Thị Hường"  # who sits at the office of `office_hands`

_shelf: dict[Hashable, Path] = {}
_given: dict[Hashable, str] = {}  # what was given last to which test
_place: list[tempfile.TemporaryDirectory[str]] = []  # gone with the process


def opened(place: Path, name: str, *make: Callable[[], object], who: str = CLERK) -> Iterator[Path]:
    """What a fixture of an office yields from: its folder, open for writing, on 22/11/2026 unless it is empty.

    It is closed when the test is over. ``make`` are the steps that make it where an empty one is open, ``who`` works
    on it. The path has blanks and Vietnamese letters.
    """
    catalogue.entities()
    if (screens := sys.modules.get("desktop_app.ui.screen")) is not None:
        screens.forget_kept()  # what a test before chose in its lists
    if make:
        clock.set_today(TODAY)
    path = place / "Sổ phường thử"
    session.current.who = ""
    lay(path, name, *make)
    session.current.who = who
    office.open_folder(path, writing=True)
    yield path
    office.close_folder()
    clock.set_today(None)
    events.forget()


def lay(path: Path, name: Hashable, *make: Callable[[], object]) -> None:
    """Lay the office ``name`` into the new folder ``path``, closed; ``make`` as in `opened`.

    An office of one name is made the same way wherever it is asked for; one of another day is another office.
    """
    key, test = (name, clock.today()), os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    again = key in _shelf and _given.get(key) == test
    _given[key] = test
    if again:
        _make(path, make)
        return
    if key not in _shelf:
        if not _place:
            _place.append(tempfile.TemporaryDirectory(prefix="so-phuong-thu-", ignore_cleanup_errors=True))
        made = Path(_place[0].name) / str(len(_shelf))
        _make(made, make)
        OfficeFolder(made).lock.unlink(missing_ok=True)
        _shelf[key] = made
    shutil.copytree(_shelf[key], path)


def _make(path: Path, make: tuple[Callable[[], object], ...]) -> None:
    office.open_folder(path, writing=True)
    try:
        for step in make:
            step()
    finally:
        office.close_folder()
