import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from events.models import Event
from tests.factories import ContributionFactory, DelegationFactory, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db


def errors_of(record) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict


def test_it_cannot_end_before_it_starts():
    event = EventFactory()
    event.ends = datetime.date(2019, 12, 3)

    assert errors_of(event) == {"ends": ["An event cannot end before it starts."]}
    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(ends=event.ends)


def test_it_has_a_date_or_follows_another():
    event = EventFactory()
    event.starts = None

    message = "Give the date, or the event that this one follows."
    assert errors_of(event) == {"starts": [message]}
    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(starts=None)


def test_an_end_needs_a_start():
    event = EventFactory(follows=EventFactory())
    event.starts, event.ends = None, datetime.date(2019, 12, 5)

    assert errors_of(event) == {"starts": ["An event that ends also starts: give the first day."]}


def test_it_cannot_follow_itself():
    event = EventFactory()
    event.follows = event

    assert "follows" in errors_of(event)
    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(follows=event)


def test_events_cannot_follow_each_other_in_a_circle():
    first = EventFactory()
    second = EventFactory(follows=first)
    third = EventFactory(follows=second)
    first.follows = third

    assert errors_of(first) == {
        "follows": ["An event cannot follow itself, even by way of others."]
    }


def test_its_time_zone_is_one_that_exists():
    event = EventFactory(time_zone="Europe/Warsaw")
    event.full_clean()
    event.time_zone = "Warsaw"

    assert errors_of(event) == {
        "time_zone": ["“Warsaw” is not a time zone. Write it as “Europe/Warsaw”."]
    }


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Areas of cooperation on migration", "areas-of-cooperation-on-migration"),
        ("Сферы сотрудничества", "sfery-sotrudnichestva"),
        ("Łódź – Türkiye", "lodz-turkiye"),
        ("?!", "event"),
        ("x" * 250, "x" * 114),
    ],
)
def test_its_slug_is_made_from_the_title(title, slug):
    assert EventFactory(title_en=title).slug == slug


def test_its_slug_is_unique_and_stays():
    first = EventFactory(title_en="Meeting", city_en="Warsaw")
    second = EventFactory(title_en="Meeting", city_en="Warsaw")
    third = EventFactory(title_en="Meeting", city_en="Warsaw")
    assert [first.slug, second.slug, third.slug] == [
        *("meeting", "meeting-warsaw-2019", "meeting-warsaw-2019-2"),
    ]

    first.title_en = "Conference"
    first.save()
    assert first.slug == "meeting"


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        ((2019, 12, 4), None, "4 December 2019"),
        ((2019, 6, 10), (2019, 6, 11), "10–11 June 2019"),
        ((2019, 6, 30), (2019, 7, 1), "30 June 2019 – 1 July 2019"),
    ],
)
def test_its_dates_read_as_a_person_writes_them(starts, ends, text):
    event = EventFactory(starts=datetime.date(*starts), ends=datetime.date(*ends) if ends else None)

    assert event.date_text == text


def test_dates_that_are_not_recorded_are_told_in_words():
    event = EventFactory(starts=None, follows=EventFactory(), dates_note_en="After the conference")
    assert event.date_text == "After the conference"

    event.dates_note_en = ""
    assert event.date_text == "dates not recorded"


def test_it_keeps_the_history_of_each_edit():
    event = EventFactory(title_en="Old")
    event.title_en = "New"
    event.save()

    assert [version.title_en for version in event.history.all()] == ["New", "Old"]


def test_a_session_cannot_end_before_it_starts():
    session = SessionFactory(starts=datetime.datetime(2019, 12, 4, 9, tzinfo=datetime.UTC))
    session.ends = datetime.datetime(2019, 12, 4, 8, tzinfo=datetime.UTC)

    assert errors_of(session) == {"ends": ["A session cannot end before it starts."]}
    with pytest.raises(IntegrityError):
        session.save()


def test_a_contribution_comes_from_a_delegation_of_its_own_event():
    contribution = ContributionFactory()
    contribution.delegation = DelegationFactory()

    assert errors_of(contribution) == {
        "delegation": ["This delegation belongs to another event than the session."]
    }
