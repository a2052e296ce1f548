"""Participant lists as they come: workbooks, CSV, Word, PDF and text, to people and sentences.

The way of a list, one module a step, imports in this order only:

1. `kinds` says what the file is by what it holds, and refuses what is no list;
2. `texts` decodes CSV and divides it into cells; `workbooks` checks a packed file and has a
   workbook opened by `isolated`, in a process of its own;
3. `headers` says which columns mean what (with `header_words` for the words, `words` for values
   and `names` with `name_words` for names), for an officer to correct; `parts` finds several tables
   on a sheet;
4. `lines` with `line_words` reads a list without a table, with `vocabulary` for posts, institutions
   and furniture;
   `documents` gives it the lines of Word, PDF and text, and makes tables of what it reads;
5. `tables` makes tables of text of any file: a sheet each (`table`);
6. `people` reads the rows: people with what is doubtful of them, delegations without names,
   errors each with its cell, and what was left out. `cleaning` tells damaged text, `remarks` lines
   about nobody.

Which state or organisation is meant is not asked here: see `participants.matching`.
"""

from events.participant_list.readers.headers import (
    LABELS,
    Columns,
    find_columns,
    header_key,
)
from events.participant_list.readers.limits import MAX_BYTES
from events.participant_list.readers.parts import divided
from events.participant_list.readers.people import Doubt, Reading, ReadRow, read_people
from events.participant_list.readers.table import LeftOut, Table
from events.participant_list.readers.tables import read_tables

__all__ = [
    "LABELS",
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
]
