"""Costly work, done by a few requests of one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class TooBusy(Exception):
    """No turn came within the time; the answer is 503 (`config.errors`)."""


class Turns:
    """`number` turns at a time; who asks for one waits for `seconds` at most."""

    def __init__(self, number: int, seconds: float):
        self._free, self._seconds = BoundedSemaphore(number), seconds

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a turn. Raises `TooBusy`."""
        if not self._free.acquire(timeout=self._seconds):
            raise TooBusy("others have all turns")
        try:
            yield
        finally:
            self._free.release()
