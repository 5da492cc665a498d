"""Targets for an office below, figures for one above; indicators go along as units do (HANDOFF.md).

An indicator that the addressee wrote itself goes only with everything. Of those that another office took from us, it
says in its echo what it holds, so a new name reaches it without a new target.
"""

from collections.abc import Mapping, Sequence

from db.models import Unit
from desktop_app.features.handoff_rows.service import HEARD, Revision, Scope, found, listed, newer, rows
from desktop_app.features.units import service as units
from desktop_app.records.session import current

KINDS = ("indicator", "target", "figure", "erratum", "closed_period")
PAPERS = f"SELECT document_id FROM target WHERE def_owner = ? AND (unit_id = ? OR {HEARD})"
FROM_BELOW = ("figure", "erratum", "closed_period")


def assigned(receiver: Unit, theirs: str, marks: Mapping[str, Revision], *, full: bool) -> Scope:
    """Every version of the targets of an office below; ``full`` gives its own figures back to it."""
    ours = f"def_owner = ? AND (unit_id = ? {_live(full=full)} OR {HEARD})"
    scope = {"target": newer(rows("target", "def", ours, (current.office_uid, receiver.id, theirs)), marks)}
    for kind in FROM_BELOW:
        scope[kind] = _given_back(kind, theirs, full=full)
    return _with_indicators(scope, theirs, marks, full=full)


def reported(theirs: str, marks: Mapping[str, Revision], *, full: bool) -> Scope:
    """Our figures about ourselves, their errata, our closed periods; ``full`` gives back the targets it set for us."""
    me, own = current.office_uid, units.own().id
    figures = f"def_owner = ? AND (unit_id = ? {_live(full=full)} OR {HEARD})"
    values = (me, own, theirs)
    known = "def_owner = ? AND (unit_id = ? AND deleted_at IS NULL OR " + HEARD + ")"  # what an erratum may speak of
    errata = f"def_owner = ? AND figure_id IN (SELECT id FROM figure WHERE {known}) AND (deleted_at IS NULL OR {HEARD})"
    closed = f"def_owner = ? AND (1 {_live(full=full)} OR {HEARD})"
    scope = {
        "target": _given_back("target", theirs, full=full),
        "figure": newer(rows("figure", "def", figures, values), marks),
        "erratum": newer(rows("erratum", "def", errata, (me, *values, theirs)), marks),
        "closed_period": newer(rows("closed_period", "def", closed, (me, theirs)), marks),
    }
    return _with_indicators(scope, theirs, marks, full=full)


def documents_of(scope: Scope) -> str:
    """The ids of the documents behind the targets of a scope, as an SQL query."""
    return f"SELECT document_id FROM target WHERE id IN ({listed(scope['target'])})"


def units_of(scope: Scope) -> str:
    """The ids of the units that targets and figures of a scope are of, as an SQL query."""
    return (
        f"SELECT unit_id FROM target WHERE id IN ({listed(scope['target'])}) UNION "
        f"SELECT unit_id FROM figure WHERE id IN ({listed(scope['figure'])})"
    )


def _live(*, full: bool) -> str:
    """One deleted before the addressee heard of it is nobody's business, unless it may have lost what it heard."""
    return "" if full else "AND deleted_at IS NULL"


def _given_back(kind: str, theirs: str, *, full: bool) -> list[int]:
    return [row[0] for row in rows(kind, "def", "def_owner = ?", (theirs,))] if full and theirs else []


def _with_indicators(scope: Scope, theirs: str, marks: Mapping[str, Revision], *, full: bool) -> Scope:
    named = " UNION ".join(
        f"SELECT indicator_id FROM {kind} WHERE id IN ({listed(scope[kind])})" for kind in ("target", "figure")
    )
    known = "" if full else f" OR def_owner = ? AND {HEARD}"
    values = (theirs,) if full else (theirs, current.office_uid, theirs)
    # What the addressee wrote itself it has, unless it may have lost it.
    theirs_too = f"id IN ({named}) OR def_owner = ?" if full else f"id IN ({named}) AND def_owner <> ?"
    going = {row[0] for row in found(f"SELECT id FROM indicator WHERE {theirs_too}", theirs)}
    some = rows("indicator", "def", f"({theirs_too}){known}", values)
    new = set(newer(some, marks))
    catalogue = [row[0] for row in some if row[0] in going or row[0] in new]
    return {"indicator": _by_place("indicator", "id", catalogue)} | {
        kind: _by_place(kind, "indicator_id", ids) if kind in ("target", "figure") else ids
        for kind, ids in scope.items()
    }


def _by_place(kind: str, indicator: str, ids: Sequence[int]) -> list[int]:
    """Rows as people read them: in the order of the catalogue, then by year, or by period."""
    then = {"target": "t.year, t.unit_id, t.decided_on,", "figure": "t.unit_id, t.year, t.period,"}.get(kind, "")
    sql = (
        f"SELECT t.id FROM {kind} AS t JOIN indicator AS i ON i.id = t.{indicator} WHERE t.id IN ({listed(ids)}) "
        f"ORDER BY i.place, i.code, {then} t.id"
    )
    return [row[0] for row in found(sql)]
