"""Titled panels two by two, charts and lists, as high as the window allows; one under the other where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.ui import kit, theme
from desktop_app.ui.chart import Chart

LEAST_LINES = 9  # the height of a chart in lines of text
TWO_WIDE = 100  # characters: from this width on two panels stand side by side


class Panels(kit.Frame):
    """Add panels in the order of Tab, the upper left one first; the left column is somewhat wider."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        self.pack_propagate(False)
        self.body = kit.ScrolledFrame(self, padding=(0, 0, kit.px(self, 8), 0))
        self.body.hide_idle_bar()
        self.body.pack(fill="both", expand=True)
        self.charts: list[Chart] = []
        self._panels: list[kit.Frame] = []
        self.bind("<Configure>", lambda event: self.fit())

    def add(self, title: str) -> kit.Frame:
        """A panel to fill."""
        made = kit.Frame(self.body)
        kit.label(made, title, "bold").pack(anchor="w")
        self._panels.append(made)
        return made

    def chart(
        self,
        title: str,
        note: str,
        *,
        on_open: Callable[[Mapping[str, Any]], Any],
        on_point: Callable[[str], Any],
        on_size: Callable[[], Any],
    ) -> Chart:
        """A panel with a chart, and under it how its numbers are counted; see `Chart` for what is called when."""
        panel = self.add(title)
        made = Chart(panel, on_open=on_open, on_point=on_point, on_size=on_size)
        made.pack(fill="x")
        kit.wraplabel(panel, note, "small").pack(fill="x")
        self.charts.append(made)
        return made

    def fit(self) -> None:
        """Lay the panels out for the room and the letters of now."""
        wide, high = self.winfo_width(), self.winfo_height()
        if wide <= 1:
            return
        gap = kit.px(self, 14)
        across = 2 if wide >= theme.characters(TWO_WIDE) else 1
        for place, panel in enumerate(self._panels):
            before = gap if across == 2 and place % 2 else 0
            panel.grid(row=place // across, column=place % across, sticky="nsew", padx=(before, 0), pady=(0, gap // 2))
        self.body.columnconfigure(0, weight=4 if across == 2 else 1, uniform="half")
        self.body.columnconfigure(1, weight=3 if across == 2 else 0, uniform="half" if across == 2 else "")
        around = theme.line_height(kit.BOLD) + theme.line_height(kit.SMALL) + gap
        least = LEAST_LINES * theme.line_height()
        for chart in self.charts:
            chart.configure(height=max(least, high // 2 - around) if across == 2 else round(least * 1.3))
