"""An inspection kept at the window by keyboard alone: from the year's plan to the remediation that is accepted."""

from datetime import date

import pytest

from db.models import Finding, InspectedParty, InspectionRound
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_plans import service as plans
from desktop_app.features.inspections import service as inspections
from tests import inspection_hands, town_hands
from tests import typing_hands as hands
from tests.desk_hands import Answers, desk, palette


@pytest.fixture
def answers(monkeypatch):
    return Answers(monkeypatch)


@pytest.fixture
def shell(root, office, answers):
    with desk(root, office) as made:
        yield made


def run(shell, words):
    """Run what the palette finds first for some words."""
    opened = palette(shell)
    hands.unikey(opened.entry, words)
    hands.wait(shell.app, 250)
    hands.press_here(opened, "Return")
    shell.app.update()


def go(shell, name):
    shell.go(name)
    shell.app.update()
    return shell.screens[name]


def typed(editor, text):
    hands.focus(editor.entry)
    hands.press_here(editor.entry, "Control-a")
    hands.unikey(editor.entry, text)


def asked(shell, **texts):
    """Fill in the next window of questions and take it with its key."""
    said = []

    def fill(window):
        for name, text in texts.items():
            typed(window.form.fields[name].editor, text)
        hands.press_here(window, "Control-s")
        if window.winfo_exists():
            said.append(town_hands.words_of(window.form))
            hands.press_here(window, "Escape")

    town_hands.once(shell.app, "Asking", fill)
    return said


def fields(screen, **texts):
    for name, text in texts.items():
        typed(screen.pane.form.fields[name].editor, text)


def test_an_inspection_of_two_parties_goes_from_plan_to_accepted_remediation_by_keyboard(shell, office):
    app = shell.app
    screen = go(shell, "inspection_plans")
    hands.press(app, "Control-n")
    hands.press_here(app, "Control-s")
    hands.press_here(app, "Control-p")
    typed(screen.page.grid_.lines[0].cells["content"], "Kỷ luật hành chính")
    hands.press_here(app, "Control-s")
    plan = plans.get(screen.record.id)
    assert [str(line) for line in plans.lines_of(plan)] == ["Kỷ luật hành chính"]

    screen = go(shell, "inspections")
    hands.press(app, "Control-n")
    fields(
        screen, subject="Chấp hành kỷ luật, kỷ cương", began_on="02/11/2026", planned="Kỷ luật hành chính", unit="VP"
    )
    said = asked(shell, unit="KT")
    hands.press_here(app, "Control-p")  # keeps the round, and begins the first minutes
    assert said == []
    page = screen.page
    hands.press_here(app, "Control-Next")
    line = page.checked.lines[0].cells
    typed(line["section"], "Trang phục")
    typed(line["content"], "Đeo thẻ công chức")
    typed(page.checked.lines[1].cells["content"], "Giờ giấc làm việc")
    hands.focus(line["verdict"].entry)
    hands.press_here(app, "Control-2", "Control-1")
    assert [row["verdict"] for row in page.checked.rows()] == ["Không đạt", "Đạt"]
    typed(line["value"], "02 công chức không đeo thẻ")
    hands.press_here(app, "Control-n")
    found = page.found.lines[0].cells
    assert (found["topic"].get(), found["content"].get()) == ("Trang phục", "02 công chức không đeo thẻ")
    hands.unikey(app.focus_get(), "Đeo thẻ khi tiếp công dân")
    typed(found["due_on"], "01/11/2026")
    hands.press_here(app, "Control-s")
    assert "không được trước ngày kiểm tra" in town_hands.words_of(page.found.lines[0]).lower()
    typed(found["due_on"], "10/11/2026")
    hands.press_here(app, "Control-s")
    assert not page.dirty

    said = asked(shell, signed_on="01/11/2026")
    run(shell, "Ký biên bản")
    assert "trước ngày kiểm tra" in said[0]
    said = asked(shell, signed_on="02/11/2026")
    run(shell, "Ký biên bản")
    assert said == []
    assert screen.page.closed
    assert screen.page.form.locked >= {"name", "strengths", "note"}
    hands.press_here(app, "Escape")
    assert screen.page is None
    said = asked(shell, unit="VHXH")
    hands.press_here(app, "Control-p")
    said = asked(shell, signed_on="02/11/2026", witness="Lê Văn Bình, tổ trưởng tổ dân phố")
    run(shell, "không ký")
    assert said == []
    first, second = InspectedParty.select().order_by(InspectedParty.id)
    assert (first.refused, second.refused, str(second.minutes)) == (False, True, "signed")

    screen = go(shell, "findings")
    hands.press(app, "Control-f")
    hands.unikey(app.focus_get(), "the")
    hands.wait(app, 250)
    hands.press_here(app, "Down", "Return")
    one = Finding.get()
    assert screen.record == one
    assert not screen.pane.save.winfo_ismapped(), "nothing of a signed finding is typed, so nothing is saved"
    said = asked(shell, reported_on="09/11/2026", done_on="09/11/2026", content="Đã nhắc nhở, cấp lại thẻ")
    run(shell, "Báo cáo khắc phục")
    assert said == []
    said = asked(shell, decided_on="12/11/2026")
    hands.press(app, "Control-1")
    assert said == []
    now = findings.standing(one)
    assert (str(now.state), now.done_on, now.days_late) == ("done", date(2026, 11, 9), 0)
    assert findings.allowed(one) == (findings.KINDS.REFUSED,)
    [row] = plans.find().iterate()
    assert plans.INSPECTION_PLANS.columns["progress"].shown(row) == "1/1 lượt, 2 đơn vị"


def test_a_signature_cannot_be_undone_and_a_recheck_lists_what_was_found_before(shell, answers):
    party = inspection_hands.party(inspection_hands.round_())
    inspection_hands.finding(party)
    inspections.sign(party, date(2026, 11, 2))
    screen = go(shell, "inspections")
    screen.open({"party": party.id})
    hands.press(shell.app, "Control-Alt-z")
    assert inspections.is_signed(inspections.get_party(party.id))
    said = asked(shell, day="20/11/2026")
    run(shell, "Tái kiểm tra")
    assert said == []
    assert (screen.page.party.recheck_of, InspectionRound.select().count()) == (party, 2)
    screen.page.turn(-1)
    shell.app.update()
    assert "Tồn tại của lần kiểm tra trước" in town_hands.words_of(screen.page)
