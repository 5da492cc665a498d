"""Who led an inspection and what identifies the inspected party: as the books say, or as signed minutes keep it."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from db.models import InspectedParty
from db.words import EstablishmentKind
from desktop_app.rules.remediation import masked


@dataclass(frozen=True)
class Named:
    """``head`` with the position, ``lead`` the unit in charge, ``responsible`` the owner; ``facts``: label and text."""

    head: str
    head_name: str
    lead: str
    responsible: str
    facts: tuple[tuple[str, str], ...]


def of(party: InspectedParty) -> Named:
    """What minutes name: once they are signed, what they were signed with."""
    if not party.printed:
        return _now(party)
    kept = json.loads(str(party.printed))
    return Named(**kept | {"facts": tuple((label, text) for label, text in kept["facts"])})


def kept(party: InspectedParty) -> str:
    """What minutes that are being signed name, as they keep it."""
    return json.dumps(asdict(_now(party)), ensure_ascii=False)


def _now(party: InspectedParty) -> Named:
    head, lead = party.round.head, party.round.unit
    return Named(
        "" if head is None else ", ".join(part for part in (str(head.name), str(head.position)) if part),
        "" if head is None else str(head.name),
        "" if lead is None else str(lead.name),
        "" if party.establishment is None else str(party.establishment.responsible).strip(),
        _facts(party, party.establishment),
    )


def _facts(party: InspectedParty, of: Any) -> tuple[tuple[str, str], ...]:
    """What identifies the party, label and text; of a person's number the last three digits only."""
    address = str(party.address or (of.address if of is not None else ""))
    if of is None:
        return (("Địa chỉ", address),) if address else ()
    is_site = of.kind == EstablishmentKind.SITE
    facts = (
        ("Địa chỉ", address),
        ("Loại công trình" if is_site else "Ngành nghề", str(of.trade)),
        ("Chủ đầu tư" if is_site else "Chủ cơ sở", str(of.responsible)),
        ("Số căn cước", masked(str(of.id_number))),
        ("Giấy phép, giấy chứng nhận", str(of.license)),
    )
    return tuple((label, text) for label, text in facts if text)
