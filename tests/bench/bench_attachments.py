"""Attachments at size: added, backed up, backed up again, checked, brought back; beside bare copies of the same files.

python -m tests.bench.bench_attachments [--files 1000] [--size 300000]
"""

import argparse
import os
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path


def main() -> None:
    """Fill an office with files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--size", type=int, default=300_000)
    given = parser.parse_args()
    from desktop_app import catalogue, clock
    from desktop_app.features.attachments import service as attachments
    from desktop_app.features.backups import service as backups
    from desktop_app.features.demo import service as demo
    from desktop_app.features.office import service as office
    from desktop_app.features.tasks import service as tasks

    clock.set_today(date(2026, 11, 22))
    catalogue.entities()
    with tempfile.TemporaryDirectory() as place:
        source, bare = Path(place) / "source", Path(place) / "bare"
        for folder in (source, bare):
            folder.mkdir()
        office.open_folder(Path(place) / "office", writing=True)
        for _ in demo.fill("bai-bao"):
            pass
        paths = []
        for number in range(given.files):
            paths.append(source / f"{number}.pdf")
            paths[-1].write_bytes(os.urandom(given.size))
        ids = list(tasks.find().ids())
        uids = [tasks.get(task_id).uid for task_id in ids]

        def copy_bare() -> None:
            for path in paths:
                out = bare / path.name
                shutil.copyfile(path, out)
                with out.open("r+b") as file:
                    os.fsync(file.fileno())

        def add() -> None:
            for number, path in enumerate(paths):
                attachments.add("task", uids[number % len(uids)], path)

        def lose() -> None:
            shutil.rmtree(office.folder().attachments)
            lacking = backups.restore(backups.copies()[0]).lacking
            assert not lacking, lacking

        print(f"{given.files} files of {given.size / 1e6:.1f} MB")
        for name, work in (
            ("bare copies, each flushed", copy_bare),
            ("added: copied, read back, entered", add),
            ("first backup: carried over, read back", backups.make),
            ("next backup: nothing to carry", backups.make),
            ("quick check of files", lambda: backups.check_files(full=False)),
            ("full check of files, copies too", lambda: backups.check_files(full=True)),
            ("all lost, then restored", lose),
        ):
            begun = time.perf_counter()
            work()
            print(f"  {name:40} {time.perf_counter() - begun:8.2f} s")
        office.close_folder()


if __name__ == "__main__":
    main()
