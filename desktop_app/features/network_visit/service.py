"""One office after another is opened; whatever changes in it is seen by the oracle, before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.models import Alias, Question
from db.words import Answer, PackageKind, QuestionSort, UnitRelation, Verdict
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Examined
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.network_answers import service as answers
from desktop_app.features.network_mail.service import Letter
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_offices.service import Town
from desktop_app.features.network_oracle.service import Oracle
from desktop_app.features.network_sight.service import Look, Store, told_as
from desktop_app.features.peers import service as peers
from desktop_app.rules import names

NOT_TAKEN = (Verdict.REFUSED, Verdict.READ_ONLY, Verdict.QUESTION, Verdict.LATE)


class Visit:
    """Somebody sits in an office; ``counts`` tells what happened in all visits so far."""

    def __init__(self, town: Town, oracle: Oracle) -> None:
        self.town, self.oracle = town, oracle
        self.counts: dict[str, int] = {}
        self._called = {names.fold(place.full): place.name for place in town.places.values()}

    @contextmanager
    def at(self, name: str) -> Iterator[Place]:
        """Sit down in an office."""
        with self.town.opened(name) as place:
            yield place

    def look(self, place: Place) -> Store:
        """The open store as it is."""
        self.oracle.rename(_merged(("task", "document")))
        return self.oracle.canonical(Look(place.name, self.town.uids, self._called).store())

    def acted(self, place: Place) -> None:
        """People worked in the open office."""
        self.oracle.acted(place.name, self.look(place))

    def count(self, what: str, more: int = 1) -> None:
        """Note that something happened."""
        self.counts[what] = self.counts.get(what, 0) + more

    # --- Letters ---

    def open_letter(self, place: Place, letter: Letter) -> Examined | None:
        """Receive a package; None when nothing of it may be taken."""
        examined = self.town.examined(letter.path)
        if not examined.refusal and not examined.sender.confirmed:
            if not self._telephone(place, letter, examined):
                self.count("khóa cũ")
                return None
            examined = self.town.examined(letter.path)
        if examined.refusal:
            self.count("từ chối cả gói")
            self._expected(place, letter, examined)
            return None
        if examined.replayed is not None:
            self._again(examined)
            return None
        outcome = receiving.accept(examined)
        self.count("gói đã nhận")
        for verdict, number in outcome.tally.items():
            self.count(f"dòng {verdict}", number)
        self.oracle.received(place.name, self.look(place))
        self._bring(place.name, examined)
        return examined

    def _telephone(self, place: Place, letter: Letter, examined: Examined) -> bool:
        """Ask the sender for its fingerprint: only the one it has now is confirmed."""
        if examined.fingerprint != self.town.fingerprints[letter.sender]:
            return False
        peers.confirm(examined.sender, self.town.unit(letter.sender), examined.fingerprint)
        self.acted(place)
        return True

    def _expected(self, place: Place, letter: Letter, examined: Examined) -> None:
        manifest, uids = examined.manifest, self.town.uids
        former = self.town.fingerprints[letter.sender] != examined.fingerprint
        to_former = manifest.to_uid and manifest.to_uid != self.town.identity[place.name]
        if not former and not to_former:
            self.oracle.strange.append(f"{place.name} không nhận {letter.path.name}: {examined.refusal} {len(uids)}")

    def _again(self, examined: Examined) -> None:
        self.count("gói nhận lại")
        try:
            receiving.accept(examined)
        except Refused:
            return
        self.oracle.strange.append(f"{examined.path.name} được nhận hai lần")

    def _bring(self, examined_by: str, examined: Examined) -> None:
        """What the package said, and the receiver took, is not lost."""
        for judged in examined.rows:
            row = judged.sent
            if judged.verdict in NOT_TAKEN or row.values.get("deleted"):
                continue
            uid = self.oracle.alias.get(row.uid, row.uid)
            for half, revision in (("def", row.def_revision), ("exe", row.exe_revision)):
                owner = str(row.values.get(f"{half}_owner") or "")
                key = (row.kind, told_as(row.kind, uid, self.town.uids.get(owner, owner)), half)
                if row.kind == "indicator" and key not in self.oracle.stores[examined_by].halves:
                    continue  # the receiver keeps its own
                write = self.oracle.known.get((key, owner, revision or (0, 0, 0)))
                if write is not None:
                    self.oracle.bring(write)

    # --- Questions ---

    def answer_all(self, place: Place) -> None:
        """Answer every open question of the open office."""
        for question in questions.open_questions():
            self._answer(place, question)

    def _answer(self, place: Place, question: Question) -> None:
        said = answers.choose(question, self.oracle, self.oracle.stores[place.name], self.town.rng)
        self.count(f"câu hỏi {question.sort}")
        before = set(_merged(("task",)))
        try:
            questions.answer(question, said)
        except Refused as refused:
            self.count("câu hỏi không trả lời được")
            if question.sort != QuestionSort.PARENT:
                self.count(f"  {refused}")
                return
            questions.answer(questions.get(question.uid), Answer.OURS)
        if question.sort == QuestionSort.PARENT:
            self.acted(place)
            return
        after = self.look(place)
        for _, kept in sorted(set(_merged(("task",))) - before):
            self.oracle.merged(place.name, kept, after)
        self.oracle.received(place.name, after)

    # --- Packages ---

    def send(self, place: Place, to: str, *, receipt: bool = False) -> Path | None:
        """Make a package for a neighbour; None when there is nothing to send."""
        unit = self.town.unit(to)
        kind = PackageKind.REPORT if unit.relation == UnitRelation.UPPER else PackageKind.ASSIGNMENT
        kind = PackageKind.RECEIPT if receipt else kind
        out = self.town.out(place.name, to, sending.NAMES[kind])
        try:
            prepared = sending.prepare_kind(kind, unit, out, f"{clock.today():%Y-%m}")
        except Refused:
            return None
        self.acted(place)
        self.count(f"gói {kind.label.lower()}")
        return self.town.send(prepared)


def _merged(kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The records of the open office that turned out to be others: (name before, name now)."""
    return [(one.other, one.record) for one in Alias.select().where(Alias.kind.in_(kinds)).order_by(Alias.id)]
