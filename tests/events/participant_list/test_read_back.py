"""Our own files say, read back, what was written: every cell, in both languages and formats."""

import io

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.models import Delegate
from events.participant_list import Audience, ParticipantList
from events.participant_list.readers import find_columns, read_people, read_tables
from events.participant_list.writers import WRITERS
from participants.models import Person
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
    PublicDelegateFactory,
    StateFactory,
)

# Of files: the rows that are written are the same in every database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LETTERS = (
    *("abcXYZ", "ąćęłńóśźżĄŁŻ", "áčďéěíňřšťúůýžŘŮ", "ąčęėįšųūžĖŲ", "абвЖЯё", "әғқңөұүһіҚӘ"),
    *("ўқғҳЎҚ", "ʻʼ‘’oʻgʻ", "=+-@＝＠", "'\"“”«»", "\n\r\t", ",;|/\\", "0012", " ()."),
)
# No blanks at the ends: no form and no import lets them in.
TEXTS = st.text(st.sampled_from("".join(LETTERS)), max_size=14).map(
    lambda text: text.strip(" \u00a0")
)
NAMES = TEXTS.filter(bool)
FIELDS = ("prefix", "given_names", "family_name", "position", "institution")


def read_back(event, file_format="csv", language="en", audience=Audience.STAFF):
    """The list as it was written, and what is read from its file."""
    written = ParticipantList(event, audience, language)
    file = io.BytesIO()
    WRITERS[file_format].write(written, file)
    file.seek(0)
    table, *_statistics = read_tables(file, f"list.{file_format}")
    return list(written), read_people(table, find_columns(table))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@settings(max_examples=30)
@given(
    people=st.lists(
        st.tuples(
            st.tuples(TEXTS, TEXTS, NAMES, TEXTS, TEXTS),
            st.sampled_from(["delegate", "deputy_head", "interpreter", "secretariat"]),
            st.sampled_from(Delegate.Status.values),
            st.sampled_from(["", "anna@example.org"]),
            TEXTS,
        ),
        min_size=1,
        max_size=6,
    )
)
@example(people=[(("=1", "'=1", "0012", "''+", "\r\n=a"), "delegate", "absent", "", "+48 22")])
def test_every_cell_is_read_as_it_was_written(file_format, language, people):
    delegation = DelegationFactory()
    persons, delegates = [], []
    for rank, (texts, capacity, status, email, phone) in enumerate(people):
        names = dict(zip(FIELDS, texts, strict=True))
        persons.append(PersonFactory.build(email=email, phone=phone, **names))
        delegates.append(
            Delegate(
                delegation=delegation,
                person=persons[-1],
                rank=rank,
                capacity=capacity,
                status=status,
                **names,
            )
        )
    for person, delegate in zip(persons, delegates, strict=True):
        person.make_keys()
        delegate.take_snapshot()
    Person.objects.bulk_create(persons)
    Delegate.objects.bulk_create(delegates)
    _written, reading = read_back(delegation.event, file_format, language)
    assert reading.errors == []
    # Heads come first, so that the order may be another one.
    assert sorted(
        (
            tuple(getattr(row, name) for name in FIELDS),
            *(row.capacity, row.status, row.email, row.phone),
        )
        for row in reading.people
    ) == sorted(people)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("sample", [False, True])
def test_delegations_are_kept_with_their_roles_and_without_names(file_format, language, sample):
    poland = StateFactory(name_en="Poland", name_ru="Польша")
    event = EventFactory(host_state=poland, sample=sample)
    DelegateFactory(
        delegation=DelegationFactory(
            event=event, state=poland, role="leading_state", also_organiser=True
        )
    )
    OrganisationDelegationFactory(event=event, role="observer", organisation__name_en="=ICMPD")
    _written, reading = read_back(event, file_format, language)
    (person,), (nobody,) = reading.people, reading.unnamed
    with translation.override(language):
        assert person.delegation == poland.name
    assert (person.type, person.role) == ("state", "leading_state")
    assert person.other_roles == ("host", "organiser")
    assert nobody.delegation == "=ICMPD"
    assert (nobody.type, nobody.role, nobody.family_name) == ("organisation", "observer", None)
    assert reading.errors == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("unnamed", [1, 2, 5, 21])
def test_the_public_list_says_nothing_of_status_and_contact(language, unnamed):
    delegation = DelegationFactory()
    PublicDelegateFactory(delegation=delegation, family_name="Nowak")
    for _ in range(unnamed):
        DelegateFactory(delegation=delegation)
    _written, reading = read_back(delegation.event, "csv", language, Audience.PUBLIC)
    (person,) = reading.people
    assert person.family_name == "Nowak"
    assert (person.status, person.email, person.phone) == (None, None, None)
    assert len(reading.unnamed) == 1


def test_every_capacity_and_status_is_read_in_every_language():
    delegation = DelegationFactory()
    for rank, capacity in enumerate(Delegate.Capacity.values):
        DelegateFactory(delegation=delegation, rank=rank, capacity=capacity)
    for language in ("en", "ru"):
        _written, reading = read_back(delegation.event, "xlsx", language)
        assert {row.capacity for row in reading.people} == set(Delegate.Capacity.values)


def test_a_list_with_nobody_is_read_as_such():
    for file_format in ("csv", "xlsx"):
        _written, reading = read_back(EventFactory(), file_format)
        assert (reading.people, reading.unnamed, reading.errors) == ([], [], [])
    assert not Person.objects.exists()
