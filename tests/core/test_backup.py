"""Backup and restore: every row and file comes back, on either database, or nothing is touched."""

import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from core.backup import BackupError, back_up, restore
from core.backup.sealing import new_key_pair, seal, unseal
from core.backup.tables import digest_of, read_rows, saved_models
from events.models import Document, Event
from tests.factories import (
    DelegateFactory,
    DocumentFactory,
    EventFactory,
    MigrationFigureFactory,
    PersonFactory,
)
from website.models import SearchEntry

BASE = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.django_db(transaction=True)


def contents():
    """Of each table that is saved, its number of rows and their digest."""
    return {model._meta.label: digest_of(read_rows(model)) for model in saved_models(apps)}


@pytest.fixture
def register():
    event = EventFactory(title_en="Conference", title_ru="Конференция", summary_en="“Ünï” \n\t\\")
    DelegateFactory(delegation__event=event, person__family_name="Жұмабаев")
    MigrationFigureFactory(value="1616.50")
    document = DocumentFactory(event=event, title_en="Agenda")
    document.file.save("agenda.txt", ContentFile(b"09:00 Opening\n"))
    return event


@pytest.fixture
def saved(register, tmp_path):
    path = tmp_path / "register-backup"
    back_up(path)
    return path


def test_every_row_and_file_comes_back(saved):
    before = contents()
    Event.objects.all().update(title_en="Damaged")
    PersonFactory()
    Document.objects.get().file.delete()

    restored = restore(saved, replace=True)

    after = contents()
    # Listeners are told, so that no page is kept from before.
    before.pop("core.ContentRevision"), after.pop("core.ContentRevision")
    assert after == before
    assert restored.rows > 10
    assert Document.objects.get().file.read() == b"09:00 Opening\n"
    assert SearchEntry.objects.filter(title__contains="conference").exists()
    # New records get keys of their own.
    EventFactory(), PersonFactory()


def test_the_file_is_for_its_owner_alone(saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def run(database, *command, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=BASE,
        env=os.environ | {"DATABASE_URL": database} | environment,
        capture_output=True,
        text=True,
    )


def test_it_moves_to_another_database_and_back(saved, tmp_path):
    """From the database of the tests (SQLite or PostgreSQL) to SQLite, and from there back."""
    before = contents()
    sqlite = f"sqlite:///{tmp_path}/other.sqlite3"
    again = tmp_path / "again.register-backup"

    there = run(sqlite, "restore", str(saved))
    assert there.returncode == 0, there.stderr
    assert run(sqlite, "backup", str(again)).returncode == 0
    Event.objects.all().delete()
    restore(again, replace=True)

    after = contents()
    # The search index of SQLite has a model of its own, which SQLite's migrations add.
    for table in ("core.ContentRevision", "contenttypes.ContentType", "auth.Permission"):
        before.pop(table), after.pop(table)
    assert after == before


def test_a_register_that_holds_something_is_not_lost(saved):
    before = contents()

    with pytest.raises(BackupError, match=r"not empty.*--replace.*Nothing was touched"):
        restore(saved)

    assert contents() == before


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def flipped(path):
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("tables/events.event.jsonl")
    octets = bytearray(path.read_bytes())
    # Behind the entry's head of 30 octets, its name and what the head says beside.
    octets[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 1
    path.write_bytes(bytes(octets))


def no_backup(path):
    path.write_bytes(b"PK, but no archive")


def changed(path, **values):
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries["manifest.json"]) | values
    entries["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def of_another_product(path):
    changed(path, product="pretalx")


def of_a_newer_format(path):
    changed(path, format=99)


def of_a_newer_version(path):
    changed(path, migrations=[["events", "0999_later"]])


def with_other_words(path, folder, words, others):
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            changed = content.replace(words, others) if name.startswith(folder) else content
            archive.writestr(name, changed)


def with_a_changed_row(path):
    with_other_words(path, "tables/events.event.", b"Conference", b"Conferense")


def with_a_changed_file(path):
    with_other_words(path, "files/", b"Opening", b"Closing")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (cut, "damaged or cut"),
        (flipped, "damaged or cut"),
        (no_backup, "damaged or cut"),
        (with_a_changed_row, "events.event is not as it was saved"),
        (with_a_changed_file, r"agenda\w*.txt is not as it was saved"),
        (of_another_product, "another product"),
        (of_a_newer_format, "newer version"),
        (of_a_newer_version, "lacks events.0999_later"),
    ],
)
def test_a_wrong_archive_touches_nothing(saved, damage, sentence):
    damage(saved)
    before = contents()

    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("restore", saved, "--replace")

    assert "Nothing was touched" in str(refusal.value)
    assert contents() == before


