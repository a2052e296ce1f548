"""A table of text, as it goes from one step of reading to the next."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a file that is not read: a hidden row, a column, a line about nobody.

    `row` is the number that a spreadsheet shows, or 0 for a column. `is_hidden`: the file hides it
    or strikes it out, and it is read where that is wished.
    """

    row: int
    text: str
    reason: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, a part of one, or the whole of a CSV: all its cells as text.

    `rows[i]` is the row that a spreadsheet shows as `start + i + 1`; all rows have the same length.
    """

    title: str
    rows: list[list[str]]
    start: int = 0
    # How many cells each row had in a CSV, where a stray delimiter makes one too many.
    lengths: list[int] | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    # What the columns are, where the table was made of lines: nothing is left to recognise.
    fields: dict[int, str] | None = None
    # The column in which a document's headings stand, which is none of the table's own.
    heading_column: int | None = None
    # Lines that look like a person and were not understood: number, text.
    strange: list[tuple[int, str]] = field(default_factory=list)
    # What was doubtful when lines were read: by number of the line, (field, reason).
    doubts: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def number(self, index: int) -> int:
        """The number of `rows[index]` as a spreadsheet shows it."""
        return self.start + index + 1

    def part(self, first: int, last: int, title: str) -> "Table":
        """The rows from `first` on, before `last`, as a table of their own."""
        return Table(
            title,
            self.rows[first:last],
            self.start + first,
            self.lengths and self.lengths[first:last],
            [each for each in self.left_out if first < each.row - self.start <= last],
            heading_column=self.heading_column,
        )
