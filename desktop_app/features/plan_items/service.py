"""The items of all plans, as search, journal and undo ask for them; `plans` keeps the rules and writes."""

from desktop_app.features.plans.service import delete_item as delete
from desktop_app.features.plans.service import find_items as find
from desktop_app.features.plans.service import item as get
from desktop_app.features.plans.service import restore_item as restore

__all__ = ["delete", "find", "get", "restore"]
