"""The log as JSON, where LOG_FORMAT asks for it."""

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from config.logs import InUtc


class JsonLines(InUtc, JsonFormatter):
    """Each record as one JSON object; the request itself, which Django adds, is left out."""

    def __init__(self):
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, "request", "server_time"],
            json_ensure_ascii=False,
        )
