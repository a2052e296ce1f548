"""The page of an event: what it refuses, what it keeps, and the tables on it."""

import datetime
import re

import pytest
from pytest_django.asserts import assertInHTML

from events.models import Delegation, Event, ListSection, Session
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PersonFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

ADD = "/admin/events/event/add/"


def page(event: Event) -> str:
    return f"/admin/events/event/{event.pk}/change/"


def test_it_stores_an_event_with_its_first_delegation(admin_client):
    state, topic = StateFactory(), TopicFactory()
    response = submit(
        admin_client,
        ADD,
        title_en="Strategic group",
        title_ru="Стратегическая группа",
        kind="strategic_group",
        starts="2019-06-10",
        ends="2019-06-11",
        time_zone="Europe/Bucharest",
        topics=[topic.pk],
        **{"delegations-0-state": state.pk, "delegations-0-role": "host"},
    )
    assert response.status_code == 302
    event = Event.objects.get()
    assert (event.title_en, event.title_ru) == ("Strategic group", "Стратегическая группа")
    assert event.ends == datetime.date(2019, 6, 11)
    assert [*event.topics.all()] == [topic]
    assert event.delegations.get().state == state
    assert not event.published


def test_it_refuses_an_end_before_the_start(admin_client):
    response = submit(
        admin_client,
        ADD,
        title_en="Kept title",
        kind="conference",
        starts="2019-12-04",
        ends="2019-12-03",
    )
    assert errors_of(response) == {"ends": ["An event cannot end before it starts."]}
    assert form_of(response)["title_en"] == ["Kept title"]
    assert form_of(response)["starts"] == ["2019-12-04"]


def test_it_refuses_an_event_without_date_that_follows_none(admin_client):
    response = submit(admin_client, ADD, title_en="Undated", kind="conference")
    assert errors_of(response) == {"starts": ["Give the date, or the event that this one follows."]}


def test_it_refuses_a_circle_of_events(admin_client):
    first = EventFactory()
    last = EventFactory(follows=EventFactory(follows=first))
    response = submit(admin_client, page(first), follows=last.pk, title_en="Kept title")
    assert errors_of(response) == {
        "follows": ["An event cannot follow itself, even by way of others."]
    }
    assert form_of(response)["title_en"] == ["Kept title"]


def test_it_refuses_an_unknown_time_zone(admin_client):
    session = SessionFactory(starts=datetime.datetime(2019, 12, 4, 9, tzinfo=datetime.UTC))
    response = submit(admin_client, page(session.event), time_zone="Warsaw")
    assert errors_of(response) == {
        "time_zone": ["“Warsaw” is not a time zone. Write it as “Europe/Warsaw”."]
    }


# --- Delegations ----------------------------------------------------------------------------
def test_it_refuses_a_delegation_of_a_state_and_an_organisation(admin_client):
    event, state, organisation = EventFactory(), StateFactory(), OrganisationFactory()
    response = submit(
        admin_client,
        page(event),
        title_en="Kept title",
        **{"delegations-0-state": state.pk, "delegations-0-organisation": organisation.pk},
    )
    assert errors_of(response) == {
        "delegations-0-organisation": [
            "A delegation is of a state or of an organisation, not of both: empty one of the two."
        ]
    }
    assert form_of(response)["title_en"] == ["Kept title"]
    assert form_of(response)["delegations-0-state"] == [str(state.pk)]


def test_it_refuses_a_delegation_of_nobody(admin_client):
    event = EventFactory()
    response = submit(admin_client, page(event), **{"delegations-0-role": "host"})
    assert errors_of(response) == {"delegations-0-state": ["Choose the state or the organisation."]}


def test_it_refuses_a_state_that_has_a_delegation_already(admin_client):
    delegation = DelegationFactory()
    response = submit(
        admin_client,
        page(delegation.event),
        **{"delegations-1-state": delegation.state.pk},
    )
    assert errors_of(response) == {
        "delegations-1-state": ["This state already has a delegation at the event."]
    }


