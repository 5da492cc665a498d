"""What must hold for every entity, screen, form and sheet, without naming one."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from playhouse.schema_diff import diff_models

from db import models
from db.connection import MIGRATIONS, database, latest_version
from db.words import PeriodScheme
from desktop_app import catalogue, clock, features
from desktop_app.features.handoff_send.columns import TRAVELLERS
from desktop_app.features.printing import service as printing
from desktop_app.records.entity import HOUSEKEEPING, Stored
from desktop_app.ui import kit, theme
from tests.office_hands import notice

ROOT = Path(__file__).resolve().parents[1]
HELP = ROOT / "assets" / "help"
ENTITIES = catalogue.entities()
NOT_PEOPLES = {  # the program's own books, and links
    models.Journal,
    models.TaskCooperation,
    models.Peer,
    models.Channel,
    models.Mark,
    models.Package,
    models.ReceivedRow,
    models.Question,
    models.Alias,
    models.PastExecution,
    models.UrgedTask,
    models.UrgedFinding,
    models.ScheduleLeader,
    models.ScheduleUnit,
    models.MeetingUnit,
    models.ConclusionUnit,
    models.ImportBatch,
    models.ImportedRow,
}


def named(things):
    return {"ids": lambda thing: getattr(thing, "name", getattr(thing, "kind", str(thing))), "argvalues": list(things)}


def test_migrations_end_at_the_models(folder):
    # SQLite tells nothing of the condition of a partial index, so that one is compared by its name
    found = [
        str(line) for line in str(diff_models(database, list(models.ALL))).splitlines() if "document_once" not in line
    ]
    assert [line for line in found if line.strip()] == []
    assert "document_once" in [row[1] for row in database.execute_sql("PRAGMA index_list(document)")]


def test_every_migration_sets_its_own_number(folder):
    numbers = [int(path.name[:4]) for path in sorted(MIGRATIONS.glob("[0-9]*.py"))]
    assert numbers == list(range(1, latest_version() + 1))
    assert database.execute_sql("PRAGMA user_version").fetchone()[0] == latest_version()


def test_every_table_that_people_fill_has_an_entity():
    assert {entity.model for entity in ENTITIES} == set(models.ALL) - NOT_PEOPLES


@pytest.mark.parametrize("entity", **named(ENTITIES))
def test_every_stored_field_has_a_column_with_a_label(entity):
    fields = set(entity.model._meta.fields) - HOUSEKEEPING
    assert fields == {column.name for column in entity.columns.values() if isinstance(column.source, Stored)}
    assert all(column.label and column.label != "None" for column in entity.columns.values())
    assert all(name in entity.columns for name in entity.search)


@pytest.mark.parametrize("entity", **named(ENTITIES))
def test_every_column_can_be_read_sorted_and_shown(entity, full_office):
    from desktop_app.records import Rows

    for name in entity.columns:
        for order in (name, f"-{name}"):
            assert Rows(entity, (), order).ids() is not None
    for row in Rows(entity).iterate():
        assert all(isinstance(column.shown(row), str) for column in entity.columns.values())


def test_every_room_is_of_the_four_files():
    for room in pkgutil.iter_modules(features.__path__):
        files = {path.stem for path in (Path(features.__path__[0]) / room.name).glob("*.py")} - {"__init__"}
        assert files <= {"columns", "service", "report", "screen"}, room.name
        assert importlib.import_module(f"desktop_app.features.{room.name}").__doc__, room.name


# --- Screens ---


@pytest.fixture
def dressed(root):
    """The root window in the house's theme, as large as the smallest screen of a ward."""
    theme.dress(root, dark=False, size=10)
    kit.install(root)
    root.geometry("1366x728+0+0")
    root.deiconify()
    root.update()
    yield root
    theme.set_size(10)
    theme.set_dark(False)
    root.withdraw()


def shown(root, screen):
    """One screen of the catalogue in the root window."""
    holder = kit.Frame(root)
    holder.pack(fill="both", expand=True)
    made = screen.load()(holder)
    made.pack(fill="both", expand=True)
    root.update()
    return holder, made


