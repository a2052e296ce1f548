"""A register as processes of their own: commands that can be killed, and a server under load."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "a-password-for-the-tests-of-faults"


@dataclass(frozen=True)
class Register:
    """A database in a folder of its own, and the environment that leads to it."""

    folder: Path
    url: str
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTEST")
        }
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.url,
            "FAULTS_FOLDER": str(self.folder),
            "DEBUG": "false",
            "SECRET_KEY": "only-for-the-tests-of-faults-which-is-long-enough-for-all",
            "BASE_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            **self.extra,
        }

    def start(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def manage(self, *args: str, ok: bool = True) -> str:
        """What `manage.py` with `args` prints."""
        process = self.start("manage.py", *args)
        output = process.communicate(timeout=400)[0]
        assert not ok or process.returncode == 0, output
        return output

    def run(self, code: str) -> str:
        """What the Python `code` prints, with Django set up."""
        return self.manage("shell", "--no-imports", "--verbosity=0", "--command", code).strip()

    def killed(self, work: str, check: str = "pass") -> int:
        """Kill the Python `work` again and again until it ends; `check` runs after each kill.

        How often it was killed.
        """
        process = self.start("-m", "tests.faults.again_and_again", work, check)
        output = process.communicate(timeout=400)[0]
        assert process.returncode == 0, output
        return int(output.split()[-1])


@contextmanager
def server(register: Register, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """Gunicorn as the documentation has it; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", str(threads), "--log-level=error"]
    log = (register.folder / "server.log").open("w")
    process = subprocess.Popen(
        [sys.executable, *command, "--no-control-socket", "--forwarder-headers", ""],
        cwd=ROOT,
        env=register.environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        wait_until(lambda: ask(port, "/healthz").status == 200, 60)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        log.close()


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"It did not happen within {seconds} seconds.")


# --- Clients --------------------------------------------------------------------------------
@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


def ask(port: int, path: str, data: dict | None = None, cookies: str = "") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Cookie": cookies} if cookies else {}
        body = None
        if data is not None:
            body = urlencode(data)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{port}{path}",
                "Origin": f"http://127.0.0.1:{port}",
            }
        connection.request("GET" if data is None else "POST", path, body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode("utf-8", "replace"))
    finally:
        connection.close()


class Staff:
    """Somebody who is signed in."""

    def __init__(self, port: int, name: str = "admin"):
        self.port, self.cookies = port, {}
        self.ask("/admin/login/")
        answer = self.ask("/admin/login/", {"username": name, "password": PASSWORD})
        assert answer.status == 302, answer.text

    def ask(self, path: str, data: dict | None = None) -> Answer:
        if data is not None:
            data = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **data}
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = ask(self.port, path, data, sent)
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, value = re.match(r"(?:__Host-)?([^=]+)=([^;]*)", header).groups()
            self.cookies[name] = value
        return answer

    def add_organisation(self, name: str) -> int | str:
        """The status of the answer to a new organisation: 302 once it is stored."""
        answer = self.ask(
            "/admin/participants/organisation/add/",
            {"name_en": name, "name_ru": "", "acronym_en": "", "acronym_ru": "", "kind": "other"},
        )
        return "signed-out" if "/login/" in answer.headers.get("Location", "") else answer.status


@dataclass
class Load:
    """What clients saw: how often each status, the longest wait, and what was stored."""

    statuses: Counter = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    stored: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, ask_: Callable[[], int]) -> int:
        started = time.monotonic()
        try:
            status = ask_()
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
        waited = time.monotonic() - started
        with self.lock:
            self.statuses[f"{what} {status}"] += 1
            self.longest[what] = max(self.longest.get(what, 0), waited)
        return status

    @property
    def errors(self) -> dict[str, int]:
        """All answers but those that are right: done, shown, or told to try again."""
        return {
            name: number
            for name, number in self.statuses.items()
            if name.split()[1] not in ("200", "302", "304", "503")
        }

    def report(self, name: str) -> str:
        """The line for docs/reliability.md."""
        statuses = ", ".join(f"{number} x {what}" for what, number in sorted(self.statuses.items()))
        waits = ", ".join(f"{what} {wait:.1f} s" for what, wait in sorted(self.longest.items()))
        return f"{name}: {statuses}; longest wait: {waits}"


PAGES = ("/", "/events/", "/ru/events/", "/states/", "/topics/", "/search?q=migration", "/api/v1/")


@contextmanager
def under_load(
    port: int, *, readers: int, writers: int, pause: float = 0.2, most: int = 5_000
) -> Iterator[Load]:
    """Readers who ask for pages and writers who add organisations, until the block ends.

    At most `most` requests in all, `pause` seconds after one another for each client.
    """
    load, stop = Load(), threading.Event()
    signed_in = [Staff(port) for _ in range(writers)]

    def read(number: int) -> None:
        turn = number
        while not stop.is_set() and sum(load.statuses.values()) < most:
            path = PAGES[turn % len(PAGES)]
            load.note("read", lambda path=path: ask(port, path).status)
            turn += 1
            stop.wait(pause)

    def write(number: int) -> None:
        turn = 0
        while not stop.is_set() and sum(load.statuses.values()) < most:
            name = f"Organisation {number}-{turn}"
            staff = signed_in[number]
            status = load.note("write", lambda n=name, s=staff: s.add_organisation(n))
            if status == 302:
                with load.lock:
                    load.stored.add(name)
            turn += 1
            stop.wait(pause)

    threads = [threading.Thread(target=read, args=[n], daemon=True) for n in range(readers)]
    threads += [threading.Thread(target=write, args=[n], daemon=True) for n in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        stop.set()
        for thread in threads:
            thread.join(70)


def lost(register: Register, load: Load) -> set[str]:
    """The organisations that a writer was told are stored, and that are not."""
    names = register.run(
        "from participants.models import Organisation; "
        "print('\\n'.join(Organisation.objects.values_list('name_en', flat=True)))"
    )
    return load.stored - set(names.splitlines())
