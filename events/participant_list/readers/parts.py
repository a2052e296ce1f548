"""The tables that stand under one another on one sheet, each with a header of its own."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from events.participant_list.readers.headers import (
    Columns,
    find_columns,
    is_other_header,
)
from events.participant_list.readers.table import Table


def divided(table: Table, own: Mapping[str, str] | None = None) -> list[tuple[Table, Columns]]:
    """`table` as the tables that it is made of, each with what its columns mean.

    `own` is an officer's mapping of headers. The first keeps the title of the sheet.
    """
    columns = find_columns(table, own)
    if table.fields is not None or not columns.header_rows or columns.ours:
        return [(table, columns)]
    starts = [0]
    current = columns
    for index in range(columns.first, len(table.rows)):
        row = table.rows[index]
        if any(row) and is_other_header(row, current, apart=_stands_apart(table, index)):
            first = _with_title(table, index)
            starts.append(first)
            current = find_columns(table.part(first, len(table.rows), table.title), own)
    if len(starts) == 1:
        return [(table, columns)]
    parts = []
    for first, last in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        title = table.title
        if first:
            title = _("%(title)s, from row %(row)d") % {"title": title, "row": table.number(first)}
        part = table.part(first, last, title)
        parts.append((part, find_columns(part, own)))
    return [(part, replace(columns)) for part, columns in parts]


def _stands_apart(table: Table, index: int) -> bool:
    above = table.rows[index - 1] if index else []
    return sum(1 for cell in above if cell.strip()) < 2


def _with_title(table: Table, index: int) -> int:
    """The first of the lines that stand right above the header at `index` and belong to it."""
    while index and sum(1 for cell in table.rows[index - 1] if cell.strip()) == 1:
        index -= 1
    return index
