"""The house's own ttk styles: labels by what they say, tables, and the parts around a screen."""

from __future__ import annotations

from tkinter import ttk
from typing import Any

from desktop_app.ui import kit
from desktop_app.ui.kit import BASE, BOLD, HEADING, NUMBER, SMALL, TITLE
from desktop_app.ui.palette import Palette

TABLE, HIGH_HEADINGS = "House.Treeview", "High.House.Treeview"  # the second has room for two lines in its headings

_struts: list[kit.PhotoImage] = []


def dress(style: ttk.Style, colours: Palette, row_height: int) -> None:
    """Set every style of ours in the present theme; ``row_height`` of tables in pixels."""
    # ttkbootstrap leaves the ring's colour empty at the root; Tcl reports that as an error when it first draws one.
    style.configure(".", font=BASE, focuscolor=colours.accent)
    _style_labels(style, colours)
    _style_fields(style, colours)
    _style_tables(style, colours, row_height)
    _style_shell(style, colours, row_height)


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


def _style_fields(style: ttk.Style, colours: Palette) -> None:
    """What is shown but not written here lies on the panel's ground, as a locked text of several lines does."""
    edges = [("focus invalid", colours.danger), ("focus !disabled", colours.accent), ("readonly", colours.panel)]
    for name in ("TEntry", "TCombobox"):
        style.map(name, fieldbackground=[("readonly", colours.panel)], lightcolor=edges, darkcolor=edges)


def _style_tables(style: ttk.Style, colours: Palette, row_height: int) -> None:
    style.configure(
        "House.Treeview",
        rowheight=row_height,
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
    style.configure("House.Treeview.Heading", padding=(kit.px(style.master, 2), kit.px(style.master, 6)))
    style.map("House.Treeview.Heading", background=[("active", colours.hover)])
    _style_high_headings(style)
    # No room for the sign that opens a branch: there are no branches, and the dot stands there.
    style.layout(
        "House.Treeview.Item",
        [("Treeitem.padding", {"sticky": "nswe", "children": [("Treeitem.image", {"sticky": ""})]})],
    )
    style.configure("Nothing.TLabel", background=colours.field, foreground=colours.muted, font=BASE)
    style.configure("Tip.TLabel", background=colours.text, foreground=colours.ground, font=BASE)


def _style_high_headings(style: ttk.Style) -> None:
    """Tk makes a heading as high as its layout asks for, whatever its text: an image nobody sees is the measure."""
    line = int(style.master.tk.call("font", "metrics", BOLD, "-linespace"))
    strut = f"Strut{line}"
    if strut not in style.element_names():
        image = kit.PhotoImage(master=style.master, width=1, height=2 * line)
        _struts.append(image)  # Tk forgets an image that nobody holds
        style.element_create(strut, "image", image, sticky="")
    inside: list[Any] = [(strut, {"side": "left", "sticky": ""}), ("Treeheading.text", {"sticky": "we"})]
    padded: Any = ("Treeheading.padding", {"sticky": "nswe", "children": inside})
    border: Any = ("Treeheading.border", {"sticky": "nswe", "children": [padded]})
    style.layout(f"{HIGH_HEADINGS}.Heading", [("Treeheading.cell", {"sticky": "nswe"}), border])


def _style_shell(style: ttk.Style, colours: Palette, row_height: int) -> None:
    """Bar, navigation and status line; the content keeps ttkbootstrap's own ground."""
    for name, ground, ink in (
        ("Bar", colours.bar, colours.on_bar),
        ("Panel", colours.panel, colours.text),
        ("Banner", colours.fills["warning"], "#ffffff"),
    ):
        style.configure(f"{name}.TFrame", background=ground)
        style.configure(f"{name}.TLabel", background=ground, foreground=ink, font=BASE)
        style.configure(f"{name}Bold.TLabel", background=ground, foreground=ink, font=HEADING)
    style.configure("Accent.TFrame", background=colours.accent)
    style.configure("PanelNumber.TLabel", background=colours.panel, foreground=colours.text, font=NUMBER)
    style.configure("PanelSmall.TLabel", background=colours.panel, foreground=colours.muted, font=SMALL)
    style.configure("PanelAlarm.TLabel", background=colours.panel, foreground=colours.danger, font=SMALL)
    style.configure("PanelCount.TLabel", background=colours.panel, foreground=colours.muted, font=SMALL)
    style.configure("PanelCountOn.TLabel", background=colours.chosen, foreground=colours.text, font=SMALL)
    _style_flat_button(style, "Bar.TButton", colours.bar, colours.on_bar, _lighter(colours.bar))
    _style_flat_button(style, "Nav.TButton", colours.panel, colours.accent, colours.hover)
    _style_flat_button(style, "NavOn.TButton", colours.chosen, colours.text, colours.chosen)
    style.configure("NavOn.TButton", font=BOLD)
    _style_flat_button(style, "NavGroup.TButton", colours.panel, colours.muted, colours.hover)
    for name, ground, ink, hover in (
        ("NavTight.TButton", colours.panel, colours.accent, colours.hover),
        ("NavOnTight.TButton", colours.chosen, colours.text, colours.chosen),
        ("NavGroupTight.TButton", colours.panel, colours.muted, colours.hover),
    ):
        _style_flat_button(style, name, ground, ink, hover)
        style.configure(name, padding=(kit.px(style.master, 10), kit.px(style.master, 1)))
    style.configure("NavOnTight.TButton", font=BOLD)
    style.configure("NavRule.TFrame", background=colours.chosen)
    style.configure(
        "Nav.Treeview",
        rowheight=row_height,
        background=colours.panel,
        fieldbackground=colours.panel,
        foreground=colours.text,
        borderwidth=0,
    )
    style.map("Nav.Treeview", background=[("selected", colours.chosen)], foreground=[("selected", colours.text)])
    style.layout(
        "Nav.Treeview.Item",
        [("Treeitem.padding", {"sticky": "nswe", "children": [("Treeitem.text", {"side": "left", "sticky": ""})]})],
    )
    style.configure("Nav.Treeview.Item", padding=(kit.px(style.master, 10), 0))


def _style_flat_button(style: ttk.Style, name: str, ground: str, ink: str, hover: str) -> None:
    """A button that is its ground until the mouse comes over it; the ring shows the keyboard's place."""
    style.configure(
        name,
        background=ground,
        foreground=ink,
        bordercolor=ground,
        darkcolor=ground,
        lightcolor=ground,
        focuscolor=ink,
        anchor="w",
        padding=(kit.px(style.master, 10), kit.px(style.master, 6)),
    )
    states = [("pressed !disabled", hover), ("active !disabled", hover)]
    edges = [("focus", ink), *states]
    style.map(name, background=states, bordercolor=edges, darkcolor=states, lightcolor=states, foreground=[])


def _lighter(colour: str) -> str:
    """A little lighter, for what the mouse is over."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * 0.14):02x}" for part in parts)
