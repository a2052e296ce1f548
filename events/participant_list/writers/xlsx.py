"""XLSX: one sheet with a frozen header, filters and widths; every cell is text and stays text."""

import shutil
from operator import itemgetter
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel

from events.participant_list.columns import columns_for, headers
from events.participant_list.rows import ParticipantList

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(participants: ParticipantList, file: BinaryIO) -> None:
    """Write the whole list to `file`, row by row."""
    columns = columns_for(participants.audience)
    header = headers(columns, participants.language)
    widths = [column.width for column in columns]
    cells = itemgetter(*(column.field for column in columns))
    # The library takes the header from the first record; where there is none, from an empty one.
    rows = map(cells, participants) if len(participants) else [[""] * len(header)]
    records = (dict(zip(header, row, strict=True)) for row in rows)
    with translation.override(participants.language):
        sheet = _("Participants (sample data)") if participants.event.sample else _("Participants")
    # The library writes to a path piece by piece; for an open file it would build it all in memory.
    with NamedTemporaryFile(suffix=".xlsx") as workbook:
        book = FastExcel(workbook.name).format(bold_headers=True).freeze(row=1)
        book.sheet(sheet, records, column_widths=widths, autofilter=True)
        try:
            book.save()
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            # How the library says that the folder for temporary files is full; not an `Exception`,
            # so that nobody else would catch it.
            raise OSError(str(error)) from error
        shutil.copyfileobj(workbook, file)
