"""CSV, as all of the register's files are written (see `core.csv`)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from core.csv import BOM, CONTENT_TYPE, escape, lines, unescape
from events.participant_list.columns import Column, columns_for, headers
from events.participant_list.rows import ParticipantList

__all__ = ["CONTENT_TYPE", "chunks", "escape", "unescape", "write"]

_ROWS_AT_ONCE = 1_000


def chunks(
    participants: ParticipantList, columns: Sequence[Column] | None = None
) -> Iterator[bytes]:
    """The file in pieces; the header goes out before anything is read."""
    columns = columns or columns_for(participants.audience)
    yield BOM + lines((header,) for header in headers(columns, participants.language))
    rows = iter(participants)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        fields = list(zip(*some, strict=True))
        yield lines(fields[column.field] for column in columns)


def write(
    participants: ParticipantList, file: BinaryIO, columns: Sequence[Column] | None = None
) -> None:
    """Write the whole list to `file`."""
    file.writelines(chunks(participants, columns))
