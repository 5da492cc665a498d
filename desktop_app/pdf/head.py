"""What stands over the text: the office's letterhead, the title, the addressees, the head of an appendix."""

from collections.abc import Sequence

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from desktop_app.pdf.type import (
    ABOUT_SIZE,
    ASCENT,
    BODY,
    BODY_GAP,
    BODY_INDENT,
    BODY_SIZE,
    BOLD,
    COUNTRY_SIZE,
    DATE_SIZE,
    DESCENT,
    HEAD_LEFT_SHARE,
    ISSUER_SIZE,
    ITALIC,
    MOTTO_SIZE,
    NUMBER_SIZE,
    REGULAR,
    RULE_GAP,
    RULE_SHARE,
    RULE_WIDTH,
    SINGLE,
    balanced,
    escape,
    measure,
    tidy,
)

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESS = "Kính gửi:"

_HEAD_GAP = 8  # points between the rules of the letterhead and the line of number and date
_TITLE_SHARE = 0.85  # of the text width, so that a long title does not run from edge to edge

Line = tuple[str, str, float]  # text, face, size in points


def addressees(names: Sequence[str], width: float) -> list[Flowable]:
    """Box 9a: one addressee beside ``Kính gửi:``; several below it, dashes under the colon, ``;`` and a last ``.``.

    Args:
        names: without punctuation at the end.
        width: of the text, in points.
    """
    names = [tidy(name).rstrip(" .;") for name in names if name.strip()]
    if not names:
        return []
    label, blank = measure(ADDRESS, REGULAR, BODY_SIZE), measure(" ", REGULAR, BODY_SIZE)
    several = len(names) > 1
    hang = measure("- ", REGULAR, BODY_SIZE) if several else label + blank
    texts = [f"- {name};" for name in names[:-1]] + [f"- {names[-1]}." if several else f"{ADDRESS} {names[0]}"]
    colon = label - measure(":", REGULAR, BODY_SIZE) if several else 0.0
    widest = max(measure(text, REGULAR, BODY_SIZE) for text in texts)
    left = max((width - colon - widest) / 2, BODY_INDENT)
    heads = [Paragraph(ADDRESS, _address_style(left, 0.0, 12))] if several else []
    style = _address_style(left + colon, hang, BODY_GAP / 2 if several else 12)
    story = [*heads, *(Paragraph(escape(text), style) for text in texts)]
    story[-1].spaceAfter = 12
    return story


def centred(texts: Sequence[Line], width: float, space_before: float = 0, rule: float | None = None) -> list[Flowable]:
    """Box 5a and the head of an appendix: texts in even lines, and a short rule under them.

    Args:
        texts: tidy; those that are empty are left out.
        width: of the text, in points.
        space_before: points above.
        rule: its length in points; by default two fifths of the last text.
    """
    broken = [[(line, *text[1:]) for line in balanced(*text, width * _TITLE_SHARE)] for text in texts]
    broken = [lines for lines in broken if lines]
    if not broken:
        return []
    rule = RULE_SHARE * _widest(broken[-1]) if rule is None else rule
    return [Centred([line for lines in broken for line in lines], rule, space_before)]


def _address_style(left: float, hang: float, before: float) -> ParagraphStyle:
    return ParagraphStyle(
        "address",
        BODY,
        alignment=TA_LEFT,
        leftIndent=left + hang,
        firstLineIndent=-hang,
        spaceBefore=before,
        spaceAfter=0,
    )


