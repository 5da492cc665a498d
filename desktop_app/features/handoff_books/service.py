"""Which rows of the other books a package carries: down what names the addressee, up what is our own (HANDOFF.md).

Establishments never travel: a party carries the name and address that stand in its minutes, no identity number.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from peewee import ForeignKeyField, Model

from db.models import Official, Unit
from db.words import MinutesState
from desktop_app import clock
from desktop_app.features.handoff_books.columns import KINDS, PARENTS
from desktop_app.features.handoff_rows.service import HEARD, Revision, Row, Scope, found, listed, newer, rows
from desktop_app.records.entity import ENTITIES, Entity, Many, Stored, back_link
from desktop_app.records.session import current

SIGNED = f"minutes = '{MinutesState.SIGNED}'"
SIGNED_PARTIES = f"SELECT id FROM inspected_party WHERE {SIGNED}"
ORDERS = {  # as people read them
    "inspection_round": "t.began_on, t.code, t.id",
    "inspected_party": "(SELECT r.began_on FROM inspection_round AS r WHERE r.id = t.round_id), t.round_id, t.place",
    "plan": "t.year, t.id",
    "plan_item": "t.plan_id, (SELECT g.place FROM plan_group AS g WHERE g.id = t.group_id), t.place, t.id",
    "meeting": "t.held_on, t.id",
    "schedule_item": "t.day, CASE t.half WHEN 'morning' THEN 0 WHEN 'afternoon' THEN 1 ELSE 2 END, t.starts_at, t.id",
    "duty": "(SELECT o.sort_key FROM official AS o WHERE o.id = t.official_id), t.valid_from, t.id",
}

About = Mapping[str, str]  # kind -> the condition under which a row of ours is the addressee's business


def assigned(receiver: Unit, theirs: str, marks: Mapping[str, Revision], *, full: bool) -> Scope:
    """What an office below has to know: its inspections, plans that name it, signed minutes, its week, the duties."""
    some = {kind: newer(each, marks) for kind, each in _below(receiver, theirs, full=full).items()}
    return _with_given_back(some, theirs, full=full)


def reported(theirs: str, marks: Mapping[str, Revision], *, full: bool, own: bool) -> Scope:
    """What we say of findings about us, and with ``own`` our own books; ``full`` gives back what came from there."""
    about = _of_our_own() if own else dict.fromkeys(KINDS, "0")
    writers = f"'{_plain(theirs)}'" + (f", '{_plain(current.office_uid)}'" if own else "")
    about["remediation"] = f"finding_id IN (SELECT id FROM finding WHERE def_owner IN ({writers}))"
    some = {kind: newer(each, marks) for kind, each in _ours(about, theirs, full=full).items()}
    if own:  # what has not been signed yet is listed to be read, and stays at home
        drafts = rows("meeting", "def", f"def_owner = ? AND NOT {SIGNED} AND deleted_at IS NULL", (current.office_uid,))
        some["meeting"] += [row[0] for row in drafts if row[0] not in set(some["meeting"])]
    return _with_given_back(some, theirs, full=full)


def papers(receiver: Unit, theirs: str, *, full: bool) -> str:
    """The ids of the documents behind plans and duties that an office below has to know, as an SQL query."""
    concerned = _below(receiver, theirs, full=full)
    return documents_of({kind: [row[0] for row in concerned[kind]] for kind in ("plan", "duty")})


def documents_of(scope: Scope) -> str:
    """The ids of the documents that the plans and duties of a scope name, as an SQL query."""
    return (
        f"SELECT document_id FROM plan WHERE id IN ({listed(scope['plan'])}) UNION "
        f"SELECT document_id FROM duty WHERE id IN ({listed(scope['duty'])})"
    )


def units_of(scope: Scope) -> str:
    """The ids of the units that rows of a scope name, as an SQL query."""
    return _named(scope, Unit)


def officials_of(scope: Scope) -> str:
    """The ids of the people that rows of a scope name, as an SQL query."""
    return _named(scope, Official)


# --- Which are whose business ---


def _below(receiver: Unit, theirs: str, *, full: bool) -> dict[str, list[Row]]:
    me = f"= {receiver.id}"
    led = f"SELECT meeting_id FROM conclusion WHERE deleted_at IS NULL AND (lead_unit_id {me} OR id IN "
    led += f"(SELECT conclusion_id FROM conclusion_unit WHERE unit_id {me}))"
    about = {
        "inspected_party": f"unit_id {me}",
        "checked": f"party_id IN ({SIGNED_PARTIES} AND unit_id {me})",
        "finding": f"party_id IN (SELECT id FROM inspected_party WHERE unit_id {me})",
        "remediation": "0",  # what is done about a finding, the inspected office says itself
        "plan": f"id IN (SELECT plan_id FROM plan_item WHERE lead_unit_id {me} AND deleted_at IS NULL)",
        "meeting": f"{SIGNED} AND (id IN (SELECT meeting_id FROM meeting_unit WHERE unit_id {me}) OR id IN ({led}))",
        "schedule_item": f"{_lately()} AND (prepares_id {me} OR id IN "
        f"(SELECT item_id FROM schedule_unit WHERE unit_id {me}))",
    }
    return _ours(about, theirs, full=full)


def _of_our_own() -> dict[str, str]:
    about = dict.fromkeys(KINDS, "1")
    return {**about, "checked": f"party_id IN ({SIGNED_PARTIES})", "meeting": SIGNED, "schedule_item": _lately()}


def _lately() -> str:
    """From the Monday before this week's on: what was held before is nobody's news."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday() + 7)
    return f"day >= '{monday.isoformat()}'"


