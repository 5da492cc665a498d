"""An entity: one Peewee model as people see it, column by column; label, kind and need are the field's own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from peewee import ForeignKeyField, Model

from db.models import Shared, Table
from desktop_app.errors import Refused
from desktop_app.records.kinds import Kind, Link, Links, YesNo, kind_of
from desktop_app.rules import names

T = TypeVar("T", bound=Table)
HIDDEN = "(giữ kín)"
Half = Literal["def", "exe", "home"]  # the assigner's, the doer's, and what each office writes for itself

HOUSEKEEPING = frozenset(
    {"id", "uid", "changed_at", "deleted_at", "sort_key", "folded", "doer"}
    | {f"{half}_{part}" for half in ("def", "exe") for part in ("owner", "term", "epoch", "n")}
)


@dataclass(frozen=True)
class Stored:
    """A column of the table; everything else about it is the model field's own. ``width`` in characters."""

    name: str
    width: int = 14
    half: Half = "def"
    label: str = ""
    typed: bool = True  # False: set by a service, never filled in by people
    secret: bool = False  # True: the journal says only that it changed


@dataclass(frozen=True)
class Many:
    """A set of linked records, kept in a table of its own; it belongs to the definition half."""

    name: str
    through: type[Model]
    link: str
    width: int = 20
    half: Half = "def"


@dataclass(frozen=True)
class Related:
    """A fact of a linked record, read beside it: ``path`` is ``link.field``."""

    name: str
    path: str
    label: str
    width: int = 14


@dataclass(frozen=True)
class Derived:
    """A value that SQL works out; ``{t}`` stands for the table. It is shown, never written."""

    name: str
    label: str
    sql: str
    kind: Kind
    width: int = 14


@dataclass(frozen=True)
class Column:
    """One fact about a record as form, table, sheet and paper use it; one with ``compute`` is worked out from a row."""

    name: str
    label: str
    kind: Kind
    width: int = 14
    needed: bool = False
    hint: str = ""
    half: Half = "def"
    source: Stored | Many | Related | Derived | None = None
    compute: Callable[[Any], Any] | None = field(default=None, compare=False)
    sorted_like: str = ""  # for a computed one: the column whose order stands for its own

    def journalled(self, value: Any) -> Any:
        """The value as the journal holds it."""
        if isinstance(self.source, Stored) and self.source.secret and value:
            return HIDDEN  # not even a digest: a number of a dozen figures is found from its digest in minutes
        return self.kind.plain(value)

    @property
    def written(self) -> bool:
        """Whether people fill it in."""
        if isinstance(self.source, Stored):
            return self.source.typed
        return isinstance(self.source, Many) or (self.source is None and self.compute is None)

    def of(self, record: Any) -> Any:
        """The value of this column in a record or a row."""
        if self.compute is not None:
            return self.compute(record)
        if isinstance(self.source, Many) and isinstance(record, Model):
            return linked(record, self.source)
        return getattr(record, self.name)

    def shown(self, record: Any) -> str:
        """The same, as people read it."""
        return self.kind.show(self.of(record))


