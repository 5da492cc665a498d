"""Start: what the command line asks, or folders, log, lock, database, and then the window."""

import logging
import platform
import sys
from datetime import timedelta
from pathlib import Path

from desktop_app import VERSION, clock, commands
from desktop_app.outside.folders import OfficeFolder, default_folder

LOGS_KEPT_DAYS = 30


def main() -> int:
    """Do what was asked and return the exit code."""
    logging.raiseExceptions = False  # a full disk must not fill the screen with traces of the log itself
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    given = commands.parse(sys.argv[1:])
    clock.set_today(given.today)
    folder = OfficeFolder((given.office or default_folder()).absolute())
    if folder.path.exists() or given.command in (None, "demo", "restore"):
        _keep_log(folder)
    if given.command:
        return commands.run(given)
    from desktop_app import window

    return window.run(folder, given.who)


def _keep_log(folder: OfficeFolder) -> None:
    """One file a day, in UTF-8, the old ones removed; without one when the folder takes no writes."""
    handlers: list[logging.Handler] = []
    try:
        folder.logs.mkdir(parents=True, exist_ok=True)
        for path in folder.logs.glob("*.log"):
            if path.stat().st_mtime < (clock.now() - timedelta(days=LOGS_KEPT_DAYS)).timestamp():
                path.unlink()
        name: Path = folder.logs / f"{clock.now():%Y%m%d}.log"
        handlers.append(logging.FileHandler(name, encoding="utf-8"))
    except OSError:
        handlers.append(logging.NullHandler())
    logging.basicConfig(level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger(__name__).info("start %s, Python %s, %s", VERSION, platform.python_version(), platform.system())


if __name__ == "__main__":
    sys.exit(main())
