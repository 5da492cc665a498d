"""The command line as people use it: a process of its own, without a display and with tkinter out of reach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.features.office import service as office_service
from desktop_app.outside import lock
from tests.office_hands import notice

ROOT = Path(__file__).resolve().parents[1]
NO_WINDOW = (
    "import sys; sys.modules['tkinter'] = sys.modules['_tkinter'] = sys.modules['ttkbootstrap'] = None; "
    "sys.argv = ['desktop_app', *sys.argv[1:]]; from desktop_app.__main__ import main; sys.exit(main())"
)


def run(folder, *arguments):
    """Run one command; its exit code, what it said, what it complained of."""
    command = [sys.executable, "-c", NO_WINDOW, "--office", str(folder), "--today", "22/11/2026", *map(str, arguments)]
    clean = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=clean, timeout=120)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def closed(office):
    """The office of the tests with two notices, and no window open on it."""
    notice()
    notice("13/TB-UBND", "20/10/2026")
    office_service.close_folder()
    return office


def test_the_main_job_runs_without_a_window(closed, tmp_path):
    register, results, book = tmp_path / "sổ.pdf", tmp_path / "báo cáo.pdf", tmp_path / "gói.xlsx"
    code, said, _ = run(closed, "report", "register", "--period", "2026", "--out", register)
    assert (code, register.read_bytes()[:5]) == (0, b"%PDF-")
    assert "01/01/2026 đến 22/11/2026" in said
    code, said, _ = run(closed, "report", "results", "--period", "2026-11", "--out", results)
    assert (code, results.exists()) == (0, True)
    assert "15/10/2026 đến 14/11/2026" in said
    code, said, _ = run(closed, "send", "--period", "2026", "--out", book)
    assert (code, book.exists()) == (0, True)
    assert "gói số 1 gửi Ủy ban nhân dân thành phố Hà Nội" in said
    assert "gói số 2" in run(closed, "send", "--to", "tp", "--period", "2026", "--out", book)[1]
    code, said, _ = run(closed, "check", "--full")
    assert (code, "LỖI" in said) == (0, False)


def test_backup_and_restore_without_a_window(closed):
    code, said, _ = run(closed, "backup")
    assert (code, "4 nhiệm vụ" in said) == (0, True)
    [copy] = (closed / "sao-luu").glob("*.db")
    code, said, _ = run(closed, "restore", copy)
    assert (code, "Chưa khôi phục" in said) == (0, True)
    code, said, _ = run(closed, "restore", copy, "--accept")
    assert (code, "lần khởi tạo thứ 2" in said) == (0, True)


def test_a_numbered_report_carries_its_number_and_day(closed, tmp_path):
    out = tmp_path / "bc.pdf"
    numbered = ("report", "results", "--period", "2026-11", "--number", "5", "--date", "16/11/2026", "--out", out)
    assert run(closed, *numbered)[0] == 0
    code, _, complaint = run(closed, "report", "results", "--period", "2026-11", "--number", "5", "--out", out)
    assert (code, "phải ghi ngày ban hành" in complaint) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "results", "--period", "2026-13", "--out", "x.pdf"), "2026-13"),
        (("report", "results", "--period", "2027", "--out", "x.pdf"), "bắt đầu ngày 15/12/2026"),
        (("report", "register", "--period", "2026", "--as-at", "23/11/2026", "--out", "x.pdf"), "ở sau hôm nay"),
        (("report", "register", "--period", "2026", "--out", "x.txt"), ".pdf"),
        (("report", "register", "--period", "2026", "--out", "/khong/co/x.pdf"), "E-FILE"),
        (("send", "--period", "2026", "--to", "XX", "--out", "x.xlsx"), "TP (Ủy ban nhân dân thành phố Hà Nội)"),
        (("send", "--period", "2026", "--out", "x.xls"), ".xlsx"),
        (("restore", "khong-co.db"), "Không có tệp"),
        (("demo", "khong-co"), "bac-tu-liem-2022"),
        (("demo", "bai-bao"), "đã"),
        (("--as", "Người Lạ", "backup"), "Nguyễn Thị Hường"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason_and_exit_code_1(closed, arguments, words):
    code, _, complaint = run(closed, *arguments)
    assert code == 1
    assert words in complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("report", "other", "--period", "2026", "--out", "x.pdf"),
        ("report", "register", "--out", "x.pdf"),
        ("send", "--period", "2026"),
        ("nothing",),
        ("report", "register", "--period", "2026", "--as-at", "31/02/2026", "--out", "x.pdf"),
        ("demo", "thu-nghiem", "--tasks", "nhiều"),
    ],
)
def test_wrong_usage_is_told_in_vietnamese_with_exit_code_2(closed, arguments):
    code, _, complaint = run(closed, *arguments)
    assert code == 2
    assert complaint.startswith("Lệnh chưa đúng")
    assert "Cách dùng" in complaint
    for english in ("usage:", "required", "invalid", "expected", "argument"):
        assert english not in complaint


def test_a_folder_without_an_office_is_said_and_left_as_it_is(tmp_path):
    code, _, complaint = run(tmp_path / "trống", "check")
    assert (code, "chưa có dữ liệu" in complaint) == (1, True)
    assert not (tmp_path / "trống" / "so-phuong.db").exists()


def test_while_a_window_is_open_writing_is_refused_and_reading_works(closed, tmp_path):
    assert lock.hold(closed / "dang-mo.khoa")
    try:
        code, _, complaint = run(closed, "send", "--period", "2026", "--out", tmp_path / "x.xlsx")
        assert (code, "đang mở" in complaint) == (1, True)
        assert run(closed, "report", "register", "--period", "2026", "--out", tmp_path / "x.pdf")[0] == 0
        assert run(closed, "backup")[0] == 0
    finally:
        lock.release(closed / "dang-mo.khoa")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows write everywhere")
def test_a_read_only_folder_still_prints(closed, tmp_path):
    for path in (closed, closed / "so-phuong.db"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert run(closed, "report", "register", "--period", "2026", "--out", tmp_path / "x.pdf")[0] == 0
        assert "E-READ-ONLY" in run(closed, "send", "--period", "2026", "--out", tmp_path / "x.xlsx")[2]
    finally:
        closed.chmod(0o755)


def test_help_names_every_command():
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--help"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0
    for word in ("demo", "report", "send", "backup", "restore", "check", "register", "results", "thu-nghiem"):
        assert word in done.stdout
