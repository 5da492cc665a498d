"""A working day in a large office, in the window and below it: each figure beside a floor, in turn, in one run.

    xvfb-run -a python -m tests.bench.bench_daily [--tasks 25000] [--journal 200000] [--rounds 15] [--only lists,task]

The office is a demonstration whose journal grows by real entries; with ``--office DIR`` it is kept and used again.
Milliseconds by the clock; the ratio is of processor time, which wanders less on a shared machine, where both have any.
Floors: ``rows`` fifty tasks by primary key; ``pass`` one look at every task; ``entries`` one look at every journal
entry; ``redraw`` the list painted again unchanged; ``save`` one row changed and committed; others are named.
"""

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.display import ensure_display

TODAY = date(2026, 11, 22)
TYPED = ("đôn đốc", "trat tu xay dung", "12/TB-UBND")
COLUMNS = ("STT", "Số, ký hiệu", "Ngày văn bản", "Trích yếu", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn")
IMPORTED = 2_006
PAIRS_AT_ONCE = 2_000


def main() -> None:
    """Fill an office, open its window, and measure what a day consists of."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as place:
        folder = given.office or Path(place) / "office"
        bench = Bench(folder, given)
        wanted = given.only.split(",") if given.only else list(GROUPS)
        for name in wanted:
            print(f"\n{name}")
            GROUPS[name](bench)
        bench.end()


# --- The office and its window ---


class Bench:
    """The open office, its window, and the measuring of one thing in turn with its floor."""

    def __init__(self, folder: Path, given: argparse.Namespace) -> None:
        from desktop_app import catalogue, clock
        from desktop_app.features.office import service as office

        clock.set_today(TODAY)
        catalogue.entities()
        self.folder, self.rounds, self.chance = folder, given.rounds, random.Random(2022)
        fresh = not (folder / "so-phuong.db").exists()
        office.open_folder(folder, writing=True)
        if fresh:
            fill(given.tasks, given.journal)
        from db.connection import database

        self.sql = database.execute_sql
        self.people = office.people()
        office.sit_down(self.people[0] if self.people else "")
        self.tasks, self.entries = (self.number(f"SELECT count(*) FROM {name}") for name in ("task", "journal"))
        self.ids = [row[0] for row in self.sql("SELECT id FROM task WHERE deleted_at IS NULL").fetchall()]
        print(f"{self.tasks} tasks, {self.entries} journal entries, {self.rounds} rounds; milliseconds")
        self.window: Any = None
        self.app: Any = None

    def number(self, sql: str) -> int:
        """The one number that a statement gives."""
        return int(self.sql(sql).fetchone()[0])

    def shell(self) -> Any:
        """The shell of the window, 1366 by 728, opened when first asked for."""
        if self.window is None:
            ensure_display()
            from desktop_app import window
            from desktop_app.outside.folders import OfficeFolder
            from desktop_app.ui import filters, theme

            filters.TYPING_PAUSE = 0
            self.app = theme.create_app("bench", size=10, scaling=96 / 72)
            look = {"dark": False, "size": 10, "geometry": "1366x728+0+0", "who": "", "reminded": TODAY.isoformat()}
            self.window = window.Window(self.app, OfficeFolder(self.folder), look)
            self.window._sit_down(self.people[0])
            self.app.deiconify()
            self.app.update()
        return self.window.shell

    def desk(self) -> Any:
        """The screen of tasks, its list in view."""
        shell = self.shell()
        shell.go("tasks")
        screen = shell.screens["tasks"]
        screen.back()
        self.app.update()
        return screen

    def settle(self, seconds: float = 0.0) -> None:
        """Let the window do what it has put off."""
        until = time.perf_counter() + seconds
        self.app.update()
        while time.perf_counter() < until:
            self.app.update()
            time.sleep(0.005)

    # --- Floors ---

    def rows(self) -> None:
        """Fifty tasks by their ids."""
        ids = self.chance.sample(self.ids, 50)
        self.sql(f"SELECT * FROM task WHERE id IN ({','.join('?' * 50)})", tuple(ids)).fetchall()

    def whole_pass(self) -> None:
        """Every task looked at once."""
        self.sql("SELECT count(*) FROM task NOT INDEXED WHERE completed_on > due_on").fetchone()

    def entries_pass(self) -> None:
        """Every entry of the journal looked at once, for words nobody wrote."""
        self.sql("SELECT count(*) FROM journal WHERE changes LIKE '%zqzq%'").fetchone()

    def empty_save(self) -> None:
        """One row changed and committed, as durably as any save."""
        from db.connection import database

        with database.atomic("IMMEDIATE"):
            self.sql("UPDATE task SET changed_at = changed_at WHERE id = ?", (self.ids[0],))

    def redraw(self) -> None:
        """The rows in view written and painted again, unchanged."""
        tree = self.shell().screens["tasks"].rows.tree
        for item in tree.get_children():
            tree.item(item, values=tree.item(item, "values"))
        self.app.update()

    # --- Measuring ---

    def take(
        self,
        what: str,
        work: Callable[[Any], Any],
        over: Sequence[Any] = (),
        floor: tuple[str, Callable[[], Any]] | None = None,
        prepare: Callable[[Any], Any] = lambda one: None,
    ) -> None:
        """Run ``work`` for each of ``over`` (or some rounds) in turn with ``floor``, and print a line."""
        took: list[tuple[float, float]] = []
        beside: list[tuple[float, float]] = []
        for one in over or range(self.rounds):
            prepare(one)
            if floor is not None:
                beside.append(_time(floor[1]))
            took.append(_time(lambda one=one: work(one)))
        clock, processor = zip(*took, strict=True)
        line = (
            f"  {what:<52} p50 {_ms(clock, 50)}  p95 {_ms(clock, 95)}  max {_ms(clock, 100)}  cpu {_ms(processor, 50)}"
        )
        if floor is not None:
            low = statistics.median(cpu for _, cpu in beside)
            line += f"   {floor[0]} {low * 1000:.1f}: {statistics.median(processor) / low:.1f} times"
        print(line, flush=True)

    def end(self) -> None:
        """Close window and office."""
        from desktop_app.features.office import service as office

        if self.app is not None:
            self.window.shell.destroy()
            self.app.destroy()
        office.close_folder()


def fill(tasks: int, entries: int) -> None:
    """A demonstration office; then its journal grows by corrections of task texts and of the corrections."""
    from db.connection import database
    from db.words import JournalAction
    from desktop_app import clock, records
    from desktop_app.features.demo import service as demo
    from desktop_app.features.office import service as office
    from desktop_app.records import journal
    from desktop_app.records.session import current

    for _ in demo.fill("thu-nghiem", tasks=tasks):
        pass
    office.sit_down("")
    uids = database.execute_sql("SELECT uid, content FROM task ORDER BY id").fetchall()
    people = [row[0] for row in database.execute_sql("SELECT name FROM official ORDER BY id").fetchall()]
    begun = journal.end()
    turn = 0
    while (end := journal.end()) < entries:
        clock.set_today(TODAY - timedelta(days=200 - 200 * (end - begun) // max(1, entries - begun)))
        current.who = people[turn % len(people)]
        with records.writing():
            some = [uids[(turn * PAIRS_AT_ONCE + one) % len(uids)] for one in range(PAIRS_AT_ONCE)]
            told = [(uid, (text, f"{text} (sửa)"), (f"{text} (sửa)", text)) for uid, text in some]
            pairs = [(uid, pair) for uid, there, back in told for pair in (there, back)]
            journal.append(journal.Entry(JournalAction.CHANGED, "task", uid, {"content": pair}) for uid, pair in pairs)
        turn += 1
    clock.set_today(TODAY)


# --- What a day consists of ---


def overview(bench: Bench) -> None:
    """The first screen, its charts, the numbers beside the navigation, what is looked at once at start."""
    from desktop_app import catalogue
    from desktop_app.features.overview import service

    one = ("pass", bench.whole_pass)
    bench.take("counts", lambda _: service.gather(), floor=one)
    bench.take("due this week", lambda _: service.due_this_week(8), floor=one)
    for screen in catalogue.SCREENS:
        if screen.counter is not None:
            bench.take(f"number beside {screen.name}", lambda _, ask=screen.counter: ask(), floor=one)
    from desktop_app.features.overview import report
    from desktop_app.features.urging import service as urging

    units = service.gather().units
    bench.take("charts counted (worker)", lambda _: report.gather(units), floor=one)
    bench.take("reminder of the day", lambda _: urging.reminder(), floor=one)
    shell = bench.shell()
    bench.take("status line", lambda _: bench.window.status(), floor=one)

    def again(_: int) -> None:
        shell.screens["overview"].refresh()
        bench.app.update()

    bench.take("refreshed in the window, without the charts", again, floor=one)


def lists(bench: Bench) -> None:
    """Each screen when first opened and when come back to; search, wheel, page and jump in the list of tasks."""
    shell = bench.shell()
    for name in ("tasks", "documents", "meetings", "urging", "units", "officials", "calendar", "history"):
        if name not in shell.entries:
            continue

        def go(_: Any, name: str = name) -> None:
            shell.go(name)
            bench.app.update()

        def leave(_: Any) -> None:
            shell.go("overview")
            bench.settle(0.05)

        bench.take(f"{name}: opened for the first time", go, over=(0,), prepare=leave)
        bench.take(f"{name}: come back to", go, prepare=leave)
    screen = bench.desk()
    floor = ("redraw", bench.redraw)

    def letter(text: str) -> None:
        screen.bar.search.delete(0, "end")
        screen.bar.search.insert(0, text)
        screen.list.filtered()
        bench.app.update()

    bench.take("keystroke in the search", letter, over=_prefixes(), floor=floor)
    letter("")
    bench.settle(0.3)
    moved = {
        "wheel": lambda turn: screen.rows.view.scroll(3),
        "page": lambda turn: screen.rows.view.scroll(screen.rows.view.page - 1),
        "jump": lambda turn: screen.rows.view.goto(bench.chance.randrange(len(screen.rows.ids))),
    }
    for name, move in moved.items():

        def painted(turn: int, move: Callable[[int], Any] = move) -> None:
            move(turn)
            bench.app.update()

        bench.take(name, painted, over=range(bench.rounds * 3), floor=floor)
    bench.take("all ids read anew", lambda _: screen.list.find().ids(), floor=("pass", bench.whole_pass))


def task(bench: Bench) -> None:
    """One task opened, saved, decided about, completed, and the last save taken back."""
    from desktop_app import catalogue
    from desktop_app.features.task_desk import service as desk
    from desktop_app.features.task_story import service as story
    from desktop_app.features.tasks import service as tasks
    from desktop_app.features.tasks.columns import TASKS
    from desktop_app.records import undo

    screen = bench.desk()
    redraw, save = ("redraw", bench.redraw), ("save", bench.empty_save)
    some = iter(_open_tasks(bench))

    def next_one() -> Any:
        return tasks.get(next(some))

    def leave(_: Any) -> None:
        screen.back()
        bench.settle(0.02)

    def shown(record_id: int) -> None:
        screen.open({}, record_id)
        bench.app.update()

    ids = [next(some) for _ in range(bench.rounds * 2)]
    bench.take("opened: form, files, story", shown, over=ids, floor=redraw, prepare=leave)
    bench.take("  its story alone", lambda i: story.story(tasks.get(i)), over=ids, floor=("rows", bench.rows))
    bench.take("  what may be done alone", lambda i: desk.allowed(tasks.get(i)), over=ids, floor=("rows", bench.rows))
    bench.take("  words about it alone", lambda i: desk.about(tasks.get(i)), over=ids, floor=("rows", bench.rows))

    def typed(record_id: int) -> None:
        leave(0)
        shown(record_id)
        field = screen.pane.form.fields["content"]
        field.set(f"{field.get()} (bổ sung)")

    def saved(_: Any) -> None:
        assert screen.save()
        bench.app.update()

    bench.take("saved in the window (Ctrl+S)", saved, over=ids, floor=save, prepare=typed)
    leave(0)
    bench.take(
        "saved below the window",
        lambda i: tasks.save({"content": f"Rà soát lần {bench.chance.random()}"}, tasks.get(i)),
        over=ids * 4,
        floor=save,
    )

    def taken_back(record_id: int) -> None:
        group = undo.latest(TASKS, tasks.get(record_id))
        assert group is not None
        undo.undo(group, catalogue.service_of)
        bench.app.update()

    bench.take("last save taken back", taken_back, over=ids[: bench.rounds], floor=save)
    later = f"{TODAY + timedelta(days=900):%d/%m/%Y}"
    told = {"due_on": later, "decided_on": f"{TODAY:%d/%m/%Y}", "reason": "Chờ thẩm định"}
    done = {"completed_on": f"{TODAY:%d/%m/%Y}", "deliverable": "Báo cáo", "late_reason": "Chờ", "late_cause": ""}
    for name, texts in (("extend", told), ("complete", done)):
        chosen = [next_one().id for _ in range(bench.rounds)]

        def decided(record_id: int, name: str = name, texts: dict[str, str] = texts) -> None:
            desk.do(tasks.get(record_id), name, texts)
            bench.app.update()

        bench.take(f"{name}, and shown", decided, over=chosen, floor=save, prepare=lambda i: (leave(0), shown(i)))
    leave(0)


def filters(bench: Bench) -> None:
    """Every choice of every filter that the list of tasks has: from the choice to the painted list."""
    from desktop_app.features.task_desk.screen import TasksScreen
    from desktop_app.ui.filters import NamedFilter

    screen = bench.desk()
    for each in (*TasksScreen.filters, *TasksScreen.more_filters):
        if not isinstance(each, NamedFilter):
            continue
        for words, value in list(each.options().items())[:9]:

            def choose(_: Any, name: str = each.name, value: Any = value) -> None:
                screen.open({name: value}, None)
                bench.app.update()

            bench.take(
                f"{each.label}: {words}"[:52],
                choose,
                floor=("pass", bench.whole_pass),
                prepare=lambda _: (screen.open({"timeliness": "done_no_due"}, None), bench.settle(0.02)),
            )
    screen.bar.clear()
    bench.settle(0.2)


def history(bench: Bench) -> None:
    """The journal: first page, filters, words, the chain."""
    from desktop_app.features.history import service
    from desktop_app.features.history.columns import spans

    one = ("entries", bench.entries_pass)
    uid = bench.sql("SELECT uid FROM task WHERE id = ?", (bench.ids[7],)).fetchone()[0]
    wanted = {
        "everything": ({}, ""),
        "one writer": ({"who": bench.people[0]}, ""),
        "one kind": ({"kind": "meeting"}, ""),
        "one deed": ({"action": "deleted"}, ""),
        "this month": ({"days": spans(TODAY)["Tháng này"]}, ""),
        "one record": ({"record": uid}, ""),
        "words many have": ({}, "đôn đốc"),
        "words few have": ({}, "12/TB-UBND"),
        "words nobody has": ({}, "zqzq"),
    }
    for name, (where, text) in wanted.items():

        def first(_: Any, where: Any = where, text: str = text) -> None:
            found = service.Entries(where, text)
            found.rows(next(found.slices(), [])[:40])

        bench.take(f"{name}: first page", first, floor=one)
    bench.take("everything: all numbers", lambda _: service.Entries().count(), floor=one)
    bench.take("the chain followed (worker)", lambda _: service.check_chain(lambda: None), over=(0, 1), floor=one)
    shell = bench.shell()
    shell.go("history")
    screen = shell.screens["history"]
    bench.settle(0.5)

    def letter(text: str) -> None:
        screen.bar.search.delete(0, "end")
        screen.bar.search.insert(0, text)
        screen._find()
        bench.app.update()

    bench.take("keystroke in its search", letter, over=_prefixes(), floor=one)
    letter("")


def palette(bench: Bench) -> None:
    """Ctrl+K: opened, and each letter."""
    screen = bench.desk()
    daily = bench.shell().daily

    def close(_: Any) -> None:
        if daily.palette is not None:
            daily.palette.close()
        bench.settle(0.02)

    def opened(_: Any) -> None:
        daily.open_palette()
        bench.app.update()

    floor = ("redraw", bench.redraw)
    bench.take("opened", opened, floor=floor, prepare=close)

    def letter(text: str) -> None:
        daily.palette.text.set(text)
        daily.palette.follow()
        bench.app.update()

    bench.take("each letter", letter, over=[*_prefixes(), "123", "NV-2026-00123"], floor=floor)
    close(0)
    assert screen.winfo_exists()


def urging(bench: Bench) -> None:
    """Who must be urged, and a letter drawn up and kept."""
    from desktop_app.features.urging import service
    from desktop_app.features.urging_letter import service as letters

    overdue = ("pass", bench.whole_pass)
    bench.take("who must be urged", lambda _: service.listed(TODAY, soon=True), floor=overdue)
    bench.take(
        "a letter drawn up and kept",
        lambda _: letters.keep(letters.proposed(), service.listed(TODAY, soon=True)),
        over=range(3),
        floor=("save", bench.empty_save),
    )


def workbooks(bench: Bench) -> None:
    """The list out as a workbook; a register of 2,006 rows looked over, taken in, and taken back."""
    from openpyxl import Workbook

    from desktop_app.features.listing import report
    from desktop_app.features.tasks import service as tasks
    from desktop_app.features.tasks.columns import TASKS
    from desktop_app.records.shown import ShownList

    names = ("code", "given_by", "content", "lead_unit", "due_on", "situation", "original_due_on")
    listed = ShownList(TASKS.title, TASKS.noun, (), TASKS.pick(names), tasks.find(order="-id"))
    out = bench.folder / "out.xlsx"

    def plainly() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in listed.rows.iterate():
            sheet.append([getattr(row, name, "") for name in names])
        book.save(out)

    bench.take(
        f"list of {bench.tasks} out as a workbook", lambda _: report.write(out, listed), over=(0,),
        floor=("openpyxl", plainly),
    )  # fmt: skip
    out.unlink()
    _taken_in(bench)


def _taken_in(bench: Bench) -> None:
    from openpyxl import Workbook

    from desktop_app.features.import_read import service as reading
    from desktop_app.features.import_rows import service as judging
    from desktop_app.features.import_undo import service as undoing
    from desktop_app.features.import_write import service as writing

    units = [row[0] for row in bench.sql("SELECT name FROM unit WHERE relation = 'part' OR 1 LIMIT 8").fetchall()]
    book, path = Workbook(), bench.folder / "in.xlsx"
    book.active.append(COLUMNS)
    stamp = bench.number("SELECT count(*) FROM import_batch")
    for place in range(IMPORTED):
        day = date(2026, 1, 5) + timedelta(days=place % 300)
        number = f"{2000 + place // 12 + stamp * 200}/TB-UBND"
        text = f"Rà soát, tổng hợp kết quả lần {stamp}, mục {place}, báo cáo Ủy ban nhân dân phường"
        issued = date(2026, 1, 5) + timedelta(days=(place // 12) % 300)
        book.active.append([place + 1, number, issued, "Kết luận", text, units[place % 8], day + timedelta(days=30)])
    book.save(path)
    plans: list[Any] = []
    read: list[Any] = []
    plain = ("calamine", lambda: _plain_read(path))
    bench.take(f"{IMPORTED} rows read", lambda _: read.append(reading.read_file(path)), over=(0,), floor=plain)
    bench.take(
        f"{IMPORTED} rows judged", lambda _: plans.append(judging.run(judging.plan(read[0]))), over=(0,), floor=plain
    )
    print(f"    {len(plans[0].rows)} rows, open questions {len(plans[0].open_questions)}")
    bench.take(f"{IMPORTED} rows taken in, with a backup", lambda _: _drain(writing.accept(plans[0])), over=(0,))
    batch = writing.batches()[0]
    bench.take("taken back", lambda _: _drain(undoing.undo(batch)), over=(0,))
    path.unlink()


def memory(bench: Bench) -> None:
    """Megabytes of this process, shared pages divided among those who share them."""
    gc.collect()
    fields = dict(line.split(":") for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    print(f"  PSS {int(fields['Pss'].split()[0]) / 1024:.0f} MB")


GROUPS: dict[str, Callable[[Bench], None]] = {
    "overview": overview,
    "lists": lists,
    "task": task,
    "filters": filters,
    "history": history,
    "palette": palette,
    "urging": urging,
    "memory": memory,
    "workbooks": workbooks,
}


def _open_tasks(bench: Bench) -> Iterator[int]:
    """Tasks of this office that still run, in no order, each once."""
    from desktop_app.records.session import current

    sql = (
        "SELECT id FROM task WHERE deleted_at IS NULL AND progress = 'doing' AND copy = '' AND def_owner = ? AND "
        "exe_owner = ? AND due_on > ? AND round = 1 AND id NOT IN (SELECT task_id FROM task_decision)"
    )
    uid, since = current.office_uid, (TODAY - timedelta(days=400)).isoformat()
    ids = [row[0] for row in bench.sql(sql, (uid, uid, since)).fetchall()]
    bench.chance.shuffle(ids)
    return iter(ids)


def _plain_read(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _prefixes() -> list[str]:
    return [text[:length] for text in TYPED for length in range(1, len(text) + 1)]


def _drain(steps: Iterator[Any]) -> None:
    for _ in steps:
        pass


def _time(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock, and of this processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def _ms(found: Sequence[float], share: int) -> str:
    value = statistics.median(found) if share == 50 else sorted(found)[min(len(found) - 1, len(found) * share // 100)]
    return f"{value * 1000:8.1f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=25_000)
    parser.add_argument("--journal", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help=", ".join(GROUPS))
    parser.add_argument("--office", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
