"""The filters over a list: words to search for, drop-downs, and chips for what was opened from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_app.records import Entity
from desktop_app.records.kinds import Choice
from desktop_app.rules import names
from desktop_app.ui import kit
from desktop_app.ui.flow import Flow
from desktop_app.ui.suggestions import Suggestions

ALL = "Tất cả"
TYPING_PAUSE = 80  # milliseconds after a letter before the list follows


@dataclass(frozen=True)
class NamedFilter:
    """A drop-down of a room's own filter: ``options`` gives the words people choose -> the value for ``find``."""

    name: str
    label: str
    options: Callable[[], Mapping[str, Any]]


Filter = str | NamedFilter  # the name of a Choice or Link column, or a filter of the room's own


class Source:
    """The words of one filter, and the values behind them; read afresh whenever they are asked for."""

    def __init__(self, entity: Entity[Any], wanted: Filter) -> None:
        self._named = wanted if isinstance(wanted, NamedFilter) else None
        self.name = wanted.name if isinstance(wanted, NamedFilter) else wanted
        column = None if self._named else entity.columns[self.name]
        self.label = self._named.label if self._named else column.label if column else ""
        self._kind = column.kind if column else None

    def words(self) -> list[str]:
        """What people can choose."""
        if self._named:
            return list(self._named.options())
        return self._kind.options() if self._kind else []

    def value(self, word: str) -> Any:
        """The value for ``find`` behind a word; KeyError or ValueError when there is none."""
        if self._named:
            return self._named.options()[word]
        assert self._kind is not None
        found = self._kind.read(word)
        return found if isinstance(self._kind, Choice) else found.id

    def word(self, value: Any) -> str | None:
        """The word for a value, or None."""
        plain = getattr(value, "id", value)
        return None if plain is None else next((word for word in self.words() if self.value(word) == plain), None)


class DropDown(kit.Frame):
    """One filter: its label and a list that is typed into to find, and chosen from."""

    def __init__(self, master: kit.Misc, source: Source, on_change: Callable[[], Any]) -> None:
        super().__init__(master)
        self.source = source
        self.word = ALL
        self._on_change = on_change
        self._text = kit.StringVar(self, ALL)
        kit.label(self, source.label).pack(side="left", padx=(0, kit.px(self, 6)))
        self.entry = kit.Combobox(self, textvariable=self._text, width=18)
        self.entry.pack(side="left")
        self.suggestions = Suggestions(self.entry, lambda: [ALL, *source.words()], self.take)
        self._follow = kit.once_idle(self.entry, self._suggest)
        self._text.trace_add("write", self._follow)
        for key in ("<Down>", "<F4>", "<Alt-Down>", "<space>"):
            self.entry.bind(key, self._on_key, add="+")
        for key in ("<Return>", "<KP_Enter>", "<FocusOut>"):
            self.entry.bind(key, lambda event: self._settle(), add="+")
        self.entry.bind("<Button-1>", self._on_click)

    @property
    def value(self) -> Any:
        """The value for ``find``; only asked while something is chosen."""
        return self.source.value(self.word)

    @property
    def is_on(self) -> bool:
        """Whether it leaves anything out."""
        return self.word != ALL

    def show(self, word: str) -> None:
        """Show a choice without telling of it."""
        self.word = word
        self._text.set(word)

    def take(self, word: str) -> None:
        """Choose a word."""
        changed = word != self.word
        self.show(word)
        self.entry.selection_range(0, "end")
        if changed:
            self._on_change()

    def _suggest(self) -> None:
        text = self._text.get()
        if text != self.word and self.entry.focus_get() is self.entry:
            self.suggestions.follow(text)

    def _settle(self) -> None:
        """Typed words choose what they name, accents aside; any others choose nothing."""
        text = self._text.get()
        if text == self.word:
            return
        wanted = names.fold(text) or names.fold(ALL)
        found = next((word for word in (ALL, *self.source.words()) if names.fold(word) == wanted), None)
        if found:
            self.take(found)
        else:
            self.show(self.word)

    def _open(self) -> None:
        self.suggestions.open(chosen=self.word)

    def _on_key(self, event: kit.Event) -> str | None:
        if event.keysym == "space" and self._text.get() != self.word:
            return None  # a blank between two words typed
        self._open()
        return "break"

    def _on_click(self, event: kit.Event) -> str:
        was_open = self.suggestions.is_open
        self.entry.focus_set()
        self.entry.selection_range(0, "end")
        if was_open:
            self.suggestions.close()
        else:
            self._open()
        return "break"


