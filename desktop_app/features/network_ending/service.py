"""The end of the game: what is on its way arrives, all is handed over without loss, then every store is compared."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from db.models import Channel
from desktop_app import clock
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_scope import service as scope
from desktop_app.features.network_check.service import Checking, Difference, standings
from desktop_app.features.network_mail.service import Letter
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_visit.service import Visit
from desktop_app.features.units import service as units

ROUNDS, QUIET = 12, 2


class Ending:
    """The last days of the year, and the reckoning."""

    def __init__(self, visit: Visit, letters: Callable[[], Sequence[Letter]]) -> None:
        """Take the offices as they are left; ``letters`` gives what is still on its way, in no order."""
        self.visit, self.letters = visit, letters
        self.town, self.oracle = visit.town, visit.oracle

    def drain(self) -> Iterator[Difference]:
        """Let everything on its way arrive, then hand over without loss until nothing is new."""
        clock.set_today(clock.today() + timedelta(days=3))
        for letter in self.letters():
            with self.visit.at(letter.to) as place:
                self.visit.open_letter(place, letter)
        quiet = 0  # rounds without news: the second carries the last receipts
        for round_ in range(1, ROUNDS + 1):
            before = dict(self.oracle.stores)
            for name in self.town.places:
                self._hand_over(name)
            quiet = quiet + 1 if before == self.oracle.stores else 0
            if quiet == QUIET:
                self.visit.counts["vòng gửi cuối năm"] = round_
                break
        else:
            yield Difference("", "các gói", "hội tụ", f"sau {ROUNDS} vòng", "vẫn còn thay đổi")
        for name in self.town.places:
            with self.visit.at(name) as place:
                yield from self._left(place)

    def _hand_over(self, name: str) -> None:
        for to in self.town.places[name].neighbours:
            with self.visit.at(name) as place:
                self.visit.answer_all(place)
                path = self.visit.send(place, to)
            if path is not None:
                with self.visit.at(to) as place:
                    self.visit.open_letter(place, Letter(path, name, to, clock.today()))
                    self.visit.answer_all(place)

    def _left(self, place: Place) -> Iterator[Difference]:
        for question in questions.open_questions():
            yield Difference(place.name, question.title, "câu hỏi", "đã trả lời", f"{question.sort}: {question.words}")
        for channel in Channel.select():
            name = self.town.uids.get(channel.office_uid, "")
            if self.town.identity.get(name) == channel.office_uid and (channel.full or channel.asks):
                words = f"full={channel.full}, asks={channel.asks}"
                yield Difference(place.name, f"kênh với {name}", "gói sau", "chỉ phần mới", words)
        for unit in units.subs():
            for kind, ids in scope.choose(unit, full=False).items():
                if kind not in ("unit", "official") and ids:
                    yield Difference(place.name, f"gói giao {unit}", kind, "không còn gì để gửi", f"{len(ids)} dòng")

    def compare(self) -> Iterator[Difference]:
        """Every store beside the oracle."""
        checking = Checking(self.oracle, self.town.places)
        found = {}
        for name in self.town.places:
            with self.visit.at(name) as place:
                self.oracle.stores[name] = self.visit.look(place)
                found[name] = standings()
        yield from checking.differences()
        yield from checking.stand_alike(found)
