"""Protocol order, by the thirteen delegations of Warsaw and by the cases that lists trip over."""

import datetime

import pytest
from django.utils import translation

from events.models import Delegation, ListSection
from events.participant_list import delegations_in_order, sections_in_order
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    OrganisationDelegationFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


def names(event, language="en") -> list[str]:
    ordered = delegations_in_order(event, language)
    with translation.override(language):
        return [delegation.name for delegation in ordered]


def sections(event, language="en") -> dict[str, list[str]]:
    found = sections_in_order(event, language)
    with translation.override(language):
        return {section.title: [each.name for each in section.delegations] for section in found}


def event_of(*states, **fields):
    """An event with delegations of `states`, given by English name or as fields."""
    event = EventFactory(**fields)
    for state in states:
        given = {"name_en": state} if isinstance(state, str) else state
        DelegationFactory(event=event, state=StateFactory(**given))
    return event


# --- Alphabetical ---------------------------------------------------------------------------
def test_states_come_first_by_the_english_alphabet(warsaw):
    assert names(warsaw) == [
        *("Austria", "Czech Republic", "Hungary", "Italy", "Kazakhstan", "Kyrgyzstan"),
        *("Lithuania", "Poland", "Tajikistan", "Turkmenistan", "Uzbekistan"),
        "European External Action Service (EEAS)",
        "International Centre for Migration Policy Development (ICMPD)",
    ]


def test_a_russian_list_goes_by_the_russian_alphabet(warsaw):
    assert names(warsaw, "ru") == [
        *("Австрия", "Венгрия", "Италия", "Казахстан", "Кыргызстан", "Литва", "Польша"),
        *("Таджикистан", "Туркменистан", "Узбекистан", "Чехия"),
        "Европейская служба внешних связей (EEAS)",
        "Международный центр по развитию миграционной политики (ICMPD)",
    ]


def test_the_language_is_that_of_the_list_and_not_that_of_the_reader(warsaw):
    with translation.override("ru"):
        assert names(warsaw, "en")[1] == "Czech Republic"


def test_it_is_blind_to_accents():
    event = event_of("Croatia", "Côte d'Ivoire", "Costa Rica", "Zambia", "Åland", "Albania")
    assert names(event) == [
        *("Åland", "Albania", "Costa Rica", "Côte d'Ivoire", "Croatia", "Zambia"),
    ]


def test_a_footnote_does_not_move_a_name():
    event = event_of({"name_en": "Kosovo", "footnote_en": "This designation."}, "Kuwait", "Korea")
    assert names(event) == ["Korea", "Kosovo", "Kuwait"]


def test_sort_as_decides_in_its_own_language_alone():
    event = event_of(
        {"name_en": "Moldova", "name_ru": "Молдова", "sort_as_en": "Republic of Moldova"},
        {"name_en": "Norway", "name_ru": "Норвегия"},
        {"name_en": "Albania", "name_ru": "Албания"},
    )
    assert names(event) == ["Albania", "Norway", "Moldova"]
    assert names(event, "ru") == ["Албания", "Молдова", "Норвегия"]


def test_a_list_sorts_by_the_name_of_its_day():
    event = event_of("Slovenia")
    DelegationFactory(
        event=event,
        state=StateFactory(name_en="North Macedonia"),
        name_as_of_event_en="the former Yugoslav Republic of Macedonia",
    )
    assert names(event) == ["Slovenia", "the former Yugoslav Republic of Macedonia"]


# --- Sections -------------------------------------------------------------------------------
def test_sections_follow_from_what_takes_part():
    event = event_of("Poland")
    for kind in ("secretariat", "civil_society", "intergovernmental", "eu_institution", "ministry"):
        OrganisationDelegationFactory(
            event=event, organisation__name_en=f"A {kind}", organisation__kind=kind
        )
    assert sections(event) == {
        "States": ["Poland"],
        "EU institutions": ["A eu_institution"],
        "Intergovernmental organisations": ["A intergovernmental"],
        "Other organisations": ["A civil_society", "A ministry"],
        "Secretariat": ["A secretariat"],
    }


def test_the_event_may_place_an_organisation_among_the_states():
    event = event_of("Poland", "Austria")
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="European Union",
        organisation__kind="eu_institution",
        section=Delegation.Section.STATES,
    )
    assert sections(event) == {"States": ["Austria", "European Union", "Poland"]}


# --- EU protocol ----------------------------------------------------------------------------
def test_eu_states_come_first_by_their_own_names(warsaw):
    warsaw.list_order = "eu_protocol"
    # Česko, Italia, Lietuva, Magyarország, Österreich, Polska.
    assert names(warsaw)[:6] == [
        *("Czech Republic", "Italy", "Lithuania", "Hungary", "Austria", "Poland"),
    ]
    assert names(warsaw)[6:11] == [
        *("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"),
    ]


def test_their_order_is_the_same_in_russian_and_the_others_go_by_russian(warsaw):
    warsaw.list_order = "eu_protocol"
    assert names(warsaw, "ru")[:11] == [
        *("Чехия", "Италия", "Литва", "Венгрия", "Австрия", "Польша"),
        *("Казахстан", "Кыргызстан", "Таджикистан", "Туркменистан", "Узбекистан"),
    ]


