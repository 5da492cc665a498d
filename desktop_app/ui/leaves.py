"""Several leaves under one head, of which one is shown: a button each, the shown one pressed."""

from desktop_app.ui import kit


class Leaves(kit.Frame):
    """A row of buttons, and below it the leaf that was chosen."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        self._head = kit.Frame(self)
        self._head.pack(fill="x")
        self._buttons: list[kit.Button] = []
        self.leaves: list[kit.Frame] = []
        self.current = 0

    def add(self, title: str) -> kit.Frame:
        """Another leaf, behind the others; the first one is shown."""
        place = len(self.leaves)
        made = kit.button(self._head, title, lambda: self.select(place), "plain")
        made.pack(side="left", padx=(0, kit.px(self, 4)))
        self._buttons.append(made)
        leaf = kit.Frame(self, padding=(0, kit.px(self, 8), 0, 0))
        self.leaves.append(leaf)
        self.select(self.current)
        return leaf

    def select(self, place: int) -> None:
        """Show a leaf."""
        self.current = place
        for each, (leaf, button) in enumerate(zip(self.leaves, self._buttons, strict=True)):
            button.configure(bootstyle=kit.BUTTONS["primary" if each == place else "plain"])
            if each == place:
                leaf.pack(fill="both", expand=True)
            else:
                leaf.pack_forget()

    def title(self, place: int, words: str) -> None:
        """What the button of a leaf says."""
        self._buttons[place].configure(text=words)
