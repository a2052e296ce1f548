"""When the database or the disk does not take a request: a page that says so, and loses nothing.

A lock that another request holds too long, a server that is away, a disk that is full or cannot be
written to: none of these is a fault of the program. The answer is 503 with `Retry-After`, and
carries what was typed, to be sent again.
"""

import logging
from threading import BoundedSemaphore

from config.caching import is_public
from config.errors import busy, is_busy

logger = logging.getLogger(__name__)

# So many requests of one process write at a time; the other threads stay free to read and to answer
# a supervisor. More would only wait for one another.
WRITERS = 2
# How long a writer waits for another of this process; then for the database, by its time-outs.
WAIT_SECONDS = 0.5
_writers = BoundedSemaphore(WRITERS)


class AnswerWhenBusy:
    """Answers 503 where the database or the disk refuses, and to writers beyond `WRITERS`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS") or is_public(request.path_info):
            return self.get_response(request)
        if not _writers.acquire(timeout=WAIT_SECONDS):
            return busy(request)
        try:
            return self.get_response(request)
        finally:
            _writers.release()

    def process_exception(self, request, exception):
        """The answer to an error that a view raised; None where it is one of the program."""
        if not is_busy(exception):
            return None
        logger.warning("%s %s was not served: %s", request.method, request.path_info, exception)
        return busy(request)