@pytest.mark.parametrize("screen", **named(catalogue.SCREENS))
def test_every_screen_says_what_the_shell_asks_for(screen):
    made = screen.load()
    made = getattr(made, "func", made)
    assert made.title
    assert (HELP / f"{made.help_page}.md").is_file(), made.help_page
    for method in ("refresh", "open", "may_leave"):
        assert callable(getattr(made, method)), method


@pytest.mark.parametrize("screen", **named(catalogue.SCREENS))
def test_every_name_on_a_screen_is_a_column_and_nothing_needed_is_left_out(screen):
    made = screen.load()
    if not hasattr(made, "entity"):
        pytest.skip("this screen shows no entity")
    on_form = {name.partition("*")[0] for line in made.form for name in line}
    assert on_form | set(made.table) <= set(made.entity.columns)
    assert {column.name for column in made.entity.written if column.needed} <= on_form
    assert {column.name for column in made.entity.written} <= on_form


@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
@pytest.mark.parametrize("screen", **named(catalogue.SCREENS))
def test_every_screen_opens_on_an_empty_and_on_a_full_office(screen, full, dressed, request):
    request.getfixturevalue("full_office" if full else "office")
    holder, made = shown(dressed, screen)
    made.refresh()
    dressed.update()
    if hasattr(made, "entity"):
        if full:
            made.open({}, made.rows.ids[0])
            dressed.update()
        made.new()
        dressed.update()
        made.pane.form.saved()
    assert made.may_leave()
    holder.destroy()


def squeezed(widget):
    """Buttons, entries and labels that are given less room than they need."""
    for child in widget.winfo_children():
        if child.winfo_viewable() and child.winfo_class() in {
            "TButton",
            "TEntry",
            "TCombobox",
            "TLabel",
            "TCheckbutton",
        }:
            narrow = child.winfo_class() in {"TButton", "TCheckbutton"} or (
                child.winfo_class() == "TLabel" and not int(str(child.cget("wraplength") or 0))
            )
            if child.winfo_height() < child.winfo_reqheight() - 1:
                yield f"{child} is {child.winfo_reqheight() - child.winfo_height()} too low"
            if narrow and child.winfo_width() < child.winfo_reqwidth() - 1:
                yield f"{child} {child.cget('text')!r} is {child.winfo_reqwidth() - child.winfo_width()} too narrow"
        yield from squeezed(child)


@pytest.mark.parametrize("size", [10, 14])
@pytest.mark.parametrize("geometry", ["1300x660+0+0", "1860x960+0+0"])
@pytest.mark.parametrize("screen", **named(catalogue.SCREENS))
def test_nothing_is_squeezed_at_either_size_of_screen_and_letters(screen, geometry, size, dressed, full_office):
    theme.set_size(size)
    dressed.geometry(geometry)
    dressed.update()
    holder, made = shown(dressed, screen)
    if hasattr(made, "entity"):
        made.open({}, made.rows.ids[0])
    dressed.update()
    dressed.update()
    found = list(squeezed(holder))
    holder.destroy()
    assert not found


# --- Forms and sheets ---


@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
@pytest.mark.parametrize("form", **named(form for form in catalogue.FORMS if form.of_period))
def test_every_form_is_printed_on_an_empty_and_on_a_full_office(form, full, request, tmp_path):
    request.getfixturevalue("full_office" if full else "office")
    for scheme in PeriodScheme:
        out = tmp_path / f"{form.name}-{scheme}.pdf"
        assert printing.prepare(form, printing.Request("2026", scheme), out).run() >= 1
        assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("form", **named(catalogue.FORMS))
def test_every_form_stands_in_the_help_and_in_the_command_line(form):
    from desktop_app import commands

    assert form.title in (HELP / "printing.md").read_text(encoding="utf-8")
    assert form.name in commands.usage()


def targets_and_figures() -> None:
    """A target for an office below; a figure of ours, corrected after its month was closed."""
    from desktop_app.features.indicators import service as indicators
    from desktop_app.features.periods import service as periods
    from desktop_app.features.units import service as units
    from tests import exchange_figures

    indicators.put_in()
    exchange_figures.target("KT01", "TDP1", "1.200,5")
    own, month = units.own().code, f"{clock.today():%Y-%m}"
    exchange_figures.report("KT01", own, month, "12,5")
    periods.close(month)
    exchange_figures.correct("KT01", own, month, "13,5")


