"""The lists of the admin: found by any spelling, filtered, with no query for each row."""

import datetime

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import ParticipantExport
from tests.admin.records import make_all
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("participants", "topics", "events")
]

# One of each sort of filter and search is enough where every list shares the code.
SOME = [
    model
    for model in OURS
    if model.__name__ in ("Event", "Delegate", "Document", "Person", "MigrationFigure")
]


def address(model) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def rows(response) -> list[str]:
    """What the list shows, record by record."""
    assert response.status_code == 200, response.headers.get("Location")
    return [str(record) for record in response.context["cl"].result_list]


def test_no_list_makes_a_query_for_each_row(admin_client):
    def count_all() -> dict:
        counts = {}
        for model in OURS:
            with CaptureQueriesContext(connection) as captured:
                assert admin_client.get(address(model)).status_code == 200
            counts[model._meta.label] = len(captured)
        return counts

    make_all()
    count_all()
    at_one = count_all()
    for _ in range(5):
        make_all()
    assert count_all() == at_one


def test_no_list_offers_all_records_as_a_filter(admin_client):
    names = [state.name for state in StateFactory.create_batch(5)]
    names += [organisation.name for organisation in OrganisationFactory.create_batch(5)]
    for model in OURS:
        if model._meta.model_name not in ("state", "organisation"):
            content = admin_client.get(address(model)).content.decode()
            assert not [name for name in names if name in content]


# --- Search ---------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["ТАДЖИК", "таджикистан", "Tajik", "TAJIKISTAN tJ"])
def test_it_finds_a_state_in_any_script_and_case(admin_client, text):
    StateFactory(name_en="Tajikistan", name_ru="Таджикистан", iso2="TJ")
    StateFactory(name_en="Türkiye")
    assert rows(admin_client.get("/admin/participants/state/", {"q": text})) == ["Tajikistan"]


def test_it_finds_without_accents(admin_client):
    PersonFactory(given_names="Şahin", family_name="Gökçe")
    found = admin_client.get("/admin/participants/person/", {"q": "gokce SAHIN"})
    assert rows(found) == ["Şahin Gökçe"]


def test_it_finds_a_topic_by_a_russian_word_in_capitals(admin_client):
    TopicFactory(name_en="Labour migration", name_ru="Трудовая миграция")
    TopicFactory(name_en="Reintegration", name_ru="Реинтеграция")
    assert rows(admin_client.get("/admin/topics/topic/", {"q": "ТРУДОВАЯ"})) == ["Labour migration"]


def test_it_finds_a_delegate_by_state_and_event(admin_client):
    state = StateFactory(name_en="Tajikistan")
    event = EventFactory(title_en="Warsaw conference")
    here = DelegateFactory(delegation__event=event, delegation__state=state)
    DelegateFactory(delegation__state=state)
    found = admin_client.get("/admin/events/delegate/", {"q": "tajikistan WARSAW jan"})
    assert rows(found) == [str(here)]


# --- Filters --------------------------------------------------------------------------------
def test_events_are_filtered_by_state_topic_programme_and_organisation(admin_client):
    state, organisation, programme = StateFactory(), OrganisationFactory(), ProgrammeFactory()
    topic = TopicFactory()
    below = TopicFactory(parent=topic)
    event = EventFactory(title_en="Found")
    EventFactory(title_en="Other")
    DelegationFactory(event=event, state=state)
    OrganisationDelegationFactory(event=event, organisation=organisation)
    event.topics.add(below)
    event.programmes.add(programme)
    for name, chosen in (
        ("with_state", state),
        ("with_organisation", organisation),
        ("topic", topic),
        ("programme", programme),
    ):
        response = admin_client.get("/admin/events/event/", {name: chosen.pk})
        assert rows(response) == ["Found"], name
        # What is chosen stands in the filter.
        assert f'<option value="{chosen.pk}" selected>{chosen}' in response.content.decode()


