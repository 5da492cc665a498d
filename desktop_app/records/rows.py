"""The rows of a list: counted, ordered and read by id straight from SQLite, for screen, paper and sheet alike."""

from __future__ import annotations

from array import array
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from peewee import ForeignKeyField

from db.connection import FUNCTIONS, database
from desktop_app.records import search
from desktop_app.records.entity import Column, Derived, Entity, Many, Related, Stored, back_link
from desktop_app.records.kinds import Amount, Choice, Day, Hour, Link, Moment, Whole, YesNo, label_sql
from desktop_app.rules import names
from desktop_app.rules.spans import Span

FIRST, SLICE, AT_ONCE = 500, 20_000, 400

FUNCTIONS["viet_key"] = lambda text: names.sort_key((text or "")[:60])


@dataclass(frozen=True)
class Condition:
    """One piece of a WHERE clause with its values; ``{t}`` stands for the table."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass
class Plan:
    """How an entity is read: worked out once."""

    select: str
    joins: str
    row: Any
    loads: Sequence[tuple[int, Callable[[Any], Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class Rows:
    """A list of an entity's records under conditions, in an order; nothing is read before it is asked for."""

    entity: Entity[Any]
    conditions: tuple[Condition, ...] = ()
    order: str = ""
    match: str = ""  # the search index's words
    deleted: bool = False  # those taken out of every other list, and no others

    def count(self) -> int:
        """How many rows there are."""
        source, where, values = self._from()
        return int(database.execute_sql(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()[0])

    def ids(self) -> array[int]:
        """All ids, in order: eight bytes a row."""
        found = array("q")
        for piece in self.slices():
            found.extend(piece)
        return found

    def slices(self) -> Iterator[list[int]]:
        """The ids in order: the first page at once, the rest in larger pieces."""
        order, joined = _order(self.entity, self.order or self.entity.order)
        source, where, values = self._from(joined=joined)
        if self.match and order.startswith("t.id"):
            order = order.replace("t.id", "f.rowid")  # the index gives its hits in this order by itself
        cursor = database.execute_sql(f"SELECT t.id FROM {source} WHERE {where} ORDER BY {order}", values)
        size = FIRST
        while piece := cursor.fetchmany(size):
            yield [row[0] for row in piece]
            size = SLICE

    def rows(self, ids: Sequence[int]) -> list[Any]:
        """The rows of some ids, in the order of ``ids``; one deleted meanwhile is left out."""
        return _read(self.entity, plan_of(self.entity), ids)

    def iterate(self) -> Iterator[Any]:
        """Every row in order, read a few hundred at a time."""
        yield from self.listed(self.ids())

    def listed(self, ids: Sequence[int]) -> Iterator[Any]:
        """The rows of some ids in that order, read a few hundred at a time."""
        for start in range(0, len(ids), AT_ONCE):
            yield from self.rows(ids[start : start + AT_ONCE])

    def only(self, *conditions: Condition) -> Rows:
        """The same list under more conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))

    def _from(self, *, joined: bool = False) -> tuple[str, str, tuple[Any, ...]]:
        """What stands behind FROM and WHERE, and the values; tables are joined only where they are named."""
        parts = [condition.sql.replace("{t}", "t") for condition in self.conditions]
        values = tuple(value for condition in self.conditions for value in condition.values)
        if "deleted_at" in self.entity.model._meta.fields:
            parts.insert(0, f"t.deleted_at IS {'NOT ' if self.deleted else ''}NULL")
        kind, plan = self.entity.kind, plan_of(self.entity)
        source = f"{kind} AS t"
        if self.match:
            source = f"{kind}_fts AS f CROSS JOIN {kind} AS t ON t.id = f.rowid"
            parts.insert(0, f"f.{kind}_fts MATCH ?")
            values = (self.match, *values)
        where = " AND ".join(f"({part})" for part in parts) or "1"
        if joined or any(f"{column.name}_l." in where for column in self.entity.columns.values()):
            source += f" {plan.joins}"
        return source, where, values


def find(
    entity: Entity[Any],
    where: Mapping[str, Any] | None = None,
    text: str = "",
    order: str = "",
    named: Mapping[str, Callable[[Any], Condition]] | None = None,
    *,
    deleted: bool = False,
) -> Rows:
    """The records of an entity under a filter.

    Args:
        entity: what kind of records.
        where: column -> value (a list: any of them; None: nothing written; a Span: a day within), or a name out of
            ``named`` -> its value.
        text: words to search for, without accents if the person likes.
        order: a column name, with a leading ``-`` turned round.
        named: the room's own filters.
        deleted: those that were deleted instead; no words find them (`records.deleted` looks through them).
    """
    conditions = tuple(_condition(entity, name, value, named or {}) for name, value in (where or {}).items())
    return Rows(entity, conditions, order, search.query(text) if text else "", deleted)


def picked(entity: Entity[Any], wanted: Sequence[str], ids: Sequence[int]) -> list[Any]:
    """The rows of some ids with these columns and no others: for whoever has milliseconds."""
    key = f"{entity.kind} {' '.join(wanted)}"
    if key not in _plans:
        _plans[key] = _make_plan(entity, entity.pick(wanted))
    return _read(entity, _plans[key], ids)


def _read(entity: Entity[Any], plan: Plan, ids: Sequence[int]) -> list[Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        marks = ",".join("?" * len(some))
        sql = f"SELECT {plan.select} FROM {entity.kind} AS t {plan.joins} WHERE t.id IN ({marks})"
        for record in database.execute_sql(sql, tuple(some)):
            found[record[0]] = _loaded(plan, record)
    return [found[i] for i in ids if i in found]


def plan_of(entity: Entity[Any]) -> Plan:
    """How to read an entity's rows: one SELECT with the labels of every link beside it."""
    if entity.kind not in _plans:
        _plans[entity.kind] = _make_plan(entity, tuple(entity.columns.values()))
    return _plans[entity.kind]


_plans: dict[str, Plan] = {}


def _make_plan(entity: Entity[Any], columns: Sequence[Column]) -> Plan:
    fields, joins, loads = ["id", "uid"], [], []
    select = ["t.id", "t.uid"]
    for column in columns:
        source = column.source
        if source is None:
            continue
        if column.kind.converts:
            loads.append((len(select), column.kind.load))
        fields.append(column.name)
        if isinstance(source, Stored) and isinstance(column.kind, Link):
            target, alias = column.kind.model._meta.table_name, f"{column.name}_l"
            joins.append(f"LEFT JOIN {target} AS {alias} ON {alias}.id = t.{column.name}_id")
            select.append(f"CASE WHEN {alias}.id IS NULL THEN NULL ELSE {label_sql(target, alias)} END")
            select.append(f"t.{column.name}_id")
            fields.append(f"{column.name}_id")
        else:
            select.append(_expression(entity, column))
    return Plan(", ".join(select), " ".join(joins), namedtuple(f"{entity.kind}_row", fields), loads)


def _expression(entity: Entity[Any], column: Column) -> str:
    source = column.source
    if isinstance(source, Derived):
        return f"({source.sql.replace('{t}', 't')})"
    if isinstance(source, Related):
        link, _, name = source.path.partition(".")
        target = entity.model._meta.fields[link].rel_model._meta.fields[name]
        if isinstance(target, ForeignKeyField):
            table = target.rel_model._meta.table_name
            return f"(SELECT {label_sql(table, 'x')} FROM {table} AS x WHERE x.id = {link}_l.{target.column_name})"
        return f"{link}_l.{target.column_name}"
    if isinstance(source, Many):
        table, back = source.through._meta.table_name, back_link(source).column_name
        linked = source.through._meta.fields[source.link]
        other = linked.rel_model._meta.table_name
        return (
            f"(SELECT group_concat(label, '; ') FROM (SELECT {label_sql(other, 'o')} AS label FROM {table} AS m "
            f"JOIN {other} AS o ON o.id = m.{linked.column_name} WHERE m.{back} = t.id ORDER BY m.place))"
        )
    return f"t.{entity.model._meta.fields[column.name].column_name}"


def _order(entity: Entity[Any], wanted: str) -> tuple[str, bool]:
    """The ORDER BY of a column, Vietnamese for words, nothing last; and whether joined tables are named in it."""
    name, turn = wanted.lstrip("-"), " DESC" if wanted.startswith("-") else ""
    if name == "id":
        return f"t.id{turn}", False
    column = entity.columns[name]
    source = column.source
    if column.compute is not None:
        return _order(entity, f"{'-' if turn else ''}{column.sorted_like or 'id'}")
    if isinstance(source, Stored) and isinstance(column.kind, Link):
        fields = column.kind.model._meta.fields
        key = (
            f"{name}_l.sort_key"
            if "sort_key" in fields
            else f"viet_key({label_sql(column.kind.model._meta.table_name, f'{name}_l')})"
        )
        return f"{name}_l.id IS NULL, {key}{turn}, t.id{turn}", True
    expression = _expression(entity, column)
    if name == entity.sorted_by:
        return f"t.sort_key{turn}, t.id{turn}", False
    if isinstance(source, Stored) and entity.model._meta.fields[name].unique:
        return f"{expression}{turn}, t.id{turn}", False  # codes: letters without marks, numbers of one length
    if isinstance(column.kind, Choice):
        cases = " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(column.kind.labels))
        return f"CASE {expression} {cases} END{turn}, t.id{turn}", "_l." in expression
    if isinstance(column.kind, Amount):  # exact numbers are stored as text
        joined = "_l." in expression
        return f"coalesce({expression}, '') = '', CAST({expression} AS REAL){turn}, t.id{turn}", joined
    if isinstance(column.kind, Day | Moment | Hour | Whole | YesNo):
        joined = "_l." in expression
        return f"{expression} IS NULL, {expression}{turn}, t.id{turn}", joined
    return f"coalesce({expression}, '') = '', viet_key({expression}){turn}, t.id{turn}", "_l." in expression


def _condition(
    entity: Entity[Any], name: str, value: Any, named: Mapping[str, Callable[[Any], Condition]]
) -> Condition:
    if name in named:
        return named[name](value)
    column = entity.columns[name]
    expression = f"t.{name}_id" if isinstance(column.kind, Link) else _expression(entity, column)
    if value is None:
        return Condition(f"{expression} IS NULL")
    if isinstance(value, Span):
        days = [(sign, day.isoformat()) for sign, day in ((">=", value.first), ("<=", value.last)) if day]
        return Condition(" AND ".join(f"{expression} {sign} ?" for sign, _ in days) or "1", tuple(d for _, d in days))
    values = (
        [getattr(v, "id", v) for v in value] if isinstance(value, list | tuple | set) else [getattr(value, "id", value)]
    )
    if isinstance(column.source, Many):
        table, back = column.source.through._meta.table_name, back_link(column.source).column_name
        linked = column.source.through._meta.fields[column.source.link].column_name
        marks = ",".join("?" * len(values))
        return Condition(f"t.id IN (SELECT {back} FROM {table} WHERE {linked} IN ({marks}))", tuple(values))
    return Condition(f"{expression} IN ({','.join('?' * len(values))})", tuple(values))


def _loaded(plan: Plan, record: Sequence[Any]) -> Any:
    if not plan.loads:
        return plan.row._make(record)
    values = list(record)
    for place, load in plan.loads:
        values[place] = load(values[place])
    return plan.row._make(values)
