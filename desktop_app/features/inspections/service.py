"""Reading and writing rounds of inspection and the minutes of each inspected party; nothing else writes them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.connection import database
from db.models import Finding, InspectedParty, InspectionRound
from db.words import InspectionMode, InspectionType, MinutesState
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.establishments import service as establishments
from desktop_app.features.inspection_named import service as inspection_named
from desktop_app.features.inspections.columns import PARTIES, ROUNDS
from desktop_app.records import Condition, Rows, writers
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

FROZEN = (
    "Biên bản đã ký nên không sửa được nữa; ghi kết quả khắc phục ở mục Khắc phục, cần xem lại tại chỗ thì bấm "
    "“Tái kiểm tra”"
)
# What of a round stands in its minutes: settled with the first signature.
PRINTED: tuple[str, ...] = ("type", "mode", "subject", "began_on", "basis", "unit", "head", "secretary", "team")
PRINTED += ("examined_from", "examined_to")
STANDS = {"Còn biên bản chưa ký": "unsigned", "Còn tồn tại chưa xong": "open", "Có tồn tại quá hạn": "overdue"}
_STANDS = {
    "unsigned": "SELECT p.round_id FROM inspected_party AS p WHERE p.deleted_at IS NULL AND p.minutes = 'draft'",
}


def _stands(wanted: str) -> Condition:
    if wanted == "unsigned":
        return Condition(f"{{t}}.id IN ({_STANDS['unsigned']})")
    column = ROUNDS.columns[f"{wanted}_count"].source
    return Condition(f"({getattr(column, 'sql', '0')}) > 0")


NAMED: dict[str, Callable[[Any], Condition]] = {
    "written": writers.written,
    "stands": _stands,
    "began_between": lambda span: Condition("{t}.began_on BETWEEN ? AND ?", tuple(day.isoformat() for day in span)),
    "year": lambda year: Condition("{t}.began_on BETWEEN ? AND ?", (f"{year}-01-01", f"{year}-12-31")),
    "plan": lambda plan: Condition(
        "{t}.planned_id IN (SELECT l.id FROM planned_inspection AS l WHERE l.plan_id = ?)", (getattr(plan, "id", plan),)
    ),
}


# --- Rounds ---


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Rounds under a filter; beside columns: ``stands``, ``began_between``, ``year``, ``plan``."""
    return records.find(ROUNDS, where, text, order, NAMED)


def get(record_id: int) -> InspectionRound:
    """One round by its id."""
    return InspectionRound.get_by_id(record_id)


def save(texts: Mapping[str, str], record: InspectionRound | None = None, **linked: Any) -> InspectionRound:
    """Write one round; a new one gets its code. Parties not signed yet follow when its first day moves.

    ``linked`` are records that a new one names, where their names would not do.
    """
    if record is not None:
        was = get(record.id).began_on
        with records.writing():
            kept = records.keep(ROUNDS, texts, record, _check)
            if kept.began_on != was:
                _move_parties(kept, was)
        return kept
    values, _ = ROUNDS.read(texts)
    with records.writing():
        day = values.get("began_on")
        return records.keep(ROUNDS, texts, None, _check, code=next_code(day.year) if day else "KT", **linked)


def next_code(year: int) -> str:
    """The next free code of a year: KT-2026-001."""
    sql = "SELECT max(CAST(substr(code, 9) AS INTEGER)) FROM inspection_round WHERE code GLOB ?"
    last = database.execute_sql(sql, (f"KT-{year}-[0-9]*",)).fetchone()[0]
    return f"KT-{year}-{(last or 0) + 1:03d}"


def delete(record: InspectionRound) -> None:
    """Take out a round that was entered by mistake; Refused while it has minutes."""
    if count := len(parties(record)):
        raise Refused(f"Lượt kiểm tra có {count} biên bản; hãy xóa các biên bản dự thảo trước")
    records.delete(ROUNDS, record)


def restore(record: InspectionRound) -> None:
    """Put a deleted round back."""
    records.restore(ROUNDS, record)


def is_ours(record: InspectionRound | InspectedParty | Finding) -> bool:
    """Whether this office inspected, rather than was inspected."""
    return record.def_owner in ("", current.office_uid)


def has_signed(record: InspectionRound) -> bool:
    """Whether any minutes of the round are signed."""
    return any(is_signed(party) for party in parties(record))


def years() -> dict[str, int]:
    """The years one may ask for, the last one first: those with rounds, and this one."""
    sql = "SELECT DISTINCT CAST(substr(began_on, 1, 4) AS INTEGER) FROM inspection_round WHERE deleted_at IS NULL"
    found = {row[0] for row in database.execute_sql(sql)}
    return {str(year): year for year in sorted({clock.today().year, *found}, reverse=True)}


def filter_words(name: str, value: Any) -> str | None:
    """A filter of this room in words, or None when it is a plain column."""
    if name == "began_between":
        return f"Bắt đầu từ {show_date(value[0])} đến {show_date(value[1])}"
    if name == "plan":
        return "Theo kế hoạch đã chọn"
    return None


