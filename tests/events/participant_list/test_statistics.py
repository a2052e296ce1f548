"""The list in numbers."""

import datetime

import pytest

from events.models import Delegation
from events.participant_list import Audience, ParticipantList
from tests.factories import (
    DelegateFactory,
    EventFactory,
    MembershipFactory,
    PublicDelegateFactory,
    StateFactory,
)


def tables(event, audience=Audience.STAFF, language="en"):
    return {table.name: table for table in ParticipantList(event, audience, language).statistics}


def of(event, name: str) -> Delegation:
    return event.delegations.get(state__name_en=name)


def test_warsaw_is_counted_by_section_role_and_grouping(warsaw):
    found = tables(warsaw)
    assert list(found) == ["sections", "roles", "groupings"]
    sections = found["sections"]
    assert sections.header == ["Section", "Delegations", "Registered participants"]
    # Nobody is recorded by name, so that it is not known how many came.
    assert sections.rows == [
        ["States", 11, None],
        ["EU institutions", 1, None],
        ["Intergovernmental organisations", 1, None],
    ]
    assert sections.total == ["Total", 13, None]
    # Poland is the host and a leading state.
    assert found["roles"].rows == [
        ["organiser", 1, None],
        ["host", 1, None],
        ["leading state", 4, None],
        ["participating", 8, None],
    ]
    assert found["groupings"].rows == [["Central Asia", 5, None], ["European Union", 6, None]]


def test_participants_are_counted_without_who_did_not_come(warsaw):
    poland, austria = of(warsaw, "Poland"), of(warsaw, "Austria")
    DelegateFactory(delegation=poland, capacity="head", status="attended")
    DelegateFactory(delegation=poland, status="nominated")
    DelegateFactory(delegation=poland, status="withdrawn")
    PublicDelegateFactory(delegation=austria, capacity="expert")
    DelegateFactory(delegation=austria, status="absent")
    found = tables(warsaw)
    assert found["sections"].rows[0] == ["States", 11, 3]
    assert found["sections"].total == ["Total", 13, 3]
    assert ["leading state", 4, 2] in found["roles"].rows
    assert ["European Union", 6, 3] in found["groupings"].rows
    assert found["capacities"].rows == [["head of delegation", 1], ["delegate", 1], ["expert", 1]]
    assert found["statuses"].rows == [
        ["nominated", 1],
        ["confirmed", 1],
        ["attended", 1],
        ["absent", 1],
        ["withdrawn", 1],
    ]
    assert found["statuses"].total == ["Total", 5]


def test_the_public_sees_numbers_of_delegations_alone(warsaw):
    DelegateFactory(delegation=of(warsaw, "Poland"))
    found = tables(warsaw, Audience.PUBLIC)
    assert list(found) == ["sections", "roles", "groupings"]
    assert found["sections"].rows[0] == ["States", 11, 1]


def test_it_speaks_the_language_of_the_list(warsaw):
    found = tables(warsaw, language="ru")
    assert found["sections"].title == "Делегации по разделам"
    assert found["sections"].rows[0][0] == "Государства"
    assert found["roles"].rows[2][0] == "ведущее государство"


def test_memberships_count_as_they_were_on_the_day(warsaw, european_union):
    event = EventFactory(starts=datetime.date(2020, 2, 1))
    past, future, twice, candidate = (StateFactory() for _ in range(4))
    for state in (past, future, twice, candidate):
        Delegation.objects.create(event=event, state=state)
    MembershipFactory(grouping=european_union, state=past, until=event.starts)
    MembershipFactory(
        grouping=european_union, state=future, since=event.starts + datetime.timedelta(1)
    )
    MembershipFactory(grouping=european_union, state=twice)
    MembershipFactory(grouping=european_union, state=twice, role="leading")
    MembershipFactory(grouping=european_union, state=candidate, role="candidate")
    assert tables(event)["groupings"].rows == [["European Union", 1, None]]


def test_an_event_without_delegations_has_no_numbers(db):
    assert tables(EventFactory()) == {}


def test_a_chart_shows_the_first_number_of_each_row(warsaw):
    assert tables(warsaw)["groupings"].bars == [("Central Asia", 5), ("European Union", 6)]


@pytest.mark.parametrize("audience", list(Audience))
def test_it_asks_as_often_for_many_as_for_few(
    warsaw, european_union, audience, django_assert_max_num_queries
):
    for delegation in list(warsaw.delegations.all()):
        DelegateFactory.create_batch(3, delegation=delegation)
    for _ in range(5):
        MembershipFactory(state=of(warsaw, "Poland").state)
    participants = ParticipantList(warsaw, audience, "en")
    assert participants.delegations
    with django_assert_max_num_queries(4):
        assert participants.statistics
