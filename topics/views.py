"""The public pages of topics and programmes."""

from django.shortcuts import get_object_or_404, render

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
