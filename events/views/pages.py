"""The public pages of events."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from events.filters import EventFilterSet
from events.models import Document, Event
from events.participant_list import Audience, ParticipantList
from events.participant_list.order import sections_in_order
from participants.models import Grouping, Organisation, State
from topics.models import Programme, Topic


def home(request):
    """What the register holds, and the ways in."""
    today = timezone.now().date()
    published = Event.objects.published()
    lead = published.followed_up().latest_first().for_cards().first()
    followed_by = list(published.filter(follows=lead).for_cards()) if lead else []
    shown = [event.pk for event in (lead, *followed_by) if event]
    past = published.exclude(pk__in=shown).exclude(status=Event.Status.PLANNED)
    return render(
        request,
        "home.html",
        {
            "lead": lead,
            "lead_followed_by": followed_by,
            "latest": past.latest_first().for_cards()[:5],
            "upcoming": published.upcoming(today).earliest_first().for_cards()[:3],
            "groupings": Grouping.objects.with_state_counts(on=today),
            "topics": Topic.objects.filter(parent=None),
            "programmes": Programme.objects.all()[:8],
            "counts": {
                "events": published.count(),
                "states": State.objects.taking_part().count(),
                "organisations": Organisation.objects.count(),
                "topics": Topic.objects.count(),
            },
        },
    )


class EventList(FilterView):
    filterset_class = EventFilterSet
    paginate_by = 20
    template_name = "events/event_list.html"

    def get_queryset(self):
        return Event.objects.published().latest_first().for_cards()


def event_detail(request, slug: str):
    """The page of a published event."""
    return render_event(request, get_object_or_404(Event.objects.published(), slug=slug))


def render_event(request, event: Event, *, preview: bool = False):
    """The page of `event`; with `preview`, as staff see a draft."""
    sections = sections_in_order(event, get_language())
    sessions = event.sessions.prefetch_related(
        "topics", "contributions__topics", "contributions__delegation__state"
    ).select_related("host_organisation")
    events = Event.objects.all() if preview else Event.objects.published()
    documents = event.documents.all() if preview else event.documents.published()
    return render(
        request,
        "events/event_detail.html",
        {
            "event": event,
            "preview": preview,
            "sections": sections,
            "statistics": ParticipantList(event, Audience.PUBLIC, get_language()).statistics,
            "sessions": sessions,
            "topics": event.topics.all(),
            "programmes": event.programmes.all(),
            "documents": documents,
            "organisers": event.delegations.organisers().with_names(),
            "follows": events.filter(pk=event.follows_id).first(),
            "followed_by": events.filter(follows=event).earliest_first(),
        },
    )


def document_file(request, slug: str):
    """The file of a published document, always as a download: nothing uploaded runs here."""
    document = get_object_or_404(Document.objects.published().exclude(file=""), slug=slug)
    try:
        return FileResponse(document.file.open(), as_attachment=True)
    except FileNotFoundError as error:
        raise Http404(_("The file of this document is missing.")) from error
