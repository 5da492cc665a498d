"""Text written straight into a page's stream, through a cache of encoded words: what makes long tables fast."""

from weakref import WeakKeyDictionary

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop_app.pdf.type import LineBreaker

_inks: WeakKeyDictionary[Canvas, "Ink"] = WeakKeyDictionary()


class Ink:
    """What one PDF in the making has been taught so far: its faces at their sizes, and its forms."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._faces: dict[tuple[str, float], Face] = {}
        self._forms = 0

    @classmethod
    def of(cls, canvas: Canvas) -> "Ink":
        """The ink that belongs to ``canvas``."""
        ink = _inks.get(canvas)
        if ink is None:
            ink = _inks[canvas] = cls(canvas)
        return ink

    def face(self, name: str, size: float) -> "Face":
        """The face ``name`` at ``size`` points."""
        key = name, size
        if key not in self._faces:
            self._faces[key] = Face(self._canvas, name, size)
        return self._faces[key]

    def form_name(self) -> str:
        """A name no other form of this PDF has."""
        self._forms += 1
        return f"office{self._forms}"


class _Codes(dict[str, str]):
    """Words as they stand between the brackets of a PDF string; ReportLab goes on choosing each letter's code.

    A letter beyond the 255 codes of a face's first subset takes its own font switch along, and switches back.
    """

    def __init__(self, canvas: Canvas, name: str, size: float) -> None:
        super().__init__()
        # `_doc` is how ReportLab itself keeps letters of one PDF apart from those of another.
        self._document, self._font, self._size = canvas._doc, pdfmetrics.getFont(name), size
        self._font.splitString(" ", self._document)  # a blank is code 32 of every subset
        self.font_switch = self._switch(0)

    def _switch(self, subset: int) -> str:
        return f"{self._font.getSubsetInternalName(subset, self._document)} {self._size:g} Tf"

    def __missing__(self, word: str) -> str:
        parts = []
        for subset, codes in self._font.splitString(word, self._document):
            escaped = escapePDF(codes.decode("latin-1"))
            parts.append(escaped if subset == 0 else f")Tj {self._switch(subset)}({escaped})Tj {self.font_switch}(")
        code = self[word] = "".join(parts)
        return code


class Face:
    """One face at one size in one PDF: breaks text into lines and encodes them."""

    def __init__(self, canvas: Canvas, name: str, size: float) -> None:
        self.breaker = LineBreaker(name, size)
        self._codes = _Codes(canvas, name, size)
        self.switch = self._codes.font_switch  # the operator that selects this face and size

    def lines(self, text: str, width: float, align: str) -> list[str]:
        """Operators that print ``text`` in lines of at most ``width`` points, one string a line.

        Each string moves down one line and prints there, so it may be left out or follow a page break. Before the first
        one the text matrix must stand on the left edge, one line above.
        """
        broken = self.breaker(text, width)
        code = self._codes.__getitem__
        if align == "left":
            return [f"({' '.join(map(code, words))})'" for words in broken]
        share = 0.5 if align == "center" else 1
        operators = []
        for words in broken:
            shift = (width - self.breaker.line_width(words)) * share
            operators.append(f"{shift:.2f} 0 Td({' '.join(map(code, words))})' {-shift:.2f} 0 Td")
        return operators
