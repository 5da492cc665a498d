r"""The seal of a package: one text for every value, its digest, and the office's Ed25519 signature over all of them.

Canonical text, version 1: JSON with keys sorted by code point and no blanks between; texts in NFC; dates and moments
in ISO form; decimals as texts without needless zeros; letters as they are, but control characters, U+2028 and U+2029,
surrogates, U+FFFE, U+FFFF, and the underscore of anything like ``_x000D_`` as ``\uHHHH``. So the text holds nothing
that XML refuses, that Excel would unescape, or that a spreadsheet changes when it saves again.
"""

import base64
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import JSONEncoder
from typing import Any
from unicodedata import normalize

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_encode = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def plain(value: Any) -> Any:
    """``value`` as JSON holds it; TypeError for a fraction in binary, which has no one way to be written."""
    kind = type(value)
    if kind is str:
        return normalize("NFC", value)
    if value is None or kind is int or kind is bool:
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return decimal_text(value)
    if isinstance(value, str):
        return normalize("NFC", str(value))
    if isinstance(value, Mapping):
        return {normalize("NFC", str(key)): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    raise TypeError(f"no canonical text for {value!r}")


def canonical(value: Any) -> str:
    r"""The one text that stands for ``value``.

    >>> canonical({"b": [Decimal("1.50"), None, True], "a": date(2022, 11, 20), "c": "nhie\u0302\u0323m\r_x000D_"})
    '{"a":"2022-11-20","b":["1.5",null,true],"c":"nhiệm\\r\\u005fx000D_"}'
    """
    return of_plain(plain(value))


def of_plain(value: Any) -> str:
    """The canonical text of what ``plain`` gave."""
    text = _encode(value)
    return _UNSAFE.sub(_as_json_escape, text) if _UNSAFE.search(text) else text


def decimal_text(value: Decimal) -> str:
    """A decimal number without needless zeros.

    >>> [decimal_text(Decimal(text)) for text in ("1.50", "1E+2", "-0.0", "100")]
    ['1.5', '100', '0', '100']
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return sha256(text.encode()).hexdigest()


def new_key() -> str:
    """A new Ed25519 private key as PEM (PKCS 8), not encrypted: the office's folder keeps it."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_key(pem: str) -> str:
    """The public half of a private key: 32 bytes in base64."""
    raw = _private(pem).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def fingerprint(public: str) -> str:
    """What two people compare by telephone: 20 hex digits of the public key's SHA-256, in groups of four.

    >>> fingerprint("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    '6668-7aad-f862-bd77-6c8f'
    """
    return grouped(sha256(base64.b64decode(public)).hexdigest()[:20])


def check_code(package_digest: str) -> str:
    """What people compare to be sure they speak of one package: 16 hex digits of its digest, in groups of four."""
    return grouped(package_digest[:16])


def grouped(digits: str) -> str:
    """Digits in groups of four."""
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def sign(pem: str, message: str) -> str:
    """The Ed25519 signature of ``message`` in base64."""
    return base64.b64encode(_private(pem).sign(message.encode())).decode()


def holds(public: str, signature: str, message: str) -> bool:
    """Whether ``signature`` was made over ``message`` with the private half of ``public``; False for nonsense too."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(pem: str) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("not an Ed25519 key")
    return key


def _as_json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
