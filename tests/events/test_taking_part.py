"""To take part is to send a delegation or to be the host, everywhere and for whole groupings."""

import csv
import datetime
import io

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Event
from participants.models import Grouping, State
from tests.factories import (
    DelegationFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    StateFactory,
    TopicFactory,
)
from website.filters.events import EventFilterSet

pytestmark = pytest.mark.django_db


def found(query: str) -> set[int]:
    filterset = EventFilterSet(QueryDict(query), queryset=Event.objects.published())
    return set(filterset.results.keys)


days = st.integers(2015, 2022).map(lambda year: datetime.date(year, 6, 1))
limits = st.none() | days


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    memberships=st.lists(
        st.tuples(st.integers(0, 3), limits, limits), max_size=4, unique_by=lambda m: m[0]
    ),
    events=st.lists(
        st.tuples(days, st.none() | st.integers(0, 3), st.sets(st.integers(0, 3))), max_size=5
    ),
)
def test_a_grouping_has_the_events_of_its_states_as_of_the_day(memberships, events):
    for model in (Event, Grouping, State):
        model.objects.all().delete()
    states = [StateFactory(slug=f"s{number}") for number in range(4)]
    grouping = GroupingFactory(slug="union")
    for number, since, until in memberships:
        if not (since and until and until <= since):
            MembershipFactory(grouping=grouping, state=states[number], since=since, until=until)
    for day, host, delegations in events:
        event = EventFactory(starts=day, host_state=None if host is None else states[host])
        for number in delegations:
            DelegationFactory(event=event, state=states[number])

    of_members = {
        pk
        for state in states
        for pk in found(f"state={state.slug}")
        if state.memberships.on(Event.objects.get(pk=pk).sort_date).exists()
    }
    assert found("grouping=union") == of_members


@pytest.fixture
def _hosted():
    """An event that a state of a grouping hosted without a delegation."""
    poland = StateFactory(name_en="Poland")
    MembershipFactory(grouping=GroupingFactory(slug="european-union"), state=poland)
    EventFactory(slug="visit", host_state=poland).topics.add(TopicFactory(slug="diaspora"))


@pytest.mark.usefixtures("_hosted")
@pytest.mark.parametrize("query", ["state=poland", "grouping=european-union"])
def test_a_host_took_part_on_page_file_feed_calendar_and_api(client, query):
    assert [event.slug for event in client.get(f"/events/?{query}").context["object_list"]] == [
        "visit"
    ]
    text = b"".join(client.get(f"/events.csv?{query}")).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["states"] == "poland"
    (record,) = client.get(f"/api/v1/events/?{query}").json()["results"]
    assert [state["slug"] for state in record["states"]] == ["poland"]
    assert "/events/visit" in client.get(f"/events.atom?{query}").content.decode()
    assert "UID:visit@" in b"".join(client.get(f"/events.ics?{query}")).decode()


@pytest.mark.usefixtures("_hosted")
def test_a_host_took_part_in_matrix_and_profile(client):
    (row,) = client.get("/cooperation/?grouping=european-union").context["rows"]
    assert (row.state.slug, row.cells[0].events) == ("poland", 1)
    assert client.get("/states/poland/").context["event_count"] == 1
