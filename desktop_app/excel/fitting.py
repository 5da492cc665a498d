"""How high a row must be so that every wrapped text in it is seen on screen and on paper."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from unicodedata import normalize

FONT = "Times New Roman"
SIZE = 11  # points: the text of every sheet
LINE = 15.0  # points a line: the height Excel itself gives a row of this face and size
AIR = 3.0  # points between a row's text and the line below it
HIGHEST = 409.0  # points: no row may be higher (Excel's specification and limits)
DIGIT = 7  # pixels at 96 dpi: the unit of column widths, a digit of this face and size
PADDING = 5  # pixels a column loses to its edges
MARGIN = 0.94  # printers set the same line a little wider than the screen does

SPACE = 250
# Advance widths of Times New Roman, in thousandths of the size; Vietnamese letters are as wide as their base letter.
_GROUPS = {
    180: "'",
    250: " ,.",
    278: "/:;\\ijlt|",
    333: "!()-I[]`frI‘’·",
    389: "Js",
    444: '"?acezăâê“”',
    480: "^{}",
    500: "#$*0123456789_bdghknopquvxyđô–",
    542: "~ơư",
    564: "FPS+<=>×",
    611: "ELTZÊ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĂÂĐÔƠ",
    778: "&mƯ",
    833: "%",
    889: "M",
    944: "@W",
}
_WIDTHS = {char: width for width, chars in _GROUPS.items() for char in chars}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WIDEST = 1000  # a letter that is not listed


class _Words(dict[str, int]):
    """Widths of words with a blank, remembered: administrative text repeats a few thousand words."""

    def __missing__(self, word: str) -> int:
        if len(self) > 50_000:
            self.clear()
        bare = normalize("NFC", "".join(char for char in normalize("NFD", word) if char not in _TONES))
        width = self[word] = SPACE + sum(_WIDTHS.get(char, _WIDEST) for char in bare)
        return width


_word_width: Callable[[str], int] = _Words().__getitem__


def room(width: float, size: float = SIZE) -> int:
    """What fits on a line of a column ``width`` digits wide, in thousandths of the text's size in points."""
    return int(max(DIGIT, width * DIGIT - PADDING) * 0.75 / size * 1000 * MARGIN)


def lines(text: str, line_room: int) -> int:
    r"""How many lines ``text`` takes where ``line_room`` fits on one.

    >>> lines("Văn phòng", room(20)), lines("Văn phòng\nHĐND và UBND", room(20)), lines("Báo cáo " * 20, room(20))
    (1, 2, 8)
    """
    if "\n" in text:
        return sum(lines(paragraph, line_room) for paragraph in text.split("\n"))
    if len(text) * _WIDEST <= line_room:
        return 1
    ends = list(accumulate(map(_word_width, text.split(" "))))  # of each word with the blank after it
    count, first, start = 0, 0, 0
    while first < len(ends):
        after = bisect_right(ends, start + line_room + SPACE, first)
        if after == first:  # a word longer than a line is broken anywhere
            count += (ends[first] - start - SPACE) // line_room
            after += 1
        count += 1
        first, start = after, ends[after - 1]
    return count


def height(line_count: int, line: float = LINE) -> float:
    """The height in points of a row of so many lines."""
    return min(HIGHEST, max(1, line_count) * line + AIR)
