"""A unit as people see it."""

from db.models import Unit
from desktop_app.records import Entity, Stored
from desktop_app.rules import names

UNITS = Entity(
    Unit,
    "Đơn vị",
    "đơn vị",
    Stored("code", width=10),
    Stored("name", width=44),
    Stored("kind", width=20),
    Stored("relation", width=20),
    Stored("parent", width=30),
    Stored("valid_from"),
    Stored("valid_to"),
    Stored("successor", width=30),
    Stored("office_uid", typed=False),
    search=("code", "name"),
    sort=lambda unit: names.sort_key(unit.name),
    sorted_by="name",
    order="relation",
)