class Chip(kit.Frame):
    """A filter that came from elsewhere, in words, and a cross that takes it away."""

    def __init__(self, master: kit.Misc, name: str, words: str, on_remove: Callable[[str], Any]) -> None:
        super().__init__(master)
        self.name = name
        self.words = words
        kit.button(self, f"{words}  ✕", lambda: on_remove(name), padding=(kit.px(self, 8), kit.px(self, 2))).pack()


class FilterBar(Flow):
    """Search box, drop-downs and chips; ``on_change`` is called when another list is wanted."""

    def __init__(
        self,
        master: kit.Misc,
        entity: Entity[Any],
        filters: Sequence[Filter],
        words_for: Callable[[str, Any], str],
        on_change: Callable[[], Any],
    ) -> None:
        """Build the bar; ``words_for`` says in words what a filter from elsewhere (name, value) shows."""
        super().__init__(master)
        self._words_for = words_for
        self._on_change = on_change
        self._text = kit.StringVar(self)
        self._applied = ""
        self._from_elsewhere: dict[str, Any] = {}
        self._chips: list[kit.Widget] = []
        self._build_search()
        self.drops = {
            source.name: DropDown(self, source, partial(self._chosen, source.name))
            for source in (Source(entity, wanted) for wanted in filters)
        }
        for drop in self.drops.values():
            self.add(drop)
        self._clear_button = kit.button(self, "Bỏ lọc", self.clear, "quiet", "x-circle")
        self.add(self._clear_button)
        self._tell()

    def _build_search(self) -> None:
        box = kit.Frame(self)
        kit.Label(box, icon="search", icon_size=kit.icon_units(self)).pack(side="left", padx=(0, kit.px(self, 6)))
        self.search = kit.Entry(box, textvariable=self._text, width=28)
        self.search.pack(side="left")
        kit.hint(self.search, "Tìm không cần dấu (Ctrl+F); Esc để xóa, mũi tên xuống để vào danh sách")
        self.search.bind("<Escape>", self._on_escape)
        self._text.trace_add("write", self._typed)
        self.add(box)

    @property
    def text(self) -> str:
        """The words searched for."""
        return str(self._text.get())

    @property
    def is_on(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text.strip() or self.where())

    def where(self) -> dict[str, Any]:
        """What ``find`` takes."""
        return {name: drop.value for name, drop in self.drops.items() if drop.is_on} | self._from_elsewhere

    def open(self, where: Mapping[str, Any]) -> None:
        """Filter by this and nothing else, each shown as a chip."""
        self._text.set("")
        self.show_chosen(("", {}, dict(where)))
        self._on_change()

    def clear(self) -> None:
        """Leave nothing out."""
        self.open({})

    def chosen(self) -> tuple[str, dict[str, str], dict[str, Any]]:
        """What to keep while the program runs: text, drop-downs, what came from elsewhere."""
        return self.text, {n: d.word for n, d in self.drops.items() if d.is_on}, dict(self._from_elsewhere)

    def show_chosen(self, state: tuple[str, Mapping[str, str], Mapping[str, Any]]) -> None:
        """Show a kept state, without telling of it."""
        text, words, self._from_elsewhere = state[0], state[1], dict(state[2])
        self._applied = text
        self._text.set(text)
        for name, drop in self.drops.items():
            from_elsewhere = self._from_elsewhere.get(name)
            drop.show(
                words.get(name) or (drop.source.word(from_elsewhere) if name in self._from_elsewhere else "") or ALL
            )
        self._tell()

    def focus_search(self) -> None:
        """Go to the search box."""
        self.search.focus_set()
        self.search.selection_range(0, "end")

    def _chosen(self, name: str) -> None:
        """A drop-down was used: what came from elsewhere about the same thing no longer counts."""
        self._from_elsewhere.pop(name, None)
        self._tell()
        self._on_change()

    def _remove(self, name: str) -> None:
        """A chip's cross was pressed."""
        if name in self.drops:
            self.drops[name].show(ALL)
        self._chosen(name)

    def _tell(self) -> None:
        for chip in self._chips:
            self.remove(chip)
        self._chips = []
        for place, (name, value) in enumerate(self._from_elsewhere.items()):
            words = self._words_for(name, value)
            chip = Chip(self, name, words if place else f"Đang lọc: {words}", self._remove)
            self._chips.append(chip)
            self.add(chip)
        self.show(self._clear_button, self.is_on)

    def _typed(self, *_: Any) -> None:
        if self.text == self._applied:
            return
        text = self.text
        kit.soon(self, lambda: self._apply(text), TYPING_PAUSE)

    def _apply(self, text: str) -> None:
        """Search, unless something else has been typed since, which will come here by itself."""
        if text == self.text != self._applied:
            self._applied = self.text
            self.show(self._clear_button, self.is_on)
            self._on_change()

    def _on_escape(self, event: kit.Event) -> str | None:
        if not self.text:
            return None
        self._text.set("")
        return "break"
