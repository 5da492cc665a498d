"""Colours and letters of the window: our light and dark themes, the named fonts, and lengths measured from them."""

from __future__ import annotations

import sys
import tkinter
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import font as tkfont
from typing import Any, Literal

import ttkbootstrap as ttk
from PIL import Image, ImageDraw, ImageTk
from ttkbootstrap.style import Colors, ThemeDefinition

from desktop_app.ui import kit
from desktop_app.ui.kit import BASE, BOLD, FIXED, HEADING, NUMBER, SMALL, TITLE

SIZES = (10, 12, 14, 16)
LIGHT_THEME, DARK_THEME = "so-phuong-light", "so-phuong-dark"
FAMILIES = ("Noto Sans", "DejaVu Sans", "Arimo", "Liberation Sans")
SAMPLE = "Ủy ban nhân dân phường giao nhiệm vụ đôn đốc thực hiện kết luận năm"


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. Everything written in them has a contrast of at least 4.5 : 1 on its grounds.

    ``fills`` are the grounds of buttons and marks, written on in white; the other meanings are colours of letters on
    ``ground``, ``panel``, ``field`` and ``zebra``.
    """

    ground: str
    panel: str
    field: str
    zebra: str
    chosen: str
    chosen_idle: str
    line: str
    bar: str
    on_bar: str
    hover: str
    text: str
    muted: str
    accent: str
    danger: str
    warning: str
    success: str
    info: str
    violet: str
    faint: str
    fills: dict[str, str]

    @property
    def dots(self) -> dict[str, str]:
        """Colours of status dots by name; the word for the status always stands beside the dot."""
        return {
            "danger": self.danger,
            "warning": self.warning,
            "success": self.success,
            "info": self.info,
            "accent": self.accent,
            "violet": self.violet,
            "muted": self.faint,
        }


LIGHT = Palette(
    ground="#ffffff",
    panel="#f3f5f8",
    field="#ffffff",
    zebra="#f5f8fc",
    chosen="#cfe2f6",
    chosen_idle="#e1e7ee",
    line="#c9d1da",
    bar="#0b4a88",
    on_bar="#ffffff",
    hover="#e3ebf4",
    text="#1d2733",
    muted="#55606d",
    accent="#0b4f94",
    danger="#ad1a1f",
    warning="#8f4700",
    success="#13652f",
    info="#0a6178",
    violet="#6a2fc0",
    faint="#8794a3",
    fills={
        "primary": "#0b4f94",
        "secondary": "#4d5865",
        "success": "#16703a",
        "info": "#0b6a83",
        "warning": "#9a4d00",
        "danger": "#b31d22",
    },
)
DARK = Palette(
    ground="#1b232c",
    panel="#161d25",
    field="#222c37",
    zebra="#202934",
    chosen="#24476b",
    chosen_idle="#34404d",
    line="#3c4856",
    bar="#1f5b98",
    on_bar="#ffffff",
    hover="#28333f",
    text="#e4e9ef",
    muted="#a9b4c0",
    accent="#86bdf5",
    danger="#ff9a96",
    warning="#f2b168",
    success="#74d79a",
    info="#6fcbe0",
    violet="#cbabff",
    faint="#8593a2",
    fills={
        "primary": "#2a6fb5",
        "secondary": "#5a6673",
        "success": "#1f7a45",
        "info": "#17708a",
        "warning": "#a35a0f",
        "danger": "#c23338",
    },
)


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
    if LIGHT_THEME not in app.style.theme_names():
        _House().register()
    _set_fonts(app, size)
    _state.size = size
    ttk.on_theme_change(_style_everything, call_now=False)
    set_dark(dark)
    _style_everything(app.style)


def set_dark(dark: bool) -> None:
    """Change between the light and the dark theme, everywhere and at once."""
    _state.dark = dark
    ttk.Style().theme_use(DARK_THEME if dark else LIGHT_THEME)


def set_size(size: int) -> None:
    """Change the letters' size in points; who measures (`follow`) is told and lays itself out again."""
    style = ttk.Style()
    _state.size = size
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


def line_height(font: str = BASE) -> int:
    """The height of a line in pixels."""
    return int(ttk.Style().master.tk.call("font", "metrics", font, "-linespace"))


