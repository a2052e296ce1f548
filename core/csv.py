"""CSV as RFC 4180: UTF-8 with BOM, comma, CRLF; nothing in it runs as a formula."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils import translation

CONTENT_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff".encode()

# What a spreadsheet runs, or drops before it looks again, in ordinary and in full width.
_FORMULA = r"'*[=+\-@\t\r\n＝＋－＠]"
_BEGINS_AS_FORMULA = re.compile(_FORMULA)
_BEGINS_AS_ESCAPED = re.compile(f"'{_FORMULA}")
# Between cells that are joined only to be looked at.
_ANY_FORMULA = re.compile(f"\0{_FORMULA}")
_ROWS_AT_ONCE = 500


def escape(cell: str) -> str:
    """`cell` with an apostrophe in front if a spreadsheet might run it; see `unescape`."""
    return f"'{cell}" if _BEGINS_AS_FORMULA.match(cell) else cell


def unescape(cell: str) -> str:
    """The text that `escape` was given."""
    return cell[1:] if _BEGINS_AS_ESCAPED.match(cell) else cell


def lines(columns: Iterable[Sequence[str]]) -> bytes:
    """The lines of the file that hold `columns`, each given from top to bottom."""
    # Column by column, because one look tells that all cells of most columns can stay as they
    # are: three times as fast as `csv.writer` with a look at each cell.
    rows = zip(*map(_written, columns), strict=True)
    return "\r\n".join([*map(",".join, rows), ""]).encode()


def chunks(
    columns: Mapping[str, Callable[[Any], object]], records: Iterable, language: str
) -> Iterator[bytes]:
    """A file of `records` in pieces: under each name what its function says, in `language`."""
    yield BOM + lines((name,) for name in columns)
    records = iter(records)
    while True:
        # Around each piece, since in between others speak their own language.
        with translation.override(language):
            some = list(islice(records, _ROWS_AT_ONCE))
            if not some:
                return
            piece = lines([_cell(value(record)) for record in some] for value in columns.values())
        yield piece


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _written(column: Sequence[str]) -> Sequence[str]:
    """The cells of `column` as the file has them: made safe, in quotes where they need them."""
    text = "\0" + "\0".join(column)
    needs_quotes = _needs_quotes(text)
    if _ANY_FORMULA.search(text):
        column = [escape(cell) for cell in column]
    if needs_quotes:
        quoted = {cell: _quoted(cell) for cell in set(column)}
        column = [quoted[cell] for cell in column]
    return column


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _needs_quotes(cell) else cell


def _needs_quotes(text: str) -> bool:
    return "," in text or '"' in text or "\n" in text or "\r" in text