@pytest.mark.parametrize("participant", ["state", "organisation"])
def test_it_refuses_the_same_participant_twice_in_one_submit(admin_client, participant):
    event = EventFactory()
    same = {"state": StateFactory, "organisation": OrganisationFactory}[participant]()
    values = form_of(admin_client.get(page(event))) | {
        "delegations-TOTAL_FORMS": "2",
        f"delegations-0-{participant}": same.pk,
        "delegations-0-role": "participating",
        f"delegations-1-{participant}": same.pk,
        "delegations-1-role": "guest",
        "delegations-1-participation": "takes_part",
    }
    response = admin_client.post(page(event), values)
    assert errors_of(response) == {
        f"delegations-1-{participant}": [
            f"This {participant} already has a delegation at the event."
        ]
    }
    assert not Delegation.objects.exists()


def test_it_changes_the_role_of_a_delegation_and_never_its_state(admin_client):
    delegation, other = DelegationFactory(), StateFactory()
    response = submit(
        admin_client,
        page(delegation.event),
        **{"delegations-0-role": "host", "delegations-0-state": other.pk},
    )
    assert response.status_code == 302
    stored = Delegation.objects.get()
    assert (stored.role, stored.state) == ("host", delegation.state)


def test_it_deletes_a_delegation(admin_client):
    delegation = DelegationFactory()
    submit(admin_client, page(delegation.event), **{"delegations-0-DELETE": "on"})
    assert not Delegation.objects.exists()


def test_it_says_when_somebody_else_deleted_a_row_meanwhile(admin_client):
    event = EventFactory()
    gone, kept = DelegationFactory(event=event), DelegationFactory(event=event)
    values = form_of(admin_client.get(page(event)))
    gone.delete()
    response = admin_client.post(page(event), values | {"delegations-1-role": "host"})
    assert errors_of(response)["delegations-0-__all__"] == [
        "Somebody else has deleted this row meanwhile. Open the page anew."
    ]
    # The other row still is that of the other delegation.
    shown = [row.original for row in response.context["inline_admin_formsets"][0]]
    assert shown[:2] == [None, kept]


def test_it_takes_rows_apart_that_somebody_else_added_meanwhile(admin_client):
    event = EventFactory()
    last = DelegationFactory(event=event, state__name_en="Zambia")
    values = form_of(admin_client.get(page(event)))
    DelegationFactory(event=event, state__name_en="Albania")
    response = admin_client.post(page(event), values | {"delegations-0-role": "host"})
    assert response.status_code == 302
    last.refresh_from_db()
    assert last.role == "host"


def test_it_links_each_delegation_with_the_number_of_its_delegates(admin_client):
    delegation = OrganisationDelegationFactory(organisation__name_en="Border Service")
    DelegateFactory.create_batch(2, delegation=delegation)
    DelegateFactory(delegation=delegation, status="withdrawn")
    content = admin_client.get(page(delegation.event)).content.decode()
    assert "Border Service" in content
    assert f"/admin/events/delegation/{delegation.pk}/change/" in content
    assertInHTML('<td class="field-delegate_count"><p>2</p></td>', content)


def test_it_names_the_head_of_each_delegation_and_the_states_without_one(admin_client):
    event = EventFactory()
    led = DelegationFactory(event=event, state__name_en="Albania")
    DelegateFactory(delegation=led, given_names="Anna", family_name="Nowak", capacity="head")
    unled = DelegationFactory(event=event, state__name_en="Belgium")
    DelegateFactory(delegation=unled)
    DelegateFactory(delegation=unled, capacity="head", status="withdrawn")
    DelegationFactory(event=event, state__name_en="Croatia")
    cancelled = DelegationFactory(event=event, state__name_en="Denmark", participation="cancelled")
    DelegateFactory(delegation=cancelled)
    office = OrganisationDelegationFactory(event=event)
    DelegateFactory(delegation=office)
    content = admin_client.get(page(event)).content.decode()
    heads = re.findall(r'<td class="field-head">\s*<p>(.*?)</p>', content)
    assert heads[:5] == ["Anna Nowak", "none", "–", "–", "–"]


def test_it_names_a_head_whose_name_is_in_cyrillic_alone(admin_client):
    head = PersonFactory(family_name="", given_names_cyrillic="Анна", family_name_cyrillic="Новак")
    delegation = DelegateFactory(person=head, capacity="head").delegation
    content = admin_client.get(page(delegation.event)).content.decode()
    assert "<p>Анна Новак</p>" in content


def test_it_offers_no_list_of_all_states(admin_client):
    states = StateFactory.create_batch(5)
    event = EventFactory(host_state=states[0])
    content = admin_client.get(page(event)).content.decode()
    assert states[0].name in content
    assert states[4].name not in content


