"""Drafts: what was typed and not saved, kept in files so that a crash loses seconds at most."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app import clock, files
from desktop_app.ui import kit

log = logging.getLogger(__name__)

WRITE_AFTER = 2_000  # milliseconds from a key to the file; the promise to people is five seconds
ENDING = ".nhap.json"

folder: Path | None = None  # where drafts lie; said once by whoever starts the program, None keeps none


@dataclass(frozen=True)
class Draft:
    """What was typed into one form or grid, and when the last of it was kept."""

    name: str
    kept_at: datetime
    content: Any

    @property
    def when(self) -> str:
        """The hour, and the day unless it is today."""
        hour = f"{self.kept_at:%H:%M}"
        return hour if self.kept_at.date() == clock.today() else f"{hour} ngày {self.kept_at:%d/%m/%Y}"


class DraftBox:
    """A folder of drafts, one file each; a folder that cannot be written loses drafts, never the typing itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, content: Any) -> bool:
        """Keep ``content`` (texts, numbers, lists and mappings of them) under ``name``; whether it worked."""
        draft = {"name": name, "kept_at": clock.now().isoformat(), "content": content}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            files.write_text(self._path(name), json.dumps(draft, ensure_ascii=False))
        except OSError as error:
            log.warning("draft %s not kept: %s", name, error)
            return False
        return True

    def load(self, name: str) -> Draft | None:
        """The draft kept under ``name``; None when there is none that can be read."""
        return _read(self._path(name))

    def drop(self, name: str) -> None:
        """Forget the draft: its text was saved, or its writer does not want it."""
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            log.warning("draft %s not dropped: %s", name, error)

    def list(self) -> list[Draft]:
        """Every draft that can be read, the newest first."""
        found = [draft for path in self.folder.glob(f"*{ENDING}") if (draft := _read(path))]
        return sorted(found, key=lambda draft: draft.kept_at, reverse=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{re.sub(r'[^A-Za-z0-9_-]', '_', name)}{ENDING}"


class Keeping:
    """Keeps what one form or grid holds in the box, a moment after it changed, and offers what an earlier run kept."""

    def __init__(self, bars: kit.Frame, content: Callable[[], Any], restore: Callable[[Any], Any]) -> None:
        """Watch over a form or a grid.

        Args:
            bars: where the offer is shown, above what is typed.
            content: gives what is to be kept, or None when nothing is unsaved.
            restore: puts kept content back.
        """
        self._bars = bars
        self._content = content
        self._restore = restore
        self._name = ""
        self._waiting = False
        self._offer: kit.Frame | None = None

    def begin(self, name: str) -> None:
        """Keep under ``name`` from now on, and offer what was kept under it before; no name keeps nothing."""
        self._waiting = False
        self._close_offer()
        self._name = name
        box = self._box()
        if box and (draft := box.load(name)) is not None and draft.content != self._content():
            self._show_offer(draft)

    def touched(self) -> None:
        """Something was typed."""
        if self._box() and not self._waiting:
            self._waiting = True
            kit.soon(self._bars, self._write, WRITE_AFTER)

    def flush(self) -> None:
        """Write what was typed a moment ago: the form is about to go."""
        if self._waiting:
            self._write()

    def done(self) -> None:
        """The text is saved or given up: forget the draft."""
        self._waiting = False
        self._close_offer()
        if box := self._box():
            box.drop(self._name)

    def _box(self) -> DraftBox | None:
        return DraftBox(folder) if folder is not None and self._name else None

    def _write(self) -> None:
        box, content = self._box(), self._content()
        if box is None or not self._waiting:
            return
        self._waiting = False
        if content is not None:
            box.save(self._name, content)
        elif self._offer is None:
            box.drop(self._name)

    def _show_offer(self, draft: Draft) -> None:
        self._offer = kit.Frame(self._bars, padding=(0, 0, 0, kit.px(self._bars, 8)))
        words = kit.wraplabel(self._offer, f"Bản thảo chưa lưu lúc {draft.when}", "warning", borderwidth=0)
        give_back = kit.button(self._offer, "Khôi phục", lambda: self._take(draft), icon="arrow-counterclockwise")
        words.pack(side="left", fill="x", expand=True)
        kit.button(self._offer, "Bỏ", self.done, "quiet").pack(side="right")
        give_back.pack(side="right", padx=kit.px(self._bars, 6))
        self._offer.pack(fill="x")

    def _take(self, draft: Draft) -> None:
        self._close_offer()
        self._restore(draft.content)

    def _close_offer(self) -> None:
        offer, self._offer = self._offer, None
        if offer is not None and offer.winfo_exists():
            offer.destroy()
            # A frame that has lost its last child keeps its old height.
            self._bars.configure(height=1)


def _read(path: Path) -> Draft | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Draft(str(kept["name"]), datetime.fromisoformat(kept["kept_at"]), kept["content"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("draft %s not readable: %s", path.name, error)
        return None
