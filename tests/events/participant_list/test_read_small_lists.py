"""Whole small lists of the kinds that arrive, each with the people that it names."""

import io
from pathlib import Path

import docx
import pytest
import yaml

from events.participant_list import ParticipantListError
from events.participant_list.importing.reading import read_list
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

FILE = Path(__file__).with_name("small_lists.yaml")
LISTS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
COLUMNS = (
    *("delegation", "prefix", "given_names", "family_name", "capacity", "position"),
    *("institution", "email", "phone"),
)


def people(content, name="list.csv"):
    """What is read of a list: a line a person, the values that are there divided by bars."""
    reading = read_list(io.BytesIO(content), name)
    assert not reading.errors, [str(error) for error in reading.errors]
    return [
        " | ".join(value for column in COLUMNS if (value := getattr(row, column)))
        for row in reading.people
    ]


def errors(content, name="list.csv"):
    """What is wrong with a list, in one text."""
    try:
        return " ".join(map(str, read_list(io.BytesIO(content), name).errors))
    except ParticipantListError as error:
        return str(error)


@pytest.mark.parametrize("case", LISTS, ids=[case["what"] for case in LISTS])
def test_it_is_understood(case):
    content = case["list"].encode(case.get("encoding", "utf-8"))
    name = case.get("file", "list.csv")
    if "people" in case:
        assert people(content, name) == case["people"]
    else:
        said = errors(content, name)
        assert said
        assert [text for text in case["refused"] if text not in said] == []


def word(build):
    """A Word file that `build` fills."""
    document, file = docx.Document(), io.BytesIO()
    build(document)
    document.save(file)
    return file.getvalue()


def test_an_organisation_in_the_genitive_is_a_heading():
    OrganisationFactory(name_ru="Международная организация по миграции")

    def build(document):
        document.add_paragraph("От Республики Узбекистан:")
        document.add_paragraph("Каримов Отабек Шавкатович – директор", style="List Number")
        document.add_paragraph("От Международной организации по миграции:")
        document.add_paragraph("Хольм Лаура – координатор проекта", style="List Number")

    assert people(word(build), "list.docx") == [
        "республики узбекистан | Отабек Шавкатович | Каримов | директор",
        "международнои организации по миграции | Лаура | Хольм | координатор проекта",
    ]


def test_tabs_divide_the_parts_of_a_paragraph():
    def build(document):
        document.add_paragraph("GEORGIA")
        document.add_paragraph("Giorgi KAPANADZE\tDeputy Director\tPublic Service Hall")
        document.add_paragraph("Nino BERIDZE Head of Department")

    assert people(word(build), "list.docx") == [
        "GEORGIA | Giorgi | KAPANADZE | Deputy Director | Public Service Hall",
        "GEORGIA | Nino | BERIDZE | Head of Department",
    ]


def test_tabs_that_make_columns_make_a_table():
    def build(document):
        for person in ("Latvia\tJuris OZOLS\tDirector", "Estonia\tMari TAMM\tOfficer"):
            document.add_paragraph(person)

    assert people(word(build), "list.docx") == [
        "Latvia | Juris | OZOLS | Director",
        "Estonia | Mari | TAMM | Officer",
    ]


def test_text_decoded_twice_is_told_where_control_characters_show_it():
    content = "Country;Name\nPoland;Łucja Żak\n".encode().decode("latin-1").encode()
    assert "“Łucja Żak” is probably meant" in errors(content)


def test_a_table_with_a_delegation_a_column_is_read_column_by_column():
    def build(document):
        table = document.add_table(rows=0, cols=2)
        for cells in (
            ("LATVIA", "ESTONIA"),
            ("Mr. Juris OZOLS\nDirector", "Ms. Mari TAMM\nExpert"),
        ):
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text

    assert people(word(build), "list.docx") == [
        "LATVIA | Mr. | Juris | OZOLS | Director",
        "ESTONIA | Ms. | Mari | TAMM | Expert",
    ]


@pytest.mark.parametrize(("header", "word"), [("Participation", "no"), ("Remarks", "cancelled")])
def test_who_does_not_come_by_another_column_is_withdrawn(header, word):
    content = f"Country;Name;{header}\nLatvia;Ilze KALNA;\nLatvia;Juris OZOLS;{word}\n"
    reading = read_list(io.BytesIO(content.encode()), "list.csv")
    assert [(row.family_name, row.status) for row in reading.people] == [
        ("KALNA", ""),
        ("OZOLS", "withdrawn"),
    ]
