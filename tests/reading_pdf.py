"""Reads text, faces, sizes, places and ruled lines back out of a PDF, by pdfium and not by what wrote it."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """Letters of one face and size on one baseline; lengths in mm, ``baseline`` from the paper's upper edge."""

    text: str
    left: float
    right: float
    baseline: float
    face: str
    size: float
    page: int

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Rule:
    """A straight ruled line; lengths in mm, ``top`` from the paper's upper edge, ``thickness`` in points."""

    left: float
    right: float
    top: float
    bottom: float
    thickness: float

    @property
    def length(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def page_sizes(path: Path) -> list[tuple[int, int]]:
    """Width and height of each page in whole mm."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in pdf]


def text_of(path: Path) -> str:
    """All text as a person would copy it."""
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def squashed(text: str) -> str:
    """Text without blanks, and without hyphens, since readers drop those at the end of a line."""
    return "".join(text.split()).replace("\ufffe", "").replace("-", "")


def read_lines(path: Path) -> list[Line]:
    """Every line of every page, in the order they were printed."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [line for number, page in enumerate(pdf) for line in _lines_of(page, number)]


def _lines_of(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    run: list[tuple[str, float, float, float, str, float]] = []
    for letter in _letters_of(page):
        gap = 10 if run and run[-1][0] == " " else 1.5  # blanks are stretched in justified text
        if run and (letter[3:] != run[-1][3:] or not -3 < letter[1] - run[-1][2] < gap):
            yield from _line(run, number)
            run = []
        run.append(letter)
    yield from _line(run, number)


def _line(run: list[tuple[str, float, float, float, str, float]], number: int) -> Iterator[Line]:
    while run and run[-1][0] == " ":
        run = run[:-1]
    while run and run[0][0] == " ":
        run = run[1:]
    if run:
        text = "".join(letter[0] for letter in run)
        _, _, _, baseline, face, size = run[0]
        yield Line(text, run[0][1] / MM, run[-1][2] / MM, baseline / MM, face, size, number)


def _letters_of(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float, str, float]]:
    """Each letter with left, right, baseline (points), face and size; not the blanks that pdfium puts in by itself."""
    text = page.get_textpage()
    height = page.get_height()
    for place in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, place):
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, place, box)
        name = ctypes.create_string_buffer(100)
        pdfium.FPDFText_GetFontInfo(text, place, name, 100, ctypes.c_int())
        code = pdfium.FPDFText_GetUnicode(text, place)
        letter = "-" if code in (2, 0xFFFE) else chr(code)
        face = name.value.decode().partition("+")[2] or name.value.decode()
        size = round(pdfium.FPDFText_GetFontSize(text, place), 2)
        yield letter, x.value, box.right, round(height - y.value, 2), face, size


def read_rules(path: Path, page_number: int = 0) -> list[Rule]:
    """Straight lines drawn on a page, its forms (repeated headings) not included."""
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[page_number]
        height = page.get_height()
        return [
            rule
            for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
            for rule in _rules_of(drawn, height)
        ]


def _rules_of(drawn: pypdfium2.PdfObject, height: float) -> Iterator[Rule]:
    thickness = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(drawn.raw, thickness)
    matrix = drawn.get_matrix()
    start = (0.0, 0.0)
    for place in range(pdfium.FPDFPath_CountSegments(drawn.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn.raw, place)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        end = matrix.on_point(x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            xs, ys = sorted((start[0] / MM, end[0] / MM)), sorted(((height - start[1]) / MM, (height - end[1]) / MM))
            yield Rule(xs[0], xs[1], ys[0], ys[1], round(thickness.value, 2))
        start = end
