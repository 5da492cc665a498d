"""Rechecks: new minutes of the same party in a round of their own, and the chain of minutes they make."""

from collections.abc import Sequence
from datetime import date

from db.models import InspectedParty, InspectionRound
from db.words import CheckVerdict, InspectionMode
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import ROUNDS
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

COPIED = ("type", "secretary", "team")  # of the round; unit and head as records, since several may have one name


def recheck(party: InspectedParty, day: date) -> InspectedParty:
    """Begin new minutes of the same party in a round of rechecks, linked to the old; what failed is to be seen again.

    A recheck of the same subject on the same day is one round, however many parties it has.
    """
    records.must_be_ours(party)
    if not inspections.is_signed(party):
        raise Refused("Biên bản chưa ký thì sửa trực tiếp; ký rồi mới tái kiểm tra")
    if day < party.inspected_on:
        raise Refused({"day": f"Ngày tái kiểm tra không được trước ngày kiểm tra {show_date(party.inspected_on)}"})
    try:
        with records.writing():
            made = inspections.begin_again(party, _round(party.round, party, day), day)
            failed = [item for item in checklist.checked(party) if item.verdict == CheckVerdict.BAD]
            checklist.begin_with(made, failed)
    except Refused as refused:
        raise Refused({"day": "; ".join(refused.problems.values())}) from refused
    return made


def rechecks(party: InspectedParty) -> list[InspectedParty]:
    """The minutes of rechecks of a party, and of rechecks of those, the first one first."""
    found: list[InspectedParty] = []
    left = [party]
    while left:
        query = InspectedParty.select().where(InspectedParty.recheck_of.in_(left), InspectedParty.deleted_at.is_null())
        left = list(query)
        found += left
    return sorted(found, key=lambda one: (one.inspected_on, one.id))


def before(party: InspectedParty) -> list[InspectedParty]:
    """The minutes that some minutes recheck, and those which these recheck, the first one first."""
    found: list[InspectedParty] = []
    while (earlier := (found[0] if found else party).recheck_of) is not None:
        found.insert(0, earlier)
    return found


def _round(old: InspectionRound, party: InspectedParty, day: date) -> InspectionRound:
    """The round of rechecks of a day that nobody has signed in yet, or a new one; its basis names the old minutes."""
    subject = old.subject if old.mode == InspectionMode.RECHECK else f"Tái kiểm tra: {old.subject}"[:500]
    basis = f"Biên bản kiểm tra ngày {show_date(party.inspected_on)} ({old.code})"
    known = next((one for one in _rounds(old, day, subject) if not inspections.has_signed(one)), None)
    if known is not None:
        told = str(known.basis).splitlines()
        return known if basis in told else inspections.save({"basis": "\n".join([*told, basis])}, known)
    texts = {name: ROUNDS.columns[name].shown(old) for name in COPIED}
    texts |= {"mode": InspectionMode.RECHECK.label, "subject": subject, "began_on": show_date(day), "basis": basis}
    return inspections.save(texts, unit=old.unit, head=old.head)


def _rounds(old: InspectionRound, day: date, subject: str) -> Sequence[InspectionRound]:
    query = InspectionRound.select().where(
        InspectionRound.mode == InspectionMode.RECHECK,
        InspectionRound.type == old.type,
        InspectionRound.began_on == day,
        InspectionRound.subject == subject,
        InspectionRound.def_owner.in_(("", current.office_uid)),
        InspectionRound.deleted_at.is_null(),
    )
    return list(query)
