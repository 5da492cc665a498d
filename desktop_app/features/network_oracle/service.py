"""What each owner wrote last, in plain dictionaries: who is right when the stores differ.

The oracle looks at a store before and after people work in it, before and after a package is received or a copy
restored. It knows nothing of revisions but that one revision of one owner names one value.
"""

from collections.abc import Callable, Iterable

from desktop_app.features.network_oracle.columns import Write
from desktop_app.features.network_sight.service import Content, Key, Revision, Seen, Store

Say = Callable[[str], None]
EMPTY = Store({}, {})
LINKS = ("task", "document", "request")


class Oracle:
    """The truth of the whole network, and how each store looked last."""

    def __init__(self, uids: dict[str, str]) -> None:
        self.uids = uids  # identity of an office -> its name in the game
        self.stores: dict[str, Store] = {}
        self.truth: dict[Key, Write] = {}
        self.writes: dict[Key, list[Write]] = {}
        self.known: dict[tuple[Key, str, Revision], Write] = {}
        self.reigns: dict[tuple[Key, int, str], Write] = {}  # of a half, its term and owner: how it began
        self.alias: dict[str, str] = {}
        self.lost: set[Key] = set()  # a value of it was lost for good with a restored copy
        self.strange: list[str] = []
        self.mixed = 0  # questions whose two halves want opposite answers
        self._now = 0

    # --- What happens ---

    def acted(self, office: str, after: Store) -> None:
        """People worked in an office: what differs now was written by them."""
        before = self.stores.get(office, EMPTY)
        for key, seen in after.halves.items():
            was = before.halves.get(key)
            if was == seen or key[1] in self.alias:
                continue
            given = key[2] == "exe" and was is not None and seen.revision[0] > was.revision[0]
            if was is not None and was.content == seen.content and not given:
                self._same(key, seen, self.held(key, was))
            elif given and (key, seen.revision[0], seen.owner) in self.reigns:
                self._given_again(key, seen, office)
            else:
                self._written(office, key, was, seen, given=given)
        self.stores[office] = after
        for (kind, uid, half), seen in after.halves.items():
            order = self.known.get(((kind, uid, half), seen.owner, seen.revision))
            if kind == "task" and half == "def" and order is not None and before.halves.get((kind, uid, half)) != seen:
                done = self.held((kind, uid, "exe"), after.halves[kind, uid, "exe"])
                order.lineage = done.reign if done is not None else 0

    def execution(self, uid: str) -> Write | None:
        """What was done about a task, by whom the order that counts says it is done."""
        order, last = self.truth["task", uid, "def"], self.truth.get(("task", uid, "exe"))
        if last is None or last.reign == order.lineage:
            return last
        of_reign = [write for write in self.writes["task", uid, "exe"] if write.reign == order.lineage]
        return max(of_reign, key=lambda write: write.order, default=last)

    def received(self, office: str, after: Store) -> None:
        """A package came in or a question was answered: nothing new can have been written by that."""
        before = self.stores.get(office, EMPTY)
        self.stores[office] = after
        for key, seen in after.halves.items():
            if before.halves.get(key) != seen and key[1] not in self.alias:
                write = self.held(key, seen)
                if write is None:
                    self.strange.append(f"{office}: {key} nói điều không ai ghi: {dict(seen.content)}")
                else:
                    self.known.setdefault((key, seen.owner, seen.revision), write)
                    self.bring(write)

    def bring(self, write: Write) -> None:
        """A value has come to an office that counts: if it was thought lost, it is not."""
        now = self.truth.get(write.key)
        if now is None or write.order > now.order:
            self.truth[write.key] = write

    def went_back(self, office: str, after: Store) -> None:
        """An office went back to a copy, or began afresh: what only it knew is lost."""
        before = self.stores.get(office, EMPTY)
        self.stores[office] = after
        for key in before.halves:
            if key in self.truth and before.halves[key] != after.halves.get(key):
                held = self._held_anywhere(key)
                if held is not self.truth[key]:
                    self.lost.add(key)
                if held is None:
                    del self.truth[key]
                else:
                    self.truth[key] = held
        for key, seen in after.halves.items():  # the copy may hold what an older copy had lost before
            write = self.held(key, seen) if key[1] not in self.alias else None
            if write is not None:
                self.bring(write)

    def merged(self, office: str, kept: str, after: Store) -> None:
        """A task typed before turned out to be one from above: what was done about it goes on under that name."""
        key = ("task", kept, "exe")
        seen, was = after.halves[key], self.truth.get(key)
        self._written(office, key, None, seen, reign=was.reign if was else 0)
        for other, decision in after.halves.items():
            mine = decision.owner == seen.owner and decision.content.get("task") == kept
            if other[0] == "task_decision" and mine and "deleted" in decision.content:
                self._written(office, other, None, decision)  # what is decided about it is decided above from now on

    def rename(self, aliases: Iterable[tuple[str, str]]) -> None:
        """Records have been merged: from now on both names mean one."""
        for other, record in aliases:
            if self.alias.get(other) == record:
                continue
            self.alias[other] = record
            for key in [key for key in self.truth if key[1] == other]:
                del self.truth[key]
            for writes in self.writes.values():
                for write in writes:
                    write.content = self._renamed(write.content)

    def canonical(self, store: Store) -> Store:
        """A store whose links are told by the names that count now."""
        if not self.alias:
            return store
        halves = {
            key: Seen(seen.owner, seen.revision, self._renamed(seen.content)) for key, seen in store.halves.items()
        }
        return Store(halves, store.copies)

    # --- What is known ---

    def held(self, key: Key, seen: Seen) -> Write | None:
        """Which of the values written a half in a store is."""
        exact = self.known.get((key, seen.owner, seen.revision))
        if exact is not None and exact.content == seen.content:
            return exact
        same = [write for write in self.writes.get(key, ()) if write.content == seen.content]
        return max(same, key=lambda write: write.order, default=None)

    def _held_anywhere(self, key: Key) -> Write | None:
        found = [self.held(key, store.halves[key]) for store in self.stores.values() if key in store.halves]
        return max((write for write in found if write), key=lambda write: write.order, default=None)

    # --- Notes ---

    def _written(
        self, office: str, key: Key, was: Seen | None, seen: Seen, *, given: bool = False, reign: int = 0
    ) -> None:
        self._now += 1
        before = self.held(key, was) if was is not None else None
        began = self._now if given else before.reign if before is not None else reign
        write = Write(key, self.uids.get(seen.owner, office), (began, self._now), seen.content)
        self.writes.setdefault(key, []).append(write)
        self.known[key, seen.owner, seen.revision] = write
        if given:
            self.reigns[key, seen.revision[0], seen.owner] = write
        self.bring(write)

    def _given_again(self, key: Key, seen: Seen, office: str) -> None:
        """An office that went back to a copy gives a task once more to whom it had given it: that one goes on."""
        first = self.reigns[key, seen.revision[0], seen.owner]
        write = Write(key, office, first.order, seen.content)
        self.writes[key].append(write)
        self.known[key, seen.owner, seen.revision] = write
        if key not in self.truth or self.truth[key].order <= first.order:
            self.truth[key] = write

    def _same(self, key: Key, seen: Seen, write: Write | None) -> None:
        if write is not None:
            self.known[key, seen.owner, seen.revision] = write

    def _renamed(self, content: Content) -> Content:
        if not any(content.get(name) in self.alias for name in LINKS):
            return content
        return {name: self.alias.get(value, value) if name in LINKS else value for name, value in content.items()}
