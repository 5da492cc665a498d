"""Files that a ward office may be sent and must not believe: every one is made here, none is kept.

Each maker gives the bytes of one file; ``HOSTILE`` says with which code the guard refuses it.
"""

import io
import random
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from struct import pack
from tempfile import TemporaryDirectory
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from desktop_app.excel import locked

SHEET, BOOK, STYLES, TYPES = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"
LINKS = "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = '<!DOCTYPE z [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
XXE = '<!DOCTYPE z [<!ENTITY i SYSTEM "file:///etc/passwd">'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@cache
def package() -> bytes:
    """A package of our own."""
    from tests.test_excel_package import send

    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        send(path)
        return path.read_bytes()


def changed(parts: Mapping[str, bytes | None], base: bytes = b"", method: int = ZIP_DEFLATED) -> bytes:
    """A package with parts put in, exchanged or, for None, left out."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(base or package())) as source, ZipFile(out, "w", method) as target:
        for name in source.namelist():
            content = parts[name] if name in parts else source.read(name)
            if content is not None:
                target.writestr(name, content)
        for name, content in parts.items():
            if name not in source.namelist() and content is not None:
                target.writestr(name, content)
    return out.getvalue()


def part(name: str) -> bytes:
    with ZipFile(io.BytesIO(package())) as archive:
        return archive.read(name)


def put(name: str, before: bytes, new: bytes) -> bytes:
    """A package with something put before the first ``before`` of a part."""
    content = part(name)
    assert before in content, (name, before)
    return changed({name: content.replace(before, new + before, 1)})


def sheet(rows: str, after: str = "", before: str = "") -> bytes:
    """A package whose list has other rows."""
    xml = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return changed({SHEET: xml.encode()})


def cell(xml: str) -> bytes:
    """A package with one cell more, at Z1 of its list."""
    return sheet(f'<row r="1">{xml}</row>')


def shared(strings: str) -> bytes:
    """A package with a part of shared strings."""
    xml = f'<?xml version="1.0"?><sst xmlns="{MAIN}">{strings}</sst>'
    return changed({"xl/sharedStrings.xml": xml.encode()})


def declared(name: str, doctype: str, entity: str) -> bytes:
    """A package in which a part declares entities and uses one."""
    content = part(name) if name != "xl/sharedStrings.xml" else f'<sst xmlns="{MAIN}"></sst>'.encode()
    text = content.decode()
    body = text[text.index("<?xml") :].split("?>", 1)[1] if text.startswith("<?xml") else text
    return changed({name: f'<?xml version="1.0"?>{doctype}]>{body[: body.rindex("</")]}{entity}'.encode()})


def linked(sort: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    """A package whose workbook links to something."""
    return put(LINKS, b"</Relationships>", f'<Relationship Id="x" Type="{sort}" Target="{target}"{mode}/>'.encode())


def typed(extension: str, sort: str) -> bytes:
    """A package that says to hold parts of some sort."""
    return put(TYPES, b"</Types>", f'<Default Extension="{extension}" ContentType="{sort}"/>'.encode())


def inside(name: str) -> Callable[[], bytes]:
    """A package with a part of that name."""
    return lambda: changed({name: b"<a/>"})


def twice(first: str, second: str) -> bytes:
    out = io.BytesIO(changed({first: None}))
    with ZipFile(out, "a") as archive:
        for name in (first, second):
            info = ZipInfo(name)
            archive.NameToInfo.clear()  # or zipfile would warn
            archive.writestr(info, part(SHEET))
    return out.getvalue()


def zipped(parts: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def by_hand(entries: Iterable[tuple[str, bytes, int, int, int]]) -> bytes:
    """An archive out of name, packed bytes, size, method and CRC of every part."""
    body, directory, count = b"", b"", 0
    for name, packed, size, method, crc in entries:
        raw = name.encode()
        place = len(body)
        body += pack("<4s5H3I2H", b"PK\3\4", 20, 0, method, 0, 33, crc, len(packed), size, len(raw), 0) + raw + packed
        numbers = (20, 20, 0, method, 0, 33, crc, len(packed), size, len(raw), 0, 0, 0, 0, 0, place)
        directory += pack("<4s6H3I5H2I", b"PK\1\2", *numbers) + raw
        count += 1
    return body + directory + pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)


def bomb(said: int) -> bytes:
    """Three GB of blanks in one sheet, packed; the directory says ``said``."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    machine.compress(b" " * 1_000_000)
    machine.flush(zlib.Z_FULL_FLUSH)
    block = machine.compress(b" " * 1_000_000) + machine.flush(zlib.Z_FULL_FLUSH)
    packed = block * 3000 + machine.flush()
    others = [(name, part(name), len(part(name)), 0, zlib.crc32(part(name))) for name in (TYPES, LINKS, BOOK)]
    return by_hand([*others, (SHEET, packed, said, 8, 0)])


