"""A figure and an erratum as people see them."""

from db.models import Erratum, Figure
from db.words import UnitRelation
from desktop_app.records import Entity, Related, Stored, writers

FIGURES = Entity(
    Figure,
    "Số liệu thực hiện",
    "số liệu",
    Stored("indicator", width=50, typed=False),
    Stored("unit", width=30, typed=False),
    Stored("year", width=8, typed=False),
    Stored("period", width=10, typed=False),
    Stored("state", width=14, typed=False),
    Stored("value", width=14),
    Stored("numerator", width=14),
    Stored("denominator", width=14),
    Stored("estimated", width=8),
    Stored("note", width=40),
    Related("code", "indicator.code", "Mã", 8),
    Related("measure", "indicator.measure", "Đơn vị tính", 16),
    writers.column(UnitRelation.SUB),
    order="period",
)

ERRATA = Entity(
    Erratum,
    "Đính chính số liệu",
    "lần đính chính",
    Stored("figure", width=50, typed=False),
    Stored("corrected_on", width=12),
    Stored("old", width=20, typed=False),
    Stored("new", width=20, typed=False),
    Stored("reason", width=40),
    Stored("paper", width=24),
    Stored("author", width=20, typed=False),
    Stored("place", typed=False),
    order="corrected_on",
    part_of="figure",
)
