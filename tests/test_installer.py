"""The two commands, driven for real: a copy of the installer in a folder with spaces and Vietnamese letters makes a
.venv, installs a wheel without network and starts a program that writes down how it was called."""

import ast
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "installer"))

import environment  # noqa: E402
import run as run_command  # noqa: E402
import setup_steps  # noqa: E402
import system_parts  # noqa: E402
from console import SetupFailed  # noqa: E402

# Stands in for the real program, which has its own tests: notes its call, makes what the call asks for.
PROGRAM = """
import json, pathlib, sys
words = sys.argv[1:]
with open("calls.jsonl", "a", encoding="utf-8") as calls:
    calls.write(json.dumps({"words": words, "folder": str(pathlib.Path.cwd()), "utf8": sys.flags.utf8_mode}) + "\\n")
import phuong_thu
if "Người lạ" in words:
    sys.exit(1)
if "demo" in words:
    office = pathlib.Path(words[words.index("--office") + 1])
    office.mkdir(parents=True, exist_ok=True)
    (office / "office.json").write_text("{}", encoding="utf-8")
    print(f"Đã lập tại {office}.")
if "--out" in words:
    pathlib.Path(words[words.index("--out") + 1]).write_text("xong", encoding="utf-8")
"""
BLIND = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Linux displays and apt")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy that has been set up once, starting from a .venv that was left half-made."""
    root = tmp_path_factory.mktemp("Sổ phường thử") / "Dự án số 1"
    copy_installer(root)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    first = call(root, "check")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "pip trong đó không chạy được" in first.stdout
    assert "[1/1] phuong_thu-1.0" in first.stdout
    return root


