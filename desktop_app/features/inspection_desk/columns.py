"""What is asked when minutes are begun, signed or rechecked."""

from db.models import ChecklistTemplate
from desktop_app.features.inspections.columns import PARTIES
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day, Link

SIGNING = Questions("Ký biên bản", Column("signed_on", "Ngày ký", Day(), needed=True))
REFUSING = Questions(
    "Bên được kiểm tra không ký",
    Column("signed_on", "Ngày lập", Day(), needed=True),
    *PARTIES.pick(("witness",)),
)
RECHECKING = Questions("Tái kiểm tra", Column("day", "Ngày tái kiểm tra", Day(), needed=True))
TEMPLATE = Questions("Lấy mẫu", Column("template", "Mẫu", Link(ChecklistTemplate), 40, needed=True))
