"""The matrix of states and topics: each number is that of the events it links to."""

import csv
import datetime
import html
import random
import re

import pytest

from core.models import ContentRevision
from events.models import Contribution, Event
from participants.models import State
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from website.cooperation import Cooperation

pytestmark = pytest.mark.django_db

CELL = re.compile(r'<a href="(/events/\?[^"]+)">(\d+)<span class="unit"> events?</span></a>')


def cells(page: str) -> list[tuple[str, int]]:
    """(address of the events, number of them) of each cell that is not empty."""
    return [(html.unescape(address), int(number)) for address, number in CELL.findall(page)]


def cooperation():
    return Cooperation.at(ContentRevision.current())


def numbers(response) -> dict[str, dict[str, tuple[int, int]]]:
    """Per state and topic: events and contributions, without the empty cells."""
    return {
        row.state.slug: {
            cell.topic.slug: (cell.events, cell.contributions)
            for cell in row.cells
            if cell.events or cell.contributions
        }
        for row in response.context["rows"]
    }


@pytest.fixture(scope="class")
def _many(class_records):
    """Events of all sorts: nested topics, hosts without a delegation, members of a time, drafts."""
    choose = random.Random(7)  # noqa: S311 - the same register in each run
    states = [StateFactory(name_en=f"State {letter}") for letter in "ABCDEF"]
    union, region = GroupingFactory(name_en="Union"), GroupingFactory(name_en="Region")
    for state in states[:3]:
        MembershipFactory(grouping=union, state=state)
    MembershipFactory(grouping=region, state=states[3], until=datetime.date(2020, 6, 1))
    MembershipFactory(grouping=region, state=states[4], since=datetime.date(2020, 1, 1))
    MembershipFactory(grouping=region, state=states[5], role="observer")
    roots = [TopicFactory(name_en=f"Root {number}") for number in range(3)]
    topics = roots + [TopicFactory(parent=choose.choice(roots)) for _ in range(4)]
    topics += [TopicFactory(parent=topics[-1])]
    for number in range(28):
        event = EventFactory(
            starts=datetime.date(2018 + number % 4, 1 + number % 12, 3),
            host_state=choose.choice([None, *states]),
            published=number % 7 != 0,
        )
        event.topics.set(choose.sample(topics, number % 3))
        session = SessionFactory(event=event)
        session.topics.set(choose.sample(topics, number % 2))
        for state in choose.sample(states, choose.randint(0, 4)):
            delegation = DelegationFactory(event=event, state=state)
            if choose.random() < 0.5:
                contribution = ContributionFactory(session=session, delegation=delegation)
                contribution.topics.set(choose.sample(topics, choose.randint(0, 2)))


@pytest.mark.usefixtures("_many")
class TestManyEvents:
    """What is counted agrees with what the links lead to."""

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?topic=root-0",
            "?topic=root-1&topic=root-2",
            "?year=2020",
            "?year=2019&year=2021",
            "?grouping=union",
            "?grouping=region",
            "?grouping=region&grouping=union&year=2020",
            "?grouping=region&topic=root-2&year=2018&year=2021",
        ],
    )
    def test_every_cell_counts_the_events_that_it_links_to(self, client, query):
        found = cells(client.get(f"/cooperation/{query}").content.decode())

        assert found
        for address, number in found:
            assert client.get(address).context["paginator"].count == number, address

    def test_an_empty_cell_has_no_event_in_the_list_either(self, client):
        for row in client.get("/cooperation/").context["rows"]:
            for cell in row.cells:
                if not cell.events:
                    assert client.get(f"/events/?{cell.query}").context["paginator"].count == 0

    @pytest.mark.parametrize("state", "abcdef")
    def test_a_profile_counts_the_events_that_its_topics_link_to(self, client, state):
        page = client.get(f"/states/state-{state}/").content.decode()
        found = re.findall(r'<a href="(/events/\?state=[^"]+topic=[^"]+)">(\d+)</a>', page)

        assert found
        for address, number in found:
            list_page = client.get(html.unescape(address))
            assert list_page.context["paginator"].count == int(number), address

    def test_partners_are_those_of_the_same_events(self):
        events = Event.objects.published()
        for state in State.objects.all():
            own = events.with_states([state.pk])
            expected = {
                other.slug: count
                for other in State.objects.exclude(pk=state.pk)
                if (count := own.with_states([other.pk]).count())
            }
            assert cooperation().states_with(state.slug) == expected


def test_an_organisation_is_a_partner_by_its_own_or_a_led_delegation():
    ministry = OrganisationFactory(name_en="Ministry")
    event = DelegationFactory(state__name_en="Poland", led_by=ministry).event
    OrganisationDelegationFactory(event=event, organisation__name_en="Centre")
    DelegationFactory(event=event, state__name_en="Kazakhstan")

    assert cooperation().organisations_with("kazakhstan") == {"ministry": 1, "centre": 1}
    assert cooperation().organisations_with("poland") == {"ministry": 1, "centre": 1}


def test_a_contribution_counts_under_its_own_topics_else_under_its_sessions(client):
    labour = TopicFactory(name_en="Labour", parent=TopicFactory(name_en="Legal"))
    border = TopicFactory(name_en="Border")
    session = SessionFactory()
    session.topics.add(border)
    delegation = DelegationFactory(event=session.event, state__name_en="Kazakhstan")
    fields = {"session": session, "delegation": delegation}
    ContributionFactory(**fields).topics.add(labour)
    ContributionFactory(**fields, kind=Contribution.Kind.STATEMENT)

    assert numbers(client.get("/cooperation/")) == {
        "kazakhstan": {"legal": (1, 1), "border": (1, 1)}
    }
    assert numbers(client.get("/cooperation/?topic=legal")) == {
        "kazakhstan": {"legal": (1, 1), "labour": (1, 1)}
    }


