"""A part of a workbook from elsewhere, parsed in a stream: no declarations, no other alphabet, no endless tag."""

import re
from collections.abc import Iterator
from typing import NoReturn, Protocol
from xml.parsers import expat

from desktop_app.excel import refusals
from desktop_app.excel.refusals import refuse

LONGEST_TAG = 1024 * 1024  # bytes: the parser reads an unfinished tag again with every piece that it gets
_UTF16 = re.compile(rb"[\xff\xfe]|.{0,3}\x00", re.DOTALL)  # at the beginning, where only "<" or a blank may stand
_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}


class Checks(Protocol):
    """Who hears of a part's elements and refuses by raising."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, letters: str) -> None: ...

    def aside(self, *_: object) -> None:
        """A comment, an instruction or a raw section."""


def read_xml(part: str, pieces: Iterator[bytes], checks: Checks) -> None:
    """Parse a part and tell ``checks`` of it; refuses what is not plain XML in UTF-8."""
    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, 65_536
    foreign, fed = False, 0

    def declare(version: str, encoding: str | None, standalone: int) -> None:
        nonlocal foreign
        foreign = foreign or (encoding or "utf-8").casefold() not in _UTF8

    def first(name: str, attributes: dict[str, str]) -> None:
        # Not before: a declaration of entities in another alphabet is to be called by its name.
        if foreign:
            refuse(refusals.ENCODING, part=part)
        parser.StartElementHandler = checks.start
        checks.start(name, attributes)

    def dangerous(*_: object) -> NoReturn:
        refuse(refusals.DOCTYPE, part=part)

    parser.XmlDeclHandler = declare
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = dangerous
    parser.StartElementHandler = first
    parser.EndElementHandler = checks.end
    parser.CharacterDataHandler = checks.text
    parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartCdataSectionHandler = checks.aside
    try:
        for piece in pieces:
            foreign = foreign or (fed == 0 and _UTF16.match(piece) is not None)
            parser.Parse(piece)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                refuse(refusals.BAD_XML, part=part)
        parser.Parse(b"", True)
    except expat.ExpatError:
        for _ in pieces:  # what was damaged on its way is told from what was written wrongly
            pass
        refuse(refusals.BAD_XML, part=part)
    except (LookupError, ValueError):  # an alphabet that the parser cannot even ask for
        refuse(refusals.ENCODING, part=part)
