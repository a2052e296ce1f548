import datetime

import pytest
from django.utils import timezone

from tests.factories import DelegationFactory, EventFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_it_says_that_the_register_is_empty(client):
    assert "The register is empty." in client.get("/").content.decode()


def test_it_leads_with_the_latest_event_that_had_a_follow_up(client):
    conference = DelegationFactory(event__title_en="Conference").event
    EventFactory(title_en="Visit", starts=None, follows=conference)
    EventFactory(title_en="Without a follow-up", starts=datetime.date(2023, 1, 1))

    response = client.get("/")

    assert response.context["lead"] == conference
    assert [event.title for event in response.context["lead_followed_by"]] == ["Visit"]
    assert [event.title for event in response.context["latest"]] == ["Without a follow-up"]


def test_it_announces_what_comes_next(client):
    tomorrow = timezone.now().date() + datetime.timedelta(days=1)
    EventFactory(title_en="Next week", status="planned", starts=tomorrow)
    EventFactory(title_en="Called off", status="cancelled", starts=tomorrow)

    assert [event.title for event in client.get("/").context["upcoming"]] == ["Next week"]


def test_it_names_no_draft(client):
    EventFactory(title_en="Secret draft", published=False)
    TopicFactory(name_en="Diaspora")

    page = client.get("/").content.decode()

    assert "Secret draft" not in page
    assert "Diaspora" in page


def test_it_leads_to_the_data(client):
    page = client.get("/").content.decode()

    for address in (
        *("/events.ics", "/events.atom", "/events.csv", "/cooperation/", "/cooperation.csv"),
        *("/figures/", "/figures.csv", "/documents/", "/documents.csv"),
    ):
        assert f'href="{address}"' in page


def test_it_leads_with_a_real_event_and_with_one_that_has_an_outcome(client):
    sample = EventFactory(
        title_en="Sample", sample=True, outcome_en="Much.", starts=datetime.date(2024, 1, 1)
    )
    plain = EventFactory(title_en="Without outcome", starts=datetime.date(2023, 1, 1))
    real = EventFactory(title_en="With outcome", outcome_ru="Итог.")
    for event in (sample, plain, real):
        EventFactory(starts=None, follows=event, sample=event.sample)

    response = client.get("/")

    assert response.context["lead"] == real
    shown = [event.sample for event in response.context["latest"]]
    assert shown == sorted(shown)
