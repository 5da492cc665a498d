"""What a room says about its screen: columns, rows of the form, filters, and what it adds to them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from desktop_app.records import Entity, Rows
from desktop_app.ui import kit
from desktop_app.ui.bulk import BulkAction as BulkAction
from desktop_app.ui.filters import Filter, FilterBar, Source
from desktop_app.ui.flow import Flow
from desktop_app.ui.form import Layout


class Service(Protocol):
    """What such a screen asks of its room; ``delete(record)`` and ``restore(record)`` where records may go."""

    def find(self, where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows: ...

    def get(self, record_id: int) -> Any: ...

    def save(self, texts: Mapping[str, str], record: Any | None = None) -> Any: ...


class Room(kit.Frame):
    """What a room's screen may say; all of it is shown by `desktop_app.ui.screen.RecordsScreen`."""

    entity: ClassVar[Entity[Any]]
    service: ClassVar[Any]  # a Service: a module with these functions
    title: ClassVar[str]
    help_page: ClassVar[str]
    table: ClassVar[Sequence[str]]
    form: ClassVar[Layout]
    filters: ClassVar[Sequence[Filter]] = ()
    nothing_yet: ClassVar[str] = ""  # what an empty list says, where there is more to say than that it is empty
    more_filters: ClassVar[Sequence[Filter]] = ()  # asked for in a window, shown on the bar only when they are on
    bulk_actions: ClassVar[Sequence[BulkAction]] = ()  # what can be done with several chosen rows at once
    defaults: ClassVar[Mapping[str, str]] = {}
    also_listens: ClassVar[Sequence[str]] = ()
    tells_story: ClassVar[bool] = True  # False where the screen tells what happened to a record in its own way
    files: ClassVar[Any] = None  # the room that keeps files beside records (`ui.attached.Files`), where they may be
    files_last: ClassVar[bool] = False  # whether they stand below what the screen shows under its form

    record: Any | None = None  # the one in the form
    bar: FilterBar

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The colours' names of a row's dot and of its letters; a screen that says nothing has no dots."""
        return None, None

    def extra_actions(self, bar: Flow) -> None:
        """Add buttons beside the one that adds a record: ``bar.button(…)``."""

    def form_actions(self, bar: Flow) -> None:
        """Add buttons under the form, for the record in it (``self.record``)."""

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Show more about a record below its fields; ``master`` is empty."""

    def showing(self, record: Any | None) -> None:
        """A record, or a new one (None), now stands in the form: show the buttons that apply to it."""

    def about(self, record: Any | None) -> str:
        """A calm line under the title of the form; empty: none."""
        return ""

    def locked(self, record: Any | None) -> Iterable[str]:
        """Columns of the form that may not be written in this record."""
        return ()

    def record_title(self, record: Any | None) -> str:
        """What stands over the form."""
        noun = self.entity.noun
        return f"Thêm {noun}" if record is None else f"{noun[:1].upper()}{noun[1:]} {record}"

    def new_defaults(self) -> Mapping[str, str]:
        """What a new record begins with, asked each time."""
        return self.defaults

    def filter_words(self, name: str, value: Any) -> str:
        """What a filter from elsewhere shows, in words; the room's own filters are for its service to name."""
        told = getattr(self.service, "filter_words", lambda name, value: None)(name, value)
        if told:
            return str(told)
        if name in self.bar.drops:
            source = self.bar.drops[name].source
        elif name in self.entity.columns:
            source = Source(self.entity, name)
        else:
            return name
        values = value if isinstance(value, list | tuple | set) else [value]
        words = "; ".join("(trống)" if one is None else source.word(one) or str(one) for one in values)
        return words if name in self.bar.drops else f"{source.label}: {words}"
