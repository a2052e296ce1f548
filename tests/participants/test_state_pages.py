import datetime

import pytest

from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PhaseFactory,
    ProgrammeFactory,
    SessionFactory,
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
        assert f"“{value}” is not in the register." in response.content.decode()


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
    assert [m.grouping.name for m in response.context["history"]] == [
        *("European Union", "Prague Process"),
    ]
    page = response.content.decode()
    assert "until 1 February 2020" in page
    assert "start date not recorded" in page


def test_a_profile_counts_cooperation_by_topic(client):
    state = take_part(name_en="Tajikistan")
    topic = TopicFactory(name_en="Reintegration")
    for published in (True, True, False):
        event = DelegationFactory(state=state, event__published=published).event
        event.topics.add(topic)

    response = client.get("/states/tajikistan/")

    assert [(t["option"].label, t["count"]) for t in response.context["topics"]] == [
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


def test_a_profile_says_what_is_missing(client):
    MembershipFactory(state__name_en="Andorra").delete()
    MembershipFactory(
        state=StateFactory(name_en="Monaco"), until=datetime.date(2019, 1, 1), note_en="Left."
    )

    page = client.get("/states/monaco/").content.decode()

    for text in (
        "No memberships recorded.",
        "No role as leading state, host or organiser recorded.",
        "No organisations recorded.",
        "No events have been published here yet.",
        "No topics are recorded for the events of this country.",
        "No other participants are recorded at its events.",
        "No programmes recorded.",
        "No figures recorded on citizens of this country in other countries.",
        "No figures reported by this country are recorded.",
        "No documents recorded.",
        "Left.",
    ):
        assert text in page


def test_a_profile_shows_the_states_own_contributions_at_each_event(client):
    state = StateFactory(name_en="Kazakhstan")
    session = SessionFactory(event__title_en="Conference")
    own = DelegationFactory(event=session.event, state=state, role="leading_state")
    ContributionFactory(
        session=session, delegation=own, kind="statement", title_en="Work abroad"
    ).topics.add(TopicFactory(name_en="Labour migration"))
    ContributionFactory(session=session, title_en="Of another state")

    page = client.get("/states/kazakhstan/").content.decode()

    for text in ("Conference", "Statement: Work abroad", "leading state"):
        assert text in page
    assert '<a href="/topics/labour-migration/">Labour migration</a>' in page
    assert "Of another state" not in page


def test_a_profile_counts_roles_and_shows_the_events_of_each(client):
    state = StateFactory(name_en="Poland")
    DelegationFactory(event__title_en="Led", state=state, role="leading_state")
    EventFactory(title_en="Hosted alone", host_state=state)
    DelegationFactory(event__title_en="Hosted as delegation", state=state, role="host")
    DelegationFactory(event__title_en="Organised too", state=state, also_organiser=True)
    DelegationFactory(event__title_en="Attended", state=state)
    DelegationFactory(event__published=False, state=state, role="leading_state")

    response = client.get("/states/poland/")

    assert {one["role"]: one["count"] for one in response.context["roles"]} == {
        "leading_state": 1,
        "host": 2,
        "organiser": 1,
    }
    for one in response.context["roles"]:
        listed = client.get(f"/states/poland/?role={one['role']}").context["page_obj"]
        assert listed.paginator.count == one["count"]
    hosted = client.get("/states/poland/?role=host").content.decode()
    assert "Hosted alone" in hosted
    assert "Attended" not in hosted


@pytest.mark.parametrize("role", ["guest", "nothing", "x" * 10_000])
def test_a_profile_names_a_role_that_it_does_not_know(client, role):
    take_part(name_en="Poland")

    page = client.get("/states/poland/", {"role": role}).content.decode()

    assert "is not a role in the register" in page


def test_a_profile_has_pages_of_events(client):
    state = StateFactory(name_en="Poland")
    for _ in range(21):
        DelegationFactory(state=state)

    first = client.get("/states/poland/")
    assert len(first.context["page_obj"]) == 20
    assert "See all 21 events" in " ".join(first.content.decode().split())
    assert len(client.get("/states/poland/?page=2").context["page_obj"]) == 1
    for page in ("0", "-1", "3", "x"):
        assert client.get(f"/states/poland/?page={page}").status_code == 404


def test_a_profile_names_partners_in_alphabetical_order_with_counts(client):
    state = StateFactory(name_en="Poland")
    austria, zambia = StateFactory(name_en="Austria"), StateFactory(name_en="Zambia")
    centre = OrganisationFactory(name_en="Centre")
    for others in ([zambia, austria], [zambia]):
        event = DelegationFactory(state=state).event
        OrganisationDelegationFactory(event=event, organisation=centre)
        for other in others:
            DelegationFactory(event=event, state=other)

    context = client.get("/states/poland/").context

    assert [(one["participant"], one["count"]) for one in context["partner_states"]] == [
        (austria, 1),
        (zambia, 2),
    ]
    assert [(one["participant"], one["count"]) for one in context["partner_organisations"]] == [
        (centre, 2)
    ]


def test_a_profile_shows_programmes_with_phases_on_a_time_line(client):
    phase = PhaseFactory(
        programme__name_en="BOMCA",
        number=9,
        start=datetime.date(2015, 6, 15),
        end=datetime.date(2019, 12, 14),
        budget=1_600_000,
    )
    phase.programme.states.add(take_part(name_en="Kazakhstan"))

    page = " ".join(client.get("/states/kazakhstan/").content.decode().split())

    assert "Phase 9: 15 June 2015 – 14 December 2019" in page
    assert "EUR 1,600,000" in page


def test_a_state_of_a_programme_takes_part(client):
    ProgrammeFactory().states.add(StateFactory(name_en="Afghanistan"))

    assert client.get("/states/afghanistan/").status_code == 200


def test_conflicting_figures_stand_side_by_side_in_table_and_chart(client):
    state = take_part(name_en="Tajikistan", name_ru="Таджикистан")
    poland = StateFactory(name_en="Poland", name_ru="Польша")
    for source, value in (("Office", 527), ("Press", 539)):
        for year in (2015, 2016):
            MigrationFigureFactory(
                citizenship=state,
                reporting_state=poland,
                indicator="asylum_applicants",
                year=year,
                value=value,
                source_title=source,
                note="conflict",
            )

    page = client.get("/states/tajikistan/").content.decode()
    assert page.count("527") == page.count("539") == 2
    assert "sources disagree" in page
    assert 'src="/states/tajikistan/figures/asylum_applicants.svg"' in page

    chart = client.get("/states/tajikistan/figures/asylum_applicants.svg")
    assert chart["Content-Type"] == "image/svg+xml; charset=utf-8"
    text = chart.content.decode()
    assert "Asylum applicants: citizens of Tajikistan" in text
    assert "Poland – Office (2015: 527, 2016: 527)" in text
    assert "Poland – Press (2015: 539, 2016: 539)" in text
    russian = client.get("/ru/states/tajikistan/figures/asylum_applicants.svg").content.decode()
    assert "гражданство: Таджикистан" in russian


def test_figures_that_a_state_reports_have_a_chart_too(client):
    poland = take_part(name_en="Poland")
    MigrationFigureFactory(
        citizenship=StateFactory(name_en="Uzbekistan"),
        reporting_state=poland,
        indicator="work_permits",
        value=33_300,
    )
    MigrationFigureFactory(reporting_state=poland, indicator="work_permits", value=99_000)

    chart = client.get("/states/poland/reported/work_permits.svg").content.decode()

    assert "Work permits issued, as reported by Poland, 2019" in chart
    assert "Uzbekistan: 33,300" in chart
    assert "all citizenships: 99,000" in chart


def test_figures_of_a_year_stand_in_alphabetical_order_not_by_value(client):
    poland = take_part(name_en="Poland")
    for name, value in (("Uzbekistan", 300), ("Kazakhstan", 100), ("Tajikistan", 200)):
        MigrationFigureFactory(
            citizenship=StateFactory(name_en=name), reporting_state=poland, value=value
        )

    [group] = client.get("/states/poland/").context["reported"]

    assert [figure.citizenship.name for figure in group.figures] == [
        *("Kazakhstan", "Tajikistan", "Uzbekistan"),
    ]


def test_too_many_lines_make_no_chart_but_a_table(client):
    state = take_part(name_en="Tajikistan")
    for _ in range(9):
        MigrationFigureFactory(citizenship=state)

    page = client.get("/states/tajikistan/").content.decode()

    assert "There are too many series for one chart." in page
    assert "<img" not in page
    assert client.get("/states/tajikistan/figures/residing.svg").status_code == 404


@pytest.mark.parametrize("path", ["figures/residing", "figures/nothing", "reported/residing"])
def test_there_is_no_chart_of_no_figures(client, path):
    take_part(name_en="Tajikistan")

    assert client.get(f"/states/tajikistan/{path}.svg").status_code == 404
    assert client.get(f"/states/nowhere/{path}.svg").status_code == 404
