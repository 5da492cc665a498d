"""Which records a package has to carry, and what we tell the other office we hold (HANDOFF.md sections 2 and 3).

Scope = every half of ours whose revision is higher than the one the addressee last said it holds; without such word,
or when it has lost something, everything, with what is the addressee's own beside it.
"""

from collections.abc import Iterable, Mapping

from db.models import Unit
from db.words import Copy, PackageKind, UnitRelation
from desktop_app.features.handoff_books import service as books
from desktop_app.features.handoff_books.columns import KINDS as BOOKS
from desktop_app.features.handoff_numbers import service as numbers
from desktop_app.features.handoff_rows.service import Revision, Scope, beyond, found, listed, newer, rows
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.features.tasks.columns import OF_TASKS
from desktop_app.features.units import service as units
from desktop_app.records.session import current
from desktop_app.rules.handoff import of_doer

ALONE = (
    "document",
    "work_calendar_day",
    "meeting_count",
    *numbers.KINDS,
    *BOOKS,
)  # people and units always go along with what names them
FROM_ABOVE = f"(SELECT id FROM unit WHERE relation = '{UnitRelation.UPPER}')"


def direction(receiver: Unit) -> PackageKind:
    """What we send an office: a report to one above, an assignment to one below."""
    return PackageKind.REPORT if receiver.relation == UnitRelation.UPPER else PackageKind.ASSIGNMENT


def choose(receiver: Unit, *, full: bool) -> Scope:
    """The records that a package to ``receiver`` carries; ``full`` leaves nothing out that it may have lost."""
    theirs = str(receiver.office_uid)
    marks = {} if full else peers.marks(theirs)
    if direction(receiver) == PackageKind.ASSIGNMENT:
        return _assigned(receiver, theirs, marks, full=full)
    return _reported(receiver, theirs, marks, full=full)


def _assigned(receiver: Unit, theirs: str, marks: Mapping[str, Revision], *, full: bool) -> Scope:
    me = current.office_uid
    # Before its first package an office has no name but the unit that leads the task.
    given = ("doer = ?", theirs) if theirs else ("lead_unit_id = ?", receiver.id)
    shared = (
        f"SELECT id FROM task WHERE def_owner = ? AND ({given[0]} OR uid IN "
        "(SELECT record FROM mark WHERE office_uid = ?) OR deleted_at IS NULL AND id IN "
        "(SELECT task_id FROM task_cooperation WHERE unit_id = ?) OR id IN "
        "(SELECT task_id FROM progress_note WHERE def_owner = ? UNION "  # it has done them once, and may have lost that
        "SELECT task_id FROM task_request WHERE def_owner = ? UNION "
        "SELECT task_id FROM task_step WHERE def_owner = ?))"
    )
    values = (me, given[1], theirs, receiver.id, theirs, theirs, theirs)
    # Who only reads a task is told the doer's half too, by what it says it holds of that.
    done = rows("task", "exe", f"id IN ({shared}) AND doer <> ? AND deleted_at IS NULL", (*values, theirs))
    copies = {i for i, uid, revision in done if beyond(marks, of_doer(uid), revision)}
    tasks = rows("task", "def", f"id IN ({shared})", values)
    scope = {"task": [i for i, uid, revision in tasks if full or i in copies or beyond(marks, uid, revision)]}
    for kind in OF_TASKS:
        where = f"task_id IN ({shared})" + ("" if full else " AND def_owner <> ?")
        scope[kind] = newer(rows(kind, "def", where, values if full else (*values, theirs)), marks)
    scope |= numbers.assigned(receiver, theirs, marks, full=full) | books.assigned(receiver, theirs, marks, full=full)
    behind = f"{numbers.PAPERS} UNION {books.papers(receiver, theirs, full=full)}"
    papers = f"SELECT document_id FROM task WHERE id IN ({shared}) UNION {behind}"
    documents = f"def_owner = ? AND id IN ({papers})"
    scope["document"] = newer(rows("document", "def", documents, (me, *values, me, receiver.id, theirs)), marks)
    # Papers of an office above that we pass on are not in the echo: they go along with whatever names them.
    named = f"SELECT document_id FROM task WHERE id IN ({listed(scope['task'])}) UNION "
    named += f"{numbers.documents_of(scope)} UNION {books.documents_of(scope)}"
    others = rows("document", "def", f"def_owner NOT IN (?, ?) AND id IN ({named})", (me, theirs))
    scope["document"] += [row[0] for row in others]
    scope["work_calendar_day"] = newer(_alone("work_calendar_day", theirs, full=full), marks)
    scope["meeting_count"] = [r[0] for r in rows("meeting_count", "def", "def_owner = ?", (theirs,)) if full]
    return _with_directory(scope)


