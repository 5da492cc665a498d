"""An indicator as people see it."""

from db.models import Indicator
from db.words import UnitRelation
from desktop_app.records import Entity, Stored, writers

INDICATORS = Entity(
    Indicator,
    "Danh mục chỉ tiêu",
    "chỉ tiêu",
    Stored("code", width=10),
    Stored("name", width=50),
    Stored("theme", width=34),
    Stored("measure", width=16),
    Stored("direction", width=20),
    Stored("aggregation", width=24),
    Stored("numerator", width=30),
    Stored("denominator", width=30),
    Stored("decimals", width=10),
    Stored("every", width=10),
    Stored("adds_up", width=10),
    Stored("computed", width=20),
    Stored("first_year", width=8),
    Stored("last_year", width=8),
    Stored("place", width=8),
    Stored("note", width=40),
    writers.column(UnitRelation.UPPER),
    order="place",
)
