"""The figures of a period from below: an office a line, what is missing named."""

from typing import Any

from desktop_app.features.consolidation_figures import service as coverages
from desktop_app.rules import names
from desktop_app.ui import kit
from desktop_app.ui.plain import Line, Plain, said
from desktop_app.ui.table import Table

WIDTHS = (6, 34, 36, 11, 10, 15, 8, 10, 10, 8, 24)
TEXTS = (0, 1, 2, 9, 10)  # columns that are no numbers


class FiguresPane(kit.Frame):
    """An office below a line, with how many figures are there of those that are due."""

    words = (
        "Số liệu lấy từ mọi gói đã nhận; “không phát sinh” là đã báo cáo. Phải báo cáo: chỉ tiêu đã giao đơn vị trong "
        "năm và chỉ tiêu đơn vị đã báo cáo trong năm."
    )
    hint = "Cột cuối ghi mã các chỉ tiêu còn thiếu. Số liệu nhập thay được tính đến khi đơn vị gửi số của mình."
    kinds = ("figure", "target", "erratum", "closed_period", "indicator", "unit")

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        columns = [
            said(label, _cell(place), WIDTHS[place], right=place not in TEXTS)
            for place, label in enumerate(coverages.HEADINGS)
        ]
        empty = "Chưa có đơn vị cấp dưới nào trong kỳ này; thêm ở mục Đơn vị"
        self.table = Table(self, columns, noun="dòng", empty=empty, look=_look, many=False)
        self.table.pack(fill="both", expand=True)

    def show(self, code: str) -> str:
        """Count a period; how many offices are complete, in words. Refused when the code names no period."""
        found = coverages.coverage(code)
        _, *lines, total = coverages.lines(found)
        of = [*found.lines, None]
        self.table.show(Plain(list(zip(of, [*lines, total] if found.lines else [], strict=False))))
        return f"Chỉ tiêu, {found.period.label}: {found.words}"


def _cell(place: int) -> Any:
    return lambda one: names.short_office(one[1][place])


def _look(row: Line[Any]) -> tuple[str | None, str | None]:
    """Who has not reported stands out; the total has the colour of the house."""
    line = row.of[0]
    if line is None:
        return "accent", "accent"
    return ("success", None) if line.complete else ("warning", None) if line.reported else ("danger", "danger")
