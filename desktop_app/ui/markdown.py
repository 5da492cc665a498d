"""The little Markdown that help pages are written in, as pieces of text with the name of how each looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

Piece = tuple[str, str]

MARKS = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<key>.+?)`|\[(?P<link>.+?)\]\((?P<target>[\w-]+)\.md\)")
BULLET = "•"
HARD = "\u00a0"  # a space that no line breaks at


def pieces(source: str) -> Iterator[Piece]:
    r"""Pieces of a page, each with its looks: title, heading, text or item, and bold, key or link:PAGE besides.

    Known are ``#`` and ``##`` headings, paragraphs, ``-`` and ``1.`` lists, ``**bold**``, ``key names`` between
    backticks and links to other pages.

    >>> list(pieces("# Sổ\n\nNhấn `F1`."))
    [('Sổ\n', 'title'), ('Nhấn ', 'text'), ('\xa0F1\xa0', 'text key'), ('.', 'text'), ('\n', 'text')]
    """
    for block in blocks(source):
        if match := re.match(r"(#+) +(.*)", block):
            yield f"{match[2].strip()}\n", "title" if len(match[1]) == 1 else "heading"
        elif match := re.match(r"[-*] +(.*)", block):
            yield f"{BULLET}\t", "item"
            yield from _inline(match[1], "item")
        elif match := re.match(r"(\d+\.) +(.*)", block):
            yield f"{match[1]}\t", "item"
            yield from _inline(match[2], "item")
        else:
            yield from _inline(block, "text")


def blocks(source: str) -> list[str]:
    r"""Paragraphs, list items and headings, each on one line.

    >>> blocks("# A\nmột\nhai\n\n- ba\n  bốn\n- năm")
    ['# A', 'một hai', '- ba bốn', '- năm']
    """
    found: list[str] = []
    fresh = True
    for raw in source.splitlines():
        line = raw.strip()
        begins = bool(re.match(r"#+ |[-*] |\d+\. ", line))
        if not line:
            fresh = True
            continue
        if begins or fresh or found[-1].startswith("#"):
            found.append(line)
        else:
            found[-1] += f" {line}"
        fresh = False
    return found


def title_of(source: str) -> str:
    """The title of a page: its first heading."""
    return next((block.lstrip("# ") for block in blocks(source) if block.startswith("#")), "")


def _inline(line: str, look: str) -> Iterator[Piece]:
    at = 0
    for match in MARKS.finditer(line):
        if match.start() > at:
            yield line[at : match.start()], look
        if match["bold"]:
            yield match["bold"], f"{look} bold"
        elif match["key"]:
            yield f"{HARD}{match['key'].replace(' ', HARD)}{HARD}", f"{look} key"
        else:
            yield match["link"], f"{look} link:{match['target']}"
        at = match.end()
    if at < len(line):
        yield line[at:], look
    yield "\n", look