class Entity(Generic[T]):
    """A model with the columns people see, in the order they see them."""

    def __init__(
        self,
        model: type[T],
        title: str,
        noun: str,
        *columns: Stored | Many | Related | Derived | Column,
        search: Sequence[str] = (),
        sort: Callable[[T], str] | None = None,
        order: str = "id",
        sorted_by: str = "",
        fills: Mapping[str, tuple[Sequence[str], Callable[[Mapping[str, str]], str]]] | None = None,
        proposals: Mapping[str, str] | None = None,
        part_of: str = "",
    ) -> None:
        """Declare an entity.

        Args:
            model: the table.
            title: what a list of such records is called.
            noun: what one record is called in messages.
            columns: in the order people see them.
            search: the columns whose words find a record.
            sort: the key kept in the record for Vietnamese order, where the model has one.
            sorted_by: the column that key stands for.
            order: the column a list is sorted by when nobody chose; a leading ``-`` turns it round.
            fills: column -> the columns a form works it out from, and how, from all its texts.
            proposals: column among them -> what a form says under it while it holds what was worked out.
            part_of: the link to the record whose story this one belongs to: a note's ``task``.
        """
        self.model = model
        self.title = title
        self.noun = noun
        self.search = tuple(search)
        self.sort = sort
        self.order = order
        self.sorted_by = sorted_by
        self.fills = dict(fills or {})
        self.proposals = dict(proposals or {})
        self.part_of = part_of
        self.columns: dict[str, Column] = {column.name: self._resolve(column) for column in columns}
        ENTITIES[model] = self

    @property
    def kind(self) -> str:
        """The name its changes are published under."""
        return str(self.model._meta.table_name)

    @property
    def written(self) -> list[Column]:
        """The columns that people fill in."""
        return [column for column in self.columns.values() if column.written]

    @property
    def home(self) -> tuple[str, ...]:
        """The columns that every office writes for itself: they raise no revision and do not travel."""
        return tuple(column.name for column in self.columns.values() if column.half == "home")

    @property
    def shared(self) -> bool:
        """Whether a second office writes one half."""
        return issubclass(self.model, Shared)

    def pick(self, wanted: Sequence[str]) -> list[Column]:
        """The columns named, in that order."""
        return [self.columns[name] for name in wanted]

    def read(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """Values out of the texts given, and what is wrong with the texts that gave none. An empty text empties."""
        return _read(self.written, texts, self.empty)

    def empty(self, name: str) -> Any:
        """What a written column holds when nothing is written in it."""
        if isinstance(self.columns[name].source, Many):
            return []
        model_field = self.model._meta.fields[name]
        if model_field.null:
            return None
        return model_field.default() if callable(model_field.default) else model_field.default

    def texts(self, record: T | None) -> dict[str, str]:
        """What a form shows of a record, or of a new one."""
        if record is None:
            return {c.name: c.kind.show(self.empty(c.name)) for c in self.written}
        return {c.name: c.shown(record) for c in self.written}

    def search_text(self, record: T) -> str:
        """The folded words that find ``record``."""
        return " ".join(names.indexed_words(" ".join(self.columns[name].shown(record) for name in self.search)))

    def _resolve(self, column: Stored | Many | Related | Derived | Column) -> Column:
        if isinstance(column, Column):
            return column
        if isinstance(column, Derived):
            return Column(column.name, column.label, column.kind, column.width, source=column)
        if isinstance(column, Related):
            link, _, name = column.path.partition(".")
            target = self.model._meta.fields[link].rel_model._meta.fields[name]
            return Column(column.name, column.label, kind_of(target), column.width, source=column)
        if isinstance(column, Many):
            target = column.through._meta.fields[column.link]
            return Column(column.name, str(target.verbose_name), Links(target.rel_model), column.width, source=column)
        stored = self.model._meta.fields[column.name]
        needed = not stored.null and stored.default is None
        label = column.label or str(stored.verbose_name)
        return Column(
            column.name, label, kind_of(stored), column.width, needed, stored.help_text or "", column.half, column
        )


class Questions:
    """What a form asks that is no record: a period, a file, a few words; a form shows it as it shows an entity."""

    def __init__(self, title: str, *columns: Column) -> None:
        self.title = title
        self.fills: Mapping[str, tuple[Sequence[str], Callable[[Mapping[str, str]], str]]] = {}
        self.proposals: Mapping[str, str] = {}
        self.columns = {column.name: column for column in columns}

    @property
    def kind(self) -> str:
        """What a form or grid remembers of it is kept under."""
        return self.title

    def pick(self, wanted: Sequence[str]) -> list[Column]:
        """The questions named, in that order."""
        return [self.columns[name] for name in wanted]

    def texts(self, record: None = None) -> dict[str, str]:
        """Nothing is written yet."""
        return dict.fromkeys(self.columns, "")

    def answers(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Values out of texts, None for what was left empty; Refused says what is wrong under each question."""
        values, problems = _read(self.columns.values(), texts, lambda name: None)
        if problems:
            raise Refused(problems)
        return values


def _read(
    columns: Iterable[Column], texts: Mapping[str, str], empty: Callable[[str], Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for column in columns:
        if column.name not in texts:
            continue
        text = names.clean(texts[column.name])
        if not text:
            if column.needed:
                problems[column.name] = f"Chưa {'chọn' if column.kind.closed else 'ghi'} {column.label.lower()}"
            else:
                # an unticked box says no, whatever a new record would begin with
                values[column.name] = False if isinstance(column.kind, YesNo) else empty(column.name)
            continue
        try:
            values[column.name] = column.kind.read(text)
        except ValueError as error:
            problems[column.name] = str(error)
    return values, problems


ENTITIES: dict[type[Model], Entity[Any]] = {}


def noun_of(kind: Kind) -> str:
    """What one of the choices of a closed kind is called: đơn vị, cán bộ; mục where it is no record."""
    known = ENTITIES.get(kind.model) if isinstance(kind, Link | Links) else None
    return known.noun if known is not None else "mục"


def linked(record: Model, many: Many) -> list[Any]:
    """The records that ``record`` is linked to through ``many``, in their order."""
    if record.get_id() is None:
        return []
    through, back = many.through, back_link(many)
    target = through._meta.fields[many.link].rel_model
    query = target.select().join(through).where(back == record).order_by(through._meta.fields["place"])
    return list(query)


def back_link(many: Many) -> ForeignKeyField:
    """The field of the table between that leads back to the record itself."""
    fields = many.through._meta.sorted_fields
    return next(f for f in fields if isinstance(f, ForeignKeyField) and f.name != many.link)


def links_of(entity: Entity[Any]) -> list[Column]:
    """The columns of an entity that hold one other record."""
    return [c for c in entity.columns.values() if isinstance(c.kind, Link) and isinstance(c.source, Stored)]
