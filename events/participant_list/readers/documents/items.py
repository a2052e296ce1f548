"""What a document is made of, in reading order."""

from dataclasses import dataclass

from events.participant_list.readers.lines import Line


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its rows of cells."""

    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text that the document shows as deleted."""

    text: str


# A line whose number is 0 is counted when tables are made of the items.
Item = Line | TableBlock | Dropped


def line(text: str, **look) -> Line:
    """A line that is counted later."""
    return Line(0, text, **look)
