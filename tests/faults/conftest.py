"""One register with records, made once, and copied for each test.

`make faults` runs all; `make test` those that are `short`.
"""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.faults.processes import PASSWORD, Register

HERE = Path(__file__).parent
ALL = os.environ.get("FAULTS") == "true"
EVENTS, DELEGATES = (30, 1_000) if ALL else (5, 100)
_reports: list[str] = []


def pytest_collection_modifyitems(items):
    items[:] = [
        item
        for item in items
        if ALL or item.path.parent != HERE or item.get_closest_marker("short")
    ]


@pytest.fixture(scope="session")
def original(tmp_path_factory) -> Register:
    folder = tmp_path_factory.mktemp("original")
    register = Register(folder, f"sqlite:///{folder}/register.sqlite3")
    register.run(
        "from django.contrib.auth.models import User; "
        "from django.core.management import call_command; "
        "call_command('migrate', verbosity=0); "
        "call_command('load_record'); "
        f"call_command('load_sample', events={EVENTS}, delegates={DELEGATES}, seed=1); "
        f"User.objects.create_superuser('admin', password={PASSWORD!r})"
    )
    with sqlite3.connect(folder / "register.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return register


@pytest.fixture
def register(original, tmp_path) -> Register:
    shutil.copy(original.folder / "register.sqlite3", tmp_path)
    return Register(tmp_path, f"sqlite:///{tmp_path}/register.sqlite3")


@pytest.fixture
def tell():
    """Prints a line at the end of the run: the figures of docs/reliability.md."""
    return _reports.append


def pytest_terminal_summary(terminalreporter):
    if ALL:
        terminalreporter.section("figures")
    for line in _reports:
        terminalreporter.write_line(line)
