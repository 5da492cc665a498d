"""A line that says what was done; while there is nothing to say it takes no room."""

from __future__ import annotations

from desktop_app.ui import kit


class NewsLine(kit.Label):
    """Words in the colour of success that wrap at their own width. Place ``holder``, not the label."""

    def __init__(self, master: kit.Misc, role: kit.Role = "success") -> None:
        self.holder = kit.Frame(master, height=1)
        super().__init__(self.holder, style=kit.ROLES[role], borderwidth=0)
        self.bind("<Configure>", lambda event: self.configure(wraplength=event.width), add="+")

    def say(self, words: str) -> None:
        """Say this from now on; nothing makes the line go away."""
        self.configure(text=words)
        if words:
            self.pack(fill="x")
        else:
            self.pack_forget()
            self.holder.configure(height=1)  # a frame that has lost its child keeps its old height
