"""A checklist template and its items as people see them."""

from db.models import ChecklistItem, ChecklistTemplate
from desktop_app.records import Derived, Entity, Stored
from desktop_app.records.kinds import Whole

ITEM_COUNT = "SELECT count(*) FROM checklist_item AS i WHERE i.template_id = {t}.id AND i.deleted_at IS NULL"

TEMPLATES = Entity(
    ChecklistTemplate,
    "Mẫu nội dung kiểm tra",
    "mẫu",
    Stored("name", width=40),
    Stored("type", width=22),
    Stored("heading", width=40),
    Stored("in_use", width=10),
    Stored("place", width=8),
    Stored("note", width=30),
    Derived("item_count", "Số nội dung", ITEM_COUNT, Whole(), 10),
    order="place",
)

ITEMS = Entity(
    ChecklistItem,
    "Nội dung của mẫu",
    "nội dung",
    Stored("template", width=30, typed=False),
    Stored("place", width=8, typed=False),
    Stored("section", width=30),
    Stored("content", width=60),
    Stored("answer", width=16),
    Stored("clause", width=30),
    order="place",
    part_of="template",
)
