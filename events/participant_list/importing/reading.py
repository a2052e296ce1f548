"""A file that came in, read as one list: its tables, what their columns mean, its people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from events.participant_list.errors import CellError, UnreadableFile
from events.participant_list.readers import (
    LABELS,
    Columns,
    LeftOut,
    ReadRow,
    Table,
    divided,
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

    @property
    def names_delegations(self) -> bool:
        """Whether any row says whose person it is."""
        return any(
            index < len(row) and row[index].strip()
            for table, columns in self.lists
            for index, name in columns.fields.items()
            if name == "delegation"
            for row in table.rows[columns.first :]
        )

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
        index = row - 1 - table.start
        cells = table.rows[index] if 0 <= index < len(table.rows) else []
        return ", ".join(text for cell in cells if (text := " ".join(cell.split())))


@dataclass(frozen=True, slots=True)
class ReadList:
    """Whom a file names, and what is wrong with its cells.

    `unnamed` are delegations of which it says no more than that they come; `errors`, `skipped`
    (rows that are about nobody) and `left_out` (hidden rows, columns without a meaning here) come
    with the titles of their tables. `refused` are the rows of the errors, as far as they could be
    read.
    """

    opened: OpenList
    people: list[ReadRow] = field(default_factory=list)
    unnamed: list[ReadRow] = field(default_factory=list)
    errors: list[tuple[str, CellError]] = field(default_factory=list)
    refused: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)
    left_out: list[tuple[str, LeftOut]] = field(default_factory=list)

    @property
    def hidden(self) -> list[tuple[str, LeftOut]]:
        """What was left out that the file hides or strikes out."""
        return [each for each in self.left_out if each[1].is_hidden]

    @property
    def doubtful(self) -> list[ReadRow]:
        """The people of whom something was read that an officer should look at."""
        return [row for row in self.people if row.doubts]


def open_list(
    file: BinaryIO,
    name: str,
    own: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
    *,
    with_hidden: bool = False,
) -> OpenList:
    """The tables of `file`, which its sender calls `name`.

    `own` are the sender's own names of columns; `corrections` are the officer's for this file. In
    both, a field that lists no longer have is passed over. `with_hidden`, rows and columns are read
    that are hidden or struck out. Raises `UnreadableFile`.
    """
    tables = read_tables(file, name, _Register().knows, with_hidden=with_hidden)
    return _opened(tables, own, corrections)


def read_list(
    file: BinaryIO,
    name: str,
    own: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
    *,
    with_hidden: bool = False,
) -> ReadList:
    """The people in `file`: see `open_list`.

    Raises `UnreadableFile`, also where no table has names.
    """
    register = _Register()
    tables = read_tables(file, name, register.knows, with_hidden=with_hidden)
    return _read_with_register(_opened(tables, own, corrections), register)


def one_list(file: File | None, text: str) -> BinaryIO:
    """The list that somebody sent: `file`, or the pasted `text` as a file.

    Raises `UnreadableFile` where both were sent, or neither.
    """
    if file and text.strip():
        raise UnreadableFile(_("Choose a file or paste a text, not both: empty one of the two."))
    if file:
        return cast(BinaryIO, file)
    if not text.strip():
        raise UnreadableFile(_("Choose the file with the list, or paste its text."))
    file = ContentFile(text.encode("utf-8-sig"), _("Pasted text") + ".txt")
    return cast(BinaryIO, file)


class _Register:
    """What the register knows by name; it is asked at the first question."""

    @cached_property
    def matcher(self) -> ParticipantMatcher:
        return ParticipantMatcher()

    def knows(self, text: str) -> bool:
        return is_territory(text) or self.matcher.knows(text)

    def resembles(self, text: str) -> bool:
        return self.matcher.resembles(text)


def _opened(
    tables: list[Table], own: Mapping[str, str] | None, corrections: Corrections | None
) -> OpenList:
    own = {header: field for header, field in (own or {}).items() if field in LABELS}
    parts = [part for table in tables for part in divided(table, own)]
    columns = [
        _corrected(columns, (corrections or {}).get(str(number)))
        for number, (_table, columns) in enumerate(parts)
    ]
    return OpenList([table for table, _columns in parts], columns)


def _read_with_register(opened: OpenList, register: _Register) -> ReadList:
    if not opened.lists:
        raise UnreadableFile(
            _("No column of names was found. Say which column holds them, or choose another file.")
        )
    return read_opened(opened, register.knows, register.resembles)


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
        read.left_out.extend((table.title, each) for each in reading.left_out)
    return read


def _corrected(columns: Columns, corrections: Mapping[str, str] | None) -> Columns:
    """`columns` as the officer says that they are."""
    if corrections is None:
        return columns
    return replace(
        columns,
        fields={int(at): field for at, field in corrections.items() if field and field in LABELS},
        beside=[],
    )
