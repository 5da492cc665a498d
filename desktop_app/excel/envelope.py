"""What a file from elsewhere is by its first bytes, and the zip archive around a workbook, taken apart by hand.

By hand and strictly: another library reads the same archive afterwards, and what only one of the two sees would pass
unguarded. So the archive has to be one that can be read in one way only.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import Struct

from desktop_app.excel import refusals
from desktop_app.excel.refusals import refuse

MB = 1024 * 1024
LARGEST = 64 * MB  # a package of 51,000 rows with long texts in 20 columns takes 39 MB
LARGEST_UNPACKED = 600 * MB  # that package unpacks to 190 MB, saved again by LibreOffice to 219 MB
HIGHEST_RATIO = 200  # real workbooks reach about 15 as a whole, 100 when every row is the same
RATIO_FROM = 16 * MB  # small ones may be one long repeated text: no harm
MANY = 500  # parts; a package has 13, a workbook of 100 sheets with drawings and notes about 400
LONGEST_NAME = 255  # bytes
STEP = 256 * 1024  # bytes unpacked at a time

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream's name as it stands in the file's directory
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|/?[a-z])", re.IGNORECASE)
_END = Struct("<4s4H2IH")
_ENTRY = Struct("<4s6H3I5H2I")
_LOCAL = Struct("<4s5H3I2H")
_UNKNOWN = 0xFFFFFFFF  # sizes kept elsewhere in the archive, which only files above 4 GB need
_ENCRYPTED_PART, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800  # flags
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True)
class Part:
    """A file inside the archive: ``start`` of its packed bytes, how many, and what the directory says of it."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    deflated: bool


def is_encrypted(content: bytes) -> bool:
    """Whether the file is an Office file under a password."""
    return content.startswith(_OLE) and _ENCRYPTED in content


