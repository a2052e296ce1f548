"""XLSX, XLS and ODS: checked, then opened in a process of its own.

A packed workbook is unpacked here within limits, and packed anew from the parts that hold cells
alone, so that nothing is left for a second unpacking to differ in.
"""

import io
import logging
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from core.isolated import NoAnswer, run_isolated
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
from events.participant_list.readers.table import LeftOut

log = logging.getLogger(__name__)

_CELLS = re.compile(r"(?!xl/media/).*\.(xml|rels)|mimetype", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ISOLATED = Path(__file__).with_name("isolated.py")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be seen: its cells as text, and what was left out of it."""

    title: str
    rows: list[list[str]]
    left_out: list[LeftOut]


def sheets_of(content: bytes, kind: FileKind, *, with_hidden: bool = False) -> list[Sheet]:
    """The sheets of a workbook that can be seen; `with_hidden`, with all their rows and columns."""
    if kind is not FileKind.XLS:
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
    if with_hidden:
        return [Sheet(title, rows, []) for title, rows, _hidden, _struck in answer["sheets"]]
    return [_sheet(*each) for each in answer["sheets"]]


def _sheet(title: str, rows: list[list[str]], hidden: dict, struck: dict) -> Sheet:
    """The sheet without what is hidden or struck out; the numbers of its rows stay."""
    left_out = []
    for look, reason in ((hidden, _("hidden row")), (struck, _("row that is struck out"))):
        for at in look["rows"]:
            if at < len(rows) and (text := _text_of(rows[at])):
                left_out.append(LeftOut(at + 1, text, reason, is_hidden=True))
                rows[at] = [""] * len(rows[at])
    for look, reason in ((hidden, _("hidden column")), (struck, _("column that is struck out"))):
        for at in look["columns"]:
            texts = [row[at] for row in rows if at < len(row) and row[at].strip()]
            if texts:
                left_out.append(LeftOut(0, texts[0], reason, is_hidden=True))
            for row in rows:
                if at < len(row):
                    row[at] = ""
    return Sheet(title, rows, left_out)


def _text_of(row: list[str]) -> str:
    return ", ".join(text for cell in row if (text := " ".join(cell.split())))


def answer_of(program: Path, content: bytes, *options: int, memory: int = 2**30) -> dict | None:
    """What `program` answers, in a process of its own with `memory` bytes, to `content`; None if it
    was ended by its limits or by the library. It is told the limits, then the `options`."""
    limits = (MAX_ROWS, MAX_COLUMNS, MAX_CELLS)
    try:
        return run_isolated(program, content, *limits, *options, memory=memory)
    except NoAnswer as error:
        log.warning("The process that reads files gave no answer: %s", error)
        return None


def parts_of(content: bytes, kind: FileKind) -> dict[str, bytes]:
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


def repacked(parts: dict[str, bytes]) -> bytes:
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
