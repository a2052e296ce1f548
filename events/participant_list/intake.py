"""A file that came in, read as one list: its tables, what their columns mean, its people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from events.participant_list.errors import CellError
from events.participant_list.readers import (
    Columns,
    ReadRow,
    Table,
    find_columns,
    read_people,
    read_tables,
)

# By table, counted from 0: what its columns, counted from 0, mean; "" is not taken over.
Corrections = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ReadList:
    """What was read of a file. `sheets` are in the file's order; an error is one of a cell."""

    tables: list[Table]
    columns: list[Columns]
    people: list[ReadRow]
    errors: list[CellError]

    @property
    def sheets(self) -> list[str]:
        return [table.sheet for table in self.tables]

    def header(self, sheet: str, field: str) -> str:
        """What the file calls the column of `field`; empty if it has none."""
        for table, columns in zip(self.tables, self.columns, strict=True):
            if table.sheet == sheet:
                for index, name in columns.fields.items():
                    if name == field:
                        return columns.headers[index]
        return ""


def read_list(
    file: BinaryIO,
    name: str,
    own: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
) -> ReadList:
    """Read `file`, which its sender calls `name`.

    `own` are the sender's own names of columns, folded; `corrections` are the officer's for this
    file. Raises `ParticipantListError` where there is no list to read.
    """
    tables = read_tables(file, name)
    found = [find_columns(table, own or {}) for table in tables]
    columns = [
        corrected(each, (corrections or {}).get(str(number), {}))
        for number, each in enumerate(found)
    ]
    people, errors = [], []
    for table, each in zip(tables, columns, strict=True):
        reading = read_people(table, each)
        people += reading.people
        errors += reading.errors
    return ReadList(tables, columns, people, errors)


def corrected(columns: Columns, corrections: Mapping[str, str]) -> Columns:
    """`columns` as the officer says that they are."""
    fields = dict(columns.fields)
    for index, field in corrections.items():
        fields.pop(int(index), None)
        if field:
            fields[int(index)] = field
    return replace(columns, fields=fields)
