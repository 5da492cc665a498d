"""A plan in the window with real keys: written, its groups and items typed and pasted, given as tasks, found again."""

import pytest

from db.models import Plan, PlanItem, Task
from desktop_app.features.plan_desk import service as desk
from desktop_app.ui import kit, theme
from tests import typing_hands as hands
from tests.test_every_room import squeezed
from tests.test_ui_urging import fill


@pytest.fixture
def shell(town):
    """The city's window, with a plan document in its book."""
    from desktop_app.features.documents import service as documents

    shell = town.open("TP")
    texts = {"type": "Kế hoạch", "number": "25/KH-UBND", "issuer": documents.own_name()}
    documents.save({**texts, "issued_on": "10/01/2026", "subject": "Cải cách hành chính năm 2026"})
    return shell


def pressed(flow, words):
    """Press a button of a bar by Space."""
    button = next(b for b in flow.winfo_children() if isinstance(b, kit.Button) and words in str(b.cget("text")))
    hands.press(button, "space")


def test_a_plan_is_typed_pasted_and_given_as_tasks_by_keys_alone(town, shell):
    shell.go("plans")
    town.root.update()
    screen = shell.screen
    hands.press_here(town.root, "Control-n")
    for name, text in (("title", "Kế hoạch cải cách hành chính"), ("document", "25/KH-UBND"), ("stated_tasks", "3")):
        hands.unikey(screen.pane.form.fields[name].editor.entry, text)
    hands.press_here(town.root, "Control-s")
    plan = Plan.get()
    assert (str(plan.document), plan.stated_tasks, plan.year) == ("25/KH-UBND", 3, 2026)
    hands.press(screen.contents, "space")
    page = screen.page
    fill(town, name="Thể chế", stated_tasks="3")
    pressed(page.group_buttons, "Thêm nhóm")
    assert [section.name for section in page.sheet.sections] == ["Cả kế hoạch", "Thể chế"]
    assert page.shown.name == "Thể chế"
    # two lines typed: content and unit, then pasted ones
    pressed(page.buttons, "Nhập, sửa các mục")
    grid = screen.page.grid_
    cells = list(grid.lines[0].cells)
    assert (cells[0], cells[-1]) == ("content", "group_name"), "as the page says and as sheets are pasted"
    hands.unikey(grid.lines[0].cells["content"].entry, "Rà soát văn bản")
    town.root.clipboard_clear()
    town.root.clipboard_append("Kiểm tra văn bản\nCắt giảm thời gian\n")
    hands.press(grid.lines[1].cells["content"].entry, "Control-v")
    typed = ["Rà soát văn bản", "Kiểm tra văn bản", "Cắt giảm thời gian"]
    assert list(grid.columns)[-1] == "group_name", "at the end of the line, as the page says"
    assert [row["content"] for row in grid.rows()] == typed
    hands.press_here(town.root, "Control-s")
    page = screen.page
    assert [line.item.content for line in page.sheet.lines] == [
        "Rà soát văn bản",
        "Kiểm tra văn bản",
        "Cắt giảm thời gian",
    ]
    assert all(line.group == "Thể chế" for line in page.sheet.lines)
    assert page.sheet.differences == ()
    # moved up by keys, then all three become tasks
    page.items.choose([2])
    hands.press(page.items.tree, "Alt-Up")
    assert [line.item.content for line in page.sheet.lines][1] == "Cắt giảm thời gian"
    hands.press(page.items.tree, "Control-a")
    assert len(page.lines) == 3
    fill(town, lead_unit="TH", due_on="30/12/2026")
    pressed(page.buttons, "Giao thành nhiệm vụ")
    assert Task.select().count() == 3
    assert {str(task.document) for task in Task.select()} == {"25/KH-UBND"}
    assert all(line.linked_to.startswith("NV-2026-") for line in screen.page.sheet.lines)
    # from an item to its task, and back to the item by its words
    page.items.choose([0])
    town.root.update()
    pressed(page.buttons, "Mở nhiệm vụ")
    assert shell.current == "tasks"
    assert "Thuộc kế hoạch 25/KH-UBND" in str(shell.screen.pane.about.cget("text"))
    item = PlanItem.get(PlanItem.content == "Cắt giảm thời gian")
    shell.go("plans", {"item": item.id}, None)
    town.root.update()
    assert [line.item.id for line in shell.screen.page.lines] == [item.id]
    hands.press_here(town.root, "Escape")
    assert shell.screen.page is None
    assert not desk.read(Plan.get()).differences


@pytest.mark.parametrize("size", [10, 14])
def test_neither_page_is_squeezed(town, shell, size):
    from desktop_app.features.plans import service as plans

    rows = [
        {"kind": "Nhiệm vụ", "content": f"Việc số {n} của kế hoạch cải cách hành chính", "in_group": "0"}
        for n in range(12)
    ]
    plan = plans.save_all(
        {"kind": "Kế hoạch", "year": "2026", "title": "Kế hoạch cải cách"}, [{"name": "Thể chế"}], rows
    )
    theme.set_size(size)
    shell.go("plans", {}, plan.id)
    town.root.update()
    shell.screen.show_page(1)
    shell.screen.page.items.choose([0])
    town.root.update()
    assert list(squeezed(shell.screen.page)) == []
    shell.screen.page.type_items()
    town.root.update()
    assert list(squeezed(shell.screen.page)) == []