def copy_installer(root):
    shutil.copytree(ROOT / "installer", root / "installer", ignore=shutil.ignore_patterns("__pycache__", "wheels"))
    (root / "requirements.txt").write_text("phuong-thu==1.0  # ghi chú\n", encoding="utf-8")
    (root / "desktop_app").mkdir()
    (root / "desktop_app" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    write_wheel(root / "installer" / "wheels", "1.0")


def write_wheel(folder, version):
    folder.mkdir(exist_ok=True)
    about = f"phuong_thu-{version}.dist-info"
    with zipfile.ZipFile(folder / f"phuong_thu-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("phuong_thu.py", f"VERSION = {version!r}\n")
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: phuong-thu\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


def call(root, *words, folder=None, command="run.py", **variables):
    """Start a command as a person does; everything it may write outside the project lands beside it."""
    home = root.parent / "dữ liệu"
    surroundings = {**os.environ, "XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home), **variables}
    return subprocess.run(
        [sys.executable, root / "installer" / command, *words],
        cwd=folder or root.parent,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
    )


def calls(root):
    """How the program was called since the last time we asked."""
    notes = root / "calls.jsonl"
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def test_a_second_run_finds_everything_ready_and_opens_the_window_at_once(project, display):
    calls(project)
    again = call(project, "--as", "Nguyễn Thị Ánh")
    assert again.returncode == 0, again.stderr
    assert "Thành phần của hệ điều hành: đã có đủ" in again.stdout
    assert "Môi trường .venv và thư viện: đã có đủ" in again.stdout
    assert "Bước 4/4: Mở chương trình" in again.stdout
    assert calls(project) == [{"words": ["--as", "Nguyễn Thị Ánh"], "folder": str(project), "utf8": 1}]


def test_a_changed_requirement_is_installed_and_the_venv_is_kept(project):
    made = (project / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    write_wheel(project / "installer" / "wheels", "1.1")
    (project / "requirements.txt").write_text("phuong-thu==1.1\n", encoding="utf-8")
    changed = call(project, "check")
    assert changed.returncode == 0, changed.stderr
    assert "phuong_thu-1.1" in changed.stdout
    python = environment.ask(environment.venv_python(project / ".venv"), packages=True)
    assert python.packages["phuong-thu"] == "1.1"
    assert (project / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made


def test_a_package_that_vanished_is_noticed_in_spite_of_the_stamp(project):
    assert setup_steps.look(project, project / "requirements.txt").ready
    (gone,) = (project / ".venv").rglob("phuong_thu-*.dist-info")
    aside = gone.rename(gone.with_suffix(".aside"))
    assert setup_steps.look(project, project / "requirements.txt").install
    aside.rename(gone)


def test_a_failing_pip_shows_its_last_lines_and_what_to_do_and_leaves_no_stamp(project):
    kept = (project / "requirements.txt").read_text(encoding="utf-8")
    (project / "requirements.txt").write_text("phuong-khong-co==9\n", encoding="utf-8")
    failed = call(project, "check")
    (project / "requirements.txt").write_text(kept, encoding="utf-8")
    assert failed.returncode == 1
    assert "No matching distribution found for phuong-khong-co==9" in failed.stderr
    assert "installer/wheels thiếu gói nói trên" in failed.stderr
    assert not (project / ".venv" / environment.STAMP).exists()
    assert call(project, "check").returncode == 0


def test_a_second_setup_waits_for_the_first(project):
    (project / ".venv" / environment.STAMP).unlink()
    command = [sys.executable, project / "installer" / "run.py", "check"]
    with (project / "requirements.txt").open("rb") as held:
        assert setup_steps._lock(held)
        waiting = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
        said = [waiting.stdout.readline() for _ in range(2)]
        assert "Một lần cài đặt khác đang chạy" in said[1]
        assert not (project / ".venv" / environment.STAMP).exists()
    assert "đã cài xong" in waiting.communicate()[0]
    assert waiting.returncode == 0


@linux_only
def test_with_no_display_the_main_job_is_done_without_a_window_and_the_demo_is_filled_once(project):
    calls(project)
    first, second = call(project, "--today", "31/12/2022", **BLIND), call(project, "--demo", **BLIND)
    for done in (first, second):
        assert done.returncode == 0, done.stderr
        assert "máy này không có màn hình" in done.stdout
        paths = [Path(line.split(": ", 1)[1]) for line in done.stdout.splitlines()[-3:]]
        assert [path.suffix for path in paths] == [".pdf", ".pdf", ".xlsx"]
        assert all(path.is_file() for path in paths)
    made = [words["words"] for words in calls(project)]
    commands = [
        " ".join(word for word in words if word in ("demo", "report", "register", "results", "send")) for words in made
    ]
    assert commands == ["demo", "report register", "report results", "send"] + commands[1:4]
    assert all(words[2:4] == ["--today", "31/12/2022"] for words in made[:4])


@linux_only
def test_a_display_that_is_named_but_gone_is_no_display(project):
    gone = call(project, DISPLAY=":987")
    assert gone.returncode == 0, gone.stderr
    assert "không mở được màn hình" in gone.stdout
    assert ":987" in gone.stdout


@linux_only
def test_with_no_display_nothing_is_done_in_a_real_office(project, tmp_path):
    (tmp_path / "office.json").write_text("{}", encoding="utf-8")
    calls(project)
    refused = call(project, "--office", str(tmp_path), **BLIND)
    assert refused.returncode == 1
    assert "không phải cơ quan mẫu" in refused.stderr
    assert calls(project) == []


def test_a_demo_that_could_not_be_filled_leaves_nothing_that_looks_like_an_office(project, tmp_path):
    office = tmp_path / "cơ quan"
    refused = call(project, "--demo", "--as", "Người lạ", "--office", str(office))
    assert refused.returncode == 1
    assert "không lập được cơ quan mẫu (mã 1)" in refused.stderr
    assert not office.exists()
    filled = call(project, "--demo", "--office", str(office), "check")
    assert filled.returncode == 0, filled.stderr
    assert f"Đã lập tại {office}." in filled.stdout
    assert (office / "office.json").is_file()


def test_paths_are_meant_from_where_the_command_was_typed(project, tmp_path):
    calls(project)
    typed = ["--office", "vp", "report", "register", "--period", "2022", "--out", "sổ.pdf"]
    assert call(project, *typed, folder=tmp_path).returncode == 0
    words = calls(project)[0]["words"]
    assert (words[1], words[-1]) == (str(tmp_path / "vp"), str(tmp_path / "sổ.pdf"))
    assert run_command.read_arguments(["restore", "a.db", "--accept"], tmp_path).command[1] == str(tmp_path / "a.db")


def test_the_exit_code_of_the_program_is_ours_and_a_wrong_option_is_two(project):
    assert call(project, "--as", "Người lạ", "check").returncode == 1
    wrong = call(project, "--office")
    assert wrong.returncode == 2
    assert "thiếu giá trị sau --office" in wrong.stderr


@pytest.mark.parametrize("fault", ["empty folder", "a file", "no interpreter", "interpreter that does not start"])
def test_a_broken_venv_is_recognised(tmp_path, fault):
    venv = tmp_path / "Sổ phường" / ".venv"
    python = environment.venv_python(venv)
    if fault == "a file":
        venv.parent.mkdir()
        venv.write_text("", encoding="utf-8")
    else:
        venv.mkdir(parents=True)
    if fault.startswith("interpreter"):
        python.parent.mkdir()
        python.write_text("#!/nowhere/python\n", encoding="utf-8")
        python.chmod(0o755)
    elif fault == "no interpreter":
        (venv / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
    assert "hỏng hoặc làm dở" in environment.fault(venv, environment.ask(python))


def test_a_dry_run_says_what_is_missing_and_writes_nothing(tmp_path):
    root = tmp_path / "Sổ phường thử"
    copy_installer(root)
    before = sorted(root.rglob("*"))
    plan = call(root, "--demo", "--dry-run", PYTHONDONTWRITEBYTECODE="1")
    assert plan.returncode == 0, plan.stderr
    assert "Bước 3/5: Môi trường .venv và thư viện: chưa có .venv, tạo mới và cài thư viện" in plan.stdout
    assert sorted(root.rglob("*")) == before


def test_a_python_that_is_too_old_is_told_so_in_words_it_can_run():
    with pytest.raises(SetupFailed, match="Python 3.11 trở lên, còn lệnh này đang chạy bằng Python 3.9.2"):
        setup_steps.check_python(4, (3, 9, 2))
    for source in (ROOT / "installer").glob("*.py"):
        ast.parse(source.read_text(encoding="utf-8"), feature_version=(3, 7))


@linux_only
@pytest.mark.skipif(shutil.which("apt-get") is None, reason="no apt here")
def test_what_apt_must_give_is_named_and_only_for_a_python_it_reaches():
    bare = environment.Interpreter(Path("/usr/bin/python3"), (3, 99, 0), Path("/usr"), Path("/usr"), False, False, {})
    assert system_parts.missing_packages(bare, venv_needed=True, virtual_display=False) == [
        "python3.99-tk",
        "python3.99-venv",
    ]
    own_built = bare._replace(path=Path("/opt/python/bin/python3"), base=Path("/opt/python"))
    assert system_parts.missing_packages(own_built, venv_needed=True, virtual_display=False) == []
    assert "không dùng được cho Python này" in system_parts.how_to_get("tkinter", own_built)


def test_who_is_not_root_is_told_which_packages_and_what_command():
    with pytest.raises(SetupFailed) as told:
        system_parts.install_packages(["python3-tk", "python3-venv"], as_administrator=False)
    assert "thiếu gói hệ thống python3-tk, python3-venv" in str(told.value)
    assert "sudo apt-get install -y --no-install-recommends python3-tk python3-venv" in str(told.value)
