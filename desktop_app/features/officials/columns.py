"""An official as people see them."""

from db.models import Official
from desktop_app.records import Entity, Stored
from desktop_app.rules import names

OFFICIALS = Entity(
    Official,
    "Cán bộ, công chức",
    "cán bộ",
    Stored("name", width=26),
    Stored("position", width=26),
    Stored("unit", width=34),
    Stored("role", width=18),
    Stored("contact", width=24),
    Stored("valid_from"),
    Stored("valid_to"),
    search=("name", "position", "unit", "contact"),
    sort=lambda official: names.person_key(official.name),
    sorted_by="name",
    order="name",
)