def test_events_are_filtered_by_kind_year_status_and_draft(admin_client):
    EventFactory(
        title_en="Found",
        kind="workshop",
        status="planned",
        published=False,
        starts=datetime.date(2016, 6, 15),
    )
    EventFactory(title_en="Other")
    for name, value in (
        ("kind__exact", "workshop"),
        ("status__exact", "planned"),
        ("published__exact", "0"),
        ("sort_date__year", "2016"),
    ):
        assert rows(admin_client.get("/admin/events/event/", {name: value})) == ["Found"]


def test_filters_combine_and_keep_each_other(admin_client):
    state = StateFactory()
    EventFactory(title_en="Found", host_state=state, kind="workshop")
    EventFactory(title_en="Other", host_state=state)
    chosen = {"kind__exact": "workshop", "with_state": state.pk, "q": "found"}
    response = admin_client.get("/admin/events/event/", chosen)
    assert rows(response) == ["Found"]
    content = response.content.decode()
    assert '<input type="hidden" name="kind__exact" value="workshop">' in content
    assert '<input type="hidden" name="q" value="found">' in content


def test_other_lists_are_filtered_by_what_they_belong_to(admin_client):
    topic = TopicFactory()
    delegate = DelegateFactory()
    delegation, event = delegate.delegation, delegate.delegation.event
    session = SessionFactory(event=event)
    contribution = ContributionFactory(session=session, delegation=delegation)
    document = DocumentFactory(event=event)
    for record in (session, contribution, document):
        record.topics.add(topic)
    document.states.add(delegation.state)
    DelegateFactory()
    ContributionFactory()
    DocumentFactory()
    by_event, by_state = {"of_event": event.pk}, {"of_state": delegation.state.pk}
    for name, filters, found in (
        ("delegation", by_event, delegation),
        ("delegation", by_state, delegation),
        ("delegate", by_event, delegate),
        ("delegate", by_state, delegate),
        ("session", by_event, session),
        ("session", {"topic": topic.pk}, session),
        ("contribution", by_event, contribution),
        ("contribution", by_state, contribution),
        ("contribution", {"topic": topic.pk}, contribution),
        ("document", by_event, document),
        ("document", {"about_state": delegation.state.pk}, document),
        ("document", {"topic": topic.pk}, document),
    ):
        response = admin_client.get(f"/admin/events/{name}/", filters)
        assert rows(response) == [str(found)], (name, filters)


def test_figures_are_filtered_by_citizenship_and_year(admin_client):
    figure = MigrationFigureFactory(citizenship=StateFactory(), year=2018)
    MigrationFigureFactory()
    for filters in ({"citizens_of": figure.citizenship.pk}, {"year": 2018}):
        response = admin_client.get("/admin/participants/migrationfigure/", filters)
        assert rows(response) == [str(figure)]


JUNK = [
    "state=nowhere",
    "with_state=nowhere",
    "with_state=999999",
    "with_state=" + "9" * 40,
    "with_state=-1",
    "with_state=%D9%A3",
    "topic=nowhere&programme=x",
    "of_event=nowhere",
    "of_state=1&of_state=x",
    "published__exact=perhaps",
    "kind__exact=nothing",
    "sort_date__year=abc",
    "sort_date__year=99999",
    "sort_date__year=2019&sort_date__month=13",
    "year=abc",
    "p=99999",
    "p=-1",
    "p=abc",
    "o=99",
    "o=abc",
    "_facets=True",
    "all=",
    "id__in=x",
    "pk=x",
    "title_en=%27",
    "delegations__delegates__person__email__startswith=a",
]


@pytest.fixture(scope="class")
def _one_of_each(class_records):
    make_all()


@pytest.mark.usefixtures("_one_of_each")
class TestAnyAddress:
    """Whatever stands in the address of a list, none fails."""

    @pytest.mark.parametrize("text", ["%", "_", "'", "\\", "a" * 10_000, "👤", "!!!", "٣"])
    def test_it_searches_for_anything(self, admin_client, text):
        """No text means more than itself: no record here has it."""
        for model in SOME:
            assert rows(admin_client.get(address(model), {"q": text})) == [], model

    @pytest.mark.parametrize("query", JUNK)
    def test_junk_is_refused_kindly(self, admin_client, query):
        for model in SOME:
            response = admin_client.get(f"{address(model)}?{query}", follow=True)
            assert response.status_code in (200, 400), (model, query)


