"""XLSX, XLS and ODS: checked, then opened in a process of its own.

A packed workbook is unpacked here within limits, and packed anew from the parts that hold cells
alone, so that nothing is left for a second unpacking to differ in.
"""

import io
import json
import logging
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile
from events.participant_list.readers.kinds import (
    MAX_UNPACKED,
    FileKind,
    damaged,
    encrypted,
    macros,
    opened,
)
from events.participant_list.readers.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    too_large,
)

log = logging.getLogger(__name__)

_MEMORY = 2**30
_SECONDS = 60

_CELLS = re.compile(r"(?!xl/media/).*\.(xml|rels)|mimetype", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
# What Python itself may need to start; nothing else is for strangers' files to see.
_NEEDED = ("PATH", "LD_LIBRARY_PATH")
_ISOLATED = Path(__file__).with_name("isolated.py")

Sheets = list[tuple[str, list[list[str]]]]


def sheets_of(content: bytes, kind: FileKind) -> Sheets:
    """The sheets of a workbook that can be seen: each as its title and its cells as text."""
    if kind is not FileKind.XLS:
        content = _repacked(_parts(content, kind))
    limits = (MAX_ROWS, MAX_COLUMNS, MAX_CELLS, _MEMORY, _SECONDS)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_ISOLATED), *map(str, limits)],
            input=content,
            capture_output=True,
            timeout=2 * _SECONDS,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        # The process was ended by its limits, or by the library.
        log.warning("The process that reads workbooks gave no answer: %s", type(error).__name__)
        raise UnreadableFile(
            _(
                "The workbook cannot be opened: it is damaged, or has cells far away from the "
                "list. Copy the list into a new workbook and save it as XLSX."
            )
        ) from None
    match answer.get("wrong"):
        case "password":
            raise encrypted()
        case "large":
            raise too_large(answer["sheet"])
        case "damaged":
            raise damaged()
    return [(title, rows) for title, rows in answer["sheets"]]


def _parts(content: bytes, kind: FileKind) -> dict[str, bytes]:
    """The parts of a packed workbook that hold cells, unpacked; raises where one is unwelcome."""
    with opened(content) as container:
        if container.runs_something():
            raise macros()
        if any(name.lower().startswith("xl/externallinks/") for name in container.names):
            raise _external()
        parts = {
            name: container.read(name, MAX_UNPACKED)
            for name in container.names
            if _CELLS.fullmatch(name)
        }
    _check(parts, kind)
    return parts


def _check(parts: dict[str, bytes], kind: FileKind) -> None:
    for name, part in parts.items():
        # In UTF-16, every other byte is 0.
        plain = part.replace(b"\0", b"") if b"\0" in part[:200] else part
        if name != "mimetype" and _ENTITIES.search(plain):
            raise UnreadableFile(
                _(
                    "The workbook declares entities of its own, which no spreadsheet program does. "
                    "It is not opened. Copy the list into a new workbook and save it as XLSX."
                )
            )
    if kind is FileKind.ODS:
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise encrypted()
        if b"<table:table-source" in parts.get("content.xml", b""):
            raise _external()


def _repacked(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def _external() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The workbook takes cells from other files by links, which are not followed. Copy the "
            "list, paste it into a new workbook as values only, and save it as XLSX."
        )
    )