# --- Agenda ---------------------------------------------------------------------------------
def test_it_takes_times_as_those_of_the_place(admin_client):
    event = EventFactory(time_zone="Europe/Warsaw")
    session = SessionFactory(event=event, title_en="Opening")
    submit(
        admin_client,
        page(event),
        **{"sessions-0-starts_0": "2019-12-04", "sessions-0-starts_1": "09:30"},
    )
    session.refresh_from_db()
    assert session.starts == datetime.datetime(2019, 12, 4, 8, 30, tzinfo=datetime.UTC)
    assert form_of(admin_client.get(page(event)))["sessions-0-starts_1"] == ["09:30:00"]


def test_it_keeps_the_hours_when_the_time_zone_is_corrected(admin_client):
    at_half_past_nine = datetime.datetime(2019, 12, 4, 9, 30, tzinfo=datetime.UTC)
    session = SessionFactory(event__time_zone="UTC", starts=at_half_past_nine)
    submit(admin_client, page(session.event), time_zone="Asia/Dushanbe")
    session.refresh_from_db()
    assert session.starts == datetime.datetime(2019, 12, 4, 4, 30, tzinfo=datetime.UTC)
    assert form_of(admin_client.get(page(session.event)))["sessions-0-starts_1"] == ["09:30:00"]


def test_it_refuses_a_session_that_ends_before_it_starts(admin_client):
    event = EventFactory()
    response = submit(
        admin_client,
        page(event),
        **{
            "sessions-TOTAL_FORMS": "1",
            "sessions-0-title_en": "Opening",
            "sessions-0-position": "0",
            "sessions-0-starts_0": "2019-12-04",
            "sessions-0-starts_1": "10:00",
            "sessions-0-ends_0": "2019-12-04",
            "sessions-0-ends_1": "09:00",
        },
    )
    assert errors_of(response) == {"sessions-0-ends": ["A session cannot end before it starts."]}
    assert not Session.objects.exists()


def test_it_stores_a_section_of_the_participant_list(admin_client):
    event = EventFactory()
    submit(
        admin_client,
        page(event),
        **{
            "list_sections-TOTAL_FORMS": "1",
            "list_sections-0-position": "1",
            "list_sections-0-title_en": "Leading states",
            "list_sections-0-role": "leading_state",
        },
    )
    assert ListSection.objects.get().role == "leading_state"


def test_it_refuses_a_section_that_takes_nobody(admin_client):
    section = ListSection.objects.create(event=EventFactory(), title_en="Hosts", role="host")
    response = submit(admin_client, page(section.event), **{"list_sections-0-role": ""})
    assert errors_of(response) == {
        "list_sections-0-grouping": [
            "Say which delegations stand here: a grouping, a role, or both."
        ]
    }


# --- Links ----------------------------------------------------------------------------------
def test_a_published_event_leads_to_its_public_page(admin_client):
    event = EventFactory(published=True)
    content = admin_client.get(page(event)).content.decode()
    assert f'href="/events/{event.slug}/" class="viewsitelink"' in content
    assert "/preview/" not in content


def test_a_draft_leads_to_its_preview(admin_client):
    event = EventFactory(published=False, title_en="Not yet public")
    content = admin_client.get(page(event)).content.decode()
    assert f"/admin/events/event/{event.pk}/preview/" in content
    assert "viewsitelink" not in content
    preview = admin_client.get(f"/admin/events/event/{event.pk}/preview/")
    assert "Not yet public" in preview.content.decode()
    assert "no-store" in preview.headers["Cache-Control"]
    assert admin_client.get(event.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "own", ["change/", "participants/", "participants/import/", "nominations/"]
)
def test_each_page_of_an_event_leads_to_its_people(admin_client, own):
    event = EventFactory()
    content = admin_client.get(f"/admin/events/event/{event.pk}/{own}").content.decode()
    for end in ("participants/", "participants/import/", "nominations/"):
        assert f'href="/admin/events/event/{event.pk}/{end}"' in content


def test_an_event_is_deleted_with_its_agenda(admin_client):
    contribution = ContributionFactory()
    address = f"/admin/events/event/{contribution.session.event.pk}/delete/"
    assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert not Event.objects.exists()
