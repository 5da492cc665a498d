"""Sharing a target out to units: a proposal that adds up, checks, and writing the parts by one decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from db.models import Indicator, Target, Unit
from db.models.base import plain_amount
from db.words import Aggregation, Assigner, UnitRelation
from desktop_app import records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.indicators import service as indicators
from desktop_app.features.target_parts import service as parts
from desktop_app.features.target_parts.service import Weights
from desktop_app.features.target_split.columns import DECIDED
from desktop_app.features.targets import service as targets
from desktop_app.features.targets.columns import TARGETS
from desktop_app.rules import targets as rules
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import read_amount, show_amount

EVEN, AS_NOW, LAST_YEAR, LAST_PLAN = "Chia đều", "Phần đang giao", "Kết quả năm trước", "Kế hoạch năm trước"
TYPED = "Số tự nhập (dân số, số hộ…)"
SAME = "Mỗi đơn vị bằng chỉ tiêu chung"
NUMBER_RULE = "Ghi số như 1.234,5: dấu chấm chia hàng nghìn, dấu phẩy trước phần thập phân"


@dataclass
class Line:
    """One unit: whether it takes part, its part in force, and the texts of its weight and its part as typed."""

    unit: Unit
    taken: bool
    now: Target | None = None
    last: Decimal | None = None
    weight: str = ""
    part: str = ""
    by_hand: bool = False
    problem: str = ""


@dataclass
class Sheet:
    """A target being shared out; nothing is written before `save`."""

    record: Target
    key: str = ""
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole = parts.whole_of(self.record)
        self.indicator: Indicator = self.whole.indicator
        self.measure = indicators.measure_of(self.indicator)
        self.year = int(self.whole.year)
        self.units = parts.units_for(self.year)
        if not self.units:
            raise Refused("Chưa có cấp dưới hay đơn vị thuộc cơ quan nào để phân bổ; hãy thêm ở mục Đơn vị")
        self.last = parts.year_results(self.indicator, self.year - 1, self.units)
        self._known = {one.id for one in targets.versions(self.whole)}
        force = targets.in_force(self.year, units=self.units, indicator=self.indicator)
        self._now = {key[1]: one for key, one in force.items() if key[2] == Assigner.OWN and targets.is_ours(one)}
        chosen = self._begun()
        self.lines = [Line(u, u.id in chosen, self._now.get(u.id), self.last.get(u.id)) for u in self.units]
        self._bases = {} if self.gives_same else parts.bases(self.year, self.units)
        self.choose(self.choices()[0])

    @property
    def gives_same(self) -> bool:
        """Whether units get the target itself rather than a share of it: a share of 95 % is no sum of shares."""
        return not self.indicator.adds_up and self.measure.aggregation != Aggregation.SUM

    def _begun(self) -> set[int]:
        """The units ticked at first: those with a part; else those below; else the parts of the office."""
        with_part = {unit for unit, one in self._now.items() if targets.whole_id(one) in self._known}
        below = {unit.id for unit in self.units if unit.relation == UnitRelation.SUB}
        return with_part or below or {unit.id for unit in self.units}

    def _has_part(self, line: Line) -> bool:
        """Whether its part in force is one of this target, of whichever version."""
        return line.now is not None and targets.whole_id(line.now) in self._known

    def choices(self) -> list[str]:
        """By what it may be shared out, the likeliest first."""
        if self.gives_same:
            return [SAME]
        first = [AS_NOW] if any(self._has_part(line) for line in self.lines) else []
        if self.last:
            first.append(LAST_YEAR)
        return [*first, EVEN, LAST_PLAN, *self._bases, TYPED]

    def choose(self, key: str) -> None:
        """Share out by another key; parts typed by hand are given up."""
        self.key = key
        weights = self._weights(key)
        for line in self.lines:
            if key != TYPED:
                line.weight = show_amount(weights.get(line.unit.id))
            line.by_hand = False
        self.propose()

    def _weights(self, key: str) -> Weights:
        ids = [unit.id for unit in self.units]
        if key == LAST_YEAR:
            return self.last
        if key == AS_NOW:
            return {unit: one.value for unit, one in self._now.items()}
        if key == LAST_PLAN:
            before = targets.in_force(self.year - 1, units=self.units, indicator=self.indicator)
            return {place[1]: one.value for place, one in before.items() if place[2] == Assigner.OWN}
        if key in self._bases:
            return parts.latest_bases(self._bases[key], self.year, self.units)
        return dict.fromkeys(ids, Decimal(1)) if key == EVEN else {}

    def type_weight(self, place: int, text: str) -> None:
        """A weight was typed: the parts follow, those typed by hand aside."""
        self.lines[place].weight = text
        self.propose()

    def type_part(self, place: int, text: str) -> None:
        """A part was typed: it stays, and the others share what is left."""
        line = self.lines[place]
        if text != line.part:
            line.part, line.by_hand = text, bool(text.strip())
            self.propose()

    def take(self, place: int, *, taken: bool) -> None:
        """A unit takes part or not."""
        self.lines[place].taken = taken
        self.propose()

    def propose(self) -> None:
        """Work the parts out anew, but for those typed by hand."""
        for line in self.lines:
            line.problem = ""
            if not line.taken:
                line.part, line.by_hand = "", False
        open_ = [line for line in self.lines if line.taken and not line.by_hand]
        decimals = int(self.indicator.decimals)
        if self.gives_same:
            value = Decimal(1) if self.measure.aggregation == Aggregation.FLAG else self.whole.value
            for line in open_:
                line.part = show_amount(value)
        elif open_:
            left = self.whole.value - self._typed()
            # A whole with more decimals than its indicator is still shared out to the last of them.
            decimals = max(decimals, -int(left.as_tuple().exponent))
            if left * self.whole.value < 0:
                left = Decimal(0)
            shared = rules.split(left, self._read_weights(open_), decimals)
            shown = decimals if any(part % 1 for part in shared) else 0
            for line, part in zip(open_, shared, strict=True):
                line.part = show_amount(part, shown)

    def _typed(self) -> Decimal:
        return sum((_number(line.part) or Decimal(0) for line in self.lines if line.taken and line.by_hand), Decimal(0))

    def _read_weights(self, lines: Sequence[Line]) -> list[Decimal]:
        found = []
        for line in lines:
            weight = _number(line.weight) if line.weight.strip() else Decimal(0)
            if weight is None or weight < 0:
                line.problem, weight = "Số để chia phải là số không âm, ví dụ 1.234,5", Decimal(0)
            found.append(weight)
        return found

    # --- What it comes to ---

    @property
    def total(self) -> Decimal:
        """The sum of the parts that can be read."""
        found = sum((_number(line.part) or Decimal(0) for line in self.lines if line.taken), Decimal(0))
        return Decimal(plain_amount(found))

    @property
    def fits(self) -> bool:
        """Whether the parts meet the whole, or need not."""
        return not self.indicator.adds_up or self.total == self.whole.value

    def share_of(self, line: Line) -> str:
        """A part in percent of the whole; nothing where that says nothing."""
        share = None if self.gives_same or not line.taken else rules.percent_of(_number(line.part), self.whole.value)
        return "" if share is None else f"{show_amount(share, 1)}%"

    def words(self) -> str:
        """The sum held against the whole, in words."""
        count, whole = sum(line.taken for line in self.lines), self.whole.value
        if self.gives_same:
            return f"{count} đơn vị, không cộng các phần: mỗi đơn vị có mức riêng, mặc định bằng chỉ tiêu chung."
        left = whole - self.total
        held = "khớp với chỉ tiêu"
        if left:
            way = "còn thiếu" if left > 0 else "vượt"
            held = f"{way} {show_amount(abs(left).normalize())} so với chỉ tiêu {show_amount(whole)}"
            held += "" if self.indicator.adds_up else " (không bắt buộc khớp)"
        return f"{count} đơn vị, tổng các phần {show_amount(self.total)} {self.indicator.measure}: {held}."

    def others(self) -> str:
        """Which units follow another target of this indicator today, in words."""
        count = sum(line.taken and line.now is not None and not self._has_part(line) for line in self.lines)
        if not count:
            return ""
        return f"{count} đơn vị đang có phần giao riêng hoặc theo nơi giao khác; lưu thì phần mới thay phần đó."

    # --- Writing ---

    def save(self, texts: Mapping[str, str]) -> list[Target]:
        """Write the parts as targets of the units, by one decision and in one transaction.

        Raises:
            RefusedRows: what is wrong with the decision, and with lines by their place.
        """
        day, problems = self._decision(texts)
        rows = {place: {"value": words} for place, line in enumerate(self.lines) if (words := self._wrong(line, day))}
        if not any(line.taken for line in self.lines):
            problems[""] = "Chưa chọn đơn vị nào để phân bổ"
        elif not rows and not self.fits:
            problems[""] = f"Các phần phải cộng đủ chỉ tiêu: {self.words()}"
        if problems or rows:
            raise RefusedRows(problems, rows)
        made: list[Target] = []
        with records.writing():
            for place, line in enumerate(self.lines):
                if not line.taken:
                    continue
                try:
                    made.append(self._save(line, texts, day))
                except Refused as refused:
                    rows[place] = dict(refused.problems)
            if rows:
                raise RefusedRows({}, rows)
        return made

    def _save(self, line: Line, texts: Mapping[str, str], day: date | None) -> Target:
        decided = {name: texts.get(name, "") for name in DECIDED}
        # Shared out twice by a decision of one day: the same version is put right.
        again = line.now if line.now is not None and line.now.decided_on == day else None
        own = {"indicator": TARGETS.columns["indicator"].shown(self.whole), "year": str(self.year)}
        own |= {"unit": str(line.unit.code), "assigner": Assigner.OWN.label, "value": line.part}
        return targets.save({**own, **decided}, again, whole=self.whole)

    def _decision(self, texts: Mapping[str, str]) -> tuple[date | None, dict[str, str]]:
        given = {name: texts.get(name, "") for name in DECIDED}
        values, problems = TARGETS.read(given)
        if not problems and not values["document"] and not values["paper"]:
            problems["paper"] = "Ghi số, ký hiệu quyết định phân bổ, hoặc chọn văn bản trong sổ"
        day: date | None = values.get("decided_on")
        if day is not None and day < self.whole.decided_on:
            problems["decided_on"] = f"Không được trước ngày giao chỉ tiêu ({show_date(self.whole.decided_on)})"
        return day, problems

    def _wrong(self, line: Line, day: date | None) -> str:
        if not line.taken:
            if line.now is not None and self._has_part(line):
                return f"Đang có phần giao {show_amount(line.now.value)}; chọn lại và ghi 0 nếu không giao nữa"
            return ""
        if not line.part.strip():
            return "Chưa ghi phần giao"
        if _number(line.part) is None:
            return NUMBER_RULE
        if day is not None and line.now is not None and day < line.now.decided_on:
            return f"Đã có phần giao ngày {show_date(line.now.decided_on)}; ngày quyết định phải từ ngày đó trở đi"
        return ""


def _number(text: str) -> Decimal | None:
    try:
        return read_amount(text)
    except ValueError:
        return None
