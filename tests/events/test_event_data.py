"""Events as a table, and in the vocabulary of search engines."""

import csv
import datetime
import io
import json
import re

import pytest

from tests.factories import (
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    ProgrammeFactory,
    PublicDelegateFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def rows(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def linked(client, address: str) -> dict[str, dict]:
    found = DATA.findall(client.get(address).content.decode())
    return {data["@type"]: data for data in map(json.loads, found)}


# --- The file of the list -------------------------------------------------------------------
def test_the_file_has_a_line_for_each_event_of_the_list(client):
    poland = StateFactory(name_en="Poland")
    conference = EventFactory(
        title_en="Conference",
        title_ru="Конференция",
        ends=datetime.date(2019, 12, 5),
        time_zone="Europe/Warsaw",
        city_en="Warsaw",
        city_ru="Варшава",
        host_state=poland,
        reference="X/1",
    )
    conference.topics.add(TopicFactory(name_en="Labour"), TopicFactory(name_en="Diaspora"))
    conference.programmes.add(ProgrammeFactory(name_en="BOMCA"))
    DelegationFactory(event=conference, state=poland)
    DelegationFactory(event=conference, state=StateFactory(name_en="Italy"))
    OrganisationDelegationFactory(event=conference, organisation__name_en="ICMPD")
    EventFactory(kind="workshop")

    [row] = rows(client.get("/ru/events.csv?kind=conference"))

    assert row == {
        "slug": "conference",
        "title": "Конференция",
        "kind": "conference",
        "format": "",
        "status": "held",
        "starts": "2019-12-04",
        "ends": "2019-12-05",
        "dates_note": "",
        "time_zone": "Europe/Warsaw",
        "city": "Варшава",
        "venue": "",
        "host_state": "poland",
        "states": "italy poland",
        "organisations": "icmpd",
        "topics": "diaspora labour",
        "programmes": "bomca",
        "follows": "",
        "reference": "X/1",
        "sample": "false",
        "url": "http://127.0.0.1:8000/ru/events/conference/",
    }


def test_the_file_names_no_draft(client):
    draft = EventFactory(title_en="Secret", published=False)
    EventFactory(title_en="After the secret", follows=draft)

    [row] = rows(client.get("/events.csv"))

    assert row["follows"] == ""


def test_the_file_refuses_what_no_filter_knows(client):
    response = client.get("/events.csv?state=nowhere&year=abc")

    assert response.status_code == 400
    assert response.content.decode() == (
        "Country: “nowhere” is not in the register. Choose from the list.\n"
        "Year: “abc” is not a year. Write four digits, such as 2019.\n"
    )


def test_a_head_request_names_the_file(client):
    response = client.head("/events.csv")

    assert response.headers["Content-Disposition"] == 'attachment; filename="events.csv"'
    assert b"".join(response.streaming_content) == b""


# --- For search engines ---------------------------------------------------------------------
def test_its_page_tells_what_the_event_is(client):
    poland = StateFactory(name_en="Poland", iso2="PL")
    event = EventFactory(
        title_en="Conference </script><script>alert(1)</script>",
        slug="conference",
        ends=datetime.date(2019, 12, 5),
        city_en="Warsaw",
        venue_en="Hall 1",
        host_state=poland,
        format="hybrid",
        summary_en="Why it was **held**.",
    )
    event.topics.add(TopicFactory(name_en="Diaspora"))
    ministry = OrganisationFactory(name_en="Ministry of the Interior")
    delegation = DelegationFactory(event=event, state=poland, role="organiser", led_by=ministry)
    PublicDelegateFactory(delegation=delegation, family_name="Consentovna")

    data = linked(client, "/events/conference/")["Event"]

    address = "http://127.0.0.1:8000/events/conference/"
    assert data == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": "Conference </script><script>alert(1)</script>",
        "description": "Why it was held.",
        "inLanguage": "en",
        "startDate": "2019-12-04",
        "endDate": "2019-12-05",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "VirtualLocation", "url": address},
            {
                "@type": "Place",
                "name": "Hall 1",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Warsaw",
                    "addressCountry": "PL",
                },
            },
        ],
        "organizer": [
            {
                "@type": "GovernmentOrganization",
                "name": "Ministry of the Interior",
                "url": "http://127.0.0.1:8000/organisations/ministry-of-the-interior/",
            }
        ],
        "keywords": ["Diaspora"],
    }
    assert "Consentovna" not in json.dumps(data)


def test_a_cancelled_event_and_one_without_dates_are_told_as_such(client):
    conference = EventFactory(title_en="Conference", status="cancelled")
    EventFactory(title_en="Visit", starts=None, follows=conference)

    assert linked(client, "/events/conference/")["Event"]["eventStatus"].endswith("Cancelled")
    assert "startDate" not in linked(client, "/events/visit/")["Event"]


def test_search_engines_are_told_of_no_fiction(client):
    EventFactory(title_en="Fiction", sample=True)

    assert "Event" not in linked(client, "/events/fiction/")
