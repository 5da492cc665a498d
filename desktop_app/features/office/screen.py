"""The office's settings, and the first start: who we are, above and below whom, with which units and people."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any

from desktop_app import errors, events
from desktop_app.features.office import service as office
from desktop_app.features.office.columns import FIRST, OFFICE, first_officials
from desktop_app.features.units.columns import UNITS
from desktop_app.records import undo
from desktop_app.ui import dialogs, kit, undoing
from desktop_app.ui.command import Command, here
from desktop_app.ui.form import Form, Layout
from desktop_app.ui.grid import Grid

SETTINGS: Layout = (
    ("name*2", "profile*2"),
    ("header_superior", "header_issuer"),
    ("place", "symbol"),
    ("signer_authority*2", "signer_name"),
    ("receivers",),
    ("sends_own",),
    ("soon_days", "urge_ladder"),
)


class OfficeScreen(kit.Frame):
    """What stands at the head and the foot of every paper, and the office's habits."""

    title = "Cơ quan"
    help_page = "office"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        head = kit.Frame(self)
        head.pack(fill="x", pady=(0, kit.px(self, 10)))
        kit.label(head, "Cơ quan và cách in văn bản", "title").pack(side="left")
        kit.button(head, "Lưu (Ctrl+S)", self.save, "primary", "check2").pack(side="right")
        self.form = Form(self, OFFICE, SETTINGS)
        self.form.pack(fill="both", expand=True)
        self.refresh()
        self.form.keep_draft("office")
        self._deaf = events.listen(events.Changed, lambda news: self.refresh() if news.kind == OFFICE.kind else None)

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    def refresh(self) -> None:
        """Show the settings as they are stored."""
        if not self.form.dirty:
            self.form.show_record(office.founded())

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Lưu thông tin cơ quan", self.save, "Ctrl+S"),
        )

    def save(self) -> bool:
        """Save the settings; whether they are saved now."""
        before = undo.mark()
        try:
            office.save(self.form.texts())
        except errors.Refused as refused:
            self.form.complain(refused.problems)
            return False
        except errors.Failed as failed:
            self.form.say(f"{failed}.")
            return False
        self.form.saved()
        self.form.complain({})
        undoing.told(self, "Đã lưu thông tin cơ quan", "", before)
        return True

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        if not self.form.dirty:
            return True
        answer = dialogs.ask_unsaved(self, "Thông tin cơ quan")
        if answer == "save":
            return self.save()
        if answer == "discard":
            self.form.show_record(office.founded())
        return answer == "discard"


