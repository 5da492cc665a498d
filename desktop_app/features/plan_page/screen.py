"""The page of one plan: its groups with how far they are, the items of the chosen one, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plan_desk.service import Line, Section
from desktop_app.features.plan_page.columns import TONES, parts
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import ITEMS
from desktop_app.records import Column, writers
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme
from desktop_app.ui.chips import Chip, Chips
from desktop_app.ui.command import Command, here
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import Page
from desktop_app.ui.parts_bar import Part, PartsBar
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

LEFT_SHARE, LEFT_LEAST, LEFT_MOST = 0.28, 34, 0.36  # of the page's width; characters; of its width
MOST_TOLD = 2  # differences that are told; the others are counted


class PlanPage(Page):
    """Sections at the left, items at the right, buttons below; nothing is typed here but in windows."""

    def __init__(
        self, master: Any, plan: Any, section: int = 0, item: int | None = None, *, acts: Callable[[], Any]
    ) -> None:
        """Build the page; ``section`` is chosen at first, or ``item``; ``acts`` gives what is done there."""
        self.plan, self.acts = plan, acts()(self)
        symbol = plans.symbol(plan)
        super().__init__(master, f"{symbol} – {plan.title}" if symbol else str(plan.title))
        gap = kit.px(self, 8)
        self.sheet = desk.read(plan)
        self.section, self.narrowed = section, desk.ALL
        self.wrong = kit.wraplabel(self, "", "warning")
        self.wrong.pack(fill="x", pady=(gap // 2, 0))
        self.bar = PartsBar(self)
        self.bar.pack(fill="x", pady=(gap // 2, 0))
        self.buttons = Flow(self, one_line=True)
        self.buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        self._build_tables(gap)
        self._build_buttons()
        self.buttons.lift()  # the keyboard comes to them after the tables
        self._fill()
        self.sections.choose([min(section, len(self.sheet.sections) - 1)])
        if item is not None:
            self.choose([item])

    # --- Building ---

    def _build_tables(self, gap: int) -> None:
        body = kit.Frame(self)
        body.pack(fill="both", expand=True, pady=(gap, 0))
        body.rowconfigure(0, weight=1)
        body.columnconfigure(1, weight=1)

        def share(event: Any) -> None:
            wide = max(round(event.width * LEFT_SHARE), theme.characters(LEFT_LEAST))
            body.columnconfigure(0, minsize=min(wide, round(event.width * LEFT_MOST)))

        body.bind("<Configure>", share)
        left, right = kit.Frame(body), kit.Frame(body)
        left.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
        right.grid(row=0, column=1, sticky="nsew")
        self.group_buttons = Flow(left)
        self.group_buttons.pack(side="bottom", fill="x", pady=(gap // 2, 0))
        self.sections = Table(
            left,
            self._section_columns(),
            noun="dòng",
            many=False,
            on_select=self._choose_section,
            on_open=lambda place: self.acts.edit_group(),
        )
        self.sections.pack(fill="both", expand=True)
        self.group_buttons.lift()
        self.chips = Chips(right, self._narrow)
        self.chips.pack(fill="x", pady=(0, gap // 2))
        self.items = Table(
            right,
            self._item_columns(),
            noun="mục",
            empty="Không có mục nào ở đây; bấm “Nhập, sửa các mục…” để nhập hoặc dán từ Excel",
            look=lambda row: (TONES[row.of.where.standing], None),
            on_open=lambda place: self.acts.edit(),
            on_select=lambda places: self._tell_buttons(),
        )
        self.items.pack(fill="both", expand=True)
        for table, move in ((self.items, self.shift), (self.sections, self.shift_group)):
            table.tree.bind("<Alt-Up>", partial(self._on_move, move, -1))
            table.tree.bind("<Alt-Down>", partial(self._on_move, move, 1))
        self.items.tree.bind("<Delete>", lambda event: self.acts.delete_items())

    def _section_columns(self) -> list[Column]:
        by_month = any(section.month is not None for section in self.sheet.sections)
        return [
            said("Tháng" if by_month else "Nhóm nhiệm vụ", lambda one: one.name, 24),
            said("Số mục", lambda one: one.short, 7, right=True),
            said("Xong", lambda one: show_whole(one.progress.done), 5, right=True),
            said("Quá hạn", lambda one: show_whole(one.progress.late), 8, right=True),
        ]

    def _item_columns(self) -> list[Column]:
        program = desk.is_program(self.plan)
        shown = {name: ITEMS.columns[name].shown for name in ("kind", "lead_unit", "leader")}
        columns = [
            said("STT", lambda line: show_whole(line.number), 4, right=True),
            said("Nội dung", lambda line: " ".join(str(line.item.content).split()), 46),
            said("Đơn vị chủ trì", lambda line: shown["lead_unit"](line.item), 18),
        ]
        if program:
            columns += [
                said("Tháng", lambda line: f"{line.item.month:02d}" if line.item.month else "", 7, right=True),
                said("Phiên họp nghe", lambda line: line.heard_words, 15),
            ]
        else:
            columns[1:1] = [said("Loại", lambda line: shown["kind"](line.item), 10)]
            columns += [said("Thời hạn", lambda line: show_date(line.item.due_on), 10)]
        return [
            *columns,
            said("Tình trạng", lambda line: line.where.words, 21),
            said("Nhiệm vụ", lambda line: line.linked_to, 14),
        ]

    def _build_buttons(self) -> None:
        groups, bar = self.group_buttons, self.buttons
        self.group_add = groups.button("Thêm nhóm…", "plus-lg", self.acts.add_group)
        self.group_edit = groups.button("Sửa nhóm…", "pencil", self.acts.edit_group)
        self.group_clear = groups.button("Xóa nhóm", "trash3", self.acts.clear, "quiet")
        self.typing = bar.button("Nhập, sửa các mục…", "table", self.type_items, "primary")
        self.giving = bar.button("Giao thành nhiệm vụ…", "send-check", self.acts.give)
        self.opening = bar.button("Mở nhiệm vụ", "box-arrow-up-right", self.open_task)
        self.joining = bar.button("Gắn nhiệm vụ có sẵn…", "link-45deg", self.acts.join)
        self.parting = bar.button("Bỏ gắn nhiệm vụ", "x-lg", self.acts.part)
        self.editing = bar.button("Sửa mục (Enter)…", "pencil", self.acts.edit)
        self.moving = bar.button("Chuyển nhóm…", "arrow-left-right", self.acts.move)
        self.ups = [
            bar.button("Lên (Alt+↑)", "arrow-up", partial(self.shift, -1), "quiet"),
            bar.button("Xuống (Alt+↓)", "arrow-down", partial(self.shift, 1), "quiet"),
        ]
        self.deleting = bar.button("Xóa mục", "trash3", self.acts.delete_items, "quiet")
        self.printing = bar.button("In (Ctrl+P)", "printer", self.screen.print_)
        bar.button("In tình hình thực hiện", "printer", lambda: self.screen.print_form("progress"))

    # --- What is shown ---

    @property
    def lines(self) -> list[Line]:
        """The chosen items."""
        return [self.sheet.lines[place] for place in self.items.selected]

    @property
    def shown(self) -> Section:
        """The section whose items are shown."""
        return self.sheet.sections[min(self.section, len(self.sheet.sections) - 1)]

    def refresh(self) -> None:
        """Read the plan again; what is chosen stays chosen."""
        chosen = [line.item.id for line in self.lines]
        self.plan = plans.get(self.plan.id)
        if self.plan.deleted_at is not None:
            return
        self.sheet = desk.read(self.plan)
        self._fill()
        self.sections.choose([min(self.section, len(self.sheet.sections) - 1)])
        self.choose(chosen)

    def _fill(self) -> None:
        sheet = self.sheet
        more = f"; và {len(sheet.differences) - MOST_TOLD} chỗ khác" if len(sheet.differences) > MOST_TOLD else ""
        told = "; ".join(sheet.differences[:MOST_TOLD])
        self.wrong.configure(text=f"Chưa khớp với văn bản – {told}{more}." if told else "")
        if told:
            self.wrong.pack(fill="x", before=self.bar)
        else:
            self.wrong.pack_forget()
        self.sections.refresh(Plain(sheet.sections))
        self._show_items()

    def _choose_section(self, places: list[int]) -> None:
        if places and places[0] != self.section:
            self.section = places[0]
            self._show_items()

    def _narrow(self, name: str) -> None:
        self.narrowed = name
        self._show_items()

    def _show_items(self) -> None:
        sheet, section = self.sheet, self.shown
        places = sheet.of(section)
        ways = desk.narrowings(self.plan)
        if self.narrowed not in ways:
            self.narrowed = desk.ALL
        chips = [Chip(name, name, sum(fits(sheet.lines[n]) for n in places)) for name, fits in ways.items()]
        focused = self.focus_get() in self.chips.buttons.values()
        kept = [chip for chip in chips if chip.count or chip.name in (desk.ALL, self.narrowed)]
        self.chips.offer(kept, self.narrowed)
        if focused:
            self.chips.buttons[self.narrowed].focus_set()
        wanted = [n for n in places if ways[self.narrowed](sheet.lines[n])]
        self.items.refresh(Plain(sheet.lines, wanted))
        heard = desk.heard_words(sheet)
        name = f"{section.name} ({section.kinds_words})" if section.counts else section.name
        name += f". {heard}" if heard and section.whole else ""
        self.bar.show([Part(*part) for part in parts(section.progress)], name)
        self._tell_buttons()

    def choose(self, ids: list[int]) -> None:
        """Choose items by their ids, as far as they are shown."""
        wanted = set(ids)
        places = [n for n in self.items.source.places if self.sheet.lines[n].item.id in wanted]  # type: ignore[union-attr]
        self.items.choose(places)
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        lines, bar = self.lines, self.buttons
        one = lines[0] if len(lines) == 1 else None
        free = [x for x in lines if x.task is None and not desk.is_target(x.item)]
        has_task = one is not None and one.task is not None
        ours = writers.is_ours(self.plan)  # of another office's plan tasks can be made, its text is that office's
        for button in (self.typing, self.printing):
            bar.show(button, ours)
        bar.show(self.giving, bool(free))
        bar.show(self.opening, has_task)
        bar.show(self.joining, one is not None and bool(free))
        bar.show(self.parting, has_task)
        bar.show(self.editing, ours and one is not None)
        bar.show(self.moving, ours and bool(lines) and any(section.group for section in self.sheet.sections))
        for button in (*self.ups, self.deleting):
            bar.show(button, ours and bool(lines))
        section = self.shown
        self.group_buttons.show(self.group_add, ours)
        self.group_buttons.show(self.group_edit, ours and section.group is not None)
        filled = bool(self.sheet.lines or len(self.sheet.sections) > 1)
        self.group_clear.configure(text=f" {'Xóa hết nội dung' if section.whole else 'Xóa nhóm'}")
        self.group_buttons.show(self.group_clear, ours and (section.group is not None or (section.whole and filled)))

    # --- What the screen asks ---

    def focus_first(self) -> None:
        """The keyboard begins among the items, or among the groups where there are none."""
        table = self.items if self.items.ids else self.sections
        table.tree.focus_set()
        if table is self.items and not self.items.selected:
            self.items.choose([self.items.ids[0]])

    def commands(self) -> Iterator[Command]:
        """What the palette offers on this page."""
        yield from here(
            ("Nhập, sửa các mục của kế hoạch", self.type_items),
            ("Thêm nhóm nhiệm vụ", self.acts.add_group),
            ("In kế hoạch", self.screen.print_, "Ctrl+P"),
            ("In tình hình thực hiện kế hoạch", lambda: self.screen.print_form("progress")),
        )
        if self.lines:
            yield Command("Giao các mục đang chọn thành nhiệm vụ", self.acts.give)
            yield Command("Chuyển các mục đang chọn sang nhóm khác", self.acts.move)

    # --- Groups ---

    def shift_group(self, step: int) -> None:
        """The chosen group one place up or down."""
        group = self.shown.group
        if group is not None and desk.move_group(self.plan, group, step):
            self.section += step
            self.refresh()

    # --- Items ---

    def type_items(self) -> None:
        """Type the items of the chosen section line by line, or paste them."""
        self.screen.show_typing(self.section)

    def _on_move(self, move: Callable[[int], Any], step: int, _event: Any) -> str:
        move(step)
        return "break"

    def shift(self, step: int) -> None:
        """The chosen items one place up or down in their group."""
        ids = [line.item.id for line in self.lines]
        if ids and desk.shift(self.plan, ids, step):
            self.refresh()
            self.choose(ids)

    def open_task(self) -> None:
        """The task that the chosen item became."""
        if len(self.lines) == 1 and self.lines[0].task is not None:
            self.screen.open_task(self.lines[0].task.id)