def _reported(receiver: Unit, theirs: str, marks: Mapping[str, Revision], *, full: bool) -> Scope:
    me = current.office_uid
    shared = "SELECT id FROM task WHERE def_owner = ? AND def_owner <> ''"
    answered = "exe_owner = ?" if not full else "? <> ''"
    done = rows("task", "exe", f"id IN ({shared}) AND {answered}", (theirs, me))
    own = _own_tasks(receiver)
    scope = {"task": [*[i for i, uid, revision in done if full or beyond(marks, uid, revision)], *own]}
    mine = f"task_id IN ({listed(own)})"
    for kind in OF_TASKS:
        scope[kind] = [
            *newer(_told_above(kind, theirs, full=full), marks),
            *[row[0] for row in rows(kind, "def", f"{mine} AND deleted_at IS NULL", ())],
        ]
    scope |= numbers.reported(theirs, marks, full=full)
    scope |= books.reported(theirs, marks, full=full, own=_sends_own())
    papers = f"SELECT document_id FROM task WHERE id IN ({shared}) UNION "
    papers += f"{numbers.documents_of(scope)} UNION {books.documents_of(scope)}"
    back = rows("document", "def", f"id IN ({papers})", (theirs,)) if full else []
    scope["document"] = [*[row[0] for row in back], *_own_documents(receiver)]
    scope["work_calendar_day"] = [r[0] for r in rows("work_calendar_day", "def", "def_owner = ?", (theirs,)) if full]
    scope["meeting_count"] = newer(_alone("meeting_count", theirs, full=full), marks)
    return _with_directory(scope)


def _told_above(kind: str, theirs: str, *, full: bool) -> list[tuple[int, str, Revision]]:
    """Notes, requests and decisions about tasks of an office above; ``full`` gives it back what it has lost too."""
    about, me = "task_id IN (SELECT id FROM task WHERE def_owner = ?)", current.office_uid
    if kind == "task_decision":  # the assigner's: one of ours was made before the task turned out to be from above
        return rows(kind, "def", f"{about} AND def_owner <> ?", (theirs, me)) if full else []
    return rows(kind, "def", about if full else f"{about} AND def_owner = ?", (theirs,) if full else (theirs, me))


def _alone(kind: str, theirs: str, *, full: bool) -> list[tuple[int, str, Revision]]:
    """Rows of ours that hang on nothing; one deleted before the addressee heard of it is nobody's business."""
    known = "" if full else "AND (deleted_at IS NULL OR uid IN (SELECT record FROM mark WHERE office_uid = ?))"
    owners = (current.office_uid,) if full else (current.office_uid, theirs)
    return rows(kind, "def", f"def_owner = ? {known}", owners)


def _own_tasks(receiver: Unit) -> list[int]:
    """Tasks of ours that an office above may read: those it ordered on paper, and our own if the office says so."""
    issued = "document_id IN (SELECT id FROM document WHERE issuer_id = ?)"
    foreign = f"document_id IN (SELECT id FROM document WHERE issuer_id IN {FROM_ABOVE})"
    own = f"(coalesce({issued}, 0) OR NOT coalesce({foreign}, 0))" if _sends_own() else f"coalesce({issued}, 0)"
    return [
        row[0]
        for row in found(
            f"SELECT id FROM task WHERE def_owner = ? AND copy = '{Copy.NONE}' AND deleted_at IS NULL AND {own} "
            "ORDER BY assigned_on, id",
            current.office_uid,
            receiver.id,
        )
    ]


