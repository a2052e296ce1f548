"""Makes the awkward files of this folder: `python tests/events/participant_list/awkward/make.py`.

Each function that is marked with a file's name gives its content. What the readers must make of
each stands in expected.yaml. The people are made up.
"""

import codecs
import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlwt
from odf import opendocument, style, table, text
from openpyxl import Workbook

FOLDER = Path(__file__).parent
FILES: dict[str, Callable[[], bytes]] = {}

# Spreadsheets know no time zones.
ARRIVAL = datetime.datetime.fromisoformat("2019-12-03T14:30")
RUSSIAN = [
    ["Делегация", "Фамилия", "Имя", "Должность"],
    ["Казахстан", "Сейткалиева", "Айгуль", "директор департамента"],
    ["Польша", "Ковальский", "Ян", "советник"],
]
ENGLISH = [
    ["Country", "Name", "Position", "Institution"],
    ["Poland", "Jan KOWALSKI", "Director", "Ministry of the Interior"],
    ["Czechia", "Jana NOVÁKOVÁ", "Adviser", "Ministry of the Interior"],
]


def file(name: str):
    def mark(make: Callable[[], bytes]):
        FILES[name] = make
        return make

    return mark


def csv(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    return "".join(f"{delimiter.join(row)}\r\n" for row in rows).encode(encoding)


def xlsx(*sheets: list[list], change: Callable[[Workbook], None] | None = None) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    if change:
        change(workbook)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def repacked(content: bytes, add: dict[str, bytes] | None = None, leave: str = "") -> bytes:
    """A workbook with parts added, replaced or left out."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {name: old.read(name) for name in old.namelist() if name != leave} | (add or {})
        for name, part in parts.items():
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xls(rows: list[list], change: Callable[[xlwt.Worksheet], None] | None = None) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Список")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(at, column, cell)
    if change:
        change(sheet)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def ods(rows: list[list], hidden: bool = False) -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="List")
    if hidden:
        properties = style.Style(name="hidden", family="table")
        properties.addElement(style.TableProperties(display="false"))
        document.automaticstyles.addElement(properties)
        sheet = table.Table(name="List", stylename=properties)
    for row in rows:
        line = table.TableRow()
        for value in row:
            if isinstance(value, float):
                cell = table.TableCell(valuetype="float", value=value)
            elif value:
                cell = table.TableCell(valuetype="string")
                cell.addElement(text.P(text=value))
            else:
                cell = table.TableCell()
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    content = io.BytesIO()
    document.write(content)
    return content.getvalue()


# --- Encodings and delimiters ---------------------------------------------------------------
@file("utf-8-bom-semicolon.csv")
def _():
    return codecs.BOM_UTF8 + csv(RUSSIAN, ";")


@file("utf-8-tab.txt")
def _():
    return csv(RUSSIAN, "\t")


@file("utf-16-le-bom-tab.csv")
def _():
    return codecs.BOM_UTF16_LE + csv(RUSSIAN, "\t", "utf-16-le")


@file("utf-16-be-bom.csv")
def _():
    return codecs.BOM_UTF16_BE + csv(RUSSIAN, ",", "utf-16-be")


@file("utf-16-no-bom.csv")
def _():
    return csv(RUSSIAN, ";", "utf-16-le")


@file("cp1251.csv")
def _():
    return csv(RUSSIAN, ";", "cp1251")


@file("koi8-r.csv")
def _():
    return csv(RUSSIAN, ";", "koi8-r")


@file("cp1251-capitals.csv")
def _():
    return csv([["ФИО", "СТРАНА"], ["ИВАНОВ ИВАН", "КАЗАХСТАН"]], ";", "cp1251")


@file("koi8-r-capitals.csv")
def _():
    return csv([["ФИО", "СТРАНА"], ["ИВАНОВ ИВАН", "КАЗАХСТАН"]], ";", "koi8-r")


@file("cp866.csv")
def _():
    return csv(RUSSIAN, ";", "cp866")


@file("cp1252-french.csv")
def _():
    rows = [
        ["Pays", "Civilité", "Prénom", "Nom", "Fonction", "Organisme"],
        ["France", "Mme", "Hélène", "LEFÈVRE", "Conseillère", "Ministère de l'Intérieur"],
        ["Belgique", "M.", "François", "DE SMET", "Chef d'unité", "Office des étrangers"],
    ]
    return csv(rows, ";", "cp1252")


@file("cp1252-spanish.csv")
def _():
    rows = [
        ["País", "Tratamiento", "Nombre", "Apellidos", "Cargo", "Institución", "Teléfono"],
        ["España", "Sra.", "Begoña", "Núñez Ibáñez", "Subdirectora", "Ministerio", "34910000000"],
    ]
    return csv(rows, ";", "cp1252")


@file("cp1250-polish.csv")
def _():
    rows = [["Country", "Name"], ["Polska", "Łukasz ŻÓŁĆ"], ["Polska", "Małgorzata WIŚNIEWSKA"]]
    return csv(rows, ";", "cp1250")


@file("cp1257-lithuanian.csv")
def _():
    rows = [["Country", "Name"], ["Lietuva", "Jūratė ŽUKAUSKAITĖ"], ["Lietuva", "Ąžuolas ŠČIUKA"]]
    return csv(rows, ";", "cp1257")


@file("excel-names-the-delimiter.csv")
def _():
    return b"sep=|\r\n" + csv(ENGLISH, "|")


@file("line-breaks-in-quotes.csv")
def _():
    return (
        b"Country,Name,Position,Institution\r\n"
        b'Poland,"Jan\nKOWALSKI","Director,\r\nDepartment of Migration","Ministry ""MSWiA"""\r\n'
        b"Czechia,Jana NOVAKOVA,Adviser,\r\n"
    )


