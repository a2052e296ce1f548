"""Events as data: files, calendars and feeds, each with the filters of the list's page."""

from operator import attrgetter

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.exports import public_url, slug_of, slugs
from events.models import Event
from website import calendar
from website.feed import event_feed
from website.views.events import EventList
from website.views.lists import CsvOfList, ListAsData

ENTRIES_IN_A_FEED = 50


class EventCsv(CsvOfList, EventList):
    file_name = "events"
    columns = {
        "slug": attrgetter("slug"),
        "title": attrgetter("title"),
        "kind": attrgetter("kind"),
        "format": attrgetter("format"),
        "status": attrgetter("status"),
        "starts": attrgetter("starts"),
        "ends": attrgetter("ends"),
        "dates_note": attrgetter("dates_note"),
        "time_zone": attrgetter("time_zone"),
        "city": attrgetter("city"),
        "venue": attrgetter("venue"),
        "host_state": lambda event: slug_of(event.host_state),
        "states": lambda event: slugs(event.states_taking_part),
        "organisations": lambda event: slugs(event.organisations_taking_part),
        "topics": lambda event: slugs(event.topics.all()),
        "programmes": lambda event: slugs(event.programmes.all()),
        "follows": lambda event: slug_of(event.published_predecessor),
        "reference": attrgetter("reference"),
        "sample": attrgetter("sample"),
        "url": public_url,
    }

    def get_queryset(self):
        return Event.objects.published().latest_first().for_data()


class EventCalendar(ListAsData, EventList):
    """The dated events of the list, for a calendar that subscribes to them."""

    def get_queryset(self):
        return Event.objects.published().earliest_first().for_data().with_changes()

    def render_data(self, filterset):
        dated = (event for event in filterset.results if event.starts)
        name = _("Events of the Migration Dialogue Register")
        return StreamingHttpResponse(
            calendar.list_chunks(dated, name, get_language()),
            content_type=calendar.CONTENT_TYPE,
            headers={"Content-Disposition": 'inline; filename="events.ics"'},
        )


class EventFeed(ListAsData, EventList):
    """The events of the list that changed last."""

    def get_queryset(self):
        return Event.objects.published().for_data().with_changes().last_changed_first()

    def render_data(self, filterset):
        query = filterset.query
        feed = event_feed(
            filterset.results[:ENTRIES_IN_A_FEED],
            page=settings.BASE_URL + reverse("event_list") + query,
            address=settings.BASE_URL + reverse("event_feed") + query,
        )
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def event_calendar(request, slug: str):
    """One event with its agenda, to add to a calendar."""
    events = Event.objects.published().for_data().with_changes()
    event = get_object_or_404(events, slug=slug)
    if not event.starts:
        raise Http404(_("The dates of this event are not recorded, so it has no calendar file."))
    return HttpResponse(
        calendar.event_calendar(event, event.sessions.with_changes()),
        content_type=calendar.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )
