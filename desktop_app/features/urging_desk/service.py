"""What a letter would list and what was taken out of it, as its page shows it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from desktop_app.features.urging.service import Line, Listed
from desktop_app.rules.numbers import show_whole

ALL = "Tất cả các đơn vị"
Key = tuple[str, int]
KEYS = "Dấu cách: bỏ, lấy lại dòng đang chọn."


class Selection:
    """The lines of a letter, those taken out, and what has changed since they were listed (its key -> words)."""

    def __init__(self, lines: Sequence[Line] = (), remarks: Mapping[Key, str] | None = None) -> None:
        self.lines = list(lines)
        self.remarks = dict(remarks or {})
        self.out: set[Key] = set()
        groups: dict[int | None, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(line.unit_id, []).append(line)
        self.groups = [self.lines, *groups.values()] if self.lines else []

    def name_of(self, lines: Sequence[Line]) -> str:
        """What a group of lines is called: its unit, or all."""
        return ALL if lines is self.lines else lines[0].unit

    def mark_of(self, lines: Iterable[Line]) -> str:
        """An x for what is in the letter, a dash for a unit of which a part is."""
        gone = [line.key in self.out for line in lines]
        return "" if all(gone) else "–" if any(gone) else "x"

    def places_of(self, lines: Sequence[Line]) -> list[int]:
        """Where the lines of a group stand among all."""
        known = {line.key for line in lines}
        return [place for place, line in enumerate(self.lines) if line.key in known]

    def toggle(self, lines: Iterable[Line]) -> None:
        """Take lines out of the letter; back in when all of them are out."""
        ids = {line.key for line in lines}
        self.out = self.out - ids if ids <= self.out else self.out | ids

    @property
    def taken(self) -> list[Line]:
        """What is to be in the letter."""
        return [line for line in self.lines if line.key not in self.out]

    def situation(self, line: Line) -> str:
        """What the list says of the work, or why it need not be urged any more."""
        return f"Nay {self.remarks[line.key]}" if line.key in self.remarks else line.situation

    def in_words(self) -> str:
        """How much the letter would list."""
        taken = self.taken
        units = len({line.unit_id for line in taken})
        words = f"{counts_of(late(taken), ' quá hạn')} của {show_whole(units)} đơn vị"
        if soon := len(taken) - len(late(taken)):
            words += f", {show_whole(soon)} nhiệm vụ sắp đến hạn"
        if self.remarks:
            gone = [line for line in self.lines if line.key in self.remarks]
            words += f"; {counts_of(gone)} nay không còn phải đôn đốc, nhắc (chữ mờ)"
        return f"{words}."


def counts_of(lines: Sequence[Line], which: str = "") -> str:
    """How many tasks and findings some lines are: ``2 nhiệm vụ, 1 yêu cầu khắc phục``."""
    tasks = sum(isinstance(line, Listed) for line in lines)
    owed = len(lines) - tasks
    parts = [f"{show_whole(tasks)} nhiệm vụ{which}"] * bool(tasks or not owed)
    parts += [f"{show_whole(owed)} yêu cầu khắc phục{which}"] * bool(owed)
    return ", ".join(parts)


def content_of(line: Line) -> str:
    """What has to be done; of a finding said as such."""
    return line.content if isinstance(line, Listed) else f"Sau kiểm tra: {line.content}"


def late(lines: Iterable[Line]) -> list[Line]:
    """What is urged, of what is listed."""
    return [line for line in lines if line.days_late]


def days(line: Line) -> str:
    """How late a task is."""
    return f"{show_whole(line.days_late)} ngày" if line.days_late else "sắp đến hạn"


def codes_of(lines: Iterable[Line], ids: Collection[Key]) -> list[str]:
    """The codes of some lines."""
    return [line.code for line in lines if line.key in ids]