@file("commas-inside-semicolons.csv")
def _():
    return csv(
        [
            ["Name", "Position", "Country"],
            ["Kowalski, Jan", "Head of unit, visas", "Poland"],
            ["Nowak, Anna", "Expert, asylum", "Poland"],
        ],
        ";",
    )


@file("old-mac-line-ends.csv")
def _():
    return b"Country,Name\rPoland,Jan KOWALSKI\rPoland,Anna NOWAK\r"


# --- Where the header is --------------------------------------------------------------------
@file("titles-above-the-header.xlsx")
def _():
    def merge(workbook):
        workbook.active.merge_cells("A1:D1")

    return xlsx(
        [
            ["LIST OF PARTICIPANTS"],
            ["Warsaw, 4 December 2019"],
            [],
            [None, None, "as of", datetime.date(2019, 11, 28)],
            [],
            *ENGLISH,
        ],
        change=merge,
    )


@file("header-in-two-rows.xlsx")
def _():
    def merge(workbook):
        for cells in ("A1:A2", "B1:C1", "D1:E1"):
            workbook.active.merge_cells(cells)

    return xlsx(
        [
            ["Country", "Participant", None, "Contact", None],
            [None, "First name", "Surname", "E-mail", "Telephone"],
            ["Poland", "Jan", "Kowalski", "jan@example.org", 48221234567.0],
            ["Poland", "Anna", "Nowak", "anna@example.org", "+48 22 765"],
        ],
        change=merge,
    )


@file("header-in-two-languages.xlsx")
def _():
    return xlsx(
        [
            ["No.", "Country", "Name, surname", "Position"],
            ["№", "Страна", "Имя, фамилия", "Должность"],
            [1, 2, 3, 4],
            [1, "Poland", "Jan KOWALSKI", "Director"],
        ]
    )


@file("header-with-slashes.xlsx")
def _():
    return xlsx(
        [
            ["Country / Страна", "Full name / ФИО", "Position / Должность", "E-mail\nЭл. почта"],
            ["Poland / Польша", "Jan KOWALSKI", "Director", "jan@example.org"],
        ]
    )


@file("header-repeated.csv")
def _():
    return csv([*ENGLISH[:2], ENGLISH[0], ENGLISH[2], ["COUNTRY", "NAME", "POSITION", ""]])


@file("no-header.csv")
def _():
    return csv(
        [
            ["1", "Poland", "Mr Jan KOWALSKI", "Director", "jan@example.org", "+48 22 123 45 67"],
            ["2", "Czechia", "Ms Jana NOVÁKOVÁ", "Adviser", "jana@example.org", "+420 123 456 789"],
        ]
    )


@file("no-header-no-names.csv")
def _():
    return csv([["alpha", "1"], ["beta", "2"]])


@file("unknown-columns.csv")
def _():
    return csv([["Country", "Name", "Shoe size"], ["Poland", "Jan KOWALSKI", "43"]])


@file("climate-data-set.csv")
def _():
    return csv(
        [
            [
                *("Group_Type", "Delegation", "Honorific", "Person_Name", "Job_Title"),
                *("Division", "Affiliation", "Relation"),
            ],
            ["Parties", "Poland", "H.E. Mr.", "Jan Kowalski", "Minister", "Cabinet", "MoI", "Host"],
            ["Parties", "Indonesia", "", "Sukarti", "", "", "", ""],
            ["Intergovernmental organizations", "ICMPD", "Ms.", "Ann Smith", "", "Policy", "", ""],
        ]
    )