def test_an_encrypted_backup_opens_for_its_passphrase_alone(register, tmp_path, monkeypatch):
    path = tmp_path / "register-backup"
    monkeypatch.setenv("BACKUP_PASSPHRASE", "correct horse")
    call_command("backup", path)
    before = contents()

    assert "Жұмабаев".encode() not in path.read_bytes()
    assert not zipfile.is_zipfile(path)
    for wrong in ("battery staple", ""):
        monkeypatch.setenv("BACKUP_PASSPHRASE", wrong)
        with pytest.raises(CommandError):
            call_command("restore", path, "--replace")
    monkeypatch.setenv("BACKUP_PASSPHRASE", "correct horse")
    call_command("restore", path, "--replace")
    after = contents()
    before.pop("core.ContentRevision"), after.pop("core.ContentRevision")
    assert after == before


def without_its_last_piece(pieces):
    return pieces[:-1]


def with_two_pieces_in_each_others_place(pieces):
    return [pieces[1], pieces[0], *pieces[2:]]


def with_one_bit_changed(pieces):
    return [bytes([pieces[0][0] ^ 1]) + pieces[0][1:], *pieces[1:]]


@pytest.mark.parametrize(
    "damage", [without_its_last_piece, with_two_pieces_in_each_others_place, with_one_bit_changed]
)
def test_a_sealed_file_opens_as_it_was_sealed_alone(monkeypatch, damage):
    monkeypatch.setattr("core.backup.sealing._PIECE", 100)
    plain, sealed, opened = io.BytesIO(b"x" * 950), io.BytesIO(), io.BytesIO()
    seal(plain, sealed, passphrase="correct horse")
    octets, size = sealed.getvalue(), 100 + 16
    head = len(octets) - 950 - 10 * 16
    pieces = [octets[start : start + size] for start in range(head, len(octets), size)]
    unseal(io.BytesIO(octets), opened, passphrase="correct horse")
    assert opened.getvalue() == plain.getvalue()

    damaged = octets[:head] + b"".join(damage(pieces))
    with pytest.raises(BackupError, match="cannot be opened"):
        unseal(io.BytesIO(damaged), io.BytesIO(), passphrase="correct horse")


# The trigger is written for SQLite.
@pytest.mark.one_database
def test_what_the_database_stored_otherwise_is_not_kept(saved):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER otherwise AFTER INSERT ON events_event BEGIN "
            "UPDATE events_event SET city_en = 'Elsewhere' WHERE id = NEW.id; END"
        )
    before = contents()
    try:
        with pytest.raises(BackupError, match=r"events\.event is not as it was saved. Nothing was"):
            restore(saved, replace=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER otherwise")
    assert contents() == before


def test_a_backup_for_a_public_key_opens_by_the_private_one(register, tmp_path):
    private, public = new_key_pair()
    path = tmp_path / "register-backup"
    back_up(path, public_key=public)

    with pytest.raises(BackupError, match="BACKUP_PRIVATE_KEY"):
        restore(path, replace=True)
    with pytest.raises(BackupError, match="cannot be opened"):
        restore(path, replace=True, private_key=new_key_pair()[0])
    assert restore(path, replace=True, private_key=private).rows


def test_older_backups_go(register, tmp_path):
    old, other = tmp_path / "old.register-backup", tmp_path / "old.txt"
    for path in (old, other):
        path.write_text("x")
        os.utime(path, (0, 0))

    call_command("backup", tmp_path / "new.register-backup", "--keep", "30")

    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["new.register-backup", "old.txt"]


def test_a_folder_that_is_not_there_is_said(register, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", tmp_path / "nowhere" / "file")
