"""Colours and letters of the window: our light and dark themes, the named fonts, and lengths measured from them."""

from __future__ import annotations

import sys
import tkinter
import weakref
from collections.abc import Callable
from tkinter import font as tkfont
from typing import Any, Literal

import ttkbootstrap as ttk
from PIL import Image, ImageDraw, ImageTk
from ttkbootstrap.style import Colors, ThemeDefinition

from desktop_app.ui import kit, styles
from desktop_app.ui.kit import BASE, BOLD, FIXED, HEADING, NUMBER, SMALL, TITLE
from desktop_app.ui.palette import DARK, LIGHT, Palette

SIZES = (10, 12, 14, 16)
LIGHT_THEME, DARK_THEME = "so-phuong-light", "so-phuong-dark"
FAMILIES = ("Noto Sans", "DejaVu Sans", "Arimo", "Liberation Sans")
SAMPLE = "Ủy ban nhân dân phường giao nhiệm vụ đôn đốc thực hiện kết luận năm"


def create_app(title: str, dark: bool = False, size: int = 10, scaling: float | None = None) -> kit.App:
    """The root window, dressed, with the house fixes; hidden until the caller shows it.

    Args:
        title: what stands in the title bar.
        dark: begin in the dark theme.
        size: base size of the letters in points, one of `SIZES`.
        scaling: pixels a point, for tests and pictures; None takes the screen's.
    """
    _House().register()
    app = ttk.App(title=title, theme=DARK_THEME if dark else LIGHT_THEME, iconphoto=None, scaling=scaling)
    app.withdraw()
    dress(app, dark, size)
    kit.install(app)
    return app


def dress(app: kit.App, dark: bool = False, size: int = 10) -> None:
    """Give an existing root window our themes and fonts; to be done before its first widget."""
    if _state.dressed() is app:
        set_dark(dark)
        set_size(size)
        return
    if LIGHT_THEME not in app.style.theme_names():
        _House().register()
    _set_fonts(app, size)
    _state.size, _state.dark = size, dark
    ttk.Style().theme_use(_theme())
    _style_everything(app.style)
    ttk.on_theme_change(_style_everything, call_now=False)
    _state.dressed = weakref.ref(app)


def set_dark(dark: bool) -> None:
    """Change between the light and the dark theme, everywhere and at once; nothing is done where it is on already."""
    style = ttk.Style()
    _state.dark = dark
    if style.theme_use() != _theme():
        style.theme_use(_theme())


def set_size(size: int) -> None:
    """Change the letters' size in points; who measures (`follow`) is told and lays itself out again, if it is new."""
    style = ttk.Style()
    if size == _state.size and style.master is _state.dressed():
        return
    _state.size = size
    _state.dots.clear()
    _set_fonts(style.master, size)
    _style_everything(style)


def is_dark() -> bool:
    """Whether the dark theme is on."""
    return _state.dark


def size() -> int:
    """The base size of the letters in points."""
    return _state.size


def palette() -> Palette:
    """The colours of the present theme."""
    return DARK if _state.dark else LIGHT


def follow(widget: tkinter.Misc, restyle: Callable[[], None]) -> None:
    """Call ``restyle`` whenever theme or letters have changed, as long as ``widget`` lives."""
    entry = (widget, restyle)
    _state.followers.append(entry)

    def stop(event: tkinter.Event[Any]) -> None:
        if event.widget is widget and entry in _state.followers:
            _state.followers.remove(entry)

    widget.bind("<Destroy>", stop, add="+")


# --- Measures ---


def measure(text: str, font: str = BASE) -> int:
    """The width of ``text`` in pixels."""
    return int(ttk.Style().master.tk.call("font", "measure", font, text))


def characters(count: float, font: str = BASE) -> int:
    """The width in pixels of ``count`` letters of ordinary Vietnamese text."""
    return round(measure(SAMPLE, font) / len(SAMPLE) * count)


def pixels_a_point(widget: tkinter.Misc) -> float:
    """How many pixels a point of letters has."""
    return float(widget.tk.call("tk", "scaling"))


def family() -> str:
    """The family of the window's letters."""
    return str(tkfont.nametofont(BASE, root=ttk.Style().master).actual("family"))


def shortened(text: str, width: int, font: str = BASE) -> str:
    """``text``, ended with … where it is wider than ``width`` pixels."""
    if measure(text, font) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(f"{text[:middle].rstrip()}…", font) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip(' ,-–')}…"


