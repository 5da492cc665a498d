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
    """Three pieces of news at the left, the version at the right."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, style="Panel.TFrame", padding=(kit.px(master, 12), kit.px(master, 4)))
        self.parts: dict[str, kit.Label] = {}
        for name in ("database", "backup", "handoff"):
            self.parts[name] = part = kit.Label(self, style="PanelSmall.TLabel")
            part.pack(side="left", padx=(0, kit.px(self, 24)))
        self.parts["version"] = kit.Label(self, style="PanelSmall.TLabel")
        self.parts["version"].pack(side="right")

    def show(self, status: Status) -> None:
        """Say this from now on."""
        for name, part in self.parts.items():
            alarm = name in status.alarms
            part.configure(text=getattr(status, name), style="PanelAlarm.TLabel" if alarm else "PanelSmall.TLabel")
