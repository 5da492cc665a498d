"""A package of five thousand rows is taken and taken back while the window lives; stopped, nothing is written."""

import sqlite3
from contextlib import closing

import pytest

from db.connection import database
from db.models import Package, Task
from desktop_app import events, jobs
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.meetings import service as meetings
from desktop_app.features.tasks import service as tasks
from desktop_app.records import journal, session, slices
from desktop_app.ui import dialogs, kit, modal
from tests.network_hands import Network
from tests.typing_hands import press_here

ROWS = 5_000
STANDING_STILL = 1 / 5  # of all the rows; usually a thirtieth
TABLES = ("task", "document", "unit", "official", "journal", "package", "received_row", "question", "channel", "mark")


def order(lead: str, count: int, a_notice: int = 250) -> None:
    for start in range(0, count, a_notice):
        head = {"number": f"{start + 1}/TB", "issued_on": "02/11/2026", "issuer": "T", "subject": f"Kết luận {start}"}
        rows = [
            {"content": f"Rà soát, tổng hợp kết quả {start + n}", "lead_unit": lead, "due_on": "30/11/2026"}
            for n in range(min(a_notice, count - start))
        ]
        documents.save_with_tasks(head, rows)


def store() -> dict[str, list]:
    """Everything in the file, as another program reads it."""
    from desktop_app.features.office import service as office

    with closing(sqlite3.connect(office.folder().database)) as file:
        return {name: file.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in TABLES}


class Heart:
    """Beats every ten milliseconds as long as the window lives, and notes how many rows have been written by then."""

    def __init__(self, window: kit.Misc) -> None:
        self.beats: list[int] = []
        self._window = window
        self._next = ""
        self._beat()

    def _beat(self) -> None:
        self.beats.append(database.connection().total_changes)
        self._next = self._window.after(10, self._beat)

    def stop(self) -> float:
        """The largest part of all the rows that was written between two beats, of 1: while the window stood still."""
        self._window.after_cancel(self._next)
        last = database.connection().total_changes
        steps = [after - before for before, after in zip(self.beats, [*self.beats[1:], last], strict=True)]
        return max(steps) / sum(steps)


def with_waiting(window, work):
    """Do something with the progress window a moment after it has opened."""

    def look():
        found = [child for child in window.winfo_toplevel().winfo_children() if isinstance(child, modal.Waiting)]
        if found and found[-1].winfo_viewable():
            work(found[-1])
        else:
            window.after(20, look)

    window.after(20, look)


@pytest.fixture
def big(net: Network) -> Network:
    with net.at("T"):
        order("A", ROWS)
    net.big = net.assign("T", "A")
    return net


WINDOW = (900, 500)


def test_the_window_lives_while_five_thousand_rows_are_taken_and_taken_back_and_a_stop_leaves_no_trace(big, window):
    with big.at("A"):
        examined = big.examined(big.big)
        assert len(examined.rows) > ROWS
        before = store()
        # stopped when a part is written: nothing of it is left
        stopped = []

        def stop_half_way(waiting):
            def look():
                if Task.select().count() > ROWS // 3:
                    stopped.append(Task.select().count())
                    press_here(waiting, "Escape")
                else:
                    window.after(15, look)

            look()

        heard = []
        deaf = events.listen(events.Changed, heard.append)
        with_waiting(window, stop_half_way)
        with pytest.raises(jobs.Cancelled):
            dialogs.progress(window, "Đang nhận gói", receiving.accepting(examined))
        assert ROWS // 3 < stopped[0] < ROWS
        assert store() == before
        assert heard == []
        assert session.current.busy == ""
        assert not database.in_transaction()
        assert journal.first_broken() is None
        # now to the end, with somebody who would write meanwhile
        refused = []

        def write_meanwhile(waiting):
            def look():
                if database.in_transaction():
                    with pytest.raises(Refused) as no:
                        meetings.save({"kind": "Giao ban", "held_on": "02/11/2026", "title": "Chen ngang"})
                    refused.append(str(no.value))
                else:
                    window.after(5, look)

            look()

        with_waiting(window, write_meanwhile)
        heart = Heart(window)
        outcome = dialogs.progress(window, "Đang nhận gói", receiving.accepting(examined))
        assert heart.stop() < STANDING_STILL
        assert refused == [f"Đang nhận gói của {big.full('T')}; hãy đợi xong rồi làm tiếp"]
        assert meetings.find().count() == 0
        assert len(heart.beats) > 20
        assert tasks.find().count() == ROWS
        assert {news.kind for news in heard} >= {"task", "package"}
        deaf()
        # and back: stopped first, then whole
        taken = store()
        package = outcome.package
        with_waiting(window, lambda waiting: window.after(600, lambda: press_here(waiting, "Escape")))
        with pytest.raises(jobs.Cancelled):
            dialogs.progress(window, "Đang hoàn tác", undoing.undoing(package))
        assert store() == taken
        heart = Heart(window)
        count = dialogs.progress(window, "Đang hoàn tác", undoing.undoing(Package.get_by_id(package.id)))
        assert heart.stop() < STANDING_STILL
        assert count > ROWS
        assert tasks.find().count() == 0
        assert journal.first_broken() is None


def test_a_failure_half_way_undoes_all_and_lets_others_write_again(office):
    def work():
        meetings.save({"kind": "Giao ban", "held_on": "02/11/2026", "title": "Một"})
        yield 0.5
        raise Refused("hỏng giữa chừng")

    with pytest.raises(Refused, match="giữa chừng"):
        slices.whole(slices.in_one("thử", work()))
    assert meetings.find().count() == 0
    assert session.current.busy == ""
    meetings.save({"kind": "Giao ban", "held_on": "02/11/2026", "title": "Hai"})
    assert meetings.find().count() == 1


def test_work_may_write_through_the_gate_between_its_own_steps_and_nobody_else_may(office):
    def work():
        meetings.save({"kind": "Giao ban", "held_on": "02/11/2026", "title": "Của mình"})
        yield "một"
        meetings.save({"kind": "Giao ban", "held_on": "03/11/2026", "title": "Của mình nữa"})
        return 2

    driven = slices.in_one("việc dài", work())
    assert next(driven) == "một"
    with pytest.raises(Refused, match="Đang việc dài; hãy đợi xong"):
        meetings.save({"kind": "Giao ban", "held_on": "02/11/2026", "title": "Của người khác"})
    with pytest.raises(StopIteration) as end:
        next(driven)
    assert end.value.value == 2
    assert meetings.find().count() == 2
