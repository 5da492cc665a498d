"""Every released database still opens: each file in tests/data/released was written by a release that offices have."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import connection
from db.connection import database, latest_version
from desktop_app import catalogue
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES

RELEASED = sorted((Path(__file__).parent / "data" / "released").glob("*.db"))


@pytest.fixture
def opened(request, tmp_path):
    """A copy of a released file as an office's folder."""
    catalogue.entities()
    folder = tmp_path / "Cơ quan cũ"
    folder.mkdir()
    shutil.copy(request.param, folder / "so-phuong.db")
    office.open_folder(folder, writing=True)
    yield folder
    office.close_folder()


def test_the_files_of_the_releases_are_there_and_none_is_newer_than_the_program():
    numbers = [int(path.stem) for path in RELEASED]
    assert numbers[:4] == [1, 2, 3, 4]
    assert numbers[-1] <= latest_version()


@pytest.mark.parametrize("opened", RELEASED, indirect=True, ids=lambda path: path.stem)
def test_a_released_file_opens_with_all_its_records_searchable_and_its_journal_whole(opened):
    assert database.execute_sql("PRAGMA user_version").fetchone()[0] == latest_version()
    assert tasks.find().count() == 27
    assert tasks.find(text="van phong").count() > 0
    assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
    assert journal.first_broken() is None


def test_an_upgrade_copies_the_file_first_and_keeps_every_row(tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    shutil.copytree(connection.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    next_number = latest_version() + 1
    (folder / f"{next_number:04d}_more.py").write_text(
        "from peewee import TextField\n"
        "def up(migrator, db):\n"
        "    migrator.migrate(migrator.add_column('task', 'weight', TextField(default='1')))\n"
        f"    db.execute_sql('PRAGMA user_version = {next_number}')\n"
    )
    office_folder = tmp_path / "Cơ quan"
    office_folder.mkdir()
    shutil.copy(RELEASED[-1], office_folder / "so-phuong.db")
    monkeypatch.setattr(connection, "MIGRATIONS", folder)
    office.open_folder(office_folder, writing=True)
    office.close_folder()
    [copy] = (office_folder / "sao-luu").glob("*.db")
    with closing(sqlite3.connect(copy)) as before, closing(sqlite3.connect(office_folder / "so-phuong.db")) as after:
        assert before.execute("PRAGMA user_version").fetchone() == (int(RELEASED[-1].stem),)
        assert after.execute("PRAGMA user_version").fetchone() == (next_number,)
        assert after.execute("SELECT count(*), min(weight) FROM task").fetchone() == (27, "1")


def test_an_upgrade_that_breaks_off_leaves_the_old_file_as_it_was(tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    shutil.copytree(connection.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / f"{latest_version() + 1:04d}_broken.py").write_text(
        "def up(migrator, db):\n"
        "    db.execute_sql('DELETE FROM task_cooperation')\n"
        "    db.execute_sql('CREATE TABLE half (id INTEGER)')\n"
        "    raise RuntimeError('power cut')\n"
    )
    path = tmp_path / "so-phuong.db"
    shutil.copy(RELEASED[-1], path)
    with closing(sqlite3.connect(path)) as file:
        count = file.execute("SELECT count(*) FROM task_cooperation").fetchone()
    monkeypatch.setattr(connection, "MIGRATIONS", folder)
    with pytest.raises(RuntimeError):
        connection.open_database(path)
    connection.close_database()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM task_cooperation").fetchone() == count != (0,)
        assert file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
        assert file.execute("PRAGMA user_version").fetchone() == (latest_version() - 1,)
