"""Opens a workbook: run by `core.isolated`, with the workbook on standard input.

Imports nothing of ours. The limits come as arguments: rows, columns, cells. The answer is JSON: the
sheets that can be seen, each as its title, its cells as text, and the rows and columns that are
hidden and that are struck out (counted from 0); or what is wrong.
"""

import datetime
import io
import json
import struct
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree

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
    looks = looks_of(content, workbook.sheet_names)
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
        look = looks.get(metadata.name, {})
        hidden = {"rows": look.get("rows", []), "columns": look.get("columns", [])}
        yield metadata.name, table, hidden, struck_in(table, look.get("struck", {}))


# --- What is hidden and struck out, which the library does not say ----------------------------
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def looks_of(content: bytes, sheets: list[str]) -> dict[str, dict]:
    """Per sheet: hidden rows and columns, and the struck cells of each row."""
    if not content.startswith(b"PK"):
        try:
            return dict(zip(sheets, looks_of_xls(content), strict=False))
        except (struct.error, IndexError):
            # The library reads files that keep less to the rules: of those, all is read.
            return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return dict(looks_of_xlsx(archive, names))
        if "content.xml" in names:
            return dict(looks_of_ods(archive))
    return {}


def root_of(part: bytes):
    # Declared entities were refused before, and this process has no rights to lose.
    return ElementTree.fromstring(part)  # noqa: S314


