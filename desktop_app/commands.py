"""The command line: every job that makes a file also runs without a window, through the same services.

Exit codes: 0 done, 1 refused with the reason, 2 wrong usage.
"""

import argparse
import logging
import re
import sys
from collections.abc import Callable
from typing import NoReturn

from db.words import PeriodScheme
from desktop_app import calendar_command, catalogue, clock, figures_command, handoff_commands, import_command
from desktop_app.errors import CODES, Failed, Refused
from desktop_app.features.office import service as office
from desktop_app.outside.folders import OfficeFolder, default_folder
from desktop_app.rules import numbers
from desktop_app.rules.dates import show_date
from desktop_app.terminal import complain, day, path, say

log = logging.getLogger(__name__)

USAGE = """Cách dùng: python -m desktop_app [--office THƯ_MỤC] [--as "HỌ TÊN"] [--today NGÀY] [LỆNH …]

Không có LỆNH thì mở cửa sổ. Các lệnh:
  demo KỊCH_BẢN [--tasks N] [--seed S]        lập cơ quan mẫu: {scenarios}
  demo mang-luoi [--wards N] [--seed S]       cho cấp trên và N phường trao đổi gói một năm, rồi đối chiếu mọi sổ
  report MẪU --out TỆP.pdf                    in mẫu: {forms}
         --period KỲ [--scheme nd09|calendar] | --record MÃ | --week TUẦN | --unit MÃ_ĐƠN_VỊ …
         [--consolidated]: biểu chỉ tiêu tổng hợp cấp dưới (--unit: của một đơn vị)
         [--as-at NGÀY] [--number SỐ --date NGÀY]
  backup [--out THƯ_MỤC]                      sao lưu có kiểm chứng, kèm tệp đính kèm; --out: ra USB
  restore TỆP [--accept]                      xem trước bản sao lưu; --accept để khôi phục
  check [--full]                              kiểm tra dữ liệu
{calendar}{handoff}
KỲ: 2022, 2022-11, 2022-Q4, 2022-H1, 2022-H2, 2022-9M.   NGÀY: 14/12/2022 hoặc 2022-12-14.   TUẦN: 2026-W07.
""".replace("{handoff}", handoff_commands.USAGE + import_command.USAGE).replace(
    "{calendar}", calendar_command.USAGE + figures_command.USAGE
)

NETWORK = "mang-luoi"

# What argparse says, and how we say it.
COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"thiếu \1"),
    (r"unrecognized arguments: (.*)", r"không hiểu “\1”"),
    (r"argument (\S+): invalid choice: (\S+).*", r"\1 không nhận \2"),
    (r"argument (\S+): expected one argument", r"sau \1 phải có giá trị"),
    (r"argument (\S+): invalid \w+ value: (.*)", r"\1 không nhận \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


PLACES = {
    "form": "MẪU",
    "command": "LỆNH",
    "file": "TỆP",
    "files": "TỆP",
    "scenario": "KỊCH_BẢN",
    "action": "VIỆC",
    "uid": "MÃ",
    "said": "TRẢ_LỜI",
    "number": "SỐ",
    "unit": "MÃ_ĐƠN_VỊ",
    "fingerprint": "DẤU_VÂN_TAY",
}


class Parser(argparse.ArgumentParser):
    """argparse that complains in Vietnamese."""

    def error(self, message: str) -> NoReturn:
        for pattern, words in COMPLAINTS:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, words, message)
                break
        for name, words in PLACES.items():
            message = re.sub(rf"(?<![\w-]){name}(?!\w)", words, message)
        sys.stderr.write(f"Lệnh chưa đúng: {message}\n\n{usage()}")
        raise SystemExit(2)

    def print_help(self, file: object = None) -> None:
        sys.stdout.write(usage())


