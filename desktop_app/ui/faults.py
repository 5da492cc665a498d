"""What happens to an exception that nobody caught: logged with its trace, told calmly, everything stays on screen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any

from desktop_app import errors, jobs
from desktop_app.ui import dialogs, kit

log = logging.getLogger(__name__)


def install(app: kit.App) -> Callable[[], None]:
    """Take over what Tk does with exceptions in callbacks; the function returned gives it back."""
    faults = _Faults(app)
    app.report_callback_exception = faults.report
    app.tk.createcommand("bgerror", faults.report_tcl)

    def restore() -> None:
        vars(app).pop("report_callback_exception", None)

    return restore


class _Faults:
    """Tells of one failure at a time: a timer that fails every second must not bury the window in dialogs."""

    def __init__(self, app: kit.App) -> None:
        self.app = app
        self._telling = False

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell the person what a callback raised."""
        if isinstance(error, jobs.Cancelled):
            return
        if isinstance(error, errors.Refused):
            text = "\n".join(error.problems.values())
            self._tell(lambda over: dialogs.warn(over, "Chưa thực hiện được", text))
        elif isinstance(error, errors.Failed):
            code, detail = error.code, error.detail
            log.warning("failed: %s", error)
            self._tell(lambda over: dialogs.fault(over, code, detail))
        else:
            log.error("unexpected in a callback", exc_info=(kind, error, trace))
            text = f"{kind.__name__}: {error}"
            self._tell(lambda over: dialogs.fault(over, "E-FAULT", text))

    def report_tcl(self, message: str) -> None:
        """Tell of an error of Tcl itself, which passes Python by."""
        log.error("unexpected in Tcl: %s", message)
        self._tell(lambda over: dialogs.fault(over, "E-FAULT", message))

    def _tell(self, tell: Callable[[kit.Misc], Any]) -> None:
        if self._telling or not self.app.winfo_exists():
            return
        self._telling = True
        try:
            tell(self.app.grab_current() or self.app)
        finally:
            self._telling = False
