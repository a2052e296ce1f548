"""Registers to measure: on SQLite and on PostgreSQL, filled by the project's own commands."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgres import temporary_server

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Register:
    """A database with the founding record, and the environment that leads to it."""

    engine: str
    environment: dict[str, str]

    def manage(self, *args: str) -> float:
        """Run `manage.py` with `args`; returns how many seconds it took."""
        started = time.perf_counter()
        self._run("manage.py", *args)
        return time.perf_counter() - started

    def measure(self, module: str, *args: str) -> Any:
        """What `bench.module` prints as JSON, given `args`."""
        return json.loads(self._run("-m", f"bench.{module}", *args))

    def load_sample(self, events: int, delegates: int) -> float:
        """Returns how many seconds it took."""
        seconds = self.manage("load_sample", f"--events={events}", f"--delegates={delegates}")
        self._settle()
        return seconds

    def remove_sample(self) -> float:
        """Returns how many seconds it took."""
        seconds = self.manage("load_sample", "--remove")
        self._settle()
        return seconds

    def _settle(self) -> None:
        """Do now what PostgreSQL else does of itself at some time in the next minutes."""
        if self.engine == "PostgreSQL":
            vacuum = (
                "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE')"
            )
            self.manage("shell", "--no-imports", "--command", vacuum)

    def _run(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        ).stdout


@contextmanager
def _opened(engine: str, url: str, folder: str, filled: bool) -> Iterator[Register]:
    register = Register(
        engine,
        {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": url,
            "DEBUG": "false",
            "SECRET_KEY": "only-for-measuring" * 3,
            "BASE_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "BENCH_STATIC": f"{folder}/static",
        },
    )
    register.manage("migrate", "--verbosity=0")
    if filled:
        register.manage("collectstatic", "--no-input", "--verbosity=0")
        register.manage("load_record")
    yield register


@contextmanager
def sqlite(filled: bool = True) -> Iterator[Register]:
    """One on SQLite, with the founding record if `filled`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _opened("SQLite", f"sqlite:///{folder}/register.sqlite3", folder, filled) as register,
    ):
        yield register


@contextmanager
def postgresql(filled: bool = True) -> Iterator[Register]:
    """One on PostgreSQL, with the founding record if `filled`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        temporary_server() as url,
        _opened("PostgreSQL", url, folder, filled) as register,
    ):
        yield register
