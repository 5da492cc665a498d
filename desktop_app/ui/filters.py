"""The filters over a list: words to search for, drop-downs, and chips for what was opened from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from desktop_app.records import Entity
from desktop_app.rules import names
from desktop_app.ui import kit, more_filters
from desktop_app.ui.flow import Flow
from desktop_app.ui.sources import Days as Days
from desktop_app.ui.sources import Filter as Filter
from desktop_app.ui.sources import NamedFilter as NamedFilter
from desktop_app.ui.sources import Source as Source
from desktop_app.ui.suggestions import Suggestions

ALL = "Tất cả"
LONGEST_CHIP = 64  # letters
TYPING_PAUSE = 80  # milliseconds after a letter before the list follows


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
        text = words if len(words) <= LONGEST_CHIP else f"{words[: LONGEST_CHIP - 1]}…"
        made = kit.button(self, f"{text}  ✕", lambda: on_remove(name), padding=(kit.px(self, 8), kit.px(self, 2)))
        made.pack()
        if text != words:
            kit.hint(made, words)


class FilterBar(Flow):
    """Search box, drop-downs and chips; ``on_change`` is called when another list is wanted."""

    def __init__(
        self,
        master: kit.Misc,
        entity: Entity[Any],
        filters: Sequence[Filter],
        words_for: Callable[[str, Any], str],
        on_change: Callable[[], Any],
        more: Sequence[Filter] = (),
    ) -> None:
        """Build the bar.

        Args:
            master: where it lies.
            entity: whose columns the filters are.
            filters: those with a drop-down of their own.
            words_for: says in words what a filter from elsewhere (name, value) shows.
            on_change: called when another list is wanted.
            more: those that are asked for in a window.
        """
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
        self.more = {source.name: source for source in (Source(entity, wanted) for wanted in more)}
        self._more_words: dict[str, str] = {}
        if self.more:
            self.button("Lọc thêm…", "funnel", self.ask_more)
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
        """What ``find`` takes; a choice whose record is gone meanwhile is given up first."""
        self._give_up_gone()
        dropped = {name: drop.value for name, drop in self.drops.items() if drop.is_on}
        return dropped | {n: self.more[n].value(w) for n, w in self._more_words.items()} | self._from_elsewhere

    def _give_up_gone(self) -> None:
        for drop in self.drops.values():
            if drop.is_on and not drop.source.restored([drop.word]):
                drop.show(ALL)
        gone = [name for name, word in self._more_words.items() if not self.more[name].restored([word])]
        for name in gone:
            del self._more_words[name]
        if gone:
            self._tell()

    def open(self, where: Mapping[str, Any]) -> None:
        """Filter by this and nothing else, each shown as a chip."""
        self._text.set("")
        self.show_chosen(("", {}, dict(where)))
        self._on_change()

    def clear(self) -> None:
        """Leave nothing out."""
        self.open({})

    def ask_more(self) -> None:
        """Ask for the filters that have no room here."""
        found = more_filters.ask(self, list(self.more.values()), self._more_words)
        if found is not None and found != self._more_words:
            for name in {*found, *self._more_words}:
                self._from_elsewhere.pop(name, None)
            self._more_words = found
            self._tell()
            self._on_change()

    def words(self) -> list[str]:
        """Everything that leaves rows out, in words: for the head of a sheet."""
        found = [f"{d.source.label}: {d.word}" for n, d in self.drops.items() if d.is_on and not self._elsewhere(n)]
        found += [words for _, words in self._in_chips()]
        return found + ([f"tìm “{text}”"] if (text := self.text.strip()) else [])

    def chosen(self) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """What to keep: text; what `Source.kept` makes of each filter that is on; what came from elsewhere."""
        kept = {name: drop.source.kept(drop.word) for name, drop in self.drops.items() if drop.is_on}
        kept |= {name: self.more[name].kept(word) for name, word in self._more_words.items()}
        return self.text, kept, dict(self._from_elsewhere)

    def show_chosen(self, state: tuple[str, Mapping[str, Any], Mapping[str, Any]]) -> None:
        """Show a kept state, without telling of it; what no longer exists is left out."""
        text, kept, self._from_elsewhere = state[0], state[1], dict(state[2])
        self._applied = text
        self._text.set(text)
        for name, drop in self.drops.items():
            word = drop.source.restored(kept[name]) if name in kept else ""
            drop.show(word or (drop.source.word(self._from_elsewhere[name]) if self._elsewhere(name) else "") or ALL)
        restored = {name: source.restored(kept[name]) for name, source in self.more.items() if name in kept}
        self._more_words = {name: word for name, word in restored.items() if word}
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
        self._more_words.pop(name, None)
        self._chosen(name)

    def _elsewhere(self, name: str) -> bool:
        return name in self._from_elsewhere

    def _in_chips(self) -> list[tuple[str, str]]:
        """What is shown as a chip: name, words."""
        found = [(name, self._words_for(name, value)) for name, value in self._from_elsewhere.items()]
        asked = [(n, f"{self.more[n].label}: {w}") for n, w in self._more_words.items() if not self._elsewhere(n)]
        return found + asked

    def _tell(self) -> None:
        for chip in self._chips:
            self.remove(chip)
        self._chips = []
        for place, (name, words) in enumerate(self._in_chips()):
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
