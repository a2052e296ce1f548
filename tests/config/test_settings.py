"""A start on wrong settings stops with one sentence, which gives no secret away."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import local_secret_key

KEY = {"SECRET_KEY": "only-for-the-tests" * 3}
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
        ({"DATABASE_URL": AWAY}, "SECRET_KEY is not set, and this register has a PostgreSQL"),
        ({"DATABASE_URL": AWAY, "DEBUG": "true"}, "SECRET_KEY is not set, and this register"),
        ({"BASE_URL": "https://a.org"}, "SECRET_KEY is not set, and this register has"),
        ({"BASE_URL": "https://a.org", "SECRET_KEY": ""}, "SECRET_KEY is not set, and this"),
        ({**KEY, "PORT": "http"}, "PORT is 'http'. Set it to a number from 1 to 65535."),
        ({**KEY, "PORT": "70000"}, "PORT is '70000'. Set it to a number"),
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
        ("DEBUG", "", "False"),
        ("SECRET_KEY", "$" + "ecret" * 10, "$" + "ecret" * 10),
        ("ALLOWED_HOSTS", "a.org, .b.org,[::1],*", "['a.org', '.b.org', '[::1]', '*']"),
        ("BASE_URL", "https://register.example.org/", "https://register.example.org"),
        ("PORT", "9000", "9000"),
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


def test_links_follow_the_port():
    script = "from config import settings; print(settings.BASE_URL)"

    assert start("-c", script, **KEY, PORT="9000").stdout == "http://127.0.0.1:9000\n"
    chosen = {"PORT": "9000", "BASE_URL": "https://a.org"}
    assert start("-c", script, **KEY, **chosen).stdout == "https://a.org\n"


def test_without_a_key_the_embedded_register_uses_the_one_in_var():
    script = "from config import settings; print(settings.SECRET_KEY)"
    key = start("-c", script).stdout

    assert (settings.BASE_DIR / "var/secret-key").read_text() == key
    assert len(key) > 50
    assert start("-c", script, DATABASE_URL="sqlite://:memory:").stdout == key


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    file = tmp_path / "secret-key"
    key = local_secret_key(file)

    assert len(key) > 50
    assert local_secret_key(file) == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert [*tmp_path.iterdir()] == [file]


def test_processes_that_start_at_once_use_the_same_key(tmp_path):
    with ThreadPoolExecutor() as threads:
        keys = set(threads.map(local_secret_key, [tmp_path / "secret-key"] * 20))

    assert len(keys) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is empty. Delete it"), (b"\xff", "cannot be used for the secret key: it is not plain")],
)
def test_a_broken_key_stops_the_start_with_a_sentence(tmp_path, content, sentence):
    file = tmp_path / "secret-key"
    file.write_bytes(content)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        local_secret_key(file)


def test_a_key_that_cannot_be_made_stops_the_start_with_a_sentence(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="No such file or directory"):
        local_secret_key(tmp_path / "missing" / "secret-key")


def test_a_missing_catalogue_stops_the_start_with_a_sentence():
    hidden = (
        "from pathlib import Path; exists = Path.exists;"
        "Path.exists = lambda path: path.suffix != '.mo' and exists(path);"
        "import config.settings"
    )
    stopped = start("-c", hidden, **KEY)

    assert "locale/ru/LC_MESSAGES/django.mo is missing. Run: make catalogues" in stopped.stderr


def test_no_value_of_the_environment_reaches_the_tests():
    read = re.findall(
        r'env(?:\.ENVIRON\.get)?\("(\w+)"', (settings.BASE_DIR / "config/settings.py").read_text()
    )
    in_tests = (settings.BASE_DIR / "tests/settings.py").read_text()

    assert [name for name in read if f'"{name}"' not in in_tests] == []
