"""Calendars as their programs read them: parsed back, and by the letter where it matters."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from events.models import Event
from tests.factories import EventFactory, SessionFactory, StateFactory, TopicFactory

pytestmark = pytest.mark.django_db


def read(client, address: str, **query) -> Calendar:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    content = b"".join(response) if response.streaming else response.content
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
    return Calendar.from_ical(content)


def entries(calendar: Calendar) -> list:
    return list(calendar.walk("VEVENT"))


# --- The list -------------------------------------------------------------------------------
def test_it_says_of_an_event_what_a_calendar_shows(client):
    event = EventFactory(
        title_en="Areas of cooperation, in depth; and more",
        title_ru="Направления сотрудничества",
        starts=datetime.date(2019, 12, 4),
        ends=datetime.date(2019, 12, 5),
        venue_en="Hall 1",
        city_en="Warsaw",
        host_state=StateFactory(name_en="Poland", name_ru="Польша"),
        summary_en="Why it **was**\nheld.\n\nAnd *what for*: a, b; c",
    )
    event.topics.add(TopicFactory(name_en="Return, readmission"))

    calendar = read(client, "/events.ics")
    [entry] = entries(calendar)

    assert calendar["X-WR-CALNAME"] == "Events of the Migration Dialogue Register"
    assert calendar["VERSION"] == "2.0"
    assert entry["SUMMARY"] == "Areas of cooperation, in depth; and more"
    assert entry["UID"] == f"{event.slug}@127.0.0.1"
    assert entry["LOCATION"] == "Hall 1, Warsaw, Poland"
    assert entry["DESCRIPTION"] == "Why it was held.\nAnd what for: a, b; c"
    assert entry["URL"] == f"http://127.0.0.1:8000/events/{event.slug}/"
    assert entry["CATEGORIES"].cats == ["conference", "Return, readmission"]
    assert entry["STATUS"] == "CONFIRMED"

    [entry] = entries(read(client, "/ru/events.ics"))
    assert entry["SUMMARY"] == "Направления сотрудничества"
    assert entry["UID"] == f"{event.slug}@127.0.0.1"
    assert entry["URL"] == f"http://127.0.0.1:8000/ru/events/{event.slug}/"


def test_clients_are_told_how_often_to_ask(client):
    content = b"".join(client.get("/events.ics"))

    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in content
    assert b"\r\nX-PUBLISHED-TTL:PT12H\r\n" in content


@pytest.mark.parametrize(
    ("ends", "first_day_after"),
    [(None, 5), (datetime.date(2019, 12, 4), 5), (datetime.date(2019, 12, 6), 7)],
)
def test_it_takes_whole_days_up_to_the_first_that_is_free(client, ends, first_day_after):
    EventFactory(starts=datetime.date(2019, 12, 4), ends=ends)

    [entry] = entries(read(client, "/events.ics"))

    assert entry.decoded("DTSTART") == datetime.date(2019, 12, 4)
    assert entry.decoded("DTEND") == datetime.date(2019, 12, first_day_after)
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert entry["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("planned", "TENTATIVE"), ("held", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_it_says_how_the_event_stands(client, status, expected):
    EventFactory(status=status)

    assert entries(read(client, "/events.ics"))[0]["STATUS"] == expected


def test_each_change_raises_the_sequence_and_moves_the_time_of_change(client):
    event = EventFactory()
    [first] = entries(read(client, "/events.ics"))
    assert first["SEQUENCE"] == 0

    event.title_en = "Another title"
    event.status = "cancelled"
    event.save()
    [second] = entries(read(client, "/events.ics"))

    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] == 1
    assert second["STATUS"] == "CANCELLED"
    last = event.history.first().history_date.replace(microsecond=0)
    assert second.decoded("LAST-MODIFIED") == last
    assert second.decoded("DTSTAMP") == last


def test_what_was_written_without_history_is_there_too(client):
    event = EventFactory.build(slug="bulk", title_en="Bulk")
    event.place_in_lists()
    Event.objects.bulk_create([event])

    [entry] = entries(read(client, "/events.ics"))

    assert entry["SEQUENCE"] == 0
    assert entry.decoded("DTSTAMP") == datetime.datetime(2019, 12, 4, tzinfo=datetime.UTC)


def test_drafts_and_events_without_dates_are_in_no_calendar(client):
    conference = EventFactory(title_en="Conference")
    visit = EventFactory(title_en="Visit", starts=None, follows=conference)
    draft = EventFactory(published=False)

    assert [entry["SUMMARY"] for entry in entries(read(client, "/events.ics"))] == ["Conference"]
    assert client.get(f"/events/{visit.slug}.ics").status_code == 404
    assert client.get(f"/events/{draft.slug}.ics").status_code == 404
    page = client.get(f"/events/{visit.slug}/").content.decode()
    assert f"/events/{visit.slug}.ics" not in page


def test_it_takes_the_filters_of_the_list(client):
    EventFactory(title_en="A", kind="workshop")
    EventFactory(title_en="B", kind="conference")

    calendar = read(client, "/events.ics", kind="workshop", page="3")

    assert [entry["SUMMARY"] for entry in entries(calendar)] == ["A"]


def test_it_refuses_what_no_filter_knows(client):
    response = client.get("/ru/events.ics?kind=party")

    assert response.status_code == 400
    assert "party" in response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_sample_data_is_marked(client):
    EventFactory(title_en="Fiction", sample=True)

    assert entries(read(client, "/events.ics"))[0]["SUMMARY"] == "Fiction (sample data)"


def test_no_text_breaks_out_of_its_line(client):
    EventFactory(
        title_en="A\r\nEND:VEVENT\r\nSTATUS:CANCELLED\x0b\x1b", city_en="B\nX:y", summary_en="\x0c"
    )

    [entry] = entries(read(client, "/events.ics"))

    assert entry["SUMMARY"] == "A\nEND:VEVENT\nSTATUS:CANCELLED"
    assert entry["STATUS"] == "CONFIRMED"


# --- One event ------------------------------------------------------------------------------
def test_the_file_of_one_event_has_its_agenda_on_the_clocks_of_its_place(client):
    event = EventFactory(title_en="Conference", time_zone="Europe/Warsaw", city_en="Warsaw")
    zone = ZoneInfo("Europe/Warsaw")
    session = SessionFactory(
        event=event,
        title_en="Opening",
        place="Hall 2",
        note_en="With coffee",
        starts=datetime.datetime(2019, 12, 4, 9, tzinfo=zone),
        ends=datetime.datetime(2019, 12, 4, 10, 30, tzinfo=zone),
    )
    SessionFactory(event=event, title_en="Without a time")

    calendar = read(client, f"/events/{event.slug}.ics")
    whole, opening = entries(calendar)

    assert calendar["X-WR-CALNAME"] == "Conference"
    assert whole["SUMMARY"] == "Conference"
    assert opening["SUMMARY"] == "Opening"
    assert opening["UID"] == f"{event.slug}-session-{session.pk}@127.0.0.1"
    assert opening["DTSTART"].params["TZID"] == "Europe/Warsaw"
    assert opening.decoded("DTSTART") == session.starts
    assert opening.decoded("DTEND") == session.ends
    assert opening["LOCATION"] == "Hall 2, Warsaw"
    assert opening["DESCRIPTION"] == "With coffee"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Warsaw"]


def test_each_change_of_a_session_raises_its_sequence(client):
    session = SessionFactory(starts=datetime.datetime(2019, 12, 4, 9, tzinfo=datetime.UTC))
    session.title_en = "Another title"
    session.save()

    _whole, entry = entries(read(client, f"/events/{session.event.slug}.ics"))

    assert entry["SEQUENCE"] == 1


def test_the_page_of_an_event_leads_to_its_file(client):
    event = EventFactory()

    assert f'href="/ru/events/{event.slug}.ics"' in (
        client.get(f"/ru/events/{event.slug}/").content.decode()
    )


def test_an_event_of_the_last_day_that_can_be_is_no_error(client):
    event = EventFactory(starts=datetime.date(9999, 12, 31))

    assert client.get(f"/events/{event.slug}.ics").status_code == 200
    assert b"".join(client.get("/events.ics")).endswith(b"END:VCALENDAR\r\n")