def _ours(about: About, theirs: str, *, full: bool) -> dict[str, list[Row]]:
    """Rows of ours by kind: those of ``about`` whose parents go too, and those the addressee has heard of."""
    some: dict[str, list[Row]] = {}
    for kind in ("inspected_party", *(kind for kind in KINDS if kind != "inspected_party")):
        where = about.get(kind, "1")
        if kind == "inspection_round" and kind not in about:  # it goes with its parties
            where = f"id IN (SELECT round_id FROM inspected_party WHERE id IN ({_ids(some['inspected_party'])}))"
        elif kind in PARENTS:
            where = f"({where}) AND {_of_parents(kind, some, full=full)}"
        # One deleted before the addressee heard of it is nobody's business, unless it may have lost what it heard.
        live = "1" if full else "deleted_at IS NULL"
        sql = f"def_owner = ? AND (({where}) AND {live} OR {HEARD})"
        some[kind] = rows(kind, "def", sql, (current.office_uid, theirs))
    return some


def _of_parents(kind: str, some: Mapping[str, list[Row]], *, full: bool) -> str:
    parent, link = PARENTS[kind]
    live = "1" if full else "deleted_at IS NULL"
    if kind == "inspected_party":
        return f"{link}_id IN (SELECT id FROM {parent} WHERE {live})"
    if kind == "remediation":  # the finding is another office's
        return f"{link}_id IN (SELECT id FROM {parent} WHERE {live})"
    return f"{link}_id IN (SELECT id FROM {parent} WHERE {live} AND id IN ({_ids(some[parent])}))"


def _with_given_back(some: Scope, theirs: str, *, full: bool) -> Scope:
    """The rows in the order people read them, behind the addressee's own where it may have lost them."""
    return {kind: _in_order(kind, [*_given_back(kind, theirs, full=full), *some[kind]]) for kind in KINDS}


def _given_back(kind: str, theirs: str, *, full: bool) -> list[int]:
    return [row[0] for row in rows(kind, "def", "def_owner = ?", (theirs,))] if full and theirs else []


def _in_order(kind: str, ids: list[int]) -> list[int]:
    order = ORDERS.get(kind) or f"t.{PARENTS[kind][1]}_id, t.place, t.id"
    return [row[0] for row in found(f"SELECT t.id FROM {kind} AS t WHERE t.id IN ({listed(ids)}) ORDER BY {order}")]


def _ids(some: list[Row]) -> str:
    return listed(row[0] for row in some)


def _plain(office_uid: str) -> str:
    return office_uid.replace("'", "")


# --- What they name ---


def _named(scope: Scope, model: type[Model]) -> str:
    kinds = {entity.kind: entity for entity in ENTITIES.values() if entity.kind in KINDS}
    parts = [part for kind, entity in kinds.items() for part in _links(entity, model, listed(scope.get(kind, [])))]
    return " UNION ".join(parts)


def _links(entity: Entity[Any], model: type[Model], ids: str) -> list[str]:
    parts = []
    for column in entity.columns.values():
        if column.half == "home":
            continue
        if isinstance(column.source, Stored):
            field = entity.model._meta.fields[column.name]
            if isinstance(field, ForeignKeyField) and field.rel_model is model:
                parts.append(f"SELECT {field.column_name} FROM {entity.kind} WHERE id IN ({ids})")
        elif isinstance(column.source, Many):
            through, back = column.source.through, back_link(column.source).column_name
            target = through._meta.fields[column.source.link]
            if target.rel_model is model:
                table = through._meta.table_name
                parts.append(f"SELECT {target.column_name} FROM {table} WHERE {back} IN ({ids})")
    return parts