def overlapping() -> bytes:
    """Two parts of which one lies inside the other, as in the bombs that a ratio alone does not find."""
    content = by_hand([(name, part(name), len(part(name)), 0, zlib.crc32(part(name))) for name in (TYPES, LINKS, BOOK)])
    name, inner = b"xl/a.xml", b"<a/>"
    crc = zlib.crc32(inner)
    header = pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, crc, 4, 4, len(name), 0) + name + inner
    body, directory = content[: content.index(b"PK\1\2")], content[content.index(b"PK\1\2") : -22]
    outer = (
        pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, zlib.crc32(header), len(header), len(header), 8, 0) + b"xl/b.xml"
    )
    place = len(body)
    for start, said, label in ((place, header, b"xl/b.xml"), (place + len(outer), inner, name)):
        numbers = (20, 20, 0, 0, 0, 33, zlib.crc32(said), len(said), len(said), 8, 0, 0, 0, 0, 0, start)
        directory += pack("<4s6H3I5H2I", b"PK\1\2", *numbers) + label
    body += outer + header
    return body + directory + pack("<4s4H2IH", b"PK\5\6", 0, 0, 5, 5, len(directory), len(body), 0)


def patched(sign: bytes, offset: int, new: bytes) -> bytes:
    """A package with bytes exchanged behind the first ``sign``."""
    content = bytearray(package())
    place = content.index(sign) + offset
    content[place : place + len(new)] = new
    return bytes(content)


@cache
def password_protected() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(package())
        locked.lock(path, "Mật khẩu")
        return path.read_bytes()


def many_sheets() -> bytes:
    rows = "".join(f'<sheet name="Trang {n}" sheetId="{n + 50}" r:id="rId1"/>' for n in range(200))
    xml = part(BOOK).replace(b"</sheets>", f"{rows}</sheets>".encode()).replace(b"<workbook ", b"<workbook ", 1)
    return changed({BOOK: xml.replace(b"<sheets>", f'<sheets xmlns:r="{OFFICE}">'.encode())})


def many_names() -> bytes:
    names = "".join(f'<definedName name="n{n}">Bìa!$A$1</definedName>' for n in range(64_000))
    return put(BOOK, b"</definedNames>", names.encode())


def many_styles() -> bytes:
    return padded(put(STYLES, b"</cellXfs>", b'<xf numFmtId="0" fontId="0"/>' * 1_000_000))


def padded(base: bytes) -> bytes:
    """The same with a picture that cannot be packed, so that the whole is not packed suspiciously well."""
    return changed({"xl/media/a.png": random.Random(1).randbytes(300_000)}, base)


def in_utf16(doctype: str) -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-16"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return changed({SHEET: xml.encode("utf-16")})


