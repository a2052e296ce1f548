"""One register with records, made once, and copied for each test."""

import shutil
import sqlite3

import pytest

from tests.faults.processes import PASSWORD, Register

EVENTS, DELEGATES = 30, 1_000
_reports: list[str] = []


@pytest.fixture(scope="session")
def original(tmp_path_factory) -> Register:
    folder = tmp_path_factory.mktemp("original")
    register = Register(folder, f"sqlite:///{folder}/register.sqlite3")
    register.manage("migrate", "--verbosity=0")
    register.manage("load_record")
    register.manage("load_sample", f"--events={EVENTS}", f"--delegates={DELEGATES}", "--seed=1")
    register.run(
        "from django.contrib.auth.models import User; "
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
    terminalreporter.section("figures")
    for line in _reports:
        terminalreporter.write_line(line)
