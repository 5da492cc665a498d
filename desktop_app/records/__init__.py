"""Said once about every record: entities and their columns, the gate for writing, the rows of every list."""

from desktop_app.records.entity import Column, Derived, Entity, Many, Questions, Related, Stored, noun_of
from desktop_app.records.keep import delete, judge, keep, must_be_ours, restore, writing
from desktop_app.records.kinds import Kind, forget_labels
from desktop_app.records.rows import Condition, Rows, find

__all__ = [
    "Column",
    "Condition",
    "Derived",
    "Entity",
    "Kind",
    "Many",
    "Questions",
    "Related",
    "Rows",
    "Stored",
    "delete",
    "find",
    "forget_labels",
    "judge",
    "keep",
    "must_be_ours",
    "noun_of",
    "restore",
    "writing",
]
