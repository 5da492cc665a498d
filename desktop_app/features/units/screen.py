"""The directory of units."""

from typing import ClassVar

from desktop_app.features.units import service as units
from desktop_app.features.units.columns import UNITS
from desktop_app.ui.filters import Days
from desktop_app.ui.screen import RecordsScreen


class UnitsScreen(RecordsScreen):
    """The office's own parts, the offices above and below, and groups named like units."""

    entity = UNITS
    service: ClassVar = units
    title = "Đơn vị"
    help_page = "units"
    table = ("code", "name", "kind", "relation", "valid_from", "valid_to")
    form = (("code", "name*3"), ("kind", "relation"), ("parent",), ("valid_from", "valid_to"), ("successor",))
    filters = ("relation", "kind")
    more_filters = ("parent", "successor", Days("valid_from"), Days("valid_to"))
