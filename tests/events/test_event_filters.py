"""The counts beside the choices, and the pages, must agree with what the choices find."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Event
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from tests.facts import check
from website.filters.events import EventFilterSet

STATES = ["kazakhstan", "poland", "italy", "united-kingdom"]
TOPICS = ["legal", "labour", "seasonal", "asylum"]
KINDS = ["conference", "workshop", "study_visit"]
YEARS = ["2018", "2019", "2020"]


@pytest.fixture
def _register(db):
    """Twelve events that differ in every facet."""
    states = [StateFactory(slug=slug, name_en=slug) for slug in STATES]
    union = GroupingFactory(slug="european-union")
    for state in states[1:3]:
        MembershipFactory(grouping=union, state=state)
    MembershipFactory(grouping=union, state=states[3], until=datetime.date(2019, 6, 1))
    legal = TopicFactory(slug="legal")
    labour = TopicFactory(slug="labour", parent=legal)
    topics = [legal, labour, TopicFactory(slug="seasonal", parent=labour)]
    topics.append(TopicFactory(slug="asylum"))
    programme = ProgrammeFactory(slug="bomca")
    for number in range(12):
        event = EventFactory(
            title_en="Dialogue" if number % 2 else "Exchange",
            kind=KINDS[number % 3],
            starts=datetime.date(2018 + number % 3, 1 + number, 1),
            host_state=states[number % 4] if number % 5 == 0 else None,
            published=number != 7,
        )
        for offset in range(number % 3):
            DelegationFactory(event=event, state=states[(number + offset) % 4])
        if number % 4 == 0:
            event.topics.add(topics[number % 3])
        elif number % 4 == 1:
            SessionFactory(event=event).topics.add(topics[(number + 1) % 4])
        elif number % 4 == 2:
            ContributionFactory(session__event=event).topics.add(topics[number % 4])
        if number % 6 == 0:
            event.programmes.add(programme)


def facts(event: Event) -> dict:
    """What the facets say of `event`."""
    topics = {*event.topics.all()}
    for session in event.sessions.all():
        topics |= {*session.topics.all()}
        for contribution in session.contributions.all():
            topics |= {*contribution.topics.all()}
    states = [one.state for one in event.delegations.all()]
    return {
        "state": {state.slug for state in (*states, event.host_state) if state},
        "topic": {above.slug for topic in topics for above in (topic, *topic.ancestors())},
        "kind": {event.kind},
        "year": {str(event.starts.year)},
        "grouping": {
            membership.grouping.slug
            for state in states
            for membership in state.memberships.on(event.starts)
        },
        "programme": {programme.slug for programme in event.programmes.all()},
        "q": event.title,
    }


def choices(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@pytest.mark.usefixtures("_register")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.fixed_dictionaries(
        {
            "state": choices(STATES),
            "topic": choices(TOPICS),
            "kind": choices(KINDS),
            "year": choices(YEARS),
            "grouping": choices(["european-union"]),
            "programme": choices(["bomca"]),
            "q": st.sampled_from([[], ["dialogue"]]),
        }
    )
)
def test_each_count_is_the_number_that_the_choice_would_find(chosen):
    records = Event.objects.published().latest_first()
    every = {record: facts(record) for record in records}
    check(lambda data: EventFilterSet(data, queryset=records), every, chosen)