def usage() -> str:
    """How the command line is used."""
    from desktop_app.features.demo.service import SCENARIOS

    forms = ", ".join(f"{form.name} ({form.title})" for form in catalogue.FORMS)
    return USAGE.format(scenarios=", ".join(SCENARIOS), forms=forms)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Take the arguments apart; wrong usage is said and ends with exit code 2."""
    parser = Parser(prog="desktop_app", add_help=True)
    parser.add_argument("--office", type=path, default=None)
    parser.add_argument("--as", dest="who", default="")
    parser.add_argument("--today", type=day, default=None)
    commands = parser.add_subparsers(dest="command", parser_class=Parser)
    demo = commands.add_parser("demo")
    demo.add_argument("scenario")
    demo.add_argument("--tasks", type=int, default=2006)
    demo.add_argument("--seed", type=int, default=2022)
    demo.add_argument("--wards", type=int, default=3)
    report = commands.add_parser("report")
    report.add_argument("form", choices=[form.name for form in catalogue.FORMS])
    report.add_argument("--scheme", choices=[scheme.value for scheme in PeriodScheme])
    report.add_argument("--number", default="")
    report.add_argument("--date", type=day, default=None)
    report.add_argument("--period", default="")
    report.add_argument("--record", default="")
    report.add_argument("--week", default="")
    report.add_argument("--unit", dest="units", nargs="+", default=[])
    report.add_argument("--consolidated", action="store_true")
    report.add_argument("--as-at", type=day, default=None)
    report.add_argument("--out", type=path, required=True)
    handoff_commands.add(commands)
    calendar_command.add(commands)
    import_command.add(commands)
    figures_command.add(commands)
    copying = commands.add_parser("backup")
    copying.add_argument("--out", type=path, default=None)
    restore = commands.add_parser("restore")
    restore.add_argument("file", type=path)
    restore.add_argument("--accept", action="store_true")
    check = commands.add_parser("check")
    check.add_argument("--full", action="store_true")
    given = parser.parse_args(arguments)
    if given.command == "report" and (words := _missing(given)):
        parser.error(words)
    if words := handoff_commands.wrong(given) or figures_command.wrong(given):
        parser.error(words)
    return given


def _missing(given: argparse.Namespace) -> str:
    """What a form asks that is not there, or that it does not ask."""
    form = catalogue.form(given.form)
    assert form is not None  # argparse allows no other
    asked = {
        "--period": ("period", given.period),
        "--record": ("letter" if "letter" in form.asks else "record", given.record),
        "--week": ("week", given.week),
        "--unit": ("of_unit" if form.of_units else "units", given.units),
        "--consolidated": ("consolidated", given.consolidated),
    }
    for option, (name, value) in asked.items():
        if value and name not in form.asks:
            return f"mẫu {form.name} không nhận {option}"
        if not value and name in form.asks and name not in ("units", "of_unit", "letter", "consolidated"):
            return f"thiếu {option}"
    return ""


def run(given: argparse.Namespace) -> int:
    """Do what the command line asks and return the exit code; what went wrong is said, never traced, to the person."""
    clock.set_today(given.today)
    writes, work = COMMANDS[given.command]
    try:
        catalogue.entities()
        if given.command == "restore" and given.accept and _rescued(given):
            return 0
        if given.command == "demo" and given.scenario == NETWORK:
            return _network(given)
        _open(given, writing=writes(given) if callable(writes) else writes)
        return work(given)
    except Refused as refused:
        for name, words in refused.problems.items():
            label = _label(name)
            complain(words if words.lower().startswith(label.lower().rstrip(": ")) else f"{label}{words}")
    except Failed as failed:
        complain(str(failed))
    except KeyboardInterrupt:
        complain("Đã dừng theo yêu cầu; chưa có gì thay đổi")
    except Exception:
        log.exception("command %s", given.command)
        complain(f"{CODES['E-FAULT']} (E-FAULT)")
    finally:
        office.close_folder()
    return 1


def _open(given: argparse.Namespace, *, writing: bool) -> None:
    path = given.office or default_folder()
    if given.command != "demo" and not (path / "so-phuong.db").exists() and given.command != "restore":
        raise Refused(f"Thư mục {path} chưa có dữ liệu cơ quan nào")
    folder = office.open_folder(path, writing=writing)
    log.info("command %s in %s", given.command, folder.path.name)
    office.sit_down(given.who)


def _rescued(given: argparse.Namespace) -> bool:
    """Put a copy in the place of a file that cannot be opened; False when it opens and an ordinary restore will do."""
    from desktop_app.features.backups import service as backups

    folder = OfficeFolder(given.office or default_folder())
    try:
        office.open_folder(folder.path, writing=True)
    except Failed as failed:
        if failed.code != "E-DAMAGED":
            raise
        found = backups.rescue(folder, given.file)
        say(f"Tệp dữ liệu cũ bị hỏng đã được giữ lại (tên bắt đầu bằng “hong-”); đã khôi phục từ {given.file}.")
        _say_lacking(found.lacking)
        return True
    return False


def _say_lacking(lacking: str) -> None:
    if lacking:
        say(f"LƯU Ý: không còn tệp đính kèm: {lacking}.")


def _demo(given: argparse.Namespace) -> int:
    from desktop_app.features.backups import service as backups
    from desktop_app.features.demo import service as demo

    if given.scenario not in demo.SCENARIOS:
        raise Refused(f"Không có kịch bản “{given.scenario}”; có: {', '.join(demo.SCENARIOS)}")
    if not 1 <= given.tasks <= 1_000_000:
        raise Refused("Số nhiệm vụ phải từ 1 đến 1.000.000")
    say(f"Đang lập cơ quan mẫu “{demo.SCENARIOS[given.scenario].title}” …")
    for _ in demo.fill(given.scenario, tasks=given.tasks, seed=given.seed):
        pass
    copy = backups.make()
    say(f"Đã lập {office.founded().name} tại {office.folder().path}: {backups.in_words(backups.look(copy).counts)}.")
    return 0


def _network(given: argparse.Namespace) -> int:
    """Offices beside each other that exchange packages for a year; 1 when a store differs from what it should hold."""
    from desktop_app.features.network_game import service as game

    folder = given.office or default_folder().parent / NETWORK
    say(f"Đang chơi một năm trao đổi gói giữa cấp trên và {given.wards} phường tại {folder} (hạt giống {given.seed}) …")
    return 1 if game.play(folder, given.wards, given.seed, say) else 0


def _report(given: argparse.Namespace) -> int:
    from desktop_app.features.printing import service as printing

    form = catalogue.form(given.form, given.record)
    assert form is not None  # argparse allows no other
    scheme = PeriodScheme(given.scheme) if given.scheme else form.scheme
    request = printing.Request(
        given.period,
        scheme,
        given.as_at,
        given.number,
        given.date,
        record=given.record,
        units=tuple(given.units),
        consolidated=given.consolidated,
        week=given.week,
    )
    pages = printing.prepare(form, request, given.out.absolute()).run()
    if not form.of_period:
        say(f"Đã in {form.title.lower()}: {given.out}, {numbers.show_whole(pages)} trang.")
        return 0
    period, as_at = printing.spans(request)
    span = f"số liệu từ {show_date(period.start)} đến {show_date(as_at)}"
    say(f"Đã in {form.title.lower()} {period.label} ({span}): {given.out}, {numbers.show_whole(pages)} trang.")
    return 0


def _backup(given: argparse.Namespace) -> int:
    from desktop_app.features.backups import service as backups

    office.founded()
    path = backups.carry(given.out) if given.out else backups.make()
    say(f"Đã sao lưu và kiểm chứng: {path} ({backups.in_words(backups.look(path).counts)}).")
    _say_lacking(backups.lost(path))
    return 0


def _restore(given: argparse.Namespace) -> int:
    from desktop_app.features.backups import service as backups

    preview = backups.look(given.file)
    say(f"Bản sao của {preview.office_name}; thay đổi cuối: {preview.last_change}.")
    if preview.warning:
        say(f"LƯU Ý: {preview.warning}.")
    say(f"Trong bản sao: {backups.in_words(preview.counts)}.")
    if not given.accept:
        _say_lacking(preview.lacking)
    if office.current() is not None:
        now = backups.counts_now()
        say(f"Hiện nay:      {backups.in_words(now)}.")
    if not given.accept:
        say("Chưa khôi phục. Thêm --accept để khôi phục; dữ liệu hiện nay sẽ được sao lưu trước.")
        return 0
    restored = backups.restore(given.file)
    say(f"Đã khôi phục. Từ nay là lần khởi tạo thứ {office.founded().epoch} của kho dữ liệu.")
    _say_lacking(restored.lacking)
    return 0


def _check(given: argparse.Namespace) -> int:
    from desktop_app.features.backups import service as backups

    office.founded()
    findings = backups.check(full=given.full)
    for found in findings:
        say(f"[{'tốt' if found.fine else 'LỖI'}] {found.what}" + ("" if found.fine else f" – {found.advice}"))
    return 0 if all(found.fine for found in findings) else 1


# What each command does, and whether it writes into the database.
COMMANDS: dict[str, tuple[handoff_commands.Writes, Callable[[argparse.Namespace], int]]] = {
    "demo": (True, _demo),
    "report": (False, _report),
    "backup": (False, _backup),
    "restore": (lambda given: bool(given.accept), _restore),
    "check": (False, _check),
    **handoff_commands.COMMANDS,
    **calendar_command.COMMANDS,
    **import_command.COMMANDS,
    **figures_command.COMMANDS,
}

LABELS = {
    "period": "Kỳ",
    "record": "Số hoặc mã",
    "letter": "Số hoặc mã",
    "week": "Tuần",
    "units": "Đơn vị",
    "of_unit": "Mã đơn vị",
    "as_at": "Ngày lấy số liệu",
    "number": "Số",
    "issued_on": "Ngày ban hành",
    "out": "Tệp",
    "fingerprint": "Dấu vân tay khóa",
}


def _label(name: str) -> str:
    if name in LABELS:
        return f"{LABELS[name]}: "
    found = next((e.columns[name] for e in catalogue.entities() if name in e.columns), None)
    return f"{found.label}: " if found else ""
