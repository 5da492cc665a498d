"""The office as its settings show it."""

from collections.abc import Callable, Sequence

from db.models import Office
from db.words import Profile, Role
from desktop_app.records import Column, Entity, Questions, Stored
from desktop_app.records.kinds import Choice, OneOf, Text

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
    Stored("machine", typed=False),
    Stored("signing_key", typed=False, secret=True),
    Stored("former_key", typed=False),
    Stored("endorsement", typed=False),
)

FIRST = Questions(
    "Khai báo ban đầu",
    Column("profile", "Mô hình chính quyền", Choice(Profile.choices()), width=50, needed=True),
    Column(
        "own_name",
        "Tên đầy đủ của cơ quan",
        Text(200),
        width=50,
        needed=True,
        hint="Ví dụ: Ủy ban nhân dân phường Long Biên",
    ),
    Column("own_code", "Mã của cơ quan", Text(20), needed=True, hint="Ngắn, không dấu"),
    Column("upper_name", "Cơ quan cấp trên", Text(200), width=50, hint="Ví dụ: Ủy ban nhân dân thành phố Hà Nội"),
    Column("upper_code", "Mã của cấp trên", Text(20), hint="Ngắn, không dấu"),
)


def first_officials(known_units: Callable[[], Sequence[str]]) -> Questions:
    """The people of a first start; their units are known by name or code, though none is stored yet."""
    return Questions(
        "Cán bộ ban đầu",
        Column("name", "Họ và tên", Text(100), width=26, needed=True),
        Column("position", "Chức vụ", Text(100), width=26),
        Column("unit", "Đơn vị", OneOf(known_units), width=34, needed=True),
        Column("role", "Vai trò", Choice(Role.choices()), width=18),
    )
