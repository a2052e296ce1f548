"""The public pages of topics and programmes, and the same as data."""

from operator import attrgetter

from django.shortcuts import get_object_or_404, render

from participants.data import csv_response, public_url, slug_of, slugs
from participants.models import State
from topics.models import Programme, Topic

EVENTS_ON_A_PAGE = 20


def topic_list(request):
    """All topics as a tree."""
    tree = Topic.objects.tree()
    return render(request, "topics/topic_list.html", {"tree": tree, "count": Topic.objects.count()})


def topic_detail(request, slug: str):
    """A topic: what it means, where it stands, what has been done on it."""
    topic = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    below = Topic.objects.filter(pk=topic.pk).with_descendants()
    events = Topic.events.rel.related_model.objects.published().with_topics(
        Topic.objects.filter(pk=topic.pk)
    )
    return render(
        request,
        "topics/topic_detail.html",
        {
            "topic": topic,
            "ancestors": topic.ancestors(),
            "children": topic.children.all(),
            "event_count": events.count(),
            "events": events.latest_first().for_cards()[:EVENTS_ON_A_PAGE],
            "states": sorted(State.objects.at_events(events), key=lambda state: state.sort_key),
            "programmes": Programme.objects.filter(topics__in=below).distinct(),
            "documents": Topic.documents.rel.related_model.objects.published()
            .filter(topics__in=below)
            .distinct(),
        },
    )


def programme_list(request):
    """All programmes, by kind."""
    return render(
        request,
        "topics/programme_list.html",
        {"programmes": Programme.objects.select_related("funder")},
    )


def programme_detail(request, slug: str):
    """A programme: its phases, states, topics and events."""
    programme = get_object_or_404(Programme.objects.select_related("funder"), slug=slug)
    events = programme.events.published()
    return render(
        request,
        "topics/programme_detail.html",
        {
            "programme": programme,
            "phases": programme.phases.all(),
            "implementers": programme.implementers.all(),
            "states": sorted(programme.states.all(), key=lambda state: state.sort_key),
            "topics": programme.topics.all(),
            "event_count": events.count(),
            "events": events.latest_first().for_cards()[:EVENTS_ON_A_PAGE],
            "documents": programme.documents.published(),
        },
    )


# --- As data --------------------------------------------------------------------------------
TOPIC_COLUMNS = {
    "slug": attrgetter("slug"),
    "name": attrgetter("name"),
    "parent": lambda topic: slug_of(topic.parent),
    "definition": attrgetter("definition"),
    "definition_source": attrgetter("definition_source"),
    "concept_uri": attrgetter("concept_uri"),
    "url": public_url,
}
PROGRAMME_COLUMNS = {
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
    return csv_response("topics", TOPIC_COLUMNS, Topic.objects.select_related("parent").walk())


def programme_csv(request):
    """All programmes."""
    programmes = Programme.objects.select_related("funder").prefetch_related(
        "implementers", "states", "topics"
    )
    return csv_response("programmes", PROGRAMME_COLUMNS, programmes)
