"""Who names a record: asked of every link there is, so that no room has to list them and none is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField, Model, ModelSelect

from db.models import ALL
from desktop_app.records.entity import ENTITIES, Many, back_link
from desktop_app.rules.numbers import counted

TOLD = 3  # kinds of records that a refusal names
OTHERS = "bản ghi khác"
# What is kept by no entity, as people call it.
NOUNS = {"peer": "nơi trao đổi gói dữ liệu", "package": "gói dữ liệu", "urged_task": "văn bản đôn đốc"}
NOUNS |= {"urged_finding": "văn bản đôn đốc"}


@dataclass(frozen=True)
class Use:
    """How many live records of a kind name one in a column: 3, kết luận, Đơn vị chủ trì."""

    count: int
    noun: str
    column: str

    @property
    def words(self) -> str:
        """03 kết luận (Đơn vị chủ trì)."""
        return f"{counted(self.count)} {self.noun}" + (f" ({self.column})" if self.column else "")


def links_to(model: type[Model]) -> Iterator[tuple[Any, ForeignKeyField]]:
    """Every link of a table to the records of another, lines of the record itself left out."""
    for other in ALL:
        for link in other._meta.sorted_fields:
            if isinstance(link, ForeignKeyField) and link.rel_model is model and link.on_delete != "CASCADE":
                yield other, link


def naming(model: Any, link: ForeignKeyField, record: Any) -> ModelSelect:
    """The rows that name a record through one link and are not deleted."""
    query: ModelSelect = model.select().where(link == record)
    if "deleted_at" in model._meta.fields:
        query = query.where(model.deleted_at.is_null())
    return query


def uses(record: Any) -> list[Use]:
    """Who names a record, kind by kind; neither its own parts nor those of something that is deleted itself."""
    found = []
    for model, link in links_to(type(record)):
        whole = _whole(model)
        if whole is not None and link.name == whole.name:
            continue
        if count := _of_what_is_there(naming(model, link, record), whole).count():
            owner = ENTITIES.get(model) or (ENTITIES.get(whole.rel_model) if whole is not None else None)
            noun = NOUNS.get(model._meta.table_name) or (owner.noun if owner is not None else OTHERS)
            found.append(Use(count, noun, str(link.verbose_name or "")))
    return found


def told(record: Any) -> str:
    """The same in words, "02 nhiệm vụ (Đơn vị chủ trì), 01 văn bản (Cơ quan ban hành)"; empty where nobody does."""
    found = sorted(uses(record), key=lambda use: -use.count)
    more = sum(use.count for use in found[TOLD:])
    return ", ".join(use.words for use in found[:TOLD]) + (f" và {counted(more)} chỗ khác" if more else "")


def _of_what_is_there(query: ModelSelect, whole: ForeignKeyField | None) -> ModelSelect:
    """Those rows of a query whose whole, and the whole of that, is not deleted."""
    while whole is not None:
        above: Any = whole.rel_model
        query = query.join(above, on=whole == above.id)
        if "deleted_at" in above._meta.fields:
            query = query.where(above.deleted_at.is_null())
        whole = _whole(above)
    return query


def _whole(model: type[Model]) -> ForeignKeyField | None:
    """The link of a part, or of a row of a table between, to the record whose part it is."""
    entity = ENTITIES.get(model)
    if entity is not None:
        part_of: ForeignKeyField | None = model._meta.fields.get(entity.part_of)
        return part_of
    for other in ENTITIES.values():
        for column in other.columns.values():
            if isinstance(column.source, Many) and column.source.through is model:
                return back_link(column.source)
    links = [field for field in model._meta.sorted_fields if isinstance(field, ForeignKeyField)]
    return next((field for field in links if field.on_delete == "CASCADE"), None)
