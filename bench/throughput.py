"""Requests a second of a page, beside those of a bare view on the same server in the same run."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import django

django.setup()

from bench.pages import addresses  # noqa: E402

CLIENTS = 2


@contextmanager
def server(cache: str) -> Iterator[int]:
    """A gunicorn of one worker, so that a core is left for its clients; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level=error"]
    process = subprocess.Popen([sys.executable, *command], env={**os.environ, "BENCH_CACHE": cache})
    try:
        _wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            return ask(port, "/hello")
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


def ask(port: int, path: str, *headers: str) -> tuple[int, dict[str, str]]:
    """One request on a connection of its own; returns the status and the headers."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = bytearray()
        while some := connection.recv(65_536):
            answer += some
    first, *rest = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in rest)


def requests_a_second(port: int, path: str, headers: list[str], seconds: float) -> float:
    """How many requests for `path` `CLIENTS` clients get answered."""

    def client() -> int:
        number = 0
        while time.perf_counter() < until:
            status, _headers = ask(port, path, *headers)
            assert status in (200, 304), (path, status)
            number += 1
        return number

    started = time.perf_counter()
    until = started + seconds
    with ThreadPoolExecutor(CLIENTS) as clients:
        done = [clients.submit(client) for _ in range(CLIENTS)]
        total = sum(each.result() for each in done)
    return total / (time.perf_counter() - started)


def measure(rounds: int, seconds: float) -> list[dict]:
    """Each page in turn, `rounds` times over, so that what disturbs the machine hits them alike."""
    pages, filtered, rendered = addresses(), "event list, filtered", "rendered each time"
    names = ["event list", filtered, "event", "country"]
    results = []
    with server(cache="off") as port:
        targets = [(name, rendered, pages[name], []) for name in names]
        results += _in_turn(port, targets, rounds, seconds)
    with server(cache="on") as port:
        _status, headers = ask(port, pages[filtered])
        fresh = [f"If-None-Match: {headers['ETag']}"]
        targets = [
            (filtered, "kept by the register", pages[filtered], []),
            (filtered, "revalidated (304)", pages[filtered], fresh),
        ]
        results += _in_turn(port, targets, rounds, seconds)
    return results


def _in_turn(port: int, targets: list, rounds: int, seconds: float) -> list[dict]:
    targets = [("hello", "the floor", "/hello", []), *targets]
    rates = [[] for _ in targets]
    for _name, _how, path, headers in targets:
        ask(port, path, *headers)
    for _ in range(rounds):
        for rate, (_name, _how, path, headers) in zip(rates, targets, strict=True):
            rate.append(requests_a_second(port, path, headers, seconds))
    return [
        {"name": name, "how": how, "rates": rate}
        for (name, how, *_rest), rate in zip(targets, rates, strict=True)
    ]


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2]))))
