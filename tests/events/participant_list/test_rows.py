"""The rows that every page and file is made of: whom they name, count and leave out."""

import itertools
import sys

import pytest
from django.utils import translation

from events.models import Delegate
from events.participant_list import (
    Audience,
    ListByName,
    ParticipantList,
    UnknownLanguage,
    delegations_in_order,
    rows,
)
from events.participant_list.columns import COLUMNS, columns_for, headers
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
    PublicDelegateFactory,
)

pytestmark = pytest.mark.django_db

PUBLIC, STAFF = Audience.PUBLIC, Audience.STAFF


def cells(event, audience=STAFF, language="en") -> list[dict]:
    """Each row as {column: cell}, without the empty cells."""
    return [
        {column.name: cell for column in COLUMNS if (cell := row[column.field])}
        for row in rows(event, audience, language)
    ]


def family_names(event, audience=STAFF, language="en") -> list[str]:
    return [row.family_name for row in rows(event, audience, language)]


@pytest.fixture
def delegation():
    return DelegationFactory(state__name_en="Poland", state__name_ru="Польша")


# --- One row --------------------------------------------------------------------------------
def test_a_row_tells_all_that_staff_need(delegation):
    DelegateFactory(
        delegation=delegation,
        person=PersonFactory(email="anna@example.org", phone="+48 22 601 0199"),
        capacity="head",
        prefix="H.E. Ms",
        given_names="Anna",
        family_name="Nowak",
        position="Director",
        institution="Ministry of the Interior",
    )
    assert cells(delegation.event) == [
        {
            "delegation": "Poland",
            "type": "State",
            "role": "participating",
            "prefix": "H.E. Ms",
            "given_names": "Anna",
            "family_name": "Nowak",
            "capacity": "head of delegation",
            "position": "Director",
            "institution": "Ministry of the Interior",
            "status": "confirmed",
            "email": "anna@example.org",
            "phone": "+48 22 601 0199",
        }
    ]


def test_a_russian_list_has_russian_words_and_names_as_they_are(delegation):
    DelegateFactory(delegation=delegation, family_name="Nowak", given_names="Anna")
    assert cells(delegation.event, language="ru") == [
        {
            "delegation": "Польша",
            "type": "Государство",
            "role": "участник",
            "given_names": "Anna",
            "family_name": "Nowak",
            "capacity": "делегат",
            "status": "подтверждён",
        }
    ]


def test_the_language_is_that_of_the_list_while_another_is_spoken(delegation):
    DelegateFactory(delegation=delegation)
    found = rows(delegation.event, STAFF, "en")
    with translation.override("ru"):
        assert next(found).capacity == "delegate"
        assert translation.get_language() == "ru"


def test_snapshots_of_the_day_count_not_what_the_person_is_now(delegation):
    delegate = DelegateFactory(delegation=delegation, family_name="Nowak", position="Expert")
    delegate.person.family_name, delegate.person.position = "Kowalska", "Minister"
    delegate.person.save()
    [row] = rows(delegation.event, STAFF, "en")
    assert (row.family_name, row.position) == ("Nowak", "Expert")


def test_roles_are_joined():
    delegation = DelegationFactory(role="leading_state", also_organiser=True)
    delegation.event.host_state = delegation.state
    [row] = rows(delegation.event, STAFF, "en")
    assert row.role == "leading state, host, organiser"


def test_the_name_is_that_of_the_day_without_the_mark_of_its_footnote():
    delegation = DelegationFactory(
        state__name_en="North Macedonia",
        state__footnote_en="A note.",
        name_as_of_event_en="the former Yugoslav Republic of Macedonia",
    )
    [row] = rows(delegation.event, STAFF, "en")
    assert row.delegation == "the former Yugoslav Republic of Macedonia"
    assert row.listed.marked_name == "the former Yugoslav Republic of Macedonia*"
    assert row.listed.footnote == "A note."


def test_an_unknown_language_is_refused_with_a_sentence(delegation):
    with pytest.raises(UnknownLanguage, match="no list in the language “xx”"):
        rows(delegation.event, STAFF, "xx")


# --- Their order ----------------------------------------------------------------------------
def test_rows_follow_protocol_order_and_heads_come_first(warsaw):
    poland = warsaw.delegations.get(state__name_en="Poland")
    for family_name, fields in {
        "Abramowicz": {},
        "Zieliński": {"rank": 1},
        "Łukasik": {"rank": 2},
        "Lis": {},
        "Wójcik": {"capacity": "deputy_head"},
        "Żak": {"capacity": "head"},
        "Ławniczak": {},
    }.items():
        DelegateFactory(delegation=poland, family_name=family_name, **fields)
    found = [(row.delegation, row.family_name) for row in rows(warsaw, STAFF, "en")]
    assert [name for name, _rows in itertools.groupby(found, key=lambda row: row[0])] == [
        delegation.name for delegation in delegations_in_order(warsaw, "en")
    ]
    assert [family_name for name, family_name in found if name == "Poland"] == [
        *("Żak", "Wójcik", "Zieliński", "Łukasik", "Abramowicz", "Ławniczak", "Lis"),
    ]


