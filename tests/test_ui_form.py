"""The form: rows as the screen names them, Tab as one sees, problems in their places, drafts that outlive a crash."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.ui import drafts, kit, theme
from desktop_app.ui.drafts import DraftBox
from desktop_app.ui.form import Form
from tests.office_hands import notice
from tests.typing_hands import click, focus, keys, press, press_here, unikey, wait

WINDOW = (760, 620)

LAYOUT = (
    ("code", "document"),
    ("content",),
    ("lead_unit", "cooperating_units*2"),
    ("assigned_on", "due_on", "kind"),
    ("deliverable_wanted",),
    ("external_ref", "situation"),
)


@pytest.fixture
def make(window: kit.Toplevel, office: Path):
    def made(**options: Any) -> Form:
        form = Form(window, TASKS, options.pop("layout", LAYOUT), **options)
        form.pack(fill="both", expand=True)
        window.update()
        return form

    return made


@pytest.fixture
def drafts_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Bản thảo"
    monkeypatch.setattr(drafts, "folder", folder)
    monkeypatch.setattr(drafts, "WRITE_AFTER", 30)
    return folder


def entry(form: Form, name: str) -> Any:
    return form.fields[name].editor.entry


def words_above(form: Form) -> str:
    """What is said above the fields."""
    shown = [child for child in descendants(form._bars) if isinstance(child, kit.Label) and child.winfo_ismapped()]
    return " | ".join(str(child.cget("text")) for child in shown)


def descendants(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def button(form: Form, text: str) -> Any:
    return next(c for c in descendants(form) if c.winfo_class() == "TButton" and str(c.cget("text")).strip() == text)


# --- Layout ---


def test_tab_goes_through_the_fields_as_one_sees_them(make):
    form = make()
    focus(entry(form, "document"))
    seen = []
    for _ in range(8):
        widget = form.focus_get()
        seen.append(next(name for name, field in form.fields.items() if field.editor.entry is widget))
        press_here(form, "Tab")
    assert seen == [
        "document", "content", "lead_unit", "cooperating_units", "assigned_on", "due_on", "kind", "deliverable_wanted",
    ]  # fmt: skip
    places = [(form.fields[n].winfo_rooty(), form.fields[n].winfo_rootx()) for n in seen]
    assert places == sorted(places)


def test_a_field_with_a_weight_is_so_much_wider(make):
    form = make()
    narrow, wide = form.fields["lead_unit"].winfo_width(), form.fields["cooperating_units"].winfo_width()
    assert 1.85 < wide / narrow < 2.15


@pytest.mark.parametrize(("width", "size"), [(760, 10), (420, 10), (760, 14), (420, 14), (420, 16)])
def test_no_label_and_no_field_is_cut_at_any_width_and_size_of_letters(make, window, width, size):
    window.geometry(f"{width}x620")
    theme.set_size(size)
    form = make()
    form.complain(dict.fromkeys(form.fields, "Thời hạn phải từ ngày giao 20/11/2026 trở đi"))
    for _ in range(4):
        window.update()
    for field in form.fields.values():
        for child in field.winfo_children():
            assert child.winfo_reqwidth() <= child.winfo_width() + 1, (field.label, child.winfo_class())
            assert child.winfo_reqheight() <= child.winfo_height() + 1, (field.label, child.winfo_class())
        right = field.winfo_rootx() + field.winfo_width()
        assert right <= form.body.winfo_rootx() + form.body.winfo_width(), field.label
    assert form.fields["due_on"].editor.entry.winfo_width() >= theme.measure("00/00/0000") + 10


def test_in_a_low_window_the_form_scrolls_to_the_field_that_gets_the_keys(make, window):
    window.geometry("760x260")
    form = make()
    focus(entry(form, "document"))
    for _ in range(7):
        press_here(form, "Tab")
    last = entry(form, "deliverable_wanted")
    assert form.focus_get() is last
    bottom = window.winfo_rooty() + window.winfo_height()
    assert last.winfo_rooty() + last.winfo_height() <= bottom
    assert last.winfo_height() >= last.winfo_reqheight(), "fields are never squeezed"


def test_a_form_that_does_not_scroll_is_as_high_as_its_fields(make, window):
    form = make(scrolled=False)
    assert form.winfo_reqheight() > form.fields["external_ref"].winfo_y() + 200


# --- What it holds ---


def test_a_typed_record_arrives_in_the_database_and_comes_back(make):
    document, _ = notice()
    form = make(defaults={"kind": "Thường xuyên"})
    form.show_record(None)
    unikey(entry(form, "document"), "12/TB-UBND")
    unikey(entry(form, "content"), "Đôn đốc giải phóng mặt bằng đường Đặng Thị Ưởng")
    unikey(entry(form, "lead_unit"), "kt")
    unikey(entry(form, "cooperating_units"), "TDP1; văn hóa")
    press(entry(form, "cooperating_units"), "Down", "Return")
    keys(entry(form, "assigned_on"), "2/11")
    keys(entry(form, "due_on"), "30.11.26")
    press(entry(form, "kind"), "Down", "Down", "Down", "Return")
    saved = tasks.get(tasks.save(form.texts()).id)
    assert saved.content == "Đôn đốc giải phóng mặt bằng đường Đặng Thị Ưởng"
    assert (saved.document, saved.lead_unit.code, saved.kind) == (document, "KT", "ad_hoc")
    assert (saved.assigned_on, saved.due_on) == (date(2026, 11, 2), date(2026, 11, 30))
    form.show_record(saved)
    assert form.texts()["cooperating_units"] == "Tổ dân phố số 1; Phòng Văn hóa - Xã hội"
    assert form.fields["code"].get() == saved.code
    assert not form.dirty


def test_columns_that_a_service_sets_are_shown_but_never_handed_back(make):
    _, [task, _] = notice()
    form = make()
    form.show_record(task, tasks.find().rows([task.id])[0])
    assert form.fields["code"].get() == task.code
    assert form.fields["situation"].get() == "Quá hạn 12 ngày"
    keys(entry(form, "code"), "x")
    assert form.fields["code"].get() == task.code
    assert not {"code", "situation"} & form.texts().keys()
    locked = make(locked=("due_on",))
    locked.show_record(task)
    assert "due_on" not in locked.texts()


def test_only_what_was_typed_makes_it_dirty_and_only_that_is_told_as_changed(make):
    _, [task, _] = notice()
    form = make()
    form.show_record(task)
    assert not form.dirty
    for name in form.texts():
        focus(entry(form, name))  # through every field and out again
    assert not form.dirty
    unikey(entry(form, "content"), "ỡ")
    assert form.dirty
    assert list(form.changed()) == ["content"]
    press(entry(form, "content"), "Control-z")
    assert not form.dirty
    unikey(entry(form, "content"), "ỡ")
    form.saved()
    assert not form.dirty


# --- What is wrong ---


def test_each_problem_stands_under_its_field_and_the_first_wrong_one_gets_the_keys(make):
    form = make()
    form.show_record(None)
    unikey(entry(form, "content"), "Đôn đốc")
    keys(entry(form, "due_on"), "31/02/2026")
    with pytest.raises(Refused) as refused:
        tasks.save(form.texts())
    form.complain(refused.value.problems)
    form.update()
    assert form.fields["lead_unit"].problem == "Chưa chọn đơn vị chủ trì"
    assert form.fields["due_on"].problem == "Tháng 2/2026 không có ngày 31"
    assert form.fields["content"].problem == ""
    assert form.focus_get() is entry(form, "lead_unit")
    assert form.texts()["content"] == "Đôn đốc"
    assert form.texts()["due_on"] == "31/02/2026"
    form.complain({})
    assert not any(field.problem for field in form.fields.values())


def test_problems_of_the_whole_record_and_of_columns_elsewhere_stand_above_and_go_again(make):
    form = make()
    form.complain({"": "Phần này do cơ quan giao việc ghi", "late_reason": "Quá hạn phải ghi nguyên nhân"})
    form.update()
    assert words_above(form) == "Phần này do cơ quan giao việc ghi; Nguyên nhân chậm: Quá hạn phải ghi nguyên nhân"
    top = form.body.winfo_rooty()
    form.complain({})
    form.update()
    assert words_above(form) == ""
    assert form.body.winfo_rooty() < top


# --- Drafts ---


def test_what_was_typed_before_a_crash_is_offered_and_given_back(make, drafts_folder):
    clock.set_today(date(2026, 11, 22))
    form = make()
    form.show_record(None)
    form.keep_draft("task-moi")
    unikey(entry(form, "content"), "Đôn đốc đường Ưởng")
    keys(entry(form, "due_on"), "31/02")
    wait(form, 120)
    form.destroy()  # the crash: nobody was asked, nothing was saved

    again = make()
    again.show_record(None)
    again.keep_draft("task-moi")
    again.update()
    assert words_above(again).startswith("Bản thảo chưa lưu lúc ")
    assert again.texts()["content"] == "", "it is offered, not put there unasked"
    click(button(again, "Khôi phục"))
    again.update()
    assert again.texts()["content"] == "Đôn đốc đường Ưởng"
    assert again.texts()["due_on"] == "31/02"
    assert again.dirty
    assert words_above(again) == ""


def test_a_draft_that_is_saved_or_not_wanted_is_never_offered_again(make, drafts_folder):
    for end in ("saved", "unwanted"):
        form = make()
        form.show_record(None)
        form.keep_draft("task-moi")
        unikey(entry(form, "content"), "Đôn đốc")
        wait(form, 120)
        assert DraftBox(drafts_folder).load("task-moi") is not None
        if end == "saved":
            form.saved()
        else:
            form.destroy()
            form = make()
            form.keep_draft("task-moi")
            form.update()
            click(button(form, "Bỏ"))
        assert DraftBox(drafts_folder).load("task-moi") is None
        form.destroy()


def test_typing_that_was_taken_back_leaves_no_draft(make, drafts_folder):
    form = make()
    form.show_record(None)
    form.keep_draft("task-moi")
    keys(entry(form, "deliverable_wanted"), "x")
    wait(form, 120)
    assert [draft.name for draft in DraftBox(drafts_folder).list()] == ["task-moi"]
    press(entry(form, "deliverable_wanted"), "BackSpace")
    wait(form, 120)
    assert DraftBox(drafts_folder).list() == []


def test_an_unanswered_offer_survives_leaving_the_form(make, drafts_folder):
    DraftBox(drafts_folder).save("task-moi", {"content": "Đôn đốc"})
    form = make()
    form.show_record(None)
    form.keep_draft("task-moi")
    form.keep_draft("task-khac")
    form.update()
    assert words_above(form) == ""
    form.keep_draft("task-moi")
    form.update()
    assert "Bản thảo" in words_above(form)


def test_a_draft_of_another_day_says_which_day(drafts_folder):
    clock.set_today(date(2026, 11, 22))
    box = DraftBox(drafts_folder)
    box.save("a", {})
    kept = box.load("a")
    assert kept is not None
    assert kept.when == f"{kept.kept_at:%H:%M}"
    clock.set_today(date(2026, 11, 24))
    assert kept.when == f"{kept.kept_at:%H:%M} ngày 22/11/2026"
    clock.set_today(None)


def test_a_broken_draft_file_or_a_folder_that_takes_nothing_stops_nobody(drafts_folder, tmp_path):
    box = DraftBox(drafts_folder)
    box.save("a", {"content": "Đôn đốc"})
    next(drafts_folder.iterdir()).write_text(json.dumps({"name": "a"}), encoding="utf-8")
    assert box.load("a") is None
    assert box.list() == []
    in_the_way = tmp_path / "tệp"
    in_the_way.write_text("", encoding="utf-8")
    assert DraftBox(in_the_way).save("a", {}) is False
    assert DraftBox(in_the_way).load("a") is None
    assert DraftBox(in_the_way).list() == []
    DraftBox(in_the_way).drop("a")


def test_a_draft_is_written_whole_or_not_at_all(drafts_folder, monkeypatch):
    box = DraftBox(drafts_folder)
    box.save("a", {"content": "cũ"})
    monkeypatch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert box.save("a", {"content": "mới"}) is False
    kept = box.load("a")
    assert kept is not None
    assert kept.content == {"content": "cũ"}


def test_a_document_with_its_own_columns_fits_the_same_form(window, office):
    from desktop_app.features.documents.columns import DOCUMENTS

    form = Form(window, DOCUMENTS, (("type", "number", "issued_on"), ("issuer", "signer"), ("subject",)))
    form.pack(fill="both", expand=True)
    form.show_record(None)
    window.update()
    assert form.texts()["type"] == "Thông báo kết luận", "a new record begins with the model's defaults"
    keys(entry(form, "number"), "15/TB-UBND")
    keys(entry(form, "issued_on"), "hn")
    keys(entry(form, "issuer"), "ub")
    unikey(entry(form, "subject"), "Kết luận giao ban tuần")
    saved = documents.save(form.texts())
    assert (saved.number, saved.issued_on, saved.subject) == (
        "15/TB-UBND",
        date(2026, 11, 22),
        "Kết luận giao ban tuần",
    )