class Letterhead(Flowable):
    """Boxes 1 to 5b of the decree's diagram: country and motto, issuer, number, place and date, matter of a letter."""

    def __init__(
        self, superior: Sequence[str], issuer: Sequence[str], number_line: str, date_line: str, about: str = ""
    ) -> None:
        super().__init__()
        self._superior, self._issuer = superior, issuer
        self._number_line, self._date_line, self._about = number_line, date_line, about

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        left = width * HEAD_LEFT_SHARE
        self._left = _Stack(left / 2)
        self._left.add([(text, REGULAR, ISSUER_SIZE) for text in _even(self._superior, REGULAR, left)])
        names = [(text, BOLD, ISSUER_SIZE) for text in _even(self._issuer, BOLD, left)]
        self._left.add(names)
        self._left.rule(RULE_SHARE * _widest(names))
        self._right = _Stack((left + width) / 2)
        self._right.add([(COUNTRY, BOLD, COUNTRY_SIZE), (MOTTO, BOLD, MOTTO_SIZE)])
        self._right.rule(measure(MOTTO, BOLD, MOTTO_SIZE))
        depth = max(self._left.depth, self._right.depth)
        if self._number_line or self._date_line:
            self._left.depth = self._right.depth = depth + _HEAD_GAP
            self._add_number_and_date(left, width)
        if self._about:
            self._left.depth += 6
            lines = balanced(self._about, REGULAR, ABOUT_SIZE, left)
            self._left.add([(text, REGULAR, ABOUT_SIZE) for text in lines])
        self.width, self.height = width, max(self._left.depth, self._right.depth)
        return self.width, self.height

    def _add_number_and_date(self, left: float, width: float) -> None:
        self._left.add([(self._number_line, REGULAR, NUMBER_SIZE)])
        taken = (left + measure(self._number_line, REGULAR, NUMBER_SIZE)) / 2 + 12
        room = width - (taken if self._number_line else 0)
        dates = [self._date_line]
        if measure(self._date_line, ITALIC, DATE_SIZE) > room:
            dates = balanced(self._date_line, ITALIC, DATE_SIZE, room)
        # A long place name keeps its line: it moves left of its column rather than over the margin.
        centre = min(self._right.centre, width - max(measure(text, ITALIC, DATE_SIZE) for text in dates) / 2)
        self._right.add([(text, ITALIC, DATE_SIZE) for text in dates], centre)

    def draw(self) -> None:
        """Print both columns."""
        for stack in (self._left, self._right):
            stack.draw(self.canv, self.height)


class Centred(Flowable):
    """Centred lines with, if ``rule`` is not 0, a line of that many points under the last."""

    def __init__(self, lines: Sequence[Line], rule: float, space_before: float, space_after: float = 10) -> None:
        super().__init__()
        self._lines, self._rule = list(lines), rule
        self.spaceBefore, self.spaceAfter = space_before, space_after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        self._stack = _Stack(width / 2)
        self._stack.add(self._lines)
        if self._rule:
            self._stack.rule(self._rule)
        self.width, self.height = width, self._stack.depth
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The lines that fit, and the others; for texts longer than a page."""
        depth, fits = 0.0, 0
        while fits < len(self._lines) - 1 and (depth := depth + SINGLE * self._lines[fits][2]) <= height:
            fits += 1
        if not fits:
            return []
        return [Centred(self._lines[:fits], 0, 0), Centred(self._lines[fits:], self._rule, 0, self.spaceAfter)]

    def draw(self) -> None:
        """Print the lines."""
        self._stack.draw(self.canv, self.height)


class _Stack:
    """Lines of type one under the other about one axis; ``depth`` is how far down it reaches, in points."""

    def __init__(self, centre: float) -> None:
        self.centre, self.depth = centre, 0.0
        self._texts: list[tuple[float, float, str, str, float]] = []
        self._rules: list[tuple[float, float, float]] = []

    def add(self, lines: Sequence[Line], centre: float | None = None) -> None:
        """Put lines under what is there, single-spaced, about ``centre`` points from the left edge."""
        for text, face, size in lines:
            baseline = self.depth + ASCENT * size
            self._texts.append((self.centre if centre is None else centre, baseline, text, face, size))
            self.depth += SINGLE * size
        if lines:
            self._foot = self.depth - (SINGLE - ASCENT - DESCENT) * lines[-1][2]

    def rule(self, length: float) -> None:
        """Put a line of ``length`` points under the last text."""
        depth = self._foot + RULE_GAP
        self._rules.append((self.centre - length / 2, depth, length))
        self.depth = depth

    def draw(self, canvas: Canvas, top: float) -> None:
        """Print everything with the upper edge at ``top``."""
        for centre, depth, text, face, size in self._texts:
            canvas.setFont(face, size)
            canvas.drawCentredString(centre, top - depth, text)
        canvas.setLineWidth(RULE_WIDTH)
        for left, depth, length in self._rules:
            canvas.line(left, top - depth, left + length, top - depth)


def _even(names: Sequence[str], face: str, width: float) -> list[str]:
    return [line for name in names for line in balanced(name, face, ISSUER_SIZE, width)]


def _widest(lines: Sequence[Line]) -> float:
    return max((measure(*line) for line in lines), default=0.0)
