"""Who gets the keys when what has them goes: lines built anew, a page taken away, a button no longer offered."""

from collections.abc import Iterator
from typing import Any

from desktop_app.ui import kit

Spot = tuple[str, int]  # the class of the widget with the keys, and how many of that class stand before it


def holder(within: kit.Misc) -> Any | None:
    """The widget with the keys, if it is ``within`` or inside it."""
    path, top = str(within.tk.call("focus")), str(within)
    if path != top and not path.startswith(f"{top}."):
        return None
    try:
        return within.nametowidget(path)
    except KeyError:  # a list that has dropped down is known to Tcl alone
        return None


def spot(within: kit.Misc) -> Spot | None:
    """Where inside ``within`` the keys are, as it can be found again after its lines were built anew."""
    found = holder(within)
    if found is None:
        return None
    alike = [each for each in _inside(within) if each.winfo_class() == found.winfo_class()]
    return found.winfo_class(), alike.index(found) if found in alike else 0


def give_back(within: kit.Misc, where: Spot) -> bool:
    """Give the keys to what stands now where they were; whether anything does."""
    alike = [each for each in _inside(within) if each.winfo_class() == where[0]]
    if alike:
        alike[min(where[1], len(alike) - 1)].focus_set()
    return bool(alike)


def usable(widget: kit.Misc | None) -> bool:
    """Whether a widget that had the keys can have them again: it is there and to be seen."""
    return widget is not None and bool(widget.winfo_exists()) and bool(widget.winfo_viewable())


def _inside(within: kit.Misc) -> Iterator[Any]:
    for child in within.winfo_children():
        yield child
        yield from _inside(child)
