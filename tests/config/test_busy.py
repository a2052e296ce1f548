"""A locked database, a full disk: a sentence that says so, and nothing that was typed is lost."""

import errno
import html
import re
import sqlite3
from contextlib import contextmanager

import psycopg2
import pytest
from django.core.files.storage import default_storage
from django.db import connection

from events.models import Document
from topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/admin/topics/topic/add/"
TYPED = {"name_en": "Reintegration “after return”", "name_ru": "Реинтеграция", "position": "3"}


@contextmanager
def locked_database():
    """Somebody else writes, and does not end."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 200")
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
        other.cursor().execute("LOCK TABLE topics_topic IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def hidden_fields(page):
    return {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
    }


def test_who_saves_while_another_writes_is_told_and_can_send_it_again(admin_client):
    with locked_database():
        answer = admin_client.post(ADD, TYPED)
    page = answer.content.decode()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing was stored" in page
    assert not Topic.objects.exists()
    assert hidden_fields(page).items() >= TYPED.items()

    assert admin_client.post(ADD, hidden_fields(page)).status_code == 302
    assert Topic.objects.get().name_en == TYPED["name_en"]


def test_the_page_does_not_repeat_a_password(client):
    with locked_database():
        page = client.post(
            "/admin/login/", {"username": "anna", "password": "correct horse"}
        ).content.decode()

    assert "correct horse" not in page


def test_a_full_disk_is_said(admin_client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "_save", full)
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = admin_client.post(
        "/admin/events/document/add/",
        {
            "title_en": "Agenda",
            "kind": "agenda",
            "language": "en",
            "file": SimpleUploadedFile("agenda.txt", b"09:00 Opening"),
        },
    )

    assert answer.status_code == 503
    assert "Go back and choose them again" in answer.content.decode()
    assert not Document.objects.exists()
