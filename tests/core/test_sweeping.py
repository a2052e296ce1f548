"""Uploaded files that no row names go; files and folders are for their owner alone."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from core.sweeping import sweep_uploads
from events.models import ParticipantImport
from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored(name: str, hours: float = 2) -> str:
    """A file that was stored so many hours ago."""
    name = default_storage.save(name, ContentFile(b"names"))
    then = time.time() - 3600 * hours
    os.utime(default_storage.path(name), (then, then))
    return name


@pytest.fixture
def named():
    return DocumentFactory(url="", file=stored("documents/kept.pdf")).file.name


def test_a_file_that_no_row_names_goes_and_the_others_stay(named):
    left = [stored("documents/left.pdf"), stored("imports/left")]
    young = stored("imports/young", hours=0)

    assert sweep_uploads(dry_run=True) == left
    assert all(map(default_storage.exists, left))
    assert sweep_uploads() == left
    assert not any(map(default_storage.exists, left))
    assert default_storage.exists(named)
    assert default_storage.exists(young)


def test_with_the_wrong_database_nothing_goes():
    left = stored("documents/left.pdf")

    with pytest.raises(CommandError, match="Check DATABASE_URL"):
        call_command("sweep_uploads")
    assert default_storage.exists(left)

    call_command("sweep_uploads", "--all")
    assert not default_storage.exists(left)


def test_an_empty_folder_is_no_error(capsys):
    call_command("sweep_uploads")

    assert capsys.readouterr().out == "Deleted: 0 files.\n"


def test_the_row_of_an_upload_comes_before_its_file(monkeypatch):
    def crash(*given, **named):
        raise RuntimeError

    monkeypatch.setattr(default_storage, "save", crash)
    with pytest.raises(RuntimeError):
        ParticipantImport.keep(SimpleUploadedFile("list.csv", b"names"), event=EventFactory())

    assert ParticipantImport.objects.exists()


def test_uploads_are_for_their_owner_alone(media):
    record = ParticipantImport.keep(SimpleUploadedFile("a.csv", b"names"), event=EventFactory())

    assert record.file.read() == b"names"
    path = Path(record.file.path)
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, media)]
    assert [f"{mode:o}" for mode in modes] == ["600", "700", "700"]


@pytest.mark.one_database
def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "register.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "k" * 60}
    subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, check=True, umask=0
    )

    assert f"{stat.S_IMODE(file.stat().st_mode):o}" == "600"
