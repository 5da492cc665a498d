"""The faces, sizes and measures of official paper, and text measured and broken into lines with them."""

import os
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from unicodedata import is_normalized, normalize

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from desktop_app.rules.names import clean

# Page streams as plain bytes: a fifth smaller and a third faster than ReportLab's default ASCII85.
rl_config.useA85 = 0

# --- Nghị định 30/2020/NĐ-CP of 05/03/2020, Phụ lục I; read 22/11/2026, in force then. Lengths and sizes in points.
PAPER: tuple[float, float] = (210 * mm, 297 * mm)
TOP: float = 20 * mm  # margins: the least the decree allows, hence the widest text
BOTTOM: float = 20 * mm
LEFT: float = 30 * mm
RIGHT: float = 15 * mm
HEAD_LEFT_SHARE = 65 / 165  # of the text width: issuer and number; the country's name has the rest
PAGE_NUMBER_SIZE = 13
PAGE_NUMBER_BASELINE: float = 12 * mm  # below the paper's upper edge
COUNTRY_SIZE, MOTTO_SIZE = 13, 14
ISSUER_SIZE = 13
NUMBER_SIZE, DATE_SIZE, ABOUT_SIZE = 13, 13, 13
TITLE_SIZE = 14
BODY_SIZE = 14
BODY_INDENT: float = 10 * mm
BODY_GAP = 6  # between paragraphs
AUTHORITY_SIZE = 14
SIGNING_ROOM: float = 30 * mm  # from the authority's baseline to the name's
RECEIVERS_LABEL_SIZE, RECEIVERS_SIZE = 12, 11
RULE_WIDTH = 0.6
RULE_GAP: float = 1 * mm  # between the feet of the letters and a line under them
APPENDIX_RULE: float = 30 * mm  # the decree only says a line
RULE_SHARE = 0.4  # of the text above: the decree asks for a third to a half

# Not fixed by the decree.
TABLE_SIZE = 11
NOTE_SIZE = 11
GRID_WIDTH = 0.5

# --- Times New Roman and the faces that share its measures, in ems.
ASCENT, DESCENT = 0.891, 0.216
SINGLE = 1.15  # a single-spaced line
BODY_LEADING = BODY_SIZE * SINGLE * 1.15

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Office", "Office-Bold", "Office-Italic", "Office-BoldItalic"

WINDOWS_FONTS = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
BUNDLED_FONTS = Path(__file__).parents[2] / "assets" / "fonts"
_TIMES_FILES = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
_TINOS_FILES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=BODY_SIZE,
    leading=BODY_LEADING,
    alignment=TA_JUSTIFY,
    firstLineIndent=BODY_INDENT,
    spaceBefore=BODY_GAP,
    allowWidows=0,
    allowOrphans=0,
)
SECTION = ParagraphStyle("section", BODY, fontName=BOLD, alignment=TA_LEFT)
CLAUSE = ParagraphStyle("clause", BODY, fontName=BOLD)
POINT = ParagraphStyle("point", BODY)
GROUND = ParagraphStyle("ground", BODY, fontName=ITALIC)
UNDER_TITLE = ParagraphStyle(
    "under title", BODY, fontName=ITALIC, firstLineIndent=0, alignment=TA_CENTER, spaceBefore=0
)
NOTE = ParagraphStyle("note", BODY, fontName=ITALIC, fontSize=NOTE_SIZE, leading=NOTE_SIZE * SINGLE, firstLineIndent=0)


def _vietnamese_letters() -> str:
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    small = {normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones} - set("aeiouy") | {"đ"}
    return "".join(sorted(small | {letter.upper() for letter in small}))


VIETNAMESE_LETTERS = _vietnamese_letters()  # the 134 that ASCII has not
SIGNS = "₫–“”…≤≥‰²"  # what else the office's texts use

_registering = Lock()
_registered: list[str] = []


def register_fonts() -> str:
    """Make the four faces known to ReportLab as the family ``Office``, once; the name of the font that was found.

    Returns:
        ``Times New Roman`` when this computer has all four faces and they hold every Vietnamese letter, else ``Tinos``:
        the bundled font of the same widths, so lines and pages break alike.
    """
    with _registering:
        if not _registered:
            name, faces = find_faces(WINDOWS_FONTS)
            for face in faces:
                pdfmetrics.registerFont(face)
            pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
            _registered.append(name)
    return _registered[0]


def find_faces(folder: Path) -> tuple[str, list[TTFont]]:
    """The name and the four faces to print with: Times New Roman of ``folder`` if whole, else the bundled font."""
    if all((folder / file).is_file() for file in _TIMES_FILES):
        try:
            faces = _load(folder, _TIMES_FILES)
        except (TTFError, OSError, struct.error):
            faces = []
        if faces and not any(missing_letters(face) for face in faces):
            return "Times New Roman", faces
    return "Tinos", _load(BUNDLED_FONTS, _TINOS_FILES)


