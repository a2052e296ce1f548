"""Events, delegations and documents in the API: what is published, and no person."""

import datetime

import pytest
from django.core.files.base import ContentFile

from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PublicDelegateFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"


def record(client, address: str) -> dict:
    response = client.get(f"/api/v1/{address}/")
    assert response.status_code == 200
    return response.json()


def found(client, address: str, key: str = "slug") -> list:
    return [one[key] for one in client.get(f"/api/v1/{address}").json()["results"]]


def test_an_event_is_told_in_both_languages_with_links(client):
    event = EventFactory(
        slug="warsaw",
        title_en="Conference",
        title_ru="Конференция",
        city_en="Warsaw",
        summary_en="Why it was **held**.",
        host_state=StateFactory(slug="poland"),
        sample=True,
    )
    event.topics.add(TopicFactory(slug="labour"))

    data = record(client, "events/warsaw")

    assert data["title"] == {"en": "Conference", "ru": "Конференция"}
    assert data["city"] == {"en": "Warsaw", "ru": ""}
    assert data["summary"]["en"] == "Why it was **held**."
    assert (data["kind"], data["status"], data["sample"]) == ("conference", "held", True)
    assert (data["starts"], data["ends"]) == ("2019-12-04", None)
    assert data["url"] == f"{HOST}/events/warsaw/"
    assert data["host_state"] == {
        "slug": "poland",
        "url": f"{HOST}/states/poland/",
        "api_url": f"{HOST}/api/v1/states/poland/",
    }
    assert [topic["slug"] for topic in data["topics"]] == ["labour"]


def test_an_event_has_its_delegations_in_protocol_order_and_its_agenda(client):
    event = EventFactory(slug="warsaw")
    centre = OrganisationDelegationFactory(event=event)
    uzbekistan = DelegationFactory(event=event, state__name_en="Uzbekistan")
    moldova = DelegationFactory(
        event=event, state__name_en="Republic of Moldova", state__sort_as_en="Moldova"
    )
    session = SessionFactory(event=event, title_en="Presentations", title_ru="Доклады")
    second = ContributionFactory(session=session, delegation=moldova, position=2)
    first = ContributionFactory(session=session, delegation=uzbekistan, position=1)
    document = DocumentFactory(event=event)
    DocumentFactory(event=event, published=False)

    data = record(client, "events/warsaw")

    order = [moldova.pk, uzbekistan.pk, centre.pk]
    assert [one["id"] for one in data["delegations"]] == order
    assert found(client, "delegations/?event=warsaw", "id") == order
    [agenda] = data["sessions"]
    assert agenda["title"] == {"en": "Presentations", "ru": "Доклады"}
    assert [one["id"] for one in agenda["contributions"]] == [first.pk, second.pk]
    assert agenda["contributions"][0]["delegation"] == uzbekistan.pk
    assert [one["slug"] for one in data["documents"]] == [document.slug]


def test_a_delegation_is_named_as_of_the_event_and_numbers_its_people(client):
    state = StateFactory(name_en="Türkiye", name_ru="Турция", footnote_en="A note.")
    ministry = OrganisationFactory(slug="ministry")
    event = EventFactory(host_state=state)
    delegation = DelegationFactory(
        event=event,
        state=state,
        role="leading_state",
        also_organiser=True,
        led_by=ministry,
        name_as_of_event_en="Turkey",
    )
    PublicDelegateFactory(delegation=delegation)
    DelegateFactory.create_batch(2, delegation=delegation)
    DelegateFactory(delegation=delegation, status="withdrawn")

    data = record(client, f"delegations/{delegation.pk}")

    assert data["name"] == {"en": "Turkey", "ru": "Турция"}
    assert data["footnote"] == {"en": "A note.", "ru": ""}
    assert data["role"] == "leading_state"
    assert data["roles"] == ["leading_state", "host", "organiser"]
    assert data["led_by"]["slug"] == "ministry"
    assert data["section"] == "states"
    assert data["participants"] == {"named": 1, "unnamed": 2}
    assert data["participants_url"] == f"{HOST}/events/{event.slug}/participants/"
    [in_list] = client.get("/api/v1/delegations/").json()["results"]
    assert in_list == data == record(client, f"events/{event.slug}")["delegations"][0]


