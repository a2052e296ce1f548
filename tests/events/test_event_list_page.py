import datetime

import pytest

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

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [event.title_en for event in response.context["object_list"]]


def facet(response, name):
    return next(f for f in response.context["filter"].facets if f.name == name)


def names_of(response) -> list[str]:
    return [state.name for state in response.context["object_list"]]


def counts(response, name) -> dict[str, int]:
    return {choice.value: choice.count for choice in facet(response, name).choices}


def test_it_works(client):
    EventFactory(title_en="Conference in Warsaw", title_ru="Конференция в Варшаве")

    assert "Conference in Warsaw" in client.get("/events/").content.decode()
    assert "Конференция в Варшаве" in client.get("/ru/events/").content.decode()


def test_it_hides_drafts(client):
    draft = EventFactory(title_en="Secret draft", published=False)
    DelegationFactory(event=draft, state=StateFactory(name_en="Lithuania"))

    response = client.get("/events/")

    assert "Secret draft" not in response.content.decode()
    assert counts(response, "state") == {}


def test_it_says_why_it_is_empty(client):
    assert "Nothing has been published here yet." in client.get("/events/").content.decode()


def test_it_says_that_no_event_fits_the_filters(client):
    EventFactory(kind="conference")

    response = client.get("/events/?kind=workshop")

    assert titles(response) == []
    assert "No records match all these filters." in (response.content.decode())


def test_it_filters_by_state_of_a_delegation_or_host(client):
    poland, italy = StateFactory(name_en="Poland"), StateFactory(name_en="Italy")
    DelegationFactory(event=EventFactory(title_en="With Poland"), state=poland)
    EventFactory(title_en="In Poland", host_state=poland)
    DelegationFactory(event=EventFactory(title_en="With Italy"), state=italy)

    assert set(titles(client.get("/events/?state=poland"))) == {"With Poland", "In Poland"}


def test_a_repeated_filter_means_any_of_its_values(client):
    EventFactory(title_en="A", kind="conference")
    EventFactory(title_en="B", kind="workshop")
    EventFactory(title_en="C", kind="webinar")

    assert set(titles(client.get("/events/?kind=conference&kind=workshop"))) == {"A", "B"}


def test_filters_combine(client):
    poland = StateFactory(name_en="Poland")
    DelegationFactory(event=EventFactory(title_en="A", kind="conference"), state=poland)
    DelegationFactory(event=EventFactory(title_en="B", kind="workshop"), state=poland)

    assert titles(client.get("/events/?kind=workshop&state=poland")) == ["B"]


def test_a_topic_includes_its_descendants(client):
    legal = TopicFactory(name_en="Legal migration")
    labour = TopicFactory(name_en="Labour migration", parent=legal)
    seasonal = TopicFactory(name_en="Seasonal work", parent=labour)
    EventFactory(title_en="On seasonal work").topics.add(seasonal)

    for slug in ("legal-migration", "labour-migration", "seasonal-work"):
        response = client.get(f"/events/?topic={slug}")
        assert titles(response) == ["On seasonal work"]
    assert counts(response, "topic") == {
        "legal-migration": 1,
        "labour-migration": 1,
        "seasonal-work": 1,
    }


def test_a_topic_of_a_session_or_contribution_counts_for_the_event(client):
    topic = TopicFactory(name_en="Diaspora")
    SessionFactory(event__title_en="By session").topics.add(topic)
    ContributionFactory(session__event__title_en="By contribution").topics.add(topic)

    assert set(titles(client.get("/events/?topic=diaspora"))) == {"By session", "By contribution"}


def test_a_grouping_gives_the_events_of_its_states(client):
    central_asia = GroupingFactory(name_en="Central Asia")
    for name in ("Kazakhstan", "Kyrgyzstan"):
        state = StateFactory(name_en=name)
        MembershipFactory(grouping=central_asia, state=state)
        DelegationFactory(event=EventFactory(title_en=f"With {name}"), state=state)
    DelegationFactory(event=EventFactory(title_en="With others"))

    response = client.get("/events/?grouping=central-asia")

    assert set(titles(response)) == {"With Kazakhstan", "With Kyrgyzstan"}
    assert counts(response, "grouping") == {"central-asia": 2}


def test_a_grouping_is_taken_as_of_the_day_of_the_event(client):
    uk = StateFactory(name_en="United Kingdom")
    MembershipFactory(
        grouping=GroupingFactory(name_en="European Union"),
        state=uk,
        since=datetime.date(1973, 1, 1),
        until=datetime.date(2020, 2, 1),
    )
    for year in (1972, 2019, 2020):
        event = EventFactory(title_en=f"In {year}", starts=datetime.date(year, 2, 1))
        DelegationFactory(event=event, state=uk)

    response = client.get("/events/?grouping=european-union")

    assert titles(response) == ["In 2019"]
    assert counts(response, "grouping") == {"european-union": 1}


@pytest.mark.parametrize("role", ["candidate", "observer"])
def test_candidates_and_observers_do_not_belong_to_a_grouping(client, role):
    union = GroupingFactory(name_en="European Union")
    state = MembershipFactory(grouping=union, role=role).state
    DelegationFactory(state=state)

    response = client.get("/events/?grouping=european-union")

    assert titles(response) == []
    assert counts(response, "grouping") == {"european-union": 0}
    assert names_of(client.get("/states/?grouping=european-union")) == []


