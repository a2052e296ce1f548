"""From the items of a document to tables of people."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from django.utils.translation import gettext as _

from events.participant_list.readers.documents.items import Dropped, Item, TableBlock
from events.participant_list.readers.headers import find_columns
from events.participant_list.readers.limits import (
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    cut_cells,
    too_large,
)
from events.participant_list.readers.lines import Line, read_lines, section_of, start_of
from events.participant_list.readers.names import surely_a_name
from events.participant_list.readers.table import LeftOut, Table


def tables_of(items: Iterable[Item], name: str, known: Callable[[str], bool]) -> list[Table]:
    """The tables of people in `items`; none if they name nobody and no delegation.

    `known` says whether a text is the name of a state or organisation.
    """
    assembly = _Assembly(name, known)
    for item in _with_tabbed_tables(map(_cut, items), known):
        assembly.add(item)
    return assembly.finish()


def _cut(item: Item) -> Item:
    """`item` without the ends of texts that are far too long for any field."""
    if isinstance(item, TableBlock):
        return replace(item, rows=cut_cells(item.rows))
    return replace(item, text=item.text[:MAX_CELL]) if len(item.text) > MAX_CELL else item


class _Assembly:
    def __init__(self, name: str, known: Callable[[str], bool]):
        self.name = name
        self.known = known
        self.tables: list[Table] = []
        self.lines: list[Line] = []
        # Rows of the table that is being made, by the number of their line.
        self.grid: dict[int, list[str]] = {}
        # Headings between the tables: they get a column of their own.
        self.headings: dict[int, str] = {}
        self.has_people = False
        self.left_out: list[LeftOut] = []
        self.delegation = ""
        # The number of the last line.
        self.last = 0

    def add(self, item: Item) -> None:
        if isinstance(item, Dropped):
            self.left_out.append(LeftOut(self.last + 1, item.text[:200], _("struck out"), True))
        elif isinstance(item, Line):
            self._add_line(item)
        elif _names_people(item.rows):
            self._flush_lines(before_a_table=True)
            self.has_people = True
            for row in item.rows:
                self.last += 1
                self.grid[self.last] = row
        elif flat := self._as_lines(item):
            for line in flat:
                self._add_line(line)
        else:
            text = ", ".join(cell for cell in item.rows[0] if cell.strip())
            self.left_out.append(LeftOut(self.last + 1, text[:200], _("table without names")))
            self.last += len(item.rows)

    def _add_line(self, line: Line) -> None:
        """Take a line; one without a number is the next."""
        self.last = line.number or self.last + 1
        self.lines.append(replace(line, number=self.last))

    def finish(self) -> list[Table]:
        self._flush_lines(before_a_table=False)
        self._flush_grid()
        if self.tables:
            self.tables[0].left_out.extend(self.left_out)
        elif self.left_out:
            return []
        return self.tables

    def _as_lines(self, block: TableBlock) -> list[Line]:
        """The lines in the cells of a table that only lays a page out."""
        lines = []
        rows = block.rows
        heads = [cell for cell in rows[0] if cell.strip()] if rows else []
        if len(heads) > 1 and all(map(self.known, heads)):
            # Each column is a delegation's.
            rows = [list(column) for column in zip_longest(*rows, fillvalue="")]
        for row in rows:
            first = True
            for cell in row:
                for text in cell.splitlines():
                    if text.strip():
                        lines.append(Line(0, text.strip(), gap=first))
                        first = False
        shown = [start_of(line.text, False, self.known)[2] for line in lines]
        return lines if any(found & {"title", "name", "post"} for found in shown) else []

    def _flush_lines(self, *, before_a_table: bool) -> None:
        """Read the lines so far: the headings at their end are those of a table of people that
        follows."""
        if not self.lines:
            return
        lines, self.lines = self.lines, []
        stream = read_lines(lines, self.known, self.delegation)
        last = max((person.number for person in stream.people), default=0)
        if stream.people:
            if self.has_people:
                self._flush_grid()
            trailing = [each for each in stream.unnamed if each[0] > last]
            if before_a_table:
                stream.unnamed = [each for each in stream.unnamed if each not in trailing]
            self._append(stream.table(self._title(lines[0].number)))
        else:
            trailing = stream.unnamed
            self.left_out += stream.left_out
            if stream.strange:
                self._append(stream.table(self._title(lines[0].number)))
        if not before_a_table and not self.has_people and not stream.people and stream.unnamed:
            self._append(stream.table(self._title(lines[0].number)))
            return
        self.headings |= dict(trailing)
        for line in lines:
            if line.number > last and (found := section_of(line.text)) is not None and any(found):
                self.headings[line.number] = line.text
        self.delegation = stream.delegation
        if before_a_table and stream.delegation and not trailing:
            # Named in the sentence before the table.
            self.headings[lines[-1].number] = stream.delegation

    def _flush_grid(self) -> None:
        if not self.has_people:
            return
        width = max(map(len, self.grid.values())) + bool(self.headings)
        first, last = 1, max([*self.grid, *self.headings])
        if last > MAX_ROWS or width > MAX_COLUMNS or last * width > MAX_CELLS:
            raise too_large(self.name)
        rows = []
        for number in range(first, last + 1):
            row = self.grid.get(number, [])
            cells = row + [""] * (width - len(row))
            if number in self.headings:
                cells[-1] = self.headings[number]
            rows.append(cells)
        column = width - 1 if self.headings else None
        self._append(Table(self._title(min(self.grid)), rows, heading_column=column))
        self.grid, self.headings, self.has_people = {}, {}, False

    def _append(self, table: Table) -> None:
        self.tables.append(table)

    def _title(self, number: int) -> str:
        if not self.tables:
            return self.name
        return _("%(name)s, from line %(number)d") % {"name": self.name, "number": number}


def _with_tabbed_tables(items: Iterable[Item], known: Callable[[str], bool]) -> Iterator[Item]:
    """`items`, where lines under one another whose tabs make columns are a table.

    They are one if a column names the delegations; others are lines of people like any.
    """
    lines: list[Line] = []
    for item in (*items, None):
        width = item.text.count("\t") if isinstance(item, Line) else 0
        if lines and (not width or width != lines[-1].text.count("\t")):
            rows = [line.text.split("\t") for line in lines]
            columns = zip(*rows, strict=True)
            is_table = len(rows) > 1 and any(
                sum(known(cell) for cell in column) > 0.6 * len(rows) for column in columns
            )
            yield from [TableBlock(rows)] if is_table else lines
            lines = []
        if width and isinstance(item, Line):
            lines.append(item)
        elif item is not None:
            yield item


def _names_people(rows: list[list[str]]) -> bool:
    width = max(map(len, rows), default=0)
    if width < 2 and len(rows) < 2:
        return False
    table = Table("", [(row + [""] * width)[:width] for row in rows])
    columns = find_columns(table)
    if not columns.names_people():
        return False
    if columns.header_rows and not columns.offered:
        return True
    # Without a header, only names that show themselves as such.
    names = [index for index, field in columns.fields.items() if field == "full_name"]
    cells = [row[index] for row in table.rows for index in names if row[index].strip()]
    return sum(map(surely_a_name, cells)) > 0.5 * len(cells)
