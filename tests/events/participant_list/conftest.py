"""Warsaw, 4 December 2019: the founding conference with its thirteen delegations, no one named."""

import pytest

from events.models import Event
from tests.factories import (
    DelegationFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    OrganisationDelegationFactory,
    StateFactory,
)

CENTRAL_ASIA = [
    ("Uzbekistan", "Узбекистан"),
    ("Turkmenistan", "Туркменистан"),
    ("Tajikistan", "Таджикистан"),
    ("Kyrgyzstan", "Кыргызстан"),
    ("Kazakhstan", "Казахстан"),
]
EUROPEAN_UNION = [
    ("Poland", "Польша", "Polska", "leading_state"),
    ("Lithuania", "Литва", "Lietuva", "leading_state"),
    ("Italy", "Италия", "Italia", "participating"),
    ("Hungary", "Венгрия", "Magyarország", "leading_state"),
    ("Czech Republic", "Чехия", "Česko", "leading_state"),
    ("Austria", "Австрия", "Österreich", "participating"),
]


@pytest.fixture
def european_union(db):
    return GroupingFactory(name_en="European Union")


@pytest.fixture
def central_asia(db):
    return GroupingFactory(name_en="Central Asia")


@pytest.fixture
def warsaw(european_union, central_asia) -> Event:
    event = EventFactory(title_en="Areas of cooperation on migration with Central Asia")
    # Entered in an order that no list has.
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="International Centre for Migration Policy Development",
        organisation__name_ru="Международный центр по развитию миграционной политики",
        organisation__acronym="ICMPD",
        organisation__kind="intergovernmental",
        role="organiser",
        in_capacity_of_en="Prague Process Secretariat",
    )
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="European External Action Service",
        organisation__name_ru="Европейская служба внешних связей",
        organisation__acronym="EEAS",
        organisation__kind="eu_institution",
    )
    for name_en, name_ru in CENTRAL_ASIA:
        state = StateFactory(name_en=name_en, name_ru=name_ru)
        MembershipFactory(grouping=central_asia, state=state)
        DelegationFactory(event=event, state=state)
    for name_en, name_ru, own_name, role in EUROPEAN_UNION:
        state = StateFactory(name_en=name_en, name_ru=name_ru, own_name=own_name)
        MembershipFactory(grouping=european_union, state=state)
        DelegationFactory(event=event, state=state, role=role)
        if name_en == "Poland":
            event.host_state = state
            event.save()
    return event
