"""Speed of sheets and packages beside openpyxl writing the same visible cells with the same features, in turn.

python -m tests.bench.bench_package [--rows N] [--columns N] [--rounds N] [--memory]

Goals (PERFORMANCE.md): X1 write_book at least 5 times as fast; a package, sealed and read back, at most 1.5 times as
long; X2 at most 10 MB added at 100,000 rows.
"""

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from db.words import Timeliness
from desktop_app import files
from desktop_app.excel import fitting, looks, package
from desktop_app.excel.sheets import Book, Sheet, SheetColumn, write_book
from desktop_app.records.kinds import Choice, Day, Kind, LongText, Text, Whole

TEXT = """
ủy ban nhân dân phường quận thành phố phòng tài nguyên môi trường giải phóng mặt bằng tham mưu rà soát tổng hợp báo cáo
kết quả thực hiện nhiệm vụ đôn đốc kiểm tra xử lý vi phạm trật tự xây dựng đô thị cải cách hành chính chủ trì phối hợp
các đơn vị liên quan khẩn trương hoàn thiện hồ sơ trình lãnh đạo xem xét quyết định trước ngày theo quy định hiện hành
"""
WORDS = TEXT.split()
UNITS = [f"Phòng {name}" for name in ("Nội vụ", "Tư pháp", "Kinh tế", "Y tế", "Quản lý đô thị", "Tài chính - Kế hoạch")]
STATES = [word.label for word in Timeliness]
# label, kind, width, what is in it
COLUMNS: list[tuple[str, Kind, float, str]] = [
    ("STT", Whole(), 6, "number"),
    ("Mã nhiệm vụ", Text(), 14, "code"),
    ("Ngày ban hành", Day(), 12, "day"),
    ("Nội dung nhiệm vụ", LongText(), 60, "long"),
    ("Đơn vị chủ trì", Text(), 26, "unit"),
    ("Đơn vị phối hợp", Text(), 26, "units"),
    ("Lãnh đạo chỉ đạo", Text(), 20, "name"),
    ("Người xử lý", Text(), 20, "name"),
    ("Ngày giao", Day(), 12, "day"),
    ("Thời hạn", Day(), 12, "day"),
    ("Ngày hoàn thành", Day(), 12, "day"),
    ("Tình trạng", Choice(Timeliness.choices()), 20, "state"),
    ("Mức độ", Whole(), 8, "number"),
    ("Lĩnh vực", Text(), 22, "unit"),
    ("Tỷ lệ (%)", Whole(), 8, "number"),
    ("Kết quả thực hiện", LongText(), 40, "long"),
    ("Sản phẩm", Text(), 16, "code"),
    ("Số lần đôn đốc", Whole(), 8, "number"),
    ("Nguyên nhân chậm", Text(), 26, "unit"),
    ("Ghi chú", Text(), 20, "name"),
]
TITLE = ("DANH MỤC NHIỆM VỤ ĐƯỢC GIAO", "Số liệu tính đến hết ngày 14/12/2022")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=2006)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", action="store_true", help="also the memory that 100,000 rows add (X2; Linux)")
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak is not None:
        print(added_memory(options.peak, options.columns))
        return
    rows = make_rows(options.rows, options.columns)
    columns = make_columns(options.columns)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.xlsx"
        contestants: dict[str, Callable[[], object]] = {
            "openpyxl": lambda: by_openpyxl(out, columns, rows),
            "write_book": lambda: write_book(out, [Sheet("Nhiệm vụ", TITLE, columns, rows)]),
            "package": lambda: send(out, columns, rows),
        }
        times = in_turn(contestants, options.rounds)
    print(f"{options.rows:,} rows x {options.columns} columns, {options.rounds} rounds in turn, medians")
    for name, (wall, cpu) in times.items():
        print(f"  {name:<11} {wall:7.3f} s wall, {cpu:7.3f} s cpu")
    for clock, sort in enumerate(("wall", "cpu")):
        base, book, sealed = (times[name][clock] for name in contestants)
        print(f"{sort:>5}: write_book {base / book:5.2f} times as fast as openpyxl (X1: at least 5)")
        print(f"{sort:>5}: package {sealed / base:5.2f} times as long as openpyxl (at most 1.5)")
    if options.memory:
        command = [sys.executable, "-m", "tests.bench.bench_package", "--columns", str(options.columns), "--peak"]
        small, large = (float(subprocess.check_output([*command, str(n)], text=True)) for n in (100, 100_000))
        print(f"X2 memory added by 100,000 rows <= 10 MB: {large - small:.1f} MB")


