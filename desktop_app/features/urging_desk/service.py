"""What a letter would list and what was taken out of it, as its page shows it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from desktop_app.features.urging.service import Listed
from desktop_app.rules.numbers import show_whole

ALL = "Tất cả các đơn vị"
KEYS = "Dấu cách: bỏ, lấy lại dòng đang chọn."


class Selection:
    """The lines of a letter, those taken out, and what has changed since they were listed (task id -> words)."""

    def __init__(self, lines: Sequence[Listed] = (), remarks: Mapping[int, str] | None = None) -> None:
        self.lines = list(lines)
        self.remarks = dict(remarks or {})
        self.out: set[int] = set()
        groups: dict[int, list[Listed]] = {}
        for line in self.lines:
            groups.setdefault(line.unit_id, []).append(line)
        self.groups = [self.lines, *groups.values()] if self.lines else []

    def name_of(self, lines: Sequence[Listed]) -> str:
        """What a group of lines is called: its unit, or all."""
        return ALL if lines is self.lines else lines[0].unit

    def mark_of(self, lines: Iterable[Listed]) -> str:
        """An x for what is in the letter, a dash for a unit of which a part is."""
        gone = [line.task in self.out for line in lines]
        return "" if all(gone) else "–" if any(gone) else "x"

    def places_of(self, lines: Sequence[Listed]) -> list[int]:
        """Where the lines of a group stand among all."""
        known = {line.task for line in lines}
        return [place for place, line in enumerate(self.lines) if line.task in known]

    def toggle(self, lines: Iterable[Listed]) -> None:
        """Take lines out of the letter; back in when all of them are out."""
        ids = {line.task for line in lines}
        self.out = self.out - ids if ids <= self.out else self.out | ids

    @property
    def taken(self) -> list[Listed]:
        """What is to be in the letter."""
        return [line for line in self.lines if line.task not in self.out]

    def situation(self, line: Listed) -> str:
        """What the list says of the work, or why it need not be urged any more."""
        return f"Nay {self.remarks[line.task]}" if line.task in self.remarks else line.situation

    def in_words(self) -> str:
        """How much the letter would list."""
        taken = self.taken
        units = len({line.unit_id for line in taken})
        words = f"{show_whole(len(late(taken)))} nhiệm vụ quá hạn của {show_whole(units)} đơn vị"
        if soon := len(taken) - len(late(taken)):
            words += f", {show_whole(soon)} nhiệm vụ sắp đến hạn"
        if self.remarks:
            words += f"; {show_whole(len(self.remarks))} nhiệm vụ nay không còn phải đôn đốc, nhắc (chữ mờ)"
        return f"{words}."


def late(lines: Iterable[Listed]) -> list[Listed]:
    """What is urged, of what is listed."""
    return [line for line in lines if line.days_late]


def days(line: Listed) -> str:
    """How late a task is."""
    return f"{show_whole(line.days_late)} ngày" if line.days_late else "sắp đến hạn"


def codes_of(lines: Iterable[Listed], ids: Collection[int]) -> list[str]:
    """The codes of some tasks."""
    return [line.code for line in lines if line.task in ids]
