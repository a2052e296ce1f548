"""Whether a text is a table or an e-mail, and the lines of one."""

import re
from collections import Counter
from collections.abc import Callable

from events.participant_list.errors import UnreadableFile
from events.participant_list.readers.documents.assemble import tables_of
from events.participant_list.readers.headers import Columns, find_columns
from events.participant_list.readers.lines import Line, read_lines
from events.participant_list.readers.table import Table
from events.participant_list.readers.texts import rows_of
from participants.matching import is_territory

_LOOKED_AT = 300
# The width at which programs break the lines of an e-mail is between these.
_NARROW, _WIDE = 60, 120
_QUOTED = re.compile(r"^\s*(>\s*)+")


def is_prose(text: str, name: str) -> bool:
    """Whether `text` is lines rather than a table whose cells are divided by a delimiter."""
    is_csv = name.lower().endswith((".csv", ".tsv"))
    try:
        rows = [row for row, _number in zip(rows_of(text), range(_LOOKED_AT), strict=False)]
    except UnreadableFile:
        if is_csv:
            raise
        return True
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return False
    width = max(map(len, filled))
    table = Table("", [row + [""] * (width - len(row)) for row in filled])
    columns = find_columns(table)
    if (
        columns.names_people()
        and columns.header_rows
        and (is_csv or (columns.header_row < 5 and _is_table(filled, columns)))
    ):
        return False
    common, number = Counter(map(len, filled)).most_common(1)[0]
    if columns.names_people() and (is_csv or (common > 1 and number > 0.8 * len(filled))):
        return False
    if is_csv and common > 1 and number > 0.5 * len(filled):
        return False
    return bool(read_lines(lines_of_text(text)[: 4 * _LOOKED_AT], is_territory).people)


def _is_table(rows: list[list[str]], columns: Columns) -> bool:
    """Whether rows below a header have its number of cells, more than one."""
    width = len([cell for cell in rows[columns.header_row] if cell.strip()])
    below = rows[columns.first :]
    like = sum(abs(len(row) - len(rows[columns.header_row])) < 2 for row in below)
    return width > 1 and like > 0.6 * len(below)


def lines_of_text(text: str) -> list[Line]:
    """The lines of a text, numbered as an editor shows them."""
    lines, gap = [], False
    written = re.split(r"\r\n|\r|\n", text)
    texts = [_QUOTED.sub("", each).replace("\u00a0", " ").strip() for each in written]
    width = max(map(len, texts))
    for number, (line, following) in enumerate(zip(texts, [*texts[1:], ""], strict=True), 1):
        if line.strip(" -_=*"):
            # A program that breaks lines does so where the next word has no room.
            word = following.partition(" ")[0]
            full = _NARROW <= width <= _WIDE and bool(word) and len(line) + len(word) >= width
            quoted = written[number - 1].lstrip().startswith(">")
            lines.append(Line(number, line, gap=gap, full=full, quoted=quoted))
            gap = False
        else:
            gap = True
    return lines


def tables_of_lines(text: str, name: str, known: Callable[[str], bool]) -> list[Table]:
    """The people that a text without a table names."""
    return tables_of(lines_of_text(text), name, known)
