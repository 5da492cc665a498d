"""The guard: what a workbook from elsewhere must be before any library reads it.

From cheap to dear: what sort of file, the archive around it, what its parts are called, and every part unpacked and
parsed in a stream, nothing of it kept. What passes has plain cells only, few enough, each in its own place.
"""

import re
from collections.abc import Mapping, Sequence

from desktop_app.excel import refusals
from desktop_app.excel.envelope import LARGEST, Part, directory, is_encrypted, unpacked
from desktop_app.excel.guard_cells import MOST_CELLS, CellChecks, Totals
from desktop_app.excel.guard_xml import Checks, read_xml
from desktop_app.excel.refusals import refuse

TYPES, WORKBOOK, LINKS = "[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
_FIRST = {name: turn for turn, name in enumerate((TYPES, LINKS, WORKBOOK, STRINGS, STYLES))}
MOST_SHEETS = 100  # the largest office has some 20 lists
MOST_NAMES = 10_000  # three a sheet in our own; old workbooks drag thousands along
MOST_DETAILS = 300_000  # elements of a part that are no cells; the 65,490 styles Excel allows are some 260,000

# What a part is called, its content type and the sort of link to it: one of the three gives it away.
FORBIDDEN = {
    refusals.MACROS: re.compile("vbaproject|vbadata|macroenabled|macrosheet|dialogsheet"),
    refusals.EMBEDDED: re.compile("activex|oleobject|/embeddings/|/relationships/(?:package|control)$"),
    refusals.LINKED: re.compile("externallink|externalreference"),
    refusals.CONNECTED: re.compile(r"/connections(?:\.xml)?$|connections\+xml|querytable|volatiledep|powerpivot"),
}
UNOPENED = (refusals.EMBEDDED, refusals.LINKED, refusals.CONNECTED)  # lies in many a ward's workbook, for years
_OTHERS = {
    "word/": "tài liệu Word",
    "ppt/": "bài trình chiếu PowerPoint",
    "xl/workbook.bin": "sổ Excel nhị phân (.xlsb)",
    "content.xml": "bảng tính hoặc văn bản OpenDocument (.ods, .odt)",
}
_MAIN = re.compile(r"spreadsheetml\.(?:sheet|template)\.main\+xml$")


def look(content: bytes, passphrase: str = "", lenient: bool = False) -> None:
    """Refuse what the first bytes and the archive's directory give away; takes milliseconds and little memory.

    A file under a password is let by when there is a passphrase to open it with. ``lenient`` is for a ward's own
    register (`excel.register`), which is read cell by cell: pictures, stale links and the like are not even opened.
    """
    if not (passphrase and is_encrypted(content) and len(content) <= LARGEST):
        _directory(content, lenient=lenient)


def check(content: bytes) -> None:
    """Refuse a workbook unless every part of it is harmless."""
    parts = _directory(content)
    totals = Totals()
    links: Mapping[str, str] = {}
    titles: Mapping[str, str] = {}
    for part in sorted(parts, key=lambda part: _FIRST.get(part.name.casefold(), len(_FIRST))):
        name = part.name.casefold()
        if not name.endswith((".xml", ".rels")):  # pictures, settings of printers: no library opens them
            for _ in unpacked(content, part):
                pass
            continue
        checks = _checks(part.name, titles.get(name, part.name), totals)
        read_xml(part.name, unpacked(content, part), checks)
        if isinstance(checks, Links) and name == LINKS:
            links = checks.inside()
        elif isinstance(checks, Book):
            titles = checks.titles(links)


def check_register(content: bytes) -> None:
    """Refuse a register unless the parts that `excel.register` reads are harmless; nothing else of it is parsed."""
    parts = {part.name.casefold(): part for part in _directory(content, lenient=True)}
    totals = Totals()
    links = Links(LINKS, lenient=True)
    read_xml(LINKS, unpacked(content, parts[LINKS]), links)
    book = Book(WORKBOOK, lenient=True)
    read_xml(WORKBOOK, unpacked(content, parts[WORKBOOK]), book)
    inside = links.inside()
    titles = book.titles(inside)
    strings = [f"xl/{target}".casefold() for target in inside.values() if target.casefold().endswith("strings.xml")]
    for name in (*strings, *(f"xl/{target}".casefold() for target in inside.values())):
        part = parts.pop(name, None)
        if part is None:
            continue
        limit = MOST_CELLS if name in strings else MOST_DETAILS
        checks = CellChecks(
            titles.get(name, part.name), totals, limit, refusals.MANY_DETAILS, strings=name in strings, lenient=True
        )
        read_xml(part.name, unpacked(content, part), checks)