def row_height() -> int:
    """The height of a table's row in pixels."""
    return round(line_height() * 1.45)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.1, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def dot(name: str, ground: str) -> str:
    """The name of an image of a status dot on a ground of that colour.

    It is flattened on its ground: X11 draws an image with soft edges by asking the server for what lies behind it,
    once a dot and a redraw.
    """
    colour = palette().dots[name]
    edge = max(7, round(line_height() * 0.5))
    key = (colour, ground, edge)
    if key not in _state.dots:
        big = Image.new("RGB", (edge * 8, edge * 8), ground)
        ImageDraw.Draw(big).ellipse((4, 4, edge * 8 - 5, edge * 8 - 5), fill=colour)
        picture = big.resize((edge, edge), Image.Resampling.LANCZOS)
        _state.dots[key] = ImageTk.PhotoImage(picture, master=ttk.Style().master)
    return str(_state.dots[key])


# --- How it is done ---


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
        known = name in tkfont.names(root=root)
        named = tkfont.nametofont(name, root=root) if known else tkfont.Font(root=root, name=name, exists=False)
        named.configure(family=family, size=points, weight=weight)
        _state.fonts[name] = named  # the last holder of a Font deletes it


def _has_family(root: tkinter.Misc, family: str) -> bool:
    return str(root.tk.call("font", "actual", (family, 10), "-family")) == family


def _style_everything(style: ttk.Style) -> None:
    """Our own styles, in the colours and sizes of now; then everybody who follows."""
    if not tkinter._default_root:  # type: ignore[attr-defined]
        return
    colours = palette()
    style.configure(".", font=BASE)
    _style_labels(style, colours)
    _style_tables(style, colours)
    _style_shell(style, colours)
    _state.followers = [entry for entry in _state.followers if entry[0].winfo_exists()]
    for _, restyle in tuple(_state.followers):
        restyle()


def _style_labels(style: ttk.Style, colours: Palette) -> None:
    for role, colour, font in (
        ("Muted", colours.muted, BASE),
        ("Error", colours.danger, SMALL),
        ("Warning", colours.warning, BASE),
        ("Success", colours.success, BASE),
        ("Accent", colours.accent, BASE),
        ("Small", colours.muted, SMALL),
        ("Bold", colours.text, BOLD),
        ("Heading", colours.text, HEADING),
        ("Title", colours.text, TITLE),
        ("Number", colours.text, NUMBER),
    ):
        style.configure(f"{role}.TLabel", foreground=colour, background=colours.ground, font=font)
    for name in ("danger", "warning", "success", "info"):
        style.configure(f"{name}.TLabel", foreground=getattr(colours, name))
    style.configure("primary.TLabel", foreground=colours.accent)
    style.configure("secondary.TLabel", foreground=colours.muted)


def _style_tables(style: ttk.Style, colours: Palette) -> None:
    style.configure(
        "House.Treeview",
        rowheight=row_height(),
        background=colours.field,
        fieldbackground=colours.field,
        foreground=colours.text,
        borderwidth=0,
        font=BASE,
    )
    style.map(
        "House.Treeview",
        # user1: the table has not got the keyboard (Tk's own "focus" marks one item only)
        background=[("selected user1", colours.chosen_idle), ("selected", colours.chosen)],
        foreground=[("selected", colours.text)],
    )
    style.configure(
        "House.Treeview.Heading", background=colours.panel, foreground=colours.text, font=BOLD, relief="flat"
    )
    style.map("House.Treeview.Heading", background=[("active", colours.hover)])
    # No room for the sign that opens a branch: there are no branches, and the dot stands there.
    style.layout(
        "House.Treeview.Item",
        [("Treeitem.padding", {"sticky": "nswe", "children": [("Treeitem.image", {"sticky": ""})]})],
    )
    style.configure("Nothing.TLabel", background=colours.field, foreground=colours.muted, font=BASE)
    style.configure("Tip.TLabel", background=colours.text, foreground=colours.ground, font=BASE)


def _style_shell(style: ttk.Style, colours: Palette) -> None:
    """Bar, navigation and status line; the content keeps ttkbootstrap's own ground."""
    for name, ground, ink in (
        ("Bar", colours.bar, colours.on_bar),
        ("Panel", colours.panel, colours.text),
    ):
        style.configure(f"{name}.TFrame", background=ground)
        style.configure(f"{name}.TLabel", background=ground, foreground=ink)
        style.configure(f"{name}Bold.TLabel", background=ground, foreground=ink, font=HEADING)
        style.configure(f"{name}Small.TLabel", background=ground, foreground=ink, font=SMALL)


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
        self.followers: list[tuple[tkinter.Misc, Callable[[], None]]] = []
        self.fonts: dict[str, tkfont.Font] = {}
        self.dots: dict[tuple[str, str, int], ImageTk.PhotoImage] = {}


_state = _State()
