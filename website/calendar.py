"""Events for calendars: iCalendar (RFC 5545) as Outlook, Google and Apple read it.

An event is a whole-day entry. The file of one event also has the sessions whose times are recorded.
Events without dates are left out.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from core import markdown
from events.models import Event, Session

CONTENT_TYPE = "text/calendar; charset=utf-8"
STATUSES: dict[str, str] = {
    Event.Status.PLANNED: "TENTATIVE",
    Event.Status.HELD: "CONFIRMED",
    Event.Status.CANCELLED: "CANCELLED",
}
ASK_AGAIN_AFTER = datetime.timedelta(hours=12)
_END = b"END:VCALENDAR\r\n"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def list_chunks(events: Iterable[Event], name: str, language: str) -> Iterator[bytes]:
    """A calendar called `name` of `events` (from `with_changes` and `for_data`), in pieces."""
    with translation.override(language):
        head = _calendar(name).to_ical()
    yield head.removesuffix(_END)
    for event in events:
        with translation.override(language):
            entry = _whole_days(event).to_ical()
        yield entry
    yield _END


def event_calendar(event: Event, sessions: Iterable[Session]) -> bytes:
    """A calendar of one event and those of its `sessions` (`with_changes`) that have times."""
    calendar = _calendar(event.title)
    calendar.add_component(_whole_days(event))
    timed = [session for session in sessions if session.starts]
    for session in timed:
        calendar.add_component(_session(event, session))
    if timed:
        # The rules of the time zone, only for the years of the agenda.
        years = [session.starts.year for session in timed if session.starts]
        calendar.add_missing_timezones(
            datetime.date(min(years), 1, 1), datetime.date(min(max(years) + 1, MAXYEAR), 12, 31)
        )
    return calendar.to_ical()


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host()}//Migration Dialogue Register//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", _plain(name))
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN_AFTER).to_ical().decode())
    return calendar


def _whole_days(event: Event) -> Entry:
    entry = _entry(event, event.slug, event)
    entry.add("summary", _plain(_marked(event, event.title)))
    entry.add("dtstart", event.starts)
    last_day: Any = event.ends or event.starts
    if last_day < datetime.date.max:
        # `dtend` is the first day after the event.
        entry.add("dtend", last_day + datetime.timedelta(days=1))
    # A subscriber who only follows the calendar stays free on that day.
    entry.add("transp", "TRANSPARENT")
    place = ", ".join(filter(None, [event.venue, event.place_text]))
    if place:
        entry.add("location", _plain(place))
    topics = [topic.name for topic in event.topics.all()]
    entry.add("categories", [_plain(text) for text in (event.get_kind_display(), *topics)])
    description = _plain(markdown.to_text(event.summary))
    if description:
        entry.add("description", description)
    return entry


def _session(event: Event, session: Session) -> Entry:
    zone = ZoneInfo(event.time_zone)
    entry = _entry(session, f"{event.slug}-session-{session.pk}", event)
    entry.add("summary", _plain(_marked(event, session.title)))
    entry.add("dtstart", timezone.localtime(session.starts, zone))
    if session.ends:
        entry.add("dtend", timezone.localtime(session.ends, zone))
    place = ", ".join(filter(None, [session.place or event.venue, event.place_text]))
    if place:
        entry.add("location", _plain(place))
    if session.note:
        entry.add("description", _plain(session.note))
    return entry


def _entry(changed, name: str, event: Event) -> Entry:
    """An entry with what events and sessions have in common: id, version, status, address."""
    entry = Entry()
    # Made from the slug, which stays the same when the title changes.
    entry.add("uid", f"{name}@{_host()}")
    moment = changed.last_change or datetime.datetime.combine(
        event.sort_date, datetime.time(), datetime.UTC
    )
    entry.add("dtstamp", moment)
    entry.add("last-modified", moment)
    entry.add("sequence", max(changed.changes - 1, 0))
    entry.add("status", STATUSES[event.status])
    entry.add("url", settings.BASE_URL + event.get_absolute_url())
    return entry


def _marked(event: Event, title: str) -> str:
    return f"{title} ({_('sample data')})" if event.sample else title


def _plain(text: str) -> str:
    """`text` without the control characters that iCalendar forbids."""
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname
