"""What every test gets: a display, the one root window, and two checks that no failure stays hidden."""

import gc
import importlib.util
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.display import NoDisplay, ensure_display

PIXELS_A_POINT = 96 / 72  # one density on every machine, so that sizes in pixels can be tested
MUCH = 20_000  # objects made and not let go of since garbage was last collected, before window tests collect it again


def pytest_configure(config: pytest.Config) -> None:
    """A worker thread that dies fails the test, as a callback does."""
    config.addinivalue_line("filterwarnings", "error::pytest.PytestUnhandledThreadExceptionWarning")


def pytest_collection_finish() -> None:
    """What has been loaded by now stays to the end: no collection of garbage need look through it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `gui` what opens a window, so that nobody has to remember it."""
    for item in items:
        if {"root", "display"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where no bytecode may lie beside the sources, the hundreds of programs that tests start keep it elsewhere."""
    if sys.dont_write_bytecode:
        shared = tmp_path_factory.getbasetemp()
        if "PYTEST_XDIST_WORKER" in os.environ:
            shared = shared.parent
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(shared / "bytecode")


@pytest.fixture(scope="session")
def display() -> None:
    """A display for this process and the programs it starts; a test without one fails, it is not skipped."""
    if os.environ.get("SO_PHUONG_NO_WINDOW") == "1":
        pytest.skip("SO_PHUONG_NO_WINDOW=1: không chạy kiểm thử cửa sổ")
    try:
        ensure_display()
    except NoDisplay as reason:
        pytest.fail(str(reason), pytrace=False)


@pytest.fixture(scope="session")
def root(display: None) -> Iterator[object]:
    """The one root window of the process, withdrawn; a test puts its own Toplevel or Frame on it and destroys it."""
    import ttkbootstrap

    app = ttkbootstrap.App(title="Sổ Phường", scaling=PIXELS_A_POINT)
    app.withdraw()
    yield app
    app.destroy()


@pytest.fixture
def dressed(root: object) -> Iterator[object]:
    """The root in the program's looks, and light with letters of 10 points again after the test."""
    from desktop_app.ui import kit, theme

    theme.dress(root)
    kit.install(root)
    yield root
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    theme.set_dark(False)
    if theme.size() != 10:
        theme.set_size(10)


@pytest.fixture
def window(request: pytest.FixtureRequest, dressed: object) -> Iterator[object]:
    """A window of its own for the test, of the size that the test's module gives as ``WINDOW``."""
    from desktop_app.ui import kit

    top = kit.Toplevel(title="Thử", master=dressed, size=request.module.WINDOW, position=(10, 10))
    top.update()
    yield top
    top.destroy()


@pytest.fixture(autouse=True)
def hidden_failures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fail the test when a Tk callback raised or an ERROR was logged; a test that provokes one clears the list."""
    failures: list[str] = []
    window = request.getfixturevalue("root") if "root" in request.fixturenames else None
    if importlib.util.find_spec("_tkinter"):
        monkeypatch.setattr(
            "tkinter.Tk.report_callback_exception",
            lambda self, *raised: failures.append("".join(traceback.format_exception(*raised))),
        )
    if window:
        # A test before may have left the program's own report, whose dialog nobody would close.
        vars(window).pop("report_callback_exception", None)
        # Errors of Tcl itself pass Python by and would open a dialog that nobody closes.
        window.tk.createcommand("bgerror", failures.append)
        # A worker that happens to collect widgets waits a second for each of them: no main loop runs in a test. So
        # they are collected between tests, and only when it is worth the tenth of a second.
        gc.disable()
    elif not gc.isenabled():
        gc.collect()
        gc.enable()
    handler = _Collector(failures)
    logging.getLogger().addHandler(handler)
    yield failures
    if window:
        window.update()  # what this test has set going falls to this test, not to the next
        if gc.get_count()[0] > MUCH:
            gc.collect()
    logging.getLogger().removeHandler(handler)
    if failures:
        pytest.fail("Lỗi xảy ra trong lúc chạy:\n" + "\n".join(failures), pytrace=False)


class _Collector(logging.Handler):
    def __init__(self, failures: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.failures = failures

    def emit(self, record: logging.LogRecord) -> None:
        self.failures.append(self.format(record))


# --- Fixtures of the office: below this line ---
@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty office folder, open for writing, under a path with blanks and Vietnamese letters."""
    from tests.ready_offices import opened

    yield from opened(tmp_path, "empty", who="")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """A founded office on 22/11/2026: itself, the city above, three parts, two wards' groups below, four officials."""
    from tests.office_hands import found
    from tests.ready_offices import opened

    yield from opened(tmp_path, "founded", found)


@pytest.fixture
def full_office(tmp_path: Path) -> Iterator[Path]:
    """The same office with something in every book (`office_hands.fill`); a test has this or ``office``."""
    from tests.office_hands import fill, found
    from tests.ready_offices import opened

    yield from opened(tmp_path, "full", found, fill)


@pytest.fixture
def closed(office: Path) -> Path:
    """The office of the tests with one notice of two tasks, and no program open on it."""
    from desktop_app.features.office import service
    from tests.office_hands import notice

    notice()
    service.close_folder()
    return office


@pytest.fixture(scope="session")
def reader() -> Iterator[object]:
    """The process that reads packages, kept for all tests."""
    from desktop_app.excel import guarded

    with guarded.Reader() as one:
        yield one


@pytest.fixture
def network(tmp_path: Path, reader: object) -> Iterator[object]:
    """A place for real offices that hand each other packages, on 22/11/2026; none is founded yet."""
    from desktop_app import clock, events
    from tests.network_hands import Network

    clock.set_today(date(2026, 11, 22))
    yield Network(tmp_path, reader)
    clock.set_today(None)
    events.forget()


@pytest.fixture
def net(network: object) -> object:
    """An office above, T, that knows two below, A and B; A is founded."""
    network.found("T", subs=("A", "B"))
    network.found("A", upper="T")
    return network


@pytest.fixture
def town(
    root: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden_failures: list[str], reader: object
) -> Iterator[object]:
    """Offices whose windows hand each other packages, on 22/11/2026; files are chosen and shown without a dialog."""
    from desktop_app import clock
    from desktop_app.outside import drives, viewer
    from desktop_app.ui import dialogs, drafts, kit, theme
    from tests.town_hands import PATIENCE, Town, close_all

    theme.dress(root)
    kit.install(root)
    clock.set_today(date(2026, 11, 22))
    made = Town(tmp_path / "Tỉnh thử", root, hidden_failures, reader)
    monkeypatch.setattr(viewer, "show", lambda path: made.shown.append(path) or True)
    monkeypatch.setattr(dialogs, "open_files", lambda *words: list(made.files))
    monkeypatch.setattr(dialogs, "open_folder", lambda *words: made.folder)
    monkeypatch.setattr(dialogs, "save_file", lambda *words: made.folder / words[2])
    monkeypatch.setattr(drives, "found", list)
    watch = root.after(PATIENCE, lambda: (hidden_failures.append("a window waits for an answer"), close_all(root)))
    yield made
    root.after_cancel(watch)
    made.leave()
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    clock.set_today(None)
    drafts.folder = None
    root.protocol("WM_DELETE_WINDOW", root.quit)
    root.withdraw()