# --- Groups and merged cells ----------------------------------------------------------------
@file("countries-as-headings.xlsx")
def _():
    def merge(workbook):
        workbook.active.merge_cells("A2:D2")

    return xlsx(
        [
            ["No", "Name", "Position", "Organisation"],
            ["POLAND"],
            [1, "Mr. Jan KOWALSKI", "Director", "MSWiA"],
            [2, "Ms. Anna NOWAK", None, None],
            ["European External Action Service (EEAS)"],
            [3, "Dr Max MÜLLER-SCHMIDT", "Desk officer", None],
            ["Lithuania"],
            ["Total: 3"],
        ],
        change=merge,
    )


@file("headings-in-the-column-of-names.csv")
def _():
    return csv(
        [
            ["Name", "Position"],
            ["Poland", ""],
            ["Jan Kowalski", "Director"],
            ["Sukarti", ""],
            ["Ministry of the Interior of Hungary", ""],
            ["Nagy Gergő", "Adviser"],
            ["ICMPD", ""],
            ["Ann Smith", "Expert"],
            ["Prepared by the protocol", ""],
        ]
    )


@file("sections-and-countries-once.csv")
def _():
    return csv(
        [
            ["Country", "Name", "Position"],
            ["STATES", "", ""],
            ["Poland", "Jan Kowalski", "Director"],
            ["", "Anna Nowak", "Expert"],
            ["", "", ""],
            ["Lithuania", "", ""],
            ["", "Jonas Petraitis", ""],
            ["Austria", "TBC", ""],
            ["Hungary", "", ""],
            ["", "* not confirmed", ""],
        ]
    )


@file("merged-country.xlsx")
def _():
    def merge(workbook):
        workbook.active.merge_cells("A2:A4")
        workbook.active.merge_cells("C3:C4")

    return xlsx(
        [
            ["Country", "Name", "Institution"],
            ["Poland", "Jan KOWALSKI", "Border Guard"],
            [None, "Anna NOWAK", "Ministry of the Interior"],
            [None, "Piotr ZIELIŃSKI", None],
        ],
        change=merge,
    )


@file("merged-country.xls")
def _():
    def merge(sheet):
        sheet.write_merge(1, 2, 0, 0, "Польша")

    return xls([["Страна", "ФИО"], [None, "Ковальский Ян"], [None, "Новак Анна"]], merge)


@file("empty-rows-and-columns.xlsx")
def _():
    return xlsx(
        [
            [],
            [],
            [None, None, "Country", None, "Name", None, None],
            [],
            [None, None, "Poland", None, "Jan KOWALSKI", None, " "],
            [],
            [],
            [None, None, "Poland", None, "Anna NOWAK"],
            *[[]] * 20,
        ]
    )


@file("one-delegation-in-the-title.csv")
def _():
    return csv(
        [
            ["Delegation of Kazakhstan", "", ""],
            ["to the conference in Warsaw", "", ""],
            ["Name", "Position", "E-mail"],
            ["Head of delegation", "", ""],
            ["Mr. Arman BEKOV", "Director", ""],
            ["Members", "", ""],
            ["Ms. Dana OMAROVA", "Expert", "dana@example.org"],
        ]
    )


# --- Names ----------------------------------------------------------------------------------
@file("names-of-all-kinds.csv")
def _():
    names = [
        *("H.E. Mr. Jan KOWALSKI", '"Kowalski, Jan"', '"KOWALSKI, H.E. Ms. Anna Maria"'),
        *("KOWALSKI Jan", "Jan Kowalski", "van der BERG Anna", "Anna van der BERG"),
        *("Ludwig van Beethoven", "MÜLLER-SCHMIDT Eva", "Seán O'BRIEN", "Ian McDONALD"),
        *("Mme Marie-Claire DUPONT", "M. Jean DUPONT", "M. Smith", "Dr. Max Mustermann"),
        *("Prof. Dr. habil. X", "Sukarti", "Mr Sukarti", "José GARCÍA y LÓPEZ"),
        *("J.R. SMITH", "JAN KOWALSKI", '"Jan Kowalski, PhD"', "1. Mr.Jan KOWALSKI"),
        *("г-н Иванов Иван Иванович", "Г-жа Айгуль СЕЙТКАЛИЕВА", "Иван Иванович Иванов"),
        *("Е.П. г-н Алиев Вали Гасан оглы", "Лола Қодирова", "Шавкат Қаҳҳор ўғли ЁҚУБОВ"),
        *("Gulnora O‘KTAMOVA", "Ông Nguyễn Văn AN", "HE Mr. Ali AL-SAYED", "He Wei"),
    ]
    return csv([["Name"], *([name] for name in names)])


