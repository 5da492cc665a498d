"""F1: the pages of the guide in a window of their own, the page of the present screen first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_app.rules import names
from desktop_app.ui import kit, markdown, theme

PAGES = Path(__file__).resolve().parents[2] / "assets" / "help"
KEYS = "keys"  # the page that lists all keys
MISSING = "# Chưa có trang này\n\nMàn hình này chưa có trang hướng dẫn. Hãy chọn một trang ở danh sách bên trái."


def pages(folder: Path = PAGES, first: Sequence[str] = ()) -> dict[str, str]:
    """Titles of all help pages by name: those of ``first`` in that order, then the rest by title."""
    titles = {
        path.stem: markdown.title_of(path.read_text(encoding="utf-8")) or path.stem for path in folder.glob("*.md")
    }
    ahead = [name for name in dict.fromkeys(first) if name in titles]
    rest = sorted(titles.keys() - set(ahead), key=lambda name: names.sort_key(titles[name]))
    return {name: titles[name] for name in (*ahead, *rest)}


def show(app: kit.Misc, page: str, first: Sequence[str] = (), folder: Path = PAGES) -> HelpWindow:
    """Show a page, in the help window that is open already if there is one."""
    window = HelpWindow.opened
    if window is None or not window.winfo_exists():
        window = HelpWindow.opened = HelpWindow(app, first, folder)
    window.go(page)
    window.deiconify()
    window.lift()
    window.text.focus_set()
    return window


def find(texts: Mapping[str, str], asked: str) -> list[str]:
    """The names of the pages that have every word asked for, accents aside; those with it in their title first.

    >>> find({"tasks": "# Nhiệm vụ", "keys": "# Bàn phím mở nhiệm vụ"}, "nhiem v")
    ['tasks', 'keys']
    """
    wanted = names.fold(asked)
    words = wanted.split()
    ranked: dict[int, list[str]] = {}
    for name, text in texts.items():
        folded, title = names.fold(text), names.fold(markdown.title_of(text))
        if all(f" {word}" in f" {folded}" for word in words):
            rank = 0 if wanted in title else 1 if wanted in folded else 2
            ranked.setdefault(rank, []).append(name)
    return [name for rank in sorted(ranked) for name in ranked[rank]]


class HelpWindow(kit.Toplevel):
    """All pages at the left, one at the right; Ctrl+F searches them all, F1 shows the one of keys, Esc closes."""

    opened: HelpWindow | None = None

    def __init__(self, app: kit.Misc, first: Sequence[str], folder: Path) -> None:
        root = app.winfo_toplevel()
        super().__init__(title="Hướng dẫn sử dụng", master=root)
        self._pages = pages(folder, first)
        self._texts = {name: (folder / f"{name}.md").read_text(encoding="utf-8") for name in self._pages}
        self.page = ""
        wide = min(theme.characters(110), self.winfo_screenwidth() - kit.px(self, 60))
        high = min(kit.px(self, 640), self.winfo_screenheight() - kit.px(self, 80))
        left = root.winfo_rootx() + max(0, root.winfo_width() - wide) // 2
        top = root.winfo_rooty() + max(0, root.winfo_height() - high) // 3
        self.geometry(f"{wide}x{high}+{left}+{top}")
        self._build()
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<F1>", lambda event: self.go(KEYS))
        for case in "fF":
            self.bind(f"<Control-{case}>", lambda event: self.search.focus_set())
        theme.follow(self, self._restyle)
        self._restyle()

    def _build(self) -> None:
        gap = kit.px(self, 12)
        self.rowconfigure(1, weight=1)
        self.columnconfigure(1, weight=1)
        self._asked = kit.StringVar(self)
        box = kit.Frame(self, padding=gap // 2, style="Panel.TFrame")
        box.grid(row=0, column=0, sticky="ew")
        image = kit.Label(box, icon="search", icon_size=kit.icon_units(self), style="Panel.TLabel")
        image.pack(side="left", padx=(0, gap // 2))
        self.search = kit.Entry(box, textvariable=self._asked, width=8)
        self.search.pack(side="left", fill="x", expand=True)
        kit.hint(self.search, "Tìm trong hướng dẫn, không cần dấu (Ctrl+F)")
        self._asked.trace_add("write", kit.once_idle(self, self._search))
        self.search.bind("<Escape>", self._no_search)
        for key, step in (("Down", 1), ("Up", -1)):
            self.search.bind(f"<{key}>", lambda event, step=step: self._next(step))  # type: ignore[misc]
        wide = max([theme.measure(title) for title in self._pages.values()] + [theme.characters(16)])
        self.list = kit.Tree(self, show="tree", selectmode="browse", style="Nav.Treeview")
        self.list.column("#0", width=min(wide + 3 * gap, theme.characters(40)), stretch=False)
        for name, title in self._pages.items():
            self.list.insert("", "end", iid=name, text=title)
        self.list.grid(row=1, column=0, sticky="nsew")
        self.list.bind("<<TreeviewSelect>>", self._picked)
        self.text = kit.Text(self, cursor="arrow")
        self.search.bind("<Return>", lambda event: self.text.focus_set())
        self.text.grid(row=0, rowspan=2, column=1, sticky="nsew")
        bar = kit.Scrollbar(self, orient="vertical", command=self.text.yview)
        bar.grid(row=0, rowspan=2, column=2, sticky="ns")
        self.text.configure(yscrollcommand=bar.set)
        for key, rows in (("Up", -1), ("Down", 1)):
            self.text.bind(f"<{key}>", lambda event, rows=rows: self._scroll(rows))  # type: ignore[misc]

    # --- Searching ---

    def _search(self) -> None:
        """Leave the pages that have the words, and go to the first; no words leave them all."""
        asked = self._asked.get().strip()
        found = find(self._texts, asked) if asked else list(self._pages)
        for name in self._pages:
            self.list.detach(name)
        for place, name in enumerate(found):
            self.list.move(name, "", place)
        if asked and found:
            self.go(found[0])
        elif self.page in self._pages:
            self.go(self.page)

    def _no_search(self, event: kit.Event[Any]) -> str | None:
        if not self._asked.get():
            return None
        self._asked.set("")
        return "break"

    def _next(self, step: int) -> str:
        listed = self.list.get_children()
        if listed:
            place = listed.index(self.page) if self.page in listed else -step
            self.go(listed[max(0, min(len(listed) - 1, place + step))])
        return "break"

    def _mark(self) -> None:
        """Light up the words that are searched for, and bring the first into view."""
        first = ""
        asked = names.fold(self._asked.get()).split()
        for number, line in enumerate(self.text.get("1.0", "end").split("\n"), start=1):
            for start, end in _places(line, asked):
                self.text.tag_add("found", f"{number}.{start}", f"{number}.{end}")
                first = first or f"{number}.{start}"
        if first:
            self.text.see(first)

    def _scroll(self, rows: int) -> str:
        self.text.yview_scroll(rows, "units")
        return "break"

    def _picked(self, event: kit.Event[Any]) -> None:
        chosen = self.list.selection()
        if chosen and chosen[0] != self.page:
            self.go(chosen[0])

    def go(self, page: str) -> None:
        """Show a page by name."""
        self.page = page
        if page in self.list.get_children():
            self.list.selection_set(page)
            self.list.focus(page)
            self.list.see(page)
        self._fill(self._texts.get(page, MISSING))
        self._mark()

    def _fill(self, source: str) -> None:
        text = self.text
        text.configure(state="normal")
        text.delete("1.0", "end")
        for words, look in markdown.pieces(source):
            tags = look.split()
            if tags[-1].startswith("link:"):
                target = tags[-1].partition(":")[2]
                text.tag_bind(tags[-1], "<Button-1>", lambda event, target=target: self.go(target))  # type: ignore[misc]
                tags.append("link")
            text.insert("end", words, tuple(tags))
        text.configure(state="disabled")
        text.yview_moveto(0)

    def _restyle(self) -> None:
        colours, text = theme.palette(), self.text
        indent, line = theme.characters(3), theme.line_height()
        text.configure(background=colours.ground, foreground=colours.text, font=kit.BASE, spacing2=line // 6)
        text.configure(padx=indent, pady=line, borderwidth=0, highlightthickness=0)
        text.tag_configure("title", font=kit.TITLE, spacing3=line // 2)
        text.tag_configure("heading", font=kit.HEADING, spacing1=line // 2, spacing3=line // 4)
        text.tag_configure("text", spacing1=line // 4, spacing3=line // 3)
        text.tag_configure("item", lmargin1=indent // 2, lmargin2=indent * 3 // 2, spacing3=line // 4)
        text.tag_configure("item", tabs=(indent * 3 // 2,))
        text.tag_configure("bold", font=kit.BOLD)
        text.tag_configure("key", background=colours.hover, font=kit.BOLD)
        text.tag_configure("link", foreground=colours.accent, underline=True)
        text.tag_configure("found", background=colours.chosen)
        text.tag_raise("bold")


def _places(line: str, asked: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words asked for stand in a line: each from the beginning of a word.

    >>> _places("Sổ nhiệm vụ", ["nhiem"])
    [(3, 8)]
    """
    spans = [(found.start(), names.fold(found.group())) for found in re.finditer(r"\w+", line)]
    return [(start, start + len(word)) for start, folded in spans for word in asked if folded.startswith(word)]
