"""Workbooks under a passphrase, in the encryption of Office itself (ECMA-376 agile, AES-256): Excel opens them."""

from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import olefile
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from desktop_app import files
from desktop_app.errors import Refused
from desktop_app.excel import refusals
from desktop_app.excel.refusals import refuse

LONGEST = 255  # letters of a passphrase, Excel's limit
MOST_ROUNDS = 2_000_000  # of hashing the passphrase; Excel writes 100,000, a hostile file could ask for minutes
LARGEST_HEADER = 64 * 1024  # bytes that say how a file is locked; usually about 1,000
EMPTY = "Mật khẩu để trống; hãy nhập mật khẩu"
TOO_LONG = f"Mật khẩu dài quá {LONGEST} chữ, Excel không mở được; hãy chọn mật khẩu ngắn hơn"


def lock(path: Path, passphrase: str) -> None:
    """Put a finished workbook under a passphrase, in place; it is opened again before it replaces the open one.

    Raises Refused when the passphrase is none that Excel takes; OSError. After either the file is as it was.
    """
    passphrase = normalize("NFC", passphrase)  # one keyboard writes ệ as one letter, another as three
    if not passphrase or len(passphrase) > LONGEST:
        raise Refused(TOO_LONG if passphrase else EMPTY)
    content = path.read_bytes()
    with files.replacing(path) as draft:
        with draft.open("wb") as target:
            OOXMLFile(BytesIO(content)).encrypt(passphrase, target)
        files.flush(draft)
        if unlocked(draft.read_bytes(), passphrase) != content:
            raise OSError(f"{path.name} đọc lại khác với lúc ghi")


def unlocked(content: bytes, passphrase: str) -> bytes:
    """The workbook inside a locked file; for one from elsewhere only in a process of its own, and then the guard.

    Raises RefusedFile when the passphrase is wrong or the lock of another sort.
    """
    opened = BytesIO()
    try:
        _check_header(content)
        source = OOXMLFile(BytesIO(content))
        if source.info.get("spinValue", 0) > MOST_ROUNDS:
            refuse(refusals.BAD_LOCK)
        source.load_key(normalize("NFC", passphrase), verify_password=True)
        source.decrypt(opened)
    except InvalidKeyError:
        refuse(refusals.WRONG_PASSPHRASE)
    except (refusals.RefusedFile, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - the library raises whatever a broken header makes it stumble over
        refuse(refusals.BAD_LOCK)
    return opened.getvalue()


def _check_header(content: bytes) -> None:
    """Refuse a header in which the library's XML parser would meet declarations."""
    with olefile.OleFileIO(BytesIO(content)) as file, file.openstream("EncryptionInfo") as stream:
        header = stream.read(LARGEST_HEADER + 1)
    if len(header) > LARGEST_HEADER or b"<!" in header or b"<\x00!" in header:
        refuse(refusals.BAD_LOCK)
