"""An establishment as people see it."""

from db.models import Establishment
from desktop_app.records import Entity, Stored
from desktop_app.rules import names

ESTABLISHMENTS = Entity(
    Establishment,
    "Cơ sở, công trình",
    "cơ sở",
    Stored("name", width=40),
    Stored("kind", width=24),
    Stored("address", width=40),
    Stored("trade", width=30),
    Stored("responsible", width=24),
    Stored("id_number", width=14, secret=True),
    Stored("license", width=30),
    Stored("contact", width=20),
    Stored("unit", width=30),
    Stored("valid_from"),
    Stored("valid_to"),
    Stored("note", width=30),
    search=("name", "address", "trade", "responsible"),
    sort=lambda establishment: names.sort_key(establishment.name),
    sorted_by="name",
    order="name",
)
