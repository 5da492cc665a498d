"""The process that reads files from elsewhere: whatever a hostile file does, it does here, and the program lives on.

It gets requests through its input and answers through its output, both pickled; it ends when its input ends. It opens
no file and no database. Libraries are imported only when a file has passed the guard.
"""

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from desktop_app.excel import bounds, envelope, guard, refusals
from desktop_app.excel.refusals import RefusedFile, refuse

GRACE = 5.0  # seconds that the parent has to be first


def serve() -> None:
    """Answer requests until there are no more."""
    bounds.stay_within()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints may get between the answers
    while True:
        try:
            job, content, passphrase, seconds = pickle.load(source)
        except EOFError:
            return
        bounds.die_in(seconds + GRACE)
        answer = _answer(job, content, passphrase)
        del content
        try:
            pickle.dump(answer, target, 5)
            target.flush()
        except MemoryError:
            os._exit(bounds.OUT_OF_MEMORY)
        except OSError:  # the program is gone
            os._exit(0)
        del answer
        bounds.live_on()


def _answer(job: str, content: bytes, passphrase: str) -> tuple[str, Any, Any]:
    try:
        if envelope.is_encrypted(content) and passphrase:
            from desktop_app.excel import locked

            content = locked.unlocked(content, passphrase)
        (guard.check_register if job == "register" else guard.check)(content)
        return "read", JOBS[job](content), None
    except RefusedFile as reason:
        return "refused", reason.code, reason.names
    except MemoryError:
        return "refused", refusals.MEMORY, {}
    except BaseException as error:  # noqa: BLE001 - panics of Rust are no Exception; all of them are about this file
        return "failed", _where(error), None


def _where(error: BaseException) -> str:
    """What happened, for the log: no text out of the file."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__


def _package(content: bytes) -> Any:
    from desktop_app.excel.checking import verify
    from desktop_app.excel.manifest import PackageError
    from desktop_app.excel.reading import read_content

    try:
        package = read_content(content)
    except PackageError as reason:
        refuse(refusals.NO_PACKAGE, text=str(reason))
    problems = verify(package)
    # The cells people see are compared here; beyond this process they would only take room and time.
    return replace(package, visible={}), problems, package.digest


def _cells(content: bytes) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        return {
            sheet.name: workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        }


def _register(content: bytes) -> list[dict[str, Any]]:
    from desktop_app.excel import register

    return register.read(content)


JOBS: dict[str, Callable[[bytes], Any]] = {"package": _package, "cells": _cells, "register": _register}
