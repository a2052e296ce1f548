"""The public pages of topics and programmes, and the same as data."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.exports import csv_response, public_url, slug_of, slugs, unknown_parameters
from core.models import ContentRevision
from events.models import Document, Event
from participants.models import State
from topics.models import Programme, Topic
from website.cooperation import Cooperation
from website.filters.events import DocumentFilterSet
from website.views.lists import PROGRAMMES, TOPICS, refusal

EVENTS_ON_A_PAGE = 20
DOCUMENTS_ON_A_PAGE = 20


def topic_list(request):
    """All topics as a tree."""
    context = {
        "public_list": TOPICS,
        "tree": Topic.objects.tree(),
        "count": Topic.objects.count(),
        "unknown": unknown_parameters(request.GET, []),
    }
    return render(request, "website/topics/topic_list.html", context)


def topic_detail(request, slug: str):
    """A topic: its definition, its place in the tree, its events, states and documents."""
    topic = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    itself = Topic.objects.filter(pk=topic.pk)
    published = Event.objects.published()
    events = published.with_topics(itself)
    counts = Cooperation.at(ContentRevision.of(request)).states_on(topic.slug)
    states = sorted(State.objects.filter(slug__in=counts), key=lambda state: state.sort_key)
    chosen = QueryDict(f"topic={topic.slug}")
    published = Document.objects.published().latest_first()
    documents = DocumentFilterSet(chosen, queryset=published, request=request).results
    return render(
        request,
        "website/topics/topic_detail.html",
        {
            "topic": topic,
            "ancestors": topic.ancestors(),
            "children": topic.children.all(),
            "event_count": events.count(),
            "events": events.latest_first().for_cards()[:EVENTS_ON_A_PAGE],
            "states": states,
            "active": [(state, counts[state.slug]) for state in states],
            "programmes": Programme.objects.filter(topics__in=itself.with_descendants()).distinct(),
            "documents": documents[:DOCUMENTS_ON_A_PAGE],
            "document_count": len(documents),
        },
    )


def programme_list(request):
    """All programmes by kind, their phases on one scale of time."""
    programmes = Programme.objects.time_line(timezone.now().date())
    kinds = []
    for kind in Programme.Kind:
        of_kind = [programme for programme in programmes if programme.kind == kind]
        if of_kind:
            undated = not any(programme.bars for programme in of_kind)
            kinds.append({"kind": kind, "programmes": of_kind, "undated": undated})
    context = {
        "public_list": PROGRAMMES,
        "programmes": programmes,
        "kinds": kinds,
        "unknown": unknown_parameters(request.GET, []),
    }
    return render(request, "website/topics/programme_list.html", context)


def programme_detail(request, slug: str):
    """A programme: its phases, states, topics and events."""
    time_line = Programme.objects.filter(slug=slug).time_line(timezone.now().date())
    if not time_line:
        raise Http404
    [programme] = time_line
    events = programme.events.published()
    documents = programme.documents.published()
    return render(
        request,
        "website/topics/programme_detail.html",
        {
            "programme": programme,
            "time_line": time_line,
            "phases": programme.phases.all(),
            "implementers": programme.implementers.all(),
            "states": sorted(programme.states.all(), key=lambda state: state.sort_key),
            "topics": programme.topics.all(),
            "event_count": events.count(),
            "events": events.latest_first().for_cards()[:EVENTS_ON_A_PAGE],
            "documents": documents[:DOCUMENTS_ON_A_PAGE],
            "document_count": documents.count(),
        },
    )


# --- As data --------------------------------------------------------------------------------
TOPIC_COLUMNS: dict[str, Callable[[Any], object]] = {
    "slug": attrgetter("slug"),
    "name": attrgetter("name"),
    "parent": lambda topic: slug_of(topic.parent),
    "definition": attrgetter("definition"),
    "definition_source": attrgetter("definition_source"),
    "concept_uri": attrgetter("concept_uri"),
    "url": public_url,
}
PROGRAMME_COLUMNS: dict[str, Callable[[Any], object]] = {
    "slug": attrgetter("slug"),
    "name": attrgetter("name"),
    "acronym": attrgetter("acronym"),
    "kind": attrgetter("kind"),
    "funder": lambda programme: slug_of(programme.funder),
    "implementers": lambda programme: slugs(programme.implementers.all()),
    "states": lambda programme: slugs(programme.states.all()),
    "topics": lambda programme: slugs(programme.topics.all()),
    "website": attrgetter("website"),
    "sample": attrgetter("sample"),
    "url": public_url,
}


def topic_csv(request):
    """The tree, each topic before those below it."""
    if refused := refusal(unknown_parameters(request.GET, [])):
        return refused
    return csv_response("topics", TOPIC_COLUMNS, Topic.objects.select_related("parent").walk())


def programme_csv(request):
    """All programmes."""
    if refused := refusal(unknown_parameters(request.GET, [])):
        return refused
    programmes = Programme.objects.select_related("funder").prefetch_related(
        "implementers", "states", "topics"
    )
    return csv_response("programmes", PROGRAMME_COLUMNS, programmes.alphabetical())
