"""Making a printed form: looked over on the main thread, gathered, laid out and written by whoever calls ``run``."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db import connection
from db.words import PeriodScheme
from desktop_app import clock, errors
from desktop_app.errors import Refused
from desktop_app.features.office import service as office
from desktop_app.features.printing.columns import REQUEST
from desktop_app.outside import viewer
from desktop_app.rules import names, numbering
from desktop_app.rules.periods import Period, cutoff, read_period

log = logging.getLogger(__name__)

PERIOD = ("period", "scheme", "as_at")


@dataclass(frozen=True)
class Form:
    """A form that can be printed. ``load`` gives its module: ``gather(period, as_at)`` and ``paper(data, …)``.

    ``numbered`` says that it gets a number and a day after signing, ``remarks`` that people write parts of it.
    One that is not of a period names in ``asks`` what it asks instead; its module then has ``gather(request)`` and, for
    what can be looked over before, ``check(request)``, which raises Refused. One of a period that
    asks ``of_unit`` too has ``gather(period, as_at, request)``.
    """

    name: str
    title: str
    stem: str
    scheme: PeriodScheme
    load: Callable[[], Any]
    numbered: bool = False
    remarks: bool = False
    asks: tuple[str, ...] = PERIOD

    @property
    def of_period(self) -> bool:
        """Whether it is printed for a period."""
        return "period" in self.asks

    @property
    def of_units(self) -> bool:
        """Whether it may be narrowed to a unit."""
        return "of_unit" in self.asks


@dataclass(frozen=True)
class Request:
    """What a person asks for: of a period, or of one record (its number, code or uid), or of some units' codes."""

    period: str = ""
    scheme: PeriodScheme = PeriodScheme.ND09
    as_at: date | None = None
    number: str = ""
    issued_on: date | None = None
    remarks: tuple[str, ...] = ("", "", "")
    record: str = ""
    units: tuple[str, ...] = ()
    consolidated: bool = False
    week: str = ""


@dataclass(frozen=True)
class Printing:
    """A form that was asked for and found possible; ``run`` may be called in a worker."""

    form: Form
    request: Request
    out: Path

    def run(self, progress: Callable[[int], None] | None = None) -> int:
        """Read the figures, write the file whole or not at all, and return its pages; Failed when the disk refuses.

        ``progress`` hears the number of each finished page; what it raises stops the work.
        """
        from desktop_app.features.office.report import Numbering
        from desktop_app.pdf import frame

        report, request = self.form.load(), self.request
        with connection.reading():
            data = self._gather(report)
        numbering_ = Numbering(request.number, request.issued_on)
        remarks = (report.Remarks(*request.remarks),) if self.form.remarks else ()
        try:
            pages = frame.build(self.out, report.paper(data, numbering_, *remarks), progress)
        except OSError as error:
            raise errors.of_file(error) from error
        log.info("printed %s, %d pages", self.out.name, pages)
        return pages

    def _gather(self, report: Any) -> Any:
        if not self.form.of_period:
            return report.gather(self.request)
        whole = spans(self.request)
        return report.gather(*whole, self.request) if self.form.of_units else report.gather(*whole)

    def show(self) -> bool:
        """Open the finished file in the system's viewer; False when the system has none."""
        return viewer.show(self.out)


def request(texts: Mapping[str, str], scheme: PeriodScheme = PeriodScheme.ND09) -> Request:
    """The request written in a form's fields; Refused says what is wrong under each."""
    asked = REQUEST.answers(texts)
    codes = (asked.get("units") or asked.get("of_unit") or "").replace(",", ";").split(";")
    return Request(
        asked.get("period") or "",
        PeriodScheme(asked.get("scheme") or scheme),
        asked.get("as_at"),
        asked.get("number") or "",
        asked.get("issued_on"),
        tuple(asked.get(name) or "" for name in ("shortcomings", "directions", "proposals")),
        asked.get("record") or asked.get("letter") or "",
        tuple(code.strip() for code in codes if code.strip()),
        bool(asked.get("consolidated")),
        asked.get("week") or "",
    )


def spans(request: Request) -> tuple[Period, date]:
    """The period asked for and the day its figures are taken on; Refused when they make no sense."""
    try:
        period = read_period(request.period, request.scheme)
    except ValueError as error:
        raise Refused({"period": str(error)}) from None
    try:
        return period, cutoff(period, request.as_at, clock.today())
    except ValueError as error:
        raise Refused({"as_at": str(error)}) from None


def prepare(form: Form, request: Request, out: Path) -> Printing:
    """Look a request over; Refused when it makes no sense or the office is not founded."""
    office.founded()
    if form.of_period:
        spans(request)
    if (form.of_units or not form.of_period) and (check := getattr(form.load(), "check", None)):
        check(request)
    problems = {}
    if request.number and not request.issued_on:
        problems["issued_on"] = "Đã ghi số thì phải ghi ngày ban hành"
    if request.issued_on and not request.number:
        problems["number"] = "Đã ghi ngày ban hành thì phải ghi số"
    if request.number and not (request.number.isdecimal() and len(request.number) <= 6):
        try:
            numbering.read_number(request.number)
        except ValueError as error:
            problems["number"] = str(error)
    if not form.numbered and (request.number or request.issued_on):
        problems["number"] = f"{form.title} là mẫu nội bộ, không có số"
    if out.suffix.lower() != ".pdf":
        problems["out"] = "Tên tệp phải kết thúc bằng .pdf"
    if problems:
        raise Refused(problems)
    return Printing(form, request, out)


def suggested_name(form: Form, request: Request) -> str:
    """A file name without accents, blanks or colons: ``bao-cao-ket-qua-2022-20261122-0930.pdf``."""
    whom = "-".join(request.units) or ("tong-hop" if request.consolidated else request.record or request.week)
    of = "-".join(part for part in (spans(request)[0].code, whom) if part) if form.of_period else whom
    plain = re.sub(r"[^A-Za-z0-9]+", "-", names.fold(of)).strip("-")
    return "-".join(part for part in (form.stem, plain, f"{clock.now():%Y%m%d-%H%M}") if part) + ".pdf"
