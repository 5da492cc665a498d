"""Who has changed what, and what should be shown: news is told only after the outermost commit."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Changed:
    """Records of ``kind`` were written; ``ids`` names them when they are few."""

    kind: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Open:
    """A screen asks the shell to show ``screen``: the rows of a filter, or one record."""

    screen: str
    filter: Mapping[str, Any] = field(default_factory=dict, hash=False)
    id: int | None = None


@dataclass(frozen=True)
class Seen:
    """Somebody opened or saved one record: it goes to the top of the recent ones."""

    kind: str
    uid: str


News = Changed | Open | Seen
Listener = Callable[[Any], None]
_listeners: list[tuple[type, Listener]] = []
_held: list[list[News]] = []


def listen(kind: type[News], listener: Listener) -> Callable[[], None]:
    """Call ``listener`` on each piece of news of ``kind`` until the function returned is called."""
    entry = (kind, listener)
    _listeners.append(entry)

    def stop() -> None:
        if entry in _listeners:
            _listeners.remove(entry)

    return stop


def forget() -> None:
    """Drop every listener: at the end of a window, or of a test."""
    _listeners.clear()


def publish(news: News) -> None:
    """Tell every listener, or, inside ``held``, keep the news back."""
    if _held:
        _held[-1].append(news)
        return
    for kind, listener in tuple(_listeners):
        if isinstance(news, kind):
            listener(news)


@contextmanager
def held() -> Iterator[None]:
    """Keep news back until the outermost ``held`` ends well; drop it if it fails."""
    _held.append([])
    try:
        yield
    except BaseException:
        _held.pop()
        raise
    for news in _merged(_held.pop()):
        publish(news)


def _merged(news: list[News]) -> list[News]:
    """One Changed a kind, so that a hundred saved rows refresh a table once."""
    ids: dict[str, dict[int, None]] = {}
    others: list[News] = []
    for piece in news:
        if isinstance(piece, Changed):
            ids.setdefault(piece.kind, {}).update(dict.fromkeys(piece.ids))
        else:
            others.append(piece)
    return [*(Changed(kind, tuple(found)) for kind, found in ids.items()), *others]
