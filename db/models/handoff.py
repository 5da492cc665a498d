"""The books of the hand-off: the keys of other offices, packages both ways, what each row came to, open questions."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from db.models.base import MomentField, Table
from db.models.directory import Unit
from db.words import Answer, KeyState, PackageKind, PackageState, QuestionSort, Verdict


class Peer(Table):
    """A key of another office, and the unit of ours that a person has linked it to; nothing it seals counts before."""

    office_uid = CharField(32, index=True, verbose_name="Mã định danh")
    name = CharField(200, verbose_name="Tên trong gói")
    code = CharField(20, default="", verbose_name="Mã trong gói")
    public_key = CharField(64, verbose_name="Khóa")
    unit = ForeignKeyField(Unit, null=True, backref="peers", verbose_name="Đơn vị trong danh bạ")
    state = CharField(10, default=KeyState.NEW, choices=KeyState.choices(), verbose_name="Tình trạng khóa")
    decided_by = CharField(100, default="", verbose_name="Người xác nhận")
    decided_at = MomentField(null=True, verbose_name="Lúc")
    revoked_from = IntegerField(null=True, verbose_name="Thu hồi từ gói số")

    class Meta:
        indexes = ((("office_uid", "public_key"), True),)

    def __str__(self) -> str:
        return str(self.name)


class Channel(Table):
    """What we know of one other office's side: numbers, epochs, and whether the next package must hold everything."""

    office_uid = CharField(32, unique=True)
    epoch = IntegerField(default=0)  # the highest of theirs that was seen
    number = IntegerField(default=0)  # of the newest package of theirs that was applied, in that epoch
    digest = CharField(64, default="")  # of that package
    sent_epoch = IntegerField(default=0)  # of ours, when the last package to them was made
    full = BooleanField(default=True)  # they hold less than we thought, or began a new epoch: send everything
    full_since = IntegerField(default=0)  # the number of the first package that held everything since
    asks = BooleanField(default=False)  # they hold something of ours that we lost: ask them for everything


class Mark(Table):
    """The revision of a half of ours that another office says it holds."""

    office_uid = CharField(32)
    record = CharField(32)
    term = IntegerField()
    epoch = IntegerField()
    n = IntegerField()

    class Meta:
        indexes = ((("office_uid", "record"), True),)


class Package(Table):
    """A package made for another office, or one that came in, with its place in the channel's numbering."""

    incoming = BooleanField(default=False)
    kind = CharField(10, choices=PackageKind.choices(), verbose_name="Loại gói")
    state = CharField(10, default=PackageState.MADE, choices=PackageState.choices(), verbose_name="Tình trạng")
    peer = ForeignKeyField(Unit, backref="packages", verbose_name="Nơi gửi, nơi nhận")
    office_uid = CharField(32, default="")
    epoch = IntegerField(default=1)
    running_number = IntegerField(verbose_name="Số thứ tự")
    period = CharField(10, default="", verbose_name="Kỳ")
    made_at = MomentField(verbose_name="Lập lúc")
    made_by = CharField(100, default="", verbose_name="Người lập, người nhận")
    entered_at = MomentField(null=True, verbose_name="Ghi sổ lúc")
    digest = CharField(64, verbose_name="Mã kiểm tra")
    rows = IntegerField(default=0, verbose_name="Số dòng")
    file_name = CharField(260, default="", verbose_name="Tệp")
    totals = TextField(default="{}")  # the figures on its cover, JSON: name -> value
    tally = TextField(default="{}", verbose_name="Kết luận")  # JSON: verdict -> how many rows, as far as is known here
    receipted = BooleanField(default=False)  # an incoming one: whether a receipt for its present state has been made
    journal_head = IntegerField(default=0)  # the journal's last entry when its rows had been written

    class Meta:
        indexes = ((("office_uid", "incoming", "epoch", "running_number"), False),)

    def __str__(self) -> str:
        return f"gói số {self.running_number}"


class ReceivedRow(Table):
    """What became of one row of a package that came in, and what stood here before, so that it can be undone."""

    package = ForeignKeyField(Package, backref="received", on_delete="CASCADE")
    place = IntegerField()
    sheet = CharField(31)
    kind = CharField(30)
    record = CharField(32, index=True)
    title = CharField(300, default="")
    verdict = CharField(12, choices=Verdict.choices())
    reason = TextField(default="")
    def_revision = CharField(40, default="")
    def_digest = CharField(64, default="")
    exe_revision = CharField(40, default="")
    exe_digest = CharField(64, default="")
    before = TextField(default="")  # JSON of the stored row; empty: there was none, or nothing was written
    written = BooleanField(default=False)


class Question(Table):
    """A row that waits for a person: both values side by side, then the answer and who gave it."""

    package = ForeignKeyField(Package, null=True, backref="questions")
    sort = CharField(14, choices=QuestionSort.choices(), verbose_name="Câu hỏi")
    kind = CharField(30)
    record = CharField(32, index=True)
    title = CharField(300, default="", verbose_name="Bản ghi")
    words = TextField(default="", verbose_name="Vì sao hỏi")
    ours = TextField(default="{}")  # JSON: column -> text as people read it
    theirs = TextField(default="{}")
    row = TextField(default="")  # JSON of the row as sent
    digest = CharField(64, index=True)  # of the row as sent: the same question is not asked twice
    answer = CharField(8, default="", choices=Answer.choices(), verbose_name="Trả lời")
    answered_by = CharField(100, default="", verbose_name="Người trả lời")
    answered_at = MomentField(null=True, verbose_name="Trả lời lúc")


class Alias(Table):
    """Another name under which a record of ours is known: a unit of another directory, or a task typed here first."""

    other = CharField(32, unique=True)
    kind = CharField(30)
    record = CharField(32, index=True)


class PastExecution(Table):
    """What a former doer had done, kept to be read: it counts no more (HANDOFF.md section 2, term)."""

    record = CharField(32, index=True)
    office_uid = CharField(32)
    term = IntegerField()
    epoch = IntegerField()
    n = IntegerField()
    name = CharField(200, default="")
    late = BooleanField(default=False)  # sent after the task had been handed on
    told = TextField(default="{}")  # JSON: column -> text as people read it

    class Meta:
        indexes = ((("record", "office_uid", "term", "epoch", "n"), True),)
