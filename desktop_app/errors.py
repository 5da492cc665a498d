"""What can go wrong that a person can put right, and the codes of what cannot."""

import errno
from collections.abc import Mapping


class Refused(Exception):
    """A record or a request that the rules do not allow.

    ``problems`` maps a column name to what is wrong with it, in words for the person at the form; the empty name is
    for the record as a whole.
    """

    def __init__(self, problems: Mapping[str, str] | str) -> None:
        self.problems = {"": problems} if isinstance(problems, str) else dict(problems)
        super().__init__("; ".join(self.problems.values()))


class Failed(Exception):
    """Something outside the program stopped it: a full disk, a file held by another program. Nothing was changed."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{CODES[code]} ({code})" + (f": {detail}" if detail else ""))


CODES = {
    "E-DISK-FULL": "Ổ đĩa đã đầy nên chưa ghi được; hãy xóa bớt tệp không cần rồi làm lại, nội dung đang nhập vẫn còn",
    "E-DISK": "Ổ đĩa không đọc ghi được (có thể đã đầy, bị rút ra hoặc hỏng); hãy kiểm tra ổ đĩa rồi mở lại",
    "E-READ-ONLY": "Thư mục dữ liệu chỉ cho đọc nên chưa ghi được; hãy xin quyền ghi hoặc chuyển sang thư mục khác",
    "E-BUSY": "Dữ liệu đang được một cửa sổ khác ghi; hãy đợi một lát rồi làm lại",
    "E-DATABASE": "Không ghi được vào cơ sở dữ liệu; hãy sao lưu rồi kiểm tra dữ liệu ở mục Sao lưu",
    "E-DAMAGED": "Tệp dữ liệu bị hỏng hoặc không phải dữ liệu của chương trình; hãy khôi phục từ bản sao lưu",
    "E-NEWER": "Dữ liệu được ghi bằng bản chương trình mới hơn; hãy cài bản mới rồi mở lại",
    "E-FILE": "Không ghi được tệp; hãy kiểm tra tệp có đang mở trong chương trình khác không, hoặc chọn tên khác",
    "E-OPEN": "Không mở được tệp; hãy kiểm tra đường dẫn",
    "E-FAULT": "Chương trình gặp lỗi ngoài dự kiến; nội dung đang nhập vẫn còn, hãy chụp mã lỗi gửi người hỗ trợ",
}


def of_database(error: Exception) -> Failed:
    """The failure behind what SQLite raised, in words that say what to do next.

    A full disk makes SQLite give up the whole transaction, and undoing a part of it then fails too: the first counts.
    """
    text = ""
    cause: BaseException | None = error
    while cause is not None:
        text, cause = f"{cause} {text}".lower(), cause.__context__
    for sign, code in (
        ("full", "E-DISK-FULL"),
        ("readonly", "E-READ-ONLY"),
        ("read-only", "E-READ-ONLY"),
        ("locked", "E-BUSY"),
        ("i/o error", "E-DISK"),
        ("unable to open", "E-OPEN"),
        ("malformed", "E-DAMAGED"),
        ("not a database", "E-DAMAGED"),
    ):
        if sign in text:
            return Failed(code)
    return Failed("E-DATABASE", str(error))


REASONS = {
    errno.ENOENT: "không có thư mục này",
    errno.ENOTDIR: "không có thư mục này",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EISDIR: "đây là một thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EIO: "ổ đĩa không trả lời",
    errno.ENODEV: "ổ đĩa đã bị rút ra",
}


def of_file(error: OSError) -> Failed:
    """The failure behind an OSError about a file, naming the file."""
    name = str(error.filename or "")
    if error.errno == 28:  # ENOSPC, the same number on Linux and Windows' C runtime
        return Failed("E-DISK-FULL", name)
    why = REASONS.get(error.errno or 0, "")
    return Failed("E-FILE", f"{name} ({why})" if why else name)


class RefusedRows(Refused):
    """Several records written in one go, refused as a whole: the first one's problems, and those of each row."""

    def __init__(self, problems: Mapping[str, str], rows: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__(problems)
        self.rows = {place: dict(found) for place, found in rows.items()}
        lines = [f"dòng {place + 1}: {'; '.join(found.values())}" for place, found in self.rows.items()]
        self.args = ("; ".join([*self.problems.values(), *lines]),)
