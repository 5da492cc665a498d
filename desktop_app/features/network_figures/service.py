"""What is typed of targets and figures on a day of the game: allocated, adjusted, reported, corrected, closed."""

from decimal import Decimal
from random import Random

from db.models import Figure, Indicator, Target, Unit
from db.words import RATIOS, Aggregation, Assigner, Every, UnitRelation
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_offices.service import Town
from desktop_app.features.periods import service as periods
from desktop_app.features.targets import service as targets
from desktop_app.rules import figures as keys
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_amount
from desktop_app.rules.targets import split

USED = ("KT01", "KT03", "KT05", "YT07", "XH06", "XH02")  # sums, a ratio, a state, one that often has nothing
OWN = "{code}X"  # an indicator that an office has made itself
LATE = "Đơn vị trực thuộc báo cáo muộn"
WRONG = "Cộng sót số của một tổ dân phố"


class Numbers:
    """Whoever keeps an office's figures; it draws lots of its own, so that the rest of the game goes on as it did."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.rng = town, Random(f"{seed} figures")
        self.done = 0

    def work(self, place: Place) -> None:
        """What is done about targets and figures on a visit."""
        if indicators.by_code(OWN.format(code=place.code)) is None:
            self._found(place)
        rates = self.town.rates
        acts = [
            (rates.targets if place.subs else 0, lambda: self._allocate(place)),
            (rates.targets if place.subs else 0, lambda: self._change_target(place)),
            (rates.figures, lambda: self.report(place)),
            (rates.figures / 3, lambda: self._change_figure(place)),
            (rates.figures / 4, lambda: self._rename(place)),
            (rates.figures / 3, lambda: self._close()),
        ]
        for rate, act in acts:
            if self.rng.random() < rate:
                try:
                    act()
                except Refused:
                    continue
                self.done += 1

    def report(self, place: Place, *, everything: bool = False) -> None:
        """Report what is missing of the year so far; for the ``everything`` of a year's end, all of it."""
        own = Unit.get(Unit.relation == UnitRelation.OWN)
        used = [one for code in (*USED, OWN.format(code=place.code)) if (one := indicators.by_code(code))]
        today = clock.today()
        known = figures.of_years([today.year], [own])
        entries = []
        for one in used:
            for period in keys.keys(Every(one.every), today.year, today.month):
                if (one.id, own.id, period) in known or not everything and self.rng.random() < 0.2:
                    continue
                if periods.is_closed(period):
                    figures.add_late(self._entry(one, own, period), LATE, "5/BC-UBND")
                else:
                    entries.append(self._entry(one, own, period))
        figures.keep(entries)

    # --- Inside ---

    def _found(self, place: Place) -> None:
        indicators.put_in()
        texts = {"code": OWN.format(code=place.code), "name": f"Số tổ công nghệ số của {place.full}", "measure": "tổ"}
        indicators.save(texts)

    def _entry(self, one: Indicator, own: Unit, period: str) -> Entry:
        if self.rng.random() < (0.6 if one.code == "YT07" else 0.05):
            return Entry(one, own, period, nothing=True)
        if one.aggregation in RATIOS:
            base = self.rng.randint(50, 9000)
            return Entry(one, own, period, numerator=str(self.rng.randint(0, base)), denominator=str(base))
        value = Decimal(self.rng.randint(0, 99_999)) / (10 ** self.rng.randint(0, one.decimals))
        return Entry(one, own, period, show_amount(value), estimated=self.rng.random() < 0.2)

    def _allocate(self, place: Place) -> None:
        """A target of the year for ourselves, shared out among the offices below to the last unit."""
        one = indicators.by_code(self.rng.choice((*USED, OWN.format(code=place.code))))
        assert one is not None
        own = Unit.get(Unit.relation == UnitRelation.OWN)
        below = [self.town.unit(sub) for sub in place.subs]
        total = Decimal(self.rng.randint(10, 90_000))
        paper = {"paper": f"{self.rng.randint(1, 99)}/QĐ-UBND", "decided_on": show_date(clock.today())}
        texts = {"indicator": one.name, "year": str(clock.today().year), "assigner": Assigner.OWN.label, **paper}
        whole = targets.save({**texts, "unit": own.name, "value": show_amount(total)})
        adds = one.aggregation == Aggregation.SUM
        parts = split(total, [self.rng.randint(1, 9) for _ in below], one.decimals) if adds else [total] * len(below)
        for unit, part in zip(below, parts, strict=True):
            targets.save({**texts, "unit": unit.name, "value": show_amount(part)}, whole=whole)

    def _change_target(self, place: Place) -> None:
        """Adjust a target of ours, take it out, or give it to another unit."""
        ours = [t for t in Target.select().where(Target.deleted_at.is_null()).order_by(Target.id) if targets.is_ours(t)]
        below = [t for t in ours if t.unit.relation == UnitRelation.SUB]
        if not below:
            return
        chosen, what = self.rng.choice(below), self.rng.random()
        if what < 0.15:
            targets.delete(chosen)
        elif what < 0.25:
            targets.save({"unit": self.town.unit(self.rng.choice(place.subs)).name}, chosen)
        elif what < 0.45:
            targets.save({"note": self.town.words["reasons"][self.rng.randrange(3)]}, chosen)
        else:
            value = show_amount(Decimal(self.rng.randint(10, 90_000)))
            paper = f"{self.rng.randint(100, 199)}/QĐ-UBND"
            targets.adjust(chosen, {"value": value, "decided_on": show_date(clock.today()), "paper": paper})

    def _change_figure(self, place: Place) -> None:
        """Put a figure right; of a closed month by an erratum. Now and then one is taken out again."""
        own = Unit.get(Unit.relation == UnitRelation.OWN)
        ours = [row for row in figures.of_years([clock.today().year], [own]).values() if figures.is_ours(row)]
        if not ours:
            return
        row: Figure = self.rng.choice(sorted(ours, key=lambda row: row.uid))
        entry = self._entry(row.indicator, own, str(row.period))
        if periods.is_closed(str(row.period)):
            figures.correct(row, entry, WRONG, "7/BC-UBND" if self.rng.random() < 0.5 else "")
        else:
            empty = Entry(row.indicator, own, str(row.period))
            figures.keep([empty if self.rng.random() < 0.2 else entry])

    def _rename(self, place: Place) -> None:
        """Say better what an indicator of ours is."""
        one = indicators.by_code(self.rng.choice((USED[0], OWN.format(code=place.code))))
        if one is not None and indicators.is_ours(one):
            indicators.save({"note": f"Rà soát ngày {show_date(clock.today())}"}, one)

    def _close(self) -> None:
        """Close the month before, or open it again."""
        today = clock.today()
        month = f"{today.year}-{today.month - 1:02d}" if today.month > 1 else f"{today.year}-01"
        if periods.is_closed(month) and self.rng.random() < 0.3:
            periods.reopen(month, "Chốt nhầm tháng")
        else:
            periods.close(month)
