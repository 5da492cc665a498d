"""How a person looks at each list: columns, widths, order, filters and named views, kept in one file of the office."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app import files
from desktop_app.rules.spans import Span

log = logging.getLogger(__name__)

MOST_VIEWS, LONGEST_NAME = 40, 60


@dataclass(frozen=True)
class View:
    """One way to look at a list; what is empty is as the house has it.

    ``widths`` are in characters, so that larger letters keep them; ``filters`` hold what `Source.kept` made; ``where``
    is what another screen opened the list with.
    """

    columns: tuple[str, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)
    order: str = ""
    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Kept:
    """What is kept of one screen: how it was left, the named views, and the one it begins with."""

    now: View = View()
    views: dict[str, View] = field(default_factory=dict)
    first: str = ""


class Memory:
    """The store: whole in memory, written to its file when told; a file that cannot be written is for this run only."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self._screens: dict[str, Kept] = {}
        self._begun: set[str] = set()
        self._written = ""

    def begin(self, path: Path | None = None) -> None:
        """Forget everything, and read what ``path`` holds, as far as it can be understood."""
        self.path, self._screens, self._begun = path, {}, set()
        found = _read(path) if path is not None else {}
        for name, kept in found.items():
            if isinstance(kept, dict):
                self._screens[name] = _kept(kept)
        self._written = self._text()

    def start(self, screen: str) -> View:
        """How a screen's list is looked at when it is made: the first time, by the view chosen for that."""
        kept, begun = self.of(screen), screen in self._begun
        self._begun.add(screen)
        return kept.now if begun or not kept.first else kept.views[kept.first]

    def of(self, screen: str) -> Kept:
        """What is kept of a screen; to be changed in place."""
        return self._screens.setdefault(screen, Kept())

    def write(self) -> None:
        """Write the file, if anything has changed since."""
        text = self._text()
        if self.path is None or text == self._written:
            return
        self._written = text
        try:
            files.write_text(self.path, text)
        except OSError as error:
            log.warning("views not kept: %s", error)

    def _text(self) -> str:
        found = {
            name: {
                "now": _plain(_without_words(kept.now)),
                "views": {title: _plain(view) for title, view in kept.views.items()},
                "first": kept.first,
            }
            for name, kept in self._screens.items()
            if kept != Kept()
        }
        return json.dumps(found, ensure_ascii=False, indent=1)


memory = Memory()


def _without_words(view: View) -> View:
    """How a list was left, without what was searched for or opened from elsewhere: that was for the moment."""
    return View(view.columns, view.widths, view.order, "", view.filters)


# --- JSON and back ---


def _plain(view: View) -> dict[str, Any]:
    whole = {each.name: getattr(view, each.name) for each in fields(View)}
    whole["where"] = {name: _encoded(value) for name, value in view.where.items() if _can_be_kept(value)}
    return {name: value for name, value in whole.items() if value}


def _can_be_kept(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_can_be_kept, value))
    return value is None or isinstance(value, str | int | date | Span)


def _encoded(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_encoded(one) for one in value]
    if isinstance(value, Span):
        return {"span": [_encoded(value.first), _encoded(value.last)]}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value) if isinstance(value, str) else value


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if isinstance(value, dict):
        return Span(*map(_decoded, value["span"])) if "span" in value else date.fromisoformat(value["day"])
    return value


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        log.warning("views not readable: %s", error)
        return {}
    return found if isinstance(found, dict) else {}


def _kept(found: Mapping[str, Any]) -> Kept:
    views = found.get("views")
    named = {
        name[:LONGEST_NAME]: _view(view) for name, view in (views if isinstance(views, dict) else {}).items() if name
    }
    first = found.get("first")
    return Kept(
        _view(found.get("now")),
        dict(list(named.items())[:MOST_VIEWS]),
        first if isinstance(first, str) and first in named else "",
    )


def _view(found: Any) -> View:
    """A view out of JSON; what cannot be understood is left out."""
    if not isinstance(found, dict):
        return View()

    def mapping(name: str) -> dict[str, Any]:
        value = found.get(name)
        return value if isinstance(value, dict) else {}

    columns = found.get("columns")
    widths = {n: float(w) for n, w in mapping("widths").items() if type(w) in (int, float) and 1 <= w <= 400}
    where: dict[str, Any] = {}
    for name, value in mapping("where").items():
        try:
            where[name] = _decoded(value)
        except (ValueError, TypeError, KeyError):
            log.warning("filter %s not understood", name)
    return View(
        tuple(name for name in columns if isinstance(name, str)) if isinstance(columns, list) else (),
        widths,
        order if isinstance(order := found.get("order"), str) else "",
        text if isinstance(text := found.get("text"), str) else "",
        mapping("filters"),
        where,
    )
