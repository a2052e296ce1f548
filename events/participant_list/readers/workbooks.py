"""XLSX, XLS and ODS: checked, then opened in a process of its own.

A packed workbook is unpacked here within limits, and packed anew from the parts that hold cells
alone, so that nothing is left for a second unpacking to differ in.
"""

import io
import json
import logging
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile
from events.participant_list.readers.kinds import Kind, damaged, encrypted, macros
from events.participant_list.readers.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    too_large,
)
from events.participant_list.readers.table import LeftOut

log = logging.getLogger(__name__)

MAX_UNPACKED = 100 * 2**20
MAX_PARTS = 2_000
# A packed sheet of twenty thousand like rows is a fiftieth of its size; a bomb is a thousandth.
MAX_RATIO = 200
_SMALL = 5 * 2**20
_MEMORY = 2**30
_SECONDS = 60

_CELLS = re.compile(r"(?!xl/media/).*\.(xml|rels)|mimetype", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_LOCAL_HEADER = struct.Struct("<4s22xHH")
# Programs in an ODS; the two lists of them are there without any, too.
_BASIC = re.compile(r"(Basic/.+(?<!/script-lb)(?<!/script-lc)\.xml|Scripts/.+)")
# What Python itself may need to start; nothing else is for strangers' files to see.
_NEEDED = ("PATH", "LD_LIBRARY_PATH")
_ISOLATED = Path(__file__).with_name("isolated.py")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be seen: its cells as text, without hidden rows and columns."""

    title: str
    rows: list[list[str]]
    left_out: list[LeftOut]
    # Rows that are struck out, counted from 0.
    struck: frozenset[int]


def sheets_of(content: bytes, kind: Kind) -> list[Sheet]:
    """The sheets of a workbook that can be seen."""
    if kind is not Kind.XLS:
        content = repacked(parts_of(content, kind))
    answer = answer_of(_ISOLATED, content)
    if answer is None:
        raise UnreadableFile(
            _(
                "The workbook cannot be opened: it is damaged, or has cells far away from the "
                "list. Copy the list into a new workbook and save it as XLSX."
            )
        )
    match answer.get("wrong"):
        case "password":
            raise encrypted()
        case "large":
            raise too_large(answer["sheet"])
        case "damaged":
            raise damaged()
    return [_sheet(*each) for each in answer["sheets"]]


def _sheet(title: str, rows: list[list[str]], hidden: dict, struck: list[int]) -> Sheet:
    """The sheet without what is hidden; the numbers of its rows stay."""
    left_out = []
    for at in hidden["rows"]:
        if at < len(rows) and (text := _text_of(rows[at])):
            left_out.append(LeftOut(at + 1, text, _("hidden row")))
            rows[at] = [""] * len(rows[at])
    for at in hidden["columns"]:
        texts = [row[at] for row in rows if at < len(row) and row[at].strip()]
        if texts:
            left_out.append(LeftOut(0, texts[0], _("hidden column")))
        for row in rows:
            if at < len(row):
                row[at] = ""
    return Sheet(title, rows, left_out, frozenset(struck))


def _text_of(row: list[str]) -> str:
    return ", ".join(text for cell in row if (text := " ".join(cell.split())))


def answer_of(script: Path, content: bytes) -> dict | None:
    """What `script` answers, in a process of its own, to `content`; None if it was ended by its
    limits or by the library."""
    limits = (MAX_ROWS, MAX_COLUMNS, MAX_CELLS, _MEMORY, _SECONDS)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(script), *map(str, limits)],
            input=content,
            capture_output=True,
            timeout=2 * _SECONDS,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        log.warning("The process that reads files gave no answer: %s", type(error).__name__)
        return None


def parts_of(content: bytes, kind: Kind) -> dict[str, bytes]:
    """The parts of a packed workbook that hold cells, unpacked; raises where one is unwelcome."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _bomb()
    if len(set(names)) < len(names):
        raise damaged()
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted()
    if any(name.lower().endswith("vbaproject.bin") or _BASIC.fullmatch(name) for name in names):
        raise macros()
    if any(name.startswith(("xl/macrosheets/", "xl/dialogsheets/")) for name in names):
        raise macros()
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        raise _external()
    parts, left = {}, MAX_UNPACKED
    for entry in entries:
        if _CELLS.fullmatch(entry.filename):
            part = _unpacked(content, entry, left)
            left -= len(part)
            parts[entry.filename] = part
    _check(parts, kind)
    return parts


def _check(parts: dict[str, bytes], kind: Kind) -> None:
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
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise macros()
    if kind is Kind.ODS:
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise encrypted()
        if b"<table:table-source" in parts.get("content.xml", b""):
            raise _external()


def _unpacked(content: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of one part, whatever the archive says of their number."""
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise damaged()
    _signature, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            part = unpacking.decompress(packed, most + 1)
        except zlib.error as error:
            raise damaged() from error
        if len(part) <= most and not unpacking.eof:
            raise damaged()
    else:
        raise damaged()
    if len(part) > most or (len(part) > _SMALL and len(part) > MAX_RATIO * len(packed)):
        raise _bomb()
    if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
        raise damaged()
    return part


def repacked(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def _bomb() -> UnreadableFile:
    return UnreadableFile(
        _(
            "Unpacked, the workbook would be larger than %(megabytes)d MB, or far larger than it "
            "is. It is not opened. Copy the list into a new workbook and save it as XLSX."
        )
        % {"megabytes": MAX_UNPACKED // 2**20}
    )


def _external() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The workbook takes cells from other files by links, which are not followed. Copy the "
            "list, paste it into a new workbook as values only, and save it as XLSX."
        )
    )
