"""Word and PDF: the register's own files come back as the same people; a scan is refused."""

import io
import random
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Font

from events.models import Delegate
from events.participant_list import Audience, ParticipantList, ParticipantListError
from events.participant_list.importing.reading import read_list
from events.participant_list.readers import Table, find_columns, read_people, read_tables
from events.participant_list.readers.limits import MAX_CELL
from events.participant_list.writers import WRITERS
from tests.factories import DelegationFactory, EventFactory, PersonFactory, StateFactory

STATES = ["Poland", "Latvia", "Kazakhstan", "Tajikistan", "Germany", "Ukraine", "Spain", "France"]
GIVEN = ["Anna", "Jan", "Maria José", "Hélène", "Нурлан", "Jean-Luc", "Seán", "Gulnara"]
FAMILY = ["Kowalski", "van der Berg", "O'Brien", "de la Cruz", "Сейткалиева", "Żółć", "Al-Masry"]
POSITIONS = ["Director", "Head of Division", "Chief Specialist, Analysis Unit", "Начальник отдела"]
INSTITUTIONS = ["Ministry of the Interior", "Migration Service", "Министерство иностранных дел"]


def list_of_300():
    """An event with 300 people in eight delegations."""
    event = EventFactory()
    # The same people in each run; namesakes too, as in real lists.
    choose = random.Random(300)  # noqa: S311
    persons, delegates = [], []
    for name in STATES:
        state = StateFactory(name_en=name, name_ru="")
        delegation = DelegationFactory(event=event, state=state)
        for number in range(300 // len(STATES) + (name in STATES[:4])):
            names = {
                "prefix": choose.choice(["Mr", "Ms", "H.E. Mr", "Dr", "Г-н"]),
                "given_names": choose.choice(GIVEN),
                "family_name": choose.choice(FAMILY),
            }
            persons.append(PersonFactory.build(**names))
            delegates.append(
                Delegate(
                    delegation=delegation,
                    person=persons[-1],
                    capacity="delegate" if number else "head",
                    position=choose.choice(POSITIONS),
                    institution=choose.choice(INSTITUTIONS),
                    **names,
                )
            )
    for person, delegate in zip(persons, delegates, strict=True):
        person.make_keys()
        delegate.take_snapshot()
    type(persons[0]).objects.bulk_create(persons)
    Delegate.objects.bulk_create(delegates)
    return event


@pytest.mark.django_db
def test_300_people_are_the_same_from_workbook_document_and_pdf():
    event = list_of_300()
    read = {}
    for file_format in ("xlsx", "docx", "pdf"):
        file = io.BytesIO()
        WRITERS[file_format].write(ParticipantList(event, Audience.STAFF, "en"), file)
        file.seek(0)
        found = read_list(file, f"list.{file_format}")
        assert found.errors == []
        read[file_format] = sorted(
            (
                *(row.delegation.casefold(), row.prefix, row.given_names),
                *(row.family_name.upper(), row.position, row.institution),
                row.capacity or "delegate",
            )
            for row in found.people
        )
    assert len(read["xlsx"]) == 300
    assert read["docx"] == read["xlsx"]
    assert read["pdf"] == read["xlsx"]


def word(*parts) -> bytes:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            table = document.add_table(rows=0, cols=max(map(len, part)))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rows(content: bytes, name: str):
    return [
        (row.delegation, row.given_names, row.family_name, row.position)
        for table in read_tables(io.BytesIO(content), name)
        for row in read_people(table, find_columns(table)).people
    ]


def test_tables_under_their_countries_are_one_list():
    header = ["Name", "Position"]
    content = word(
        *("List of participants", "Kazakhstan", [header, ["Mr Arman OSPANOV", "Director"]]),
        *("Poland", [header, ["Ms Anna NOWAK", "Expert"]], "Contact: Ann Lee, ann@example.org"),
    )
    assert rows(content, "list.docx") == [
        ("Kazakhstan", "Arman", "OSPANOV", "Director"),
        ("Poland", "Anna", "NOWAK", "Expert"),
    ]


def test_a_table_inside_a_table_only_lays_the_page_out():
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Latvia"
    inner = outer.cell(0, 1).add_table(rows=2, cols=2)
    for at, texts in enumerate((["Name", "Position"], ["Juris OZOLS", "Adviser"])):
        for cell, text in zip(inner.rows[at].cells, texts, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    assert rows(file.getvalue(), "list.docx") == [("Latvia", "Juris", "OZOLS", "Adviser")]


def test_text_boxes_and_content_controls_are_read_once():
    document = docx.Document(io.BytesIO(word("Latvia")))
    body = document.element.body
    body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r>"
            "<w:t>Mr Juris OZOLS, Adviser</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    file = io.BytesIO()
    document.save(file)
    assert rows(file.getvalue(), "list.docx") == [("Latvia", "Juris", "OZOLS", "Adviser")]


def test_two_people_in_one_cell_of_a_layout_are_both_read():
    people = "Mr Juris OZOLS, Head of Unit\nMs Ilze KALNA, Expert"
    content = word([["Country", "Delegation"], ["Latvia", people]])
    assert [row[2] for row in rows(content, "list.docx")] == ["OZOLS", "KALNA"]


def workbook(change) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Country", "Name", "Position", "Passport"],
        ["Latvia", "OZOLS Juris", "Adviser", "AB1"],
        ["Latvia", "KALNA Ilze", "Expert", "AB2"],
    ):
        sheet.append(row)
    change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def reading(content: bytes, name: str = "list.xlsx", *, with_hidden: bool = False):
    (table,) = read_tables(io.BytesIO(content), name, with_hidden=with_hidden)
    return read_people(table, find_columns(table))


def test_hidden_rows_and_columns_are_left_out_and_named():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True

    found = reading(workbook(hide))
    assert [row.family_name for row in found.people] == ["OZOLS"]
    left_out = [(each.row, each.reason) for each in found.left_out]
    assert (3, "hidden row") in left_out
    assert (0, "hidden column") in left_out
    found = reading(workbook(hide), with_hidden=True)
    assert [row.family_name for row in found.people] == ["OZOLS", "KALNA"]


def test_struck_rows_and_columns_are_left_out_and_named():
    def strike(sheet):
        for cell in (*sheet[3], *sheet["C"]):
            cell.font = Font(strike=True)

    found = reading(workbook(strike))
    assert [(row.family_name, row.position) for row in found.people] == [("OZOLS", None)]
    assert found.errors == []
    left_out = [(each.row, each.text, each.reason) for each in found.left_out if each.is_hidden]
    assert left_out == [
        (3, "Latvia, KALNA Ilze, Expert, AB2", "row that is struck out"),
        (0, "Position", "column that is struck out"),
    ]
    found = reading(workbook(strike), with_hidden=True)
    assert [(row.family_name, row.position) for row in found.people] == [
        ("OZOLS", "Adviser"),
        ("KALNA", "Expert"),
    ]


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:automatic-styles><style:style style:name="gone" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="List">
<table:table-column table:number-columns-repeated="3"/>ROWS
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(*rows: tuple[str, str, list[str]]) -> bytes:
    """A workbook of rows: attributes of the row, of its cells, texts."""

    def cell(look: str, text: str) -> str:
        return (
            f'<table:table-cell office:value-type="string"{look}>'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    lines = [
        f"<table:table-row{row}>{''.join(cell(look, text) for text in texts)}</table:table-row>"
        for row, look, texts in rows
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.replace("ROWS", "".join(lines)))
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return file.getvalue()


def test_hidden_and_struck_rows_of_ods_are_left_out_and_named():
    content = ods(
        ("", "", ["Country", "Name", "Position"]),
        ("", "", ["Latvia", "OZOLS Juris", "Adviser"]),
        ("", ' table:style-name="gone"', ["Latvia", "KALNA Ilze", "Expert"]),
        (' table:visibility="collapse"', "", ["Latvia", "LAPA Anna", "Expert"]),
    )
    found = reading(content, "list.ods")
    assert [row.family_name for row in found.people] == ["OZOLS"]
    assert [(each.row, each.reason) for each in found.left_out] == [
        (4, "hidden row"),
        (3, "row that is struck out"),
    ]
    found = reading(content, "list.ods", with_hidden=True)
    assert [row.family_name for row in found.people] == ["OZOLS", "KALNA", "LAPA"]


XLS = Path(__file__).parent / "awkward/cyrillic.xls"


def record(content: bytes, kind: int, number: int) -> int:
    """Where the content of the record of this kind and number, counted from 0, begins."""
    # The workbook is the first stream of this file.
    at = 512
    while True:
        found, length = struct.unpack_from("<HH", content, at)
        if found == kind:
            if not number:
                return at + 4
            number -= 1
        at += 4 + length


def patch(content: bytearray, at: int, value: int) -> None:
    struct.pack_into("<H", content, at, value)


def test_hidden_rows_and_columns_of_xls_are_left_out_and_named():
    content = bytearray(XLS.read_bytes())
    (table,) = read_tables(io.BytesIO(content), "list.xls")
    row = record(content, 0x208, 2)
    patch(content, row + 12, struct.unpack_from("<H", content, row + 12)[0] | 0x20)
    (hidden,) = read_tables(io.BytesIO(content), "list.xls")
    assert hidden.rows == table.rows[:2]
    [left_out] = hidden.left_out
    assert (left_out.row, left_out.reason, left_out.is_hidden) == (3, "hidden row", True)
    (shown,) = read_tables(io.BytesIO(content), "list.xls", with_hidden=True)
    assert shown.rows == table.rows


def test_struck_rows_of_xls_are_left_out_and_named():
    content = bytearray(XLS.read_bytes())
    (table,) = read_tables(io.BytesIO(content), "list.xls")
    # Font 5 is the fifth: there is none of the number 4. A format has it, and the second row that.
    patch(content, record(content, 0x31, 4) + 2, 0x08)
    patch(content, record(content, 0xE0, 16), 5)
    for number in range(12):
        cell = record(content, 0xFD, number)
        if struct.unpack_from("<H", content, cell)[0] == 1:
            patch(content, cell + 4, 16)
    (struck,) = read_tables(io.BytesIO(content), "list.xls")
    assert not any(struck.rows[1])
    [left_out] = struck.left_out
    assert (left_out.row, left_out.reason) == (2, "row that is struck out")
    (shown,) = read_tables(io.BytesIO(content), "list.xls", with_hidden=True)
    assert shown.rows == table.rows


def test_a_paragraph_is_cut_as_a_cell_is():
    content = word("Latvia", f"Mr Juris OZOLS, {'Adviser ' * 1_000}")
    (table,) = read_tables(io.BytesIO(content), "list.docx")
    assert max(len(cell) for row in table.rows for cell in row) <= MAX_CELL


def test_several_columns_of_given_names_in_cyrillic_are_one_name():
    header = ["Family name", "Given names", "Фамилия (кириллица)", "Имя", "Отчество"]
    table = Table("List", [header, ["MUKANOV", "Timur", "Муканов", "Тимур", "Ерланович"]])
    columns = find_columns(table)
    columns = replace(
        columns,
        fields=columns.fields
        | {2: "family_name_cyrillic", 3: "given_names_cyrillic", 4: "given_names_cyrillic"},
    )
    [row] = read_people(table, columns).people
    assert row.given_names_cyrillic == "Тимур Ерланович"


def test_struck_text_of_a_document_is_left_out_and_named():
    document = docx.Document(io.BytesIO(word("Latvia", "Mr Juris OZOLS, Adviser")))
    document.add_paragraph().add_run("Ms Ilze KALNA, Expert").font.strike = True
    file = io.BytesIO()
    document.save(file)
    assert [row[2] for row in rows(file.getvalue(), "list.docx")] == ["OZOLS"]
    (table,) = read_tables(io.BytesIO(file.getvalue()), "list.docx")
    [left_out] = [each for each in table.left_out if each.is_hidden]
    assert (left_out.text, left_out.reason) == ("Ms Ilze KALNA, Expert", "struck out")
    (table,) = read_tables(io.BytesIO(file.getvalue()), "list.docx", with_hidden=True)
    assert [row[3] for row in table.rows if any(row)] == ["Mr Juris OZOLS", "Ms Ilze KALNA"]
    assert table.left_out == []


def test_position_and_institution_in_two_languages_go_each_to_its_own():
    header = ["Name", "ФИО", "Position", "Должность", "Institution", "Организация"]
    row = ["Saule Mukanova", "Муканова Сауле", "Director", "Директор", "Agency", "Агентство"]
    table = Table("List", [header, row])
    (found,) = read_people(table, find_columns(table)).people
    assert (found.family_name, found.family_name_cyrillic) == ("Mukanova", "Муканова")
    assert (found.position, found.position_ru) == ("Director", "Директор")
    assert (found.institution, found.institution_ru) == ("Agency", "Агентство")


@pytest.mark.parametrize("cut", [0.3, 0.9])
@pytest.mark.parametrize("name", ["list.docx", "list.pdf"])
def test_a_document_cut_off_is_refused_with_a_sentence(name, cut, tmp_path):
    content = word("Mr Juris OZOLS, Adviser") if name == "list.docx" else b"%PDF-1.7\n" + b"x" * 900
    with pytest.raises(ParticipantListError) as refused:
        read_tables(io.BytesIO(content[: int(len(content) * cut)]), name)
    assert str(refused.value).endswith(".")
