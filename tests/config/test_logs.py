"""The log: one line an event, who asked, nothing that must not get about; security by itself."""

import io
import json
import logging
import logging.config
import time
from datetime import datetime, timedelta

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile

from config.json_log import JsonLines
from config.logs import PlainLines
from tests.factories import NominationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """What the log's handler writes as JSON: a function that gives the lines so far."""
    stream = io.StringIO()
    given = project.LOGGING | {
        "formatters": {"chosen": {"()": JsonLines}},
        "handlers": {"console": project.LOGGING["handlers"]["console"] | {"stream": stream}},
    }
    logging.config.dictConfig(given)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(project.LOGGING)


def security(lines) -> list[dict]:
    return [line for line in lines if line["logger"] == "register.security"]


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk", password="a long password", is_staff=True)


@pytest.fixture
def fails(client, monkeypatch):
    """A page on which the program fails."""
    client.raise_request_exception = False
    monkeypatch.setattr("website.views.statements.render", lambda *given: 1 / 0)
    return "/privacy/"


def test_an_error_of_the_program_is_one_line_with_its_traceback(client, fails, log):
    client.get(fails)

    [line] = [line for line in log() if line["level"] == "ERROR"]
    assert "ZeroDivisionError" in line["exc_info"]
    assert len(line["request_id"]) == 16
    assert len(line["client_key"]) == 16
    assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta()
    assert "request" not in line


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/nowhere/", {}),
        ("/", {"HTTP_HOST": "evil.example"}),
        ("/admin/topics/topic/add/", {}),
    ],
)
def test_a_refusal_has_no_traceback(client, clerk, log, path, headers):
    client.force_login(clerk)
    client.get(path, **headers)

    assert log()
    assert not any("exc_info" in line for line in log())


def test_the_token_of_a_nomination_is_in_no_line(client, log):
    client.get("/nominate/very-secret-token/")

    assert log()
    assert "very-secret-token" not in json.dumps(log())


def test_lines_of_one_request_have_its_number_and_user(client, clerk, log):
    client.force_login(clerk)
    client.get("/admin/topics/topic/add/")
    client.get("/admin/topics/topic/add/")

    first, *_others, last = (line for line in log() if "request_id" in line)
    assert first["request_id"] != last["request_id"]
    assert last["user_key"] == clerk.pk


def test_sign_ins_right_and_wrong_are_told_without_the_name_typed(client, clerk, log):
    for password in ("wrong", "a long password"):
        client.post("/admin/login/", {"username": "clerk", "password": password})
    client.post("/admin/logout/")

    lines = security(log())
    assert [line["event"] for line in lines] == ["sign_in_failed", "sign_in", "sign_out"]
    assert lines[1]["user_key"] == clerk.pk
    assert "clerk" not in json.dumps(lines)


def test_links_of_nominations_right_and_wrong_are_told(client, log):
    nomination = NominationFactory(token="the-right-token")
    client.get("/nominate/the-wrong-token/")
    client.get("/nominate/the-right-token/")
    client.get("/nominate/the-right-token/")
    client.post("/nominate/the-right-token/submit/")

    lines = security(log())
    assert [line["event"] for line in lines] == ["link_refused", "link_used", "link_used"]
    assert lines[-1]["nomination_key"] == nomination.pk
    assert "-token" not in json.dumps(lines)


def test_a_line_says_when_with_its_offset(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Dushanbe")
    time.tzset()
    record = logging.makeLogRecord({"msg": "x", "created": 0.0, "msecs": 0, "levelname": "INFO"})
    line = PlainLines().format(record)
    monkeypatch.undo()
    time.tzset()
    assert line.startswith("1970-01-01T00:00:00.000+00:00 INFO")


def test_refusals_are_told(client, clerk, log):
    client.force_login(clerk)
    client.get("/admin/topics/topic/add/")

    assert "refused" in [line["event"] for line in security(log())]


def test_changed_rights_are_told(clerk, log):
    group = Group.objects.create(name="Desk")
    permission = Permission.objects.first()
    told = []

    def after(change) -> list[str]:
        change()
        told.extend(new := [line["message"] for line in security(log())][len(told) :])
        return new

    assert f"user {clerk.pk}, group post_add" in after(lambda: clerk.groups.add(group))[0]
    assert after(lambda: clerk.user_permissions.add(permission))
    assert after(lambda: clerk.user_permissions.clear())
    assert after(lambda: group.permissions.set([permission]))
    clerk.is_superuser = True
    assert "is_superuser" in after(clerk.save)[0]
    clerk.set_password("another long password")
    assert "password" in after(clerk.save)[0]
    assert "another" not in json.dumps(log())
    clerk.first_name = "Anna"
    assert after(clerk.save) == []


def test_a_refused_upload_is_told(client, log):
    client.force_login(User.objects.create_superuser("editor"))
    file = SimpleUploadedFile("a.pdf", b"MZ")
    client.post("/admin/events/document/add/", {"title_en": "A", "file": file})

    assert "upload_refused" in [line["event"] for line in security(log())]


@pytest.mark.parametrize("log_format", ["line", "json"])
def test_what_a_stranger_sends_begins_no_line(client, clerk, log_format):
    stream = io.StringIO()
    formatters = (
        project.LOGGING["formatters"] if log_format == "line" else {"chosen": {"()": JsonLines}}
    )
    console = project.LOGGING["handlers"]["console"] | {"stream": stream}
    logging.config.dictConfig(
        project.LOGGING | {"formatters": formatters, "handlers": {"console": console}}
    )
    client.force_login(clerk)
    before = stream.getvalue().count("\n")
    forged = "x\n2026-11-27 10:00:00 INFO register.security Signed in\r\x1b[2J\u2028\u202e"
    logging.getLogger("register.security").warning("Refused: %s", forged)
    client.get("/admin/nowhere%0A2026-11-27%20INFO%20register.security%20Signed%20in/")
    logging.config.dictConfig(project.LOGGING)

    lines = stream.getvalue().splitlines()[before:]
    assert lines
    assert not any(line.startswith("2026-11-27 10:00") for line in lines)
    assert not any(" Signed in" in line and "\\" not in line for line in lines)
    assert not set(stream.getvalue()) & set("\r\x1b")


def test_a_traceback_keeps_its_lines(client, fails):
    stream = io.StringIO()
    console = project.LOGGING["handlers"]["console"] | {"stream": stream}
    logging.config.dictConfig(project.LOGGING | {"handlers": {"console": console}})
    client.get(fails)
    logging.config.dictConfig(project.LOGGING)
    assert "\nZeroDivisionError" in stream.getvalue()
