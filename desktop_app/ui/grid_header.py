"""The titles over a grid's columns, with edges that can be dragged."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from desktop_app.ui import kit


class GridHeader(kit.Frame):
    """One title a column; dragging the edge at a title's right changes its width."""

    def __init__(self, master: kit.Misc, titles: Sequence[str], on_drag: Callable[[int, int], Any]) -> None:
        """Build the titles; ``on_drag`` is told the column's place and the width in pixels a person wants for it."""
        super().__init__(master)
        self.labels = [
            kit.wraplabel(self, title, "bold", wraplength=kit.px(self, 60), borderwidth=0) for title in titles
        ]
        self.edges = [
            kit.Frame(self, width=kit.px(self, 7), cursor="sb_h_double_arrow", takefocus=False) for _ in titles
        ]
        for place, (label, edge) in enumerate(zip(self.labels, self.edges, strict=True)):
            label.grid(row=0, column=place + 1, sticky="sew", padx=(0, kit.px(self, 8)), pady=kit.px(self, 4))
            edge.grid(row=0, column=place + 1, sticky="nse")
            edge.bind("<B1-Motion>", partial(self._on_motion, place=place, on_drag=on_drag))

    def stretch(self, widths: Sequence[int], number: int, cross: int) -> None:
        """Give the columns their widths in pixels, as the lines below have them."""
        self.grid_columnconfigure(0, minsize=number)
        for place, width in enumerate(widths, start=1):
            self.grid_columnconfigure(place, minsize=width)
        self.grid_columnconfigure(len(widths) + 1, minsize=cross)

    def _on_motion(self, event: kit.Event, place: int, on_drag: Callable[[int, int], Any]) -> None:
        label = self.labels[place]
        on_drag(place, event.x_root - label.winfo_rootx() + kit.px(self, 4))
