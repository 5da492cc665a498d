"""Finding the document of a row among ours, or what is needed to make it."""

import re
from collections import defaultdict
from datetime import date

from db.models import Document
from db.words import DocumentType
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.import_ask.service import Asker
from desktop_app.features.import_days.service import is_day
from desktop_app.features.import_names.service import Directory
from desktop_app.features.import_papers.columns import Paper
from desktop_app.rules import dates, names

NO_SUBJECT = "(Chưa có trích yếu; nhập từ sổ cũ)"
SUBJECT_ROOM = 1000
ORIGIN = "origin"
ASSIGNED = "assigned"
SAME = "same"
SYMBOLS = {
    "tb": DocumentType.CONCLUSION_NOTICE,
    "tbkl": DocumentType.CONCLUSION_NOTICE,
    "kl": DocumentType.CONCLUSION_NOTICE,
    "kh": DocumentType.PLAN,
    "ctr": DocumentType.WORK_PROGRAM,
    "cttr": DocumentType.WORK_PROGRAM,
    "ctrct": DocumentType.WORK_PROGRAM,
    "qd": DocumentType.DECISION,
    "ct": DocumentType.DIRECTIVE,
    "nq": DocumentType.RESOLUTION,
    "cd": DocumentType.TELEGRAM,
    "bc": DocumentType.REPORT,
    "cv": DocumentType.DISPATCH,
}
WORDS = (
    ("thong bao", DocumentType.CONCLUSION_NOTICE),
    ("ket luan", DocumentType.CONCLUSION_NOTICE),
    ("ke hoach", DocumentType.PLAN),
    ("chuong trinh", DocumentType.WORK_PROGRAM),
    ("quyet dinh", DocumentType.DECISION),
    ("chi thi", DocumentType.DIRECTIVE),
    ("nghi quyet", DocumentType.RESOLUTION),
    ("cong dien", DocumentType.TELEGRAM),
    ("cong van", DocumentType.DISPATCH),
    ("bao cao", DocumentType.REPORT),
)
_OFFICES = {"ubnd", "hdnd", "tu", "du", "qu", "bct", "cp", "ttg"}


def type_of(number: str, said: str = "") -> DocumentType:
    """The sort of a document: by the words that name it, else by its symbol.

    >>> [type_of(n).value for n in ("120/TB-UBND", "159-KH/QU", "12/2026/QĐ-UBND", "1888/UBND-TKBT", "")]
    ['conclusion_notice', 'plan', 'decision', 'dispatch', 'other']
    """
    words = names.fold(said)
    for beginning, kind in WORDS:
        if words.startswith(beginning):
            return kind
    parts = [part for part in re.split(r"[/\- ]+", names.fold(number)) if part and not part[0].isdigit()]
    for part in parts:
        if part in SYMBOLS:
            return SYMBOLS[part]
    return DocumentType.DISPATCH if parts and parts[0] in _OFFICES else DocumentType.OTHER


def office_of(number: str) -> str:
    """The part of a number that says who issued it.

    >>> office_of("120/TB-UBND"), office_of("159-KH/QU"), office_of("1888/UBND-TKBT"), office_of("120")
    ('UBND', 'QU', 'UBND', '')
    """
    parts = [part for part in re.split(r"[/\- ]+", number) if part and not part[0].isdigit()]
    if not parts:
        return ""
    return parts[0] if names.fold(parts[0]) in _OFFICES else parts[-1]


