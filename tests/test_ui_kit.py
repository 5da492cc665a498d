"""The kit and the themes: contrast, Vietnamese everywhere, house keys, undo that leaves Unikey alone, dialogs."""

import ast
import importlib.util
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_app import jobs
from desktop_app.ui import dialogs, kit, theme
from desktop_app.ui.house_fixes import ICONS
from desktop_app.ui.palette import DARK, LIGHT, Palette, contrast
from tests.typing_hands import click, focus, keys, paste, press, unikey, wait

WINDOW = (700, 400)

READ = 4.5  # WCAG 2.1 AA for text
SEEN = 3.0  # and for signs


def texts_on(widget: Any) -> Iterator[str]:
    """Every text that a widget and its children show."""
    for name in ("text", "textvariable"):
        if name in widget.keys() and str(widget.cget(name)):  # noqa: SIM118
            yield widget.getvar(str(widget.cget(name))) if name == "textvariable" else str(widget.cget(name))
    for child in widget.winfo_children():
        yield from texts_on(child)


def during(widget: Any, *acts: Callable[[Any], Any]) -> None:
    """Do something to each dialog that opens next, once it has the keyboard."""
    left = list(acts)

    def act() -> None:
        dialog = widget.grab_current()
        if dialog is None:
            widget.after(20, act)
            return
        left.pop(0)(dialog)
        if left:
            widget.after(60, act)

    widget._root().after(60, act)


# --- Colours ---


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_written_can_be_read(colours: Palette):
    grounds = ("ground", "panel", "field", "zebra")
    letters = ("text", "muted", "accent", "danger", "warning", "success", "info", "violet")
    for ground, letter in product(grounds, letters):
        assert contrast(getattr(colours, letter), getattr(colours, ground)) >= READ, (letter, ground)
    for ground in ("chosen", "chosen_idle", "hover"):
        assert contrast(colours.text, getattr(colours, ground)) >= READ, ground
    assert contrast(colours.accent, colours.hover) >= READ
    assert contrast(colours.on_bar, colours.bar) >= READ
    for name, fill in colours.fills.items():
        assert contrast("#ffffff", fill) >= READ, name
    for (name, dot), ground in product(colours.dots.items(), (*grounds[1:], "chosen", "chosen_idle")):
        assert contrast(dot, getattr(colours, ground)) >= SEEN, (name, ground)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_buttons_and_labels_as_they_are_drawn_can_be_read(window: kit.Toplevel, dark: bool):
    theme.set_dark(dark)
    style = window.style
    made: list[Any] = [kit.button(window, "Lưu", lambda: None, kind) for kind in kit.BUTTONS]
    made += [kit.label(window, "Nhãn", role) for role in kit.ROLES]
    made += [kit.Label(window, text="Nhãn", bootstyle=name) for name in ("primary", "danger", "warning", "success")]
    for widget, states in product(made, ([], ["hover"], ["pressed"])):
        name = str(widget.cget("style")) or widget.winfo_class()
        ink, ground = (str(style.lookup(name, option, states)) for option in ("foreground", "background"))
        assert contrast(ink, ground or theme.palette().ground) >= READ, (name, states)


def test_the_theme_can_be_changed_back_and_forth_and_followers_hear_of_it(window: kit.Toplevel):
    heard: list[bool] = []
    frame = kit.Frame(window)
    theme.follow(frame, lambda: heard.append(theme.is_dark()))
    theme.set_dark(True)
    assert window.style.lookup("TFrame", "background") == DARK.ground
    theme.set_dark(False)
    assert window.style.lookup("TFrame", "background") == LIGHT.ground
    frame.destroy()
    theme.set_dark(True)
    assert heard == [True, False]


def test_letters_come_in_four_sizes_and_lengths_follow_them(window: kit.Toplevel):
    measured = []
    for size in theme.SIZES:
        theme.set_size(size)
        measured.append((theme.measure("Nhiệm vụ"), theme.characters(20), theme.line_height(), theme.row_height()))
        assert theme.line_height(kit.TITLE) > theme.line_height() >= theme.line_height(kit.SMALL)
        assert theme.row_height() > theme.line_height()
    assert measured == sorted(measured)
    assert len(set(measured)) == len(theme.SIZES)
    label = kit.label(window, "Nhiệm vụ")
    label.pack()
    window.update()
    assert label.winfo_width() >= theme.measure("Nhiệm vụ")


