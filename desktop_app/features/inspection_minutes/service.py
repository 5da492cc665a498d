"""Finding the minutes that are to be printed, and what each says, as plain texts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import Checked, Finding, InspectedParty, InspectionRound
from db.words import (
    CheckVerdict,
    InspectionMode,
    InspectionResult,
    InspectionType,
    MinutesState,
)
from desktop_app.errors import Refused
from desktop_app.features.inspection_named import service as inspection_named
from desktop_app.rules.dates import show_date


@dataclass(frozen=True)
class Minutes:
    """One party's minutes; people and grounds a line each, days as dates, an empty text where nothing is known yet."""

    type: InspectionType
    title: str
    heading: str
    mode: str
    subject: str
    basis: tuple[str, ...]
    day: date
    began_at: str
    ended_at: str
    place: str
    examined: tuple[date | None, date | None]
    head: str
    head_name: str
    secretary: str
    team: tuple[str, ...]
    lead: str
    is_unit: bool
    name: str
    owner: str
    facts: tuple[tuple[str, str], ...]
    present: tuple[str, ...]
    checked: tuple[tuple[str, str, str, str], ...]
    findings: tuple[tuple[str, str, str, str], ...]
    last_due: date | None
    strengths: str
    result: str
    demand: str
    recheck_by: date | None
    opinion: str
    copies: int
    signed: bool
    refused: bool
    witness: str


TITLES = {
    InspectionType.PUBLIC_SERVICE: "Kiểm tra công vụ",
    InspectionType.FOOD_SAFETY: "Kiểm tra an toàn thực phẩm",
    InspectionType.CONSTRUCTION: "Kiểm tra trật tự xây dựng",
}


def wanted(words: str) -> list[InspectedParty]:
    """The minutes a request names: the uid of one, or the code or uid of a round for all of its; ``;`` between."""
    names = [name.strip() for name in words.replace(",", ";").split(";") if name.strip()]
    if not names:
        raise Refused({"record": "Chưa ghi mã lượt kiểm tra, ví dụ KT-2026-001"})
    return [party for name in names for party in _named(name)]


def _named(name: str) -> list[InspectedParty]:
    live = InspectedParty.select().join(InspectionRound).where(InspectedParty.deleted_at.is_null())
    live = live.where(InspectionRound.deleted_at.is_null())
    asked = (InspectedParty.uid == name) | (InspectionRound.uid == name) | (InspectionRound.code == name.upper())
    found = list(live.where(asked).order_by(InspectedParty.place, InspectedParty.id))
    if found:
        return found
    if InspectionRound.select().where(InspectionRound.code == name.upper()).exists():
        raise Refused({"record": f"Lượt {name.upper()} chưa có đơn vị, cơ sở nào được kiểm tra"})
    raise Refused({"record": f"Không có lượt kiểm tra hoặc biên bản “{name}”; xem mã ở mục Kiểm tra"})


def read(party: InspectedParty) -> Minutes:
    """What the minutes of a party say."""
    round_, of, named = party.round, party.establishment, inspection_named.of(party)
    type_ = InspectionType(round_.type)
    findings = _live(Finding, Finding.party == party).order_by(Finding.place, Finding.id)
    checked = _live(Checked, Checked.party == party).order_by(Checked.place, Checked.id)
    dues = [one.due_on for one in findings if one.due_on is not None]
    return Minutes(
        type_,
        TITLES.get(type_) or ("Kiểm tra" if party.heading else _begun("Kiểm tra", round_.subject)),
        str(party.heading).strip(),
        InspectionMode(round_.mode).label,
        str(round_.subject),
        tuple(_ground(line) for line in _lines(round_.basis)),
        party.inspected_on,
        str(party.began_at),
        str(party.ended_at),
        str(party.at or party.address),
        (round_.examined_from, round_.examined_to),
        named.head,
        named.head_name,
        str(round_.secretary).strip(),
        _lines(round_.team),
        named.lead,
        of is None,
        str(party.name or party.unit or of or ""),
        named.responsible,
        named.facts,
        _lines(party.present),
        tuple(_seen(one) for one in checked),
        tuple((one.content, one.clause, one.demand, show_date(one.due_on)) for one in findings),
        max(dues, default=None),
        str(party.strengths).strip(),
        InspectionResult(party.result).label if party.result else "",
        str(party.demand).strip(),
        party.recheck_by,
        str(party.opinion).strip(),
        int(party.copies),
        party.minutes == MinutesState.SIGNED,
        bool(party.refused),
        str(party.witness).strip(),
    )


def _seen(one: Checked) -> tuple[str, str, str, str]:
    """Section, what was looked at, how it was found, what was noted."""
    verdict = "" if one.verdict == CheckVerdict.NONE else CheckVerdict(one.verdict).label
    content = f"{one.content} ({one.clause})" if one.clause else str(one.content)
    return str(one.section), content, verdict, str(one.value)


def _lines(text: Any) -> tuple[str, ...]:
    return tuple(line.strip().rstrip(";.") for line in str(text).splitlines() if line.strip())


GROUNDS = ("căn cứ", "theo ", "thực hiện ", "xét ")


def _ground(line: str) -> str:
    """A line of the legal basis as documents write it: ``Căn cứ Kế hoạch …``."""
    return line if line.lower().startswith(GROUNDS) else f"Căn cứ {line}"


def _begun(first: str, text: str) -> str:
    """A subject that begins with a word, said once."""
    text = str(text).strip().rstrip(".")
    return text if text.lower().startswith(first.lower()) else f"{first} {text[:1].lower()}{text[1:]}"


def _live(model: Any, condition: Any) -> Any:
    return model.select().where(condition, model.deleted_at.is_null())
