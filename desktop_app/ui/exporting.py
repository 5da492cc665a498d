"""Where a list goes to become a workbook: the windows know none, so whoever starts the program says it once."""

from collections.abc import Callable
from typing import Any

from desktop_app.records.shown import ShownList
from desktop_app.ui import kit

to_workbook: Callable[[kit.Misc, ShownList], Any] | None = None  # asks where to, writes, and opens the file
