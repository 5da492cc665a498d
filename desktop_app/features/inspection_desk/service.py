"""Writing one party's minutes as a whole, and what undoing may do to them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.models import ChecklistTemplate, InspectedParty
from db.words import CheckAnswer, CheckVerdict, InspectionType
from desktop_app import clock, records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.checklists import service as checklists
from desktop_app.features.findings import service as findings
from desktop_app.features.findings.columns import FINDINGS
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspection_desk.columns import RECHECKING, REFUSING, SIGNING, TEMPLATE
from desktop_app.features.inspection_recheck import service as rechecking
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import CHECKED
from desktop_app.records import Rows
from desktop_app.rules.dates import show_date

delete, restore = inspections.delete_party, inspections.restore_party
LOOKED_AT = ("section", "content", "answer", "verdict", "value", "clause")
FOUND = ("topic", "content", "clause", "demand", "due_on")
WRITTEN = (CheckAnswer.NUMBER.label, CheckAnswer.WORDS.label)
GOOD, BAD = CheckVerdict.GOOD.label, CheckVerdict.BAD.label
Texts = Mapping[str, str]


class Wrong(Refused):
    """Minutes refused as a whole: what is wrong with the facts, and with each line of checklist and findings."""

    def __init__(
        self, facts: Mapping[str, str], checked: Mapping[int, Texts], found: Mapping[int, Mapping[str, str]]
    ) -> None:
        super().__init__(facts)
        self.checked, self.found = dict(checked), dict(found)


def save(party: InspectedParty, texts: Texts, checked: Sequence[Texts], found: Sequence[Texts]) -> InspectedParty:
    """Write facts, checklist and findings of minutes, all or nothing; raises Wrong, or Refused once they are signed."""
    inspections.refuse_signed(party)
    facts: dict[str, str] = {}
    with records.writing():
        try:
            inspections.save_party(texts, party.round, party)
        except Refused as refused:
            facts = refused.problems
        wrong_checked = _wrong(lambda: checklist.save_checked(party, checked))
        wrong_found = _wrong(lambda: findings.save_all(party, found))
        if facts or wrong_checked or wrong_found:
            raise Wrong(facts, wrong_checked, wrong_found)
    return inspections.get_party(party.id)


def _wrong(write: Callable[[], Any]) -> dict[int, dict[str, str]]:
    try:
        write()
    except RefusedRows as refused:
        return refused.rows
    return {}


def checked_rows(party: InspectedParty) -> list[dict[str, str]]:
    """The checklist of minutes as the texts of a grid."""
    return [{c.name: c.shown(item) for c in CHECKED.pick(LOOKED_AT)} for item in checklist.checked(party)]


def found_rows(party: InspectedParty) -> list[dict[str, str]]:
    """The findings of minutes as the texts of a grid."""
    return [{c.name: c.shown(one) for c in FINDINGS.pick(FOUND)} for one in findings.of_party(party)]


def listed_checked(party: InspectedParty) -> Rows:
    """The checklist of signed minutes as a list."""
    return records.find(CHECKED, {"party": party.id})


def listed_found(party: InspectedParty) -> Rows:
    """The findings of minutes as a list."""
    return findings.find({"party": party.id}, order="place")


def listed_before(party: InspectedParty) -> Rows | None:
    """What was found in the minutes that these recheck, and in those before them; None where there are none."""
    earlier = [one.id for one in rechecking.before(party)]
    return findings.find({"party": earlier}, order="inspected_on") if earlier else None


def finding_of(line: Texts) -> dict[str, str]:
    """A finding begun from a line of the checklist that was found bad."""
    what = line.get("value", "").strip() or f"{line.get('content', '').strip()}: chưa đạt"
    return {"topic": line.get("section", "").strip(), "content": what, "clause": line.get("clause", "").strip()}


def templates(party: InspectedParty) -> list[ChecklistTemplate]:
    """The templates for the type of a party's round, those of no other type."""
    return checklists.of_type(party.round.type)


def take_template(party: InspectedParty, texts: Texts) -> None:
    """Copy a template into minutes."""
    checklist.begin_checklist(party, TEMPLATE.answers(texts)["template"])


def sign(party: InspectedParty, texts: Texts) -> None:
    """Freeze the minutes: ``signed_on``."""
    inspections.sign(party, SIGNING.answers(texts)["signed_on"])


def refuse(party: InspectedParty, texts: Texts) -> None:
    """Freeze the minutes that the inspected party would not sign: ``signed_on``, ``witness``."""
    values = REFUSING.answers(texts)
    inspections.refuse(party, values["signed_on"], values["witness"] or "")


def recheck(party: InspectedParty, texts: Texts) -> InspectedParty:
    """New minutes of the same party: ``day``."""
    return rechecking.recheck(party, RECHECKING.answers(texts)["day"])


def before_signing(party: InspectedParty) -> str:
    """What is still open in minutes that are about to be frozen, in words; empty when nothing is."""
    left = checklist.unanswered(party)
    words = [f"Còn {len(left)} nội dung chưa ghi: {'; '.join(left[:3])}{'…' if len(left) > 3 else '.'}"] if left else []
    bad = sum(item.verdict == CheckVerdict.BAD for item in checklist.checked(party))
    if bad and not findings.of_party(party):
        words.append(f"Có {bad} nội dung không đạt nhưng chưa ghi tồn tại nào.")
    return " ".join(words)


def about(party: InspectedParty) -> str:
    """What the minutes are, in a line."""
    of = party.round
    words = f"{of.code}, {InspectionType(of.type).label.lower()}: {of.subject}"
    if party.recheck_of is not None:
        old = party.recheck_of
        words += f" (tái kiểm tra biên bản ngày {show_date(old.inspected_on)}, {old.round.code})"
    return words


def state_of(party: InspectedParty) -> str:
    """Draft, or signed on which day and how."""
    if not inspections.is_signed(party):
        return "Dự thảo"
    refused = f"; bên được kiểm tra không ký, chứng kiến: {party.witness}" if party.refused else ""
    return f"Đã ký ngày {show_date(party.signed_on)}{refused}"


def repeats(party: InspectedParty) -> list[tuple[int, str]]:
    """Findings of the minutes that were there before: id of the earlier one, and the words."""
    told = []
    for one in findings.of_party(party):
        before = findings.earlier(one)
        if before:
            last, times = before[0].party, findings.times(before)
            told.append(
                (
                    before[0].id,
                    f"“{one.topic}” lặp lại lần {times}: đã có ở {last.round.code}, {show_date(last.inspected_on)}",
                )
            )
    return told


def today() -> str:
    """Today, as it is proposed in the windows."""
    return show_date(clock.today())


def refuse_undo(record: InspectedParty, saved: Sequence[Any], at: Any) -> None:
    """A signature is not taken back: what was signed stays as it was."""
    if inspections.is_signed(inspections.get_party(record.id)):
        raise Refused(inspections.FROZEN)
