"""What stands in the template: the facts of the document, the columns of its table, and what was read out of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from db.words import Urgency
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records.kinds import Day, Kind, Text

SHEET, GUIDE = "Giao việc", "Hướng dẫn"
TITLE = "MẪU GIAO VIỆC"
HINT = (
    f"Cách ghi: xem trang “{GUIDE}”. Chỉ ghi vào các ô màu vàng; (*) là phần phải ghi. "
    "Mỗi tệp ghi một văn bản, mỗi dòng một nhiệm vụ."
)


@dataclass(frozen=True)
class Field:
    """One thing to fill in: ``also`` are other labels it is known by, ``rule`` and ``example`` stand in the guide."""

    name: str
    label: str
    kind: Kind
    rule: str
    example: str
    needed: bool = False
    width: float = 20
    also: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The label as it stands in the template."""
        return f"{self.label} (*)" if self.needed else self.label


def _of_document(name: str) -> Kind:
    return DOCUMENTS.columns[name].kind


HEAD = (
    Field(
        "issuer",
        "Cơ quan giao",
        Text(200),
        "Tên đầy đủ của cơ quan ban hành văn bản",
        "Ủy ban nhân dân Thành phố",
        True,
    ),
    Field(
        "number",
        "Số ký hiệu văn bản",
        _of_document("number"),
        "Ghi như trên văn bản; để trống nếu văn bản không có số",
        "125/TB-UBND",
        also=("Số, ký hiệu", "Số ký hiệu"),
    ),
    Field("issued_on", "Ngày ban hành", Day(), "Ngày/tháng/năm", "02/11/2026", True),
    Field("type", "Loại văn bản", _of_document("type"), "Chọn trong danh sách của ô", "Thông báo kết luận", True),
    Field(
        "subject",
        "Trích yếu",
        _of_document("subject"),
        "Nội dung chính của văn bản",
        "Kết luận về an toàn thực phẩm",
        True,
    ),
    Field("signer", "Người ký", _of_document("signer"), "Họ và tên người ký văn bản", "Nguyễn Văn A"),
)
TABLE = (
    Field("place", "STT", Text(20), "Không bắt buộc", "1", width=6),
    Field(
        "content",
        "Nội dung nhiệm vụ",
        TASKS.columns["content"].kind,
        "Mỗi dòng một nhiệm vụ; có thể xuống dòng trong ô bằng Alt+Enter",
        "Rà soát, lập danh sách các hộ kinh doanh chưa có giấy chứng nhận an toàn thực phẩm trên địa bàn",
        True,
        57,
        ("Nội dung",),
    ),
    Field(
        "helpers",
        "Đơn vị phối hợp",
        Text(1000),
        "Nhiều đơn vị thì cách nhau bằng dấu chấm phẩy",
        "Công an phường; Trạm Y tế",
        width=24,
    ),
    Field(
        "due_on",
        "Thời hạn",
        Day(),
        "Ngày/tháng/năm; để trống nếu không xác định thời hạn",
        "30/11/2026",
        width=13,
        also=("Thời hạn hoàn thành",),
    ),
    Field(
        "deliverable",
        "Sản phẩm yêu cầu",
        TASKS.columns["deliverable_wanted"].kind,
        "Văn bản, số liệu phải gửi về",
        "Báo cáo kèm danh sách",
        width=24,
    ),
    Field(
        "urgency",
        "Mức độ khẩn",
        TASKS.columns["urgency"].kind,
        f"Chọn trong danh sách, để trống là “{Urgency.NORMAL.label}”",
        Urgency.URGENT.label,
        width=14,
    ),
    Field("note", "Ghi chú", Text(1000), "Điều cần biết thêm", "Gửi kèm bản mềm", width=22),
)


@dataclass(frozen=True)
class Trouble:
    """What could not be used, at a place a person can find; ``row`` as Excel numbers it, 0 for the whole sheet."""

    sheet: str
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        place = f"Trang “{self.sheet}”" + (f", dòng {self.row}" if self.row else "")
        return f"{place}{f', cột “{self.column}”' if self.column else ''}: {self.words}"


@dataclass(frozen=True)
class Row:
    """A task that was understood, with its document: plain values by field; ``notes`` say what was read how."""

    sheet: str
    row: int
    head: Mapping[str, Any]
    task: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same task wherever it stands and whatever number it has: it is asked about once."""
        task = {name: value for name, value in self.task.items() if name != "place"}
        text = json.dumps({"head": dict(self.head), "task": task}, ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    @property
    def told(self) -> dict[str, str]:
        """Label -> text as people read it, of all that was filled in."""
        pairs = [(field, self.head.get(field.name)) for field in HEAD] + [(f, self.task.get(f.name)) for f in TABLE]
        return {field.label: field.kind.show(field.kind.load(value)) for field, value in pairs if value}


@dataclass
class Read:
    """A template as read: what was understood, what was not and why, and what a person should know."""

    path: Path
    rows: list[Row] = field(default_factory=list)
    wrong: list[Trouble] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
