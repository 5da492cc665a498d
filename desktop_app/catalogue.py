"""The list of rooms: menu order, screens, printed forms, sheets - as functions that import when called."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from db.words import PeriodScheme
from desktop_app.features.meeting_minutes.columns import MEETING_MINUTES
from desktop_app.features.notice.columns import NOTICE
from desktop_app.features.printing.service import Form
from desktop_app.features.task_slip.columns import SLIP
from desktop_app.records import Entity
from desktop_app.records.finding import Book

ROOMS_WITH_RECORDS = (
    "office",
    "units",
    "officials",
    "meetings",
    "documents",
    "tasks",
    "calendar",
    "urging",
    "attachments",
    "indicators",
    "targets",
    "figures",
    "periods",
    "establishments",
    "checklists",
    "inspection_plans",
    "inspections",
    "findings",
    "plans",
    "minutes",
    "week",
    "briefing_rules",
    "duties",
)


@dataclass(frozen=True)
class Screen:
    """A screen of the menu. ``load`` gives its class; ``counter``, where there is one, the number beside its name."""

    name: str
    label: str
    icon: str
    load: Callable[[], Any]
    counter: Callable[[], int | None] | None = None
    alarming: bool = False


def entities() -> tuple[Entity[Any], ...]:
    """Every entity people see; reading them makes each known to the gate and the search index."""
    from desktop_app.records.entity import ENTITIES

    for room in ROOMS_WITH_RECORDS:
        import_module(f"desktop_app.features.{room}.columns")
    return tuple(ENTITIES.values())


def _screen(room: str, name: str, **given: Any) -> Callable[[], Any]:
    def load() -> Any:
        made = getattr(import_module(f"desktop_app.features.{room}.screen"), name)
        return partial(made, **given) if given else made

    return load


def _report(room: str) -> Callable[[], Any]:
    return lambda: import_module(f"desktop_app.features.{room}.report")


def _overdue() -> int | None:
    from desktop_app.features.overview import service

    return service.overdue()


def _unremedied() -> int | None:
    from desktop_app.features.findings import service

    return service.overdue()


def _asked() -> int | None:
    from desktop_app.features.handoff_questions import service

    return service.count()


FORMS = (
    Form("register", "Sổ theo dõi nhiệm vụ", "so-theo-doi", PeriodScheme.CALENDAR, _report("tasks")),
    Form(
        "results",
        "Báo cáo kết quả thực hiện nhiệm vụ",
        "bao-cao-ket-qua",
        PeriodScheme.ND09,
        _report("results"),
        True,
        True,
    ),
    SLIP,
    Form("terms", "Danh mục gia hạn, tạm dừng", "gia-han-tam-dung", PeriodScheme.CALENDAR, _report("task_terms")),
    Form(
        "urging",
        "Công văn đôn đốc",
        "cong-van-don-doc",
        PeriodScheme.CALENDAR,
        _report("urging_letter"),
        asks=("units", "as_at", "letter"),
    ),
    Form(
        "briefing",
        "Danh sách báo cáo lãnh đạo tại giao ban",
        "bao-cao-giao-ban",
        PeriodScheme.CALENDAR,
        _report("briefing"),
        asks=("as_at",),
    ),
    NOTICE,
    MEETING_MINUTES,
    Form(
        "targets",
        "Biểu chỉ tiêu kinh tế - xã hội",
        "bieu-chi-tieu",
        PeriodScheme.CALENDAR,
        _report("targets_report"),
        asks=("period", "as_at", "of_unit", "consolidated"),
    ),
    Form(
        "minutes",
        "Biên bản kiểm tra",
        "bien-ban-kiem-tra",
        PeriodScheme.CALENDAR,
        _report("inspection_minutes"),
        asks=("record",),
    ),
    Form(
        "inspections",
        "Báo cáo kết quả kiểm tra",
        "bao-cao-kiem-tra",
        PeriodScheme.ND09,
        _report("inspections_report"),
        True,
        True,
    ),
    Form(
        "plan",
        "Kế hoạch, chương trình công tác",
        "ke-hoach",
        PeriodScheme.CALENDAR,
        _report("plan_paper"),
        numbered=True,
        asks=("record",),
    ),
    Form(
        "progress",
        "Tình hình thực hiện kế hoạch",
        "tinh-hinh-ke-hoach",
        PeriodScheme.CALENDAR,
        _report("plan_state"),
        asks=("record", "as_at"),
    ),
    Form("schedule", "Lịch công tác tuần", "lich-cong-tac", PeriodScheme.CALENDAR, _report("week"), asks=("week",)),
)

# A package that comes in: how its file is opened, the page of its rows, and how it is taken back.
INTAKE = {
    "read": _screen("handoff_intake", "read", form=_screen("handoff_form", "take")),
    "review": _screen("handoff_review", "Review"),
    "undo": _screen("handoff_undo", "undo"),
    "form": _screen("handoff_form", "hand_out"),
}

# A list on its way to a workbook.
EXPORT = _screen("listing", "export")
# What lies over the work calendar: the table that fills it, the deadlines that follow it.
DAYS = {
    "table_page": _screen("calendar_table", "TablePage"),
    "moves_page": _screen("calendar_moves", "MovesPage"),
}
# What is found everywhere, remembered as recent, opened from the journal and put back by its room: in this order.
BOOKS = (
    Book("task", "tasks", "tasks", "code", ("content", "lead_unit", "due_on"), exact=True),
    Book("document", "documents", "documents", "number", ("subject", "issuer", "issued_on"), exact=True),
    Book("meeting", "meetings", "meetings", "held_on", ("title", "chair")),
    Book("official", "officials", "officials", "name", ("position", "unit")),
    Book("unit", "units", "units", "code", ("name",), exact=True),
    Book("indicator", "indicators", "indicators", "name", ("code", "theme"), searched=("code", "name", "theme")),
    Book("target", "targets", "targets", "indicator", ("unit", "year", "value"), searched=("code", "indicator")),
    Book("inspection_round", "inspections", "inspections", "code", ("subject", "began_on", "unit"), exact=True),
    Book("finding", "findings", "findings", "content", ("party_name", "inspected_on", "state")),
    Book("establishment", "establishments", "establishments", "name", ("address", "kind")),
    Book("plan", "plans", "plans", "title", ("symbol", "year", "kind"), searched=("title", "symbol", "year")),
    Book("plan_item", "plans", "plan_items", "content", ("plan", "lead_unit", "year"), by="item"),
    Book("schedule_item", "week", "week", "content", ("day", "chair")),
    Book("briefing_rule", "briefing_rules", "briefing_rules", "name", ("kind", "chair"), searched=("name", "chair")),
    Book("duty", "duties", "duties", "official", ("unit", "field"), searched=("official", "unit", "field")),
    Book("work_calendar_day", "calendar", "calendar", "day", ("name",)),
)
# The pages of a register that is read in.
IMPORT_REVIEW = _screen("import_review", "Review", pages=_screen("import_pages", "PAGES"))

# Agenda and conclusions of a meeting, and what is added to signed minutes.
MINUTES_PAGES = {
    "write": _screen("meeting_page", "MinutesPage"),
    "add": _screen("meeting_page", "SupplementPage"),
}

# The list of a week, and who prepares what for it.
WEEK_PAGES = {"list": _screen("week_list", "WeekList"), "preparing": _screen("week_preparing", "Preparing")}

# What is done with a month of figures, and how its sheet travels as a workbook.
FIGURE_ACTS = {name: _screen("figure_closing", name) for name in ("close_month", "reopen", "correct", "history")}
FIGURE_BOOKS = {name: _screen("figure_sheet", name) for name in ("send_out", "take_in")}

SCREENS = (
    Screen("overview", "Tổng quan", "house-door", _screen("overview", "OverviewScreen")),
    Screen("tasks", "Nhiệm vụ", "list-check", _screen("task_desk", "TasksScreen"), _overdue, True),
    Screen("documents", "Văn bản giao việc", "file-earmark-text", _screen("documents", "DocumentsScreen")),
    Screen("meetings", "Cuộc họp", "calendar-event", _screen("meeting_desk", "MeetingsScreen", **MINUTES_PAGES)),
    Screen(
        "urging",
        "Đôn đốc",
        "megaphone",
        _screen("urging", "UrgingScreen", page=_screen("urging_desk", "LetterPage"), forms=FORMS),
    ),
    Screen("printing", "Báo cáo, in", "printer", _screen("printing", "PrintingScreen", forms=FORMS)),
    Screen(
        "send", "Gói gửi đi", "send", _screen("handoff_send", "SendScreen", outbox=_screen("handoff_outbox", "Outbox"))
    ),
    Screen("receive", "Gói nhận về", "inbox", _screen("handoff_receive", "InboxScreen", **INTAKE)),
    Screen("questions", "Câu hỏi", "question-circle", _screen("handoff_questions", "QuestionsScreen"), _asked, True),
    Screen(
        "consolidation",
        "Tổng hợp báo cáo",
        "bar-chart-steps",
        _screen("consolidation", "ConsolidationScreen", figures=_screen("consolidation_figures", "FiguresPane")),
    ),
    Screen("peers", "Khóa, nơi gửi nhận", "key", _screen("peers", "PeersScreen")),
    Screen(
        "figures",
        "Số liệu thực hiện",
        "table",
        _screen("figure_grid", "FiguresScreen", acts=FIGURE_ACTS, books=FIGURE_BOOKS),
    ),
    Screen("target_board", "Bảng chỉ tiêu", "speedometer2", _screen("target_board", "BoardScreen", forms=FORMS)),
    Screen(
        "targets",
        "Chỉ tiêu giao",
        "bullseye",
        _screen("target_desk", "TargetsScreen", page=_screen("target_split", "SplitPage")),
    ),
    Screen("indicators", "Danh mục chỉ tiêu", "card-checklist", _screen("indicators", "IndicatorsScreen")),
    Screen(
        "plans",
        "Kế hoạch, chương trình",
        "journal-check",
        _screen(
            "plan_desk",
            "PlansScreen",
            page=_screen("plan_page", "PlanPage", acts=_screen("plan_acts", "Acts")),
            typing=_screen("plan_typing", "TypingPage"),
            forms=FORMS,
        ),
    ),
    Screen("week", "Lịch tuần", "calendar2-week", _screen("week_desk", "WeekScreen", forms=FORMS, pages=WEEK_PAGES)),
    Screen("briefing_rules", "Lịch giao ban", "calendar2-check", _screen("briefing_rules", "BriefingRulesScreen")),
    Screen("duties", "Phân công lãnh đạo", "person-badge", _screen("duties", "DutiesScreen")),
    Screen(
        "inspections",
        "Kiểm tra",
        "clipboard-check",
        _screen("inspections", "InspectionsScreen", page=_screen("inspection_desk", "MinutesPage"), forms=FORMS),
    ),
    Screen(
        "findings", "Khắc phục", "exclamation-triangle", _screen("finding_desk", "FindingsScreen"), _unremedied, True
    ),
    Screen("establishments", "Cơ sở, công trình", "shop", _screen("establishments", "EstablishmentsScreen")),
    Screen(
        "inspection_plans",
        "Kế hoạch kiểm tra",
        "calendar-check",
        _screen("inspection_plans", "InspectionPlansScreen"),
    ),
    Screen(
        "checklists",
        "Mẫu kiểm tra",
        "ui-checks",
        _screen("checklists", "ChecklistsScreen", sample=_screen("checklist_start", "Sample")),
    ),
    Screen("calendar", "Lịch làm việc", "calendar-week", _screen("calendar_desk", "CalendarScreen", **DAYS)),
    Screen("import", "Nhập sổ", "box-arrow-in-down", _screen("import_desk", "ImportScreen", review=IMPORT_REVIEW)),
    Screen("units", "Đơn vị", "diagram-3", _screen("units", "UnitsScreen")),
    Screen("officials", "Cán bộ", "people", _screen("officials", "OfficialsScreen")),
    Screen("history", "Nhật ký", "clock-history", _screen("history", "HistoryScreen", books=BOOKS)),
    Screen("backups", "Sao lưu", "shield-check", _screen("backups", "BackupsScreen")),
    Screen("office", "Cơ quan", "building", _screen("office", "OfficeScreen")),
)

# The groups of the menu: label -> icon and screens, which stand next to each other above; the daily ones need none.
GROUPS = {
    "Gửi và nhận": ("arrow-left-right", ("send", "receive", "questions", "consolidation", "peers")),
    "Chỉ tiêu, số liệu": ("graph-up", ("figures", "target_board", "targets", "indicators")),
    "Kế hoạch, lịch": ("calendar-range", ("plans", "week", "briefing_rules", "duties")),
    "Kiểm tra, khắc phục": (
        "binoculars",
        ("inspections", "findings", "establishments", "inspection_plans", "checklists"),
    ),
    "Danh bạ, hệ thống": ("gear", ("calendar", "import", "units", "officials", "history", "backups", "office")),
}


def group_of(screen: str) -> tuple[str, str]:
    """The label and the icon of the group that a screen stands in; empty for a daily one."""
    return next(((label, icon) for label, (icon, screens) in GROUPS.items() if screen in screens), ("", ""))


# Rooms of what no search finds, by kind of record.
UNSEARCHED = {"figure": "figures", "erratum": "figures", "closed_period": "periods"}
UNSEARCHED |= {"inspected_party": "inspection_desk", "inspection_plan": "inspection_plans"}
UNSEARCHED |= {"checklist_template": "checklists", "minutes_supplement": "minutes"}


def service_of(kind: str) -> Any:
    """The service of the room that keeps a kind of record, or None."""
    room = next((book.room for book in BOOKS if book.kind == kind), None) or UNSEARCHED.get(kind)
    return import_module(f"desktop_app.features.{room}.service") if room else None


# What stands before the first screen of the menu.
FIRST_START = _screen("office", "FirstStart")
WHO_WORKS = _screen("officials", "WhoWorks")


def form(name: str, record: str = "") -> Form | None:
    """The form of a name, or None; ``minutes`` of a record that is a meeting are those of the meeting."""
    if name == "minutes" and record:
        from desktop_app.features.meeting_minutes import service

        name = MEETING_MINUTES.name if service.named(record) is not None else name
    return next((each for each in FORMS if each.name == name), None)
