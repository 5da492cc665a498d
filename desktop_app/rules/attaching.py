"""Which files may be kept with a record, what they are called, and how large they are in words."""

from desktop_app.rules import names

LARGEST = (
    50 * 1024 * 1024
)  # bytes a file: a scanned decision of some hundred pages; whatever is larger stays on its disk
LONGEST = 260  # letters of a name in the books
LONGEST_ON_DISK = 120  # letters of a name in a path: Windows counts the whole path, 260 letters

# What a double click would run. A ward keeps papers and pictures; a program beside a record is somebody's attack.
PROGRAMS = frozenset(
    ("exe", "com", "scr", "pif", "cpl", "msi", "msp", "msc", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse")
    + ("ws", "wsf", "wsh", "hta", "lnk", "url", "reg", "jar", "dll", "sys", "inf", "scf", "application", "appref-ms")
    + ("chm", "iso", "img", "vhd", "vhdx", "apk", "sh", "desktop")
)
FORBIDDEN = '<>:"/\\|?*'  # in names of files on Windows
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)


def stored_name(name: str) -> str:
    r"""A file's name as the books keep it: NFC, in one line, its end kept when it is too long.

    >>> stored_name("Ba\u0301o ca\u0301o.pdf"), stored_name("a\u202efdp.exe"), stored_name(" \n ")
    ('Báo cáo.pdf', 'afdp.exe', 'tệp không tên')
    >>> stored_name("x" * 300 + ".pdf")[-8:], len(stored_name("x" * 300 + ".pdf"))
    ('xxxx.pdf', 260)
    """
    return _shortened(names.one_line(name) or "tệp không tên", LONGEST)


def file_name(name: str) -> str:
    """The same name where a path needs one: what Windows does not take becomes ``_``.

    >>> file_name("Số 12/TB: họp?.pdf"), file_name("CON.txt"), file_name("..."), file_name("báo cáo. ")
    ('Số 12_TB_ họp_.pdf', '_CON.txt', '_', 'báo cáo')
    """
    safe = "".join("_" if letter in FORBIDDEN else letter for letter in stored_name(name)).rstrip(". ") or "_"
    safe = f"_{safe}" if safe.split(".")[0].rstrip().casefold() in DEVICES or safe.startswith(".") else safe
    return _shortened(safe, LONGEST_ON_DISK)


def refusal(name: str, size: int, head: bytes) -> str:
    r"""Why a file may not be kept, in words; empty when it may. ``head`` are its first bytes.

    >>> refusal("quyết định.pdf", 9, b"%PDF-1.7")
    ''
    >>> refusal("giấy mời.pdf.exe", 9, b"MZ")
    'là chương trình chạy được (.exe); chương trình lạ có thể mang mã độc nên không nhận'
    >>> refusal("ảnh.jpg", 9, b"MZ\x90")
    'mang tên tài liệu nhưng bên trong là chương trình chạy được; không nhận'
    >>> refusal("trống.docx", 0, b"")
    'không có nội dung (0 byte); hãy lưu lại tệp trong chương trình soạn thảo rồi thêm lại'
    """
    ending = stored_name(name).rstrip(". ").rpartition(".")[2].casefold()
    if ending in PROGRAMS and "." in name:
        return f"là chương trình chạy được (.{ending}); chương trình lạ có thể mang mã độc nên không nhận"
    if size > LARGEST:
        return f"nặng hơn {show_size(LARGEST)}; hãy nén, chia nhỏ, hoặc chỉ ghi nơi để tệp"
    if size == 0:
        return "không có nội dung (0 byte); hãy lưu lại tệp trong chương trình soạn thảo rồi thêm lại"
    if head[:2] == b"MZ" or head[:4] == b"\x7fELF":
        return "mang tên tài liệu nhưng bên trong là chương trình chạy được; không nhận"
    return ""


def show_size(size: int) -> str:
    """A number of bytes as people read it.

    >>> show_size(812), show_size(1024), show_size(350_000), show_size(50 * 1024 * 1024), show_size(1_300_000)
    ('812 byte', '1 KB', '342 KB', '50 MB', '1,2 MB')
    """
    if size < 1024:
        return f"{size} byte"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 ", " ").replace(".", ",")


def _shortened(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:longest]
    return f"{stem[: longest - len(ending) - 1]}.{ending}"
