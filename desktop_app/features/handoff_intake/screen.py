"""Reading a package in a worker, with what has to be asked on the way; nothing but a confirmed key is written."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop_app import jobs
from desktop_app.errors import Failed, Refused
from desktop_app.excel.refusals import LOCKED, NO_PACKAGE, WRONG_PASSPHRASE, RefusedFile
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import PASSPHRASE, Examined
from desktop_app.features.peers import service as peers
from desktop_app.features.peers.columns import CONFIRM
from desktop_app.ui import asking, dialogs, kit

KEY = (
    "{words} Gói số {number} này ghi nơi gửi là {name} (mã {code}). Hãy gọi nơi gửi theo số điện thoại đã biết, nhờ "
    "đọc dấu vân tay ở mục “Khóa, nơi gửi nhận” của họ (hoặc lấy từ phiếu bàn giao khóa) rồi gõ vào đây."
)


def read(parent: kit.Misc, path: Path, form: Callable[[], Any]) -> Examined | None:
    """The package in a file, its sender confirmed; None when nothing of it can be taken, which has been said.

    ``form`` gives what turns a form filled in by hand into questions.
    """
    try:
        found = _opened(parent, path)
        if found is not None and _takeable(parent, found) and not found.sender.confirmed:
            found = _opened(parent, path) if _confirmed(parent, found) else None
    except (Refused, Failed) as refused:
        by_hand = isinstance(refused, RefusedFile) and refused.code == NO_PACKAGE
        if not (by_hand and form()(parent, path)):
            dialogs.warn(parent, "Không nhận được tệp", f"{path.name}: {refused}.")
        return None
    except jobs.Cancelled:
        return None
    return found if found is not None and _takeable(parent, found, say=False) else None


def _opened(parent: kit.Misc, path: Path) -> Examined | None:
    """The file read, with its passphrase if it has one; None when nobody knows that."""
    passphrase: str | None = ""
    while passphrase is not None:
        try:
            return _examined(parent, path, passphrase)
        except RefusedFile as refused:
            if refused.code not in (LOCKED, WRONG_PASSPHRASE):
                raise
            passphrase = _passphrase(parent, path, refused)
    return None


def _examined(parent: kit.Misc, path: Path, passphrase: str) -> Examined:
    from desktop_app.excel import guarded

    reader = guarded.Reader()

    def run(progress: jobs.Progress) -> Examined:
        progress(text="Đang kiểm tra tệp, niêm phong và từng dòng…")
        try:
            with reader:
                return receiving.examine(path, passphrase, reader)
        except Refused:
            progress.check()  # the person has stopped it: that the reading broke off is no news
            raise

    return dialogs.run_job(parent, f"Đang đọc {path.name}", jobs.start(run), also_stop=reader.close)


def _passphrase(parent: kit.Misc, path: Path, refused: RefusedFile) -> str | None:
    typed: list[str] = []

    def take(texts: Mapping[str, str]) -> None:
        typed.append(str(PASSPHRASE.answers(texts)["passphrase"]))

    title = f"Mật khẩu của {path.name}"
    taken = asking.ask(parent, title, PASSPHRASE, (("passphrase",),), take, ok="Mở", words=f"{refused}.")
    return typed[-1] if taken else None


def _takeable(parent: kit.Misc, found: Examined, *, say: bool = True) -> bool:
    """Whether a package may be taken at all; if not, it is said why."""
    name, known = found.path.name, found.replayed
    if say and found.refusal:
        dialogs.warn(parent, "Không nhận gói này", f"{name}: {found.refusal}.")
    elif say and known is not None:
        words = f"Gói này đã nhận ngày {known.entered_at:%d/%m/%Y %H:%M}; không có gì thay đổi."
        dialogs.inform(parent, "Đã nhận rồi", f"{name}: {words}")
    return not found.refusal and known is None


def _confirmed(parent: kit.Misc, found: Examined) -> bool:
    """Ask whose key it is; without an answer the key is kept for later, and nothing it sealed is believed."""
    sender = found.sender

    def take(texts: Mapping[str, str]) -> None:
        asked = CONFIRM.answers(texts)
        peers.confirm(sender, asked["unit"], asked["fingerprint"])

    facts = {"number": found.manifest.running_number, "name": sender.name, "code": sender.code}
    taken = asking.ask(
        parent,
        "Xác nhận khóa của nơi gửi",
        CONFIRM,
        (("unit",), ("fingerprint",)),
        take,
        defaults={"unit": str(sender.suggestion or "")},
        ok="Xác nhận",
        words=KEY.format(words=sender.words, **facts),
    )
    if not taken:
        peers.remember(sender)
        words = f"Chưa nhận gì từ gói này. Khóa của {sender.name} chờ xác nhận ở mục “Khóa, nơi gửi nhận”."
        kit.toast(parent, "Khóa chưa được xác nhận", words, "warning")
    return taken
