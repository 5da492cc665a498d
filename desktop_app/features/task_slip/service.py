"""Finding the tasks whose slips are wanted, and printing the slips of a selection as one file."""

from collections.abc import Sequence
from dataclasses import replace

from db.models import Task
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.features.task_slip.columns import SLIP
from desktop_app.features.tasks import service as tasks

NAMED = 3  # tasks that a refusal names


def slips(ids: Sequence[int]) -> printing.Printing:
    """The slips of some tasks, one after another, as one file among the office's; ``run`` may be called in a worker."""
    if not ids:
        raise Refused("Chưa chọn nhiệm vụ nào để in phiếu")
    codes = [str(tasks.get(one).code) for one in ids]
    request = printing.Request(record=";".join(codes))
    several = replace(request, record=f"{len(codes)}-viec") if len(codes) > 1 else request
    return printing.prepare(SLIP, request, office.folder().files / printing.suggested_name(SLIP, several))


def wanted(words: str) -> list[Task]:
    """The tasks that a request names, in its order: by uid, code or the end of a code, several with ``;`` between."""
    names = [name.strip() for name in words.replace(",", ";").split(";") if name.strip()]
    if not names:
        raise Refused({"record": "Chưa ghi mã nhiệm vụ, ví dụ NV-2026-00012"})
    return [_one(name) for name in names]


def _one(name: str) -> Task:
    live = Task.select().where(Task.deleted_at.is_null())
    exact = live.where((Task.uid == name) | (Task.code == name.upper())).first()
    if exact is not None:
        found: Task = exact
        return found
    ending = list(live.where(Task.code.endswith(name)).order_by(Task.code.desc()).limit(NAMED + 1))
    if len(ending) == 1:
        return ending[0]
    if not ending:
        raise Refused({"record": f"Không có nhiệm vụ “{name}”; ghi mã như NV-{clock.today().year}-00012"})
    others = ", ".join(str(task.code) for task in ending[:NAMED]) + ("…" if len(ending) > NAMED else "")
    raise Refused({"record": f"Nhiều nhiệm vụ có mã kết thúc bằng “{name}”: {others}; hãy ghi đủ mã"})