def half_written() -> bytes:
    """As after a stick was pulled out: the right length, the second half zeros."""
    content = package()
    return content[: len(content) // 2] + bytes(len(content) - len(content) // 2)


def not_as_packed() -> bytes:
    """One byte of a part's packed content turned around."""
    content = bytearray(package())
    with ZipFile(io.BytesIO(package())) as archive:
        info = archive.getinfo(SHEET)
    content[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 0x55
    return bytes(content)


def binary_workbook() -> bytes:
    return zipped({TYPES: b"<Types/>", "_rels/.rels": b"<a/>", "xl/workbook.bin": b"\x83\x01"})


def moved_sheet() -> bytes:
    """A sheet that the workbook's links look for in a picture, where nobody would parse it."""
    links = re.sub(rb'(Target="[^"]*)sheet2\.xml', rb"\1a.png", part(LINKS), count=1)
    return changed({LINKS: links, "xl/worksheets/a.png": part(SHEET), SHEET: None})


PLAIN_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
LONG = "a" * 40_000
XF = "xl/activeX/activeX1.xml"
DDE = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'.encode()
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>1+1</x:f></x:c></x:row></x:sheetData>'
    "</x:worksheet>"
)
ZIP64 = pack("<4sIQI", b"PK\6\7", 0, 0, 1)

# What it is, the code it is refused with, and how it is made.
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("G-01", lambda: b""),
    "too large": ("G-02", lambda: b"PK\3\4" + bytes(64 * 1024 * 1024)),
    "under a password": ("G-03", password_protected),
    "xls": ("G-06", lambda: OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000)),
    "html": ("G-07", lambda: b"\r\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>"),
    "xml spreadsheet": ("G-07", lambda: b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'),
    "csv": ("G-08", lambda: "STT;Nội dung\r\n1;Rà soát\r\n".encode()),
    "csv in UTF-16": ("G-08", lambda: "STT;Nội dung\r\n1;Rà soát\r\n".encode("utf-16")),
    "pdf": ("G-09", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01"),
    "zeros": ("G-09", lambda: bytes(5000)),
    "docx": ("G-10", lambda: zipped({TYPES: b"<Types/>", "word/document.xml": b"<a/>"})),
    "pptx": ("G-10", lambda: zipped({TYPES: b"<Types/>", "ppt/presentation.xml": b"<a/>"})),
    "ods": ("G-10", lambda: zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"})),
    "zip": ("G-10", lambda: zipped({"anh.jpg": b"\xff\xd8"})),
    "empty zip": ("G-10", lambda: zipped({})),
    "xlsb": ("G-10", binary_workbook),
    "truncated": ("G-11", lambda: package()[:-1000]),
    "half written": ("G-11", half_written),
    "a byte turned": ("G-11", not_as_packed),
    "zip64": ("G-12", lambda: package()[:-22] + ZIP64 + package()[-22:]),
    "something before": ("G-12", lambda: b"PK\3\4" + bytes(500) + package()),
    "something behind": ("G-12", lambda: package() + bytes(100)),
    "another method": ("G-12", lambda: changed({}, method=ZIP_BZIP2)),
    "encrypted part": ("G-12", lambda: patched(b"PK\1\2", 8, b"\1\0")),
    "header of another name": ("G-12", lambda: patched(b"PK\3\4", 32, b"XX")),
    "header of another size": ("G-12", lambda: patched(b"PK\3\4", 18, b"\x77\x66")),
    "600 parts": ("G-13", lambda: changed({f"xl/a{n}.xml": b"<a/>" for n in range(600)})),
    "a sheet twice": ("G-14", lambda: twice(SHEET, SHEET)),
    "twice but for case": ("G-14", lambda: twice(SHEET, SHEET.upper())),
    "two sheets of one name": (
        "G-14",
        lambda: changed({BOOK: re.sub(r'name="Văn bản"'.encode(), 'name="NHIỆM VỤ"'.encode(), part(BOOK), count=1)}),
    ),
    "path traversal": ("G-15", inside("../../../evil.xml")),
    "absolute path": ("G-15", inside("/etc/evil.xml")),
    "backslashes that climb": ("G-15", inside("xl\\..\\evil.xml")),
    "backslashes": ("G-12", inside("xl\\evil.xml")),
    "a drive": ("G-15", inside("C:/evil.xml")),
    "a sheet called a picture": ("G-15", moved_sheet),
    "bomb": ("G-16", lambda: bomb(3_000_000_000)),
    "bomb that says it is small": ("G-16", lambda: bomb(30_000)),
    "overlapping": ("G-17", overlapping),
    "macros": ("G-18", inside("xl/vbaProject.bin")),
    "macros by type": (
        "G-18",
        lambda: changed({TYPES: re.sub(rb"[^\"]*sheet\.main\+xml", MACRO_BOOK.encode(), part(TYPES))}),
    ),
    "macros by link": (
        "G-18",
        lambda: linked("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "a.xml", ""),
    ),
    "old macro sheet": ("G-18", inside("xl/macrosheets/sheet1.xml")),
    "activeX": ("G-19", inside(XF)),
    "embedded object": ("G-19", inside("xl/embeddings/oleObject1.bin")),
    "object by type": ("G-19", lambda: typed("obj", "application/vnd.openxmlformats-officedocument.oleObject")),
    "external workbook": ("G-20", lambda: linked(f"{OFFICE}/externalLinkPath", r"file:///\\10.0.0.9\share\a.xlsx")),
    "external picture": ("G-20", lambda: linked(f"{OFFICE}/image", "http://10.0.0.9/a.png")),
    "dde": ("G-20", lambda: changed({"xl/externalLinks/externalLink1.xml": DDE})),
    "connections": ("G-21", inside("xl/connections.xml")),
    "query": ("G-21", inside("xl/queryTables/queryTable1.xml")),
    "laughs in a sheet": ("G-22", lambda: declared(SHEET, LAUGHS, "&i;")),
    "laughs in the strings": ("G-22", lambda: declared("xl/sharedStrings.xml", LAUGHS, "<si><t>&i;</t></si>")),
    "laughs in the workbook": ("G-22", lambda: declared(BOOK, LAUGHS, "&i;")),
    "laughs in the types": ("G-22", lambda: declared(TYPES, LAUGHS, "&i;")),
    "quadratic": ("G-22", lambda: declared(SHEET, f'<!DOCTYPE z [<!ENTITY i "{"a" * 100_000}">', "&i;" * 20_000)),
    "xxe": ("G-22", lambda: declared(SHEET, XXE, "&i;")),
    "doctype in UTF-16": ("G-22", lambda: in_utf16("<!DOCTYPE worksheet>")),
    "not well formed": ("G-23", lambda: changed({SHEET: part(SHEET)[:-50]})),
    "endless tag": ("G-23", lambda: sheet(f'<row r="1" x="{"a" * 5_000_000}"/>')),
    "UTF-16": ("G-24", lambda: in_utf16("")),
    "UTF-7": ("G-24", lambda: changed({SHEET: b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>'})),
    "no workbook": ("G-25", lambda: changed({BOOK: None})),
    "no links": ("G-25", lambda: changed({LINKS: None})),
    "200 sheets": ("G-26", many_sheets),
    "64,000 names": ("G-27", many_names),
    "a million styles": ("G-28", many_styles),
    "400,000 merged": (
        "G-29",
        lambda: sheet(PLAIN_ROW, "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 400_000 + "</mergeCells>"),
    ),
    "nested a million deep": ("G-29", lambda: cell(f'<c r="Z1">{"<x>" * 1_000_000}{"</x>" * 1_000_000}</c>')),
    "one cell in the far corner": (
        "G-30",
        lambda: sheet(PLAIN_ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a cell far down": ("G-30", lambda: sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    "a cell far right": ("G-30", lambda: cell('<c r="XFD1" t="inlineStr"><is><t>a</t></is></c>')),
    "far both ways": (
        "G-30",
        lambda: sheet('<row r="1"><c r="AAA1"><v>1</v></c></row><row r="150000"><c r="A150000"><v>1</v></c></row>'),
    ),
    "1,100,000 rows": (
        "G-31",
        lambda: changed({SHEET: None, **{f"xl/worksheets/s{n}.xml": _rows(550_000) for n in (1, 2)}}),
    ),
    "four million cells": ("G-31", lambda: padded(sheet(f"<row>{'<c/>' * 16_000}</row>" * 250))),
    "row 0": ("G-32", lambda: sheet('<row r="0"><c r="A0"><v>1</v></c></row>')),
    "row 1,048,577": ("G-32", lambda: sheet('<row r="1048577"/>')),
    "rows out of order": ("G-32", lambda: sheet('<row r="3"/><row r="2"/>')),
    "rows twice": ("G-32", lambda: sheet('<row r="3"/><row r="3"/>')),
    "a cell twice": ("G-32", lambda: cell('<c r="Z1"><v>1</v></c><c r="Z1"><v>2</v></c>')),
    "a cell of another row": ("G-32", lambda: cell('<c r="Z9"><v>1</v></c>')),
    "a column too many": ("G-32", lambda: cell('<c r="XFE1"><v>1</v></c>')),
    "formula": ("G-33", lambda: cell("<c r=\"Z1\"><f>cmd|'/C calc'!A1</f><v>5</v></c>")),
    "formula of a table": ("G-33", lambda: cell('<c r="Z1" t="str"><f t="shared" si="0"/><v>5</v></c>')),
    "formula with a prefix": (
        "G-33",
        lambda: changed({SHEET: PREFIXED.encode()}),
    ),
    "1e999": ("G-34", lambda: cell('<c r="Z1"><v>1e999</v></c>')),
    "NaN": ("G-34", lambda: cell('<c r="Z1"><v>NaN</v></c>')),
    "400 digits": ("G-34", lambda: cell(f'<c r="Z1"><v>{"9" * 400}</v></c>')),
    "no day": ("G-34", lambda: cell('<c r="Z1" t="d"><v>9999-99-99</v></c>')),
    "no yes or no": ("G-34", lambda: cell('<c r="Z1" t="b"><v>7</v></c>')),
    "string 999,999": ("G-35", lambda: cell('<c r="Z1" t="s"><v>999999</v></c>')),
    "40,000 letters": ("G-36", lambda: cell(f'<c r="Z1" t="inlineStr"><is><t>{LONG}</t></is></c>')),
    "40,000 letters in pieces": (
        "G-36",
        lambda: cell(
            f'<c r="Z1" t="inlineStr"><is><r><t>{LONG[:20_000]}</t></r><r><t>{LONG[:20_000]}</t></r></is></c>'
        ),
    ),
    "40,000 letters, shared": ("G-36", lambda: shared(f"<si><t>a</t></si><si><t>{LONG}</t></si>")),
    "error": ("G-37", lambda: cell('<c r="Z1" t="e"><v>#N/A</v></c>')),
    "two values": ("G-38", lambda: cell('<c r="Z1"><v>1</v><v>2</v></c>')),
    "a comment in a number": ("G-38", lambda: cell('<c r="Z1"><v>1<!-- -->2</v></c>')),
    "a comment in a string": ("G-38", lambda: shared("<si><t>a<!-- -->b</t></si>")),
    "raw text": ("G-38", lambda: cell('<c r="Z1" t="str"><v><![CDATA[a]]></v></c>')),
    "a value with text": ("G-38", lambda: cell('<c r="Z1" t="inlineStr"><is><t>a</t></is><v>1</v></c>')),
    "text without text": ("G-38", lambda: cell('<c r="Z1" t="inlineStr"><v>1</v></c>')),
    "a cell in a cell": ("G-32", lambda: cell('<c r="Y1"><c r="Z1"/></c>')),
    "two tables": ("G-38", lambda: sheet(PLAIN_ROW, f"<sheetData>{PLAIN_ROW}</sheetData>")),
    "a sort that is none": ("G-38", lambda: cell('<c r="Z1" t="zz"><v>1</v></c>')),
    "a plain workbook": ("G-50", lambda: changed({BOOK: part(BOOK).replace(b'name="_rows"', b'name="a"')})),
}


def _rows(count: int) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"<row/>" * count}</sheetData></worksheet>'.encode()


def stored(base: bytes) -> bytes:
    """The same workbook, nothing packed."""
    return changed({}, base, ZIP_STORED)
