"""A meeting as people see it."""

from db.models import Meeting
from desktop_app.records import Entity, Stored

MEETINGS = Entity(
    Meeting,
    "Cuộc họp",
    "cuộc họp",
    Stored("held_on"),
    Stored("kind", width=20),
    Stored("title", width=60),
    Stored("chair", width=24),
    Stored("place", width=24),
    Stored("note", width=30),
    search=("title", "chair", "place"),
    order="-held_on",
)
