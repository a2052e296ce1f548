"""How much one list may hold. The largest conference of the dialogues had 14,000 people."""

from django.utils.translation import gettext as _

from events.participant_list.errors import UnreadableFile

MAX_BYTES = 20 * 2**20
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000


def too_large(title: str) -> UnreadableFile:
    """The error for a sheet with more rows or columns than are read."""
    return UnreadableFile(
        _(
            "“%(title)s” has more than %(rows)d rows, %(columns)d columns or %(cells)d cells. "
            "Copy the list alone into a new file, or divide it."
        )
        % {"title": title, "rows": MAX_ROWS, "columns": MAX_COLUMNS, "cells": MAX_CELLS}
    )