def looks_of_xlsx(archive: zipfile.ZipFile, names: set[str]):
    struck_styles, struck_strings = struck_in_xlsx(archive, names)
    targets = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for each in root_of(archive.read("xl/_rels/workbook.xml.rels")):
            target = each.get("Target", "")
            targets[each.get("Id")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    for sheet in root_of(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet"):
        path = targets.get(sheet.get(RELATION), "")
        if path in names:
            yield sheet.get("name"), look_of_sheet(archive, path, struck_styles, struck_strings)


def struck_in_xlsx(archive: zipfile.ZipFile, names: set[str]) -> tuple[set[str], set[str]]:
    """The numbers of the styles, and of the shared strings, that are struck out."""
    styles, strings = set(), set()
    if "xl/styles.xml" in names:
        root = root_of(archive.read("xl/styles.xml"))
        fonts = root.find(f"{SHEET}fonts")
        struck = {
            str(at) for at, font in enumerate(fonts if fonts is not None else ()) if is_struck(font)
        }
        formats = root.find(f"{SHEET}cellXfs")
        for at, each in enumerate(formats if formats is not None else ()):
            if each.get("fontId") in struck:
                styles.add(str(at))
    if "xl/sharedStrings.xml" in names and b"<strike" in (
        shared := archive.read("xl/sharedStrings.xml")
    ):
        for at, each in enumerate(root_of(shared)):
            runs = each.findall(f"{SHEET}r")
            if runs and all(is_struck(run.find(f"{SHEET}rPr")) for run in runs):
                strings.add(str(at))
    return styles, strings


def is_struck(properties) -> bool:
    strike = properties.find(f"{SHEET}strike") if properties is not None else None
    return strike is not None and strike.get("val") not in ("0", "false")


def look_of_sheet(archive: zipfile.ZipFile, path: str, styles: set[str], strings: set[str]) -> dict:
    look: dict[str, Any] = {"rows": [], "columns": [], "struck": {}}
    number = 0
    with archive.open(path) as part:
        for _event, each in ElementTree.iterparse(part):  # noqa: S314
            if each.tag == f"{SHEET}col" and is_true(each.get("hidden")):
                first, last = int(each.get("min", 1)), int(each.get("max", 1))
                look["columns"] += range(first - 1, min(last, first + 500))
            elif each.tag == f"{SHEET}row":
                number = int(each.get("r", number + 1))
                height = each.get("ht")
                if is_true(each.get("hidden")) or (height and float(height) == 0):
                    look["rows"].append(number - 1)
                struck = []
                for at, cell in enumerate(each.findall(f"{SHEET}c")):
                    value = cell.find(f"{SHEET}v")
                    shared = cell.get("t") == "s" and value is not None and value.text in strings
                    runs = cell.findall(f"{SHEET}is/{SHEET}r")
                    rich = runs and all(is_struck(run.find(f"{SHEET}rPr")) for run in runs)
                    if cell.get("s") in styles or shared or rich:
                        struck.append(column_of(cell.get("r"), at))
                if struck:
                    look["struck"][number - 1] = struck
                each.clear()
    return look


def is_true(value: str | None) -> bool:
    return value in ("1", "true")


def column_of(reference: str | None, otherwise: int) -> int:
    letters = (reference or "").rstrip("0123456789")
    if not letters:
        return otherwise
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def looks_of_ods(archive: zipfile.ZipFile):
    root = root_of(archive.read("content.xml"))
    struck = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for properties in style.iter(f"{STYLE}text-properties")
        if properties.get(f"{STYLE}text-line-through-style") not in (None, "none")
    }
    for table in root.iter(f"{TABLE}table"):
        look: dict[str, Any] = {"rows": [], "columns": [], "struck": {}}
        at = 0
        for column in table.iter(f"{TABLE}table-column"):
            times = int(column.get(f"{TABLE}number-columns-repeated", 1))
            if column.get(f"{TABLE}visibility") in ("collapse", "filter"):
                look["columns"] += range(at, at + min(times, 500))
            at += times
        at = 0
        for row in table.iter(f"{TABLE}table-row"):
            times = int(row.get(f"{TABLE}number-rows-repeated", 1))
            if row.get(f"{TABLE}visibility") in ("collapse", "filter"):
                look["rows"] += range(at, at + min(times, 50_000))
            place, cells = 0, []
            for cell in row:
                if cell.get(f"{TABLE}style-name") in struck:
                    cells.append(place)
                place += int(cell.get(f"{TABLE}number-columns-repeated", 1))
            if cells:
                look["struck"][at] = cells
            at += times
        yield table.get(f"{TABLE}name"), look


# An XLS file is a compound file (MS-CFB) with a stream of records (MS-XLS).
END_OF_CHAIN = 0xFFFFFFFA
BOUND_SHEET, FONT, XF, ROW, COLUMN_INFO, END_OF_SHEET = 0x85, 0x31, 0xE0, 0x208, 0x7D, 0x0A
# Records of one cell each: row, column, format; and those of several cells in a row.
CELLS = {0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6}
CELLS_IN_A_ROW = {0xBD}
HIDDEN_ROW, HIDDEN_COLUMN, STRUCK_FONT = 0x20, 0x01, 0x08


def looks_of_xls(content: bytes) -> list[dict]:
    """The looks of the sheets in their order."""
    stream = workbook_stream(content)
    fonts: list[bool] = []
    formats: list[int] = []
    starts = []
    for kind, record in records(stream, 0):
        if kind == FONT:
            fonts.append(bool(struct.unpack_from("<H", record, 2)[0] & STRUCK_FONT))
        elif kind == XF:
            formats.append(struct.unpack_from("<H", record)[0])
        elif kind == BOUND_SHEET:
            starts.append(struct.unpack_from("<I", record)[0])
    if len(fonts) > 4:
        # There is no font of the number 4.
        fonts.insert(4, False)
    struck = {at for at, font in enumerate(formats) if font < len(fonts) and fonts[font]}
    return [look_of_xls(stream, start, struck) for start in starts]


def look_of_xls(stream: bytes, start: int, struck: set[int]) -> dict:
    look: dict[str, Any] = {"rows": [], "columns": [], "struck": {}}
    for kind, record in records(stream, start):
        if kind == ROW and struct.unpack_from("<H", record, 12)[0] & HIDDEN_ROW:
            look["rows"].append(struct.unpack_from("<H", record)[0])
        elif kind == COLUMN_INFO and struct.unpack_from("<H", record, 8)[0] & HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", record)
            look["columns"] += range(first, min(last + 1, first + 500))
        elif kind in CELLS or kind in CELLS_IN_A_ROW:
            row, column = struct.unpack_from("<HH", record)
            # Of several cells: format and number of each, then the last column.
            places = range(4, len(record) - 2, 6) if kind in CELLS_IN_A_ROW else [4]
            for at, place in enumerate(places):
                if struct.unpack_from("<H", record, place)[0] in struck:
                    look["struck"].setdefault(row, []).append(column + at)
    return look


def records(stream: bytes, at: int):
    """The records from `at` to the end of the part: kind, content."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == END_OF_SHEET:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def workbook_stream(content: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    table: list[int] = []

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def chain(number: int) -> bytes:
        sectors: list[bytes] = []
        while number < END_OF_CHAIN and len(sectors) <= len(table):
            sectors.append(sector(number))
            number = table[number]
        return b"".join(sectors)

    parts = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    while following < END_OF_CHAIN and len(parts) * size <= len(content):
        *more, following = struct.unpack(f"<{size // 4}I", sector(following))
        parts += more
    for part in parts:
        if part < END_OF_CHAIN:
            table += struct.unpack(f"<{size // 4}I", sector(part))
    directory = chain(struct.unpack_from("<I", content, 48)[0])
    for at in range(0, len(directory), 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at : at + length] in WORKBOOKS:
            start, length = struct.unpack_from("<II", directory, at + 116)
            # A shorter stream stands elsewhere; no program writes a workbook so short.
            return chain(start)[:length]
    return b""


WORKBOOKS = {f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book")}


def struck_in(table: list[list[str]], struck: dict[int, list[int]]) -> dict[str, list[int]]:
    """The columns, and of the others the rows, whose cells with anything in them are struck out."""
    struck = {at: places for at, places in struck.items() if at < len(table)}
    cells = {(at, place) for at, places in struck.items() for place in places}
    rows_of: dict[int, list[int]] = {place: [] for _at, place in cells}
    for at, row in enumerate(table):
        for place in rows_of:
            if place < len(row) and row[place].strip():
                rows_of[place].append(at)
    # A single cell makes no column.
    columns = {
        place
        for place, rows in rows_of.items()
        if len(rows) > 1 and all((at, place) in cells for at in rows)
    }
    rows = []
    for at in struck:
        filled = {place for place, cell in enumerate(table[at]) if cell.strip()} - columns
        # The number of a row is often left as it was.
        if filled and len(filled & set(struck[at])) >= max(1, len(filled) - 1):
            rows.append(at)
    return {"rows": rows, "columns": sorted(columns)}


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