def in_turn(contestants: dict[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """The median wall and processor seconds of each, run A B C A B C … after one round that does not count."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, run in contestants.items():
            wall, cpu = time.perf_counter(), time.process_time()
            run()
            if turn:
                taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: (statistics.median(wall for wall, _ in values), statistics.median(cpu for _, cpu in values))
        for name, values in taken.items()
    }


def make_columns(count: int) -> list[SheetColumn]:
    """The first ``count`` columns."""
    return [SheetColumn(f"c{n}", label, kind, width) for n, (label, kind, width, _) in enumerate(COLUMNS[:count])]


def make_rows(count: int, columns: int) -> list[list[Any]]:
    """The same rows on every run; texts of about 200 letters, every tenth cell empty."""
    rng = random.Random(2022)
    sorts = [sort for *_, sort in COLUMNS[:columns]]
    return [[_value(sort, rng, n) for sort in sorts] for n in range(1, count + 1)]


def _value(sort: str, rng: random.Random, number: int) -> Any:
    if sort not in {"number", "long"} and rng.random() < 0.1:
        return None
    return {
        "number": lambda: rng.randrange(5000),
        "code": lambda: f"{number:04}/BC-UBND",
        "day": lambda: date(2022, 1, 1) + timedelta(rng.randrange(365)),
        "long": lambda: f"{' '.join(rng.choices(WORDS, k=rng.randrange(15, 75))).capitalize()} số {number}",
        "unit": lambda: rng.choice(UNITS),
        "units": lambda: "; ".join(rng.sample(UNITS, rng.randrange(1, 3))),
        "name": lambda: f"Nguyễn {rng.choice(WORDS).capitalize()} {rng.choice(WORDS).capitalize()}",
        "state": lambda: rng.choice(STATES),
    }[sort]()


def by_openpyxl(path: Path, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Any]]) -> None:
    """The same workbook as ``write_book`` makes, its rows written by openpyxl; flushed to the disk as well."""
    sheet = Sheet("Nhiệm vụ", TITLE, columns, rows)
    book = Book()
    book.add(sheet)
    worksheet = book.workbook[sheet.name]
    top = sheet.heading_row
    worksheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{top + len(rows)}"
    worksheet.print_area = worksheet.auto_filter.ref
    styles = _styles(worksheet, columns)
    rooms = [fitting.room(column.width) for column in columns]
    for number, row in enumerate(rows, top + 1):
        highest = 1
        for place, (value, style, room) in enumerate(zip(row, styles, rooms, strict=True), 1):
            cell = worksheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell._style = style[0] if value[0].isalpha() else style[1]
                highest = max(highest, fitting.lines(value, room))
            else:
                cell._style = style[2] if isinstance(value, date) else style[3] if value is not None else style[0]
        worksheet.row_dimensions[number].height = fitting.height(highest)
    with files.replacing(path) as draft:
        book.workbook.save(draft)
        files.flush(draft)


def _styles(worksheet: Any, columns: Sequence[SheetColumn]) -> list[list[Any]]:
    maker = looks.Looks(worksheet.parent)
    found = []
    for column in columns:
        look = maker.column("A", column.width, column.kind.align, True, True, "text")
        cells = []
        for number in (look.text, look.quoted, look.day, look.whole):
            cell = Cell(worksheet, row=1, column=1)
            cell._style = worksheet.parent._cell_styles[number]
            cells.append(cell._style)
        found.append(cells)
    return found


def send(path: Path, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Any]]) -> None:
    """A sealed package of the same rows; names of units and states are not what is stored, as in the real one."""
    names = [column.name for column in columns]
    apart = {c.name for c, (*_, sort) in zip(columns, COLUMNS, strict=False) if sort in {"unit", "state", "name"}}
    records = [
        package.PackageRow(
            "Nhiệm vụ",
            f"{number:032x}",
            (1, 1, 1),
            (1, 1, 1),
            {name: "0" * 32 if name in apart else value for name, value in zip(names, row, strict=True)},
        )
        for number, row in enumerate(rows)
    ]
    sheet = package.PackageSheet("task", Sheet("Nhiệm vụ", TITLE, columns, rows), records)
    package.write(path, MANIFEST, [], [sheet], KEY)


def added_memory(count: int, columns: int) -> float:
    """Peak memory in MB of a process that wrote ``count`` rows made one at a time."""
    stock = make_rows(1000, columns)
    rows = (stock[n % 1000] for n in range(count))
    with tempfile.TemporaryDirectory() as folder:
        write_book(Path(folder) / "out.xlsx", [Sheet("Nhiệm vụ", TITLE, make_columns(columns), rows)])
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's memory before exec
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


KEY = package.new_key()
MANIFEST = package.Manifest(
    package_uid="0" * 32,
    kind="report",
    from_uid="1" * 32,
    from_name="Ủy ban nhân dân phường",
    from_code="P01",
    to_code="TP",
    to_name="Ủy ban nhân dân Thành phố",
    running_number=1,
    made_at=datetime(2022, 12, 15, tzinfo=UTC),
    program="0",
)

if __name__ == "__main__":
    main()
