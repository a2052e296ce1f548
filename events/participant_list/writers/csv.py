"""CSV, as all of the register's files are written (see `participants.csv_files`)."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from events.participant_list.columns import columns_for, headers
from events.participant_list.rows import ParticipantList
from participants.csv_files import BOM, CONTENT_TYPE, escape, lines, unescape

__all__ = ["CONTENT_TYPE", "chunks", "escape", "unescape", "write"]

_ROWS_AT_ONCE = 1_000


def chunks(participants: ParticipantList) -> Iterator[bytes]:
    """The file in pieces; the header goes out before anything is read."""
    columns = columns_for(participants.audience)
    yield BOM + lines((header,) for header in headers(columns, participants.language))
    rows = iter(participants)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        fields = list(zip(*some, strict=True))
        yield lines(fields[column.field] for column in columns)


def write(participants: ParticipantList, file: BinaryIO) -> None:
    """Write the whole list to `file`."""
    file.writelines(chunks(participants))
