"""A start on wrong settings stops with one sentence, which gives no secret away."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

KEY = {"SECRET_KEY": "only-for-the-tests"}
AWAY = "postgres://user:hunter2@127.0.0.1:1/register"


def start(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """Run Python with `command` and nothing in its environment but `environment`."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "SECRET_KEY is not set. Set it to a long random text"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"DEBUG": "false"}, "SECRET_KEY is not set."),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'. Set it to true or false."),
        ({**KEY, "BASE_URL": "register.example.org"}, "BASE_URL is 'register.example.org'. Set it"),
        ({**KEY, "BASE_URL": "https://"}, "BASE_URL is 'https:'. Set it"),
        ({**KEY, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is ''. Set it to the names"),
        ({**KEY, "ALLOWED_HOSTS": "https://a.org"}, "ALLOWED_HOSTS is 'https://a.org'. Set it"),
        ({**KEY, "ALLOWED_HOSTS": "a.org:8000"}, "ALLOWED_HOSTS is 'a.org:8000'. Set it"),
        ({**KEY, "CACHE_URL": "memory://a:hunter2@b"}, "CACHE_URL names no cache we know. Set it"),
        ({**KEY, "EMAIL_URL": "imap://a:hunter2@b"}, "EMAIL_URL names no mail server. Set it"),
        ({**KEY, "EMAIL_URL": "smtp://"}, "EMAIL_URL names no mail server. Set it"),
        ({**KEY, "EMAIL_URL": "smtp://a:hunter2@b:c"}, "EMAIL_URL cannot be read. Set it"),
        ({**KEY, "DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL is 'nobody'. Set it"),
        ({**KEY, "CONTACT_EMAIL": "Us <a@b.org>"}, "CONTACT_EMAIL is 'Us <a@b.org>'. Set it"),
        ({**KEY, "RETENTION_YEARS": "five"}, "RETENTION_YEARS is 'five'. Set it to a whole"),
        ({**KEY, "RETENTION_YEARS": "0"}, "RETENTION_YEARS is '0'. Set it to a whole number"),
        (
            {**KEY, "DATABASE_URL": "sqlite:////no/such/folder/a.sqlite3"},
            "DATABASE_URL names a file in /no/such/folder, and there is no such folder. Make it",
        ),
        *(
            ({**KEY, "DATABASE_URL": url}, f"DATABASE_URL {problem}. Set it to sqlite:////folder/")
            for url, problem in [
                ("", "names no database we know"),
                ("nonsense", "names no database we know"),
                ("mysql://user:hunter2@host/register", "names no database we know"),
                ("postgres://user:hunter2@host", "names no database file or name"),
                ("postgres://user:hunter2@host:5432/", "names no database file or name"),
                ("postgres://user:hunter2@host:port/register", "cannot be read"),
                ("postgres://user:hunter2/@host/register", "cannot be read"),
            ]
        ),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(environment, sentence):
    stopped = start("manage.py", "migrate", **environment)

    assert stopped.returncode == 1
    assert stopped.stderr.startswith(sentence)
    assert stopped.stderr.count("\n") == 1
    assert stopped.stdout == ""
    assert "hunter2" not in stopped.stderr


@pytest.mark.parametrize("url", ["postgres://user:hunter2/@host/a", "mysql://user:hunter2@host/a"])
def test_a_server_that_shows_tracebacks_gives_no_password_away(url):
    stopped = start("-c", "import config.wsgi", **KEY, DATABASE_URL=url)

    assert "ImproperlyConfigured: DATABASE_URL " in stopped.stderr
    assert "hunter2" not in stopped.stderr


@pytest.mark.parametrize("command", [["check", "--database", "default"], ["migrate"]])
def test_a_database_that_is_away_is_told_in_a_sentence(command):
    stopped = start("manage.py", *command, **KEY, DATABASE_URL=AWAY)

    assert stopped.returncode == 1
    assert "The database cannot be reached. Check DATABASE_URL" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert "hunter2" not in stopped.stderr


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("DEBUG", "TRUE", "True"),
        ("DEBUG", "1", "True"),
        ("DEBUG", "off", "False"),
        ("SECRET_KEY", "$ecret", "$ecret"),
        ("ALLOWED_HOSTS", "a.org, .b.org,[::1],*", "['a.org', '.b.org', '[::1]', '*']"),
        ("BASE_URL", "https://register.example.org/", "https://register.example.org"),
        ("CONTACT_EMAIL", "us@register.example.org", "us@register.example.org"),
        ("OPERATOR", "$ociety", "$ociety"),
        ("RETENTION_YEARS", "10", "10"),
        ("DEFAULT_FROM_EMAIL", "The Register <a@b.org>", "The Register <a@b.org>"),
    ],
)
def test_right_values_are_read(name, given, read):
    script = f"from config import settings; print(settings.{name})"

    assert start("-c", script, **{**KEY, name: given}).stdout == f"{read}\n"


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        ("smtp+tls://user:p%40ss@mail.example.org", "mail.example.org", 587, True, False),
        ("smtp+ssl://user:p%40ss@mail.example.org", "mail.example.org", 465, False, True),
        ("smtp://user:p%40ss@mail.example.org:2525", "mail.example.org", 2525, False, False),
    ],
)
def test_the_mail_server_is_read(url, host, port, starttls, tls):
    names = ["HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL"]
    values = ", ".join(f"settings.EMAIL_{name}" for name in names)
    script = f"from config import settings; print([{values}])"

    read = start("-c", script, **KEY, EMAIL_URL=url).stdout
    assert read == f"{[host, port, 'user', 'p@ss', starttls, tls]}\n"


def test_every_variable_is_documented():
    source = (settings.BASE_DIR / "config/settings.py").read_text()
    table = (settings.BASE_DIR / "docs/operations.md").read_text()

    read = re.findall(r'env(?:\.ENVIRON\.get)?\("(\w+)"', source)
    assert read
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == set(read)
