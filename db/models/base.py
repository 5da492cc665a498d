"""What every table has, and the halves that shared records are made of."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from peewee import AutoField, CharField, IntegerField, Model, ModelSelect

from db.connection import database


class MomentField(CharField):
    """A moment with its offset from UTC, to the second, as ISO text: local time and UTC in one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(32, **kwargs)

    def db_value(self, value: datetime | None) -> str | None:
        return None if value is None else value.isoformat(timespec="seconds")

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class YearField(IntegerField):
    """A year of the calendar: a whole number that is never written with a dot."""


class HourField(CharField):
    """An hour of the day, HH:MM, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(5, default="", **kwargs)


class AmountField(CharField):
    """An exact number with decimals, as text: SQLite itself would keep it as a floating one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(30, **kwargs)

    def db_value(self, value: Decimal | int | None) -> str | None:
        return None if value is None else plain_amount(Decimal(value))

    def python_value(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)


def plain_amount(value: Decimal) -> str:
    """A number in one way of writing only: no exponent, no zeros behind the last decimal, no minus before a zero."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def new_uid() -> str:
    """A name for a record that no other office will ever give."""
    return uuid4().hex


class WholeRows(ModelSelect):
    """A SELECT of every column of a table: their names are written in one piece.

    Peewee spells forty columns out at every read, which took most of the time of opening or saving a record.
    """

    def __sql_selection__(self, ctx: Any, is_subquery: bool = False) -> Any:
        columns, wanted = self.model._meta.sorted_fields, vars(self)["_returning"]
        if is_subquery or len(wanted) != len(columns) or wanted[0] is not columns[0]:
            return super().__sql_selection__(ctx, is_subquery)
        alias = ctx.alias_manager[self.model._meta.table]
        return ctx.literal(", ".join(f'"{alias}"."{column.column_name}"' for column in columns))


class Table(Model):
    """Base of every table; ``uid`` names the record outside this computer."""

    id = AutoField()
    uid = CharField(32, unique=True, default=new_uid)
    changed_at = MomentField(default=lambda: datetime.now(UTC))

    class Meta:
        database = database
        legacy_table_names = False

    if not TYPE_CHECKING:  # Peewee's own is what its stubs speak of

        @classmethod
        def select(cls, *fields: Any) -> ModelSelect:
            """As Peewee's own; of whole records the quicker one."""
            return super().select(*fields) if fields else WholeRows(cls, cls._meta.sorted_fields, is_default=True)


class Owned(Table):
    """A record with one half: who owns it, and its revision ``(def_term, def_epoch, def_n)``, compared in that order.

    ``def_n`` rises by one at every change by the owner and nothing ever lowers it.
    """

    def_owner = CharField(32, default="")
    def_term = IntegerField(default=1)
    def_epoch = IntegerField(default=1)
    def_n = IntegerField(default=0)
    deleted_at = MomentField(null=True)


class Shared(Owned):
    """A record of two offices: the assigner's half as in ``Owned``, the doer's with its own owner and revision."""

    exe_owner = CharField(32, default="")
    exe_term = IntegerField(default=1)
    exe_epoch = IntegerField(default=1)
    exe_n = IntegerField(default=0)
