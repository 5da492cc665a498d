"""Where tasks stand: the vectors of the field, and the rule in Python beside the rule in SQL."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.words import DecisionKind, Progress, TaskState, Timeliness
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import columns, service
from desktop_app.rules.dates import show_date
from desktop_app.rules.lateness import Decision, Halves, due, standing, state
from tests.office_hands import put_task, wipe_tasks

FRIDAY = date(2026, 11, 13)


def seen(task, as_at):
    now = standing(task, as_at)
    return now.timeliness, now.days_late


def test_an_open_task_is_in_time_on_its_due_day_and_one_day_late_on_the_next():
    task = Halves(FRIDAY, progress=Progress.DOING)
    assert seen(task, FRIDAY) == (Timeliness.OPEN_IN_TIME, 0)
    assert seen(task, FRIDAY + timedelta(1)) == (Timeliness.OPEN_OVERDUE, 1)


def test_a_task_done_on_monday_was_still_open_and_overdue_on_sunday():
    task = Halves(FRIDAY, progress=Progress.REPORTED, completed_on=date(2026, 11, 16))
    assert seen(task, date(2026, 11, 15)) == (Timeliness.OPEN_OVERDUE, 2)
    assert seen(task, date(2026, 11, 16)) == (Timeliness.DONE_LATE, 3)
    assert seen(task, date(2026, 12, 31)) == (Timeliness.DONE_LATE, 3)


def test_an_extension_granted_in_time_saves_the_task_but_not_its_original_due_date():
    extension = Decision(DecisionKind.EXTENDED, date(2026, 11, 12), due_on=date(2026, 11, 20))
    task = Halves(FRIDAY, False, Progress.REPORTED, 1, date(2026, 11, 16), (extension,))
    now = standing(task, date(2026, 11, 16))
    assert (now.timeliness, now.days_late, now.days_late_original) == (Timeliness.DONE_IN_TIME, 0, 3)
    assert due(task, date(2026, 11, 11)) == FRIDAY  # nobody had granted it yet


def test_a_task_without_a_due_date_is_never_late():
    assert seen(Halves(None), date(2030, 1, 1)) == (Timeliness.OPEN_NO_DUE, 0)
    done = Halves(None, progress=Progress.REPORTED, completed_on=FRIDAY)
    assert seen(done, FRIDAY) == (Timeliness.DONE_NO_DUE, 0)


def test_a_cancelled_task_counts_until_the_day_of_the_decision():
    task = Halves(FRIDAY, decisions=(Decision(DecisionKind.CANCELLED, date(2026, 11, 20)),))
    assert standing(task, date(2026, 11, 19)).timeliness == Timeliness.OPEN_OVERDUE
    assert standing(task, date(2026, 11, 20)).timeliness is None


def test_a_decision_about_the_first_round_does_not_touch_the_second():
    redo = Decision(DecisionKind.REDO, date(2026, 11, 17), round=1)
    again = Halves(FRIDAY, True, Progress.REPORTED, 2, date(2026, 11, 20), (redo,))
    assert state(again, date(2026, 11, 20)) == TaskState.AWAITING
    confirmed = Decision(DecisionKind.CONFIRMED, date(2026, 11, 21), round=2)
    kept = Halves(FRIDAY, True, Progress.REPORTED, 2, date(2026, 11, 20), (redo, confirmed))
    assert state(kept, date(2026, 11, 20)) == TaskState.AWAITING
    assert state(kept, date(2026, 11, 21)) == TaskState.COMPLETED


def test_a_suspension_stops_the_clock_and_moves_the_due_date_by_its_days():
    stopped = Decision(DecisionKind.SUSPENDED, date(2026, 11, 10), from_on=date(2026, 11, 11))
    task = Halves(FRIDAY, progress=Progress.DOING, decisions=(stopped,))
    assert state(task, date(2026, 12, 1)) == TaskState.SUSPENDED
    assert seen(task, date(2026, 12, 1)) == (Timeliness.OPEN_IN_TIME, 0)
    resumed = Decision(DecisionKind.RESUMED, date(2026, 11, 21), from_on=date(2026, 11, 21))
    going = Halves(FRIDAY, progress=Progress.DOING, decisions=(stopped, resumed))
    assert due(going, date(2026, 11, 21)) == date(2026, 11, 23)
    assert seen(going, date(2026, 11, 24)) == (Timeliness.OPEN_OVERDUE, 1)


def test_a_rest_with_an_end_moves_the_due_date_by_every_day_from_its_first_to_its_last():
    rest = Decision(DecisionKind.SUSPENDED, date(2026, 11, 10), from_on=date(2026, 11, 11), to_on=date(2026, 11, 12))
    task = Halves(FRIDAY, progress=Progress.DOING, decisions=(rest,))
    assert due(task, date(2026, 11, 10)) == date(2026, 11, 15)
    assert state(task, date(2026, 11, 12)) == TaskState.SUSPENDED
    assert state(task, date(2026, 11, 13)) == TaskState.IN_PROGRESS


DAYS = st.integers(0, 40).map(lambda n: date(2026, 11, 1) + timedelta(n))


@st.composite
def tasks_with_decisions(draw):
    """A task with any decisions whatever, its current due date being what they lead to."""
    progress = draw(st.sampled_from(list(Progress)))
    original = draw(st.none() | DAYS)
    rounds = draw(st.integers(1, 2))
    decisions = []
    for decided in sorted(draw(st.lists(DAYS, max_size=4))):
        kind = draw(st.sampled_from(list(DecisionKind)))
        rests = kind in (DecisionKind.SUSPENDED, DecisionKind.RESUMED)
        decisions.append(
            Decision(
                kind,
                decided,
                draw(st.integers(1, rounds)),
                draw(DAYS) if kind == DecisionKind.EXTENDED else None,
                draw(st.none() | DAYS) if rests else None,
                draw(st.none() | DAYS) if kind == DecisionKind.SUSPENDED else None,
            )
        )
    completed = draw(DAYS) if progress == Progress.REPORTED else None
    return Halves(original, draw(st.booleans()), progress, rounds, completed, tuple(decisions), draw(st.booleans()))


@pytest.mark.usefixtures("office")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(tasks_with_decisions(), min_size=1, max_size=12))
def test_sql_and_python_put_every_task_into_the_same_class(tasks_):
    today = date(2026, 12, 11)  # after every decision: the list knows the current due date only
    clock.set_today(today)
    wipe_tasks()
    expected = {}
    for halves in tasks_:
        task = put_task(halves, due(halves, today))
        expected[task.id] = standing(halves, today).timeliness
    for timeliness in Timeliness:
        found = set(service.find({"timeliness": timeliness}).ids())
        assert found == {task_id for task_id, name in expected.items() if name == timeliness}
    counted = service.count_by_class()
    assert sum(found[0] for found in counted.values()) == sum(name is not None for name in expected.values())


STEPS = ("extend", "suspend", "resume", "complete", "take_back", "redo", "confirm", "begin_again", "decline", "take_up")


@st.composite
def lives(draw):
    """What both sides do to a task, day after day: name, days that pass before it, days that it speaks of."""
    some = st.tuples(st.sampled_from(STEPS), st.integers(0, 6), st.integers(-4, 8), st.none() | st.integers(0, 6))
    return draw(st.lists(some, max_size=14))


def live(task, step, ahead, longer):
    """Do one step through the services, as people would; Refused where the rules forbid it."""
    today = clock.today()
    some, later = show_date(today + timedelta(ahead)), today + timedelta(ahead + (longer or 0))
    decided = {"decided_on": show_date(today), "reason": "Có lý do"}
    noted = {"noted_on": show_date(today), "content": "Ghi", "reason": "Có lý do"}
    {
        "extend": lambda: decisions.extend(task, decided | {"due_on": show_date(later)}),
        "suspend": lambda: decisions.suspend(
            task, decided | {"from_on": some, "to_on": "" if longer is None else show_date(later)}
        ),
        "resume": lambda: decisions.resume(task, decided | {"from_on": some}),
        "complete": lambda: flow.complete(task, {"completed_on": some}),
        "take_back": lambda: flow.take_back(task),
        "redo": lambda: decisions.redo(task, decided),
        "confirm": lambda: decisions.confirm(task, decided),
        "begin_again": lambda: flow.begin_again(task, noted),
        "decline": lambda: flow.decline(task, noted),
        "take_up": lambda: flow.take_up(task, noted),
    }[step]()


@pytest.mark.usefixtures("office")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives(), st.booleans())
def test_whatever_both_sides_do_the_due_date_stored_and_the_class_listed_follow_the_rules(steps, confirmed):
    clock.set_today(date(2026, 11, 2))
    row = {"content": "Việc", "lead_unit": "VP", "assigned_on": "02/11/2026", "due_on": "10/11/2026"}
    task = service.save(row | {"needs_confirmation": "x" if confirmed else ""})
    for step, pause, ahead, longer in steps:
        clock.set_today(clock.today() + timedelta(pause))
        with suppress(Refused):
            live(task, step, ahead, longer)
        [listed] = service.find().rows([task.id])
        now = standing(columns.halves(listed), clock.today())
        assert listed.due_on == now.due_on
        found = [name for name in Timeliness if task.id in set(service.find({"timeliness": name}).ids())]
        assert found == ([now.timeliness] if now.timeliness else [])
