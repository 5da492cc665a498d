"""The widgets of the house: the one door to ttkbootstrap and tkinter, with what both lack put right once."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any, Literal
from weakref import WeakSet

import ttkbootstrap as ttk
from ttkbootstrap.localization import MessageCatalog

from desktop_app.ui import house_fixes, messages_vi, undo

App = ttk.App
BooleanVar = ttk.BooleanVar
Button = ttk.Button
CalendarPopup = ttk.DatePickerDialog
Canvas = ttk.Canvas
Checkbutton = ttk.Checkbutton
Combobox = ttk.Combobox
Entry = ttk.Entry
FileDialogs = ttk.Querybox
Frame = ttk.Frame
IntVar = ttk.IntVar
Label = ttk.Label
Labelframe = ttk.Labelframe
Listbox = ttk.Listbox
Menu = ttk.Menu
Menubutton = ttk.Menubutton
Misc = tkinter.Misc
Notebook = ttk.Notebook
PanedWindow = ttk.Panedwindow
PhotoImage = tkinter.PhotoImage
Progressbar = ttk.Progressbar
Radiobutton = ttk.Radiobutton
Scrollbar = ttk.Scrollbar
Separator = ttk.Separator
Spinbox = ttk.Spinbox
StringVar = ttk.StringVar
Style = ttk.Style
TclError = tkinter.TclError
ToolTip = ttk.ToolTip
Toplevel = ttk.Toplevel
Tree = ttk.Treeview
Widget = tkinter.Widget

Event = tkinter.Event
Role = Literal["plain", "muted", "error", "warning", "success", "accent", "small", "bold", "heading", "title", "number"]
Kind = Literal["primary", "plain", "quiet", "danger"]
News = Literal["success", "info", "warning", "danger"]

# Named fonts; `theme` gives them their family and size before the first widget.
BASE, BOLD, SMALL, HEADING = "TkDefaultFont", "SoPhuongBold", "SoPhuongSmall", "SoPhuongHeading"
TITLE, NUMBER, FIXED = "SoPhuongTitle", "SoPhuongNumber", "TkFixedFont"

# Styles of labels by what they say; `theme` gives them their colours.
ROLES: dict[str, str] = {
    "plain": "TLabel",
    "muted": "Muted.TLabel",
    "error": "Error.TLabel",
    "warning": "Warning.TLabel",
    "success": "Success.TLabel",
    "accent": "Accent.TLabel",
    "small": "Small.TLabel",
    "bold": "Bold.TLabel",
    "heading": "Heading.TLabel",
    "title": "Title.TLabel",
    "number": "Number.TLabel",
}
BUTTONS: dict[str, str] = {"primary": "primary", "plain": "outline", "quiet": "ghost", "danger": "danger"}
NEWS_ICONS: dict[str, str] = {
    "success": "check-circle-fill",
    "info": "info-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-circle-fill",
}
ROWS_A_NOTCH = 3
TOAST_SECONDS = 10
FOOT = 54  # units of 1/96 inch: the row of buttons under a form, which a toast leaves free


def install(app: App) -> None:
    """Put right what the widgets lack, once for each root window; see each step."""
    if app in _installed:
        return
    _installed.add(app)
    speak_vietnamese(app)
    house_fixes.dress_icons_once()
    house_fixes.press_buttons_with_space(app)
    house_fixes.let_tab_leave_texts(app)
    house_fixes.keep_values_from_the_wheel(app)
    house_fixes.take_back_letters(app)
    undo.install(app)
    for sequence in house_fixes.WHEEL:
        app.bind_all(sequence, _turn_wheel, add="+")
    app.bind_all("<FocusIn>", _show_focused, add="+")
    _held[:] = house_fixes.set_icon(app)


def speak_vietnamese(app: App) -> None:
    """Give ttkbootstrap's and Tk's own dialogs, menus and calendars their Vietnamese words."""
    MessageCatalog.locale("vi")
    MessageCatalog.set_many("vi", *(word for pair in messages_vi.WORDS.items() for word in pair))
    for english, vietnamese in messages_vi.TK_WORDS.items():
        app.tk.call("namespace", "eval", "::tk", ("::msgcat::mcset", "vi", english, vietnamese))


# --- Words for people on widgets ---


def label(master: Misc, text: str = "", role: Role = "plain", **options: Any) -> Label:
    """A label whose colour and letters follow what it says."""
    return Label(master, text=text, style=ROLES[role], **options)


def wraplabel(master: Misc, text: str = "", role: Role = "plain", **options: Any) -> Label:
    """A label whose lines break at its own width, whatever that is now; place it so that it fills (sticky, fill)."""
    options.setdefault("borderwidth", 0)  # else the last letters of a full line are cut
    made = label(master, text, role, **options)
    made.bind("<Configure>", lambda event: _wrap(made, event.width), add="+")
    return made


def _wrap(made: Label, width: int) -> None:
    # A label without room yet would become as high as it has letters, and what scrolls around it would run away.
    if width > px(made, 40) and int(str(made.cget("wraplength") or 0)) != width:
        made.configure(wraplength=width)


def button(
    master: Misc, text: str, command: Callable[[], Any], kind: Kind = "plain", icon: str = "", **options: Any
) -> Button:
    """A push button; ``primary`` at most once a screen, ``danger`` for what cannot be undone.

    ``icon`` names a Bootstrap icon; without text the button is as large as its icon. Space, Return and the mouse
    press it.
    """
    if icon:
        options.setdefault("icon_size", icon_units(master))
        options["icon"] = icon
        options.setdefault("icon_only", not text)
        text = f" {text}" if text else ""
    options.setdefault("bootstyle", BUTTONS[kind])
    return Button(master, text=text, command=command, **options)


def icon_units(widget: Misc) -> int:
    """The size of an icon that goes with the letters, in units of 1/96 inch."""
    pixels = int(widget.tk.call("font", "metrics", BASE, "-linespace"))
    return max(12, round(pixels * 0.85 / px(widget, 100) * 100))


def icon(name: str, colour: str | None = None, units: int = 16) -> str:
    """The name of an image of a Bootstrap icon in a colour (``#rrggbb``), for trees, canvases and labels."""
    return str(ttk.Icon(name, size=units, color=colour))


def px(widget: Misc, units: float) -> int:
    """Pixels for a length in 1/96 inch: distances keep their look on every screen."""
    return int(ttk.scale_size(widget, units))


def hint(widget: Widget, text: str) -> ToolTip:
    """A few words shown when the mouse rests on ``widget``."""
    return ToolTip(widget, text=text, delay=500, wraplength=px(widget, 420))


def toast(
    widget: Misc,
    title: str,
    message: str = "",
    kind: News = "success",
    action: tuple[str, Callable[[], Any]] | None = None,
) -> Toast:
    """News at the lower right of the main window that goes away by itself, with one thing to do about it at most.

    ``action`` is (label, command), like ``("Hoàn tác", undo)``. A second toast takes the place of the first.
    """
    root = _root_of(widget)
    if Toast.shown is not None:
        Toast.shown.close()
    Toast.shown = Toast(root, title, message, kind, action)
    return Toast.shown


# --- Waiting ---


def soon(widget: Misc, work: Callable[[], Any], milliseconds: int = 1) -> str:
    """Run ``work`` when the window has nothing else to do; not at all if ``widget`` is gone by then."""

    def run() -> None:
        if widget.winfo_exists():
            work()

    return _root_of(widget).after(milliseconds, run)


def _root_of(widget: Misc) -> tkinter.Tk:
    """The main window. What waits there is found when its time comes, also if the widget has gone meanwhile."""
    root: tkinter.Tk = widget._root()  # type: ignore[attr-defined]
    return root


def once_idle(widget: Misc, work: Callable[[], Any]) -> Callable[..., None]:
    """A function to call as often as one likes: ``work`` runs once, after the present events."""
    waiting: list[str] = []

    def run() -> None:
        waiting.clear()
        if widget.winfo_exists():
            work()

    def ask(*_: Any) -> None:
        if not waiting:
            waiting.append(_root_of(widget).after_idle(run))

    return ask


# --- Scrolling ---


def wheel_rows(event: Event[Any]) -> int:
    """Rows to go down for a turn of the wheel; negative when it turns up."""
    if event.num in (4, 5):
        return -ROWS_A_NOTCH if event.num == 4 else ROWS_A_NOTCH
    notches = -event.delta / 120
    return round(notches * ROWS_A_NOTCH) or (1 if notches > 0 else -1)


def scrolled_around(widget: Misc | None) -> ScrolledFrame | None:
    """The scrolled frame that ``widget`` lies in, if any."""
    while widget is not None and not isinstance(widget, ScrolledFrame):
        widget = widget.master
    return widget


def _turn_wheel(event: Event[Any]) -> None:
    """Scroll the nearest scrolled frame around the pointer, unless the widget there scrolls by itself."""
    widget = event.widget
    if not isinstance(widget, tkinter.Misc) or _scrolls_itself(widget):
        return
    frame = scrolled_around(widget)
    if frame is not None and frame.yview() != (0.0, 1.0):
        frame.yview_scroll(wheel_rows(event), "units")


def _scrolls_itself(widget: Misc) -> bool:
    if widget.winfo_class() not in ("Text", "Treeview", "Listbox"):
        return False
    return bool(widget.yview() != (0.0, 1.0))  # type: ignore[attr-defined]


def _show_focused(event: Event[Any]) -> None:
    if isinstance(event.widget, tkinter.Misc) and (frame := scrolled_around(event.widget)) is not None:
        frame.show(event.widget)


class ScrolledFrame(ttk.ScrolledFrame):
    """A frame with a scrollbar; children go into it, and what gets the focus is brought into view."""

    def __init__(self, master: Misc, **options: Any) -> None:
        super().__init__(master, **options)
        # The house turns the wheel itself (`install`), for children added later too.
        super().disable_scrolling()
        self._canvas.configure(yscrollincrement=px(self, 20))

    def hide_idle_bar(self) -> None:
        """From now on show the bar only while something lies outside."""

        def fit(event: Event[Any]) -> None:
            if self.winfo_reqheight() > self._canvas.winfo_height():
                self.show_scrollbars()
            else:
                self.hide_scrollbars()

        for part in (self, self._canvas):
            part.bind("<Configure>", fit, add="+")

    def show(self, widget: Misc) -> None:
        """Scroll just as far as it takes to see ``widget``."""
        if widget is self or not self.winfo_ismapped():
            return
        top = widget.winfo_rooty() - self.winfo_rooty()
        bottom, height = top + widget.winfo_height(), max(1, self.winfo_height())
        room, margin = self._canvas.winfo_height(), px(self, 12)
        seen = self._canvas.canvasy(0)
        if top < seen:
            self.yview_moveto(max(0, top - margin) / height)
        elif bottom > seen + room:
            self.yview_moveto(min(bottom + margin - room, top) / height)


class Text(ttk.Text):
    """Several lines of text: wraps at words, undoes, is left with Tab."""

    def __init__(self, master: Misc, **options: Any) -> None:
        options.setdefault("font", "TkTextFont")
        options.setdefault("wrap", "word")
        super().__init__(master, undo=True, autoseparators=False, maxundo=500, **options)


class Toast(Frame):
    """News at the lower left of the main window, above the row of buttons at its foot."""

    shown: Toast | None = None

    def __init__(
        self, root: Misc, title: str, message: str, kind: News, action: tuple[str, Callable[[], Any]] | None
    ) -> None:
        super().__init__(root, bootstyle=kind, padding=px(root, 14))
        gap = px(self, 12)
        surface = f"@{kind}"
        Label(self, bootstyle=surface, icon=NEWS_ICONS[kind], icon_size=24).grid(
            row=0, column=0, rowspan=2, padx=(0, gap)
        )
        Label(self, text=title, bootstyle=surface, font=BOLD).grid(row=0, column=1, sticky="w")
        if message:
            wide = min(px(self, 380), max(px(self, 160), root.winfo_width() // 2))
            Label(self, text=message, bootstyle=surface, wraplength=wide).grid(row=1, column=1, sticky="w")
        self._action = action
        if action:
            Button(self, text=action[0], bootstyle=f"{surface} outline", command=self.act).grid(
                row=0, column=2, rowspan=2, padx=(gap, 0)
            )
        Button(self, icon="x-lg", icon_only=True, bootstyle=f"{surface} ghost", command=self.close).grid(
            row=0, column=3, rowspan=2, padx=(gap, 0)
        )
        self.place(rely=1.0, x=px(self, 20), y=-px(self, 44 + FOOT), anchor="sw")
        self.lift()
        soon(self, self.close, TOAST_SECONDS * 1000)

    def act(self) -> None:
        """Do what the toast offers, and go."""
        action, self._action = self._action, None
        self.close()
        if action:
            action[1]()

    def close(self) -> None:
        """Go away; calling twice does nothing."""
        if Toast.shown is self:
            Toast.shown = None
        if self.winfo_exists():
            self.destroy()


_held: list[tkinter.PhotoImage] = []
_installed: WeakSet[App] = WeakSet()