class Papers:
    """The documents of a register: each is looked for, asked about and judged once."""

    def __init__(self, directory: Directory, asker: Asker) -> None:
        self._directory, self._asker = directory, asker
        self._ours: dict[str, list[Document]] = defaultdict(list)
        for document in Document.select().where(Document.deleted_at.is_null(), Document.number != ""):
            self._ours[_folded(document.number)].append(document)
        self._papers: dict[tuple[str, ...], Paper] = {}

    def find(self, number: str, issued_on: date | None) -> Document | None:
        """Our document of a number, when there is just one that it can be."""
        same = self._ours.get(_folded(number), []) if number else []
        if issued_on is not None:
            same = [document for document in same if document.issued_on == issued_on]
        return same[0] if len(same) == 1 else None

    def paper(
        self, table: str, texts: dict[str, str], issued_on: date | None, assigned_on: date | None
    ) -> Paper | None:
        """The document that a row names by ``texts``; None when it is to be told as the task's origin only.

        Raises Waits while a person must say who issued it, or when.
        """
        number = texts.get("number", "")
        issuer = texts.get("issuer", "")
        record = self.find(number, issued_on)
        if record is not None and issued_on is None and not self._same(record, assigned_on):
            record = None
        if record is not None:
            return self._papers.setdefault(
                ("", str(record.id)), Paper(("", str(record.id)), record=record, issued_on=record.issued_on)
            )
        if issued_on is None:
            issued_on = self._day(table, number, assigned_on)
            if issued_on is None:
                return None
        key = (
            _folded(number),
            issued_on.isoformat(),
            names.fold(issuer),
            "" if number else names.fold(texts.get("subject", "")),
        )
        if key not in self._papers:
            self._papers[key] = self._new(key, texts, issued_on)
        return self._papers[key]

    def _same(self, record: Document, assigned_on: date | None) -> bool:
        """Whether a number without its day means our document of that number: numbers begin anew every year."""
        if assigned_on is not None:
            return bool(record.issued_year == assigned_on.year and record.issued_on <= assigned_on)
        answer = self._asker.ask(
            f"docsame:{record.uid}",
            f"“{record.number}” không ghi ngày: có phải văn bản đã có trong sổ?",
            f"Trong sổ là văn bản ngày {dates.show_date(record.issued_on)}: {names.one_line(record.subject)[:80]}.",
            {SAME: "Là văn bản ấy", ORIGIN: "Không phải"},
            SAME,
        )
        return answer == SAME

    def _day(self, table: str, number: str, assigned_on: date | None) -> date | None:
        options = {ORIGIN: "Không lập văn bản; ghi số, ký hiệu vào nguồn giao của nhiệm vụ"}
        if assigned_on is not None:
            options[ASSIGNED] = "Lấy ngày giao của dòng làm ngày văn bản"
        answer = self._asker.ask(
            f"docday:{table}",
            "Có văn bản không ghi ngày",
            f"Ví dụ “{number}”. Văn bản trong sổ phải có ngày ban hành.",
            options,
            ORIGIN,
            "day",
            is_day,
        )
        if answer == ORIGIN:
            return None
        return assigned_on if answer == ASSIGNED else dates.read_date(answer, clock.today())

    def _new(self, key: tuple[str, ...], texts: dict[str, str], issued_on: date) -> Paper:
        number = texts.get("number", "")
        issuer = self._issuer(number, texts.get("issuer", ""))
        subject = names.one_line(texts.get("subject", "")) or NO_SUBJECT
        kind = type_of(number, texts.get("type", "") or subject)
        form = {
            "number": number,
            "issued_on": dates.show_date(issued_on),
            "issuer": issuer,
            "type": kind.label,
            "subject": subject[:SUBJECT_ROOM],
        }
        paper = Paper(key, form, issued_on=issued_on)
        try:
            paper.values = documents.judge(form)
        except Refused as refused:
            paper.problems = dict(refused.problems)
        return paper

    def ask_issuer(self, texts: dict[str, str]) -> None:
        """Ask who issued a document whose day is not known yet, unless it may be one of ours; raises Waits."""
        number = texts.get("number", "")
        if (number or texts.get("subject")) and not self._ours.get(_folded(number)):
            self._issuer(number, texts.get("issuer", ""))

    def _issuer(self, number: str, said: str) -> str:
        if said:
            unit = self._directory.ask_unit(said, self._asker)
            if unit is not None:
                return str(unit.code)
        office = office_of(number)
        own = self._directory.own
        unit = self._directory.ask_any_unit(
            f"issuer:{names.fold(office)}",
            f"Văn bản có ký hiệu “…{office}” do cơ quan nào ban hành?"
            if office
            else "Văn bản không rõ cơ quan ban hành",
            f"Ví dụ {number or 'văn bản không có số'}.",
            self._asker,
            str(own.code) if own is not None and names.fold(office) == "ubnd" else "",
        )
        return str(unit.code)


def _folded(number: str) -> str:
    return re.sub(r"[\s.]", "", names.fold(number))
