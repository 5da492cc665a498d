"""Where an office's folder is, and what lies in it."""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from desktop_app import files

APP = "SoPhuong"
ATTACHED = "tep-dinh-kem"


@dataclass(frozen=True)
class OfficeFolder:
    """The folder that holds everything of one office."""

    path: Path

    @property
    def database(self) -> Path:
        """The one database file."""
        return self.path / "so-phuong.db"

    @property
    def identity(self) -> Path:
        """Who the office is and which epoch it is in, beside the database, so that an old copy cannot turn it back."""
        return self.path / "office.json"

    @property
    def backups(self) -> Path:
        """Verified copies."""
        return self.path / "sao-luu"

    @property
    def attachments(self) -> Path:
        """Files kept with records, under their SHA-256; each folder of verified copies has one of the same name."""
        return self.path / ATTACHED

    @property
    def drafts(self) -> Path:
        """What was typed and not saved yet."""
        return self.path / "ban-thao"

    @property
    def logs(self) -> Path:
        """What the program did, without personal data."""
        return self.path / "nhat-ky"

    @property
    def files(self) -> Path:
        """Reports and packages that were made."""
        return self.path / "tep-da-lap"

    @property
    def look(self) -> Path:
        """How the window looks on this PC: theme, letters, size, who worked last."""
        return self.path / "giao-dien.json"

    @property
    def views(self) -> Path:
        """How the lists are looked at on this PC: columns, filters, named views."""
        return self.path / "cach-xem.json"

    @property
    def recents(self) -> Path:
        """Which records each official opened last."""
        return self.path / "gan-day.json"

    @property
    def lock(self) -> Path:
        """Held while a program is open on the office."""
        return self.path / "dang-mo.khoa"

    @property
    def call(self) -> Path:
        """Made by a second start, so that the first window comes to the front."""
        return self.path / "goi-len"


def default_folder() -> Path:
    """The office of this PC: in the site's data on Windows when it takes writes, else in the user's."""
    if sys.platform == "win32":
        shared = Path(platformdirs.site_data_dir(APP, appauthor=False))
        with contextlib.suppress(OSError):
            shared.mkdir(parents=True, exist_ok=True)
            if os.access(shared, os.W_OK):
                return shared
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def read_identity(folder: OfficeFolder) -> dict[str, Any]:
    """What ``office.json`` says; nothing when it is missing or unreadable."""
    try:
        found = json.loads(folder.identity.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    kinds = {"office_uid": str, "name": str, "epoch": int, "machine": str, "restoring": bool}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if name in kinds and type(value) is kinds[name]}


def write_identity(folder: OfficeFolder, facts: Mapping[str, Any]) -> None:
    """Write ``office.json`` whole."""
    files.write_text(folder.identity, json.dumps(dict(facts), ensure_ascii=False, indent=1))
