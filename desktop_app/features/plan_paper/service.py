"""The plan that a request names, and whether this office may print it as its own."""

from db.models import Plan
from db.words import PlanKind
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.plan_counts import service as counting
from desktop_app.features.plans import service as plans
from desktop_app.rules.numbering import is_party

NAMED = 3  # plans that a refusal names


def wanted(words: str) -> Plan:
    """The plan that words name: its uid, or the number of its document; Refused when none or several are named."""
    name = words.strip()
    if not name:
        raise Refused({"record": "Chưa ghi số, ký hiệu của kế hoạch, ví dụ 25/KH-UBND"})
    live = Plan.select().where(Plan.deleted_at.is_null())
    if (exact := live.where(Plan.uid == name).first()) is not None:
        found: Plan = exact
        return found
    same = [plan for plan in live.order_by(Plan.year.desc()) if plans.symbol(plan).casefold() == name.casefold()]
    if len(same) == 1:
        return same[0]
    if not same:
        raise Refused({"record": f"Không có kế hoạch “{name}” trong sổ; ghi đúng số, ký hiệu của văn bản"})
    others = "; ".join(f"{plan} ({plan.year})" for plan in same[:NAMED])
    raise Refused({"record": f"Có {len(same)} kế hoạch cùng số “{name}”: {others}; hãy mở kế hoạch đó rồi bấm in"})


def refuse_printing(plan: Plan) -> None:
    """Refuse a plan that is not this office's to print, and one whose list is not what its text counts."""
    noun = "Chương trình" if plan.kind == PlanKind.PROGRAM else "Kế hoạch"
    if plan.document is not None:
        foreign = documents.foreign(plan.document)
    else:
        foreign = documents.OF_PARTY if is_party(str(plan.paper)) else ""
    if foreign:
        instead = "Có thể in “Tình hình thực hiện kế hoạch” để theo dõi"
        raise Refused(f"{noun} {plans.symbol(plan)} {foreign}. {instead}")
    if wrong := counting.differences(plan):
        raise Refused(
            f"Danh mục chưa khớp với văn bản: {'; '.join(wrong[:NAMED])}. Hãy nhập đủ hoặc sửa số theo văn bản rồi in"
        )
