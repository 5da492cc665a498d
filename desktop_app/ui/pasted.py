"""What the clipboard holds when cells of Excel, or lines of any text, were copied."""

import re
from collections.abc import Sequence

# A quoted cell ends with a quote before a tab or the line's end; a lone quote is a letter like any other. The csv
# module would take everything after a lone quote, further lines included, for one cell.
_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"|([^\t\n]*))(\t|\n|\Z)')


def cells(clipboard: str) -> list[list[str]]:
    r"""Lines of cells; quoted cells of Excel may hold line breaks and doubled quotes.

    >>> cells('Rà soát\t20/11\n"hai\ndòng"\t"a ""b"" c"\n')
    [['Rà soát', '20/11'], ['hai\ndòng', 'a "b" c']]
    >>> cells('"Ngày hội" 2026\t5"\n"Tết"\n')
    [['"Ngày hội" 2026', '5"'], ['"Tết"']]
    """
    text = clipboard.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    lines: list[list[str]] = [[]]
    place = 0
    while True:
        found = _CELL.match(text, place)
        assert found is not None  # the second alternative matches anywhere
        quoted, plain, end = found.groups()
        if quoted is None:
            lines[-1].append(plain)
        elif re.search(r'[\t\n"]', quoted):
            lines[-1].append(quoted.replace('""', '"'))
        else:
            lines[-1].append(f'"{quoted}"')  # Excel quotes only what needs it: these are the writer's own
        place = found.end()
        if not end:
            return lines
        if end == "\n":
            lines.append([])


def is_block(lines: Sequence[Sequence[str]]) -> bool:
    """Whether there is more than one cell."""
    return len(lines) > 1 or len(lines[0]) > 1
