"""What supervisors and load balancers rely on."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

PATHS = ["/healthz", "/readyz"]


def test_the_process_answers_without_the_database(client):
    # A test without a database may not ask it anything.
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_it_is_ready_with_a_database_of_this_version(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_being_ready_is_cheap_to_ask(client, django_assert_max_num_queries):
    client.get("/readyz")

    with django_assert_max_num_queries(2):
        client.get("/readyz")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_it_is_kept_by_nobody_and_sets_no_cookie(client, path):
    response = client.get(path)

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_head_works(client, path):
    response = client.head(path)

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_can_only_be_read(path, method):
    client = Client(enforce_csrf_checks=True)

    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_it_needs_no_https(client, settings, path, db):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_it_is_not_ready_before_every_migration(client):
    MigrationRecorder.Migration.objects.filter(app="events", name="0001_initial").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "events.0001_initial" in response.content.decode()
    assert "Run: python manage.py migrate" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    # A port where nothing listens; a file that is a folder.
    "database_url",
    ["postgres://user:hunter2@127.0.0.1:1/register", "sqlite:////usr"],
)
def test_it_is_not_ready_without_its_database(database_url):
    script = (
        "from django.test import Client\n"
        "for path in ('/healthz', '/readyz'):\n"
        "    response = Client().get(path, headers={'host': 'localhost'})\n"
        "    print(response.status_code, response.content.decode())"
    )
    answers = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", script],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout

    assert answers.split("\n")[0] == "200 ok"
    assert "503 The database cannot be reached. Check DATABASE_URL" in answers
    assert "hunter2" not in answers
