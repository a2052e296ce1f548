"""What is exported imports back without a change: any name, in any alphabet, however awkward."""

import io
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Delegate, Event, ParticipantImport
from events.participant_list import Audience, ParticipantList
from events.participant_list.columns import columns_for
from events.participant_list.fields import RUSSIAN
from events.participant_list.importing.apply import apply_import
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import read_list
from events.participant_list.writers import csv, xlsx
from participants.models import Person
from tests.events.participant_list.lists import full_delegate, value_for
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
)

pytestmark = pytest.mark.django_db

WAYS = [*product((csv, xlsx), Audience, ("en", "ru"))]
AS_EXPORTED = [
    pytest.param(*way, id=f"{way[0].__name__.rpartition('.')[2]}-{way[1].value}-{way[2]}")
    for way in WAYS
]


@pytest.fixture
def event() -> Event:
    """With a state, an organisation with an acronym, and a delegation of which nobody is named."""
    event = EventFactory()
    DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="International Centre for Migration Policy Development",
        organisation__name_ru="Международный центр по развитию миграционной политики",
        organisation__acronym="ICMPD",
    )
    DelegationFactory(event=event, state__name_en="Congo", state__name_ru="Конго")
    DelegationFactory(
        event=event,
        state__name_en="Türkiye",
        state__name_ru="Турция",
        name_as_of_event_en="Turkey",
        name_as_of_event_ru="Турция",
        role="leading_state",
        also_organiser=True,
    )
    return event


def read_back(event: Event, writer, audience: Audience, language: str):
    file = io.BytesIO()
    writer.write(ParticipantList(event, audience, language), file)
    file.seek(0)
    name = f"list.{writer.__name__.rpartition('.')[2]}"
    return plan_import(event, read_list(file, name))


def differences(planned) -> list:
    """What an import of `planned` would do."""
    return [
        *map(str, planned.problems),
        *(row for row in planned.rows if row.kind not in ("same",)),
        *planned.added_places,
    ]


@pytest.mark.parametrize(("writer", "audience", "language"), AS_EXPORTED)
def test_an_exported_list_changes_nothing(event, writer, audience, language):
    poland, icmpd, _congo, _turkey = event.delegations.order_by("pk")
    people = [
        *(("Ms", "Anna", "Nowak", "head"), ("", "", "Madonna", "delegate")),
        *(("H.E. Mr.", "Ólafur Ragnar", "de la O'Connor-Łuk", "deputy_head"),),
        *(("", "Anna", "Nowak", "expert"), ("Dr", "Әлия", "Ғабдуллина", "interpreter")),
        *(("", "=1+1", "@SUM(A1)", "adviser"), ("Mr", "Dr", "No", "observer")),
    ]
    for delegation in (poland, icmpd):
        for number, (prefix, given_names, family_name, capacity) in enumerate(people):
            DelegateFactory(
                delegation=delegation,
                person__email=f"{number}@example.org" if number % 2 else "",
                person__phone="+48 22 601" if number else "0012",
                prefix=prefix,
                given_names=given_names,
                family_name=family_name,
                capacity=capacity,
                position='Director, "Unit 1"\nHead; acting',
                institution="-2+3\tCentre" if number else "N/A",
                status=list(Delegate.Status)[number % 5],
                basis="consent",
                basis_on=event.starts,
            )
    assert differences(read_back(event, writer, audience, language)) == []


@pytest.mark.parametrize(("writer", "audience", "language"), AS_EXPORTED)
def test_an_event_without_delegations_gets_all_cells(event, writer, audience, language):
    """The roles of delegations are not in it: an import adds each as participating."""
    event.delegations.filter(state__name_en="Türkiye").delete()
    for delegation in event.delegations.exclude(state__name_en="Congo"):
        for number in range(1, 5):
            status = "attended" if audience is Audience.PUBLIC else value_for("status", number)
            full_delegate(
                *(delegation, number),
                # What a list in Russian prints instead is the subject of `test_scripts`.
                **dict.fromkeys(RUSSIAN, ""),
                status=status,
                family_name=f"Łuk-{number}, =1+1",
                position='Director, "Unit 1"\nHead; acting',
                basis="consent",
                basis_on=event.starts,
            )
    columns = columns_for(audience)

    def cells(event: Event, audience: Audience) -> list[list[str]]:
        rows = ParticipantList(event, audience, "en")
        return [[row[column.field] for column in columns] for row in rows]

    expected = cells(event, audience)
    file = io.BytesIO()
    writer.write(ParticipantList(event, audience, language), file)
    Delegate.objects.all().delete()
    Person.objects.all().delete()
    empty = EventFactory()

    def make_plan():
        file.seek(0)
        return plan_import(empty, read_list(file, f"list.{writer.__name__.rpartition('.')[2]}"))

    apply_import(ParticipantImport(event=empty, file_name="list"), make_plan)
    assert cells(empty, Audience.STAFF) == expected
    assert len(expected) == 9


ALPHABETS = st.one_of(
    *(
        st.text(alphabet=letters, min_size=1, max_size=12)
        for letters in (
            "abcXYZ -'’.",
            "ąćęłńóśźżŁŻ",
            "čďěňřšťůž Č",
            "ėįųūŠž-",
            "абвгдёжщъыьэюяЁЖ ",
            "әғқңөұүһіӘҒҚ",
            "oʻgʻʼ‘’Oʻ",
            "ñçßøæþðİıŞğ",
        )
    )
)
AWKWARD = st.one_of(
    ALPHABETS,
    st.text(alphabet="=+-@'\"\t\r\n,; |＝＋－＠a1Б", min_size=1, max_size=8),
    st.sampled_from(
        ["=1+1", "+48 22", "-2", "@x", "'=1", "''-", '"', '""', "a\nb", "a\r\nb", "0012", "1e5"]
    ),
    st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")),
        min_size=1,
        max_size=12,
    ),
)
NAME = AWKWARD.filter(str.strip)


@pytest.mark.parametrize("writer", [csv, xlsx])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(NAME, AWKWARD, AWKWARD, AWKWARD, AWKWARD), min_size=1, max_size=6),
    language=st.sampled_from(["en", "ru"]),
)
def test_any_text_survives(event, writer, people, language):
    Delegate.objects.all().delete()
    Person.objects.all().delete()
    delegation = event.delegations.order_by("pk").first()
    for family_name, given_names, position, institution, prefix in people:
        DelegateFactory(
            delegation=delegation,
            family_name=family_name,
            given_names=given_names,
            position=position,
            institution=institution,
            prefix=prefix,
            person__phone=prefix,
        )
    assert differences(read_back(event, writer, Audience.STAFF, language)) == []
