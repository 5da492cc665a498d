"""What a form works out by itself from other fields when those are left: a due date from a number of working days."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.records import Entity, Questions
from desktop_app.ui.lines import Editor

Texts = Mapping[str, str]


class Filling:
    """Fills the fields that an entity names in ``fills``, never over what a person has typed there."""

    def __init__(
        self, entity: Entity[Any] | Questions, editors: Mapping[str, Editor], beside: Callable[[], Texts] = dict
    ) -> None:
        """Follow some editors.

        Args:
            entity: whose columns they are.
            editors: by column.
            beside: what stands elsewhere: column -> text, for columns that are not among the editors.
        """
        self._editors, self._beside, self._proposals = editors, beside, entity.proposals
        self._filled: dict[str, str] = {}
        self._sources = {target: [n for n in sources if n in editors] for target, (sources, _) in entity.fills.items()}
        self._known: dict[str, list[str]] = {}
        for target, (sources, work) in entity.fills.items():
            if target in editors:
                for name in sources:
                    if name in editors:
                        editors[name].entry.bind("<FocusOut>", self._follower(target, work), add="+")

    def forget(self) -> None:
        """Another record is about to stand here: what was filled in belongs to the one before."""
        self._filled.clear()

    def begin(self) -> None:
        """The other record stands here now: nothing is proposed for it before somebody changes it."""
        self._known = {target: self._texts(target) for target in self._sources}

    def note(self, name: str) -> str:
        """What is to be said of a field that holds a proposal; nothing once a person has written there."""
        filled = self._filled.get(name)
        return self._proposals.get(name, "") if filled and self._editors[name].get().strip() == filled else ""

    def _texts(self, target: str) -> list[str]:
        return [self._editors[name].get() for name in self._sources[target]]

    def _follower(self, target: str, work: Callable[[Texts], str]) -> Callable[[Any], None]:
        def follow(event: Any) -> None:
            editor = self._editors[target]
            if not editor.is_enabled():
                return
            if target in self._proposals and self._known.get(target) == self._texts(target):
                return  # who only passes by is offered nothing
            self._known[target] = self._texts(target)
            text = work({**self._beside(), **{name: each.get() for name, each in self._editors.items()}})
            stands = editor.get().strip()
            if text != stands and stands == self._filled.get(target, ""):
                self._filled[target] = text  # before the field is filled: it asks for its note at once
                editor.fill(text)

        return follow
