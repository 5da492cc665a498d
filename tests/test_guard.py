"""The guard: what is hostile or damaged is refused under its own code and the program lives on; what is ours passes."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from desktop_app.errors import Failed, Refused
from desktop_app.excel import guarded, locked, refusals
from desktop_app.excel.guarded import GuardedPackage, Reader, RefusedFile
from desktop_app.excel.problems import ProblemKind
from tests import hostile_files
from tests.hostile_files import HOSTILE, LINKS, OFFICE, SHEET, TYPES, changed, part
from tests.test_excel_package import NASTY, PAPERS, PAYLOADS, TASKS, rearrange, send

ROOT = Path(__file__).parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Báo cáo.xlsx"


@pytest.fixture
def sent(path: Path) -> Path:
    send(path)
    return path


def is_whole(found: GuardedPackage, rows: int = 13) -> bool:
    return found.problems == () and len(found.package.rows) == rows


def found_in(reader: Reader, path: Path, passphrase: str = "") -> GuardedPackage | str:
    """What comes through the guard, or the code of the refusal."""
    try:
        return reader.read_package(path, passphrase)
    except RefusedFile as refusal:
        return refusal.code


# --- Hostile and damaged files


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_under_its_own_code(reader: Reader, path: Path, name: str) -> None:
    code, make = HOSTILE[name]
    path.write_bytes(make())
    with pytest.raises(RefusedFile) as refusal:
        reader.read_package(path)
    assert refusal.value.code == code, str(refusal.value)
    assert str(refusal.value).endswith(f"({code})")
    assert len(str(refusal.value)) < 500
    path.write_bytes(hostile_files.package())
    assert is_whole(reader.read_package(path))


def test_a_hostile_file_is_refused_as_a_plain_workbook_too(reader: Reader, path: Path) -> None:
    for name in ("formula", "one cell in the far corner", "laughs in a sheet", "bomb", "1e999"):
        path.write_bytes(HOSTILE[name][1]())
        with pytest.raises(RefusedFile, match=HOSTILE[name][0]):
            reader.read_cells(path)


def test_every_sentence_has_a_file_that_earns_it_or_an_accident_below() -> None:
    accidents = {"G-04", "G-05", "G-40", "G-41", "G-42", "G-43"}
    assert {code for code, _ in HOSTILE.values()} | accidents == set(refusals.SENTENCES)
    codes = [value for value in vars(refusals).values() if isinstance(value, str) and re.fullmatch(r"G-\d\d", value)]
    assert sorted(codes) == sorted(refusals.SENTENCES)
    for code, sentence in refusals.SENTENCES.items():
        assert code == "G-50" or (sentence[0].isupper() and "; " in sentence), "says what is wrong and what to do"


def test_the_sentence_names_sheet_and_cell(reader: Reader, path: Path) -> None:
    path.write_bytes(HOSTILE["formula"][1]())
    with pytest.raises(RefusedFile, match=f"Trang “{TASKS}” có công thức ở ô Z1; hãy dán lại thành giá trị"):
        reader.read_package(path)


def test_a_hostile_name_does_not_fill_the_screen(reader: Reader, path: Path) -> None:
    path.write_bytes(hostile_files.linked(f"{OFFICE}/image", "a\u202e&#10;" * 2000))
    with pytest.raises(RefusedFile) as refusal:
        reader.read_package(path)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 600


INSIDE = {  # what only the parts themselves show
    *("a byte turned", "two sheets of one name", "a sheet called a picture", "bomb that says it is small"),
    *("macros by type", "macros by link", "object by type", "external workbook", "external picture"),
}


def test_what_the_first_bytes_give_away_costs_no_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(guarded.subprocess, "Popen")
    for name, (code, make) in HOSTILE.items():
        if code < "G-22" and name not in INSIDE:
            with pytest.raises(RefusedFile) as refusal:
                guarded.read_package(_written(path, make()))
            assert refusal.value.code == code


def test_a_package_cut_anywhere_is_refused(reader: Reader, path: Path) -> None:
    send(path, [f"Nội dung số {number} {random.Random(number).random()}" for number in range(400)])
    content = path.read_bytes()
    assert is_whole(reader.read_package(path), 401)
    assert len(content) > 10 * 4096
    for length in [*range(0, len(content), 4096), *range(len(content) - 30, len(content))]:
        path.write_bytes(content[:length])
        with pytest.raises(RefusedFile):
            reader.read_package(path)


def test_a_package_damaged_anywhere_is_refused_or_unharmed(reader: Reader, path: Path) -> None:
    rng = random.Random(29)
    content = hostile_files.package()
    path.write_bytes(content)
    whole = reader.read_package(path)
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(rng.choice([1, 1, 2, 20])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        path.write_bytes(damaged)
        found = found_in(reader, path)
        if isinstance(found, str):
            assert found < "G-40" or found == "G-50"
        else:  # a date of the archive, say
            assert (found.problems, found.package.digest) == ((), whole.package.digest)


def test_parts_damaged_before_they_were_packed_are_refused_or_named(reader: Reader, path: Path) -> None:
    """Whoever edits a file by hand gets the check sums right."""
    rng = random.Random(30)
    path.write_bytes(hostile_files.package())
    digest = reader.read_package(path).package.digest
    names = [SHEET, "xl/workbook.xml", LINKS, "xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml", "xl/styles.xml"]
    for turn in range(240):
        name = names[turn % len(names)]
        damaged = bytearray(part(name))
        for _ in range(rng.choice([1, 1, 3])):
            place = rng.randrange(len(damaged))
            damaged[place : place + rng.choice([0, 1, 1, 40])] = rng.choice(
                [b"", b"9", b"<", b"&", b'"', b"A1", b"\xff"]
            )
        path.write_bytes(changed({name: bytes(damaged)}))
        found = found_in(reader, path)
        if isinstance(found, str):
            assert found not in {"G-40", "G-41", "G-42"}, name
        else:
            assert found.problems or found.package.digest == digest


# --- What is not the file's fault alone


def injected(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the process do something else when it is asked for cells."""
    lines = ["def job(content):", *(f"    {line}" for line in body.split("\n")), "c.JOBS['cells'] = job", "c.serve()"]
    monkeypatch.setattr(guarded, "CHILD", guarded.CHILD.replace("c.serve()", f"\nexec({chr(10).join(lines)!r})"))


