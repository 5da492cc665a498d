"""The office as its settings show it."""

from db.models import Office
from desktop_app.records import Entity, Stored

OFFICE = Entity(
    Office,
    "Cơ quan",
    "cơ quan",
    Stored("name", width=40),
    Stored("profile", width=30),
    Stored("header_superior", width=40),
    Stored("header_issuer", width=40),
    Stored("place", width=20),
    Stored("symbol", width=12),
    Stored("signer_authority", width=40),
    Stored("signer_name", width=24),
    Stored("receivers", width=40),
    Stored("sends_own"),
    Stored("soon_days"),
    Stored("urge_ladder"),
    Stored("epoch", typed=False),
    Stored("signing_key", typed=False, secret=True),
)
