"""A file beside a record as people see it."""

from db.models import Attachment
from desktop_app.records import Entity, Stored

ATTACHMENTS = Entity(
    Attachment,
    "Tệp đính kèm",
    "tệp đính kèm",
    Stored("name", width=50),
    Stored("size", width=12, typed=False),
    Stored("added_at", width=17, typed=False),
    Stored("author", width=24, typed=False),
    Stored("note", width=40),
    Stored("kind", width=12, typed=False),
    Stored("record", width=12, typed=False),
    Stored("digest", width=20, typed=False),
    order="-added_at",
)
