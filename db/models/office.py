"""The office that keeps this ledger: its name on paper, its identity, its settings."""

from peewee import BooleanField, CharField, IntegerField, TextField

from db.models.base import Table
from db.words import Profile


class Office(Table):
    """The one row that says whose ledger this is; ``uid`` is the office's identity in every hand-off."""

    name = CharField(200, verbose_name="Tên cơ quan", help_text="Ví dụ: Ủy ban nhân dân phường Long Biên")
    profile = CharField(
        12, default=Profile.TWO_TIER_2025, choices=Profile.choices(), verbose_name="Mô hình chính quyền"
    )
    header_superior = CharField(
        200, default="", verbose_name="Dòng cơ quan cấp trên", help_text="Để trống với Ủy ban nhân dân phường"
    )
    header_issuer = CharField(200, verbose_name="Dòng tên cơ quan", help_text="In đầu văn bản; xuống dòng bằng dấu |")
    place = CharField(60, verbose_name="Địa danh", help_text="In trước ngày tháng của văn bản")
    symbol = CharField(20, default="UBND", verbose_name="Ký hiệu cơ quan", help_text="Ví dụ: UBND trong 05/BC-UBND")
    signer_authority = CharField(
        200, default="TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH", verbose_name="Quyền hạn, chức vụ người ký"
    )
    signer_name = CharField(100, default="", verbose_name="Họ tên người ký")
    receivers = TextField(default="", verbose_name="Nơi nhận", help_text="Mỗi dòng một nơi nhận")
    sends_own = BooleanField(
        default=True, verbose_name="Gửi cả nhiệm vụ, kiểm tra, kế hoạch, cuộc họp của cơ quan mình"
    )
    soon_days = IntegerField(default=3, verbose_name="Số ngày làm việc coi là sắp đến hạn")
    urge_ladder = IntegerField(default=3, verbose_name="Báo cáo lãnh đạo khi đôn đốc quá (lần)")
    epoch = IntegerField(default=1, verbose_name="Lần khởi tạo kho dữ liệu")
    machine = CharField(100, default="", verbose_name="Máy đang dùng")
    signing_key = TextField(verbose_name="Khóa niêm phong gói")
    former_key = CharField(64, default="", verbose_name="Khóa trước")
    endorsement = CharField(100, default="", verbose_name="Khóa trước chứng thực khóa này")

    def __str__(self) -> str:
        return str(self.name)