def test_every_vietnamese_letter_has_a_glyph_of_the_same_font(window: kit.Toplevel):
    family = window.tk.call("font", "actual", kit.BASE, "-family")
    for letter in "ăâđêôơưĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ₫–“”…":
        assert window.tk.call("font", "actual", kit.BASE, "-displayof", window, "-family", "--", letter) == family, (
            letter
        )


def test_the_icon_is_there_in_every_size():
    for size in (16, 24, 32, 48, 64, 128, 256):
        with Image.open(ICONS / f"so_phuong_{size}.png") as picture:
            assert picture.size == (size, size)
            assert picture.getpixel((size // 2, size // 2))[3] == 255
    with Image.open(ICONS / "so_phuong.ico") as picture:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= picture.info["sizes"]


# --- Vietnamese ---


def words_of_the_library() -> set[str]:
    """Every literal that ttkbootstrap passes to its catalogue."""
    package = Path(importlib.util.find_spec("ttkbootstrap").origin).parent  # type: ignore
    found = set()
    for path in package.rglob("*.py"):
        if path.parent.name == "localization":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("translate", "L") and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def test_every_word_the_library_shows_is_vietnamese(window: kit.Toplevel):
    found = words_of_the_library()
    assert len(found) > 60
    months = [date(2026, month, 1).strftime("%B") for month in range(1, 13)]
    for english in (*found, *months, "Yes", "No", "OK", "Cancel", "Retry"):
        said = window.tk.call("::msgcat::mc", english)
        assert said != english, english
        assert said.strip(), english


def test_tks_own_dialogs_are_vietnamese_too(window: kit.Toplevel):
    library = Path(window.tk.eval("set ::tk_library"))
    sources = {name: (library / f"{name}.tcl").read_text(encoding="utf-8") for name in ("tkfbox", "choosedir")}
    asked = ("&OK", "&Cancel", "&Open", "&Save", "&Directory:", "File &name:", "Files of &type:")
    assert all(any(f'"{word}"' in source for source in sources.values()) for word in asked)
    for english in (*asked, "&Yes", "&No", "&Retry", "&Abort", "&Ignore", "Choose Directory", "Save As"):
        assert window.tk.call("namespace", "eval", "::tk", ("::msgcat::mc", english)) != english


def test_the_calendar_speaks_vietnamese_and_begins_on_monday(window: kit.Toplevel):
    seen: list[list[str]] = []
    button = kit.button(window, "Ngày", lambda: None)
    button.pack()

    def look(popup: Any) -> None:
        seen.append(list(texts_on(popup)))
        popup.event_generate("<Escape>")

    during(window, look)
    assert dialogs.pick_date(button, date(2026, 11, 20)) is None
    assert "Tháng 11 2026" in seen[0]
    assert [word for word in seen[0] if word in ("T2", "T3", "T4", "T5", "T6", "T7", "CN")] == [
        *(f"T{n}" for n in range(2, 8)),
        "CN",
    ]


def test_the_calendar_is_walked_with_keys_alone(window: kit.Toplevel):
    button = kit.button(window, "Ngày", lambda: None)
    button.pack()

    def walk(popup: Any) -> None:
        popup.focus_force()
        for key in ("Right", "Down", "Next", "Left", "Return"):
            popup.event_generate(f"<KeyPress-{key}>")

    during(window, walk)
    assert dialogs.pick_date(button, date(2026, 1, 23)) == date(2026, 2, 27)


def test_a_press_outside_the_calendar_means_no(window: kit.Toplevel):
    during(window, lambda popup: popup.event_generate("<ButtonPress-1>", x=-30, y=-30, rootx=1, rooty=1))
    assert dialogs.pick_date(window, date(2026, 1, 23)) is None


# --- Keys and wheel of the house ---


def test_space_and_return_press_a_button(window: kit.Toplevel):
    pressed: list[int] = []
    button = kit.button(window, "Lưu", lambda: pressed.append(1), "primary", "check-lg")
    button.pack()
    press(button, "space", "Return")
    assert pressed == [1, 1]
    button.configure(state="disabled")
    press(button, "space")
    assert pressed == [1, 1]


def test_tab_leaves_a_text_both_ways_and_writes_nothing(window: kit.Toplevel):
    before, text, after = kit.Entry(window), kit.Text(window, height=3), kit.Entry(window)
    for widget in (before, text, after):
        widget.pack()
    press(text, "Tab")
    assert window.focus_get() is after
    press(text, "Shift-Tab")
    assert window.focus_get() is before
    assert text.get("1.0", "end-1c") == ""


def test_letters_with_control_neither_delete_nor_move(window: kit.Toplevel):
    text, entry = kit.Text(window, height=3), kit.Entry(window)
    for widget in (text, entry):
        widget.pack()
        widget.insert("end", "Một dòng")
    text.mark_set("insert", "1.3")
    entry.icursor(3)
    for letter in "dhkotbfnp":
        press(text, f"Control-{letter}")
        press(entry, f"Control-{letter}")
    assert text.get("1.0", "end-1c") == entry.get() == "Một dòng"
    assert text.index("insert") == "1.3"
    assert entry.index("insert") == 3


def test_control_a_chooses_all_the_text_of_a_field(window: kit.Toplevel):
    for widget in (kit.Entry(window), kit.Text(window, height=2)):
        widget.pack()
        widget.insert("end", "Nội dung")
        press(widget, "Control-a")
        assert widget.selection_get().strip() == "Nội dung"


@pytest.mark.parametrize("make", [kit.Entry, kit.Combobox], ids=["entry", "combobox"])
def test_control_z_takes_back_a_word_at_a_time_and_control_y_gives_it_again(window: kit.Toplevel, make: Any):
    entry = make(window)
    entry.pack()
    unikey(entry, "đường phố mới")
    assert entry.get() == "đường phố mới", "undo does not disturb what Unikey rewrites"
    press(entry, "Control-z")
    assert entry.get() == "đường phố "
    press(entry, "Control-z", "Control-z", "Control-z")
    assert entry.get() == ""
    press(entry, "Control-y", "Control-y")
    assert entry.get() == "đường phố "
    keys(entry, "x")
    press(entry, "Control-y")
    assert entry.get() == "đường phố x", "what was typed since cannot be overtaken by redo"


def test_what_was_pasted_over_comes_back(window: kit.Toplevel):
    entry = kit.Entry(window)
    entry.pack()
    keys(entry, "abc")
    press(entry, "Control-a")
    paste(entry, "Dán đè lên")
    press(entry, "Control-z")
    assert entry.get() == "abc"


def test_letters_erased_one_by_one_come_back(window: kit.Toplevel):
    entry = kit.Entry(window)
    entry.pack()
    keys(entry, "abcdefghijkl")
    press(entry, *["BackSpace"] * 10)
    assert entry.get() == "ab"
    press(entry, "Control-z")
    assert entry.get() == "abcdefghijkl"


def test_undo_never_brings_back_another_records_text(window: kit.Toplevel):
    entry, other = kit.Entry(window), kit.Entry(window)
    for widget in (entry, other):
        widget.pack()
    keys(entry, "abc")
    focus(other)
    entry.delete(0, "end")
    entry.insert(0, "record 2")
    press(entry, "Control-z")
    assert entry.get() == "record 2"


def test_undo_leaves_a_field_that_is_only_to_be_read(window: kit.Toplevel):
    entry = kit.Entry(window)
    entry.pack()
    keys(entry, "abc")
    entry.configure(state="readonly")
    press(entry, "Control-z")
    assert entry.get() == "abc"


def test_a_text_undoes_and_redoes(window: kit.Toplevel):
    text = kit.Text(window, height=3)
    text.pack()
    unikey(text, "đường phố")
    press(text, "Control-z")
    assert text.get("1.0", "end-1c") == "đường "
    press(text, "Control-z", "Control-z")
    assert text.get("1.0", "end-1c") == ""
    press(text, "Control-y", "Control-y")
    assert text.get("1.0", "end-1c") == "đường phố"
    paste(text, ", ngõ 5")
    keys(text, "x")
    press(text, "Control-z")
    assert text.get("1.0", "end-1c") == "đường phố, ngõ 5"
    press(text, "Control-z")
    assert text.get("1.0", "end-1c") == "đường phố"


def scrolled(window: kit.Toplevel) -> kit.ScrolledFrame:
    frame = kit.ScrolledFrame(window, height=200, width=300)
    frame.pack(fill="both", expand=True)
    for number in range(60):
        kit.label(frame, f"Dòng {number}").pack(anchor="w")
    window.update()
    return frame


def test_the_wheel_scrolls_a_frame_also_over_what_was_added_later(window: kit.Toplevel):
    frame = scrolled(window)
    late = kit.Combobox(frame, values=["Một", "Hai", "Ba"])
    late.pack()
    late.set("Một")
    text = kit.Text(frame, height=3)
    text.pack()
    window.update()
    for widget in (late, text, frame.winfo_children()[0]):
        frame.yview_moveto(0)
        widget.event_generate("<Button-5>", x=2, y=2)
        assert frame.yview()[0] > 0, widget.winfo_class()
    assert late.get() == "Một", "the wheel must not change a value that somebody only passes over"


def test_the_wheel_over_a_long_text_scrolls_the_text_only(window: kit.Toplevel):
    frame = scrolled(window)
    text = kit.Text(frame, height=3)
    text.pack()
    text.insert("end", "dòng\n" * 50)
    window.update()
    text.event_generate("<Button-5>", x=2, y=2)
    window.update()
    assert frame.yview()[0] == 0
    assert text.yview()[0] > 0


def test_a_field_that_gets_the_keyboard_comes_into_view(window: kit.Toplevel):
    frame = scrolled(window)
    last = kit.Entry(frame)
    last.pack()
    window.update()
    assert last.winfo_rooty() > window.winfo_rooty() + window.winfo_height()
    focus(last)
    bottom = last.winfo_rooty() + last.winfo_height()
    assert window.winfo_rooty() < bottom <= window.winfo_rooty() + window.winfo_height()
    first = frame.winfo_children()[0]
    frame.show(first)
    window.update()
    assert first.winfo_rooty() >= window.winfo_rooty()


def test_a_wrapping_label_breaks_its_lines_at_its_width(window: kit.Toplevel):
    label = kit.wraplabel(window, "Rà soát, tổng hợp báo cáo kết quả thực hiện công tác giải phóng mặt bằng " * 3)
    label.pack(fill="x")
    window.update()
    low = label.winfo_height()
    window.geometry("300x400")
    window.update()
    window.update()
    assert label.winfo_height() > low
    assert int(str(label.cget("wraplength"))) <= 300


def test_work_that_waits_is_dropped_with_its_widget(window: kit.Toplevel):
    done: list[str] = []
    frame = kit.Frame(window)
    kit.soon(frame, lambda: done.append("soon"))
    ask = kit.once_idle(frame, lambda: done.append("idle"))
    ask()
    ask()
    kept = kit.Frame(window)
    again = kit.once_idle(kept, lambda: done.append("kept"))
    again()
    again()
    frame.destroy()
    wait(window, 30)
    assert done == ["kept"]


def test_a_toast_offers_to_take_back_and_goes_away_by_itself(root: Any, window: kit.Toplevel, monkeypatch: Any):
    root.deiconify()
    root.geometry("900x500+0+0")
    root.update()
    undone: list[int] = []
    first = kit.toast(window, "Đã xóa", "Nhiệm vụ NV-1", "success", ("Hoàn tác", lambda: undone.append(1)))
    root.update()
    assert first.winfo_ismapped()
    assert first.winfo_rootx() + first.winfo_width() <= root.winfo_rootx() + root.winfo_width()
    button = next(child for child in first.winfo_children() if "Hoàn tác" in texts_on(child))
    press(button, "space")
    assert undone == [1]
    assert not first.winfo_exists()
    second = kit.toast(window, "Một")
    third = kit.toast(window, "Hai")
    assert not second.winfo_exists()
    monkeypatch.setattr(kit, "TOAST_SECONDS", 0)
    third.close()
    fourth = kit.toast(window, "Ba")
    wait(root, 30)
    assert not fourth.winfo_exists()
    root.withdraw()


# --- Dialogs ---


def buttons_of(dialog: Any) -> dict[str, Any]:
    found = {}
    for child in dialog.winfo_children():
        if child.winfo_class() == "TButton":
            found[str(child.cget("text")).strip()] = child
        found |= buttons_of(child)
    return found


def test_yes_no_takes_return_as_yes_escape_as_no_and_arrows_between(window: kit.Toplevel):
    during(window, lambda dialog: press(dialog.focus_get(), "Return"))
    assert dialogs.ask_yes_no(window, "Xóa", "Xóa nhiệm vụ này?")
    during(window, lambda dialog: press(dialog.focus_get(), "Escape"))
    assert not dialogs.ask_yes_no(window, "Xóa", "Xóa nhiệm vụ này?")
    during(window, lambda dialog: press(dialog.focus_get(), "Right", "space"))
    assert not dialogs.ask_yes_no(window, "Xóa", "Xóa nhiệm vụ này?", "Xóa", "Giữ lại")
    during(window, lambda dialog: click(buttons_of(dialog)["Xóa"]))
    assert dialogs.ask_yes_no(window, "Xóa", "Xóa nhiệm vụ này?", "Xóa", "Giữ lại")


def test_a_dangerous_question_begins_on_the_safe_answer(window: kit.Toplevel):
    during(window, lambda dialog: press(dialog.focus_get(), "Return"))
    assert not dialogs.ask_yes_no(window, "Khôi phục", "Thay toàn bộ dữ liệu?", dangerous=True)


def test_unsaved_text_is_saved_thrown_away_or_stayed_with(window: kit.Toplevel):
    for act, answer in (("Lưu", "save"), ("Bỏ thay đổi", "discard"), ("Ở lại", "stay")):
        during(window, lambda dialog, act=act: click(buttons_of(dialog)[act]))
        assert dialogs.ask_unsaved(window) == answer
    during(window, lambda dialog: press(dialog.focus_get(), "Escape"))
    assert dialogs.ask_unsaved(window) == "stay"
    during(window, lambda dialog: dialog.tk.call(*dialog.protocol("WM_DELETE_WINDOW").split()))
    assert dialogs.ask_unsaved(window) == "stay", "the window's own cross changes nothing"


def test_a_dialog_lies_over_its_window_and_gives_the_keyboard_back(window: kit.Toplevel):
    entry = kit.Entry(window)
    entry.pack()
    focus(entry)
    seen: list[tuple[int, int, int, int]] = []

    def look(dialog: Any) -> None:
        dialog.update()
        seen.append((dialog.winfo_rootx(), dialog.winfo_rooty(), dialog.winfo_width(), dialog.winfo_height()))
        press(dialog.focus_get(), "Escape")

    during(window, look)
    dialogs.inform(window, "Đã xong", "Đã ghi 27 nhiệm vụ.")
    x, y, wide, high = seen[0]
    middle = window.winfo_rootx() + window.winfo_width() // 2
    assert abs(x + wide // 2 - middle) <= 2
    assert window.winfo_rooty() <= y <= window.winfo_rooty() + window.winfo_height() - high
    assert window.focus_get() is entry
    assert window.grab_current() is None


def test_a_fault_says_what_to_do_and_its_code_can_be_copied(window: kit.Toplevel):
    seen: list[str] = []

    def copy(dialog: Any) -> None:
        seen.extend(texts_on(dialog))
        click(buttons_of(dialog)["Chép mã lỗi"])
        press(dialog, "Escape")

    during(window, copy)
    dialogs.fault(window, "E-DISK-FULL", "D:\\So Phuong\\du-lieu.db")
    assert any("Ổ đĩa đã đầy" in text for text in seen)
    assert any("E-DISK-FULL" in text for text in seen)
    assert window.clipboard_get() == "E-DISK-FULL\nD:\\So Phuong\\du-lieu.db"


def test_a_long_message_stays_on_the_screen(window: kit.Toplevel):
    sizes: list[tuple[int, int]] = []

    def look(dialog: Any) -> None:
        dialog.update()
        sizes.append((dialog.winfo_width(), dialog.winfo_height()))
        press(dialog, "Escape")

    during(window, look)
    theme.set_size(16)
    dialogs.warn(window, "Chưa làm được", "Không ghi được tệp, hãy kiểm tra lại. " * 20)
    assert sizes[0][0] <= window.winfo_screenwidth()
    assert sizes[0][1] <= window.winfo_screenheight()


def test_a_long_write_shows_how_far_it_is_and_gives_its_result(window: kit.Toplevel):
    seen: list[str] = []

    def work():
        for number in range(40):
            yield number / 40
            yield f"Đang ghi dòng {number}"
            time.sleep(0.005)
        return "xong"

    during(window, lambda dialog: seen.extend(texts_on(dialog)))
    assert dialogs.progress(window, "Đang nhập", work()) == "xong"
    assert "Đang nhập" in seen
    assert any(text.startswith("Đang ghi dòng") for text in seen)
    assert any(text.endswith(" %") for text in seen)


def test_a_long_write_that_is_stopped_undoes_what_it_began(window: kit.Toplevel):
    undone: list[int] = []

    def work():
        try:
            for number in range(100_000):
                time.sleep(0.001)
                yield number / 100_000
        finally:
            undone.append(1)

    during(window, lambda dialog: press(dialog, "Escape"))
    with pytest.raises(jobs.Cancelled):
        dialogs.progress(window, "Đang nhập", work())
    assert undone == [1]
    assert window.grab_current() is None


def test_the_error_of_a_long_write_reaches_whoever_started_it(window: kit.Toplevel):
    def work():
        yield 0.1
        raise ValueError("dòng 7")

    with pytest.raises(ValueError, match="dòng 7"):
        dialogs.progress(window, "Đang nhập", work())
    assert window.grab_current() is None


def test_a_stray_return_does_not_stop_a_long_write(window: kit.Toplevel):
    def work():
        for _ in range(60):
            time.sleep(0.005)
            yield "…"

    during(window, lambda dialog: press(dialog.focus_get(), "Return", "space"))
    dialogs.progress(window, "Đang nhập", work())


def test_a_job_is_waited_for_and_its_result_or_error_comes_back(window: kit.Toplevel):
    def work(progress: jobs.Progress) -> int:
        progress(0.5, "Đang in trang 3")
        time.sleep(0.15)
        return 42

    seen: list[str] = []
    during(window, lambda dialog: seen.extend(texts_on(dialog)))
    assert dialogs.run_job(window, "Đang in", jobs.start(work)) == 42
    assert {"Đang in", "Đang in trang 3", "50 %"} <= set(seen)

    def fails(progress: jobs.Progress) -> int:
        raise OSError("đầy đĩa")

    with pytest.raises(OSError, match="đầy đĩa"):
        dialogs.run_job(window, "Đang in", jobs.start(fails))


def test_a_job_that_is_stopped_ends_at_its_next_word(window: kit.Toplevel):
    ended: list[int] = []

    def work(progress: jobs.Progress) -> None:
        try:
            for number in range(10_000):
                progress(number / 10_000)
                time.sleep(0.002)
        finally:
            ended.append(1)

    during(window, lambda dialog: click(buttons_of(dialog)["Dừng lại"]))
    with pytest.raises(jobs.Cancelled):
        dialogs.run_job(window, "Đang in", jobs.start(work))
    assert ended == [1]


def test_a_job_tells_its_end_once_to_whoever_asks():
    told: list[Any] = []
    good = jobs.start(lambda progress: 7, told.append)
    bad = jobs.start(lambda progress: 1 // 0, told.append, told.append)
    for job in (good, bad):
        while not job.poll():
            time.sleep(0.01)
        job.poll()
    assert told[0] == 7
    assert isinstance(told[1], ZeroDivisionError)
    assert len(told) == 2


def test_choosing_files_gives_paths_or_nothing(window: kit.Toplevel, tmp_path: Path, monkeypatch: Any):
    (tmp_path / "Báo cáo tháng 11.xlsx").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    seen: list[str] = []

    def cancel(dialog: Any) -> None:
        seen.extend(texts_on(dialog))
        press(dialog, "Escape")

    for ask in (
        lambda: dialogs.open_file(window, "Chọn gói", dialogs.EXCEL),
        lambda: dialogs.save_file(window, "Lưu báo cáo", "bao-cao.pdf", dialogs.PDF),
    ):
        during(window, cancel)
        assert ask() is None
    assert {"Tên tệp:", "Thư mục:", "Thôi"} <= set(seen)
    during(window, lambda dialog: click(buttons_of(dialog)["Đồng ý"]))
    assert dialogs.save_file(window, "Lưu báo cáo", "bao-cao.pdf", dialogs.PDF) == tmp_path / "bao-cao.pdf"
