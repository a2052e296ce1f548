"""A migrated database, made once and copied for every process of a test run.

Migrating takes seconds, copying a tenth of one. The original is found again by the migrations'
text: on SQLite it stays in pytest's cache, on PostgreSQL beside the databases of the tests.
"""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader


def start_from_migrated(cache: Path) -> None:
    """Make the test database begin as a copy of the original, which is made if it is missing."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        with _one_process_at_a_time(cache / "lock"):
            original = _original_file(cache)
            shutil.copyfile(original, test["NAME"])
    else:
        with _one_process_at_a_time(cache / "lock"):
            test["TEMPLATE"] = _original_on_server()


def _original_file(cache: Path) -> Path:
    original = cache / f"{_fingerprint()}.sqlite3"
    if not original.exists():
        for outdated in cache.glob("*.sqlite3*"):
            outdated.unlink()
        unfinished = cache / "unfinished.sqlite3"
        _migrate(unfinished)
        unfinished.rename(original)
    return original


def _original_on_server() -> str:
    beginning = "test_migrated_"
    original = beginning + _fingerprint()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{beginning}%"])
        present = [name for (name,) in cursor.fetchall()]
        if original not in present:
            for outdated in present:
                cursor.execute(f'DROP DATABASE "{outdated}"')
            unfinished = f"{beginning}unfinished"
            _migrate(unfinished)
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{original}"')
    return original


def _migrate(name: str | Path) -> None:
    """Make a database of that name, and leave the settings and the connection as they were."""
    test, name_before = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    test_name_before, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.creation.destroy_test_db(name_before, verbosity=0, keepdb=True)
    finally:
        test["NAME"] = test_name_before


def _fingerprint() -> str:
    """Of the migrations of all apps, in any order of being read."""
    migrations = MigrationLoader(None).disk_migrations.values()
    files = {sys.modules[migration.__module__].__file__ for migration in migrations}
    texts = sorted(Path(file).read_bytes() for file in files)
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


@contextmanager
def _one_process_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
