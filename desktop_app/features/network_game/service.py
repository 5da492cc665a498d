"""The game: a year of work and packages, then everything is handed over once without loss, then the comparison."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.network_acts.service import Acts
from desktop_app.features.network_books.service import Books
from desktop_app.features.network_ending.service import Ending
from desktop_app.features.network_figures.service import Numbers
from desktop_app.features.network_mail.service import Letter, Mail
from desktop_app.features.network_offices.columns import Place, Rates
from desktop_app.features.network_offices.service import Town
from desktop_app.features.network_oracle.service import EMPTY, Oracle
from desktop_app.features.network_orders.service import Desk
from desktop_app.features.network_trouble.service import Trouble
from desktop_app.features.network_visit.service import Visit
from desktop_app.features.peers import service as peers
from desktop_app.outside.folders import OfficeFolder

YEAR = 2026
FEWEST, MOST = 1, 30


class Game:
    """The offices, the mail between them, what goes wrong, and the oracle that sees it all."""

    def __init__(self, town: Town, seed: int, say: Callable[[str], None]) -> None:
        self.town, self.rng, self.rates, self.say = town, town.rng, town.rates, say
        self.mail = Mail(self.rng, self.rates)
        self.oracle = Oracle(town.uids)
        self.visit = Visit(town, self.oracle)
        self.desk = Desk(town)
        self.acts = Acts(town, self.desk)
        self.trouble = Trouble(town)
        self.numbers = Numbers(town, seed)
        self.books = Books(town, seed)

    # --- The year ---

    def play(self) -> None:
        """Found the offices and let the months go by."""
        clock.set_today(date(YEAR, 1, 5))
        for name in self.town.places:
            self.town.found(name)
            with self.visit.at(name) as place:
                self.visit.acted(place)
        for month in range(1, self.rates.months + 1):
            for day in sorted(self.rng.sample(range(5, 29), self.rates.days)):
                clock.set_today(date(YEAR, month, day))
                names = [name for name in self.town.places if self.town.chance(self.rates.visits)]
                self.rng.shuffle(names)
                for name in names:
                    self._trouble(name)
                    self._work(name)
            done = self.acts.done + self.numbers.done + self.books.done
            self.say(f"Tháng {month}/{YEAR}: {self.mail.posted} gói, {self.mail.lost} gói mất, {done} việc.")
        for name in self.town.places:
            with self.visit.at(name) as place:
                self.numbers.report(place, everything=True)
                self.visit.acted(place)

    def _work(self, name: str) -> None:
        with self.visit.at(name) as place:
            for letter in self.mail.arrived(name, clock.today()):
                self.visit.open_letter(place, letter)
            if self.town.chance(self.rates.answers):
                self.visit.answer_all(place)
            self.acts.work(place)
            self.numbers.work(place)
            self.books.work(place)
            self.visit.acted(place)
            for to in place.neighbours:
                receipt = self.town.chance(self.rates.receipts)
                if receipt or self.town.chance(self.rates.packages):
                    path = self.visit.send(place, to, receipt=receipt)
                    if path is not None:
                        self.mail.post(path, name, to, clock.today())
            if self.town.chance(self.rates.backups):
                self.trouble.put_aside(place)

    # --- Trouble ---

    def _trouble(self, name: str) -> None:
        rates = self.rates
        if self.town.chance(rates.reinstalls):
            self._begin_afresh(name)
        elif self.town.chance(rates.machines):
            self._two_machines(name)
        for rate, act in (
            (rates.restores, self._go_back),
            (rates.undone, self._take_back),
            (rates.new_keys, self._key),
        ):
            if self.town.chance(rate):
                with self.visit.at(name) as place:
                    act(place)

    def _go_back(self, place: Place) -> None:
        if self.trouble.go_back(place):
            self.visit.count("khôi phục bản sao cũ")
            self.oracle.went_back(place.name, self.visit.look(place))
            if peers.own_fingerprint() != self.town.fingerprints[place.name]:
                self._key(place)  # the copy brought back a key that the others may have revoked

    def _take_back(self, place: Place) -> None:
        if self.trouble.take_back():
            self.visit.count("hoàn tác gói")
            self.oracle.went_back(place.name, self.visit.look(place))

    def _key(self, place: Place) -> None:
        peers.change_key()
        self.town.fingerprints[place.name] = peers.own_fingerprint()
        self.visit.count("đổi khóa")

    def _begin_afresh(self, name: str) -> None:
        self.trouble.begin_afresh(self.town.places[name])
        self.visit.count("cài lại")
        self.oracle.went_back(name, EMPTY)
        with self.visit.at(name) as place:
            if place.subs:
                self.desk.mark_day()  # an office above is heard of again by its calendar
            self.visit.acted(place)

    def _two_machines(self, name: str) -> None:
        """The folder of an office is used on a second machine too: one of the two packages is refused by name."""
        place = self.town.places[name]
        if not place.upper:
            return
        twin = self.town.folder / f"{name}-may-hai"
        shutil.copytree(self.town.folder / name, twin)
        self.town.places[twin.name] = replace(place, name=twin.name)
        with self.town.opened(twin.name):
            self.desk.meet()
            second = self._send_blind(self.town.places[twin.name])
        with self.visit.at(name):
            first = self.visit.send(place, place.upper)
        del self.town.places[twin.name]
        shutil.rmtree(twin)
        assert first is not None
        with self.visit.at(place.upper) as upper:
            if self.visit.open_letter(upper, Letter(first, name, place.upper, clock.today())) is None:
                return
            found = self.town.examined(second)
            self.visit.count("hai máy cùng gửi")
            if "Hai máy cùng gửi" not in found.refusal:
                self.oracle.strange.append(f"{name}: gói của máy thứ hai không bị từ chối: {found.refusal}")

    def _send_blind(self, place: Place) -> Path:
        """A package of which the oracle knows nothing."""
        out = self.town.out(place.name, place.upper, "bao-cao")
        return self.town.send(sending.prepare(f"{clock.today():%Y-%m}", out))


def play(
    folder: Path,
    wards: int,
    seed: int,
    say: Callable[[str], None],
    rates: Rates | None = None,
    before_comparing: Callable[[], None] = lambda: None,
) -> int:
    """Play a year in ``folder``; the number of differences between any store and the oracle, each told in words.

    Args:
        folder: where the offices' folders, their packages and put-aside copies come to lie.
        wards: how many wards the city has, 1 to 30; the first has a residential group below it.
        seed: the same seed plays the same year, but for the names that records have outside this computer.
        say: hears each month's figures, what happened in all, and every difference.
        rates: how often what happens.
        before_comparing: for tests: called when everything has been handed over.

    Raises:
        Refused: the number of wards is none, or the folder is not empty.
    """
    if not FEWEST <= wards <= MOST:
        raise Refused(f"Số phường phải từ {FEWEST} đến {MOST}")
    if folder.exists() and any(path != OfficeFolder(folder).logs for path in folder.iterdir()):
        raise Refused(f"Thư mục {folder} không trống; kịch bản này cần một thư mục trống")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with guarded.Reader() as reader:
            game = Game(Town(folder, wards, seed, rates or Rates(), reader), seed, say)
            game.play()
            ending = Ending(game.visit, game.mail.rest)
            found = [*ending.drain()]
            before_comparing()
            found += ending.compare()
    finally:
        clock.set_today(None)
    for name, number in sorted(game.visit.counts.items()):
        say(f"  {name}: {number}")
    for difference in found:
        say(f"KHÁC: {difference}")
    say(f"{len(found)} chỗ khác nhau.")
    return len(found)
