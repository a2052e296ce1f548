import datetime

import pytest

from tests.factories import (
    DelegationFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def names(response, language="en") -> list[str]:
    return [getattr(state, f"name_{language}") for state in response.context["object_list"]]


def counts(response, name) -> dict[str, int]:
    facet = next(f for f in response.context["filter"].facets if f.name == name)
    return {choice.value: choice.count for choice in facet.choices}


def take_part(**state):
    return DelegationFactory(state=StateFactory(**state)).state


def test_the_list_shows_states_that_take_part_and_no_others(client):
    take_part(name_en="With a delegation")
    EventFactory(host_state=StateFactory(name_en="Host"))
    MembershipFactory(state=StateFactory(name_en="Member"))
    StateFactory(name_en="In no event")
    DelegationFactory(state=StateFactory(name_en="In a draft"), event__published=False)

    assert names(client.get("/states/")) == ["Host", "Member", "With a delegation"]


def test_the_list_is_alphabetical_in_its_language(client):
    take_part(name_en="Austria", name_ru="Австрия")
    take_part(name_en="Côte d'Ivoire", name_ru="Кот-д'Ивуар")
    take_part(name_en="Costa Rica", name_ru="Коста-Рика")
    take_part(name_en="Croatia", name_ru="Хорватия")
    take_part(name_en="Moldova", sort_as_en="Republic of Moldova", name_ru="Молдова")

    assert names(client.get("/states/")) == [
        *("Austria", "Costa Rica", "Côte d'Ivoire", "Croatia", "Moldova"),
    ]
    assert names(client.get("/ru/states/"), "ru") == [
        *("Австрия", "Коста-Рика", "Кот-д'Ивуар", "Молдова", "Хорватия"),
    ]


def test_the_list_filters_by_grouping_as_of_today(client):
    union = GroupingFactory(name_en="European Union")
    MembershipFactory(grouping=union, state=StateFactory(name_en="Italy"))
    MembershipFactory(
        grouping=union,
        state=StateFactory(name_en="United Kingdom"),
        until=datetime.date(2020, 2, 1),
    )

    response = client.get("/states/?grouping=european-union")

    assert names(response) == ["Italy"]
    assert counts(response, "grouping") == {"european-union": 1}


def test_the_list_filters_by_topic_with_its_descendants(client):
    legal = TopicFactory(name_en="Legal")
    labour = TopicFactory(name_en="Labour", parent=legal)
    event = EventFactory(host_state=StateFactory(name_en="Poland"))
    event.topics.add(labour)
    DelegationFactory(event=event, state=StateFactory(name_en="Kazakhstan"))
    take_part(name_en="Italy")

    response = client.get("/states/?topic=legal")

    assert names(response) == ["Kazakhstan", "Poland"]
    assert counts(response, "topic") == {"legal": 2, "labour": 2}


def test_the_list_finds_any_name_of_a_state(client):
    take_part(name_en="Türkiye", name_ru="Турция", aliases="Turkey", iso3="TUR")

    for query in ("turkiye", "ТУРЦИЯ", "turkey", "tur"):
        assert names(client.get("/states/", {"q": query})) == ["Türkiye"]


def test_the_list_names_a_value_that_it_does_not_know(client):
    response = client.get("/states/?grouping=nowhere&topic=nothing")

    assert names(response) == []
    for value in ("nowhere", "nothing"):
        assert f"The register does not know “{value}”." in response.content.decode()


def test_a_profile_works_in_both_languages(client):
    take_part(name_en="Kazakhstan", name_ru="Казахстан", official_name_en="Republic of Kazakhstan")

    english = client.get("/states/kazakhstan/").content.decode()
    assert "<h1>Kazakhstan</h1>" in english
    assert "Republic of Kazakhstan" in english
    assert '<span lang="ru">Казахстан' in english
    assert "<h1>Казахстан</h1>" in client.get("/ru/states/kazakhstan/").content.decode()


def test_a_state_that_takes_part_in_nothing_has_no_profile(client):
    StateFactory(name_en="Atlantis")
    DelegationFactory(event__published=False, state__name_en="In a draft")

    assert client.get("/states/atlantis/").status_code == 404
    assert client.get("/states/in-a-draft/").status_code == 404


def test_a_profile_shows_its_events_but_no_drafts(client):
    state = take_part(name_en="Kazakhstan")
    DelegationFactory(event__title_en="Conference", state=state)
    DelegationFactory(event__title_en="Secret draft", event__published=False, state=state)

    page = client.get("/states/kazakhstan/").content.decode()

    assert "Conference" in page
    assert "Secret draft" not in page


def test_a_profile_tells_memberships_of_today_from_former_ones(client):
    uk = StateFactory(name_en="United Kingdom")
    MembershipFactory(grouping__name_en="European Union", state=uk, until=datetime.date(2020, 2, 1))
    MembershipFactory(grouping__name_en="Prague Process", state=uk)

    response = client.get("/states/united-kingdom/")

    assert [m.grouping.name for m in response.context["memberships"]] == ["Prague Process"]
    assert [m.grouping.name for m in response.context["past_memberships"]] == ["European Union"]
    assert "until 1 February 2020" in response.content.decode()


def test_a_profile_counts_cooperation_by_topic(client):
    state = take_part(name_en="Tajikistan")
    topic = TopicFactory(name_en="Reintegration")
    for published in (True, True, False):
        event = DelegationFactory(state=state, event__published=published).event
        event.topics.add(topic)

    response = client.get("/states/tajikistan/")

    assert [(t.name, t.event_count) for t in response.context["cooperation"]] == [
        ("Reintegration", 2)
    ]
    assert "/events/?state=tajikistan&amp;topic=reintegration" in response.content.decode()


def test_a_profile_shows_figures_with_their_sources(client):
    state = take_part(name_en="Tajikistan")
    MigrationFigureFactory(
        citizenship=state,
        reporting_state=None,
        reporting_grouping=GroupingFactory(name_en="European Union"),
        value=1616,
        source_title="Eurostat",
        note="secondary",
        remark_en="rounded",
    )
    state.programmes.add(ProgrammeFactory(name_en="BOMCA"))

    page = client.get("/states/tajikistan/").content.decode()

    for text in ("1,616", "European Union", "Eurostat", "secondary source", "rounded", "BOMCA"):
        assert text in page
