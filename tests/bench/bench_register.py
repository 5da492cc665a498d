"""How fast a register becomes a PDF, each way in turn with ours in one run: `python -m tests.bench.bench_register`.

Yardsticks: a ReportLab canvas driven by hand with every trick our table uses (the floor of the library), and one
LongTable of Paragraphs with the library's defaults (what most programs write). Times are processor seconds, medians of
the rounds; only the ratios mean anything on a shared machine. `--rounds N` (5), `--quick` leaves out the 50,000 rows.
"""

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from html import escape as html_escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportlab import rl_config
from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, Paragraph, TableStyle

from desktop_app.pdf import type as faces
from desktop_app.pdf.frame import Letterhead, Paper, build
from desktop_app.pdf.tables import TableColumn, register_table

ROOT = Path(__file__).parents[2]

HEAD = (
    ("STT", 10),
    ("Số thông báo", 24),
    ("Nội dung nhiệm vụ", 86),
    ("Đơn vị chủ trì", 32),
    ("Đơn vị phối hợp", 32),
    ("Hạn xử lý", 20),
    ("Ngày hoàn thành", 20),
    ("Trạng thái", 18),
    ("Ghi chú", 10),
)
WIDTHS = [width * mm for _, width in HEAD]
SIZE, LEAD, PAD = 10, 11.5, 3
PAGE = (297 * mm, 210 * mm)
LEFT, TOP, BOTTOM = 30 * mm, 20 * mm, 20 * mm
TITLE, YEAR = "SỔ THEO DÕI NHIỆM VỤ", "Năm 2022"

VERBS = [
    "tham mưu",
    "rà soát",
    "tổng hợp, báo cáo",
    "đôn đốc, kiểm tra",
    "chủ trì, phối hợp thực hiện",
    "đề xuất phương án",
]
THINGS = [
    "công tác giải phóng mặt bằng",
    "kế hoạch phát triển kinh tế - xã hội",
    "hồ sơ cấp giấy chứng nhận quyền sử dụng đất",
    "trật tự xây dựng đô thị",
    "vệ sinh môi trường",
    "dự toán thu, chi ngân sách",
    "cải cách hành chính",
    "an sinh xã hội",
    "giáo dục và đào tạo",
    "phòng cháy, chữa cháy",
    "vệ sinh an toàn thực phẩm",
    "quy chế làm việc",
    "công vụ tại 27 đơn vị",
    "tiếp công dân, giải quyết đơn thư khiếu nại, tố cáo",
    "thực hiện Quyết định số 202/QĐ-UBND",
]
PLACES = [
    "Thượng Cát",
    "Liên Mạc",
    "Thụy Phương",
    "Cổ Nhuế 1",
    "Xuân Đỉnh",
    "Đông Ngạc",
    "Đức Thắng",
    "Tây Tựu",
    "Phú Diễn",
    "Phúc Diễn",
]
UNITS = [f"UBND phường {place}" for place in PLACES] + [
    "Văn phòng HĐND&UBND",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Quản lý đô thị",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Giáo dục và Đào tạo",
]
STATES = ("Đang thực hiện", "Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Quá hạn")


LETTER = """
import sys
from pathlib import Path
from desktop_app.pdf.frame import Letterhead, Paper, Signature, build, closing, para
TEXT = "Qua theo dõi, tổng hợp, Ủy ban nhân dân phường nhận thấy một số nhiệm vụ được giao tại các thông báo kết " \\
    "luận còn chậm so với thời hạn; đề nghị làm rõ lý do chậm muộn, khẩn trương hoàn thành và báo cáo kết quả."
def letter(path):
    office = Letterhead((), ("ỦY BAN NHÂN DÂN", "PHƯỜNG LONG BIÊN"), "Long Biên")
    body = [para(TEXT), para(TEXT), para(TEXT), closing("Trân trọng")]
    build(path, Paper(office, "", "UBND-VP", "đôn đốc thực hiện các nhiệm vụ quá hạn", body, kind="letter",
                      addressees=("Phòng Văn hóa - Xã hội", "Công an phường"), receivers=("Lưu: VT, VP",),
                      signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn An")))
if __name__ == "__main__":
    letter(Path(sys.argv[1]))
"""


