"""Vietnamese as Unikey sends it, into every field there is: not a letter is lost, doubled or changed on the way."""

from collections.abc import Iterator
from typing import Any

import pytest

from desktop_app import catalogue
from desktop_app.features.figure_closing.columns import CLOSING as CLOSING_A_MONTH
from desktop_app.features.figure_closing.columns import CORRECTING as CORRECTING_A_FIGURE
from desktop_app.features.figure_closing.columns import REOPENING
from desktop_app.features.task_bulk.service import BULK
from desktop_app.features.task_desk.columns import ACTIONS
from desktop_app.features.urging_issue.columns import CORRECTING, ISSUING, WITHDRAWING
from desktop_app.features.urging_letter.columns import LETTER
from desktop_app.ui import command_palette, kit, views
from desktop_app.ui.asking import Asking
from tests.desk_hands import plain_window
from tests.typing_hands import focus, unikey

SAID = "Đường Nguyễn Văn Ngọc, tổ 5 – xử lý"
WRITTEN_IN = ("TEntry", "Text", "TCombobox", "TSpinbox")


@pytest.fixture
def app(root: Any, full_office: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The root window over a filled office."""
    with plain_window(root, monkeypatch):
        yield root


BOOKS = ("tasks", "documents", "meetings", "units", "officials", "calendar")


def fields(widget: Any) -> Iterator[Any]:
    """Every field that can be seen and written in."""
    for child in widget.winfo_children():
        if child.winfo_class() in WRITTEN_IN and child.winfo_ismapped() and str(child.cget("state")) == "normal":
            yield child
        yield from fields(child)


def said_in(field: Any) -> str:
    return str(field.get("1.0", "end-1c") if field.winfo_class() == "Text" else field.get())


def typed(field: Any) -> str:
    """What stands in a field after it was emptied and the text was typed."""
    focus(field)
    if field.winfo_class() == "Text":
        field.delete("1.0", "end")
    else:
        field.delete(0, "end")
    unikey(field, SAID)
    return said_in(field)


def written(within: Any) -> tuple[int, dict[str, str]]:
    """How many fields were written in, and what those made of the text that changed it."""
    wrong = {}
    count = 0
    for field in list(fields(within)):
        if field.winfo_exists() and field.winfo_ismapped() and str(field.cget("state")) == "normal":  # as it is by now
            count += 1
            found = typed(field)
            if found != SAID:
                wrong[str(field)] = found
    return count, wrong


def named(things: Any) -> dict[str, Any]:
    return {"ids": lambda thing: thing.name, "argvalues": list(things)}


STEPS = [(entry, "") for entry in catalogue.SCREENS]
STEPS += [(entry, "new") for entry in catalogue.SCREENS if entry.name in BOOKS]
STEPS += [(entry, "open") for entry in catalogue.SCREENS if entry.name in BOOKS]


@pytest.mark.parametrize(("entry", "step"), STEPS, ids=[f"{entry.name} {step}".strip() for entry, step in STEPS])
def test_every_field_of_every_screen_takes_a_burst_as_it_was_typed(app: Any, entry: Any, step: str) -> None:
    holder = kit.Frame(app)
    holder.pack(fill="both", expand=True)
    made = entry.load()(holder)
    made.pack(fill="both", expand=True)
    app.update()
    if step == "new":
        made.new()
    elif step == "open":
        made.open({}, made.rows.ids[0])
    app.update()
    try:
        count, wrong = written(made)
    finally:
        holder.destroy()
        app.update()
    assert wrong == {}
    assert count or not step


FIGURES_ASKED = (CLOSING_A_MONTH, CORRECTING_A_FIGURE, REOPENING)
ASKED = [(action.text, action.entity, action.layout) for action in ACTIONS if action.layout]
ASKED += [(one.text, one.questions, one.layout) for one in BULK]
ASKED += [("Cách xem", views.NAME, views.LAYOUT)]
ASKED += [
    (one.title, one, tuple((name,) for name in one.columns))
    for one in (ISSUING, CORRECTING, WITHDRAWING, LETTER, *FIGURES_ASKED)
]


@pytest.mark.parametrize(("title", "entity", "layout"), ASKED, ids=[title for title, _, _ in ASKED])
def test_every_field_of_every_window_that_asks_takes_a_burst(app: Any, title: str, entity: Any, layout: Any) -> None:
    asked = Asking(app, title, entity, layout, lambda texts: None, defaults={}, ok="Lưu")
    asked.open()
    app.update()
    count, wrong = written(asked)
    texts = asked.form.texts()
    asked.close()
    assert wrong == {}
    assert count or set(texts) <= {"partly"}


def test_the_palette_finds_by_what_was_typed_and_keeps_every_letter(app: Any) -> None:
    sought: list[str] = []
    palette = command_palette.CommandPalette(app, lambda text: sought.append(text) or [])
    app.update()
    unikey(palette.entry, SAID)
    app.update()
    assert palette.entry.get() == SAID
    assert sought[-1] == SAID
    palette.close()
