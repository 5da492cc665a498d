"""The navigation's groups: as many open as there is room for, one the screen stands in always, none hides an alarm."""

from itertools import groupby

import pytest

from desktop_app import catalogue
from desktop_app.ui import kit
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.shell import ShellEntry
from tests.typing_hands import click, focus, press, wait

WINDOW = (320, 700)
SCREENS = {
    "": ["home", "tasks"],
    "Kiểm tra": ["rounds", "findings"],
    "Chỉ tiêu": ["board"],
    "Hệ thống": ["units", "log"],
}


@pytest.fixture
def navigation(window):
    went = []
    entries = [
        ShellEntry(
            name, name.title(), "house", lambda holder: holder, None, name == "findings", group, "gear" * bool(group)
        )
        for group, names in SCREENS.items()
        for name in names
    ]
    made = Navigation(window, entries, went.append)
    made.went = went
    made.pack(fill="both", expand=True)
    window.update()
    return made


def seen(navigation):
    return [name for name, line in navigation.lines.items() if line.winfo_ismapped()]


def low(navigation, lines):
    """Make the window so low that only ``lines`` lines fit, drawn together."""
    line = navigation._loose() - 2 * kit.px(navigation, 5)
    high = lines * line + 3 * kit.px(navigation, 4) + kit.px(navigation, 16) + 1
    top = navigation.winfo_toplevel()
    top.geometry(f"320x{high}")
    top.update()


def test_all_groups_are_open_where_there_is_room(navigation):
    assert seen(navigation) == ["home", "tasks", "rounds", "findings", "board", "units", "log"]


def test_what_was_opened_longest_ago_makes_room_and_the_screen_that_is_shown_stays_in_sight(navigation):
    low(navigation, 8)  # two free ones, three heads, three more
    assert seen(navigation) == ["home", "tasks", "rounds", "findings", "board"]
    navigation.mark("log")
    navigation.update()
    assert seen(navigation) == ["home", "tasks", "units", "log"]
    navigation.open_group("Chỉ tiêu")
    navigation.update()
    assert seen(navigation) == ["home", "tasks", "board", "units", "log"]
    navigation.mark("rounds")
    navigation.update()
    assert seen(navigation) == ["home", "tasks", "rounds", "findings", "board"]
    navigation.open_group("Chỉ tiêu")
    navigation.mark("rounds")
    navigation.open_group("Hệ thống")
    navigation.mark("rounds")
    navigation.update()
    assert "rounds" in seen(navigation)
    navigation.winfo_toplevel().geometry("320x700")
    navigation.update()
    assert "rounds" in seen(navigation)


def test_a_head_opens_and_closes_its_group_with_mouse_and_keys(navigation):
    head = navigation.groups["Kiểm tra"]
    click(head.button)
    assert "rounds" not in seen(navigation)
    focus(head.button)
    press(head.button, "Right")
    assert "rounds" in seen(navigation)
    press(head.button, "Down")
    assert navigation.focus_get() is navigation.lines["rounds"].button
    press(navigation.lines["rounds"].button, "Left")
    assert "rounds" not in seen(navigation)
    assert navigation.focus_get() is head.button
    press(head.button, "Down")  # hidden lines are passed over
    assert navigation.focus_get() is navigation.groups["Chỉ tiêu"].button
    press(navigation.groups["Chỉ tiêu"].button, "Up")
    press(head.button, "Up")
    assert navigation.focus_get() is navigation.lines["tasks"].button
    assert navigation.went == []


def test_icons_alone_get_their_names_over_the_screen_until_one_is_chosen_or_the_keyboard_leaves(navigation):
    navigation.pack_forget()
    navigation.grid(row=0, column=0, sticky="ns")
    beside = kit.Entry(navigation.master)
    beside.grid(row=0, column=1)
    navigation.collapse(True)
    navigation.update()
    narrow, at = navigation.winfo_width(), beside.winfo_x()
    navigation.mark("board")
    focus(beside)
    navigation.begin()
    navigation.update()
    assert navigation.winfo_width() > narrow + 20
    assert beside.winfo_x() == at
    assert navigation.focus_get() is navigation.lines["board"].button
    press(navigation.lines["board"].button, "Up")
    assert navigation.spread
    press(navigation.focus_get(), "Escape")
    assert (navigation.spread, navigation.winfo_width()) == (False, narrow)
    click(navigation.names)
    assert navigation.spread
    focus(beside)
    wait(navigation, 20)
    assert not navigation.spread
    navigation.turn_names()
    click(navigation.lines["log"].button)
    assert (navigation.spread, navigation.went) == (False, ["log"])
    navigation.collapse(False)
    navigation.update()
    assert navigation.winfo_width() > narrow + 20
    assert beside.winfo_x() > at


def test_a_closed_group_tells_what_is_alarming_in_it(navigation):
    head = navigation.groups["Kiểm tra"]
    navigation.count("rounds", 11)
    navigation.count("findings", 1204)
    assert head.counter.cget("text") == ""
    click(head.button)
    assert head.counter.cget("text") == "1.204"
    navigation.count("findings", 0)
    assert head.counter.cget("text") == ""


def test_the_screens_of_a_group_stand_next_to_each_other_and_the_first_nine_keep_their_keys():
    groups = [label for label, _ in groupby(catalogue.group_of(screen.name)[0] for screen in catalogue.SCREENS)]
    assert groups == ["", *[label for label in catalogue.GROUPS if label in groups]]
    named = [name for _, screens in catalogue.GROUPS.values() for name in screens]
    assert len(named) == len(set(named))
    first = ["overview", "tasks", "documents", "meetings", "urging", "printing", "send", "receive", "questions"]
    assert [screen.name for screen in catalogue.SCREENS][:9] == first
