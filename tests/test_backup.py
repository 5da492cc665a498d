"""Copies that are proved, going back to one, and files that are no longer what they should be."""

import json
import random
import sqlite3
from datetime import datetime, timedelta

import pytest

from db import backup, connection
from db.connection import DamagedDatabase, NewerDatabase
from desktop_app import clock
from desktop_app.errors import Failed, Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.office import service as office_service
from desktop_app.features.tasks import service as tasks
from desktop_app.records import journal, session
from tests.office_hands import notice


def test_a_copy_holds_what_the_file_holds_and_is_no_wal_file(office):
    notice()
    path = backups.make()
    assert backups.look(path).counts == backups.counts_now()
    assert not list(path.parent.glob("*-wal"))
    assert not list(path.parent.glob("*.tam"))


def test_going_back_undoes_later_work_begins_a_new_epoch_and_keeps_a_copy_of_the_present(office):
    notice()
    copy = backups.make()
    notice("13/TB-UBND")
    backups.restore(copy)
    assert tasks.find().count() == 2
    assert office_service.founded().epoch == 2
    assert session.current.who == "Nguyễn Thị Hường"
    assert len(backups.copies()) == 2
    backups.restore(backups.copies()[0])  # the present of a moment ago
    assert tasks.find().count() == 4
    assert office_service.founded().epoch == 3
    assert json.loads((office / "office.json").read_text(encoding="utf-8"))["epoch"] == 3
    assert journal.first_broken() is None


def test_an_old_file_put_back_by_hand_begins_a_new_epoch_too(office):
    copy = backups.make()
    office_service.new_epoch(office_service.folder(), "thử")
    office_service.close_folder()
    (office / "so-phuong.db").write_bytes(copy.read_bytes())
    office_service.open_folder(office, writing=True)
    assert office_service.founded().epoch == 3


def test_another_offices_copy_a_damaged_one_and_no_copy_at_all_are_refused_and_nothing_changes(office, tmp_path):
    notice()
    copy = backups.make()
    damaged = tmp_path / "hỏng.db"
    damaged.write_bytes(copy.read_bytes()[:5000])
    text = tmp_path / "chữ.db"
    text.write_text("không phải dữ liệu", encoding="utf-8")
    other = tmp_path / "khác.db"
    other.write_bytes(copy.read_bytes())
    with sqlite3.connect(other) as file:
        file.execute("UPDATE office SET uid = ?", ("e" * 32,))
    for path in (damaged, text, other, tmp_path / "không có.db"):
        with pytest.raises(Refused):
            backups.restore(path)
    assert tasks.find().count() == 2
    assert office_service.founded().epoch == 1


def test_copies_grow_thinner_with_age_but_a_copy_of_every_month_stays(tmp_path):
    start = datetime.fromisoformat("2024-01-01T17:00")
    for day in range(730):
        (tmp_path / f"sao-luu-{start + timedelta(day):%Y%m%d-%H%M%S}.db").touch()
    backup.thin_out(tmp_path)
    kept = sorted(backup.moment_of(path) for path in backup.copies(tmp_path))
    assert len({(k.year, k.month) for k in kept}) == 24
    assert kept[-10:] == [start + timedelta(day) for day in range(720, 730)]
    assert len(kept) < 45


def test_two_copies_in_one_second_do_not_overwrite_each_other(office):
    first, second = backups.make(), backups.make()
    assert first != second
    assert first.exists()
    assert backups.copies()[0] == max(first, second, key=lambda path: path.stem)


def test_a_folder_that_takes_no_copy_is_said_and_leaves_nothing_behind(office):
    (office / "sao-luu").write_text("một tệp ở chỗ của thư mục")
    with pytest.raises(Failed):
        backups.make()


def test_a_file_of_a_later_release_is_refused(office):
    office_service.close_folder()
    with sqlite3.connect(office / "so-phuong.db") as file:
        file.execute(f"PRAGMA user_version = {connection.latest_version() + 1}")
    with pytest.raises(NewerDatabase):
        connection.open_database(office / "so-phuong.db")
    with pytest.raises(Failed) as failed:
        office_service.open_folder(office, writing=True)
    assert failed.value.code == "E-NEWER"


@pytest.mark.parametrize("cut", [1, 50, 4096, 20000])
def test_a_truncated_file_is_refused_and_left_as_it_is(office, cut):
    office_service.close_folder()
    path = office / "so-phuong.db"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises((DamagedDatabase, Failed)):
        office_service.open_folder(office, writing=True)
        if any(not found.fine for found in backups.check(full=True)):
            raise Failed("E-DAMAGED")
    office_service.close_folder()
    assert path.stat().st_size >= cut


@pytest.mark.parametrize("left", [None, b"", b"x", b"SQLite format 3\0" + b"\0" * 5000])
def test_a_file_that_is_gone_or_ruined_is_kept_aside_and_the_copy_takes_its_place(office, left):
    notice()
    copy = backups.make()
    folder = office_service.folder()
    office_service.close_folder()
    if left is None:
        folder.database.unlink()
    else:
        folder.database.write_bytes(left)
    with pytest.raises(Failed) as failed:
        office_service.open_folder(office, writing=True)
    assert failed.value.code == "E-DAMAGED"
    backups.rescue(folder, copy)
    assert tasks.find().count() == 2
    assert office_service.founded().epoch == 2
    aside = [path.read_bytes() for path in office.glob("hong-*so-phuong.db")]
    assert aside == ([] if left is None else [left])


def test_the_full_check_finds_a_loose_link_a_broken_journal_and_a_wrong_index(office):
    notice()
    assert all(found.fine for found in backups.check(full=True))
    office_service.close_folder()
    with sqlite3.connect(office / "so-phuong.db") as file:
        file.execute("PRAGMA foreign_keys = OFF")
        file.execute("UPDATE task SET lead_unit_id = 999 WHERE id = 1")
        file.execute("UPDATE task SET folded = 'khac han' WHERE id = 2")
        file.execute("DROP TRIGGER journal_never_deleted")
        file.execute("DELETE FROM journal WHERE id = 4")
    office_service.open_folder(office, writing=True)
    wrong = [found.what for found in backups.check(full=True) if not found.fine]
    assert wrong == [
        "Nhật ký liền mạch từ dòng đầu",
        "Mọi liên kết giữa các bản ghi còn đủ",
        "Mọi giá trị đúng như nhật ký ghi lần cuối",
        "Mục lục tìm kiếm khớp với dữ liệu",
    ]


def test_bits_flipped_in_a_copy_are_found_or_harmless(office):
    notice()
    path = backups.make()
    whole = path.read_bytes()
    tables = ("task", "document", "unit", "official", "meeting", "office")

    def dump(file):
        return {table: file.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables}

    with sqlite3.connect(path) as file:
        good = dump(file)
    chance, silent = random.Random(7), 0
    for _ in range(60):
        place = chance.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        try:
            backups.look(path)
            with sqlite3.connect(path) as file:
                silent += dump(file) != good
        except (Refused, Failed, sqlite3.Error):
            continue
    # plain SQLite cannot see every flipped bit; the journal's chain and the page checks must see nearly all
    assert silent <= 6


def test_the_age_of_the_last_copy_is_said_in_words(office):
    assert backups.age_of_latest(clock.now()) == "chưa có"
    path = backups.make()
    made = backup.moment_of(path).astimezone()
    assert backups.age_of_latest(made + timedelta(hours=5)) == "5 giờ trước"
    assert backups.age_of_latest(made + timedelta(days=3)) == "3 ngày trước"
