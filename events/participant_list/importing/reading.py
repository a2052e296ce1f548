"""A file that came in, read as one list: its tables, what their columns mean, its people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from django.utils.translation import gettext as _

from events.participant_list.errors import CellError, UnreadableFile
from events.participant_list.readers import (
    LABELS,
    Columns,
    ReadRow,
    Table,
    find_columns,
    read_people,
    read_tables,
)
from participants.matching import ParticipantMatcher, is_territory

# By table, counted from 0: what its columns, counted from 0, mean; "" is left out.
Corrections = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class OpenList:
    """The tables of a file in its order, each with what its columns mean."""

    tables: list[Table]
    columns: list[Columns]

    @property
    def lists(self) -> list[tuple[Table, Columns]]:
        """The tables that name people; not notes and statistics beside them."""
        tables = zip(self.tables, self.columns, strict=True)
        return [(table, columns) for table, columns in tables if columns.names_people()]

    def title_of(self, sheet: str, field: str) -> str:
        """What the file calls the column of `field`; empty if it has none."""
        for table, columns in zip(self.tables, self.columns, strict=True):
            if table.title == sheet:
                for index, name in columns.fields.items():
                    if name == field:
                        return columns.title(index)
        return ""

    def fields_of(self, sheet: str, title: str) -> tuple[str, ...]:
        """What the columns of a sheet mean that the file calls `title`."""
        return tuple(
            name
            for table, columns in zip(self.tables, self.columns, strict=True)
            if table.title == sheet
            for index, name in columns.fields.items()
            if name and columns.title(index) == title
        )

    def text_of(self, sheet: str, row: int) -> str:
        """What stands in a row, cell by cell."""
        table = next(table for table in self.tables if table.title == sheet)
        return ", ".join(text for cell in table.rows[row - 1] if (text := " ".join(cell.split())))


@dataclass(frozen=True, slots=True)
class ReadList:
    """Whom a file names, and what is wrong with its cells.

    `unnamed` are delegations of which it says no more than that they come; `errors` and `skipped`
    (rows that are about nobody) come with the titles of their tables. `refused` are the rows of the
    errors, as far as they could be read.
    """

    opened: OpenList
    people: list[ReadRow] = field(default_factory=list)
    unnamed: list[ReadRow] = field(default_factory=list)
    errors: list[tuple[str, CellError]] = field(default_factory=list)
    refused: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)


def open_list(
    file: BinaryIO,
    name: str,
    own: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
) -> OpenList:
    """The tables of `file`, which its sender calls `name`.

    `own` are the sender's own names of columns; `corrections` are the officer's for this file. In
    both, a field that lists no longer have is passed over. Raises `UnreadableFile`.
    """
    tables = read_tables(file, name)
    own = {header: field for header, field in (own or {}).items() if field in LABELS}
    columns = [
        _corrected(find_columns(table, own), (corrections or {}).get(str(number)))
        for number, table in enumerate(tables)
    ]
    return OpenList(tables, columns)


def read_list(
    file: BinaryIO,
    name: str,
    own: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
) -> ReadList:
    """The people in `file`: see `open_list`.

    Raises `UnreadableFile`, also where no table has names.
    """
    opened = open_list(file, name, own, corrections)
    if not opened.lists:
        raise UnreadableFile(
            _("No column of names was found. Say which column holds them, or choose another file.")
        )
    matcher = ParticipantMatcher()
    return read_opened(opened, matcher.knows, matcher.resembles)


def read_opened(
    opened: OpenList,
    known: Callable[[str], bool] = is_territory,
    resembles: Callable[[str], bool] = is_territory,
) -> ReadList:
    """The people in the tables of `opened`; a table without names, such as notes, is passed over.

    `known` and `resembles` tell headings from people, see `read_people`: by default they ask no
    database. Raises `UnreadableFile` where no table has names.
    """
    read = ReadList(opened)
    # Where no table has names, reading the first one says so.
    for table, columns in opened.lists or zip(opened.tables, opened.columns, strict=True):
        reading = read_people(table, columns, known, resembles)
        read.people.extend(reading.people)
        read.unnamed.extend(reading.unnamed)
        read.refused.extend(reading.refused)
        read.errors.extend((table.title, error) for error in reading.errors)
        read.skipped.extend((table.title, *skipped) for skipped in reading.skipped)
    return read


def _corrected(columns: Columns, corrections: Mapping[str, str] | None) -> Columns:
    """`columns` as the officer says that they are."""
    if corrections is None:
        return columns
    return replace(
        columns,
        fields={int(at): field for at, field in corrections.items() if field and field in LABELS},
    )