def check_sort(content: bytes) -> None:
    """Refuse what does not begin as a workbook does, saying what it is."""
    if not content:
        refuse(refusals.EMPTY)
    if len(content) > LARGEST:
        refuse(refusals.TOO_BIG, limit=LARGEST // MB)
    if content.startswith(b"PK\x03\x04"):
        return
    if content.startswith(_OLE):
        refuse(refusals.LOCKED if _ENCRYPTED in content else refusals.OLD_OFFICE)
    if content.startswith(b"PK\x05\x06"):
        refuse(refusals.OTHER_ZIP, sort="tệp nén rỗng")
    if _MARKUP.match(content):
        refuse(refusals.MARKUP)
    refuse(refusals.TEXT if _is_text(content[:4096]) else refusals.UNKNOWN)


def directory(content: bytes) -> list[Part]:
    """The parts of the archive; every one lies in its own place and is called the same everywhere."""
    check_sort(content)
    count, first = _end(content)
    parts: list[Part] = []
    starts: list[tuple[int, int]] = []
    place = first
    for _ in range(count):
        part, place, header = _entry(content, place, first)
        parts.append(part)
        starts.append((header, part.start + part.packed))
    if place != len(content) - _END.size:
        refuse(refusals.ODD_ZIP)
    _check_names(parts)
    starts.sort()
    if any(end > following for (_, end), (following, _) in zip(starts, [*starts[1:], (first, 0)], strict=True)):
        refuse(refusals.OVERLAP)
    unpacked = sum(part.size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > RATIO_FROM and unpacked > HIGHEST_RATIO * len(content)):
        refuse(refusals.BOMB, size=-(-unpacked // MB))
    return parts


def unpacked(content: bytes, part: Part) -> Iterator[bytes]:
    """The bytes of a part; refuses one that is not as long, or not the same, as the directory says.

    Not `zipfile`: it stops at the length that the directory gives and never sees what comes after.
    """
    size, crc = 0, 0
    for piece in _inflated(memoryview(content)[part.start : part.start + part.packed], part):
        size += len(piece)
        if size <= part.size:
            crc = zlib.crc32(piece, crc)
            yield piece
        elif size > part.size + RATIO_FROM:  # a little more may be damage, this is meant
            refuse(refusals.BOMB, size=-(-size // MB))
    if size != part.size or crc != part.crc:
        refuse(refusals.CUT)


def _inflated(packed: memoryview, part: Part) -> Iterator[bytes]:
    if not part.deflated:
        for start in range(0, len(packed), STEP):
            yield bytes(packed[start : start + STEP])
        return
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), STEP):
            rest: bytes | memoryview = packed[start : start + STEP]
            while rest:
                if piece := machine.decompress(rest, STEP):
                    yield piece
                rest = machine.unconsumed_tail
        while piece := machine.decompress(b"", STEP):
            yield piece
    except zlib.error:
        refuse(refusals.CUT)
    if not machine.eof or machine.unused_data:
        refuse(refusals.CUT)


def _end(content: bytes) -> tuple[int, int]:
    """How many parts the directory names, and where it begins; it has to end the file, without a word behind."""
    if len(content) < _END.size or content[-_END.size :][:4] != b"PK\x05\x06":
        # The record may stand before a remark; then the file is whole, but two readers could find two of them.
        refuse(refusals.ODD_ZIP if b"PK\x05\x06" in content[-66_000:] else refusals.CUT)
    _, disk, first_disk, here, count, size, first, remark = _END.unpack(content[-_END.size :])
    if count > MANY:
        refuse(refusals.MANY_PARTS, count=count, limit=MANY)
    if disk or first_disk or here != count or remark or first + size + _END.size != len(content):
        refuse(refusals.ODD_ZIP)  # also files above 4 GB, and anything put before the archive
    return count, first


def _entry(content: bytes, place: int, end: int) -> tuple[Part, int, int]:
    """A part of the directory, where the next one stands, and where the part's own header does."""
    if place + _ENTRY.size > len(content) or content[place : place + 4] != b"PK\x01\x02":
        refuse(refusals.CUT)
    fields = _ENTRY.unpack_from(content, place)
    flags, method, crc, packed, size, *lengths = fields[3], fields[4], *fields[7:13]
    header = fields[-1]
    raw = content[place + _ENTRY.size : place + _ENTRY.size + lengths[0]]
    if flags & _ENCRYPTED_PART or method not in (_STORED, _DEFLATED) or _UNKNOWN in (packed, size, header):
        refuse(refusals.ODD_ZIP)
    if method == _STORED and packed != size:
        refuse(refusals.ODD_ZIP)
    start = _local(content, header, raw, (flags, method, crc, packed, size))
    if start + packed > end:
        refuse(refusals.OVERLAP)
    name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    part = Part(name, start, packed, size, crc, method == _DEFLATED)
    return part, place + _ENTRY.size + sum(lengths[:3]), header


def _local(content: bytes, header: int, name: bytes, said: Sequence[int]) -> int:
    """Where the packed bytes begin; the part's own header has to say what the directory says."""
    if header + _LOCAL.size > len(content) or content[header : header + 4] != b"PK\x03\x04":
        refuse(refusals.CUT)
    _, _, flags, method, _, _, *numbers, name_length, extra_length = _LOCAL.unpack_from(content, header)
    start: int = header + _LOCAL.size
    if content[start : start + name_length] != name or method != said[1] or (flags ^ said[0]) & _ENCRYPTED_PART:
        refuse(refusals.ODD_ZIP)
    behind = flags & _SIZES_BEHIND  # a writer that did not know the sizes beforehand leaves them out
    for number, expected in zip(numbers, said[2:], strict=True):
        if number not in (expected, _UNKNOWN) and not (behind and number == 0):
            refuse(refusals.ODD_ZIP)
    return start + int(name_length) + int(extra_length)


def _check_names(parts: Sequence[Part]) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.name
        pieces = name.replace("\\", "/").removesuffix("/").split("/")
        if len(name) > LONGEST_NAME or not name.isprintable() or set(name) & set(':*?"<>|'):
            refuse(refusals.ODD_NAME, part=name)
        if any(piece in ("", ".", "..") for piece in pieces):
            refuse(refusals.ODD_NAME, part=name)
        if "\\" in name:  # from an old writer on Windows; not every reader takes it for a folder
            refuse(refusals.ODD_ZIP)
        if name.casefold() in seen:  # readers differ in whether letters' case tells two parts apart
            refuse(refusals.SAME_NAME, part=name)
        seen.add(name.casefold())


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in start)
