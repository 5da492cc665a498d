"""What a package says about itself and about each of its rows."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_app.excel import seal
from desktop_app.excel.sheets import Sheet

FORMAT = "1"
UID, UID_LABEL = "uid", "Mã bản ghi"  # the last column of every visible sheet: what a row is matched by
Revision = tuple[int, int, int]  # term, epoch, n: compared in this order
LIMITS = {  # what is a number, and from what on it is none that an office can have come to
    "running_number": range(1, 1_000_000),
    "highest_peer_number": range(1_000_000),
    "epoch": range(1, 1_000_000),
    "peer_epoch": range(1_000_000),
}
NAMED = re.compile("[0-9A-Za-z-]{1,64}")  # what an office, a package or a record may be called
SAID = re.compile(r"\d{1,10}\.\d{1,10}\.\d{1,10}")  # a revision in words


class PackageError(Exception):
    """A file that is no package, or a package that did not read back as written; says so in Vietnamese."""


@dataclass(frozen=True)
class PackageRow:
    """One record: the revisions of its two halves, and ``values``, by column name.

    ``values`` are the record's own stored values as ``kind.plain`` gives them, nothing that depends on the day or on
    the list: two packages that carry the same revisions carry the same digest. ``exe_revision`` is None where the
    record has one half only. What a visible cell shows besides, a unit's name or a derived state, is sealed apart.
    """

    sheet: str
    uid: str
    def_revision: Revision
    exe_revision: Revision | None
    values: Mapping[str, Any]

    def canonical(self) -> str:
        """The one text that stands for this row."""
        return self.of_plain(seal.plain(self.values))

    def of_plain(self, values: Any) -> str:
        """The same, from ``values`` made plain already."""
        exe = None if self.exe_revision is None else list(self.exe_revision)
        key = {"def": list(self.def_revision), "exe": exe, "sheet": self.sheet, "uid": self.uid, "values": values}
        return seal.of_plain(key)


@dataclass(frozen=True)
class PackageSheet:
    """A visible sheet and the record behind each row, in the same order; ``entity`` names them in every release."""

    entity: str
    sheet: Sheet
    records: Iterable[PackageRow]


@dataclass(frozen=True)
class SheetFacts:
    """What is sealed about a visible sheet besides its rows: its title, its columns (name, label), how many rows."""

    name: str
    entity: str
    titles: Sequence[str]
    columns: Sequence[tuple[str, str]]
    rows: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Who sends what to whom (HANDOFF.md section 4). ``write`` fills in what stands below ``echo``.

    Dates are days; ``made_at`` is a moment with its offset, shown and never compared. ``period_start`` and
    ``period_end`` are None where a package is for no period. ``control_totals`` are whole numbers, decimals or texts.
    """

    package_uid: str
    kind: str
    from_uid: str
    from_name: str
    from_code: str
    to_uid: str = ""
    to_code: str
    to_name: str
    period_code: str = ""
    period_label: str = ""
    period_start: date | None = None
    period_end: date | None = None
    as_at: date | None = None
    running_number: int
    previous_digest: str = ""
    highest_peer_number: int = 0
    highest_peer_digest: str = ""
    made_at: datetime
    program: str
    journal_head: str = ""
    control_totals: Mapping[str, int | Decimal | str] = field(default_factory=dict)
    echo: Mapping[str, str] = field(default_factory=dict)  # uid -> the revision held of what is the addressee's
    epoch: int = 1  # the sender's
    peer_epoch: int = 0  # the addressee's, the highest that was seen
    wants_all: bool = False  # the addressee holds something of the sender's that the sender has lost
    former_key: str = ""
    endorsement: str = ""
    format: str = FORMAT
    key_id: str = ""
    public_key: str = ""
    sheets: Sequence[SheetFacts] = ()
    cover: Sequence[str] = ()
    lists: Sequence[str] = ()  # what the drop-downs offer, in reading order
    cells_digest: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each visible sheet holds."""
        return {sheet.name: sheet.rows for sheet in self.sheets}

    def facts(self) -> dict[str, str]:
        """Every value as canonical text, by name: what the hidden sheet holds and the signature covers."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        plain["sheets"] = [vars(sheet) for sheet in self.sheets]
        return {name: seal.canonical(value) for name, value in plain.items()}

    @classmethod
    def of_facts(cls, facts: Mapping[str, str]) -> "Manifest":
        """A manifest out of such texts, unknown names left alone; ValueError, KeyError or TypeError if broken."""
        known = {f.name for f in fields(cls)}
        values = {name: json.loads(text) for name, text in facts.items() if name in known}
        for name in ("period_start", "period_end", "as_at"):
            values[name] = date.fromisoformat(values[name]) if values.get(name) else None
        values["made_at"] = datetime.fromisoformat(values["made_at"])
        values["sheets"] = tuple(_sheet_facts(sheet) for sheet in values["sheets"])
        values["cover"] = tuple(values["cover"])
        values["lists"] = tuple(values.get("lists", ()))
        _check(values)
        return cls(**values)


def _check(values: Mapping[str, Any]) -> None:
    """TypeError for values that no office's program writes: whatever reads them trusts their kinds and sizes."""
    for each in fields(Manifest):
        value = values.get(each.name, each.default)
        if each.type in (str, bool) and not isinstance(value, each.type):
            raise TypeError(each.name)
        if each.name in LIMITS and (type(value) is not int or value not in LIMITS[each.name]):
            raise TypeError(each.name)
    if not all(NAMED.fullmatch(values[name]) for name in ("package_uid", "from_uid")):
        raise TypeError("package_uid")
    if not all(isinstance(said, str) and SAID.fullmatch(said) for said in dict(values.get("echo", {})).values()):
        raise TypeError("echo")
    if not all(isinstance(total, int | str) for total in dict(values.get("control_totals", {})).values()):
        raise TypeError("control_totals")
    json.dumps(values, ensure_ascii=False, default=str).encode()  # ValueError for half a letter


def _sheet_facts(sheet: Mapping[str, Any]) -> SheetFacts:
    columns = tuple((str(name), str(label)) for name, label in sheet["columns"])
    return SheetFacts(sheet["name"], sheet["entity"], tuple(sheet["titles"]), columns, int(sheet["rows"]))
