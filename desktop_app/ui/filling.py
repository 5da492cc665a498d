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
        self._editors, self._beside = editors, beside
        self._filled: dict[str, str] = {}
        for target, (sources, work) in entity.fills.items():
            if target in editors:
                for name in sources:
                    if name in editors:
                        editors[name].entry.bind("<FocusOut>", self._follower(target, work), add="+")

    def forget(self) -> None:
        """Another record stands here: what was filled in belongs to the one before."""
        self._filled.clear()

    def _follower(self, target: str, work: Callable[[Texts], str]) -> Callable[[Any], None]:
        def follow(event: Any) -> None:
            editor = self._editors[target]
            if not editor.is_enabled():
                return
            text = work({**self._beside(), **{name: each.get() for name, each in self._editors.items()}})
            stands = editor.get().strip()
            if text != stands and stands == self._filled.get(target, ""):
                editor.fill(text)
                self._filled[target] = text

        return follow