@file("family-name-first.csv")
def _():
    return csv(
        [
            ["Страна", "Фамилия, имя", "Должность"],
            ["Польша", "Ковальский Ян", "директор"],
            ["Казахстан", "Сейткалиева Айгуль", "советник"],
        ],
        ";",
    )


@file("prefixes-in-the-given-names.csv")
def _():
    return csv(
        [
            ["Country", "First name", "Last name", "Title"],
            ["Poland", "Mr Jan", "Kowalski", "Director"],
            ["Poland", "Ms. Anna", "NOWAK", "Expert"],
        ]
    )


@file("title-is-a-prefix.csv")
def _():
    return csv(
        [
            ["Country", "Title", "First name", "Surname", "Job title"],
            ["Poland", "Mr", "Jan", "Kowalski", "Director"],
            ["Poland", "H.E. Ms", "Anna", "Nowak", "Minister"],
        ]
    )


@file("names-in-two-scripts.xlsx")
def _():
    return xlsx(
        [
            ["ФИО", "Name", "Страна"],
            ["Сейткалиева Айгуль", "Aigul SEITKALIYEVA", "Казахстан"],
            ["Жумабаев Ерлан Серікұлы", "Yerlan ZHUMABAYEV", "Казахстан"],
        ]
    )


@file("only-names.csv")
def _():
    return b"Participants\r\nJan Kowalski\r\nAnna Nowak\r\n"


# --- Cells ----------------------------------------------------------------------------------
@file("numbers-and-dates.xlsx")
def _():
    return xlsx(
        [
            ["Country", "Name", "Phone", "Position", "Arrival"],
            ["Poland", "Jan KOWALSKI", 48221234567.0, 42, ARRIVAL],
            ["Poland", "Anna NOWAK", 221234567, True, datetime.date(2019, 12, 3)],
            ["Poland", "Ewa LIS", "0048 22 12", 2.5, datetime.time(9, 15)],
        ]
    )


@file("numbers.xls")
def _():
    return xls([["Name", "Phone"], ["Jan KOWALSKI", 48221234567.0], ["Anna NOWAK", 22]])


@file("numbers.ods")
def _():
    return ods([["Country", "Name", "Phone"], ["Poland", "Jan KOWALSKI", 48221234567.0]])


