"""Opens a workbook: run by `core.isolated`, with the workbook on standard input.

Imports nothing of ours. The limits come as arguments: rows, columns, cells. The answer is JSON: the
sheets that can be seen, each as its title and its cells as text, or what is wrong.
"""

import datetime
import io
import json
import sys

from python_calamine import (
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)


def main() -> None:
    rows, columns, cells = map(int, sys.argv[1:])
    try:
        answer: dict = {"sheets": list(sheets(sys.stdin.buffer.read(), rows, columns, cells))}
    except PasswordError:
        answer = {"wrong": "password"}
    except TooLarge as error:
        answer = {"wrong": "large", "sheet": str(error)}
    except BaseException:  # also a panic of the library, which is no `Exception`
        answer = {"wrong": "damaged"}
    json.dump(answer, sys.stdout)


class TooLarge(Exception):
    """The text is the sheet's title."""


def sheets(content: bytes, rows: int, columns: int, cells: int):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for number, metadata in enumerate(workbook.sheets_metadata):
        if (metadata.typ, metadata.visible) != (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible):
            continue
        sheet = workbook.get_sheet_by_index(number)
        if sheet.end is None:
            continue
        height, width = sheet.end[0] + 1, sheet.end[1] + 1
        if height > rows or width > columns or height * width > cells:
            raise TooLarge(metadata.name)
        table = [[text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
            # A cell merged over rows says the same of each.
            for row in table[top + 1 : bottom + 1]:
                if left < len(row):
                    row[left] = row[left] or table[top][left]
        yield metadata.name, table


def text(cell) -> str:
    """A cell as a spreadsheet would show it, as plainly as possible."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # 48221234567.0 is a phone number.
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == datetime.time() else f"{cell:%Y-%m-%d %H:%M}"
    return str(cell)


if __name__ == "__main__":
    main()