def test_own_names_in_other_letters_stand_where_latin_letters_put_them(european_union):
    event = event_of(list_order="eu_protocol")
    for name, own_name in [
        *[("Greece", "Ελλάδα"), ("Spain", "España"), ("Cyprus", "Κύπρος"), ("Czechia", "Česko")],
        *[("Bulgaria", "България"), ("Belgium", "Belgique/België"), ("Ireland", "Éire/Ireland")],
        *[("Latvia", "Latvija"), ("Italy", "Italia")],
    ]:
        state = StateFactory(name_en=name, own_name=own_name)
        MembershipFactory(grouping=european_union, state=state)
        DelegationFactory(event=event, state=state)
    assert names(event) == [
        *("Belgium", "Bulgaria", "Czechia", "Ireland", "Greece", "Spain"),
        *("Italy", "Cyprus", "Latvia"),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2020, 1, 31), ["Poland", "United Kingdom", "Albania"]),
        (datetime.date(2020, 2, 1), ["Poland", "Albania", "United Kingdom"]),
    ],
)
def test_membership_counts_as_of_the_event(european_union, day, expected):
    kingdom = StateFactory(name_en="United Kingdom", own_name="United Kingdom")
    poland = StateFactory(name_en="Poland", own_name="Polska")
    MembershipFactory(grouping=european_union, state=poland)
    MembershipFactory(grouping=european_union, state=kingdom, until=datetime.date(2020, 2, 1))
    event = event_of("Albania", starts=day, list_order="eu_protocol")
    for state in (kingdom, poland):
        DelegationFactory(event=event, state=state)
    assert names(event) == expected


def test_a_candidate_is_no_member(european_union):
    event = event_of("Armenia", list_order="eu_protocol")
    albania = StateFactory(name_en="Albania", own_name="Shqipëria")
    MembershipFactory(grouping=european_union, state=albania, role="candidate")
    DelegationFactory(event=event, state=albania)
    assert names(event) == ["Albania", "Armenia"]


# --- Grouped --------------------------------------------------------------------------------
@pytest.fixture
def grouped(warsaw, central_asia):
    """Warsaw as its organisers listed it."""
    ListSection.objects.create(
        event=warsaw,
        position=2,
        title_en="Leading states",
        title_ru="Ведущие государства",
        role="leading_state",
    )
    ListSection.objects.create(
        event=warsaw,
        position=1,
        title_en="Central Asian states",
        title_ru="Государства Центральной Азии",
        grouping=central_asia,
    )
    warsaw.list_order = "grouped"
    return warsaw


def test_states_stand_under_the_events_own_sections(grouped):
    assert sections(grouped) == {
        "Central Asian states": [
            *("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")
        ],
        "Leading states": ["Czech Republic", "Hungary", "Lithuania", "Poland"],
        "Others": ["Austria", "Italy"],
        "EU institutions": ["European External Action Service (EEAS)"],
        "Intergovernmental organisations": [
            "International Centre for Migration Policy Development (ICMPD)"
        ],
    }


def test_sections_and_states_are_in_the_lists_language(grouped):
    found = sections(grouped, "ru")
    assert list(found)[:3] == ["Государства Центральной Азии", "Ведущие государства", "Прочие"]
    assert found["Ведущие государства"] == ["Венгрия", "Литва", "Польша", "Чехия"]


def test_the_first_section_that_takes_a_state_has_it(grouped, european_union):
    ListSection.objects.create(
        event=grouped, position=3, title_en="European Union", grouping=european_union
    )
    assert sections(grouped)["European Union"] == ["Austria", "Italy"]


def test_a_section_of_a_grouping_and_a_role_takes_those_with_both(grouped, central_asia):
    grouped.list_sections.filter(grouping=central_asia).update(role="observer")
    grouped.delegations.filter(state__name_en__in=["Uzbekistan", "Austria"]).update(role="observer")
    found = sections(grouped)
    assert found["Central Asian states"] == ["Uzbekistan"]
    assert "Austria" in found["Others"]


def test_a_section_of_a_role_knows_the_host(grouped):
    ListSection.objects.create(event=grouped, position=0, title_en="Host", role="host")
    assert sections(grouped)["Host"] == ["Poland"]


def test_without_sections_it_is_alphabetical(warsaw):
    alphabetical = sections(warsaw)
    warsaw.list_order = "grouped"
    assert sections(warsaw) == alphabetical


# --- Manual ---------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ru"])
def test_positions_come_first_then_the_alphabet(warsaw, language):
    warsaw.list_order = "manual"
    for position, name in enumerate(["Uzbekistan", "Poland", "Italy"], start=1):
        warsaw.delegations.filter(state__name_en=name).update(position=position)
    expected = {
        "en": ["Uzbekistan", "Poland", "Italy", "Austria", "Czech Republic", "Hungary"],
        "ru": ["Узбекистан", "Польша", "Италия", "Австрия", "Венгрия", "Казахстан"],
    }
    assert names(warsaw, language)[:6] == expected[language]


# --- Cost -----------------------------------------------------------------------------------
@pytest.mark.parametrize("order", ["alphabetical", "eu_protocol", "grouped", "manual"])
def test_it_asks_as_often_for_many_as_for_few(grouped, order, django_assert_max_num_queries):
    grouped.list_order = order
    with django_assert_max_num_queries(3) as few:
        names(grouped)
    for _number in range(20):
        DelegationFactory(event=grouped)
        OrganisationDelegationFactory(event=grouped)
    with django_assert_max_num_queries(3) as many:
        names(grouped)
    assert len(many) == len(few)
