"""No page asks the database more often because it has more to show."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import ContentRevision
from tests.addresses import pages
from tests.caches import clear_caches
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
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
from tests.register import SLUGS, one_of_everything
from website.search import index

PAGES = [
    *pages(SLUGS),
    "/events/?state=state&topic=topic&q=event",
    "/events/?grouping=grouping&programme=programme&year=2019&kind=conference",
    "/events/event/participants/groupings.svg",
    "/states/?grouping=grouping&topic=topic",
    "/states/state/figures/residing.svg",
    "/states/state/reported/residing.svg",
    "/cooperation/?grouping=grouping&topic=topic&year=2019",
    "/cooperation.csv",
    "/organisations/?kind=other&state=state",
    "/search?q=record",
    "/search?q=record&kind=event",
    "/documents/?state=state&topic=topic&programme=programme&language=en&q=record",
    "/figures/?reporting=state&citizenship=state&indicator=residing&year=2019",
    "/events/event.ics",
    "/events.atom?topic=topic",
    "/sitemap.xml",
    "/sitemap-events.xml",
    "/api/v1/",
    "/api/v1/schema/",
    "/api/v1/events/?state=state&topic=topic&q=event&page_size=200",
    "/api/v1/delegations/?event=event&role=participating&page_size=200",
    *(f"/api/v1/{name}/?page_size=200" for name in (*SLUGS, "delegations", "figures")),
    *(f"/api/v1/{name}/{slug}/" for name, slug in SLUGS.items()),
]
# Read piece by piece: what one piece needs.
FILES = [
    *("/events.csv", "/events.ics?topic=topic", "/states.csv", "/organisations.csv"),
    *("/topics.csv", "/programmes.csv", "/documents.csv", "/figures.csv"),
]
# The filtered public list may ask at most this often (design, section 8).
MOST_FOR_A_LIST = 8


class Register:
    """A register in which everything is linked with everything, to be filled further."""

    def __init__(self):
        first = one_of_everything()
        self.kazakhstan, self.topic = first.state, first.topic
        self.grouping, self.centre = first.grouping, first.organisation
        self.bomca, self.conference = first.programme, first.event
        self.conclusions = first.document
        self.state = StateFactory(name_en="Neighbour")
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
        # As many in each year as a chart takes; the years grow.
        figures = {"year": 2000 + self.number, "source_title": "Office"}
        MigrationFigureFactory(citizenship=self.kazakhstan, reporting_state=self.state, **figures)
        MigrationFigureFactory(citizenship=self.state, reporting_state=self.kazakhstan, **figures)
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
        own = DelegationFactory(event=event, state=self.kazakhstan, also_organiser=True)
        session = SessionFactory(event=event)
        ContributionFactory(session=session, delegation=own).topics.add(topic)
        self.conclusions.states.add(state)
        self.conclusions.topics.add(topic)
        self.conclusions.programmes.add(programme)
        MigrationFigureFactory(
            reporting_state=None, reporting_grouping=self.grouping, year=2000 + self.number
        )
        OrganisationDelegationFactory(event=event, organisation=self.centre)


def count_queries(client, page: str) -> int:
    """How often `page` asks, rendered anew, with the counts of its filters at hand."""
    assert client.get(page).status_code == 200
    clear_caches()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)
        if response.streaming:
            assert b"".join(response)
    return len(queries)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_asks_more_often_with_more_to_show(client):
    register = Register()
    register.grow(5)
    index.rebuild()
    few = {page: count_queries(client, page) for page in PAGES + FILES}

    register.grow(10)
    index.rebuild()
    ContentRevision.move_on()
    many = {page: count_queries(client, page) for page in PAGES + FILES}

    assert many == few
    assert max(few[page] for page in PAGES if "/?" in page) <= MOST_FOR_A_LIST