def test_records_that_cannot_exist_are_not_acted_upon(admin_client):
    EventFactory()
    for key in ("x", "9" * 30):
        response = admin_client.post(
            "/admin/events/event/", {"action": "publish", "_selected_action": [key]}
        )
        assert response.status_code == 400


@pytest.mark.parametrize("key", ["x", "999", "9" * 30, "-1", "1_2F", "%20"])
def test_a_record_that_does_not_exist_is_missed_kindly(admin_client, key):
    for model in [*SOME, ParticipantExport]:
        for end in ("change/", "delete/", "history/"):
            response = admin_client.get(f"{address(model)}{key}/{end}")
            # Nobody deletes the log of exports.
            assert response.status_code in (302, 403, 404), (model, end)
    for end in ("preview/", "participants/", "participants.csv", "participants.pdf"):
        status = admin_client.get(f"/admin/events/event/{key}/{end}", follow=True).status_code
        assert status in (200, 404), end


# --- What rows show -------------------------------------------------------------------------
def test_what_is_fictional_is_marked(admin_client):
    event = EventFactory(sample=True)
    delegation = DelegationFactory(event=event)
    DelegateFactory(delegation=delegation, person__sample=True)
    contribution = ContributionFactory(session__event=event, delegation=delegation)
    OrganisationFactory(sample=True)
    for record in (
        event,
        delegation,
        contribution.session,
        contribution,
        *delegation.delegates.all(),
    ):
        content = admin_client.get(address(type(record))).content.decode()
        assert '<td class="field-sample_mark">sample</td>' in content, record
    for name in ("person", "organisation"):
        content = admin_client.get(f"/admin/participants/{name}/").content.decode()
        assert '<td class="field-sample_mark">sample</td>' in content, name


def test_what_is_real_is_not_marked(admin_client):
    EventFactory()
    content = admin_client.get("/admin/events/event/").content.decode()
    assert '<td class="field-sample_mark">sample</td>' not in content


def test_an_event_shows_how_many_delegations_it_has(admin_client):
    event = EventFactory()
    DelegationFactory.create_batch(3, event=event)
    content = admin_client.get("/admin/events/event/").content.decode()
    assert '<td class="field-delegation_count">3</td>' in content


# --- Autocomplete ---------------------------------------------------------------------------
def choices(client, model: str, field: str, term: str) -> list[str]:
    app, model = model.split(".")
    response = client.get(
        "/admin/autocomplete/",
        {"app_label": app, "model_name": model, "field_name": field, "term": term},
    )
    return [choice["text"] for choice in response.json()["results"]]


def test_choices_tell_namesakes_apart(admin_client):
    state = StateFactory(name_en="Tajikistan")
    person = PersonFactory(family_name="Nazarov", state=state, position="Director")
    assert choices(admin_client, "events.delegate", "person", "NAZAROV") == [
        "Jan Nazarov, Tajikistan, Director"
    ]
    event = EventFactory(title_en="Warsaw conference")
    DelegateFactory(person=person, delegation__event=event, delegation__state=state)
    assert choices(admin_client, "events.delegate", "delegation", "tajikistan") == [
        "Tajikistan, Warsaw conference (4 December 2019)"
    ]
    assert choices(admin_client, "events.event", "follows", "warsaw") == [
        "Warsaw conference (4 December 2019)"
    ]


def test_choices_are_found_with_few_queries(admin_client, django_assert_max_num_queries):
    DelegateFactory.create_batch(20)
    with django_assert_max_num_queries(4):
        found = choices(admin_client, "events.contribution", "speakers", "jan")
    assert len(found) == 20
