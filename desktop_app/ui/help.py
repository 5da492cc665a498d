"""F1: the pages of the guide in a window of their own, the page of the present screen first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app.rules import names
from desktop_app.ui import kit, markdown, theme

PAGES = Path(__file__).resolve().parents[2] / "assets" / "help"
MISSING = "# Chưa có trang này\n\nMàn hình này chưa có trang hướng dẫn. Hãy chọn một trang ở danh sách bên trái."


def pages(folder: Path = PAGES, first: Sequence[str] = ()) -> dict[str, str]:
    """Titles of all help pages by name: those of ``first`` in that order, then the rest by title."""
    titles = {
        path.stem: markdown.title_of(path.read_text(encoding="utf-8")) or path.stem for path in folder.glob("*.md")
    }
    ahead = [name for name in dict.fromkeys(first) if name in titles]
    rest = sorted(titles.keys() - set(ahead), key=lambda name: names.sort_key(titles[name]))
    return {name: titles[name] for name in (*ahead, *rest)}


def show(app: kit.Misc, page: str, first: Sequence[str] = (), folder: Path = PAGES, keys: str = "") -> HelpWindow:
    """Show a page, in the help window that is open already if there is one; F1 there shows the page ``keys``."""
    window = HelpWindow.opened
    if window is None or not window.winfo_exists():
        window = HelpWindow.opened = HelpWindow(app, first, folder)
    if keys:
        window.bind("<F1>", lambda event: window.go(keys))
    window.go(page)
    window.deiconify()
    window.lift()
    window.text.focus_set()
    return window


class HelpWindow(kit.Toplevel):
    """All pages at the left, one of them at the right; Esc closes."""

    opened: HelpWindow | None = None

    def __init__(self, app: kit.Misc, first: Sequence[str], folder: Path) -> None:
        root = app.winfo_toplevel()
        super().__init__(title="Hướng dẫn sử dụng", master=root)
        self._folder = folder
        self._pages = pages(folder, first)
        self.page = ""
        wide = min(theme.characters(110), self.winfo_screenwidth() - kit.px(self, 60))
        high = min(kit.px(self, 640), self.winfo_screenheight() - kit.px(self, 80))
        left = root.winfo_rootx() + max(0, root.winfo_width() - wide) // 2
        top = root.winfo_rooty() + max(0, root.winfo_height() - high) // 3
        self.geometry(f"{wide}x{high}+{left}+{top}")
        self._build()
        self.bind("<Escape>", lambda event: self.destroy())
        theme.follow(self, self._restyle)
        self._restyle()

    def _build(self) -> None:
        gap = kit.px(self, 12)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(1, weight=1)
        wide = max([theme.measure(title) for title in self._pages.values()] + [theme.characters(16)])
        self.list = kit.Tree(self, show="tree", selectmode="browse", style="Nav.Treeview")
        self.list.column("#0", width=min(wide + 3 * gap, theme.characters(40)), stretch=False)
        for name, title in self._pages.items():
            self.list.insert("", "end", iid=name, text=title)
        self.list.grid(row=0, column=0, sticky="nsew")
        self.list.bind("<<TreeviewSelect>>", self._picked)
        self.text = kit.Text(self, cursor="arrow")
        self.text.grid(row=0, column=1, sticky="nsew")
        bar = kit.Scrollbar(self, orient="vertical", command=self.text.yview)
        bar.grid(row=0, column=2, sticky="ns")
        self.text.configure(yscrollcommand=bar.set)
        for key, rows in (("Up", -1), ("Down", 1)):
            self.text.bind(f"<{key}>", lambda event, rows=rows: self._scroll(rows))  # type: ignore[misc]

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
        if page in self._pages:
            self.list.selection_set(page)
            self.list.focus(page)
            self.list.see(page)
        source = (self._folder / f"{page}.md").read_text(encoding="utf-8") if page in self._pages else MISSING
        self._fill(source)

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
        text.tag_raise("bold")
