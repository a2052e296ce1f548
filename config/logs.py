"""The log: one line an event, with who asked, and without what must not get about."""

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex

from core.throttling import client_key

security = logging.getLogger("register.security")

# Controls, which end a line or steer a terminal, and marks that turn the direction of writing.
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_request: ContextVar = ContextVar("request", default=None)


def request_log(get_response):
    """Give each request a number, by which its lines in the log are found; log refusals."""

    def middleware(request):
        request.number = token_hex(8)
        token = _request.set(request)
        try:
            response = get_response(request)
            if response.status_code == 403:
                security.warning("Refused: %s", request.path_info, extra={"event": "refused"})
            elif response.status_code == 429:
                security.warning("Locked out: %s", request.path_info, extra={"event": "lock_out"})
            return response
        finally:
            _request.reset(token)

    return middleware


class InUtc:
    """The time of an event with its offset, so that logs of several machines can be joined."""

    def formatTime(self, record, datefmt=None):
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class PlainLines(InUtc, logging.Formatter):
    """One line an event: what a stranger sent begins no line of its own. A traceback follows."""

    def __init__(self):
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record):
        return _NOT_IN_A_LINE.sub(
            lambda found: f"\\u{ord(found[0]):04x}", super().formatMessage(record)
        )


class WhoAsked(logging.Filter):
    """Adds the number of the request, its client and its user to what is logged meanwhile."""

    def filter(self, record):
        if (request := _request.get()) is not None:
            record.request_id = request.number
            record.client_key = client_key(request)[:16]
            # Whom nobody has asked for yet is not looked up for the log.
            if (user := getattr(request, "_cached_user", None)) is not None and user.pk:
                record.user_key = user.pk
        return True


class NoTraceback(logging.Filter):
    """Leaves out where in the program a refusal was made: nothing of the program is wrong."""

    def filter(self, record):
        refused = getattr(record, "status_code", 500) < 500
        if refused or record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
        return True
