"""Lists in documents: Word, PDF and text, as the tables that the other readers know.

`in_docx` and `in_pdf` open a file, in a process of its own, and give its items in reading order:
lines, and tables of cells. `assemble` makes tables of these: a table of people stays one, with the
headings before and between as rows of their own; lines that name people become one, a row a person
(see `readers.lines`). The rows have the numbers of the document's lines.
"""

from events.participant_list.readers.documents.assemble import tables_of
from events.participant_list.readers.documents.in_docx import docx_items
from events.participant_list.readers.documents.in_pdf import pdf_items

__all__ = ["docx_items", "pdf_items", "tables_of"]
