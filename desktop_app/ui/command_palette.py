"""Ctrl+K: one box over the window in which every command and every record is found by a few letters.

It lies in the main window itself, takes the keyboard while it is open, and never rewrites what is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desktop_app.ui import kit, theme
from desktop_app.ui.cells import Ruler
from desktop_app.ui.command import Command
from desktop_app.ui.house_fixes import WHEEL

LINES, TOP = 14, 60
WIDE, TITLE, KEY = 140, 44, 14  # characters: the whole, the name, the key
STEPS = {"Down": 1, "Up": -1, "Next": LINES - 1, "Prior": 1 - LINES}
EMPTY = "Không tìm thấy. Thử ít chữ hơn, hoặc gõ mã nhiệm vụ, số văn bản, tên người."
HINT = "Gõ tên lệnh, mã nhiệm vụ, số văn bản, tên người, không cần dấu · ↑ ↓ để chọn · Enter để mở · Esc để đóng"

Sections = Sequence[tuple[str, Sequence[Command]]]  # (heading, its lines), best first


class CommandPalette(kit.Frame):
    """The box; ``find`` gives what is shown for a text, the empty one too."""

    def __init__(self, root: kit.Misc, find: Callable[[str], Sections]) -> None:
        super().__init__(root, bootstyle="bordered", padding=kit.px(root, 10))
        self._find = find
        self._before = root.focus_get()
        self._asked: str | None = None
        self.commands: dict[str, Command] = {}
        self._order: list[str] = []
        self.text = kit.StringVar(self)
        head = kit.Frame(self)
        head.pack(fill="x")
        kit.Label(head, icon="search", icon_size=kit.icon_units(self)).pack(side="left", padx=(0, kit.px(self, 8)))
        self.entry = kit.Entry(head, textvariable=self.text)
        self.entry.pack(side="left", fill="x", expand=True)
        self.hint = kit.label(self, HINT, "small")
        self.hint.pack(side="bottom", anchor="w", pady=(kit.px(self, 6), 0))
        self._build_list()
        self._bind_keys()
        self._restyle()
        theme.follow(self, self._restyle)
        self.place(relx=0.5, y=kit.px(root, TOP), anchor="n")
        self.lift()
        self.follow()
        self.update_idletasks()  # Tk gives no keys to what is not on screen yet: those typed at once would be lost
        self.entry.focus_set()

    def _build_list(self) -> None:
        body = kit.Frame(self)
        body.pack(fill="both", expand=True, pady=(kit.px(self, 8), 0))
        columns = ("words", "about", "key")
        # Its own class bindings would take the keyboard at a click.
        self.tree = kit.Tree(
            body, columns=columns, show="", selectmode="browse", style="House.Treeview", height=LINES, takefocus=False
        )
        self.tree.bindtags((str(self.tree),))
        self.tree.column("key", anchor="e")
        self._bar = kit.Scrollbar(body, orient="vertical", command=self.tree.yview, takefocus=False)
        self.tree.configure(yscrollcommand=self._bar.set)
        self._bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        self._nothing = kit.Label(self.tree, style="Nothing.TLabel", text=EMPTY)

    def _bind_keys(self) -> None:
        # Without the window's own tag: its keys belong to the screen below.
        self.entry.bindtags((str(self.entry), self.entry.winfo_class(), "all"))
        self.text.trace_add("write", kit.once_idle(self, self.follow))
        for key, step in STEPS.items():
            self.entry.bind(f"<{key}>", lambda event, step=step: self.step(step))  # type: ignore[misc]
        for key in ("<Return>", "<KP_Enter>"):
            self.entry.bind(key, lambda event: self.run())
        for key in ("<Escape>", "<Control-k>", "<Control-K>"):
            self.entry.bind(key, lambda event: self.close())
        for key in ("<Tab>", "<Shift-Tab>"):
            self.entry.bind(key, lambda event: "break")
        self.entry.bind("<FocusOut>", lambda event: self._left())
        self.tree.bind("<Motion>", lambda event: self._choose(self.tree.identify_row(event.y), see=False))
        self.tree.bind("<ButtonRelease-1>", lambda event: self._clicked(event.y))
        for sequence in WHEEL:
            self.tree.bind(sequence, lambda event: self.tree.yview_scroll(kit.wheel_rows(event), "units"))

    def _restyle(self) -> None:
        colours = theme.palette()
        room = max(1, self.winfo_toplevel().winfo_width() - kit.px(self, 60))
        bar = theme.characters(3)
        whole = min(theme.characters(WIDE), room)
        title, key = min(theme.characters(TITLE), whole * 2 // 5), min(theme.characters(KEY), whole // 5)
        self._rooms = (title, whole - title - key - bar, key)
        for name, width in zip(("words", "about", "key"), self._rooms, strict=True):
            self.tree.column(name, width=width, minwidth=width, stretch=False)
        self.tree.tag_configure("group", font=kit.SMALL, foreground=colours.muted, background=colours.panel)
        self._ruler = Ruler(lambda letter: theme.measure(letter, kit.BASE))
        fits = (self.winfo_toplevel().winfo_height() - kit.px(self, TOP) * 3) // theme.row_height() - 3
        self.tree.configure(height=max(5, min(LINES, fits)))
        self.hint.configure(wraplength=whole)

    # --- What is listed ---

    def follow(self) -> None:
        """Show what answers to the text of now."""
        text = self.text.get()
        if text == self._asked:
            return
        self._asked = text
        self.tree.delete(*self.tree.get_children())
        self.commands, self._order = {}, []
        for heading, commands in self._find(text):
            self.tree.insert("", "end", values=(heading.upper(), "", ""), tags=("group",))
            for command in commands:
                self._insert(command)
        if self._order:
            self._nothing.place_forget()
            self._choose(self._order[0])
            self.tree.yview_moveto(0)
        else:
            self._nothing.place(relx=0.5, rely=0.4, anchor="center")

    def _insert(self, command: Command) -> None:
        title, about, key = self._rooms
        pad, cut = kit.px(self, 14), self._ruler.cut
        wide = cut(command.words, title - pad), cut(command.about, about - pad), cut(command.key, key - pad)
        item = self.tree.insert("", "end", values=wide)
        self.commands[item] = command
        self._order.append(item)

    # --- What is chosen ---

    @property
    def chosen(self) -> Command | None:
        """The line that Return opens."""
        found = self.tree.selection()
        return self.commands.get(found[0]) if found else None

    def step(self, rows: int) -> str:
        """Go down some lines, up when negative; headings are passed by."""
        self.follow()
        if self._order:
            now = self.tree.selection()
            place = self._order.index(now[0]) if now and now[0] in self._order else -1
            self._choose(self._order[max(0, min(len(self._order) - 1, place + rows))])
        return "break"

    def _choose(self, item: str, see: bool = True) -> None:
        if item not in self.commands:
            return
        self.tree.selection_set(item)
        if see:
            self.tree.see(item)
            if item == self._order[0]:
                self.tree.yview_moveto(0)  # with its heading

    def _clicked(self, y: int) -> None:
        item = self.tree.identify_row(y)
        if item in self.commands:
            self._choose(item, see=False)
            self.run()

    def run(self) -> str:
        """Close, and do what is chosen; letters that came in with the last key count too."""
        self.follow()
        command = self.chosen
        if command is not None:
            self.close()
            command.run()
        return "break"

    # --- The end ---

    def close(self) -> str:
        """Go away, and give the keyboard back to who had it."""
        if self.winfo_exists():
            before = self._before
            self._before = None
            self.destroy()
            if before is not None and before.winfo_exists():
                before.focus_set()
        return "break"

    def _left(self) -> None:
        """The keyboard has gone elsewhere by a click or by another window: nothing is to be given back."""

        def look() -> None:
            focused: Any = self.focus_get()
            if focused is not None and focused is not self.entry:
                self._before = None
                self.close()

        kit.soon(self, look)
