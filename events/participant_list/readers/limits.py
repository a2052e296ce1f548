"""How much one list may hold. The largest conference of the dialogues had 14,000 people."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile

MAX_BYTES = 20 * 2**20
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
# Characters of one cell; the longest field of the register has 300.
MAX_CELL = 2_000


def cut_cells(rows: Iterable[list[str]]) -> list[list[str]]:
    """`rows` without the ends of cells that are far too long for any field.

    What is left of one is still too long where it is read, and named as an error there; names and
    dates in megabytes of text are never looked for.
    """
    return [[cell[:MAX_CELL] for cell in row] for row in rows]


def too_large(title: str) -> UnreadableFile:
    """The error for a sheet with more rows or columns than are read."""
    return UnreadableFile(
        _(
            "“%(title)s” has more than %(rows)d rows, %(columns)d columns or %(cells)d cells. "
            "Copy the list alone into a new file, or divide it."
        )
        % {"title": title, "rows": MAX_ROWS, "columns": MAX_COLUMNS, "cells": MAX_CELLS}
    )
