"""From a file to tables of text, whatever the format."""

import io
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext as _

from core.virus_scan import NotScanned, virus_in
from events.participant_list.errors import UnreadableFile
from events.participant_list.readers import documents
from events.participant_list.readers.documents.prose import is_prose, tables_of_lines
from events.participant_list.readers.kinds import FileKind, kind_of
from events.participant_list.readers.limits import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    cut_cells,
    too_large,
)
from events.participant_list.readers.table import Table
from events.participant_list.readers.texts import decode, rows_of
from events.participant_list.readers.workbooks import sheets_of
from participants.matching import is_territory


def read_tables(
    file: BinaryIO,
    name: str,
    known: Callable[[str], bool] | None = None,
    *,
    with_hidden: bool = False,
) -> list[Table]:
    """The tables of `file`, which somebody called `name`: at least one, and none of them empty.

    Hidden sheets are left out, and, unless `with_hidden`, rows and columns that are hidden or
    struck out. `known` says whether a text is the name of a
    state or organisation, to find the headings of a document. Raises `UnreadableFile`, which says
    what to do.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            _(
                "The file is larger than %(megabytes)d MB. Save the list alone, without pictures, "
                "in a new file."
            )
            % {"megabytes": MAX_BYTES // 2**20}
        )
    _refuse_virus(content)
    kind = kind_of(content, name)
    if kind in (FileKind.DOCX, FileKind.PDF):
        return _of_document(content, kind, name, known, with_hidden=with_hidden)
    if kind is FileKind.CSV:
        tables = _of_text(decode(content), name, known)
    else:
        tables = [
            Table(sheet.title, rows, 0, None, sheet.left_out)
            for sheet in sheets_of(content, kind, with_hidden=with_hidden)
            if (rows := _trimmed(cut_cells(sheet.rows)))
        ]
    if not tables:
        raise UnreadableFile(
            _(
                "No sheet that can be seen has anything in it. Show the hidden sheets, or choose "
                "another file."
            )
        )
    return tables


def _refuse_virus(content: bytes) -> None:
    try:
        virus = virus_in(io.BytesIO(content))
    except NotScanned as error:
        raise UnreadableFile(
            _("The file was not taken: the virus scanner gives no answer. Try again later.")
        ) from error
    if virus:
        raise UnreadableFile(_("The file holds a virus. It was not taken."))


def _of_text(text: str, name: str, known: Callable[[str], bool] | None) -> list[Table]:
    """CSV, if it is a table; else the lines of a list."""
    if is_prose(text, name):
        return tables_of_lines(text, name, known or is_territory)
    rows, lengths, cells = [], [], 0
    for row in rows_of(text):
        rows.append(row)
        lengths.append(len(row))
        cells += len(row)
        if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
            raise too_large(name)
    trimmed = _trimmed(cut_cells(rows))
    return [Table(name, trimmed, lengths=lengths)] if trimmed else []


def _of_document(
    content: bytes,
    kind: FileKind,
    name: str,
    known: Callable[[str], bool] | None,
    *,
    with_hidden: bool,
) -> list[Table]:
    if kind is FileKind.DOCX:
        items = documents.docx_items(content, with_struck=with_hidden)
    else:
        items = documents.pdf_items(content)
    tables = documents.tables_of(items, name, known or is_territory)
    if not tables:
        raise UnreadableFile(
            _(
                "The document names nobody. Write one person a paragraph or a row of a table, or "
                "ask the sender for the list as a table (XLSX, XLS, ODS or CSV)."
            )
        )
    return tables


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """`rows` of one length, without the empty rows and columns at the end."""
    filled = [
        max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0) for row in rows
    ]
    height = max((at for at, width in enumerate(filled, 1) if width), default=0)
    width = max(filled, default=0)
    return [(row + [""] * (width - len(row)))[:width] for row in rows[:height]]