def test_a_contribution_without_any_topics_counts_under_its_events(client):
    topic = TopicFactory(name_en="Labour")
    session = SessionFactory()
    session.event.topics.add(topic)
    delegation = DelegationFactory(event=session.event, state__name_en="Kazakhstan")
    contribution = ContributionFactory(session=session, delegation=delegation)

    assert numbers(client.get("/cooperation/")) == {"kazakhstan": {"labour": (1, 1)}}
    assert contribution.topics_counted == [topic]


def test_a_host_without_a_delegation_was_there(client):
    EventFactory(host_state=StateFactory(name_en="Poland")).topics.add(
        TopicFactory(name_en="Legal")
    )

    assert numbers(client.get("/cooperation/")) == {"poland": {"legal": (1, 0)}}


def test_a_grouping_is_taken_as_of_the_day_of_each_event(client):
    union, topic = GroupingFactory(name_en="Union"), TopicFactory(name_en="Legal")
    kingdom, italy = StateFactory(name_en="Kingdom"), StateFactory(name_en="Italy")
    MembershipFactory(grouping=union, state=kingdom, until=datetime.date(2020, 2, 1))
    MembershipFactory(grouping=union, state=italy)
    for year in (2019, 2021):
        event = EventFactory(starts=datetime.date(year, 5, 1))
        event.topics.add(topic)
        for state in (kingdom, italy):
            DelegationFactory(event=event, state=state)

    assert list(numbers(client.get("/cooperation/?grouping=union&year=2019"))) == [
        *("italy", "kingdom"),
    ]
    assert list(numbers(client.get("/cooperation/?grouping=union&year=2021"))) == ["italy"]


def test_states_stand_in_the_alphabetical_order_of_the_language(client):
    event = EventFactory()
    event.topics.add(TopicFactory())
    for english, russian in (("Austria", "Австрия"), ("Hungary", "Венгрия"), ("Italy", "Италия")):
        DelegationFactory(event=event, state=StateFactory(name_en=english, name_ru=russian))
    DelegationFactory(event=event, state=StateFactory(name_en="Germany", name_ru="Германия"))

    def order(path):
        return [row.state.slug for row in client.get(path).context["rows"]]

    assert order("/cooperation/") == ["austria", "germany", "hungary", "italy"]
    assert order("/ru/cooperation/") == ["austria", "hungary", "germany", "italy"]


def test_a_draft_counts_nowhere(client):
    delegation = DelegationFactory(event__published=False)
    delegation.event.topics.add(TopicFactory())

    page = client.get("/cooperation/")

    assert page.context["rows"] == []
    assert "Nothing has been published here yet." in page.content.decode()


def test_a_table_is_read_by_its_heads(client):
    topic = TopicFactory(name_en="Legal")
    TopicFactory(name_en="Labour", parent=topic)
    delegation = DelegationFactory(state=StateFactory(name_en="Kosovo", footnote_en="A note."))
    delegation.event.topics.add(topic)

    page = client.get("/cooperation/?year=2019").content.decode()

    assert "<caption>" in page
    assert '<th scope="col">' in page
    assert '<th scope="row"><a href="/states/kosovo/">' in re.sub(r">\s+<", "><", page)
    assert "* A note." in page
    assert '<a class="open" href="?year=2019&amp;topic=legal">' in page


@pytest.mark.parametrize(
    "query", ["?year=10", "?grouping=nowhere", "?topic=nothing", "?topic=" + "x" * 10_000]
)
def test_an_unknown_value_is_named_at_its_field_and_finds_nothing(client, query):
    DelegationFactory().event.topics.add(TopicFactory())

    response = client.get(f"/cooperation/{query}")

    assert response.context["rows"] == []
    assert "” is not " in response.content.decode()
    refused = client.get(f"/cooperation.csv{query}")
    assert refused.status_code == 400
    assert "” is not " in refused.content.decode()


@pytest.mark.parametrize("page", ["-1", "0", "2", "x", "9" * 400])
def test_there_is_no_page_beyond_the_last(client, page):
    assert client.get(f"/cooperation/?page={page}").status_code == 404


def test_many_states_take_several_pages_and_one_file(client):
    event = EventFactory()
    event.topics.add(TopicFactory())
    for _ in range(31):
        DelegationFactory(event=event)

    assert len(client.get("/cooperation/").context["rows"]) == 30
    assert len(client.get("/cooperation/?page=2").context["rows"]) == 1
    assert client.get("/cooperation.csv").getvalue().decode().count("\r\n") == 32


def test_the_file_holds_the_same_as_the_page(client, settings):
    settings.BASE_URL = "https://register.example.org"
    legal = TopicFactory(name_en="Legal", name_ru="Легальная")
    delegation = DelegationFactory(
        state=StateFactory(name_en="=State, first", name_ru="Государство", iso3="FST")
    )
    delegation.event.topics.add(legal)

    response = client.get("/cooperation.csv?year=2019")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.DictReader(content.decode("utf-8-sig").splitlines())) == [
        {
            "state": "state-first",
            "name": "'=State, first",
            "iso3": "FST",
            "topic": "legal",
            "topic_name": "Legal",
            "events": "1",
            "contributions": "0",
            "url": "https://register.example.org/events/?state=state-first&topic=legal&year=2019",
        }
    ]
    russian = client.get("/ru/cooperation.csv").getvalue().decode()
    for text in ("Государство", "Легальная", "https://register.example.org/ru/events/?state="):
        assert text in russian
