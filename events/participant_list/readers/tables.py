"""From a file to tables of text, whatever the format."""

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile
from events.participant_list.readers.kinds import FileKind, kind_of
from events.participant_list.readers.limits import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    too_large,
)
from events.participant_list.readers.texts import decode, rows_of
from events.participant_list.readers.workbooks import sheets_of


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or the whole of a CSV: all its cells as text.

    `rows[i]` is the row that a spreadsheet shows as i + 1; all rows have the same length.
    """

    title: str
    rows: list[list[str]]


def read_tables(file: BinaryIO, name: str) -> list[Table]:
    """The tables of `file`, which somebody called `name`: at least one, and none of them empty.

    Hidden sheets are left out. Raises `UnreadableFile`, which says what to do.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            _(
                "The file is larger than %(megabytes)d MB. Save the list alone, without pictures, "
                "in a new file."
            )
            % {"megabytes": MAX_BYTES // 2**20}
        )
    kind = kind_of(content, name)
    sheets = [(name, _rows(content, name))] if kind is FileKind.CSV else sheets_of(content, kind)
    tables = [Table(title, rows) for title, cells in sheets if (rows := _trimmed(cells))]
    if not tables:
        raise UnreadableFile(
            _(
                "No sheet that can be seen has anything in it. Show the hidden sheets, or choose "
                "another file."
            )
        )
    return tables


def _rows(content: bytes, name: str) -> list[list[str]]:
    rows, cells = [], 0
    for row in rows_of(decode(content)):
        rows.append(row)
        cells += len(row)
        if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
            raise too_large(name)
    return rows


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """`rows` of one length, without the empty rows and columns at the end."""
    filled = [
        max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0) for row in rows
    ]
    height = max((at for at, width in enumerate(filled, 1) if width), default=0)
    width = max(filled, default=0)
    return [(row + [""] * (width - len(row)))[:width] for row in rows[:height]]
