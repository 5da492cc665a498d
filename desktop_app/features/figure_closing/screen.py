"""The windows over the sheet of figures: closing, opening again, correcting, the history of one figure."""

from typing import Any

from desktop_app.features.figure_closing import service as closing
from desktop_app.features.figure_closing.columns import CLOSING, CORRECTING, REOPENING
from desktop_app.features.figure_grid.columns import Place
from desktop_app.features.figure_grid.service import parts_of
from desktop_app.features.figures import service as figures
from desktop_app.features.periods import service as periods
from desktop_app.rules.figures import key_label
from desktop_app.ui import asking, dialogs, kit, theme
from desktop_app.ui.modal import Modal

WIDE, HIGH = 76, 18  # characters, lines


def close_month(parent: kit.Misc, period: str) -> str:
    """Close a month if the person says so; what was done in words, empty when nothing was."""
    label = key_label(period)
    words = closing.before_closing(period)

    def take(texts: dict[str, str]) -> None:
        closing.close(period, texts["note"].strip())

    done = asking.ask(parent, f"Chốt {label.lower()}", CLOSING, (("note",),), take, words=words, ok="Chốt kỳ")
    return f"Đã chốt {label.lower()}. Từ nay số liệu kỳ này chỉ sửa bằng đính chính." if done else ""


def reopen(parent: kit.Misc, period: str) -> str:
    """Open a closed month again, with the reason; what was done in words."""
    label = key_label(period)
    row = periods.closing(period)
    if row is not None and (sent := periods.sent_since(row.closed_at)) is not None:
        words = f"{periods.sent_words(sent)} đã gửi số liệu của kỳ này. Số đã gửi chỉ sửa bằng đính chính."
        dialogs.warn(parent, f"Không mở lại được {label.lower()}", words)
        return ""

    def take(texts: dict[str, str]) -> None:
        REOPENING.answers(texts)
        periods.reopen(period, texts["reason"])

    words = "Số liệu kỳ này lại sửa thẳng vào bảng được. Lý do được ghi vào nhật ký."
    done = asking.ask(parent, f"Mở lại {label.lower()}", REOPENING, (("reason",),), take, words=words, ok="Mở lại kỳ")
    return f"Đã mở lại {label.lower()}." if done else ""


def correct(parent: kit.Misc, unit: Any, place: Place) -> str:
    """Correct one figure of a closed month; what was done in words."""
    if not periods.is_closed(place.period):
        dialogs.warn(parent, "Chưa phải đính chính", f"{key_label(place.period)} chưa chốt; hãy sửa thẳng vào bảng.")
        return ""
    if place.row is not None and not figures.is_ours(place.row):
        dialogs.warn(parent, "Không đính chính ở đây", f"{place.shut}.")
        return ""
    numbers = ("numerator", "denominator") if "numerator" in place.cells else ("value",)
    told: list[str] = []

    def take(texts: dict[str, str]) -> None:
        told.append(closing.correct(place.indicator, unit, place.period, place.row, texts))

    now = parts_of(place.row)
    shown = {name: now[name] for name in numbers} | {name: now[name] for name in ("nothing", "estimated")}
    words = f"{place.indicator.name}. {key_label(place.period)}, số đã báo cáo: {figures.said(place.row)}."
    layout = (numbers, ("nothing", "estimated"), ("reason",), ("paper",))
    asking.ask(parent, "Đính chính số liệu", CORRECTING, layout, take, defaults=shown, words=words, ok="Đính chính")
    return f"Đã đính chính {place.indicator.code} {key_label(place.period).lower()}: {told[-1]}." if told else ""


def history(parent: kit.Misc, place: Place) -> None:
    """Show what happened to a figure."""
    window = _History(parent, place)
    window.open(window.text)  # where the arrows scroll
    window.wait_window()


class _History(Modal):
    """The corrections of a figure, then what the journal tells of it, the latest first."""

    def __init__(self, parent: kit.Misc, place: Place) -> None:
        super().__init__(parent)
        title = f"Lịch sử: {place.indicator.code}, {key_label(place.period).lower()}"
        self.title(title)
        room = theme.characters(WIDE)
        kit.label(self.whole, title, "heading").pack(anchor="w")
        kit.wraplabel(self.whole, str(place.indicator.name), "muted", wraplength=room).pack(
            fill="x", pady=(0, self.gap // 2)
        )
        shut = kit.button(self.whole, "Đóng (Esc)", self.close, "primary")
        shut.pack(side="bottom", anchor="e", pady=(self.gap, 0))
        self.text = text = kit.Text(self.whole, width=WIDE, height=HIGH)
        text.pack(fill="both", expand=True)
        text.insert("1.0", self._words(place))
        text.configure(state="disabled")
        self.bind("<Escape>", lambda event: self.close())

    def _words(self, place: Place) -> str:
        if place.row is None:
            return "Chưa báo cáo: chưa có số liệu nào được ghi cho ô này."
        lines = [*figures.errata_words(place.row), ""] if figures.errata_words(place.row) else []
        for at, who, what, words in closing.story(place.row):
            lines += [f"{at} · {who} · {what}", *(f"    {line}" for line in words.splitlines())]
        return "\n".join(lines)
