"""An establishment as people see it."""

from db.models import Establishment
from desktop_app.records import Column, Derived, Entity, Stored
from desktop_app.records.kinds import Day, Text, Whole
from desktop_app.rules import names
from desktop_app.rules.remediation import masked

HELD = "FROM inspected_party AS p WHERE p.establishment_id = {t}.id AND p.deleted_at IS NULL"

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
    Column(
        "id_shown",
        "Số căn cước (che)",
        Text(),
        16,
        compute=lambda row: masked(row.id_number or ""),
        sorted_like="name",
    ),
    Derived("times", "Số lần kiểm tra", f"SELECT count(*) {HELD}", Whole(), 10),
    Derived("last_on", "Kiểm tra gần nhất", f"SELECT max(p.inspected_on) {HELD}", Day(), 12),
    search=("name", "address", "trade", "responsible"),
    sort=lambda establishment: names.sort_key(establishment.name),
    sorted_by="name",
    order="name",
)
