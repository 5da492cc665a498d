"""What a process that reads files from elsewhere may use of the computer: set by the process itself, at its start."""

import faulthandler
import os
import sys
from contextlib import suppress
from typing import IO

MEMORY = 1_280 * 1024 * 1024  # bytes; a package of 51,000 rows, saved again by LibreOffice, takes 860 MB
OUT_OF_MEMORY = 86  # the exit code when there is not even memory for an answer

_nowhere: IO[str] | None = None

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = [
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        ]

    class _Extended(ctypes.Structure):
        _fields_ = [
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]

    _EXTENDED = 9  # JobObjectExtendedLimitInformation
    _ONE_PROCESS, _PROCESS_MEMORY, _DIE_QUIETLY = 0x8, 0x100, 0x400
    _NO_DIALOGS = 0x1 | 0x2 | 0x8000  # SEM_FAILCRITICALERRORS, NOGPFAULTERRORBOX, NOOPENFILEERRORBOX

    def limit_memory(most: int) -> None:
        """Put this process into a job of its own that cannot have more than ``most`` bytes, nor start programs."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
        kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetErrorMode(_NO_DIALOGS)
        limits = _Extended()
        limits.BasicLimitInformation.LimitFlags = _ONE_PROCESS | _PROCESS_MEMORY | _DIE_QUIETLY
        limits.BasicLimitInformation.ActiveProcessLimit = 1
        limits.ProcessMemoryLimit = most
        job = kernel.CreateJobObjectW(None, None)  # never closed: it lives as long as the process
        if not job:
            raise ctypes.WinError(ctypes.get_last_error())
        if not kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)):
            raise ctypes.WinError(ctypes.get_last_error())
        if not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    def limit_memory(most: int) -> None:
        """No more than ``most`` bytes of addresses, and no image of the memory on the disk after a crash."""
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stay_within(most: int = MEMORY) -> None:
    """Limit the memory of this process."""
    with suppress(OSError, ValueError):  # where the system refuses, the guard's own limits and the clock still hold
        limit_memory(most)


def die_in(seconds: float) -> None:
    """End this process after ``seconds``, even when a library hangs and the parent is no longer there to kill it."""
    global _nowhere
    if _nowhere is None:
        _nowhere = open(os.devnull, "w")  # noqa: SIM115, PTH123 - stays open: the clock's own thread writes there
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere)


def live_on() -> None:
    """Take back `die_in`."""
    faulthandler.cancel_dump_traceback_later()