def test_delegations_are_found_by_event_participant_and_role(client):
    kazakhstan = StateFactory(slug="kazakhstan")
    later = EventFactory(slug="later", starts=datetime.date(2022, 5, 1), host_state=kazakhstan)
    earlier = EventFactory(slug="earlier")
    hosting = DelegationFactory(event=later, state=kazakhstan)
    organising = DelegationFactory(event=earlier, state=kazakhstan, also_organiser=True)
    centre = OrganisationDelegationFactory(
        event=earlier, organisation__slug="centre", role="observer"
    )

    everything = [hosting.pk, organising.pk, centre.pk]
    assert found(client, "delegations/", "id") == everything
    assert found(client, "delegations/?event=earlier&event=later", "id") == everything
    assert found(client, "delegations/?state=kazakhstan", "id") == everything[:2]
    assert found(client, "delegations/?organisation=centre", "id") == [centre.pk]
    assert found(client, "delegations/?role=host", "id") == [hosting.pk]
    assert found(client, "delegations/?role=organiser&role=observer", "id") == everything[1:]
    assert found(client, "delegations/?event=earlier&role=observer", "id") == [centre.pk]
    assert found(client, "delegations/?event=earlier&role=host", "id") == []


def test_a_draft_and_what_belongs_to_it_are_not_there(client):
    draft = EventFactory(slug="draft", published=False)
    delegation = DelegationFactory(event=draft)
    document = DocumentFactory(slug="of-a-draft", event=draft)
    of_a_contribution = DocumentFactory(
        contribution=ContributionFactory(session__event=draft, delegation=delegation)
    )
    EventFactory(slug="follower", follows=draft)
    EventFactory(slug="first")
    EventFactory(slug="hidden-follower", published=False, follows=draft)

    for address in (
        "events/draft",
        f"delegations/{delegation.pk}",
        f"documents/{document.slug}",
        f"documents/{of_a_contribution.slug}",
    ):
        assert client.get(f"/api/v1/{address}/").status_code == 404
    assert record(client, "events/follower")["follows"] is None
    assert set(found(client, "events/")) == {"follower", "first"}
    assert found(client, "delegations/", "id") == found(client, "documents/") == []
    response = client.get("/api/v1/delegations/?event=draft")
    assert response.status_code == 400


def test_an_event_names_what_it_follows_and_what_follows_it(client):
    conference = EventFactory(slug="conference")
    EventFactory(slug="study-visit", starts=None, follows=conference)
    EventFactory(published=False, follows=conference)

    assert record(client, "events/study-visit")["follows"]["slug"] == "conference"
    followers = record(client, "events/conference")["followed_by"]
    assert [one["slug"] for one in followers] == ["study-visit"]


def test_a_document_says_where_it_is_to_be_had(client):
    event = EventFactory(slug="warsaw")
    contribution = ContributionFactory(session__event=event)
    DocumentFactory(
        slug="brief",
        event=event,
        contribution=contribution,
        language="en,ru",
        file=ContentFile(b"%PDF-1.7", name="brief.pdf"),
        url="",
    )
    DocumentFactory(slug="elsewhere")

    brief, elsewhere = record(client, "documents/brief"), record(client, "documents/elsewhere")

    assert brief["file"] == f"{HOST}/documents/brief/file"
    assert (brief["file_size"], brief["address"], brief["language"]) == (8, "", "en,ru")
    assert brief["event"]["slug"] == "warsaw"
    assert brief["contribution"] == contribution.pk
    assert (elsewhere["file"], elsewhere["address"]) == (None, "https://example.org/document")
