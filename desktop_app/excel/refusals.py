"""Why a file from elsewhere is not opened: every reason has its own code, and says what to do next."""

from typing import NoReturn

from desktop_app.errors import Refused

RE_SAVE = "hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi chọn lại"
SEND_AGAIN = "hãy xin nơi gửi gửi lại tệp"
COPY_CELLS = "chép phần số liệu cần dùng sang một tệp mới rồi chọn lại"

# One code for one kind of file; a code is never given to another reason, people read them out over the telephone.
SENTENCES = {
    "G-01": f"Tệp rỗng, không có nội dung nào; {SEND_AGAIN}",
    "G-02": "Tệp quá lớn (chương trình đọc tệp đến {limit} MB); hãy tách thành nhiều tệp nhỏ hơn",
    "G-03": "Tệp đặt mật khẩu; hãy nhập mật khẩu mà nơi gửi cho biết rồi mở lại",
    "G-04": "Mật khẩu không đúng với tệp này; hãy hỏi lại nơi gửi và chú ý chữ hoa, chữ thường, bộ gõ tiếng Việt",
    "G-05": "Tệp bị khóa theo cách mà chương trình không mở được, hoặc phần khóa bị hỏng; "
    "hãy mở tệp bằng Excel, bỏ mật khẩu, lưu lại rồi chọn lại",
    "G-06": f"Tệp Excel kiểu cũ (.xls) hoặc tệp Office kiểu cũ; {RE_SAVE}",
    "G-07": "Tệp là trang web (HTML) hoặc XML mang đuôi .xlsx, không phải tệp Excel; " + RE_SAVE,
    "G-08": f"Tệp là văn bản thường (CSV, TXT) mang đuôi .xlsx, không phải tệp Excel; {RE_SAVE}",
    "G-09": "Tệp không phải tệp Excel (.xlsx) hoặc đã hỏng từ những byte đầu; hãy kiểm tra đã chọn đúng tệp chưa",
    "G-10": "Tệp là {sort}, không phải tệp Excel (.xlsx); hãy kiểm tra đã chọn đúng tệp chưa, hoặc lưu lại thành .xlsx",
    "G-11": "Tệp bị cắt cụt hoặc bị hỏng; hãy chép lại từ nơi gửi, nếu vẫn vậy thì xin gửi lại",
    "G-12": f"Tệp được nén theo cách lạ, Excel không tạo ra tệp như vậy; {RE_SAVE}",
    "G-13": f"Tệp gồm quá nhiều phần bên trong ({{count}}, nhiều nhất {{limit}}); hãy {COPY_CELLS}",
    "G-14": f"Tệp có hai phần trùng tên ({{part}}), không biết phần nào là thật; {SEND_AGAIN}",
    "G-15": f"Tệp có phần mang tên không an toàn ({{part}}); không mở tệp này, {SEND_AGAIN}",
    "G-16": "Tệp nén bung ra quá lớn ({size} MB), có thể là tệp phá hoại; không mở tệp này, hãy hỏi lại nơi gửi",
    "G-17": f"Các phần trong tệp nén chồng lên nhau, tệp bị hỏng hoặc cố ý làm sai; {SEND_AGAIN}",
    "G-18": "Tệp có macro (mã lệnh); hãy lưu lại thành “Excel Workbook (.xlsx)” không có macro rồi chọn lại",
    "G-19": f"Tệp có nhúng đối tượng hoặc điều khiển ActiveX ({{part}}); hãy xóa chúng, hoặc {COPY_CELLS}",
    "G-20": "Tệp liên kết với tệp ở nơi khác ({part}); hãy bỏ liên kết (Excel: Dữ liệu, Sửa liên kết, Ngắt liên kết), "
    "lưu lại rồi chọn lại",
    "G-21": f"Tệp tự lấy dữ liệu từ nguồn bên ngoài ({{part}}); hãy xóa kết nối dữ liệu, hoặc {COPY_CELLS}",
    "G-22": "Tệp có khai báo XML nguy hiểm (DOCTYPE, ENTITY) trong {part}; không mở tệp này, hãy hỏi lại nơi gửi",
    "G-23": f"Phần {{part}} trong tệp bị hỏng, không đọc được; {SEND_AGAIN}",
    "G-24": f"Phần {{part}} trong tệp dùng bảng mã khác UTF-8; {RE_SAVE}",
    "G-25": f"Tệp thiếu phần chính của một tệp Excel ({{part}}); {RE_SAVE}, không được thì xin nơi gửi gửi lại",
    "G-26": f"Tệp có quá nhiều trang (hơn {{limit}}); hãy {COPY_CELLS}",
    "G-27": f"Tệp có quá nhiều tên vùng đặt sẵn (hơn {{limit}}); hãy {COPY_CELLS}",
    "G-28": f"Tệp có quá nhiều kiểu định dạng; hãy {COPY_CELLS}",
    "G-29": f"Phần {{part}} trong tệp có quá nhiều chi tiết (ô gộp, định dạng có điều kiện, hình…); hãy {COPY_CELLS}",
    "G-30": "Trang “{sheet}” có nội dung ở ô {cell}, quá xa bảng số liệu; hãy xóa các ô ở xa đó, lưu lại rồi chọn lại",
    "G-31": "Trang “{sheet}” có quá nhiều dòng hoặc quá nhiều ô (hơn {limit}); hãy tách thành nhiều tệp, xóa dòng thừa",
    "G-32": f"Trang “{{sheet}}” đánh số dòng, ô sai hoặc trùng (ở {{cell}}); {RE_SAVE}",
    "G-33": "Trang “{sheet}” có công thức ở ô {cell}; hãy dán lại thành giá trị (Dán đặc biệt, Giá trị) rồi lưu lại",
    "G-34": "Trang “{sheet}”, ô {cell}: số hoặc ngày không hợp lệ; hãy gõ lại ô đó rồi lưu lại",
    "G-35": "Trang “{sheet}”, ô {cell}: nội dung trỏ tới chỗ không có trong tệp, tệp bị hỏng; " + SEND_AGAIN,
    "G-36": "Trang “{sheet}”, ô {cell}: nội dung dài quá {limit} chữ; hãy rút ngắn ô đó rồi lưu lại",
    "G-37": "Trang “{sheet}”, ô {cell} đang báo lỗi ({text}); hãy gõ lại giá trị đúng rồi lưu lại",
    "G-38": f"Trang “{{sheet}}”, gần ô {{cell}}: cách ghi lạ, Excel không ghi như vậy; {RE_SAVE}",
    "G-40": "Tệp này làm phần đọc tệp dừng đột ngột, có thể bị hỏng hoặc là tệp phá hoại; chương trình vẫn bình "
    f"thường, không có gì được ghi; {SEND_AGAIN}",
    "G-41": "Đọc tệp quá {limit} giây chưa xong nên đã dừng; hãy tách thành nhiều tệp nhỏ hơn, hoặc hỏi lại nơi gửi",
    "G-42": "Đọc tệp cần quá nhiều bộ nhớ nên đã dừng; hãy tách thành nhiều tệp nhỏ hơn, hoặc hỏi lại nơi gửi",
    "G-43": f"Không đọc được nội dung tệp, có thể tệp bị hỏng; {RE_SAVE}",
    "G-50": "{text}",
}