def _own_documents(receiver: Unit) -> list[int]:
    own = f"(issuer_id = ? OR issuer_id NOT IN {FROM_ABOVE})" if _sends_own() else "issuer_id = ?"
    sql = f"SELECT id FROM document WHERE def_owner = ? AND deleted_at IS NULL AND {own} ORDER BY issued_on, id"
    return [row[0] for row in found(sql, current.office_uid, receiver.id)]


def _sends_own() -> bool:
    return bool(office.founded().sends_own)


def _with_directory(scope: Scope) -> Scope:
    """The scope with the people and units that its records name, and ourselves; they are few and always go along."""
    tasks, documents = (listed(scope[kind]) for kind in ("task", "document"))
    named = (
        f"SELECT supervising_leader_id FROM task WHERE id IN ({tasks}) UNION "
        f"SELECT official_id FROM task WHERE id IN ({tasks}) UNION {books.officials_of(scope)}"
    )
    scope["official"] = [r[0] for r in found(f"SELECT id FROM official WHERE id IN ({named}) ORDER BY sort_key")]
    people = listed(scope["official"])
    counts = listed(scope.get("meeting_count", []))
    used = " UNION ".join(
        (
            numbers.units_of(scope),
            books.units_of(scope),
            f"SELECT lead_unit_id FROM task WHERE id IN ({tasks})",
            f"SELECT unit_id FROM task_cooperation WHERE task_id IN ({tasks})",
            f"SELECT issuer_id FROM document WHERE id IN ({documents})",
            f"SELECT unit_id FROM official WHERE id IN ({people})",
            f"SELECT unit_id FROM meeting_count WHERE id IN ({counts})",
            f"SELECT {units.own().id}",
        )
    )
    scope["unit"] = [r[0] for r in found(f"SELECT id FROM unit WHERE id IN ({used}) ORDER BY relation, code")]
    return scope


def echo(theirs: str) -> dict[str, str]:
    """Every record whose half is ``theirs``, or came from them, with the revision we hold of it."""
    me = current.office_uid
    copies = rows("task", "exe", "def_owner = ? AND copy <> ''", (theirs,))
    held = {
        **{of_doer(uid): revision for _, uid, revision in copies},
        **{uid: revision for _, uid, revision in rows("task", "exe", "exe_owner = ? AND def_owner = ?", (theirs, me))},
        **{uid: revision for _, uid, revision in rows("task", "def", "def_owner = ?", (theirs,))},
    }
    for kind in OF_TASKS:
        where = "def_owner = ? OR (def_owner <> ? AND task_id IN (SELECT id FROM task WHERE def_owner = ?))"
        held |= {uid: revision for _, uid, revision in rows(kind, "def", where, (theirs, me, theirs))}
    for kind in ALONE:
        held |= {uid: revision for _, uid, revision in rows(kind, "def", "def_owner = ?", (theirs,))}
    return {uid: ".".join(map(str, revision)) for uid, revision in held.items()}


def lost(held: Mapping[str, Revision]) -> bool:
    """Whether another office holds something of ours that is newer than what we have, or that we have no more."""
    there = ours(held)
    # An indicator that we had before we began afresh, and made anew under another name, is not lost.
    same = {other for (other,) in found("SELECT other FROM alias WHERE kind = 'indicator'")}
    return any(uid not in there or revision > there[uid] for uid, revision in held.items() if uid not in same)


def ours(uids: Iterable[str]) -> dict[str, Revision]:
    """The revisions of our halves of these records, and of what we have passed on of others about tasks of ours."""
    me, wanted = current.office_uid, set(uids)
    known: dict[str, Revision] = {}
    for kind in ALONE:
        known |= {u: r for _, u, r in rows(kind, "def", "def_owner = ?", (me,)) if u in wanted}
    for kind in OF_TASKS:
        where = "def_owner = ? OR task_id IN (SELECT id FROM task WHERE def_owner = ?)"
        known |= {u: r for _, u, r in rows(kind, "def", where, (me, me)) if u in wanted}
    done = {of_doer(u): r for _, u, r in rows("task", "exe", "def_owner = ?", (me,))}
    known |= {u: r for u, r in done.items() if u in wanted}
    known |= {u: r for _, u, r in rows("task", "exe", "exe_owner = ?", (me,)) if u in wanted}
    known |= {u: r for _, u, r in rows("task", "def", "def_owner = ?", (me,)) if u in wanted}
    return known
