"""Asks a ClamAV daemon about an uploaded file, where CLAMD_URL names one.

The file goes through the connection in pieces (`INSTREAM`), so that the daemon needs no access to
the folder of uploads.
"""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

_SECONDS = 30
_PIECE = 2**16


class NotScanned(Exception):
    """The daemon gave no answer; the file must not be taken."""


def virus_in(file: BinaryIO) -> str:
    """The name of the virus in `file`, read from where it stands; empty if there is none.

    Without CLAMD_URL nobody is asked. Raises `NotScanned`.
    """
    if not settings.CLAMD_URL:
        return ""
    try:
        with _connection() as daemon:
            daemon.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                daemon.sendall(struct.pack("!L", len(piece)) + piece)
            daemon.sendall(struct.pack("!L", 0))
            answer = _answer(daemon)
    except OSError as error:
        raise NotScanned(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise NotScanned(answer)


def _connection() -> socket.socket:
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "tcp":
        return socket.create_connection((address.hostname, address.port or 3310), _SECONDS)
    daemon = socket.socket(socket.AF_UNIX)
    daemon.settimeout(_SECONDS)
    try:
        daemon.connect(address.path)
    except OSError:
        daemon.close()
        raise
    return daemon


def _answer(daemon: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < 1_000 and (piece := daemon.recv(1_000)):
        answer += piece
    return answer.split(b"\0")[0].decode(errors="replace").strip()
