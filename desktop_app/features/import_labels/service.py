"""Which column of ours a label of a register is: as a whole, by its words, or below another label."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from desktop_app.rules import names

LABELS = Path(__file__).parents[3] / "assets" / "import_labels.toml"
LONGEST_LABEL = 90  # letters; what is longer is no label


@lru_cache(maxsize=20_000)
def key_of(label: str) -> str:
    r"""What tells one label from another, however it was typed.

    >>> key_of(" Thời hạn\n(ngày/tháng/năm) *"), key_of("Số, ký hiệu"), key_of("(1)"), key_of("% hoàn thành")
    ('thoi han', 'so ky hieu', '1', 'phan tram hoan thanh')
    """
    text = names.fold(names.clean(label)).replace("%", " phan tram ")
    bare = re.sub(r"[^a-z0-9]+", " ", re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)).strip()
    return bare or re.sub(r"[^a-z0-9]+", " ", text).strip()


def is_share(label: str) -> bool:
    """Whether a label promises how much of the work is done, in hundredths."""
    return "phan tram" in key_of(label) or "ty le" in key_of(label) or "ti le" in key_of(label)


@cache
def known() -> Mapping[str, str]:
    """Label -> column of ours; the first that claims a label has it."""
    found: dict[str, str] = {}
    for name, labels in tomllib.loads(LABELS.read_text(encoding="utf-8")).items():
        for label in labels:
            found.setdefault(key_of(label), name)
    return found


def field_of(path: tuple[str, ...]) -> tuple[str, bool]:
    """Our column for a label of one or more levels, and whether the label is known as a whole; nothing when unknown.

    >>> field_of(("Thời hạn", "Hạn ban đầu")), field_of(("Đơn vị, cá nhân chủ trì thực hiện nhiệm vụ",))
    (('original_due_on', True), ('lead_unit', False))
    >>> field_of(("Gia hạn", "Số lần")), field_of(("Cân nặng",))
    (('skip', True), ('', False))
    >>> field_of(("Văn bản giao", "Ngày")), field_of(("Kết quả thực hiện", "Số, ký hiệu"))
    (('doc_date', True), ('deliverable', True))
    """
    keys = [key for key in map(key_of, path) if key]
    if not keys:
        return "", False
    whole = " ".join(keys)
    if len(keys) > 1 and known().get(keys[-1], "").startswith("tick_") and known().get(whole) == "state":
        return known()[keys[-1]], True  # "Kết quả", and below it "Hoàn thành": a column to mark
    if len(keys) > 1 and (child := _child(field_of(path[:1])[0], keys[-1])):
        return child, True
    for key in (whole, keys[-1]):
        if key in known():
            return known()[key], True
    for key in dict.fromkeys((keys[-1], whole, keys[0])):
        inside = [label for label in known() if len(label) > 3 and f" {label} " in f" {key} "]
        if inside and len(key) <= LONGEST_LABEL:
            # What is named first is what the column is of: "đơn vị thực hiện nhiệm vụ" is no task.
            return known()[min(inside, key=lambda label: (f" {key} ".index(f" {label} "), -len(label)))], False
    return "", False


_OF_DOCUMENT = (("ngay", "doc_date"), ("so", "doc_number"), ("ky hieu", "doc_number"), ("trich yeu", "doc_subject"))
_OF_RESULT = (("ngay", "completed_on"), ("so ", "deliverable"), ("van ban", "deliverable"))
_CHILDREN = {"doc": _OF_DOCUMENT, "doc_number": _OF_DOCUMENT, "deliverable": _OF_RESULT, "done": _OF_RESULT}


def _child(parent: str, key: str) -> str:
    """What a short label means below another: the number and the day of a document, or those of the result."""
    return next((name for beginning, name in _CHILDREN.get(parent, ()) if f"{key} ".startswith(beginning)), "")
