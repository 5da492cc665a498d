"""The body of a document: headings, paragraphs and notes, and what must stay together on a page."""

from collections.abc import Sequence
from typing import TypeVar

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from desktop_app.pdf.tables import RegisterTable
from desktop_app.pdf.type import (
    BODY,
    BOTTOM,
    CLAUSE,
    GROUND,
    NOTE,
    POINT,
    SECTION,
    TOP,
    UNDER_TITLE,
    escape,
    register_fonts,
    tidy,
)

Kind = TypeVar("Kind", bound=Paragraph)

_FEWEST_LINES = 2  # of text that must stand over a signature


def para(text: str) -> Paragraph:
    """A paragraph of running text: justified, first line indented."""
    return _paragraph(Paragraph, text, BODY)


def lead_in(text: str) -> "Heading":
    """Running text that ends with a colon, kept with the first line of what it announces."""
    return _paragraph(Heading, text, BODY)


def bullet(text: str) -> Paragraph:
    """An item of a list, with a dash before it."""
    return _paragraph(Paragraph, f"- {text}", BODY)


def note(text: str) -> Paragraph:
    """A remark in small italics, such as what a rate is counted from."""
    return _paragraph(Paragraph, text, NOTE)


def under_title(text: str) -> Paragraph:
    """A line in italics that belongs to the title, such as the days the figures are of."""
    return _paragraph(Paragraph, text, UNDER_TITLE)


def grounds(texts: Sequence[str]) -> list[Paragraph]:
    """Box 6: what a document rests on, in italics, a paragraph each; ``;`` at the end, the last a full stop."""
    ends = [";"] * (len(texts) - 1) + ["."]
    return [
        _paragraph(Paragraph, f"{tidy(text).rstrip(' .;')}{end}", GROUND)
        for text, end in zip(texts, ends, strict=False)
    ]


def closing(text: str) -> Paragraph:
    """The last paragraph of a document, which ends with ``./.``."""
    return para(f"{tidy(text).rstrip(' ./;')}./.")


def heading(text: str, level: int = 1) -> "Heading":
    """A numbered heading, kept with what follows: level 1 ``I. …``, bold capitals; 2 ``1. …``, bold; 3 ``a) …``."""
    style = {1: SECTION, 2: CLAUSE}.get(level, POINT)
    return _paragraph(Heading, tidy(text).upper() if level == 1 else text, style)


def _paragraph(kind: type[Kind], text: str, style: ParagraphStyle) -> Kind:
    register_fonts()
    made: Kind = kind(escape(text), style)
    return made


def arrange(story: Sequence[Flowable], width: float, end: Flowable | None = None) -> list[Flowable]:
    """``story`` as it is laid out in a text ``width`` points wide.

    Headings are tied to what follows them, and ``end`` (the signature) to the last lines of text.
    """
    story = list(story)
    if end is not None:
        last = _pop_last_lines(story, width)
        story.append(Ending(last[0], [*last[1:], end]) if last else end)
    arranged: list[Flowable] = []
    headings: list[Flowable] = []
    for flowable in story:
        if isinstance(flowable, Heading):
            headings.append(flowable)
        else:
            arranged.append(Headed(headings, flowable) if headings else flowable)
            headings = []
    return [*arranged, *headings]


def _pop_last_lines(story: list[Flowable], width: float) -> list[Flowable]:
    """Take as many flowables off the end of ``story`` as hold two lines of text."""
    last: list[Flowable] = []
    lines = 0
    while story and lines < _FEWEST_LINES:
        last.insert(0, story.pop())
        lines += _line_count(last[0], width)
    return last


def _line_count(flowable: Flowable, width: float) -> int:
    if not isinstance(flowable, Paragraph):
        return _FEWEST_LINES
    _, height = flowable.wrap(width, 0)
    return int(height / flowable.style.leading + 0.5)


class Heading(Paragraph):
    """A paragraph that never stands alone at the foot of a page."""


class _Column(Flowable):
    """Flowables one under the other."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self.parts = list(parts)
        self.spaceBefore = self.parts[0].getSpaceBefore()
        self.spaceAfter = self.parts[-1].getSpaceAfter()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Width and height in points."""
        self._heights = self._measure(self.parts, width, height)
        self.width, self.height = width, sum(self._heights)
        return width, self.height

    def _measure(self, parts: Sequence[Flowable], width: float, height: float) -> list[float]:
        """Height of each part with the space over it."""
        heights: list[float] = []
        after = 0.0
        for part in parts:
            _, own = part.wrapOn(self.canv, width, height)
            heights.append(own + (max(part.getSpaceBefore(), after) if heights else 0.0))
            after = part.getSpaceAfter()
        return heights

    def draw(self) -> None:
        """Print the parts."""
        y = self.height
        for part, height in zip(self.parts, self._heights, strict=True):
            y -= height
            part.drawOn(self.canv, 0, y, _sW=self.width - part.width)

    def _page_height(self) -> float:
        return float(self.canv._pagesize[1]) - TOP - BOTTOM

    def _on_fresh_page(self, height: float) -> bool:
        return height >= self._page_height() - 1


class Headed(_Column):
    """Headings, and the beginning of what they head on the same page."""

    def __init__(self, headings: Sequence[Flowable], body: Flowable) -> None:
        super().__init__([*headings, body])

    def split(self, width: float, height: float) -> list[Flowable]:
        """The headings and as much of the body as fits; nothing if the body cannot begin here."""
        *headings, body = self.parts
        before = sum(self._measure(headings, width, height)) + max(body.getSpaceBefore(), headings[-1].getSpaceAfter())
        parts = body.splitOn(self.canv, width, height - before) if height > before else []
        if not parts and not self._on_fresh_page(height):
            return []
        return [*headings, *(parts or [body])]


class Ending(_Column):
    """The end of a text and the signature under it, which never stands on a page without two lines of that text."""

    def __init__(self, body: Flowable, rest: Sequence[Flowable]) -> None:
        super().__init__([body, *rest])

    def split(self, width: float, height: float) -> list[Flowable]:
        """What can stand on this page, and the rest with the signature; nothing if all must move."""
        body, *rest = self.parts
        beside = sum(self._measure(rest, width, height)) + rest[0].getSpaceBefore() + body.getSpaceAfter()
        body.wrapOn(self.canv, width, height)
        tail = self._tail(body, self._page_height() - beside)
        _, own = body.wrapOn(self.canv, width, height)
        room = min(height, own - tail + 0.01)
        parts = body.splitOn(self.canv, width, room) if room > 0 else []
        if len(parts) > 1:
            return [parts[0], Ending(parts[1], rest)]
        return [body, *rest] if self._on_fresh_page(height) else []

    def _tail(self, body: Flowable, room: float) -> float:
        """Height of the last two lines of ``body``, which find ``room`` points on the page of the signature."""
        if isinstance(body, RegisterTable):
            return float(body.cut_tail(room))
        if isinstance(body, Paragraph) and not isinstance(body, Heading):
            return float(_FEWEST_LINES * body.style.leading)
        return float(body.height)
