"""The public pages of events."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import Contribution, Event, Session
from events.participant_list import Audience, ParticipantList
from events.participant_list.order import sections_in_order
from events.participant_list.writers import formats_for
from events.querysets import public_organisations, states_taking_part
from participants.models import Grouping
from topics.models import Programme, Topic
from website.filters.events import EventFilterSet
from website.schema_org import linked_data
from website.views.lists import EVENTS, LISTS, FilteredList

EXAMPLES = {
    "curl": "website/data/curl.txt",
    "Python": "website/data/python.txt",
    "R": "website/data/r.txt",
}


def home(request):
    """The home page: what the register holds, and links to its parts."""
    today = timezone.now().date()
    published = Event.objects.published()
    lead = published.for_cards().lead()
    followed_by = list(published.filter(follows=lead).for_cards()) if lead else []
    shown = [event.pk for event in (lead, *followed_by) if event]
    states = sorted(states_taking_part(), key=lambda state: state.sort_key)
    past = published.exclude(pk__in=shown).exclude(status=Event.Status.PLANNED)
    return render(
        request,
        "website/home.html",
        {
            "lead": lead,
            "lead_followed_by": followed_by,
            "latest": past.latest_first().real_first().for_cards()[:5],
            "upcoming": published.upcoming(today).earliest_first().real_first().for_cards()[:3],
            "groupings": Grouping.objects.with_state_counts(on=today),
            "states": states,
            "topics": Topic.objects.filter(parent=None),
            "programmes": Programme.objects.all()[:8],
            "counts": {
                "events": published.count(),
                "states": len(states),
                "organisations": public_organisations().count(),
                "topics": Topic.objects.count(),
            },
        },
    )


def data(request):
    """Which data there is and how to get it, with examples for programmers."""
    address = {"base_url": settings.BASE_URL}
    examples = [
        {"language": language, "text": render_to_string(template, address)}
        for language, template in EXAMPLES.items()
    ]
    return render(request, "website/data.html", {"lists": LISTS, "examples": examples})


class EventList(FilteredList):
    public_list = EVENTS
    filterset_class = EventFilterSet
    template_name = "website/events/event_list.html"

    def get_queryset(self):
        return Event.objects.published().latest_first().for_cards()


def event_detail(request, slug: str):
    """The page of a published event."""
    return _render_event(request, get_object_or_404(Event.objects.published(), slug=slug))


@require_safe
def event_preview(request, pk: int):
    """The page of an event as the public sees it once it is published; for staff."""
    if not admin.site.get_model_admin(Event).has_view_permission(request):
        raise PermissionDenied
    return _render_event(request, get_object_or_404(Event, pk=pk), preview=True)


def _agenda_title(event: Event, sessions: Iterable[Session]) -> str:
    """What to call the sessions: an agenda only where there is one, with times or still to come."""
    if event.status == Event.Status.PLANNED or any(session.starts for session in sessions):
        return _("Agenda")
    if all(session.host_organisation for session in sessions):
        return _("Institutions visited")
    return _("What was presented")


def _render_event(request, event: Event, *, preview: bool = False):
    """The page of `event`; with `preview`, as staff see a draft."""
    sections = sections_in_order(event, get_language())
    participants = ParticipantList(event, Audience.PUBLIC, get_language())
    sessions = event.sessions.prefetch_related(
        "topics",
        Prefetch(
            "contributions",
            Contribution.objects.taking_part().prefetch_related("topics", "delegation__state"),
        ),
    ).select_related("host_organisation")
    events = Event.objects.all() if preview else Event.objects.published()
    documents = event.documents.all() if preview else event.documents.published()
    topics = event.topics.all()
    organisers = list(event.delegations.organisers().with_names())
    return render(
        request,
        "website/events/event_detail.html",
        {
            "event": event,
            "preview": preview,
            "sections": sections,
            "statistics": participants.statistics,
            "file_formats": formats_for(participants),
            "sessions": sessions,
            "topics": topics,
            "programmes": event.programmes.all(),
            "documents": documents,
            "of_states": [
                delegation
                for section in sections
                for delegation in section.delegations
                if delegation.state
            ],
            "agenda_title": _agenda_title(event, sessions),
            "chain": events.chain_of(event),
            "organisers": organisers,
            "linked_data": linked_data(event, organisers, topics),
            "follows": event.follows_id and events.filter(pk=event.follows_id).first(),
            "followed_by": events.filter(follows=event).earliest_first(),
        },
    )