def other_books() -> None:
    """Inspections of ours and of an office below, what was done about them, a plan, minutes, a line of the week."""
    from db.words import FindingDecisionKind
    from desktop_app.features.minutes import service as minutes
    from tests import exchange_books as books

    round_ = books.inspect(head="Vũ Thị Hà Mi", unit="VP")
    below, own = books.party(round_, "TDP1"), books.party(round_, "KT")
    finding = books.find(own)
    books.find(below)
    for party in (below, own):
        books.check(party, "Niêm yết thủ tục hành chính")
        books.sign(party)
    books.remedy(finding)
    books.decide(finding, FindingDecisionKind.ACCEPTED)
    books.plan("Kế hoạch cải cách hành chính", "TDP1", "KT")
    meeting = books.meeting("Họp về đất đai", "TDP1; KT", "KT", chair="Vũ Thị Hà Mi")
    minutes.supplement(meeting, {"added_on": "10/11/2026", "content": "Ghi thêm ý kiến", "author": "Trần Văn Ân"})
    books.line("24/11/2026", "Giao ban", "TDP1", chair="Vũ Thị Hà Mi", leaders="Đặng Văn Khuê", place="Phòng họp 1")
    books.duty("Đặng Văn Khuê", "KT")


def test_every_sheet_comes_back_as_it_went(full_office, tmp_path):
    from desktop_app.excel import package
    from desktop_app.features.handoff_send import report
    from desktop_app.features.handoff_send import service as handoff

    notice("30/TB-UBND", "02/11/2026", {"content": "Việc giao xuống", "lead_unit": "TDP1"})
    targets_and_figures()
    other_books()
    up, down = tmp_path / "lên.xlsx", tmp_path / "xuống.xlsx"
    seen = set()
    for sending in (handoff.prepare("2026", up), handoff.prepare_assignment(down, to="TDP1")):
        sent = handoff.enter(sending, report.write(sending))
        found = package.read(sending.out)
        assert package.verify(found) == []
        assert sent.rows == sum(found.manifest.counts.values()) > 0
        seen |= {sheet.name for sheet in found.manifest.sheets}
    assert seen == {report.RESULTS, *(traveller.sheet for traveller in TRAVELLERS)}


# --- What loads when ---

HEAVY = (
    "reportlab",
    "openpyxl",
    "python_calamine",
    "pypdfium2",
    "numpy",
    "matplotlib",
    "cryptography",
    "playhouse.migrate",
)


def test_nothing_heavy_is_loaded_before_the_first_screen_counts_and_charts_come_after(full_office, display):
    from desktop_app.features.office import service

    service.close_folder()
    script = (
        "import sys, time\n"
        f"sys.argv = ['x', '--office', {str(full_office)!r}, '--as', 'Nguyễn Thị Hường', '--today', '22/11/2026']\n"
        "from desktop_app.ui import theme\n"
        "made, end = theme.create_app, time.monotonic() + 40\n"
        "def create(*a, **k):\n"
        "    app = made(*a, **k)\n"
        "    from desktop_app.features.overview.screen import OverviewScreen\n"
        "    count, show, shown = OverviewScreen.refresh, OverviewScreen._show, []\n"
        "    def refresh(screen):\n"
        "        count(screen)\n"
        "        if not shown:\n"
        "            app.after(100, lambda: shown or print('usable:', ' '.join(sorted(sys.modules)), flush=True))\n"
        "    def drawn(screen, painted):\n"
        "        shown.append(painted)\n"
        "        show(screen, painted)\n"
        "        print('drawn:', ' '.join(sorted(sys.modules)), len(screen.charts[0].spots), flush=True)\n"
        "        app.after(1, app.destroy)\n"
        "    OverviewScreen.refresh, OverviewScreen._show = refresh, drawn\n"
        "    app.after(40_000, app.destroy)\n"
        "    return app\n"
        "theme.create_app = create\n"
        "from desktop_app.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=90)
    said = {line.split(":")[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert "desktop_app.features.overview.screen" in said["usable"], done.stderr
    assert [name for name in HEAVY if name in said["usable"]] == []
    assert {"reportlab", "pypdfium2"} <= set(said["drawn"])
    assert int(said["drawn"][-1]) > 0