def test_delegations_are_put_back_in_order_whatever_is_fetched_together(monkeypatch):
    event = EventFactory()
    for name, size in [("C", 3), ("A", 1), ("D", 0), ("B", 5), ("E", 2)]:
        delegation = DelegationFactory(event=event, state__name_en=name)
        for number in range(size):
            DelegateFactory(delegation=delegation, family_name=f"{name}{number}")
    expected = ["A0", "B0", "B1", "B2", "B3", "B4", "C0", "C1", "C2"]
    expected += ["no names recorded", "E0", "E1"]
    for batch in (1, 2, 4, 6, 100):
        monkeypatch.setattr(sys.modules["events.participant_list.rows"], "BATCH", batch)
        assert family_names(event) == expected


# --- Staff see everyone ---------------------------------------------------------------------
@pytest.mark.parametrize("status", Delegate.Status.values)
def test_staff_see_each_status(delegation, status):
    DelegateFactory(delegation=delegation, status=status, family_name="Nowak")
    [row] = rows(delegation.event, STAFF, "en")
    assert (row.family_name, row.status) == ("Nowak", Delegate.Status(status).label)


def test_an_event_without_names_lists_its_delegations(warsaw):
    found = cells(warsaw)
    assert len(found) == 13
    assert found[0] == {
        "delegation": "Austria",
        "type": "State",
        "role": "participating",
        "family_name": "no names recorded",
    }
    assert found[12]["type"] == "Organisation"
    assert set(family_names(warsaw, PUBLIC, "ru")) == {"имена не указаны"}


# --- The public sees those with a basis -----------------------------------------------------
@pytest.mark.parametrize("basis", Delegate.Basis.values)
@pytest.mark.parametrize("status", Delegate.Status.values)
def test_the_public_sees_a_name_with_a_basis_of_one_who_came(delegation, basis, status):
    DelegateFactory(
        delegation=delegation,
        family_name="Nowak",
        status=status,
        basis=basis,
        basis_on=delegation.event.starts,
    )
    if basis != "none" and status in ("confirmed", "attended"):
        expected = "Nowak"
    elif status in ("withdrawn", "absent"):
        expected = "no names recorded"
    else:
        expected = "1 participant not named"
    assert family_names(delegation.event, PUBLIC) == [expected]


def test_the_public_list_ends_at_the_institution_and_reads_no_contact_data(delegation):
    person = PersonFactory(email="anna@example.org", phone="+48 22 601 0199")
    PublicDelegateFactory(delegation=delegation, person=person)
    assert [column.name for column in columns_for(PUBLIC)][-1] == "institution"
    [row] = rows(delegation.event, PUBLIC, "en")
    assert (row.email, row.phone) == ("", "")


def test_a_draft_has_no_names_for_the_public(delegation):
    PublicDelegateFactory(delegation=delegation, family_name="Nowak")
    delegation.event.published = False
    delegation.event.save()
    assert family_names(delegation.event, PUBLIC) == ["1 participant not named"]


def test_those_not_named_follow_as_a_number(delegation):
    PublicDelegateFactory(delegation=delegation, family_name="Nowak")
    for _number in range(3):
        DelegateFactory(delegation=delegation)
    assert cells(delegation.event, PUBLIC)[1] == {
        "delegation": "Poland",
        "type": "State",
        "role": "participating",
        "family_name": "3 participants not named",
    }


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (1, "1 participant not named", "1 участник не назван поимённо"),
        (3, "3 participants not named", "3 участника не названы поимённо"),
        (5, "5 participants not named", "5 участников не названы поимённо"),
        (21, "21 participants not named", "21 участник не назван поимённо"),
    ],
)
def test_their_number_is_right_in_both_grammars(delegation, number, english, russian):
    for _number in range(number):
        DelegateFactory(delegation=delegation)
    assert family_names(delegation.event, PUBLIC, "en") == [english]
    assert family_names(delegation.event, PUBLIC, "ru") == [russian]


def test_a_withdrawn_basis_takes_effect_at_once(delegation):
    delegate = PublicDelegateFactory(delegation=delegation, family_name="Nowak")
    participants = ParticipantList(delegation.event, PUBLIC, "en")
    assert len(participants) == 1
    delegate.basis = "none"
    delegate.save()
    assert "Nowak" not in [row.family_name for row in participants]


# --- Sample data ----------------------------------------------------------------------------
def test_sentences_carry_the_mark_of_a_sample():
    event = EventFactory(sample=True)
    DelegationFactory(event=event, state__name_en="Austria")
    DelegateFactory(delegation=DelegationFactory(event=event, state__name_en="Belgium"))
    assert family_names(event, PUBLIC) == [
        "no names recorded (sample data)",
        "1 participant not named (sample data)",
    ]
    assert family_names(event, PUBLIC, "ru") == [
        "имена не указаны (вымышленные данные)",
        "1 участник не назван поимённо (вымышленные данные)",
    ]


