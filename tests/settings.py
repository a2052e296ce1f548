"""The project's settings as the tests run under them.

Of the environment only TEST_DATABASE_URL reaches the tests: a developer's own database, mail
server or storage never does.
"""

import os
import tempfile
from pathlib import Path

for _name in (
    *("ALLOWED_HOSTS", "BASE_URL", "CACHE_URL", "CLAMD_URL", "CONTACT_EMAIL", "DEFAULT_FROM_EMAIL"),
    *("EMAIL_URL", "LOG_FORMAT", "OPERATOR", "PORT", "TRUSTED_PROXIES", "RETENTION_YEARS"),
    *("ALLOW_HTTP", "HSTS", "SECRET_KEY_FALLBACKS", "SECRET_KEY_FILE", "DATABASE_URL_FILE"),
):
    os.environ.pop(_name, None)
    os.environ.pop(f"{_name}_FILE", None)
os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = "only-for-the-tests" * 3
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")
# A program that a test starts runs under the project's own settings, with the values above.
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in production: the server of the browser tests and tests of two writers need
    # connections of their own, which a database in memory cannot give. Each process of a run
    # has its own folder, which goes when the process ends.
    _folder = tempfile.TemporaryDirectory(prefix="register-", ignore_cleanup_errors=True)
    _file = Path(_folder.name, "test.sqlite3")
    # As NAME too: the live server decides by it, at times before the test database is made,
    # whether all its threads have to share one connection, which crashes the interpreter.
    DATABASES["default"] |= {"NAME": _file, "TEST": {"NAME": _file}}
    # These data need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
# A connection that outlives its request would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Fast, for people who do not exist.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files straight from their sources: nothing has to be collected before a test run.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True

# A test asks more often in a minute than a client may; the one of the limit sets its own.
API_RATE = "1000000/min"
