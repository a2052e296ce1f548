"""Which columns mean what, for shapes that the awkward files do not show."""

import io

import pytest
from django.utils import translation

from events.participant_list.columns import COLUMNS, headers
from events.participant_list.importing.reading import open_list
from events.participant_list.readers import LABELS, Table, find_columns, header_key, read_people
from events.participant_list.readers.headers import letter
from tests.events.participant_list.lists import file_of


def columns_of(*rows: list[str], own=None):
    return find_columns(Table("List", [list(row) for row in rows]), own)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_our_own_headers_are_known_and_taken_to_the_letter(language):
    columns = columns_of(headers(COLUMNS, language))
    assert list(columns.fields.values()) == [column.name for column in COLUMNS]
    assert columns.ours


def test_our_headers_in_both_languages_at_once():
    both = zip(headers(COLUMNS, "en"), headers(COLUMNS, "ru"), strict=True)
    columns = columns_of([" / ".join(pair) for pair in both])
    assert list(columns.fields.values()) == [column.name for column in COLUMNS]
    assert columns.ours


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_field_has_a_label_by_which_it_is_known(language):
    with translation.override(language):
        labels = {name: str(label) for name, label in LABELS.items() if name}
    for name, label in labels.items():
        other = labels["email" if name == "phone" else "phone"]
        assert columns_of([label, other]).fields[0] == name


def test_the_officers_mapping_wins():
    own = {header_key("Organisation"): "delegation", header_key("Shoe size"): ""}
    columns = columns_of(["Organisation", "Name", "Shoe  SIZE"], ["ICMPD", "Ann", "43"], own=own)
    assert columns.fields == {0: "delegation", 1: "full_name", 2: ""}
    assert columns.unknown == []


def test_the_officers_mapping_finds_a_header_that_nobody_else_knows():
    own = {header_key("Kto"): "full_name", header_key("Skad"): "delegation"}
    columns = columns_of(["Lista", ""], ["Kto", "Skad"], own=own)
    assert (columns.header_row, columns.fields) == (1, {0: "full_name", 1: "delegation"})


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("Role", ["Head of delegation", "delegate"], "capacity"),
        ("Role", ["host", "participating"], "role"),
        ("Status", ["глава делегации", "эксперт"], "capacity"),
        ("Status", ["confirmed", "withdrawn"], "status"),
        ("Type", ["State", "Organisation"], "type"),
        ("Title", ["Mr", "H.E. Ms."], "prefix"),
        ("Title", ["Director", "Head of unit"], "position"),
    ],
)
def test_what_stands_below_says_what_a_header_means(header, values, field):
    rows = [[value, "Jan Kowalski"] for value in values]
    assert columns_of([header, "Full name"], *rows).fields[0] == field


def test_a_second_phone_is_kept_and_a_second_e_mail_left_to_the_officer():
    table = Table(
        "List",
        [
            ["Name", "Phone", "Mobile", "E-mail", "Contact e-mail"],
            ["Jan Nowak", "22", "600", "a@example.org", "b@example.org"],
        ],
    )
    columns = find_columns(table)
    assert columns.unknown == [4]
    (person,) = read_people(table, columns).people
    assert (person.phone, person.email) == ("22, 600", "a@example.org")


def test_columns_are_called_by_header_or_letter():
    columns = columns_of(["Full\n name", ""], ["Jan", "x"])
    assert (columns.title(0), columns.title(1), columns.title(30)) == ("Full name", "B", "AE")
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_list_without_headings_is_read_under_the_officers_own():
    table = Table("List", [["Kowalski", "x"], ["Nowak", "y"]])
    columns = find_columns(table)
    assert not columns.names_people()
    columns.fields[0] = "family_name"
    assert [row.family_name for row in read_people(table, columns).people] == ["Kowalski", "Nowak"]


def test_a_stored_meaning_that_lists_no_longer_have_is_passed_over():
    file = file_of(("Poland", "Jan", "Kowalski"))
    corrections = {"0": {"0": "delegation", "1": "shoe_size", "2": "family_name"}}
    opened = open_list(io.BytesIO(file), "list.csv", corrections=corrections)
    assert opened.columns[0].fields == {0: "delegation", 2: "family_name"}
