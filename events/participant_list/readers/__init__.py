"""Participant lists as they come: XLSX, XLS, ODS and CSV of any shape, to people and sentences.

The way of a list, one module a step, imports in this order only:

1. `kinds` says what the file is by what it holds, and refuses what is no table;
2. `texts` decodes CSV and divides it into cells; `workbooks` checks a workbook and has it opened
   by `isolated`, in a process of its own;
3. `tables` makes tables of text of either: a sheet each;
4. `headers` says which columns mean what (with `words` for values and `full_names` for names),
   for an officer to correct;
5. `people` reads the rows: people, delegations without names, errors each with its cell.

Which state or organisation is meant is not asked here: see `participants.matching`.
"""

from events.participant_list.readers.headers import (
    FIELDS,
    Columns,
    find_columns,
    header_key,
)
from events.participant_list.readers.limits import MAX_BYTES
from events.participant_list.readers.parts import divided
from events.participant_list.readers.people import Doubt, Reading, ReadRow, read_people
from events.participant_list.readers.table import LeftOut, Table
from events.participant_list.readers.tables import read_tables
from events.participant_list.readers.tables import read_text as tables_of_text

__all__ = [
    "FIELDS",
    "MAX_BYTES",
    "Columns",
    "Doubt",
    "LeftOut",
    "ReadRow",
    "Reading",
    "Table",
    "divided",
    "find_columns",
    "header_key",
    "read_people",
    "read_tables",
    "tables_of_text",
]
