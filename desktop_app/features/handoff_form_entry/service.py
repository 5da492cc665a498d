"""Entering a task out of a template: its issuer and cooperating units found by name, its document found or made."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import Document, Task, Unit
from db.words import UnitRelation
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.records.kinds import Links
from desktop_app.rules import dates, names

ORIGIN_ROOM = 500
SHORT_FORMS = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "tp": "thanh pho", "tp.": "thanh pho"}


def enter(row: Mapping[str, Any]) -> Task:
    """Write the task of a row that a person takes, led by our own office, and its document if it is not there yet.

    Raises:
        Refused: nobody in the directory is its issuer, or the rules of documents or tasks forbid it.
    """
    head, task = row["head"], row["task"]
    issuer = issuer_of(head)
    with records.writing():
        document = _document(head, issuer) or documents.save(_texts(DOCUMENTS, head) | {"issuer": issuer.code})
        known, left = helpers_of(str(task.get("helpers") or ""))
        told = f"Phối hợp: {'; '.join(left)}. " if left else ""
        told += f"Ghi chú: {task['note']}" if task.get("note") else ""
        texts = _texts(TASKS, {**task, "deliverable_wanted": task.get("deliverable")})
        texts |= {"lead_unit": units.own().code, "assigned_on": dates.show_date(document.issued_on)}
        texts |= {"cooperating_units": "; ".join(unit.code for unit in known)} if known else {}
        made = tasks.save(texts, document=document, origin=told.strip() if len(told) <= ORIGIN_ROOM else "")
        if len(told) > ORIGIN_ROOM:  # a task has no room for so many words; its document has
            note = "\n".join(filter(None, (document.note, f"{made.code}: {told.strip()}")))
            documents.save({"note": note}, document)
    return made


def _texts(entity: Any, values: Mapping[str, Any]) -> dict[str, str]:
    """Plain values as the texts that the entity's form would hold."""
    kinds = {name: entity.columns[name].kind for name in values if name in entity.columns}
    return {name: kind.show(kind.load(values[name])) for name, kind in kinds.items() if values[name]}


def issuer_of(head: Mapping[str, Any]) -> Unit:
    """The unit of our directory that the template names; one above us before any other."""
    wanted = str(head.get("issuer") or "")
    query = Unit.select().where(
        Unit.relation.in_((UnitRelation.UPPER, UnitRelation.OUTSIDE)), Unit.deleted_at.is_null()
    )
    found = [unit for unit in query if _name(wanted) == _name(unit.name)]
    found = found or [unit for unit in query if names.fold(wanted) == names.fold(unit.code)]
    found = [unit for unit in found if unit.relation == UnitRelation.UPPER] or found
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(unit.code for unit in found)
        raise Refused(f"Có {len(found)} đơn vị cùng tên “{wanted}” ({codes}); hãy đổi tên để phân biệt ở mục Đơn vị")
    raise Refused(
        f"Danh bạ chưa có cơ quan giao “{wanted}”; hãy thêm ở mục Đơn vị, quan hệ “{UnitRelation.UPPER.label}” hoặc "
        f"“{UnitRelation.OUTSIDE.label}”, tên ghi đúng như trong mẫu, rồi trả lời lại"
    )


def _name(name: str) -> str:
    """A name to compare: the usual short forms written out."""
    return " ".join(SHORT_FORMS.get(word, word) for word in names.fold(name).split())


def _document(head: Mapping[str, Any], issuer: Unit) -> Document | None:
    """The document as it lies here already: by its number, or by its subject when it has none."""
    same = Document.select().where(
        Document.issuer == issuer,
        Document.issued_on == date.fromisoformat(head["issued_on"]),
        Document.type == head["type"],
        Document.deleted_at.is_null(),
    )
    number, subject = str(head.get("number") or ""), names.fold(str(head["subject"]))
    for document in same:
        if names.fold(document.number) == names.fold(number) and (number or names.fold(document.subject) == subject):
            return document
    return None


def helpers_of(text: str) -> tuple[list[Unit], list[str]]:
    """Cooperating units of our directory, and the names that it does not have."""
    kind = TASKS.columns["cooperating_units"].kind
    assert isinstance(kind, Links)
    found: dict[int, Unit] = {}
    left = []
    for part in filter(None, (piece.strip() for piece in text.replace("\n", ";").split(";"))):
        try:
            unit = kind.one.read(part)
        except ValueError:
            left.append(part)
        else:
            found[unit.id] = unit
    found.pop(units.own().id, None)  # we lead it
    return list(found.values()), left


def twins_of(head: Mapping[str, Any], task: Mapping[str, Any]) -> list[Task]:
    """Tasks of the same document with the same content."""
    try:
        document = _document(head, issuer_of(head))
    except Refused:
        return []
    wanted = names.fold(names.one_line(task["content"]))
    found = Task.select().where(Task.document == document, Task.deleted_at.is_null()) if document is not None else []
    return [one for one in found if names.fold(names.one_line(one.content)) == wanted]