EMPTY, TOO_BIG, LOCKED, WRONG_PASSPHRASE, BAD_LOCK = "G-01", "G-02", "G-03", "G-04", "G-05"
OLD_OFFICE, MARKUP, TEXT, UNKNOWN, OTHER_ZIP = "G-06", "G-07", "G-08", "G-09", "G-10"
CUT, ODD_ZIP, MANY_PARTS, SAME_NAME, ODD_NAME, BOMB, OVERLAP = "G-11", "G-12", "G-13", "G-14", "G-15", "G-16", "G-17"
MACROS, EMBEDDED, LINKED, CONNECTED = "G-18", "G-19", "G-20", "G-21"
DOCTYPE, BAD_XML, ENCODING, MISSING = "G-22", "G-23", "G-24", "G-25"
MANY_SHEETS, MANY_NAMES, MANY_STYLES, MANY_DETAILS = "G-26", "G-27", "G-28", "G-29"
FAR_CELL, MANY_CELLS, ODD_PLACE, FORMULA, BAD_VALUE = "G-30", "G-31", "G-32", "G-33", "G-34"
BAD_INDEX, LONG_TEXT, ERROR_CELL, ODD_CELL = "G-35", "G-36", "G-37", "G-38"
DIED, SLOW, MEMORY, UNREADABLE, NO_PACKAGE = "G-40", "G-41", "G-42", "G-43", "G-50"


class RefusedFile(Refused):
    """A file that is not opened; ``code`` names the reason, ``names`` fill its sentence."""

    def __init__(self, code: str, **names: object) -> None:
        self.code = code
        self.names = names
        super().__init__(f"{SENTENCES[code].format(**names)} ({code})")


def refuse(code: str, **names: object) -> NoReturn:
    """Raise the refusal; texts out of the file itself are cut, so that no hostile name fills the screen."""
    raise RefusedFile(
        code, **{name: _short(value) if isinstance(value, str) else value for name, value in names.items()}
    )


def _short(text: str, longest: int = 300) -> str:
    clean = "".join(letter if letter.isprintable() else "�" for letter in text[: longest + 1])
    return clean if len(clean) <= longest else clean[:longest] + "…"