def tasks(count: int) -> list[list[str]]:
    """Rows of a register; the texts have a median of some 200 letters. The same on every run."""
    chance = random.Random(2022)
    rows = []
    for number in range(1, count + 1):
        parts = [
            f"{chance.choice(VERBS)} {chance.choice(THINGS)} trên địa bàn phường {chance.choice(PLACES)}"
            for _ in range(chance.choice((1, 2, 2, 3, 3, 4, 5)))
        ]
        text = (
            f"{'; '.join(parts)}; báo cáo Ủy ban nhân dân trước ngày {chance.randint(1, 28):02d}/12/2022".capitalize()
        )
        days = [f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/2022" for _ in range(2)]
        units = chance.sample(UNITS, 2)
        rows.append([str(number), f"{number % 120 + 1}/TB-UBND", text, *units, *days, chance.choice(STATES), ""])
    return rows


def ours(path: Path, rows: list[list[str]]) -> None:
    """The product: an official register in the frame of the decree."""
    table = register_table([TableColumn(*column) for column in HEAD], rows, size=SIZE, numbering_row=False)
    office = Letterhead(("UBND THÀNH PHỐ HÀ NỘI",), ("ỦY BAN NHÂN DÂN", "QUẬN BẮC TỪ LIÊM"), "Bắc Từ Liêm")
    build(path, Paper(office, TITLE, "", YEAR, [table], landscape=True))


class Hand:
    """A canvas driven by hand: words measured and encoded once, one path and one text a page, heading as a form."""

    def __init__(self, path: Path) -> None:
        self.canvas = Canvas(str(path), pagesize=PAGE, invariant=1, pageCompression=1)
        self.widths: dict[str, float] = {}
        self.known: dict[tuple[str, float], list[str]] = {}
        self.codes: dict[str, str] = {}
        self.font: Any = pdfmetrics.getFont(faces.REGULAR)
        self.blank = self.font.stringWidth(" ", SIZE)
        self.edges = [LEFT + sum(WIDTHS[:place]) for place in range(len(WIDTHS) + 1)]
        self.page = 0

    def code(self, word: str) -> str:
        code = self.codes.get(word)
        if code is None:
            parts = self.font.splitString(word, self.canvas._doc)
            assert all(subset == 0 for subset, _ in parts)
            code = self.codes[word] = "".join(escapePDF(part.decode("latin-1")) for _, part in parts)
        return code

    def lines(self, text: str, width: float) -> list[str]:
        out: list[str] = []
        widths, start, x = self.widths, 0, 0.0
        words = text.split()
        for place, word in enumerate(words):
            try:
                wide = widths[word]
            except KeyError:
                wide = widths[word] = self.font.stringWidth(word, SIZE)
            if x + wide > width and place > start:
                out.append("(" + " ".join(map(self.code, words[start:place])) + ")'")
                start, x = place, 0.0
            x += wide + self.blank
        if words:
            out.append("(" + " ".join(map(self.code, words[start:])) + ")'")
        return out

    def cell(self, text: str, width: float) -> list[str]:
        if len(text) >= 60:
            return self.lines(text, width)
        lines = self.known.get((text, width))
        if lines is None:
            lines = self.known[text, width] = self.lines(text, width)
        return lines

    def heading(self) -> float:
        height = 2 * LEAD + 2 * PAD
        if not self.canvas.hasForm("heading"):
            self.canvas.beginForm("heading", 0, 0, *PAGE)
            self.canvas.setLineWidth(0.5)
            self.canvas.setFont(faces.BOLD, SIZE)
            for (label, _), left, right in zip(HEAD, self.edges, self.edges[1:], strict=False):
                self.canvas.rect(left, PAGE[1] - TOP - height, right - left, height)
                self.canvas.drawCentredString((left + right) / 2, PAGE[1] - TOP - PAD - 12, label)
            self.canvas.endForm()
        self.canvas.doForm("heading")
        return height

    def new_page(self) -> float:
        self.page += 1
        self.canvas.setFont(faces.REGULAR, 13)
        self.canvas.drawCentredString(PAGE[0] / 2, PAGE[1] - 12 * mm, str(self.page))
        self.rules, self.first = ["0.5 w"], PAGE[1] - TOP - self.heading()
        self.texts: list[str] = []
        self.rule(self.first)
        return float(self.first)

    def rule(self, y: float) -> None:
        self.rules.append(f"{LEFT:.2f} {y:.2f} m {self.edges[-1]:.2f} {y:.2f} l")

    def end_page(self, y: float) -> None:
        self.rules += [f"{x:.2f} {self.first:.2f} m {x:.2f} {y:.2f} l" for x in self.edges]
        name = self.font.getSubsetInternalName(0, self.canvas._doc)
        self.canvas._code.append("\n".join([*self.rules, "S BT", f"{name} {SIZE} Tf {LEAD} TL", *self.texts, "ET"]))
        self.canvas.showPage()

    def print_rows(self, rows: list[list[str]]) -> None:
        y = self.new_page()
        lefts = [f"{edge + PAD:.2f}" for edge in self.edges]
        inner = [width - 2 * PAD for width in WIDTHS]
        for row in rows:
            cells = [self.cell(text, width) for text, width in zip(row, inner, strict=True)]
            height = max(map(len, cells)) * LEAD + 2 * PAD
            if y - height < BOTTOM:
                self.end_page(y)
                y = self.new_page()
            base = f"{y - PAD + 2.5:.2f}"
            for x, lines in zip(lefts, cells, strict=False):
                if lines:
                    self.texts.append(f"1 0 0 1 {x} {base} Tm")
                    self.texts += lines
            y -= height
            self.rule(y)
        self.end_page(y)
        self.canvas.save()


def by_hand(path: Path, rows: list[list[str]]) -> None:
    """The floor of the library."""
    Hand(path).print_rows(rows)


def long_table(path: Path, rows: list[list[str]]) -> None:
    """What most programs write: a Paragraph for every cell, every setting as it comes."""
    cell = ParagraphStyle("cell", fontName="Plain", fontSize=SIZE, leading=LEAD)
    head = ParagraphStyle("head", cell, fontName="PlainBold", alignment=1)
    data = [[Paragraph(label, head) for label, _ in HEAD]]
    data += [[Paragraph(html_escape(text), cell) for text in row] for row in rows]
    style = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
            ("TOPPADDING", (0, 0), (-1, -1), PAD),
            ("BOTTOMPADDING", (0, 0), (-1, -1), PAD),
        ]
    )

    def page_number(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Plain", 13)
        canvas.drawCentredString(PAGE[0] / 2, PAGE[1] - 12 * mm, str(document.page))

    rl_config.useA85 = 1
    try:
        document = BaseDocTemplate(str(path), pagesize=PAGE, invariant=1)
        text = Frame(LEFT, BOTTOM, sum(WIDTHS), PAGE[1] - TOP - BOTTOM, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("page", [text], page_number))
        document.build([LongTable(data, colWidths=WIDTHS, repeatRows=1, style=style)])
    finally:
        rl_config.useA85 = 0


def cpu(job: Callable[[], object]) -> float:
    """Processor seconds of one job."""
    gc.collect()
    begin = time.process_time()
    job()
    return time.process_time() - begin


def wall_of_process(*arguments: str) -> float:
    """Seconds of a whole Python process; compiled files are kept, as an installed program has them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT, env=environment)
    return time.perf_counter() - begin


def in_turn(rounds: int, jobs: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """Each job once a round, A B C A B C …; the medians."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for round_number in range(rounds):
        for name, job in jobs.items():
            print(f"round {round_number + 1} of {rounds}: {name}", file=sys.stderr)
            times[name].append(job())
    return {name: statistics.median(values) for name, values in times.items()}


def show(label: str, value: str, goal: str = "") -> None:
    print(f"{label:<66}{value:>12}  {goal}")


def registers(folder: Path, rounds: int) -> None:
    rows = tasks(2006)
    ways = {"ours": ours, "by hand": by_hand, "LongTable": long_table}
    files = {name: folder / f"{name}.pdf" for name in ways}
    for name in ("ours", "by hand"):
        ways[name](files[name], rows[:200])
    jobs = {name: partial(cpu, partial(way, files[name], rows)) for name, way in ways.items()}
    middle = in_turn(rounds, jobs)
    for name in ways:
        show(f"2,006 rows, {name}", f"{middle[name]:.3f} s", f"{files[name].stat().st_size / 1000:.0f} kB")
    show(
        "P1  ours / canvas by hand with the same tricks", f"{middle['ours'] / middle['by hand']:.2f}x", "goal <= 1.15x"
    )
    show("P2  LongTable of Paragraphs / ours", f"{middle['LongTable'] / middle['ours']:.1f}x", "goal >= 10x")
    size = files["ours"].stat().st_size / files["LongTable"].stat().st_size
    show("P5  size: ours / LongTable", f"{size:.2f}x", "goal <= 0.8x")


def growth(folder: Path, rounds: int, counts: list[int]) -> None:
    jobs = {str(count): partial(cpu, partial(ours, folder / "growth.pdf", tasks(count))) for count in [2006, *counts]}
    middle = in_turn(rounds, jobs)
    for count in counts:
        each = middle[str(count)] / count
        ratio = each / (middle["2006"] / 2006)
        show(f"P4  a row of {count:,} / a row of 2,006 ({each * 1e6:.0f} us)", f"{ratio:.2f}x", "goal <= 1.15x")


def letters(folder: Path, rounds: int) -> None:
    path = folder / "letter.pdf"
    program: dict[str, Any] = {}
    exec(LETTER, program)
    letter = program["letter"]
    letter(path)
    warm = statistics.median(cpu(lambda: letter(path)) for _ in range(5 * rounds))
    show("F3  a letter in the running program", f"{warm * 1000:.1f} ms", "goal <= 25 ms")
    jobs = {
        "cold letter": lambda: wall_of_process("-c", LETTER, str(path)),
        "import reportlab.platypus": lambda: wall_of_process("-c", "import reportlab.platypus"),
    }
    middle = in_turn(3 * rounds, jobs)
    ratio = middle["cold letter"] / middle["import reportlab.platypus"]
    show(
        f"F1  a letter in a cold process / import platypus ({middle['cold letter'] * 1000:.0f} ms)",
        f"{ratio:.2f}x",
        "goal <= 1.5x",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="no 50,000 rows")
    chosen = parser.parse_args()
    show("font", faces.register_fonts())
    pdfmetrics.registerFont(TTFont("Plain", str(faces.BUNDLED_FONTS / "Tinos-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("PlainBold", str(faces.BUNDLED_FONTS / "Tinos-Bold.ttf")))
    with TemporaryDirectory() as name:
        folder = Path(name)
        registers(folder, chosen.rounds)
        growth(folder, max(2, chosen.rounds // 2), [25_000] if chosen.quick else [25_000, 50_000])
        letters(folder, chosen.rounds)


if __name__ == "__main__":
    main()
