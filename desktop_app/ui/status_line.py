"""The line at the bottom: health of the data, age of the last verified backup, last hand-off, version."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.ui import kit


@dataclass(frozen=True)
class Status:
    """What the status line says, in words; ``alarms`` names the parts to show in the colour of danger.

    ``banner`` is said across the window, above the screen, as long as it holds: "Chỉ đọc: …".
    """

    database: str
    backup: str = ""
    handoff: str = ""
    version: str = ""
    banner: str = ""
    alarms: frozenset[str] = frozenset()


class StatusLine(kit.Frame):
    """Three pieces of news at the left, the version at the right; on two lines where one is too narrow."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, style="Panel.TFrame", padding=(kit.px(master, 12), kit.px(master, 4)))
        self.columnconfigure(3, weight=1)
        names = ("database", "backup", "handoff", "version")
        self.parts = {name: kit.Label(self, style="PanelSmall.TLabel") for name in names}
        self.bind("<Configure>", lambda event: self._lay(event.width))

    def show(self, status: Status) -> None:
        """Say this from now on."""
        for name, part in self.parts.items():
            alarm = name in status.alarms
            part.configure(text=getattr(status, name), style="PanelAlarm.TLabel" if alarm else "PanelSmall.TLabel")
        self._lay(self.winfo_width())

    def _lay(self, width: int) -> None:
        gap = kit.px(self, 24)
        needs = sum(part.winfo_reqwidth() + gap for part in self.parts.values())
        two = width < needs
        for column, (name, part) in enumerate(self.parts.items()):
            if name == "version":
                part.grid(row=0, column=4, sticky="e")
            elif two and name == "handoff":
                part.grid(row=1, column=0, columnspan=4, sticky="w")
            else:
                part.grid(row=0, column=column, columnspan=1, sticky="w", padx=(0, gap))
