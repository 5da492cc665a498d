"""A form out of an entity: the screen says where a field stands, the column says what it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import lcm
from typing import Any

from desktop_app.records import Entity, Questions, Stored
from desktop_app.records.kinds import Day, Hour, Links, LongText, Whole, YesNo
from desktop_app.ui import drafts, kit, theme
from desktop_app.ui.fields import Field, make_field
from desktop_app.ui.filling import Filling

Layout = Sequence[Sequence[str]]

# The width below which a field is no longer pleasant, in characters; a row that is too narrow for its fields breaks.
LEAST_WIDTHS: tuple[tuple[type, int], ...] = ((Hour, 9), (Whole, 10), (LongText, 30), (Links, 24), (Day, 8), (YesNo, 8))
LEAST_WIDTH, LABEL_WIDTH = 17, 30
WIDTH_AT_FIRST = 60


class Form(kit.Frame):
    """Fields in rows, as the screen names them; the order of Tab is the order one sees."""

    def __init__(
        self,
        master: kit.Misc,
        entity: Entity[Any] | Questions,
        layout: Layout,
        *,
        locked: Iterable[str] = (),
        defaults: Mapping[str, str] | None = None,
        on_change: Callable[[], Any] = lambda: None,
        scrolled: bool = True,
    ) -> None:
        """Build the form.

        Args:
            master: where it lives.
            entity: whose columns they are.
            layout: rows of column names; ``"name*2"`` gives a field twice the width of its neighbours.
            locked: columns that are shown but not written here; columns that are worked out always are.
            defaults: column -> text that a new record begins with.
            on_change: called after each change a person makes.
            scrolled: whether it scrolls when the window is low; otherwise it is as high as its fields.
        """
        super().__init__(master)
        self.entity = entity
        self.on_change = on_change
        self.defaults = dict(defaults or {})
        self._shown: dict[str, str] = {}
        self._bars = kit.Frame(self)
        self._bars.pack(fill="x")
        self._words = kit.wraplabel(self._bars, role="error", wraplength=kit.px(self, 200), borderwidth=0)
        self.body: kit.Frame = kit.ScrolledFrame(self, padding=0) if scrolled else kit.Frame(self)
        self.body.pack(fill="both", expand=True)
        self.body.grid_columnconfigure(0, weight=1)
        self.fields: dict[str, Field] = {}
        self._lines = [self._make_line(place, names) for place, names in enumerate(layout)]
        self._filling = Filling(entity, {name: field.editor for name, field in self.fields.items()})
        for name in entity.proposals:
            if name in self.fields:
                self.fields[name].note = partial(self._filling.note, name)
        self.under = kit.Frame(self.body)  # for what a screen shows below the fields
        self.under.grid(row=len(self._lines), column=0, sticky="nsew")
        self.locked: set[str] = set()
        self.lock(locked)
        self._drafts = drafts.Keeping(self._bars, self._unsaved, self._restore)
        self._flow_width = 0
        self._laid: dict[kit.Frame, tuple[int, int, list[int]]] = {}
        self.body.bind("<Configure>", lambda event: self._flow(event.width), add="+")
        theme.follow(self, lambda: self._flow(0))
        if not scrolled:
            self._flow(theme.characters(WIDTH_AT_FIRST))  # so that a window knows how high it has to be
        self.show({})

    def lock(self, names: Iterable[str]) -> None:
        """Let people write in every field but these and those that are worked out."""
        self.locked = {*names, *(name for name in self.fields if not self.entity.columns[name].written)}
        for name, field in self.fields.items():
            field.enabled(name not in self.locked)

    @property
    def dirty(self) -> bool:
        """Whether the texts differ from what was last shown."""
        return self.texts() != self._shown

    def texts(self) -> dict[str, str]:
        """Column -> text of the fields that people may write."""
        return {name: field.get() for name, field in self.fields.items() if name not in self.locked}

    def show(self, texts: Mapping[str, str]) -> None:
        """Show these texts and nothing else, with nothing wrong about them."""
        self._filling.forget()
        for name, field in self.fields.items():
            field.set(texts.get(name, ""))
        self._filling.begin()
        self._shown = self.texts()
        self.say("")

    def to_top(self) -> None:
        """Scroll to the first field."""
        if isinstance(self.body, kit.ScrolledFrame):
            self.body.yview_moveto(0)

    def show_record(self, record: Any | None, row: Any | None = None) -> None:
        """Show a record, or a new one with the form's defaults; worked-out columns are read from its listed row."""
        texts = self.entity.texts(record)
        if record is None:
            texts |= self.defaults
        else:
            unwritten = [self.entity.columns[name] for name in self.fields if not self.entity.columns[name].written]
            if row is not None:
                texts |= {column.name: column.shown(row) for column in unwritten}
            else:
                texts |= {
                    column.name: column.shown(record) for column in unwritten if isinstance(column.source, Stored)
                }
        self.show(texts)

    def changed(self) -> dict[str, str]:
        """Column -> text of the fields whose text differs from what was last shown."""
        return {name: text for name, text in self.texts().items() if text != self._shown.get(name)}

    def keep_draft(self, name: str) -> None:
        """Keep what is typed as a draft under ``name``, and offer the draft an earlier run left there."""
        self._drafts.begin(name)

    def write_draft(self) -> None:
        """Keep what is typed now, without waiting for a pause."""
        self._drafts.flush()

    def saved(self) -> None:
        """What stands here is saved or given up: it counts as shown, and its draft is dropped."""
        self._shown = self.texts()
        self._drafts.done()

    def complain(self, problems: Mapping[str, str]) -> None:
        """Write each problem under its field, the others above the fields, and go to the first wrong field."""
        for name, field in self.fields.items():
            field.complain(problems.get(name, ""))
        self.say("; ".join(self._elsewhere(name, words) for name, words in problems.items() if name not in self.fields))
        wrong = next((name for name in self.fields if problems.get(name)), None)
        if wrong:
            self.fields[wrong].focus()

    def say(self, words: str) -> None:
        """Say something above the fields, calmly and until something else is said."""
        self._words.configure(text=words)
        if words:
            self._words.pack(side="bottom", fill="x", pady=(0, kit.px(self, 8)))
        else:
            self._words.pack_forget()
            if not self._bars.pack_slaves():
                self._bars.configure(height=1)  # a frame that has lost its last child keeps its old height

    def focus_first(self) -> None:
        """Give the keys to the first field one may write in; where there is none, to the first to be read."""
        name = next((name for name in self.fields if name not in self.locked), next(iter(self.fields), None))
        if name:
            self.fields[name].focus()

    def _make_line(self, place: int, names: Sequence[str]) -> tuple[kit.Frame, list[tuple[Field, int]]]:
        line = kit.Frame(self.body)
        line.grid(row=place, column=0, sticky="ew")
        fields = []
        for entry in names:
            name, _, weight = entry.partition("*")
            field = make_field(line, self.entity.columns[name])
            field.on_change = self._changed
            self.fields[name] = field
            fields.append((field, int(weight or 1)))
        return line, fields

    def _flow(self, width: int) -> None:
        """Lay the fields of each row side by side as far as they find room, and go on below."""
        width = width or self._flow_width
        if width <= 1:
            return
        self._flow_width = width
        for line, fields in self._lines:
            self._flow_line(line, fields, width)

    def _flow_line(self, line: kit.Frame, fields: list[tuple[Field, int]], width: int) -> None:
        gap = kit.px(self, 12)
        rows: list[list[tuple[Field, int]]] = [[]]
        for field, weight in fields:
            if rows[-1] and sum(_least(f) + gap for f, _ in rows[-1]) + _least(field) > width:
                rows.append([])
            rows[-1].append((field, weight))
        laid = (width, gap, [len(row) for row in rows])
        if self._laid.get(line) == laid:
            return  # Tk would lay the whole form out again
        self._laid[line] = laid
        steps = lcm(*(sum(weight for _, weight in row) for row in rows))
        # Of equal width by their least size: Tk makes columns of a uniform group unequal once a field spans several.
        for column in range(max(steps, line.grid_size()[0])):
            used = column < steps
            line.grid_columnconfigure(column, weight=int(used), minsize=width // steps if used else 0)
        for place, row in enumerate(rows):
            column, unit = 0, steps // sum(weight for _, weight in row)
            for field, weight in row:
                last = (field, weight) == row[-1]
                field.grid(
                    row=place,
                    column=column,
                    columnspan=weight * unit,
                    sticky="new",
                    padx=(0, 0 if last else gap),
                    pady=(0, kit.px(self, 10)),
                )
                column += weight * unit

    def _elsewhere(self, name: str, words: str) -> str:
        column = self.entity.columns.get(name)
        return f"{column.label}: {words}" if column else words

    def _changed(self) -> None:
        self._drafts.touched()
        self.on_change()

    def _unsaved(self) -> dict[str, str] | None:
        return self.texts() if self.dirty else None

    def _restore(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            if name in self.fields and name not in self.locked:
                self.fields[name].write(text)
        self.focus_first()


def _least(field: Field) -> int:
    """Room for the value, for the editor's own parts, and for the label in one line unless it is very long."""
    characters = next((count for kind, count in LEAST_WIDTHS if isinstance(field.column.kind, kind)), LEAST_WIDTH)
    label = min(theme.measure(f"{field.label} *"), theme.characters(LABEL_WIDTH))
    return max(theme.characters(characters), int(field.editor.widget.winfo_reqwidth()), label)
