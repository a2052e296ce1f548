"""CSV: what a spreadsheet opens without running anything, and what comes back unchanged."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.participant_list import Audience, ParticipantList
from events.participant_list.writers.csv import chunks, escape, unescape, write
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PersonFactory,
    PublicDelegateFactory,
)

# Of files: the rows that are written are the same in every database.
pytestmark = pytest.mark.one_database

HEADER = (
    "Delegation,Type,Role,Prefix,Given names,Family name,Capacity,Position,Institution,"
    "Status,E-mail,Phone"
)
FORMULAS = ["=1+1", "+48 22", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"]


def written(event, audience=Audience.STAFF, language="en") -> bytes:
    file = io.BytesIO()
    write(ParticipantList(event, audience, language), file)
    return file.getvalue()


def read(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- The file -------------------------------------------------------------------------------
@pytest.mark.django_db
def test_it_is_written_as_the_contract_says():
    delegation = DelegationFactory(state__name_en="Poland")
    DelegateFactory(
        delegation=delegation,
        given_names="Anna",
        family_name="Nowak",
        position='Deputy Director, "Migration"',
        institution="Ministry\r\nof the Interior",
    )
    expected = (
        f"\ufeff{HEADER}\r\n"
        'Poland,State,participating,,Anna,Nowak,delegate,"Deputy Director, ""Migration""",'
        '"Ministry\r\nof the Interior",confirmed,,\r\n'
    )
    assert written(delegation.event) == expected.encode()


@pytest.mark.django_db
def test_the_public_file_ends_at_the_institution():
    delegation = DelegationFactory(state__name_ru="Польша")
    person = PersonFactory(email="anna@example.org")
    PublicDelegateFactory(delegation=delegation, person=person, family_name="Nowak")
    DelegateFactory(delegation=delegation, family_name="Hiddenova")
    content = written(delegation.event, Audience.PUBLIC, "ru").decode("utf-8-sig")
    assert content.splitlines()[0].endswith(",Должность,Учреждение")
    assert "Nowak" in content
    assert "anna@example.org" not in content
    assert "Hiddenova" not in content


@pytest.mark.django_db
def test_it_has_a_header_without_a_row():
    assert written(EventFactory()).decode("utf-8-sig") == f"{HEADER}\r\n"


@pytest.mark.django_db
def test_the_header_goes_out_before_anything_is_read(django_assert_num_queries):
    event = EventFactory()
    with django_assert_num_queries(0):
        assert next(chunks(ParticipantList(event, Audience.STAFF, "en"))).startswith(
            b"\xef\xbb\xbf"
        )


@pytest.mark.django_db
def test_no_cell_runs_as_a_formula_and_each_comes_back():
    delegation = DelegationFactory(state__name_en="=State", name_as_of_event_en="@State")
    for number, text in enumerate([*FORMULAS, "'=1", "''-1", "'quoted", "plain"]):
        DelegateFactory(
            delegation=delegation,
            rank=number,
            person=PersonFactory(phone=text),
            prefix=text,
            given_names=text,
            family_name=f"{text}{number}",
            position=text,
            institution=text,
        )
    found = read(written(delegation.event))
    for row in found:
        for cell in row.values():
            assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), cell
    assert [unescape(row["Position"]) for row in found] == [
        *FORMULAS,
        *("'=1", "''-1", "'quoted", "plain"),
    ]
    assert unescape(found[0]["Delegation"]) == "@State"
    assert unescape(found[1]["Phone"]) == "+48 22"


# --- Escaping -------------------------------------------------------------------------------
@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_gets_one_apostrophe(cell):
    assert escape(cell) == f"'{cell}"
    assert escape(f"'{cell}") == f"''{cell}"


@pytest.mark.parametrize("cell", ["", "Anna", "1-2", "a=b", "'s-Hertogenbosch", "'", "0012", " =1"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert escape(cell) == cell
    assert unescape(cell) == cell


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝＋－＠ aЖ,\"\0"), max_size=12))
@example("'=")
def test_every_text_survives(cell):
    assert unescape(escape(cell)) == cell
    assert not escape(cell).startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.django_db
@settings(max_examples=40)
@given(
    st.lists(
        st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝ aЖ,\";|\\😀"), min_size=1, max_size=8),
        min_size=1,
        max_size=6,
    )
)
def test_every_cell_is_read_back_as_it_is_stored(texts):
    delegation = DelegationFactory()
    for number, text in enumerate(texts):
        DelegateFactory(delegation=delegation, rank=number, family_name="x", position=text)
    found = read(written(delegation.event))
    assert [unescape(row["Position"]) for row in found] == texts