def missing_letters(face: TTFont) -> str:
    """The Vietnamese letters and signs that the font file has no drawing for; ReportLab would print boxes."""
    return "".join(letter for letter in VIETNAMESE_LETTERS + SIGNS if ord(letter) not in face.face.charToGlyph)


def _load(folder: Path, files: Sequence[str]) -> list[TTFont]:
    faces = []
    for name, file in zip((REGULAR, BOLD, ITALIC, BOLD_ITALIC), files, strict=True):
        face = TTFont(name, str(folder / file), asciiReadable=False)  # only the letters used are embedded
        # Font files disagree on these though their letters do not; one value keeps baselines where they are.
        face.face.ascent, face.face.descent = ASCENT * 1000, -DESCENT * 1000
        faces.append(face)
    return faces


def tidy(text: str) -> str:
    """``text`` as it may be printed: NFC, without control or invisible characters. Line breaks stay."""
    if text.isprintable() and is_normalized("NFC", text):
        return text
    return clean(text)


def escape(text: str) -> str:
    """Data made safe inside a ReportLab paragraph: there ``HĐND&UBND`` and ``<`` would be taken for mark-up.

    >>> escape("HĐND&UBND < 5")
    'HĐND&amp;UBND &lt; 5'
    """
    marked = tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return marked.replace("\n", "<br/>")


def measure(text: str, face: str, size: float) -> float:
    """Width of ``text`` in points."""
    return float(pdfmetrics.stringWidth(text, face, size))


def balanced(text: str, face: str, size: float, width: float) -> list[str]:
    """Tidy ``text`` in as few lines as fit ``width`` points, and those as even as they can be: for centred names.

    Non-breaking blanks keep their words, and the room for a pen, together.
    """
    breaker = LineBreaker(face, size)
    words = [word for word in text.replace("\n", " ").split(" ") if word]
    lines = breaker.fill(words, width)
    low, high = max((breaker.widths[word] for word in words), default=0.0), width
    while len(lines) > 1 and high - low > 1:
        middle = (low + high) / 2
        if len(breaker.fill(words, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return [" ".join(line) for line in breaker.fill(words, high)]


_JOINTS = "/-&_.,;@"


class _Widths(dict[str, float]):
    """Widths of words in points, remembered: administrative text repeats a few thousand words."""

    def __init__(self, width_of: Callable[[str, float], float], size: float) -> None:
        super().__init__()
        self._width_of, self._size = width_of, size

    def __missing__(self, word: str) -> float:
        width = self[word] = self._width_of(word, self._size)
        return width


class LineBreaker:
    """Breaks text into lines at blanks; a word is cut only when it is wider than the line."""

    def __init__(self, face: str, size: float) -> None:
        self.widths = _Widths(pdfmetrics.getFont(face).stringWidth, size)
        self.blank = self.widths[" "]

    def __call__(self, text: str, width: float) -> list[list[str]]:
        """The lines of ``text``, each a list of words, none wider than ``width`` points; no line for no words."""
        if "\n" in text:
            return [line for part in text.split("\n") for line in self(part, width)]
        return self.fill(text.split(), width)

    def fill(self, words: list[str], width: float) -> list[list[str]]:
        """``words`` in lines none wider than ``width`` points."""
        widths, blank = self.widths, self.blank
        lines: list[list[str]] = []
        start, x = 0, 0.0
        limit = width + 0.001
        for place, word in enumerate(words):
            x += widths[word]
            if x > limit:
                if place > start:
                    lines.append(words[start:place])
                    start, x = place, widths[word]
                if x > limit:
                    pieces = self._cut(word, width)
                    lines.extend([piece] for piece in pieces[:-1])
                    words, x = [*words[:place], pieces[-1], *words[place + 1 :]], widths[pieces[-1]]
            x += blank
        if words:
            lines.append(words[start:])
        return lines

    def line_width(self, words: list[str]) -> float:
        """Width of a line in points."""
        widths = self.widths
        return sum([widths[word] for word in words]) + self.blank * (len(words) - 1)

    def _cut(self, word: str, width: float) -> list[str]:
        """Pieces of a word too wide for its line: after a hyphen, slash or the like if there is one, else anywhere."""
        widths, pieces = self.widths, []
        begin = joint = 0
        x = 0.0
        for place, letter in enumerate(word):
            x += widths[letter]
            if x > width and place > begin:
                end = joint if joint > begin else place
                pieces.append(word[begin:end])
                begin = joint = end
                x = sum(widths[rest] for rest in word[begin : place + 1])
            if letter in _JOINTS:
                joint = place + 1
        return [*pieces, word[begin:]]