# --- Counted and sliced ---------------------------------------------------------------------
@pytest.fixture
def uneven():
    event = EventFactory()
    for name, size in [("A", 3), ("B", 0), ("C", 4)]:
        delegation = DelegationFactory(event=event, state__name_en=name)
        for number in range(size):
            factory = PublicDelegateFactory if number % 2 else DelegateFactory
            factory(delegation=delegation, family_name=f"{name}{number}")
    return event


@pytest.mark.parametrize("audience", Audience)
def test_it_knows_its_length_and_gives_any_part(uneven, audience):
    participants = ParticipantList(uneven, audience, "en")
    whole = list(participants)
    assert len(participants) == len(whole)
    for start, stop in itertools.combinations(range(len(whole) + 2), 2):
        assert participants[start:stop] == whole[start:stop]


def test_it_counts_people_and_sections(uneven):
    OrganisationDelegationFactory(event=uneven)
    participants = ParticipantList(uneven, PUBLIC, "en")
    assert (participants.named, participants.unnamed) == (3, 4)
    assert participants.sections == [("States", 3, 3, 4), ("Other organisations", 1, 0, 0)]


def test_an_event_without_delegations_is_an_empty_list():
    participants = ParticipantList(EventFactory(), STAFF, "en")
    assert len(participants) == 0
    assert list(participants) == participants[0:10] == participants.sections == []


# --- Columns --------------------------------------------------------------------------------
def test_columns_have_the_headers_of_the_contract():
    assert headers(columns_for(STAFF), "en") == [
        *("Delegation", "Type", "Role", "Prefix", "Given names", "Family name", "Capacity"),
        *("Position", "Institution", "Status", "E-mail", "Phone"),
    ]
    assert headers(columns_for(PUBLIC), "ru") == [
        *("Делегация", "Тип", "Роль", "Обращение", "Имя", "Фамилия", "Роль в делегации"),
        *("Должность", "Учреждение"),
    ]


# --- Cost -----------------------------------------------------------------------------------
@pytest.mark.parametrize("audience", Audience)
def test_it_asks_as_often_for_many_as_for_few(warsaw, audience, django_assert_max_num_queries):
    with django_assert_max_num_queries(4) as few:
        list(rows(warsaw, audience, "en"))
    for delegation in warsaw.delegations.all():
        for _number in range(3):
            PublicDelegateFactory(delegation=delegation)
            DelegateFactory(delegation=delegation)
    with django_assert_max_num_queries(4) as many:
        assert len(list(rows(warsaw, audience, "en"))) >= 39
    assert len(many) == len(few)


# --- By name, and without those who do not take part ----------------------------------------
@pytest.fixture
def two(db):
    """Two delegations, three people; one of them withdrew."""
    poland = DelegationFactory(state__name_en="Poland", state__name_ru="Польша")
    austria = DelegationFactory(
        event=poland.event, state__name_en="Austria", state__name_ru="Австрия"
    )
    DelegationFactory(event=poland.event, state__name_en="Italy")
    DelegateFactory(delegation=poland, family_name="Adamska", capacity="head")
    DelegateFactory(delegation=poland, family_name="Čapek", status="withdrawn")
    DelegateFactory(delegation=austria, family_name="Berger")
    return poland.event


def test_by_name_people_stand_across_delegations_and_no_remark(two):
    people = ListByName(two, Audience.STAFF, "en")
    found = [(row.family_name, row.delegation) for row in people]
    assert found == [("Adamska", "Poland"), ("Berger", "Austria"), ("Čapek", "Poland")]
    assert len(people) == 3
    assert people[1:3] == list(people)[1:3]


def test_by_name_the_public_sees_whom_it_may(two):
    assert list(ListByName(two, Audience.PUBLIC, "en")) == []


@pytest.mark.parametrize("kind", [ParticipantList, ListByName])
def test_those_who_withdrew_can_be_left_out(two, kind):
    participants = kind(two, Audience.STAFF, "en", taking_part=True)
    names = {row.family_name for row in participants if row.is_person}
    assert names == {"Adamska", "Berger"}
    assert participants.named == 2


def test_both_languages_are_joined_once_and_stand_in_the_order_of_the_first(two):
    rows = list(ParticipantList(two, Audience.STAFF, "both"))
    assert [row.delegation for row in rows] == [
        *("Austria / Австрия", "Italy", "Poland / Польша", "Poland / Польша"),
    ]
    assert cells(two, language="both")[2] == {
        "delegation": "Poland / Польша",
        "type": "State / Государство",
        "role": "participating / участник",
        "family_name": "Adamska",
        "capacity": "head of delegation / глава делегации",
        "status": "confirmed / подтверждён",
    }
    assert rows[1].family_name == "no names recorded / имена не указаны"
    assert rows[0].listed.section == "States / Государства"


def test_without_contact_it_is_not_even_read(two):
    delegate = two.delegations.get(state__name_en="Austria").delegates.get()
    delegate.person.email = "berger@example.org"
    delegate.person.save()
    rows = list(ParticipantList(two, Audience.STAFF_WITHOUT_CONTACT, "en"))
    assert [row.family_name for row in rows if row.is_person] == ["Berger", "Adamska", "Čapek"]
    assert not any(row.email or row.phone for row in rows)
