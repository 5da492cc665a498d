"""The main window: going between screens, keys, status, help, faults, and nothing squeezed at any size."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_app import errors, events, jobs
from desktop_app.ui import dialogs, faults, kit, theme
from desktop_app.ui import help as guide
from desktop_app.ui.shell import Shell, ShellEntry, Status
from tests.typing_hands import click, focus, keys, press, press_here, wait

LABELS = {
    "overview": ("Tổng quan", "house"),
    "tasks": ("Nhiệm vụ", "list-check"),
    "documents": ("Văn bản giao việc", "journal-text"),
    "meetings": ("Cuộc họp", "calendar-event"),
    "inspections": ("Kiểm tra công vụ", "clipboard-check"),
    "targets": ("Chỉ tiêu kinh tế – xã hội", "graph-up"),
    "directory": ("Danh bạ đơn vị, cán bộ", "people"),
    "reports": ("Báo cáo, biểu mẫu", "printer"),
    "backups": ("Sao lưu và khôi phục", "hdd"),
}
OFFICE = "ỦY BAN NHÂN DÂN PHƯỜNG XUÂN ĐỈNH"


class Page(kit.Frame):
    """A screen that writes down what it is asked."""

    made: list[str] = []

    def __init__(self, master: kit.Frame, name: str) -> None:
        super().__init__(master)
        self.name, self.title, self.help_page = name, LABELS[name][0], name
        self.asked: list[Any] = []
        self.leaves = True
        self.entry = kit.Entry(self)
        self.entry.pack()
        self.other = kit.Entry(self)
        self.other.pack()
        Page.made.append(name)

    def refresh(self) -> None:
        self.asked.append("refresh")

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        self.asked.append((dict(wanted), record_id))

    def may_leave(self) -> bool:
        self.asked.append("may_leave")
        return self.leaves

    def save(self) -> None:
        self.asked.append("save")

    def focus_search(self) -> None:
        self.asked.append("search")


class NewPage(Page):
    def new(self) -> None:
        self.asked.append("new")

    def print_(self) -> None:
        self.asked.append("print")

    def back(self) -> None:
        self.asked.append("back")


@pytest.fixture
def app(dressed: Any, root: Any) -> Iterator[Any]:
    Page.made = []
    root.geometry("1366x740+0+0")
    root.deiconify()
    root.update()
    yield root
    root.withdraw()
    root.protocol("WM_DELETE_WINDOW", root.destroy)


@pytest.fixture
def open_shell(app: Any) -> Iterator[Callable[..., Shell]]:
    opened: list[Shell] = []

    def made(counters: Mapping[str, Callable[[], int | None]] | None = None, **options: Any) -> Shell:
        entries = [
            ShellEntry(
                name,
                label,
                icon,
                lambda master, name=name: (NewPage if name == "tasks" else Page)(master, name),
                (counters or {}).get(name),
            )
            for name, (label, icon) in LABELS.items()
        ]
        status = options.pop("status", lambda: Status("Dữ liệu: tốt"))
        options.setdefault("tell_faults", False)
        shell = Shell(app, entries, OFFICE, "Nguyễn Thị Hường – Văn phòng", status, **options)
        opened.append(shell)
        shell.go("overview")
        app.update()
        focus(shell.screen.entry)
        return shell

    yield made
    for shell in opened:
        if shell.frame.winfo_exists():
            shell.destroy()


def page(shell: Shell) -> Any:
    return shell.screen


def shown(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        if child.winfo_ismapped() and child.winfo_class() != "Toplevel":
            yield child
            yield from shown(child)


def test_screens_are_made_when_first_shown_and_kept(open_shell: Any):
    shell = open_shell()
    assert Page.made == ["overview"]
    shell.go("tasks")
    first = page(shell)
    shell.go("overview")
    shell.go("tasks")
    assert Page.made == ["overview", "tasks"]
    assert page(shell) is first
    assert first.winfo_ismapped()
    assert not shell.screens["overview"].winfo_ismapped()


def test_alt_and_a_digit_a_click_and_control_tab_go_to_screens(open_shell: Any, app: Any):
    shell = open_shell()
    press_here(app, "Alt-Key-2")
    assert shell.current == "tasks"
    click(shell.navigation.lines["meetings"].button)
    assert shell.current == "meetings"
    press_here(app, "Control-Tab")
    assert shell.current == "inspections"
    press_here(app, "Control-Shift-Tab", "Control-Shift-Tab")
    assert shell.current == "documents"
    press_here(app, "Alt-Key-9")
    assert shell.current == "backups"
    press_here(app, "Control-Tab")
    assert shell.current == "overview"


def test_the_navigation_is_walked_with_keys(open_shell: Any, app: Any):
    shell = open_shell()
    lines = shell.navigation.lines
    press(lines["overview"].button, "Down", "Down", "space")
    assert shell.current == "documents"
    press(lines["overview"].button, "Up", "Return")
    assert shell.current == "backups"


def test_the_keyboard_goes_into_the_screen_and_back_to_where_it_was(open_shell: Any, app: Any):
    shell = open_shell()
    shell.go("tasks")
    tasks = page(shell)
    assert app.focus_get() is tasks.entry
    focus(tasks.other)
    shell.go("overview")
    shell.go("tasks")
    assert app.focus_get() is tasks.other


def test_keys_of_the_house_reach_the_present_screen_also_from_a_field(open_shell: Any, app: Any):
    shell = open_shell()
    shell.go("tasks")
    tasks = page(shell)
    tasks.asked.clear()
    focus(tasks.entry)
    press(tasks.entry, "Control-n", "Control-s", "Control-f", "Control-p", "Escape", "F5")
    assert tasks.asked == ["new", "save", "search", "print", "back", "refresh"]
    press(tasks.entry, "Control-S", "Control-N")
    assert tasks.asked[-2:] == ["save", "new"], "Caps Lock is no reason to lose a text"
    shell.go("overview")
    overview = page(shell)
    overview.asked.clear()
    press(overview.entry, "Control-n", "Control-p", "Escape", "Control-s")
    assert overview.asked == ["save"], "a screen without new, print_ and back is left in peace"


def test_a_screen_that_may_not_be_left_stays(open_shell: Any, app: Any):
    closed: list[int] = []
    shell = open_shell(on_close=lambda: closed.append(1))
    page(shell).leaves = False
    assert not shell.go("tasks")
    press_here(app, "Alt-Key-3")
    click(shell.navigation.lines["meetings"].button)
    shell.close()
    assert shell.current == "overview"
    assert app.winfo_exists()
    assert closed == []
    assert str(shell.navigation.lines["overview"].button.cget("style")).endswith("NavOn.TButton")
    assert not str(shell.navigation.lines["meetings"].button.cget("style")).endswith("NavOn.TButton")


def test_closing_asks_the_screen_then_tidies_up_and_may_still_be_refused(open_shell: Any, app: Any):
    asked: list[str] = []

    def on_close() -> bool:
        asked.append("close")
        return False

    shell = open_shell(on_close=on_close)
    app.tk.call(*app.tk.splitlist(app.protocol("WM_DELETE_WINDOW")))
    assert page(shell).asked[-1] == "may_leave"
    assert asked == ["close"]
    assert shell.frame.winfo_exists()


def test_news_of_opening_shows_the_rows_or_the_record(open_shell: Any):
    shell = open_shell()
    events.publish(events.Open("tasks", {"timeliness": "open_overdue"}))
    assert shell.current == "tasks"
    events.publish(events.Open("tasks", id=27))
    assert [piece for piece in page(shell).asked if piece != "may_leave"] == [
        ({"timeliness": "open_overdue"}, None),
        ({}, 27),
    ]
    events.publish(events.Open("nowhere"))
    assert shell.current == "tasks"


def test_counters_fill_after_the_window_and_follow_changes(open_shell: Any, app: Any):
    numbers = {"tasks": 2006, "meetings": 0}
    shell = open_shell({name: lambda name=name: numbers[name] for name in numbers})
    assert shell.navigation.lines["tasks"].counter.cget("text") == ""
    wait(app, 600)
    assert shell.navigation.lines["tasks"].counter.cget("text") == "2.006"
    assert shell.navigation.lines["meetings"].counter.cget("text") == ""
    numbers["tasks"] = 2007
    events.publish(events.Changed("task", (1,)))
    wait(app, 600)
    assert shell.navigation.lines["tasks"].counter.cget("text") == "2.007"


def test_the_status_line_and_the_banner_say_what_holds_now(open_shell: Any, app: Any):
    now = [Status("Dữ liệu: tốt", "Sao lưu: hôm nay", "Gửi cấp trên: gói số 3", "Bản 0.1")]
    shell = open_shell(status=lambda: now[0])
    shell.refresh_status()
    app.update()
    parts = shell.status_line.parts
    assert [parts[name].cget("text") for name in ("database", "backup", "handoff", "version")] == [
        "Dữ liệu: tốt",
        "Sao lưu: hôm nay",
        "Gửi cấp trên: gói số 3",
        "Bản 0.1",
    ]
    assert not shell.banner.winfo_ismapped()
    plain = parts["backup"].cget("style")
    now[0] = Status("Dữ liệu: tốt", "Sao lưu: 9 ngày trước", banner="Chỉ đọc", alarms=frozenset({"backup"}))
    shell.refresh_status()
    app.update()
    assert parts["backup"].cget("style") != plain
    assert shell.banner.winfo_ismapped()
    assert shell.banner.cget("text") == "Chỉ đọc"


@pytest.mark.parametrize(("wide", "high"), [(1366, 740), (1024, 700)])
@pytest.mark.parametrize("size", theme.SIZES)
def test_nothing_is_squeezed_or_cut_off(open_shell: Any, app: Any, wide: int, high: int, size: int):
    theme.set_size(size)
    app.geometry(f"{wide}x{high}+0+0")
    app.update()
    status = Status(
        "Dữ liệu: đang kiểm tra",
        "Sao lưu kiểm chứng gần nhất: 20/11/2026 16:05, 2 giờ trước",
        "Gửi cấp trên gần nhất: gói số 3, 20/11/2026 (chưa xác nhận)",
        "Bản 0.1",
    )
    shell = open_shell({"tasks": lambda: 25_000}, status=lambda: status)
    wait(app, 600)
    shell.refresh_status()
    app.update()
    for widget in shown(shell.frame):
        if widget.winfo_class() in ("TLabel", "TButton"):
            what = (str(widget.cget("text")), widget.winfo_reqwidth(), widget.winfo_width())
            assert widget.winfo_width() >= widget.winfo_reqwidth() or not widget.cget("text"), what
            assert widget.winfo_height() >= widget.winfo_reqheight(), what
            right = widget.winfo_rootx() + widget.winfo_width()
            assert right <= app.winfo_rootx() + wide, what
            assert widget.winfo_rooty() + widget.winfo_height() <= app.winfo_rooty() + high, what


def test_a_narrow_window_shows_icons_and_a_wide_one_names(open_shell: Any, app: Any):
    shell = open_shell()
    assert shell.navigation.collapsed
    narrow = shell.navigation.winfo_width()
    shell._fit(1900)
    app.update()
    assert not shell.navigation.collapsed
    assert shell.navigation.winfo_width() > narrow + theme.measure(LABELS["tasks"][0])
    shell._fit(1366)
    app.update()
    assert shell.navigation.winfo_width() == narrow


def test_theme_and_letters_change_at_once_and_keep_what_is_typed(open_shell: Any, app: Any):
    looks: list[tuple[bool, int]] = []
    shell = open_shell(on_look=lambda dark, size: looks.append((dark, size)))
    typed = page(shell).entry
    keys(typed, "abc")
    click(shell.title_bar.dark)
    assert theme.is_dark()
    shell.set_look(True, 14)
    app.update()
    assert looks == [(True, 10), (True, 14)]
    assert typed.get() == "abc"
    assert shell.title_bar.winfo_ismapped()
    assert shell.navigation.marked == "overview"
    press_here(app, "Alt-Key-2")
    assert shell.current == "tasks"


def test_leaving_the_shell_gives_everything_back(open_shell: Any, app: Any):
    shell = open_shell()
    shell.destroy()
    app.update()
    events.publish(events.Open("tasks"))
    assert Page.made == ["overview"]
    assert not app.bind("<F5>")


# --- Help ---


@pytest.fixture
def help_folder(tmp_path: Path) -> Path:
    (tmp_path / "tasks.md").write_text(
        "# Nhiệm vụ\n\nNhấn `Ctrl+N` để **thêm** nhiệm vụ.\n\n## Gia hạn\n\n1. Mở nhiệm vụ\n2. Bấm nút\n\n"
        "- Xem thêm [Cuộc họp](meetings.md)\n",
        encoding="utf-8",
    )
    (tmp_path / "meetings.md").write_text("# Cuộc họp\n\nHọp giao ban.\n", encoding="utf-8")
    (tmp_path / "dang-nhap.md").write_text("# Đăng nhập\n\nChọn tên.\n", encoding="utf-8")
    (tmp_path / "an.md").write_text("# Ấn phẩm\n\nCác biểu mẫu.\n", encoding="utf-8")
    return tmp_path


def test_help_pages_are_listed_in_vietnamese_order_with_the_screens_first(help_folder: Path):
    assert list(guide.pages(help_folder, ["tasks", "nowhere"]).values()) == [
        "Nhiệm vụ",
        "Ấn phẩm",
        "Cuộc họp",
        "Đăng nhập",
    ]


def test_help_shows_the_page_laid_out_follows_links_and_closes_with_escape(app: Any, help_folder: Path):
    window = guide.show(app, "tasks", folder=help_folder)
    window.update()
    text = window.text.get("1.0", "end").split("\n")
    assert text[0] == "Nhiệm vụ"
    assert "Nhấn \u00a0Ctrl+N\u00a0 để thêm nhiệm vụ." in text
    assert "1.\tMở nhiệm vụ" in text
    assert not any("**" in line or "`" in line or "#" in line for line in text)
    tags = window.text.tag_names("1.2")
    assert "title" in tags
    start, end = window.text.tag_ranges("link:meetings")
    assert window.text.get(start, end) == "Cuộc họp"
    x, y, *_ = window.text.bbox(start)
    click(window.text, x + 3, y + 3)
    assert window.page == "meetings"
    assert window.list.selection() == ("meetings",)
    keys(window.text, "x")
    assert "x" not in window.text.get("1.0", "end")
    press(window.text, "Escape")
    assert not window.winfo_exists()


def test_f1_opens_the_page_of_the_present_screen_in_one_window(open_shell: Any, app: Any, monkeypatch: Any):
    asked: list[str] = []
    monkeypatch.setattr(guide, "show", lambda app, page, first: asked.append(page))
    shell = open_shell()
    press_here(app, "F1")
    shell.go("tasks")
    press_here(app, "F1")
    assert asked == ["overview", "tasks"]


def test_a_screen_without_a_page_says_so(app: Any, help_folder: Path):
    window = guide.show(app, "nowhere", folder=help_folder)
    again = guide.show(app, "meetings", folder=help_folder)
    assert again is window
    guide.show(app, "nowhere", folder=help_folder)
    assert "Chưa có trang này" in window.text.get("1.0", "2.0")
    window.destroy()


# --- Faults ---


@pytest.fixture
def told(monkeypatch: Any) -> list[tuple[str, ...]]:
    heard: list[tuple[str, ...]] = []
    monkeypatch.setattr(dialogs, "warn", lambda parent, title, text: heard.append(("warn", text)))
    monkeypatch.setattr(dialogs, "fault", lambda parent, code, detail="": heard.append((code, detail)))
    return heard


def raised_in_a_callback(app: Any, error: BaseException) -> None:
    def fail() -> None:
        raise error

    app.after(1, fail)
    wait(app, 30)


def test_an_exception_in_a_callback_is_told_calmly_and_logged(
    open_shell: Any, app: Any, told: list[tuple[str, ...]], hidden_failures: list[str]
):
    shell = open_shell(tell_faults=True)
    keys(page(shell).entry, "abc")
    raised_in_a_callback(app, errors.Refused({"due_on": "Hạn phải sau ngày giao"}))
    raised_in_a_callback(app, errors.Failed("E-DISK-FULL", "du-lieu.db"))
    raised_in_a_callback(app, jobs.Cancelled())
    assert told == [("warn", "Hạn phải sau ngày giao"), ("E-DISK-FULL", "du-lieu.db")]
    assert hidden_failures == []
    raised_in_a_callback(app, KeyError("x"))
    assert told[-1] == ("E-FAULT", "KeyError: 'x'")
    assert "Traceback" in hidden_failures.pop()
    assert page(shell).entry.get() == "abc"


def test_a_fault_that_comes_again_and_again_shows_one_dialog(app: Any, monkeypatch: Any, hidden_failures: list[str]):
    open_now: list[str] = []

    def fault(parent: Any, code: str, detail: str = "") -> None:
        open_now.append(detail)
        raised_in_a_callback(app, ValueError("second"))

    monkeypatch.setattr(dialogs, "fault", fault)
    restore = faults.install(app)
    raised_in_a_callback(app, ValueError("first"))
    restore()
    assert open_now == ["ValueError: first"]
    assert len(hidden_failures) == 2
    hidden_failures.clear()
