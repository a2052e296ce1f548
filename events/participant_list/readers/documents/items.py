"""What a document is made of, in reading order."""

from dataclasses import dataclass, field

from events.participant_list.readers.lines import Line


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its first row is line `number` of the document, the others follow."""

    number: int
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text that the document shows as deleted."""

    number: int
    text: str


Item = Line | TableBlock | Dropped


@dataclass(slots=True)
class Numbering:
    """Counts the lines of a document."""

    last: int = 0
    items: list[Item] = field(default_factory=list)

    def line(self, text: str, **look) -> None:
        self.last += 1
        self.items.append(Line(self.last, text, **look))

    def table(self, rows: list[list[str]]) -> None:
        self.items.append(TableBlock(self.last + 1, rows))
        self.last += len(rows)
