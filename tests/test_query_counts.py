"""No page asks the database more often because it has more to show."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.base import ContentRevision
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PhaseFactory,
    ProgrammeFactory,
    PublicDelegateFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

PAGES = [
    "/",
    "/events/",
    "/events/?state=kazakhstan&topic=legal&q=event",
    "/events/?grouping=central-asia&programme=bomca&year=2019&kind=conference",
    "/events/conference/",
    "/events/conference/participants/",
    "/events/conference/participants/groupings.svg",
    "/states/",
    "/states/?grouping=central-asia&topic=legal",
    "/states/kazakhstan/",
    "/organisations/",
    "/organisations/?kind=other&state=kazakhstan",
    "/organisations/centre/",
    "/topics/",
    "/topics/legal/",
    "/programmes/",
    "/programmes/bomca/",
]
# The filtered public list may ask at most this often (design, section 8).
MOST_FOR_A_LIST = 8


class Register:
    """A register in which everything is linked with everything, to be filled further."""

    def __init__(self):
        self.kazakhstan = StateFactory(name_en="Kazakhstan", footnote_en="A note.")
        self.grouping = GroupingFactory(name_en="Central Asia")
        self.centre = OrganisationFactory(name_en="Centre", state=self.kazakhstan)
        self.topic = TopicFactory(name_en="Legal")
        self.bomca = ProgrammeFactory(name_en="BOMCA", funder=self.centre)
        self.conference = EventFactory(title_en="Conference", host_state=self.kazakhstan)
        self.number = 0

    def grow(self, times: int):
        for _ in range(times):
            self.number += 1
            self._grow()

    def _grow(self):
        state = StateFactory(footnote_en=f"Note {self.number}.")
        MembershipFactory(grouping=self.grouping, state=state)
        MembershipFactory(
            state=self.kazakhstan,
            until=datetime.date(2019, 1, 1) if self.number % 2 else None,
        )
        topic = TopicFactory(parent=self.topic)
        OrganisationFactory(parent=self.centre, state=state)
        ministry = OrganisationFactory(state=self.kazakhstan)
        programme = ProgrammeFactory(funder=self.centre)
        for target in (programme, self.bomca):
            target.implementers.add(self.centre, ministry)
            target.states.add(state, self.kazakhstan)
            target.topics.add(topic)
        PhaseFactory(programme=self.bomca)
        MigrationFigureFactory(citizenship=self.kazakhstan, reporting_state=state)
        event = EventFactory(follows=self.conference, host_state=state)
        for target in (event, self.conference):
            target.topics.add(topic)
            target.programmes.add(self.bomca, programme)
            delegation = DelegationFactory(event=target, state=state, led_by=ministry)
            PublicDelegateFactory(delegation=delegation)
            PublicDelegateFactory(delegation=delegation)
            OrganisationDelegationFactory(event=target, also_organiser=True)
            session = SessionFactory(event=target, host_organisation=ministry)
            session.topics.add(topic)
            ContributionFactory(session=session, delegation=delegation).topics.add(topic)
            document = DocumentFactory(event=target)
            document.states.add(self.kazakhstan)
            document.topics.add(topic)
            document.programmes.add(self.bomca)
        DelegationFactory(event=event, state=self.kazakhstan)
        OrganisationDelegationFactory(event=event, organisation=self.centre)


def count_queries(client, page: str) -> int:
    """How often `page` asks, rendered anew, with the counts of its filters at hand."""
    assert client.get(page).status_code == 200
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


@pytest.mark.django_db
def test_no_page_asks_more_often_with_more_to_show(client):
    register = Register()
    register.grow(2)
    few = {page: count_queries(client, page) for page in PAGES}

    register.grow(10)
    ContentRevision.move_on()
    many = {page: count_queries(client, page) for page in PAGES}

    assert many == few
    assert max(few[page] for page in PAGES if "/?" in page) <= MOST_FOR_A_LIST