@file("formulas.xlsx")
def _():
    content = xlsx([["Country", "Name", "Position"], ["Poland", "Jan KOWALSKI", "=A1", "=B1"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    # As a spreadsheet program leaves it, with what the formula came to.
    sheet = sheet.replace(b'"C2"><f>A1</f><v></v>', b'"C2" t="str"><f>A1</f><v>Director</v>')
    sheet = sheet.replace(b'"C2"><f>A1</f><v />', b'"C2" t="str"><f>A1</f><v>Director</v>')
    return repacked(content, {"xl/worksheets/sheet1.xml": sheet})


@file("odd-spaces.csv")
def _():
    return csv(
        [
            ["\u00a0Country ", "Name", "Position"],
            ["Poland\u00a0", "\u200bJan \u00a0 KOWALSKI\u00ad", "  Head \t of unit "],
        ],
        ";",
    )


@file("dashes-for-nothing.csv")
def _():
    return csv(
        [
            ["Country", "Name", "Position", "E-mail", "Phone"],
            ["Poland", "Jan KOWALSKI", "-", "n/a", "—"],
        ]
    )


@file("words-in-two-languages.csv")
def _():
    return csv(
        [
            ["Delegation", "Name", "Role", "Status"],
            ["Poland", "Jan KOWALSKI", "HoD", "Confirmed"],
            ["Poland", "Anna NOWAK", "заместитель главы делегации", "подтверждена"],
            ["Poland", "Ewa LIS", "Interpreter", "No show"],
            ["Poland", "Adam WILK", "Head", "no"],
        ]
    )


@file("wrong-cells.csv")
def _():
    return csv(
        [
            ["Delegation", "Type", "Name", "Capacity", "Status", "E-mail", "Position"],
            ["Poland", "State", "Jan KOWALSKI", "boss", "confirmed", "jan@example.org", ""],
            ["Poland", "planet", "Anna NOWAK", "", "perhaps", "anna at example.org", ""],
            ["Poland", "State", "", "", "", "", "Director"],
            ["Poland", "State", "Ewa LIS", "head", "confirmed", "a@example.org; b@example.org", ""],
            ["Poland", "State", "Adam WILK", "delegate", "confirmed", "", "x" * 301],
            ["Poland", "State", "Eryk SOWA", "head", "attended", "eryk@example.org", ""],
        ]
    )


# --- Sheets ---------------------------------------------------------------------------------
@file("several-sheets.xlsx")
def _():
    def hide(workbook):
        workbook.create_sheet("Empty")
        workbook["Sheet2"].sheet_state = "hidden"

    return xlsx(
        ENGLISH[:2],
        [["Country", "Name"], ["Nowhere", "Hidden"]],
        [["Name"], ["Ewa LIS"]],
        change=hide,
    )


@file("only-hidden-sheets.ods")
def _():
    return ods(ENGLISH, hidden=True)


@file("nothing-in-the-cells.xlsx")
def _():
    return xlsx([[None, " "], ["", ""]])


@file("list.ods")
def _():
    return ods([["Список участников", None], [None, None], *RUSSIAN])


@file("cyrillic.xls")
def _():
    return xls(RUSSIAN)


# --- Refused --------------------------------------------------------------------------------
@file("empty.csv")
def _():
    return b""


@file("only-delimiters.csv")
def _():
    return b";;;\r\n;;;\r\n"


@file("quote-not-closed.csv")
def _():
    return b'Country,Name\r\nPoland,"Jan KOWALSKI\r\n' + b"Poland,Anna NOWAK\r\n" * 10_000


@file("damaged-utf-8.csv")
def _():
    return codecs.BOM_UTF8 + csv(RUSSIAN)[:-3] + b"\xff\xfe\xfa"


@file("cut-off.xlsx")
def _():
    return xlsx(ENGLISH)[:3_000]


@file("cut-off.xls")
def _():
    return xls(RUSSIAN)[:2_000]


@file("cut-off.ods")
def _():
    content = ods(ENGLISH)
    return content[: len(content) // 2]


@file("csv-named-xlsx.xlsx")
def _():
    return csv(ENGLISH)


@file("xlsx-named-csv.csv")
def _():
    return xlsx(ENGLISH)


@file("web-page-named-xls.xls")
def _():
    return b"<html><body><table><tr><td>Name</td></tr></table></body></html>"


@file("pdf-named-xlsx.xlsx")
def _():
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@file("document.docx")
def _():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), "<document/>")
    return packed.getvalue()


@file("archive.zip")
def _():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("list.csv"), "Name\nJan")
    return packed.getvalue()


@file("picture.png")
def _():
    return b"\x89PNG\r\n\x1a\n" + bytes(40)


@file("spreadsheet-2003.xml")
def _():
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@file("macros.xlsm")
def _():
    return repacked(xlsx(ENGLISH), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


@file("macros.xls")
def _():
    # An entry of the directory, as Excel makes one for the storage of macros.
    return xls(RUSSIAN) + "_VBA_PROJECT_CUR\0".encode("utf-16-le").ljust(512, b"\0")


@file("external-links.xlsx")
def _():
    return repacked(xlsx(ENGLISH), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


@file("entities.xlsx")
def _():
    content = xlsx(ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return repacked(content, {"xl/worksheets/sheet1.xml": entities + sheet})


@file("bomb.xlsx")
def _():
    # 90 MB of blanks.
    return repacked(xlsx(ENGLISH), {"xl/sharedStrings.xml": b" " * (90 * 2**20)})


@file("bomb-that-lies.xlsx")
def _():
    content = repacked(xlsx(ENGLISH), {"xl/sharedStrings.xml": b" " * (120 * 2**20)})
    # What both headers say of the size: two bytes.
    return content.replace(struct.pack("<L", 120 * 2**20), struct.pack("<L", 2))


@file("cell-in-the-last-corner.xlsx")
def _():
    def write(workbook):
        workbook.active["XFD1048576"] = "x"

    return xlsx(ENGLISH, change=write)


@file("cell-far-below.xlsx")
def _():
    def write(workbook):
        workbook.active["A60000"] = "x"

    return xlsx(ENGLISH, change=write)


@file("far-corners.xls")
def _():
    def write(sheet):
        sheet.write(65_535, 255, "x")

    return xls(ENGLISH, write)


@file("too-many-columns.csv")
def _():
    return ",".join(["Name"] * 300).encode()


@file("password.xlsx")
def _():
    # The directory of a compound file, as Excel wraps an encrypted workbook.
    name = "EncryptedPackage\0".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + name.ljust(512, b"\0")


@file("password.ods")
def _():
    return repacked(
        ods(ENGLISH), {"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"}
    )


@file("no-workbook-inside.xlsx")
def _():
    return repacked(xlsx(ENGLISH), leave="xl/worksheets/sheet1.xml")


if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())
