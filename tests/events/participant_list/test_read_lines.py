"""Lists without a table: each line of an e-mail or document is accounted for."""

import pytest

from events.participant_list.importing.reading import one_list, read_list
from events.participant_list.readers.documents.prose import lines_of_text
from events.participant_list.readers.lines import delegation_in, delegations_named_in, read_lines
from events.participant_list.readers.words import take_capacity
from participants.matching import is_territory

MAIL = """Dear Ms Holm,

The delegation of Latvia will consist of:
- Mr Juris OZOLS, Head of Unit, Ministry of the Interior (head of delegation)
- Ms Ilze KALNA, Expert, State Border Guard, ilze@example.org, +371 670 00 000

Kind regards,
Anna Liepa
Secretary
Ministry of the Interior
"""
BLOCKS = """** Estonia
Estonia

Head of Delegation
Mr Ivo KASK
Deputy Secretary General
Ministry of the Interior

Members of the Delegation
Ms Mari TAMM
Adviser
Mr Tiit ROOS
Expert
Police and Border Guard Board
"""


def people(text):
    stream = read_lines(lines_of_text(text), is_territory)
    return [(p.name, p.delegation, p.capacity) for p in stream.people]


def test_greetings_and_signatures_are_nobody():
    stream = read_lines(lines_of_text(MAIL), is_territory)
    assert [person.name for person in stream.people] == ["Mr Juris OZOLS", "Ms Ilze KALNA"]
    assert {person.delegation for person in stream.people} == {"Latvia"}
    assert {"Anna Liepa", "Kind regards,"} <= {each.text for each in stream.left_out}


def test_address_and_telephone_come_off_first():
    stream = read_lines(lines_of_text(MAIL), is_territory)
    assert stream.people[1].emails == ["ilze@example.org"]
    assert stream.people[1].phones == ["+371 670 00 000"]


def test_words_of_capacity_hold_for_the_next_person_or_the_group():
    assert people(BLOCKS) == [
        ("Mr Ivo KASK", "Estonia", "head"),
        ("Ms Mari TAMM", "Estonia", "delegate"),
        ("Mr Tiit ROOS", "Estonia", "delegate"),
    ]


def test_a_line_that_looks_like_a_person_and_is_none_is_strange():
    text = "Poland\n1. Mr Jan KOWALSKI, Director\n\nand Anna NOWAK 2\n\n(Mr Adam LIS, Expert)\n"
    stream = read_lines(lines_of_text(text), is_territory)
    named = [person.name for person in stream.people]
    kept = {*named, *(text for _number, text in stream.strange)}
    assert any("Jan KOWALSKI" in each for each in kept)
    assert any("Adam LIS" in each for each in kept)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Delegation of the Kyrgyz Republic:", "kyrgyz republic"),
        ("II. Türkiye*", "Türkiye"),
        ("От Республики Таджикистан", "республики таджикистан"),
        ("KAZAKHSTAN / КАЗАХСТАН", "KAZAKHSTAN"),
        ("State Border Guard of Latvia", ""),
        ("Embassy of Poland", ""),
        ("Mr Jan KOWALSKI", ""),
    ],
)
def test_a_heading_is_nothing_but_a_name(text, name):
    assert delegation_in(text, is_territory) == name


@pytest.mark.parametrize(
    "text",
    [
        "Please find below the composition of the delegation of the Kyrgyz Republic to the meeting",
        "Направляем состав делегации Кыргызской Республики для участия",
        "Voici la composition de la délégation du Kirghizistan",
    ],
)
def test_the_sentence_before_the_list_names_the_delegation(text):
    assert len(delegations_named_in(text, is_territory)) == 1


@pytest.mark.parametrize(
    ("text", "capacity", "rest"),
    [
        ("Director, Head of Delegation", "head", "Director"),
        ("Глава делегации, заместитель министра", "head", "заместитель министра"),
        ("Directora General (Jefa de la Delegación)", "head", "Directora General"),
        (
            "Director of Department, Deputy Head of Delegation",
            "deputy_head",
            "Director of Department",
        ),
        ("head of delegation / глава делегации", "head", ""),
        ("Adviser to the Head of Delegation", "", "Adviser to the Head of Delegation"),
        ("Head of the EU Delegation", "", "Head of the EU Delegation"),
        ("Head of Delegation of the EU to Georgia", "", "Head of Delegation of the EU to Georgia"),
        ("Head of Division", "", "Head of Division"),
    ],
)
def test_a_capacity_counts_as_a_whole_part(text, capacity, rest):
    assert take_capacity(text) == (capacity, rest)


def read_pasted(text: str):
    file = one_list(None, text)
    return read_list(file, file.name)


@pytest.mark.django_db
def test_pasted_text_is_read_as_a_file_is():
    read = read_pasted(MAIL)
    assert [(row.given_names, row.family_name, row.capacity) for row in read.people] == [
        ("Juris", "OZOLS", "head"),
        ("Ilze", "KALNA", ""),
    ]
    assert read.people[1].institution == "State Border Guard"


@pytest.mark.django_db
def test_pasted_cells_are_a_table():
    read = read_pasted("Country\tName\tPosition\nLatvia\tJuris OZOLS\tAdviser, Visa Unit\n")
    (row,) = read.people
    assert (row.delegation, row.position) == ("Latvia", "Adviser, Visa Unit")