def _directory(content: bytes, *, lenient: bool = False) -> Sequence[Part]:
    """The parts, when the file is a workbook and none is of a sort that no package needs."""
    parts = directory(content)
    names = [part.name.casefold() for part in parts]
    for start, sort in _OTHERS.items():
        if WORKBOOK not in names and any(name.startswith(start) for name in names):
            refuse(refusals.OTHER_ZIP, sort=sort)
    if TYPES not in names:
        refuse(refusals.OTHER_ZIP, sort="tệp nén (.zip)")
    for part in parts:
        check_allowed(f"/{part.name}", part.name, lenient=lenient)
    for needed in (WORKBOOK, LINKS):
        if needed not in names:
            refuse(refusals.MISSING, part=needed)
    return parts


def check_allowed(said: str, part: str, *, lenient: bool = False) -> None:
    """Refuse macros, embedded objects and ways out of the file by what a part, its type or its link is called."""
    for code, sign in FORBIDDEN.items():
        if sign.search(said.casefold()) and not (lenient and code in UNOPENED):
            refuse(code, part=part)


def _checks(name: str, title: str, totals: Totals) -> Checks:
    low = name.casefold()
    if low.endswith(".rels"):
        return Links(name)
    if low == TYPES:
        return Types(name)
    if low == WORKBOOK:
        return Book(name)
    if low == STRINGS:
        return CellChecks(title, totals, MOST_CELLS, refusals.MANY_DETAILS, strings=True)
    return CellChecks(title, totals, MOST_DETAILS, refusals.MANY_STYLES if low == STYLES else refusals.MANY_DETAILS)


class _Plain:
    """A part without cells, element by element."""

    def __init__(self, part: str) -> None:
        self.part = part
        self._left = MOST_DETAILS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._left -= 1
        if self._left < 0 or local == "sheetData":  # a library told to read it as a sheet would find cells unguarded
            refuse(refusals.MANY_DETAILS, part=self.part)
        self.element(local, attributes)

    def element(self, local: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass

    def text(self, letters: str) -> None:
        pass

    def aside(self, *_: object) -> None:
        pass


class Types(_Plain):
    """What the parts say they are."""

    def element(self, local: str, attributes: dict[str, str]) -> None:
        said, part = attributes.get("ContentType", ""), attributes.get("PartName", "")
        check_allowed(said, part or said)
        if part.casefold() == f"/{WORKBOOK}" and not _MAIN.search(said):
            refuse(refusals.OTHER_ZIP, sort="tệp Office loại khác")


class Links(_Plain):
    """The links of a part to others; out of the file only where a person would click."""

    def __init__(self, part: str, lenient: bool = False) -> None:
        super().__init__(part)
        self._targets: dict[str, str] = {}
        self._lenient = lenient

    def element(self, local: str, attributes: dict[str, str]) -> None:
        sort, target = attributes.get("Type", ""), attributes.get("Target", "")
        check_allowed(sort, target, lenient=self._lenient)
        if attributes.get("TargetMode", "").casefold() != "external":
            if not self._lenient or target.casefold().endswith(".xml"):
                self._targets[attributes.get("Id", "")] = target
        elif not self._lenient and not sort.endswith("/hyperlink"):
            refuse(refusals.LINKED, part=target)

    def inside(self) -> Mapping[str, str]:
        """The name of the part behind each of the workbook's links: none that was not parsed as XML."""
        for target in self._targets.values():
            if target and not target.casefold().endswith(".xml"):
                refuse(refusals.ODD_NAME, part=target)
        return {key: target.removeprefix("/").removeprefix("xl/") for key, target in self._targets.items()}


class Book(_Plain):
    """The list of sheets and the names given to ranges."""

    def __init__(self, part: str, lenient: bool = False) -> None:
        super().__init__(part)
        self._lenient = lenient
        self._sheets: dict[str, str] = {}
        self._names = 0

    def element(self, local: str, attributes: dict[str, str]) -> None:
        if local == "definedName":
            self._names += 1
            if self._names > MOST_NAMES:
                refuse(refusals.MANY_NAMES, limit=MOST_NAMES)
        elif local == "sheet":
            title = attributes.get("name", "")
            if title.casefold() in map(str.casefold, self._sheets):
                refuse(refusals.SAME_NAME, part=title)
            self._sheets[title] = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if len(self._sheets) > MOST_SHEETS:
                refuse(refusals.MANY_SHEETS, limit=MOST_SHEETS)
        elif local == "externalReference" and not self._lenient:
            refuse(refusals.LINKED, part=self.part)

    def titles(self, links: Mapping[str, str]) -> Mapping[str, str]:
        """What people call the sheet in each part."""
        return {f"xl/{links.get(link, '')}".casefold(): title for title, link in self._sheets.items()}