ACCIDENTS = {
    "hangs": ("G-41", "while True: pass"),
    "sleeps": ("G-41", "import time; time.sleep(99)"),
    "too much memory": ("G-42", "return bytearray(2_000_000_000)"),
    "memory bit by bit": ("G-42", "all = []\nwhile True: all.append(bytes(10_000_000))"),
    "dies": ("G-40", "import os; os._exit(1)"),
    "aborts": ("G-40", "import os; os.abort()"),
    "no memory for the answer": ("G-42", "import os; os._exit(c.bounds.OUT_OF_MEMORY)"),
    "raises": ("G-43", "raise ZeroDivisionError"),
    "panics": ("G-43", "class Panic(BaseException): pass\nraise Panic"),
    "half an answer": ("G-40", "import os; os.write(1, b'\\x80\\x05\\x95' + bytes(20)); os._exit(0)"),
    "another's answer": ("G-40", "import os; os.write(1, b'cos\\nsystem\\n(S\"touch owned\"\\ntR.')"),
    "an answer that is none": ("G-40", "import os; os.write(1, b'\\x80\\x05K\\x01.')"),
}


@pytest.mark.parametrize("name", ACCIDENTS)
def test_whatever_happens_to_the_process_the_program_lives_on(
    sent: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    code, body = ACCIDENTS[name]
    with Reader(seconds=0.7 if code == "G-41" else 30) as reader:
        with monkeypatch.context() as patch:
            injected(patch, body)
            with pytest.raises(RefusedFile) as refusal:
                reader.read_cells(sent)
        assert refusal.value.code == code, str(refusal.value)
        assert not (ROOT / "owned").exists()
        reader._seconds = 30
        reader.close()
        assert is_whole(reader.read_package(sent))


def test_what_a_library_prints_does_not_disturb(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    injected(monkeypatch, "print('chào')\nreturn {'a': []}")
    assert guarded.read_cells(sent) == {"a": []}


def test_a_process_whose_parent_does_not_look_ends_by_itself(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "import threading; from desktop_app.excel import bounds; bounds.die_in(0.2)\nwhile True: pass"
    injected(monkeypatch, body)
    with pytest.raises(RefusedFile, match="G-40"):
        guarded.read_cells(sent)


def test_reading_is_stopped_from_another_thread(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    injected(monkeypatch, "while True: pass")
    with Reader() as reader:
        stopper = threading.Timer(0.3, reader.close)
        stopper.start()
        with pytest.raises(RefusedFile, match="G-40"):
            reader.read_cells(sent)
        stopper.join()


@linux_only
def test_the_process_ends_with_the_program(sent: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from desktop_app.excel.guarded import Reader\n"
        "reader = Reader(); reader.read_cells(Path(sys.argv[1])); print(reader._child.pid, flush=True); os.abort()"
    )
    ended = subprocess.run([sys.executable, "-c", code, sent], cwd=ROOT, capture_output=True, text=True)
    status = Path(f"/proc/{int(ended.stdout)}/stat")
    for _ in range(100):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] in "ZX":
            return
        time.sleep(0.05)
    pytest.fail("the process outlives the program")


@linux_only
def test_the_process_has_neither_database_nor_window(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = sqlite3.connect(sent.with_name("so-phuong.db"))
    database.execute("CREATE TABLE a (b)")
    body = (
        "import os, sys\nc._package(content)\nopen = [os.readlink(f'/proc/self/fd/{n}') for n in range(3)]\n"
        "more = [n for n in os.listdir('/proc/self/fd') if int(n) > 2 and os.path.exists(f'/proc/self/fd/{n}')]\n"
        "more = [os.readlink(f'/proc/self/fd/{n}') for n in more]\n"
        "return {'open': [open, more], 'modules': [sorted(sys.modules)], 'at': [[os.getcwd()]]}"
    )
    injected(monkeypatch, body)
    found = guarded.read_cells(sent)
    database.close()
    assert [name.partition(":")[0] for name in found["open"][0]] == ["pipe", "pipe", "/dev/null"]
    assert found["open"][1] == ["/dev/null"]
    assert {"python_calamine", "cryptography"} <= set(found["modules"][0])
    assert not {"tkinter", "ttkbootstrap", "reportlab"} & set(found["modules"][0])
    assert found["at"] == [[str(ROOT)]]


def test_one_process_serves_many_files_and_goes_after_a_large_one(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader() as reader:
        reader.read_package(sent)
        assert reader._child is not None
        first = reader._child.pid
        with pytest.raises(RefusedFile):
            reader.read_package(_written(sent.with_name("b.xlsx"), HOSTILE["formula"][1]()))
        reader.read_cells(sent)
        assert reader._child is not None
        assert reader._child.pid == first
        monkeypatch.setattr(guarded, "KEPT", 100)
        reader.read_cells(sent)
        assert reader._child is None


def test_what_cannot_be_opened_is_a_failure(tmp_path: Path) -> None:
    for path in (tmp_path / "không có.xlsx", tmp_path):
        with pytest.raises(Failed, match="E-OPEN"):
            guarded.read_package(path)


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# --- What passes


def test_a_package_of_ours_passes_with_all_its_texts(reader: Reader, path: Path) -> None:
    long = ["Nội dung rất dài, " * 6_000, "😀" * 40_000, "_x000D_" * 20_000, "a" * 29_999 + "😀=1+1", "_x0041_" * 4_681]
    digest = send(path, [*PAYLOADS, *NASTY, *long])
    found = reader.read_package(path)
    assert found.problems == ()
    assert found.package.digest == digest


def test_a_changed_package_passes_with_its_problems(reader: Reader, sent: Path) -> None:
    def change(workbook: Any) -> None:
        workbook[TASKS]["C6"].value = "khác"

    (problem,) = reader.read_package(_saved(sent, change)).problems
    assert (problem.kind, problem.found) == (ProblemKind.CELL, "khác")


def _saved(path: Path, change: Callable[[Any], object] = lambda workbook: None) -> Path:
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    copy = path.with_name("saved.xlsx")
    workbook.save(copy)
    return copy


def _disturb(workbook: Any) -> None:
    rng = random.Random(8)
    sheet = workbook[TASKS]
    rearrange(sheet, rng.sample(range(12), 12), rng.sample(range(11), 11))
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.auto_filter.add_filter_column(1, ["NV-003"])
    sheet.protection.sheet = False
    sheet.insert_rows(8, 2)
    sheet.insert_rows(1)
    sheet.merge_cells("M20:P22")
    workbook["_rows"].sheet_state = "visible"
    workbook[PAPERS].sheet_state = "hidden"


def _decorate(workbook: Any) -> None:
    sheet = workbook[TASKS]
    sheet["A1"].comment = Comment("Xem lại", "Vũ Thu Hà")
    sheet["A2"].hyperlink = "https://example.org"
    sheet.conditional_formatting.add(
        "A5:A16", openpyxl.formatting.rule.CellIsRule("greaterThan", ["5"], font=openpyxl.styles.Font(bold=True))
    )
    sheet.cell(900, 900).font = openpyxl.styles.Font(bold=True)  # formatted, and empty
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=8, min_row=5, max_row=16))
    workbook[PAPERS].add_chart(chart, "F2")
    picture = ROOT / "assets" / "pictures" / "overview.png"
    workbook[PAPERS].add_image(openpyxl.drawing.image.Image(picture), "F30")


def _share(workbook: Any) -> None:
    for cell in (cell for sheet in workbook for row in sheet.iter_rows() for cell in row):
        if cell.data_type == "inlineStr":
            cell.data_type = "s"


@pytest.mark.parametrize("change", [lambda workbook: None, _share, _disturb, _decorate])
def test_a_package_saved_by_openpyxl_passes(reader: Reader, sent: Path, change: Callable[[Any], object]) -> None:
    copy = _saved(sent, change)
    assert is_whole(reader.read_package(copy))


def test_the_size_a_sheet_declares_for_itself_is_not_believed(reader: Reader, path: Path) -> None:
    for size in ("A1:C3", "A1:XFD1048576", "A1"):
        content = part(SHEET).replace(b"<sheetViews>", f'<dimension ref="{size}"/><sheetViews>'.encode(), 1)
        assert is_whole(reader.read_package(_written(path, changed({SHEET: content}))))


def test_what_excel_puts_beside_the_cells_passes(reader: Reader, path: Path) -> None:
    kinds = {"bin": "spreadsheetml.printerSettings", "vml": "vmlDrawing"}
    defaults = "".join(
        f'<Default Extension="{end}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
        for end, kind in kinds.items()
    )
    types = part(TYPES).replace(b"</Types>", f"{defaults}</Types>".encode())
    content = {
        TYPES: types,
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>",  # as Excel writes it
        "customXml/item1.xml": b'<?xml version="1.0" encoding="utf-8" standalone="no"?><a/>',
        "xl/worksheets/_rels/sheet2.xml.rels": b'<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="mailto:a@b.vn" '
        b'TargetMode="External"/></Relationships>',
        SHEET: b"\xef\xbb\xbf" + part(SHEET),
    }
    assert is_whole(reader.read_package(_written(path, changed(content))))
    assert is_whole(reader.read_package(_written(path, hostile_files.stored(changed(content)))))


def test_an_archive_written_without_going_back_passes(reader: Reader, path: Path) -> None:
    with path.open("wb") as file:
        pipe = _OneWay(file)
        with (
            hostile_files.ZipFile(pipe, "w", hostile_files.ZIP_DEFLATED) as target,  # type: ignore[arg-type]
            hostile_files.ZipFile(hostile_files.io.BytesIO(hostile_files.package())) as source,
        ):
            for name in source.namelist():
                with target.open(name, "w") as part_of:
                    part_of.write(source.read(name))
    assert is_whole(reader.read_package(path))


class _OneWay:
    """A file that can only be written on, as the pipe of a web server."""

    def __init__(self, file: Any) -> None:
        self.write, self.flush = file.write, file.flush


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_passes(reader: Reader, tmp_path: Path, path: Path) -> None:
    digest = send(path, [*PAYLOADS, *NASTY, "Nội dung rất dài, " * 6_000, "😀" * 20_000, *[""] * 30])
    disturbed = tmp_path / "disturbed.xlsx"
    send(disturbed)
    shutil.move(_saved(disturbed, _disturb), disturbed)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "again",
        path,
        disturbed,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    found = reader.read_package(tmp_path / "again" / path.name)
    assert (found.problems, found.package.digest) == ((), digest)
    assert is_whole(reader.read_package(tmp_path / "again" / "disturbed.xlsx"))


def test_a_workbook_filled_by_hand_gives_its_visible_cells(reader: Reader, path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Biểu nhập"
    sheet["B2"], sheet["C2"], sheet["D2"] = "Nội dung", date(2026, 11, 22), 12.5
    sheet["B4"] = True
    workbook.create_sheet("Ẩn").sheet_state = "hidden"
    workbook.create_sheet("Trống")
    workbook.save(path)
    blank = ["", "", "", ""]
    assert reader.read_cells(path) == {
        "Biểu nhập": [blank, ["", "Nội dung", date(2026, 11, 22), 12.5], blank, ["", True, "", ""]],
        "Trống": [],
    }
    sheet["C3"] = "=SUM(D2:D2)"
    workbook.save(path)
    with pytest.raises(RefusedFile, match="“Biểu nhập” có công thức ở ô C3"):
        reader.read_cells(path)


def test_cells_without_places_stand_one_after_another(reader: Reader, path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r='B3'><v>3</v></c><c><v>4</v></c></row>"
    path.write_bytes(hostile_files.sheet(rows))
    assert reader.read_cells(path)[TASKS] == [[1, 2, ""], ["", "", ""], ["", 3, 4]]


# --- Passphrases


def test_a_locked_package_opens_with_its_passphrase_only(reader: Reader, sent: Path) -> None:
    passphrase = "Mật khẩu số 1 ệ😀"
    locked.lock(sent, passphrase)
    assert sent.read_bytes().startswith(hostile_files.OLE)
    assert list(sent.parent.iterdir()) == [sent]
    for given, code in {"": "G-03", "Mật khẩu": "G-04", passphrase.lower(): "G-04"}.items():
        with pytest.raises(RefusedFile, match=code):
            reader.read_package(sent, given)
    assert is_whole(reader.read_package(sent, passphrase))
    assert is_whole(reader.read_package(sent, "Mật khẩu số 1 e\u0323\u0302😀"))  # as another keyboard writes it
    assert TASKS in reader.read_cells(sent, passphrase)


def test_a_passphrase_does_no_harm_to_an_open_file(reader: Reader, sent: Path) -> None:
    assert is_whole(reader.read_package(sent, "Mật khẩu"))


def test_what_is_locked_is_guarded_too(reader: Reader, path: Path) -> None:
    path.write_bytes(HOSTILE["one cell in the far corner"][1]())
    locked.lock(path, "a")
    with pytest.raises(RefusedFile, match="G-30"):
        reader.read_package(path, "a")


def test_a_damaged_lock_is_refused(reader: Reader, path: Path) -> None:
    content = hostile_files.password_protected()
    header = content.index(b"<encryption")
    hostile = {
        "rounds": content.replace(b'spinCount="100000"', b'spinCount="999999999"'),
        "entities": content.replace(b"<encryption", b"<!DOCTYPE a>", 1),
        "no number": content.replace(b'spinCount="100000"', b'spinCount="abcdef"'),
        "cut": content[: header + 100],
        "zeros": content[:header] + bytes(len(content) - header),
        "no header": content.replace("EncryptionInfo".encode("utf-16-le"), "EncryptionXXXX".encode("utf-16-le")),
    }
    for name, damaged in hostile.items():
        with pytest.raises(RefusedFile) as refusal:
            reader.read_package(_written(path, damaged), "Mật khẩu")
        assert refusal.value.code in {"G-05", "G-11"}, name
    for place in range(0, len(content), len(content) // 16):
        damaged = content[:place] + bytes(64) + content[place + 64 :]
        found = found_in(reader, _written(path, damaged), "Mật khẩu")
        assert found < "G-40" if isinstance(found, str) else is_whole(found)


@pytest.mark.parametrize("passphrase", ["", "a" * 256])
def test_a_passphrase_that_excel_would_not_take_is_refused(sent: Path, passphrase: str) -> None:
    content = sent.read_bytes()
    with pytest.raises(Refused, match="Mật khẩu"):
        locked.lock(sent, passphrase)
    assert sent.read_bytes() == content


def test_a_full_disk_leaves_the_open_file(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = sent.read_bytes()

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("desktop_app.files.flush", full)
    with pytest.raises(OSError, match="No space"):
        locked.lock(sent, "a")
    assert sent.read_bytes() == content
    assert list(sent.parent.iterdir()) == [sent]


def test_no_passphrase_is_seen_by_other_programs(sent: Path) -> None:
    """Not on the command line, where the list of processes shows it, nor in the process's environment."""
    locked.lock(sent, "rat-bi-mat")
    with Reader() as reader:
        reader.read_package(sent, "rat-bi-mat")
        assert reader._child is not None
        assert "rat-bi-mat" not in str(reader._child.args)
        assert "rat-bi-mat" not in str(os.environ)
