"""What stands under the text: the signature and the list of receivers beside it."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from desktop_app.pdf.paper import Signature
from desktop_app.pdf.type import (
    ASCENT,
    AUTHORITY_SIZE,
    BOLD,
    BOLD_ITALIC,
    BOTTOM,
    ITALIC,
    RECEIVERS_LABEL_SIZE,
    RECEIVERS_SIZE,
    REGULAR,
    SIGNING_ROOM,
    SINGLE,
    TOP,
    LineBreaker,
    balanced,
    tidy,
)

RECEIVERS = "Nơi nhận:"
AS_ABOVE = "Như trên"
_GUTTER = 12  # points between the two columns


def receiver_lines(receivers: Sequence[str], addressed: bool, width: float) -> list[str]:
    """The list of box 9b broken into lines of at most ``width`` points: ``- …;``, the last with a full stop.

    Args:
        receivers: without dashes and punctuation at the ends.
        addressed: the document has addressees, so the list begins with ``Như trên`` (NĐ 30/2020, Phụ lục I, II.9).
        width: of the column, in points.
    """
    names = [name for name in (tidy(one).strip(" -.;") for one in receivers) if name]
    if addressed and names and names[0].casefold() != AS_ABOVE.casefold():
        names.insert(0, AS_ABOVE)
    breaker = LineBreaker(REGULAR, RECEIVERS_SIZE)
    items = [f"- {name};" for name in names[:-1]] + [f"- {name}." for name in names[-1:]]
    return [" ".join(words) for item in items for words in breaker(item, width)]


class SigningBlock(Flowable):
    """Boxes 7a, 7b and 9b: never parted, unless the receivers alone fill more than a page."""

    def __init__(
        self, receivers: Sequence[str], authority: Sequence[str], name: str, width: float, addressed: bool = False
    ) -> None:
        """A block for a text ``width`` points wide; ``addressed`` as in :func:`receiver_lines`."""
        super().__init__()
        column = width / 2 - _GUTTER
        self._label = RECEIVERS if receivers else ""
        self._receivers = receiver_lines(receivers, addressed, column)
        self._authority = [line for text in authority for line in balanced(text, BOLD, AUTHORITY_SIZE, column)]
        self._name = balanced(name, BOLD, AUTHORITY_SIZE, column)
        self._width = width
        self.spaceBefore = 14

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        lead = AUTHORITY_SIZE * SINGLE
        signature = len(self._authority) * lead
        if self._name:
            signature += SIGNING_ROOM - lead + len(self._name) * lead
        self.width, self.height = (
            self._width,
            max(signature, self._list_top() + len(self._receivers) * self._list_lead()),
        )
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The signature with the receivers that fit, the others overleaf; nothing while one page can hold them all."""
        page = self.canv._pagesize[1] - TOP - BOTTOM
        fits = int((height - self._list_top()) / self._list_lead())
        if height < page - 1 or not 0 < fits < len(self._receivers):
            return []
        rest = SigningBlock((), (), "", self._width)
        self._receivers, rest._receivers = self._receivers[:fits], self._receivers[fits:]
        return [self, rest]

    def _list_top(self) -> float:
        return RECEIVERS_LABEL_SIZE * SINGLE + (AUTHORITY_SIZE - RECEIVERS_LABEL_SIZE) * ASCENT if self._label else 0.0

    def _list_lead(self) -> float:
        return RECEIVERS_SIZE * SINGLE

    def draw(self) -> None:
        """Print both columns, ``Nơi nhận:`` and the authority on one baseline."""
        canvas, baseline = self.canv, self.height - ASCENT * AUTHORITY_SIZE
        if self._label:
            canvas.setFont(BOLD_ITALIC, RECEIVERS_LABEL_SIZE)
            canvas.drawString(0, baseline, self._label)
        canvas.setFont(REGULAR, RECEIVERS_SIZE)
        first = self.height - self._list_top() - ASCENT * RECEIVERS_SIZE
        for place, line in enumerate(self._receivers):
            canvas.drawString(0, first - place * self._list_lead(), line)
        canvas.setFont(BOLD, AUTHORITY_SIZE)
        centre, lead = self._width * 3 / 4, AUTHORITY_SIZE * SINGLE
        for place, line in enumerate(self._authority):
            canvas.drawCentredString(centre, baseline - place * lead, line)
        baseline -= (len(self._authority) - 1) * lead + SIGNING_ROOM
        for place, line in enumerate(self._name):
            canvas.drawCentredString(centre, baseline - place * lead, line)


class SigningRow(Flowable):
    """Two signatures or more beside each other, each in its column, receivers under the first; never parted."""

    def __init__(self, signatures: Sequence[Signature], width: float, receivers: Sequence[str] = ()) -> None:
        """A row for a text ``width`` points wide, the first signature at the left."""
        super().__init__()
        self._column = width / len(signatures)
        room = self._column - _GUTTER
        self._signed = [
            (
                [line for text in one.authority for line in balanced(text, BOLD, AUTHORITY_SIZE, room)],
                balanced(one.how, ITALIC, RECEIVERS_LABEL_SIZE, room) if one.how else [],
                balanced(one.name, BOLD, AUTHORITY_SIZE, room) if one.name else [],
            )
            for one in signatures
        ]
        self.width = width
        lead = AUTHORITY_SIZE * SINGLE
        above = max(len(authority) for authority, _, _ in self._signed) * lead
        names = max(len(name) for _, _, name in self._signed)
        self.height = above + SIGNING_ROOM + max(0, names - 1) * lead
        self._above = above
        self._receivers = receiver_lines(receivers, False, self._column - _GUTTER)
        if self._receivers:
            self._names_end = self.height
            self.height += _GUTTER + RECEIVERS_LABEL_SIZE * SINGLE + len(self._receivers) * RECEIVERS_SIZE * SINGLE
        self.spaceBefore = 14

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Print each column: who signs, how, and the name on one baseline for all."""
        canvas, lead = self.canv, AUTHORITY_SIZE * SINGLE
        for place, (authority, how, name) in enumerate(self._signed):
            centre = (place + 0.5) * self._column
            baseline = self.height - ASCENT * AUTHORITY_SIZE
            for line in authority:
                canvas.setFont(BOLD, AUTHORITY_SIZE)
                canvas.drawCentredString(centre, baseline, line)
                baseline -= lead
            canvas.setFont(ITALIC, RECEIVERS_LABEL_SIZE)
            for line in how:
                canvas.drawCentredString(centre, baseline, line)
                baseline -= RECEIVERS_LABEL_SIZE * SINGLE
            canvas.setFont(BOLD, AUTHORITY_SIZE)
            baseline = self.height - self._above - SIGNING_ROOM + lead - ASCENT * AUTHORITY_SIZE
            for line in name:
                canvas.drawCentredString(centre, baseline, line)
                baseline -= lead
        if self._receivers:
            self._draw_receivers()

    def _draw_receivers(self) -> None:
        """The list of box 9b under the first signature (NĐ 30/2020, Mẫu 1.9)."""
        baseline = self.height - self._names_end - _GUTTER - ASCENT * RECEIVERS_LABEL_SIZE
        self.canv.setFont(BOLD_ITALIC, RECEIVERS_LABEL_SIZE)
        self.canv.drawString(0, baseline, RECEIVERS)
        self.canv.setFont(REGULAR, RECEIVERS_SIZE)
        for line in self._receivers:
            baseline -= RECEIVERS_SIZE * SINGLE
            self.canv.drawString(0, baseline, line)