def line_height(font: str = BASE) -> int:
    """The height of a line in pixels."""
    return int(ttk.Style().master.tk.call("font", "metrics", font, "-linespace"))


def row_height() -> int:
    """The height of a table's row in pixels."""
    return round(line_height() * 1.45)


def dot(name: str, ground: str) -> str:
    """The name of an image of a status dot on a ground of that colour.

    It is flattened on its ground: X11 draws an image with soft edges by asking the server for what lies behind it,
    once a dot and a redraw.
    """
    colour = palette().dots[name]
    found = _state.dots.get((colour, ground))
    if found is None:
        edge = max(7, round(line_height() * 0.5))
        big = Image.new("RGB", (edge * 8, edge * 8), ground)
        ImageDraw.Draw(big).ellipse((4, 4, edge * 8 - 5, edge * 8 - 5), fill=colour)
        picture = big.resize((edge, edge), Image.Resampling.LANCZOS)
        image = ImageTk.PhotoImage(picture, master=ttk.Style().master)
        _state.dots[colour, ground] = found = (str(image), image)
    return found[0]


# --- How it is done ---


def _theme() -> str:
    return DARK_THEME if _state.dark else LIGHT_THEME


def _set_fonts(root: tkinter.Misc, size: int) -> None:
    family = str(tkfont.nametofont(BASE, root=root).actual("family"))
    if sys.platform.startswith("linux"):
        family = next((name for name in FAMILIES if _has_family(root, name)), family)
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkCaptionFont", "TkIconFont"):
        tkfont.nametofont(name, root=root).configure(family=family, size=size, weight="normal")
    for name in ("TkTooltipFont", "TkSmallCaptionFont"):
        tkfont.nametofont(name, root=root).configure(family=family, size=max(9, size - 1))
    tkfont.nametofont(FIXED, root=root).configure(size=size)
    ours: tuple[tuple[str, int, Literal["normal", "bold"]], ...] = (
        (BOLD, size, "bold"),
        (SMALL, max(9, size - 1), "normal"),
        (HEADING, size + 2, "bold"),
        (TITLE, size + 6, "bold"),
        (NUMBER, size + 9, "bold"),
    )
    for name, points, weight in ours:
        if name in tkfont.names(root=root):
            tkfont.nametofont(name, root=root).configure(family=family, size=points, weight=weight)
        else:  # held here, since Python deletes a named font together with the object that made it
            _state.fonts[name] = tkfont.Font(root=root, name=name, family=family, size=points, weight=weight)


def _has_family(root: tkinter.Misc, family: str) -> bool:
    return str(root.tk.call("font", "actual", (family, 10), "-family")) == family


def _style_everything(style: ttk.Style) -> None:
    """Our own styles, in the colours and sizes of now; then everybody who follows."""
    if not tkinter._default_root:  # type: ignore[attr-defined]
        return
    colours = palette()
    styles.dress(style, colours, row_height())
    _state.followers = [entry for entry in _state.followers if entry[0].winfo_exists()]
    for _, restyle in tuple(_state.followers):
        restyle()


class _House(ttk.Theme):
    """Our theme family with every colour chosen, instead of worked out from a few."""

    def __init__(self) -> None:
        super().__init__(name="so-phuong")

    def to_definitions(self) -> list[ThemeDefinition]:
        return [
            ThemeDefinition(LIGHT_THEME, _colours(LIGHT, "#e9edf2", "#2b3542"), "light"),
            ThemeDefinition(DARK_THEME, _colours(DARK, "#39444f", "#10161c"), "dark"),
        ]


def _colours(colours: Palette, light: str, dark: str) -> Colors:
    return Colors(
        **colours.fills,
        light=light,
        dark=dark,
        bg=colours.ground,
        fg=colours.text,
        selectbg=colours.fills["secondary"],
        selectfg="#ffffff",
        border=colours.line,
        inputfg=colours.text,
        inputbg=colours.field,
        active=colours.hover,
    )


class _State:
    """What is on now: one root window a process, so one state."""

    def __init__(self) -> None:
        self.dark = False
        self.size = SIZES[0]
        self.dressed: Callable[[], kit.App | None] = lambda: None  # a weak reference to the window that is
        self.followers: list[tuple[tkinter.Misc, Callable[[], None]]] = []
        self.fonts: dict[str, tkfont.Font] = {}
        self.dots: dict[tuple[str, str], tuple[str, ImageTk.PhotoImage]] = {}


_state = _State()