class FirstStart(kit.Frame):
    """Four short steps, or a demonstration office; nothing is stored before the last one."""

    def __init__(
        self,
        master: kit.Misc,
        scenarios: Mapping[str, str],
        fill: Callable[[str], Generator[float | str, None, None]],
        done: Callable[[], Any],
    ) -> None:
        """Build it.

        Args:
            master: the main window.
            scenarios: name -> title of the demonstration offices.
            fill: fills one of them, a share at a time.
            done: called when there is an office.
        """
        super().__init__(master, padding=kit.px(master, 24))
        self._scenarios, self._fill, self._done = scenarios, fill, done
        self.step = 0
        self._title = kit.label(self, "", "title")
        self._title.pack(anchor="w")
        self._words = kit.wraplabel(self, "", "muted")
        self._words.pack(fill="x", pady=(0, kit.px(self, 12)))
        self._buttons = kit.Frame(self)
        self._buttons.pack(side="bottom", fill="x", pady=(kit.px(self, 12), 0))
        self._body = kit.Frame(self)
        self._body.pack(fill="both", expand=True)
        self.first = Form(self._body, FIRST, (("profile",), ("own_name", "own_code"), ("upper_name", "upper_code")))
        self.first.show(FIRST.texts() | {"profile": office.PROFILE_LABELS[0], "own_code": "UB", "upper_code": "TP"})
        self.settings = Form(self._body, OFFICE, SETTINGS[1:5])
        self.units = Grid(self._body, UNITS, ("code", "name", "kind", "relation"), widths={"name": 50})
        self.officials = Grid(self._body, first_officials(self._units_typed), ("name", "position", "unit", "role"))
        pages: list[Form | Grid] = [self.first, self.settings, self.units, self.officials]
        for place, page in enumerate(pages, start=1):
            page.keep_draft(f"first-start-{place}")
        self._pages = pages
        self.bind_all("<Control-s>", lambda event: self.forward())
        self._show(0)

    def destroy(self) -> None:
        self.unbind_all("<Control-s>")
        super().destroy()

    def forward(self) -> None:
        """To the next step, or found the office."""
        if (self.step == 0 and not self._suggest()) or (self.step == 2 and not self._units_fine()):
            return
        if self.step < len(self._pages) - 1:
            self._show(self.step + 1)
        else:
            self._found()

    def back(self) -> None:
        """To the step before; nothing typed is lost."""
        self._show(max(0, self.step - 1))

    def demo(self, name: str) -> None:
        """Fill a demonstration office instead."""
        try:
            dialogs.progress(self, "Đang lập cơ quan mẫu", self._fill(name), can_cancel=False)
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self, "Chưa lập được cơ quan mẫu", f"{refused}.")
            return
        self._done()

    def _show(self, step: int) -> None:
        titles = (
            (
                "Chào mừng đến với Sổ Phường",
                "Bước 1/4: thông tin cơ quan và cấp trên. Hoặc mở một cơ quan mẫu để xem thử.",
            ),
            ("Cách in văn bản", "Bước 2/4: các dòng đầu và cuối văn bản; có thể sửa sau ở mục Cơ quan."),
            (
                "Đơn vị",
                "Bước 3/4: phòng, ban, đơn vị thuộc và cấp dưới. Gõ từng dòng, hoặc dán từ Excel. Có thể bỏ qua.",
            ),
            ("Cán bộ", "Bước 4/4: lãnh đạo và cán bộ. Gõ từng dòng, hoặc dán từ Excel. Nên có ít nhất một người."),
        )
        self._pages[self.step].pack_forget()
        self.step = step
        self._title.configure(text=titles[step][0])
        self._words.configure(text=titles[step][1])
        self._pages[step].pack(fill="both", expand=True)
        self._pages[step].focus_first()
        for child in self._buttons.winfo_children():
            child.destroy()
        last = step == len(self._pages) - 1
        gap = kit.px(self, 8)
        text = "Hoàn tất (Ctrl+S)" if last else "Tiếp tục (Ctrl+S)"
        kit.button(self._buttons, text, self.forward, "primary", "check2" if last else "arrow-right").pack(
            side="right", anchor="s"
        )
        if step:
            kit.button(self._buttons, "Quay lại", self.back, "plain", "arrow-left").pack(side="right", padx=gap)
            return
        offered = kit.Frame(self._buttons)
        offered.pack(side="left")
        for place, (name, title) in enumerate(self._scenarios.items()):
            made = kit.button(offered, f"Cơ quan mẫu: {title}", partial(self.demo, name))
            made.grid(row=place // 2, column=place % 2, sticky="w", padx=(0, gap), pady=(gap if place > 1 else 0, 0))

    def _units_fine(self) -> bool:
        """Whether the units typed can be stored; what is wrong is said before one goes on."""
        self.units.clear_problems()
        ahead = office.first_units(FIRST.answers(self.first.texts()))
        wrong = office.wrong_units([*ahead, *self.units.rows()])
        for place, problems in wrong.items():
            if place >= len(ahead):
                self.units.complain(place - len(ahead), problems)
        if any(place < len(ahead) for place in wrong):
            self._show(0)
            self.first.complain({"own_code": "; ".join(w for found in wrong.values() for w in found.values())})
        return not wrong

    def _units_typed(self) -> list[str]:
        """Names and codes of the units of the first and the third step."""
        rows = [*office.first_units(FIRST.answers(self.first.texts())), *self.units.rows()]
        return [row[part] for row in rows for part in ("name", "code") if row.get(part)]

    def _suggest(self) -> bool:
        """Header lines, place and receivers out of the office's name, for the second step."""
        try:
            asked = FIRST.answers(self.first.texts())
        except errors.Refused as refused:
            self.first.complain(refused.problems)
            return False
        self.first.complain({})
        if not self.settings.dirty:
            self.settings.show(
                OFFICE.texts(None) | office.suggested(asked["profile"], asked["own_name"], asked["upper_name"])
            )
        return True

    def _found(self) -> None:
        asked = FIRST.answers(self.first.texts())
        texts = office.suggested(asked["profile"], asked["own_name"], asked["upper_name"]) | self.settings.texts()
        ahead = office.first_units(asked)
        unit_rows, official_rows = self.units.rows(), self.officials.rows()
        self.units.clear_problems()
        self.officials.clear_problems()
        try:
            begun = dict.fromkeys(("days_off", "sample_indicators", "sample_checklists"), True)
            office.create(texts, [*ahead, *unit_rows], official_rows, **begun)
        except errors.RefusedRows as refused:
            self._complain(refused, len(ahead), len(unit_rows))
        except errors.Refused as refused:
            self._show(1)
            self.settings.complain(refused.problems)
        except errors.Failed as failed:
            dialogs.fault(self, failed.code, failed.detail)
        else:
            for page in self._pages:
                page.saved()
            self._done()

    def _complain(self, refused: errors.RefusedRows, ahead: int, units: int) -> None:
        """Go to the first step that has something wrong, and say it where it stands."""
        places = sorted(refused.rows)
        if not places or places[0] < ahead:
            self._show(0)
            words = refused.rows[places[0]] if places else refused.problems
            self.first.complain({"": "; ".join(words.values())})
            return
        step = 2 if places[0] < ahead + units else 3
        if step != self.step:  # showing it again would take the keys out of the wrong cell
            self._show(step)
        for place in places:
            if place < ahead + units:
                self.units.complain(place - ahead, refused.rows[place])
            else:
                self.officials.complain(place - ahead - units, refused.rows[place])