def test_it_filters_by_programme_and_year(client):
    bomca = ProgrammeFactory(name_en="Border Management Programme", acronym_en="BOMCA")
    EventFactory(title_en="A").programmes.add(bomca)
    EventFactory(title_en="B", starts=datetime.date(2022, 10, 24))

    assert titles(client.get("/events/?programme=bomca")) == ["A"]
    assert titles(client.get("/events/?year=2022")) == ["B"]


def test_it_searches_in_both_languages_blind_to_case_and_accents(client):
    EventFactory(title_en="Meeting in Kraków", title_ru="Встреча в Кракове")

    for query in ("krakow", "КРАКОВЕ", "meeting kraków"):
        assert titles(client.get("/events/", {"q": query})) == ["Meeting in Kraków"]


def test_it_counts_what_each_choice_would_leave(client):
    poland, italy = StateFactory(name_en="Poland"), StateFactory(name_en="Italy")
    workshop = EventFactory(kind="workshop", title_en="Workshop")
    conference = EventFactory(kind="conference", title_en="Conference")
    for event in (workshop, conference):
        DelegationFactory(event=event, state=poland)
    DelegationFactory(event=conference, state=italy)

    response = client.get("/events/?state=italy")
    assert counts(response, "kind") == {"conference": 1}
    assert counts(response, "state") == {"italy": 1, "poland": 2}

    assert counts(client.get("/events/?q=workshop"), "state") == {"poland": 1}


@pytest.mark.parametrize(
    "query",
    ["state=nowhere", "kind=party", "topic=x", "grouping=x", "programme=x"],
)
def test_it_says_which_value_it_does_not_know_and_finds_nothing(client, query):
    EventFactory()

    response = client.get(f"/events/?{query}")

    assert response.status_code == 200
    assert titles(response) == []
    name, value = query.split("=")
    assert facet(response, name).errors == [
        f"“{value}” is not in the register. Choose from the list."
    ]
    assert f"“{value}” is not in the register." in response.content.decode()


def test_it_refuses_a_search_that_is_too_long(client):
    EventFactory()

    response = client.get("/events/", {"q": "x" * 10_000})

    assert response.status_code == 200
    assert titles(response) == []
    assert "at most 200 characters" in response.content.decode()


def test_an_empty_value_is_no_filter(client):
    EventFactory(title_en="A")

    assert titles(client.get("/events/?state=&q=&year=")) == ["A"]


@pytest.mark.parametrize("page", ["99999", "-1", "0", "abc", "1.5"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    EventFactory()

    assert client.get(f"/events/?page={page}").status_code == 404


def test_filters_survive_paging_and_come_off_one_by_one(client):
    EventFactory.create_batch(25, kind="workshop")

    page = client.get("/events/?kind=workshop&kind=webinar&page=1").content.decode()
    assert 'href="?kind=workshop&amp;kind=webinar&amp;page=2"' in page

    page = client.get("/events/?kind=workshop&kind=webinar&page=2").content.decode()
    assert 'href="?kind=webinar"' in page
    assert 'href="?kind=workshop"' in page
    assert 'href="?kind=workshop&amp;kind=webinar"' in page


def test_an_event_without_dates_stands_right_after_the_one_it_follows(client):
    conference = EventFactory(title_en="Conference", starts=datetime.date(2019, 12, 4))
    EventFactory(title_en="Same day", starts=datetime.date(2019, 12, 4))
    visit = EventFactory(title_en="Visit", starts=None, follows=conference)
    EventFactory(title_en="After the visit", starts=None, follows=visit)
    EventFactory(title_en="Later", starts=datetime.date(2020, 1, 1))
    EventFactory(title_en="Earlier", starts=datetime.date(2019, 1, 1))

    order = titles(client.get("/events/"))

    at = order.index("Conference")
    assert order[at : at + 3] == ["Conference", "Visit", "After the visit"]
    assert order[0] == "Later"
    assert order[-1] == "Earlier"


def test_an_event_without_dates_moves_with_the_one_it_follows(client):
    conference = EventFactory(title_en="Conference", starts=datetime.date(2019, 12, 4))
    visit = EventFactory(title_en="Visit", starts=None, follows=conference)
    EventFactory(title_en="After the visit", starts=None, follows=visit)
    EventFactory(title_en="Between", starts=datetime.date(2020, 1, 1))

    conference.starts = datetime.date(2021, 1, 1)
    conference.save()

    assert titles(client.get("/events/")) == ["Conference", "Visit", "After the visit", "Between"]
    assert titles(client.get("/events/?year=2021")) == ["Conference", "Visit", "After the visit"]


def test_a_change_shows_at_once(client):
    event = EventFactory(title_en="Old title")
    client.get("/events/")

    event.title_en = "New title"
    event.save()
    assert titles(client.get("/events/")) == ["New title"]

    event.topics.add(TopicFactory(name_en="Diaspora"))
    assert titles(client.get("/events/?topic=diaspora")) == ["New title"]

    event.delete()
    assert titles(client.get("/events/")) == []