# --- Inspected parties and their minutes ---


def parties(of: InspectionRound) -> list[InspectedParty]:
    """Who was inspected in a round, in order."""
    query = InspectedParty.select().where(InspectedParty.round == of, InspectedParty.deleted_at.is_null())
    return list(query.order_by(InspectedParty.place, InspectedParty.id))


def find_parties(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Inspected parties under a filter: of a round, of a unit, of an establishment."""
    return records.find(PARTIES, where, text, order)


def get_party(record_id: int) -> InspectedParty:
    """One inspected party by its id."""
    return InspectedParty.get_by_id(record_id)


def save_party(
    texts: Mapping[str, str],
    of: InspectionRound,
    party: InspectedParty | None = None,
) -> InspectedParty:
    """Write the minutes of one party; name and address are copied in, so that later renames do not change them.

    A new one is inspected on the first day of its round and takes the heading the round's type usually has.
    """
    if party is not None:
        refuse_signed(party)
        return records.keep(PARTIES, _with_names(texts, party), party, _check_party(of))
    records.must_be_ours(of)
    given = {name: text for name, text in texts.items() if text.strip()}
    given.setdefault("inspected_on", show_date(of.began_on))
    return _begin(_with_names(given, None), of)


def begin_again(party: InspectedParty, of: InspectionRound, day: date) -> InspectedParty:
    """Begin minutes of the place of older ones in another round, under the name it has now."""
    place = party.unit or party.establishment
    texts = {"heading": str(party.heading), "inspected_on": show_date(day)}
    texts |= {name: str(getattr(place, name, "")) for name in ("name", "address")}
    return _begin(texts, of, unit=party.unit, establishment=party.establishment, recheck_of=party)


def _begin(texts: Mapping[str, str], of: InspectionRound, **linked: Any) -> InspectedParty:
    place = max((one.place for one in parties(of)), default=0) + 1
    return records.keep(PARTIES, texts, None, _check_party(of), round=of, place=place, **linked)


def delete_party(party: InspectedParty) -> None:
    """Take out minutes that are not signed; Refused while findings stand in them."""
    refuse_signed(party)
    if count := Finding.select().where(Finding.party == party, Finding.deleted_at.is_null()).count():
        raise Refused(f"Biên bản có {count} tồn tại; hãy xóa các tồn tại trước")
    records.delete(PARTIES, party)


def restore_party(party: InspectedParty) -> None:
    """Put deleted minutes back; Refused where the round has come to hold others of the same place or other days."""
    gone = get_party(party.id)
    values = {**gone.__data__, "unit": gone.unit, "establishment": gone.establishment}
    if gone.round.deleted_at is None and (wrong := _check_party(gone.round)(values, gone)):
        raise Refused("; ".join(wrong.values()))
    records.restore(PARTIES, party)


def is_signed(party: InspectedParty) -> bool:
    """Whether the minutes can no longer be changed."""
    return bool(party.minutes == MinutesState.SIGNED)


def refuse_signed(party: InspectedParty) -> None:
    """Refuse, saying what can be done instead, when the minutes are signed or another office's."""
    now = get_party(party.id)
    if is_signed(now):
        raise Refused(FROZEN)
    if not is_ours(now):
        raise Refused("Biên bản do cơ quan kiểm tra lập nên chỉ để xem")


def sign(party: InspectedParty, day: date) -> InspectedParty:
    """Both sides have signed on ``day``: nothing in the minutes changes any more."""
    return _sign(party, day, refused=False, witness="")


def refuse(party: InspectedParty, day: date, witness: str) -> InspectedParty:
    """The inspected party would not sign on ``day``; who witnessed that stands in the minutes, which are frozen."""
    if not witness.strip():
        raise Refused({"witness": "Ghi họ tên, chức vụ hoặc địa chỉ người chứng kiến"})
    return _sign(party, day, refused=True, witness=witness)


def _sign(party: InspectedParty, day: date, *, refused: bool, witness: str) -> InspectedParty:
    refuse_signed(party)
    if day > clock.today():
        raise Refused({"signed_on": "Ngày ký không được sau ngày hôm nay"})
    if day < party.inspected_on:
        raise Refused({"signed_on": f"Ngày ký không được trước ngày kiểm tra {show_date(party.inspected_on)}"})
    if party.round.began_on > clock.today() or party.inspected_on > clock.today():
        raise Refused("Lượt kiểm tra chưa diễn ra nên chưa ký biên bản được")
    texts = {"refused": "x" if refused else "", "witness": witness}
    named = inspection_named.kept(get_party(party.id))
    return records.keep(PARTIES, texts, party, minutes=MinutesState.SIGNED, signed_on=day, printed=named)


# --- Rules ---


def _with_names(texts: Mapping[str, str], party: InspectedParty | None) -> dict[str, str]:
    """The texts with name and address as the books have them now, where another party was chosen or none is written."""
    given = dict(texts)
    values, _ = PARTIES.read({name: given[name] for name in ("unit", "establishment") if name in given})
    changed = party is None or any(values.get(name, getattr(party, name)) != getattr(party, name) for name in values)
    chosen = values.get("unit") or values.get("establishment")
    if changed and chosen is not None:
        for name in ("name", "address"):
            own = given.get(name, "").strip()
            if not own or (party is not None and own == getattr(party, name)):
                given[name] = str(getattr(chosen, name, ""))
    return given


def _move_parties(record: InspectionRound, was: date) -> None:
    """Minutes that are not signed, and were of the day the round was to begin on, move with it."""
    for party in parties(record):
        if not is_signed(party) and party.inspected_on == was:
            records.keep(PARTIES, {"inspected_on": show_date(record.began_on)}, party)


def _check(values: Mapping[str, Any], record: InspectionRound | None) -> dict[str, str]:
    problems = {}
    began, ended, today = values.get("began_on"), values.get("ended_on"), clock.today()
    if began and began > today and values.get("mode") == InspectionMode.SUDDEN:
        problems["began_on"] = "Kiểm tra đột xuất thì không ghi ngày ở tương lai"
    if began and ended and ended < began:
        problems["ended_on"] = "Không được trước ngày bắt đầu"
    first, last = values.get("examined_from"), values.get("examined_to")
    if first and last and last < first:
        problems["examined_to"] = "Không được trước ngày đầu của thời kỳ kiểm tra"
    planned = values.get("planned")
    if planned is not None and (planned.deleted_at is not None or planned.plan.deleted_at is not None):
        problems["planned"] = "Kế hoạch này đã xóa"
    elif planned is not None and planned.type != values.get("type"):
        label = InspectionType(planned.type).label
        problems["planned"] = f"Dòng kế hoạch này là {label.lower()}, khác loại của lượt kiểm tra"
    if record is not None:
        problems |= _check_settled(values, record)
        problems |= {n: w for n, w in _check_days(began, ended, record).items() if n not in problems}
    return problems


def _check_settled(values: Mapping[str, Any], record: InspectionRound) -> dict[str, str]:
    """Once minutes are signed, what stands in them stays."""
    if not has_signed(record):
        return {}
    now = get(record.id)
    words = "Đã có biên bản ký theo nội dung này nên không sửa được; cần thì lập lượt kiểm tra khác"
    return {name: words for name in PRINTED if values.get(name) != getattr(now, name)}


def _check_days(began: date | None, ended: date | None, record: InspectionRound) -> dict[str, str]:
    for party in parties(record):
        stays = is_signed(party) or party.inspected_on != get(record.id).began_on
        if stays and began and party.inspected_on < began:
            return {"began_on": f"{party} đã kiểm tra ngày {show_date(party.inspected_on)}"}
        if stays and ended and party.inspected_on > ended:
            return {"ended_on": f"{party} kiểm tra ngày {show_date(party.inspected_on)}"}
    return {}


def _check_party(
    round_: InspectionRound,
) -> Callable[[Mapping[str, Any], InspectedParty | None], dict[str, str]]:
    def check(values: Mapping[str, Any], record: InspectedParty | None) -> dict[str, str]:
        problems = {}
        unit, establishment, day = (values.get(name) for name in ("unit", "establishment", "inspected_on"))
        if (unit is None) == (establishment is None):
            problems["unit"] = (
                "Chọn đơn vị hoặc cơ sở được kiểm tra"
                if unit is None
                else "Chỉ chọn đơn vị hoặc cơ sở, không chọn cả hai"
            )
        elif _twin(round_, values, record) is not None:
            problems["unit" if unit else "establishment"] = "Đã có biên bản của nơi này trong lượt kiểm tra"
        if day and day < round_.began_on:
            problems["inspected_on"] = f"Lượt kiểm tra bắt đầu ngày {show_date(round_.began_on)}"
        elif day and round_.ended_on and day > round_.ended_on:
            problems["inspected_on"] = f"Lượt kiểm tra kết thúc ngày {show_date(round_.ended_on)}"
        elif day and establishment is not None and not establishments.managed(establishment, day):
            problems["inspected_on"] = "Cơ sở không thuộc diện quản lý vào ngày này"
        began, ended = values.get("began_at"), values.get("ended_at")
        if began and ended and ended <= began:
            problems["ended_at"] = "Giờ kết thúc phải sau giờ bắt đầu"
        by = values.get("recheck_by")
        if by and day and by <= day:
            problems["recheck_by"] = "Phải sau ngày kiểm tra"
        if values.get("copies") is not None and values["copies"] < 1:
            problems["copies"] = "Ít nhất 1 bản"
        return problems

    return check


def _twin(round_: InspectionRound, values: Mapping[str, Any], record: InspectedParty | None) -> InspectedParty | None:
    for one in parties(round_):
        same = one.unit == values.get("unit") and one.establishment == values.get("establishment")
        if same and (record is None or one.id != record.id):
            return one
    return None
