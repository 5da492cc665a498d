"""The end of the game: every store beside the oracle, and where every task stands beside where it stands elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.models import Task
from desktop_app.features.handoff_books.columns import KINDS as BOOKS
from desktop_app.features.handoff_numbers.service import KINDS
from desktop_app.features.network_check_books.service import Readers
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_oracle.columns import Write
from desktop_app.features.network_oracle.service import Oracle
from desktop_app.features.network_sight.service import Content, Key, Seen
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import OF_TASKS, cause_answer, standing
from desktop_app.records.entity import ENTITIES

Standings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Difference:
    """One value that is not what it must be."""

    office: str
    record: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.office}: {self.record}, {self.field}: phải là “{self.expected}”, trong sổ là “{self.found}”"


def standings() -> Standings:
    """Where each task stands today in the open office, how late, and whether its cause was accepted, by its uid."""
    found = {}
    uids: dict[int, str] = {task.id: task.uid for task in Task.select(Task.id, Task.uid)}
    for row in tasks.find().iterate():
        if not row.copy:
            now = standing(row)
            late = (str(now.days_late), str(now.days_late_original), cause_answer(row))
            found[uids[row.id]] = (str(now.state), str(now.timeliness), str(now.due_on), *late)
    return found


class Checking:
    """What each office must hold, and does not."""

    def __init__(self, oracle: Oracle, places: Mapping[str, Place]) -> None:
        self.oracle, self.places = oracle, places
        self.stores = oracle.stores
        self.books = Readers(oracle, places)

    def differences(self) -> Iterator[Difference]:
        """Every difference between the stores and the oracle."""
        for words in self.oracle.strange:
            yield Difference("", "", "lịch sử", "", words)
        for (kind, uid, half), write in self.oracle.truth.items():
            if kind == "task" and half == "def":
                yield from self._task(uid, write)
            elif kind in OF_TASKS:
                yield from self._of_task((kind, uid, half), write)
            elif kind in ("work_calendar_day", "meeting_count"):
                yield from self._alone((kind, uid, half), write)
            elif kind in KINDS:
                yield from self._everywhere((kind, uid, half), write, self._concerned(kind, write))
            elif kind in BOOKS:
                yield from self._everywhere((kind, uid, half), write, self.books.needed(kind, uid, write))
            elif kind == "document":
                yield from self._everywhere((kind, uid, half), write, ())
        yield from self._strangers()

    def _task(self, uid: str, write: Write) -> Iterator[Difference]:
        parties, deleted = self._parties(write), "deleted" in write.content
        yield from self._everywhere(("task", uid, "def"), write, parties)
        execution = self.oracle.execution(uid)
        if execution is not None and not deleted:
            yield from self._everywhere(("task", uid, "exe"), execution, parties)
        for office in parties:
            if uid in self.stores[office].copies:
                yield Difference(office, self._name("task", uid), "bản sao", "", self.stores[office].copies[uid])
        document = write.content["document"]
        if document and not deleted and ("document", document, "def") in self.oracle.truth:
            for office in parties:
                if ("document", document, "def") not in self.stores[office].halves:
                    yield Difference(office, self._name("document", document), "văn bản", "có", "không có")

    def _parties(self, write: Write) -> tuple[str, ...]:
        """The offices that must hold a task: who assigned it, who does it, who helps."""
        content = write.content
        assigner = write.office
        found = [assigner]
        doer = content["doer"] or content["lead_unit"]
        if "deleted" not in content and doer in self.places[assigner].subs:
            found.append(doer)
        return tuple(dict.fromkeys(found))

    def helpers(self, write: Write) -> tuple[str, ...]:
        """The offices below the assigner that hold a copy of a task because they help."""
        below = self.places[write.office].subs
        return tuple(sub for sub in below if sub in write.content["cooperating_units"].split("; "))

    def _everywhere(self, key: Key, write: Write, needed: tuple[str, ...]) -> Iterator[Difference]:
        """A half is the same wherever it lies, and lies wherever it is needed."""
        for office, store in self.stores.items():
            seen = store.halves.get(key)
            if seen is not None:
                yield from self._fields(office, key, write, seen)
            elif office in needed and "deleted" not in write.content:
                yield Difference(office, self._name(*key[:2]), "bản ghi", "có", "không có")

    def _fields(self, office: str, key: Key, write: Write, seen: Seen) -> Iterator[Difference]:
        if key in self.oracle.lost and key[1] in self.stores[office].copies:
            return  # a copy to be read may be all that is left of what both writers lost
        if "deleted" in write.content and "deleted" in seen.content:
            return
        for name in sorted({*write.content, *seen.content}):
            expected, found = write.content.get(name, ""), seen.content.get(name, "")
            if expected != found:
                label = _label(key[0], name)
                yield Difference(office, self._name(*key[:2]), label, expected, found)

    def _of_task(self, key: Key, write: Write) -> Iterator[Difference]:
        task = write.content["task"]
        about = self.oracle.truth.get(("task", task, "def"))
        if about is None:
            return
        parties = self._parties(about)
        copies = [o for o, s in self.stores.items() if task in s.copies and ("task", task, "def") in s.halves]
        yield from self._everywhere(key, write, (*parties, *copies) if "deleted" not in about.content else ())

    def _alone(self, key: Key, write: Write) -> Iterator[Difference]:
        place = self.places[write.office]
        needed = (write.office, *(place.subs if key[0] == "work_calendar_day" else (place.upper,)))
        yield from self._everywhere(key, write, tuple(name for name in needed if name))

    def _concerned(self, kind: str, write: Write) -> tuple[str, ...]:
        """The offices that must hold a target, or what was reported: who wrote it, and the one it is meant for."""
        place, content = self.places[write.office], write.content
        if kind == "indicator":  # it goes along with what names it; made anew, it has another name
            return ()
        if kind == "target":
            return (write.office, *(sub for sub in place.subs if sub == content["unit"]))
        if kind == "erratum":
            about = self.oracle.truth.get(("figure", content["figure"], "def"))
            if about is None or "deleted" in about.content:
                return (write.office,)
            content = about.content
        of_itself = kind == "closed_period" or content.get("unit") == write.office
        return (write.office, place.upper) if of_itself and place.upper else (write.office,)

    def _strangers(self) -> Iterator[Difference]:
        """Records in a store that the oracle does not know, and helpers without their copy."""
        for office, store in self.stores.items():
            for key, seen in store.halves.items():
                if key not in self.oracle.truth and "deleted" not in seen.content and key[2] == "def":
                    yield Difference(office, self._name(*key[:2]), "bản ghi", "không có", str(dict(seen.content)))
        for (kind, uid, half), write in self.oracle.truth.items():
            if kind == "task" and half == "def" and "deleted" not in write.content:
                for helper in self.helpers(write):
                    if ("task", uid, "def") not in self.stores[helper].halves:
                        yield Difference(helper, self._name("task", uid), "bản sao phối hợp", "có", "không có")

    def _name(self, kind: str, uid: str) -> str:
        write = self.oracle.truth.get((kind, uid, "def"))
        words: Content = write.content if write is not None else {}
        told = (
            words.get("content")
            or words.get("number")
            or words.get("reason")
            or words.get("day")
            or words.get("period")
            or words.get("title")
            or words.get("subject")
            or words.get("name")
            or words.get("paper")
        )
        return f"{_noun(kind)} {uid[:6]} “{(told or '')[:60]}”"

    def stand_alike(self, found: Mapping[str, Standings]) -> Iterator[Difference]:
        """A task stands where its other office says it stands."""
        for uid in dict.fromkeys(uid for each in found.values() for uid in each):
            said = {office: each[uid] for office, each in found.items() if uid in each}
            first = next(iter(said))
            for office, words in said.items():
                if words != said[first]:
                    yield Difference(
                        office,
                        self._name("task", uid),
                        f"tình trạng (so với {first})",
                        " ".join(said[first]),
                        " ".join(words),
                    )


def _noun(kind: str) -> str:
    return next((entity.noun for entity in ENTITIES.values() if entity.kind == kind), kind)


def _label(kind: str, name: str) -> str:
    entity: Any = next((entity for entity in ENTITIES.values() if entity.kind == kind), None)
    column = entity.columns.get(name) if entity is not None else None
    if name == "deleted":
        return "đã xóa"
    return "đơn vị thực hiện" if name == "doer" else column.label if column is not None else name
