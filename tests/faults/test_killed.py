"""`kill -9` at any moment: all of the work is there, or nothing, and it can be done again."""

import csv
import os
import sqlite3
import zipfile

import pytest

from tests.faults.processes import Register

pytestmark = pytest.mark.slow

EVENT = "areas-of-cooperation-on-migration-with-central-asia"
ROWS = 1_000 if os.environ.get("FAULTS") == "true" else 200


def command(*args: str, **options) -> str:
    return f"call_command(*{args!r}, verbosity=0, **{options!r})"


def whole(register: Register) -> str:
    """Code that fails unless the database is intact: its pages and its references."""
    return f"""
import sqlite3
with sqlite3.connect({str(register.folder / "register.sqlite3")!r}) as connection:
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
"""


def delegates_are(*numbers: int) -> str:
    """Code, after `whole`, that fails unless there are so many delegates."""
    count = 'connection.execute("SELECT count(*) FROM events_delegate").fetchone()[0]'
    return f"    assert {count} in {numbers!r}\n"


def delegates(register: Register) -> int:
    with sqlite3.connect(register.folder / "register.sqlite3") as connection:
        return connection.execute("SELECT count(*) FROM events_delegate").fetchone()[0]


@pytest.fixture
def list_file(tmp_path) -> str:
    path = tmp_path / "list.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Delegation", "Given names", "Family name", "E-mail"])
        for number in range(ROWS):
            row = ["Poland", f"Anna{number}", f"Nowak{number}", f"anna{number}@example.org"]
            writer.writerow(row)
    return str(path)


@pytest.mark.short
def test_an_import(register, list_file, tell):
    before = delegates(register)
    work = command("import_participants", EVENT, list_file)
    killed = register.killed(work, whole(register) + delegates_are(before, before + ROWS))
    assert delegates(register) == before + ROWS
    tell(f"import of {ROWS} rows, killed {killed} times: half stored 0, lost 0")


@pytest.mark.short
def test_issuing_a_list(register, list_file, tell):
    register.manage("import_participants", EVENT, list_file)
    work = f"""
from events.models import Event
from events.participant_list.issued.issuing import draft_of, issue
event = Event.objects.get(slug={EVENT!r})
issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)
"""
    check = """
from events.models import IssuedList
from events.participant_list.issued.snapshot import read_snapshot
for issued in IssuedList.objects.all():
    assert read_snapshot(issued).checksum == issued.checksum
"""
    killed = register.killed(work, check)
    assert "1" in register.run("from events.models import *; print(IssuedList.objects.count())")
    tell(f"issuing a list of {ROWS} rows, killed {killed} times: half stored 0")


@pytest.mark.short
def test_an_export(register, list_file, tell):
    register.manage("import_participants", EVENT, list_file)
    folder = register.folder / "exports"
    folder.mkdir()
    target = folder / "list.xlsx"
    work = command("export_participants", EVENT, file_format="xlsx", output=target).replace(
        repr(target), f"__import__('pathlib').Path({str(target)!r})"
    )
    check = f"import os, zipfile; t = {str(target)!r}\n"
    check += "assert not os.path.exists(t) or zipfile.ZipFile(t).testzip() is None"
    killed = register.killed(work, check)
    # What the killed ones left behind is gone.
    assert [path.name for path in folder.iterdir()] == ["list.xlsx"]
    tell(f"export of {ROWS} rows, killed {killed} times: half files 0, left behind 0")


@pytest.mark.short
def test_a_backup(register, tell):
    folder = register.folder / "backups"
    folder.mkdir()
    target = folder / "night.register-backup"
    check = f"import os, zipfile; t = {str(target)!r}\n"
    check += "assert not os.path.exists(t) or zipfile.ZipFile(t).testzip() is None"
    killed = register.killed(command("backup", str(target)), check)
    assert [path.name for path in folder.iterdir()] == ["night.register-backup"]
    assert zipfile.ZipFile(target).testzip() is None
    tell(f"backup, killed {killed} times: half files 0, left behind 0")


def test_a_restore(register, tell):
    target = register.folder / "night.register-backup"
    register.manage("backup", str(target))
    before = delegates(register)
    work = command("restore", str(target), replace=True)
    killed = register.killed(work, whole(register) + delegates_are(before))
    assert delegates(register) == before
    tell(f"restore over a register, killed {killed} times: half restored 0, lost 0")


def test_a_migration(tmp_path, tell):
    register = Register(tmp_path, f"sqlite:///{tmp_path}/register.sqlite3")
    killed = register.killed(command("migrate"), whole(register))
    assert "No migrations to apply" in register.manage("migrate")
    tell(f"migration of an empty database, killed {killed} times: completed by the next run")


def test_an_erasure(register, tell):
    register.run(
        "from events.models import Event; "
        "Event.objects.update(starts='2001-01-01', ends=None, sort_date='2001-01-01')"
    )
    before = delegates(register)
    work = command("erase_personal_data")
    killed = register.killed(work, whole(register) + delegates_are(before))
    assert "Nothing is past its time." in register.manage("erase_personal_data")
    assert delegates(register) == before
    tell(f"erasure of {before} delegates, killed {killed} times: completed by the next run")
