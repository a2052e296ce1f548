"""XLSX: the list with a frozen header, filters and widths, where every cell is text and stays text.

Its statistics are on a second sheet.
"""

import shutil
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from events.participant_list.columns import Column, columns_for, headers
from events.participant_list.languages import in_language, languages_of
from events.participant_list.rows import ParticipantList
from events.participant_list.types import Row

# A4 across, as wide as the page, with the header on each.
ON_PAPER = {
    "landscape": True,
    "paper_size": 9,
    "repeat_rows": 0,
    "fit_to_pages": (1, 0),
    "footer": "&R&P / &N",
}
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(
    participants: ParticipantList, file: BinaryIO, columns: Sequence[Column] | None = None
) -> None:
    """Write the whole list to `file`, row by row."""
    columns = columns or columns_for(participants.audience)
    header = headers(columns, participants.language)
    fields = [column.field for column in columns]
    # The library takes the header from the first record; where there is none, from an empty one.
    rows = iter(participants) if len(participants) else [[""] * len(Row._fields)]
    records = ({h: row[f] for h, f in zip(header, fields, strict=True)} for row in rows)
    # A sheet's name has no room for two languages, and no slash between them.
    with translation.override(languages_of(participants.language)[0]):
        sheet = _("Participants (sample data)") if participants.event.sample else _("Participants")
        numbers_title = _("Statistics")
    # The library writes to a path piece by piece; for an open file it would build it all in memory.
    with NamedTemporaryFile(suffix=".xlsx") as workbook:
        book = FastExcel(workbook.name).format(bold_headers=True).freeze(row=1)
        book.sheet(
            sheet,
            records,
            column_widths=[column.width_in(participants.language) for column in columns],
            column_formats=[_text()] * len(columns),
            autofilter=True,
            page_setup=ON_PAPER,
        )
        if numbers := list(_numbers(participants)):
            book.sheet(numbers_title, numbers, column_widths=[36, 40, 14, 24])
        try:
            book.save()
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            # How the library says that the folder for temporary files is full; not an `Exception`,
            # so that nobody else would catch it.
            raise OSError(str(error)) from error
        shutil.copyfileobj(workbook, file)


def _numbers(participants: ParticipantList) -> Iterator[dict[str, str | int]]:
    """The rows of the second sheet: what the list is, then its statistics."""
    language = participants.language
    header = [
        in_language(language, lambda: _("Statistics")),
        in_language(language, lambda: _("Counted")),
        in_language(language, lambda: _("Number")),
        in_language(language, lambda: _("Registered participants")),
    ]

    def record(*cells) -> dict[str, str | int]:
        return dict(zip_longest(header, cells, fillvalue=""))

    for number, table in enumerate(participants.statistics):
        if not number:
            yield record(in_language(language, lambda: participants.issue))
        for row in [*table.rows, *([table.total] if table.total else [])]:
            yield record(table.title, *("" if cell is None else cell for cell in row))


def _text() -> Format:
    """Long texts wrap; and what somebody types over a cell stays text too."""
    return Format().set_num_format_index(49).set_text_wrap().set_align("top")
