"""What the office puts on every paper: its head, its signature, whom it writes to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import Flowable

from desktop_app.features.office import service as office
from desktop_app.features.units import service as units
from desktop_app.pdf.paper import Letterhead, Signature
from desktop_app.pdf.signing import AS_ABOVE
from desktop_app.pdf.text import para
from desktop_app.rules import names


@dataclass(frozen=True)
class Stationery:
    """The fixed parts of this office's papers."""

    letterhead: Letterhead
    signature: Signature
    addressees: tuple[str, ...]
    receivers: tuple[str, ...]
    symbol: str
    name: str
    own_id: int


@dataclass(frozen=True)
class Numbering:
    """The number and day a paper gets after signing; empty on a draft (NĐ 30/2020, Điều 15)."""

    number: str = ""
    issued_on: date | None = None


DRAFT = Numbering()
OFFICE = "Văn phòng"  # the department that follows what is given (DOMAIN.md 2.1)


@dataclass(frozen=True)
class Remarks:
    """What people write of their own: a paragraph a line; the sections of a report that no figure can write."""

    shortcomings: str = ""
    directions: str = ""
    proposals: str = ""


NOTHING_TYPED = Remarks()


def typed(text: str) -> list[Flowable]:
    """What people wrote for a section, a paragraph a line."""
    return [para(line) for line in text.splitlines() if line.strip()]


def stationery(settings: Any = None) -> Stationery:
    """The fixed parts out of the office's settings of now, or out of those that a paper was issued with."""
    settings = settings or office.founded()
    return Stationery(
        Letterhead(_lines(settings.header_superior), _lines(settings.header_issuer), settings.place, settings.name),
        Signature(_lines(settings.signer_authority), settings.signer_name),
        tuple(unit.name for unit in units.uppers()),
        tuple(line for line in settings.receivers.splitlines() if line.strip()),
        settings.symbol,
        settings.name,
        units.own().id,
    )


def following() -> str:
    """The office's own department that follows what is given, by the name it has here."""
    named = (str(unit.name) for unit in units.parts() if names.fold(unit.name).startswith(names.fold(OFFICE)))
    return next(named, OFFICE)


def unaddressed(ours: Stationery) -> tuple[str, ...]:
    """The receivers of a paper that is addressed to nobody: there is no "as above" in it."""
    return tuple(line for line in ours.receivers if line.strip(" -.;").casefold() != AS_ABOVE.casefold())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("|") if line.strip())
